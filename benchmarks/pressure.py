"""False alarms and power of the triangle test on simulated series.

    python benchmarks/pressure.py --runs 1000

Unrelated AR(1) series: how often "for" and "against" are said, with and without placebo dyads that
share a common shock with the dyad; beside the test that takes periods as independent (ordinary
least squares of later closeness on pressure). Then the same with a true effect of pressure.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from scipy import stats

from multipole.system.pressure import pressure_test

LEVEL = 0.05


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=1000, help="histories for each line (1000)")
    runs = parser.parse_args().runs
    print("periods rho horizon effect placebos | for against no-evidence | independent | CPU s")
    for periods, horizon in ((29, 3), (60, 6), (120, 6), (240, 6)):
        for rho in (0.8, 0.9):
            for effect, dyads in ((0.0, 0), (0.0, 8), (0.3, 0), (0.3, 8)):
                _line(runs, periods, horizon, rho, effect, dyads)


def _line(runs: int, periods: int, horizon: int, rho: float, effect: float, dyads: int) -> None:
    rng = np.random.default_rng(periods)
    start = time.process_time()
    said = dict.fromkeys(("for", "against", "no evidence", "not measurable"), 0)
    alone = 0
    for _ in range(runs):
        push = _ar(rng, periods, rho)
        close = _ar(rng, periods, rho, cause=push, effect=effect)
        others = None
        if dyads:
            common = _ar(rng, periods, rho)
            others = np.array([_ar(rng, periods, rho) + common for _ in range(dyads)])
            close = close + common
        found = pressure_test(close, push, placebos=others, horizon=horizon, level=LEVEL)
        said[found.outcome] += 1
        later = np.lib.stride_tricks.sliding_window_view(close[1:], horizon).mean(1)
        alone += stats.linregress(push[: len(later)], later).pvalue < LEVEL
    spent = time.process_time() - start
    print(
        f"{periods:7} {rho} {horizon:7} {effect:6} {dyads:8} |"
        f" {said['for'] / runs:.3f} {said['against'] / runs:.3f} {said['no evidence'] / runs:.3f} |"
        f" {alone / runs:.3f} | {spent:.1f}",
        flush=True,
    )


def _ar(
    rng: np.random.Generator,
    periods: int,
    rho: float,
    *,
    cause: np.ndarray | None = None,
    effect: float = 0.0,
) -> np.ndarray:
    noise = rng.normal(size=periods + 60)
    series = np.zeros(periods + 60)
    for t in range(1, len(series)):
        series[t] = rho * series[t - 1] + noise[t]
        if cause is not None and t > 60:
            series[t] += effect * cause[t - 61]
    return series[60:]


if __name__ == "__main__":
    main()
