"""Lists of files that publishers keep."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from multipole.core.errors import DownloadFailed, WrongUse
from multipole.core.periods import Period
from multipole.sources import downloads
from multipole.sources.downloads import DOWNLOADS, LISTS, FileList, downloads_of
from multipole.sources.fetch_lists import look_up, time_of
from multipole.sources.fetch_web import check_url
from multipole.sources.gate.source import Download, Source
from multipole.sources.registry import SOURCES, find_source


@pytest.fixture
def source() -> Source:
    return replace(find_source("cow_nmc"), id="a_list", downloads=())


def given_list(monkeypatch: pytest.MonkeyPatch, listed: FileList) -> None:
    monkeypatch.setattr(downloads, "LISTS", {"a_list": listed})


def dataset(*files: dict[str, Any]) -> bytes:
    return json.dumps({"status": "OK", "data": {"latestVersion": {"files": list(files)}}}).encode()


def entry(name: str, *, restricted: bool = False, **facts: Any) -> dict[str, Any]:
    file = {"id": 7, "filename": name, "filesize": 10, "md5": "a" * 32, **facts}
    return {"label": name, "restricted": restricted, "dataFile": file}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1979.zip", "1979"), ("200601.zip", "2006-01"), ("20130401.export.CSV.zip", "2013-04-01"),
        ("20150218230000.export.CSV.zip", "2015-02-18"),
        ("events.1995.20150313082510.tab", "1995"), ("ngecEvents.DV.2018.txt.zip", "2018"),
        ("ngecEvents.20231226-20240101.txt", "2023-12-26/2024-01-01"),
        ("CAMEO.CDB.09b5.pdf", "None"), ("20131301.zip", "None"),
    ],
)  # fmt: skip
def test_names_of_files_tell_their_days(name: str, expected: str) -> None:
    assert str(time_of(name)) == expected


def test_a_data_set_of_dataverse_gives_sizes_and_checksums(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.put("/api/datasets/x", dataset(
        entry("events.1995.zip"), entry("codebook.pdf"), entry("events.1996.zip"),
        entry("events.1997.zip", restricted=True),
    ), kind="application/json")  # fmt: skip
    given_list(monkeypatch, FileList("dataverse", url, ("events.*",), dated=True))
    (found,) = look_up(source, since=date(1995, 6, 1), until=date(1995, 6, 30))
    address = f"{web.address}/api/access/datafile/7"
    assert found == Download(address, "events.1995.zip", 10, md5="a" * 32)
    assert len(look_up(source, since=date(1995, 6, 1), until=date(1999, 1, 1))) == 2


def test_a_table_that_dataverse_converted_is_asked_for_as_deposited_without_its_wrong_md5(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.put("/api/datasets/x", dataset(
        entry("points.tab", originalFileFormat="text/csv", originalFileSize=12,
              originalFileName="points.csv")
    ))  # fmt: skip
    given_list(monkeypatch, FileList("dataverse", url, ("points.*",)))
    (found,) = look_up(source)
    assert found.url.endswith("/api/access/datafile/7?format=original")
    assert (found.name, found.size, found.md5) == ("points.csv", 12, "")


@pytest.mark.parametrize("body", [b"no json", b"[]", b'{"data": {}}', dataset({"label": "a"})])
def test_a_list_that_cannot_be_read_is_an_error(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    given_list(monkeypatch, FileList("dataverse", web.put("/x", body), ("*",)))
    with pytest.raises(DownloadFailed, match="cannot be read"):
        look_up(source)


def test_gdelt_one_gives_files_of_years_months_and_days(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["GDELT.MASTERREDUCEDV2.1979-2013.zip", "2005.zip", "200601.zip", "200602.zip",
             "20130401.export.CSV.zip"]  # fmt: skip
    web.put("/events/md5sums", "".join(f"{'b' * 32}  {n}\n" for n in names).encode())
    web.put("/events/filesizes", "".join(f"{5} {n}\n" for n in names[:-1]).encode())
    listed = FileList("gdelt_v1", f"{web.address}/events/", ("[0-9]*.zip",), dated=True)
    given_list(monkeypatch, listed)
    found = look_up(source, since=date(2005, 12, 31), until=date(2006, 1, 15))
    assert [d.name for d in found] == ["2005.zip", "200601.zip"]
    assert found[0] == Download(f"{web.address}/events/2005.zip", "2005.zip", 5, md5="b" * 32)
    (last,) = look_up(source, since=date(2013, 4, 1))
    assert (last.name, last.size) == ("20130401.export.CSV.zip", None)


def master_list(start: datetime, quarters: int) -> bytes:
    lines = []
    for number in range(quarters):
        stamp = f"{start + number * timedelta(minutes=15):%Y%m%d%H%M%S}"
        lines += [
            f"{100 + number} {'c' * 32} http://data.gdeltproject.org/gdeltv2/{stamp}.{kind}.zip"
            for kind in ("export.CSV", "mentions.CSV", "gkg.csv")
        ]
    return "\n".join(lines).encode() + b"\n"


def test_of_gdelt_twos_long_list_only_a_part_is_read(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = master_list(datetime(2015, 2, 18, 23), 96 * 60)  # noqa: DTZ001
    url = web.put("/gdeltv2/masterfilelist.txt", body)
    given_list(monkeypatch, FileList("gdelt_v2", url, ("*.export.csv.zip",), dated=True))
    found = look_up(source, since=date(2015, 3, 20), until=date(2015, 3, 21))
    assert len(found) == 2 * 96
    assert found[0].name == "20150320000000.export.CSV.zip"
    assert found[0].url == f"https://data.gdeltproject.org/gdeltv2/{found[0].name}"
    assert found[-1].name == "20150321234500.export.CSV.zip"
    assert found[0].md5 == "c" * 32
    assert found[1].size == (found[0].size or 0) + 1
    assert len(web.asked) < 15
    assert len(body) > 20 * (1 << 16)


@pytest.mark.parametrize("day", [date(2015, 2, 18), date(2015, 2, 20)])
def test_the_ends_of_gdelt_twos_list_are_found(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    url = web.put("/list.txt", master_list(datetime(2015, 2, 18, 23), 200))  # noqa: DTZ001
    given_list(monkeypatch, FileList("gdelt_v2", url, ("*.mentions.csv.zip",), dated=True))
    expected = 4 if day == date(2015, 2, 18) else 96
    assert len(look_up(source, since=day)) == expected


def test_days_without_a_file_are_an_error(
    web: Any, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = web.put("/list.txt", master_list(datetime(2015, 2, 18, 23), 8))  # noqa: DTZ001
    given_list(monkeypatch, FileList("gdelt_v2", url, ("*.export.csv.zip",), dated=True))
    with pytest.raises(DownloadFailed, match="lists no file of a_list for 2030-01-01"):
        look_up(source, since=date(2030, 1, 1))


def test_a_daily_source_wants_days_and_others_do_not(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_list(monkeypatch, FileList("gdelt_v1", "http://127.0.0.1:9/", ("*",), dated=True))
    with pytest.raises(WrongUse, match="--since"):
        look_up(source)
    with pytest.raises(WrongUse, match="not by day"):
        look_up(find_source("cow_nmc"), since=date(2020, 1, 1))


def test_a_source_with_addresses_of_its_own_is_not_looked_up(source: Source) -> None:
    own = (Download("https://example.org/a.csv", "a.csv"),)
    assert look_up(replace(source, downloads=own)) == own
    assert downloads_of(replace(source, downloads=own)) == own


@pytest.mark.parametrize("id", sorted(DOWNLOADS))
def test_every_address_is_one_that_can_be_asked(id: str) -> None:  # noqa: A002
    names = [download.name for download in DOWNLOADS[id]]
    assert len(set(names)) == len(names)
    for download in DOWNLOADS[id]:
        check_url(download.url)
        assert len(download.sha256) in (0, 64)
        assert len(download.md5) in (0, 32)


def test_addresses_and_lists_are_of_sources_or_to_come() -> None:
    assert not set(DOWNLOADS) & set(LISTS)
    for source in SOURCES:
        for download in downloads_of(source):
            check_url(download.url)


def test_a_period_of_a_month_overlaps_its_days() -> None:
    month = time_of("200601.zip")
    assert month is not None
    assert month.overlaps(Period.day(date(2006, 1, 31)))
