"""One pair of what moved in a month, as the first page shows it: words, a strip, its events."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from multipole.answers.coded import REPORTS
from multipole.answers.words import count
from multipole.apps.web.words import number

#: The width of the strip in which a value stands beside what was expected.
WIDTH: Final = 180
_SMALL: Final = 100.0


def move_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `multipole.answers.movers` with what its line shows."""
    share = row["side"] == "balance"
    say = _percent if share else _count
    lead = "conflict" if share else row["side"]
    return {
        **row,
        "now": f"{say(row['value'])} of what is told is conflict" if share else _acts(row),
        "usual": f"{say(row['expected'])} ({say(row['low'])} to {say(row['high'])})",
        "strip": _strip(row),
        "reported": row["source"] == REPORTS,
        "measure": f"count_{_words_or_deeds(row)}_{lead}",
        "made": list(zip(row["events"], row["said"], strict=True)),
        "month": f"{row['period_start']:%Y-%m}",
    }


def _acts(row: Mapping[str, Any]) -> str:
    return f"{count(int(row['value']), 'act')} of {row['side']}"


def _words_or_deeds(row: Mapping[str, Any]) -> str:
    """Whether words or deeds moved most: the first type that is named says so."""
    deeds = ("cooperate", "give aid", "withdraw", "protest", "sanction", "show force", "coerce",
             "attack")  # fmt: skip
    return "material" if row["types"] and row["types"][0].startswith(deeds) else "verbal"


def _strip(row: Mapping[str, Any]) -> dict[str, float]:
    """Places of the range, the expected and the value on a square-root scale from 0."""
    top = max(row["value"], row["high"], row["expected"], 1e-9)
    at = {n: WIDTH * math.sqrt(row[n] / top) for n in ("value", "expected", "low", "high")}
    return {n: round(min(place, WIDTH) + 4, 1) for n, place in at.items()}


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _count(acts: float) -> str:
    return number(acts, 1 if acts < _SMALL else 0)
