"""A small web server that stands for a publisher: files, and the ways in which servers fail."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest


@dataclass
class Page:
    """What is served at a path, and what goes wrong with it."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/octet-stream"
    ranges: bool = True
    etag: str | None = None
    modified: str = ""
    length: bool = True
    chunked: bool = False
    cuts: list[int] = field(default_factory=list)
    busy: int = 0
    location: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        made = f'"{hashlib.sha256(self.body).hexdigest()[:12]}"'
        return made if self.etag is None else self.etag


@dataclass
class Publisher:
    """The server: pages by path, and the requests that it got as (path, headers)."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes = b"", **facts: Any) -> str:
        self.pages[path] = Page(body, **facts)
        return f"{self.address}{path}"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    made = Publisher(f"http://127.0.0.1:{server.server_address[1]}")
    server.publisher = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        made: Publisher = self.server.publisher  # type: ignore[attr-defined]
        made.asked.append((self.path, dict(self.headers)))
        page = made.pages.get(self.path, Page(status=404, body=b"not here"))
        self.close_connection = True
        if page.busy:
            page.busy -= 1
            page = Page(status=503, body=b"busy", extra={"Retry-After": "7"})
        if page.location:
            self._send(302, b"", page, {"Location": page.location})
        elif page.status != 200:
            self._send(page.status, page.body, page, page.extra)
        else:
            self._give(page)

    def _give(self, page: Page) -> None:
        facts = {"Content-Type": page.kind}
        facts |= {"ETag": page.tag} if page.tag else {}
        facts |= {"Last-Modified": page.modified} if page.modified else {}
        facts |= page.extra
        if page.tag and self.headers.get("If-None-Match") == page.tag:
            return self._send(304, b"", page, facts)
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        proof = self.headers.get("If-Range", page.tag)
        if wanted and page.ranges and proof in (page.tag, page.modified):
            return self._part(page, facts, int(wanted[1]), int(wanted[2] or len(page.body)))
        return self._send(200, page.body, page, facts)

    def _part(self, page: Page, facts: dict[str, str], start: int, end: int) -> None:
        size = len(page.body)
        if start >= size:
            return self._send(416, b"", page, facts | {"Content-Range": f"bytes */{size}"})
        end = min(end, size - 1)
        facts |= {"Content-Range": f"bytes {start}-{end}/{size}"}
        return self._send(206, page.body[start : end + 1], page, facts)

    def _send(self, status: int, body: bytes, page: Page, facts: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in facts.items():
            self.send_header(name, value)
        if page.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif page.length and status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        cut = page.cuts.pop(0) if page.cuts and status in (200, 206) else None
        sent = body[:cut]
        if page.chunked:
            sent = b"%x\r\n%s\r\n" % (len(sent), sent) + (b"0\r\n\r\n" if cut is None else b"")
        self.wfile.write(sent)


@pytest.fixture
def web_of(web: Publisher) -> Callable[[], Publisher]:
    """The server, emptied: for properties, which run many times within one test."""

    def emptied() -> Publisher:
        web.pages.clear()
        web.asked.clear()
        return web

    return emptied


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "cow_nmc"
