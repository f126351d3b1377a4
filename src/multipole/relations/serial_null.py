"""How often a series that never changed looks at least as changed as this one.

The statistic T of a series is its largest log Bayes factor (`multipole.relations.serial`). Under
"no change" it is free of level and scale, so that its distribution depends on the layout of the
series (length, gaps, dates tried) and on the dependence alone. `null_of` simulates it for every
dependence of the grid and so makes two steps:

1. mixed:       m(y) = sum over d of w_d(y) P_d(T >= T(y)), the bootstrap p-value averaged over the
   dependence, with the weights that the data give it in the best model with a change;
2. calibrated:  p(y) = max over d of P_d(m(Y) <= m(y)), Y simulated without any change.

Step 2 makes the false-alarm rate at most the nominal one for *every* dependence of the grid, also
for rho = .98, at any length: no asymptotics (Vogelsang's and Andrews' tables are far off at n = 29
and rho = .9), no plugged-in AR coefficient.

What it rests on: Gaussian shocks. Under t(3) shocks and rho = .8 the search for any date calls one
unchanged series in four or five (a named date: still one in twenty), for a large shock that fades
slowly is a change of level as far as a short series can show. ``heavy`` simulates with t(5) shocks:
the search then holds its rate, and hardly finds a shift of 2 SD where rho is large.

References: Diebold, F. and Chen, C. (1996), Journal
of Econometrics 70 (bootstrapped sup tests); Dufour, J.-M. (2006), Journal of Econometrics 133
(maximised Monte Carlo tests); Andrews, D. W. K. (1993), Econometrica 61 (sup tests).

>>> import numpy as np
>>> from multipole.relations.serial import design, evidence
>>> added = np.tri(12, 12, -1)[:, 2:9]
>>> made = design(np.ones((12, 1)), added, places=np.arange(12), noise=np.ones(12))
>>> null = null_of(made, rng=np.random.default_rng(1), draws=200)
>>> y = np.array([[1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8.0]])
>>> bool(null.p(evidence(y, made))[0] < 0.05)
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from multipole.relations.serial import (
    NOISY,
    Dependence,
    Design,
    Evidence,
    Floats,
    Ints,
    design,
    evidence,
    shares,
)

DRAWS: Final = 999
#: So many times more where one named date is tested: cheap, and the most asked.
DATED: Final = 4
#: Degrees of freedom of heavy shocks.
TAILS: Final = 5
Propose = Callable[[Floats], Ints]


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """Sorted simulated statistics of series without a change: ``tops``, ``mixed`` [D, draws];
    ``pair_tops``, ``pair_mixed`` and ``least`` (the smaller of both p) where pairs are proposed."""

    tops: Floats
    mixed: Floats
    pair_tops: Floats | None = None
    pair_mixed: Floats | None = None
    least: Floats | None = None

    def p(self, found: Evidence) -> Floats:
        """The p-value [B] of the largest single change."""
        return _worst(self.mixed, _mix(found, self.tops))

    def p_pair(self, found: Evidence) -> Floats:
        """The p-value [B] of the proposed pair of changes."""
        assert self.pair_tops is not None
        assert self.pair_mixed is not None
        return _worst(self.pair_mixed, _mix_pair(found, self.pair_tops))

    def p_either(self, found: Evidence) -> Floats:
        """The p-value [B] of the better of the two, having looked at both."""
        if self.least is None:
            return self.p(found)
        return _worst(self.least, np.minimum(self.p(found), self.p_pair(found)))


def null_of(
    made: Design,
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    propose: Propose | None = None,
    heavy: bool = False,
) -> Null:
    """Simulate ``draws`` unchanged series under every dependence; ``propose`` finds pairs in each.

    Shocks are normal, or Student t with 5 degrees of freedom if ``heavy``. The same shocks serve
    all dependences, so that their differences are not noise.
    """
    z = rng.standard_normal((draws, made.roots.shape[1]))
    if heavy:
        z = z * np.sqrt((TAILS - 2) / rng.chisquare(TAILS, z.shape))
    found = []
    for root in made.roots:
        y = z @ root.T
        found.append(evidence(y, made, pairs=None if propose is None else propose(y)))
    tops = np.sort(np.stack([one.factors.max(axis=1) for one in found]))
    null = Null(tops, np.sort(np.stack([_mix(one, tops) for one in found])))
    return null if propose is None else _with_pairs(null, found)


def _with_pairs(null: Null, found: list[Evidence]) -> Null:
    tops = np.sort(np.stack([one.pair for one in found if one.pair is not None]))
    mixed = np.sort(np.stack([_mix_pair(one, tops) for one in found]))
    both = Null(null.tops, null.mixed, tops, mixed)
    least = [np.minimum(both.p(one), both.p_pair(one)) for one in found]
    return Null(null.tops, null.mixed, tops, mixed, np.sort(np.stack(least)))


def _mix(found: Evidence, tops: Floats) -> Floats:
    best = found.factors.argmax(axis=1)
    rows = np.arange(len(best))
    return _average(found.factors[rows, best], shares(found.joint[rows, :, best]), tops)


def _mix_pair(found: Evidence, tops: Floats) -> Floats:
    assert found.pair is not None
    assert found.pair_joint is not None
    return _average(found.pair, shares(found.pair_joint), tops)


def _average(top: Floats, weights: Floats, tops: Floats) -> Floats:
    beyond = [1 - np.searchsorted(row, top - 1e-9) / tops.shape[1] for row in tops]
    return np.asarray((weights * np.stack(beyond, axis=1)).sum(axis=1))


def _worst(sorted_rows: Floats, value: Floats) -> Floats:
    """The largest share, over the dependences, of simulated values as small as ``value``, and one
    standard error of that share: luck in the table must not make false alarms."""
    draws = sorted_rows.shape[1]
    below = [np.searchsorted(row, value + 1e-9) for row in sorted_rows]
    share = (np.max(below, axis=0) + 1) / (draws + 1)
    return np.asarray(np.minimum(1.0, share + np.sqrt(share * (1 - share) / draws)))


@dataclass(slots=True)
class Nulls:
    """Null tables by layout: series of one layout share one table, whatever the order of asking.

    ``seed`` comes from the caller's generator (see `nulls_of`); the table of a layout depends on
    the seed and the layout only.
    """

    seed: int
    draws: int = DRAWS
    known: dict[str, tuple[Design, Null]] = field(default_factory=dict)

    def of(
        self,
        base: Floats,
        added: Floats,
        *,
        places: Ints,
        noise: Floats,
        grid: tuple[Dependence, ...] = NOISY,
        propose: Propose | None = None,
        heavy: bool = False,
    ) -> tuple[Design, Null]:
        """The design of this layout and its null table, made when first asked for."""
        layout = (base, added, places - places[0], noise / noise.mean())
        key = _key(layout, grid, f"{propose is not None} {heavy}")
        if key not in self.known:
            made = design(base, added, places=places, noise=noise, grid=grid)
            rng = np.random.default_rng([self.seed, int(key[:12], 16)])
            draws = self.draws * (DATED if added.shape[1] == 1 else 1)
            table = null_of(made, rng=rng, draws=draws, propose=propose, heavy=heavy)
            self.known[key] = (made, table)
        return self.known[key]


def nulls_of(rng: np.random.Generator, *, draws: int = DRAWS) -> Nulls:
    """An empty set of tables, seeded from ``rng``: pass it to several calls to save time."""
    return Nulls(int(rng.integers(2**32)), draws)


def _key(layout: tuple[Floats | Ints, ...], grid: tuple[Dependence, ...], how: str) -> str:
    held = hashlib.sha256(f"{how}{grid}".encode())
    for part in layout:
        held.update(str(part.shape).encode())
        held.update(np.ascontiguousarray(np.round(part.astype(np.float64), 9)).tobytes())
    return held.hexdigest()
