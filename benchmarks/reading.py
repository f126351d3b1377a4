"""Words a second of the whole reading, beside the bare parser on the same text in the same run.

    python benchmarks/reading.py                      # 24 speeches, medians of 3 rounds
    python benchmarks/reading.py --full --rounds 1    # all 162
    python benchmarks/reading.py --sample             # the reports in examples/

Four ways take turns in each round, so that a busy machine slows all of them:

``bare, documents``    spaCy's ``nlp.pipe`` fed whole documents
``bare, paragraphs``   the same, fed the parts that multipole reads, one by one
``read, 1 process``    multipole: files -> store with sentences, mentions, claims, events
``read, 2 processes``  the same with ``processes=2``, their start and model loading included

All but the last are held to one processor where the system allows it, and the numeric libraries to
one thread. The ratio is that of ``read, 1 process`` to the faster of the two bare ways. Words are
counted once, by white space, in what multipole reads (titles, body, captions).
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import os
import pstats
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
ROOT: Final = Path(__file__).resolve().parent.parent
SPEECHES: Final = "data/text/ungdc_CHN_RUS_USA_1971_2024.jsonl"
NOW: Final = datetime(2025, 1, 1, tzinfo=UTC)
NAMES: Final = {"CHN": "China", "RUS": "Russia", "USA": "United States"}
TOP: Final = 25


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    if any(os.environ.get(name) != "1" for name in THREADS):
        os.environ.update(dict.fromkeys(THREADS, "1"))
        os.execv(sys.executable, [sys.executable, *sys.argv])  # before numpy is loaded
    with tempfile.TemporaryDirectory(prefix="multipole-bench-") as folder:
        place = Path(folder)
        sources = _sources(asked, place)
        if asked.only_read:
            _read(sources, place, 1)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            return
        if asked.profile:
            _profile(sources, place, asked.profile)
            return
        _report(_measure(sources, place, asked), asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--full", action="store_true", help="all speeches")
    parser.add_argument("--speeches", type=int, default=24, help="how many speeches (24)")
    parser.add_argument("--sample", action="store_true", help="examples/ in place of speeches")
    parser.add_argument("--rounds", type=int, default=3, help="median of so many rounds (3)")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--profile", type=Path, help="only profile one reading into this file")
    parser.add_argument("--only-read", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _sources(asked: argparse.Namespace, place: Path) -> list[Path]:
    """The reports to be read; speeches are spread evenly over states and years."""
    if asked.sample:
        return [ROOT / "examples"]
    shared = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared"))
    origin = shared / SPEECHES
    if not origin.exists():
        sys.exit(f"There is no {origin}. Set MULTIPOLE_SHARED, or use --sample.")
    rows = [json.loads(line) for line in origin.read_text(encoding="utf-8").splitlines()]
    wanted = len(rows) if asked.full else min(asked.speeches, len(rows))
    chosen = [rows[i * len(rows) // wanted] for i in range(wanted)]
    target = place / "speeches.jsonl"
    target.write_text("".join(json.dumps(_speech(row)) + "\n" for row in chosen), encoding="utf-8")
    return [target]


def _speech(row: dict[str, Any]) -> dict[str, str]:
    title = f"{NAMES[row['iso3']]} in the General Debate of session {row['session']}"
    return {"text": row["text"], "date": f"{row['year']}-09-25", "title": title, "outlet": "UN"}


def _measure(sources: list[Path], place: Path, asked: argparse.Namespace) -> dict[str, Any]:
    from multipole.core.types import READ_PARTS, Document
    from multipole.documents import read_paths
    from multipole.evidence import load_model

    model = load_model()
    found = [x[0] for x in read_paths(sources, now=NOW) if isinstance(x, tuple)]
    documents: list[Document] = [d for d in found if d.language == "en"]
    parts = [[d.text[p.start : p.end] for p in d.parts if p.kind in READ_PARTS] for d in documents]
    whole = ["\n\n".join(own) for own in parts]
    pieces = [piece for own in parts for piece in own]
    words = sum(len(piece.split()) for piece in pieces)
    ways: dict[str, Callable[[], None]] = {
        "bare, documents": lambda: _parse(model.nlp, whole),
        "bare, paragraphs": lambda: _parse(model.nlp, pieces),
        "read, 1 process": lambda: _read(sources, place, 1),
        "read, 2 processes": lambda: _read(sources, place, 2),
    }
    _warm(model.nlp, pieces, place)
    seconds = _rounds(ways, asked.rounds)
    return _figures(seconds, words, len(documents), model.name) | {"peak_mb": _peak(asked)}


def _warm(nlp: Any, pieces: list[str], place: Path) -> None:
    """Load every module and table once, so that no way pays for the first use."""
    _parse(nlp, pieces[:50])
    small = place / "warm.txt"
    small.write_text("\n\n".join(pieces[:5]), encoding="utf-8")
    _read([small], place, 1)


def _parse(nlp: Any, texts: list[str]) -> None:
    for _ in nlp.pipe(texts, batch_size=64 if len(texts) > 200 else 4):
        pass


def _read(sources: list[Path], place: Path, processes: int) -> None:
    from multipole.pipeline import read_into
    from multipole.store import open_store

    target = place / f"bench-{time.monotonic_ns()}.duckdb"
    with open_store(target, create=True) as store:
        read_into(store, sources, now=NOW, processes=processes)
    target.unlink()


def _rounds(ways: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name, way in ways.items():
            with _processors(None if "2 processes" in name else 1):
                began = time.perf_counter()
                way()
                seconds[name].append(time.perf_counter() - began)
            print(f"round {turn + 1}, {name}: {seconds[name][-1]:.1f} s", file=sys.stderr)
    return seconds


@contextmanager
def _processors(count: int | None) -> Iterator[None]:
    """Hold this process to ``count`` processors where the system can."""
    if count is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[:count]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _figures(
    seconds: dict[str, list[float]], words: int, documents: int, model: str
) -> dict[str, Any]:
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    bare = min(medians["bare, documents"], medians["bare, paragraphs"])
    return {
        "documents": documents,
        "words": words,
        "model": model,
        "seconds": {name: round(taken, 2) for name, taken in medians.items()},
        "words_per_second": {name: round(words / taken) for name, taken in medians.items()},
        "read_to_bare": round(bare / medians["read, 1 process"], 3),
        "two_to_one": round(medians["read, 1 process"] / medians["read, 2 processes"], 3),
        "load": [round(x, 2) for x in os.getloadavg()],
        "processors": os.cpu_count(),
    }


def _peak(asked: argparse.Namespace) -> int:
    """Peak memory in MB of one reading in a process of its own."""
    words = [sys.executable, __file__, "--only-read", "--speeches", str(asked.speeches)]
    words += ["--full"] * asked.full + ["--sample"] * asked.sample
    out = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    unit = 1 if sys.platform == "darwin" else 1024
    return int(out.split()[-1]) * unit // 2**20


def _profile(sources: list[Path], place: Path, target: Path) -> None:
    from multipole.evidence import load_model

    _warm(load_model().nlp, ["China and Russia signed a treaty on 3 March 2021."] * 9, place)
    profile = cProfile.Profile()
    profile.runcall(_read, sources, place, 1)
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out).strip_dirs()
    stats.sort_stats("tottime").print_stats(TOP)
    stats.sort_stats("cumulative").print_stats(2 * TOP)
    target.write_text(out.getvalue(), encoding="utf-8")


def _report(found: dict[str, Any], asked: argparse.Namespace) -> None:
    print(f"\n{found['documents']} documents, {found['words']:,} words, {found['model']}\n")
    print("| way | seconds | words a second |\n|---|---:|---:|")
    for name, taken in found["seconds"].items():
        print(f"| {name} | {taken:.1f} | {found['words_per_second'][name]:,} |")
    print(f"\nread to bare, one processor: {found['read_to_bare']:.2f} (at least 0.60 wanted)")
    print(f"two processes to one: {found['two_to_one']:.2f} (near 2 wanted)")
    print(f"peak memory of one reading: {found['peak_mb']} MB")
    print(f"load of the machine at the end: {found['load']} on {found['processors']} processors")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
