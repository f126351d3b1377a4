"""Shares of partners: bounds for what is unknown, names that only permute."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue
from multipole.relations.dependence import asymmetry, concentration, share_of, substitute_of

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
