"""Two actors as a whole: their measures at the latest, their kind of tie, what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers import dyad, tie
from multipole.answers.words import changed, estimated, held, named, way
from multipole.core.errors import BadValue, NothingFound, UnreadableInput, WrongUse
from multipole.relations.kinds_table import shipped_text
from multipole.store import Store, open_store

Row = dict[str, Any]
PLEDGES = ("defense", "offense", "neutrality", "nonaggression", "consultation")
YEARS = range(2000, 2019)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "dyad.duckdb", create=True) as opened:
        yield opened


def about(variable: str, subject: str, other: str, year: int, value: float | None) -> Row:
    return {"variable": variable, "subject": subject, "object": other, "period": str(year),
            "value": value}  # fmt: skip


def pledged(a: str, b: str, *held_: str, years: range = YEARS) -> list[Row]:
    return [
        about(f"atop_{name}", one, two, year, float(name in held_))
        for year in years
        for name in PLEDGES
        for one, two in ((a, b), (b, a))
    ]


def allies(store: Store) -> None:
    put(store, "atop", *pledged("JPN", "USA", "defense", "consultation"),
        covers={f"atop_{n}": "2000/2018" for n in PLEDGES}, known_on=date(2019, 1, 1))  # fmt: skip


def power(store: Store) -> None:
    rows = [
        {"variable": "cinc", "subject": s, "period": str(y), "value": v}
        for y in (2013, 2018)
        for s, v in (("JPN", 0.03), ("USA", 0.12 if y == 2018 else 0.14))
    ]
    put(store, "cow_nmc", *rows, covers={"cinc": "2013/2018"}, known_on=date(2019, 6, 1))


def rows(answer: Any, section: str) -> list[Row]:
    return [row for row in answer.table.to_pylist() if row["section"] == section]


def test_each_series_stands_at_its_latest_with_how_far_it_reaches(store: Store) -> None:
    allies(store)
    power(store)
    found = {(r["measure"], r["sender"]): r for r in rows(dyad(store, "USA", "JPN"), "records")}
    us = found["capabilities", "USA"]
    assert (us["value"], us["period_start"].year, us["until"]) == (0.12, 2018, date(2018, 12, 31))
    assert us["change"] == pytest.approx(-0.02)
    assert found["commitment", "JPN"]["value"] == 3.0


def test_a_pledge_to_defend_makes_an_alliance_and_says_on_what(store: Store) -> None:
    allies(store)
    answer = tie(store, "USA", "JPN", on="2018")
    assert answer.title.endswith("2018-12-31: alliance")
    deciding = [r for r in answer.table.to_pylist() if r["criterion"] == "alliance-pledge"
                or (r["measure"] == "pledge_defence" and r["kind"] == "alliance")]  # fmt: skip
    assert {r["status"] for r in deciding} == {"met"}
    assert all(r["cells"] for r in deciding)


def test_after_the_data_end_the_tie_is_unknown_and_the_last_known_is_told(store: Store) -> None:
    allies(store)
    power(store)
    answer = tie(store, "JPN", "USA", on="2021")
    assert "2018-12-31: alliance" in answer.title
    assert any("On 2021-12-31 it cannot be told" in note for note in answer.notes)


def test_a_word_on_few_known_criteria_gives_way_to_an_earlier_one_on_more(store: Store) -> None:
    visit = {"variable": "us_president_visit", "subject": "USA", "object": "CHN", "value": 1.0,
             "period": "2024-05-02", "item": "a", "known_on": date(2024, 5, 2)}  # fmt: skip
    put(store, "us_travels", visit, covers={"us_president_visit": "1950/2024"}, timely=True)
    put(store, "gsdb", *(about("sanction", "USA", "CHN", y, 1.0) for y in (2019, 2020)),
        covers={"sanction": "2019/2020"}, known_on=date(2021, 1, 1))  # fmt: skip
    put(store, "tss_rivalries", about("rivalry", "CHN", "USA", 2020, 1.0),
        covers={"rivalry": "2000/2020"}, known_on=date(2021, 1, 1))  # fmt: skip
    answer = tie(store, "CHN", "USA")
    on = answer.title.split(" on ")[1]
    assert on.split(":")[0] < "2024"
    assert any(note.startswith("On 2024-12-31 it") for note in answer.notes)


def test_without_a_pledge_it_is_no_alliance(store: Store) -> None:
    put(store, "atop", *pledged("CHN", "RUS", "nonaggression", "consultation"),
        covers={f"atop_{n}": "2000/2018" for n in PLEDGES})  # fmt: skip
    answer = tie(store, "CHN", "RUS", on="2018", kind="alliance")
    assert {r["kind"] for r in answer.table.to_pylist()} == {"alliance"}
    assert answer.table["verdict"][0].as_py() == "no"
    assert any(note.startswith("Is it an alliance") and " No. " in note for note in answer.notes)


def test_the_junior_is_told_by_each_dimension(store: Store) -> None:
    allies(store)
    power(store)
    notes = dyad(store, "USA", "JPN", turns=False).notes
    (said,) = [note for note in notes if note.startswith("Who is the junior partner")]
    assert "By capabilities JPN" in said
    assert "by output, trade, arms and energy it cannot be told (no data for JPN and USA)" in said


def test_what_is_known_later_is_not_used(store: Store) -> None:
    allies(store)
    power(store)
    early = dyad(store, "USA", "JPN", as_of="2019-03-01", turns=False)
    assert "capabilities" not in early.table["measure"].to_pylist()
    assert "data to 2019-03-01" in early.title


def test_a_changed_threshold_changes_the_word(store: Store, tmp_path: Path) -> None:
    allies(store)
    mine = tmp_path / "mine.csv"
    text = shipped_text()
    (line,) = [n for n in text.splitlines() if ",pledge_defence," in n and n.startswith("alliance")]
    other = line.replace(",pledge_defence,", ",pledge_offence,")
    mine.write_text(text.replace(line, other))
    assert "alliance" not in tie(store, "USA", "JPN", on="2018", criteria=mine).title
    with pytest.raises(UnreadableInput, match="tie --table"):
        tie(store, "USA", "JPN", criteria=tmp_path / "absent.csv")
    mine.write_text(text.replace("pledge_defence", "pledge_of_defence"))
    with pytest.raises(BadValue, match="pledge_of_defence"):
        tie(store, "USA", "JPN", criteria=mine)


def test_the_composite_shows_its_parts_and_moves_with_its_weights(store: Store) -> None:
    allies(store)
    put(store, "tss_rivalries", about("rivalry", "JPN", "USA", 2018, 0.0),
        covers={"rivalry": "2018"})  # fmt: skip
    found = {r["measure"]: r for r in rows(dyad(store, "JPN", "USA", turns=False), "composite")}
    assert (found["commitment"]["value"], found["rivalry"]["value"]) == (1.0, 1.0)
    assert found["composite"]["value"] == 1.0
    with pytest.raises(WrongUse, match="comitment"):
        dyad(store, "JPN", "USA", weights="comitment=2")


def test_details_are_asked_for(store: Store) -> None:
    allies(store)
    plain = dyad(store, "JPN", "USA", turns=False).table["measure"].to_pylist()
    every = dyad(store, "JPN", "USA", turns=False, details=True).table["measure"].to_pylist()
    assert "pledge_consultation" not in plain[: plain.index("commitment")]
    assert every.count("pledge_consultation") >= 2


def test_the_breaks_of_yearly_series_have_rows(store: Store) -> None:
    put(
        store, "sipri_tiv",
        *(about("arms_tiv", "RUS", "CHN", y, 100.0 + (y % 3) + 900 * (y > 2009))
          for y in range(1995, 2022)),
        covers={"arms_tiv": "1995/2021"},
    )  # fmt: skip
    found = rows(dyad(store, "CHN", "RUS"), "turning points")
    (arms,) = [r for r in found if r["variable"] == "arms_tiv" and r["measure"].startswith("arms")]
    assert arms["turns"].startswith("2010")


def test_nothing_of_the_two_is_an_error(store: Store) -> None:
    for ask in (dyad, tie):
        with pytest.raises(NothingFound, match="multipole sources"):
            ask(store, "CHN", "RUS")


def test_cells_in_words() -> None:
    row = {"value": 0.5, "low": 0.25, "high": 0.75, "status": "observed", "change": 0.1,
           "change_low": 0.0, "change_high": 0.2, "sender": "CHN", "receiver": "RUS",
           "directed": True, "measure": "trade_dependence", "domain": "imports", "why": "no data",
           "period_start": date(2014, 1, 1), "period_end": date(2015, 1, 1)}  # fmt: skip
    assert estimated(row) == "0.500 (0.25 to 0.75)"
    assert changed(row) == "+0.10 ± 0.10"
    assert (way(row), named(row)) == ("CHN>RUS", "trade_dependence, imports")
    assert held(row) == "0.500 (0.25 to 0.75) (2014)"
    assert held(row | {"low": None}) == "no data"
    assert estimated(row | {"value": None}) == "0.25 to 0.75"
    assert changed(row | {"change": None}) == ""


def test_beside_a_turn_stands_what_happened_that_year(store: Store) -> None:
    put(
        store, "sipri_tiv",
        *(about("arms_tiv", "RUS", "CHN", y, 100.0 + (y % 3) + 900 * (y > 2009))
          for y in range(1995, 2022)),
        covers={"arms_tiv": "1995/2021"},
    )  # fmt: skip
    put(store, "gsdb", about("sanction", "RUS", "CHN", 2010, 1.0), covers={"sanction": "2000/2021"})
    acts = [
        {"sender": "CHN", "receiver": "RUS", "action": action, "code": code, "period": "2010-05-0"
         + str(n), "modality": "happened", "row": n, "known_on": date(2010, 5, n)}
        for n, (action, code) in enumerate([("CONSULT", "040"), ("AID", "070")], start=2)
    ]  # fmt: skip
    put(store, "icews_graph", codings=acts, covers={"": "2010"}, known_on=date(2011, 1, 1))
    (said,) = [note for note in dyad(store, "CHN", "RUS").notes if note.startswith("In 2010")]
    assert "2010 sanctions of RUS on CHN begin (gsdb)" in said
    assert "CHN > RUS: give aid (icews_graph)" in said
    assert "meet or talk" not in said
    assert not any(n.startswith("In ") for n in dyad(store, "CHN", "RUS", as_of="2011-01").notes)
