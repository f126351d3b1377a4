"""Downloads from a publisher: whole and checked, or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import ssl
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.fetching.getting import BIG, NOW, SUM, TABLE, files, get

from multipole.core.errors import BadValue, DownloadFailed
from multipole.core.version import VERSION
from multipole.sources import fetch_web
from multipole.sources.fetch import Fetched, NotOffered, fetch, plan
from multipole.sources.fetch_cache import alone, check_name, kept
from multipole.sources.gate.source import Download
from multipole.sources.registry import find_source


def test_a_file_is_stored_under_its_day_with_a_record_beside_it(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE, kind="text/csv", modified="Mon, 02 Feb 2026 00:00:00 GMT")
    got = get(url, into)
    assert got.path == into / "2026-03-01" / "nmc.csv"
    assert got.path.read_bytes() == TABLE
    record = json.loads((into / "2026-03-01" / "nmc.csv.fetched.json").read_text("utf-8"))
    assert record["url"] == url
    assert record["sha256"] == got.sha256 == SUM
    assert record["size"] == got.size == len(TABLE)
    assert record["etag"] == got.etag
    assert record["last_modified"] == "Mon, 02 Feb 2026 00:00:00 GMT"
    assert record["fetched_at"] == NOW.isoformat()
    assert got.state == "new"


def test_the_first_download_of_a_file_without_a_published_checksum_says_so(
    web: Any, into: Path
) -> None:
    got = get(web.put("/nmc.csv", TABLE), into)
    assert got.notes == (f"no checksum is published for it; its SHA-256 {SUM} is recorded",)
    assert get(web.put("/b.csv", TABLE), into, name="b.csv", sha256=SUM).notes == ()


def test_requests_name_the_program_and_carry_nothing_private(web: Any, into: Path) -> None:
    get(web.put("/nmc.csv", TABLE), into)
    ((_, headers),) = web.asked
    assert headers["User-Agent"] == f"multipole/{VERSION}"
    assert headers["Accept-Encoding"] == "identity"
    assert not {"Authorization", "Cookie", "Referer"} & set(headers)


def test_a_wrong_checksum_is_refused_with_both_sums_and_a_remedy(web: Any, into: Path) -> None:
    with pytest.raises(DownloadFailed, match=f"SHA-256 {SUM}, not {'0' * 64}") as caught:
        get(web.put("/nmc.csv", TABLE), into, sha256="0" * 64)
    assert "--accept-changed" in caught.value.remedy
    assert files(into) == []
    assert (into / "partial" / "nmc.csv.rejected").read_bytes() == TABLE


def test_a_wrong_md5_is_refused(web: Any, into: Path) -> None:
    with pytest.raises(DownloadFailed, match="MD5"):
        get(web.put("/nmc.csv", TABLE), into, md5="0" * 32)
    right = hashlib.md5(TABLE).hexdigest()
    assert get(web.put("/nmc.csv", TABLE), into, md5=right.upper()).size == len(TABLE)


def test_another_checksum_can_be_accepted_and_is_noted(web: Any, into: Path) -> None:
    got = get(web.put("/nmc.csv", TABLE), into, sha256="0" * 64, accept_changed=True)
    assert got.notes == (f"accepted with SHA-256 {SUM}, not the expected {'0' * 64}",)


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "no such file"), (403, "does not give this file to programs"), (410, "withdrawn"),
     (401, "password"), (418, "418")],
)  # fmt: skip
def test_a_refusal_names_the_address_and_the_way_by_hand(
    web: Any, into: Path, status: int, words: str
) -> None:
    url = web.put("/nmc.csv", b"<html>no</html>", status=status)
    with pytest.raises(DownloadFailed, match=words) as caught:
        get(url, into)
    assert caught.value.where == url
    assert "multipole add" in caught.value.remedy
    assert isinstance(caught.value, NotOffered) == (status in (404, 410))
    assert len(web.asked) == 1
    assert files(into) == []


def test_a_busy_server_is_asked_again_after_as_long_as_it_wants(web: Any, into: Path) -> None:
    waits: list[float] = []
    got = get(web.put("/nmc.csv", TABLE, busy=2), into, sleep=waits.append)
    assert got.sha256 == SUM
    assert waits == [7.0, 7.0]


def test_a_server_that_stays_busy_is_given_up(web: Any, into: Path) -> None:
    with pytest.raises(DownloadFailed, match=r"503.*after 3 tries") as caught:
        get(web.put("/nmc.csv", TABLE, busy=9), into)
    assert type(caught.value) is DownloadFailed
    assert len(web.asked) == 3


@pytest.mark.parametrize(
    "body",
    [b"<!DOCTYPE html><title>Sign in</title>", b"\xef\xbb\xbf\n  <HTML><body>moved</body></HTML>"],
)
def test_a_web_page_in_place_of_data_is_refused(web: Any, into: Path, body: bytes) -> None:
    for kind in ("text/html; charset=utf-8", "text/csv"):
        with pytest.raises(DownloadFailed, match="a web page, not the data") as caught:
            get(web.put("/nmc.csv", body, kind=kind), into)
        assert "in a browser" in caught.value.remedy
    assert files(into) == []


@pytest.mark.parametrize(
    ("name", "body", "kind", "words"),
    [
        ("a.csv", b"Please sign in", "text/html", "a web page"),
        ("a.zip", b"ccode,year\n2,1816\n", "application/zip", "not zip"),
        ("a.csv.gz", b"ccode,year\n", "application/gzip", "not gz"),
        ("a.parquet", b"ccode,year\n", "", "not parquet"),
        ("a.csv", b'{"error": "no such series"}', "application/json", "a message"),
        ("a.csv", b"<?xml version='1.0'?><Error/>", "", "a message in XML"),
        ("a.csv", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "", "a pointer"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 400, "", "a part of an archive"),
    ],
)
def test_what_is_not_of_the_kind_of_the_file_is_refused(
    web: Any, into: Path, name: str, body: bytes, kind: str, words: str
) -> None:
    with pytest.raises(DownloadFailed, match=words):
        get(web.put(f"/{name}", body, kind=kind), into, name=name)
    assert files(into) == []


def test_archives_and_packed_files_are_taken(web: Any, into: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("nmc.csv", TABLE)
    assert get(
        web.put("/a.zip", packed.getvalue(), kind="application/zip"), into, name="a.zip"
    ).size
    assert get(web.put("/a.csv.gz", gzip.compress(TABLE)), into, name="a.csv.gz").size


def test_an_empty_file_is_an_error(web: Any, into: Path) -> None:
    with pytest.raises(DownloadFailed, match="empty"):
        get(web.put("/nmc.csv", b""), into)
    assert files(into) == []


def test_a_file_that_changed_since_is_kept_beside_the_older(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    first = get(url, into)
    web.put("/nmc.csv", TABLE + b"3,2020,0.1\n")
    second = get(url, into, now=NOW + timedelta(days=30))
    assert second.state == "changed"
    assert f"changed since 2026-03-01 (SHA-256 was {SUM}); both are kept" in second.notes[-1]
    assert files(into) == ["2026-03-01/nmc.csv", "2026-03-31/nmc.csv"]
    assert first.path.read_bytes() == TABLE
    assert kept(into, "nmc.csv", url) == fetched_as_kept(second)


def fetched_as_kept(got: Fetched) -> Fetched:
    facts = {name: getattr(got, name) for name in Fetched.__slots__}
    return Fetched(**{**facts, "state": "unchanged", "notes": ()})


def test_names_with_wildcards_are_plain_names(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    get(url, into, name="a1.csv")
    assert get(url, into, name="a[1].csv").state == "new"
    assert get(url, into, name="a[1].csv").state == "unchanged"


def test_a_file_that_changed_on_the_same_day_replaces_nothing(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    get(url, into)
    web.put("/nmc.csv", TABLE + b"3,2020,0.1\n")
    get(url, into, now=NOW + timedelta(hours=1))
    assert files(into) == ["2026-03-01/nmc.csv", "2026-03-01_2/nmc.csv"]


def test_a_file_that_is_the_same_is_not_stored_twice(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    first = get(url, into)
    again = get(url, into, now=NOW + timedelta(days=9))
    assert web.asked[-1][1]["If-None-Match"] == web.pages["/nmc.csv"].tag
    assert again.state == "unchanged"
    assert again.path == first.path
    web.pages["/nmc.csv"].etag = '"another tag for the same bytes"'
    assert get(url, into, now=NOW + timedelta(days=10)).path == first.path
    assert files(into) == ["2026-03-01/nmc.csv"]


def test_a_file_that_is_there_with_its_checksum_is_not_asked_for(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    first = get(url, into, sha256=SUM)
    web.asked.clear()
    assert get(url, into, md5=hashlib.md5(TABLE).hexdigest(), sha256=SUM).path == first.path
    assert web.asked == []


def test_a_file_whose_published_checksum_changed_is_fetched_whole(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    get(url, into, sha256=SUM)
    web.put("/nmc.csv", TABLE + b"3,2020,0.1\n", etag=web.pages["/nmc.csv"].tag)
    other = hashlib.sha256(TABLE + b"3,2020,0.1\n").hexdigest()
    assert get(url, into, sha256=other).sha256 == other


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"url": 1}', None])
def test_a_torn_record_is_as_none(web: Any, into: Path, record: str | None) -> None:
    url = web.put("/nmc.csv", TABLE)
    path = get(url, into).path.with_name("nmc.csv.fetched.json")
    facts = json.loads(path.read_text("utf-8")) | {"fetched_at": "2026-03-01", "etag": 5}
    path.write_text(json.dumps(facts) if record is None else record, encoding="utf-8")
    assert kept(into, "nmc.csv", url) is None
    assert get(url, into).path == into / "2026-03-01_2" / "nmc.csv"


def test_the_time_of_a_download_has_a_time_zone(web: Any, into: Path) -> None:
    with pytest.raises(BadValue, match="time zone"):
        get(web.put("/nmc.csv", TABLE), into, now=NOW.replace(tzinfo=None))


def test_a_stored_file_that_was_altered_is_fetched_again(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE)
    get(url, into).path.write_bytes(TABLE.replace(b"0.1", b"0.9"))
    got = get(url, into, now=NOW + timedelta(days=1))
    assert got.path == into / "2026-03-02" / "nmc.csv"
    assert got.path.read_bytes() == TABLE


def test_two_files_come_into_one_folder_with_progress(web: Any, into: Path) -> None:
    told: list[tuple[int, int | None]] = []
    for name in ("nmc.csv", "big.bin"):
        body = TABLE if name == "nmc.csv" else BIG
        get(web.put(f"/{name}", body), into, name=name,
            progress=lambda done, total: told.append((done, total)))  # fmt: skip
    assert files(into) == ["2026-03-01/big.bin", "2026-03-01/nmc.csv"]
    assert (len(TABLE), len(TABLE)) in told
    assert told[-1] == (len(BIG), len(BIG))
    assert all(done <= total for done, total in told if total)


def test_a_size_far_from_the_recorded_one_is_refused_before_the_bytes_come(
    web: Any, into: Path
) -> None:
    url = web.put("/nmc.csv", TABLE)
    for size in (len(TABLE) // 2, len(TABLE) * 2):
        with pytest.raises(DownloadFailed, match=f"{len(TABLE):,} bytes, not about {size:,}"):
            get(url, into, size=size)
    assert get(url, into, size=len(TABLE) // 2, accept_changed=True).sha256 == SUM
    assert get(url, into, size=int(len(TABLE) * 1.1)).sha256 == SUM


def test_an_endless_reply_is_stopped_at_the_recorded_size(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG, length=False)
    with pytest.raises(DownloadFailed, match="bytes or more, not about 1,000"):
        get(url, into, name="big.bin", size=1000)


def test_a_disk_without_room_is_said_before_the_bytes_come(
    web: Any, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(into.parent.parent)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DownloadFailed, match=f"needs {len(TABLE):,} bytes and the disk has 10"):
        get(web.put("/nmc.csv", TABLE), into)


def test_a_folder_that_cannot_be_written_is_named(web: Any, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(DownloadFailed, match="cannot be written") as caught:
        get(web.put("/nmc.csv", TABLE), blocked / "cow_nmc")
    assert str(blocked) in caught.value.where


def test_a_certificate_that_cannot_be_verified_is_not_tried_again(
    into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Opener:
        def open(self, request: object, timeout: float) -> object:
            error = ssl.SSLCertVerificationError(1, "certificate verify failed")
            error.verify_message = "unable to get local issuer certificate"
            raise URLError(error)

    monkeypatch.setattr(fetch_web, "_opener", Opener)
    with pytest.raises(DownloadFailed, match=r"certificate cannot be verified .*issuer"):
        get("https://example.org/a.csv", into, sleep=pytest.fail)


def test_no_server_at_all_is_an_error_after_some_tries(into: Path) -> None:
    waits: list[float] = []
    with pytest.raises(DownloadFailed, match="connection failed"):
        get("http://127.0.0.1:9/a.csv", into, sleep=waits.append)
    assert waits == [2.0, 4.0]


def test_a_download_under_way_elsewhere_is_not_disturbed(web: Any, into: Path) -> None:
    with alone(into, "nmc.csv"), pytest.raises(DownloadFailed, match="under way"):
        get(web.put("/nmc.csv", TABLE), into)
    assert get(web.put("/nmc.csv", TABLE), into).sha256 == SUM


@pytest.mark.parametrize("name", ["", "../a.csv", "a/b.csv", ".a", "a\\b", " a", "a\0", "x" * 201])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(BadValue):
        check_name(name)


def test_a_plan_shows_what_would_come_and_asks_nobody(web: Any, tmp_path: Path) -> None:
    source = find_source("cow_nmc")
    downloads = (Download(web.put("/nmc.csv", TABLE), "nmc.csv", size=len(TABLE), sha256=SUM),
                 Download(web.put("/b.csv", TABLE), "b.csv", md5="1" * 32))  # fmt: skip
    first, second = plan(source, cache=tmp_path, downloads=downloads)
    assert web.asked == []
    assert (first.checksum, second.checksum) == (f"sha256 {SUM}", f"md5 {'1' * 32}")
    assert first.licence == source.licence
    assert first.cached is None
    got = fetch(first.download, into=first.into, now=NOW)
    again = plan(source, cache=tmp_path, downloads=downloads)[0]
    assert again.cached is not None
    assert again.cached.path == got.path
    assert again.cached.fetched_at == NOW


def test_a_source_without_addresses_says_how_to_get_it_by_hand(tmp_path: Path) -> None:
    source = find_source("cow_nmc")
    with pytest.raises(DownloadFailed, match="no address is known") as caught:
        plan(source, cache=tmp_path, downloads=())
    assert caught.value.remedy == source.get


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cuts=st.lists(st.integers(0, 2000), max_size=6), size=st.integers(1, 4000),
       ranges=st.booleans())  # fmt: skip
def test_a_file_is_whole_or_not_there_however_it_is_cut(
    web_of: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory, cuts: list[int], size: int,
    ranges: bool,
) -> None:  # fmt: skip
    web, into = web_of(), tmp_path_factory.mktemp("into")
    body = BIG[:size]
    url = web.put("/big.bin", body, cuts=[cut for cut in cuts if cut < size], ranges=ranges)
    try:
        got = get(url, into, name="big.bin")
    except DownloadFailed:
        assert files(into) == []
    else:
        assert got.path.read_bytes() == body
