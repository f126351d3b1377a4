"""Numbers that tell one stream of acts from another: what simulated years are compared by.

Every number takes daily counts (days, N, N, 4) and the weekday (0 Monday) of the first day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.plover import QUADS
from multipole.scenario.stream import Floats

Counts = npt.NDArray[np.int32]

WEEK: Final = 7
#: A dyad is tied in a month (30 days) from so many acts on, either way.
TIED: Final = 2
#: Cells with at least so many active days have their waiting times measured.
WAITED: Final = 10


def per_day(counts: Counts, first: int) -> float:
    """Acts a day."""
    return float(counts.sum() / len(counts))


def spread_of_days(counts: Counts, first: int) -> float:
    """Variance over mean of the acts of a day, Saturdays and Sundays apart."""
    daily = counts.sum(axis=(1, 2, 3))
    parts = [daily[_weekend(len(daily), first) == w] for w in (False, True)]
    return float(np.mean([p.var() / max(p.mean(), 1e-9) for p in parts if len(p)]))


def spread_of_cells(quad: int) -> Callable[[Counts, int], float]:
    """Sum of the variances over days of all cells of a class, over the sum of their means."""

    def number(counts: Counts, first: int) -> float:
        cells = counts[..., quad]
        return float(cells.var(axis=0).sum() / max(cells.mean(axis=0).sum(), 1e-9))

    return number


def class_share(quad: int) -> Callable[[Counts, int], float]:
    """Share of a class in all acts."""

    def number(counts: Counts, first: int) -> float:
        return float(counts[..., quad].sum() / max(counts.sum(), 1))

    return number


def zero_cells(counts: Counts, first: int) -> float:
    """Share of cells (day, sender, receiver, class) without an act."""
    states = counts.shape[1]
    cells = len(counts) * states * (states - 1) * counts.shape[3]
    return float(1 - np.count_nonzero(counts) / cells)


def silent_dyads(counts: Counts, first: int) -> float:
    """Share of dyads without an act in the whole time."""
    states = counts.shape[1]
    return float(1 - np.count_nonzero(counts.sum(axis=(0, 3))) / (states * (states - 1)))


def busiest(counts: Counts, first: int) -> float:
    """Share of the ten busiest dyads in all acts."""
    dyads = np.sort(counts.sum(axis=(0, 3)).ravel())
    return float(dyads[-10:].sum() / max(dyads.sum(), 1))


def most_in_a_cell(counts: Counts, first: int) -> float:
    """The most acts of a sender, receiver, class and day."""
    return float(counts.max())


def weekend(counts: Counts, first: int) -> float:
    """Acts of a Saturday or Sunday over those of another day."""
    daily = counts.sum(axis=(1, 2, 3))
    off = _weekend(len(daily), first)
    return float(daily[off].mean() / max(daily[~off].mean(), 1e-9))


def answered_at_once(quad: int) -> Callable[[Counts, int], float]:
    """Correlation of the acts of a class of a day with those the other way round."""

    def number(counts: Counts, first: int) -> float:
        cells = counts[..., quad].astype(float)
        return _together(cells, np.swapaxes(cells, 1, 2))

    return number


def answered_later(counts: Counts, first: int) -> float:
    """Correlation of the acts of a day with those the other way round in the 7 days after."""
    acts = counts.sum(axis=3).astype(float)
    return _together(acts[: -WEEK - 1], np.swapaxes(_week_after(acts), 1, 2))


def persists(quad: int) -> Callable[[Counts, int], float]:
    """Correlation of the acts of a class of a day with those of the 7 days after in the cell."""

    def number(counts: Counts, first: int) -> float:
        acts = counts[..., quad].astype(float)
        return _together(acts[: -WEEK - 1], _week_after(acts))

    return number


def mutual(counts: Counts, first: int) -> float:
    """Correlation over pairs of the log acts of the whole time one way and the other."""
    total = np.log1p(counts.sum(axis=(0, 3)).astype(float))
    return float(np.corrcoef(total[_upper(total)], total.T[_upper(total)])[0, 1])


def closed_triads(counts: Counts, first: int) -> float:
    """Share of paths of two ties that a third tie closes, over that expected of their number.

    The mean over months; a pair is tied with `TIED` acts in the month.
    """
    found = []
    for month in np.array_split(counts, max(len(counts) // 30, 1)):
        both = month.sum(axis=(0, 3))
        tied = (both + both.T >= TIED).astype(float)
        np.fill_diagonal(tied, 0)
        paths = tied @ tied
        np.fill_diagonal(paths, 0)
        density = tied.sum() / max(len(tied) * (len(tied) - 1), 1)
        found.append((paths * tied).sum() / max(paths.sum(), 1) / max(density, 1e-9))
    return float(np.mean(found))


def joined_in(counts: Counts, first: int) -> float:
    """Correlation of the acts on a receiver of a day with those by others in the 7 days after."""
    acts = counts.sum(axis=3).astype(float)
    after = _week_after(acts)
    others = after.sum(axis=1, keepdims=True) - after
    return _together(acts[: -WEEK - 1], others)


def waits(quantile: float) -> Callable[[Counts, int], float]:
    """A quantile of the days from one active day of a cell to its next."""

    def number(counts: Counts, first: int) -> float:
        gaps = _gaps(counts)
        return float(np.quantile(gaps, quantile)) if len(gaps) else np.nan

    return number


def bursts(counts: Counts, first: int) -> float:
    """Standard deviation over mean of the waiting times (1 and below: regular or random)."""
    gaps = _gaps(counts)
    return float(gaps.std() / gaps.mean()) if len(gaps) else np.nan


def _gaps(counts: Counts) -> Floats:
    day, *cell = np.nonzero(counts)
    place = np.ravel_multi_index(cell, counts.shape[1:])
    often = np.bincount(place, minlength=int(np.prod(counts.shape[1:])))[place] >= WAITED
    order = np.lexsort((day[often], place[often]))
    day, place = day[often][order], place[often][order]
    return np.asarray(np.diff(day)[np.diff(place) == 0], np.float64)


def _weekend(days: int, first: int) -> npt.NDArray[np.bool_]:
    return (np.arange(days) + first) % WEEK >= 5


def _week_after(acts: Floats) -> Floats:
    """Acts of the 7 days after each day; as many days fewer, and one."""
    total = np.cumsum(acts, axis=0)
    return np.asarray(total[WEEK:-1] - total[: -WEEK - 1])


def _together(left: Floats, right: Floats) -> float:
    """Correlation over days and dyads of what is left when each dyad's mean is taken off."""
    a, b = left - left.mean(axis=0), right - right.mean(axis=0)
    off = ~np.eye(a.shape[1], dtype=bool)
    a, b = a[:, off], b[:, off]
    return float((a * b).sum() / max(np.sqrt((a**2).sum() * (b**2).sum()), 1e-9))


def _upper(matrix: Floats) -> npt.NDArray[np.bool_]:
    return np.triu(np.ones(matrix.shape, bool), 1)


def _by_class(
    name: str, number: Callable[[int], Callable[[Counts, int], float]]
) -> tuple[tuple[str, Callable[[Counts, int], float]], ...]:
    return tuple((f"{name}: {q.replace('_', ' ')}", number(n)) for n, q in enumerate(QUADS))


#: Name of each number, and how it is found.
NUMBERS: Final[tuple[tuple[str, Callable[[Counts, int], float]], ...]] = (
    ("acts a day", per_day),
    *_by_class("share of class", class_share),
    ("days: variance / mean of acts", spread_of_days),
    *_by_class("cells: variance / mean of daily acts", spread_of_cells),
    ("cells: share without an act", zero_cells),
    ("cells: most acts of a day", most_in_a_cell),
    ("dyads: share without an act", silent_dyads),
    ("dyads: share of the ten busiest", busiest),
    ("weekend / other days", weekend),
    *_by_class("reciprocity the same day", answered_at_once),
    ("reciprocity in the week after", answered_later),
    ("reciprocity of totals", mutual),
    *_by_class("persistence in the week after", persists),
    ("third parties: others follow in the week after", joined_in),
    ("third parties: closed triads over chance", closed_triads),
    ("waiting: burstiness (sd / mean)", bursts),
    ("waiting: median days", waits(0.5)),
    ("waiting: days, 90% below", waits(0.9)),
)
