from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from multipole.core.ids import sha256
from multipole.core.types import Document, Refusal

Read = Callable[..., tuple[list[Document], list[Refusal]]]

BODY = "The two countries signed a border treaty on Tuesday after nine rounds of talks."
MORE = "Its text was not made public and neither side said when they would vote on it."


def test_each_row_is_a_document_with_its_own_bytes(read: Read) -> None:
    line = json.dumps(
        {"text": BODY, "published_at": "2019-06-05", "headline": "Signed", "source": "Post"}
    )
    documents, refusals = read("a.jsonl", f"{line}\n\n" + json.dumps({"body": MORE}) + "\n")
    assert not refusals
    assert [d.text for d in documents] == [BODY, MORE]
    assert documents[0].path.endswith("a.jsonl#1")
    assert documents[1].path.endswith("a.jsonl#3")
    assert documents[0].raw == sha256(line.encode())
    assert (documents[0].title, documents[0].outlet) == ("Signed", "Post")
    assert documents[0].published_on == date(2019, 6, 5)


def test_a_bad_row_costs_one_line_and_the_rest_goes_in(read: Read) -> None:
    rows = ["{", "[1]", '{"text": 5}', '{"text": " "}', '{"title": "x"}', "[" * 100_000]
    good = json.dumps({"text": BODY})
    documents, refusals = read("a.jsonl", "\n".join([*rows, good]))
    assert len(documents) == 1
    assert [r.place for r in refusals] == [f"row {n}" for n in range(1, 7)]


def test_a_lone_half_of_a_character_is_replaced_and_noted(read: Read) -> None:
    documents, _ = read("a.jsonl", '{"text": "The treaty \\ud800 was signed", "title": "\\udfff"}')
    assert documents[0].text == "The treaty \ufffd was signed"
    assert documents[0].notes


def test_a_year_is_noted_and_no_day_is_guessed(read: Read) -> None:
    documents, _ = read("a.jsonl", json.dumps({"text": BODY, "year": 1971}))
    assert documents[0].published_on is None
    assert documents[0].notes == ("year:1971",)
    documents, _ = read("a.jsonl", json.dumps({"text": BODY, "year": 1971, "date": "1971-09-21"}))
    assert documents[0].published_on == date(1971, 9, 21)
    assert documents[0].notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_read_whatever_its_delimiter(read: Read, delimiter: str) -> None:
    table = f'text;title;date\n"{BODY}";"Signed";2019-06-05\n"{MORE}";;NA\n'.replace(";", delimiter)
    documents, refusals = read("a.csv", table)
    assert not refusals
    assert [d.text for d in documents] == [BODY, MORE]
    assert [d.published_on for d in documents] == [date(2019, 6, 5), None]
    assert documents[1].notes == ()
    assert documents[0].path.endswith("a.csv#1")


def test_a_byte_order_mark_and_line_ends_in_fields_do_no_harm(read: Read) -> None:
    table = f'\ufefftext,title\r\n"{BODY}\r\n\r\n{MORE}",Signed\r\n{MORE},Again\r\n'
    documents, refusals = read("a.csv", table)
    assert not refusals
    assert documents[0].text == f"{BODY}\n\n{MORE}"
    assert documents[1].title == "Again"


def test_a_huge_field_is_read_whole(read: Read) -> None:
    text = f"{BODY} " * 4000
    documents, _ = read("a.csv", f'text\n"{text}"\n')
    assert documents[0].text == text


def test_columns_can_be_named(read: Read) -> None:
    table = f"id,story,when,paper\n7,{BODY[:-1]},05.06.2019,Harbour Post\n"
    columns = {"text": "Story", "date": "when", "outlet": "paper"}
    documents, _ = read("a.csv", table, columns=columns)
    assert documents[0].outlet == "Harbour Post"
    assert documents[0].published_on == date(2019, 6, 5)


def test_a_table_without_a_text_column_says_which_it_has(read: Read) -> None:
    documents, refusals = read("a.csv", "id,words\n1,some\n2,more\n")
    assert not documents
    assert len(refusals) == 1
    assert "id, words" in refusals[0].remedy


def test_a_named_column_that_is_not_there_is_refused(read: Read) -> None:
    documents, refusals = read("a.csv", f"text\n{BODY}\n", columns={"title": "nix"})
    assert not documents
    assert "'nix'" in refusals[0].reason


def test_rows_that_do_not_fit_the_header_are_refused_by_number(read: Read) -> None:
    table = f"text,title\n{BODY},a\n{BODY}\n{MORE},b,c\n\n{MORE},d\n"
    documents, refusals = read("a.csv", table)
    assert [d.title for d in documents] == ["a", "d"]
    assert [r.place for r in refusals] == ["row 2", "row 3"]


def test_a_quote_that_nothing_closes_costs_one_row(read: Read) -> None:
    table = f'text,title\n{BODY},a\n"{MORE},b\n{MORE},c\n{BODY[:-1]},d\n'
    documents, refusals = read("a.csv", table)
    assert [d.title for d in documents] == ["a", "c", "d"]
    assert [r.place for r in refusals] == ["row 2"]
    assert "quote" in refusals[0].reason


def test_many_quotes_that_nothing_closes_end_the_table(read: Read) -> None:
    documents, refusals = read("a.csv", "text,title\n" + '"words,b\n' * 5000)
    assert not documents
    assert len(refusals) < 200


@pytest.mark.parametrize("data", ["text\n", "text,title\n\n\n", "\n\n", ",,,\n"])
def test_a_table_without_rows_says_so(read: Read, data: str) -> None:
    documents, refusals = read("a.csv", data)
    assert not documents
    assert len(refusals) == 1
