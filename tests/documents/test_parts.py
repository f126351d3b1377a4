from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from multipole.core.types import Document
from multipole.documents import divide, read_text

OneDocument = Callable[..., Document]
Kinds = Callable[[Document], list[tuple[str, str]]]

BODY = (
    "The two countries signed a border treaty on Tuesday after nine rounds of talks in the capital."
)
MORE = "Its text was not made public, and neither side said when the parliaments would vote on it."


def texts(kind: str, found: list[tuple[str, str]]) -> list[str]:
    return [text for k, text in found if k == kind]


def test_a_date_before_the_first_sentence_is_a_dateline(
    read_one: OneDocument, kinds: Kinds
) -> None:
    document = read_one("a.txt", f" date 2019-06-05 {BODY}\n\n{MORE}\n")
    assert document.published_on == date(2019, 6, 5)
    assert document.title == ""
    assert kinds(document) == [("dateline", "date 2019-06-05"), ("body", BODY), ("body", MORE)]


def test_title_update_line_and_name_are_found_above_the_body(
    read_one: OneDocument, kinds: Kinds
) -> None:
    head = (
        "Download\nBorder treaty: Nine rounds later\nUpdated 09:12, 05-Jun-2019\nMarta Lindqvist\n"
    )
    document = read_one("a.txt", f"{head}\n{BODY}\n\n{MORE}\n\nSearch Trends")
    assert document.title == "Border treaty: Nine rounds later"
    assert document.author == "Marta Lindqvist"
    assert document.published_on == date(2019, 6, 5)
    assert [kind for kind, _ in kinds(document)] == [
        "boilerplate", "title", "dateline", "byline", "body", "body", "boilerplate",
    ]  # fmt: skip


def test_labelled_lines_are_facts(read_one: OneDocument, kinds: Kinds) -> None:
    head = (
        "Title: A treaty at last\nOutlet: The Harbour Post\nAuthor: Ivo Brandt\n"
        "Published: 3 March 2015\nURL: https://harbour.example/a\n\n"
    )
    document = read_one("a.txt", f"{head}{BODY}\n")
    assert (document.title, document.outlet) == ("A treaty at last", "The Harbour Post")
    assert (document.author, document.url) == ("Ivo Brandt", "https://harbour.example/a")
    assert document.published_on == date(2015, 3, 3)
    assert ("title", "A treaty at last") in kinds(document)
    assert ("boilerplate", "Title:") in kinds(document)
    assert read_text(document) == f"A treaty at last\n{BODY}"


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("Geneva, March 4 (Xinhua) -- ", "Geneva, March 4 (Xinhua) --"),
        ("GENEVA (Reuters) - ", "GENEVA (Reuters) -"),
        ("MOSCOW, March 5, 2015 (TASS) — ", "MOSCOW, March 5, 2015 (TASS) —"),
        ("GENEVA — ", "GENEVA —"),
    ],
)
def test_an_agency_dateline_is_no_part_of_the_sentence(
    read_one: OneDocument, kinds: Kinds, opening: str, dateline: str
) -> None:
    document = read_one("a.txt", f"{opening}{BODY}\n\n{MORE}")
    assert kinds(document) == [("dateline", dateline), ("body", BODY), ("body", MORE)]
    assert document.published_on == (date(2015, 3, 5) if "2015" in opening else None)
    assert document.outlet == ""


@pytest.mark.parametrize(
    "line",
    [
        "NATO — an alliance of thirty states — held its summit in the capital on Tuesday.",
        "The Organization for Security (OSCE) — which has observers there — reported calm.",
        "The talks (the ninth round) - held in Geneva - ended on Tuesday without a result.",
    ],
)
def test_a_dash_or_bracket_in_a_sentence_is_no_dateline(
    read_one: OneDocument, kinds: Kinds, line: str
) -> None:
    assert kinds(read_one("a.txt", f"{line}\n\n{MORE}")) == [("body", line), ("body", MORE)]


def test_by_lines_are_bylines(read_one: OneDocument) -> None:
    document = read_one("a.txt", f"Treaty signed\n\nBy Marta Lindqvist and Ivo Brandt\n\n{BODY}")
    assert document.author == "Marta Lindqvist and Ivo Brandt"


def test_a_date_of_publication_goes_before_one_of_an_update(read_one: OneDocument) -> None:
    head = "Treaty signed\nUpdated 5 June 2019\nPublished on 4 June 2019, 10:00 GMT\n\n"
    assert read_one("a.txt", head + BODY).published_on == date(2019, 6, 4)


def test_an_ambiguous_date_stays_unknown_and_is_noted(read_one: OneDocument) -> None:
    document = read_one("a.txt", f"Treaty signed\n03/04/2021\n\n{BODY}")
    assert document.published_on is None
    assert any("03/04/2021" in note for note in document.notes)
    assert read_one("a.txt", f"Treaty signed\n03/04/2021\n\n{BODY}", day_first=True).published_on


def test_a_first_sentence_is_no_title(read_one: OneDocument, kinds: Kinds) -> None:
    document = read_one("a.txt", f"{BODY}\n\n{MORE}")
    assert document.title == ""
    assert {kind for kind, _ in kinds(document)} == {"body"}


def test_a_known_title_is_the_only_title(read_one: OneDocument, kinds: Kinds) -> None:
    text = f"Countries and areas\n\nTreaty signed\n\n{BODY}"
    document = read_one("a.txt", text, title="Treaty signed")
    assert ("body", "Countries and areas") in kinds(document)
    assert ("title", "Treaty signed") in kinds(document)


@pytest.mark.parametrize(
    "caption",
    [
        "Foreign Minister Anna Vall (R) meets with Tomas Reyes in Geneva, March 4, 2015. /Xinhua",
        "Foreign Minister Anna Vall. /VCG",
        "Foreign Minister Anna Vall in Geneva (Photo by Ivo Brandt)",
        "Image: Anna Vall greets reporters in Geneva",
    ],
)
def test_a_caption_is_read_once(read_one: OneDocument, kinds: Kinds, caption: str) -> None:
    document = read_one("a.txt", f"{BODY}\n\n{caption}\n\n{caption}\n\n{MORE}\n\n{caption}")
    assert [kind for kind, _ in kinds(document)] == [
        "body",
        "caption",
        "duplicate",
        "body",
        "duplicate",
    ]
    assert read_text(document).count("Anna Vall") == 1


def test_a_caption_on_lines_of_one_block_is_read_once(read_one: OneDocument, kinds: Kinds) -> None:
    caption = "Anna Vall meets with Tomas Reyes in Geneva, March 4, 2015. /Xinhua"
    found = kinds(read_one("a.txt", f"{BODY}\n\n{caption}\n{caption}\n{caption}\n\n{MORE}"))
    assert [kind for kind, _ in found] == ["body", "caption", "duplicate", "duplicate", "body"]


def test_words_said_twice_over_in_one_paragraph_are_read_once(
    read_one: OneDocument, kinds: Kinds
) -> None:
    caption = "Anna Vall meets with Tomas Reyes in Geneva, March 4, 2015. /Xinhua"
    found = kinds(read_one("a.txt", f"{BODY}\n\n{caption} {caption}\n\n{MORE}"))
    assert [kind for kind, _ in found] == ["body", "caption", "duplicate", "body"]


def test_a_bare_picture_credit_is_boilerplate(read_one: OneDocument, kinds: Kinds) -> None:
    assert kinds(read_one("a.txt", f"{BODY}\n\nImage: Reuters\n"))[-1] == (
        "boilerplate",
        "Image: Reuters",
    )


def test_an_alternative_with_a_slash_is_no_caption(read_one: OneDocument, kinds: Kinds) -> None:
    line = "Nobody knows whether the vote will come in May and/or June of this year."
    assert kinds(read_one("a.txt", f"{BODY}\n\n{line}"))[-1] == ("body", line)


def test_notes_are_kept_and_not_read(read_one: OneDocument, kinds: Kinds) -> None:
    notes = [
        "Editor's note: Marta Lindqvist is a fellow at the Institute of Ports. The views are hers.",
        "(If you want to contribute, please contact us at desk@harbour.example.)",
        "Ivo Brandt is an editor at the Harbour Post, a monthly on shipping.",
    ]
    document = read_one("a.txt", f"{notes[0]}\n\n{BODY}\n\n{MORE}\n\n{notes[1]}\n\n{notes[2]}\n")
    assert texts("note", kinds(document)) == notes
    assert document.author == "Marta Lindqvist"
    assert read_text(document) == f"{BODY}\n{MORE}"


def test_the_author_is_taken_from_the_last_line(read_one: OneDocument) -> None:
    bio = "Ivo Brandt is an editor at the Harbour Post, a monthly on shipping."
    assert read_one("a.txt", f"{BODY}\n\n{MORE}\n\n{bio}\n\nImage: Reuters").author == "Ivo Brandt"


@pytest.mark.parametrize(
    "line",
    [
        "Anna Vall is the president of the republic and has said that she will sign the treaty.",
        "Geneva is a city on a lake, and the ministers met there in the spring.",
    ],
)
def test_a_last_sentence_about_somebody_is_not_taken_for_a_note(
    read_one: OneDocument, kinds: Kinds, line: str
) -> None:
    assert kinds(read_one("a.txt", f"{BODY}\n\n{MORE}\n\n{line}"))[-1] == ("body", line)


def test_a_paragraph_printed_again_is_a_duplicate(read_one: OneDocument, kinds: Kinds) -> None:
    found = kinds(
        read_one("a.txt", f"{BODY}\n\n{MORE}\n\n{BODY}\n\n{MORE}\n\nA last word follows here.")
    )
    assert [kind for kind, _ in found] == ["body", "body", "duplicate", "duplicate", "body"]


def test_a_teaser_that_runs_over_later_paragraphs_is_the_duplicate(
    read_one: OneDocument, kinds: Kinds
) -> None:
    found = kinds(read_one("a.txt", f"{BODY} {MORE[:60]}...\n\n{BODY}\n\n{MORE}"))
    assert [kind for kind, _ in found] == ["duplicate", "body", "body"]


def test_a_pull_quote_is_a_duplicate(read_one: OneDocument, kinds: Kinds) -> None:
    quote = "neither side said when the parliaments would vote on it"
    found = kinds(read_one("a.txt", f"{BODY}\n\n{quote}\n\n{MORE}"))
    assert [kind for kind, _ in found] == ["body", "duplicate", "body"]


def test_a_form_of_address_said_again_is_no_duplicate(read_one: OneDocument, kinds: Kinds) -> None:
    found = kinds(
        read_one("a.txt", f"{BODY}\n\nMr. President,\n\n{MORE}\n\nMr. President,\n\nThanks.")
    )
    assert "duplicate" not in {kind for kind, _ in found}


def test_wrapped_lines_make_one_paragraph_and_plain_lines_one_each(read_one: OneDocument) -> None:
    words = (BODY + " " + MORE).split()
    lines = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
    again = [line.replace("the", "one") for line in lines]
    wrapped = read_one("a.txt", "\n".join(lines) + "\n\n" + "\n".join(again))
    assert [p.kind for p in wrapped.parts] == ["body", "body"]
    assert len(read_one("a.txt", f"{BODY}\n{MORE}\n{BODY[4:]}\n").parts) == 3


def test_a_numbered_paragraph_begins_a_new_one_in_wrapped_text(read_one: OneDocument) -> None:
    line = (
        "The delegation of the harbour states wishes\nto thank the assembly for its patience today."
    )
    document = read_one("a.txt", f"1. {line}\n2. {line[4:]}\n3. {line[8:]}")
    assert [document.text[p.start] for p in document.parts] == ["1", "2", "3"]


def test_no_part_holds_two_paragraphs() -> None:
    text = f"{BODY}\n\n{MORE}\n \t\n{BODY[4:]}"
    parts, _ = divide(text)
    assert all("\n\n" not in text[p.start : p.end] for p in parts)
    assert len(parts) == 3
