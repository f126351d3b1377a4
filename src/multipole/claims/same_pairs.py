"""Which claims are worth comparing: those that share a block, near in time or alike in words.

Every claim is put into a few blocks (its two ends and its day, its month, its year; one end and
its day; a name it mentions and its month), and compared with the next few of each block. The number
of pairs is therefore at most a constant times the number of claims, however many tell of one day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from multipole.claims.same_tellings import Ends, Tellings

Longs = NDArray[np.int64]
Places = NDArray[np.int32]
Keys = NDArray[np.uint64]
Pairs = tuple[Longs, Longs]
Found = tuple[Keys, Places, Places]
#: So many ends of a claim are paired with one another; communiques of thirty states are not.
_MOST_ENDS: Final = 4
_FINE_DAYS: Final = 7
_MONTH_DAYS: Final = 45
#: How many of the next in a block a claim is compared with, by kind of block.
NEXT: Final = {"day": 12, "month": 6, "year": 6, "end": 4, "name": 5}
KINDS: Final = tuple(NEXT)
#: How many days the two may be apart, by kind of block; the later kinds say it by their key.
APART: Final = {"day": 4, "month": 400, "year": 800, "end": 2, "name": 60}
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_MOST: Final = np.iinfo(np.int64).max
#: The words of so many claims are scrambled at once.
_AT_ONCE: Final = 50_000


class Entries(NamedTuple):
    """Claims in the blocks of one kind, an entry each: arrays of one length.

    ``day`` is 0 where the key says the time; ``near`` is often the same for claims that share
    words. Within a block claims stand by day, nearness and place.
    """

    kind: int
    key: Keys
    claim: Places
    day: Places
    near: Longs


def candidate_pairs(tellings: Tellings) -> Iterator[Pairs]:
    """Pairs of places in ``tellings`` (left before right), block by block; some come twice."""
    nearness = _nearness(tellings)
    for kind in range(len(KINDS)):
        yield from neighbours(_entries(tellings, kind, nearness))


def neighbours(found: Entries) -> Iterator[Pairs]:
    """Each claim with the next few of its block, left before right."""
    order = np.lexsort((found.claim, found.near, found.day, found.key))
    keys, claims, days = found.key[order], found.claim[order], found.day[order]
    kind = KINDS[found.kind]
    del found, order
    for step in range(1, NEXT[kind] + 1):
        near = (keys[step:] == keys[:-step]) & (days[step:] - days[:-step] <= APART[kind])
        at = np.flatnonzero(near & (claims[step:] != claims[:-step]))
        left, right = claims[at], claims[at + step]
        yield np.minimum(left, right, dtype=np.int64), np.maximum(left, right, dtype=np.int64)


def entries(tellings: Tellings) -> Iterator[Entries]:
    """The entries of all claims, kind by kind; those of a claim depend on it alone."""
    nearness = _nearness(tellings)
    for kind in range(len(KINDS)):
        yield _entries(tellings, kind, nearness)


def _entries(tellings: Tellings, kind: int, nearness: Longs) -> Entries:
    of = (_days, _month_entries, _year_entries, _end_entries, _names)[kind]
    keys, claims, days = of(tellings)
    return Entries(kind, keys, claims, days, nearness[claims])


def _day(tellings: Tellings) -> Places:
    """The day on which a claim is told to hold, or on which it was known."""
    return np.where(tellings.start > 0, tellings.start, tellings.known_on)


def _days(tellings: Tellings) -> Found:
    """Two ends, day by day."""
    claims, pairs = _of_ends(tellings, _pair_keys)
    kept = (tellings.days <= _FINE_DAYS)[claims]
    return pairs[kept], claims[kept], _day(tellings)[claims[kept]]


def _month_entries(tellings: Tellings) -> Found:
    claims, pairs = _of_ends(tellings, _pair_keys)
    kept = (tellings.days <= _MONTH_DAYS)[claims]
    claims, months = claims[kept], _months(_day(tellings))[0]
    return _mixed(pairs[kept], months[claims]), claims, np.zeros_like(claims)


def _year_entries(tellings: Tellings) -> Found:
    claims, pairs = _of_ends(tellings, _pair_keys)
    years = _months(_day(tellings))[1]
    return _mixed(pairs, years[claims] + 100_000), claims, np.zeros_like(claims)


def _end_entries(tellings: Tellings) -> Found:
    """One end, day by day."""
    claims, ones = _of_ends(tellings, _end_keys)
    kept = (tellings.days <= _FINE_DAYS)[claims]
    return ones[kept], claims[kept], _day(tellings)[claims[kept]]


def _names(tellings: Tellings) -> Found:
    """Names mentioned, by month."""
    names = tellings.names
    claims = np.repeat(np.arange(len(tellings), dtype=np.int32), np.diff(names.indptr))
    day = _day(tellings)
    months = _months(day)[0][claims] + 200_000
    return _mixed(names.indices.astype(np.uint64), months), claims, day[claims]


def _months(days: Places) -> tuple[Longs, Longs]:
    """Months and years, counted from the year 1970, of ordinal days."""
    since = (days - np.datetime64("1970-01-01", "D").astype(object).toordinal()).astype("M8[D]")
    return since.astype("M8[M]").astype(np.int64), since.astype("M8[Y]").astype(np.int64)


def _of_ends(tellings: Tellings, keys_of: Callable[[Ends], list[int]]) -> tuple[Places, Keys]:
    """The claims and the keys of their ends, an entry each."""
    lists: list[list[int]] = [keys_of(ends) for ends in tellings.all_ends]
    sizes = np.array([len(x) for x in lists], dtype=np.int64)
    first = np.concatenate(([0], sizes.cumsum()))
    flat = np.array([key for x in lists for key in x], dtype=np.uint64)
    many = sizes[tellings.ends]
    claims = np.repeat(np.arange(len(tellings), dtype=np.int32), many)
    within = np.arange(len(claims)) - np.repeat(many.cumsum() - many, many)
    return claims, flat[first[tellings.ends[claims]] + within]


def _pair_keys(ends: Ends) -> list[int]:
    sender, receiver = ends[0][:_MOST_ENDS], ends[1][:_MOST_ENDS]
    pairs = {tuple(sorted((a, b))) for a in sender for b in receiver if a != b}
    return [_key(*pair) for pair in sorted(pairs)]


def _end_keys(ends: Ends) -> list[int]:
    return [_key(end) for end in sorted({*ends[0][:_MOST_ENDS], *ends[1][:_MOST_ENDS]})]


def _key(*names: str) -> int:
    from hashlib import blake2b

    return int.from_bytes(blake2b("\0".join(names).encode(), digest_size=8).digest(), "big")


def _mixed(keys: Keys, more: Longs) -> Keys:
    """Keys that differ where either part does (but for one chance in 2 to the 64)."""
    mixed = (keys ^ (more.astype(np.uint64) * _MIX)) * _MIX
    return mixed ^ (mixed >> np.uint64(29))


def _nearness(tellings: Tellings) -> Longs:
    """A number that is often the same for claims that share words.

    Of the words scrambled the least one: of the names, or where there are none of the others.
    """
    names, others = _least(tellings.names), _least(tellings.others)
    return np.where(names < _MOST, names, others)


def _least(words: csr_array) -> Longs:
    """The least of the scrambled words of each claim; `_MOST` where there are none."""
    ends = words.indptr
    least = np.full(len(ends) - 1, _MOST)
    for at in range(0, len(least), _AT_ONCE):
        own = ends[at : at + _AT_ONCE + 1]
        filled = np.flatnonzero(np.diff(own))
        if len(filled):
            some = words.indices[own[0] : own[-1]].astype(np.uint64)
            scrambled = (some * _MIX >> np.uint64(2)).astype(np.int64)
            least[at + filled] = np.minimum.reduceat(scrambled, own[filled] - own[0])
    return least
