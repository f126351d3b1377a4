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
#: So many pairs are compared at once, and so many numbered ones sorted.
_AT_ONCE: Final = 100_000
_SORTED: Final = 4_000_000
_NOBODY: Final = Persons()


def judge_same(tellings: Tellings, *, at: datetime, persons: Persons = _NOBODY) -> list[Judgement]:
    """The judgements of the rules that tie claims together, with their reasons, sorted.

    One for each claim after the first of an event, less those that ``persons`` gave already. The
    same tellings and persons give the same judgements, in whatever order they came.
    """
    place = {claim: n for n, claim in enumerate(tellings.ids)}
    same, apart = (_placed(pairs, place) for pairs in (persons.same, persons.apart))
    ties = join_groups(tellings, _scored(tellings), same=same, apart=apart)
    return list(_judged(tellings, ties, at))


def _placed(pairs: Iterable[tuple[str, str]], place: dict[str, int]) -> list[tuple[int, int]]:
    return [(place[a], place[b]) for a, b in pairs if a in place and b in place]


def _scored(
    tellings: Tellings,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """The distinct candidate pairs with their scores, less those that are hopeless.

    Each pair is scored once, some at a time, and kept as one number of 8 bytes and one of 4.
    """
    many = np.int64(max(len(tellings), 1))
    keys = _distinct(candidate_pairs(tellings), many)
    scores = np.empty(len(keys), dtype=np.float32)
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        scores[at : at + _AT_ONCE] = compare(tellings, some // many, some % many).score()
    kept = scores > _LEAST
    keys, scores = keys[kept], scores[kept]
    return (keys // many).astype(np.int32), (keys % many).astype(np.int32), scores


def _distinct(pairs: Iterable[Pairs], many: np.int64) -> NDArray[np.int64]:
    """Pairs as one number each, sorted, each once."""
    keys = np.zeros(0, dtype=np.int64)
    waiting: list[NDArray[np.int64]] = []
    for left, right in pairs:
        waiting.append(left * many + right)
        if sum(map(len, waiting)) > _SORTED:
            keys, waiting = np.unique(np.concatenate([keys, *waiting])), []
    return np.unique(np.concatenate([keys, *waiting]))


def _judged(tellings: Tellings, ties: list[tuple[int, int]], at: datetime) -> Iterator[Judgement]:
    for first in range(0, len(ties), _AT_ONCE):
        some = ties[first : first + _AT_ONCE]
        left, right = np.array(some, dtype=np.int64).T
        found = compare(tellings, left, right)
        for n, (a, b) in enumerate(some):
            reason = found.reason(n)
            yield Judgement(tellings.ids[a], tellings.ids[b], "same", JUDGE, at, reason)
