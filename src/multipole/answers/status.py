"""What is in a store: documents, claims, events, span of time, what was refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.status_data import data_sets, when_added
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        ("section", pa.string()),
        ("what", pa.string()),
        ("number", pa.int64()),
        ("detail", pa.string()),
    ]
)
_Row = dict[str, Any]
#: What the name of a coder begins with that had no type model.
RULES: Final = "rules-"


def status(store: Store, *, as_of: str | date | None = None) -> Answer:
    """Counts of a store: one row a section and thing, with a detail in words.

    Sections: documents (all, coded, waiting, by outlet, without a coder by language), coders of
    documents, claims by kind, events by modality, data sets by release with what was set aside and
    quarantined, and refused inputs one by one with reason and remedy.
    """
    known = day_of(as_of)
    documents = store.documents(known).to_pylist()
    claims = store.claims(as_of=known).to_pylist()
    events = store.events(as_of=known).to_pylist()
    rows = [
        *_documents(documents),
        *_claims(claims),
        *_events(events),
        *data_sets(store, known),
        *map(_refusal, _still_refused(store, documents)),
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    title = f"Store {store.path}" + (f" as known on {known}" if known else "")
    return Answer(title, table, evidence.none(), (), tuple(SCHEMA.names))


def _documents(rows: list[_Row]) -> list[_Row]:
    states = Counter(d["status"] for d in rows)
    silent = Counter(d["language"] or "unknown language" for d in rows if d["status"] == "no_coder")
    dates = _span(d["published_on"] for d in rows)
    years = sorted(filter(None, map(evidence.year_of, rows)))
    by_year = f"{len(years)} by year only, {years[0]} to {years[-1]}" if years else ""
    undated = sum(evidence.published(d) == "undated" for d in rows)
    detail = "; ".join(filter(None, [dates, by_year, f"{undated} undated" if undated else ""]))
    return [
        _row("documents", "all", len(rows), detail),
        _row("documents", "coded", states["coded"]),
        _row("documents", "waiting to be coded", states["pending"]),
        *_coders(rows),
        *(_row("no coder", name, n, "kept, not read") for name, n in silent.most_common()),
        *_outlets(rows),
    ]


def _coders(rows: list[_Row]) -> list[_Row]:
    """One row a coder of documents; the rules without a type model say so."""
    coders = Counter(d["coded_by"] for d in rows if d["status"] == "coded")
    alone = {name: "the rules alone, no type model" for name in coders if name.startswith(RULES)}
    return [_row("coder", name, n, alone.get(name, "")) for name, n in sorted(coders.items())]


def _outlets(rows: list[_Row]) -> list[_Row]:
    outlets = Counter(d["outlet"] or "no outlet given" for d in rows)
    return [
        _row("outlets", name, n, _span(d["published_on"] for d in rows if _outlet(d) == name))
        for name, n in sorted(outlets.items(), key=lambda item: (-item[1], item[0]))
    ]


def _outlet(document: _Row) -> str:
    return document["outlet"] or "no outlet given"


def _claims(rows: list[_Row]) -> list[_Row]:
    kinds = Counter(c["kind"] for c in rows)
    coders = ", ".join(sorted({c["coded_by"] for c in rows}))
    by_kind = [_row("claims", f"{kind}s", n) for kind, n in sorted(kinds.items())]
    return [_row("claims", "all", len(rows), f"coded by {coders}" if coders else ""), *by_kind]


def _events(rows: list[_Row]) -> list[_Row]:
    modes = Counter(e["modality"] for e in rows)
    parts = [_row("events", mode, n) for mode, n in sorted(modes.items())]
    return [_row("events", "all", len(rows), _span(e["period_start"] for e in rows)), *parts]


def _still_refused(store: Store, documents: list[_Row]) -> list[_Row]:
    """Refusals without those of whole files that went in later."""
    there = {d["path"] for d in documents}
    added = when_added(store)
    return [
        row
        for row in store.refusals().to_pylist()
        if (row["place"] or row["path"] not in there)
        and not (row["path"] in added and row["at"] <= added[row["path"]])
    ]


def _refusal(row: _Row) -> _Row:
    words = ". ".join(filter(None, [row["reason"], row["remedy"]]))
    return _row("refused", f"{row['path']} {row['place']}".strip(), 1, words)


def _span(days: Iterable[date | None]) -> str:
    known = [day for day in days if day]
    return f"{min(known)} to {max(known)}" if known else ""


def _row(section: str, what: str, number: int, detail: str = "") -> _Row:
    return {"section": section, "what": what, "number": number, "detail": detail}
