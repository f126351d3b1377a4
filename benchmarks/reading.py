"""Words a second of the whole reading, beside the bare parser on the same text in the same run.

    python benchmarks/reading.py                      # 24 speeches, medians of 3 rounds
    python benchmarks/reading.py --full --rounds 1    # all 162
    python benchmarks/reading.py --sample             # the reports in examples/
    python benchmarks/reading.py --own 2000           # so many invented sentences
    python benchmarks/reading.py --coder rules        # without the type model
    python benchmarks/reading.py --torch PYTHON --encoder FOLDER  # beside: in torch, unbatched

The ways take turns in each round, so that a busy machine slows all of them:

``bare, documents``    spaCy's ``nlp.pipe`` fed whole documents
``bare, paragraphs``   the same, fed the parts that multipole reads, one by one
``read, rules``        multipole: files -> store with sentences, mentions, claims, events
``read, types``        the same with the type model; left out where its weights are not there
``read, 2 processes``  the last of these with ``processes=2``, their start and loading included

All but the last are held to one processor where the system allows it, and the numeric libraries to
one thread. Seconds are those of the processor, which other work on the machine hardly changes; of
the last they are those of the clock. Ratios are to the faster of the two bare ways, round by round,
then the median. Words are counted once, by white space, in what multipole reads (titles, body,
captions).
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
from functools import partial
from pathlib import Path
from typing import Any, Final

from own_text import write_reports

THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
ROOT: Final = Path(__file__).resolve().parent.parent
SPEECHES: Final = "data/text/ungdc_CHN_RUS_USA_1971_2024.jsonl"
NOW: Final = datetime(2025, 1, 1, tzinfo=UTC)
NAMES: Final = {"CHN": "China", "RUS": "Russia", "USA": "United States"}
TOP: Final = 25
WEIGHTS: Final = ROOT / "src/multipole/claims/data/type"
WANTED: Final = {"read, rules": 0.6, "read, types": 0.4}


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
            _read(sources, place, 1, asked.weights if asked.coder == "types" else None)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            return
        if asked.profile:
            _profile(sources, place, asked)
            return
        _report(_measure(sources, place, asked), asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--full", action="store_true", help="all speeches")
    parser.add_argument("--speeches", type=int, default=24, help="how many speeches (24)")
    parser.add_argument("--sample", action="store_true", help="examples/ in place of speeches")
    parser.add_argument("--own", type=int, help="so many invented sentences in place of speeches")
    parser.add_argument("--coder", choices=("types", "rules"), default="types")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the type model")
    parser.add_argument("--torch", type=Path, help="a Python with torch, to run its network too")
    parser.add_argument("--encoder", type=Path, help="with --torch: the published encoder's folder")
    parser.add_argument("--rounds", type=int, default=3, help="median of so many rounds (3)")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--profile", type=Path, help="only profile one reading into this file")
    parser.add_argument("--only-read", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _sources(asked: argparse.Namespace, place: Path) -> list[Path]:
    """The reports to be read; speeches are spread evenly over states and years."""
    if asked.sample:
        return [ROOT / "examples"]
    if asked.own:
        write_reports(place / "own.jsonl", asked.own)
        return [place / "own.jsonl"]
    shared = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared"))
    origin = shared / SPEECHES
    if not origin.exists():
        sys.exit(f"There is no {origin}. Set MULTIPOLE_SHARED, or use --sample or --own.")
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
    means = _means(asked)
    ways: dict[str, Callable[[], None]] = {
        "bare, documents": lambda: _parse(model.nlp, whole),
        "bare, paragraphs": lambda: _parse(model.nlp, pieces),
    }
    for name, types in means.items():
        ways[f"read, {name}"] = partial(_read, sources, place, 1, types)
    best = list(means.values())[-1]
    ways["read, 2 processes"] = partial(_read, sources, place, 2, best)
    _warm(model.nlp, pieces, place, best)
    seconds = _rounds(ways, asked.rounds)
    found = _figures(seconds, words, len(documents), model.name)
    found["peak_mb"] = {name: _peak(asked, name) for name in means}
    return found | (_typed_alone(sources, place, asked) if best else {})


def _means(asked: argparse.Namespace) -> dict[str, Path | None]:
    """The coders that are measured, by name: the folder of the type model, None for rules."""
    there = asked.coder == "types" and asked.weights.is_dir()
    return {"rules": None} | ({"types": asked.weights} if there else {})


def _typed_alone(sources: list[Path], place: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Seconds of the type model alone on the sentences that reach it, and of torch unbatched."""
    from multipole.claims.marked import sign
    from multipole.claims.type_model import encode, load_types
    from multipole.pipeline import reading

    model, met = load_types(asked.weights), list[Any]()

    class Recorder:
        name = model.name

        def predict(self, sentences: Any) -> Any:
            met.extend(sentences)
            return model.predict(sentences)

    before, reading.load_types = reading.load_types, lambda _: Recorder()
    try:
        _read(sources, place, 1, asked.weights)
    finally:
        reading.load_types = before
    with _processors(1):
        began = time.process_time()
        model.predict(met)
        found = {"typed": len(met), "typed_seconds": round(time.process_time() - began, 2)}
        if asked.torch:
            codes = [encode(model.tokenizer, sign(s)) for s in met]
            pieces = place / "pieces.json"
            rows = [(c.ids, (c.sender_at, c.receiver_at)) for c in codes]
            pieces.write_text(json.dumps(rows), encoding="utf-8")
            script = Path(__file__).with_name("typing_torch.py")
            way = [asked.torch, script, pieces, asked.encoder, asked.weights / "type.json"]
            out = subprocess.run(way, check=True, stdout=subprocess.PIPE)
            found["torch_seconds"] = round(float(out.stdout.split()[-1]), 2)
    return found


def _warm(nlp: Any, pieces: list[str], place: Path, types: Path | None) -> None:
    """Load every module and table once, so that no way pays for the first use."""
    _parse(nlp, pieces[:50])
    small = place / "warm.txt"
    small.write_text("\n\n".join(pieces[:5]), encoding="utf-8")
    _read([small], place, 1, types)


def _parse(nlp: Any, texts: list[str]) -> None:
    for _ in nlp.pipe(texts, batch_size=64 if len(texts) > 200 else 4):
        pass


def _read(sources: list[Path], place: Path, processes: int, types: Path | None) -> None:
    from multipole.pipeline import read_into
    from multipole.store import open_store

    target = place / f"bench-{time.monotonic_ns()}.duckdb"
    with open_store(target, create=True) as store:
        read_into(store, sources, now=NOW, processes=processes, types=types)
    target.unlink()


def _rounds(ways: dict[str, Callable[[], None]], rounds: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name, way in ways.items():
            with _processors(None if "2 processes" in name else 1):
                clock = time.perf_counter if "2 processes" in name else time.process_time
                began = clock()
                way()
                seconds[name].append(clock() - began)
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
    bare = [min(a, b) for a, b in zip(*list(seconds.values())[:2], strict=True)]
    one = {name: taken for name, taken in seconds.items() if name in ("read, rules", "read, types")}
    ratios = {
        name: statistics.median(b / t for b, t in zip(bare, taken, strict=True))
        for name, taken in one.items()
    }
    return {
        "documents": documents,
        "words": words,
        "model": model,
        "seconds": {name: round(taken, 2) for name, taken in medians.items()},
        "words_per_second": {name: round(words / taken) for name, taken in medians.items()},
        "read_to_bare": {name: round(ratio, 3) for name, ratio in ratios.items()},
        "load": [round(x, 2) for x in os.getloadavg()],
        "processors": os.cpu_count(),
    }


def _peak(asked: argparse.Namespace, coder: str) -> int:
    """Peak memory in MB of one reading in a process of its own."""
    words = [sys.executable, __file__, "--only-read", "--speeches", str(asked.speeches)]
    words += ["--full"] * asked.full + ["--sample"] * asked.sample
    words += ["--own", str(asked.own)] if asked.own else []
    words += ["--coder", coder, "--weights", str(asked.weights)]
    out = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    unit = 1 if sys.platform == "darwin" else 1024
    return int(out.split()[-1]) * unit // 2**20


def _profile(sources: list[Path], place: Path, asked: argparse.Namespace) -> None:
    from multipole.evidence import load_model

    types = list(_means(asked).values())[-1]
    _warm(load_model().nlp, ["China and Russia signed a treaty on 3 March 2021."] * 9, place, types)
    profile = cProfile.Profile()
    profile.runcall(_read, sources, place, 1, types)
    out = io.StringIO()
    stats = pstats.Stats(profile, stream=out).strip_dirs()
    stats.sort_stats("tottime").print_stats(TOP)
    stats.sort_stats("cumulative").print_stats(2 * TOP)
    asked.profile.write_text(out.getvalue(), encoding="utf-8")


def _report(found: dict[str, Any], asked: argparse.Namespace) -> None:
    print(f"\n{found['documents']} documents, {found['words']:,} words, {found['model']}\n")
    print("| way | seconds | words a second |\n|---|---:|---:|")
    for name, taken in found["seconds"].items():
        print(f"| {name} | {taken:.1f} | {found['words_per_second'][name]:,} |")
    for name, ratio in found["read_to_bare"].items():
        print(f"\n{name} to bare, one processor: {ratio:.2f} (at least {WANTED[name]} wanted)")
    peaks = ", ".join(f"{name} {peak} MB" for name, peak in found["peak_mb"].items())
    print(f"peak memory of one reading: {peaks} (under 1,500 wanted)")
    if "typed" in found:
        print(f"type model on its {found['typed']:,} sentences: {found['typed_seconds']:.1f} s")
    if "torch_seconds" in found:
        print(f"the network in torch, one sentence at a time: {found['torch_seconds']:.1f} s")
    print(f"load of the machine at the end: {found['load']} on {found['processors']} processors")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
