"""What a flow that is cut or grows does to dependence: shares before and after, who leans on whom,
and what is passed on to dependents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import name_of
from multipole.answers.depends import SPARE, rows_of
from multipole.answers.depends_rows import Asked, Row
from multipole.core.periods import Period
from multipole.relations.dependence import loss_after
from multipole.scenario.flows import share_after, spread
from multipole.scenario.shocks import Flow, Goods
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("flow", "change", "effect", "subject", "partner", "measure")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("before", "before_low", "before_high")),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        *((n, pa.string()) for n in ("unit", "source", "note")),
        ("until", pa.date32()),
        ("cells", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("change", "effect", "subject", "partner", "before", "estimated", "when", "source")
#: The flows of `depends` that tell what a receiver gets and a sender sells, by goods.
_TOLD: Final[dict[Goods, tuple[str, str]]] = {
    "arms": ("arms imports", "arms exports"),
    "gas": ("fuel imports", "fuel exports"),
    "oil": ("fuel imports", "fuel exports"),
    "energy": ("fuel imports", "fuel exports"),
    "trade": ("imports", "exports"),
    "imports": ("imports", "exports"),
}
_FUELS: Final = ("gas", "oil")
#: Dependents with the largest losses that are listed.
_LISTED: Final = 8
#: Variables of all goods that the subject gets of the object, the first that reaches there.
_IMPORTS: Final = ("trade_imports_usd", "cow_imports_musd")


@dataclass(frozen=True, slots=True)
class _Two:
    """The latest shares of a flow both ways: what the receiver gets, what the sender sells."""

    gets: Row | None
    sells: Row | None
    back: Row | None


def flows_answer(store: Store, flows: Sequence[Flow], *, as_of: date | None) -> Answer:
    """A row a figure of each flow: shares before and after, asymmetry, losses passed on.

    ``effect``: ``share of what it gets``, ``share of what it sells``, ``lost of the flow`` (with
    nothing, or a tenth, to spare elsewhere), ``leans more``, ``loss passed on``. A figure has the
    bounds that unknown partners leave. No act follows from a flow, but what its user assumes.
    """
    asked = Asked(store, as_of, None, None, SPARE)
    rows = [row for flow in flows for row in _of(asked, flow)]
    table = pa.Table.from_pylist([dict.fromkeys(SCHEMA.names) | row for row in rows], SCHEMA)
    return Answer("Flows", table, evidence.none(), tuple(_notes(flows, rows)), SHOWN)


def _of(asked: Asked, flow: Flow) -> Iterator[Row]:
    two = _latest(asked, flow)
    head = {"flow": f"{flow.goods} {flow.sender} > {flow.receiver}", "change": told(flow)}
    yield from (head | row for row in _shares(flow, two))
    yield from (head | row for row in _leans(flow, two))
    if flow.goods in ("trade", "imports"):
        yield from (head | row for row in _passed(asked, flow))


def told(flow: Flow) -> str:
    """``Gas from Russia to China -50%``."""
    goods = flow.goods.capitalize()
    return f"{goods} from {name_of(flow.sender)} to {name_of(flow.receiver)} {flow.change:+.0%}"


def _latest(asked: Asked, flow: Flow) -> _Two:
    gets, sells = _TOLD[flow.goods]
    of_receiver = list(_known(rows_of(asked, flow.receiver, flow.sender), flow))
    of_sender = list(_known(rows_of(asked, flow.sender, flow.receiver), flow))
    newest = [_newest(of_receiver, gets), _newest(of_sender, sells), _newest(of_sender, gets)]
    return _Two(*newest)


def _known(rows: Iterable[Row], flow: Flow) -> Iterator[Row]:
    """Shares of periods that were over when the flow changes."""
    return (r for r in rows if r["share"] is not None and r["period_end"] <= flow.first)


def _newest(rows: Sequence[Row], name: str) -> Row | None:
    """The latest share of a flow; fuels are told ``by value`` and ``by weight``."""
    found = [row for row in rows if row["flow"] in (name, f"{name} by value", f"{name} by weight")]
    return max(reversed(found), key=lambda r: r["period_end"], default=None)


def _shares(flow: Flow, two: _Two) -> Iterator[Row]:
    for row, effect in ((two.gets, "share of what it gets"), (two.sells, "share of what it sells")):
        if row is None:
            continue
        before = (row["share"], row["low"], row["high"])
        after = [share_after(s, flow.change, replaced=r) for s in before for r in (True, False)]
        middle = share_after(before[0], flow.change, replaced=False)
        yield _row(row, effect, before, (middle, min(after), max(after)), "share",
                   "from: others make up for it, to: nobody does")  # fmt: skip
    if two.gets is not None and flow.change < 0:
        row = two.gets
        parts = [-flow.change * row[n] for n in ("share", "low", "high")]
        kept = [max(0.0, loss_after(p, spare=SPARE)) for p in parts]
        yield _row(row, "lost of the flow", (0.0, 0.0, 0.0), (parts[0], min(kept), max(parts)),
                   "share", "least when others give a tenth more")  # fmt: skip


def _leans(flow: Flow, two: _Two) -> Iterator[Row]:
    """How much more the receiver leans on the sender than the other way, before and after."""
    if two.gets is None or two.back is None:
        return
    mine, theirs = two.gets, two.back
    before = _apart([mine[n] for n in ("share", "low", "high")], theirs)
    ends = [share_after(mine[n], flow.change, replaced=r)
            for n in ("share", "low", "high") for r in (False, True)]  # fmt: skip
    after = _apart([ends[0], min(ends), max(ends)], theirs)
    yield _row(mine, "leans more on the other", before, after, "difference of shares",
               _who(flow, before, after))  # fmt: skip


def _apart(mine: Sequence[float], theirs: Row) -> tuple[float, float, float]:
    return mine[0] - theirs["share"], mine[1] - theirs["high"], mine[2] - theirs["low"]


def _who(flow: Flow, before: Sequence[float], after: Sequence[float]) -> str:
    words = [_junior(flow, ends) for ends in (before, after)]
    return words[0] if words[0] == words[1] else f"{words[0]}; after: {words[1]}"


def _junior(flow: Flow, ends: Sequence[float]) -> str:
    if ends[1] > 0:
        return f"{name_of(flow.receiver)} leans more"
    return f"{name_of(flow.sender)} leans more" if ends[2] < 0 else "who leans more is open"


def _passed(asked: Asked, flow: Flow) -> Iterator[Row]:
    """Losses of all imports of the receiver and, by the supposed part, of those who buy there."""
    table = _imports(asked, flow)
    if table is None:
        return
    names, shares, first = table
    places = {name: n for n, name in enumerate(names)}
    if flow.sender not in places or flow.receiver not in places:
        return
    direct = np.zeros(len(names))
    direct[places[flow.receiver]] = -flow.change * shares[places[flow.receiver],
                                                          places[flow.sender]]  # fmt: skip
    found = spread(shares, direct, pass_on=flow.pass_on)
    order = [int(n) for n in np.argsort(-np.abs(found.total), kind="stable") if found.total[n]]
    for n in order[: _LISTED + 1]:
        mine = names[n] == flow.receiver
        part = found.direct[n] if mine else found.first[n]
        yield _row(first, "loss" if mine else "loss passed on", (0.0, 0.0, 0.0),
                   (found.total[n], min(part, found.total[n]), max(part, found.total[n])),
                   "share of all imports", "from: one step, to: all steps") | {
            "subject": names[n],
            "partner": flow.sender if mine else flow.receiver, "cells": [],
        }  # fmt: skip


def _imports(asked: Asked, flow: Flow) -> tuple[list[str], Any, Row] | None:
    """Shares of all imports of all states in the latest year before the flow changes."""
    for variable in _IMPORTS:
        reach = asked.reach(variable)
        if reach is None or reach.start > flow.first:
            continue
        year = min(reach.last, flow.first).year
        span = Period.year(year if reach.last.year < flow.first.year else year - 1)
        narrow = Asked(asked.store, asked.known, span.start, span.end, asked.spare)
        rows = [r for r in narrow.rows(variable, items=[""]) if r["value"]]
        if rows:
            return (*_matrix(rows), rows[0] | {"until": reach.last, "cells": []})
    return None


def _matrix(rows: Sequence[Row]) -> tuple[list[str], Any]:
    names = sorted({row[end] for row in rows for end in ("subject", "object")})
    place = {name: n for n, name in enumerate(names)}
    amounts = np.zeros((len(names), len(names)))
    for row in rows:
        amounts[place[row["subject"]], place[row["object"]]] += max(row["value"], 0.0)
    whole = amounts.sum(axis=1, keepdims=True)
    return names, np.divide(amounts, whole, out=np.zeros_like(amounts), where=whole > 0)


def _row(
    of: Row, effect: str, before: Sequence[float], after: Sequence[float], unit: str, note: str
) -> Row:
    kept = ("subject", "partner", "measure", "period_start", "period_end", "source", "until")
    return {name: of.get(name) for name in kept} | {
        "effect": effect, "before": before[0], "before_low": before[1], "before_high": before[2],
        "value": after[0], "low": after[1], "high": after[2], "unit": unit, "note": note,
        "cells": list(of.get("cells") or ()),
    }  # fmt: skip


def _notes(flows: Sequence[Flow], rows: Sequence[Row]) -> Iterator[str]:
    for flow in flows:
        name = told(flow)
        own = [row for row in rows if row["change"] == name]
        if not own:
            yield f"{name}: the store has no share of it by {flow.first}; nothing is said of it."
        if flow.goods in _FUELS and own:
            yield f"{name}: taken of all fuels, as the records do not part {flow.goods} from them."
        if flow.goods in ("trade", "imports"):
            yield (f"{name}: of each loss a state's buyers lose {flow.pass_on:.0%}. That part is "
                   "supposed, not estimated; set it with pass_on.")  # fmt: skip
        if not flow.assumed:
            yield f"{name}: no act is assumed to follow, so no act of anyone changes for it."
        else:
            yield f"{name}: the acts that follow are assumed" + (
                f": {flow.why}" if flow.why else "."
            )
