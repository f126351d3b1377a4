"""The sign of each edge by several measures, and whether a triangle of doubtful signs is balanced.

A measure speaks for a sign by the thresholds in `RULES`, with the chance that its doubt leaves: its
interval is taken for that of a normal distribution. The chances of an edge are the mean over the
measures that speak (a linear opinion pool: as if one of them, drawn by lot, were believed), so
that measures which contradict each other leave the sign in doubt. An edge has the sign whose
chance is at least `SURE`, else it is mixed; with no measure that speaks it is unknown.

With independent edges, s = the chance of positive plus that of negative, d = the one less the
other, the triangle is balanced with the chance (s s s + d d d) / 2 and unbalanced with
(s s s - d d d) / 2; what is left is that an edge is neutral. Balance as in
`multipole.system.balance`.

>>> two = (Votes(0.8, 0.1, 0.1, ()), Votes(0.1, 0.1, 0.8, ()))
>>> [round(chance, 3) for chance in balance_of((*two, two[1]))]
[0.536, 0.193]
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from scipy import special

from multipole.answers.measures.points import Point
from multipole.core.types import Estimate
from multipole.system.balance import triangles

Sign = Literal["positive", "negative", "neutral", "mixed", "unknown"]
SURE: Final = 2 / 3
_ONE_SIDED: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Rule:
    """When a measure speaks for a sign.

    ``either``: positive above ``bound``, negative below the same with a minus, neutral between.
    ``positive``, ``negative``: for that sign from ``bound`` up, and else it says nothing, since to
    have no pact, or no rivalry, is no sign.
    """

    measure: str
    says: Literal["either", "positive", "negative"]
    bound: float
    words: str


RULES: Final = (
    Rule("kappa", "either", 0.1, "votes alike beyond chance, above .1 or below -.1"),
    Rule("closeness_words", "either", 0.1, "above .1 or below -.1"),
    Rule("closeness_deeds", "either", 0.1, "above .1 or below -.1"),
    Rule("commitment", "positive", 2.5, "pledged to defend, or to join in attack"),
    Rule("rivalry", "negative", 0.5, "listed as rivals"),
)


@dataclass(frozen=True, slots=True)
class Votes:
    """Chances of an edge's sign, and what each measure says: (measure, chance of +, of -)."""

    positive: float
    neutral: float
    negative: float
    said: tuple[tuple[str, float, float], ...]

    @property
    def sign(self) -> Sign:
        """The sign whose chance is at least `SURE`."""
        chances: tuple[tuple[Sign, float], ...] = (
            ("positive", self.positive), ("negative", self.negative), ("neutral", self.neutral)
        )  # fmt: skip
        if math.isnan(self.positive):
            return "unknown"
        return next((sign for sign, chance in chances if chance >= SURE), "mixed")

    @property
    def chance(self) -> float:
        """The chance of the likeliest sign."""
        return max(self.positive, self.neutral, self.negative)


def votes_of(latest: Mapping[str, Point], *, since: int) -> Votes:
    """The sign of an edge from the latest points of its measures that are of ``since`` or later."""
    said = [
        (rule.measure, *chances)
        for rule in RULES
        if (point := latest.get(rule.measure)) and point.period.start.year >= since
        if (chances := _chances(rule, point.estimate)) is not None
    ]
    if not said:
        return Votes(math.nan, math.nan, math.nan, ())
    up = sum(chance for _, chance, _ in said) / len(said)
    down = sum(chance for _, _, chance in said) / len(said)
    return Votes(up, max(0.0, 1.0 - up - down), down, tuple(said))


def _chances(rule: Rule, estimate: Estimate) -> tuple[float, float] | None:
    """The chances that the measure is on the positive and on the negative side."""
    if rule.says == "either":
        return 1.0 - _below(estimate, rule.bound), _below(estimate, -rule.bound)
    if estimate.mean < rule.bound:
        return None
    return (1.0, 0.0) if rule.says == "positive" else (0.0, 1.0)


def _below(estimate: Estimate, bound: float) -> float:
    spread = (estimate.high - estimate.low) / (2 * _ONE_SIDED)
    if not spread > 0:
        return float(estimate.mean < bound)
    return float(special.ndtr((bound - estimate.mean) / spread))


def balance_of(edges: Sequence[Votes]) -> tuple[float, float]:
    """The chances that a triangle of three edges is balanced, and that it is unbalanced.

    NaN where an edge is unknown.
    """
    all_signed = math.prod(edge.positive + edge.negative for edge in edges)
    product = math.prod(edge.positive - edge.negative for edge in edges)
    return (all_signed + product) / 2, (all_signed - product) / 2


def balanced(edges: Sequence[Votes]) -> str:
    """Balanced or not by the signs that are clear, and which kind of triangle it is."""
    worth = {"positive": 1.0, "negative": -1.0}
    ab, ac, bc = (worth.get(edge.sign, math.nan) for edge in edges)
    if math.isnan(ab + ac + bc):
        return "no signed triangle"
    found = triangles([[0, ab, ac], [ab, 0, bc], [ac, bc, 0]])
    return "balanced" if found.balanced == 1 else "unbalanced"


def told(votes: Votes) -> str:
    """What each measure says: ``kappa + (.97), rivalry -``."""
    return ", ".join(_one(*said) for said in votes.said)


def _one(measure: str, up: float, down: float) -> str:
    sides = ((up, "+"), (down, "-"), (1.0 - up - down, "0"))
    chance, mark = max(sides)
    return f"{measure.replace('_', ' ')} {mark}" + ("" if chance > 0.995 else f" ({chance:.2f})")


def thresholds(used: Iterable[str]) -> str:
    """The rules that were used, in words."""
    held = set(used)
    return "; ".join(f"{rule.measure}: {rule.words}" for rule in RULES if rule.measure in held)
