"""Panels: the universe first, numbers only where a source gives them, every one with its status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole import answers
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "panel.duckdb", create=True) as opened:
        yield opened


def imports(importer: str, exporter: str, period: str, value: float | None, **more: Any) -> Row:
    return {"variable": "cow_imports_musd", "subject": importer, "object": exporter,
            "period": period, "value": value, **more}  # fmt: skip


def rows(store: Store, dyads: str, years: str, with_: str, **asked: Any) -> list[Row]:
    return list(answers.panel(store, dyads, years, with_, **asked).table.to_pylist())


def test_a_directed_variable_has_a_column_each_way(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0), imports("RUS", "CHN", "2010", 7.0))
    (row,) = rows(store, "RUS-CHN", "2010", "trade")
    assert (row["a"], row["b"], row["year"]) == ("CHN", "RUS", 2010)
    assert (row["cow_imports_musd_ab"], row["cow_imports_musd_ba"]) == (5.0, 7.0)
    assert (row["a_cow"], row["b_cow"], row["a_gw"], row["b_gw"]) == (710, 365, 710, 365)


def test_a_directed_panel_has_a_row_each_way(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0), imports("RUS", "CHN", "2010", 7.0))
    found = rows(store, "CHN-RUS", "2010", "trade", directed=True)
    told = [(r["sender"], r["receiver"], r["cow_imports_musd"]) for r in found]
    assert told == [("CHN", "RUS", 5.0), ("RUS", "CHN", 7.0)]


def test_unknown_is_not_zero(store: Store) -> None:
    put(
        store, "cow_trade", imports("CHN", "RUS", "2010", 0.0), imports("CHN", "RUS", "2011", None),
        imports("CHN", "RUS", "2013", 2.0), imports("RUS", "CHN", "2010", 1.0),
    )  # fmt: skip
    found = rows(store, "CHN-RUS", "2009:2014", "trade")
    told = [(r["cow_imports_musd_ab"], r["cow_imports_musd_ab_status"]) for r in found]
    assert told == [
        (None, "not_covered"), (0.0, "observed"), (None, "missing"), (None, "missing"),
        (2.0, "observed"), (None, "not_covered"),
    ]  # fmt: skip


def test_a_pair_the_source_never_speaks_of_is_not_covered(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0))
    (row,) = rows(store, "USA-RUS", "2010", "trade")
    assert row["cow_imports_musd_ab_status"] == "not_covered"


def test_zero_stands_where_the_list_is_complete(store: Store) -> None:
    veto = {"variable": "joint_veto", "subject": "CHN", "object": "RUS", "value": 1.0}
    put(
        store, "unsc_vetoes", veto | {"period": "2011-10-04", "item": "S/1"},
        veto | {"period": "2012-02-04", "item": "S/2"},
        veto | {"period": "2012-07-19", "item": "S/3"},
        covers={"joint_veto": "2010/2012-07-31"}, timely=True,
    )  # fmt: skip
    found = rows(store, "CHN-RUS,USA-RUS,CHN-IND", "2010:2012", "joint_veto")
    told = {(r["a"], r["b"], r["year"]): (r["joint_veto"], r["joint_veto_status"]) for r in found}
    assert told["CHN", "RUS", 2010] == (0.0, "observed")
    assert told["CHN", "RUS", 2011] == (1.0, "observed")
    assert told["RUS", "USA", 2011] == (0.0, "observed")
    assert told["CHN", "IND", 2011] == (None, "not_covered")
    assert told["CHN", "RUS", 2012] == (None, "not_covered")  # covered to July: no year's sum


def test_months_make_a_year_only_when_none_is_missing(store: Store) -> None:
    flow = {"variable": "energy_imports_eur", "subject": "CHN", "object": "RUS", "item": "coal"}
    known = [flow | {"period": f"2020-{m:02d}", "value": 1.0} for m in range(1, 13)]
    few = [flow | {"period": f"2022-{m:02d}", "value": 1.0} for m in range(1, 4)]
    gappy = [
        flow | {"period": f"2021-{m:02d}", "value": None if m == 5 else 1.0} for m in range(1, 13)
    ]
    put(store, "energy_flows", *known, *gappy, *few, covers={"energy_imports_eur": "2020/2022"})
    found = rows(store, "CHN-RUS", "2020:2022", "energy_imports_eur")
    told = [(r["energy_imports_eur_ab"], r["energy_imports_eur_ab_status"]) for r in found]
    assert told == [(12.0, "observed"), (None, "missing"), (None, "missing")]


def test_a_yearly_sum_is_not_spread_over_months_but_a_level_holds(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 12.0), imports("RUS", "CHN", "2010", 1.0))
    igos = {"variable": "shared_igos", "subject": "CHN", "object": "RUS", "value": 40.0}
    put(store, "cow_igos", igos | {"period": "2010"})
    found = rows(store, "CHN-RUS", "2010-03:2010-04", "trade,igo", by="month")
    assert [r["month"] for r in found] == ["2010-03", "2010-04"]
    assert [r["shared_igos"] for r in found] == [40.0, 40.0]
    assert [r["cow_imports_musd_ab"] for r in found] == [None, None]
    note = "cow_imports_musd: 2 observations of more than a month left out."
    assert note in answers.panel(store, "CHN-RUS", "2010", "trade", by="month").notes


def test_a_total_counts_and_not_its_parts_beside_it(store: Store) -> None:
    def flow(item: str, value: float) -> Row:
        return {"variable": "trade_imports_usd", "subject": "CHN", "object": "RUS",
                "period": "2020", "item": item, "value": value}  # fmt: skip

    put(store, "trade_flows", flow("", 10.0), flow("HS:27", 6.0), increments=True)
    (row,) = rows(store, "CHN-RUS", "2020", "trade_imports_usd")
    assert row["trade_imports_usd_ab"] == 10.0


def test_a_state_is_in_the_universe_only_while_it_is_in_the_system(store: Store) -> None:
    put(store, "cow_trade", imports("DEU", "DDR", "1970", 1.0))
    found = rows(store, "DDR-DEU", "1985:1995", "trade")
    assert [r["year"] for r in found] == [*range(1985, 1991)]
    assert {(r["a_cow"], r["b_cow"]) for r in found} == {(265, 260), (265, 255)}


def test_all_dyads_are_those_of_the_system_of_the_date(store: Store) -> None:
    put(store, "cow_trade", imports("USA", "GBR", "1816", 1.0))
    found = answers.panel(store, "all", "1816", "trade")
    assert len(found) == 23 * 22 // 2
    assert len(answers.panel(store, "all", "1816", "trade", directed=True)) == 23 * 22
    assert len(answers.panel(store, "USA-all", "1816", "trade")) == 22


def test_an_organisation_needs_no_system(store: Store) -> None:
    put(store, "cow_trade", imports("EU", "RUS", "2020", 3.0))
    assert rows(store, "EU-RUS", "2020", "trade") == []
    (row,) = rows(store, "EU-RUS", "2020", "trade", system="any")
    assert row["cow_imports_musd_ab"] == 3.0


def test_a_variable_of_one_actor_stands_for_both_ends(store: Store) -> None:
    power = {"variable": "cinc", "period": "2010"}
    put(store, "cow_nmc", power | {"subject": "CHN", "value": 0.2},
        power | {"subject": "RUS", "value": 0.04})  # fmt: skip
    (row,) = rows(store, "CHN-RUS", "2010", "cinc")
    assert (row["cinc_a"], row["cinc_b"]) == (0.2, 0.04)


def test_agreement_counts_votes_that_both_cast(store: Store) -> None:
    def vote(actor: str, call: str, choice: int) -> Row:
        return {"variable": "unga_vote", "subject": actor, "period": "2020-12-01", "item": call,
                "value": float(choice)}  # fmt: skip

    put(
        store, "unga_votes",
        vote("CHN", "r1", 1), vote("RUS", "r1", 1), vote("CHN", "r2", 2), vote("RUS", "r2", 3),
        vote("CHN", "r3", 1), vote("RUS", "r3", 8), vote("USA", "r4", 1), timely=True,
        covers={"unga_vote": "2020"},
    )  # fmt: skip
    found = {(r["a"], r["b"]): r for r in rows(store, "CHN-RUS,CHN-USA", "2020", "unga_vote")}
    both = found["CHN", "RUS"]
    assert (both["unga_agreement"], both["unga_votes_shared"]) == (0.5, 2.0)
    assert found["CHN", "USA"]["unga_agreement_status"] == "missing"


def test_as_of_gives_back_yesterdays_panel(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0), known_on=date(2015, 1, 1))
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 6.0), known_on=date(2020, 1, 1))
    assert rows(store, "CHN-RUS", "2010", "trade")[0]["cow_imports_musd_ab"] == 6.0
    old = rows(store, "CHN-RUS", "2010", "trade", as_of="2019")
    assert old[0]["cow_imports_musd_ab"] == 5.0
    with pytest.raises(NothingFound):
        rows(store, "CHN-RUS", "2010", "trade", as_of="2014")


def test_cells_say_what_a_value_was_made_of(store: Store) -> None:
    release = put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0))
    (row,) = rows(store, "CHN-RUS", "2010", "trade", cells=True)
    assert row["cow_imports_musd_ab_cells"] == [f"{release.files[0][:12]} row 2 column value"]


def test_a_variable_of_the_users_own_is_found_by_its_name(store: Store) -> None:
    facts = '{"unit": "percent", "ends": 2, "directed": false}'
    about = {"item": "dollar_share", "kind": "variable", "facts": facts, "row": 2,
             "known_on": date(2024, 1, 1)}  # fmt: skip
    put(store, "long_table", {"variable": "dollar_share", "subject": "CHN", "object": "RUS",
                              "period": "2020-01", "value": 46.0,
                              "known_on": date(2020, 2, 1)},
        increments=True, timely=True, items=[about])  # fmt: skip
    (row,) = rows(store, "CHN-RUS", "2020", "dollar_share")
    assert row["dollar_share"] == 46.0
    (early,) = rows(store, "CHN-RUS", "2020", "dollar_share", as_of="2022")
    assert early["dollar_share"] == 46.0
    notes = answers.panel(store, "CHN-RUS", "2020", "dollar_share").notes
    assert "dollar_share: dollar share, percent." in notes


def test_what_the_store_lacks_is_said(store: Store) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0))
    notes = answers.panel(store, "CHN-RUS", "2010", "trade").notes
    assert any(n.startswith("trade: the store holds nothing of") for n in notes)
    with pytest.raises(NothingFound, match="arms"):
        rows(store, "CHN-RUS", "2010", "arms")


@pytest.mark.parametrize(
    ("dyads", "years", "with_", "words"),
    [
        ("CHN", "2010", "trade", "no dyad"),
        ("CHN-CHN", "2010", "trade", "one actor"),
        ("", "2010", "trade", "no dyads"),
        ("CHN-RUS", "2012:2010", "trade", "ends before"),
        ("CHN-RUS", "2010", "", "of nothing"),
        ("CHN-RUS", "2010", "tarde", "no theme"),
    ],
)
def test_what_cannot_be_read_is_said(
    store: Store, dyads: str, years: str, with_: str, words: str
) -> None:
    put(store, "cow_trade", imports("CHN", "RUS", "2010", 5.0))
    with pytest.raises(WrongUse, match=words):
        rows(store, dyads, years, with_)
    with pytest.raises(UnknownCode):
        rows(store, "CHN-ZZY", "2010", "trade")
