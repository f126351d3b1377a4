"""Files of a source from its publisher: shown first, checked, dated, resumed; never implicit.

`plan` says what would be downloaded and needs no network. `fetch` downloads one file. A file is
there whole and checked, or not at all: bytes of a cut download wait in ``partial`` and are
continued when the server still has the same edition.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from multipole.core.errors import BadValue, DownloadFailed
from multipole.sources.downloads import downloads_of
from multipole.sources.fetch_cache import (
    Fetched,
    Part,
    alone,
    check_name,
    digests,
    keep,
    kept,
    room,
)
from multipole.sources.fetch_kind import check_kind, check_size, check_start
from multipole.sources.fetch_web import Interrupted, NotOffered, Reply, reply_of
from multipole.sources.gate.source import Download, Source

__all__ = ["Fetched", "NotOffered", "Planned", "fetch", "plan"]

Progress = Callable[[int, int | None], None]
_LONGEST_WAIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Planned:
    """What would be downloaded. ``checksum`` is ``sha256 ...``, ``md5 ...`` or ``""`` (none known).

    ``cached`` is the newest earlier download of the same address.
    """

    source: str
    download: Download
    licence: str
    licence_url: str
    checksum: str
    into: Path
    cached: Fetched | None


def plan(
    source: Source, *, cache: Path, downloads: Sequence[Download] | None = None
) -> list[Planned]:
    """What `fetch` would download for a source, without asking anybody.

    ``downloads`` are those of `multipole.sources.fetch_lists.look_up` for a source whose publisher
    keeps a list. Raises `DownloadFailed` with the way by hand when no address is known.
    """
    found = tuple(downloads_of(source) if downloads is None else downloads)
    if not found:
        raise DownloadFailed(
            f"no address is known for {source.id}", where=source.homepage, remedy=source.get
        )
    into = cache / source.id
    return [
        Planned(source.id, d, source.licence, source.licence_url, _checksum(d), into,
                kept(into, d.name, d.url))
        for d in found
    ]  # fmt: skip


def fetch(
    download: Download,
    *,
    into: Path,
    now: datetime,
    timeout: float = 60.0,
    retries: int = 5,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
    accept_changed: bool = False,
) -> Fetched:
    """Download a file to ``into/<day>/<name>``, or give back the last download if it is the same.

    ``retries`` is how often in a row a broken connection is tried again without a byte gained.
    ``progress`` is told the bytes so far and their total. ``accept_changed`` takes a file of
    another checksum or size than expected. A file that is there with the expected checksum is given
    back without asking anybody. Raises `DownloadFailed`; `NotOffered` for a 404.
    """
    check_name(download.name)
    if now.tzinfo is None:
        raise BadValue("the time of a download without a time zone")
    with alone(into, download.name):
        before = _intact(kept(into, download.name, download.url))
        if before and _is_expected(download, before):
            return before
        job = _Job(download, into, now, timeout, progress, accept_changed, before)
        return _persistently(job, retries=retries, sleep=sleep)


def _persistently(job: _Job, *, retries: int, sleep: Callable[[float], None]) -> Fetched:
    best, failed = job.part.size, 0
    while True:
        try:
            return job.attempt()
        except Interrupted as error:
            best, failed = max(best, job.part.size), 0 if job.part.size > best else failed + 1
            if failed > retries:
                raise _given_up(error, job.part.size, retries) from error
            sleep(max(error.after, min(2.0**failed, _LONGEST_WAIT)))


def _given_up(error: Interrupted, size: int, retries: int) -> DownloadFailed:
    what = f"{error.what}, after {retries + 1} tries"
    left = f" {size:,} bytes are kept and will be continued." if size else ""
    return DownloadFailed(what, where=error.where, remedy=f"{error.remedy}{left}")


class _Job:
    """One file to be had, over as many tries as it takes."""

    def __init__(
        self, download: Download, into: Path, now: datetime, timeout: float,
        progress: Progress | None, accept_changed: bool, before: Fetched | None,
    ) -> None:  # fmt: skip
        self.download = download
        self.into = into
        self.now = now
        self.timeout = timeout
        self.progress = progress or (lambda done, total: None)
        self.accept_changed = accept_changed
        self.before = before
        self.part = Part.of(into, download.name, download.url)
        self.resumed = False
        self.measured = True

    def attempt(self) -> Fetched:
        """One request, to the end of the file; raises `Interrupted` for what may pass."""
        with reply_of(self.download.url, headers=self._asks(), timeout=self.timeout) as reply:
            if reply.status == 304 and self.before:
                return self.before
            if reply.status == 416:
                self._past_the_end(reply)
            else:
                self._receive(reply)
            return self._accept(reply)

    def _asks(self) -> dict[str, str]:
        """Headers: the rest of the part, or the file if it is not the one we have."""
        known = self.part.validator
        if self.part.size and known:
            return {"Range": f"bytes={self.part.size}-", "If-Range": known}
        if not self.before or self.download.sha256 or self.download.md5:
            return {}
        asks = {
            "If-None-Match": self.before.etag, "If-Modified-Since": self.before.last_modified,
        }  # fmt: skip
        return {name: value for name, value in asks.items() if value}

    def _past_the_end(self, reply: Reply) -> None:
        """The part is the whole file, or of a file that the server no longer has."""
        if self.part.size and reply.header("Content-Range") == f"bytes */{self.part.size}":
            self.resumed = True
            return
        self.part.clear()
        raise Interrupted("the file changed while it was downloaded", where=reply.url)

    def _receive(self, reply: Reply) -> None:
        check_kind(self.download, reply)
        total = self._continue(reply) if reply.status == 206 else self._start(reply)
        self.progress(self.part.size, total)
        for data in reply.chunks():
            self.part.write(data)
            check_size(self.download, self.part.size, whole=False, allow=self.accept_changed)
            self.progress(self.part.size, total)
        if total is not None and self.part.size != total:
            raise Interrupted(
                f"the connection was cut after {self.part.size:,} of {total:,} bytes",
                where=reply.url, remedy="Try again.",
            )  # fmt: skip

    def _start(self, reply: Reply) -> int | None:
        """The file from its first byte."""
        total = reply.length
        if total is not None:
            check_size(self.download, total, whole=True, allow=self.accept_changed)
            room(self.into, total)
        self.resumed = False
        self.measured = total is not None or "chunked" in reply.header("Transfer-Encoding")
        self.part.begin(etag=reply.header("ETag"), modified=reply.header("Last-Modified"))
        return total

    def _continue(self, reply: Reply) -> int | None:
        """The rest of the file, if it is the rest of this one."""
        span, _, size = reply.header("Content-Range").removeprefix("bytes ").partition("/")
        same = all(
            not reply.header(header) or reply.header(header) == self.part.facts.get(name)
            for header, name in (("ETag", "etag"), ("Last-Modified", "modified"))
        )
        if not same or span.split("-")[0] != str(self.part.size):
            self.part.clear()
            raise Interrupted("the file changed while it was downloaded", where=reply.url)
        self.resumed = True
        if size.isdecimal():
            room(self.into, int(size) - self.part.size)
            return int(size)
        return None if reply.length is None else self.part.size + reply.length

    def _accept(self, reply: Reply) -> Fetched:
        """The whole file, when it is what it should be."""
        try:
            check_start(self.download, self.part.path, reply)
            check_size(self.download, self.part.size, whole=True, allow=self.accept_changed)
        except DownloadFailed:
            self.part.clear()
            raise
        sha256, md5 = digests(self.part.path)
        notes = self._compare(sha256, md5, reply)
        if self.before and self.before.sha256 == sha256:
            self.part.clear()
            return replace(self.before, notes=notes)
        fetched = self._kept(reply, sha256, notes)
        self.part.clear()
        return fetched

    def _kept(self, reply: Reply, sha256: str, notes: tuple[str, ...]) -> Fetched:
        facts = self.part.facts
        fetched = Fetched(
            name=self.download.name, path=self.part.path, url=self.download.url,
            address=reply.url, sha256=sha256, size=self.part.size, fetched_at=self.now,
            etag=facts["etag"], last_modified=facts["modified"],
            state="changed" if self.before else "new", notes=notes,
        )  # fmt: skip
        return keep(self.part.path, fetched, into=self.into)

    def _compare(self, sha256: str, md5: str, reply: Reply) -> tuple[str, ...]:
        """Notes on the file's identity; raises when it is not the file that was announced."""
        notes = []
        pairs = (("SHA-256", self.download.sha256, sha256), ("MD5", self.download.md5, md5))
        for name, expected, found in pairs:
            if expected and expected.lower() != found:
                self._other_sum(name, expected, found, reply)
                notes.append(f"accepted with {name} {found}, not the expected {expected}")
        if not self.download.sha256 and not self.download.md5:
            notes.append(f"no checksum is published for it; its SHA-256 {sha256} is recorded")
            if not self.measured:
                notes.append("the server did not say how long it is: a cut would not be seen")
        if self.before and self.before.sha256 != sha256:
            notes.append(_changed(self.before))
        return tuple(notes)

    def _other_sum(self, name: str, expected: str, found: str, reply: Reply) -> None:
        if self.accept_changed:
            return
        if self.resumed:
            self.part.clear()
            raise Interrupted("the continued file has another checksum", where=reply.url)
        aside = self.part.reject()
        raise DownloadFailed(
            f"the file has {name} {found}, not {expected}", where=reply.url,
            remedy=f"It is kept as {aside}, and not used. If the publisher has replaced the file, "
            "take it with --accept-changed.",
        )  # fmt: skip


def _changed(before: Fetched) -> str:
    return (
        f"the publisher's file changed since {before.fetched_at.date()} (SHA-256 was "
        f"{before.sha256}); both are kept"
    )


def _intact(fetched: Fetched | None) -> Fetched | None:
    """An earlier download, if its bytes are still those that were downloaded."""
    return fetched if fetched and digests(fetched.path)[0] == fetched.sha256 else None


def _is_expected(download: Download, fetched: Fetched) -> bool:
    """Whether a file has the checksums that its publisher gives, and there is one."""
    pairs = zip((download.sha256, download.md5), digests(fetched.path), strict=True)
    given = [(expected.lower(), found) for expected, found in pairs if expected]
    return bool(given) and all(expected == found for expected, found in given)


def _checksum(download: Download) -> str:
    if download.sha256:
        return f"sha256 {download.sha256}"
    return f"md5 {download.md5}" if download.md5 else ""
