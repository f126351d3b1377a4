"""What a side's tellings are made of: who acts, who is blamed, who is heard, how it is told.

Each share counts cases once: of subjects and conflict an event that the side tells, of voices a
claim with a speaker, of leanings an assessment. Each carries the claims it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from multipole.core.plover import QUAD_OF
from multipole.narratives.intervals import Interval, difference, share
from multipole.narratives.tellings import Told

#: Figures in their order, with what the cases are.
FIGURES: Final[Mapping[str, str]] = {
    "acts": "events told with someone who acts",
    "acts against others": "events of conflict told with someone who acts",
    "is acted against": "events of conflict told with someone it is done to",
    "is accused": "accusations told with someone accused",
    "is heard": "claims with a speaker whose state is known",
    "told as": "claims of events",
    "leans": "assessments",
}
#: So many of whom or what a figure is about, the most frequent over all sides.
MOST: Final = 6
#: Cases that each of two sides needs before their shares are compared.
FEWEST: Final = 5
Cases = Mapping[str, tuple[frozenset[str], frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``cases`` cases of a side have ``about`` in the place that ``figure`` names."""

    figure: str
    side: str
    about: str
    count: int
    cases: int
    interval: Interval
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Two sides' shares of one thing, and their difference."""

    first: Share
    second: Share
    interval: Interval

    @property
    def clear(self) -> bool:
        """Whether the 90% interval of the difference leaves out nought."""
        return self.interval.low > 0 or self.interval.high < 0


def shares(
    told: Sequence[Told], sides: Sequence[str], *, always: Iterable[str] = (), most: int = MOST
) -> list[Share]:
    """All shares of `FIGURES` of all sides: for each figure the same ``about`` for each side.

    ``always`` are actors that are counted however rare.
    """
    found = []
    for figure, cases_of in _CASES.items():
        cases = {side: cases_of([t for t in told if t.side == side]) for side in sides}
        for about in _abouts(cases.values(), () if figure in _WORDS else always, most):
            found += [_share(figure, side, about, cases[side]) for side in sides]
    return found


def gaps(made: Sequence[Share], *, fewest: int = FEWEST) -> list[Gap]:
    """Differences of any two sides in each figure, where both have cases, the surest first.

    Surest: the bound nearer to nought lies furthest from it. With many compared some look sure by
    chance: say how many there were.
    """
    found = []
    by_about: dict[tuple[str, str], list[Share]] = {}
    for one in made:
        if one.cases >= fewest:
            by_about.setdefault((one.figure, one.about), []).append(one)
    for group in by_about.values():
        for pair in combinations(group, 2):
            first, second = sorted(pair, key=lambda s: -s.interval.value)
            found.append(Gap(first, second, difference(first.interval, second.interval)))
    return sorted(found, key=lambda g: -g.interval.low)


def _share(figure: str, side: str, about: str, cases: Cases) -> Share:
    with_it = [claims for names, claims in cases.values() if about in names]
    claims = tuple(sorted(frozenset().union(*with_it)))
    return Share(figure, side, about, len(with_it), len(cases), share(len(with_it), len(cases)),
                 claims)  # fmt: skip


def _abouts(all_cases: Iterable[Cases], always: Iterable[str], most: int) -> list[str]:
    seen = Counter(name for cases in all_cases for names, _ in cases.values() for name in names)
    ranked = sorted(seen, key=lambda name: (-seen[name], name))
    return list(dict.fromkeys([*(a for a in always if a in seen), *ranked[:most]]))


def _by_event(names: Callable[[Told], Iterable[str]]) -> Callable[[Sequence[Told]], Cases]:
    """Cases are the events of a side: all names that its claims of one event give."""

    def cases(told: Sequence[Told]) -> Cases:
        found: dict[str, tuple[set[str], set[str]]] = {}
        for one in told:
            given = set(names(one)) if one.kind == "event" else set()
            if given:
                case = found.setdefault(one.event or one.claim, (set(), set()))
                case[0].update(given)
                case[1].add(one.claim)
        return {key: (frozenset(n), frozenset(c)) for key, (n, c) in found.items()}

    return cases


def _by_claim(name: Callable[[Told], str]) -> Callable[[Sequence[Told]], Cases]:
    """Cases are claims that give a name."""
    return lambda told: {
        one.claim: (frozenset({name(one)}), frozenset({one.claim})) for one in told if name(one)
    }


def _conflict(one: Told) -> bool:
    return one.action in QUAD_OF and QUAD_OF[one.action].endswith("conflict")


def _one_sided(one: Told) -> bool:
    return _conflict(one) and one.sender != one.receiver


_CASES: Final[Mapping[str, Callable[[Sequence[Told]], Cases]]] = {
    "acts": _by_event(lambda t: t.sender),
    "acts against others": _by_event(lambda t: t.sender if _one_sided(t) else ()),
    "is acted against": _by_event(lambda t: t.receiver if _one_sided(t) else ()),
    "is accused": _by_event(lambda t: t.receiver if t.action == "ACCUSE" else ()),
    "is heard": _by_claim(lambda t: t.speaker_actor),
    "told as": _by_claim(lambda t: t.told_as if t.kind == "event" else ""),
    "leans": _by_claim(lambda t: t.leaning if t.kind == "assessment" else ""),
}
#: Figures that are not about actors.
_WORDS: Final = frozenset({"told as", "leans"})
