"""A document to read: its parts, everything found in it marked, and the notes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from multipole.answers.evidence import file_name, published
from multipole.answers.marks import Piece
from multipole.answers.reader import MENTION, Leaf, Paragraph, read_leaf, twins
from multipole.apps.web.page import Context, Elsewhere, Page, Visit
from multipole.apps.web.pages.claims import KINDS
from multipole.apps.web.pages.lists import number_in
from multipole.apps.web.saying import gist
from multipole.apps.web.words import name, span
from multipole.core.types import CLAIM_KINDS
from multipole.core.version import VERSION
from multipole.store import Store

Row = dict[str, Any]
#: Claims that one mark names, and actors that the page lists.
_NAMED: Final = 12
_ACTORS: Final = 24
_EXPORTED: Final = 500
#: Names of languages that reports come in most.
_LANGUAGES: Final = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "hi": "Hindi", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip


def _frame(visit: Visit) -> Context:
    with visit.room.store() as store:
        leaf = read_leaf(
            store, visit.get("id"), number=number_in(visit, "from") or 1, claim=visit.get("claim")
        )
        beside = twins(store, leaf.document.id)
        refusals = _refusals(store, leaf.document.path)
    document = leaf.document
    if document.id != visit.get("id") and visit.places.live:
        raise Elsewhere(visit.places.page("document", id=document.id) or "")
    title = document.title or file_name(document.path) or document.id
    notes = {c["id"]: _note(visit, c, n) for n, c in enumerate(leaf.claims, start=1)}
    return {
        "title": title, "leaf": leaf, "document": document, "row": leaf.row, "notes": notes,
        "paragraphs": [_paragraph(p, notes, leaf.mentions) for p in leaf.paragraphs],
        "published": published(leaf.row), "language": _language(document.language),
        "facts": [(label, value) for label, value in _facts(leaf) if value],
        "url": document.url if document.url.startswith(("https://", "http://")) else "",
        "actors": [(a, name(a), n, visit.places.page("actor", id=a)) for a, n in
                   leaf.actors[:_ACTORS]],
        "more_actors": max(0, len(leaf.actors) - _ACTORS), "refusals": refusals,
        "twins": [(t, visit.places.page("document", id=t.id)) for t in beside],
        "pages": _pages(visit, leaf), "shown": _shown(visit),
        "cite": f"{document.outlet or 'No outlet'}, “{title}”, {published(leaf.row)}"
        f"{', ' + document.url if document.url else ''} (document {document.id}). "
        f"multipole {VERSION}, snapshot {visit.room.snapshot.digest[:8]}. {{here}}",
    }  # fmt: skip


def _shown(visit: Visit) -> list[tuple[str, str, bool]]:
    """The kinds of marks with their labels, and whether each is shown."""
    hidden = visit.get("hide").split(",")
    labels = {"event": "Events", "assessment": "Opinions", "figure": "Figures"}
    kinds = [*((kind, labels[kind]) for kind in CLAIM_KINDS), ("mention", "Mentions of actors")]
    return [(kind, label, kind not in hidden) for kind, label in kinds]


def _note(visit: Visit, claim: Mapping[str, Any], number: int) -> Row:
    """A claim as the note beside its words has it."""
    return {
        "id": claim["id"], "number": number, "kind": claim["kind"], "said": KINDS[claim["kind"]],
        "gist": gist(claim), "when": span(claim["period_start"], claim["period_end"]),
        "modality": "" if claim["modality"] == "happened" else claim["modality"],
        "leaning": claim["leaning"] or "", "domain": claim["domain"] or "",
        "speaker": claim["speaker"], "stance": claim["stance"], "through": claim["through"],
        "confidence": claim["confidence"], "page": visit.places.page("claim", id=claim["id"]),
    }  # fmt: skip


def _paragraph(part: Paragraph, notes: Mapping[str, Row], mentions: Mapping[str, Row]) -> Row:
    return {
        "kind": part.kind,
        "pieces": [_piece(p, notes, mentions) for p in part.pieces],
        "notes": [notes[c] for c in part.claims if c in notes],
    }  # fmt: skip


def _piece(piece: Piece, notes: Mapping[str, Row], mentions: Mapping[str, Row]) -> Row:
    """A piece with its claims, their kinds as classes, and the actors that its words stand for."""
    claims = [key for key in piece.keys if key in notes]
    named = [mentions[key] for key in piece.keys if key.startswith(MENTION) and key in mentions]
    said = [f"{', '.join(map(name, m['actors']))} ({m['how']}, {m['confidence']:.2f})"
            for m in named]  # fmt: skip
    return {
        "text": piece.text, "claims": " ".join(claims[:_NAMED]),
        "kinds": " ".join(sorted({f"k-{notes[c]['kind']}" for c in claims})),
        "begins": [c for c in piece.begins if c in notes],
        "ends": [notes[c] for c in piece.ends if c in notes][:_NAMED],
        "mention": "; ".join(said),
    }  # fmt: skip


def _language(code: str) -> str:
    return _LANGUAGES.get(code, code or "a language that is not known")


def _facts(leaf: Leaf) -> Iterable[tuple[str, Any]]:
    document, row = leaf.document, leaf.row
    yield "outlet", document.outlet or "not given"
    yield "author", document.author
    yield "published", published(row)
    yield "known on", row["known_on"]
    yield "read in", f"{document.fetched_at:%Y-%m-%d %H:%M} UTC"
    yield "language", _language(document.language)
    yield "file", file_name(document.path)
    yield "raw bytes, SHA-256", document.raw
    yield "coded by", row["coded_by"] or "no coder"
    yield "length", f"{len(document.text):,} characters"
    yield "notes", ", ".join(document.notes)
    yield "document", document.id


def _refusals(store: Store, path: str) -> list[Row]:
    """What was refused of the file that the document came from."""
    rows = store.refusals().to_pylist()
    return [row for row in rows if path and row["path"] == path]


def _pages(visit: Visit, leaf: Leaf) -> list[tuple[int, str]]:
    """The other leaves: first, last, and those near this one."""
    if leaf.leaves == 1:
        return []
    near = {1, leaf.leaves, *range(leaf.number - 2, leaf.number + 3)}
    return [
        (n, visit.places.page("document", id=leaf.document.id, **{"from": str(n)}) or "")
        for n in sorted(near)
        if 1 <= n <= leaf.leaves
    ]


def _exported(visit: Visit) -> Iterable[dict[str, str]]:
    rows = visit.ask("documents", limit=_EXPORTED).table.to_pylist()
    return [{"id": row["id"]} for row in rows]


PAGE: Final = Page(
    name="document",
    path="/document/{id}",
    template="document.html.j2",
    frame=_frame,
    options=("from", "claim", "hide"),
    exported=_exported,
)
