"""Replies of publishers' servers: http and https only, no credentials, errors in plain words."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import IO, Any, Final, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from multipole.core.errors import DownloadFailed
from multipole.core.version import VERSION

AGENT: Final = f"multipole/{VERSION}"
BY_HAND: Final = "Open the address in a browser, save the file, and read it with: multipole add."
_CHUNK: Final = 1 << 16
_PASSING: Final = (408, 425, 429, 500, 502, 503, 504)
#: Statuses that are no error to us: not changed, and nothing of the file beyond what we have.
_NO_BODY: Final = (304, 416)


class Interrupted(DownloadFailed):
    """A failure of the line or of the server that another try may not meet.

    ``after`` is how many seconds the server asked to be left alone.
    """

    after: float = 0.0


class NotOffered(DownloadFailed):
    """The server has no file at the address."""


class Stream(Protocol):
    """What a reply's bytes are read from."""

    def read1(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said before the bytes. ``url`` is the address after redirects."""

    url: str
    status: int
    headers: Message
    stream: Stream

    @property
    def kind(self) -> str:
        """The media type, ``""`` when not given."""
        return self.headers.get_content_type() if self.headers.get("Content-Type") else ""

    @property
    def length(self) -> int | None:
        """How many bytes this reply holds, None when the server does not say."""
        text = self.headers.get("Content-Length", "")
        return int(text) if text.isdecimal() else None

    def header(self, name: str) -> str:
        """A header, ``""`` when not given."""
        return str(self.headers.get(name, ""))

    def chunks(self) -> Iterator[bytes]:
        """The bytes as they come; raises `Interrupted` when the line breaks."""
        while True:
            try:
                data = self.stream.read1(_CHUNK)
            except (OSError, http.client.HTTPException) as error:
                raise _broken(self.url, error) from error
            if not data:
                return
            yield data


def check_url(url: str, *, via: str = "") -> None:
    """Refuse any address but plain http and https; https never leads to http."""
    where = via or url
    parts = _parts(url)
    if parts is None:
        raise DownloadFailed(f"{url!r} is not a web address", where=where, remedy=BY_HAND)
    if parts.username or parts.password:
        raise DownloadFailed(
            "the address holds a user name or password", where=parts.hostname or ""
        )
    if via and urlsplit(via).scheme == "https" and parts.scheme == "http":
        raise DownloadFailed(
            f"the server leads from https to {url!r}, which is not encrypted", where=where,
            remedy=BY_HAND,
        )  # fmt: skip


def _parts(url: str) -> SplitResult | None:
    """The parts of a plain web address, None for anything else."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if sound and url.isascii() and url.isprintable() and " " not in url else None


@contextmanager
def reply_of(url: str, *, headers: Mapping[str, str], timeout: float) -> Iterator[Reply]:
    """The server's reply; raises `DownloadFailed`, or `Interrupted` where a new try may help."""
    check_url(url)
    plain = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    response: Any
    try:
        response = _opener().open(Request(url, headers={**plain, **headers}), timeout=timeout)  # noqa: S310
    except HTTPError as error:
        if error.code not in _NO_BODY:
            raise _refusal(url, error) from None
        response = error
    except (OSError, http.client.HTTPException) as error:
        raise _broken(url, error) from error
    with response:
        address = _without_keys(response.url, asked=url)
        yield Reply(address, response.status, response.headers, response)


def _without_keys(url: str, *, asked: str) -> str:
    """Where redirects led, without the passing keys that stores of files add to addresses."""
    return url if url == asked else urlsplit(url)._replace(query="", fragment="").geturl()


def text_of(url: str, *, timeout: float, most: int) -> str:
    """A small text whole: a publisher's list of files; refuses one of more than ``most`` bytes."""
    with reply_of(url, headers={}, timeout=timeout) as reply:
        data = bytearray()
        for chunk in reply.chunks():
            data += chunk
            if len(data) > most:
                raise DownloadFailed(f"the list is longer than {most:,} bytes", where=url)
    if reply.length is not None and len(data) < reply.length:
        raise Interrupted("the list was cut off", where=url, remedy="Try again.")
    return data.decode("utf-8", errors="replace")


class _Redirects(HTTPRedirectHandler):
    """Redirects to where `check_url` allows."""

    def http_error_302(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any) -> Any:
        target = headers.get("Location") or headers.get("URI")
        if target:
            check_url(urljoin(req.full_url, target), via=req.full_url)
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _opener() -> OpenerDirector:
    """An opener that knows no ftp, file or data addresses and no passwords."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(), HTTPHandler(), HTTPSHandler(context=ssl.create_default_context()),
        _Redirects(), HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _refusal(url: str, error: HTTPError) -> DownloadFailed:
    code = error.code
    words = _REASONS.get(code, HTTPStatus(code).phrase if code in _KNOWN else "an unknown reply")
    what = f"the server answers {code}: {words}"
    error.close()
    if code in _PASSING:
        failed = Interrupted(what, where=url, remedy=f"Try again later. {BY_HAND}")
        failed.after = _seconds(error.headers.get("Retry-After", ""))
        return failed
    kind = NotOffered if code in (404, 410) else DownloadFailed
    return kind(what, where=url, remedy=BY_HAND)


_KNOWN: Final = {status.value for status in HTTPStatus}
_REASONS: Final = {
    401: "it wants a password", 403: "it does not give this file to programs",
    404: "there is no such file; the publisher may have moved it", 410: "the file was withdrawn",
    429: "too many requests", 503: "it is out of service for now",
}  # fmt: skip


def _seconds(text: str) -> float:
    return min(float(text), 300.0) if text.strip().isdecimal() else 0.0


def _broken(url: str, error: BaseException) -> DownloadFailed:
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ssl.SSLCertVerificationError):
        return DownloadFailed(
            f"the server's certificate cannot be verified ({reason.verify_message})", where=url,
            remedy=BY_HAND,
        )  # fmt: skip
    if isinstance(error, http.client.InvalidURL):
        return DownloadFailed(f"the address cannot be used ({error})", where=url, remedy=BY_HAND)
    words = str(reason) or type(reason).__name__
    return Interrupted(f"the connection failed ({words})", where=url, remedy="Try again later.")
