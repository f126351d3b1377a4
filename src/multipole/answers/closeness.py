"""How close two actors are, by month (or quarter, year, all time) and domain."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, domain_of, one_of, pair_of
from multipole.answers.evidence import evidence
from multipole.answers.missing import nothing_found
from multipole.relations import BINS, Bin, dyad_events, measure
from multipole.store import Store

SHOWN: Final = (
    "when",
    "domain",
    "closeness",
    "range",
    "n",
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
    "claims",
)
READ_AS: Final = (
    "Closeness: -1 is only conflict, 1 only cooperation; the range holds 90% of the doubt that so "
    "few events leave.",
    "Only events that happened, each counted once. No row: no report speaks of it, which is not "
    "zero.",
)


def closeness(
    store: Store,
    a: str,
    b: str,
    *,
    by: Bin = "month",
    domain: str | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """Counts by quad class and closeness of a pair, per period and domain.

    ``by``: month, quarter, year or all. ``domain``: one domain, or ``all`` for all together only;
    None gives all together and each. Columns are those of `multipole.relations.measure` with
    ``claims``. Raises `NothingFound` when no event that happened fits, `UnknownCode` and `WrongUse`
    for what cannot be read.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    known, wanted = day_of(as_of), domain_of(domain, also=("all",))
    step: Any = one_of(by, BINS, "a time step")
    found = happened(store, left, right, as_of=known)
    if wanted not in (None, "all"):
        found = found.filter(pc.equal(found["domain"], wanted))
    if not found.num_rows:
        raise nothing_found(store, (left, right), as_of=known)
    table = with_claims(_measured(found, step, wanted), found)
    told = evidence(store, (c for row in found["claims"].to_pylist() for c in row), as_of=known)
    return Answer(f"Closeness of {left} and {right} by {step}", table, told, READ_AS, SHOWN)


def happened(store: Store, a: str, b: str, *, as_of: date | None) -> pa.Table:
    """The events between two actor ids that happened, with role and quad class."""
    return dyad_events(store.events(actors=(a, b), as_of=as_of), a, b)


def with_claims(measured: pa.Table, found: pa.Table) -> pa.Table:
    """``measured`` with the claims behind the events that each row counts."""
    pairs = zip(found["id"].to_pylist(), found["claims"].to_pylist(), strict=True)
    told = dict(pairs)
    claims = [[c for e in row for c in told[e]] for row in measured["events"].to_pylist()]
    return measured.append_column("claims", pa.array(claims, pa.list_(pa.string())))


def _measured(found: pa.Table, by: Bin, wanted: str | None) -> pa.Table:
    table = measure(found, by=by, domains=wanted is None)
    if wanted in (None, "all"):
        return table
    place = table.schema.get_field_index("domain")
    return table.set_column(place, "domain", pa.array([wanted] * len(table), pa.string()))
