"""Text -> parsed sentences, as plain tuples with offsets into the document's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from multipole.core.text import Sentence
from multipole.evidence.model import Model

LONGEST = 20_000
BATCH = 64


def parse_parts(
    parts: Iterable[tuple[str, int]], *, model: Model
) -> Iterator[tuple[Sentence, ...]]:
    """Parse each ``(text, offset)`` and yield its sentences, in order.

    ``offset`` is where the part starts in the document's text. A part longer than `LONGEST`
    characters is cut at white space, so that one endless paragraph cannot exhaust memory. A line
    break inside a part counts as a space.
    """
    plain = ((text.replace("\n", " "), offset) for text, offset in parts)
    pieces = (
        (piece, (at, last)) for text, offset in plain for piece, at, last in _cut(text, offset)
    )
    gathered: list[Sentence] = []
    for doc, (offset, last) in model.nlp.pipe(pieces, as_tuples=True, batch_size=BATCH):
        gathered.extend(_sentences(doc, offset))
        if last:
            yield tuple(gathered)
            gathered = []


def _cut(text: str, offset: int) -> Iterator[tuple[str, int, bool]]:
    at = 0
    while len(text) - at > LONGEST:
        cut = text.rfind(" ", at + LONGEST // 2, at + LONGEST)
        cut = cut if cut > 0 else at + LONGEST
        yield text[at:cut], offset + at, False
        at = cut
    yield text[at:], offset + at, True


def _sentences(doc: Any, offset: int) -> Iterator[Sentence]:
    for sent in doc.sents:
        tokens = [t for t in sent if not t.is_space]
        if tokens:
            yield _sentence(tokens, offset)


def _sentence(tokens: Sequence[Any], offset: int) -> Sentence:
    place = {t.i: n for n, t in enumerate(tokens)}
    at = tuple(offset + t.idx for t in tokens)
    to = tuple(offset + t.idx + len(t) for t in tokens)
    return Sentence(
        start=at[0],
        end=to[-1],
        at=at,
        to=to,
        words=tuple(t.text for t in tokens),
        lemmas=tuple((t.lemma_ or t.text).lower() for t in tokens),
        tags=tuple(t.tag_ for t in tokens),
        deps=tuple(t.dep_ for t in tokens),
        heads=tuple(place.get(t.head.i, n) for n, t in enumerate(tokens)),
        entities=tuple(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "" for t in tokens),
    )
