"""The triangles of which the store tells most: three actors with acts between each two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.pair_months import PairMonths, pair_months
from multipole.answers.system_notes import nothing
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("a", "b", "c")),
        *((n, pa.int64()) for n in ("ab", "ac", "bc", "least", "acts")),
        ("fewest", pa.string()),
        ("until", pa.date32()),
        ("sources", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("a", "b", "c", "ab", "ac", "bc", "until")
#: Triangles given, and actors among which they are sought.
MOST: Final = 24
ACTORS: Final = 60
Pair = tuple[str, str]


def triangles(store: Store, *, as_of: str | date | None = None, limit: int = MOST) -> Answer:
    """Three actors each, by how many acts are told of the tie that is told of least.

    A row a triangle, ``a``, ``b``, ``c`` in the order of their ids: the acts told between each two
    (of all sources together; two sources may tell the same act), the ``least`` of the three with
    its pair in ``fewest``, and the last day of the events in the store. Sought are the triangles
    among the `ACTORS` actors of most acts. Raises `NothingFound` when no three have acts between
    each two of them.
    """
    known = day_of(as_of)
    sources = pair_months(store, known)
    rows = list(_rows(_acts(sources), limit))
    if not rows:
        raise nothing(
            store, "three actors with events between each two of them", as_of=known,
            remedy="Read reports (multipole read) or add events (multipole sources events).",
        )  # fmt: skip
    shared = {"until": max(one.until for one in sources), "sources": [s.source for s in sources]}
    table = pa.Table.from_pylist([row | shared for row in rows], schema=SCHEMA)
    note = "Ordered by the acts of the tie that is told of least, so that all three can be told."
    return Answer("Triangles of which most is told", table, evidence.none(), (note,), SHOWN)


def _acts(sources: list[PairMonths]) -> dict[Pair, int]:
    """Acts of each pair, all sources together."""
    found: dict[Pair, int] = {}
    for source in sources:
        for pair, n in zip(source.pair.tolist(), source.n.tolist(), strict=True):
            ends = source.pairs[pair]
            found[ends] = found.get(ends, 0) + n
    return found


def _rows(acts: Mapping[Pair, int], limit: int) -> Iterator[dict[str, Any]]:
    of_actor: dict[str, int] = {}
    for ends, n in acts.items():
        for end in ends:
            of_actor[end] = of_actor.get(end, 0) + n
    actors = sorted(of_actor, key=lambda one: (-of_actor[one], one))[:ACTORS]
    found = [_row(acts, *three) for three in combinations(sorted(actors), 3)]
    told = [row for row in found if row["least"]]
    yield from sorted(told, key=lambda r: (-r["least"], -r["acts"], r["a"], r["b"], r["c"]))[:limit]


def _row(acts: Mapping[Pair, int], a: str, b: str, c: str) -> dict[str, Any]:
    pairs = ((a, b), (a, c), (b, c))
    n = [acts.get(pair, 0) for pair in pairs]
    return {
        "a": a, "b": b, "c": c, "ab": n[0], "ac": n[1], "bc": n[2], "least": min(n),
        "acts": sum(n), "fewest": "-".join(pairs[n.index(min(n))]),
    }  # fmt: skip
