"""What moved measures of acts: those told, those that the earlier rate would have brought."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from multipole.answers.measures.acts import CONTRASTS, COUNTS, RATES, models, tallies
from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts
from multipole.answers.moved.told import Told, told
from multipole.core.errors import NothingFound
from multipole.relations.weights_rates import act_weights, contrast_slopes, rate_slope

if TYPE_CHECKING:
    from multipole.relations.state_space import Closeness
    from multipole.relations.state_space_pool import Pool
    from multipole.relations.streams import Stream

MODELLED: Final = (*(m.name for m in CONTRASTS), *RATES)
COUNTED: Final = tuple(m.name for m in COUNTS)
_PAIRS: Final[dict[str, tuple[Stream, Stream]]] = {
    "closeness_words": ("verbal_cooperation", "verbal_conflict"),
    "closeness_deeds": ("material_cooperation", "material_conflict"),
}
_RULE: Final = (
    "Shapley values of the log rates of the streams; in each an act weighs u, what the earlier "
    "rate would have brought -u an act, and smoothing u for each act that the model adds."
)
_COUNTS: Final = "Each act of the period weighs 1 (of reports its probability), each before -1."
_EXACT: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Model:
    """A model, who speaks in it, and the two steps that are compared."""

    found: Closeness
    pool: Pool
    before: int
    now: int

    def log_rates(self, stream: Stream) -> tuple[float, float]:
        """x before and now, as smoothed."""
        from multipole.relations.state_space_bands import PER

        rates = self.found.smoothed.rates[stream].mean
        return float(np.log(rates[self.before] / PER)), float(np.log(rates[self.now] / PER))

    def heard(self, stream: Stream) -> tuple[float, float, Mapping[str, float]]:
        """Exposure at the common level, acts told, and the power of each source, now."""
        from multipole.relations.streams import STREAMS

        k, t, data = STREAMS.index(stream), self.now, self.found.data
        power = np.where(self.pool.speaks[:, k, t], self.pool.weight[:, k, t], 0.0)
        exposed = power * data.exposure[:, t] * np.exp(self.pool.offset[:, k, t])
        acts = power * np.nan_to_num(data.counts[:, k, t])
        powers = dict(zip(data.sources, power.tolist(), strict=True))
        return float(exposed.sum()), float(acts.sum()), powers


def modelled(case: Case) -> Parts:
    """Acts of the period, stream by stream, for closeness and rates of the state-space model."""
    model = _model_of(case)
    acts = told(case, case.now.period, model.found.data.sources)
    parts = [
        part
        for stream, slope in _slopes(case.now.measure, model)
        for part in _stream(model, stream, slope, acts)
    ]
    rest = case.change - math.fsum(part.weight or 0.0 for part in parts)
    if case.now.measure not in RATES and not math.isnan(rest):
        words = "doubt: the mean over the doubt is not the value at the mean rates"
        parts.append(Part(words, rest))
    return Parts(tuple(parts), _RULE, tuple(_by_stream(case, model)))


def _by_stream(case: Case, model: _Model) -> Iterator[str]:
    """What each stream adds, all its rows together."""
    told = []
    for stream, slope in _slopes(case.now.measure, model):
        before, now = model.log_rates(stream)
        told.append(f"{stream.replace('_', ' ')} {slope * (now - before):+.4g}")
    yield f"By stream: {', '.join(told)}."


def _model_of(case: Case) -> _Model:
    """The model that the points are of, made again, and the steps of the two."""
    from multipole.relations.state_space_pool import pool

    for found in models(case.asked, tallies(case.asked)):
        sources = [s for s in found.data.sources if s not in found.left_out]
        if "+".join(sources) == case.now.source:
            steps = [_place(found, point) for point in (case.before, case.now)]
            leader = found.data.sources.index(found.leader)
            return _Model(found, pool(found.data, leader, online=False), *steps)
    raise NothingFound("the model of these acts cannot be found again", where=case.now.source)


def _place(found: Closeness, point: Point) -> int:
    start = np.datetime64(point.period.start, "D")
    return int(np.flatnonzero(found.data.starts == start)[0])


def _slopes(measure: str, model: _Model) -> Iterator[tuple[Stream, float]]:
    """The streams of a measure and what a unit of the log rate of each adds to it."""
    if measure in RATES:
        from multipole.relations.state_space_bands import PER

        stream = RATES[measure]
        yield stream, PER * rate_slope(*model.log_rates(stream))
        return
    shares = dict(zip(_PAIRS, model.found.weights, strict=True))
    if measure in _PAIRS:
        shares = {measure: 1.0}
    for name, share in shares.items():
        good, bad = _PAIRS[name]
        sides = zip(model.log_rates(good), model.log_rates(bad), strict=True)
        of_good, of_bad = contrast_slopes(*sides)
        yield good, share * of_good
        yield bad, share * of_bad


def _stream(model: _Model, stream: Stream, slope: float, acts: list[Told]) -> Iterator[Part]:
    """The acts of a stream, then the earlier rate and smoothing."""
    exposure, heard, powers = model.heard(stream)
    weights = act_weights(slope, *model.log_rates(stream), exposure=exposure, told=heard)
    name, listed = stream.replace("_", " "), 0.0
    for act in acts:
        if act.stream == stream and powers.get(act.source):
            weight = weights.act * powers[act.source] * act.n
            listed += powers[act.source] * act.n
            yield replace(act.part, what=f"{name}: {act.part.what}", weight=weight)
    if abs(heard - listed) > _EXACT:
        words = f"{name}: {heard - listed:.1f} acts that are not listed one by one"
        yield Part(words, weights.act * (heard - listed))
    before = f"{name}: at the earlier rate there would have been {weights.expected:.1f} acts"
    yield Part(before, weights.earlier)
    fitted = exposure * math.exp(model.log_rates(stream)[1])
    yield Part(
        f"{name}: smoothing, the model has {fitted:.1f} acts and {heard:.1f} were told",
        weights.smoothed,
    )


def counted(case: Case) -> Parts:
    """The acts of both periods that a count by class counts."""
    quad = case.now.measure.removeprefix("count_")
    streams = ("talk", quad) if quad == "verbal_cooperation" else (quad,)
    parts = [
        replace(act.part, weight=sign * act.n)
        for point, sign in ((case.now, 1.0), (case.before, -1.0))
        for act in told(case, point.period, [point.source])
        if act.stream in streams
    ]
    return Parts(tuple(parts), _COUNTS)
