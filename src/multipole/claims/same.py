"""Claims -> events: which claims tell the same act, said as judgements with their reasons.

A claim is never merged away. Pairs of claims that share a block (`same_pairs`) are compared and
scored (`same_score`), and joined into groups (`same_groups`); the pairs that tie a group together
are kept as judgements of the rules, with their reasons in words. What persons judged goes before
(`same_persons`). Events are the groups that follow, and can be thrown away and built again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from multipole.claims.same_events import Drawing
from multipole.claims.same_groups import Component, Scored, Tie, join_groups
from multipole.claims.same_pairs import Pairs, candidate_pairs
from multipole.claims.same_persons import Persons
from multipole.claims.same_score import Comparing, compare
from multipole.claims.same_tellings import Tellings
from multipole.core.types import Event, Judgement

JUDGE: Final = "rules-2"
#: Pairs below this score say no more than that they are two; they are not kept.
_LEAST: Final = -20.0
#: So many pairs are compared at once, and so many numbered ones sorted.
_AT_ONCE: Final = 100_000
_SORTED: Final = 4_000_000
#: A part of what is judged ends once it has so many claims.
PART: Final = 20_000
_NOBODY: Final = Persons()


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the claims, with all that was judged of them.

    ``components`` are ids of claims that could at all be of one event, first to last; what was
    judged of a component depends on nothing outside it.
    """

    components: tuple[tuple[str, ...], ...]
    judgements: list[Judgement]
    events: list[Event]

    @property
    def claims(self) -> int:
        """How many claims it is of."""
        return sum(map(len, self.components))


def judge_same(tellings: Tellings, *, at: datetime, persons: Persons = _NOBODY) -> list[Judgement]:
    """The judgements of the rules that tie claims together, with their reasons, sorted.

    One for each claim after the first of an event, less those that ``persons`` gave already. The
    same tellings and persons give the same judgements, in whatever order they came.
    """
    found = _components(tellings, candidate_pairs(tellings), persons)
    return list(_judged(tellings, sorted(tie for one in found for tie in one.ties), at))


def judge_parts(
    tellings: Tellings,
    pairs: Iterable[Pairs],
    *,
    at: datetime,
    outlets: Mapping[str, str],
    persons: Persons = _NOBODY,
) -> Iterator[Part]:
    """Judgements and events, some thousands of claims at a time: `judge_same`, `build_events`.

    ``pairs`` are those to compare: `candidate_pairs`, or those of them that lie within these
    tellings where they are some of many.
    """
    drawing = Drawing(tellings, outlets, persons.right)
    del outlets
    waiting, claims = list[Component](), 0
    for one in _components(tellings, pairs, persons):
        waiting.append(one)
        claims += len(one.claims)
        if claims >= PART:
            yield _part(tellings, drawing, waiting, at)
            waiting, claims = [], 0
    if waiting:
        yield _part(tellings, drawing, waiting, at)


def _part(tellings: Tellings, drawing: Drawing, some: list[Component], at: datetime) -> Part:
    ties = sorted(tie for one in some for tie in one.ties)
    return Part(
        tuple(tuple(tellings.ids[n] for n in one.claims) for one in some),
        list(_judged(tellings, ties, at)),
        [drawing.event(group) for one in some for group in one.groups()],
    )


def _components(
    tellings: Tellings, pairs: Iterable[Pairs], persons: Persons
) -> Iterator[Component]:
    same, apart = (_placed(tellings, said) for said in (persons.same, persons.apart))
    return join_groups(tellings, scored(tellings, pairs), same=same, apart=apart)


def _placed(tellings: Tellings, pairs: Iterable[tuple[str, str]]) -> list[Tie]:
    """Pairs of ids as places, without those of which one is not among the tellings."""
    placed = ((tellings.place_of(a), tellings.place_of(b)) for a, b in pairs)
    return [(a, b) for a, b in placed if a is not None and b is not None]


def scored(tellings: Tellings, pairs: Iterable[Pairs]) -> Iterator[Scored]:
    """The distinct ones of ``pairs`` with their scores, less those that are hopeless.

    Each pair is scored once, some at a time, and given in 12 bytes.
    """
    many = np.int64(max(len(tellings), 1))
    keys = distinct(pairs, many)
    comparing = Comparing(tellings)
    for at in range(0, len(keys), _AT_ONCE):
        left, right = np.divmod(keys[at : at + _AT_ONCE], many)
        score = comparing.of(left, right).score()
        kept = score > _LEAST
        yield (
            left[kept].astype(np.int32), right[kept].astype(np.int32),
            score[kept].astype(np.float32),
        )  # fmt: skip


def distinct(pairs: Iterable[Pairs], many: np.int64) -> NDArray[np.int64]:
    """Pairs of places below ``many`` as one number each, sorted, each once."""
    waiting, new = [np.zeros(0, dtype=np.int64)], 0
    for left, right in pairs:
        waiting.append(left * many + right)
        new += len(left)
        if new > _SORTED:
            waiting, new = [_once(waiting)], 0
    return _once(waiting)


def _once(waiting: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Numbers sorted, each once; those that waited are let go of."""
    found = np.concatenate(waiting)
    waiting.clear()
    found.sort()
    first = np.ones(len(found), dtype=np.bool_)
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found[first]


def _judged(tellings: Tellings, ties: list[Tie], at: datetime) -> Iterator[Judgement]:
    for first in range(0, len(ties), _AT_ONCE):
        some = ties[first : first + _AT_ONCE]
        left, right = np.array(some, dtype=np.int64).T
        found = compare(tellings, left, right)
        for n, (a, b) in enumerate(some):
            reason = found.reason(n)
            yield Judgement(tellings.ids[a], tellings.ids[b], "same", JUDGE, at, reason)
