"""Quoted figures beside records of our own: every verdict, and what must never be one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.answers.checked import Row, both_ways, check, observed, tell
from tests.answers.recorded import put

from multipole import answers
from multipole.answers.check_records import ASKED
from multipole.core.errors import NothingFound
from multipole.core.periods import Period
from multipole.sources import variables
from multipole.store import Store, open_store

TRADE = "Russian-Chinese trade"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "check.duckdb", create=True) as opened:
        yield opened


def test_trade_is_the_sum_of_both_directions_and_names_its_cells(store: Store) -> None:
    claim = tell(store, f"In 2018 {TRADE} eclipsed $100 billion.", measure=TRADE)
    release = put(store, "cow_trade", *both_ways(2018, 59_000, 48_000))
    row = check(store)
    assert (row["verdict"], row["finding"], row["reason"]) == ("confirmed", "confirmed", "")
    assert (row["bound"], row["record_value"]) == ("more than", 107_000)
    assert row["record_unit"] == "million USD"
    assert row["off_by"] == "+7,000 million USD (+7.0 percent)"
    assert (row["source"], row["releases"]) == ("cow_trade", [release.id])
    assert row["cells"] == [f"{release.files[0][:12]} row {n} column value" for n in (2, 3)]
    assert row["cell_count"] == 2
    assert row["claims"] == [claim.id]


def test_a_contradiction_says_by_how_much(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} was $107.1 billion.", measure=TRADE)
    put(store, "cow_trade", *both_ways(2018, 50_000, 40_000))
    row = check(store)
    assert row["verdict"] == "contradicted"
    assert row["difference"] == pytest.approx(-17_100)
    assert row["relative"] == pytest.approx(-0.15966, abs=1e-5)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no source with cow_imports_musd is in the store"),
        (both_ways(2014, 1, 1), "2018 is not covered (cow_trade has 2014)"),
        ([*both_ways(2018, 60_000, None), *both_ways(2019, 1, 1, 9)], "is missing ("),
        ([*both_ways(2018, 60_000, 1)[:1], *both_ways(2019, 1, 1, 9)],
         "no row of cow_imports_musd of RUS CHN in 2018"),
    ],
)  # fmt: skip
def test_what_the_records_lack_is_told(store: Store, rows: list[Row], reason: str) -> None:
    tell(store, f"In 2018 {TRADE} eclipsed $100 billion.", measure=TRADE)
    if rows:
        put(store, "cow_trade", *rows)
    row = check(store)
    assert row["verdict"] == "no record"
    assert reason in row["reason"]
    assert row["record_value"] is None
    assert row["cells"] == []


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        (f"In 2018 {TRADE} eclipsed 100 billion euros.", {}, "in million USD, the sentence in eur"),
        (f"Since 2018 {TRADE} was over 100 billion dollars.", {}, "'since'"),
        (f"In 2018-2019 {TRADE} was over $100 billion.",
         {"period": Period(date(2018, 1, 1), date(2020, 1, 1))}, "several readings"),
        (f"In May 2018 {TRADE} was over $100 billion.", {"period": Period.month(2018, 5)},
         "2018-05 is not whole years"),
        (f"In 2018 {TRADE} was to be over $100 billion.", {"modality": "planned"}, "planned"),
        (f"In 2018 {TRADE} would be over $100 billion.", {}, "an aim, a plan or a forecast"),
        (f"In 2018 {TRADE} was not over $100 billion.", {}, "negated"),
        (f"In 2018 {TRADE} rose by over $100 billion.", {}, "a change"),
        ("In 2018 energy trade of China and Russia was over $100 billion.",
         {"measure": "energy trade of China and Russia"}, "no rule"),
        ("In 2018 trade between China, Russia and India was over $100 billion.",
         {"measure": "trade between China, Russia and India"}, "no rule"),
    ],
)  # fmt: skip
def test_a_record_that_the_sentence_does_not_mean_confirms_nothing(
    store: Store, text: str, fields: Row, reason: str
) -> None:
    tell(store, text, **{"measure": TRADE} | fields)
    put(store, "cow_trade", *both_ways(2018, 90_000, 90_000), *both_ways(2019, 1, 1, 9))
    row = check(store)
    assert (row["verdict"], row["record_value"]) == ("no record", None)
    assert reason in row["reason"]


def test_without_years_the_record_is_told_and_confirms_nothing(store: Store) -> None:
    tell(store, f"{TRADE} eclipsed $100 billion.", measure=TRADE, period=None)
    put(store, "cow_trade", *both_ways(2020, 60_000, 50_000), *both_ways(2019, 1, 1, 9))
    row = check(store)
    assert row["verdict"] == "no record"
    assert row["reason"] == (
        "the sentence gives no years (the record: 2020: 110,000 million USD; 2019: 2 million USD)"
    )
    assert row["record_value"] is None
    assert (row["cell_count"], row["source"]) == (4, "cow_trade")


@pytest.mark.parametrize(
    ("words", "number"), [("totalled", 300_000), ("averaged", 100_000), ("a year came to", 100_000)]
)
def test_several_years_are_summed_or_averaged_as_the_words_say(
    store: Store, words: str, number: float
) -> None:
    time = Period(date(2017, 1, 1), date(2020, 1, 1))
    text = f"From 2017 to 2019 {TRADE} {words} ${number / 1000:.0f} billion."
    tell(store, text, measure=TRADE, period=time)
    rows = [r for y in (2017, 2018, 2019) for r in both_ways(y, 40_000, 60_000, 2 * y)]
    put(store, "cow_trade", *rows)
    row = check(store)
    assert (row["verdict"], row["record_value"], row["cell_count"]) == ("confirmed", number, 6)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("China's imports from Russia reached $59 billion in 2018.", "confirmed"),
        ("Russia's exports to China reached $59 billion in 2018.", "confirmed"),
        ("Russia's imports from China reached $59 billion in 2018.", "contradicted"),
        ("China's exports to Russia reached $59 billion in 2018.", "contradicted"),
    ],
)
def test_imports_are_not_exports(store: Store, text: str, verdict: str) -> None:
    tell(store, text)
    put(store, "cow_trade", *both_ways(2018, 59_000, 48_000))
    assert check(store)["verdict"] == verdict


def test_records_that_disagree_stand_side_by_side(store: Store) -> None:
    tell(store, "China's imports from Russia reached $59 billion in 2018.")
    put(
        store, "trade_flows",
        observed("trade_imports_usd", "CHN", "RUS", "2018", 59.1e9, 2),
        observed("trade_exports_usd", "RUS", "CHN", "2018", 56.0e9, 3),
        increments=True,
    )  # fmt: skip
    rows = answers.check(store).table.to_pylist()
    assert [r["verdict"] for r in rows] == ["disputed", "disputed"]
    assert [r["finding"] for r in rows] == ["confirmed", "contradicted"]
    assert [r["how"] for r in rows] == ["imports as CHN counts it", "exports as RUS counts it"]
    assert {r["reason"] for r in rows} == {"the records disagree"}


def test_trade_in_one_commodity_is_not_trade(store: Store) -> None:
    tell(store, "China's imports from Russia reached $59 billion in 2018.")
    put(
        store, "trade_flows",
        observed("trade_imports_usd", "CHN", "RUS", "2018", 59e9, 2, "HS:2709"),
        increments=True,
    )  # fmt: skip
    row = check(store)
    assert row["verdict"] == "no record"
    assert "no row of trade_imports_usd of CHN RUS in 2018" in row["reason"]


def test_months_do_not_stand_for_their_year(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} eclipsed $100 billion.", measure=TRADE)
    months = [r | {"period": "2018-05"} for r in both_ways(2018, 90_000, 90_000)]
    put(store, "cow_trade", *months, covers={"cow_imports_musd": "2018"})
    assert check(store)["verdict"] == "no record"


def test_who_is_not_named_is_told_and_confirms_nothing(store: Store) -> None:
    text = "In 2018 their trade eclipsed $100 billion."
    tell(store, text, measure="their trade", about=("CHN", "RUS"))
    put(store, "cow_trade", *both_ways(2018, 59_000, 48_000))
    row = check(store)
    assert (row["verdict"], row["record_value"]) == ("no record", None)
    assert (row["quantity"], row["cell_count"]) == ("trade", 2)
    assert row["reason"] == (
        "whom it is about is not named; if it is CHN and RUS, the record: 107,000 million USD"
    )


def test_as_of_holds_for_claims_and_for_records(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} was $107 billion.", measure=TRADE)
    put(store, "cow_trade", *both_ways(2018, 59_000, 48_000), known_on=date(2020, 1, 1))
    put(store, "cow_trade", *both_ways(2018, 50_000, 40_000), known_on=date(2022, 1, 1))
    assert check(store)["verdict"] == "contradicted"
    assert check(store, as_of="2021-12")["verdict"] == "confirmed"
    assert len(answers.check(store, as_of="2021-01")) == 0


def test_a_record_of_later_days_is_none(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} was $107 billion.", measure=TRADE)
    put(store, "cow_trade", *both_ways(2018, 59_000, 48_000), known_on=date(2022, 1, 1))
    assert check(store, as_of="2021-12")["verdict"] == "no record"


def test_what_was_asked_narrows_the_figures(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} was $107 billion.", measure=TRADE)
    tell(store, "China's GDP was 14 trillion dollars in 2018.", measure="China's GDP")
    assert len(answers.check(store)) == 2
    assert len(answers.check(store, ["RUS"])) == 1
    assert len(answers.check(store, measure="gdp")) == 1
    assert len(answers.check(store, since="2019")) == 0
    short = answers.check(store, limit=1)
    assert len(short) == 1
    assert "These are the latest 1 of 2." in short.notes
    with pytest.raises(NothingFound):
        answers.check(store, ["IND"])


def test_the_answer_names_releases_rules_and_sentences(store: Store) -> None:
    claim = tell(store, f"In 2018 {TRADE} was $107 billion.", measure=TRADE)
    put(store, "cow_trade", *both_ways(2018, 59_000, 48_000))
    found = answers.check(store, ["CHN", "RUS"])
    assert found.title == "1 quoted figure beside the record about CHN, RUS"
    assert "Records of cow_trade (known on 2024-01-01)." in found.notes
    assert any("half a unit of its last digit" in note for note in found.notes)
    assert found.evidence["claim"].to_pylist() == [claim.id]
    assert found.cells[0][:5] == (
        "2018", TRADE, "107 billion usd", "confirmed", "107,000 million USD, cow_trade",
    )  # fmt: skip


def test_words_are_kept_as_they_are_and_run_nowhere(store: Store) -> None:
    measure = "=HYPERLINK(1) <b>(trade</b> [bold] of Russia and China ("
    tell(store, f"In 2018 {measure} was $107 billion.", measure=measure)
    row = check(store)
    assert (row["measure"], row["verdict"]) == (measure, "no record")


def test_the_variables_that_are_asked_for_exist() -> None:
    assert set(ASKED) <= set(variables())


def test_a_store_without_figures_gives_no_rows(store: Store) -> None:
    assert len(answers.check(store)) == 0
