"""Rows of coded events a second, beside `pandas.read_csv` of the same file in the same run.

    python benchmarks/events.py                      # 20 million rows, made and deleted
    python benchmarks/events.py --rows 2000000       # a smaller file
    python benchmarks/events.py --file 20150218.csv  # a file of your own
    python benchmarks/events.py --profile out.txt    # only where the reader's time goes

Each way runs in a process of its own, so that its peak memory is its own, on one processor (or
``--processors``) where the system allows it. The ways take turns in each round; medians are given:

``read``           multipole's reader: recognised, checked, coded, actors of the day
``store``          the same into an empty store (``multipole.pipeline.add_source``)
``pandas, text``   ``pandas.read_csv`` in chunks, the same twelve columns as text, nothing checked
``pandas, typed``  the same with numbers as numbers (CAMEO codes lose their zeros) and days parsed

The file is invented: codes, actors, places and lengths as common as in GDELT 2.0, from a seed.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

ROWS: Final = 20_000_000
SEED: Final = 20150218
PIECE: Final = 250_000
COLUMNS: Final = (0, 1, 5, 7, 15, 17, 26, 30, 31, 53, 59, 60)
DAYS: Final = (1, 59)
STORE_FROM: Final = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Measure and print."""
    asked = _arguments()
    if asked.way == "make":
        _make(asked.file, asked.rows)
        return
    if asked.way:
        _alone(asked)
        return
    with tempfile.TemporaryDirectory(prefix="multipole-bench-", dir=asked.folder) as folder:
        file = asked.file or _made(Path(folder) / "events.csv", asked.rows)
        if asked.profile:
            _profile(file, asked.profile)
            return
        _report(_measure(file, asked), asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=ROWS, help="rows to make (20 million)")
    parser.add_argument("--file", type=Path, help="read this GDELT 2.0 file instead")
    parser.add_argument("--folder", type=Path, help="where to make the file (the system's place)")
    parser.add_argument("--rounds", type=int, default=1, help="median of so many rounds (1)")
    parser.add_argument("--processors", type=int, default=1, help="for each way (1)")
    parser.add_argument("--only", nargs="*", choices=WAYS, help="only these ways")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--profile", type=Path, help="only profile one reading into this file")
    parser.add_argument("--way", choices=(*WAYS, "make"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _made(target: Path, rows: int) -> Path:
    """The file, made by a process of its own: a child's peak memory begins at its parent's."""
    words = [sys.executable, __file__, "--way", "make", "--file", str(target), "--rows", str(rows)]
    subprocess.run(words, check=True)
    return target


def _make(target: Path, rows: int) -> None:
    """A synthetic GDELT 2.0 file, written in pieces."""
    rng = np.random.default_rng(SEED)
    began = time.perf_counter()
    with target.open("wb") as stream:
        for first in range(0, rows, PIECE):
            piece = _piece(rng, first, min(PIECE, rows - first))
            piece.write_csv(stream, separator="\t", include_header=False, quote_style="never")
    size = target.stat().st_size
    taken = time.perf_counter() - began
    print(f"made {rows:,} rows, {size / 2**30:.2f} GB, in {taken:.0f} s", file=sys.stderr)


def _piece(rng: np.random.Generator, first: int, size: int) -> pl.DataFrame:
    """Rows of 61 columns in GDELT's order."""
    day = date(2015, 2, 18) + timedelta(days=first // 200_000)
    codes, goldstein, root = _acts(rng, size)
    actors = [_actors(rng, size, share) for share in (0.10, 0.28)]
    places = [_places(rng, size, share) for share in (0.12, 0.30, 0.03)]
    story = rng.integers(0, max(size // 4, 1), size) + first
    columns: list[pl.Series | pl.Expr] = [
        pl.Series(np.arange(size) + 410_412_347 + first),
        *_days(rng, size, day),
        *(column for actor in actors for column in actor),
        pl.Series(rng.integers(0, 2, size)),
        codes, codes.str.head(3), root,
        pl.Series(rng.integers(1, 5, size)),
        goldstein,
        *(pl.Series(rng.geometric(0.25, size)) for _ in range(3)),
        pl.Series(rng.normal(-2, 3.5, size).round(12)),
        *(column for place in places for column in place),
        pl.Series([f"{day:%Y%m%d}230000"]).new_from_index(0, size),
        _urls(rng, story),
    ]  # fmt: skip
    named = [column.alias(f"c{i}") for i, column in enumerate(columns)]
    return pl.DataFrame(named)


def _acts(rng: np.random.Generator, size: int) -> tuple[pl.Series, pl.Series, pl.Series]:
    from multipole.sources.events.cameo import CAMEO

    leaves = [code for code in CAMEO.values() if len(code.code) > 2]
    common = {"04": 30.0, "01": 14.0, "02": 8.0, "05": 9.0, "03": 7.0, "11": 6.0, "17": 6.0}
    weights = np.array([common.get(c.code[:2], 2.0) / 4 ** (len(c.code) - 3) for c in leaves])
    chosen = rng.choice(len(leaves), size, p=weights / weights.sum())
    texts = pl.Series([c.code for c in leaves])[chosen]
    return texts, pl.Series([c.goldstein for c in leaves])[chosen], texts.str.head(2)


def _actors(rng: np.random.Generator, size: int, blank: float) -> list[pl.Series]:
    """The ten columns of an actor."""
    from multipole.actors.tables import states

    ids = [row.id for row in states() if row.life.end is None]
    roles = ("", "", "", "GOV", "MIL", "MED", "BUS", "COP", "EDU", "OPP", "REB", "GOVMIL")
    codes = [(state + role, state, role[:3]) for state in ids for role in roles]
    codes += [(role, "", role) for role in ("GOV", "COP", "BUS", "CVL", "EDU", "LEG", "MIL", "MED")]
    codes += [("IGOUNO", "", "IGO"), ("IGOWSTNAT", "WST", "IGO"), ("IGOEUREEC", "EUR", "IGO"),
              ("sco", "", ""), ("EUR", "EUR", ""), ("AFR", "AFR", "")]  # fmt: skip
    weights = 1 / np.arange(1, len(codes) + 1) ** 0.9
    chosen = rng.choice(len(codes), size, p=weights / weights.sum())
    gone = pl.Series(rng.random(size) < blank)
    parts = [pl.Series([code[i] for code in codes])[chosen].set(gone, None) for i in range(3)]
    name = pl.Series([f"NAME OF {code[0]}" for code in codes])[chosen].set(gone, None)
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, size)
    return [parts[0], name, parts[1], *[empty] * 4, parts[2], *[empty] * 2]


def _days(rng: np.random.Generator, size: int, added: date) -> list[pl.Series]:
    """SQLDATE, MonthYear, Year, FractionDate: nine in ten of the day, else a month or year ago."""
    back = rng.choice([0, 1, 30, 365, 3650], size, p=[0.85, 0.05, 0.04, 0.05, 0.01])
    days = [added - timedelta(days=int(n)) for n in (0, 1, 30, 365, 3650)]
    place = np.searchsorted([0, 1, 30, 365, 3650], back)
    forms = ("%Y%m%d", "%Y%m", "%Y")
    texts = [pl.Series([day.strftime(form) for day in days])[place] for form in forms]
    share = [f"{d.year + d.timetuple().tm_yday / 365:.4f}" for d in days]
    return [*texts, pl.Series(share)[place]]


def _places(rng: np.random.Generator, size: int, blank: float) -> list[pl.Series]:
    """The eight columns of a place."""
    from multipole.sources.events.gdelt_format import fips

    codes = list(fips())
    chosen = rng.integers(0, len(codes), size)
    gone = pl.Series(rng.random(size) < blank)
    country = pl.Series(codes)[chosen]
    names = pl.Series([f"Town of {c}, Province of {c}, Country of {c}" for c in codes])[chosen]
    lat, long = rng.uniform(-60, 70, size).round(4), rng.uniform(-180, 180, size).round(4)
    cells = [
        pl.Series(rng.integers(1, 5, size)), names, country, country + "07",
        pl.Series(rng.integers(1000, 99_999, size)).cast(pl.String),
        pl.Series(lat), pl.Series(long), pl.Series(rng.integers(-3_000_000, 0, size)),
    ]  # fmt: skip
    kind = cells[0].set(gone, 0)
    return [kind, *(cell.set(gone, None) for cell in cells[1:])]


def _urls(rng: np.random.Generator, story: np.ndarray[Any, Any]) -> pl.Series:
    hosts = pl.Series([f"http://www.outlet-{n}.example.com" for n in range(5_000)])
    host = hosts[(story % 5_000).tolist()]
    slug = "/news/world/2015/02/18/a-report-of-what-was-said-and-done-on-that-day-"
    return host + slug + pl.Series(story).cast(pl.String) + ".html"


def _read(file: Path) -> int:
    """All batches of the reader, counted and let go."""
    from multipole.actors import load_actors
    from multipole.sources import find_source
    from multipole.sources.gate.source import Context, Input

    source = find_source("gdelt_v2")
    given = Input(file, "", file.stat().st_size)
    source.edition_of(given)
    context = Context(load_actors(), STORE_FROM.date())
    return sum(batch.rows for batch in source.read((given,), context))


def _pandas_text(file: Path) -> int:
    return _pandas(file, dtype=str, keep_default_na=False)


def _pandas_typed(file: Path) -> int:
    return _pandas(file, parse_dates=list(DAYS)[:1], date_format="%Y%m%d")


def _pandas(file: Path, **how: Any) -> int:
    import pandas as pd

    found = pd.read_csv(
        file, sep="\t", header=None, usecols=list(COLUMNS), chunksize=PIECE, quoting=3, **how
    )
    return sum(len(piece) for piece in found)


def _store(file: Path) -> int:
    from multipole.pipeline import add_source
    from multipole.store import open_store

    with (
        tempfile.TemporaryDirectory(prefix="multipole-bench-") as folder,
        open_store(Path(folder) / "bench.duckdb", create=True) as store,
    ):
        report = add_source(store, "gdelt_v2", [file], now=STORE_FROM)
    return int(report.rows)


WAYS: Final[dict[str, Callable[[Path], int]]] = {
    "read": _read,
    "store": _store,
    "pandas, text": _pandas_text,
    "pandas, typed": _pandas_typed,
}


def _alone(asked: argparse.Namespace) -> None:
    """One way in this process: prints rows, seconds and peak memory as JSON."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: asked.processors])
    began = time.perf_counter()
    rows = WAYS[asked.way](asked.file)
    taken = time.perf_counter() - began
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 2**20
    print(json.dumps({"rows": rows, "seconds": taken, "peak_mb": peak}))


def _measure(file: Path, asked: argparse.Namespace) -> dict[str, Any]:
    ways = asked.only or [way for way in WAYS if way != "store" or _has_store()]
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for turn in range(asked.rounds):
        for way in ways:
            words = [sys.executable, __file__, "--way", way, "--file", str(file)]
            words += ["--processors", str(asked.processors)]
            out = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            found[way].append(json.loads(out.splitlines()[-1]))
            print(f"round {turn + 1}, {way}: {found[way][-1]}", file=sys.stderr)
    return {"bytes": file.stat().st_size, "ways": {w: _median(f) for w, f in found.items()}}


def _has_store() -> bool:
    import multipole.pipeline

    return hasattr(multipole.pipeline, "add_source")


def _median(found: list[dict[str, Any]]) -> dict[str, Any]:
    seconds = statistics.median(one["seconds"] for one in found)
    rows = found[0]["rows"]
    peak = max(one["peak_mb"] for one in found)
    return {"rows": rows, "seconds": round(seconds, 2), "peak_mb": peak,
            "rows_per_second": round(rows / seconds)}  # fmt: skip


def _profile(file: Path, target: Path) -> None:
    profile = cProfile.Profile()
    profile.runcall(_read, file)
    with target.open("w", encoding="utf-8") as out:
        stats = pstats.Stats(profile, stream=out).strip_dirs()
        stats.sort_stats("tottime").print_stats(30)
        stats.sort_stats("cumulative").print_stats(50)


def _report(found: dict[str, Any], asked: argparse.Namespace) -> None:
    ways = found["ways"]
    rows = max(way["rows"] for way in ways.values())
    print(f"\n{rows:,} rows, {found['bytes'] / 2**30:.2f} GB, {asked.processors} processor(s)\n")
    print("| way | seconds | rows a second | peak memory, MB |\n|---|---:|---:|---:|")
    for name, way in ways.items():
        taken = f"{way['seconds']:.1f} | {way['rows_per_second']:,} | {way['peak_mb']:,}"
        print(f"| {name} | {taken} |")
    for name in ("pandas, text", "pandas, typed"):
        if name in ways and "read" in ways:
            print(f"\nread to {name}: {ways[name]['seconds'] / ways['read']['seconds']:.2f}")
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
