"""Who does what to whom next: ranks, log loss and calibration on ICEWS14 and ICEWS18.

    python benchmarks/ranking.py                          # fast mode, both, single and multi-step
    python benchmarks/ranking.py --mode ranked --steps single -- icews14    # minutes
    python benchmarks/ranking.py --mode ranked --no-names --steps single -- icews14
    MULTIPOLE_SHARED=folder python benchmarks/ranking.py

Figures of the validation split, learnt on the training split, beside a bare baseline measured in
the same run: how often the object was that of the subject, then of the type, then at all, with
slow decay. Seconds are processor time; of the fast mode also those of scoring alone. Peak memory is
that of the whole run so far.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from multipole.answers.graph_backtest import graph_report
from multipole.answers.graph_backtest_files import Split, read_split
from multipole.forecast.graph import queries, told
from multipole.forecast.graph_leaks import sees_ahead
from multipole.forecast.graph_scores import figures
from multipole.forecast.ranking_fast import FastRanker, learn_fast, score_queries

DATA: Final = Path(os.environ.get("MULTIPOLE_SHARED", "../shared")) / "data"
SETS: Final = ("icews14", "icews18")
TOLD: Final = ("mrr", "mrr_low", "mrr_high", "mrr_worst_ties", "hits_at_1", "hits_at_3",
               "hits_at_10", "log_loss", "calibration_error")  # fmt: skip
#: Weights of the slow levels alone, each far below the one before: a frequency with back-off.
BARE: Final = (0.0, 1.0, 0.0, 0.0, 0.1, 0.0, 0.01, 0.0, 0.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--mode", default="fast")
    parser.add_argument("--steps", nargs="*", default=["single", "multi"])
    parser.add_argument("--names", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    for name in asked.sets:
        _bare(name)
        _scoring(name)
        for steps in asked.steps:
            start = time.process_time()
            report = graph_report(
                DATA / "events" / name, mode=asked.mode, steps=steps, names=asked.names
            )
            by = " by name" if report["names"] else ""
            _print(f"{name} {asked.mode}{by} {steps}", report, time.process_time() - start)
            for kind, stratum in report["strata"].items():
                print(f"    {kind}: " + ", ".join(f"{k} {v:.3f}" for k, v in stratum.items()))


def _scored(split: Split, ranker: FastRanker) -> tuple[dict[str, float], float]:
    """Figures of a fast ranker and the processor seconds of scoring alone."""
    past = told(split.graph)
    wanted = queries(split.graph.between(split.first, int(split.graph.days[-1]) + 1))
    start = time.process_time()
    ranked, _ = score_queries(ranker, past, wanted)
    return figures(ranked, wanted), time.process_time() - start


def _bare(name: str) -> None:
    """The baseline: rules that tell nothing, fixed weights of the slow levels."""
    split = read_split(DATA / "events" / name, "valid")
    types = 2 * split.graph.relations
    ranker = FastRanker(np.zeros((types, types), np.float32), np.array(BARE))
    found, seconds = _scored(split, ranker)
    _print(f"{name} bare frequency", found, seconds)


def _scoring(name: str) -> None:
    """Seconds of scoring alone, once the code is compiled, and the leak test."""
    split = read_split(DATA / "events" / name, "valid")
    ranker = learn_fast(split.past)
    for _ in range(2):
        found, seconds = _scored(split, ranker)
    _print(f"{name} fast, scoring alone", found, seconds)
    ahead = sees_ahead(
        lambda past, asked: score_queries(ranker, past, asked)[0], split.graph, split.first + 3
    )
    print(f"    forecasts change when the future is shuffled: {ahead}")


def _print(label: str, found: dict[str, Any], seconds: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told_of = ", ".join(f"{n} {found[n]:.4f}" for n in TOLD)
    print(f"{label}: {told_of}; {seconds:.2f} CPU seconds, {memory:.0f} MB", flush=True)


def fast_floor() -> dict[str, float]:
    """The fast mode on the validation split of ICEWS14, for the pinned scores."""
    report = graph_report(DATA / "events/icews14")
    return {name: report[name] for name in ("mrr", "hits_at_10", "log_loss", "calibration_error")}


if __name__ == "__main__":
    main()
