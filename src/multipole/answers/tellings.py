"""One event, all its tellings: what they agree on and dispute, why they are one, who judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.evidence import evidence, published
from multipole.answers.words import count, when, who
from multipole.claims import RULES, Field, Said, fields, heirs, in_words, said
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Claim
from multipole.store import Store, listing

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "figure", "text")),
        ("value", pa.float64()),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("section", "figure", "text", "claims")
SHORT: Final = 8
_SHORTEST: Final = 4
_Row = dict[str, Any]


def tellings(store: Store, event: str, *, as_of: str | date | None = None) -> Answer:
    """One event (its id, or the beginning of it; or a claim of it) with all its tellings.

    Sections: ``agreed`` and ``disputed`` (field, values, who tells which; ``value`` is the
    probability of the first), ``telling`` (one a claim, with its id), ``one event`` (why two claims
    are taken for one), ``judged`` (what persons said). Raises `NothingFound` for an id that is not
    there, and `WrongUse` for a beginning that several ids have.
    """
    known = day_of(as_of)
    row = event_row(store, event, known)
    claims = store.claim_objects(ids=row["claims"], all=True)
    outlets = outlet_names(store, claims)
    told = fields(claims, outlets, figures_beside(store, claims))
    rulings = rulings_on(store, row["claims"])
    rows = [
        *_field_rows(told),
        *(_telling_row(c, outlets) for c in sorted(claims, key=lambda c: (c.known_on, c.id))),
        *_reason_rows(store, set(row["claims"])),
        *(_ruling_row(one) for one in rulings),
    ]
    title = f"event {row['id'][:SHORT]}: {when(row)} {who(row)} {row['action']} ({row['modality']})"
    many = len({outlets.get(c.spans[0].document) for c in claims})
    notes = (
        *(f"Event {was} is no more; this is what became of it." for was in row.get("was", ())),
        f"{count(len(claims), 'telling')} in {count(many, 'outlet')}, probability "
        f"{row['probability']:.2f}.",
        "Judge yourself: multipole same, apart, confirm, reject with ids of events or claims.",
    )
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Answer(title, table, evidence(store, row["claims"], as_of=known), notes, SHOWN)


def event_row(store: Store, name: str, known: date | None) -> _Row:
    """The event whose id, or the id of a claim of it, begins with ``name``; errors: `tellings`.

    The id of an event that is no more leads to the one that has its claims now: ``was`` names it.
    """
    start = name.strip().lower()
    if len(start) < _SHORTEST:
        raise WrongUse(f"{name!r} is too short for an id", remedy="Give four signs or more.")
    events = store.events(as_of=known)
    found = events.filter(pc.starts_with(events["id"], start)).to_pylist()
    if not found:
        carried = set(listing.events_of(store, store.ids_beginning(start)[1]).values())
        found = events.filter(pc.is_in(events["id"], pa.array(carried, pa.string()))).to_pylist()
    found = found or _became(store, start, events)
    if len(found) > 1:
        raise WrongUse(f"{name!r} may be any of {len(found)} events", remedy="Give more of the id.")
    if not found:
        raise NothingFound(
            f"there is no event {name!r}",
            where=str(store.path),
            remedy="Ids are in: multipole events. An event's id changes with its claims.",
        )
    return dict(found[0])


def _became(store: Store, start: str, events: pa.Table) -> list[_Row]:
    """What became of the event whose id began so: nothing, or the one that has its claims.

    Claims that a later coder made in the place of those it had lead on, too.
    """
    former = store.former_events(start)
    if len(former) > 1:
        raise WrongUse(f"{start!r} may be any of {len(former)} events", remedy="Give more of it.")
    for was, had in former.items():
        old = store.claim_objects(ids=had, all=True)
        beside = store.claim_objects(kind="event", documents={c.spans[0].document for c in old})
        holders = set(listing.events_of(store, {*had, *heirs(old, beside).values()}).values())
        rows = events.filter(pc.is_in(events["id"], pa.array(holders, pa.string()))).to_pylist()
        if len(rows) > 1:
            now = ", ".join(sorted(row["id"][:SHORT] for row in rows))
            raise WrongUse(f"event {was[:SHORT]} was divided", remedy=f"Ask for one of {now}.")
        if not rows:
            raise NothingFound(
                f"event {was[:SHORT]} is no more, and its claims carry no other",
                where=str(store.path),
                remedy="Who rejected them is in: multipole judgements.",
            )
        return [row | {"was": (was[:SHORT],)} for row in rows]
    return []


def figures_beside(store: Store, claims: Iterable[Claim]) -> list[Claim]:
    """The figures that the documents of these claims quote."""
    documents = {claim.spans[0].document for claim in claims}
    return store.claim_objects(kind="figure", documents=documents)


def is_id(word: str) -> bool:
    """Whether a word looks like an id, or the beginning of one: hex digits with a digit in it.

    >>> is_id("545dfe8c"), is_id("CHN"), is_id("beef")
    (True, False, False)
    """
    letters = set(word.lower())
    long = len(word) >= _SHORTEST
    return long and letters <= set("0123456789abcdef") and bool(letters & set("0123456789"))


def outlet_names(store: Store, claims: Iterable[Claim]) -> dict[str, str]:
    """The outlet of each claim's documents; one without has its title or date for a name."""
    ids = {span.document for claim in claims for span in claim.spans}
    rows = listing.documents_named(store, ids).to_pylist()
    return {
        row["id"]: row["outlet"] or row["title"] or f"report of {published(row)}" for row in rows
    }


def disputes(store: Store, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What the tellings of each event dispute, in words; only events that have something."""
    several = [row for row in rows if len(row["claims"]) > 1]
    if not several:
        return {}
    claims = store.claim_objects(ids={c for row in several for c in row["claims"]}, all=True)
    by_id, outlets = {c.id: c for c in claims}, outlet_names(store, claims)
    figures: dict[str, list[Claim]] = {}
    for figure in figures_beside(store, claims):
        figures.setdefault(figure.spans[0].document, []).append(figure)
    found = {}
    for row in several:
        own = [by_id[c] for c in row["claims"] if c in by_id]
        beside = [f for d in {c.spans[0].document for c in own} for f in figures.get(d, ())]
        found[row["id"]] = in_words(fields(own, outlets, beside))
    return {event: words for event, words in found.items() if words}


def rulings_on(store: Store, claims: Iterable[str]) -> list[Said]:
    """What persons said of any of these claims, oldest first."""
    wanted = set(claims)
    return [one for one in all_said(store) if wanted & {*one.claims, *one.carried}]


def all_said(store: Store) -> list[Said]:
    """All that persons said and did not take back, oldest first."""
    found = store.judged(rules=RULES)
    return said(found.given, heirs(found.earlier, found.beside), found.present)


def _field_rows(told: Sequence[Field]) -> list[_Row]:
    rows = []
    for field in told:
        if not field.values:
            continue
        section = "disputed" if field.disputed else "agreed"
        for value in field.values:
            tellers = ", ".join(value.tellers)
            if not field.disputed:
                tellers = count(len(value.outlets), "outlet")
            text = f"{value.value} ({tellers})"
            rows.append(_row(section, field.name, text, value.claims, value.probability))
    return sorted(rows, key=lambda row: row["section"])


def _telling_row(claim: Claim, outlets: Mapping[str, str]) -> _Row:
    outlet = outlets.get(claim.spans[0].document, "")
    period = f" {claim.period}" if claim.period else ""
    ends = who({"sender": claim.sender, "receiver": claim.receiver})
    text = f"{outlet}, {claim.known_on}: {ends} {claim.action} ({claim.modality}){period}"
    return _row("telling", claim.id[:SHORT], text, [claim.id], claim.confidence)


def _reason_rows(store: Store, claims: set[str]) -> list[_Row]:
    rows = store.judgements().to_pylist()
    rules = [r for r in rows if r["by"].startswith("rules-") and {r["left"], r["right"]} <= claims]
    return [
        _row("one event", f"{r['left'][:SHORT]} = {r['right'][:SHORT]}", r["reason"],
             [r["left"], r["right"]])
        for r in rules
    ]  # fmt: skip


def _ruling_row(one: Said) -> _Row:
    return _row("judged", one.id, ruling_words(one), one.claims)


def ruling_words(one: Said) -> str:
    """Who said what when and why, and whether it holds."""
    first = one.judgements[0]
    verdicts = " and ".join(sorted({j.verdict for j in one.judgements}))
    text = f"{first.by}, {first.at:%Y-%m-%d}: {verdicts}"
    return "; ".join(filter(None, (text, first.reason, holds(one))))


def holds(one: Said) -> str:
    """Whether what a person said holds, and why not; nothing when it does."""
    words = []
    if one.overruled_by:
        words.append(f"overruled by {' and '.join(one.overruled_by)}")
    if one.gone:
        words.append(f"{count(len(one.gone), 'claim')} no longer made by the coder")
    return ", ".join(words)


def _row(
    section: str, figure: str, text: str, claims: Iterable[str], value: float | None = None
) -> _Row:
    return {
        "section": section, "figure": figure, "text": text, "value": value, "claims": list(claims),
    }  # fmt: skip
