"""Claims -> events: which claims tell the same act, said as judgements with their reasons.

A claim is never merged away. Pairs of claims that share a block (`same_pairs`) are compared and
scored (`same_score`), and joined into groups (`same_groups`); the pairs that tie a group together
are kept as judgements of the rules, with their reasons in words. What persons judged goes before
(`same_persons`). Events are the groups that follow, and can be thrown away and built again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from multipole.claims.same_groups import join_groups
from multipole.claims.same_pairs import Pairs, candidate_pairs
from multipole.claims.same_persons import Persons
from multipole.claims.same_score import compare
from multipole.claims.same_tellings import Tellings
from multipole.core.types import Judgement

JUDGE: Final = "rules-2"
#: Pairs below this score say no more than that they are two; they are not kept.
_LEAST: Final = -20.0
_AT_ONCE: Final = 500_000
_NOBODY: Final = Persons()


def judge_same(tellings: Tellings, *, at: datetime, persons: Persons = _NOBODY) -> list[Judgement]:
    """The judgements of the rules that tie claims together, with their reasons, sorted.

    One for each claim after the first of an event, less those that ``persons`` gave already. The
    same tellings and persons give the same judgements, in whatever order they came.
    """
    place = {claim: n for n, claim in enumerate(tellings.ids)}
    same, apart = (_placed(pairs, place) for pairs in (persons.same, persons.apart))
    pairs = _scored(tellings)
    ties = join_groups(tellings, pairs, same=same, apart=apart)
    return list(_judged(tellings, ties, at))


def _placed(pairs: Iterable[tuple[str, str]], place: dict[str, int]) -> list[tuple[int, int]]:
    return [(place[a], place[b]) for a, b in pairs if a in place and b in place]


def _scored(tellings: Tellings) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The distinct candidate pairs with their scores, less those that are hopeless."""
    many = np.int64(max(len(tellings), 1))
    keys: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    scores: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)]
    for left, right in _pieces(candidate_pairs(tellings)):
        found = compare(tellings, left, right).score()
        kept = found > _LEAST
        keys.append(left[kept] * many + right[kept])
        scores.append(found[kept].astype(np.float32))
    distinct, at = np.unique(np.concatenate(keys), return_index=True)
    found = np.concatenate(scores)[at].astype(np.float64)
    return distinct // many, distinct % many, found


def _pieces(pairs: Iterable[Pairs]) -> Iterator[Pairs]:
    for left, right in pairs:
        for at in range(0, len(left), _AT_ONCE):
            yield left[at : at + _AT_ONCE], right[at : at + _AT_ONCE]


def _judged(tellings: Tellings, ties: list[tuple[int, int]], at: datetime) -> Iterator[Judgement]:
    for first in range(0, len(ties), _AT_ONCE):
        some = ties[first : first + _AT_ONCE]
        left, right = np.array(some, dtype=np.int64).T
        found = compare(tellings, left, right)
        for n, (a, b) in enumerate(some):
            reason = found.reason(n)
            yield Judgement(tellings.ids[a], tellings.ids[b], "same", JUDGE, at, reason)
