"""What happened: the events of one actor, or between several, with their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import (
    When,
    actors_of,
    day_of,
    domain_of,
    end_of,
    modality_of,
    start_of,
    types_of,
)
from multipole.answers.coded import REPORTS, coded_acts, sources_of
from multipole.answers.evidence import evidence
from multipole.answers.missing import nothing_found
from multipole.answers.tellings import disputes
from multipole.answers.words import count
from multipole.relations import dyad_events
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("sender", pa.list_(pa.string())),
        ("receiver", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("action", "domain", "modality", "role")),
        ("probability", pa.float64()),
        ("known_on", pa.date32()),
        ("outlets", pa.int64()),
        ("claims", pa.list_(pa.string())),
        ("quote", pa.string()),
        ("citation", pa.string()),
        ("source", pa.string()),
        ("tellings", pa.int64()),
        ("disputed", pa.string()),
        ("context", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("event", "when", "who", "action", "modality", "probability", "as_told", "claims")


def events(
    store: Store,
    actors: Iterable[str] = (),
    *,
    since: When | None = None,
    until: When | None = None,
    types: str | Iterable[str] | None = None,
    domain: str | None = None,
    modality: str | None = None,
    sources: str | Iterable[str] | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
) -> Answer:
    """Events, oldest first: all, those of one actor, or those between any two of several.

    ``sources``: ``reports`` (what the coder found in their words), data sets such as ``icews``, or
    by default both. An act of a data set names its row in ``citation`` and has no claims.

    ``since``, ``until``: days or periods such as ``2021-03``, both included; events without a known
    date are then left out and counted in the notes. ``types``: PLOVER types. ``as_of``: only what
    was known by the end of that day. ``limit``: the latest so many,
    undated ones last.

    ``role`` says of an event between exactly two named actors who acts: a_to_b, b_to_a, mutual or
    joint (both towards a third). ``outlets`` is how many outlets tell it; ``quote`` and
    ``citation`` are of its most confident claim; the others are in the evidence. ``disputed`` is
    what its tellings say differently, and who says which; `tellings` has all of it. ``context`` is
    what it is about, in the contexts of PLOVER; nothing where that is not sure.

    Raises `UnknownCode`, `BadPeriod` or `WrongUse` for what cannot be read, and `NothingFound` when
    actors are named and nothing fits.
    """
    ids, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    narrow: dict[str, Any] = {
        "actions": types_of(types),
        "domain": domain_of(domain),
        "modality": modality_of(modality),
        "as_of": known,
    }
    bounds = {"since": start_of(since), "until": end_of(until)}
    wanted = sources_of(sources)
    told = between(store, ids, **narrow, **bounds) if _reports(wanted) else []
    acts = coded_acts(store, ids, sources=wanted, **narrow, **bounds)
    found = sorted((*told, *acts), key=_order) if acts else told
    if ids and not found:
        raise nothing_found(store, ids, as_of=known)
    undated = _undated(store, ids, narrow) if any(bounds.values()) and _reports(wanted) else 0
    return _answer(store, ids, found, known=known, limit=limit, undated=undated)


def _reports(sources: Iterable[str] | None) -> bool:
    return sources is None or REPORTS in sources


def between(store: Store, ids: tuple[str, ...], **narrow: Any) -> list[dict[str, Any]]:
    """Events of reports: all, those of one actor, or those between any two of several."""
    if len(ids) < 2:
        rows = store.events(actors=ids or None, **narrow).to_pylist()
        return [row | {"role": None} for row in rows]
    found: dict[str, dict[str, Any]] = {}
    for a, b in combinations(ids, 2):
        both = store.events(actors=(a, b), **narrow)
        for row in dyad_events(both, a, b, modality=None).to_pylist():
            found.setdefault(row["id"], row | ({} if len(ids) == 2 else {"role": None}))
    return sorted(found.values(), key=_order)


def _order(row: dict[str, Any]) -> tuple[date, date, str]:
    return (row["period_start"] or date.max, row["period_end"] or date.max, row["id"])


def _undated(store: Store, ids: tuple[str, ...], narrow: dict[str, Any]) -> int:
    return sum(row["period_start"] is None for row in between(store, ids, **narrow))


def _answer(
    store: Store,
    ids: tuple[str, ...],
    found: list[dict[str, Any]],
    *,
    known: date | None,
    limit: int | None,
    undated: int,
) -> Answer:
    kept = _latest(found, limit)
    rows, told = completed(store, kept, as_of=known)
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    ends = {0: "", 1: f" of {''.join(ids)}"}.get(len(ids), f" between {', '.join(ids)}")
    notes = []
    if len(kept) < len(found):
        notes.append(f"These are the latest {len(kept)} of {len(found)}.")
    if undated:
        notes.append(f"{count(undated, 'event')} without a known date left out.")
    origin = ("origin",) if any(row["claims"] == [] for row in kept) else ()
    return Answer(f"{count(len(found), 'event')}{ends}", table, told, tuple(notes), SHOWN + origin)


def completed(
    store: Store, rows: list[dict[str, Any]], *, as_of: date | None = None
) -> tuple[list[dict[str, Any]], pa.Table]:
    """Rows of events with the columns of `SCHEMA` that their claims give, and the sentences."""
    told = evidence(store, (c for row in rows for c in row["claims"]), as_of=as_of)
    disputed = disputes(store, rows)
    full = [row | {"disputed": disputed.get(row["id"])} for row in rows]
    return _with_quotes(full, told.to_pylist()), told


def _latest(rows: list[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """The last ``limit`` dated rows, filled up with undated ones; all when no limit is set."""
    if not limit or limit >= len(rows):
        return rows
    dated = [row for row in rows if row["period_start"]]
    undated = rows[len(dated) :]
    return dated[-limit:] + undated[: max(0, limit - len(dated))]


def _with_quotes(rows: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    of_claim: dict[str, list[dict[str, Any]]] = {}
    for sentence in told:
        of_claim.setdefault(sentence["claim"], []).append(sentence)
    return [
        row | _best([s for c in row["claims"] for s in of_claim.get(c, ())])
        if row["claims"]
        else row
        for row in rows
    ]


def _best(sentences: list[dict[str, Any]]) -> dict[str, Any]:
    best = max(sentences, key=lambda s: s["confidence"])
    outlets = {s["outlet"] for s in sentences}
    return {
        "outlets": len(outlets),
        "quote": best["quote"],
        "citation": best["citation"],
        "source": REPORTS,
        "tellings": len({s["claim"] for s in sentences}),
    }
