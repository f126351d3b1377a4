"""Local projections: what follows a change in one series, in another, so many periods later.

For horizons h the regression

    y_{t+h} = a_h + b_h x_t + sum_{l=0..p} g_l y_{t-l} + sum_{l=1..p} d_l x_{t-l} + e_{t+h}

(Jorda 2005, Estimation and Inference of Impulse Responses by Local Projections, American Economic
Review 95:161-182). As y_t is among the controls, what moved together with x in the same period is
not counted: only what comes after. With one lag more than the dynamics need, errors that allow for
unequal variances are right at every horizon, for persistent series too, and no Newey-West
correction is needed (Montiel Olea and Plagborg-Moller 2021, Econometrica 89:1789-1823): that is
``lags``, the last of which augments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from multipole.core.errors import BadValue
from multipole.system.ties import Floats

#: Rows beyond the regressors that a regression must have.
LEAST_SPARE = 10


@dataclass(frozen=True, slots=True)
class Response:
    """An effect of one unit of ``cause`` on ``outcome``, its standard error and rows used.

    ``low`` and ``high`` hold the middle ``mass``; ``p`` is two-sided; all NaN where not measurable.
    """

    effect: float
    error: float
    low: float
    high: float
    p: float
    n: int
    mass: float = 0.9


def project(
    outcome: npt.ArrayLike,
    cause: npt.ArrayLike,
    *,
    horizon: int,
    mean: bool = False,
    lags: int = 2,
    mass: float = 0.9,
) -> Response:
    """The response of ``outcome`` at ``horizon`` periods after a unit of ``cause``.

    Both series have shape (periods,), evenly spaced; NaN is unknown, and a row that needs it is
    left out. With ``mean`` the outcome is the mean over the periods 1 to ``horizon`` after, known
    in full. Errors are HC3 (MacKinnon and White 1985), intervals and p
    of Student's t with rows less regressors; NaN with fewer than `LEAST_SPARE` rows to spare, or
    where the cause or the outcome does not vary beyond its controls. Raises `BadValue` for series
    that do not align, a horizon below 1 or no lag.

    A series that follows the other one period later by .8 of it:

    >>> rng = np.random.default_rng(1)
    >>> push = rng.normal(size=200)
    >>> follows = np.r_[0.0, 0.8 * push[:-1]] + rng.normal(size=200) * 0.1
    >>> found = project(follows, push, horizon=1)
    >>> round(found.effect, 1), found.p < 0.001, abs(project(follows, push, horizon=2).effect) < 0.1
    (0.8, True, True)

    Formula: y_t+h = a + b x_t + sum_{l=0..p} g_l y_t-l + sum_{l=1..p} d_l x_t-l + e; b is the
    effect.
    Shapes: two series (periods,) give one `Response`.
    Unit: that of the outcome per that of the cause.
    Reference: Jorda 2005, American Economic Review 95: 161-182; Montiel Olea and Plagborg-Moller
    2021, Econometrica 89: 1789-1823.
    Not for: calling the effect causal. Something that moves x now and y later does the same.
    """
    y, x = _aligned(outcome, cause)
    if horizon < 1 or lags < 1:
        raise BadValue(f"horizon {horizon} with {lags} lags", remedy="Give one or more of each.")
    rows, design, after = _design(y, x, horizon, lags, mean=mean)
    return _estimated(design[rows], after[rows], mass)


def _aligned(outcome: npt.ArrayLike, cause: npt.ArrayLike) -> tuple[Floats, Floats]:
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(cause, dtype=np.float64)
    if y.ndim != 1 or y.shape != x.shape:
        raise BadValue(
            f"series of shapes {y.shape} and {x.shape}",
            remedy="Give both series over the same periods.",
        )
    return y, x


def _design(
    y: Floats, x: Floats, horizon: int, lags: int, *, mean: bool
) -> tuple[npt.NDArray[np.bool_], Floats, Floats]:
    """Rows usable, regressors (the cause first) and the outcome after, one row a period."""
    columns = [x, np.ones(len(x)), y]
    for lag in range(1, lags + 1):
        columns += [_shifted(y, lag), _shifted(x, lag)]
    design = np.stack(columns, axis=1)
    steps = range(1, horizon + 1) if mean else (horizon,)
    after = np.mean([_shifted(y, -step) for step in steps], axis=0)
    return np.isfinite(design).all(1) & np.isfinite(after), design, np.asarray(after)


def _shifted(series: Floats, lag: int) -> Floats:
    moved = np.full(len(series), np.nan)
    if abs(lag) < len(series):
        if lag > 0:
            moved[lag:] = series[:-lag]
        else:
            moved[:lag] = series[-lag:]
    return moved


def _estimated(design: Floats, after: Floats, mass: float) -> Response:
    count, width = design.shape
    spare = count - width
    gap = float("nan")
    nothing = Response(gap, gap, gap, gap, gap, count, mass)
    if spare < LEAST_SPARE:
        return nothing
    spread = design.std(axis=0)
    others = design[:, 1:]
    kept = others[:, (spread[1:] > 0) | (np.arange(width - 1) == 0)]
    beyond = _rest(kept, design[:, 0])
    if not spread[0] > 0 or np.sqrt((beyond**2).mean()) < 1e-8 * spread[0]:
        return nothing
    effect = float(beyond @ after / (beyond @ beyond))
    full = np.column_stack([beyond, kept])
    left, _ = np.linalg.qr(full)
    lever = np.clip((left**2).sum(1), 0.0, 1 - 1e-6)
    wrong = _rest(full, after) / (1 - lever)
    if not np.abs(wrong).max() > 1e-9 * np.abs(after).max():
        return nothing
    error = float(np.sqrt((beyond**2 * wrong**2).sum()) / (beyond @ beyond))
    reach = float(special.stdtrit(spare, (1 + mass) / 2)) * error
    p = float(2 * special.stdtr(spare, -abs(effect) / error))
    return Response(effect, error, effect - reach, effect + reach, p, count, mass)


def _rest(design: Floats, series: Floats) -> Floats:
    return np.asarray(series - design @ np.linalg.lstsq(design, series, rcond=None)[0])
