"""Scored pairs -> groups of claims that tell one event.

Two groups are joined when all that was found between their claims, for and against, adds up to more
than nothing, the strongest first. What persons have said goes before: their pairs are joined first,
and groups that they hold apart stay apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
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
#: Places of claims, left and right, and the score of each pair.
Scored = tuple[Places, Places, Scores]
Tie = tuple[int, int]
#: One event's tellings that know its day may differ in it by so many days.
SPAN_DAYS: Final = 4
_FINE_DAYS: Final = 7
_FAR: Final = 10_000_000
_AT_ONCE: Final = 10_000


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
    pairs: Iterable[Scored],
    *,
    same: Sequence[Tie] = (),
    apart: Sequence[Tie] = (),
) -> Iterator[Component]:
    """The components of all claims, by their first claims.

    ``pairs`` are distinct places with their scores, some at a time. Every claim is looked at in its
    component only; what comes of a component depends on its claims, pairs and persons alone.
    """
    if not len(tellings):
        return
    some = list(pairs)
    component = _components(len(tellings), some, same)
    left, right, scores = _inside(component, some)
    span = _Spans(tellings)
    given = _Given(component, same, apart)
    claims = np.argsort(component, kind="stable").astype(np.int32)
    number = np.arange(component.max() + 2, dtype=np.int32)
    first = np.searchsorted(component[claims], number).tolist()
    edge = np.searchsorted(component[left], number).tolist()
    for n in range(len(number) - 1):
        of = slice(edge[n], edge[n + 1])
        one, two = given.of(n)
        edges = (left[of], right[of], scores[of])
        ties = list(_Joining(edges, span, one, two).ties()) if edge[n] < edge[n + 1] else []
        yield Component(claims[first[n] : first[n + 1]].tolist(), ties, one)


def _components(many: int, pairs: Iterable[Scored], same: Sequence[Tie]) -> Places:
    """A number for each claim: of those that scores above zero, or persons, connect."""
    more = np.array(same, dtype=np.int32).reshape(-1, 2).T
    good = [(left[scores > 0], right[scores > 0]) for left, right, scores in pairs]
    rows, columns = (np.concatenate(side) for side in zip(*good, more, strict=True))
    graph = coo_array((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(many, many))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


def _inside(component: Places, pairs: list[Scored]) -> Scored:
    """The pairs within a component, by component, left and right; ``pairs`` are let go of."""
    kept = [tuple(np.zeros(0, dtype=kind) for kind in (np.int32, np.int32, np.float32))]
    while pairs:
        some = pairs.pop()
        within = component[some[0]] == component[some[1]]
        kept.append(tuple(column[within] for column in some))
    left, right, scores = (np.concatenate(column) for column in zip(*kept, strict=True))
    del kept
    order = np.lexsort((right, left, component[left]))
    return left[order], right[order], scores[order]


class _Spans:
    """The days within which the dated claims of a group lie, kept at the group's leader.

    ``first`` is the earliest last day, ``last`` the latest first day; of an undated claim, days
    that fit with all.
    """

    def __init__(self, tellings: Tellings) -> None:
        dated = (tellings.start > 0) & (tellings.days <= _FINE_DAYS)
        ends = np.where(dated, tellings.start + tellings.days - 1, _FAR)
        self.first = ends.astype(np.int32).data
        self.last = np.where(dated, tellings.start, 0).astype(np.int32).data

    def fit(self, a: int, b: int) -> bool:
        """Whether two groups reach together over `SPAN_DAYS`, or no further than one of them."""
        first, last, other_first, other_last = (
            self.first[a], self.last[a], self.first[b], self.last[b]
        )  # fmt: skip
        both = max(last, other_last) - min(first, other_first)
        return both < max(SPAN_DAYS, last - first + 1, other_last - other_first + 1)

    def is_wide(self, a: int) -> bool:
        """Whether a group reaches further than dates allow: by a person's word."""
        return self.last[a] - self.first[a] >= SPAN_DAYS

    def join(self, a: int, b: int) -> None:
        """Let the group of ``a`` reach as far as both do."""
        self.first[a] = min(self.first[a], self.first[b])
        self.last[a] = max(self.last[a], self.last[b])


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


class _Links:
    """All that was found between each two groups: the sum, and the strongest pair.

    A link is known by a number, at first that of its only pair; pairs stand by left and right.
    """

    def __init__(self, pairs: Scored) -> None:
        scores = pairs[2]
        self._pairs = pairs
        self._left, self._right, self._scores = (column.data for column in pairs)
        self._strongest = np.argsort(-scores, kind="stable").astype(np.int32)
        self._best = np.arange(len(scores), dtype=np.int32).data
        self.total = scores.astype(np.float64).data

    def pairs(self) -> Iterator[Tie]:
        """The pairs in their order; a claim is the same object in all of them."""
        met: dict[int, int] = {}
        left, right, _ = self._pairs
        for at in range(0, len(left), _AT_ONCE):
            some = slice(at, at + _AT_ONCE)
            for a, b in zip(left[some].tolist(), right[some].tolist(), strict=True):
                yield met.setdefault(a, a), met.setdefault(b, b)

    def strongest(self) -> Iterator[tuple[float, int, int]]:
        """The pairs that score above zero, the strongest first, with the score negated."""
        for at in range(0, len(self._strongest), _AT_ONCE):
            some = self._strongest[at : at + _AT_ONCE]
            for score, a, b in zip(
                *(self._pairs[n][some].tolist() for n in (2, 0, 1)), strict=True
            ):
                if score <= 0:
                    return
                yield -score, a, b

    def pair(self, link: int) -> Tie:
        """The strongest pair of a link."""
        best = self._best[link]
        return self._left[best], self._right[best]

    def add(self, link: int, other: int) -> None:
        """Put what was found of one link to another."""
        self.total[link] += self.total[other]
        mine, theirs = self._best[link], self._best[other]
        if (self._scores[theirs], theirs) > (self._scores[mine], mine):
            self._best[link] = theirs


class _Joining:
    """The groups of one component while they are joined; ``edges`` stand by left and right."""

    def __init__(
        self, edges: Scored, span: _Spans, same: Iterable[Tie], apart: Iterable[Tie]
    ) -> None:
        self.found = _Links(edges)
        self.links: dict[int, dict[int, int]] = {}
        for link, (a, b) in enumerate(self.found.pairs()):
            self.links.setdefault(a, {})[b] = link
            self.links.setdefault(b, {})[a] = link
        self.leader: dict[int, int] = {}
        self.span = span
        self.apart: dict[int, set[int]] = {}
        self.heap: list[tuple[float, int, int]] = []
        for a, b in same:
            for claim in (a, b):
                self.links.setdefault(self._root(claim), {})
            self._look_again(*self._join(self._root(a), self._root(b)))
        for a, b in apart:
            a, b = self._root(a), self._root(b)
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def ties(self) -> Iterator[Tie]:
        """Join the strongest two groups that may be joined until there are none."""
        for total, a, b in self._waiting():
            link = self.links.get(a, {}).get(b)
            if link is None or -total != self.found.total[link] or not self._may(a, b):
                continue
            yield self.found.pair(link)
            kept, changed = self._join(a, b)
            self._look_again(kept, list(self.links[kept]) if self.span.is_wide(kept) else changed)

    def _waiting(self) -> Iterator[tuple[float, int, int]]:
        """Groups that may be joined, the strongest first: pairs as they were, and what changed."""
        heap, strongest = self.heap, self.found.strongest()
        first = next(strongest, None)
        while heap or first:
            if first and (not heap or first < heap[0]):
                yield first
                first = next(strongest, None)
            else:
                yield heapq.heappop(heap)

    def _look_again(self, kept: int, others: Iterable[int]) -> None:
        """Look at these links of a group again.

        Others wait already, or dates forbid them, unless a person made the group wide.
        """
        for other in others:
            total = self.found.total[self.links[kept][other]]
            if total > 0:
                heapq.heappush(self.heap, (-total, min(kept, other), max(kept, other)))

    def _may(self, a: int, b: int) -> bool:
        """Whether persons and dates let two groups be one."""
        return b not in self.apart.get(a, ()) and self.span.fit(a, b)

    def _join(self, a: int, b: int) -> tuple[int, list[int]]:
        """Put the group with fewer links into the other: that one, and whom it has new links to."""
        if a == b:
            return a, []
        if (len(self.links[a]), b) < (len(self.links[b]), a):
            a, b = b, a
        self.leader[b] = a
        self.span.join(a, b)
        for other in self.apart.pop(b, ()):
            self.apart[other].discard(b)
            self.apart[other].add(a)
            self.apart.setdefault(a, set()).add(other)
        return a, self._move_links(a, self.links.pop(b), b)

    def _move_links(self, a: int, theirs: dict[int, int], b: int) -> list[int]:
        mine = self.links[a]
        mine.pop(b, None)
        theirs.pop(a, None)
        for other, link in theirs.items():
            del self.links[other][b]
            if other in mine:
                self.found.add(mine[other], link)
            else:
                mine[other] = self.links[other][a] = link
        return list(theirs)

    def _root(self, claim: int) -> int:
        while claim in self.leader:
            claim = self.leader[claim]
        return claim
