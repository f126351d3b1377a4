"""World Development Indicators and military expenditure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import BadValue, UnreadableInput
from multipole.sources.gate.source import Batch, Input
from multipole.sources.states import milex, wdi
from multipole.sources.states.wdi_codes import ASIDE, GROUP, TERRITORY

from .conftest import Read, Write, as_input

TOP = '"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-03-09",\n\n'
NAMES = '"Country Name","Country Code","Indicator Name","Indicator Code","2001","2002",\n'
GDP = '"GDP (current US$)","NY.GDP.MKTP.CD"'


def bank(tmp_path: Path, rows: str, *, top: str = TOP, names: str = NAMES) -> Input:
    """A file as the World Bank writes it: with a byte-order mark and a comma at each line's end."""
    path = tmp_path / "indicator.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (top + names + rows).encode())
    return as_input(path)


def values(batch: Batch, variable: str) -> list[tuple[object, ...]]:
    assert batch.observations is not None
    rows = batch.observations.filter(pl.col("variable") == variable)
    return rows.select("subject", "column", "value", "status").rows()


def test_a_file_of_the_bank_tells_its_day_and_indicator(tmp_path: Path) -> None:
    edition = wdi.SOURCE.edition_of(bank(tmp_path, f'"Namibia","NAM",{GDP},"1","2",\n'))
    assert (edition.released, edition.name) == (date(2024, 3, 9), "wdi NY.GDP.MKTP.CD")


def test_years_become_rows_and_empty_cells_are_missing(tmp_path: Path, read: Read) -> None:
    batch = read(wdi.SOURCE, bank(tmp_path, f'"Namibia","NAM",{GDP},"1000.5","",\n'))
    assert values(batch, "gdp_usd") == [
        ("NAM", "2001", 1000.5, "observed"), ("NAM", "2002", None, "missing"),
    ]  # fmt: skip
    assert batch.observations is not None
    first = batch.observations.row(0, named=True)
    assert (first["row"], first["period_start"], first["period_end"]) == (
        6, date(2001, 1, 1), date(2002, 1, 1),
    )  # fmt: skip


def test_groups_and_territories_are_counted_and_unknown_codes_refused(
    tmp_path: Path, read: Read
) -> None:
    rows = (
        f'"World","WLD",{GDP},"9","9",\n"Aruba","ABW",{GDP},"9","9",\n'
        f'"Kosovo","XKX",{GDP},"9","9",\n"Atlantis","ATL",{GDP},"9","9",\n'
        f'"Cuba","CUB",{GDP},"-9","9",\n'
    )
    batch = read(wdi.SOURCE, bank(tmp_path, rows))
    assert batch.set_aside == {GROUP: 1, TERRITORY: 1}
    assert {row[0] for row in values(batch, "gdp_usd")} == {"XKX"}
    assert batch.quarantine is not None
    assert batch.quarantine.select("row", "datum").rows() == [(9, "ATL"), (10, "-9")]


def test_another_base_year_is_another_unit(tmp_path: Path) -> None:
    moved = '"GDP (constant 2021 US$)","NY.GDP.MKTP.KD"'
    with pytest.raises(UnreadableInput, match="another name is another unit"):
        wdi.SOURCE.edition_of(bank(tmp_path, f'"Namibia","NAM",{moved},"1","2",\n'))
    unheard = '"Forest area","AG.LND.FRST.K2"'
    with pytest.raises(UnreadableInput, match=r"Known are NY\.GDP"):
        wdi.SOURCE.edition_of(bank(tmp_path, f'"Namibia","NAM",{unheard},"1","2",\n'))


def test_a_table_without_the_lines_on_top_or_with_a_new_column_is_refused(tmp_path: Path) -> None:
    row = f'"Namibia","NAM",{GDP},"1","2",\n'
    with pytest.raises(UnreadableInput, match="Last Updated Date"):
        wdi.SOURCE.edition_of(bank(tmp_path, row, top=""))
    names = NAMES.replace('"2002"', '"Latest"')
    with pytest.raises(UnreadableInput, match="'Latest' is not known"):
        wdi.SOURCE.edition_of(bank(tmp_path, row, names=names))


def test_no_code_that_we_set_aside_is_a_state() -> None:
    assert not {code for code, *_ in load_actors().dated_codes("iso3")} & set(ASIDE)


def test_the_published_indicator_is_accounted_for(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    file = published("trade/WDI_GDP.csv")
    assert wdi.SOURCE.edition_of(file).released == date(2025, 10, 7)
    batch = read(wdi.SOURCE, file)
    assert (batch.rows, accounted(batch)) == (266, 266)
    assert dict(batch.set_aside) == {GROUP: 49, TERRITORY: 22}
    assert batch.quarantine is not None
    assert batch.quarantine.height == 0
    assert len(values(batch, "gdp_per_capita_usd")) == 195 * 65


SPENDING = (
    "Entity,Year,military_expenditure,military_expenditure_share_gdp,"
    "military_expenditure_per_capita"
)
END = "\nUnited States,2020,766582825358.0,3.74,2351.14"


def test_spending_is_in_whole_dollars_and_empty_is_missing(write: Write, read: Read) -> None:
    batch = read(milex.SOURCE, write(f"{SPENDING}\nChad,1999,5000000.0,,{END}"))
    assert values(batch, "milex_usd_2019") == [
        ("TCD", "military_expenditure", 5000000.0, "observed"),
        ("USA", "military_expenditure", 766582825358.0, "observed"),
    ]
    assert values(batch, "milex_share_gdp_percent")[0][2:] == (None, "missing")


def test_names_mean_what_the_table_means(write: Write, read: Read) -> None:
    file = write(
        f"{SPENDING}\nCongo,1999,1,1,1\nDemocratic Republic of Congo,1999,2,1,1\n"
        f"Timor,2010,3,1,1\nSerbia,1999,4,1,1\nSerbia,2004,5,1,1\nSerbia,2010,6,1,1\n"
        f"NATO members,2010,7,,\nAtlantis,2010,8,,{END}"
    )
    batch = read(milex.SOURCE, file)
    found = {row[0]: row[2] for row in values(batch, "milex_usd_2019")}
    del found["USA"]
    assert found == {"COG": 1, "COD": 2, "TLS": 3, "YUG": 4, "SCG": 5, "SRB": 6}
    assert batch.set_aside == {"group of states": 1}
    assert batch.quarantine is not None
    assert batch.quarantine["datum"].to_list() == ["Atlantis"]


def test_a_share_of_nothing_beside_millions_is_missing(write: Write, read: Read) -> None:
    head = f"{SPENDING}\nPanama,1993,0.0,0.0,0.0\nTajikistan,1993,126079873.0,"
    shares = values(read(milex.SOURCE, write(f"{head}0.0,4.2{END}")), "milex_share_gdp_percent")
    assert [row[3] for row in shares[:2]] == ["observed", "missing"]
    with pytest.raises(BadValue, match="milex-share-tajikistan-1993"):
        read(milex.SOURCE, write(f"{head}3.1,4.2{END}"))


def test_an_edition_in_other_prices_is_refused(write: Write) -> None:
    file = write(f"{SPENDING}\nChad,2021,5000000.0,,")
    with pytest.raises(UnreadableInput, match="ends in 2021"):
        milex.SOURCE.edition_of(file)


def test_the_published_spending_is_accounted_for(
    published: Callable[[str], Input], read: Read, accounted: Callable[[Batch], int]
) -> None:
    batch = read(milex.SOURCE, published("arms/owid_SIPRI_Military_Expenditure.csv"))
    assert (batch.rows, accounted(batch)) == (8496, 8496)
    assert dict(batch.set_aside) == {"group of states": 571}
    assert batch.quarantine is not None
    assert batch.quarantine.height == 0
    zero = [row for row in values(batch, "milex_share_gdp_percent") if row[2] == 0]
    assert {row[0] for row in zero} == {"CRI", "PAN", "HTI"}
