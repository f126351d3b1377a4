"""The search for changes in one series: what is proposed, and what the null table says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import ruptures

from multipole.relations.serial import (
    Dependence,
    Design,
    Evidence,
    Floats,
    Ints,
    design,
    evidence,
    log_sum,
    shares,
)
from multipole.relations.serial_null import Null, Nulls, Propose
from multipole.relations.turning_series import Kind, Series, added_of, base_of, line_of

#: Above this many candidate dates the search for spells is left out (its cost is their square).
WIDEST: Final = 400


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """How one series is searched: ``trim`` is the least number of observations in a regime."""

    held: Series
    kind: Kind
    trim: int
    grid: tuple[Dependence, ...]
    heavy: bool
    nulls: Nulls


@dataclass(frozen=True, slots=True)
class Hit:
    """Observations that begin a regime, the p-value of having found them, log Bayes factor."""

    starts: tuple[int, ...]
    p: float
    factor: float


@dataclass(frozen=True, slots=True, eq=False)
class Dates:
    """Posterior ``weights`` [T] over the ``starts`` [T] of one change, and its ``probability``."""

    starts: tuple[int, ...]
    weights: Floats
    probability: float

    @property
    def best(self) -> int:
        return self.starts[int(np.argmax(self.weights))]

    def interval(self, mass: float) -> tuple[int, int]:
        """The equal-tailed interval of the first observation of the new regime."""
        rising = np.cumsum(self.weights)
        low = int(np.searchsorted(rising, (1 - mass) / 2))
        high = int(np.searchsorted(rising, (1 + mass) / 2 - 1e-12))
        return self.starts[low], self.starts[min(high, len(self.starts) - 1)]


def candidates(search: Search, others: Sequence[int]) -> list[int]:
    """Observations that may begin a regime: ``trim`` away from both ends and from ``others``."""
    inner = range(search.trim, len(search.held) - search.trim + 1)
    return [a for a in inner if all(abs(a - b) >= search.trim for b in others)]


def first(search: Search) -> Hit | None:
    """The best single change, or the best spell (a change and its end), having looked at both."""
    starts = candidates(search, ())
    if not starts:
        return None
    propose = proposer(search, starts)
    made, null = laid_out(search, (), starts, propose)
    y = search.held.y[None, :]
    pairs = None if propose is None else propose(y)
    found = evidence(y, made, pairs=pairs, floor=search.held.floor)
    p = float(null.p_either(found)[0])
    top = float(found.factors.max())
    if pairs is None or found.pair is None or null.p(found)[0] <= null.p_pair(found)[0]:
        return Hit((starts[int(found.factors.argmax())],), p, top)
    return Hit((starts[pairs[0, 0]], starts[pairs[0, 1]]), p, float(found.pair[0]))


def further(search: Search, others: Sequence[int]) -> Hit | None:
    """The best change beyond those already found, whose sizes are estimated along with it."""
    starts = candidates(search, others)
    if not starts or len(search.held) - len(others) < 8:
        return None
    found, p = weighed(search, others, starts)
    return Hit((starts[int(found.factors.argmax())],), p, float(found.factors.max()))


def weighed(search: Search, others: Sequence[int], starts: Sequence[int]) -> tuple[Evidence, float]:
    """The evidence for a change at one of ``starts``, given ``others``, and its p-value."""
    made, null = laid_out(search, others, starts)
    found = evidence(search.held.y[None, :], made, floor=search.held.floor)
    return found, float(null.p(found)[0])


def dates(search: Search, others: Sequence[int], starts: Sequence[int]) -> Dates:
    """Where among ``starts`` the change began, each as likely as the next before the data."""
    base, added = _columns(search, others, starts)
    found = _plain_evidence(search, base, added)
    mean = float(log_sum(found.factors[0])) - float(np.log(len(starts)))
    return Dates(tuple(starts), shares(found.factors[0]), float(1 / (1 + np.exp(-mean))))


def line_beats(search: Search, factor: float) -> bool:
    """Whether a straight line explains the series better than the change with this log factor."""
    line = _plain_evidence(search, base_of(search.held, "level", ()), line_of(search.held))
    return bool(line.factors[0, 0] > factor)


def _plain_evidence(search: Search, base: Floats, added: Floats) -> Evidence:
    """The evidence of one series for each added column, without a null table."""
    held = search.held
    made = design(base, added, places=held.places, noise=held.noise, grid=search.grid)
    return evidence(held.y[None, :], made, floor=held.floor)


def _columns(search: Search, others: Sequence[int], starts: Sequence[int]) -> tuple[Floats, Floats]:
    held, kind = search.held, search.kind
    return base_of(held, kind, others), added_of(held, kind, starts)


def laid_out(
    search: Search, others: Sequence[int], starts: Sequence[int], propose: Propose | None = None
) -> tuple[Design, Null]:
    """The design and the null table of a change at one of ``starts``, given ``others``."""
    held = search.held
    return search.nulls.of(
        *_columns(search, others, starts),
        places=held.places,
        noise=held.noise,
        grid=search.grid,
        propose=propose,
        heavy=search.heavy,
    )


def proposer(search: Search, starts: Sequence[int]) -> Propose | None:
    """Proposals of spells by `ruptures` (least squares by dynamic programming), in C."""
    n = len(search.held)
    if search.kind == "trend" or n < 3 * search.trim + 2 or len(starts) > WIDEST:
        return None
    base = base_of(search.held, search.kind, ())
    q, _ = np.linalg.qr(base)

    def propose(y: Floats) -> Ints:
        flat = y - (y @ q) @ q.T
        return np.array([_spell(row, search.trim) for row in flat]) - starts[0]

    return propose


def _spell(row: Floats, trim: int) -> list[int]:
    found = ruptures.KernelCPD(kernel="linear", min_size=trim).fit(row[:, None])
    return [int(place) for place in found.predict(n_bkps=2)[:2]]
