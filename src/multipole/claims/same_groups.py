"""Scored pairs -> groups of claims that tell one event.

Two groups are joined when all that was found between their claims, for and against, adds up to more
than nothing, the strongest first. What persons have said goes before: their pairs are joined first,
and groups that they hold apart stay apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from multipole.claims.same_tellings import Tellings
from multipole.core.types import Judgement

Places = NDArray[np.int32]
Scores = NDArray[np.float32]
Edges = Iterable[tuple[int, int, float]]
Tie = tuple[int, int]
#: One event's tellings that know its day may differ in it by so many days.
SPAN_DAYS: Final = 4
_FINE_DAYS: Final = 7
_FAR: Final = 10_000_000


class Roots:
    """Groups as a forest: each claim leads to the first of its group."""

    def __init__(self) -> None:
        self._leader: dict[int, int] = {}

    def of(self, claim: int) -> int:
        """The first claim of the group."""
        leader = self._leader
        while (above := leader.get(claim, claim)) != claim:
            leader[claim] = leader.get(above, above)
            claim = leader[claim]
        return claim

    def join(self, left: int, right: int) -> int:
        """Make one group of the two that lead to these, and give its first claim."""
        first, other = sorted((self.of(left), self.of(right)))
        if other != first:
            self._leader[other] = first
        return first


def grouped(tellings: Tellings, judgements: Iterable[Judgement]) -> list[list[int]]:
    """The places of claims by group, as judgements that two are the same tie them together.

    Judgements on claims that are not among the tellings tie nothing.
    """
    place = {claim: n for n, claim in enumerate(tellings.ids)}
    ties = (
        (place[judged.left], place[judged.right])
        for judged in judgements
        if judged.verdict == "same" and judged.left in place and judged.right in place
    )
    return tied_together(range(len(place)), ties)


def tied_together(claims: Iterable[int], ties: Iterable[Tie]) -> list[list[int]]:
    """The claims by group, as ties between them make them."""
    roots = Roots()
    for left, right in ties:
        roots.join(left, right)
    groups: dict[int, list[int]] = {}
    for claim in claims:
        groups.setdefault(roots.of(claim), []).append(claim)
    return list(groups.values())


class Component(NamedTuple):
    """Claims that could at all be grouped with one another, in order, and the pairs that tie them.

    Pairs are left before right, strongest first, without those that persons said are the same.
    """

    claims: list[int]
    ties: list[Tie]
    same: list[Tie]

    def groups(self) -> list[list[int]]:
        """The claims by group, by what rules and persons tie together."""
        return tied_together(self.claims, chain(self.same, self.ties))


def join_groups(
    tellings: Tellings,
    pairs: tuple[Places, Places, Scores],
    *,
    same: Sequence[Tie] = (),
    apart: Sequence[Tie] = (),
) -> Iterator[Component]:
    """The components of all claims, by their first claims.

    ``pairs`` are distinct places with their scores. Every claim is looked at in its component only;
    what comes of a component depends on its claims, pairs and persons alone.
    """
    if not len(tellings):
        return
    left, right, scores = pairs
    component = _components(len(tellings), left, right, scores, same)
    inside = np.flatnonzero(component[left] == component[right])
    order = inside[np.lexsort((right[inside], left[inside], component[left[inside]]))]
    left, right, scores = left[order], right[order], scores[order]
    del pairs, inside, order
    span = _Spans(tellings)
    given = _Given(component, same, apart)
    claims = np.argsort(component, kind="stable").astype(np.int32)
    some = np.arange(component.max() + 2, dtype=np.int32)
    first = np.searchsorted(component[claims], some).tolist()
    edge = np.searchsorted(component[left], some).tolist()
    for n in range(len(some) - 1):
        of = slice(edge[n], edge[n + 1])
        edges = zip(left[of].tolist(), right[of].tolist(), scores[of].tolist(), strict=True)
        one, two = given.of(n)
        ties = list(_Joining(edges, span, one, two).ties()) if edge[n] < edge[n + 1] else []
        yield Component(claims[first[n] : first[n + 1]].tolist(), ties, one)


def _components(
    many: int, left: Places, right: Places, scores: Scores, same: Sequence[Tie]
) -> Places:
    """A number for each claim: of those that scores above zero, or persons, connect."""
    good = scores > 0
    more = np.array(same, dtype=np.int64).reshape(-1, 2)
    rows, columns = np.append(left[good], more[:, 0]), np.append(right[good], more[:, 1])
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(many, many))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


class _Spans:
    """The days within which the dated claims of a group lie."""

    def __init__(self, tellings: Tellings) -> None:
        dated = (tellings.start > 0) & (tellings.days <= _FINE_DAYS)
        self.first = np.where(dated, tellings.start + tellings.days - 1, _FAR)
        self.last = np.where(dated, tellings.start, 0)

    def of(self, claim: int) -> tuple[int, int]:
        """Earliest last day and latest first day; of an undated claim, days that fit with all."""
        return int(self.first[claim]), int(self.last[claim])


class _Given:
    """What persons said, by component."""

    def __init__(self, component: Places, same: Iterable[Tie], apart: Iterable[Tie]) -> None:
        self._same: dict[int, list[Tie]] = {}
        self._apart: dict[int, list[Tie]] = {}
        for a, b in same:
            self._same.setdefault(int(component[a]), []).append((a, b))
        for a, b in apart:
            if component[a] == component[b]:
                self._apart.setdefault(int(component[a]), []).append((a, b))

    def of(self, component: int) -> tuple[list[Tie], list[Tie]]:
        return self._same.get(component, []), self._apart.get(component, [])


@dataclass(slots=True)
class _Link:
    """All that was found between two groups: the sum, and the strongest pair."""

    total: float
    best: float
    pair: tuple[int, int]

    def add(self, other: _Link) -> None:
        self.total += other.total
        if (other.best, other.pair) > (self.best, self.pair):
            self.best, self.pair = other.best, other.pair


class _Joining:
    """The groups of one component while they are joined."""

    def __init__(
        self,
        edges: Edges,
        span: _Spans,
        same: Iterable[Tie],
        apart: Iterable[Tie],
    ) -> None:
        self.links: dict[int, dict[int, _Link]] = {}
        for a, b, score in edges:
            link = _Link(score, score, (a, b))
            self.links.setdefault(a, {})[b] = link
            self.links.setdefault(b, {})[a] = link
        self.leader: dict[int, int] = {}
        self.span = {claim: span.of(claim) for claim in self.links}
        self.apart: dict[int, set[int]] = {}
        for a, b in same:
            for claim in (a, b):
                self.links.setdefault(claim, {})
                self.span.setdefault(claim, span.of(claim))
            self._join(self._root(a), self._root(b))
        for a, b in apart:
            a, b = self._root(a), self._root(b)
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def ties(self) -> Iterator[tuple[int, int]]:
        """Join the strongest two groups that may be joined until there are none."""
        heap = [
            (-link.total, a, b)
            for a, links in self.links.items()
            for b, link in links.items()
            if a < b and link.total > 0
        ]
        heapq.heapify(heap)
        while heap:
            total, a, b = heapq.heappop(heap)
            link = self.links.get(a, {}).get(b)
            if link is None or -total != link.total or not self._may(a, b):
                continue
            yield link.pair
            kept, changed = self._join(a, b)
            for other in self._open_again(kept, changed):
                found = self.links[kept][other]
                if found.total > 0:
                    heapq.heappush(heap, (-found.total, min(kept, other), max(kept, other)))

    def _open_again(self, kept: int, changed: list[int]) -> Iterable[int]:
        """The groups that may be looked at again: those of links that came over.

        Others lie in the heap already, or dates forbid them, unless a person made the group wide.
        """
        first, last = self.span[kept]
        return list(self.links[kept]) if last - first >= SPAN_DAYS else changed

    def _may(self, a: int, b: int) -> bool:
        """Whether persons and dates let two groups be one.

        Together they may reach over `SPAN_DAYS`, or as far as one of them does: by a person's word.
        """
        if b in self.apart.get(a, ()):
            return False
        (first, last), (other_first, other_last) = self.span[a], self.span[b]
        both = max(last, other_last) - min(first, other_first)
        return both < max(SPAN_DAYS, last - first + 1, other_last - other_first + 1)

    def _join(self, a: int, b: int) -> tuple[int, list[int]]:
        """Put the group with fewer links into the other: that one, and whom it has new links to."""
        if a == b:
            return a, []
        if (len(self.links[a]), b) < (len(self.links[b]), a):
            a, b = b, a
        self.leader[b] = a
        self.span[a] = (
            min(self.span[a][0], self.span[b][0]),
            max(self.span[a][1], self.span[b][1]),
        )
        for other in self.apart.pop(b, ()):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart.setdefault(a, set()).add(other)
        return a, self._move_links(a, self.links.pop(b), b)

    def _move_links(self, a: int, theirs: dict[int, _Link], b: int) -> list[int]:
        mine = self.links[a]
        mine.pop(b, None)
        theirs.pop(a, None)
        for other, link in theirs.items():
            del self.links[other][b]
            if other in mine:
                mine[other].add(link)
            else:
                mine[other] = self.links[other][a] = link
        return list(theirs)

    def _root(self, claim: int) -> int:
        while claim in self.leader:
            claim = self.leader[claim]
        return claim
