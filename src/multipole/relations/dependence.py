"""Who depends on whom: shares of one partner in a flow, how concentrated the flow is, asymmetry.

A flow is what a state gets from (or sells to) each of its partners in a period: imports, exports,
arms, energy. Every measure here is of a whole: a partner whose flow is not known (NaN) makes the
share a range, never a smaller whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.types import Measure

Flows = Mapping[str, float]

SHARE: Final = Measure(
    "dependence_share", "share", 0.0, 1.0, directed=True,
    cite="Hirschman, Albert O. 1945. National Power and the Structure of Foreign Trade.",
)  # fmt: skip
CONCENTRATION: Final = Measure(
    "concentration", "index", 0.0, 1.0, directed=False,
    cite="Rhoades, Stephen A. 1993. The Herfindahl-Hirschman Index. Federal Reserve Bulletin 79.",
)  # fmt: skip
ASYMMETRY: Final = Measure(
    "asymmetry", "difference of shares", -1.0, 1.0, directed=True,
    cite="Barbieri, Katherine. 1996. Economic Interdependence: A Path to Peace or a Source of "
    "Interstate Conflict? Journal of Peace Research 33(1): 29-49.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a partner in a whole: its value, and the bounds that unknown partners leave.

    ``value`` counts known flows only and is NaN when the partner's own is not known, or the whole
    is none. ``low`` is the share if unknown flows were as large as the largest known one each,
    ``high`` if they were nothing; with none unknown both equal ``value``. ``unknown`` is how many
    partners' flows are not known.
    """

    value: float
    low: float
    high: float
    partners: int
    unknown: int


def share_of(flows: Flows, partner: str) -> Share:
    """The share of ``partner`` in what a state gets from all its partners.

    ``share_j = f_j / sum of f_k``, over the partners k with known flows (Hirschman 1945). Flows are
    amounts of one unit and period, by partner; NaN is unknown, zero is zero. Not a measure of what
    a cut would cost: goods that others also sell are replaced (see `substitute_of`). Raises
    `BadValue` for a negative flow.

    Of 1,000 dollars of imports 300 come from R, 500 from U and 200 from J:

    >>> share_of({"R": 300.0, "U": 500.0, "J": 200.0}, "R").value
    0.3
    >>> found = share_of({"R": 300.0, "U": 500.0, "J": float("nan")}, "R")
    >>> round(found.low, 3), found.high, found.unknown
    (0.231, 0.375, 1)
    """
    values = _checked(flows)
    known = values[~np.isnan(values)]
    unknown = len(values) - len(known)
    own, whole = flows.get(partner, np.nan), float(known.sum())
    if np.isnan(own) or whole <= 0:
        return Share(np.nan, np.nan, np.nan, len(known), unknown)
    most = float(known.max()) * unknown
    return Share(own / whole, own / (whole + most), own / whole, len(known), unknown)


def concentration(flows: Flows) -> float:
    """The Herfindahl-Hirschman index of a flow over its partners: the sum of squared shares.

    1 when all comes from one partner, 1/n when n partners have equal shares; NaN without a known
    flow. Raises `BadValue` for a negative flow.

    >>> round(concentration({"R": 300.0, "U": 500.0, "J": 200.0}), 2)
    0.38
    """
    values = _checked(flows)
    known = values[~np.isnan(values)]
    whole = known.sum()
    return float(((known / whole) ** 2).sum()) if whole > 0 else float("nan")


def substitute_of(flows: Flows, partner: str) -> tuple[str, float]:
    """The largest other partner, whom one could turn to, and its share; ``("", nan)`` without one.

    >>> substitute_of({"R": 300.0, "U": 500.0, "J": 200.0}, "U")
    ('R', 0.3)
    """
    others = {k: v for k, v in flows.items() if k != partner and not np.isnan(v) and v > 0}
    if not others:
        return "", float("nan")
    first = min(others, key=lambda k: (-others[k], k))
    return first, share_of(flows, first).value


def asymmetry(mine: float, theirs: float) -> float:
    """How much more one depends on the other than the other on it: ``share_ab - share_ba``.

    Positive: the first leans on the second, who could hurt it more; NaN when either is unknown
    (Barbieri 1996 takes the difference of shares of trade).

    >>> round(asymmetry(0.18, 0.02), 2)
    0.16
    """
    return mine - theirs


def _checked(flows: Flows) -> npt.NDArray[np.float64]:
    values = np.array(list(flows.values()), dtype=np.float64)
    if (values < 0).any():
        worst = min(flows, key=lambda k: np.nan_to_num(flows[k]))
        raise BadValue(f"the flow of {worst} is {flows[worst]}", remedy="Flows are amounts.")
    return values
