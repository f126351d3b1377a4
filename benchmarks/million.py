"""A million sentences, read by a program that is killed again and again and goes on.

    python benchmarks/million.py                       # 1,000,000 sentences: an hour and more
    python benchmarks/million.py --sentences 20000 --longest 5000 --whole
    python benchmarks/million.py --coder rules --kills 10 --seed 3

Invented reports of short sentences (``short_text.py``), one of them very long, are read into one
store by a process that is killed (SIGKILL) at random moments and started anew. At the end: how many
reports are coded, whether a last run finds anything left to do, whether reports have the claims of
a reading that nobody killed (a sample of them; with ``--whole`` all, and events and judgements,
too), digests of what the store holds, seconds, peak memory of the processes, size of the store;
and for each start the memory that it held after so many sentences, and its seconds by then.
"""

from __future__ import annotations

import argparse
import hashlib
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

from short_text import EACH, write_reports

ROOT: Final = Path(__file__).resolve().parent.parent
WEIGHTS: Final = ROOT / "src/multipole/claims/data/type"
NOW: Final = datetime(2025, 1, 1, tzinfo=UTC)
WHOLE: Final = 1_000_000
SAMPLE: Final = 400
#: Memory is told after so many reports: 10,000 sentences.
STEP: Final = 10_000 // EACH
#: Columns that tell one reading from another, not what was read.
APART: Final = ("run", "at", "fetched_at", "path")


def main() -> None:
    """Run and print."""
    asked = _arguments()
    if asked.child:
        _read(asked.child, asked)
        return
    with tempfile.TemporaryDirectory(prefix="multipole-million-", dir=asked.place) as folder:
        found = _run(Path(folder), asked)
    print(json.dumps(found, indent=1))


def _run(place: Path, asked: argparse.Namespace) -> dict[str, Any]:
    reports = write_reports(
        place / "own.jsonl", asked.sentences, share=asked.share, longest=asked.longest
    )
    rng, peaks, killed, began = random.Random(asked.seed), list[int](), 0, time.monotonic()
    spent = 0.0
    while True:
        after = rng.uniform(*asked.between) if killed < asked.kills else None
        ended, peak, seconds = _start(place, asked, after)
        peaks.append(peak)
        spent += seconds
        print(f"{time.monotonic() - began:.0f} s: {_reached(place)}", file=sys.stderr, flush=True)
        if ended:
            break
        killed += 1
    clock = time.monotonic() - began
    _, again_peak, again = _start(place, asked, None)
    return {
        "sentences": asked.sentences,
        "share_of_two_actors": asked.share,
        "longest_report": asked.longest,
        "reports": reports,
        **_held(place / "own.duckdb"),
        "killed": killed,
        "as_never_killed": _same(place, asked),
        "clock_seconds": round(clock),
        "processor_seconds": round(spent),
        "sentences_a_second": round(asked.sentences / spent),
        "last_run_seconds": round(again, 1),
        "peak_mb": max(*peaks, again_peak) // 1024,
        "starts": _starts(place / "steps.log"),
        "store_mb": (place / "own.duckdb").stat().st_size // 2**20,
    }


def _start(place: Path, asked: argparse.Namespace, after: float | None) -> tuple[bool, int, float]:
    """Read until done, or for ``after`` seconds; whether done, peak kB, processor seconds.

    Seconds are of the processor where the system tells them: on a busy machine nothing is read in
    many of the clock's.
    """
    words = [sys.executable, __file__, "--child", str(place), "--weights", str(asked.weights)]
    words += ["--coder", asked.coder]
    child = subprocess.Popen(words)
    began = time.monotonic()
    while after is None or _spent(child.pid, began) < after:
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


def _spent(pid: int, began: float) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.monotonic() - began
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _read(place: Path, asked: argparse.Namespace) -> None:
    from multipole.pipeline import read_into
    from multipole.store import open_store

    def tell(step: str, done: int, total: int) -> None:
        row = [step, done, total, round(time.process_time(), 1), _resident()]
        print(json.dumps(row), file=log, flush=True)

    with (
        (place / "steps.log").open("a") as log,
        open_store(place / "own.duckdb", create=True) as store,
    ):
        tell("start", 0, 0)
        read_into(store, [place / "own.jsonl"], now=NOW, types=_types(asked), progress=tell)


def _resident() -> int:
    """Memory held now in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _starts(log: Path) -> list[dict[str, Any]]:
    """Of each start: reports coded, and at each `STEP` of them sentences, seconds and MB."""
    found: list[dict[str, Any]] = []
    for line in log.read_text().splitlines():
        step, done, _, seconds, held = json.loads(line)
        if step == "start":
            found.append({"coded": 0, "sentences_seconds_mb": []})
        elif step == "code":
            reached = found[-1]["sentences_seconds_mb"]
            if done >= STEP * (len(reached) + 1):
                reached.append([done * EACH, seconds, held])
            found[-1]["coded"] = done
    return found


def _types(asked: argparse.Namespace) -> Path | None:
    return asked.weights if asked.coder == "types" and asked.weights.is_dir() else None


def _reached(place: Path) -> str:
    """How far it has come, in words."""
    from multipole.store import open_store

    if not (place / "own.duckdb").exists():
        return "nothing stored"
    with open_store(place / "own.duckdb") as store:
        coded = store.documents()["status"].to_pylist().count("coded")
        return f"{coded} coded, " + json.dumps({n: k for n, k in store.counts().items() if k})


def _held(path: Path) -> dict[str, Any]:
    """What a store holds: how many of each, and the digests of what does not name its run."""
    from multipole.store import open_store, queries

    with open_store(path, read_only=True) as store:
        counts = store.counts()
        names = ("documents", "sentences", "mentions", "claims", "events")
        found: dict[str, Any] = {name: counts[name] for name in names}
        found["coded"] = store.documents()["status"].to_pylist().count("coded")
        for name in ("sentences", "mentions", "claims", "event_claims"):
            told = hashlib.sha256()
            for chunk in queries.chunks(store._database, name):
                kept = [n for n in chunk.column_names if n not in APART]
                for row in zip(*(chunk[n].to_pylist() for n in kept), strict=True):
                    told.update(repr(row).encode())
            found[f"{name}_digest"] = told.hexdigest()[:16]
    return found


def _same(place: Path, asked: argparse.Namespace) -> bool:
    """Whether reports have the claims of a reading that nobody killed: the first ones, or all."""
    from multipole.pipeline import read_into
    from multipole.store import open_store

    few = place / "few.jsonl"
    many = 10**9 if asked.whole else SAMPLE
    with (place / "own.jsonl").open(encoding="utf-8") as file:
        lines = [line for line, _ in zip(file, range(many), strict=False)]
        few.write_text("".join(lines if asked.whole else lines[bool(asked.longest) :]))
    with open_store(place / "few.duckdb", create=True) as store:
        read_into(store, [few], now=NOW, types=_types(asked))
        alone = {c["id"] for c in store.claims(all=True).to_pylist()}
        wanted = set(store.documents()["id"].to_pylist())
    if asked.whole:
        return _held(place / "few.duckdb") == _held(place / "own.duckdb")
    with open_store(place / "own.duckdb", read_only=True) as store:
        rows = store.claims(all=True).select(["id", "document"]).to_pylist()
    return alone == {row["id"] for row in rows if row["document"] in wanted} and bool(alone)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sentences", type=int, default=WHOLE)
    parser.add_argument("--share", type=float, default=0.05, help="that name two states (0.05)")
    parser.add_argument("--longest", type=int, default=50_000, help="sentences of one report")
    parser.add_argument("--whole", action="store_true", help="compare with all read unkilled")
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
