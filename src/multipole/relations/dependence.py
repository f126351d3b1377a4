"""Who depends on whom: shares of partners, concentration, what others could replace, asymmetry.

A flow is what a state gets from (or sells to) each of its partners in a period: imports, exports,
arms, energy. Every share here is of a whole: a partner whose flow is not known (NaN) makes the
share a range, never a smaller whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from multipole.core.errors import BadValue

Flows = Mapping[str, float]
#: The least and the most that the flow of a partner could be.
Between = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a partner in a whole: its value, and the bounds that unknown partners leave.

    ``value`` counts what is known of the flows and is NaN when the partner's own is not known, or
    the whole is none. ``low`` is the share if unknown flows were as large as they could be,
    ``high`` if they were as small; with none unknown both equal ``value``. ``partners`` are those
    with known flows, ``unknown`` is how many have none.
    """

    value: float
    low: float
    high: float
    partners: int
    unknown: int


_NO_RANGE: Final[Between] = {}


def share_of(flows: Flows, partner: str, *, between: Between = _NO_RANGE) -> Share:
    """The share of ``partner`` in what a state gets from all its partners.

    Flows are amounts of one unit and period; NaN is unknown, zero is zero. ``between`` gives the
    least and the most that an unknown flow could be, as when some months of a year are known; the
    least counts in the whole. Without it an unknown flow lies between nothing and the largest known
    one. Raises `BadValue` for a negative flow, or a least above its most.

    Of 1,000 dollars of imports 300 come from R, 500 from U and 200 from J; then with J unknown,
    first up to 500 (300 of 1,300), then between 200 and 400 (300 of 1,000 to 300 of 1,200):

    >>> share_of({"R": 300.0, "U": 500.0, "J": 200.0}, "R").value
    0.3
    >>> some = {"R": 300.0, "U": 500.0, "J": float("nan")}
    >>> found = share_of(some, "R")
    >>> round(found.low, 3), found.high, found.unknown
    (0.231, 0.375, 1)
    >>> found = share_of(some, "R", between={"J": (200.0, 400.0)})
    >>> found.low, found.value, found.high
    (0.25, 0.3, 0.3)

    Formula: share_j = f_j / sum_k f_k, over the partners k with known flows.
    Shapes: flows by partner, and one of the partners.
    Unit: share, 0 to 1.
    Reference: Hirschman 1945, National Power and the Structure of Foreign Trade.
    Not for: what a cut would cost, as goods that others also sell are replaced (`loss_after`).
    """
    known = _known(flows)
    absent = [k for k in flows if k not in known]
    own, top = known.get(partner, math.nan), max(known.values(), default=0.0)
    ranges = [between.get(k, (0.0, top)) for k in absent]
    if any(not 0 <= least <= most for least, most in ranges):
        raise BadValue("the least of a flow is above its most", remedy="Give (least, most).")
    whole = math.fsum((*known.values(), *(least for least, _ in ranges)))
    if math.isnan(own) or whole <= 0:
        return Share(math.nan, math.nan, math.nan, len(known), len(absent))
    room = math.fsum(most - least for least, most in ranges)
    return Share(own / whole, own / (whole + room), own / whole, len(known), len(absent))


def concentration(flows: Flows) -> float:
    """The Herfindahl-Hirschman index of a flow over its partners: the sum of squared shares.

    1 when all comes from one partner, 1/n when n partners have equal shares; NaN without a known
    flow; of known flows only. Raises `BadValue` for a negative flow.

    Shares of .3, .5 and .2 give .09 + .25 + .04:

    >>> round(concentration({"R": 300.0, "U": 500.0, "J": 200.0}), 2)
    0.38

    Formula: H = sum_k (f_k / sum_l f_l)^2.
    Shapes: flows by partner.
    Unit: index, 0 to 1.
    Reference: Rhoades 1993, Federal Reserve Bulletin 79: 188-189.
    Not for: lists of different length, as one that leaves small partners out is higher.
    """
    values = np.array(list(_known(flows).values()), dtype=np.float64)
    whole = values.sum()
    return float(((values / whole) ** 2).sum()) if whole > 0 else math.nan


def hirschman(flows: Flows) -> float:
    """Hirschman's index of concentration of trade: the root of the sum of squared shares.

    From 1/sqrt(n) with n equal partners to 1 with one; Hirschman gives it times 100. NaN without a
    known flow; raises `BadValue` for a negative one.

    Of shares of .6 and .4 the root of .36 + .16 is .721:

    >>> round(hirschman({"R": 600.0, "U": 400.0}), 3)
    0.721

    Formula: I = sqrt(sum_k (f_k / sum_l f_l)^2).
    Shapes: flows by partner.
    Unit: index, 0 to 1.
    Reference: Hirschman 1945, National Power and the Structure of Foreign Trade.
    Not for: on whom a state depends; it says how it spreads its trade.
    """
    return math.sqrt(concentration(flows))


def equivalents(flows: Flows) -> float:
    """How many equal partners would make a flow as concentrated: the numbers equivalent.

    NaN without a known flow; raises `BadValue` for a negative one.

    Four equal partners count as four, shares of .6 and .4 as 1 / .52:

    >>> equivalents({"R": 1.0, "U": 1.0, "J": 1.0, "D": 1.0})
    4.0
    >>> round(equivalents({"R": 600.0, "U": 400.0}), 2)
    1.92

    Formula: N = 1 / sum_k (f_k / sum_l f_l)^2.
    Shapes: flows by partner.
    Unit: partners, 1 or more.
    Reference: Adelman 1969, Review of Economics and Statistics 51: 99-101.
    Not for: a count of whom one could turn to, as small partners may have much to sell.
    """
    return 1.0 / concentration(flows)


def trade_in_gdp(imports: float, exports: float, gdp: float) -> float:
    """Trade with a partner as a part of what a state produces.

    All three of one year, in one currency and at current prices. Oneal and Russett take the lower
    of the two states' values for a dyad. NaN when one is unknown or the product is zero. Above 1
    for places that goods pass through. Raises `BadValue` for amounts below zero.

    Imports of 30 and exports of 20 in a product of 1,000:

    >>> trade_in_gdp(30.0, 20.0, 1000.0)
    0.05

    Formula: d = (M + X) / Y, with imports M, exports X and product Y.
    Shapes: three numbers.
    Unit: ratio, 0 or more.
    Reference: Oneal and Russett 1997, International Studies Quarterly 41: 267-294.
    Not for: a product in constant dollars or at purchasing power, as trade is at current prices.
    """
    if min(imports, exports, gdp) < 0:
        raise BadValue(f"trade of {imports} and {exports} in a product of {gdp}")
    return (imports + exports) / gdp if gdp else math.nan


def substitute_of(flows: Flows, partner: str) -> tuple[str, float]:
    """The largest other partner, whom one could turn to, and its share; ``("", nan)`` without one.

    >>> substitute_of({"R": 300.0, "U": 500.0, "J": 200.0}, "U")
    ('R', 0.3)
    """
    others = {k: v for k, v in _known(flows).items() if k != partner and v > 0}
    if not others:
        return "", math.nan
    first = min(others, key=lambda k: (-others[k], k))
    return first, share_of(flows, first).value


def others_of(flows: Flows, partner: str) -> tuple[int, float]:
    """How many other partners have a flow, and how concentrated it is among them.

    Few or concentrated others can be leaned on, or asked to join a cut. NaN without others.

    Without U, R has .6 and J .4 of the rest:

    >>> number, index = others_of({"R": 300.0, "U": 500.0, "J": 200.0}, "U")
    >>> number, round(index, 2)
    (2, 0.52)
    """
    others = {k: v for k, v in _known(flows).items() if k != partner and v > 0}
    return len(others), concentration(others)


def rise_needed(share: float) -> float:
    """By how much all other partners would have to raise their flows to replace one.

    Infinite when there is no other; NaN in, NaN out. Raises `BadValue` for what is no share. It
    supposes nothing of what others can do: it is the share told in another way.

    To replace a fifth, the other four fifths must rise by a quarter:

    >>> rise_needed(0.2)
    0.25

    Formula: r = s / (1 - s).
    Shapes: one share.
    Unit: part of what the others give, 0 or more.
    Reference: after Hirschman 1945, National Power; the form is ours.
    Not for: goods of one seller, which no others can give.
    """
    _check_share(share)
    return math.inf if share == 1 else share / (1 - share)


def loss_after(share: float, *, spare: float) -> float:
    """What a state would lose of a flow if a partner stopped it and the others gave more.

    Every other partner can raise its flow by the part ``spare``. The share itself is the
    sensitivity, this the vulnerability of Keohane and Nye: what remains after one has adjusted.
    The rule is a stated supposition, not an estimate: no table says how much others have to spare.
    NaN in, NaN out. Raises `BadValue` for what is no share, or a ``spare`` below zero.

    Of a share of .4 with a tenth to spare elsewhere .4 - .06 is lost, of .05 nothing:

    >>> round(loss_after(0.4, spare=0.1), 2), loss_after(0.05, spare=0.1)
    (0.34, 0.0)

    Formula: loss = max(0, s - spare (1 - s)).
    Shapes: one share.
    Unit: share of the flow, 0 to 1.
    Reference: Keohane and Nye 1977, Power and Interdependence, chapter 1; the rule is ours.
    Not for: a forecast of harm, as prices, stocks and time to adjust are not in it.
    """
    _check_share(share)
    if not spare >= 0:
        raise BadValue(f"others can raise their flows by {spare}", remedy="Give 0.1 for a tenth.")
    left = share - spare * (1 - share)
    return left if math.isnan(left) else max(0.0, left)


def asymmetry(mine: float, theirs: float) -> float:
    """How much more one depends on the other than the other on it.

    Positive: the first leans on the second, who could hurt it more; NaN when either is unknown.

    Shares of 18 and 2 percent are 16 points apart:

    >>> round(asymmetry(0.18, 0.02), 2)
    0.16

    Formula: a = s_ab - s_ba.
    Shapes: two shares.
    Unit: difference of shares, -1 to 1.
    Reference: Barbieri 1996, Journal of Peace Research 33: 29-49.
    Not for: who would hurt the other, which is a matter of will and of what else is at stake.
    """
    return mine - theirs


def asymmetry_between(mine: Share, theirs: Share) -> tuple[float, float]:
    """The least and the most that `asymmetry` could be, by the bounds of the two shares.

    When zero lies between the two, who leans more cannot be told.

    A share between .20 and .30 against one between .05 and .25:

    >>> low, high = asymmetry_between(Share(.3, .2, .3, 5, 1), Share(.25, .05, .25, 5, 1))
    >>> round(low, 2), round(high, 2)
    (-0.05, 0.25)
    """
    return mine.low - theirs.high, mine.high - theirs.low


def _check_share(share: float) -> None:
    if share < 0 or share > 1:
        raise BadValue(f"{share} is no share", remedy="A share lies between 0 and 1.")


def _known(flows: Flows) -> dict[str, float]:
    """The flows that are known; raises `BadValue` for one below zero."""
    for partner, flow in flows.items():
        if flow < 0:
            raise BadValue(f"the flow of {partner} is {flow}", remedy="Flows are amounts.")
    return {partner: flow for partner, flow in flows.items() if not math.isnan(flow)}
