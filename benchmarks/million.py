"""A million sentences, read by a program that is killed again and again and goes on.

    python benchmarks/million.py                       # 1,000,000 sentences: hours
    python benchmarks/million.py --sentences 100000
    python benchmarks/million.py --coder rules --kills 10 --seed 3

Invented reports (``own_text.py``) are read into one store by a process that is killed (SIGKILL) at
random moments and started anew. At the end: how many reports are coded, whether a last run finds
anything left to do, whether a sample of the reports has the claims of a reading that nobody
killed, seconds, peak memory of the processes, size of the store.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from own_text import write_reports

ROOT: Final = Path(__file__).resolve().parent.parent
WEIGHTS: Final = ROOT / "src/multipole/claims/data/type"
NOW: Final = datetime(2025, 1, 1, tzinfo=UTC)
WHOLE: Final = 1_000_000
SAMPLE: Final = 40


def main() -> None:
    """Run and print."""
    asked = _arguments()
    if asked.child:
        _read(asked.child, asked)
        return
    with tempfile.TemporaryDirectory(prefix="multipole-million-", dir=asked.place) as folder:
        found = _run(Path(folder), asked)
    print(json.dumps(found, indent=1))
    left = WHOLE / asked.sentences * found["processor_seconds"] / 3600
    if asked.sentences != WHOLE:
        print(f"a million at this pace: {left:.1f} hours of one processor")


def _run(place: Path, asked: argparse.Namespace) -> dict[str, Any]:
    reports = write_reports(place / "own.jsonl", asked.sentences)
    rng, peaks, killed, began = random.Random(asked.seed), list[int](), 0, time.monotonic()
    spent = 0.0
    while True:
        after = rng.uniform(*asked.between) if killed < asked.kills else None
        ended, peak, seconds = _start(place, asked, after)
        peaks.append(peak)
        spent += seconds
        print(f"{time.monotonic() - began:.0f} s: {_coded(place)} coded", file=sys.stderr)
        if ended:
            break
        killed += 1
    clock = time.monotonic() - began
    _, _, again = _start(place, asked, None)
    return {
        "sentences": asked.sentences,
        "reports": reports,
        "coded": _coded(place),
        "killed": killed,
        "as_never_killed": _same(place, asked),
        "clock_seconds": round(clock),
        "processor_seconds": round(spent),
        "last_run_seconds": round(again, 1),
        "peak_mb": max(peaks) // 1024,
        "store_mb": (place / "own.duckdb").stat().st_size // 2**20,
    }


def _start(place: Path, asked: argparse.Namespace, after: float | None) -> tuple[bool, int, float]:
    """Read until done, or for ``after`` seconds; whether done, peak kB, processor seconds."""
    words = [sys.executable, __file__, "--child", str(place), "--weights", str(asked.weights)]
    words += ["--coder", asked.coder]
    child = subprocess.Popen(words)
    until = time.monotonic() + after if after else None
    while until is None or time.monotonic() < until:
        done, status, used = os.wait4(child.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.2)
    else:
        child.kill()
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, -9):
        sys.exit(f"the reading ended with code {child.returncode}")
    return child.returncode == 0, used.ru_maxrss, used.ru_utime + used.ru_stime


def _read(place: Path, asked: argparse.Namespace) -> None:
    from multipole.pipeline import read_into
    from multipole.store import open_store

    with open_store(place / "own.duckdb", create=True) as store:
        read_into(store, [place / "own.jsonl"], now=NOW, types=_types(asked))


def _types(asked: argparse.Namespace) -> Path | None:
    return asked.weights if asked.coder == "types" and asked.weights.is_dir() else None


def _coded(place: Path) -> int:
    from multipole.store import open_store

    if not (place / "own.duckdb").exists():
        return 0
    with open_store(place / "own.duckdb", read_only=True) as store:
        return store.documents()["status"].to_pylist().count("coded")


def _same(place: Path, asked: argparse.Namespace) -> bool:
    """Whether the first reports have the claims of a reading by themselves."""
    from multipole.pipeline import read_into
    from multipole.store import open_store

    few = place / "few.jsonl"
    with (place / "own.jsonl").open(encoding="utf-8") as file:
        few.write_text("".join(line for line, _ in zip(file, range(SAMPLE), strict=False)))
    with open_store(place / "few.duckdb", create=True) as store:
        read_into(store, [few], now=NOW, types=_types(asked))
        alone = {c["id"] for c in store.claims(all=True).to_pylist()}
        wanted = set(store.documents()["id"].to_pylist())
    with open_store(place / "own.duckdb", read_only=True) as store:
        rows = store.claims(all=True).select(["id", "document"]).to_pylist()
    return alone == {row["id"] for row in rows if row["document"] in wanted} and bool(alone)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sentences", type=int, default=WHOLE)
    parser.add_argument("--coder", choices=("types", "rules"), default="types")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--kills", type=int, default=5, help="how often it is killed (5)")
    parser.add_argument(
        "--between", type=float, nargs=2, default=(20.0, 120.0), help="seconds before each kill"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--place", type=Path, help="where the store is made (a folder)")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
