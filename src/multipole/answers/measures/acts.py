"""Measures of acts by month: closeness and conflict of the state-space model, and plain counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from multipole.answers.measures.family import Asked, Family, Step
from multipole.answers.measures.points import WHOLE, Point, exact, unknown
from multipole.answers.series_dyad import reaches
from multipole.answers.series_events import ICEWS
from multipole.core.periods import ONE_DAY, Period
from multipole.core.plover import QUADS
from multipole.core.types import Estimate, Measure

if TYPE_CHECKING:
    from multipole.relations.state_space import Closeness, Estimates
    from multipole.relations.state_space_bands import Band
    from multipole.relations.streams import Stream, Streams

_MODEL: Final = "negative binomial state-space model; see methods"
_CONTRAST: Final = "share difference"
CONTRASTS: Final = tuple(
    Measure(name, _CONTRAST, -1.0, 1.0, False, _MODEL)
    for name in ("closeness", "closeness_words", "closeness_deeds")
)
#: Rates of the five streams, in acts per 1,000 acts of the two with anybody.
RATES: Final[dict[str, Stream]] = {
    "talk": "talk",
    "cooperation_words": "verbal_cooperation",
    "cooperation_deeds": "material_cooperation",
    "conflict_words": "verbal_conflict",
    "conflict_deeds": "material_conflict",
}
RATE_MEASURES: Final = tuple(
    Measure(name, "acts per 1,000", 0.0, math.inf, False, _MODEL) for name in RATES
)
COUNTS: Final = tuple(
    Measure(f"count_{quad}", "acts", 0.0, math.inf, False, "acts by quad class; Duval and "
            "Thompson 1980, as used with Goldstein 1992, JCR 36: 369-385")
    for quad in QUADS
)  # fmt: skip
_GOLDSTEIN: Final = "Goldstein 1992, JCR 36: 369-385; a baseline"
NETS: Final = (
    Measure("goldstein_mean", "Goldstein", -10.0, 10.0, False, _GOLDSTEIN),
    Measure("goldstein_net", "Goldstein", -math.inf, math.inf, False, _GOLDSTEIN),
)


def tallies(asked: Asked) -> pa.Table:
    """Acts of the two by source and step: of coded events, of reports, and yearly counts."""
    from multipole.relations.streams_from import quad_tallies, report_tallies

    store, (a, b), step = asked.store, asked.ends, asked.step
    coded = store.records.tallies(a, b, step=step, as_of=asked.as_of)
    told = report_tallies(_events(asked), a, b, step=step)
    parts = [coded, told]
    if step == "year":
        sent = store.records.observations(variables=ICEWS, subjects=[a, b], as_of=asked.as_of)
        got = store.records.observations(variables=ICEWS, objects=[a, b], as_of=asked.as_of)
        parts.append(quad_tallies(pa.concat_tables([sent, got]), a, b, step=step))
    return pa.concat_tables(part.cast(told.schema) for part in parts)


def _events(asked: Asked) -> pa.Table:
    """The events of reports with one of the two in them, each once."""
    a, b = asked.ends
    found = pa.concat_tables(
        asked.store.events(actors=(actor,), as_of=asked.as_of) for actor in (a, b)
    )
    first = dict.fromkeys(found["id"].to_pylist())
    places = {key: n for n, key in reversed(list(enumerate(found["id"].to_pylist())))}
    return found.take(pa.array([places[key] for key in first], pa.int64()))


def _points(asked: Asked) -> Iterator[Point]:
    table = tallies(asked)
    if asked.wants(*(m.name for m in (*CONTRASTS, *RATE_MEASURES))):
        for domain in (None, *(_domains(table) if asked.domains else ())):
            yield from modelled(asked, table, domain)
    if asked.wants(*(m.name for m in COUNTS)):
        yield from _counted(asked, table)
    if asked.wants(*(m.name for m in NETS)):
        yield from _nets(asked)


def _domains(table: pa.Table) -> list[str]:
    between = table.filter(table["between"])
    return sorted({d for d in between["domain"].to_pylist() if d})


@dataclass(frozen=True, slots=True)
class _Told:
    """Tallies that are the same when their content is."""

    digest: bytes
    table: pa.Table = field(compare=False)

    @classmethod
    def of(cls, table: pa.Table) -> _Told:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as out:
            out.write_table(table.combine_chunks())
        return cls(blake2b(sink.getvalue(), digest_size=16).digest(), table)


@lru_cache(maxsize=8)
def _model(told: _Told, step: Step, domain: str | None) -> Closeness:
    """The model of these tallies: several measures and questions of a pair ask for the same."""
    from multipole.relations.state_space import state_space
    from multipole.relations.streams import streams

    return state_space(streams(told.table, step=step, domain=domain))


def models(asked: Asked, table: pa.Table, domain: str | None = None) -> Iterator[Closeness]:
    """The model of the source with most acts and those that overlap it, then of the others."""
    from multipole.relations.streams import streams

    while True:
        whole = streams(table, step=asked.step, domain=domain)
        if not np.nansum(whole.counts):
            return
        found = _model(_Told.of(_of(table, _beside(whole))), asked.step, domain)
        yield found
        pooled = set(found.data.sources) - set(found.left_out)
        table = _of(table, set(whole.sources) - pooled)


def _beside(data: Streams) -> set[str]:
    """The source with most acts between the two, and those that tell in some step that it does."""
    told = data.exposure > 0
    leader = int(np.argmax(data.events.sum(axis=1)))
    return {
        s for s, also in zip(data.sources, (told & told[leader]).any(axis=1), strict=True) if also
    }


def _of(table: pa.Table, sources: set[str]) -> pa.Table:
    return table.filter(pa.array([s in sources for s in table["source"].to_pylist()], pa.bool_()))


def modelled(asked: Asked, table: pa.Table, domain: str | None) -> Iterator[Point]:
    """The points of each model: contrasts, then rates."""
    for model in models(asked, table, domain):
        sources = [s for s in model.data.sources if s not in model.left_out]
        until = _until(asked, sources, model.data)
        note = "verbal cooperation holds talk" if model.talk_inside else ""
        for name in (m.name for m in (*CONTRASTS, *RATE_MEASURES)):
            past, whole = _band(model.filtered, name), _band(model.smoothed, name)
            for t in np.flatnonzero(model.spoken):
                yield Point(
                    name, *asked.ends, _period(model.data, int(t)), _estimate(whole, int(t), model),
                    "acts", "+".join(sources), until=until, status="estimated",
                    domain=domain or WHOLE, filtered=_estimate(past, int(t), model), note=note,
                )  # fmt: skip


def _band(estimates: Estimates, name: str) -> Band:
    if name in RATES:
        return estimates.rates[RATES[name]]
    part = {"closeness_words": "words", "closeness_deeds": "deeds"}.get(name, name)
    found: Band = getattr(estimates, part)
    return found


def _estimate(band: Band, t: int, model: Closeness) -> Estimate:
    """The band at a step, with the acts between the two in it as cases."""
    mean, low, high = (float(v[t]) for v in (band.mean, band.low, band.high))
    if math.isnan(mean):
        return unknown(low, high)
    n = round(float(np.nansum(model.data.events[:, t])))
    return Estimate(mean, min(low, mean), max(high, mean), n, model.mass)


def _period(data: Streams, t: int) -> Period:
    return _step_period(data.step, data.starts[t].astype("datetime64[D]").item())


def _step_period(step: Step, start: date) -> Period:
    match step:
        case "month":
            return Period.month(start.year, start.month)
        case "quarter":
            return Period.quarter(start.year, (start.month + 2) // 3)
        case _:
            return Period.year(start.year)


def _until(asked: Asked, sources: Iterable[str], data: Streams) -> date:
    """The last day that the data of these sources reach."""
    coded = reaches(asked.store, "", asked.as_of) | reaches(
        asked.store, "icews_verbal_conflict", asked.as_of
    )
    days = [coded[source].last for source in sources if source in coded]
    return max(days) if days else _period(data, len(data.starts) - 1).end - ONE_DAY


def _counted(asked: Asked, table: pa.Table) -> Iterator[Point]:
    """Acts by quad class, source by source; a step in which a source tells nothing is no row.

    Where the source says "missing" of one of its counts, the sum is unknown.
    """
    from multipole.relations.streams import STREAMS, streams

    data = streams(table, step=asked.step)
    for s, source in enumerate(data.sources):
        until = _until(asked, [source], data)
        for measure, quad in zip(COUNTS, QUADS, strict=True):
            rows = [STREAMS.index(quad)]
            if quad == "verbal_cooperation" and not data.talk_inside[s]:
                rows.append(STREAMS.index("talk"))
            counts = data.counts[s, rows].sum(axis=0)
            for t in np.flatnonzero(data.exposure[s] > 0):
                count = float(counts[t])
                known = not math.isnan(count)
                yield Point(
                    measure.name, *asked.ends, _period(data, int(t)),
                    exact(count, round(count)) if known else unknown(), "acts", source,
                    until=until, status="observed" if known else "missing",
                )  # fmt: skip


def _nets(asked: Asked) -> Iterator[Point]:
    """Mean and sum of Goldstein weights by source; reports have types and no codes."""
    from multipole.relations.goldstein import goldstein_net
    from multipole.sources.events.cameo import CAMEO

    weights = {code.code: code.goldstein for code in CAMEO.values() if code.goldstein is not None}
    acts = asked.store.records.acts(actors=asked.ends, modality="happened", as_of=asked.as_of)
    ends = reaches(asked.store, "", asked.as_of)
    for row in goldstein_net(acts, weights=weights, step=asked.step).to_pylist():
        weighted = row["acts"] - row["unweighted"]
        if row["period_start"] is None or not weighted:
            continue
        for measure, value in zip(NETS, (row["mean"], row["net"]), strict=True):
            yield Point(
                measure.name, *asked.ends, _step_period(asked.step, row["period_start"]),
                exact(value, weighted), "acts", row["source"], until=ends[row["source"]].last,
            )  # fmt: skip


FAMILY: Final = Family("acts", (*CONTRASTS, *RATE_MEASURES, *COUNTS, *NETS), _points)
