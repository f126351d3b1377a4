"""Codes of the state systems since 1816, the members of these systems, and names of the past."""

from __future__ import annotations

import csv
import gzip
import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from multipole.actors import load_actors, tables
from multipole.core.errors import UnknownCode, WrongUse

ACTORS = load_actors()
ROOT = Path(__file__).parents[2]
LISTS = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared")) / "data" / "states"
needs_lists = pytest.mark.skipif(
    not LISTS.is_dir(), reason=f"no published lists at {LISTS}: set MULTIPOLE_SHARED"
)


@pytest.mark.parametrize(
    ("system", "code", "on", "expected"),
    [
        ("cow", 240, "1840-01-01", "HAN"), ("cow", 245, "1850-01-01", "BAV"),
        ("cow", 255, "1850-01-01", "DEU"), ("cow", 300, "1914-07-28", "AUH"),
        ("cow", 325, "1850-01-01", "ITA"), ("cow", 327, "1850-01-01", "PAP"),
        ("cow", 345, "1914-07-28", "SRB"), ("cow", 345, "1930-01-01", "YUG"),
        ("cow", 365, "1900-01-01", "RUS"), ("cow", 640, "1877-04-24", "TUR"),
        ("cow", 710, "1895-01-01", "CHN"), ("cow", 730, "1895-01-01", "JOS"),
        ("cow", 740, "1862-01-01", "JPN"), ("cow", 530, "1900-01-01", "ETH"),
        ("gw", 340, "1900-01-01", "SRB"), ("gw", 345, "1930-01-01", "YUG"),
        ("gw", 255, "1940-01-01", "DEU"), ("gw", 260, "2000-01-01", "DEU"),
        ("gw", 678, "1950-01-01", "YEM"), ("gw", 678, "2000-01-01", "YEM"),
        ("gw", 89, "1830-01-01", "UPC"), ("gw", 99, "1825-01-01", "GCL"),
        ("gw", 563, "1890-01-01", "TRV"), ("gw", 711, "1930-01-01", "TBT"),
        ("gw", 815, "1850-01-01", "VNM"), ("gw", 616, "1850-01-01", "TUN"),
    ],
)  # fmt: skip
def test_codes_before_1945_give_the_state_of_the_day(
    system: str, code: int, on: str, expected: str
) -> None:
    assert ACTORS.by_code(system, code, on=date.fromisoformat(on)).id == expected
    assert ACTORS.code(expected, system, on=date.fromisoformat(on)) == code


def test_the_code_of_a_state_that_ended_is_nobodys_later() -> None:
    with pytest.raises(UnknownCode, match="At another time it was AUH"):
        ACTORS.by_code("cow", 300, on=date(1925, 1, 1))
    with pytest.raises(UnknownCode, match="At another time it was JOS"):
        ACTORS.by_code("cow", 730, on=date(1950, 1, 1))
    assert ACTORS.code("EST", "cow", on=date(1960, 1, 1)) is None


def test_the_mainland_is_710_before_and_after_its_seat() -> None:
    for on in (date(1971, 10, 24), date(1971, 10, 25)):
        assert (ACTORS.code("CHN", "cow", on=on), ACTORS.code("TWN", "cow", on=on)) == (710, 713)
    assert "TWN" in ACTORS.states_on("un", on=date(1971, 10, 24))
    assert "CHN" not in ACTORS.states_on("un", on=date(1971, 10, 24))
    assert "CHN" in ACTORS.states_on("un", on=date(1971, 10, 25))
    assert "TWN" not in ACTORS.states_on("un", on=date(1971, 10, 25))


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_no_code_belongs_to_two_states_on_one_day(system: str) -> None:
    windows: dict[str, list[tuple[date, date]]] = {}
    for code, _, start, end in ACTORS.dated_codes(system):
        windows.setdefault(code, []).append((start or date.min, end or date.max))
    for code, spans in windows.items():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert end <= start, code


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_every_member_of_a_system_has_its_code_on_every_day_of_its_membership(system: str) -> None:
    for row in tables.systems():
        if row.organisation == system:
            first, end = row.window.start, row.window.end or date(2025, 1, 1)
            assert first is not None
            for on in (first, first + (end - first) // 2, end - timedelta(days=1)):
                assert ACTORS.code(row.member, system, on=on) is not None, (row, on)


def test_the_systems_have_their_known_sizes() -> None:
    assert len(ACTORS.states_on("cow", on=date(1816, 1, 1))) == 23
    assert len(ACTORS.states_on("cow", on=date(2012, 1, 1))) == 195
    assert len(ACTORS.states_on("un", on=date(2012, 1, 1))) == 193
    assert len(ACTORS.states_on("un", on=date(1945, 12, 31))) == 51
    assert len(ACTORS.states_on("iso3", on=date(2024, 1, 1))) == 197
    assert ACTORS.states_on("cow", on=date(1815, 12, 31)) == ()


def test_a_state_under_occupation_keeps_its_code_and_leaves_the_system() -> None:
    on = date(1942, 1, 1)
    assert ACTORS.code("NLD", "cow", on=on) == 210
    assert "NLD" not in ACTORS.states_on("cow", on=on)
    assert "NLD" in ACTORS.states_on("gw", on=on)


def test_syria_keeps_its_code_in_the_united_arab_republic_and_leaves_the_system() -> None:
    on = date(1960, 1, 1)
    assert ACTORS.code("SYR", "cow", on=on) == 652
    assert "SYR" not in ACTORS.states_on("cow", on=on)
    assert "SYR" not in ACTORS.states_on("un", on=on)


def test_germany_and_yemen_stay_one_member_when_their_code_changes() -> None:
    for on in (date(1990, 5, 21), date(1990, 5, 22), date(1990, 10, 2), date(1990, 10, 3)):
        assert {"DEU", "YEM"} <= set(ACTORS.states_on("cow", on=on))


def test_an_unknown_system_is_refused() -> None:
    with pytest.raises(WrongUse, match="Use one of iso2"):
        ACTORS.states_on("fips", on=date(2000, 1, 1))


@pytest.mark.parametrize("text", ["Hanover", "Bavaria", "Tuscany", "Modena", "Parma", "Saxony"])
def test_a_state_of_the_past_is_named_in_its_own_days_only(text: str) -> None:
    said = f"The minister of {text} signed."
    for on in (date(2021, 3, 24), date(1930, 1, 1), None):
        assert ACTORS.find(said, on=on) == []
    assert [hit.name for hit in ACTORS.find(said, on=date(1855, 1, 1))] == [text]


def test_korea_and_tibet_mean_what_they_meant_on_the_day() -> None:
    def meant(text: str, on: date) -> list[tuple[str, ...]]:
        return [hit.actors for hit in ACTORS.find(f"The envoy left {text}.", on=on)]

    assert meant("Korea", date(1900, 1, 1)) == [("JOS",)]
    assert meant("Korea", date(2021, 1, 1)) == [("KOR",)]
    assert meant("Tibet", date(2021, 1, 1)) == [("CHN",)]
    assert ACTORS.resolve("Korea").id == "KOR"


@needs_lists
@pytest.mark.parametrize(("system", "column"), [("cow", "cown"), ("gw", "gwn")])
def test_every_code_and_year_of_the_panel_has_its_state(system: str, column: str) -> None:
    windows: dict[int, list[tuple[date, date]]] = {}
    for code, _, start, end in ACTORS.dated_codes(system):
        windows.setdefault(int(code), []).append((start or date.min, end or date.max))
    path = LISTS / "countrycode_codelist_panel.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        used = {
            (int(float(row[column])), int(float(row["year"])))
            for row in csv.DictReader(lines)
            if row[column] not in ("", "NA")
        }
    assert len(used) > 16_000
    for code, year in used:
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        spans = windows.get(code, [])
        assert any(start < after and end > first for start, end in spans), (code, year)


def _published() -> list[tuple[int, date, date]]:
    def day(row: dict[str, str], end: str) -> date:
        return date(*(int(float(row[end + part])) for part in ("year", "month", "day")))

    with (LISTS / "cow_states.csv").open(encoding="utf-8") as lines:
        return [
            (int(float(row["ccode"])), day(row, "st"), day(row, "end"))
            for row in csv.DictReader(lines)
        ]


@needs_lists
@pytest.mark.parametrize(("month", "day"), [(1, 1), (7, 1), (12, 31)])
def test_the_cow_system_of_every_year_is_the_published_one(month: int, day: int) -> None:
    rows = _published()
    for year in range(1816, 2017):
        on = date(year, month, day)
        theirs = sorted(code for code, first, last in rows if first <= on <= last)
        ours = [ACTORS.code(id_, "cow", on=on) for id_ in ACTORS.states_on("cow", on=on)]
        assert sorted(int(code or 0) for code in ours) == theirs, on
