"""The rules by which one coded field agrees with one gold field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from multipole.answers import agreement
from multipole.answers.gold import GoldRecord
from multipole.core.periods import Period
from multipole.core.types import Claim, Span


def duties(**fields: Any) -> Claim:
    base = {"known_on": date(2020, 5, 7), "coded_by": "hand", "confidence": 0.5, "kind": "event"}
    ends = {"sender": ("NOR",), "receiver": ("OST",), "action": "SANCTION"}
    return Claim(spans=(Span("d", 10, 20, "ten chars."),), **{**base, **ends, **fields})


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("Brook", "Ada Brook", True),
        ("ADA BROOK", "Minister Ada Brook", True),
        ("Minister Brook", "Ms. Ada Brook", True),
        ("Ada Brook, the Ostmark minister", "Brook", True),
        ("the Port Vey Post", "Port Vey Post", True),
        ("Brook’s", "brook", True),
        ("Zoë Bröok", "Brook", True),
        ("Ada Brook", "Ada Stone", False),
        ("Foreign Minister Stone", "Foreign Minister Brook", False),
        ("the Norland minister", "the Ostmark minister", False),
        ("Norland observers", "Ostmark observers", False),
        ("", "Brook", False),
        ("", "", True),
    ],
)
def test_namings_of_a_speaker(left: str, right: str, agree: bool) -> None:
    assert agreement.same_names(left, right) is agree
    assert agreement.same_names(right, left) is agree


@pytest.mark.parametrize(
    ("coded", "wanted", "agree"),
    [
        ("2020-05-05", "2020-05-05", True),
        ("2020-05-05", "2020-05", True),
        ("2020-05", "2020-05", True),
        ("2020-05-01/2020-05-07", "2020-05", True),
        ("2020-05", "2020", True),
        ("2020", "2020-05", False),
        ("2020-05-30/2020-06-02", "2020-05", False),
        ("2020-05-06", "2020-05-05", False),
        ("", "", True),
        ("", "2020", False),
        ("2020", "", False),
        ("2020", "last spring", False),
    ],
)
def test_dates_agree_at_the_gold_granularity(coded: str, wanted: str, agree: bool) -> None:
    period = Period.parse(coded) if coded else None
    record = GoldRecord("event", "q", 0, 1, date=wanted)
    assert agreement.same_date(duties(period=period), record) is agree


@pytest.mark.parametrize(
    ("modality", "realis", "agree"),
    [
        ("happened", "actual", True),
        ("planned", "planned", True),
        ("threatened", "planned", True),
        ("hypothetical", "hypothetical", True),
        ("denied", "denied", True),
        ("planned", "actual", False),
        ("happened", "denied", False),
    ],
)
def test_modalities_that_a_realis_allows(modality: str, realis: str, agree: bool) -> None:
    record = GoldRecord("event", "q", 0, 1, modality=realis)
    assert agreement.same_modality(duties(modality=modality), record) is agree


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [(10, 20, 1.0), (15, 25, 5 / 15), (12, 14, 0.2), (20, 30, 0.0), (0, 10, 0.0), (-1, -1, 0.0)],
)
def test_shared_text_is_counted_in_characters_of_either(start: int, end: int, share: float) -> None:
    record = GoldRecord("event", "q", start, end)
    assert agreement.shared_share(duties(), record) == pytest.approx(share)
    assert agreement.located(duties(), record) is (share > 0)
