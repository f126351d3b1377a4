"""One event: every outlet's version side by side, what they dispute, and what persons judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from multipole.answers.act import CELLS, is_act
from multipole.answers.coded import REPORTS
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages.lists import short
from multipole.apps.web.saying import act_words, ends, names, sentence
from multipole.apps.web.words import span
from multipole.core.periods import Period
from multipole.core.version import VERSION
from multipole.sources import find_source

Row = dict[str, Any]
#: Tellings of an event that its page shows; events that a static export writes.
SHOWN: Final = 60
_EXPORTED: Final = 1000
_MARKS: Final = {
    "agreed": "✓", "disputed": "≠", "told once": "·", "not said": "–", "told beforehand": "…",
}  # fmt: skip
_FIELDS: Final = {"sender": "who acts", "receiver": "towards whom", "type": "act",
                  "date": "date", "standing": "standing"}  # fmt: skip
_RULINGS: Final = {"same": "one event", "different": "not one event", "right": "read rightly",
                   "wrong": "read wrongly", "unsure": "unsure"}  # fmt: skip


def _frame(visit: Visit) -> Context:
    name = visit.get("id")
    if is_act(name):
        return _act(visit, name)
    row = _event(visit)
    if row["id"] != name and visit.places.live:
        where = visit.places.page("event", id=row["id"], as_of=visit.as_of or "")
        raise Elsewhere(where or "")
    said = sentence(row)
    return {
        "title": f"{ends(row)}: {act_words(row['action'])}", "row": row, "said": said, "act": None,
        "when": span(row["period_start"], row["period_end"]),
        "pair": _pair(visit, row), "domain": row["domain"] or "",
        "cite": _cite(visit, row, said),
    }  # fmt: skip


def _event(visit: Visit) -> Row:
    answer = visit.ask("one_event", visit.get("id"), as_of=visit.as_of)
    found: Row = answer.table.to_pylist()[0]
    return found


def _pair(visit: Visit, row: Mapping[str, Any]) -> tuple[str, str] | None:
    """The page of the two that act, with their names, where they are two."""
    actors = sorted({*(row["sender"] or ()), *(row["receiver"] or ())})
    if len(actors) != 2:
        return None
    where = visit.places.page("dyad", a=actors[0], b=actors[1])
    return (where, names(actors)) if where else None


def _cite(visit: Visit, row: Mapping[str, Any], said: str) -> str:
    answer = visit.ask("one_event", row["id"], as_of=visit.as_of)
    told = {e["citation"].partition(" (document")[0]: e for e in answer.evidence.to_pylist()}
    first = "; ".join(list(told)[:4])
    more = f"; and {len(told) - 4} more" if len(told) > 4 else ""
    known = f", as known on {visit.as_of}" if visit.as_of else ""
    return (
        f"{said} (event {row['id']}, probability {row['probability']:.2f}{known}). Told in: {first}"
        f"{more}. multipole {VERSION}, snapshot {visit.room.snapshot.digest[:8]}. {{here}}"
    )


def _versions(visit: Visit) -> Context:
    answer = visit.ask("versions", visit.get("id"), as_of=visit.as_of)
    rows = answer.table.to_pylist()
    outlets: dict[str, list[Row]] = {}
    for row in rows[:SHOWN]:
        outlets.setdefault(row["outlet"], []).append(_telling(visit, row))
    return {
        "outlets": outlets, "many": len(rows), "left_out": max(0, len(rows) - SHOWN),
        "title": answer.title,
    }  # fmt: skip


def _telling(visit: Visit, row: Mapping[str, Any]) -> Row:
    document = visit.places.page("document", id=row["document"])
    return {
        **row,
        "said": ends(row), "act": act_words(row["action"]),
        "when": span(row["period_start"], row["period_end"]),
        "text": f"{document}#c-{row['claim']}" if document else "",
        "page": visit.places.page("claim", id=row["claim"]),
    }  # fmt: skip


def _fields(visit: Visit) -> Context:
    answer = visit.ask("event_fields", visit.get("id"), as_of=visit.as_of)
    rows: dict[str, list[Row]] = {}
    for row in answer.table.to_pylist():
        rows.setdefault(row["field"], []).append(
            row | {"mark": _MARKS[row["status"]], "said": _value(row["field"], row["value"])}
        )
    return {"fields": [(_FIELDS.get(name, name), found) for name, found in rows.items()]}


def _value(field: str, value: str) -> str:
    if field in ("sender", "receiver"):
        return names(value.split("+")) if value else ""
    if field == "type":
        return act_words(value) if value else ""
    if field == "date" and value:
        period = Period.parse(value)
        return span(period.start, period.end)
    return value


def _sure(visit: Visit) -> Context:
    row = _event(visit)
    rows = visit.ask("versions", visit.get("id"), as_of=visit.as_of).table.to_pylist()
    surest: dict[str, float] = {}
    for one in rows:
        surest[one["outlet"]] = max(one["confidence"], surest.get(one["outlet"], 0.0))
    told = visit.ask("tellings", visit.get("id"), as_of=visit.as_of).table.to_pylist()
    by_claim = {one["claim"]: one["outlet"] for one in rows}
    reasons = [
        {"outlets": [by_claim.get(c, "") for c in r["claims"]], "claims": r["claims"],
         "reason": r["text"]}
        for r in told if r["section"] == "one event"
    ]  # fmt: skip
    return {"row": row, "surest": surest, "reasons": reasons, "many": len(rows)}


def _judged(visit: Visit) -> Context:
    row = _event(visit)
    answer = visit.ask("judgements", of=tuple(row["claims"]))
    rows = [
        r | {"said": " and ".join(_RULINGS.get(v, v) for v in r["verdict"].split(" and "))}
        for r in answer.table.to_pylist()
    ]
    told = visit.ask("versions", visit.get("id"), as_of=visit.as_of).table.to_pylist()
    return {
        "row": row, "rulings": rows, "token": "" if visit.as_of else visit.write_token,
        "tellings": {t["claim"]: f"{t['outlet']}: {short(t['quote'], 60)}" for t in told},
    }  # fmt: skip


def _act(visit: Visit, name: str) -> Context:
    answer = visit.ask("act", name)
    rows = answer.table.to_pylist()
    first = rows[0]
    source = find_source(first["source"])
    known = {end: [first[end]] if first[end] else [] for end in ("sender", "receiver")}
    named = {end: known[end] or [first[f"{end}_code"]] for end in known if known[end]
             or first[f"{end}_code"]}  # fmt: skip
    event = first | known | named
    return {
        "title": f"{ends(event)}: {act_words(first['action'])}", "act": first, "rows": rows,
        "said": sentence(event), "pair": _pair(visit, first | known), "source": source,
        "cells": [(cell.replace("_", " "), first[cell]) for cell in CELLS],
        "notes": answer.notes, "about": visit.places.page("source", id=source.id),
        "story": first["story"] if str(first["story"]).startswith(("http://", "https://")) else "",
        "cite": f"{sentence(event)} ({source.title}, file {first['file']} "
        f"[{first['sha256'][:12]}], row {first['row']}). {{here}}",
    }  # fmt: skip


def _exported(visit: Visit) -> Iterable[dict[str, str]]:
    rows = visit.ask("event_list", sources=REPORTS, size=_EXPORTED).table.to_pylist()
    return [{"id": row["id"]} for row in rows]


PAGE: Final = Page(
    name="event",
    path="/event/{id}",
    template="event.html.j2",
    frame=_frame,
    parts=(
        Part("versions", "As each outlet tells it", "event_versions.html.j2", _versions),
        Part("fields", "Agreed, disputed, missing", "event_fields.html.j2", _fields),
        Part("sure", "How sure, and why one event", "event_sure.html.j2", _sure),
        Part("judged", "What persons judged", "event_judged.html.j2", _judged),
    ),
    options=("as_of",),
    exported=_exported,
)
