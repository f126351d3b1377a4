from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from multipole.core.ids import sha256
from multipole.core.types import Document, Refusal

Read = Callable[..., tuple[list[Document], list[Refusal]]]

BODY = "The two countries signed a border treaty on Tuesday after nine rounds of talks."
MORE = "Its text was not made public, and neither side said when they would vote on it."


def packed(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def crawled(*records: tuple[str, str, bytes], gz: bool = False) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gz)
    for url, kind, data in records:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(data), http_headers=headers
        )
        writer.write_record(record)
    return out.getvalue()


def test_members_go_in_by_name_with_their_sidecars(read: Read) -> None:
    data = packed(
        {
            "b/two.txt": MORE,
            "a/one.txt": BODY,
            "a/one.meta.json": json.dumps({"date": "2019-06-05", "outlet": "Post"}),
            ".hidden.txt": "never",
            "__MACOSX/one.txt": "never",
        }
    )
    documents, refusals = read("all.zip", data)
    assert not refusals
    assert [d.path.rpartition("!")[2] for d in documents] == ["a/one.txt", "b/two.txt"]
    assert documents[0].raw == sha256(BODY.encode())
    assert documents[0].outlet == "Post"
    assert documents[0].published_on == date(2019, 6, 5)


def test_one_bad_member_costs_one_line(read: Read) -> None:
    data = packed(
        {"a.txt": BODY, "b.exe": b"MZ", "c.txt": "", "d.csv": f"text\n{BODY}\n", "e": "x"}
    )
    documents, refusals = read("all.zip", data)
    assert [d.path.rpartition("!")[2] for d in documents] == ["a.txt", "d.csv#1"]
    assert sorted(r.path.rpartition("!")[2] for r in refusals) == ["b.exe", "c.txt", "e"]


def test_archives_may_nest_once_and_no_deeper(read: Read) -> None:
    inner = packed({"a.txt": BODY})
    documents, refusals = read("one.zip", packed({"in.zip": inner}))
    assert [d.path.rpartition("one.zip")[2] for d in documents] == ["!in.zip!a.txt"]
    assert not refusals
    documents, refusals = read("two.zip", packed({"x.zip": packed({"in.zip": inner})}))
    assert not documents
    assert "deep" in refusals[0].reason


def test_a_member_packed_like_a_bomb_is_refused(read: Read) -> None:
    documents, refusals = read("a.zip", packed({"a.txt": bytes(20_000_000), "b.txt": BODY}))
    assert len(documents) == 1
    assert "hostile" in refusals[0].reason


def test_an_archive_that_unpacks_too_far_is_refused_whole(read: Read) -> None:
    data = packed({f"{n}.txt": BODY * 50 for n in range(30)})
    documents, refusals = read("a.zip", data, max_bytes=10_000)
    assert not documents
    assert "unpacks to more than" in refusals[0].reason


def test_a_member_that_lies_about_its_size_is_refused(read: Read) -> None:
    data = packed({"a.txt": "x" * 3000})
    true_size, lie = (3000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    documents, refusals = read("a.zip", data.replace(true_size, lie))
    assert not documents
    assert len(refusals) == 1


def test_a_path_that_climbs_out_is_a_name_and_nothing_else(read: Read) -> None:
    documents, _ = read("a.zip", packed({"../../etc/one.txt": BODY, "/abs\n/two.txt": MORE}))
    assert len(documents) == 2
    assert all("\n" not in d.path for d in documents)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"no zip", packed({"a.txt": BODY})[:-20]])
def test_a_broken_archive_is_refused(read: Read, data: bytes) -> None:
    documents, refusals = read("a.zip", data)
    assert not documents
    assert "zip" in refusals[0].reason


def test_an_encrypted_member_is_refused(read: Read) -> None:
    data = bytearray(packed({"a.txt": BODY}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    documents, refusals = read("a.zip", bytes(data))
    assert not documents
    assert "encrypted" in refusals[0].reason


@pytest.mark.parametrize("gz", [False, True])
def test_pages_of_a_web_archive_go_in_and_pictures_do_not(read: Read, gz: bool) -> None:
    page = f"<html><body><p>{BODY}</p><p>{MORE}</p></body></html>".encode()
    data = crawled(
        ("https://www.harbour.example/a", "text/html; charset=utf-8", page),
        ("https://www.harbour.example/b.png", "image/png", b"\x89PNG"),
        ("https://www.harbour.example/c", "text/plain", MORE.encode()),
        gz=gz,
    )
    documents, refusals = read("crawl.warc.gz" if gz else "crawl.warc", data)
    assert not refusals
    assert [d.url[-1] for d in documents] == ["a", "c"]
    assert {d.outlet for d in documents} == {"harbour.example"}
    assert documents[1].path.endswith("!https://www.harbour.example/c")
    assert documents[1].raw == sha256(MORE.encode())


def test_a_web_archive_that_breaks_off_keeps_what_came_before(read: Read) -> None:
    url = "https://harbour.example/"
    data = crawled(
        (url + "a", "text/plain", BODY.encode()), (url + "b", "text/plain", MORE.encode())
    )
    cut = data.rindex(b"WARC/1")
    documents, refusals = read("a.warc", data[:cut] + b"no record at all\r\n\r\n" * 9)
    assert len(documents) == 1
    assert len(refusals) == 1


def test_a_web_archive_packed_like_a_bomb_is_refused(read: Read) -> None:
    documents, refusals = read("a.warc.gz", gzip.compress(bytes(5_000_000)), max_bytes=100_000)
    assert not documents
    assert "unpacks to more than" in refusals[0].reason


@pytest.mark.parametrize(
    "data", [b"no archive", b"\x1f\x8b broken", gzip.compress(b"words", mtime=0)]
)
def test_what_is_no_web_archive_is_refused(read: Read, data: bytes) -> None:
    documents, refusals = read("a.warc.gz", data)
    assert not documents
    assert len(refusals) == 1
