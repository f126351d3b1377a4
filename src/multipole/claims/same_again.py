"""Which claims have to be judged again when some come or go.

A claim is compared with the next few of each of its blocks. A claim that comes or goes changes who
stands next to whom in its own blocks and in no others; what is judged changes in the components of
those claims whose pairs changed. The rest stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from multipole.actors.tables import members
from multipole.claims.same import JUDGE, distinct, scored
from multipole.claims.same_groups import SPAN_DAYS
from multipole.claims.same_pairs import APART, KINDS, NEXT, Entries, Pairs, entries, neighbours
from multipole.claims.same_score import FAMILIES
from multipole.claims.same_tellings import Tellings
from multipole.claims.same_words import unparticular
from multipole.core.ids import digest

Pair = tuple[str, str]
_AT_ONCE: Final = 50_000


@cache
def judged_by() -> str:
    """The name of this way of judging, with a digest of the tables that it rests on."""
    table = resources.files("multipole.claims").joinpath("data/sameness.csv").read_text("utf-8")
    families = sorted(",".join(sorted(family)) for family in FAMILIES)
    numbers = (*NEXT.items(), *APART.items(), ("span", SPAN_DAYS))
    belong = sorted(f"{row.member} {row.organisation}" for row in members())
    parts = (table, *families, *map(str, numbers), *belong, *unparticular())
    return f"{JUDGE}+{digest(*parts)[:8]}"


def block_rows(tellings: Tellings) -> Iterator[pa.Table]:
    """The entries of claims in their blocks as rows ``claim, kind, key, day, near``."""
    ids = pa.array(list(tellings.ids), type=pa.string())
    for found in entries(tellings):
        for at in range(0, max(len(found.key), 1), _AT_ONCE):
            yield _rows(ids, found, slice(at, at + _AT_ONCE))


def _rows(ids: pa.Array, found: Entries, some: slice) -> pa.Table:
    return pa.table(
        {
            "claim": ids.take(pa.array(found.claim[some])),
            "kind": pa.array(np.full(len(found.key[some]), found.kind, dtype=np.int8)),
            "key": pa.array(found.key[some]),
            "day": pa.array(found.day[some]),
            "near": pa.array(found.near[some]),
        }
    )


def changed_pairs(before: pa.Table, after: pa.Table) -> tuple[list[Pair], list[Pair]]:
    """The pairs of claims that only the blocks ``before`` have, and those that only ``after``."""
    ids, (old, new) = _numbered(before, after)
    many = np.int64(max(len(ids), 1))
    there, here = (
        distinct(_pairs(table, claims), many)
        for table, claims in ((before, old), (after, new))
    )  # fmt: skip
    only = (np.setdiff1d(a, b, assume_unique=True) for a, b in ((there, here), (here, there)))
    gone, come = ([(ids[n // many], ids[n % many]) for n in keys.tolist()] for keys in only)
    return gone, come


def touched(
    gone: Iterable[Pair], come: Iterable[Pair], component: Mapping[str, str], tellings: Tellings
) -> set[str]:
    """The claims whose components are other than before, or may be.

    ``component`` is that of claims before; ``tellings`` has the claims of pairs that have ``come``.
    A pair counts where both were of one component, or where a new one scores above zero.
    """
    found: set[str] = set()
    open_: list[Pair] = []
    for pairs in (gone, come):
        for a, b in pairs:
            if component.get(a, a) == component.get(b, b):
                found |= {a, b}
            elif pairs is come:
                open_.append((a, b))
    return found | _joined(tellings, open_)


def _joined(tellings: Tellings, pairs: Sequence[Pair]) -> set[str]:
    """The claims of those pairs that score above zero."""
    if not pairs:
        return set()
    places = np.array([[_or_none(tellings, c) for c in pair] for pair in pairs], dtype=np.int64)
    found = scored(tellings, [(places[:, 0], places[:, 1])])
    good = (side[scores > 0] for *sides, scores in found for side in sides)
    return {tellings.ids[n] for side in good for n in side.tolist()}


def pairs_among(tellings: Tellings, blocks: Iterable[pa.Table]) -> Iterator[Pairs]:
    """Pairs of places in ``tellings``, of ``blocks`` in which other claims stand as well."""
    for table in blocks:
        ids, (claims,) = _numbered(table)
        place = np.array([_or_none(tellings, claim) for claim in ids], dtype=np.int64)
        for left, right in _pairs(table, claims):
            left, right = place[left], place[right]
            inside = (left >= 0) & (right >= 0)
            yield left[inside], right[inside]


def _or_none(tellings: Tellings, claim: str) -> int:
    place = tellings.place_of(claim)
    return -1 if place is None else place


def _numbered(*tables: pa.Table) -> tuple[list[str], list[NDArray[np.int64]]]:
    """The claims of tables of entries, sorted, and of each entry the place of its claim."""
    claims = pa.concat_tables(t.select(["claim"]) for t in tables).column("claim")
    drawn = claims.combine_chunks().dictionary_encode()
    order = pc.sort_indices(drawn.dictionary).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    places = rank[drawn.indices.to_numpy()] if len(order) else np.zeros(0, dtype=np.int64)
    cuts = np.cumsum([t.num_rows for t in tables])[:-1]
    return drawn.dictionary.take(pa.array(order)).to_pylist(), np.split(places, cuts)


def _pairs(table: pa.Table, claims: NDArray[np.int64]) -> Iterator[Pairs]:
    kinds = table.column("kind").to_numpy()
    columns = [table.column(n).to_numpy() for n in ("key", "day", "near")]
    claims = claims.astype(np.int32)
    for kind in range(len(KINDS)):
        of = kinds == kind
        key, day, near = (column[of] for column in columns)
        yield from neighbours(Entries(kind, key, claims[of], day, near))
