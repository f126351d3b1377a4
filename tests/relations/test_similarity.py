"""Similarity of positions: worked values, invariances, what is unknown."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from multipole.core.errors import BadValue
from multipole.relations import similarity
from multipole.relations.similarity import (
    COMMITMENTS,
    choice_tables,
    cohen_kappa,
    divided,
    portfolios,
    scott_pi,
    signorino_ritter_s,
)
from multipole.relations.votes import agreement, vote_pairs

DATA = (
    Path(__file__).resolve().parents[2] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data"
VOTES = arrays(
    np.int64, st.tuples(st.integers(2, 6), st.integers(1, 12)), elements=st.integers(1, 4)
)


def test_the_worked_values_hold() -> None:
    assert doctest.testmod(similarity).failed == 0


def test_tables_are_those_of_each_dyad() -> None:
    votes = np.random.default_rng(3).integers(1, 5, (7, 40))
    expected = vote_pairs(votes[:, None, :], votes[None, :, :])
    np.testing.assert_array_equal(choice_tables(votes), expected)


@given(VOTES)
def test_chance_corrected_values_are_those_of_haeges_sums(votes: np.ndarray) -> None:
    tables = choice_tables(votes)
    kappa, pi = cohen_kappa(tables), scott_pi(tables)
    for i, j in np.ndindex(len(votes), len(votes)):
        both = (votes[i] < 4) & (votes[j] < 4)
        x, y = votes[i][both].astype(float), votes[j][both].astype(float)
        if not both.any() or np.ptp(np.r_[x, y]) == 0:
            assert np.isnan(kappa[i, j])
            assert np.isnan(pi[i, j])
            continue
        gap, mean = ((x - y) ** 2).sum(), np.r_[x, y].mean()
        own = ((x - x.mean()) ** 2).sum() + ((y - y.mean()) ** 2).sum()
        chance = own + len(x) * (x.mean() - y.mean()) ** 2
        assert kappa[i, j] == pytest.approx(1 - gap / chance)
        pooled = ((x - mean) ** 2).sum() + ((y - mean) ** 2).sum()
        assert pi[i, j] == pytest.approx(1 - gap / pooled)
        assert pi[i, j] <= kappa[i, j] + 1e-12


@given(VOTES, st.randoms(use_true_random=False))
def test_renaming_states_permutes_only(votes: np.ndarray, random: np.random.RandomState) -> None:
    order = list(range(len(votes)))
    random.shuffle(order)
    for measure in (signorino_ritter_s, cohen_kappa, scott_pi):
        there = measure(choice_tables(votes))[np.ix_(order, order)]
        np.testing.assert_array_equal(measure(choice_tables(votes[order])), there)


@given(VOTES)
def test_swapping_yes_and_no_changes_nothing(votes: np.ndarray) -> None:
    swapped = np.where(votes < 4, 4 - votes, votes)
    for measure in (signorino_ritter_s, cohen_kappa, scott_pi):
        np.testing.assert_allclose(
            measure(choice_tables(swapped)), measure(choice_tables(votes)), atol=1e-12
        )


def test_an_absence_is_neither_agreement_nor_nought() -> None:
    tables = choice_tables([[1.0, np.nan, 3.0], [1.0, 3.0, np.nan], [np.nan, np.nan, np.nan]])
    assert signorino_ritter_s(tables)[0, 1] == 1
    for measure in (signorino_ritter_s, cohen_kappa, scott_pi):
        assert np.isnan(measure(tables)[2]).all()


def test_weights_count_items_so_many_times() -> None:
    votes = np.random.default_rng(5).integers(1, 5, (5, 6))
    times = np.array([0, 1, 2, 3, 1, 4])
    np.testing.assert_allclose(
        choice_tables(votes, weights=times), choice_tables(np.repeat(votes, times, axis=1))
    )
    unknown = choice_tables(votes, weights=[np.nan, 1, 1, 1, 1, 1])
    np.testing.assert_allclose(unknown, choice_tables(votes[:, 1:]))


def test_an_unknown_tie_is_not_a_tie_of_none() -> None:
    known = portfolios([[0, 3, 0], [3, 0, 0], [0, 0, 0]])
    gap = portfolios([[0, 3, np.nan], [3, 0, 0], [np.nan, 0, 0]])
    all_items, fewer = (choice_tables(p, levels=COMMITMENTS) for p in (known, gap))
    assert all_items[0, 1].sum() == 3
    assert fewer[0, 1].sum() == 2


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(BadValue, match=r"shape \(3,\)"):
        choice_tables([1, 2, 3])
    with pytest.raises(BadValue, match="least -1"):
        choice_tables([[1, 2]], weights=[1, -1])
    with pytest.raises(BadValue, match="for 3 levels"):
        scott_pi(np.ones((2, 2)))
    with pytest.raises(BadValue, match="states by states"):
        portfolios([[1, 2]])


@pytest.mark.skipif(not (DATA / "votes").is_dir(), reason=f"no votes in {DATA}")
def test_known_figures_of_sessions_76_and_77() -> None:
    votes = pl.read_parquet(DATA / "votes" / "fpsim_un_votes_s01_s78.parquet")
    three = {710: 0, 365: 1, 2: 2}
    known = {76: (0.779221, 0.236842, 0.157895), 77: (0.701149, 0.193182, 0.183908)}
    for session, figures in known.items():
        rows = votes.filter(pl.col("resid") // 1000 == session, pl.col("ccode").is_in(list(three)))
        wide = np.zeros((3, 1000), dtype=np.int64)
        wide[[three[c] for c in rows["ccode"]], rows["resid"] % 1000] = rows["vote"]
        shares = agreement(choice_tables(wide))
        found = (shares[0, 1], shares[1, 2], shares[0, 2])
        assert found == pytest.approx(figures, abs=1e-6)


@pytest.mark.skipif(not (DATA / "votes").is_dir(), reason=f"no votes in {DATA}")
def test_agreement_with_the_united_states_is_the_published_one() -> None:
    votes = pl.read_parquet(DATA / "votes" / "fpsim_un_votes_s01_s78.parquet").unique()
    names = pl.read_csv(DATA / "states" / "cow_states.csv").select("stateabb", "ccode").unique()
    published = pl.read_csv(DATA / "votes" / "qss_unvoting.csv", infer_schema_length=None)
    published = published.join(names, left_on="CountryAbb", right_on="stateabb").drop_nulls()
    found, given = [], []
    for session in range(1, 68):
        rows = votes.filter(pl.col("resid") // 1000 == session)
        states, at = np.unique(rows["ccode"].to_numpy(), return_inverse=True)
        wide = np.zeros((len(states), 1000), dtype=np.int8)
        wide[at, rows["resid"].to_numpy() % 1000] = rows["vote"].to_numpy()
        tables = choice_tables(wide[:, divided(wide)])
        row = agreement(tables)[states.tolist().index(2)] if 2 in states else states * np.nan
        ours = pl.DataFrame({"ccode": states.astype(float), "ours": row})
        year = published.filter(pl.col("Year") == session + 1945).join(ours, on="ccode")
        found += year["ours"].to_list()
        given += year["PctAgreeUS"].to_list()
    known = np.isfinite(found)
    assert known.sum() > 8900
    assert np.corrcoef(np.array(found)[known], np.array(given)[known])[0, 1] >= 0.996
