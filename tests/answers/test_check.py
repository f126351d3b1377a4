"""Quoted figures beside records of our own: every verdict, and what must never be one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from multipole import answers
from multipole.actors import load_actors
from multipole.core.errors import NothingFound
from multipole.core.periods import Period
from multipole.core.records import Release
from multipole.core.types import Claim, Document, Run, Span
from multipole.evidence.figures import find_figures
from multipole.store import FileRecord, MentionRow, Store, open_store, schema

AT = datetime(2023, 1, 1, tzinfo=UTC)
RUN = Run("code", "test", "", "", 0, AT)
TOLD_ON = date(2021, 6, 20)
TRADE = "Russian-Chinese trade"
Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "check.duckdb", create=True) as opened:
        yield opened


def tell(store: Store, text: str, *, kind: str = "figure", **fields: Any) -> Claim:
    """A report of one sentence with one figure claim (or event) in it."""
    raw = text.encode()
    digest = hashlib.sha256(raw).hexdigest()
    on = fields.pop("on", TOLD_ON)
    document = Document("Post", "", "", "", "en", on, AT, digest, "a.txt", text)
    known: dict[str, Any] = {"kind": kind, "period": Period.year(2018), "confidence": 0.6}
    names = load_actors().find(text)
    if kind == "figure":
        _, _, value, unit, _ = find_figures(text, 0, len(text))[fields.pop("number", 0)]
        about = tuple(sorted({a for n in names for a in n.actors if a != "UNSC"}))
        known |= {"value": value, "unit": unit, "about": about}
    claim = Claim(spans=(Span(document.id, 0, len(text), text),), coded_by="hand", known_on=on,
                  **known | fields)  # fmt: skip
    found = [
        MentionRow(0, n.start, n.end, tuple(n.actors), n.kind, n.name, 1.0)
        for n in names
    ]  # fmt: skip
    store.add_documents([(document, raw, "coded", "hand")], RUN)
    store.add_reading(document.id, [(0, len(text))], found)
    store.add_claims([claim], RUN)
    return claim


def observed(
    variable: str, subject: str, other: str, time: int | Period, value: float | None, row: int,
    item: str = "",
) -> Row:  # fmt: skip
    period = Period.year(time) if isinstance(time, int) else time
    return {
        "variable": variable, "subject": subject, "object": other, "item": item, "value": value,
        "period_start": period.start, "period_end": period.end, "known_on": None, "row": row,
        "status": "missing" if value is None else "observed", "column": "value",
    }  # fmt: skip


def put(
    store: Store, source: str, rows: list[Row], *, items: list[Row] = [],  # noqa: B006
    known_on: date = date(2020, 1, 1), timely: bool = False, increments: bool = False,
    covers: dict[str, Period] | None = None, file: str = "",
) -> Release:  # fmt: skip
    """A release of one file with these observations."""
    digest = hashlib.sha256(f"{source}{file}{known_on}".encode()).hexdigest()
    release = Release(source, "v1", known_on, (digest,))
    tables = {"observations": _table("observations", rows), "items": _table("items", items)}
    with store.records.adding(
        release, edition="e", increments=increments, timely=timely, run=RUN, at=AT
    ) as adding:
        adding.file(FileRecord(digest, "file.csv", 10, 0))
        adding.batch(0, tables, rows=len(rows), set_aside={})
        for name, time in (covers or {}).items():
            adding.cover(name, time.start, time.end)
    return release


def _table(name: str, rows: list[Row]) -> pa.Table:
    kept = [f for f in schema.TABLES[name] if f.name not in ("release", "file")]
    return pa.Table.from_pylist(rows, schema=pa.schema(kept))


def both_ways(
    year: int, to_china: float | None, to_russia: float | None, row: int = 2
) -> list[Row]:
    return [
        observed("cow_imports_musd", "CHN", "RUS", year, to_china, row),
        observed("cow_imports_musd", "RUS", "CHN", year, to_russia, row + 1),
    ]


def check(store: Store, **asked: Any) -> Row:
    """The one row of the answer."""
    rows: list[Row] = answers.check(store, **asked).table.to_pylist()
    assert len(rows) == 1
    return rows[0]


def test_trade_is_the_sum_of_both_directions_and_names_its_cells(store: Store) -> None:
    claim = tell(store, f"In 2018 {TRADE} eclipsed $100 billion.", measure=TRADE)
    release = put(store, "cow_trade", both_ways(2018, 59_000, 48_000))
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
    put(store, "cow_trade", both_ways(2018, 50_000, 40_000))
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
        put(store, "cow_trade", rows)
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
    put(store, "cow_trade", [*both_ways(2018, 90_000, 90_000), *both_ways(2019, 1, 1, 9)])
    row = check(store)
    assert (row["verdict"], row["record_value"]) == ("no record", None)
    assert reason in row["reason"]


def test_without_years_the_record_is_told_and_confirms_nothing(store: Store) -> None:
    tell(store, f"{TRADE} eclipsed $100 billion.", measure=TRADE, period=None)
    put(store, "cow_trade", [*both_ways(2020, 60_000, 50_000), *both_ways(2019, 1, 1, 9)])
    row = check(store)
    assert row["verdict"] == "no record"
    assert row["reason"] == (
        "the sentence gives no years (the record: 2020: 110,000 million USD; 2019: 2 million USD)"
    )
    assert row["record_value"] is None


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
    put(store, "cow_trade", rows)
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
    put(store, "cow_trade", both_ways(2018, 59_000, 48_000))
    assert check(store)["verdict"] == verdict


def test_records_that_disagree_stand_side_by_side(store: Store) -> None:
    tell(store, "China's imports from Russia reached $59 billion in 2018.")
    put(store, "trade_flows", [
        observed("trade_imports_usd", "CHN", "RUS", 2018, 59.1e9, 2),
        observed("trade_exports_usd", "RUS", "CHN", 2018, 56.0e9, 3),
    ], increments=True)  # fmt: skip
    rows = answers.check(store).table.to_pylist()
    assert [r["verdict"] for r in rows] == ["disputed", "disputed"]
    assert [r["finding"] for r in rows] == ["confirmed", "contradicted"]
    assert [r["how"] for r in rows] == ["imports as CHN counts it", "exports as RUS counts it"]
    assert {r["reason"] for r in rows} == {"the records disagree"}


ARMS = "Between 2014 and 2015, Russia supplied {} percent of Chinese arms imports."
TWO_YEARS = Period(date(2014, 1, 1), date(2016, 1, 1))
TIV = [
    observed("arms_tiv", "RUS", "CHN", 2014, 600, 2),
    observed("arms_tiv", "RUS", "CHN", 2015, 100, 3),
    observed("arms_tiv", "FRA", "CHN", 2014, 200, 4),
    observed("arms_tiv", "UKR", "CHN", 2015, 100, 5),
    observed("arms_tiv", "RUS", "IND", 2014, 5000, 6),
]


@pytest.mark.parametrize(("printed", "verdict"), [("70", "confirmed"), ("66", "contradicted")])
def test_a_share_is_that_of_the_totals_of_all_years(
    store: Store, printed: str, verdict: str
) -> None:
    tell(store, ARMS.format(printed), period=TWO_YEARS)
    put(store, "sipri_tiv", TIV)
    row = check(store)
    assert (row["verdict"], row["record_value"]) == (verdict, 70.0)
    assert [c.split()[2] for c in row["cells"]] == ["2", "3", "4", "5"]
    assert row["ends"] == ["CHN", "RUS"]


def test_the_share_of_exports_is_another_share(store: Store) -> None:
    text = "Between 2014 and 2015, 70 percent of Russia's arms exports went to China."
    tell(store, text, period=TWO_YEARS)
    put(store, "sipri_tiv", TIV)
    row = check(store)
    assert (row["verdict"], row["quantity"]) == ("contradicted", "share of arms exports")
    assert row["record_value"] == pytest.approx(100 * 700 / 5700)


def test_a_year_without_a_row_is_no_zero(store: Store) -> None:
    tell(store, ARMS.format("70"), period=TWO_YEARS)
    put(store, "sipri_tiv", [r for r in TIV if r["row"] != 3])
    row = check(store)
    assert row["verdict"] == "no record"
    assert "no row of arms_tiv between RUS and CHN in 2015" in row["reason"]


DRAFTS = {"S/1": "Syria", "S/2": "Syria", "S/3": "Venezuela", "S/4": "Syria"}
JOINT = {"joint_veto": Period(date(2010, 1, 1), date(2022, 1, 1))}
SPELL = Period(date(2019, 2, 1), date(2020, 8, 1))


def put_vetoes(store: Store) -> None:
    """Four drafts that China and Russia vetoed in 2019 and 2020, one of 2021 after the report."""
    days = (date(2019, 2, 28), date(2019, 9, 19), date(2020, 7, 7), date(2020, 7, 10))
    rows = [
        observed("joint_veto", "CHN", "RUS", Period.day(day), 1, n, item)
        for n, (item, day) in enumerate(zip(DRAFTS, days, strict=True), start=2)
    ]
    late = observed("joint_veto", "CHN", "RUS", Period.day(date(2021, 12, 1)), 1, 9, "S/9")
    other = observed("joint_veto", "GBR", "USA", Period.day(date(2019, 5, 1)), 1, 8, "S/8")
    items = [
        {"item": item, "kind": "draft", "title": f"The situation in {topic}", "row": n,
         "facts": json.dumps({"crisis_topic": topic}), "known_on": date(2019, 1, 1)}
        for n, (item, topic) in enumerate(DRAFTS.items(), start=2)
    ]  # fmt: skip
    rows = [r | {"known_on": r["period_start"]} for r in (*rows, late, other)]
    put(store, "unsc_vetoes", rows, items=items, timely=True, covers=JOINT)


@pytest.mark.parametrize(
    ("text", "period", "verdict", "count"),
    [
        ("Russia and China cast four joint vetoes between February 2019 and July 2020.", SPELL,
         "confirmed", 4),
        ("China and Russia have jointly vetoed four times in a row since February 2019.",
         Period(date(2019, 2, 1), date(2021, 6, 21)), "confirmed", 4),
        ("China and Russia jointly vetoed five resolutions in 2019.", Period.year(2019),
         "contradicted", 2),
        ("China and Russia jointly vetoed three resolutions on Syria in 2019 and 2020.",
         Period(date(2019, 1, 1), date(2021, 1, 1)), "confirmed", 3),
        ("China and Russia jointly vetoed two resolutions in 2018.", Period.year(2018),
         "contradicted", 0),
    ],
)  # fmt: skip
def test_joint_vetoes_are_counted_by_draft(
    store: Store, text: str, period: Period, verdict: str, count: int
) -> None:
    tell(store, text, period=period)
    put_vetoes(store)
    row = check(store)
    assert (row["verdict"], row["record_value"]) == (verdict, count)
    assert row["cell_count"] == count
    assert row["how"].count("S/") == count


@pytest.mark.parametrize(
    ("text", "period", "reason"),
    [
        ("China and Russia jointly vetoed four resolutions on climate change in 2019.",
         Period.year(2019), "only some of them (climate change"),
        ("China and Russia vetoed four resolutions in 2019.", Period.year(2019),
         "several readings"),
        ("China and Russia jointly vetoed four resolutions in 2009.", Period.year(2009),
         "2009 is not covered"),
        ("China and Russia have jointly vetoed four times.", None, "no years (the record: 2011"),
    ],
)  # fmt: skip
def test_counts_of_other_things_are_no_record(
    store: Store, text: str, period: Period | None, reason: str
) -> None:
    tell(store, text, period=period)
    put_vetoes(store)
    row = check(store)
    assert row["verdict"] == "no record"
    assert reason in row["reason"]


def test_an_event_told_with_a_number_is_checked_too(store: Store) -> None:
    text = "China and Russia jointly vetoed four times between February 2019 and July 2020."
    tell(store, text, kind="event", sender=("CHN", "RUS"), action="REJECT", period=SPELL)
    put_vetoes(store)
    row = check(store)
    assert (row["verdict"], row["value"], row["unit"]) == ("confirmed", 4, "times")


def own_table(store: Store, rows: list[Row], **units: str) -> None:
    items = [
        {"item": name, "kind": "variable", "title": name, "row": 2,
         "facts": json.dumps({"unit": unit, "ends": 2, "directed": False})}
        for name, unit in units.items()
    ]  # fmt: skip
    put(store, "long_table", rows, items=items, increments=True, timely=True)


DOLLARS = "In {}, U.S. dollars accounted for {} percent of Russia-China trade."


def dollars(year: int = 2015, said: str = "90") -> tuple[str, Row]:
    fields = {"measure": "U.S. dollars, Russia-China trade", "about": ("CHN", "RUS")}
    return DOLLARS.format(year, said), fields | {"period": Period.year(year)}


def shares(store: Store) -> None:
    rows = [
        observed("dollar_share_of_trade", "CHN", "RUS", 2015, 90.2, 2),
        observed("dollar_share_of_trade", "CHN", "RUS", 2020, 46.0, 3),
        observed("euro_share_of_trade", "CHN", "RUS", 2015, 5.0, 4),
        observed("dollar_share_of_trade", "CHN", "IND", 2015, 99.0, 5),
    ]
    own_table(store, rows, dollar_share_of_trade="percent", euro_share_of_trade="percent")


@pytest.mark.parametrize(
    ("year", "said", "verdict"),
    [(2015, "90", "confirmed"), (2015, "46", "contradicted"), (2019, "90", "no record")],
)
def test_a_table_of_one_s_own_is_met_by_its_words_and_unit(
    store: Store, year: int, said: str, verdict: str
) -> None:
    text, fields = dollars(year, said)
    tell(store, text, **fields)
    shares(store)
    row = check(store)
    assert (row["verdict"], row["quantity"]) == (verdict, "dollar_share_of_trade")
    if verdict == "no record":
        assert "no row of dollar_share_of_trade in 2019 (there is 2015, 2020)" in row["reason"]


def test_what_is_not_in_dollars_is_the_rest(store: Store) -> None:
    text = "In 2020 more than half of the trade of China and Russia was not in dollars."
    tell(store, text, measure="the trade", period=Period.year(2020))
    shares(store)
    row = check(store)
    assert (row["verdict"], row["record_value"]) == ("confirmed", 54.0)
    assert row["how"] == "100 percent less dollar_share_of_trade"


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("In 2015, U.S. dollars accounted for 90 percent of Russia-China gas trade.",
         "U.S. dollars, Russia-China gas trade"),
        ("In 2015, pounds accounted for 90 percent of Russia-China trade.",
         "pounds, Russia-China trade"),
        ("In 2015, Russia-China trade in dollars and euros was 90 percent of all.",
         "Russia-China trade in dollars and euros"),
    ],
)  # fmt: skip
def test_words_that_a_table_does_not_have_mean_another_thing(
    store: Store, text: str, measure: str
) -> None:
    tell(store, text, measure=measure, about=("CHN", "RUS"), period=Period.year(2015))
    shares(store)
    assert check(store)["verdict"] == "no record"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Russia exported 10 bcm of gas to China in 2018.", "confirmed"),
        ("China exported 10 bcm of gas to Russia in 2018.", "no record"),
        ("China bought 10 bcm of gas exports from Russia in 2018.", "confirmed"),
        ("Gas exports of 10 bcm tied Russia and China in 2018.", "no record"),
    ],
)
def test_a_flow_in_a_table_of_one_s_own_has_a_direction(
    store: Store, text: str, verdict: str
) -> None:
    tell(store, text, measure="gas exports", period=Period.year(2018))
    rows = [observed("gas_exports", "RUS", "CHN", 2018, 10.0, 2)]
    own_table(store, rows, gas_exports="billion m3")
    assert check(store)["verdict"] == verdict


def test_as_of_holds_for_claims_and_for_records(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} was $107 billion.", measure=TRADE)
    put(store, "cow_trade", both_ways(2018, 59_000, 48_000), known_on=date(2020, 1, 1))
    put(store, "cow_trade", both_ways(2018, 50_000, 40_000), known_on=date(2022, 1, 1))
    assert check(store)["verdict"] == "contradicted"
    assert check(store, as_of="2021-12")["verdict"] == "confirmed"
    assert len(answers.check(store, as_of="2021-01")) == 0


def test_a_record_of_later_days_is_none(store: Store) -> None:
    tell(store, f"In 2018 {TRADE} was $107 billion.", measure=TRADE)
    put(store, "cow_trade", both_ways(2018, 59_000, 48_000), known_on=date(2022, 1, 1))
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
    put(store, "cow_trade", both_ways(2018, 59_000, 48_000))
    found = answers.check(store, ["CHN", "RUS"])
    assert found.title == "1 quoted figure beside the record about CHN, RUS"
    assert "Records of cow_trade v1 (known on 2020-01-01)." in found.notes
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


def test_a_store_without_figures_gives_no_rows(store: Store) -> None:
    assert len(answers.check(store)) == 0
