"""Lines without quoting, some fields of each."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.sources.gate.frames import read_lines, split_lines
from multipole.sources.gate.source import Input


@pytest.mark.parametrize("chunk", [b"a\tb\tc\n1\t2\t3\t4\n", b"1\t2\t3\t4\r\na\tb\tc\r\n"])
def test_lines_of_two_lengths_go_together_whichever_comes_first(chunk: bytes) -> None:
    frame, odd = split_lines(chunk, first_row=7, widths=(3, 4), columns=(3, 0))
    assert sorted(frame.select("f0", "f3").rows()) == [("1", "4"), ("a", "")]
    assert frame["row"].to_list() == [7, 8]
    assert odd.is_empty()


def test_quotes_are_no_more_than_characters() -> None:
    frame, _ = split_lines(b'"x\ty"\t""\n', first_row=1, widths=(3,), columns=(0, 1, 2))
    assert frame.row(0)[1:] == ('"x', 'y"', '""')


def test_odd_lines_are_refused_with_their_row_and_empty_ones_left_out() -> None:
    chunk = b"a\tb\n\na\tb\tc\n\xff\td\ne\t\n"
    frame, odd = split_lines(chunk, first_row=2, widths=(2,), columns=(0, 1))
    assert frame.rows() == [(2, "a", "b"), (6, "e", "")]
    assert odd.select("row", "reason").rows() == [
        (4, "the row has 3 fields, not 2"),
        (5, "the row is not UTF-8"),
    ]


def test_marks_below_the_tab_are_text_like_any_other() -> None:
    frame, odd = split_lines(b"a\x01b\tc\nd\te\n", first_row=1, widths=(2,), columns=(0, 1))
    assert frame.rows() == [(1, "a\x01b", "c"), (2, "d", "e")]
    assert odd.is_empty()


cells = st.text(alphabet="ab\t\x01é\r ", max_size=12).map(lambda text: text.replace("\r", ""))


@given(lines=st.lists(cells, max_size=8), width=st.integers(1, 4), last=st.booleans())
def test_every_line_is_kept_as_it_is_or_refused(
    lines: list[str], width: int, *, last: bool
) -> None:
    chunk = "\n".join(lines).encode() + b"\n" * last
    frame, odd = split_lines(chunk, first_row=1, widths=(width,), columns=range(width))
    numbered = enumerate(chunk.decode().split("\n"), start=1)
    filled = [(row, line.split("\t")) for row, line in numbered if "\t" in line or line.strip()]
    kept = [(row, *cells) for row, cells in filled if len(cells) == width]
    assert frame.rows() == kept
    assert odd["row"].to_list() == [row for row, cells in filled if len(cells) != width]


@given(lines=st.lists(cells, min_size=1, max_size=8), size=st.integers(1, 9))
def test_chunks_are_whole_lines_and_nothing_else(lines: list[str], size: int) -> None:
    text = "\ufeff" + "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        path.write_text(text, encoding="utf-8", newline="")
        chunks = list(read_lines(Input(path, "", 0), chunk_bytes=max(size, 3)))
    assert b"".join(chunk for _, chunk in chunks).decode() == "\n".join(lines)
    assert [row for row, _ in chunks] == [
        1 + b"".join(chunk for _, chunk in chunks[:i]).count(b"\n") for i in range(len(chunks))
    ]
