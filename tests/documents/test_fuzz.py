"""Whatever the bytes: documents whose parts hold, or refusals, and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import logging
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipole.core.types import Document, Refusal
from multipole.documents import divide, read_paths
from multipole.documents.dates import find_date

Gate = Callable[..., tuple[list[Document], list[Refusal]]]

EXTENSIONS = (
    "txt md markdown text html htm xhtml pdf docx eml jsonl ndjson csv tsv warc warc.gz zip exe"
).split()
PIECES = [
    "Title: ", "Updated 15:18, 24-Mar-2021", "date 2021-04-04 ", "By Anna Vall", "/Xinhua",
    "Download", "Editor's note: ", "Image: Reuters", "GENEVA (Reuters) - ", "---\n", "# ", "\n",
    "\n\n", "\r", " ", "The ministers met in Geneva.", "03/04/2021",
    "Anna Vall is an editor at the Post.", "text,title\n", '"', ",", '{"text": "x"}', "<p>",
    "<div>", "</p>", "\x00", "\u200f", "\ufeff", "\ud800", "\x85", "From: a@b\n",
    "Subject: x\n", "%PDF-1.4\n", "PK\x03\x04", "WARC/1.0\r\n", "é", "中文", "شرق",
]  # fmt: skip
SLOW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MIXES = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30).map("".join)


def a_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("The ministers met in Geneva on Tuesday.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "The ministers met in Geneva on Tuesday.")
        archive.writestr("a.meta.json", json.dumps({"date": "2019-06-05"}))
    return out.getvalue()


def a_warc() -> bytes:
    body = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nThe ministers met."
    head = f"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return head + body + b"\r\n\r\n"


SEEDS = {
    "docx": a_docx(),
    "zip": a_zip(),
    "warc": a_warc(),
    "warc.gz": gzip.compress(a_warc()),
    "pdf": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type "
    b"/Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R"
    b" /Contents 4 0 R >>\n"
    b"endobj\n4 0 obj\n<< /Length 20 >>\nstream\nBT (words) Tj ET    \nendstream\nendobj\n"
    b"trailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF",
    "eml": b"From: a <a@b.example>\r\nSubject: =?utf-8?b?w6k=?=\r\nDate: Wed, 5 Jun 2019 10:00:00"
    b' +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html; charset=latin-1\r\n\r\n<p>words</p>\r\n--b--\r\n",
    "html": b'<html><head><meta charset="latin-1"><script type="application/ld+json">{"@type": '
    b'"NewsArticle", "datePublished": "x"}</script></head><body><p>words here</p></body></html>',
    "jsonl": b'{"text": "words", "date": "2019-06-05"}\n{"text": "more"}\n',
    "csv": b'text,title\n"words, ""quoted""",x\nmore,y\n',
    "md": b"---\ntitle: x\n---\n# x\n\nwords\n",
}


@SLOW
@given(data=st.binary(max_size=300), extension=st.sampled_from(EXTENSIONS))
def test_random_bytes(tmp_path: Path, gate: Gate, data: bytes, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_bytes(data)
    documents, refusals = gate(path)
    assert documents or refusals


@SLOW
@given(text=MIXES, extension=st.sampled_from(EXTENSIONS))
def test_random_text(tmp_path: Path, gate: Gate, text: str, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    documents, refusals = gate(path)
    assert documents or refusals


@SLOW
@given(
    extension=st.sampled_from(sorted(SEEDS)),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), min_size=1, max_size=4),
    cut=st.floats(0.3, 1),
)
def test_damaged_files(
    tmp_path: Path,
    gate: Gate,
    extension: str,
    changes: list[tuple[float, bytes]],
    cut: float,
) -> None:
    data = SEEDS[extension]
    for where, new in changes:
        at = int(where * len(data))
        data = data[:at] + new + data[at + len(new) :]
    path = tmp_path / f"a.{extension}"
    path.write_bytes(data[: int(cut * len(data)) + 1])
    documents, refusals = gate(path)
    assert documents or refusals


@SLOW
@given(text=MIXES, title=st.sampled_from(["", "The ministers met in Geneva."]))
def test_parts_cover_any_text_and_never_overlap(text: str, title: str) -> None:
    parts, _ = divide(text, title=title)
    covered = 0
    for part in parts:
        assert part.start >= covered
        assert not text[covered : part.start].strip()
        covered = part.end
    assert not text[covered:].strip()


@pytest.mark.parametrize("text", ["²\n0\né", "/X\nSubject: x\nTitle: ", "ab\n5 June 2019\ncd"])
def test_lines_around_a_marked_line_are_not_joined(text: str) -> None:
    parts, _ = divide(text)
    assert [text[p.start : p.end] for p in parts if p.kind == "body"][-1] == text.split("\n")[
        -1
    ].strip()


@SLOW
@given(text=st.text(alphabet="0123456789/-. ,abMarchjune年月日", max_size=40))
def test_a_date_is_found_inside_the_text_or_not_at_all(text: str) -> None:
    found = find_date(text)
    assert found is None or 0 <= found.start < found.end <= len(text)


def test_a_parser_that_raises_anything_costs_one_line(
    tmp_path: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bad(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr("multipole.documents.reading.read_plain", bad)
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.csv").write_text("text\nThe ministers met.\n")
    documents, refusals = gate(tmp_path)
    assert len(documents) == 1
    assert "ZeroDivisionError" in refusals[0].reason


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interruption_is_not_swallowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("multipole.documents.reading.read_plain", stop)
    (tmp_path / "a.txt").write_text("words")
    with pytest.raises(error):
        list(read_paths([tmp_path], now=datetime(2024, 1, 1, tzinfo=UTC)))


def test_reading_leaves_logging_as_it_was(tmp_path: Path, gate: Gate) -> None:
    before = logging.getLogger("pypdf").level
    (tmp_path / "a.pdf").write_bytes(SEEDS["pdf"])
    gate(tmp_path)
    assert logging.getLogger("pypdf").level == before
