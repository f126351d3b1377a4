"""What a brief says of one pair: closeness whole and by step, trend, tie, opinions, outlets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.brief_names import in_prose, key_of, opening
from multipole.answers.brief_parts import Act, OutletCount, Pair, Read, Step
from multipole.answers.tie_shown import PairTie
from multipole.core.periods import ONE_DAY, Period
from multipole.core.plover import QUADS
from multipole.core.types import Estimate
from multipole.relations import DEEDS, WORDS, Bin, Trend, estimate, measure, trend

#: Years, quarters or months, so that a picture has few enough steps to read.
LONG_DAYS: Final = 4 * 366
MIDDLE_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class PairFacts:
    """Raw material: ``events`` from `dyad_events` (all modalities), ``claims`` about both."""

    a: str
    b: str
    events: pa.Table
    claims: tuple[Mapping[str, Any], ...]
    tie: PairTie

    @property
    def key(self) -> str:
        """Both ids, fit for an anchor: ``CHN-RUS``."""
        return key_of(self.a, self.b)

    @property
    def happened(self) -> pa.Table:
        """The events that happened."""
        return self.events.filter(pc.equal(self.events["modality"], "happened"))


def span_of(acts: Sequence[Act], *, until: date | None = None) -> Period | None:
    """The days from the first dated event that happened to the last, stray early ones left out.

    Nothing can have happened after ``until``, the day of the last report: an agreement for ten
    years does not stretch the picture by ten years.

    An event is stray when a gap of more than a quarter of all days parts it, with at most a tenth
    of the others, from what follows: one treaty of 2001 among reports on 2021 should not make a
    picture of twenty empty years.
    """
    dated = [act.period for act in acts if act.period and act.happened]
    dated = dated or [act.period for act in acts if act.period]
    if not dated:
        return None
    starts, last = sorted(p.start for p in dated), max(p.end for p in dated)
    first = starts[0]
    for before, after in pairwise(starts[: len(starts) // 10 + 1]):
        if (after - before).days * 4 > (last - before).days:
            first = after
    if until and first <= until:
        last = min(last, until + ONE_DAY)
    return Period(first, last)


def step_of(span: Period) -> Bin:
    """The time step that suits a span."""
    if span.days > LONG_DAYS:
        return "year"
    return "quarter" if span.days > MIDDLE_DAYS else "month"


def pair_of_facts(facts: PairFacts, reads: tuple[Read, ...], span: Period | None) -> Pair:
    """The pair as the page shows it."""
    happened = facts.happened
    quads = Counter(happened["quad"].to_pylist())
    said = [c for c in facts.claims if c["kind"] == "assessment"]
    leaning = {
        side: tuple(c["id"] for c in said if c["leaning"] == side)
        for side in ("for", "against", "neutral")
    }
    return Pair(
        a=facts.a,
        b=facts.b,
        key=facts.key,
        name=opening(f"{in_prose(facts.a)} and {in_prose(facts.b)}"),
        overall=estimate(happened),
        in_words=estimate(happened, measure=WORDS),
        in_deeds=estimate(happened, measure=DEEDS),
        counts={quad: quads[quad] for quad in QUADS},
        trend=_trend(happened, span),
        tie=facts.tie,
        steps=_steps(happened, span),
        reads=reads,
        outlets=_by_outlet(happened, reads),
        speaks_for=leaning["for"],
        speaks_against=leaning["against"],
        speaks_neutral=leaning["neutral"],
    )


def _trend(happened: pa.Table, span: Period | None) -> Trend | None:
    """The change from the first half of the span to the second; None when it has no halves."""
    if span is None or span.days < 2:
        return None
    middle = span.middle
    if middle <= span.start:
        return None
    return trend(happened, first=Period(span.start, middle), second=Period(middle, span.end))


def _steps(happened: pa.Table, span: Period | None) -> tuple[Step, ...]:
    if span is None or not happened.num_rows:
        return ()
    rows = measure(happened, by=step_of(span), domains=False).to_pylist()
    return tuple(
        Step(
            Period(row["period_start"], row["period_end"]),
            Estimate(row["closeness"], row["low"], row["high"], row["n"], row["mass"]),
            tuple(row["events"]),
        )
        for row in rows
        if row["period_start"] and row["period_end"] > span.start
    )


def _by_outlet(happened: pa.Table, reads: Iterable[Read]) -> tuple[OutletCount, ...]:
    """For each outlet the events that it tells; an event told by two counts in both."""
    told: dict[str, set[str]] = {}
    for read in reads:
        for outlet in read.act.outlets if read.act.happened else ():
            told.setdefault(outlet, set()).add(read.act.id)
    counted = [
        _outlet(outlet, happened.filter(pc.is_in(happened["id"], pa.array(sorted(ids)))))
        for outlet, ids in told.items()
    ]
    return tuple(sorted(counted, key=lambda c: (-c.estimate.n, c.outlet)))


def _outlet(outlet: str, rows: pa.Table) -> OutletCount:
    quads = Counter(rows["quad"].to_pylist())
    return OutletCount(outlet, {quad: quads[quad] for quad in QUADS}, estimate(rows))
