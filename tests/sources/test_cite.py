"""Citations: as the publisher asks, with the edition; BibTeX that any reader accepts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.records import Release
from multipole.sources.cite import bibtex, citation, escape, names_of
from multipole.sources.gate.source import Source
from multipole.sources.registry import SOURCES, find_source

NOW = date(2026, 3, 1)
NMC = find_source("cow_nmc")
RELEASE = Release("cow_nmc", "7.0", date(2025, 4, 2), ("a" * 64, "b" * 64))
UNDONE = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
    r"\&": "&", r"\%": "%", r"\$": "$", r"\#": "#", r"\_": "_",
}  # fmt: skip
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("{}\\%&$#_~^\"'@,= "),
    max_size=40,
)


def unescape(text: str) -> str:
    pattern = "|".join(map(re.escape, UNDONE))
    return re.sub(pattern, lambda found: UNDONE[found[0]], text)


def entries(text: str) -> list[dict[str, str]]:
    """Entries as BibTeX reads them: by balanced braces. An assertion when they are not."""
    found, at = [], 0
    while match := re.compile(r"\s*@(\w+)\{([^\s,{}]+),").match(text, at):
        fields, at = {"": match[1], "key": match[2]}, match.end()
        while field := re.compile(r"\s*(\w+) = \{").match(text, at):
            depth, at = 1, field.end()
            start = at
            while depth:
                assert at < len(text), "a brace is not closed"
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            fields[field[1]] = text[start : at - 1]
            assert text[at] == ","
            at += 1
        assert text[at : at + 2] == "\n}"
        at += 2
        found.append(fields)
    assert not text[at:].strip()
    return found


def test_the_words_of_the_publisher_come_first_then_the_edition() -> None:
    text = citation(NMC, release=RELEASE, now=NOW)
    assert text.startswith("Singer, J. David. 1987. Reconstructing the Correlates of War Dataset")
    assert text.endswith("Accessed 2026-03-01.")
    assert "National Material Capabilities" in text
    assert "version 7.0, known on 2025-04-02" in text
    assert "SHA-256 aaaaaaaaaaaa, bbbbbbbbbbbb" in text
    assert NMC.homepage in text


def test_without_a_release_the_years_of_the_source_are_given() -> None:
    assert "years 1816-2022 (by version)" in citation(NMC, now=NOW)


def test_many_files_are_counted() -> None:
    files = tuple(sorted(f"{n:064x}" for n in range(40)))
    text = citation(NMC, release=Release("cow_nmc", "", date(2025, 4, 2), files), now=NOW)
    assert "and 37 more" in text
    assert "version" not in text.split("known on")[0].split("Data set:")[1]


def test_bibtex_gives_the_data_and_the_paper() -> None:
    data, paper = entries(bibtex(NMC, release=RELEASE, now=NOW))
    assert (data[""], data["key"]) == ("misc", "cow_nmc_7_0")
    assert data["title"] == "{National Material Capabilities}"
    assert data["version"] == "7.0"
    assert data["year"] == "2025"
    assert data["url"] == NMC.homepage
    assert data["note"] == (
        r"Data set; known on 2025-04-02; SHA-256 aaaaaaaaaaaa, bbbbbbbbbbbb; accessed 2026-03-01"
    )
    assert "doi" not in data
    assert paper == {
        "": "article", "key": "cow_nmc_paper", "author": "Singer, J. David",
        "title": "{Reconstructing the Correlates of War Dataset on Material Capabilities of "
        "States, 1816-1985}",
        "journal": "International Interactions", "year": "1987", "volume": "14", "number": "2",
        "pages": "115--132", "doi": "10.1080/03050628808434695",
    }  # fmt: skip


def test_a_table_without_a_year_of_its_own_has_none() -> None:
    (data,) = entries(bibtex(replace(NMC, year=0, journal=""), now=NOW))
    assert "year" not in data


def test_a_deposit_keeps_its_doi_and_has_no_paper() -> None:
    deposit = replace(NMC, doi="10.7910/DVN/28075", journal="")
    (data,) = entries(bibtex(deposit, now=NOW))
    assert data["doi"] == "10.7910/DVN/28075"
    assert data["key"] == "cow_nmc"


def test_a_journal_without_a_volume_or_not_in_the_citation_makes_no_paper() -> None:
    assert len(entries(bibtex(replace(NMC, journal="A codebook"), now=NOW))) == 1
    assert len(entries(bibtex(replace(NMC, journal="Another Journal 3: 1-2"), now=NOW))) == 1


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Bailey, Michael A. and Strezhnev, Anton", ("Bailey, Michael A.", "Strezhnev, Anton")),
        ("Leetaru, Kalev; Schrodt, Philip A.", ("Leetaru, Kalev", "Schrodt, Philip A.")),
        ("Centre for Research on Energy and Clean Air", None), ("SIPRI", None), ("", ()),
    ],
)  # fmt: skip
def test_people_are_told_from_institutions(authors: str, expected: tuple[str, ...] | None) -> None:
    assert names_of(authors) == ((authors,) if expected is None else expected)


def test_an_institution_is_one_author() -> None:
    made = replace(NMC, authors="Energy and Clean Air & Co_; Singer, J. David")
    assert entries(bibtex(made, now=NOW))[0]["author"] == (
        r"{Energy and Clean Air \& Co\_} and Singer, J. David"
    )


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_every_source_has_a_citation_and_entries_that_can_be_read(source: Source) -> None:
    text = citation(source, now=NOW)
    assert "\n" not in text
    assert source.cite.split(".")[0] in text
    found = entries(bibtex(source, now=NOW))
    assert found[0]["title"]
    assert bool(source.authors) == ("author" in found[0])


def test_keys_of_all_sources_differ() -> None:
    keys = [e["key"] for source in SOURCES for e in entries(bibtex(source, now=NOW))]
    assert len(set(keys)) == len(keys)


@given(text=words)
def test_escaped_text_is_balanced_and_can_be_undone(text: str) -> None:
    made = escape(text)
    depths = [made[:n].count("{") - made[:n].count("}") for n in range(len(made) + 1)]
    assert min(depths) == 0 == depths[-1]
    assert unescape(made) == " ".join(text.split())


@given(title=words, publisher=words, authors=words, version=words, url=words)
def test_any_record_gives_entries_that_can_be_read(
    title: str, publisher: str, authors: str, version: str, url: str
) -> None:
    made = replace(NMC, title=title, publisher=publisher, authors=authors, homepage=url)
    release = replace(RELEASE, version=version)
    data, _ = entries(bibtex(made, release=release, now=NOW))
    assert unescape(data["title"]) == f"{{{' '.join(title.split())}}}"
    assert unescape(data.get("howpublished", "")) == " ".join(publisher.split())
    assert re.fullmatch(r"[A-Za-z0-9_]+", data["key"])
    assert "\n" not in citation(made, release=release, now=NOW)
    assert bibtex(made, release=release, now=NOW) == bibtex(made, release=release, now=NOW)
