"""Criteria are read as they are written, and only what is understood is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipole.core.errors import BadValue, WrongUse
from multipole.core.plover import ACTIONS, DOMAINS, QUAD_OF
from multipole.forecast.questions_criterion import (
    CLASSES,
    Criterion,
    actions_of,
    parse_criterion,
)

NAMES = st.sampled_from(["CHN", "RUS", "South Korea", "NGO:X", "USA"])
ACTS = st.one_of(
    st.sampled_from(list(CLASSES.values())),
    st.sets(st.sampled_from(ACTIONS), min_size=1).map(
        lambda held: tuple(a for a in ACTIONS if a in held)
    ),
)


@given(
    ends=st.tuples(NAMES, NAMES).filter(lambda p: p[0] != p[1]),
    both=st.booleans(),
    actions=ACTS,
    domain=st.one_of(st.none(), st.sampled_from(DOMAINS)),
    least=st.integers(1, 999),
)
def test_what_is_written_is_read_as_it_was(
    ends: tuple[str, str],
    both: bool,
    actions: tuple[str, ...],
    domain: str | None,
    least: int,
) -> None:
    ask = Criterion(*ends, both, actions, domain, least)
    assert parse_criterion(str(ask)) == ask


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("CHN+RUS COOPERATE military >= 1", "CHN+RUS COOPERATE military >= 1"),
        ("RUS+CHN cooperate military", "CHN+RUS COOPERATE military >= 1"),
        ("USA SANCTION CHN >= 1", "USA>CHN SANCTION >= 1"),
        ("USA>CHN material_conflict >= 5", "USA>CHN material_conflict >= 5"),
        ("USA > CHN act>=2", "USA>CHN act >= 2"),
        ("veto together RUS CHN", "veto together CHN RUS >= 1"),
    ],
)
def test_each_form_is_read(text: str, read: str) -> None:
    assert str(parse_criterion(text)) == read


def test_a_class_is_all_its_types() -> None:
    assert set(actions_of("verbal_conflict")) == {
        a for a in ACTIONS if QUAD_OF[a] == "verbal_conflict"
    }
    assert set(actions_of("cooperation|SANCTION")) - {"SANCTION"} == set(CLASSES["cooperation"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CHN RUS", "no criterion"),
        ("CHN>RUS SANKTION", "Did you mean SANCTION"),
        ("CHN>RUS AID cooking", "no domain"),
        ("CHN>CHN AID", "Name two"),
        ("CHN>RUS AID >= 0", "always met"),
        ("CHN>RUS AID <= 3", "no criterion"),
        ("CHN>'RUS AID", "quote"),
        ("", "no criterion"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(WrongUse, match=told) as found:
        parse_criterion(text)
    assert found.value.remedy


def test_a_criterion_of_none_is_always_met_and_so_is_none() -> None:
    with pytest.raises(BadValue, match="always met"):
        Criterion("A", "B", False, ("AID",), None, 0)
