"""Which claims are worth comparing: those that share a block, near in time or alike in words.

Every claim is put into a few blocks (its two ends and its day, its month, its year; one end and
its day; a name it mentions and its month), and compared with the next few of each block. The number
of pairs is therefore at most a constant times the number of claims, however many tell of one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from multipole.claims.same_tellings import Ends, Tellings

Longs = NDArray[np.int64]
Keys = NDArray[np.uint64]
Pairs = tuple[Longs, Longs]
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


class Entries(NamedTuple):
    """Claims in the blocks of one kind, an entry each: arrays of one length.

    ``day`` is 0 where the key says the time; ``near`` is often the same for claims that share
    words. Within a block claims stand by day, nearness and place.
    """

    kind: int
    key: Keys
    claim: Longs
    day: Longs
    near: Longs


def candidate_pairs(tellings: Tellings) -> Iterator[Pairs]:
    """Pairs of places in ``tellings`` (left before right), block by block; some come twice."""
    for found in entries(tellings):
        yield from neighbours(found)


def neighbours(found: Entries) -> Iterator[Pairs]:
    """Each claim with the next few of its block, left before right."""
    order = np.lexsort((found.claim, found.near, found.day, found.key))
    keys, claims, days = found.key[order], found.claim[order], found.day[order]
    kind = KINDS[found.kind]
    for step in range(1, NEXT[kind] + 1):
        near = (keys[step:] == keys[:-step]) & (days[step:] - days[:-step] <= APART[kind])
        at = np.flatnonzero(near)
        left, right = claims[at], claims[at + step]
        other = left != right
        left, right = left[other], right[other]
        yield np.minimum(left, right), np.maximum(left, right)


def entries(tellings: Tellings) -> Iterator[Entries]:
    """The entries of all claims, kind by kind; those of a claim depend on it alone."""
    nearness = _nearness(tellings)
    for kind, (keys, claims, days) in enumerate(_entries(tellings)):
        yield Entries(kind, keys, claims, days, nearness[claims])


def _entries(tellings: Tellings) -> Iterator[tuple[Keys, Longs, Longs]]:
    """For each kind the key, claim and day of its entries."""
    start = tellings.start.astype(np.int64)
    day = np.where(start > 0, start, tellings.known_on)
    fine = tellings.days <= _FINE_DAYS
    months, years = _months(day)
    pair_claims, pairs = _of_ends(tellings, _pair_keys)
    one_claims, ones = _of_ends(tellings, _end_keys)
    none = np.zeros(len(pair_claims), dtype=np.int64)
    kept = fine[pair_claims]
    yield pairs[kept], pair_claims[kept], day[pair_claims[kept]]
    kept = tellings.days[pair_claims] <= _MONTH_DAYS
    by_month = _mixed(pairs, months[pair_claims])
    yield by_month[kept], pair_claims[kept], none[kept]
    by_year = _mixed(pairs, years[pair_claims] + 100_000)
    yield by_year, pair_claims, none
    kept = fine[one_claims]
    yield ones[kept], one_claims[kept], day[one_claims[kept]]
    names = tellings.names.tocoo()
    claims, words = names.coords[0].astype(np.int64), names.coords[1].astype(np.uint64)
    yield _mixed(words, months[claims] + 200_000), claims, day[claims]


def _months(days: Longs) -> tuple[Longs, Longs]:
    """Months and years, counted from the year 1970, of ordinal days."""
    since = (days - np.datetime64("1970-01-01", "D").astype(object).toordinal()).astype("M8[D]")
    return since.astype("M8[M]").astype(np.int64), since.astype("M8[Y]").astype(np.int64)


def _of_ends(tellings: Tellings, keys_of: object) -> tuple[Longs, Keys]:
    """The claims and the keys of their ends, an entry each."""
    assert callable(keys_of)
    lists: list[list[int]] = [keys_of(ends) for ends in tellings.all_ends]
    sizes = np.array([len(x) for x in lists], dtype=np.int64)
    first = np.concatenate(([0], sizes.cumsum()))
    flat = np.array([key for x in lists for key in x], dtype=np.uint64)
    many = sizes[tellings.ends]
    claims = np.repeat(np.arange(len(tellings)), many)
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
    least = np.full(len(tellings), np.iinfo(np.int64).max)
    for words in (tellings.others, tellings.names):
        scrambled = (words.indices.astype(np.uint64) * _MIX >> np.uint64(2)).astype(np.int64)
        filled = np.flatnonzero(np.diff(words.indptr))
        if len(filled):
            lowest = np.minimum.reduceat(scrambled, words.indptr[filled])
            least[filled] = np.where(
                words is tellings.names, lowest, np.minimum(least[filled], lowest)
            )
    return least
