"""What kind of tie two actors have: each criterion, how it stands, and the word they come to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, one_of, pair_of
from multipole.answers.dyad import dyad_points
from multipole.answers.tie_kind import criteria_from, judged, juniors, on_the_day, reach_of
from multipole.core.errors import NothingFound
from multipole.relations.kinds import Finding, Group, Judged, Reading
from multipole.relations.kinds_table import KINDS, Kind
from multipole.relations.kinds_words import between, is_it, standing, told
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("kind", "verdict")),
        *((n, pa.int32()) for n in ("met", "of", "unknown")),
        *((n, pa.string()) for n in ("role", "group", "criterion", "measure", "status", "why")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        *((n, pa.string()) for n in ("asked", "unit", "source")),
        ("until", pa.date32()),
        *((n, pa.string()) for n in ("question", "reference", "threshold_why", "words")),
        ("cells", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("kind", "role", "question", "status", "held", "asked", "until")
_LESS, _MORE = "partnership", "alliance"


def tie(
    store: Store,
    a: str,
    b: str,
    *,
    on: str | date | None = None,
    kind: str | None = None,
    criteria: str | Path | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """The kind of tie on a day, by criteria over the measures of the two.

    A row a criterion of the kinds that the tie is, may be, or would be next (or of ``kind`` alone;
    ``all`` for every kind): ``met``, ``not met`` or ``unknown``, with the value it stands on, what
    was asked of it, and the last day of the data. ``verdict`` of a kind: yes, no or open; ``met``
    ``of`` its groups speak its way, ``unknown`` may. The day is ``on``, else ``as_of``, else the
    last day that any data reach; where too little is known then, the latest year end at which more
    is stands in its place. ``criteria`` is a CSV table of one's own, in the form of the shipped
    one.

    Raises `UnknownCode`, `BadPeriod`, `WrongUse` or `BadValue` for what cannot be read, and
    `NothingFound` when the store has no measure of the two.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    known, table = day_of(as_of), criteria_from(criteria)
    wanted = None if kind is None else one_of(kind.lower(), (*KINDS, "all"), "a kind of tie")
    points = dyad_points(store, left, right, known)
    day = day_of(on) or known or reach_of(points)
    if day is None:
        raise NothingFound(
            f"the store has no measure of {left} and {right}", where=str(store.path),
            remedy="Add reports or data sets: multipole read, multipole sources.",
        )  # fmt: skip
    given = on is not None or known is not None
    now, then = judged(points, left, right, on=day, criteria=table, settle=not given)
    shown = then or now
    rows = [row for one in _readings(shown, wanted) for row in _rows(one)]
    notes = (*_notes(now, then, wanted), str(juniors(points, left, right, on=day)), *_READ_AS)
    title = f"The tie of {name_of(left)} and {name_of(right)} on {shown.on}: {shown.word}"
    return Answer(title, pa.Table.from_pylist(rows, schema=SCHEMA), evidence.none(), notes, SHOWN)


_READ_AS: Final = (
    "Unknown counts for neither side. The criteria with their thresholds, reasons and references: "
    "multipole tie --table; change a copy and give it back with --criteria FILE.",
)


def _readings(found: Judged, wanted: str | None) -> list[Reading]:
    if wanted == "all":
        return list(found.readings)
    if wanted is not None:
        return [found.reading(wanted)]
    own = [r for r in found.readings if r.kind == found.word]
    up = [found.next_up] if found.next_up else []
    others = [*own, *up, *found.candidates]
    return list(dict.fromkeys(others)) or list(found.readings)


def _rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for group in reading.groups:
        for one in group.findings:
            yield _row(reading, group, one)


def _row(reading: Reading, group: Group, one: Finding) -> dict[str, Any]:
    rule, seen = one.criterion, one.seen
    return {
        "kind": reading.kind, "verdict": reading.verdict, "met": reading.met, "of": reading.of,
        "unknown": reading.unknown, "role": rule.role, "group": group.name, "criterion": rule.id,
        "measure": rule.measure, "status": one.status, "why": one.why,
        "period_start": seen.period and seen.period.start,
        "period_end": seen.period and seen.period.end, "value": _number(seen.value),
        "low": _number(seen.low), "high": _number(seen.high),
        "asked": f"{rule.comparator} {rule.threshold:g}",
        "unit": rule.unit, "source": "+".join(seen.sources), "until": seen.until,
        "question": rule.question, "reference": rule.reference, "threshold_why": rule.why,
        "words": told(one), "cells": list(seen.rests_on),
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _notes(now: Judged, then: Judged | None, wanted: str | None) -> Iterator[str]:
    shown = then or now
    yield standing(shown)
    if then is not None:
        yield f"{on_the_day(now)} {then.on} is the last year end that tells more."
    asked: Sequence[Kind | str] = [_MORE] if wanted in (None, "all") else [str(wanted)]
    kinds = {reading.kind for reading in shown.readings}
    for kind in asked:
        if kind in kinds and kind != shown.word:
            yield is_it(kind, shown).sentence
    if {_LESS, _MORE} <= kinds and wanted in (None, "all"):
        said = between(_LESS, _MORE, shown)
        told_so = said.answer != "cannot be told"
        yield said.sentence if told_so else f"{said.question} Cannot be told."
