"""Bargaining over one issue: who can make whom give way, round by round, and where it ends.

The expected-utility or challenge model of Bueno de Mesquita in the reconstruction of Scholz,
Calbert and Smith (2011); its terms and references: `multipole.scenario.bargaining_terms`. Each
actor has a position on a line, a capability and a salience. In each round every actor weighs a
challenge to every other, is made offers by those who expect to win, takes one, and moves; the
forecast is the position that wins all pairwise votes when the median comes to rest.

The original was never published whole, so its readings are options (`Rules`), and three sets of
them have a name:

``PUBLISHED``
    What their program did as far as it can be told: it gives their published table of the case of
    car emissions (see ``docs/bargaining.md`` for what agrees). It has two oddities that their text
    does not tell of: chances are divided by the votes of all contests, and of several compromises
    an actor takes the one of the lowest position, so that the case turned around is another case.
``PRINTED``
    The equations as printed, with "players move the least that they can".
``CAUTIOUS``
    The same, but where both expect to win, nobody moves, as the outcome is uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from multipole.core.errors import BadValue
from multipole.scenario.bargaining_terms import (
    COMPROMISE,
    TINY,
    Bools,
    Floats,
    Offers,
    Whole,
    chances,
    expected,
    exponents,
    mean,
    middle,
    offers,
)

Chance = Literal["pair", "all pairs"]
View = Literal["own", "each"]
Accept = Literal["nearest", "strongest", "kinds", "lowest"]
FEWEST: Final = 2
MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Rules:
    """A reading of the model.

    ``chance``: votes for a challenger are divided by those cast in that contest (``pair``) or in
    all. ``view``: what the other expects is seen with the actor's own risk exponent (``own``) or
    the other's (``each``). ``concede``: in a conflict the one who expects less gives way; else
    nobody does. ``accept``: of several offers the ``nearest``, that of the ``strongest`` (who
    expects most), by ``kinds`` (conflict, compromise, compel) and the nearest of these, or by kinds
    and the ``lowest`` position between the two of a compromise. ``risk_in_votes``: risk exponents
    bend the votes of chances. ``rest``: the chance that one who is let be stays where it is (Q).
    """

    name: str
    chance: Chance = "pair"
    view: View = "each"
    concede: bool = True
    accept: Accept = "nearest"
    risk_in_votes: bool = False
    rest: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.rest <= 1:
            raise BadValue(f"a chance of {self.rest} to stay", remedy="Give one from 0 to 1.")


PUBLISHED: Final = Rules("published", "all pairs", "own", True, "lowest", risk_in_votes=True)
PRINTED: Final = Rules("printed")
CAUTIOUS: Final = Rules("cautious", concede=False)
RULES: Final = (PUBLISHED, PRINTED, CAUTIOUS)


@dataclass(frozen=True, slots=True)
class Course:
    """What bargaining does, in any number of runs K over T rounds of n actors.

    ``positions`` (K, T + 1, n), ``risks`` (K, T, n); ``moved_by`` and ``kinds`` (K, T, n): whose
    offer was taken (-1: none) and its place in `KINDS`; ``medians`` and ``means`` (K, T + 1);
    ``ended`` (K,): the round in which the median had come to rest, -1 where it did not. After its
    end a run stays as it is.
    """

    positions: Floats
    risks: Floats
    moved_by: Whole
    kinds: Whole
    medians: Floats
    means: Floats
    ended: Whole

    @property
    def forecast(self) -> Floats:
        """The last median of each run, (K,)."""
        return np.asarray(self.medians[:, -1])


@dataclass(frozen=True, slots=True)
class _Step:
    positions: Floats
    risks: Floats
    moved_by: Whole
    kinds: Whole


def bargain(
    positions: Floats,
    capability: Floats,
    salience: Floats,
    *,
    rules: Rules = PUBLISHED,
    rounds: int = 10,
    still: float = 0.01,
    line: float | None = None,
) -> Course:
    """Bargain: arrays (n,) or (K, n) of positions, capability >= 0 and salience in [0, 1].

    ``line`` is the length of the issue's line in the positions' unit; None takes the spread of the
    first positions of each run. Bargaining ends when the median moves less than ``still`` of the
    line in two rounds on end, at the latest after ``rounds``; 0 goes through all rounds.

    Raises `BadValue` for arrays that do not fit, values out of range, or too few or many actors.

    >>> one = np.ones(3)
    >>> bargain(np.array([5.0, 5.0, 5.0]), one, one).forecast.tolist()
    [5.0]
    """
    x, c, s = _checked(positions, capability, salience)
    if rounds < 1 or not 0 <= still < 1:
        raise BadValue(
            f"{rounds} rounds, still below {still}", remedy="Rounds from 1, a share from 0 to 1."
        )
    w, scale = c * s, _scale(x, line)
    steps: list[_Step] = []
    places, medians = [x], [middle(x, w)]
    ended = np.full(len(x), -1, np.int64)
    for done in range(1, rounds + 1):
        steps.append(_round(places[-1], w, s, scale, rules, going=ended < 0))
        places.append(steps[-1].positions)
        medians.append(middle(places[-1], w))
        rested = _rested(medians, still * scale)
        ended = np.where((ended < 0) & rested, done, ended)
    return _course(places, medians, steps, w, ended)


def _checked(
    positions: Floats, capability: Floats, salience: Floats
) -> tuple[Floats, Floats, Floats]:
    x, c, s = (np.atleast_2d(np.asarray(a, np.float64)) for a in (positions, capability, salience))
    if not x.shape == c.shape == s.shape:
        raise BadValue(
            f"arrays of {x.shape}, {c.shape} and {s.shape}", remedy="Give one value an actor each."
        )
    if not FEWEST <= x.shape[1] <= MOST:
        raise BadValue(f"{x.shape[1]} actors", remedy=f"Give from {FEWEST} to {MOST}.")
    fit = np.isfinite(x) & np.isfinite(c) & (c >= 0) & (s >= 0) & (s <= 1)
    if not fit.all() or not ((c * s).sum(axis=1) > 0).all():
        raise BadValue(
            "a position, capability or salience out of range, or no actor with both of these",
            remedy="Positions are numbers, capability is 0 or more, salience from 0 to 1.",
        )
    return x, c, s


def _scale(x: Floats, line: float | None) -> Floats:
    """The length of the line of each run, never shorter than the spread of its positions."""
    spread = np.ptp(x, axis=1)
    if line is not None and not (np.isfinite(line) and line > 0):
        raise BadValue(f"a line of length {line}", remedy="Give a number above 0.")
    spread = np.where(spread > 0, spread, 1.0)
    return np.asarray(spread if line is None else np.maximum(spread, line))


def _round(x: Floats, w: Floats, s: Floats, scale: Floats, rules: Rules, *, going: Bools) -> _Step:
    own, other, risks = weighed(x, w, s, scale, rules)
    made = offers(x, own, other, scale, concede=rules.concede)
    kinds, moved_by, to = _taken(x, made, scale, rules.accept)
    live = going[:, None]
    return _Step(
        np.where(live, to, x), risks, np.where(live, moved_by, -1), np.where(live, kinds, 0)
    )


def weighed(
    x: Floats, w: Floats, s: Floats, scale: Floats, rules: Rules
) -> tuple[Floats, Floats, Floats]:
    """What each expects of challenging each, what of being challenged, and the risk exponents.

    The first two are (K, n, n), [actor, other]; exponents come from a first weighing in which all
    are 1.
    """
    even = np.ones_like(x)
    wide = rules.chance == "all pairs"
    at = middle(x, w)
    p = chances(x, w, even, scale, all_pairs=wide)
    square = np.ones_like(p)
    first = expected(x, s, p, square, scale, at=at, rest=rules.rest)
    risks = exponents(np.sum(first, axis=-2))
    if rules.risk_in_votes:
        p = chances(x, w, risks, scale, all_pairs=wide)
    challenger, challenged = square * risks[..., :, None], square * risks[..., None, :]
    own = expected(x, s, p, challenger, scale, at=at, rest=rules.rest)
    viewed = challenged if rules.view == "own" else challenger
    other = expected(x, s, p, viewed, scale, at=at, rest=rules.rest)
    return own, np.swapaxes(other, -1, -2), risks


def _taken(x: Floats, made: Offers, scale: Floats, accept: Accept) -> tuple[Whole, Whole, Floats]:
    """Of the offers to each actor the one it takes: kind, whose, and where it goes.

    Of equal offers the lower position: the order of actors decides nothing.
    """
    left = made.kind > 0
    step = np.abs(made.target - x[..., :, None]) / scale[..., None, None]
    for key in (*_keys(made, x, step, scale, accept), made.target / scale[..., None, None]):
        best = np.min(np.where(left, key, np.inf), axis=-1, keepdims=True)
        left &= key <= best + TINY
    whose = np.argmax(left, axis=-1)
    any_left = left.any(axis=-1)
    picked = np.take_along_axis(made.target, whose[..., None], -1)[..., 0]
    kind = np.take_along_axis(made.kind, whose[..., None], -1)[..., 0]
    return (
        np.where(any_left, kind, 0), np.where(any_left, whose, -1), np.where(any_left, picked, x)
    )  # fmt: skip


def _keys(
    made: Offers, x: Floats, step: Floats, scale: Floats, accept: Accept
) -> tuple[Floats, ...]:
    """What decides between offers, the first first; less is better."""
    kinds = made.kind.astype(np.float64)
    if accept == "nearest":
        return step, -made.other
    if accept == "strongest":
        return -made.other, step
    if accept == "kinds":
        return kinds, step, -made.other
    a, b = np.abs(made.own), np.abs(made.other)
    between = (a * x[..., :, None] + b * x[..., None, :]) / np.maximum(a + b, TINY)
    low = np.where(made.kind == COMPROMISE, between / scale[..., None, None], step)
    return kinds, low, -made.other


def _rested(medians: list[Floats], least: Floats) -> Bools:
    """Whether the median of each run moved less than ``least`` in each of the last two rounds."""
    if len(medians) < 3:
        return np.zeros(len(least), np.bool_)
    last, before, first = medians[-1], medians[-2], medians[-3]
    return np.asarray((np.abs(last - before) < least) & (np.abs(before - first) < least))


def _course(
    places: list[Floats], medians: list[Floats], steps: list[_Step], w: Floats, ended: Whole
) -> Course:
    return Course(
        positions=np.stack(places, axis=1),
        risks=np.stack([t.risks for t in steps], axis=1),
        moved_by=np.stack([t.moved_by for t in steps], axis=1),
        kinds=np.stack([t.kinds for t in steps], axis=1),
        medians=np.stack(medians, axis=1),
        means=np.stack([mean(x, w) for x in places], axis=1),
        ended=ended,
    )
