"""Write docs/cli.md from the help texts of the command line: ``python docs/write_cli.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from multipole.apps.cli import app

PAGE = Path(__file__).parent / "cli.md"
WIDTH = 88
HEAD = """# The command line

This page is made from the help texts by `make docs`; a test fails when it lags behind them.

Every command that asks prints a table, and takes `--json`, `--csv` or `--parquet FILE` in its
place. Exit codes: 0 done, 1 nothing found of what was named, 2 wrong use or unreadable input,
130 stopped from the keyboard.
"""


def page() -> str:
    """The whole page."""
    group: Any = typer.main.get_command(app)
    parts = [HEAD, _help(group, "multipole")]
    for name, command in group.commands.items():
        parts += [f"## {name}\n", _help(command, f"multipole {name}")]
    return "\n".join(parts)


def _help(command: Any, words: str) -> str:
    context = command.make_context(
        words, [], resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH
    )
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    return "```text\n" + "\n".join(lines).strip() + "\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
