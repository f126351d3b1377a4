"""Lines without quoting, some fields of each."""

from __future__ import annotations

import pytest

from multipole.sources.gate.frames import split_lines


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
