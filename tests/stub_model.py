"""A chat endpoint on loopback that answers what a test tells it to, lies included."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Notes each request and gives the next answer; the last one for ever."""

    protocol_version = "HTTP/1.1"
    server: Stub

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(raw)))
        answers = self.server.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        with suppress(BrokenPipeError, ConnectionResetError):
            answer(self, self.server.asked[-1][2])

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Stub(ThreadingHTTPServer):
    """The endpoint: ``address``, what it was ``asked``, and the ``answers`` still to give."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def stub(*answers: Answer) -> Iterator[Stub]:
    server = Stub(list(answers))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def chat(content: str, *, usage: object = (100, 20), finish: str = "stop") -> bytes:
    """A chat completion as servers send it."""
    told: dict[str, Any] = {
        "id": "x", "object": "chat.completion", "model": "stub-2026",
        "choices": [{"index": 0, "finish_reason": finish,
                     "message": {"role": "assistant", "content": content}}],
    }  # fmt: skip
    if isinstance(usage, tuple):
        usage = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return json.dumps(told | {"usage": usage}).encode()


def says(content: object, **how: Any) -> Answer:
    """Answer with ``content``, as JSON unless it is text."""
    text = content if isinstance(content, str) else json.dumps(content)
    return lambda handler, _: handler.send(200, chat(text, **how))


def status(code: int, text: str = "no", **headers: str) -> Answer:
    """Answer with a status."""
    return lambda handler, _: handler.send(code, text.encode(), **headers)


def endless(handler: Handler, _: dict[str, Any]) -> None:
    """Send without end."""
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    while True:
        handler.wfile.write(b" " * 65536)
