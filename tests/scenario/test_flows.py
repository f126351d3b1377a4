"""Losses passed on to dependents, and shares after a cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from multipole.core.errors import BadValue
from multipole.scenario.flows import share_after, spread

SHARES = arrays(float, (4, 4), elements=st.floats(0, 0.25))
LOSSES = arrays(float, 4, elements=st.floats(-0.5, 1))


def test_a_chain_passes_on_a_part_at_every_step() -> None:
    chain = np.diag([1.0, 1.0], k=-1)
    found = spread(chain, [0.4, 0, 0], pass_on=0.5)
    assert found.first.tolist() == pytest.approx([0, 0.2, 0])
    assert found.total.tolist() == pytest.approx([0.4, 0.2, 0.1])


@given(SHARES, LOSSES)
def test_nothing_passed_on_leaves_the_direct_loss(shares: np.ndarray, losses: np.ndarray) -> None:
    assert spread(shares, losses, pass_on=0).total.tolist() == losses.tolist()


@given(SHARES, LOSSES, st.floats(0, 0.9), st.permutations(range(4)))
def test_renamed_states_have_renamed_losses(
    shares: np.ndarray, losses: np.ndarray, pass_on: float, order: list[int]
) -> None:
    plain = spread(shares, losses, pass_on=pass_on).total
    renamed = spread(shares[np.ix_(order, order)], losses[order], pass_on=pass_on).total
    assert renamed == pytest.approx(plain[order])


@given(SHARES, st.floats(0, 0.9))
def test_no_loss_passes_on_nothing_and_more_is_passed_on_by_more(
    shares: np.ndarray, pass_on: float
) -> None:
    assert not spread(shares, np.zeros(4), pass_on=pass_on).total.any()
    some = np.array([0.5, 0, 0, 0])
    less = spread(shares, some, pass_on=pass_on / 2).total
    assert np.all(spread(shares, some, pass_on=pass_on).total >= less - 1e-12)


@pytest.mark.parametrize(
    ("shares", "pass_on"),
    [(np.eye(3), 0.5), (np.full((2, 2), 0.6), 0.5), (-np.eye(2), 0.5), (np.zeros((2, 2)), 1.0)],
)
def test_what_is_no_table_of_shares_is_refused(shares: np.ndarray, pass_on: float) -> None:
    with pytest.raises(BadValue):
        spread(shares, [0.1, 0.1], pass_on=pass_on)


@given(st.floats(0, 1), st.floats(-1, 3), st.booleans())
def test_a_share_stays_a_share(share: float, change: float, replaced: bool) -> None:
    assert 0 <= share_after(share, change, replaced=replaced) <= 1


def test_a_flow_that_stops_leaves_no_share() -> None:
    assert share_after(0.3, -1, replaced=True) == share_after(0.3, -1, replaced=False) == 0
    assert share_after(1.0, -1, replaced=False) == 0
