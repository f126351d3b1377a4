"""Run by the crash tests: reads a folder into a store, telling each step on a line.

Usage: read_until_killed.py FOLDER STORE
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from multipole.pipeline import reading as pipeline
from multipole.store import open_store


def tell(step: str, done: int, total: int) -> None:
    print(step, done, total, flush=True)


def main(folder: str, path: str) -> None:
    pipeline.CODED_AT_ONCE = 1
    with open_store(Path(path), create=True) as store:
        pipeline.read_into(
            store, [Path(folder)], now=datetime(2030, 1, 1, tzinfo=UTC), progress=tell
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
