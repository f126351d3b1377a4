"""The catalogue: each record is complete, and what is fetched is what its reader reads."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from multipole.sources.downloads import DOWNLOADS, LISTS, downloads_of
from multipole.sources.gate.source import Edition, Input, Source
from multipole.sources.registry import SOURCES, find_source, variables

COW_DAYS = "styear,stmonth,stday,endyear,endmonth,endday,version"
#: Publisher's columns and an invented row, for the files that `fetch` gets.
PUBLISHED = {
    "cow_states": ("states2016.csv", f"stateabb,ccode,statenme,{COW_DAYS}\n"
                   "USA,2,United States of America,1816,1,1,2016,12,31,2016\n"),
    "cow_majors": ("majors2024.csv", f"stateabb,ccode,{COW_DAYS}\n"
                   "USA,2,1898,8,13,2024,12,31,2024\n"),
    "cow_nmc": ("NMC-70-abridged.csv",
                "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
                "USA,2,1816,1,2,3,4,5,6,0.5,2025\n"),
    "cow_trade": ("Dyadic_COW_4.0.csv",
                  "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2,"
                  "smoothtotrade,spike1,spike2,dip1,dip2,trdspike,tradedip,bel_lux_alt_flow1,"
                  "bel_lux_alt_flow2,china_alt_flow1,china_alt_flow2,source1,source2,version\n"
                  "2,20,1920,United States,Canada,1,2,1,2,3,0,0,0,0,0,0,-9,-9,-9,-9,1,1,4\n"),
    "wdi_gdp": ("API_NY.GDP.MKTP.CD_DS2_en_csv_v2_1.csv",
                '"Data Source","World Development Indicators",\n\n'
                '"Last Updated Date","2024-06-28",\n\n'
                '"Country Name","Country Code","Indicator Name","Indicator Code","1960","1961",\n'
                '"China","CHN","GDP (current US$)","NY.GDP.MKTP.CD","1","2",\n'),
    "unga_votes": ("unvotes.csv", "rcid,country,country_code,vote\n3,United States,US,yes\n"),
}  # fmt: skip


def opened(path: Path, source: Source) -> Edition:
    data = path.read_bytes()
    return source.edition_of(Input(path, hashlib.sha256(data).hexdigest(), len(data)))


@pytest.mark.parametrize("id", sorted(PUBLISHED))
def test_the_reader_knows_the_publishers_file(id: str, tmp_path: Path) -> None:  # noqa: A002
    name, text = PUBLISHED[id]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert opened(path, find_source(id)).name
    assert downloads_of(find_source(id))


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_a_record_says_all_that_one_must_know(source: Source) -> None:
    for name in ("id", "title", "what", "publisher", "licence", "years", "get", "files", "cite"):
        assert getattr(source, name).strip(), name
    assert source.limits
    assert source.year > 1900 or source.id == "long_table"
    assert not source.homepage or source.homepage.startswith(("https://", "http://"))
    assert not source.doi.startswith("http")
    assert bool(source.variables) or source.kind != "observations" or source.id == "long_table"


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_variables_have_a_theme_and_a_unit_and_say_for_whom_nothing_means_none(
    source: Source,
) -> None:
    for variable in source.variables:
        assert re.fullmatch("[a-z_]+", variable.theme), variable.name
        assert variable.unit, variable.name
        assert not variable.zero or variable.subjects, variable.name


def test_ids_and_variables_are_of_one_source() -> None:
    ids = [source.id for source in SOURCES]
    assert len(set(ids)) == len(ids)
    assert len(variables()) == sum(len(source.variables) for source in SOURCES)


def test_addresses_are_of_sources() -> None:
    unknown = (set(DOWNLOADS) | set(LISTS)) - {source.id for source in SOURCES}
    assert unknown == set()
