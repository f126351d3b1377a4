"""One value of a measure over one period, with its interval and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import pyarrow as pa

from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure

#: ``observed`` and ``imputed`` are a source's own, ``estimated`` is a model's; ``missing``: the
#: source covers the pair and the period and has no value; ``not_covered``: it does not.
Status = Literal["observed", "imputed", "estimated", "missing", "not_covered"]
WHOLE: Final = "all"
POINTS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("measure", "sender", "receiver", "domain")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("value", "low", "high", "mass")),
        ("n", pa.int64()),
        *((n, pa.float64()) for n in ("filtered", "filtered_low", "filtered_high")),
        *((n, pa.string()) for n in ("unit", "status", "variable", "source", "release")),
        ("until", pa.date32()),
        ("directed", pa.bool_()),
        ("note", pa.string()),
        ("cells", pa.list_(pa.string())),
    ]
)


@dataclass(frozen=True, slots=True)
class Point:
    """A measure of ``sender`` and ``receiver`` (``""`` for one actor's) over ``period``.

    An undirected measure has its ends in the order of their ids. ``estimate`` rests on all data
    known by the day asked for, ``filtered`` (of a model of time) only on those of its own period
    and before. ``until`` is the last day that the series' data reach; ``cells`` name what the value
    was read from, where these are few.
    """

    measure: str
    sender: str
    receiver: str
    period: Period
    estimate: Estimate
    variable: str
    source: str
    release: str = ""
    until: date | None = None
    status: Status = "observed"
    domain: str = WHOLE
    filtered: Estimate | None = None
    note: str = ""
    cells: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.estimate.mean)


def table_of(points: Iterable[Point], named: Mapping[str, Measure]) -> pa.Table:
    """Points as a table of `POINTS`; an unknown value is null."""
    return pa.Table.from_pylist([_row(p, named[p.measure]) for p in points], schema=POINTS)


def exact(value: float, n: int = 1) -> Estimate:
    """A recorded amount: a figure of the record has no sampling doubt, so its interval is itself.

    >>> exact(3.0).low, exact(3.0).high
    (3.0, 3.0)
    """
    return Estimate(value, value, value, n)


def unknown(low: float = math.nan, high: float = math.nan) -> Estimate:
    """No value; the bounds where the measure has natural ones."""
    return Estimate(math.nan, low, high, 0)


def _row(point: Point, measure: Measure) -> dict[str, Any]:
    value, past = point.estimate, point.filtered
    return {
        "measure": point.measure, "sender": point.sender, "receiver": point.receiver,
        "domain": point.domain, "period_start": point.period.start, "period_end": point.period.end,
        "value": _number(value.mean), "low": _number(value.low), "high": _number(value.high),
        "mass": value.mass, "n": value.n, "filtered": past and _number(past.mean),
        "filtered_low": past and _number(past.low), "filtered_high": past and _number(past.high),
        "unit": measure.unit, "directed": measure.directed, "status": point.status,
        "variable": point.variable, "source": point.source, "release": point.release,
        "until": point.until, "note": point.note,
        "cells": list(point.cells),
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
