"""The catalogue of sources as answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from multipole.answers.sources import fetch_of, meaning, source, sources, themes_of
from multipole.core.errors import NothingFound, UnknownCode
from multipole.sources.gate.source import SYSTEM, Download, Variable
from multipole.sources.registry import SOURCES, find_source

NOW = date(2026, 3, 1)
NMC = find_source("cow_nmc")


def test_every_source_is_a_row_with_all_that_one_must_know() -> None:
    rows = sources(now=NOW).table.to_pylist()
    assert sorted(row["source"] for row in rows) == sorted(s.id for s in SOURCES)
    for row in rows:
        for name in ("title", "what", "kind", "years", "publisher", "licence", "limits", "get",
                     "files", "citation", "time", "terms"):  # fmt: skip
            assert row[name], (row["source"], name)


def test_few_columns_are_shown_and_what_is_loaded_only_when_asked() -> None:
    assert sources(now=NOW).shown == ("source", "title", "themes", "time", "terms")
    found = sources(now=NOW, loaded={"cow_nmc": "version 7.0"})
    assert found.shown[-1] == "loaded"
    cells = {row[0]: row[-1] for row in found.cells}
    assert cells["cow_nmc"] == "version 7.0"
    assert set(cells.values()) == {"", "version 7.0"}


@pytest.mark.parametrize("about", ["power", "CINC", "correlates of war capabilities", "cow_nmc"])
def test_sources_are_found_by_theme_variable_and_words(about: str) -> None:
    found = sources(about=about, now=NOW)
    assert "cow_nmc" in found.table["source"].to_pylist()
    assert about in found.title


def test_nothing_about_a_word_names_the_themes_there_are() -> None:
    with pytest.raises(NothingFound, match=r"'cheese'.*There are: .*power"):
        sources(about="cheese", now=NOW)


def test_one_source_is_told_in_full() -> None:
    found = source("cow_nmc", now=NOW)
    rows = found.table.to_pylist()
    sections = list(dict.fromkeys(row["section"] for row in rows))
    assert sections == ["about", "limits", "variables", "files", "citation"]
    told = {(row["section"], row["what"]): row["detail"] for row in rows}
    assert told["about", "publisher"] == NMC.publisher
    assert told["limits", "1"] == NMC.limits[0]
    assert told["variables", "cinc"].startswith("Composite Index of National Capability (share);")
    assert told["files", "by hand"] == NMC.get
    assert told["files", "by program"] == "multipole fetch cow_nmc"
    assert found.title == "cow_nmc: National Material Capabilities"
    assert all(len(row) == 3 for row in found.cells)


def test_what_is_loaded_is_told_of_one_source() -> None:
    rows = source("cow_nmc", loaded="version 7.0", now=NOW).table.to_pylist()
    assert {"section": "about", "what": "loaded", "detail": "version 7.0"} in rows


def test_an_unknown_source_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownCode, match="cow_nmc"):
        source("cow_nmcc", now=NOW)


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        (Variable("a", "imports", "million USD", "trade", low=0),
         "imports (million USD); theme trade; of one towards another; by year; 0 or more; "
         "no row means not known"),
        (Variable("b", "share", "share", "power", ends=1, low=0, high=1, roll="mean"),
         "share (share); theme power; of a state; by year; from 0 to 1; no row means not known"),
        (Variable("c", "vetoes", "vetoes", "vetoes", directed=False, step="day", zero=True,
                  subjects=("CHN", "RUS"), objects=SYSTEM),
         "vetoes (vetoes); theme vetoes; of a pair; by day, in a year added up; "
         "no row means none, for CHN, RUS and any state"),
        (Variable("d", "pact", "yes or no", "alliance", step="range", zero=True,
                  subjects=tuple("ABCDEFGH")),
         "pact (yes or no); theme alliance; of one towards another; for as long as it holds; "
         "no row means none, for A, B, C, D, E, F and 2 more"),
        (Variable("e", "member", "1", "igo", low=1, high=1, zero=True, subjects=SYSTEM,
                  objects=SYSTEM),
         "member (1); theme igo; of one towards another; by year; 1; "
         "no row means none, for any state"),
    ],
)  # fmt: skip
def test_a_variable_is_told_in_words(variable: Variable, words: str) -> None:
    assert meaning(variable) == words


def test_sources_without_variables_are_of_their_kind() -> None:
    assert themes_of(replace(NMC, kind="events", variables=())) == ("events",)


def test_the_way_to_fetch_is_told_where_there_is_one() -> None:
    assert fetch_of(replace(NMC, id="by_hand")) == ""
    own = (Download("https://example.org/a.csv", "a.csv"),)
    assert fetch_of(replace(NMC, id="by_hand", downloads=own)) == "multipole fetch by_hand"
    assert "--since" in fetch_of(replace(NMC, id="gdelt_v1"))
