"""Is it an alliance, an entente, a rivalry, a war? Each criterion of the kind answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, one_of, pair_of
from multipole.answers.claim_rows import COMMON, NOT_MEASURABLE, Row, measurable, reasons, table_of
from multipole.answers.dyad import dyad_points
from multipole.answers.tie_kind import criteria_from, reach_of
from multipole.answers.tie_points import tie_points
from multipole.core.errors import NothingFound
from multipole.relations.kinds import FRIENDLY, HOSTILE, Finding, Group, Judged, judge
from multipole.relations.kinds_points import SCALES, Seen
from multipole.relations.kinds_table import KINDS
from multipole.relations.kinds_words import NOUNS, amount, between, is_it, standing
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *COMMON,
        *((n, pa.string()) for n in ("role", "group")),
        ("decides", pa.bool_()),
        *((n, pa.string()) for n in ("question", "asks", "statistic")),
        ("window", pa.int32()),
        ("told", pa.string()),
    ]
)
SHOWN: Final = ("role", "question", "verdict", "told", "dated", "until")
#: So many years back the kind is looked for when it cannot be told on the day.
BACK: Final = 20
VERDICTS: Final = {"met": "yes", "not met": "no", "unknown": NOT_MEASURABLE}
READ_AS: Final = (
    "Yes and no answer the question of the row. It is one when each group of criteria that it "
    "needs is met (one criterion of a group is enough) and none that bars it; for and against add "
    "weight and decide nothing. The table of criteria is yours to change: --criteria FILE.",
    "No test is made here: a criterion is met when its whole interval lies on the asked side.",
)


def claim_kind(
    store: Store,
    kind: str,
    a: str,
    b: str,
    *,
    on: str | date | None = None,
    as_of: str | date | None = None,
    criteria: str | Path | None = None,
) -> Answer:
    """Whether two have a tie of a kind on a day, by each criterion of that kind: a verdict a row.

    ``kind`` is one of `multipole.relations.kinds_table.KINDS`. ``role`` says how a criterion
    speaks (needs, for, against, bars), ``decides`` whether the answer rests on it; ``effect`` is
    the value of its measure with bounds. Without ``on`` the day is the last of the data on which
    the kind can be told, and a note says from when on it cannot; with ``on``, and with ``as_of``,
    it is that day, and a note gives the last year in which it can be told.

    Not for: counting alliances (use the data set). Raises `UnknownCode` and `WrongUse` for what was
    asked, `NothingFound` when the store has no measure of the two.
    """
    named = one_of(kind.lower(), KINDS, "a kind of tie")
    left, right = pair_of(a, b, own=store.actor_list())
    known, table = day_of(as_of), criteria_from(criteria)
    points = dyad_points(store, left, right, known)
    day = day_of(on) or known or reach_of(points)
    if day is None:
        raise NothingFound(
            f"the store has no measure of {left} and {right}", where=str(store.path),
            remedy="Add reports or data sets: multipole read, multipole sources.",
        )  # fmt: skip
    seen = tie_points(points)
    days = [day, *(date(year, 12, 31) for year in range(day.year - 1, max(day.year - BACK, 1), -1))]
    now, then = _told(named, (judge(seen, a=left, b=right, on=one, criteria=table) for one in days))
    shown = now if on or known or then is None else then
    rows = _rows(shown, named)
    said = is_it(named, shown)
    names = f"{name_of(shown.a)} and {name_of(shown.b)}"
    title = f"{names}: {NOUNS[named]} on {shown.on}? {said.answer.capitalize()}"
    notes = (said.sentence, *_notes(rows, named, shown, now, then), *READ_AS)
    return Answer(title, table_of(rows, SCHEMA), evidence.none(), notes, SHOWN)


def _told(kind: str, judged: Iterator[Judged]) -> tuple[Judged, Judged | None]:
    """The tie on the day, and on the last day before on which the kind can be told, if any."""
    now = next(judged)
    if now.reading(kind).verdict != "open":
        return now, None
    return now, next((one for one in judged if one.reading(kind).verdict != "open"), None)


def _rows(judged: Judged, kind: str) -> list[Row]:
    deciding = {one.criterion.id for one in is_it(kind, judged).deciding}
    groups = judged.reading(kind).groups
    rows = [_row(one, group, deciding) for group in groups for one in group.findings]
    return sorted(rows, key=lambda row: not row["decides"])


def _row(one: Finding, group: Group, deciding: set[str]) -> Row:
    seen, criterion = one.seen, one.criterion
    verdict = VERDICTS[one.status]
    reason = _why(one) if one.status == "unknown" else f"{amount(seen)}, {criterion.asks} asked"
    source = "+".join(seen.sources)
    bounded = verdict != NOT_MEASURABLE or not math.isnan(seen.low)
    return {
        "series": SCALES[criterion.measure].words, "domain": criterion.measure,
        "verdict": verdict, "reason": reason, "effect": seen.value, "low": seen.low,
        "high": None if math.isinf(seen.high) else seen.high, "unit": criterion.unit,
        "n": seen.n if bounded else None, "p": math.nan, "p_family": math.nan,
        "period_start": seen.period and seen.period.start,
        "period_end": seen.period and seen.period.end, "until": seen.until,
        "variable": criterion.measure, "source": source, "release": "",
        "warnings": [*_warnings(seen, verdict)], "cells": list(seen.rests_on),
        "role": criterion.role, "group": group.name, "decides": criterion.id in deciding,
        "question": criterion.question, "asks": criterion.asks,
        "statistic": criterion.statistic, "window": criterion.window,
        "told": f"{reason} ({source})" if source else reason,
    }  # fmt: skip


def _why(one: Finding) -> str:
    """Why a criterion is unknown: the series ends, it has none, or its bounds leave it open."""
    if one.why == "data end":
        return f"the series ends in {one.seen.until.year}" if one.seen.until else one.why
    if one.why == "undecided":
        return f"{amount(one.seen)} leaves it open, {one.criterion.asks} asked"
    return one.why


def _warnings(seen: Seen, verdict: str) -> Iterator[str]:
    if verdict != NOT_MEASURABLE and seen.low < seen.high and math.isnan(seen.value):
        yield "only bounds are known, or the sources differ"


def _notes(
    rows: Sequence[Row], kind: str, shown: Judged, now: Judged, then: Judged | None
) -> Iterator[str]:
    told = [row for row in rows if measurable(row)]
    yes = sum(row["verdict"] == "yes" for row in told)
    yield f"{len(rows)} criteria asked, {len(told)} measurable: yes {yes}, no {len(told) - yes}."
    if shown is not now:
        why = _deciding(now, kind)
        yield f"On {now.on}, the last day of the data, it cannot be told: {why}."
    elif then is not None:
        yield f"The last day of a year on which it can be told: {is_it(kind, then).sentence}"
    yield from [*_between(shown, kind)] or [f"Kind of tie: {standing(shown)}"]
    yield from reasons(rows)


def _deciding(judged: Judged, kind: str) -> str:
    told = (
        f"{SCALES[one.criterion.measure].words}, {_why(one)}"
        for one in is_it(kind, judged).deciding
    )
    return "; ".join(dict.fromkeys(told))


def _between(judged: Judged, kind: str) -> Iterator[str]:
    """Where the tie is less than the kind, but more than the one two steps below it."""
    for ladder in (FRIENDLY, HOSTILE):
        if kind in ladder and ladder.index(kind) >= 2:
            lower, middle = (ladder[ladder.index(kind) - n] for n in (2, 1))
            if judged.word == middle:
                yield between(lower, kind, judged).sentence
