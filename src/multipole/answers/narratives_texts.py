"""The words of each side: reports of an outlet, statements and quoted words of a state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import EVIDENCE
from multipole.answers.evidence import citation
from multipole.answers.narrative_sides import Asked, Row, day_of_report, state_of
from multipole.core.types import Document
from multipole.narratives.texts import Stretch, sentences, shown, stretches
from multipole.store import Store

#: Code points of a side's texts that are read; of more, texts by their ids, a fair sample.
MOST: Final = 4_000_000
_AT_ONCE: Final = 200


@dataclass(frozen=True)
class Text:
    """What one document holds of a side's words: ``stretches`` of its ``text``."""

    side: str
    document: Row
    text: str
    stretches: tuple[Stretch, ...]

    @property
    def day(self) -> date | None:
        """When it was published."""
        return day_of_report(self.document)


@dataclass(frozen=True)
class Texts:
    """The texts of all sides in one language, and what was left out."""

    asked: Asked
    all: tuple[Text, ...]
    language: str
    other_language: int
    beyond: int

    def of(self, side: str) -> list[Text]:
        """Those of one side."""
        return [text for text in self.all if text.side == side]

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, in words."""
        found = []
        if self.other_language:
            found.append(
                f"Only texts in one language can be compared: {self.other_language} not in "
                f"{self.language!r} are left out."
            )
        if self.beyond:
            found.append(
                f"Of each side {MOST:,} signs are read at most, texts in the order of their ids, "
                f"which is as good as drawn: {self.beyond:,} texts are left out."
            )
        return tuple(found)


def texts(store: Store, asked: Asked, *, quoted: bool = True) -> Texts:
    """The texts of the sides, by their documents' ids.

    Of an outlet its reports; of a state its own statements and, with ``quoted``, the words that
    reports quote of it.
    """
    documents = {d["id"]: d for d in store.documents(asked.known).to_pylist() if _in(d, asked)}
    places = _places(store, asked, documents, quoted=quoted)
    language = Counter(documents[d]["language"] for _, d in places).most_common(1)
    spoken = language[0][0] if language else ""
    kept = sorted(key for key in places if documents[key[1]]["language"] == spoken)
    found, beyond = _read(store, kept, places, documents)
    return Texts(asked, tuple(found), spoken, len(places) - len(kept), beyond)


def sentence_rows(found: Text, term: Any, most: int) -> list[dict[str, Any]]:
    """The first sentences of a text in which a pattern stands, as rows of `EVIDENCE`."""
    rows, seen = [], set()
    for start, end in found.stretches:
        for place in term.finditer(found.text, start, end):
            sentence = _around(found, place.span())
            if sentence not in seen:
                seen.add(sentence)
                rows.append(_row(found, sentence))
            if len(rows) == most:
                return rows
    return rows


def sentence_table(rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Sentences as evidence, each once, oldest first."""
    each = {row["claim"]: row for row in rows}
    told = sorted(each.values(), key=lambda r: (r["published_on"] or date.max, r["claim"]))
    return pa.Table.from_pylist([dict(row) for row in told], schema=EVIDENCE)


def _in(document: Row, asked: Asked) -> bool:
    if not (asked.since or asked.until):
        return True
    day = day_of_report(document)
    return day is not None and (asked.since or date.min) <= day < (asked.until or date.max)


def _places(
    store: Store, asked: Asked, documents: Mapping[str, Row], *, quoted: bool
) -> dict[tuple[str, str], list[Stretch]]:
    """(side, document) -> the stretches that are the side's; empty for the whole document."""
    whole = {
        (document["outlet"] if asked.by == "outlets" else state_of(document), id_)
        for id_, document in documents.items()
    }
    found: dict[tuple[str, str], list[Stretch]] = {
        key: [] for key in whole if key[0] in asked.sides
    }
    if asked.by == "states" and quoted:
        for key, stretch in _quoted(store, asked, documents):
            if key not in whole:
                found.setdefault(key, []).append(stretch)
    return found


def _quoted(
    store: Store, asked: Asked, documents: Mapping[str, Row]
) -> list[tuple[tuple[str, str], Stretch]]:
    claims = store.claims(as_of=asked.known).select(["id", "speaker_actor"]).to_pylist()
    speaker = {c["id"]: c["speaker_actor"] for c in claims if c["speaker_actor"] in asked.sides}
    return [
        ((speaker[span["claim"]], span["document"]), (span["start"], span["end"]))
        for span in store.spans(list(speaker)).to_pylist()
        if span["document"] in documents and span["ordinal"] == 0  # the others are not theirs
    ]


def _read(
    store: Store,
    keys: Sequence[tuple[str, str]],
    places: Mapping[tuple[str, str], list[Stretch]],
    documents: Mapping[str, Row],
) -> tuple[list[Text], int]:
    found: list[Text] = []
    size: Counter[str] = Counter()
    for at in range(0, len(keys), _AT_ONCE):
        piece = [key for key in keys[at : at + _AT_ONCE] if size[key[0]] < MOST]
        whole = {d.id: d for d in store.document_objects({document for _, document in piece})}
        for side, id_ in piece:
            if size[side] < MOST:
                text = _text(side, whole[id_], documents[id_], places[side, id_])
                size[side] += sum(end - start for start, end in text.stretches)
                found.append(text)
    return found, len(keys) - len(found)


def _text(side: str, document: Document, row: Row, quoted: Sequence[Stretch]) -> Text:
    read = _merged(quoted) if quoted else stretches(document.text, document.parts)
    return Text(side, row, document.text, tuple(read))


def _merged(quoted: Sequence[Stretch]) -> list[Stretch]:
    """Stretches without overlap, so that no word counts twice."""
    found: list[Stretch] = []
    for start, end in sorted(quoted):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _around(found: Text, place: Stretch) -> Stretch:
    """The sentence that a place stands in, in the part of the document that holds it."""
    start, end = next((s for s in found.stretches if s[0] <= place[0] < s[1]), place)
    for sentence in sentences(found.text, start, end):
        if sentence[0] <= place[0] < sentence[1]:
            return shown(found.text, sentence, place)
    return place


def _row(found: Text, sentence: Stretch) -> dict[str, Any]:
    document, (start, end) = found.document, sentence
    state = state_of(document)
    return {
        "claim": f"{document['id']}:{start}-{end}",
        "kind": "sentence",
        **{name: document[name] for name in ("outlet", "title", "published_on")},
        "speaker": state,
        "speaker_actor": state,
        "stance": "",
        "quote": found.text[start:end],
        "document": document["id"],
        "start": start,
        "end": end,
        "confidence": None,
        "citation": citation(document, start, end),
    }
