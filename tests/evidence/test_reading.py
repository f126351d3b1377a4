from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipole.actors import Actors
from multipole.core.text import Reading
from multipole.core.types import Document, Part
from multipole.evidence import Model, load_model, read_documents

Reader = Callable[..., Reading]
LATEST = date(9999, 12, 30)
Page = Callable[..., Document]


def test_one_pass_finds_every_kind_of_evidence(read: Reader) -> None:
    text = "On Monday, “trade with China rose by 30 percent,” the Russian minister said."
    found = read(text)
    assert [text[q.start : q.end] for q in found.quotations] == [
        "trade with China rose by 30 percent,"
    ]
    assert [(f.value, f.unit) for f in found.figures] == [(30.0, "percent")]
    assert [str(t.period) for t in found.times] == ["2022-05-16"]
    assert {a for m in found.mentions for a in m.actors} == {"CHN", "RUS"}
    assert {v.actor for v in found.voices} == {"RUS"}


@pytest.mark.parametrize("kind", ["duplicate", "note", "byline", "dateline", "boilerplate"])
def test_marked_parts_are_left_unread(kind: str, page: Page, read: Reader) -> None:
    text = "Russia met China in 2019.\n“Japan” left 30 percent in 2020."
    parts = (Part(0, 25, kind), Part(26, len(text), "body"))
    found = read(page(text, parts=parts))
    assert min(s.start for s in found.sentences) == 26
    for items in (found.mentions, found.quotations, found.times, found.figures):
        assert all(item.start >= 26 for item in items)


def test_a_quotation_does_not_run_into_the_next_part(page: Page, read: Reader) -> None:
    text = "“Russia left. Japan met China."
    parts = (Part(0, 13, "body"), Part(14, len(text), "body"))
    (quotation,) = read(page(text, parts=parts)).quotations
    assert quotation.end <= 13
    assert not quotation.closed


def test_readings_come_in_the_order_of_the_documents(
    page: Page, model: Model, actors: Actors
) -> None:
    texts = ["Russia met China.", "", "\n\n", "Japan left. " * 40, "India met Nepal."]
    documents = [page(text) for text in texts]
    found = list(read_documents(documents, model=model, actors=actors))
    assert [d for d, _ in found] == documents
    assert [r.document for _, r in found] == [d.id for d in documents]
    assert [len(r.sentences) for _, r in found] == [1, 0, 0, 40, 1]


def test_a_document_is_read_alike_alone_and_among_others(
    page: Page, model: Model, actors: Actors
) -> None:
    first = page("The Kremlin spoke. It denied that it met “China” two weeks ago.")
    others = [page(f"{name} met Japan. They left.") for name in ("India", "Cuba", "Peru")]
    (alone,) = read_documents([first], model=model, actors=actors)
    among = list(read_documents([*others, first], model=model, actors=actors))[-1]
    assert alone == among


def test_documents_are_streamed(page: Page, model: Model, actors: Actors) -> None:
    taken = []

    def supply() -> Iterator[Document]:
        for n in range(6):
            taken.append(n)
            yield page(f"Report {n}. " + "A quiet day in Oslo passed. " * 4000)

    plain = load_model("none")
    next(iter(read_documents(supply(), model=plain, actors=actors)))
    assert len(taken) < 6


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=100), on=st.one_of(st.none(), st.dates(max_value=LATEST)))
def test_any_text_on_any_day_is_read(text: str, on: date | None, page: Page, read: Reader) -> None:
    document = page(f"Last week {text} the Kremlin {text}", on=on)
    found = read(document)
    for item in (*found.mentions, *found.quotations, *found.times, *found.figures, *found.voices):
        assert 0 <= item.start < item.end <= len(document.text)
