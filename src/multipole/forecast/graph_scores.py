"""How good ranked forecasts were: ranks, log loss, calibration, by novelty, with intervals.

The protocol of the field: each fact is asked from both its sides; other true answers of the same
question on the same day are left out (the time-aware filter: Han et al. 2021, ICLR, xERTE). Of
entities with the same score the answer gets the average place; the worst place stands beside it
(Sun et al. 2020, ACL, 5516-5522: the best place flatters).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.forecast.graph import Queries, Told
from multipole.forecast.ranking_fast import NEVER, Ranked
from multipole.forecast.ranking_levels import Floats

HITS: Final = (1, 3, 10)
BINS: Final = 10
#: Of the answer before its day: this subject and type, this subject with any type, never together.
SEEN: Final = "seen"
PAIR: Final = "pair seen"
NEW: Final = "new pair"
NOVELTY: Final = (SEEN, PAIR, NEW)


def reciprocal_ranks(ranked: Ranked, *, worst: bool = False) -> Floats:
    """1 / place of each answer, ties at their average place or, ``worst``, at the last.

    >>> one = Ranked(*(np.array([v]) for v in (1.0, 2.0, -1.0, -1.0)))
    >>> reciprocal_ranks(one), reciprocal_ranks(one, worst=True)
    (array([0.33333333]), array([0.25]))
    """
    return 1.0 / places(ranked, worst=worst)


def places(ranked: Ranked, *, worst: bool = False) -> Floats:
    """The place of each answer, counted from 1."""
    return 1.0 + ranked.above + ranked.level * (1.0 if worst else 0.5)


def calibration_error(ranked: Ranked, *, bins: int = BINS) -> float:
    """Mean distance between the chance of the first entity and how often it was the answer.

    Over ``bins`` of equal width, weighted by their number (expected calibration error: Guo et al.
    2017, ICML). An answer level with others for the first place counts as its share of it.

    >>> sure = Ranked(*(np.array(v) for v in ([0.0, 1.0], [0.0, 0.0], [-0.1, -2.0], [0.0, 0.0])))
    >>> calibration_error(sure)
    0.5
    """
    chance = np.exp(ranked.log_first)
    right = np.where(ranked.above == 0, 1.0 / (1.0 + ranked.level), 0.0)
    bucket = np.minimum((chance * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(bucket, weights=right - chance, minlength=bins)
    return float(np.abs(gaps).sum() / max(len(chance), 1))


def novelty(past: Told, wanted: Queries, *, known_before: int = NEVER) -> npt.NDArray[np.int64]:
    """The place in `NOVELTY` of each question's answer, by the facts before its day."""
    rows, found = wanted.rows.astype(np.int64), np.full(len(wanted), 2)
    pair = past.rows[:, 0].astype(np.int64) * past.entities + past.rows[:, 2]
    typed = pair * (2 * past.relations) + past.rows[:, 1]
    asked_pair = rows[:, 0] * past.entities + rows[:, 2]
    asked_typed = asked_pair * (2 * past.relations) + rows[:, 1]
    limit = np.minimum(rows[:, 3], known_before)
    found[_earlier(pair, past.rows[:, 3], asked_pair, limit)] = 1
    found[_earlier(typed, past.rows[:, 3], asked_typed, limit)] = 0
    return found


def _earlier(
    keys: npt.NDArray[np.int64], days: npt.NDArray[np.int32], wanted: Any, limit: Any
) -> npt.NDArray[np.bool_]:
    """Whether the first day of each wanted key is before its limit."""
    order = np.lexsort((days, keys))
    keys, days = keys[order], days[order]
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    earlier: npt.NDArray[np.bool_] = (keys[place] == wanted) & (days[place] < limit)
    return earlier


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over questions with its 90% interval over days."""

    mean: float
    low: float
    high: float


def day_blocks(
    values: Floats, days: npt.NDArray[np.int32], *, draws: int = 1000, seed: int = 7
) -> Interval:
    """The mean and its 90% interval when whole days are drawn again (Künsch 1989, blocks).

    >>> day_blocks(np.array([1.0, 1.0, 1.0]), np.array([0, 0, 1], np.int32)).low
    1.0
    """
    _, place = np.unique(days, return_inverse=True)
    sums, counts = np.bincount(place, weights=values), np.bincount(place)
    draw = np.random.default_rng(seed).integers(0, len(sums), (draws, len(sums)))
    means = sums[draw].sum(1) / counts[draw].sum(1)
    low, high = np.quantile(means, (0.05, 0.95))
    return Interval(float(values.mean()), float(low), float(high))


def figures(ranked: Ranked, wanted: Queries) -> dict[str, float]:
    """MRR (average and worst ties), hits, log loss in nats a question and calibration error."""
    place, found = places(ranked), reciprocal_ranks(ranked)
    interval = day_blocks(found, wanted.rows[:, 3])
    return {
        "mrr": interval.mean,
        "mrr_low": interval.low,
        "mrr_high": interval.high,
        "mrr_worst_ties": float(reciprocal_ranks(ranked, worst=True).mean()),
        **{f"hits_at_{k}": float((place <= k).mean()) for k in HITS},
        "log_loss": float(-ranked.log_chance.mean()),
        "calibration_error": calibration_error(ranked),
    }


def by_novelty(ranked: Ranked, kinds: npt.NDArray[np.int64]) -> Mapping[str, Mapping[str, float]]:
    """Of each of `NOVELTY`: its share of questions, MRR and log loss (none: left out)."""
    found: dict[str, dict[str, float]] = {}
    for place, name in enumerate(NOVELTY):
        at = kinds == place
        if at.any():
            found[name] = {
                "share": float(at.mean()),
                "mrr": float(reciprocal_ranks(ranked)[at].mean()),
                "log_loss": float(-ranked.log_chance[at].mean()),
            }
    return found
