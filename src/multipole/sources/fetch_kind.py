"""Whether what a server gives can be the file that was asked for: its kind, beginning and size."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from multipole.core.errors import DownloadFailed
from multipole.sources.fetch_web import BY_HAND, NotOffered, Reply
from multipole.sources.gate.source import Download

#: How far a size may be from the recorded one before the file is taken for another.
_TOLERANCE: Final = 0.2
_PAGES: Final = ("text/html", "application/xhtml+xml")
_PAGE_STARTS: Final = (b"<!doctype html", b"<html")
_STARTS: Final = {
    ".zip": (b"PK\x03\x04",), ".xlsx": (b"PK\x03\x04",), ".gz": (b"\x1f\x8b",),
    ".tgz": (b"\x1f\x8b",), ".parquet": (b"PAR1",), ".7z": (b"7z\xbc\xaf\x27\x1c",),
}  # fmt: skip
#: Kinds of messages that servers send in place of a table.
_MESSAGES: Final = {"application/json": (".json", ".jsonl"), "application/xml": (".xml",),
                    "text/xml": (".xml",)}  # fmt: skip


def check_kind(download: Download, reply: Reply) -> None:
    """Refuse a web page or a message by what the server calls it."""
    name = download.name.lower()
    if reply.kind in _PAGES and not name.endswith((".html", ".htm")):
        raise _no_data("a web page", reply)
    endings = _MESSAGES.get(reply.kind)
    if endings and not name.endswith(endings):
        raise _no_data(f"a message ({reply.kind})", reply)


def check_start(download: Download, path: Path, reply: Reply) -> None:
    """Refuse an empty file, and one whose first bytes are not those of its kind."""
    with path.open("rb") as stream:
        start = stream.read(512)
    if not start:
        raise NotOffered("the server gave an empty file", where=reply.url, remedy=BY_HAND)
    name = download.name.lower()
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_PAGE_STARTS) and not name.endswith((".html", ".htm")):
        raise _no_data("a web page", reply)
    if text.startswith(b"<?xml") and not name.endswith((".xml", ".html", ".htm")):
        raise _no_data("a message in XML", reply)
    if text.startswith(b"version https://git-lfs"):
        raise _no_data("a pointer to the file", reply)
    magic = _STARTS.get(Path(name).suffix)
    if magic and not start.startswith(magic):
        raise _no_data(f"something that is not {Path(name).suffix[1:]}", reply)
    if Path(name).suffix == ".zip" and not zipfile.is_zipfile(path):
        raise _no_data("a part of an archive", reply)


def check_size(download: Download, size: int, *, whole: bool, allow: bool) -> None:
    """Refuse a size far from the recorded one: above it, and below it when the file is whole."""
    known = download.size
    if known is None or allow:
        return
    if size > known * (1 + _TOLERANCE) or (whole and size < known * (1 - _TOLERANCE)):
        raise DownloadFailed(
            f"the file has {size:,} bytes{'' if whole else ' or more'}, not about {known:,}",
            where=download.url,
            remedy="If the publisher has replaced the file, take it with --accept-changed.",
        )


def _no_data(what: str, reply: Reply) -> DownloadFailed:
    return DownloadFailed(f"the server gave {what}, not the data", where=reply.url, remedy=BY_HAND)
