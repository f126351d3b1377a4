"""The evidence of a brief: claims with their words, and documents cut where the quotes end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from multipole.answers.brief_acts import period_of
from multipole.answers.brief_parts import NO_OUTLET, Claims, Paragraph, Report, Segment, Told
from multipole.answers.evidence import citation
from multipole.core.types import Document
from multipole.store import Store

#: Above this many characters in all, documents are shown by the paragraphs that are quoted.
WHOLE_CHARACTERS: Final = 900_000
#: Characters of a sentence shown on either side of a quote.
CONTEXT: Final = 280
_Span = Mapping[str, Any]


def told_of(store: Store, claims: Sequence[str], *, as_of: date | None) -> dict[str, Told]:
    """The claims by id, numbered in the order in which the documents carry them."""
    documents = {d["id"]: d for d in store.documents(as_of).to_pylist()}
    order = {key: place for place, key in enumerate(documents)}
    rows = {c["id"]: c for c in store.claims(ids=claims, as_of=as_of, all=True).to_pylist()}
    spans = _spans_by_claim(store, rows)
    texts = _Sentences(store)
    known = [c for c in rows if spans.get(c) and spans[c][0]["document"] in documents]
    known.sort(key=lambda c: (order[spans[c][0]["document"]], spans[c][0]["start"], c))
    return {
        c: _told(
            number, rows[c], spans[c], documents[spans[c][0]["document"]], texts.around(spans[c])
        )
        for number, c in enumerate(known, start=1)
    }


def reports_of(store: Store, told: Mapping[str, Told]) -> tuple[Report, ...]:
    """The documents that the claims quote, oldest first, with their text cut at the quotes."""
    cited: dict[str, list[str]] = {}
    for claim in told.values():
        cited.setdefault(claim.document, []).append(claim.id)
    spans = _spans_by_claim(store, told)
    claims = store.claims(ids=None).select(["id"]).to_pylist()
    totals = _totals(store, [c["id"] for c in claims])
    documents = [store.document(key) for key in cited]
    whole = sum(len(d.text) for d in documents) <= WHOLE_CHARACTERS
    return tuple(
        _report(d, [s for c in cited[d.id] for s in spans[c]], len(cited[d.id]), totals, whole)
        for d in documents
    )


def _spans_by_claim(store: Store, claims: Iterable[str]) -> dict[str, list[_Span]]:
    found: dict[str, list[_Span]] = {}
    for span in store.spans(list(claims)).to_pylist():
        found.setdefault(span["claim"], []).append(span)
    return found


def _totals(store: Store, claims: list[str]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for span in store.spans(claims).to_pylist():
        if span["ordinal"] == 0:
            totals[span["document"]] = totals.get(span["document"], 0) + 1
    return totals


class _Sentences:
    """The sentences of documents, asked for once each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of: dict[str, tuple[str, list[Any]]] = {}

    def around(self, spans: Sequence[_Span]) -> tuple[str, str]:
        """The words before and after the first quote in its sentence."""
        start, end = spans[0]["start"], spans[0]["end"]
        text, sentences = self._get(spans[0]["document"])
        near = [s for s in sentences if s["start"] < end and s["end"] > start]
        if not near:
            return "", ""
        before = text[min(near[0]["start"], start) : start]
        after = text[end : max(near[-1]["end"], end)]
        return _cut(before, -CONTEXT), _cut(after, CONTEXT)

    def _get(self, document: str) -> tuple[str, list[Any]]:
        if document not in self._of:
            text = self._store.texts([document])[document]
            self._of[document] = text, self._store.sentences(document).to_pylist()
        return self._of[document]


def _cut(words: str, most: int) -> str:
    """At most so many characters: the first ones, or the last ones when ``most`` is negative."""
    if len(words) <= abs(most):
        return words
    return f"…{words[most:]}" if most < 0 else f"{words[:most]}…"


def _told(
    number: int, row: Any, spans: list[_Span], document: Any, around: tuple[str, str]
) -> Told:
    return Told(
        id=row["id"],
        number=number,
        kind=row["kind"],
        document=document["id"],
        outlet=document["outlet"] or NO_OUTLET,
        title=document["title"],
        language=document["language"],
        published_on=document["published_on"],
        before=around[0],
        quotes=tuple(s["quote"] for s in spans),
        after=around[1],
        citations=tuple(citation(document, s["start"], s["end"]) for s in spans),
        speaker=row["speaker"],
        speaker_actor=row["speaker_actor"],
        stance=row["stance"],
        modality=row["modality"],
        confidence=row["confidence"],
        sender=tuple(row["sender"] or ()),
        receiver=tuple(row["receiver"] or ()),
        action=row["action"] or "",
        domain=row["domain"] or "",
        period=period_of(row),
        about=tuple(row["about"] or ()),
        leaning=row["leaning"] or "",
        gist=row["gist"] or "",
        measure=row["measure"] or "",
        value=row["value"],
        unit=row["unit"] or "",
        coded_by=row["coded_by"],
    )


def _report(
    document: Document, spans: list[_Span], cited: int, totals: Mapping[str, int], whole: bool
) -> Report:
    cut = [_paragraph(kind, document, a, b, spans) for kind, a, b in stretches(document)]
    shown = [p for p in cut if whole or p.kind == "title" or any(s.claims for s in p.segments)]
    left_out = sum(len(s.text) for p in cut for s in p.segments) - sum(
        len(s.text) for p in shown for s in p.segments
    )
    return Report(
        id=document.id,
        outlet=document.outlet or NO_OUTLET,
        title=document.title,
        author=document.author,
        url=document.url,
        path=document.path,
        language=document.language,
        published_on=document.published_on,
        notes=document.notes,
        paragraphs=tuple(shown),
        cited=cited,
        other_claims=max(0, totals.get(document.id, 0) - cited),
        left_out=left_out,
    )


def stretches(document: Document) -> list[tuple[str, int, int]]:
    """The document's parts as (kind, start, end), with text outside of them as ``body``."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for part in document.parts:
        found.append(("body", at, part.start))
        found.append((part.kind, part.start, part.end))
        at = part.end
    found.append(("body", at, len(document.text)))
    return [(kind, a, b) for kind, a, b in found if document.text[a:b].strip()]


def _paragraph(
    kind: str, document: Document, start: int, end: int, spans: list[_Span]
) -> Paragraph:
    inside = [s for s in spans if s["start"] < end and s["end"] > start]
    segments = cut_text(document.text, start, end, inside)
    return Paragraph(kind, segments, tuple(c for s in segments for c in s.starts))


def cut_text(text: str, start: int, end: int, spans: Sequence[_Span]) -> tuple[Segment, ...]:
    """``text[start:end]`` in segments, each with all claims whose span covers it.

    Spans may nest and overlap: the text is cut at each of their ends, so segments never do. The
    joined segments are the text.
    """
    bounds = sorted(
        {start, end, *(min(max(s[side], start), end) for s in spans for side in ("start", "end"))}
    )
    return tuple(
        Segment(text[a:b], _claims(s for s in spans if s["start"] <= a and b <= s["end"]),
                _claims(s for s in spans if s["start"] == a and s["ordinal"] == 0))
        for a, b in pairwise(bounds)
    )  # fmt: skip


def _claims(spans: Iterable[_Span]) -> Claims:
    return tuple(dict.fromkeys(s["claim"] for s in spans))
