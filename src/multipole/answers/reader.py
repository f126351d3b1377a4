"""A document to read: its text in leaves of paragraphs, with what was found in it marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.brief_reports import stretches
from multipole.answers.marks import Mark, Piece, cut
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Document
from multipole.store import Store, listing

#: Characters of a leaf, and of a paragraph before it is cut; claims of a leaf that are marked.
LEAF: Final = 100_000
LONGEST: Final = 4_000
MARKED: Final = 600
_SHORTEST: Final = 4
#: Mentions are marked beside claims; their keys begin so.
MENTION: Final = "m"
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the document of one kind (see `core.types.Part`), cut at its marks.

    ``claims`` are those whose first words it holds.
    """

    kind: str
    pieces: tuple[Piece, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some paragraphs of a document, leaf ``number`` of ``leaves``, counted from 1.

    ``claims`` are the claims marked here, in the order of their words; ``mentions`` those marked
    here by key (``m12``); ``unmarked`` counts claims for which there was no room. ``found`` counts
    what was found in the whole document, by kind; ``actors`` how often each actor is mentioned.
    """

    document: Document
    row: _Row
    number: int
    leaves: int
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[_Row, ...]
    mentions: dict[str, _Row]
    unmarked: int
    found: dict[str, int]
    actors: tuple[tuple[str, int], ...]


def read_leaf(store: Store, name: str, *, number: int = 1, claim: str = "") -> Leaf:
    """A leaf of the document whose id begins with ``name``; with ``claim``, the one it is on.

    Raises `NothingFound` for a document that is not there, and `WrongUse` for a name that is short
    or means several, and for a number that no leaf has.
    """
    document = store.document(document_id(store, name))
    row = listing.documents_named(store, [document.id]).to_pylist()[0]
    claims = store.claims(documents=[document.id])
    spans = _of(store.spans(claims["id"].to_pylist()), "document", document.id)
    mentions = store.mentions(document.id)
    bounds = leaves_of(document)
    number = _leaf_with(bounds, spans, claim) or number
    if not 1 <= number <= len(bounds):
        raise WrongUse(
            f"there is no page {number} of {len(bounds)}", remedy="Begin with the first."
        )
    return _leaf(document, row, number, bounds, claims, spans, mentions)


def document_id(store: Store, name: str) -> str:
    """The id of the document that begins with ``name``; errors as `read_leaf`."""
    start = name.strip().lower()
    if len(start) < _SHORTEST:
        raise WrongUse(f"{name!r} is too short for an id", remedy="Give four signs or more.")
    found = listing.documents_beginning(store, start)
    if len(found) > 1 and start not in found:
        raise WrongUse(f"{name!r} may be any of {len(found)}", remedy="Give more of the id.")
    if not found:
        raise NothingFound(
            f"the store holds no document {name!r}", where=str(store.path),
            remedy="The list of documents has all ids.",
        )  # fmt: skip
    return start if start in found else found[0]


def leaves_of(document: Document) -> list[tuple[int, int]]:
    """Where the leaves of a document begin and end; at least one, ends included in none."""
    bounds: list[tuple[int, int]] = []
    begin = 0
    for _, start, end in _paragraphs(document):
        if end - begin > LEAF and start > begin:
            bounds.append((begin, start))
            begin = start
    return [*bounds, (begin, max(len(document.text), begin))]


def _paragraphs(document: Document) -> list[tuple[str, int, int]]:
    """The stretches of a document, those too long cut at a space."""
    return [
        (kind, low, high)
        for kind, start, end in stretches(document)
        for low, high in _short(document.text, start, end)
    ]


def _short(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while end - start > LONGEST:
        space = max(text.rfind(sign, start + LONGEST // 2, start + LONGEST) for sign in (". ", " "))
        at = space + 1 if space > 0 else start + LONGEST
        found.append((start, at))
        start = at
    return [*found, (start, end)]


def _leaf_with(bounds: Sequence[tuple[int, int]], spans: pa.Table, claim: str) -> int:
    """The number of the leaf that a claim begins on; 0 for none."""
    if len(claim) < _SHORTEST:
        return 0
    found = spans.filter(pc.starts_with(spans["claim"], claim.lower())).to_pylist()
    places = [n for s in found[:1] for n, (low, high) in enumerate(bounds, 1)
              if low <= s["start"] < high]  # fmt: skip
    return places[0] if places else 0


def _leaf(
    document: Document,
    row: _Row,
    number: int,
    bounds: Sequence[tuple[int, int]],
    claims: pa.Table,
    spans: pa.Table,
    mentions: pa.Table,
) -> Leaf:
    low, high = bounds[number - 1]
    here = sorted(_within(spans, low, high), key=lambda s: (s["start"], s["end"], s["claim"]))
    first, told_by = _firsts(here), sorted(here, key=lambda s: s["ordinal"])
    told = sorted(first, key=lambda claim: first[claim])
    kept = frozenset(told[:MARKED])
    named = {f"{MENTION}{m['ordinal']}": m for m in _within(mentions, low, high)}
    marks = [Mark(s["start"], s["end"], s["claim"]) for s in here if s["claim"] in kept]
    marks += [Mark(m["start"], m["end"], key) for key, m in named.items()]
    rows = {r["id"]: r for r in _of_any(claims, "id", kept).to_pylist()}
    kinds = Counter(claims["kind"].to_pylist())
    return Leaf(
        document=document,
        row=row,
        number=number,
        leaves=len(bounds),
        paragraphs=tuple(_marked(document, low, high, sorted(marks), first=first)),
        claims=tuple(
            rows[c] | {"quotes": [s["quote"] for s in told_by if s["claim"] == c]} for c in told
            if c in rows
        ),
        mentions=named,
        unmarked=len(told) - len(kept),
        found={**kinds, "mention": mentions.num_rows},
        actors=_actors(mentions),
    )  # fmt: skip


def _firsts(spans: Iterable[_Row]) -> dict[str, int]:
    """Where the words that carry each claim begin, or else those that give it an end."""
    first: dict[str, int] = {}
    for span in sorted(spans, key=lambda s: s["ordinal"]):
        first.setdefault(span["claim"], span["start"])
    return first


def _marked(
    document: Document, low: int, high: int, marks: Sequence[Mark], *, first: dict[str, int]
) -> Iterable[Paragraph]:
    """The paragraphs of [low, high) with their marks; ``marks`` sorted."""
    at = 0
    open_marks: list[Mark] = []
    for kind, start, end in _paragraphs(document):
        if start < low or start >= high:
            continue
        while at < len(marks) and marks[at].start < end:
            open_marks.append(marks[at])
            at += 1
        open_marks = [m for m in open_marks if m.end > start]
        pieces = _begun_once(cut(document.text, start, end, open_marks), start, first)
        begun = (m for m in open_marks if m.start >= start and first.get(m.key) == m.start)
        yield Paragraph(kind, tuple(pieces), tuple(dict.fromkeys(m.key for m in begun)))


def _begun_once(pieces: Iterable[Piece], at: int, first: Mapping[str, int]) -> Iterator[Piece]:
    """The pieces, where a claim of several quotes begins with the first of them alone."""
    for piece in pieces:
        yield replace(piece, begins=tuple(key for key in piece.begins if first.get(key, at) == at))
        at += len(piece.text)


def _within(table: pa.Table, low: int, high: int) -> list[_Row]:
    """Rows with a stretch [start, end) in [low, high)."""
    found: list[_Row] = table.filter(
        pc.and_(pc.less(table["start"], high), pc.greater(table["end"], low))
    ).to_pylist()
    return found


def _of(table: pa.Table, name: str, value: str) -> pa.Table:
    return table.filter(pc.equal(table[name], value))


def _of_any(table: pa.Table, name: str, values: Iterable[str]) -> pa.Table:
    return table.filter(pc.is_in(table[name], pa.array(list(values), pa.string())))


def _actors(mentions: pa.Table) -> tuple[tuple[str, int], ...]:
    """How often each actor is mentioned, most first."""
    named = Counter(a for actors in mentions["actors"].to_pylist() for a in actors or ())
    return tuple(sorted(named.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Twin:
    """A document that has much of the same words; ``likeness`` from 0 to 1."""

    id: str
    outlet: str
    title: str
    published_on: date | None
    likeness: float


def twins(store: Store, document: str) -> tuple[Twin, ...]:
    """The near-duplicates of a document, the likest first."""
    links = listing.links_of(store, document).to_pylist()
    likeness = {(k["right"] if k["left"] == document else k["left"]): k["score"] for k in links}
    rows = {d["id"]: d for d in listing.documents_named(store, likeness).to_pylist()}
    return tuple(
        Twin(key, rows[key]["outlet"], rows[key]["title"], rows[key]["published_on"], score)
        for key, score in likeness.items()
        if key in rows
    )
