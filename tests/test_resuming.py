"""Long reports and many files: what is done is not done again, and comes out the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from multipole.core.ids import sha256
from multipole.core.types import Document, Part
from multipole.documents import ReadOptions, divide
from multipole.documents import reading as gate
from multipole.pipeline import deriving, read_into, sections
from multipole.pipeline import reading as pipeline
from multipole.pipeline.sections import Section
from multipole.store import Store, open_store

NOW = datetime(2030, 1, 1, tzinfo=UTC)
ACTS = ("Chile condemned Peru", "Ghana sued Kenya", "Oman attacked Laos", "Malta met Cuba")
CONTENT = ("sentences", "mentions", "claims", "spans", "events", "links")


def paragraphs(many: int) -> list[str]:
    """Invented paragraphs of an act and a figure each."""
    return [
        f"On {n % 27 + 1} May 20{n % 20:02}, {ACTS[n % 4]}. It was read out at once. "
        f"About {n + 3} percent of the exports of Peru go to Chile."
        for n in range(many)
    ]


def document(text: str, *, parts: Sequence[Part] | None = None) -> Document:
    made = Document(
        "Post", "", "", "", "en", date(2021, 3, 11), NOW, sha256(text.encode()), "a.txt", text
    )
    return replace(made, parts=tuple(divide(text)[0] if parts is None else parts))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections of few hundred characters, each kept by itself."""
    monkeypatch.setattr(sections, "LONGEST", 400)
    monkeypatch.setattr(pipeline, "CODED_AT_ONCE", 1)


def write(place: Path, many: int = 12) -> Path:
    head = "Title: A long day\nOutlet: Post\nDate: 2021-03-11\n\n"
    place.write_text(head + "\n\n".join(paragraphs(many)) + "\n", "utf-8")
    return place


def content(path: Path, out: Path) -> dict[str, bytes]:
    with open_store(path, read_only=True) as opened:
        assert opened.verify() == []
        opened.export_parquet(out)
    return {name: (out / f"{name}.parquet").read_bytes() for name in CONTENT}


def test_a_report_of_usual_length_is_one_section() -> None:
    whole = document("\n\n".join(paragraphs(4)))
    assert list(sections.sections(whole)) == [Section(whole, first=True, last=True)]


@pytest.mark.usefixtures("short")
def test_sections_hold_all_parts_once_and_in_order() -> None:
    whole = document("\n\n".join(paragraphs(12)))
    found = list(sections.sections(whole))
    assert [p for s in found for p in s.document.parts] == list(whole.parts)
    assert len(found) > 3
    assert all(0 < s.size <= 400 and s.document.id == whole.id for s in found)
    assert [s.first for s in found] == [True] + [False] * (len(found) - 1)
    assert [s.last for s in found] == [False] * (len(found) - 1) + [True]


@pytest.mark.usefixtures("short")
def test_what_is_left_of_a_report_are_the_sections_behind_its_place() -> None:
    found = list(sections.sections(document("\n\n".join(paragraphs(12)))))
    for n, section in enumerate(found[:-1], 1):
        assert (
            list(sections.sections(document("\n\n".join(paragraphs(12))), after=section.end))
            == (found[n:])
        )


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("joint", [" ", "_"])
def test_an_endless_paragraph_is_cut_behind_sentences_if_it_has_any(joint: str) -> None:
    text = joint.join(paragraphs(9)).replace(" ", joint)
    whole = document(text, parts=[Part(0, len(text), "body")])
    parts = [p for s in sections.sections(whole) for p in s.document.parts]
    assert "".join(text[p.start : p.end] for p in parts) == text
    assert all(p.end - p.start <= 400 for p in parts)
    assert joint == "_" or all(text[p.end - 2] == "." for p in parts[:-1])


@pytest.mark.usefixtures("short")
def test_a_long_report_goes_on_where_it_was_left(tmp_path: Path, store: Store) -> None:
    path, coded = write(tmp_path / "long.txt"), list[int]()

    class Killed(Exception):
        pass

    def die(step: str, done: int, total: int) -> None:
        coded.append(1)
        if step == "code" and len(coded) == 4:
            raise Killed

    with pytest.raises(Killed):
        read_into(store, [path], now=NOW, progress=die, types=None)
    (reached,) = store.progress.reached(pipeline.find_means(store, types=None)[0].coder).values()
    assert reached > 0
    before, sentences = len(coded), store.counts()["sentences"]
    assert sentences > 0
    assert store.claims().num_rows == 0, "a report half read has no claims to show yet"
    report = read_into(store, [path], now=NOW, progress=lambda *_: coded.append(1), types=None)
    assert report.coded == 1
    assert store.counts()["halfway"] == 0
    assert len(coded) - before < len(list(sections.sections(store.document_objects(
        store.documents()["id"].to_pylist())[0]))) + 3  # fmt: skip
    with open_store(tmp_path / "whole.duckdb", create=True) as other:
        read_into(other, [path], now=NOW, types=None)
    place = store.path
    store.close()
    assert content(place, tmp_path / "a") == content(tmp_path / "whole.duckdb", tmp_path / "b")


@pytest.mark.usefixtures("short")
def test_mentions_of_later_sections_name_their_own_sentences(tmp_path: Path, store: Store) -> None:
    read_into(store, [write(tmp_path / "long.txt")], now=NOW, types=None)
    (one,) = store.documents()["id"].to_pylist()
    spans = [(s["start"], s["end"]) for s in store.sentences(one).to_pylist()]
    found = store.mentions(one).to_pylist()
    assert [s["ordinal"] for s in store.sentences(one).to_pylist()] == list(range(len(spans)))
    assert len(found) > 20
    for mention in found:
        start, end = spans[mention["sentence"]]
        assert start <= mention["start"] < mention["end"] <= end


def no_reading(*_: Any, **__: Any) -> Document:
    raise AssertionError("a report was read again")


def test_reports_that_are_known_are_counted_and_not_read_again(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "Chile condemned Peru on 3 May 2021."}\nnot a report\n'
        '{"text": "Ghana sued Kenya on 4 May 2021."}\n'
    )
    files = [tmp_path / "a.txt", tmp_path / "b.jsonl"]
    first = read_into(store, files, now=NOW, types=None)
    assert (first.documents, first.new_documents, len(first.refusals)) == (3, 3, 1)
    monkeypatch.setattr(gate, "freeze", no_reading)
    again = read_into(store, files, now=NOW, types=None)
    assert (again.documents, again.new_documents, again.coded) == (3, 0, 0)
    assert again.refusals == first.refusals


def test_a_report_is_read_again_when_anything_about_it_is_new(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path / "a.txt")
    sidecar = tmp_path / "a.meta.json"
    assert read_into(store, [path], now=NOW, types=None).new_documents == 1
    options = ReadOptions(outlet="Herald")
    assert read_into(store, [path], now=NOW, options=options, types=None).new_documents == 1
    sidecar.write_text('{"url": "https://example.org/a"}')
    assert read_into(store, [path], now=NOW, types=None).new_documents == 1
    write(path, 5)
    assert read_into(store, [path], now=NOW, types=None).new_documents == 1
    assert read_into(store, [path], now=NOW, types=None).new_documents == 0


def test_reprints_are_found_whether_signed_at_once_or_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = "The choir of the town sang eleven songs about the sea and the wind that night, and " * 4
    found = []
    for n in range(3):
        text = f"Outlet: Outlet {n}\nDate: 2021-03-04\n\nA long evening. {same} it rained.\n"
        (tmp_path / f"{n}.txt").write_text(text)
    for many in (1, 2000):
        monkeypatch.setattr(deriving, "SIGNED_AT_ONCE", many)
        with open_store(tmp_path / f"{many}.duckdb", create=True) as opened:
            read_into(opened, [tmp_path / f"{n}.txt" for n in range(3)], now=NOW, types=None)
            found.append(opened.links().to_pylist())
    assert found[0] == found[1]
    assert len(found[0]) == 3
