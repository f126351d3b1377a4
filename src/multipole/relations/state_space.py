"""Closeness and conflict from counts of acts: a state-space model of each stream.

For each of the five streams of `multipole.relations.streams`, with y the acts between the two that
source s tells in step t and E all its acts with one of the two and another actor:

    y[s, t] ~ negative binomial, mean E[s, t] exp(beta[s] + x[t]), size r (variance m + m^2 / r)
    x[t] = x[t - 1] + normal(0, sigma)

x is the log of the share of the acts of the two that are such acts between them: it does not grow
because more is written. Where a source is silent (E = 0) there is no likelihood; x drifts on, and
its interval widens. The distributions are computed on a grid (Kitagawa 1987, Journal of the
American Statistical Association 82: 1032-1041; on such models in general Durbin and Koopman 2012,
Time Series Analysis by State Space Methods); sigma and r are not chosen but mixed, each pair by its
prior weight times how well it foretold the series so far. How sources are pooled is told in
`multipole.relations.state_space_pool`.

Closeness compares cooperation with conflict, words with words and deeds with deeds:

    in words  tanh((x_vc - x_vk) / 2) = (C - K) / (C + K) of the two intensities
    in deeds  tanh((x_mc - x_mk) / 2)
    closeness = weighted mean of both

in [-1, 1]: E cancels. Talk is no part of it. With no act of either kind in a pair of streams the
contrast is unknown: NaN with [-1, 1]; so is closeness when a part that has weight is.

``filtered`` values at t rest on steps until t alone, ``smoothed`` ones on all; at the last step of
one source they are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.relations import state_space_kernel as kernel
from multipole.relations.state_space_bands import (
    PER,
    Band,
    apart,
    contrast_band,
    mean_band,
    rate_band,
)
from multipole.relations.state_space_pool import Pool, leaders, pool
from multipole.relations.state_space_run import SIGMAS, SIZES, run
from multipole.relations.streams import STREAMS, Stream, Streams

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
View = Literal["filtered", "smoothed"]

MASS: Final = 0.9
BANDS: Final = pa.schema(
    [
        ("period_start", pa.date32()),
        ("view", pa.string()),
        ("quantity", pa.string()),
        *((name, pa.float64()) for name in ("mean", "low", "high")),
        ("spoken", pa.bool_()),
    ]
)
#: Prior of the first log rate: normal around ``typical``, else around 1 in 1,000, with this sd.
START_SD: Final = 2.5
TYPICAL: Final = 1.0
_WORDS: Final = [STREAMS.index("talk"), STREAMS.index("verbal_cooperation")]
_PAIRS: Final[dict[str, tuple[Stream, Stream]]] = {
    "words": ("verbal_cooperation", "verbal_conflict"),
    "deeds": ("material_cooperation", "material_conflict"),
}


@dataclass(frozen=True, slots=True)
class Estimates:
    """One view of the series: rates by stream (acts in 1,000 acts of the two), and contrasts."""

    rates: Mapping[Stream, Band]
    words: Band
    deeds: Band
    closeness: Band


@dataclass(frozen=True, slots=True)
class Closeness:
    """Closeness of two actors over time, filtered and smoothed, and what it rests on.

    ``data`` are the streams it was made of. ``spoken`` (T) is whether a pooled source had any act
    of either. ``leader`` is the source to whose level all others are put, ``led_by`` (T) the one
    until each step; ``offsets`` (S, 5) are the levels of the others, NaN where unknown.
    ``left_out`` are sources that never speak together with the leader, ``left_out_of_words`` those
    that put talk into verbal cooperation while the leader does not, or the other way round.
    ``talk_inside``: verbal cooperation holds talk. ``sigma`` and ``dispersion`` (5) are the means
    of sigma and 1 / r over the settings, by weight.
    """

    data: Streams
    filtered: Estimates
    smoothed: Estimates
    weights: tuple[float, float]
    mass: float
    spoken: Flags
    leader: str
    led_by: tuple[str, ...]
    offsets: Floats
    left_out: tuple[str, ...]
    left_out_of_words: tuple[str, ...]
    talk_inside: bool
    sigma: Floats
    dispersion: Floats

    def view(self, view: View) -> Estimates:
        """The filtered or the smoothed estimates."""
        return self.filtered if view == "filtered" else self.smoothed


def state_space(
    data: Streams,
    *,
    typical: Mapping[Stream, float] | None = None,
    weights: tuple[float, float] = (0.5, 0.5),
    mass: float = MASS,
) -> Closeness:
    """The closeness of two actors from their streams; model and formula are the module's.

    ``typical`` gives the usual rate of a stream in acts per 1,000 (of all dyads of the sources),
    around which the first log rate is expected (sd 2.5); without it 1 in 1,000. ``weights`` are of
    words and deeds, ``mass`` that of the intervals. Raises `BadValue` for weights that are negative
    or both zero, a mass not between 0 and 1, a typical rate that is not above 0, and streams
    without any source.

    Cooperation in words that is three times the conflict, over two years, told by one source:

    >>> months = np.arange("2014-01", "2016-01", dtype="datetime64[M]").astype("datetime64[D]")
    >>> counts = np.zeros((1, 5, 24)); counts[0, 1], counts[0, 3] = 30, 10
    >>> data = Streams("month", months, ("post",), counts, np.full((1, 24), 500.0),
    ...                counts.sum(axis=1), (False,))
    >>> words = state_space(data).smoothed.words
    >>> [round(float(v[-1]), 1) for v in (words.low, words.mean, words.high)]
    [0.4, 0.5, 0.6]

    Formula: y[s, t] ~ NB(E[s, t] exp(beta[s] + x[t]), r), x a random walk; in words
    tanh((x_vc - x_vk) / 2), in deeds tanh((x_mc - x_mk) / 2), closeness their weighted mean.
    Shapes: streams of T steps give bands (T) of the five rates and the three contrasts, each
    filtered and smoothed.
    Unit: closeness in share differences, -1 only conflict, 0 as much of both, 1 only cooperation;
    rates in acts per 1,000 acts of the two.
    Reference: Kitagawa 1987, Journal of the American Statistical Association 82: 1032-1041; Durbin
    and Koopman 2012, Time Series Analysis by State Space Methods.
    Not for: comparing the rates of pairs with very different partners, as a rate is a share of all
    that the two do; the day of a change in smoothed values, which know the future; what all sources
    leave out, as the interval knows only the noise of counting.
    """
    shares = _checked(data, weights, mass)
    start, led = _start(typical), leaders(data)
    runs = {int(i): run(data, pool(data, int(i), online=True), start) for i in np.unique(led)}
    last = int(led[-1])
    final = pool(data, last, online=False)
    whole = runs[last] if final.same(runs[last].pool) else run(data, final, start)
    ahead = np.stack([runs[int(i)].filtered[:, t] for t, i in enumerate(led)], axis=1)
    told = {i: _until(data, one.pool) for i, one in runs.items()}
    until = np.stack([told[int(i)][..., t] for t, i in enumerate(led)], axis=2)
    ever = np.repeat(_until(data, final)[..., -1:], len(led), axis=2)
    return Closeness(
        data=data,
        filtered=_estimates(ahead, until, shares, mass),
        smoothed=_estimates(whole.smoothed(), ever, shares, mass),
        weights=shares,
        mass=mass,
        spoken=_any(final.speaks, (0, 1)),
        leader=data.sources[last],
        led_by=tuple(data.sources[i] for i in led),
        offsets=final.levels(),
        left_out=_never(data, _any(final.speaks, (1, 2))),
        left_out_of_words=_never(
            data, _any(final.speaks[:, _WORDS], (1, 2)) | ~_any(final.speaks, (1, 2))
        ),
        talk_inside=data.talk_inside[last],
        sigma=whole.mean_of(np.repeat(SIGMAS, len(SIZES))),
        dispersion=whole.mean_of(np.tile(1 / SIZES, len(SIGMAS))),
    )


def table(found: Closeness) -> pa.Table:
    """All bands as rows: schema `BANDS`, one row a step, view and quantity.

    ``quantity`` is "words", "deeds" or "closeness" (share difference), or a stream (acts in 1,000
    acts of the two); unknown means are NaN. ``spoken`` is whether a pooled source had any act of
    either actor in the step: where it had none, the estimate is carried over.
    """
    parts = []
    for view in get_args(View):
        of = found.view(view)
        contrasts = [("words", of.words), ("deeds", of.deeds), ("closeness", of.closeness)]
        parts += [_rows(found, view, *one) for one in (*contrasts, *of.rates.items())]
    return pa.concat_tables(parts)


def _rows(found: Closeness, view: str, name: str, band: Band) -> pa.Table:
    size = len(found.data.starts)
    columns = [found.data.starts, [view] * size, [name] * size, band.mean, band.low, band.high]
    return pa.table([*columns, found.spoken], schema=BANDS)


def _checked(data: Streams, weights: tuple[float, float], mass: float) -> tuple[float, float]:
    """The weights as shares."""
    if not data.sources or not len(data.starts):
        raise BadValue("no source tells of any act of the two", remedy="Closeness is unknown.")
    if not (np.all(np.isfinite(weights)) and min(weights) >= 0 and sum(weights) > 0):
        raise BadValue(f"weights of words and deeds {weights}", remedy="Not negative, one above 0.")
    if not 0 < mass < 1:
        raise BadValue(f"an interval that holds {mass}", remedy="Between 0 and 1.")
    return weights[0] / sum(weights), weights[1] / sum(weights)


def _start(typical: Mapping[Stream, float] | None) -> Floats:
    """The distribution of the first log rate of each stream (5, cells)."""
    rates = np.array([(typical or {}).get(name, TYPICAL) for name in STREAMS])
    if not np.all(rates > 0):
        raise BadValue(f"typical rates {rates.tolist()}", remedy="Give acts per 1,000, above 0.")
    z = (kernel.CELLS - np.log(rates / PER)[:, None]) / START_SD
    found = np.exp(-z * z / 2)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _until(data: Streams, of: Pool) -> Flags:
    """Until each step: whether a stream was spoken of, whether anything happened (2, 5, T)."""
    happened = of.speaks & (data.counts > 0)
    both = np.stack([of.speaks.any(axis=0), happened.any(axis=0)])
    return np.asarray(np.logical_or.accumulate(both, axis=2))


def _any(flags: Flags, axis: tuple[int, ...]) -> Flags:
    return np.asarray(flags.any(axis=axis))


def _never(data: Streams, spoke: Flags) -> tuple[str, ...]:
    """Sources that told of either actor and did not get to speak."""
    out = (data.exposure.sum(axis=1) > 0) & ~spoke
    return tuple(name for name, is_out in zip(data.sources, out, strict=True) if is_out)


def _estimates(
    masses: Floats, known: Flags, weights: tuple[float, float], mass: float
) -> Estimates:
    """Bands of all streams and contrasts; ``masses`` (5, T, cells), ``known`` (2, 5, T)."""
    spoken, happened = known
    rates = {n: rate_band(masses[k], spoken[k], mass) for k, n in enumerate(STREAMS)}
    pairs = {n: tuple(STREAMS.index(x) for x in pair) for n, pair in _PAIRS.items()}
    both = {n: apart(masses[c], masses[k]) for n, (c, k) in pairs.items()}
    told = {n: happened[c] | happened[k] for n, (c, k) in pairs.items()}
    needed = [told[n] | (w == 0) for n, w in zip(pairs, weights, strict=True)]
    return Estimates(
        rates=rates,
        words=contrast_band(both["words"], told["words"], mass),
        deeds=contrast_band(both["deeds"], told["deeds"], mass),
        closeness=mean_band(both["words"], both["deeds"], weights, needed[0] & needed[1], mass),
    )
