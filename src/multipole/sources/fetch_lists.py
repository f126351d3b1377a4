"""Lists of files that publishers keep: Harvard Dataverse data sets, GDELT 1.0 and 2.0.

Asked for by `look_up` alone, so that a download is shown with the size and checksum that the
publisher gives at that moment.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Final
from urllib.parse import urlsplit

from multipole.core.errors import DownloadFailed, WrongUse
from multipole.core.periods import Period
from multipole.sources.downloads import FileList, downloads_of, list_of
from multipole.sources.fetch_web import reply_of, text_of
from multipole.sources.gate.source import Download, Source

_MOST: Final = 32 << 20
_BLOCK: Final = 1 << 16
_STAMP: Final = re.compile(r"(?<!\d)(\d{4})(\d{2})?(\d{2})?(\d{6})?(?!\d)")


def look_up(
    source: Source, *, since: date | None = None, until: date | None = None, timeout: float = 60.0
) -> tuple[Download, ...]:
    """The files of a source with the addresses, sizes and checksums known now.

    ``since`` and ``until`` (both included) choose the files of daily, weekly or yearly lists.
    Raises `WrongUse` when a source needs them or has no use for them, `DownloadFailed` otherwise.
    """
    listed = list_of(source)
    if not listed:
        if since or until:
            raise WrongUse(f"the files of {source.id} are not by day", remedy="Leave out the days.")
        return downloads_of(source)
    span = _span(source.id, since, until) if listed.dated else None
    found = tuple(d for d in _read(listed, span, timeout) if _meant(d.name, listed, span))
    if not found:
        days = f" for {span}" if span else ""
        raise DownloadFailed(
            f"the publisher lists no file of {source.id}{days}", where=listed.url, remedy=source.get
        )
    return found


def _span(id: str, since: date | None, until: date | None) -> Period:  # noqa: A002
    if not since:
        raise WrongUse(
            f"{id} has a file for each day, week or year", remedy="Name the first day with --since,"
            " and the last with --until.",
        )  # fmt: skip
    return Period(since, Period.day(until or since).end)


def _read(listed: FileList, span: Period | None, timeout: float) -> Iterator[Download]:
    if listed.kind == "dataverse":
        return _dataverse(listed.url, timeout)
    if listed.kind == "gdelt_v1" or not span:
        return _gdelt_v1(listed.url, timeout)
    return _gdelt_v2(listed.url, span, timeout)


def _meant(name: str, listed: FileList, span: Period | None) -> bool:
    time = time_of(name)
    inside = span is None or (time is not None and time.overlaps(span))
    return inside and any(fnmatchcase(name.lower(), pattern) for pattern in listed.files)


def time_of(name: str) -> Period | None:
    """The days that the name of a file speaks of.

    >>> str(time_of("200601.zip")), str(time_of("events.1995.20150313082510.tab"))
    ('2006-01', '1995')
    """
    stamps = [s for s in _STAMP.finditer(name) if 1900 <= int(s[1]) <= 2100]
    if not stamps:
        return None
    first = _days(stamps[0])
    last = _days(stamps[1]) if len(stamps) > 1 and len(stamps[1][0]) == 8 else None
    together = first and last and len(stamps[0][0]) == 8 and first.start < last.end
    return Period(first.start, last.end) if first and last and together else first


def _days(stamp: re.Match[str]) -> Period | None:
    year, month, day = (int(part or 0) for part in stamp.groups()[:3])
    if not month:
        return Period.year(year)
    if not 1 <= month <= 12 or day > monthrange(year, month)[1]:
        return None
    return Period.day(date(year, month, day)) if day else Period.month(year, month)


def _dataverse(url: str, timeout: float) -> Iterator[Download]:
    """Files of a data set that are open to all, as their authors deposited them."""
    try:
        files = json.loads(text_of(url, timeout=timeout, most=_MOST))["data"]["latestVersion"][
            "files"
        ]
        yield from (
            _deposited(entry["dataFile"], url) for entry in files if not entry["restricted"]
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DownloadFailed(f"the list cannot be read ({error!r})", where=url) from error


def _deposited(file: dict[str, Any], url: str) -> Download:
    """A file as deposited; the MD5 of a table that Dataverse converted is not that of its file."""
    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.netloc}/api/access/datafile/{int(file['id'])}"
    if file.get("originalFileFormat"):
        name = file.get("originalFileName") or file["filename"]
        return Download(f"{address}?format=original", name, file.get("originalFileSize"))
    return Download(address, file["filename"], file["filesize"], md5=file.get("md5") or "")


def _gdelt_v1(url: str, timeout: float) -> Iterator[Download]:
    """Files by ``md5sums`` and ``filesizes``, which stand beside them."""
    sums = text_of(f"{url}md5sums", timeout=timeout, most=_MOST)
    sizes = {
        name: int(size)
        for size, _, name in map(_halves, text_of(f"{url}filesizes", timeout=timeout,
                                                  most=_MOST).splitlines())
        if size.isdecimal()
    }  # fmt: skip
    for md5, _, name in map(_halves, sums.splitlines()):
        if re.fullmatch(r"[0-9a-f]{32}", md5) and name:
            yield Download(f"{url}{name}", name, sizes.get(name), md5=md5)


def _halves(line: str) -> tuple[str, str, str]:
    first, space, rest = line.strip().partition(" ")
    return first, space, rest.strip()


def _gdelt_v2(url: str, span: Period, timeout: float) -> Iterator[Download]:
    """Files of the days, from the one long list in order of time, of which only a part is read."""
    for line in _lines_from(url, f"{span.start:%Y%m%d}", f"{span.end:%Y%m%d}", timeout):
        size, md5, address = [*line.split(), "", "", ""][:3]
        if size.isdecimal() and address:
            yield Download(address.replace("http://", "https://", 1), address.rsplit("/", 1)[1],
                           int(size), md5=md5)  # fmt: skip


def _lines_from(url: str, first: str, end: str, timeout: float) -> Iterator[str]:
    """Lines from somewhat before the stamp ``first`` to the first block all after ``end``."""
    low, high = 0, _block(url, 0, timeout)[1]
    size = high
    while high - low > _BLOCK:
        middle = (low + high) // 2
        stamps = _stamps(_block(url, middle, timeout)[0])
        low, high = (middle, high) if stamps and max(stamps) < first else (low, middle)
    at, rest = max(low - _BLOCK, 0), ""
    while at < size:
        text, _ = _block(url, at, timeout)
        at += len(text)
        *lines, rest = (rest + text).split("\n")
        yield from lines
        stamps = _stamps(text)
        if stamps and min(stamps) >= end:
            return
    yield rest


def _stamps(text: str) -> list[str]:
    return re.findall(r"/(\d{14})\.", text)


def _block(url: str, at: int, timeout: float) -> tuple[str, int]:
    """Some bytes of a long list and the length of the whole."""
    span = {"Range": f"bytes={at}-{at + _BLOCK - 1}"}
    with reply_of(url, headers=span, timeout=timeout) as reply:
        size = reply.header("Content-Range").rpartition("/")[2]
        if reply.status != 206 or not size.isdecimal():
            raise DownloadFailed("the server gives the list only whole", where=url)
        return b"".join(reply.chunks()).decode("ascii", errors="replace"), int(size)
