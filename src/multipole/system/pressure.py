"""The triangle test: does pressure of C on A and B bring A and B closer afterwards?

Four questions, each a local projection (`multipole.system.projection`):

1. *Effect*: the mean closeness of A and B over the next ``horizon`` periods, after a unit of
   pressure, given closeness now and both series' past.
2. *Lead*: does closeness foretell pressure, given pressure's own past? Then pressure may answer to
   closeness, or both to a third thing, and the effect is no evidence (Sims 1972, Money, Income, and
   Causality, American Economic Review 62:540-552).
3. *Apart*: the effect on the closeness of A and B less the mean of the placebo dyads: other pairs
   under the same pressure series, which it does not aim at.
4. *Rank*: how many placebo dyads show as strong an effect (Abadie, Diamond and Hainmueller 2010,
   Synthetic Control Methods for Comparative Case Studies, Journal of the American Statistical
   Association 105:493-505, reason so).

There is evidence only when 1 is significant and 2 to 4 do not speak against it; and "no evidence"
is said when there is none, with the effect that would have been found had there been one. On
unrelated AR(1) series with rho .8 and .9 and 29 to 240 periods at level .05 it says "for" in 2 to 4
of 100 cases and "for" or "against" in 5 to 8 without placebo dyads, in 2 or fewer with eight of
them (``benchmarks/pressure.py``); a test that takes periods as independent says so in 30 to 60.

Not for: proof. Pressure is not random; one dyad's history is one case. Series of events: closeness
and pressure coded from the same reports move together because reporting does; use measures that
allow for its volume, or closeness from another source (votes, trade, visits).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from multipole.core.errors import BadValue
from multipole.system.projection import Response, project
from multipole.system.ties import Floats

Outcome = Literal["for", "against", "no evidence", "not measurable"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the triangle test says, in ``words``, and what it rests on.

    ``path`` holds the response at each horizon from 1; ``lead`` and ``apart`` are questions 2 and
    3, ``rank`` the p of question 4 (NaN without placebo dyads), ``placebos`` their effects (NaN
    where not measurable), ``detectable`` the effect found in 8 of 10 cases.
    """

    outcome: Outcome
    words: str
    effect: Response
    path: tuple[Response, ...]
    lead: Response
    apart: Response | None
    rank: float
    placebos: tuple[float, ...]
    detectable: float
    level: float


def joint_pressure(
    on_a: npt.ArrayLike, on_b: npt.ArrayLike, *, how: Literal["mean", "least"] = "mean"
) -> Floats:
    """Pressure on both of two states: the mean of the two series, or the lesser at each time.

    The lesser is high only when both are pressed. NaN where either is unknown; unit as given.

    >>> joint_pressure([1, 4, np.nan], [3, 0, 1], how="least").tolist()
    [1.0, 0.0, nan]
    """
    both = np.stack([np.asarray(on_a, dtype=np.float64), np.asarray(on_b, dtype=np.float64)])
    return np.asarray(both.mean(axis=0) if how == "mean" else both.min(axis=0))


def pressure_test(
    closeness: npt.ArrayLike,
    pressure: npt.ArrayLike,
    *,
    placebos: npt.ArrayLike | None = None,
    horizon: int = 6,
    lags: int = 2,
    level: float = 0.05,
) -> Verdict:
    """Whether ``pressure`` raises ``closeness`` afterwards: both of shape (periods,), NaN unknown.

    ``placebos`` (dyads, periods) holds the closeness of other pairs; ``lags`` should be one more
    than the series' own dynamics need. Raises `BadValue` for series that do not align.

    Closeness that answers pressure one period later, and fades:

    >>> rng = np.random.default_rng(3)
    >>> push, close = rng.normal(size=160), np.zeros(160)
    >>> for t in range(1, 160):
    ...     close[t] = 0.7 * close[t - 1] + 0.5 * push[t - 1] + 0.4 * rng.normal()
    >>> pressure_test(close, push, horizon=3).outcome
    'for'
    >>> pressure_test(rng.normal(size=160), push, horizon=3).outcome
    'no evidence'
    >>> pressure_test(close[:12], push[:12], horizon=3).outcome
    'not measurable'

    Formula: mean of y_t+1 .. y_t+horizon = a + b x_t + lags of y and x + e; b is the effect.
    Shapes: two series (periods,) and placebo dyads (dyads, periods) give one `Verdict`.
    Unit: closeness per unit of pressure.
    Reference: Jorda 2005, American Economic Review 95: 161-182; Abadie, Diamond and Hainmueller
    2010, Journal of the American Statistical Association 105: 493-505.
    Not for: proof, as pressure is not random; two series coded from the same reports, which move
    together because reporting does.
    """
    y = np.asarray(closeness, dtype=np.float64)
    mean = {"horizon": horizon, "lags": lags}
    effect = project(y, pressure, mean=True, **mean)
    path = tuple(project(y, pressure, horizon=h, lags=lags) for h in range(1, horizon + 1))
    lead = project(pressure, y, mean=True, **mean)
    others = _checked(placebos, len(y))
    apart, rank = None, float("nan")
    found: tuple[float, ...] = ()
    if len(others):
        each = [project(other, pressure, mean=True, **mean) for other in others]
        found = tuple(one.effect for one in each)
        apart = project(y - _mean(others), pressure, mean=True, **mean)
        rank = _rank(effect, each)
    outcome, why = _judged(effect, lead, apart, rank, len(found), level)
    detectable = _detectable(effect, level)
    words = _words(outcome, why, effect, horizon, detectable)
    return Verdict(outcome, words, effect, path, lead, apart, rank, found, detectable, level)


def _checked(placebos: npt.ArrayLike | None, periods: int) -> Floats:
    if placebos is None:
        return np.empty((0, periods))
    others = np.asarray(placebos, dtype=np.float64)
    if others.ndim != 2 or others.shape[1] != periods:
        raise BadValue(
            f"placebo dyads of shape {others.shape} for {periods} periods",
            remedy="Give dyads by the same periods.",
        )
    return others


def _mean(others: Floats) -> Floats:
    """The mean of the dyads known at each time."""
    known = np.isfinite(others)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(known, others, 0.0).sum(0) / known.sum(0))


def _rank(effect: Response, others: list[Response]) -> float:
    """Share of dyads, this one among them, with a t as great in the direction of this effect."""
    strong = np.array([one.effect / one.error for one in others])
    strong = strong[np.isfinite(strong)]
    if not len(strong) or not np.isfinite(effect.p):
        return float("nan")
    mine, way = abs(effect.effect / effect.error), np.sign(effect.effect)
    return float((1 + (way * strong >= mine).sum()) / (1 + len(strong)))


def _judged(
    effect: Response, lead: Response, apart: Response | None, rank: float, dyads: int, level: float
) -> tuple[Outcome, str]:
    if not np.isfinite(effect.p) or not np.isfinite(lead.p):
        return "not measurable", "too few periods with both series known, or no variation"
    if effect.p >= level:
        return "no evidence", "closeness does not move after pressure"
    if lead.p < level:
        return "no evidence", f"closeness moves before pressure does (lead test p = {lead.p:.3f})"
    if apart is not None:
        same = apart.p < level and apart.effect * effect.effect > 0
        if not same:
            return "no evidence", f"other dyads move as much (p of the difference {apart.p:.3f})"
        if rank > max(level, 1 / (1 + dyads)):
            return "no evidence", f"placebo dyads show as strong an effect (rank p = {rank:.3f})"
    kept = f"p = {effect.p:.3f}, lead test p = {lead.p:.3f}"
    kept += f", {dyads} placebo dyads show less" if apart is not None else ", no placebo dyads"
    return ("for" if effect.effect > 0 else "against"), kept


def _detectable(effect: Response, level: float) -> float:
    """The true effect that would be significant in 8 of 10 histories like this one."""
    return float((special.ndtri(1 - level / 2) + special.ndtri(0.8)) * effect.error)


def _words(outcome: Outcome, why: str, effect: Response, horizon: int, detectable: float) -> str:
    if outcome == "not measurable":
        return f"Not measurable: {why} ({effect.n} usable)."
    size = (
        f"a unit of pressure is followed by a change of closeness of {effect.effect:+.3g} "
        f"({effect.mass:.0%} interval {effect.low:+.3g} to {effect.high:+.3g}) "
        f"on average over the next {horizon} periods, n = {effect.n}"
    )
    if outcome == "no evidence":
        return f"No evidence: {why}; {size}; {detectable:.2g} would be found in 8 of 10 cases."
    return f"Evidence {outcome}: {size}; {why}."
