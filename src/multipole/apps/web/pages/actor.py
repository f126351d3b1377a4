"""A state or organisation: names and codes, its dyads, its last events, who speaks, its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from multipole.actors import load_actors
from multipole.answers.asked import actor_of, name_of
from multipole.answers.words import who
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.core.errors import NothingFound
from multipole.core.periods import ONE_DAY
from multipole.core.plover import ACTION_WORDS

#: So many dyads, events, speakers and office holders are shown at once.
DYADS: Final = 40
FEW: Final = 15
EVENTS: Final = 12
SPEAKERS: Final = 15
OFFICES: Final = 12
_Row = Mapping[str, Any]
_WORDS: Final = ("name", "abbreviation", "organisation", "bloc", "nonstate", "demonym", "capital",
                 "government")  # fmt: skip


def _frame(visit: Visit) -> Context:
    given = visit.get("id")
    id = actor_of(given, own=visit.room.once("actor list", lambda store: store.actor_list()))  # noqa: A001
    if id != given:
        options = {"as_of": visit.as_of} if visit.as_of else {}
        raise Elsewhere(visit.places.page("actor", id=id, **options) or "/")
    return {"title": name_of(id), "id": id, "as_of": visit.as_of}


def _about(visit: Visit) -> Context:
    answer = visit.ask("actor", visit.get("id"), as_of=visit.as_of)
    rows = answer.table.to_pylist()
    held = {section: [row for row in rows if row["section"] == section]
            for section in ("about", "name", "code", "member of", "office")}  # fmt: skip
    called = [row for kind in _WORDS for row in held["name"] if row["what"] == kind]
    return {
        "answer": answer, "about": {row["what"]: row for row in held["about"]},
        "called": called, "others": len(held["name"]) - len(called), "codes": held["code"],
        "member": held["member of"], "offices": held["office"][:OFFICES],
        "more": max(len(held["office"]) - OFFICES, 0), "years": years,
    }  # fmt: skip


def years(row: _Row) -> str:
    """When a row held, in years; nothing where both sides are open.

    >>> from datetime import date
    >>> years({"first": date(1922, 12, 30), "last": None}), years({"first": None, "last": None})
    ('since 1922', '')
    """
    first, last = row["first"], row["last"]
    if first and last:
        return f"{first.year} to {last.year}"
    if first:
        return f"since {first.year}"
    return f"until {last.year}" if last else ""


def _dyads(visit: Visit) -> Context:
    own = visit.get("id")
    answer = visit.ask("dyads", own, as_of=visit.as_of, limit=DYADS)
    rows = [
        row | {"other": _other(row, own), "month": f"{row['period_end'] - ONE_DAY:%B %Y}"}
        for row in answer.table.to_pylist()
    ]
    return {"answer": answer, "rows": rows, "id": own, "FEW": FEW}


def _other(row: _Row, own: str) -> str:
    return str(row["receiver"] if row["sender"] == own else row["sender"])


def _events(visit: Visit) -> Context:
    own = visit.get("id")
    answer = visit.ask("event_list", own, size=EVENTS)
    rows = [
        row | {"who": who(row), "deed": ACTION_WORDS.get(row["action"], row["action"])}
        for row in answer.table.to_pylist()
    ]
    return {"answer": answer, "rows": rows, "id": own}


def _speakers(visit: Visit) -> Context:
    own = visit.get("id")
    rows = [
        row for row in visit.ask("speakers", as_of=visit.as_of).table.to_pylist()
        if row["speaker_actor"] == own
    ]  # fmt: skip
    if not rows:
        raise NothingFound(
            f"no document names a speaker of {name_of(own)}",
            remedy="Read reports that quote one: multipole read FOLDER.",
        )
    return {"rows": rows[:SPEAKERS], "of": len(rows), "said": sum(row["n"] for row in rows)}


def _records(visit: Visit) -> Context:
    answer = visit.ask("actor_records", visit.get("id"), as_of=visit.as_of)
    if not len(answer):
        raise NothingFound(
            f"no data set in the store records {name_of(visit.get('id'))}",
            remedy="See what there is: multipole sources; add one: multipole add SOURCE FILE.",
        )
    return {"answer": answer, "rows": answer.table.to_pylist()}


def _exported(visit: Visit) -> Iterable[Mapping[str, str]]:
    """Every actor of the dyads that are listed."""
    rows = visit.ask("dyads").table.to_pylist()
    ids = {row[end] for row in rows for end in ("sender", "receiver")}
    known = {actor.id for actor in load_actors()}
    return ({"id": actor} for actor in sorted(ids & known))


PAGE = Page(
    name="actor",
    path="/actor/{id}",
    template="actor.html.j2",
    frame=_frame,
    parts=(
        Part("dyads", "Its dyads", "actor_dyads.html.j2", _dyads),
        Part("events", "Last events", "actor_events.html.j2", _events),
        Part("speakers", "Who speaks for it", "actor_speakers.html.j2", _speakers),
        Part("records", "On record", "actor_records.html.j2", _records),
        Part("about", "Names, codes, memberships, offices", "actor_about.html.j2", _about),
    ),
    options=("as_of",),
    exported=_exported,
)
