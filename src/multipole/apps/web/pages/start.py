"""The first page: what the store holds, what moved most in a month, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.words import count
from multipole.apps.web import finding
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages.start_moves import move_of
from multipole.apps.web.words import number, span
from multipole.store import Store

#: So many pairs are shown, so many dyads and triangles to begin with, so many months to choose.
MOVES: Final = 24
FEW: Final = 3
BEGIN: Final = 10
MONTHS: Final = 240
_Row = Mapping[str, Any]


def _frame(visit: Visit) -> Context:
    finding.warm(visit.room)
    held = visit.room.once("counts", _counts)
    return {"title": "The store", "held": held, "empty": not any(held.values())}


def _counts(store: Store) -> dict[str, int]:
    found = store.counts()
    return {name: found[name] for name in ("documents", "claims", "events", "releases")}


def _holds(visit: Visit) -> Context:
    status = visit.ask("status", as_of=visit.as_of)
    reach = visit.ask("reach", as_of=visit.as_of).table.to_pylist()
    return {"line": _line(status, reach), "reach": _ends(reach), "answer": status}


def _line(status: Answer, reach: list[_Row]) -> list[str]:
    """What the store is, in parts of one line."""
    rows = {(r["section"], r["what"]): r for r in status.table.to_pylist()}
    documents, events = rows["documents", "all"], rows["events", "all"]
    outlets = sum(section == "outlets" for section, _ in rows)
    sets = len({row["source"] for row in reach})
    spanned = f" ({documents['detail'].replace(' to ', ' – ')})" if documents["detail"] else ""
    found = [
        f"{count(documents['number'], 'document')} of {count(outlets, 'outlet')}{spanned}",
        count(rows["claims", "all"]["number"], "claim"),
        f"{count(events['number'], 'event')} told in them",
        f"{count(sets, 'data set')} of {sum(row['rows'] for row in reach):,} rows",
    ]
    return [part for part in found if not part.startswith("0 ")]


def _ends(reach: list[_Row]) -> list[dict[str, Any]]:
    """How far each data set reaches, the newest first."""
    until: dict[str, date] = {}
    for row in reach:
        if row["until"]:
            until[row["source"]] = max(until.get(row["source"], date.min), row["until"])
    return [
        {"source": source, "until": day}
        for source, day in sorted(until.items(), key=lambda one: (one[1], one[0]), reverse=True)
    ]


def _movers(visit: Visit) -> Context:
    months = visit.ask("mover_months", as_of=visit.as_of).table.to_pylist()
    answer = visit.ask(
        "movers", month=visit.get("month") or None, as_of=visit.as_of, limit=MOVES
    )  # fmt: skip
    found = answer.table.to_pylist()
    rows = [move_of(row) for row in found if row["unusual"]] or list(map(move_of, found[:FEW]))
    month = rows[0]["period_start"]
    return {
        "answer": answer, "rows": rows, "month": month, "said": span(month, rows[0]["period_end"]),
        "verdict": answer.title.split(": ", 1)[1], **_beside(months, month),
    }  # fmt: skip


def _beside(months: list[_Row], month: date) -> dict[str, Any]:
    """The months to choose from, latest first, and those next to the month that is shown."""
    judged: dict[date, int] = {}
    for row in months:
        judged[row["period_start"]] = judged.get(row["period_start"], 0) + row["pairs"]
    earlier = [day for day in judged if day < month]
    later = [day for day in judged if day > month]
    choice = [
        {"value": f"{day:%Y-%m}", "said": f"{day:%B %Y}, {count(pairs, 'pair')}"}
        for day, pairs in sorted(judged.items(), reverse=True)[:MONTHS]
    ]
    if f"{month:%Y-%m}" not in [one["value"] for one in choice]:
        choice.append({"value": f"{month:%Y-%m}", "said": f"{month:%B %Y}"})
    return {
        "choice": choice,
        "before": f"{max(earlier):%Y-%m}" if earlier else "",
        "after": f"{min(later):%Y-%m}" if later else "",
    }


def _begin(visit: Visit) -> Context:
    pairs = visit.ask("dyads", limit=BEGIN, as_of=visit.as_of).table.to_pylist()
    threes = visit.ask("triangles", limit=BEGIN, as_of=visit.as_of).table.to_pylist()
    return {"pairs": pairs, "threes": threes, "number": number}


PAGE = Page(
    name="start",
    path="/",
    template="start.html.j2",
    frame=_frame,
    parts=(
        Part("holds", "In the store", "start_holds.html.j2", _holds),
        Part("movers", "What moved most", "start_movers.html.j2", _movers),
        Part("begin", "Where to begin", "start_begin.html.j2", _begin),
    ),
    options=("as_of", "month"),
)
