"""Code blocks of a Markdown page, and how each kind is run.

```` ```python ```` runs, one namespace a page; ```` ```sh ```` runs line by line, ``multipole``
through its own door; a block with ``file=NAME`` is written to that file; ```` ```output ```` must
be what the commands before it printed; ```` ```text ```` is a picture of something and not run.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from typer.testing import CliRunner

from multipole.apps.cli import app

FENCE: Final = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<code>.*?)^```\s*$", re.MULTILINE | re.DOTALL)
ELSEWHERE: Final = ("pip", "uv", "git", "cd", "xdg-open", "open", "bash")
TARGET: Final = re.compile(r"^([a-z]+):", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the words after it, its code, and the line it stands on."""

    language: str
    words: tuple[str, ...]
    code: str
    line: int


@dataclass
class Page:
    """What the blocks of a page share."""

    root: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "page"})
    printed: str = ""


def blocks_of(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for match in FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        yield Block(language, tuple(words), match["code"], text.count("\n", 0, match.start()) + 1)


def run(block: Block, page: Page) -> None:
    """Run one block; an assertion names what did not work."""
    for word in block.words:
        if word.startswith("file="):
            place = Path(word.removeprefix("file="))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block.code, encoding="utf-8")
            return
    RUNNERS[block.language](block, page)


def _python(block: Block, page: Page) -> None:
    exec(compile(block.code, f"line {block.line}", "exec"), page.names)


def _shell(block: Block, page: Page) -> None:
    page.printed = ""
    for line in block.code.replace("\\\n", " ").splitlines():
        command = line.split(" #")[0].strip()
        if command and not command.startswith("#"):
            page.printed += _command(command, page.root)


def _command(command: str, root: Path) -> str:
    words = shlex.split(command)
    if words[0] == "multipole":
        return _multipole(words[1:])
    if words[0] == "make":
        targets = set(TARGET.findall((root / "Makefile").read_text(encoding="utf-8")))
        assert {w for w in words[1:] if "=" not in w} <= targets, command
        return ""
    if words[0] in ELSEWHERE:
        return ""
    done = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)
    return done.stdout


def _multipole(words: list[str]) -> str:
    target = None
    if ">" in words:
        at = words.index(">")
        words, target = words[:at], Path(words[at + 1])
    found = CliRunner().invoke(app, words)
    assert found.exit_code == 0, f"multipole {shlex.join(words)}: {found.output}"
    if target:
        target.write_bytes(found.stdout_bytes)
        return ""
    return found.stdout


def _output(block: Block, page: Page) -> None:
    assert page.printed.rstrip() == block.code.rstrip(), f"output on line {block.line}"


def _nothing(block: Block, page: Page) -> None:
    """A picture of something."""


RUNNERS: Final[dict[str, Callable[[Block, Page], None]]] = {
    "python": _python,
    "sh": _shell,
    "output": _output,
    "text": _nothing,
    "bibtex": _nothing,
    "csv": _nothing,
    "json": _nothing,
}
