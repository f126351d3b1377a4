"""Terms that set sides apart, and their use over years: planted words, with their sentences."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.answers.retelling import act, keep, report, statement

import multipole
from multipole import answers
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store, open_store

COMMON = "The states of the world met and the talks of the day were long. "
FIRST = "No hegemony will last. "
SECOND = "A rules-based international order serves us. "
SHARED = Path(os.environ.get("MULTIPOLE_SHARED", Path(__file__).parents[3] / "shared"))
SPEECHES = SHARED / "data/text/ungdc_CHN_RUS_USA_1971_2024.jsonl"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two states that speak each year, each with a word of its own; two outlets beside them."""
    with open_store(tmp_path_factory.mktemp("terms") / "terms.duckdb", create=True) as opened:
        for year in range(2000, 2008):
            statement(opened, "CHN", year, COMMON * 3 + FIRST * (year - 1999) + f"Year {year}.")
            statement(opened, "USA", year, COMMON * 4 + SECOND * 2 + f"Year {year}.")
        for day in range(1, 5):
            report(opened, "Post", date(2021, 3, day), COMMON + "Pipeline news! Pipeline. ")
            report(opened, "Gazette", date(2021, 3, day), COMMON + "Harvest time! Harvest. ")
        french = report(
            opened, "Canal", date(2021, 3, 1), "Les pourparlers du jour.", language="fr"
        )
        quoted = report(opened, "Canal", date(2021, 3, 2), "We resist tariffs, tariffs, tariffs.")
        claim = act(quoted, "We resist tariffs, tariffs, tariffs.", None, speaker="Wang Yi",
                    speaker_actor="CHN")  # fmt: skip
        keep(opened, [claim])
        assert french.language == "fr"
        yield opened


def test_each_state_has_its_planted_term_with_sentences_that_hold_it(store: Store) -> None:
    found = answers.terms(store, by="states")
    rows = found.table.to_pylist()
    first = {side: next(r for r in rows if r["side"] == side) for side in ("CHN", "USA")}
    assert first["CHN"]["term"] == "hegemony"
    assert first["USA"]["term"] in {"rules", "rules based", "based", "international", "order",
                                    "serves", "us", "a", "based international", "order serves",
                                    "international order"}  # fmt: skip
    assert (first["CHN"]["count"], first["CHN"]["others_count"]) == (36, 0)
    assert (first["CHN"]["in_texts"], first["CHN"]["texts"]) == (8, 9)
    assert 0.4 < first["CHN"]["low"] < first["CHN"]["log_odds"] < first["CHN"]["high"]
    sentences = {row["claim"]: row for row in found.evidence.to_pylist()}
    assert len(first["CHN"]["claims"]) == 5
    for claim in first["CHN"]["claims"]:
        row = sentences[claim]
        whole = store.document(row["document"]).text
        assert whole[row["start"] : row["end"]] == row["quote"]
        assert "hegemony" in row["quote"]


def test_words_that_all_use_alike_are_not_shown_and_no_list_is_needed(store: Store) -> None:
    shown = {row["term"] for row in answers.terms(store, by="states").table.to_pylist()}
    assert not shown & {"the", "of", "and", "states", "talks"}


def test_what_reports_quote_of_a_state_is_its_word_too(store: Store) -> None:
    rows = answers.terms(store, by="states", limit=50).table.to_pylist()
    assert sum(row["texts"] for row in rows[:1]) == 9
    assert not any(row["term"] == "tariffs" for row in rows), "one text alone sets nobody apart"


def test_outlets_in_one_language(store: Store) -> None:
    found = answers.terms(store, sides=["Post", "Gazette", "Canal"])
    first = {row["side"]: row["term"] for row in reversed(found.table.to_pylist())}
    assert first["Post"] == "pipeline"
    assert first["Gazette"] == "harvest"
    assert any("'en' are left out" in note for note in found.notes)


def test_the_same_question_has_the_same_answer(store: Store) -> None:
    one, two = (answers.terms(store, by="states") for _ in range(2))
    assert one.table.equals(two.table)


def test_rates_by_year_are_counts_in_words_with_their_sentences(store: Store) -> None:
    found = answers.term_use(store, ["hegemony", "rules-based order"])
    rows = {(r["term"], r["side"], r["year"]): r for r in found.table.to_pylist()}
    assert len(rows) == 2 * 2 * 8
    one = rows["hegemony", "CHN", 2003]
    words = 3 * 14 + 4 * 4 + 1
    assert (one["count"], one["words"]) == (4, words)
    assert one["per_1000"] == pytest.approx(1000 * 4 / words)
    assert one["low"] < one["per_1000"] < one["high"]
    assert len(one["claims"]) == 4
    assert rows["hegemony", "USA", 2003]["count"] == 0
    assert rows["rules-based order", "USA", 2003]["count"] == 2
    assert rows["hegemony", "CHN", 2007]["line"] > rows["hegemony", "CHN", 2000]["line"]
    assert found.notes[0].startswith('"hegemony": China 36 in ')


def test_years_bound_and_known_by(store: Store) -> None:
    bounded = answers.term_use(store, ["hegemony"], since="2002", until="2003")
    assert {row["year"] for row in bounded.table.to_pylist()} == {2002, 2003}
    known = answers.term_use(store, ["hegemony"], as_of="2004-06-01")
    assert max(row["year"] for row in known.table.to_pylist()) == 2003


def test_outlets_over_years(store: Store) -> None:
    found = answers.term_use(store, ["pipeline"], by="outlets", sides=["Post", "Gazette"])
    counts = {row["side"]: row["count"] for row in found.table.to_pylist()}
    assert counts == {"Post": 8, "Gazette": 0}


def test_too_many_terms_and_no_texts_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        answers.term_use(store, [f"term{n}" for n in range(13)])
    with pytest.raises(NothingFound) as nothing:
        answers.term_use(store, ["hegemony"], since="1950", until="1960")
    assert "ungd" in nothing.value.remedy
    with pytest.raises(NothingFound):
        answers.terms(store, since="1950", until="1960")


@pytest.mark.skipif(not SPEECHES.exists(), reason="needs the speeches in MULTIPOLE_SHARED")
def test_the_real_speeches_are_counted_as_their_words_stand(tmp_path: Path) -> None:
    place = tmp_path / "debate.duckdb"
    multipole.add("ungd", [SPEECHES], place, now=datetime(2026, 1, 2, tzinfo=UTC))
    with open_store(place, read_only=True) as opened:
        found = answers.term_use(opened)
        texts = {d: opened.texts([d])[d].casefold() for d in
                 opened.documents().column("id").to_pylist()}  # fmt: skip
    rows = found.table.to_pylist()
    assert len(rows) == 4 * 3 * 54
    hegemony = sum(row["count"] for row in rows if row["term"] == "hegemony")
    assert hegemony == sum(text.count("hegemon") for text in texts.values())
    by_side = {side: sum(r["count"] for r in rows if (r["term"], r["side"]) == ("multipolar", side))
               for side in ("CHN", "RUS", "USA")}  # fmt: skip
    assert by_side["USA"] == 0 < by_side["RUS"]
    quotes = {row["claim"]: row["quote"].casefold() for row in found.evidence.to_pylist()}
    claims = [c for row in rows if row["term"] == "hegemony" for c in row["claims"]]
    assert all("hegemon" in quotes[claim] for claim in claims)
