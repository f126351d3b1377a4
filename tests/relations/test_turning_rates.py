"""How often the tests of change are wrong, and right, on simulated series (seeded)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from multipole.relations.serial import Dependence, correlation, evidence
from multipole.relations.serial_null import Nulls, nulls_of
from multipole.relations.turning import searching, turning_points
from multipole.relations.turning_claim import change_at
from multipole.relations.turning_search import candidates, laid_out, proposer
from multipole.relations.turning_series import series_of

MANY, AT = 1500, 19
#: Three standard errors of a share of 5% in so many series.
SLACK = 3 * np.sqrt(0.05 * 0.95 / MANY)
DATA = Path(os.environ.get("MULTIPOLE_SHARED", Path(__file__).parents[3] / "shared")) / "data"
real = pytest.mark.skipif(not DATA.is_dir(), reason=f"no data sets at {DATA}")


def ar(rho: float, *, n: int = 29, many: int = MANY, noise: float = 0.0) -> Any:
    v = correlation(np.arange(n), np.ones(n), Dependence(rho, noise, 1.0))
    return np.random.default_rng(6).standard_normal((many, n)) @ np.linalg.cholesky(v).T


@pytest.fixture(scope="module")
def nulls() -> Nulls:
    return nulls_of(np.random.default_rng(9))


def called(y: Any, nulls: Nulls, at: int | None) -> float:
    """The share of series called changed: anywhere, or at a date."""
    held = series_of(y[0])
    search = searching(held, "level", trim=3, noisy=True, heavy=False, nulls=nulls)
    if at is not None:
        made, null = laid_out(search, (), [at])
        return float((null.p(evidence(y, made)) <= 0.05).mean())
    propose = proposer(search, candidates(search, ()))
    assert propose is not None
    made, null = laid_out(search, (), candidates(search, ()), propose)
    return float((null.p_either(evidence(y, made, pairs=propose(y))) <= 0.05).mean())


@pytest.mark.parametrize("rho", [0.0, 0.5, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("at", [None, AT])
def test_false_alarms_stay_below_the_nominal_rate(rho: float, at: int | None, nulls: Nulls) -> None:
    assert called(ar(rho), nulls, at) <= 0.05 + SLACK


@pytest.mark.parametrize("n", [15, 50])
def test_false_alarms_stay_below_the_nominal_rate_at_other_lengths(n: int, nulls: Nulls) -> None:
    for rho in (0.8, 0.9):
        assert called(ar(rho, n=n), nulls, 2 * n // 3) <= 0.05 + SLACK


def test_noise_on_top_of_memory_raises_no_alarms(nulls: Nulls) -> None:
    assert called(ar(0.9, noise=0.3), nulls, None) <= 0.06 + SLACK


def test_an_independent_test_calls_half_of_them_changed() -> None:
    y = ar(0.9)
    assert (stats.ttest_ind(y[:, :AT], y[:, AT:], axis=1).pvalue <= 0.05).mean() > 0.45


@pytest.mark.parametrize(("rho", "least"), [(0.0, 0.8), (0.5, 0.65), (0.8, 0.75), (0.9, 0.9)])
def test_a_shift_of_two_deviations_at_a_named_date_is_mostly_seen(
    rho: float, least: float, nulls: Nulls
) -> None:
    assert called(ar(rho) + 2 * (np.arange(29) >= AT), nulls, AT) >= least


def test_the_public_functions_keep_the_rate(nulls: Nulls) -> None:
    rng = np.random.default_rng(6)
    y = ar(0.9, many=60)
    found = [turning_points(row, rng=rng, nulls=nulls) for row in y]
    said = [change_at(row, AT, rng=rng, nulls=nulls).verdict for row in y]
    assert sum(bool(one.turns) for one in found) <= 7
    assert said.count("yes") <= 7


def conflict(pair: tuple[str, str]) -> tuple[Any, Any, Any]:
    inside = pl.col("i_iso3c").is_in(pair) & pl.col("j_iso3c").is_in(pair)
    frame = pl.read_parquet(DATA / "events/icews/netify_icews.parquet").filter(inside)
    k = (pl.col("verbConf") + pl.col("matlConf")).sum()
    n = pl.sum_horizontal("verbCoop", "matlCoop", "verbConf", "matlConf").sum()
    year = frame.group_by("year").agg(k=k, n=n).sort("year")
    return year["k"].to_numpy(), year["n"].to_numpy(), year["year"].cast(pl.Int64).to_numpy()


def agreement(state: str, column: str) -> tuple[Any, Any, Any]:
    path = DATA / "votes/IdealpointestimatesAll_Jun2024.csv"
    frame = pl.read_csv(path, infer_schema_length=None, null_values=["NA"])
    late = (pl.col("iso3c") == state) & (pl.col("session") >= 47)
    held = frame.filter(late).drop_nulls(column)
    n = held["NVotesAll"].to_numpy()
    return np.round(held[column].to_numpy() * n), n, held["session"].to_numpy() + 1945


@real
def test_events_turn_between_russia_and_the_us_in_2014_and_not_elsewhere() -> None:
    verdicts = {}
    for pair in (("RUS", "USA"), ("CHN", "RUS"), ("CHN", "USA")):
        k, n, years = conflict(pair)
        found = change_at(k, 2014, rng=np.random.default_rng(1), of=n, periods=years)
        verdicts[pair] = found.verdict
        assert "from 2014: 1 value only" in found.warnings[0]
    assert verdicts == {
        ("RUS", "USA"): "yes",
        ("CHN", "RUS"): "not measurable",
        ("CHN", "USA"): "no",
    }


@real
@pytest.mark.parametrize(
    ("state", "column"), [("RUS", "USAgree"), ("CHN", "RUSSAgree"), ("CHN", "USAgree")]
)
def test_votes_do_not_turn_in_2014(state: str, column: str) -> None:
    k, n, years = agreement(state, column)
    found = change_at(k, 2014, rng=np.random.default_rng(1), of=n, periods=years)
    assert found.verdict == "no"
    assert found.p > 0.3
    if column == "RUSSAgree":
        assert found.strongest is not None
        assert 1994 <= found.strongest.low <= found.strongest.high <= 2000
