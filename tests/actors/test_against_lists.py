"""The table of states against published lists, where those are at hand.

Disagreements that we decided on are listed with their reason; any other fails.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnknownCode

ROOT = Path(__file__).parents[2]
LISTS = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared")) / "data" / "states"
pytestmark = pytest.mark.skipif(
    not LISTS.is_dir(), reason=f"no published lists at {LISTS}: set MULTIPOLE_SHARED"
)

# A code goes on where a membership of the system of states stops for a time (Syria in the United
# Arab Republic); the German code 255 ends on 8 May 1945 and comes back in 1990 in both.
LATER_IN_COW = {  # ours from independence, statehood, peace or a first treaty; COW from the UN
    "AND", "AUT", "BIH", "BLR", "CHE", "DEU", "DDR", "EST", "GEO", "JPN", "KIR", "LIE", "LVA",
    "MCO", "MHL", "FSM", "NRU", "PLW", "SMR", "TON", "TUV", "WSM", "UKR", "ARM", "AZE", "BTN",
    "HRV", "IDN", "KAZ", "KGZ", "KOR", "LBN", "LUX", "MDA", "MKD", "MNE", "OMN", "SVN", "TJK",
    "TKM", "UZB", "VNM", "VUT", "YEM", "YMD", "COM", "TLS", "TWN", "BRN", "CZE", "JOR", "KNA",
    "LKA", "SVK", "SYR",
}  # fmt: skip
NOT_IN_LISTS = {"VAT", "PSE"}  # states here, in no list of the system of states


def integer(row: dict[str, str], column: str) -> int:
    return int(float(row[column]))


def cow_years() -> Iterator[tuple[int, date]]:
    with (LISTS / "cow_states.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            start = date(*(integer(row, f"st{part}") for part in ("year", "month", "day")))
            end = date(*(integer(row, f"end{part}") for part in ("year", "month", "day")))
            for year in range(max(1945, start.year), end.year + 1):
                if start <= (on := date(year, 12, 31)) <= end:
                    yield integer(row, "ccode"), on


def panel() -> Iterator[dict[str, str]]:
    path = LISTS / "countrycode_codelist_panel.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if 1945 <= integer(row, "year") <= 2020:
                yield row


def test_every_state_of_the_system_has_its_cow_code_in_every_year() -> None:
    years = list(cow_years())
    assert len(years) > 9000
    missing = []
    for code, on in years:
        try:
            load_actors().by_code("cow", code, on=on)
        except UnknownCode as error:
            missing.append(str(error))
    assert missing == []


def test_we_give_a_cow_code_earlier_only_where_we_decided_to() -> None:
    theirs = set(cow_years())
    early = set()
    for actor in load_actors():
        for year in range(1945, 2017):
            on = date(year, 12, 31)
            code = load_actors().code(actor.id, "cow", on=on)
            if code is not None and (int(code), on) not in theirs:
                early.add(actor.id)
    assert early <= LATER_IN_COW, early - LATER_IN_COW


@pytest.mark.parametrize(("system", "column"), [("cow", "cown"), ("gw", "gwn")])
def test_codes_by_year_agree_with_the_panel(system: str, column: str) -> None:
    wrong = []
    for row in panel():
        if not row["iso3c"] or not row[column]:
            continue
        on = date(integer(row, "year"), 12, 31)
        ours = load_actors().code(row["iso3c"], system, on=on)
        if ours != integer(row, column):
            wrong.append((row["iso3c"], on.year, ours, integer(row, column)))
    # The panel rounds part years up to whole ones; we go by the day.
    assert {(iso, year) for iso, year, _, _ in wrong} == {("DEU", 1945)}


def test_every_independent_state_has_its_iso_codes() -> None:
    on = date(2024, 1, 1)
    with (LISTS / "country-codes.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["is_independent"] == "Yes"]
    assert len(rows) > 190
    for row in rows:
        iso3, iso2 = row["ISO3166-1-Alpha-3"], row["ISO3166-1-Alpha-2"]
        assert load_actors().code(iso3, "iso2", on=on) == iso2
        assert load_actors().code(iso3, "iso3", on=on) == iso3


def test_every_common_name_demonym_and_official_name_leads_to_its_state() -> None:
    countries = json.loads((LISTS / "mledoze_countries.json").read_text(encoding="utf-8"))
    wrong = {}
    for country in (c for c in countries if c["independent"] or c["unMember"]):
        id_ = {"UNK": "XKX"}.get(country["cca3"], country["cca3"])
        demonym = country["demonyms"]["eng"]["m"]
        for name in (country["name"]["common"], country["name"]["official"], demonym):
            hits = load_actors().find(name, on=date(2024, 1, 1))
            if [h.actors for h in hits] != [(id_,)]:
                wrong[name] = id_
    assert wrong == {
        # one word for two states: the greater is our default
        "Congo": "COG", "Congolese": "COG", "Dominican": "DMA",
        # rare forms that we leave out
        "Cape Verdian": "CPV", "Maldivan": "MDV", "Sao Tomean": "STP", "Surinamer": "SUR",
    }  # fmt: skip
