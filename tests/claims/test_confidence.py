from __future__ import annotations

import pytest

from multipole.claims.confidence import kind_of, load_confidence, measured
from multipole.claims.ends import NOBODY, Side
from multipole.claims.told import Act

NORWAY, SWEDEN = Side(frozenset({"NOR"}), (0,)), Side(frozenset({"SWE"}), (2,))


def act(confidence: float, *, receiver: Side = SWEDEN, seen: str = "") -> Act:
    return Act("ACCUSE", 1, NORWAY, receiver, False, (1, 0, 2), confidence, seen=seen)


@pytest.mark.parametrize("kind", load_confidence())
def test_a_measured_confidence_is_a_probability_that_never_falls_with_the_given_one(
    kind: str,
) -> None:
    seen = "" if kind in {"lone", "unasked"} else kind
    receiver = NOBODY if kind == "lone" else SWEDEN
    acts = [act(n / 10, receiver=receiver, seen=seen) for n in range(11)]
    assert {kind_of(a) for a in acts} == {kind}
    found = [measured(a).confidence for a in acts]
    assert found == sorted(found)
    assert 0 < found[0] <= found[-1] < 1


def test_what_rules_and_model_agree_on_is_surer_than_what_one_of_them_says() -> None:
    agreed = measured(act(0.999, seen="same")).confidence
    assert agreed > measured(act(0.999, seen="pair")).confidence
    assert agreed > measured(act(0.999, seen="changed")).confidence
    assert agreed > measured(act(0.999, receiver=NOBODY)).confidence
