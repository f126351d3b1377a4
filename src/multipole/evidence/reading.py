"""Document -> Reading: all evidence of one document, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from multipole.actors import Actors
from multipole.core.periods import Period
from multipole.core.text import Figure, Mention, Reading, Sentence, TimeExpression
from multipole.core.types import READ_PARTS, Document, Part
from multipole.evidence.figures import find_figures
from multipole.evidence.model import Model
from multipole.evidence.names import find_names
from multipole.evidence.others import find_others
from multipole.evidence.parsing import parse_parts
from multipole.evidence.pronouns import find_pronouns
from multipole.evidence.quotations import find_quotations
from multipole.evidence.roles import find_roles
from multipole.evidence.times import find_times, is_reached
from multipole.evidence.voices import find_first_persons, find_voices

CHUNK = 200_000


def read_documents(
    documents: Iterable[Document], *, model: Model, actors: Actors
) -> Iterator[tuple[Document, Reading]]:
    """Read each document's titles, body and captions, in order, in one stream through the model."""
    chunk: list[Document] = []
    size = 0
    for document in documents:
        chunk.append(document)
        size += len(document.text)
        if size >= CHUNK:
            yield from _read_chunk(chunk, model=model, actors=actors)
            chunk, size = [], 0
    yield from _read_chunk(chunk, model=model, actors=actors)


def _read_chunk(
    chunk: Sequence[Document], *, model: Model, actors: Actors
) -> Iterator[tuple[Document, Reading]]:
    parts = [[(d.text[p.start : p.end], p.start) for p in _readable(d)] for d in chunk]
    parsed = parse_parts((part for own in parts for part in own), model=model)
    for document, own in zip(chunk, parts, strict=True):
        sentences = tuple(s for _ in own for s in next(parsed))
        yield document, gather(document, sentences, actors=actors)


def _readable(document: Document) -> list[Part]:
    return [p for p in document.parts if p.kind in READ_PARTS]


def gather(document: Document, sentences: tuple[Sentence, ...], *, actors: Actors) -> Reading:
    """Find mentions, quotations, times, figures and voices in parsed sentences."""
    text, on = document.text, document.published_on
    when = document.published_in
    named_on = when.middle if when else None
    quotations = tuple(
        q for p in _readable(document) for q in find_quotations(text, p.start, p.end)
    )
    named = find_names(sentences, text, actors=actors, on=named_on)
    pointing = find_pronouns(sentences, find_roles(sentences, named, actors=actors))
    mentions = find_others(sentences, pointing)
    voices = find_voices(sentences, mentions, quotations, [p.start for p in document.parts])
    spoken = find_first_persons(sentences, voices)
    mentions = [sorted((*a, *b), key=_place) for a, b in zip(mentions, spoken, strict=True)]
    return Reading(
        document=document.id,
        sentences=sentences,
        mentions=tuple(m for ms in mentions for m in ms),
        quotations=quotations,
        times=tuple(_times(sentences, text, on)),
        figures=tuple(_figures(sentences, text)),
        voices=tuple(voices),
    )


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _times(sentences: tuple[Sentence, ...], text: str, on: date | None) -> Iterator[TimeExpression]:
    reached: Period | None = None
    for n, s in enumerate(sentences):
        for start, end, period in find_times(text, s.start, s.end, on=on, reached=reached):
            yield TimeExpression(n, start, end, period)
            reached = period if is_reached(period) else reached


def _figures(sentences: tuple[Sentence, ...], text: str) -> Iterator[Figure]:
    for n, s in enumerate(sentences):
        for start, end, value, unit, qualifier in find_figures(text, s.start, s.end):
            yield Figure(n, start, end, value, unit, qualifier)
