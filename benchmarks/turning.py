"""False alarms and power of the tests of change, beside tests that forget serial dependence.

    python benchmarks/turning.py [--series 4000] [--data ../shared/data]

For series without a change (AR(1) of several coefficients, AR(1) seen with noise, heavy tails,
AR(2), counts around an AR(1)) and with a shift of 2 standard deviations after two thirds of the
series: the share called changed at a nominal 5%, by

- ``search``: `turning_points` (any date, or a spell); ``date``: `change_at` (the true date);
- ``iid t`` (that date) and ``iid sup`` (any date): the same statistics with an independent null;
- ``hac t``: least squares with Newey-West errors (statsmodels);
- ``pelt``: ruptures' PELT on squared error, penalty 2 log n in units of the series' variance.

Then the public functions end to end, how often intervals hold the truth, and (with --data) the
verdicts on real series. Seconds are CPU seconds.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import ruptures
import statsmodels.api as sm
from scipy import stats

from multipole.relations.serial import Dependence, Design, correlation, evidence
from multipole.relations.serial_null import nulls_of
from multipole.relations.turning import searching, turning_points
from multipole.relations.turning_claim import change_at
from multipole.relations.turning_search import candidates, laid_out, proposer
from multipole.relations.turning_series import series_of

Array = np.ndarray
Draw = Callable[[np.random.Generator, int, int], Array]


def ar(rho: float, noise: float = 0.0) -> Draw:
    def draw(rng: np.random.Generator, many: int, n: int) -> Array:
        v = correlation(np.arange(n), np.ones(n), Dependence(rho, noise, 1.0))
        return rng.standard_normal((many, n)) @ np.linalg.cholesky(v).T

    return draw


def filtered(first: float, second: float, *, heavy: bool = False) -> Draw:
    """AR(2) (or AR(1)) by recursion, with Student t(3) shocks if heavy; variance about 1."""

    def draw(rng: np.random.Generator, many: int, n: int) -> Array:
        shocks = (
            rng.standard_t(3, (many, n + 200)) if heavy else rng.standard_normal((many, n + 200))
        )
        y = np.zeros_like(shocks)
        for t in range(2, n + 200):
            y[:, t] = first * y[:, t - 1] + second * y[:, t - 2] + shocks[:, t]
        return y[:, 200:] / y[:, 200:].std()

    return draw


ERRORS: dict[str, Draw] = {
    "white noise": ar(0.0),
    "AR(1) .5": ar(0.5),
    "AR(1) .8": ar(0.8),
    "AR(1) .9": ar(0.9),
    "AR(1) .95": ar(0.95),
    "AR(1) .9 + 30% noise": ar(0.9, 0.3),
    "AR(1) .95 + 30% noise": ar(0.95, 0.3),
    "AR(1) .8, t(3) shocks": filtered(0.8, 0.0, heavy=True),
    "AR(2) 1.1, -.3": filtered(1.1, -0.3),
    "AR(2) .4, .4": filtered(0.4, 0.4),
}


class Tests:
    """All tests for series of n values and the date ``at``, each from [B, n] to called [B]."""

    def __init__(
        self, n: int, at: int, rng: np.random.Generator, *, noisy: bool, heavy: bool
    ) -> None:
        self.at = at
        held = series_of(np.arange(n, dtype=float))
        search = searching(held, "level", trim=3, noisy=noisy, heavy=heavy, nulls=nulls_of(rng))
        starts = candidates(search, ())
        self.propose = proposer(search, starts)
        self.wide, self.null = laid_out(search, (), starts, self.propose)
        self.one, self.dated = laid_out(search, (), [at])

    def search(self, y: Array) -> Array:
        pairs = None if self.propose is None else self.propose(y)
        return self.null.p_either(evidence(y, self.wide, pairs=pairs)) <= 0.05

    def date(self, y: Array) -> Array:
        return self.dated.p(evidence(y, self.one)) <= 0.05

    def iid_t(self, y: Array) -> Array:
        return stats.ttest_ind(y[:, : self.at], y[:, self.at :], axis=1).pvalue <= 0.05

    def iid_sup(self, y: Array) -> Array:
        return iid_factor(y, self.wide) > iid_critical(self.wide)

    def hac_t(self, y: Array) -> Array:
        x = sm.add_constant((np.arange(y.shape[1]) >= self.at).astype(float))
        lags = int(4 * (y.shape[1] / 100) ** (2 / 9)) + 1
        held = {"maxlags": lags, "use_correction": True}
        fits = (sm.OLS(row, x).fit(cov_type="HAC", cov_kwds=held, use_t=True) for row in y)
        return np.array([fit.pvalues[1] <= 0.05 for fit in fits])

    def pelt(self, y: Array) -> Array:
        n = y.shape[1]
        scaled = y / np.median(np.abs(np.diff(y, axis=1)), axis=1, keepdims=True)
        called = []
        for row in scaled / 0.954:
            found = ruptures.KernelCPD(kernel="linear", min_size=3).fit(row[:, None])
            called.append(len(found.predict(pen=2 * np.log(n))) > 1)
        return np.array(called)


def iid_factor(y: Array, wide: Design) -> Array:
    """Largest F of a step, errors taken as independent."""
    flat = y - y.mean(axis=1, keepdims=True)
    rss = (flat**2).sum(axis=1)
    c, s = y @ wide.ways[0], np.diag(wide.gram[0])
    gain = c**2 / s
    return (gain / (rss[:, None] - gain)).max(axis=1)


CRITICAL: dict[int, float] = {}


def iid_critical(wide: Design) -> float:
    n = wide.roots.shape[1]
    if n not in CRITICAL:
        y = np.random.default_rng(5).standard_normal((20_000, n))
        CRITICAL[n] = float(np.quantile(iid_factor(y, wide), 0.95))
    return CRITICAL[n]


NULLS = {
    "AR(1), AR(1) with noise (default)": {"noisy": True, "heavy": False},
    "AR(1) only (noisy=False)": {"noisy": False, "heavy": False},
    "t(5) shocks (heavy=True)": {"noisy": True, "heavy": True},
}


def rates(series: int) -> None:
    every = ("search", "date", "iid_sup", "iid_t", "hac_t", "pelt")
    for n in (15, 29, 50):
        for null, how in NULLS.items():
            start = time.process_time()
            tests = Tests(n, 2 * n // 3, np.random.default_rng(1), **how)
            seconds = time.process_time() - start
            columns = every if "default" in null else every[:2]
            print(f"\nn = {n}, null: {null}, tables in {seconds:.1f} s; called changed at 5%")
            print("no change, then a shift of 2 SD".rjust(24 + 20 * len(columns)))
            print(f"{'errors':24s}" + "".join(f"{c:>10s}" for c in 2 * columns))
            for name, draw in ERRORS.items():
                one_row(name, draw, tests, series, columns)


def one_row(name: str, draw: Draw, tests: Tests, series: int, columns: tuple[str, ...]) -> None:
    n = tests.wide.roots.shape[1]
    y = draw(np.random.default_rng([11, n, len(name)]), series, n)
    shifted = y + 2 * (np.arange(n) >= tests.at)
    few = slice(0, min(series, 500))
    cells = []
    for held in (y, shifted):
        for column in columns:
            some = held[few] if column == "hac_t" else held
            cells.append(f"{getattr(tests, column)(some).mean():10.3f}")
    print(f"{name:24s}" + "".join(cells))


def whole(series: int) -> None:
    """The public functions on series without any change, and with one."""
    print(f"\nPublic functions, n = 29, {series} series each; share with any turn, share of 'yes'")
    for name in ("white noise", "AR(1) .8", "AR(1) .9", "AR(1) .95"):
        for shift in (0.0, 2.0):
            public(name, shift, series)
    counts(series)


def public(name: str, shift: float, series: int) -> None:
    rng, at = np.random.default_rng(17), 19
    y = ERRORS[name](rng, series, 29) + shift * (np.arange(29) >= at)
    nulls = nulls_of(rng)
    turns = [turning_points(row, rng=rng, nulls=nulls) for row in y]
    tests = [change_at(row, at, rng=rng, nulls=nulls) for row in y]
    any_turn = np.mean([bool(one.turns) for one in turns])
    yes = np.mean([one.verdict == "yes" for one in tests])
    size = np.mean([one.size.change.low <= shift <= one.size.change.high for one in tests])
    strong = [one.strongest for one in turns]
    when = np.mean([one.low <= at <= one.high for one in strong]) if shift else float("nan")
    print(
        f"{name:14s} shift {shift:.0f}: any turn {any_turn:.3f}, yes {yes:.3f}; 90% interval holds "
        f"the size {size:.2f}, the date {when:.2f}"
    )


def counts(series: int) -> None:
    """Counts k of n around an AR(1) on the logit scale: no change, from the middle to a ceiling."""
    print("\nCounts of 40 around an AR(1) .8 in logits (SD .4), change_at year 19 of 29")
    for middle, shift in ((0.5, 0.0), (0.9, 0.0), (0.98, 0.0), (0.2, 0.8), (0.5, 0.8)):
        rng = np.random.default_rng(19)
        logits = np.log(middle / (1 - middle)) + 0.4 * ERRORS["AR(1) .8"](rng, series, 29)
        logits += shift * (np.arange(29) >= 19)
        k = rng.binomial(40, 1 / (1 + np.exp(-logits)))
        nulls = nulls_of(rng)
        found = [change_at(row, 19, rng=rng, of=[40] * 29, nulls=nulls).verdict for row in k]
        said = {word: round(found.count(word) / series, 3) for word in sorted(set(found))}
        print(f"share about {middle}, shift {shift} logits: {said}")


def real(folder: Path) -> None:
    """The claim "turn 2014" on the series that could speak to it."""
    print("\nTurn in 2014? (real series)")
    for name, k, n, periods in (*events(folder), *votes(folder)):
        start = time.process_time()
        one = change_at(k, 2014, rng=np.random.default_rng(1), of=n, periods=periods)
        size = one.size
        shown = f"{size.before.mean:.3f} -> {size.after.mean:.3f}" if size else ""
        place = one.strongest
        best = f"strongest {place.low}-{place.high} p {place.p:.3f}" if place else ""
        print(
            f"{name:28s} {one.verdict:15s} p {one.p:.3f} (iid {one.p_independent:.4f}) {shown}; "
            f"{best}; {one.reason}; {'; '.join(one.warnings)} [{time.process_time() - start:.1f} s]"
        )


def events(folder: Path):
    frame = pl.read_parquet(folder / "events/icews/netify_icews.parquet")
    for pair in (("RUS", "USA"), ("CHN", "RUS"), ("CHN", "USA")):
        inside = pl.col("i_iso3c").is_in(pair) & pl.col("j_iso3c").is_in(pair)
        year = (
            frame.filter(inside)
            .group_by(pl.col("year").cast(pl.Int64))
            .agg(
                k=(pl.col("verbConf") + pl.col("matlConf")).sum(),
                n=pl.sum_horizontal("verbCoop", "matlCoop", "verbConf", "matlConf").sum(),
            )
            .sort("year")
        )
        yield f"events {'-'.join(pair)} conflict", *(year[c].to_numpy() for c in ("k", "n", "year"))


def votes(folder: Path):
    frame = pl.read_csv(
        folder / "votes/IdealpointestimatesAll_Jun2024.csv",
        infer_schema_length=None,
        null_values=["NA"],
    )
    for since in (1971, 1992):
        for state, column in (("RUS", "USAgree"), ("CHN", "RUSSAgree"), ("CHN", "USAgree")):
            held = frame.filter(pl.col("iso3c") == state).drop_nulls(column)
            held = held.with_columns(year=pl.col("session") + 1945).filter(pl.col("year") >= since)
            n = held["NVotesAll"].to_numpy()
            k = np.round(held[column].to_numpy() * n)
            yield f"votes {state} {column} {since}-", k, n, held["year"].to_numpy()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--series", type=int, default=4000)
    asked.add_argument("--data", type=Path, default=None)
    found = asked.parse_args()
    warnings.simplefilter("ignore")
    start = time.process_time()
    rates(found.series)
    whole(max(100, found.series // 10))
    if found.data is not None:
        real(found.data)
    print(f"\n{time.process_time() - start:.0f} CPU seconds")


if __name__ == "__main__":
    main()
