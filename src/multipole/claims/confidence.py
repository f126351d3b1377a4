"""How often an act like this one is right: a measured probability in place of a rank.

Two numbers a kind of act (``data/confidence.csv``, measured by ``quality/confidence.py``): the
probability that ends and type are right is the logistic function of ``intercept`` + ``slope`` *
log odds of what the coder gave it.
"""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Final

from multipole.claims.told import Act

#: An act with one end, and one with two that the type model could not be asked about.
LONE: Final = "lone"
UNASKED: Final = "unasked"
EDGE: Final = 0.001


def measured(act: Act) -> Act:
    """The act with the share of acts like it that are right as its confidence."""
    intercept, slope = load_confidence()[kind_of(act)]
    odds = intercept + slope * log_odds(act.confidence)
    return replace(act, confidence=1 / (1 + math.exp(-odds)))


def kind_of(act: Act) -> str:
    """Which row of the table an act belongs to."""
    if act.seen:
        return act.seen
    return UNASKED if act.sender and act.receiver else LONE


def log_odds(share: float) -> float:
    """The logarithm of the odds of a share, which is kept off 0 and 1.

    >>> log_odds(0.5), round(log_odds(1.0), 1)
    (0.0, 6.9)
    """
    share = min(max(share, EDGE), 1 - EDGE)
    return math.log(share / (1 - share))


@cache
def load_confidence() -> dict[str, tuple[float, float]]:
    """Intercept and slope of each kind of act."""
    text = resources.files(__package__).joinpath("data", "confidence.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["kind"]: (float(row["intercept"]), float(row["slope"])) for row in rows}
