"""What moved a share of trade or arms: the partner, and every other one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.recorded import put

from multipole.answers import Answer, moved
from multipole.core.errors import WrongUse
from multipole.store import Store, open_store

Row = dict[str, Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "shares.duckdb", create=True) as opened:
        yield opened


def bought(other: str, year: int, value: float | None, who: str = "RUS") -> Row:
    return {"variable": "cow_imports_musd", "subject": who, "object": other, "period": str(year),
            "value": value, "known_on": date(2024, 1, 1)}  # fmt: skip


def trade(store: Store) -> None:
    put(store, "cow_trade",
        bought("CHN", 2013, 100.0), bought("DEU", 2013, 100.0), bought("JPN", 2013, None),
        bought("CHN", 2014, 300.0), bought("DEU", 2014, 50.0), bought("JPN", 2014, 250.0),
        covers={"cow_imports_musd": "2013/2014"})  # fmt: skip


def parts(found: Answer) -> dict[str, Row]:
    rows = [row for row in found.table.to_pylist() if row["kind"] == "part"]
    change = next(row for row in found.table.to_pylist() if row["kind"] == "change")
    assert math.fsum(row["weight"] for row in rows) == pytest.approx(change["value"], abs=1e-12)
    return {row["what"]: row for row in rows}


def test_partners_add_up_to_the_change_of_a_share(store: Store) -> None:
    """From 100 of 200 to 300 of 600: own flow and that of the others cancel."""
    trade(store)
    found = parts(moved(store, "trade_dependence", "RUS", "CHN", "2014", source="imports"))
    assert set(found) == {
        "CHN: 100 to 300 million USD",
        "other partner DEU: 100 to 50 million USD",
        "other partner JPN: not known to 250 million USD",
    }
    slope = (100 / (200 * 400) + 300 / (400 * 600)) / 2
    assert found["other partner DEU: 100 to 50 million USD"]["weight"] == pytest.approx(50 * slope)
    assert found["CHN: 100 to 300 million USD"]["weight"] == pytest.approx(200 * slope)
    assert all(row["cells"] for row in found.values())


def test_a_partner_known_in_one_year_only_is_said_to_be_of_the_record(store: Store) -> None:
    trade(store)
    notes = moved(store, "trade_dependence", "RUS", "CHN", "2014", source="imports").notes
    assert any(note.startswith("1 other partner has a known flow in one of") for note in notes)


def test_arms_are_compared_with_the_five_years_before(store: Store) -> None:
    sold = [("RUS", y, 10.0) for y in range(2005, 2015)] + [("FRA", 2012, 50.0)]
    put(store, "sipri_tiv", *(
        {"variable": "arms_tiv", "subject": who, "object": "CHN", "period": str(y), "value": value}
        for who, y, value in sold
    ), covers={"arms_tiv": "2005/2014"})  # fmt: skip
    found = moved(store, "arms_dependence", "CHN", "RUS", "2014")
    assert found.title.endswith("2005-2009 to 2010-2014")
    told = parts(found)
    assert told["RUS: 50 to 50 million TIV"]["weight"] == 0
    assert told["other partner FRA: not listed to 50 million TIV"]["weight"] == -0.5


def test_a_share_that_a_table_gives_has_no_partners_to_name(store: Store) -> None:
    given = {"variable": "finance_debt_share", "subject": "RUS", "object": "CHN"}
    kind = {"item": "finance_debt_share", "kind": "variable", "title": "debt share",
            "facts": '{"unit":"percent","directed":true,"ends":2}', "period": "2013/2014",
            "known_on": date(2024, 1, 1), "row": 2}  # fmt: skip
    put(store, "long_table", given | {"period": "2013", "value": 20.0},
        given | {"period": "2014", "value": 30.0}, items=[kind])  # fmt: skip
    with pytest.raises(WrongUse, match="cannot be taken apart"):
        moved(store, "finance_dependence", "RUS", "CHN", "2014")
