"""A download that broke off: continued when it is the same file, else begun anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.sources.fetching.getting import BIG, NOW, SUM, TABLE, files, get

from multipole.core.errors import DownloadFailed


def test_a_cut_connection_is_continued_where_it_broke(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE, cuts=[1000, 5000])
    assert get(url, into, sha256=SUM).path.read_bytes() == TABLE
    asked = [headers.get("Range") for _, headers in web.asked]
    assert asked == [None, "bytes=1000-", "bytes=6000-"]
    assert web.asked[1][1]["If-Range"] == web.pages["/nmc.csv"].tag
    assert sorted(p.name for p in (into / "partial").iterdir()) == ["nmc.csv.lock"]


def test_tries_are_counted_only_as_long_as_nothing_comes(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE, cuts=[100] * 8)
    assert get(url, into, retries=1).path.read_bytes() == TABLE


def test_a_cut_without_end_is_an_error_that_keeps_the_bytes(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE, cuts=[1000, 0, 0, 0, 0])
    with pytest.raises(DownloadFailed, match=r"cut after 1,000 of .* after 3 tries") as caught:
        get(url, into)
    assert "1,000 bytes are kept" in caught.value.remedy
    assert files(into) == []
    web.put("/nmc.csv", TABLE)
    assert get(url, into, now=NOW + timedelta(days=1)).path.read_bytes() == TABLE
    assert web.asked[-1][1]["Range"] == "bytes=1000-"
    assert files(into) == ["2026-03-02/nmc.csv"]


def test_a_cut_of_a_chunked_reply_is_seen(web: Any, into: Path) -> None:
    url = web.put("/nmc.csv", TABLE, chunked=True, cuts=[3000])
    assert get(url, into).path.read_bytes() == TABLE
    assert len(web.asked) == 2


def test_a_reply_without_a_length_is_taken_and_said_to_be_so(web: Any, into: Path) -> None:
    got = get(web.put("/nmc.csv", TABLE, length=False), into)
    assert got.size == len(TABLE)
    assert "a cut would not be seen" in got.notes[-1]
    told = get(web.put("/b.csv", TABLE, length=False), into, name="b.csv", sha256=SUM)
    assert told.notes == ()


class Stopped(Exception):
    """The user's keyboard."""


def stop_after(size: int) -> Callable[[int, int | None], None]:
    def progress(done: int, total: int | None) -> None:
        if done >= size:
            raise Stopped

    return progress


def test_a_download_that_is_stopped_is_continued_by_the_next_one(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    assert files(into) == []
    have = (into / "partial" / "big.bin.part").stat().st_size
    assert 100_000 <= have < len(BIG)
    assert get(url, into, name="big.bin").path.read_bytes() == BIG
    assert web.asked[-1][1]["Range"] == f"bytes={have}-"


def test_a_server_that_knows_no_ranges_gives_the_file_from_its_start(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG, ranges=False)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    assert get(url, into, name="big.bin").path.read_bytes() == BIG
    assert "Range" in web.asked[-1][1]


def test_a_file_that_changed_while_it_came_is_begun_anew(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    web.put("/big.bin", BIG[::-1])
    assert get(url, into, name="big.bin").path.read_bytes() == BIG[::-1]


def test_a_server_that_ignores_if_range_does_not_mix_two_editions(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    old = web.pages["/big.bin"].tag
    page = web.pages["/big.bin"]
    page.body = BIG[::-1]
    page.extra = {"ETag": '"other"'}
    page.etag = old
    with pytest.raises(DownloadFailed, match="changed while"):
        get(url, into, name="big.bin", retries=0)
    assert get(url, into, name="big.bin").path.read_bytes() == BIG[::-1]


def test_bytes_that_nothing_proves_to_be_of_the_file_are_not_continued(
    web: Any, into: Path
) -> None:
    url = web.put("/big.bin", BIG, etag='W/"weak"')
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    assert get(url, into, name="big.bin").path.read_bytes() == BIG
    assert "Range" not in web.asked[-1][1]


def test_a_weak_tag_leaves_the_date_as_proof(web: Any, into: Path) -> None:
    when = "Mon, 02 Feb 2026 00:00:00 GMT"
    url = web.put("/big.bin", BIG, etag='W/"weak"', modified=when)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    assert get(url, into, name="big.bin").path.read_bytes() == BIG
    assert web.asked[-1][1]["If-Range"] == when


def test_a_part_that_is_already_whole_is_taken(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(len(BIG)))
    assert get(url, into, name="big.bin").path.read_bytes() == BIG
    assert web.asked[-1][1]["Range"] == f"bytes={len(BIG)}-"


def test_a_part_longer_than_the_file_is_begun_anew(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(len(BIG)))
    with (into / "partial" / "big.bin.part").open("ab") as stream:
        stream.write(b"more")
    assert get(url, into, name="big.bin").path.read_bytes() == BIG


def test_a_spoilt_part_is_found_by_the_checksum_and_begun_anew(web: Any, into: Path) -> None:
    url = web.put("/big.bin", BIG)
    with pytest.raises(Stopped):
        get(url, into, name="big.bin", progress=stop_after(100_000))
    with (into / "partial" / "big.bin.part").open("r+b") as stream:
        stream.write(b"spoilt")
    right = hashlib.sha256(BIG).hexdigest()
    assert get(url, into, name="big.bin", sha256=right).path.read_bytes() == BIG


def test_a_part_of_another_address_is_not_continued(web: Any, into: Path) -> None:
    with pytest.raises(Stopped):
        get(
            web.put("/old.bin", BIG, etag='"1"'),
            into,
            name="big.bin",
            progress=stop_after(100_000),
        )
    got = get(web.put("/big.bin", BIG[::-1], etag='"1"'), into, name="big.bin")
    assert got.path.read_bytes() == BIG[::-1]
