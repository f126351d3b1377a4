"""One event as each outlet tells it, with its words in their place, and field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.brief_reports import stretches
from multipole.answers.events import SCHEMA as EVENT
from multipole.answers.events import completed
from multipole.answers.evidence import citation, evidence, file_name, published
from multipole.answers.tellings import event_row, figures_beside, outlet_names
from multipole.answers.words import amount, count
from multipole.claims import Field, fields
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Claim, Document
from multipole.store import Store, listing

#: Characters of the stored text shown on either side of quoted words.
AROUND: Final = 420
#: Characters of a word at most, so that none is cut.
_WORD: Final = 40
VERSIONS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("claim", "event", "outlet", "document", "title", "language")),
        ("published_on", pa.date32()),
        ("known_on", pa.date32()),
        *((n, pa.list_(pa.string())) for n in ("sender", "receiver")),
        *((n, pa.string()) for n in ("action", "domain", "modality")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.string()) for n in ("speaker", "speaker_actor", "stance", "through")),
        ("figures", pa.list_(pa.string())),
        ("context", pa.list_(pa.string())),
        ("confidence", pa.float64()),
        *((n, pa.string()) for n in ("coded_by", "before", "quote", "after", "citation")),
        ("more_quotes", pa.list_(pa.string())),
        ("claims", pa.list_(pa.string())),
    ]
)
#: The columns of a claim that `VERSIONS` does not have.
CLAIM: Final = pa.schema(
    [
        *VERSIONS,
        *((n, pa.string()) for n in ("kind", "leaning", "gist", "measure", "unit")),
        ("value", pa.float64()),
        ("about", pa.list_(pa.string())),
    ]
)
#: Signs of an id that are asked for at least.
SHORTEST: Final = 4
FIELDS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("field", "status", "value")),
        ("probability", pa.float64()),
        ("tellers", pa.list_(pa.string())),
        ("claims", pa.list_(pa.string())),
    ]
)
_Row = dict[str, Any]


def one_event(store: Store, event: str, *, as_of: str | date | None = None) -> Answer:
    """One event (its id, the beginning of it, or that of a claim of it), a row as in `events`.

    Raises `NothingFound` for an id that is not there, and `WrongUse` for one that is several.
    """
    known = day_of(as_of)
    rows, told = completed(store, [event_row(store, event, known)], as_of=known)
    table = pa.Table.from_pylist(rows, schema=EVENT)
    return Answer(f"event {rows[0]['id']}", table, told, (), ("event", "when", "who", "action"))


def versions(store: Store, event: str, *, as_of: str | date | None = None) -> Answer:
    """The tellings of one event, a row a claim, by outlet, the surest outlet first.

    ``before``, ``quote``, ``after``: the words that carry the claim, and those of the stored text
    around them. ``figures``: what figures the coder read in the same words. Errors: `one_event`.
    """
    known = day_of(as_of)
    ids = event_row(store, event, known)["claims"]
    rows = tellings_of(store, ids, as_of=known)
    surest: dict[str, float] = {}
    for row in rows:
        surest[row["outlet"]] = max(row["confidence"], surest.get(row["outlet"], 0.0))
    rows.sort(key=lambda r: (-surest[r["outlet"]], r["outlet"], r["known_on"], r["claim"]))
    table = pa.Table.from_pylist(rows, schema=VERSIONS)
    title = f"{count(len(rows), 'telling')} in {count(len(surest), 'outlet')}"
    shown = ("outlet", "when", "who", "action", "modality", "confidence", "claims")
    return Answer(title, table, evidence(store, ids, as_of=known), (), shown)


def one_claim(store: Store, claim: str) -> Answer:
    """One claim of any kind by its id or the beginning of it, with its words in place.

    A row as in `versions` with the other columns of a claim. Raises `NothingFound` for an id that
    is not there, and `WrongUse` for one that is short or several.
    """
    start = claim.strip().lower()
    if len(start) < SHORTEST:
        raise WrongUse(f"{claim!r} is too short for an id", remedy="Give four signs or more.")
    found = listing.claims_beginning(store, start)
    if len(found) > 1 and start not in found:
        raise WrongUse(f"{claim!r} may be any of {len(found)}", remedy="Give more of the id.")
    if not found:
        raise NothingFound(
            f"there is no claim {claim!r}", where=str(store.path),
            remedy="Ids are in: multipole claims --csv.",
        )  # fmt: skip
    one = start if start in found else found[0]
    table = pa.Table.from_pylist(tellings_of(store, [one]), schema=CLAIM)
    shown = ("kind", "when", "says", "confidence", "claims")
    return Answer(f"claim {one}", table, evidence(store, [one]), (), shown)


def tellings_of(store: Store, ids: Iterable[str], *, as_of: date | None = None) -> list[_Row]:
    """Claims of any kind with their words in place; rows of `VERSIONS` and the claim's others."""
    claims = store.claims(ids=ids, as_of=as_of, all=True).to_pylist()
    spans = _by(store.spans([c["id"] for c in claims]).to_pylist(), "claim")
    named = {s["document"] for found in spans.values() for s in found}
    documents = {d["id"]: d for d in listing.documents_named(store, named, as_of).to_pylist()}
    whole = {d.id: d for d in store.document_objects(documents)}
    figures = _figures(store, documents)
    carried = listing.events_of(store, [c["id"] for c in claims])
    return [
        claim
        | _placed(spans[claim["id"]], documents[claim["document"]], whole[claim["document"]])
        | {"event": carried.get(claim["id"], ""), "claim": claim["id"], "claims": [claim["id"]],
           "figures": _inside(figures, spans[claim["id"]][:1])}
        for claim in claims
        if claim["document"] in documents
    ]  # fmt: skip


def _by(rows: Iterable[_Row], name: str) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def _placed(spans: Sequence[_Row], row: Mapping[str, Any], document: Document) -> _Row:
    first = spans[0]
    start, end = first["start"], first["end"]
    low, high = _surroundings(document, start, end)
    outlet = row["outlet"] or row["title"] or f"report of {published(row)}"
    return {
        "outlet": outlet,
        "title": row["title"] or file_name(row["path"]),
        **{name: row[name] for name in ("language", "published_on", "url", "path")},
        "before": _before(document.text[low:start]),
        "quote": first["quote"],
        "after": _after(document.text[end:high]),
        "more_quotes": [s["quote"] for s in spans[1:]],
        "citation": citation(row, start, end, *((s["start"], s["end"]) for s in spans[1:])),
        "start": start,
    }


def _surroundings(document: Document, start: int, end: int) -> tuple[int, int]:
    """The paragraph around a place, with its neighbours where those are of the report's body."""
    found = stretches(document)
    inside = [n for n, (_, low, high) in enumerate(found) if low < end and high > start]
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    body = found[first][0] == "body"
    before = first - 1 if body and first and found[first - 1][0] == "body" else first
    after = last + 1 if body and found[last + 1 :] and found[last + 1][0] == "body" else last
    return min(found[before][1], start), max(found[after][2], end)


def _before(words: str) -> str:
    """The last words of a text, whole ones where that is near."""
    if len(words) <= AROUND:
        return words.lstrip()
    kept = words[-AROUND:]
    space = kept.find(" ")
    return f"…{kept[space + 1 :] if 0 <= space < _WORD else kept}"


def _after(words: str) -> str:
    if len(words) <= AROUND:
        return words.rstrip()
    kept = words[:AROUND]
    space = kept.rfind(" ")
    return f"{kept[:space] if space > AROUND - _WORD else kept}…"


def _figures(store: Store, documents: Iterable[str]) -> list[tuple[_Row, _Row]]:
    rows = {c["id"]: c for c in store.claims(kind="figure", documents=documents).to_pylist()}
    return [(span, rows[span["claim"]]) for span in store.spans(rows).to_pylist()]


def _inside(figures: Sequence[tuple[_Row, _Row]], spans: Sequence[_Row]) -> list[str]:
    return [
        f"{row['measure']}: {amount(row)}"
        for figure, row in figures
        if any(
            s["document"] == figure["document"]
            and s["start"] < figure["end"]
            and s["end"] > figure["start"]
            for s in spans
        )
    ]


def event_fields(store: Store, event: str, *, as_of: str | date | None = None) -> Answer:
    """What the tellings of one event agree on, dispute, or do not say, field by field.

    ``status``: ``agreed`` (two outlets or more, one value), ``disputed`` (several values, a row
    each, with the ``probability`` that it is the right one of those told), ``told once`` (by one
    outlet alone), and ``not said``, with the tellings that lack the field. Errors: `one_event`.
    """
    known = day_of(as_of)
    ids = event_row(store, event, known)["claims"]
    claims = store.claim_objects(ids=ids, as_of=known, all=True)
    outlets = outlet_names(store, claims)
    told = fields(claims, outlets, figures_beside(store, claims))
    rows = [row for one in told if one.values for row in _of_field(one, claims, outlets)]
    table = pa.Table.from_pylist(rows, schema=FIELDS)
    shown = ("field", "status", "value", "probability", "tellers", "claims")
    disputed = len({r["field"] for r in rows if r["status"] == "disputed"})
    return Answer(f"{count(disputed, 'field')} disputed", table,
                  evidence(store, ids, as_of=known), (), shown)  # fmt: skip


def _of_field(field: Field, claims: Sequence[Claim], outlets: Mapping[str, str]) -> list[_Row]:
    told = {claim for value in field.values for claim in value.claims}
    rows = [
        _field(field.name, _status(field), v.value, v.probability, v.tellers, v.claims)
        for v in field.values
    ]
    silent = [c for c in claims if c.id not in told]
    for modality in sorted({_silence(field.name, c) for c in silent}):
        those = [c for c in silent if _silence(field.name, c) == modality]
        tellers = sorted({outlets[c.spans[0].document] for c in those})
        status = "told beforehand" if modality else "not said"
        rows.append(_field(field.name, status, modality, None, tellers, [c.id for c in those]))
    return rows


def _silence(field: str, claim: Claim) -> str:
    """Why a telling has no value: of the standing, that it is told beforehand and how."""
    return claim.modality if field == "standing" else ""


def _status(field: Field) -> str:
    if field.disputed:
        return "disputed"
    return "agreed" if len(field.values[0].outlets) > 1 else "told once"


def _field(
    name: str, status: str, value: str, probability: float | None, tellers: Iterable[str],
    claims: Iterable[str],
) -> _Row:  # fmt: skip
    return {
        "field": name, "status": status, "value": value, "probability": probability,
        "tellers": list(tellers), "claims": list(claims),
    }  # fmt: skip
