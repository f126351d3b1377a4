"""Run by the test of killed adding: adds a folder of long tables, telling each file on a line.

Usage: add_until_killed.py FOLDER STORE
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from multipole.pipeline import add_source
from multipole.store import open_store


def tell(step: str, done: int, total: int) -> None:
    print(step, done, total, flush=True)


def main(folder: str, path: str) -> None:
    with open_store(Path(path), create=True) as store:
        now = datetime(2030, 1, 1, tzinfo=UTC)
        add_source(store, "long_table", [Path(folder)], now=now, progress=tell)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
