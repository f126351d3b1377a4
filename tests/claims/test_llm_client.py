"""The model client and the asker: what they accept of an endpoint, count and keep."""

from __future__ import annotations

import gzip
import json
import logging
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.stub_model import Handler, chat, endless, says, status, stub

from multipole.claims.llm import ChatEndpoint
from multipole.claims.llm_asking import Asker
from multipole.claims.llm_cache import NoReplies, RepliesOnDisk
from multipole.claims.llm_terms import (
    EndpointFailed,
    ReplyFailed,
    Settings,
    TokensSpent,
    check_address,
    is_on_this_machine,
)
from multipole.core.errors import MultipoleError, WrongUse

KEY = "sk-very-secret-0123456789"
EMPTY: dict[str, Any] = {"events": [], "assessments": [], "figures": []}
BODY: dict[str, Any] = {
    "model": "m", "seed": 0, "messages": [{"role": "user", "content": "A report."}],
}  # fmt: skip


def _asker(address: str, pauses: list[float] | None = None, **other: Any) -> Asker:
    how = {k: other.pop(k) for k in ("timeout_seconds", "most_bytes", "transport") if k in other}
    endpoint = ChatEndpoint(address, key=KEY, clock=time.monotonic, **how)
    waited: list[float] = pauses if pauses is not None else []
    replies = other.pop("replies", NoReplies())
    return Asker(endpoint, Settings("m", most_tokens=50), replies, waited.append, **other)


def test_a_reply_and_its_tokens() -> None:
    with stub(says(EMPTY)) as server:
        asker = _asker(server.address)
        assert json.loads(asker.reply(BODY)) == EMPTY
    path, headers, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["seed"] == 0
    spent = asker.spent
    assert (spent.requests, spent.tokens_in, spent.tokens_out, spent.estimated) == (1, 100, 20, 0)


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again_after_growing_pauses(code: int) -> None:
    pauses: list[float] = []
    with stub(status(code), status(code), says(EMPTY)) as server:
        asker = _asker(server.address, pauses)
        asker.reply(BODY)
    assert pauses == [1.0, 2.0]
    assert asker.spent.requests == 3
    assert asker.spent.tokens_in == 100


def test_the_pause_that_the_endpoint_asks_for_is_kept_up_to_a_minute() -> None:
    pauses: list[float] = []
    answers = [status(429, Retry_After=n) for n in ("7", "99999", "soon")]
    with stub(*answers, says(EMPTY)) as server:
        _asker(server.address, pauses).reply(BODY)
    assert pauses == [7.0, 60.0, 4.0]


def test_tries_are_bounded() -> None:
    with stub(status(500)) as server, pytest.raises(ReplyFailed, match=r"500.*in 4 tries"):
        _asker(server.address).reply(BODY)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "content",
    ["I cannot do that.", '{"events": [', "[]", '{"answer": 42}', '{"events": {}}', "[" * 100_000,
     '{"events": [], "n": ' + "9" * 5000 + "}", "", "   "],
)  # fmt: skip
def test_a_broken_reply_is_asked_for_again_with_the_next_seed(content: str) -> None:
    with stub(says(content), says(EMPTY)) as server:
        _asker(server.address).reply(BODY)
    assert [body["seed"] for _, _, body in server.asked] == [0, 1]


@pytest.mark.parametrize(
    "raw",
    [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": "x"}]}', b"\xff\xfe",
     chat("{}", finish="length"), b'{"choices": [{"message": {"content": null}}]}', b"[" * 99_999],
)  # fmt: skip
def test_an_answer_that_is_no_whole_chat_is_asked_for_again(raw: bytes) -> None:
    with stub(lambda h, _: h.send(200, raw), says(EMPTY)) as server:
        _asker(server.address).reply(BODY)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "usage", [None, {}, {"prompt_tokens": -5, "completion_tokens": True}, "many", (10**12, 1)]
)
def test_tokens_that_cannot_be_are_estimated_and_said_to_be(usage: object) -> None:
    with stub(says(EMPTY, usage=usage)) as server:
        asker = _asker(server.address)
        asker.reply(BODY)
    assert asker.spent.estimated == 1
    assert 0 < asker.spent.tokens < 100


def test_an_endless_reply_is_cut_off() -> None:
    with (
        stub(endless) as server,
        pytest.raises(ReplyFailed, match="longer than 100,000 bytes"),
    ):
        _asker(server.address, most_bytes=100_000).reply(BODY)
    assert len(server.asked) == 1


def test_a_packed_reply_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 10_000_000)
    with (
        stub(lambda h, _: h.send(200, bomb, Content_Encoding="gzip")) as server,
        pytest.raises(ReplyFailed, match="packed"),
    ):
        _asker(server.address).reply(BODY)


def _silent(handler: Handler, _: dict[str, Any]) -> None:
    time.sleep(0.6)
    handler.send(200, chat("{}"))


def _dripping(handler: Handler, _: dict[str, Any]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _n in range(30):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [_silent, _dripping])
def test_a_slow_reply_is_given_up_and_asked_for_again(slow: Any) -> None:
    with stub(slow, says(EMPTY)) as server:
        asker = _asker(server.address, timeout_seconds=0.25)
        asker.reply(BODY)
    assert len(server.asked) == 2
    assert asker.spent.estimated == 1


def test_a_redirect_is_not_followed() -> None:
    with stub(says(EMPTY)) as other:
        place = f"{other.address}/chat/completions"
        with (
            stub(status(307, Location=place)) as server,
            pytest.raises(EndpointFailed, match="another place"),
        ):
            _asker(server.address).reply(BODY)
        assert len(server.asked) == 1
    assert other.asked == []


@pytest.mark.parametrize("code", [401, 403, 404])
def test_what_no_try_can_mend_ends_the_run(code: int) -> None:
    with stub(status(code)) as server, pytest.raises(EndpointFailed, match=str(code)):
        _asker(server.address).reply(BODY)
    assert len(server.asked) == 1


def test_a_request_that_is_refused_is_not_repeated() -> None:
    with stub(status(400, "unknown field response_format")) as server:
        asker = _asker(server.address)
        with pytest.raises(ReplyFailed, match="--reply-form object"):
            asker.reply(BODY)
    assert asker.spent.requests == 1


def test_no_server_at_all_ends_the_run_after_the_tries() -> None:
    with stub(says(EMPTY)) as server:
        address = server.address
    with pytest.raises(EndpointFailed, match=r"no connection to http://127.*in 4 tries"):
        _asker(address).reply(BODY)


def test_no_request_is_sent_that_could_pass_the_limit_of_tokens() -> None:
    with stub(says(EMPTY, usage=(60, 40))) as server:
        asker = _asker(server.address, limit_tokens=152)
        asker.reply(BODY)
        with pytest.raises(TokensSpent, match="100 tokens are spent"):
            asker.reply(BODY)
    assert len(server.asked) == 1


def test_a_kept_reply_is_not_asked_for(tmp_path: Path) -> None:
    with stub(says(EMPTY)) as server:
        first = _asker(server.address, replies=RepliesOnDisk(tmp_path)).reply(BODY)
        asker = _asker(server.address, replies=RepliesOnDisk(tmp_path))
        assert asker.reply(BODY) == first
        assert asker.reply(BODY | {"model": "other"}) == first
    assert len(server.asked) == 2
    assert (asker.spent.from_cache, asker.spent.requests) == (1, 1)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"key": "x", "content": "y"}', "[" * 99_999])
def test_a_damaged_kept_reply_is_asked_for_again(tmp_path: Path, damage: str) -> None:
    with stub(says(EMPTY)) as server:
        _asker(server.address, replies=RepliesOnDisk(tmp_path)).reply(BODY)
        (kept,) = tmp_path.rglob("*.json")
        kept.write_text(damage)
        _asker(server.address, replies=RepliesOnDisk(tmp_path)).reply(BODY)
    assert len(server.asked) == 2
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [kept.name]


def test_a_broken_reply_is_not_kept(tmp_path: Path) -> None:
    with stub(says("no")) as server, pytest.raises(ReplyFailed):
        _asker(server.address, replies=RepliesOnDisk(tmp_path)).reply(BODY)
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize("code", [200, 307, 400, 401, 404, 500])
def test_the_key_is_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture, code: int) -> None:
    caplog.set_level(logging.INFO if code == 307 else logging.DEBUG)
    echo = json.dumps({"events": [{"quote": KEY}]})
    back = {"Location": f"http://x/?{KEY}"} if code == 307 else {}
    answer = says(echo) if code == 200 else status(code, f"bad {KEY}", **back)
    told = ""
    with stub(answer) as server:
        asker = _asker(server.address, replies=RepliesOnDisk(tmp_path), tries=2)
        try:
            told = asker.reply(BODY)
        except MultipoleError as error:
            told = f"{error} {error!r} {error.__cause__!r} {error.args}"
    kept = "".join(p.read_text() for p in tmp_path.rglob("*.json"))
    assert server.asked[0][1]["Authorization"].endswith(KEY)
    assert told
    assert KEY not in told + kept + caplog.text + repr(asker)


def test_nothing_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with stub(says(EMPTY)) as server:
        _asker(server.address).reply(BODY)
    assert len(server.asked) == 1


def test_a_transport_takes_the_place_of_the_network() -> None:
    stream = httpx.ByteStream(chat('{"events": []}'))
    recorded = httpx.MockTransport(lambda _: httpx.Response(200, stream=stream))
    asker = _asker("https://model.example/v1", transport=recorded)
    assert asker.reply(BODY) == '{"events": []}'


@pytest.mark.parametrize(
    "address",
    ["", "model.example/v1", "ftp://x/v1", "http://", "http://u:p@x/v1", "http://x/v1?key=1",
     "http://x:99999/v1", "http://[::1/v1", "http://x/v1#a", "http://x\n/v1"],
)  # fmt: skip
def test_an_address_is_plain_http(address: str) -> None:
    with pytest.raises(WrongUse):
        check_address(address)


@pytest.mark.parametrize(
    ("address", "here"),
    [("http://localhost:1/v1", True), ("http://127.9.9.9/v1", True), ("http://[::1]:1/v1", True),
     ("http://localhost.example/v1", False), ("http://127.0.0.1.example/v1", False),
     ("https://10.0.0.1/v1", False), ("http://0.0.0.0/v1", False)],
)  # fmt: skip
def test_only_loopback_is_this_machine(address: str, here: bool) -> None:
    assert is_on_this_machine(address) is here


@pytest.mark.parametrize("key", ["a\nb", "ключ", " x"])
def test_a_key_that_no_header_can_hold_is_refused_unseen(key: str) -> None:
    with pytest.raises(WrongUse) as caught:
        ChatEndpoint("http://x/v1", key=key, clock=time.monotonic)
    assert key not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a\x1b[31m", "x" * 200])
def test_a_model_has_a_plain_name(name: str) -> None:
    with pytest.raises(WrongUse):
        Settings(name)
