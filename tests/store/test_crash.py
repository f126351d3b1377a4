"""A process killed while it writes loses nothing that was finished, and the next one goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from multipole.store import open_store

WRITER = Path(__file__).with_name("writer.py")
DOCUMENTS = 8
CLAIMS_EACH = 200

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def start(path: Path) -> subprocess.Popen[str]:
    args = [sys.executable, str(WRITER), str(path), str(DOCUMENTS)]
    return subprocess.Popen(args, stdout=subprocess.PIPE, text=True)


def killed(path: Path, *, after: int, seconds: float) -> int:
    """Start a writer, kill it ``seconds`` after its line ``after``; how many it had finished."""
    with start(path) as process:
        assert process.stdout is not None
        done = 0
        while done < after and process.stdout.readline():
            done += 1
        time.sleep(seconds)
        process.kill()
        return done + len(process.stdout.readlines())


def finish(path: Path) -> None:
    with start(path) as process:
        process.communicate()
    assert process.returncode == 0


def test_killed_writers_leave_whole_transactions_and_the_last_one_finishes(tmp_path: Path) -> None:
    path, draw = tmp_path / "cut.duckdb", random.Random(3)
    finished = 0
    for after in (0, 1, 3):
        seconds = draw.uniform(0.3, 0.6) if after == 0 else draw.uniform(0, 0.05)
        finished = max(finished, killed(path, after=after, seconds=seconds))
        if not path.exists():
            continue
        with open_store(path, read_only=True) as store:
            assert store.verify() == []
            counts = store.counts()
            assert counts["documents"] >= finished
            assert counts["claims"] == counts["spans"] == counts["documents"] * CLAIMS_EACH
            assert store.pending("rules/1") == []
    finish(path)
    finish(tmp_path / "whole.duckdb")
    for name in ("cut", "whole"):
        with open_store(tmp_path / f"{name}.duckdb") as store:
            assert store.counts()["events"] == DOCUMENTS * CLAIMS_EACH
            store.export_parquet(tmp_path / name)
    for file in (tmp_path / "cut").iterdir():
        assert file.read_bytes() == (tmp_path / "whole" / file.name).read_bytes()
