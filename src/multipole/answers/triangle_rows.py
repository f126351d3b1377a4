"""The rows of a triangle: measures, composites, signs, balance and tests of pressure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from multipole.answers.composite import Compared
from multipole.answers.measures import MEASURES, Point
from multipole.answers.triangle_edges import Moved, Series, toward
from multipole.answers.triangle_pressure import Tested
from multipole.answers.triangle_signs import balance_of, balanced, told
from multipole.core.periods import Period

if TYPE_CHECKING:
    from multipole.answers.triangle import Edge, Triangle

_TEXT: Final = ("section", "tie", "what", "time", "found", "interval", "trend", "turn")
_NUMBERS: Final = (
    "value", "low", "high", "change", "change_low", "change_high", "p", "p_family", "turn_p",
    "scaled", "weight", "least", "most", "coverage", "spread", "near_low", "near_high", "flat_low",
    "flat_high", "closest_near", "closest_flat", "without_low", "without_high", "positive",
    "neutral", "negative", "balanced", "unbalanced", "lead_p", "rank_p", "detectable",
)  # fmt: skip
SCHEMA: Final = pa.schema(
    [
        *((name, pa.string()) for name in _TEXT),
        *((name, pa.string()) for name in ("measure", "sender", "receiver", "presser")),
        *((name, pa.float64()) for name in _NUMBERS),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("until", pa.date32()),
        *((n, pa.int64()) for n in ("n", "turn_year", "turn_low", "turn_high")),
        *((n, pa.string()) for n in ("unit", "status", "toward", "variable", "source", "release")),
        *((n, pa.string()) for n in ("without_low_part", "without_high_part", "words")),
        *((n, pa.list_(pa.string())) for n in ("unknown_parts", "placebos", "cells")),
    ]
)
SHOWN: Final = _TEXT[1:]
_Row = dict[str, Any]


def table_of(rows: Iterator[_Row]) -> pa.Table:
    """Rows as a table of `SCHEMA`; what does not apply is null, and so is NaN."""
    return pa.Table.from_pylist([{k: _known(v) for k, v in row.items()} for row in rows], SCHEMA)


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def rows_of(found: Triangle) -> Iterator[_Row]:
    """Tie by tie its measures, composite and sign; then the balance and the tests."""
    for place, edge in enumerate(found.edges):
        parts = found.compared.parts[place]
        labels = labels_of(edge.series)
        for series, moved, label in zip(edge.series, edge.moved, labels, strict=True):
            row = _measure(series, moved, label)
            taken = parts.get(series.name)
            if taken and taken.point == series.last:
                row |= {
                    "scaled": taken.estimate.mean,
                    "weight": found.compared.weights[series.name],
                }
                row["weight"] = 0.0 if taken.stale else row["weight"]
            yield row
        yield _composite(edge, found.compared, place)
        yield _sign(edge)
    yield _balance(found)
    yield from map(_pressure, found.tests)


def labels_of(found: Sequence[Series]) -> list[str]:
    """The measure of each series; of several of one measure also what tells them apart."""
    lasts = [one.last for one in found]
    return [_label(one, [o for o in lasts if o.measure == one.measure]) for one in lasts]


def _label(one: Point, alike: list[Point]) -> str:
    same = [o for o in alike if (o.sender, o.receiver) == (one.sender, one.receiver)]
    words = one.measure.replace("_", " ")
    if len(same) == 1:
        return words
    by_source = len({o.source for o in same}) == len(same)
    return f"{words} ({one.source})" if by_source else one.variable.replace("_", " ")


def _measure(series: Series, moved: Moved, label: str) -> _Row:
    last, turn = series.last, moved.turn
    value = last.estimate
    measure = MEASURES.get(last.measure)
    directed = bool(measure and measure.directed)
    row = {
        "section": "measure", "tie": f"{last.sender}{'>' if directed else '-'}{last.receiver}",
        "what": label, "measure": last.measure, "found": _figure(value.mean),
        "time": _time(last.period), "sender": last.sender, "receiver": last.receiver,
        "value": value.mean, "low": value.low, "high": value.high, "n": value.n,
        "period_start": last.period.start, "period_end": last.period.end,
        "until": last.until, "unit": measure.unit if measure else "share", "status": last.status,
        "variable": last.variable, "source": last.source, "release": last.release,
        "interval": _span(value.low, value.high), "trend": trend_words(series, moved),
        "turn": _turn(moved), "cells": list(last.cells),
    }  # fmt: skip
    if turn:
        row |= {"turn_year": turn.period, "turn_low": turn.low, "turn_high": turn.high,
                "turn_p": turn.p}  # fmt: skip
    elif moved.changed:
        row["turn_year"] = moved.changed
    return row | _change(series, moved)


def _time(period: Period) -> str:
    """A year, a month, or a session by its two years."""
    if period.granularity == "range":
        return f"{period.start.year}-{period.end.year % 100:02}"
    return str(period)


def _figure(value: float) -> str:
    """Four digits, and no more than three behind the point."""
    return f"{round(value, 3) + 0.0:,.4g}"


def _span(low: float, high: float, form: str = ".2g") -> str:
    if low == high or not math.isfinite(low + high):
        return ""
    low, high = (round(end, 4) + 0.0 for end in (low, high))
    return f"{low:{form}} to {high:{form}}"


def _change(series: Series, moved: Moved) -> _Row:
    size = moved.test.size if moved.test else None
    if size is None or moved.test is None:
        return {}
    change = size.change
    return {
        "change": change.mean, "change_low": change.low, "change_high": change.high,
        "p": moved.test.p, "p_family": moved.p_family, "toward": toward(series, change.mean),
    }  # fmt: skip


def trend_words(series: Series, moved: Moved) -> str:
    """The last years against those before, or why that cannot be told."""
    if moved.test is None or not moved.measurable:
        return moved.words
    size = moved.test.size
    change = size.change.mean if size else 0.0
    word = f" {toward(series, change)}" if moved.told else ""
    return f"{_signed(change)}{word}, {p_words(moved.test.p)}"


def p_words(p: float) -> str:
    """``p 0.04``, or ``p < 0.01``."""
    return f"p {p:.2f}" if p >= 0.005 else "p < 0.01"


def _signed(change: float) -> str:
    return f"{round(change, 3) + 0.0:+,.2g}" if abs(change) < 100 else f"{change:+,.0f}"


def _turn(moved: Moved) -> str:
    if (turn := moved.turn) is not None:
        return (
            f"{turn.period}" if turn.low == turn.high else f"{turn.period} ({turn.low}-{turn.high})"
        )
    if moved.changed:
        return f"{moved.changed} (record)"
    return "none" if moved.measurable else ""


def _composite(edge: Edge, compared: Compared, place: int) -> _Row:
    made, under = compared.found[place], compared.under[place]
    value = made.value
    low, high = (under.without[0], under.without[-1]) if under.without else (("", math.nan),) * 2
    row = {
        "section": "composite", "tie": "-".join(edge.ends), "what": "composite",
        "sender": edge.ends[0], "receiver": edge.ends[1], "value": value.mean, "low": value.low,
        "high": value.high, "n": value.n, "least": made.least, "most": made.most, "unit": "0 to 1",
        "coverage": made.coverage, "spread": made.spread, "near_low": under.near[0],
        "near_high": under.near[1], "flat_low": under.flat[0], "flat_high": under.flat[1],
        "closest_near": under.closest[0], "closest_flat": under.closest[1],
        "without_low_part": low[0], "without_low": low[1], "without_high_part": high[0],
        "without_high": high[1], "unknown_parts": list(made.unknown), "time": "",
        "interval": _span(value.low, value.high, ".2f"), "turn": "",
    }  # fmt: skip
    if math.isnan(value.mean):
        return row | {"found": "unknown", "trend": "no part is known"}
    row["found"] = f"{value.mean:.2f}"
    row["trend"] = (
        f"{made.coverage:.0%} known; sd of parts {made.spread:.2f}; any weights "
        f"{under.flat[0]:.2f} to {under.flat[1]:.2f}"
    )
    return row


def _sign(edge: Edge) -> _Row:
    votes = edge.votes
    known = bool(votes.said)
    return {
        "section": "sign", "tie": "-".join(edge.ends), "what": "sign", "found": votes.sign,
        "sender": edge.ends[0], "receiver": edge.ends[1], "positive": votes.positive,
        "neutral": votes.neutral, "negative": votes.negative, "n": len(votes.said), "time": "",
        "interval": f"+ {votes.positive:.2f}, - {votes.negative:.2f}" if known else "", "turn": "",
        "trend": told(votes),
    }  # fmt: skip


def _balance(found: Triangle) -> _Row:
    votes = [edge.votes for edge in found.edges]
    even, odd = balance_of(votes)
    known = math.isfinite(even)
    signs = ", ".join(f"{'-'.join(edge.ends)} {edge.votes.sign}" for edge in found.edges)
    return {
        "section": "balance", "tie": "all", "what": "balance",
        "found": balanced(votes), "balanced": even, "unbalanced": odd, "time": "", "turn": "",
        "interval": f"{even:.2f} yes, {odd:.2f} no" if known else "", "trend": "", "words": signs,
    }  # fmt: skip


def _pressure(one: Tested) -> _Row:
    verdict, held = one.verdict, one.signals
    effect = verdict.effect
    measurable = verdict.outcome != "not measurable"
    return {
        "section": "pressure", "tie": f"{one.a}-{one.b}", "sender": one.a, "receiver": one.b,
        "presser": one.presser, "what": f"after {one.presser} pressed ({held.kind})",
        "time": f"to {held.periods[-1]}", "found": verdict.outcome,
        "value": effect.effect, "low": effect.low, "high": effect.high, "n": effect.n,
        "p": effect.p, "lead_p": verdict.lead.p, "rank_p": verdict.rank, "until": held.until,
        "detectable": verdict.detectable, "unit": "closeness per percent", "turn": "",
        "interval": _span(effect.low, effect.high, ".2g") if measurable else "",
        "trend": _why(one), "words": verdict.words, "source": held.source,
        "placebos": ["-".join(pair) for pair in one.placebos],
    }  # fmt: skip


def _why(one: Tested) -> str:
    verdict = one.verdict
    if verdict.outcome == "not measurable":
        return f"{one.both} {one.signals.step}s known, {verdict.effect.n} usable"
    rank = f", rank {p_words(verdict.rank)}" if one.placebos else ""
    return (
        f"{verdict.effect.effect:+.2g} ({p_words(verdict.effect.p)}), "
        f"lead {p_words(verdict.lead.p)}, "
        f"{len(one.placebos)} placebo pairs{rank}"
    )
