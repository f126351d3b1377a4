"""Who depends on whom, from records of trade and arms."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import NOW, put

from multipole.answers.depends import depends
from multipole.answers.depends_points import dependence_points
from multipole.core.errors import NothingFound, WrongUse
from multipole.pipeline.adding import add_source
from multipole.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
REAL = {"sipri_tiv": "arms/sipri-exports-processed.csv",
        "energy_flows": "energy/comtrade_eurostat.csv.gz"}  # fmt: skip
Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "depends.duckdb", create=True) as opened:
        yield opened


def imports(importer: str, exporter: str, value: float | None, year: str = "2010") -> Row:
    return {"variable": "cow_imports_musd", "subject": importer, "object": exporter,
            "period": year, "value": value}  # fmt: skip


def arms(supplier: str, recipient: str, year: int, value: float) -> Row:
    return {"variable": "arms_tiv", "subject": supplier, "object": recipient,
            "period": str(year), "value": value}  # fmt: skip


def shares(store: Store, *asked: str, **more: Any) -> dict[tuple[str, str], Row]:
    rows = depends(store, *asked, **more).table.to_pylist()
    return {(r["flow"], r["subject"]): r for r in rows}


def test_shares_go_both_ways_and_the_title_flow_says_who_leans(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("CHN", "RUS", 5.0), imports("CHN", "USA", 95.0),
    )  # fmt: skip
    found = shares(store, "RUS", "CHN")
    assert found["imports", "RUS"]["share"] == pytest.approx(0.3)
    assert found["imports", "CHN"]["share"] == pytest.approx(0.05)
    assert found["imports", "RUS"]["substitute"] == "DEU"
    assert found["exports", "CHN"]["share"] == 1.0
    notes = depends(store, "RUS", "CHN").notes
    assert any("RUS leans on CHN (25.0% apart)" in note for note in notes)


def said_of_imports(store: Store) -> str:
    notes = depends(store, "RUS", "CHN").notes
    return next(note for note in notes if note.startswith("imports, 2010"))


@pytest.mark.parametrize(("of_china", "said"), [
    (24.0, "about even (6.0% apart; the smaller is 80% of the larger or more)."),
    (30.0, "about even (0.0% apart; the smaller is 80% of the larger or more)."),
    (23.0, "RUS leans on CHN (7.0% apart), and CHN could hurt RUS more"),
    (38.0, "CHN leans on RUS (8.0% apart), and RUS could hurt CHN more"),
])  # fmt: skip
def test_shares_that_are_almost_alike_are_about_even(
    store: Store, of_china: float, said: str
) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("CHN", "RUS", of_china), imports("CHN", "USA", 100.0 - of_china),
    )  # fmt: skip
    assert said in said_of_imports(store)


def test_bounds_that_reach_into_parity_leave_it_open_whether_one_leans(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 30.0),
        imports("RUS", "ITA", None), imports("CHN", "RUS", 28.0), imports("CHN", "USA", 72.0),
    )  # fmt: skip
    told = said_of_imports(store)  # China is between a third and a half of Russia's, Russia .28
    assert told.endswith("RUS leans more, but with unknown partners they may be about even.")


def test_an_unknown_partner_widens_the_share_and_is_no_zero(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("RUS", "ITA", None),
    )  # fmt: skip
    row = shares(store, "RUS", "CHN")["imports", "RUS"]
    assert (row["high"], row["unknown"]) == (pytest.approx(0.3), 1)
    assert row["low"] == pytest.approx(30 / 170)


def test_a_partner_whose_flow_is_missing_has_no_share(store: Store) -> None:
    put(store, "cow_trade", imports("RUS", "CHN", None), imports("RUS", "DEU", 70.0))
    with pytest.raises(NothingFound):
        depends(store, "RUS", "CHN")


def test_arms_are_drawn_together_over_five_years(store: Store) -> None:
    rows = [arms("RUS", "CHN", y, 10.0) for y in range(2010, 2016)]
    put(store, "sipri_tiv", *rows, arms("FRA", "CHN", 2012, 50.0))
    found = [r for r in depends(store, "CHN", "RUS").table.to_pylist() if r["subject"] == "CHN"]
    spans = [(r["period_start"].year, r["period_end"].year, r["share"]) for r in found]
    assert spans == [(2010, 2015, 0.5), (2011, 2016, 0.5)]
    assert found[0]["cell_count"] == 6


def test_what_a_reporter_says_goes_before_the_correlates_of_war(store: Store) -> None:
    said = {"variable": "trade_imports_usd", "subject": "RUS", "period": "2010"}
    put(store, "cow_trade", imports("RUS", "CHN", 1.0), imports("RUS", "DEU", 9.0))
    put(
        store, "trade_flows", said | {"object": "CHN", "value": 2.0},
        said | {"object": "DEU", "value": 2.0},
        said | {"object": "DEU", "value": 2.0, "item": "HS:27"}, increments=True,
    )  # fmt: skip
    row = shares(store, "RUS", "CHN")["imports", "RUS"]
    assert (row["share"], row["source"]) == (0.5, "trade_flows")


def test_as_of_never_sees_a_later_release(store: Store) -> None:
    rows = [imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0)]
    put(store, "cow_trade", *rows, known_on=date(2020, 1, 1))
    with pytest.raises(NothingFound):
        depends(store, "RUS", "CHN", as_of="2019")


def test_one_actor_is_no_pair(store: Store) -> None:
    with pytest.raises(WrongUse):
        depends(store, "RUS", "Russia")


def of_state(variable: str, subject: str, value: float, year: str = "2010") -> Row:
    return {"variable": variable, "subject": subject, "period": year, "value": value}


def put_own(store: Store, name: str, unit: str, *rows: tuple[str, str, float], ends: int = 2,
            directed: bool = True) -> None:  # fmt: skip
    facts = json.dumps({"unit": unit, "ends": ends, "directed": directed})
    about = {"item": name, "kind": "variable", "title": name, "facts": facts, "row": 2,
             "period": "2010", "actors": [], "topics": []}  # fmt: skip
    held = [{"variable": name, "subject": s, "object": o, "period": "2010", "value": v}
            for s, o, v in rows]  # fmt: skip
    put(store, "long_table", *held, items=[about], increments=True, timely=True)


def trade_of_two(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("CHN", "RUS", 20.0), imports("CHN", "USA", 80.0),
    )  # fmt: skip


def test_trade_is_a_part_of_gdp_made_of_heads_and_product_per_head(store: Store) -> None:
    trade_of_two(store)
    put(store, "wdi_gdp", of_state("gdp_per_capita_usd", "RUS", 10_000.0))
    put(store, "cow_nmc", of_state("nmc_tpop", "RUS", 100.0))  # thousand: 1 billion dollars in all
    found = shares(store, "RUS", "CHN")
    row = found["trade in GDP", "RUS"]
    assert row["share"] == pytest.approx(50e6 / 1e9)
    assert row["whole"] == pytest.approx(1e9)
    assert row["note"] == "GDP is gdp_per_capita_usd (current dollars) times nmc_tpop"
    assert row["source"] == "cow_trade, wdi_gdp, cow_nmc"
    assert row["cell_count"] == 4
    assert found["imports in GDP", "RUS"]["share"] == pytest.approx(30e6 / 1e9)
    assert ("trade in GDP", "CHN") not in found
    notes = depends(store, "RUS", "CHN").notes
    assert any("no GDP in current dollars" in n and "GDP of CHN" in n for n in notes)


def test_a_total_product_goes_before_one_made_of_two(store: Store) -> None:
    trade_of_two(store)
    put(store, "wdi_gdp", of_state("gdp_per_capita_usd", "RUS", 10_000.0))
    put(store, "cow_nmc", of_state("nmc_tpop", "RUS", 100.0))
    put_own(store, "gdp_of_my_own", "million USD", ("RUS", "", 500.0), ends=1)
    row = shares(store, "RUS", "CHN")["trade in GDP", "RUS"]
    assert row["share"] == pytest.approx(0.1)
    assert "from a table of your own" in row["note"]


def test_trade_is_never_divided_by_a_product_in_constant_dollars(store: Store) -> None:
    trade_of_two(store)
    put(store, "wdi_gdp", of_state("gdp_usd_2015", "RUS", 1e9))
    assert ("trade in GDP", "RUS") not in shares(store, "RUS", "CHN")
    notes = depends(store, "RUS", "CHN").notes
    assert any("gdp_usd_2015 is not in current dollars" in note for note in notes)


def test_unknown_exports_make_the_trade_unknown_not_smaller(store: Store) -> None:
    put(store, "cow_trade", imports("RUS", "CHN", 30.0), imports("CHN", "RUS", None))
    put(store, "wdi_gdp", of_state("gdp_usd", "RUS", 1e9))
    assert ("trade in GDP", "RUS") not in shares(store, "RUS", "CHN")


def test_the_index_of_a_subject_says_how_many_equal_partners(store: Store) -> None:
    put(store, "cow_trade", *(imports("RUS", o, 25.0) for o in ("CHN", "DEU", "ITA", "FRA")))
    row = shares(store, "RUS", "CHN")["imports", "RUS"]
    assert (row["hirschman"], row["equivalents"], row["others"]) == (0.5, 4.0, 3)


def test_what_a_cut_costs_follows_what_others_can_spare(store: Store) -> None:
    trade_of_two(store)
    row = shares(store, "RUS", "CHN", spare=0.2)["imports", "RUS"]
    assert row["loss"] == pytest.approx(0.3 - 0.2 * 0.7)
    assert row["rise_needed"] == pytest.approx(3 / 7)
    notes = depends(store, "RUS", "CHN", spare=0.2).notes
    assert any("CHN could hurt RUS more: a cut would cost RUS 16.0%" in note for note in notes)
    with pytest.raises(WrongUse):
        depends(store, "RUS", "CHN", spare=-0.1)


def test_overlapping_bounds_leave_open_who_could_hurt_whom(store: Store) -> None:
    put(
        store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 70.0),
        imports("RUS", "ITA", None), imports("CHN", "RUS", 20.0), imports("CHN", "USA", 80.0),
    )  # fmt: skip
    notes = depends(store, "RUS", "CHN").notes
    told = next(note for note in notes if note.startswith("imports, 2010"))
    assert told.endswith("who could hurt whom more cannot be told.")


def test_a_window_of_arms_is_there_though_its_first_year_has_no_row(store: Store) -> None:
    put(store, "sipri_tiv", arms("FRA", "IND", 2008, 1.0), arms("RUS", "CHN", 2011, 10.0),
        arms("FRA", "IND", 2012, 1.0))  # fmt: skip
    row = shares(store, "CHN", "RUS")["arms imports", "CHN"]
    assert (row["period_start"].year, row["period_end"].year, row["share"]) == (2008, 2013, 1.0)


def test_a_period_without_a_row_is_told_and_is_no_zero(store: Store) -> None:
    put(store, "cow_trade", imports("RUS", "CHN", 30.0), imports("RUS", "DEU", 1.0, "2011"))
    found = depends(store, "RUS", "CHN")
    assert {r["period_start"].year for r in found.table.to_pylist()} == {2010}
    assert any(
        "Unknown in 2011 (no row, which is no zero): imports of RUS with CHN" in note
        for note in found.notes
    )


def gas(buyer: str, value: float | None, months: range = range(1, 13)) -> list[Row]:
    return [
        {"variable": "energy_imports_eur", "subject": buyer, "object": "RUS",
         "period": f"2020-{month:02d}", "value": value, "item": "natural_gas"}
        for month in months
    ]  # fmt: skip


def test_of_one_seller_the_amount_is_told_and_the_share_is_unknown(store: Store) -> None:
    put(store, "energy_flows", *gas("DEU", 1e6), *gas("ITA", 1e6, range(1, 4)), *gas("EU", 2e6))
    found = shares(store, "DEU", "RUS")
    bought = found["fuel imports by value", "DEU"]
    assert (bought["share"], bought["amount"], bought["unit"]) == (None, 12.0, "million EUR")
    assert bought["parts"] == ["natural_gas 12 million EUR"]
    sold = found["fuel exports by value", "RUS"]
    assert sold["high"] == pytest.approx(12 / 15)  # the EU is a sum of its members
    assert sold["low"] == pytest.approx(12 / 24)  # if Italy bought as much in the other months
    assert sold["unknown"] == 1


def test_part_of_a_year_is_called_so(store: Store) -> None:
    put(store, "energy_flows", *gas("DEU", 1e6, range(1, 6)), *gas("DEU", None, range(6, 7)))
    row = shares(store, "DEU", "RUS")["fuel imports by value", "DEU"]
    assert row["amount"] == 5.0
    assert "part of the year: 5 of 12 months in full" in row["note"]


def test_fuels_of_customs_statistics_give_shares(store: Store) -> None:
    def oil(partner: str, value: float, item: str) -> Row:
        return {"variable": "trade_imports_usd", "subject": "CHN", "object": partner,
                "period": "2010", "value": value, "item": item}  # fmt: skip

    put(store, "trade_flows", oil("RUS", 20.0, "HS:27"), oil("RUS", 19.0, "HS:2709"),
        oil("SAU", 80.0, "HS:27"), oil("SAU", 500.0, ""), increments=True)  # fmt: skip
    assert shares(store, "CHN", "RUS")["fuel imports", "CHN"]["share"] == pytest.approx(0.2)


def test_an_own_directed_variable_is_a_flow_by_its_name_or_when_named(store: Store) -> None:
    put_own(store, "debt_held", "million USD", ("LKA", "CHN", 20.0), ("LKA", "JPN", 80.0))
    put_own(store, "seats_lent", "seats", ("LKA", "CHN", 1.0), ("LKA", "JPN", 1.0))
    put_own(store, "shared_debt", "million USD", ("CHN", "LKA", 1.0), directed=False)
    found = shares(store, "LKA", "CHN")
    assert set(found) == {("debt held", "LKA")}
    row = found["debt held", "LKA"]
    assert (row["share"], row["measure"], row["source"]) == (
        0.2,
        "finance_dependence",
        "long_table",
    )
    named = shares(store, "LKA", "CHN", with_="seats_lent")
    assert named["seats lent", "LKA"]["share"] == 0.5


def test_an_own_share_stands_as_the_table_gives_it(store: Store) -> None:
    put_own(store, "gas_share", "percent", ("DEU", "RUS", 55.0))
    with pytest.raises(NothingFound):  # a percentage may be of anything
        depends(store, "DEU", "RUS")
    row = shares(store, "DEU", "RUS", with_="gas_share")["gas share", "DEU"]
    assert (row["share"], row["measure"]) == (0.55, "energy_dependence")
    assert row["note"] == "the share as the table gives it"


def test_an_own_variable_without_direction_holds_for_both_when_named(store: Store) -> None:
    put_own(store, "turnover", "million USD", ("CHN", "RUS", 10.0), ("CHN", "USA", 30.0),
            ("GBR", "RUS", 10.0), directed=False)  # fmt: skip
    found = shares(store, "CHN", "RUS", with_=["turnover"])
    assert found["turnover", "CHN"]["share"] == 0.25
    assert found["turnover", "RUS"]["share"] == 0.5
    with pytest.raises(WrongUse, match="'profits' is no variable"):
        depends(store, "CHN", "RUS", with_="profits")


def test_own_flows_below_zero_make_no_share(store: Store) -> None:
    put_own(store, "fdi_net", "million USD", ("DEU", "RUS", 5.0), ("DEU", "ITA", -2.0))
    with pytest.raises(NothingFound):
        depends(store, "DEU", "RUS")


def test_the_published_index_stands_beside_the_shares_and_apart(store: Store) -> None:
    trade_of_two(store)
    index = {"variable": "fbic_dependence_economic", "subject": "CHN", "object": "RUS"}
    put(store, "fbic", index | {"period": "2010", "value": 1.2},
        index | {"period": "2011", "value": None})  # fmt: skip
    found = depends(store, "RUS", "CHN")
    row = found.table.to_pylist()[-1]
    assert (row["subject"], row["partner"], row["index"], row["share"]) == ("RUS", "CHN", 1.2, None)
    assert any(note.startswith("FBIC (2010)") and "not of RUS" in note for note in found.notes)
    assert any("Unknown in 2011" in note and "FBIC economic" in note for note in found.notes)


def test_points_are_the_known_shares_of_both(store: Store) -> None:
    trade_of_two(store)
    points = dependence_points(store, "RUS", "CHN")
    told = {(p["sender"], p["receiver"], p["flow"]): p for p in points}
    point = told["RUS", "CHN", "imports"]
    assert (point["measure"], point["value"], point["n"]) == ("trade_dependence", 0.3, 2)
    assert point["until"] == date(2010, 12, 31)
    assert point["cells"]
    assert dependence_points(store, "RUS", "CHN", as_of="2019") == []


@pytest.mark.skipif(
    not all((DATA / name).exists() for name in REAL.values()),
    reason=f"no real records in {DATA} (set MULTIPOLE_SHARED)",
)
def test_real_arms_and_fuels_give_the_known_shares(store: Store) -> None:
    for source, name in REAL.items():
        add_source(store, source, [DATA / name], now=NOW)
    arms_of_china = shares(store, "CHN", "RUS", since="2014", until="2018")["arms imports", "CHN"]
    assert round(100 * arms_of_china["share"], 2) == 70.63  # SIPRI says 70 percent
    fuels = depends(store, "DEU", "RUS", since="2021").table.to_pylist()
    told = {(r["flow"], r["period_start"].year): r for r in fuels}
    whole, part = (told["fuel imports by value", year] for year in (2021, 2022))
    assert whole["share"] is None
    assert "part of the year" not in whole["note"]
    assert "part of the year: 4 of 12 months" in part["note"]
    sold = told["fuel exports by value", 2021]
    assert 0.13 < sold["low"] < sold["share"] < 0.18
