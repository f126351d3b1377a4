"""The model client of the second coder: one request to an OpenAI-compatible chat endpoint.

The only module that knows an HTTP client for models (httpx, of the extra ``llm``). It reads nothing
of the environment, no proxy settings either; follows no redirect; takes no more of a reply than
``most_bytes`` and waits no longer than ``timeout_seconds``; and writes the key nowhere: where the
endpoint sends it back, it is blotted out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Self

import httpx

from multipole.claims.llm_terms import EndpointFailed, Reply, ReplyFailed, TryAgain, check_address
from multipole.core.errors import WrongUse

BUSY: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
NO_RIGHT: Final = frozenset({401, 403})
MOST_BYTES: Final = 4_000_000
TIMEOUT_SECONDS: Final = 300.0
BLOT: Final = "[key]"
EXCERPT: Final = 200
MOST_TOKENS: Final = 10**9


class ChatEndpoint:
    """An endpoint at a base address such as ``http://127.0.0.1:8080/v1``.

    ``clock`` gives seconds that only grow. ``transport`` takes the place of the network. Raises
    `WrongUse` for the address, or for a key that cannot stand in a header.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str = "",
        clock: Callable[[], float],
        timeout_seconds: float = TIMEOUT_SECONDS,
        most_bytes: int = MOST_BYTES,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.address = check_address(address)
        self._key = key
        self._clock = clock
        self._timeout_seconds = timeout_seconds
        self._most_bytes = most_bytes
        self._client = httpx.Client(
            headers=_headers(key), timeout=timeout_seconds, follow_redirects=False,
            trust_env=False, transport=transport,
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"<ChatEndpoint {self.address}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def ask(self, body: Mapping[str, object]) -> Reply:
        """Send one request; raises `TryAgain`, `ReplyFailed` or `EndpointFailed`."""
        status, headers, raw = self._post(json.dumps(body).encode("ascii"))
        self._check_status(status, headers, raw)
        return _reply(self._plain(raw))

    def _post(self, body: bytes) -> tuple[int, httpx.Headers, bytes]:
        began = self._clock()
        try:
            with self._client.stream(
                "POST", f"{self.address}/chat/completions", content=body
            ) as response:
                return response.status_code, response.headers, self._body(response, began)
        except httpx.TimeoutException:
            raise self._late() from None
        except httpx.ConnectError as error:
            what = f"no connection to {self.address} ({error})"
            raise TryAgain(what, tokens=(0, 0), fatal=True) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TryAgain(f"the reply broke off ({type(error).__name__})") from None

    def _body(self, response: httpx.Response, began: float) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise ReplyFailed("the reply is packed, which was not asked for")
        taken = bytearray()
        for chunk in response.iter_raw():
            taken += chunk
            if len(taken) > self._most_bytes:
                raise ReplyFailed(f"the reply is longer than {self._most_bytes:,} bytes")
            if self._clock() - began > self._timeout_seconds:
                raise self._late()
        return bytes(taken)

    def _late(self) -> TryAgain:
        return TryAgain(f"no whole reply within {self._timeout_seconds:g} seconds")

    def _check_status(self, status: int, headers: httpx.Headers, raw: bytes) -> None:
        if status == 200:
            return
        if 300 <= status < 400:
            raise EndpointFailed(
                f"{self.address} sends requests on to another place ({self._where(headers)}), "
                "and the reports with them",
                remedy="Nothing was sent there. If you trust it, give it as --endpoint.",
            )
        said = f"the endpoint answered {status}: {self._said(raw)}"
        if status in BUSY:
            raise TryAgain(said, wait_seconds=_pause(headers), tokens=(0, 0))
        if status in NO_RIGHT:
            raise EndpointFailed(said, remedy="Set MULTIPOLE_LLM_KEY to a key that it accepts.")
        if status == 404:
            raise EndpointFailed(said, remedy="Check the address and the model's name.")
        raise ReplyFailed(said, remedy="If it does not know JSON schemas, try --reply-form object.")

    def _where(self, headers: httpx.Headers) -> str:
        return self._blotted(headers.get("location", "unnamed"))[:EXCERPT]

    def _said(self, raw: bytes) -> str:
        return " ".join(self._plain(raw).split())[:EXCERPT]

    def _plain(self, raw: bytes) -> str:
        return self._blotted(raw.decode("utf-8", "replace"))

    def _blotted(self, text: str) -> str:
        return text.replace(self._key, BLOT) if self._key else text


def _headers(key: str) -> dict[str, str]:
    if key and not (key.isascii() and key.isprintable() and key == key.strip()):
        raise WrongUse("the key holds characters that no header can", remedy="Copy it again.")
    told = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
    return told | ({"Authorization": f"Bearer {key}"} if key else {})


def _pause(headers: httpx.Headers) -> float:
    """The seconds that the endpoint asks to wait; 0 when it does not say so in a number."""
    said = headers.get("retry-after", "")
    return float(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0.0


def _reply(text: str) -> Reply:
    try:
        told = json.loads(text)
        choice = told["choices"][0]
        content, finish = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise TryAgain("the endpoint's answer is not that of a chat") from None
    usage = told.get("usage")
    tokens_in, tokens_out = (_count(usage, f"{n}_tokens") for n in ("prompt", "completion"))
    tokens = (tokens_in or 0, tokens_out or 0)
    if finish == "length":
        raise TryAgain("the reply was cut off at the longest length allowed", tokens=tokens)
    if not isinstance(content, str) or not content.strip():
        raise TryAgain("the reply is empty", tokens=tokens)
    model = told.get("model")
    return Reply(content, tokens_in, tokens_out, model if isinstance(model, str) else "")


def _count(usage: Any, name: str) -> int | None:
    """A count of tokens that can be one, else None."""
    found = usage.get(name) if isinstance(usage, dict) else None
    fits = isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= MOST_TOKENS
    return found if fits else None
