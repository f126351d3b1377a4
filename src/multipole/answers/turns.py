"""A claim about a year, asked of each series of a pair: one verdict a series, none for all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from multipole.answers.series_dyad import DyadSeries

if TYPE_CHECKING:
    from multipole.relations.serial_null import Nulls
    from multipole.relations.turning_claim import ChangeTest

Question = Literal["turn", "closer"]
ALPHA: Final = 0.05
#: Unchanged series that are simulated for each layout.
DRAWS: Final = 999


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one series says. ``p_family``: its p among all series that could be measured (Holm)."""

    series: DyadSeries
    test: ChangeTest
    p_family: float


def judge(
    found: Iterable[DyadSeries],
    year: int,
    *,
    question: Question = "turn",
    alpha: float = ALPHA,
    seed: int = 0,
    draws: int = DRAWS,
) -> list[Verdict]:
    """Each series' answer to "did it change in ``year``?" or "is it closer since ``year``?".

    Null tables of ``draws`` simulated series are shared by series of one layout. The same seed
    gives the same answer whatever other series stand beside. Holm (1979), Scandinavian Journal
    of Statistics 6: 65-70, holds the chance of any false alarm in the family at alpha, however
    the series depend on one another.
    """
    from multipole.relations.serial_null import nulls_of

    nulls = nulls_of(np.random.default_rng(seed), draws=draws)
    asked = list(found)
    tests = [_asked(one, year, question, alpha=alpha, seed=seed, nulls=nulls) for one in asked]
    family = holm([test.p if measured(test) else math.nan for test in tests])
    return [Verdict(*three) for three in zip(asked, tests, family, strict=True)]


def measured(test: ChangeTest) -> bool:
    """Whether the series could say yes or no."""
    return test.verdict != "not measurable"


def _asked(
    one: DyadSeries, year: int, question: Question, *, alpha: float, seed: int, nulls: Nulls
) -> ChangeTest:
    from multipole.relations.turning_claim import change_at, closer_since

    counted = one.counts is not None
    options: dict[str, Any] = {
        "rng": np.random.default_rng(seed), "periods": one.periods, "of": one.of,
        "kind": one.kind, "bounds": None if counted else one.bounds, "alpha": alpha,
        "nulls": nulls,
    }  # fmt: skip
    values: Sequence[float] = one.counts if one.counts is not None else one.values
    if question == "turn":
        return change_at(values, year, **options)
    return closer_since(values, year, rises=one.higher_is_closer, **options)


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values; those that are NaN are no part of the family and stay NaN.

    >>> holm([0.01, math.nan, 0.04, 0.03])
    [0.03, nan, 0.06, 0.06]
    """
    held = sorted((p, i) for i, p in enumerate(ps) if not math.isnan(p))
    found, worst = [math.nan] * len(ps), 0.0
    for rank, (p, i) in enumerate(held):
        worst = max(worst, min(1.0, p * (len(held) - rank)))
        found[i] = round(worst, 12)
    return found


def warnings_of(verdict: Verdict) -> Iterator[str]:
    """What a reader should mind of one verdict, in words."""
    test = verdict.test
    if not measured(test):
        return
    yield from test.warnings
    if test.p_independent <= ALPHA < test.p:
        yield "a test that takes years for independent would say yes"


def closer_of(verdict: Verdict) -> str:
    """Which way the change at the year points: ``closer``, ``further``, or nothing."""
    size = verdict.test.size
    if size is None or size.change.mean == 0 or math.isnan(size.change.mean):
        return ""
    return "closer" if (size.change.mean > 0) == verdict.series.higher_is_closer else "further"
