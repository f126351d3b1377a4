"""Write what is made from elsewhere: cli, sources, methods, accuracy, scores in coder.md.

python docs/write_pages.py
"""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from multipole.apps.cli import app

DOCS = Path(__file__).parent
FLOORS = DOCS.parent / "quality/floors.json"
TABLE = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- end of scores -->)", re.DOTALL)
WIDTH = 88
HEAD = """# The command line

This page is made from the help texts by `make docs`; a test fails when it lags behind them.

Every command that asks prints a table, and takes `--json`, `--csv` or `--parquet FILE` in its
place. Exit codes: 0 done, 1 nothing found of what was named, 2 wrong use or unreadable input,
130 stopped from the keyboard.
"""


def pages() -> dict[Path, str]:
    """Each page that is made, or holds something made, and what it should say."""
    coder = DOCS / "coder.md"
    text = coder.read_text(encoding="utf-8")
    return {
        DOCS / "cli.md": _commands(),
        DOCS / "accuracy.md": _made("accuracy.py", "accuracy_page"),
        DOCS / "sources.md": _made("catalogue.py", "catalogue_page"),
        DOCS / "methods.md": _made("methods.py", "methods_page"),
        coder: TABLE.sub(_scores(), text),
    }


def _made(script: str, function: str) -> str:
    """The page that a script beside this file makes; the folder is no package."""
    return str(runpy.run_path(str(DOCS / script))[function]())


def _commands() -> str:
    group: Any = typer.main.get_command(app)
    parts = [HEAD, _help(group, "multipole")]
    for name, command in group.commands.items():
        parts += [f"## {name}\n", *_helps(command, f"multipole {name}")]
    return "\n".join(parts)


def _helps(command: Any, words: str) -> Iterator[str]:
    """The help of a command, then of each command of its group."""
    yield _help(command, words)
    for name, part in getattr(command, "commands", {}).items():
        yield from _helps(part, f"{words} {name}")


def _help(command: Any, words: str) -> str:
    context = command.make_context(
        words, [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH
    )
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    return "```text\n" + "\n".join(lines).strip() + "\n```\n"


def _scores() -> str:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    lines = ["| Data | Measured on | Measure | Not below |", "|---|---|---|---:|"]
    for name, entry in floors.items():
        coded = {} if "files" in entry else entry["overall"]  # files: of measures
        for measure, value in coded.items():
            lines.append(f"| {name} | {entry['measured_on']} | `{measure}` | {value:.2f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for page, words in pages().items():
        page.write_text(words, encoding="utf-8")
