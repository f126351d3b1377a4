"""Who is the junior partner of two, by each dimension, and does the gap between them widen?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, pair_of
from multipole.answers.claim_gaps import SIDES, Gap, gaps
from multipole.answers.claim_growth import LEAST, growth
from multipole.answers.claim_rows import (
    COMMON,
    NOT_MEASURABLE,
    Row,
    p_words,
    reasons,
    span,
    table_of,
)
from multipole.answers.measures.ask import points_of
from multipole.answers.measures.family import Asked
from multipole.answers.measures.points import Point
from multipole.answers.measures.registry import MEASURES
from multipole.answers.turns import ALPHA, holm
from multipole.answers.words import short
from multipole.core.errors import NothingFound, WrongUse
from multipole.relations.kinds_junior import Verdict
from multipole.relations.parity import PARITY
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *COMMON,
        *((n, pa.string()) for n in ("a", "b")),
        *((n, pa.float64()) for n in ("a_value", "a_low", "a_high", "b_value", "b_low", "b_high")),
        ("ratio", pa.float64()),
        ("junior", pa.string()),
        ("since", pa.int32()),
        ("widening", pa.string()),
        *((n, pa.float64()) for n in ("part_before", "part_after")),
        *((n, pa.string()) for n in ("standing", "numbers", "wider", "widening_reason")),
    ]
)
SHOWN: Final = ("series", "standing", "numbers", "dated", "wider", "until")
#: From this part of the sum on there is no more room for the gap to widen.
CEILING: Final = 0.95
RULE: Final = (
    f"Rule: even from a ratio of {PARITY:g} of the smaller to the larger number on (Organski and "
    "Kugler 1980), and the whole interval on one side for a verdict. The junior is the one with "
    "less capabilities or output, or more of its own trade, arms or fuels with the other. "
    "Dimensions are never averaged."
)


def claim_junior(
    store: Store,
    a: str,
    b: str,
    *,
    on: str | date | None = None,
    since: int | None = None,
    alpha: float = ALPHA,
    as_of: str | date | None = None,
) -> Answer:
    """Who is the junior partner on a day, by each dimension; and does the gap widen?

    A row a dimension and series: the numbers of both in the last period that both have by ``on``,
    their ``ratio``, and the ``junior``, none where they are even. The verdict is yes where there is
    a junior, no where they are even. ``widening``: whether the larger number's part in the sum of
    both grew from ``since`` on (20 years before the last value, unless given): ``effect`` is its
    mean yearly change with interval and ``p`` (`multipole.answers.claim_growth`); ``p_family``
    counts all dimensions so tested.

    Not for: influence or obedience. Raises `UnknownCode` and `WrongUse` for what was asked,
    `NothingFound` when the store has no number of either.
    """
    left, right = sorted(pair_of(a, b, own=store.actor_list()))
    if not 0 < alpha < 0.5:
        raise WrongUse(f"an alpha of {alpha:g}", remedy="Give a chance of error, such as 0.05.")
    day = day_of(on) or day_of(as_of)
    asked = Asked(store, left, right, day_of(as_of))
    points = list(points_of(asked, {side.measure for side in SIDES}))
    found = [*gaps(points, (left, right), day)]
    if not any(gap.held for gap in found):
        raise NothingFound(
            f"the store has no capabilities, output, trade, arms or fuels of {left} and {right}",
            where=str(store.path), remedy="Add some: multipole sources power, trade, arms.",
        )  # fmt: skip
    rows = _in_family([_row(gap, since, alpha) for gap in found])
    names = f"{name_of(left)} and {name_of(right)}"
    title = f"{names}: who is the junior partner{f', on {day}' if day else ''}?"
    notes = tuple(_notes(rows, alpha))
    return Answer(title, table_of(rows, SCHEMA), evidence.none(), notes, SHOWN)


def _row(gap: Gap, since: int | None, alpha: float) -> Row:
    one = gap.verdict() if gap.held else None
    verdict, reason = _verdict(one, gap)
    last = [point for end in gap.ends if (point := gap.last.get(end))] if gap.held else []
    release = last[0].release if last else ""
    standing = f"{one.junior} is the junior" if one and one.junior else "even"
    return {
        "series": gap.name, "domain": gap.side.dimension, "verdict": verdict, "reason": reason,
        "a": gap.ends[0], "b": gap.ends[1], **_numbers(gap, last),
        "ratio": one.ratio if one else math.nan,
        "junior": one.junior if one else "",
        "standing": standing if verdict != NOT_MEASURABLE else f"{NOT_MEASURABLE}: {reason}",
        "period_start": last[0].period.start if last else None,
        "period_end": last[0].period.end if last else None, "until": gap.until,
        "variable": gap.variable, "source": gap.source, "release": release,
        "cells": [cell for point in last for cell in point.cells],
        **_widening(gap, one, since, alpha),
    }  # fmt: skip


def _verdict(one: Verdict | None, gap: Gap) -> tuple[str, str]:
    if one is None:
        return NOT_MEASURABLE, f"no data for {gap.ends[0]} and {gap.ends[1]}"
    if one.standing == "unknown":
        undecided = "the intervals leave it open" if len(gap.last) == 2 else one.words
        return NOT_MEASURABLE, undecided
    return ("yes" if one.standing == "told" else "no"), one.words


def _numbers(gap: Gap, last: Sequence[Point]) -> Row:
    held = {point.sender: point.estimate for point in last}
    found: Row = {"numbers": "; ".join(_told(p) for p in last)}
    for name, end in zip(("a", "b"), gap.ends, strict=True):
        value = held.get(end)
        for part, attribute in (("value", "mean"), ("low", "low"), ("high", "high")):
            found[f"{name}_{part}"] = getattr(value, attribute) if value else math.nan
    return found


def _told(point: Point) -> str:
    """``CHN 0.234``; of shares with bounds the bounds, of amounts the unit."""
    value, unit = point.estimate, MEASURES[point.measure].unit
    bounds = (
        f" ({short(value.low, 3)} to {short(value.high, 3)})" if value.low != value.high else ""
    )
    amount = "" if unit in ("share", "ratio") else f" {unit}"
    return f"{point.sender} {short(value.mean, 3)}{amount}{bounds}"


def _widening(gap: Gap, one: Verdict | None, since: int | None, alpha: float) -> Row:
    """Whether the gap widens, or why that cannot be told."""
    parts = gap.widening(one.junior, since) if one and one.junior else {}
    found, p = growth([*parts.values()]) if parts else (None, math.nan)
    if found is None or math.isnan(p):
        why = _untested(gap, one, len(parts))
        return {"widening": NOT_MEASURABLE, "widening_reason": why, "wider": "", "p": math.nan}
    word, first = "yes" if p <= alpha else "no", min(parts)
    told = f"{found.mean:+.3f} a year ({span(found.low, found.high, 3)})"
    return {
        "widening": word, "widening_reason": f"{told} since {first}", "since": first,
        "effect": found.mean, "low": found.low, "high": found.high,
        "unit": "part of the sum of both, a year", "n": len(parts), "p": p,
        "part_before": parts[first], "part_after": parts[max(parts)],
        "wider": f"{word} since {first}: {told}, {p_words(p)}",
        "warnings": [*_pinned(parts)],
    }  # fmt: skip


def _pinned(parts: dict[int, float]) -> Iterator[str]:
    if min(parts.values()) >= CEILING:
        yield "nearly all of the sum was the larger number's from the first year on: a ceiling"
    if max(parts) - min(parts) + 1 > len(parts):
        yield "years are missing, and the change over such a stretch counts as one of a year"


def _untested(gap: Gap, one: Verdict | None, years: int) -> str:
    if one is None or not one.junior:
        return "nobody is the junior"
    if gap.overlaps:
        return "its values are of years that overlap"
    return f"too few: {years} years have both numbers, {LEAST + 1} are needed"


def _in_family(rows: Sequence[Row]) -> list[Row]:
    """With the p of each test of a gap when all such tests are counted."""
    ps = [row.get("p", math.nan) if row["widening"] != NOT_MEASURABLE else math.nan
          for row in rows]  # fmt: skip
    return [row | {"p_family": p} for row, p in zip(rows, holm(ps), strict=True)]


def _notes(rows: Sequence[Row], alpha: float) -> Iterator[str]:
    yield _sentence(rows)
    yield from _gaps_told(rows, alpha)
    yield from reasons(rows)
    untested: dict[str, list[str]] = {}
    for row in rows:
        if row["widening"] == NOT_MEASURABLE and row["verdict"] != NOT_MEASURABLE:
            untested.setdefault(row["widening_reason"], []).append(row["series"])
    for words, names in untested.items():
        yield f"Whether the gap widens is not measurable, {words}: {'; '.join(names)}."
    yield RULE
    yield (
        "Wider: the mean yearly change of the larger number's part in the sum of both (.5 is even, "
        "1 all), with a 90% interval and the chance that a series without direction, which wanders "
        "as this one may, grows as much."
    )


def _sentence(rows: Sequence[Row]) -> str:
    """``By capabilities RUS, output RUS. Even by ... . Not measurable by ...``."""
    by: dict[str, list[str]] = {}
    for row in rows:
        who = row["junior"] if row["verdict"] == "yes" else row["verdict"]
        by.setdefault(who, []).append(row["series"])
    told = [f"{who} by {', '.join(names)}" for who, names in by.items()
            if who not in ("no", NOT_MEASURABLE)]  # fmt: skip
    parts = [f"The junior is {'; '.join(told)}." if told else "No dimension has a junior."]
    if "no" in by:
        parts.append(f"Even by {', '.join(by['no'])}.")
    return " ".join(parts)


def _gaps_told(rows: Sequence[Row], alpha: float) -> Iterator[str]:
    tested = [row for row in rows if row["widening"] != NOT_MEASURABLE]
    if tested:
        yes = [row for row in tested if row["widening"] == "yes"]
        held = sum(row["p_family"] <= alpha for row in yes)
        names = f" ({'; '.join(row['series'] for row in yes)})" if yes else ""
        yield (
            f"Does the gap widen? Yes in {len(yes)} of {len(tested)} that could be tested{names}; "
            f"{len(tested) * alpha:.2f} yes are expected where nothing changed, and {held} "
            f"{'remains' if held == 1 else 'remain'} with the family held at {alpha:.0%} (Holm)."
        )
