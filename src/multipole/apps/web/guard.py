"""Who may ask the server what: hosts, token, limits, and what a page may load."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Longest address and largest body in bytes.
ADDRESS: Final = 8_000
BODY: Final = 64_000
COOKIE: Final = "multipole"
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Guard:
    """Wraps an ASGI app: refuses other hosts, those without the token, and what is too long.

    ``hosts`` are the names by which the server may be called (a page of another site that points
    its own name here is refused). With a ``token``, every request needs it: as ``?token=`` once,
    which sets a cookie, or as ``Authorization: Bearer``. A request that writes (not GET or HEAD)
    needs ``write_token`` in the header ``x-multipole-token`` or the form field ``token``, which
    the pages of this server alone know.
    """

    def __init__(self, app: App, *, hosts: tuple[str, ...], token: str, write_token: str) -> None:
        self._app, self._hosts = app, {host.lower() for host in hosts}
        self._token, self._write_token = token, write_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass, with the headers that every answer has."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k.lower(): v for k, v in scope["headers"]}
        status, words, body = 0, "", b""
        if len(scope["path"]) + len(scope["query_string"]) > ADDRESS:
            status, words = 414, "The address is too long."
        elif not self._called_rightly(headers):
            status, words = 400, "This server does not go by that name."
        elif _unseen(headers):
            status, words = 403, "Another site asks unseen. Open the address yourself."
        elif not self._admitted(scope, headers):
            status, words = 401, "The token is missing: open the address that the server printed."
        elif scope["method"] not in ("GET", "HEAD"):
            body = await _body(receive)
            status, words = self._may_write(headers, body)
        if status:
            await _refuse(send, status, words)
            return
        inward = receive if scope["method"] in ("GET", "HEAD") else _again(body)
        await self._app(scope, inward, self._with_headers(scope, send))

    def _called_rightly(self, headers: dict[bytes, bytes]) -> bool:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return name in self._hosts

    def _admitted(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        if not self._token:
            return True
        given = [headers.get(b"authorization", b"").decode("latin-1").removeprefix("Bearer ")]
        given += [_cookie(headers), _asked(scope).get("token", "")]
        return any(secrets.compare_digest(one.encode(), self._token.encode()) for one in given)

    def _may_write(self, headers: dict[bytes, bytes], body: bytes) -> tuple[int, str]:
        if len(body) > BODY:
            return 413, "That is too much to send."
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        given = headers.get(b"x-multipole-token", b"").decode("latin-1") or form.get("token", "")
        if secrets.compare_digest(given.encode(), self._write_token.encode()):
            return 0, ""
        return 403, "Writing needs the token of a page of this server. Load the page again."

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
                if self._token and _asked(scope).get("token") == self._token:
                    cookie = f"{COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/"
                    message["headers"].append((b"set-cookie", cookie.encode()))
            await send(message)

        return sent


def _unseen(headers: dict[bytes, bytes]) -> bool:
    """Whether a page of another site asks by itself (a picture, a frame, a script): it would have
    this server work without anybody who looks."""
    if headers.get(b"sec-fetch-site") != b"cross-site":
        return False
    return headers.get(b"sec-fetch-dest", b"document") != b"document"


def _asked(scope: Scope) -> dict[str, str]:
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def _cookie(headers: dict[bytes, bytes]) -> str:
    found = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(COOKIE)
    return found.value if found else ""


async def _body(receive: Receive) -> bytes:
    """The body, at most one byte more than is allowed."""
    body = b""
    while len(body) <= BODY:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body[: BODY + 1]


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _refuse(send: Send, status: int, words: str) -> None:
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
