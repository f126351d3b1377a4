"""Who depends on whom among several states in one year, or all states on one of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import actor_of, actors_of, day_of, one_of
from multipole.answers.depends_flows import FLOWS, Flow, amounts, counted
from multipole.answers.depends_rows import Asked, Row
from multipole.answers.series_dyad import Reach
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import ONE_DAY
from multipole.relations.dependence import Share, share_of
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("flow", "subject", "partner")),
        *((n, pa.float64()) for n in ("share", "low", "high", "amount", "back", "lead")),
        *((n, pa.int64()) for n in ("partners", "unknown")),
        ("unit", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("until", pa.date32()),
        *((n, pa.string()) for n in ("variable", "source", "release", "note")),
    ]
)
SHOWN: Final = ("when", "subject", "partner", "percent", "bounds", "lead", "source")
NAMES: Final = tuple(dict.fromkeys(flow.name for flow in FLOWS))
REMEDY: Final = "Add some: multipole sources trade, multipole sources arms."


def dependences(
    store: Store,
    *,
    year: int | str,
    flow: str = "imports",
    states: Iterable[str] | str = (),
    on: str | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """The share of a partner in the flow of a state, for each two of several or all on one.

    A row a ``subject`` and ``partner`` in both directions, the greatest share first: each two of
    ``states`` (codes or names), or every state with a known flow as subject and ``on`` as partner.
    ``flow`` is one of `NAMES`; ``share`` with the bounds that unknown partners leave, its
    ``amount``; ``back`` is the share the other way and ``lead`` how much greater this one is. Of
    arms five years are drawn together, up to and with ``year``. Shares are those of
    `multipole.answers.depends.depends`.

    Raises `UnknownCode` or `WrongUse` for what cannot be read and `NothingFound` when the store has
    no such flow in that year.
    """
    when, known, own = _whole(year), day_of(as_of), store.actor_list()
    one_of(flow, NAMES, "a flow")
    names = states.split(",") if isinstance(states, str) else list(states)
    asked = actors_of([n for n in names if n.strip()], own=own)
    head = actor_of(on, own=own) if on else None
    if len(asked) < 2 and head is None:
        raise WrongUse("fewer than two states were named", remedy="Name some: CHN,RUS,USA.")
    held = _held(store, flow, when, known)
    if held is None:
        raise NothingFound(
            f"the store has no {flow} in {when}{_where(store, flow, known)}",
            where=str(store.path), remedy=REMEDY,
        )  # fmt: skip
    chosen, reach, flows = held
    pairs = [(s, head) for s in flows if s != head] if head else _pairs(asked)
    rows = [row for s, p in pairs if (row := _row(flows, s, p)) is not None]
    if not rows:
        among = f"on {head}" if head else f"among {', '.join(asked)}"
        raise NothingFound(
            f"the store has no {flow} {among} in {when}", where=str(store.path),
            remedy="Ask for another year or other states.",
        )  # fmt: skip
    rows.sort(key=lambda r: (-1 if r["share"] is None else -r["share"], r["subject"], r["partner"]))
    table = pa.Table.from_pylist([row | _of(chosen, reach, when) for row in rows], schema=SCHEMA)
    title = f"Dependence on {head}" if head else "Who depends on whom"
    notes = tuple(_notes(chosen, reach, rows))
    return Answer(f"{title}: {flow}, {when}", table, evidence.none(), notes, SHOWN)


def _whole(year: int | str) -> int:
    text = str(year).strip()
    if not (text.isdecimal() and 1 <= int(text) < date.max.year):
        raise WrongUse(f"{year!r} is no year", remedy="Write one in digits: 2018.")
    return int(text)


def _held(
    store: Store, name: str, year: int, known: date | None
) -> tuple[Flow, Reach, dict[str, dict[str, float]]] | None:
    """The first flow of that name that covers the year: amounts by who depends, then partner."""
    for flow in (flow for flow in FLOWS if flow.name == name):
        span = date(year - flow.years + 1, 1, 1), date(year + 1, 1, 1)
        asked = Asked(store, known, *span, spare=0.0)
        reach = asked.reach(flow.variable)
        if reach is None or reach.start > span[0] or reach.last < span[1] - ONE_DAY:
            continue
        rows = [
            row
            for row in asked.rows(flow.variable, items=flow.items)
            if span[0] <= row["period_start"] and row["period_end"] <= span[1]
        ]
        if rows:
            return flow, reach, _by_subject(rows, flow)
    return None


def _by_subject(rows: Iterable[Row], flow: Flow) -> dict[str, dict[str, float]]:
    who, partner = ("subject", "object") if flow.gets else ("object", "subject")
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(row[who], []).append(row)
    return {one: amounts(counted(own, flow), partner) for one, own in sorted(held.items())}


def _pairs(states: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in states for other in states if one != other)


def _row(flows: Mapping[str, Mapping[str, float]], who: str, partner: str) -> Row | None:
    share = _share(flows, who, partner)
    if share is None:
        return None
    back = _share(flows, partner, who)
    other = math.nan if back is None else back.value
    return {
        "subject": who, "partner": partner, "share": _told(share.value), "low": _told(share.low),
        "high": _told(share.high), "amount": _told(flows[who].get(partner, math.nan)),
        "back": _told(other), "lead": _told(share.value - other), "partners": share.partners,
        "unknown": share.unknown,
    }  # fmt: skip


def _share(flows: Mapping[str, Mapping[str, float]], who: str, partner: str) -> Share | None:
    """The share of a partner; None where the state's flows are not known at all."""
    own = flows.get(who, {})
    if partner not in own or not any(value > 0 for value in own.values()):
        return None
    return share_of(own, partner)


def _told(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _of(flow: Flow, reach: Reach, year: int) -> dict[str, Any]:
    return {
        "flow": flow.name, "unit": flow.unit, "note": flow.note, "variable": flow.variable,
        "period_start": date(year - flow.years + 1, 1, 1), "period_end": date(year + 1, 1, 1),
        "source": reach.source, "release": reach.release, "until": reach.last,
    }  # fmt: skip


def _where(store: Store, name: str, known: date | None) -> str:
    """Which years the store has of a flow, in words."""
    asked = Asked(store, known, None, None, spare=0.0)
    found = [asked.reach(flow.variable) for flow in FLOWS if flow.name == name]
    spans = [f"{one.start.year} to {one.last.year}" for one in found if one]
    return f", which it has of {' and '.join(dict.fromkeys(spans))}" if spans else ""


def _notes(flow: Flow, reach: Reach, rows: Sequence[Row]) -> Iterator[str]:
    yield (
        f"{flow.name}: {flow.variable} of {reach.source}, data until {reach.last}"
        f"{f'; {flow.note}' if flow.note else ''}. The share of a partner in what is known of the "
        "flow; its bounds take each unknown partner for nothing, and for as large as the largest "
        "known one."
    )
    if flow.years > 1:
        yield f"{count(flow.years, 'year')} are drawn together, as deliveries come in lumps."
    gaps = sum(row["share"] is None for row in rows)
    if gaps:
        yield f"Unknown: {count(gaps, 'share')}, whose own flow the data do not give."
