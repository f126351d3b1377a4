"""Shares of partners: bounds for what is unknown, names that only permute."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.dependence import (
    Share,
    asymmetry,
    asymmetry_between,
    concentration,
    equivalents,
    hirschman,
    loss_after,
    others_of,
    rise_needed,
    share_of,
    substitute_of,
    trade_in_gdp,
)

NAMES = st.sampled_from("ABCDEFGH")
AMOUNTS = st.one_of(st.floats(0, 1e9), st.just(math.nan))
FLOWS = st.dictionaries(NAMES, AMOUNTS, min_size=1)


@given(FLOWS, NAMES)
def test_a_share_lies_between_its_bounds(flows: dict[str, float], partner: str) -> None:
    found = share_of(flows, partner)
    if not math.isnan(found.value):
        assert 0 <= found.low <= found.value <= found.high <= 1


@given(FLOWS)
def test_shares_of_known_partners_add_up(flows: dict[str, float]) -> None:
    shares = [share_of(flows, name).value for name in flows]
    known = [share for share in shares if not math.isnan(share)]
    if known:
        assert sum(known) == pytest.approx(1)


@given(FLOWS)
def test_renaming_partners_changes_no_measure(flows: dict[str, float]) -> None:
    renamed = {f"{name}{name}": value for name, value in reversed(flows.items())}
    for name in flows:
        assert share_of(flows, name).value == pytest.approx(
            share_of(renamed, name + name).value, nan_ok=True
        )
    assert concentration(flows) == pytest.approx(concentration(renamed), nan_ok=True)


def test_unknown_in_is_unknown_out() -> None:
    assert math.isnan(share_of({"A": math.nan, "B": 1.0}, "A").value)
    assert math.isnan(share_of({"A": 0.0}, "A").value)
    assert math.isnan(concentration({}))
    assert math.isnan(asymmetry(math.nan, 0.1))
    assert substitute_of({"A": 1.0}, "A")[0] == ""


def test_a_flow_below_zero_is_refused() -> None:
    with pytest.raises(BadValue, match="B is -1"):
        share_of({"A": 1.0, "B": -1.0}, "A")


@given(FLOWS, NAMES, st.floats(0, 1e9), st.floats(0, 1e9))
def test_what_is_known_of_an_unknown_flow_narrows_the_bounds(
    flows: dict[str, float], partner: str, one: float, other: float
) -> None:
    between = {"unsaid": (min(one, other), max(one, other))}
    some = flows | {"unsaid": math.nan}
    found = share_of(some, partner, between=between)
    if not math.isnan(found.value):
        least = share_of(flows | {"unsaid": between["unsaid"][0]}, partner)
        most = share_of(flows | {"unsaid": between["unsaid"][1]}, partner)
        assert found.high == pytest.approx(least.high)
        if not any(math.isnan(flow) for flow in flows.values()):
            assert found.low == pytest.approx(most.low)


@given(FLOWS)
def test_hirschmans_index_and_the_equal_partners_tell_the_same(flows: dict[str, float]) -> None:
    index = hirschman(flows)
    if not math.isnan(index):
        assert equivalents(flows) == pytest.approx(1 / index**2)
        assert 1 - 1e-9 <= equivalents(flows) <= len(flows) + 1e-6


@given(st.floats(0, 1), st.floats(0, 10))
def test_a_loss_is_no_larger_than_the_share_and_ends_at_the_rise_needed(
    share: float, spare: float
) -> None:
    loss = loss_after(share, spare=spare)
    assert 0 <= loss <= share
    if share < 1:
        assert loss_after(share, spare=rise_needed(share)) == pytest.approx(0, abs=1e-9)


def test_the_unknown_stays_unknown_in_every_measure() -> None:
    assert math.isnan(loss_after(math.nan, spare=0.1))
    assert math.isnan(rise_needed(math.nan))
    assert math.isnan(trade_in_gdp(1.0, math.nan, 10.0))
    assert math.isnan(hirschman({"A": math.nan}))
    assert others_of({"A": 1.0}, "A")[0] == 0


def test_what_is_no_share_or_amount_is_refused() -> None:
    with pytest.raises(BadValue):
        loss_after(1.2, spare=0.1)
    with pytest.raises(BadValue):
        loss_after(0.2, spare=-0.1)
    with pytest.raises(BadValue):
        trade_in_gdp(-1.0, 1.0, 10.0)
    with pytest.raises(BadValue, match="above its most"):
        share_of({"A": 1.0, "B": math.nan}, "A", between={"B": (2.0, 1.0)})


def test_shares_whose_bounds_overlap_have_zero_between_their_asymmetries() -> None:
    low, high = asymmetry_between(Share(0.3, 0.2, 0.3, 5, 1), Share(0.25, 0.05, 0.25, 5, 1))
    assert low < 0 < high
