from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from multipole.core.errors import BadPeriod, UnreadableInput, WrongUse
from multipole.core.types import Document, Refusal
from multipole.documents import ReadOptions, read_paths

Reading = tuple[list[Document], list[Refusal]]
Gate = Callable[..., Reading]
OneDocument = Callable[..., Document]
OneRefusal = Callable[..., Refusal]

BODY = (
    "The two countries signed a border treaty on Tuesday after nine rounds of talks in the capital."
)
NOW = datetime(2024, 1, 2, tzinfo=UTC)


def test_a_folder_is_read_in_order_of_names(tmp_path: Path, gate: Gate) -> None:
    for name in (
        "b/2.txt",
        "a.txt",
        "b/1.txt",
        ".hidden.txt",
        ".git/x.txt",
        "m.duckdb",
        "~$x.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{BODY} ({name})")
    documents, refusals = gate(tmp_path)
    assert not refusals
    assert [Path(d.path).relative_to(tmp_path).as_posix() for d in documents] == [
        "a.txt", "b/1.txt", "b/2.txt",
    ]  # fmt: skip


def test_a_path_that_is_not_there_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="there is no"):
        read_paths([tmp_path, tmp_path / "gone.txt"], now=NOW)


def test_the_same_file_is_the_same_document_whenever_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"date 2019-06-05 {BODY}")
    ids = set()
    for year in (2020, 2030):
        item = next(read_paths([path], now=datetime(year, 1, 1, tzinfo=UTC)))
        assert not isinstance(item, Refusal)
        ids.add(item[0].id)
    assert len(ids) == 1


def test_options_override_the_sidecar_and_the_sidecar_the_file(tmp_path: Path, gate: Gate) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title: One\nOutlet: First Post\nAuthor: Ivo Brandt\n\n{BODY}")
    side = {"title": "Two", "outlet": "Second Post", "date": "2019-06-05", "language": "en-GB"}
    (tmp_path / "a.txt.meta.json").write_text(json.dumps(side))
    documents, refusals = gate(path, options=ReadOptions(title="Three"))
    assert not refusals
    document = documents[0]
    assert (document.title, document.outlet, document.author) == (
        "Three",
        "Second Post",
        "Ivo Brandt",
    )
    assert (document.published_on, document.language) == (date(2019, 6, 5), "en")


def test_a_sidecar_may_leave_out_the_extension(tmp_path: Path, gate: Gate) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.meta.json").write_text('{"outlet": "Harbour Post"}')
    documents, refusals = gate(tmp_path)
    assert not refusals
    assert documents[0].outlet == "Harbour Post"


@pytest.mark.parametrize(
    "side", ["{", "[]", '{"date": "2019-02-30"}', '{"colour": "red"}', "", "[" * 100_000, "\0"]
)
def test_a_bad_sidecar_is_refused_and_its_report_goes_in(
    tmp_path: Path, gate: Gate, side: str
) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "a.txt.meta.json").write_text(side)
    documents, refusals = gate(tmp_path)
    assert len(documents) == 1
    assert len(refusals) == 1
    assert refusals[0].path.endswith("a.txt.meta.json")


def test_a_sidecar_without_its_report_is_refused(tmp_path: Path, gate: Gate) -> None:
    (tmp_path / "gone.txt.meta.json").write_text("{}")
    documents, refusals = gate(tmp_path)
    assert not documents
    assert "without its report" in refusals[0].reason


def test_options_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadPeriod):
        ReadOptions(date="2021-02-30")
    with pytest.raises(BadPeriod):
        ReadOptions(date="03/04/2021")
    with pytest.raises(WrongUse):
        ReadOptions(columns={"words": "x"})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", ""),
        ("a.txt", " \n\t\n "),
        ("a.txt", "\u200b\u200f\n"),
        ("a.txt", "--- *** ---"),
        ("a.txt", bytes(range(256)) * 20),
        ("a.txt", b"%PDF-1.7\n..."),
        ("a.exe", "words"),
        ("a", "words"),
        ("a.json", '{"text": "words"}'),
        ("a.meta.json", "{}"),
    ],
)
def test_what_cannot_be_read_costs_one_line(
    refuse_one: OneRefusal, name: str, data: str | bytes
) -> None:
    refuse_one(name, data)


def test_a_file_beyond_the_limit_is_refused(refuse_one: OneRefusal) -> None:
    assert "limit" in refuse_one("a.txt", BODY * 20, max_bytes=1000).reason


def test_text_with_hidden_marks_keeps_them_and_says_so(read_one: OneDocument) -> None:
    document = read_one("a.txt", f"\ufeff{BODY} \u202eabc\u202c\u200b\r\nNext\0 line here.")
    assert document.text == f"{BODY} \u202eabc\u202c\u200b\nNext line here."
    assert len(document.notes) == 2


def test_a_date_after_the_day_of_reading_is_noted(read_one: OneDocument) -> None:
    document = read_one("a.txt", f"date 2093-06-05 {BODY}")
    assert document.published_on == date(2093, 6, 5)
    assert any("after the day" in note for note in document.notes)


def test_a_link_that_loops_is_one_line(tmp_path: Path, gate: Gate) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    documents, refusals = gate(tmp_path)
    assert len(documents) == 1
    assert len(refusals) == 3


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path, gate: Gate) -> None:
    os.mkfifo(tmp_path / "a.txt")
    _, refusals = gate(tmp_path)
    assert "regular file" in refusals[0].reason


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_one_line(tmp_path: Path, gate: Gate) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)
    path.chmod(0)
    _, refusals = gate(tmp_path)
    assert "cannot be opened" in refusals[0].reason


def test_a_name_with_line_breaks_stays_on_one_line(tmp_path: Path, gate: Gate) -> None:
    (tmp_path / "a\nb.exe").write_text(BODY)
    (tmp_path / os.fsdecode(b"c\xff.txt")).write_text(BODY)
    documents, refusals = gate(tmp_path)
    assert len(documents) == len(refusals) == 1
    documents[0].path.encode()


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + BODY,
        "<b>" * 100_000 + BODY + "</b>" * 100_000,
        "<p>" * 200_000,
        "<" * 300_000,
        "<a href='" * 50_000,
        "<table><tr><td>" * 30_000 + BODY,
        "&" * 300_000,
        f"<p>{BODY}</p>" + "<x-y>" * 50_000,
    ],
    ids=["divs", "bolds", "paragraphs", "brackets", "quotes", "tables", "entities", "unknown"],
)
def test_a_hostile_page_costs_little_time_and_no_error(
    tmp_path: Path, gate: Gate, page: str
) -> None:
    (tmp_path / "a.html").write_text(page)
    begin = time.process_time()
    documents, refusals = gate(tmp_path)
    assert len(documents) + len(refusals) == 1
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "text",
    [
        "a " * 200_000,
        "\n" * 300_000 + BODY,
        "Photo by " * 40_000,
        "word\n" * 60_000,
        ("A " * 30 + "\n\n") * 5_000,
        "(" * 200_000 + BODY,
        ("/Xinhua " * 30 + "\n") * 2_000,
        "Ab Cd " * 50_000,
    ],
    ids=["words", "blanks", "credits", "lines", "copies", "brackets", "agencies", "names"],
)
def test_a_hostile_text_costs_little_time(tmp_path: Path, gate: Gate, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    begin = time.process_time()
    documents, refusals = gate(tmp_path)
    assert len(documents) + len(refusals) == 1
    assert time.process_time() - begin < 5


def test_libraries_do_not_talk_to_the_terminal(
    tmp_path: Path, gate: Gate, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nbroken\n%%EOF")
    (tmp_path / "a.html").write_text("<html></html>")
    gate(tmp_path)
    assert capfd.readouterr() == ("", "")
