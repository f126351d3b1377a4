"""Towards whom an actor acts next, or who acts towards it, with what speaks for each."""

from __future__ import annotations

from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.asked import actor_of, name_of, one_of
from multipole.answers.next import ENDS, READ_AS
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages.dyad_asked import actors_table, begin, cited, rows_of
from multipole.core.plover import ACTION_WORDS, ACTIONS

USUAL: Final = "SANCTION"
TOP: Final = 15
#: Units across the picture of chances.
WIDE: Final = 240


def _asked(visit: Visit) -> tuple[str, tuple[str], dict[str, Any]]:
    options = {
        "type": one_of(visit.get("type", USUAL).upper(), ACTIONS, "an event type"),
        "by": one_of(visit.get("by", ENDS[0]), ENDS, "an end of an act"),
        "top": TOP, "source": visit.get("source") or None, "as_of": visit.as_of,
    }  # fmt: skip
    return "next", (actor_of(visit.get("actor"), own=actors_table(visit)),), options


def _frame(visit: Visit) -> Context:
    question = _asked(visit)
    _, (actor,), options = question
    if actor != visit.get("actor"):
        raise Elsewhere(visit.places.page("next", **{**visit.given, "actor": actor}) or "")
    begin(visit, question)
    way = "towards whom it acts" if options["by"] == "receiver" else "who acts towards it"
    return {
        "title": f"{name_of(actor)}: {way} next", "actor": actor, "options": options,
        "types": ACTION_WORDS, "ends": ENDS,
        "command": f"multipole next {actor} --type {options['type']} --by {options['by']}",
        "cite_words": cited(visit, f"{name_of(actor)}: the next {options['type']}"),
    }  # fmt: skip


def _answer(visit: Visit) -> Answer:
    name, actors, options = _asked(visit)
    return visit.ask(name, *actors, **options)


def _ranked(visit: Visit) -> Context:
    answer, (_, (actor,), options) = _answer(visit), _asked(visit)
    rows = rows_of(answer)
    most = max((row["probability"] for row in rows), default=1.0)
    words = {"actor": actor, **{k: v for k, v in options.items() if v}}
    return {
        "answer": answer, "rows": rows, "wide": WIDE, "words": words, "options": options,
        "actor": actor, "act": ACTION_WORDS[options["type"]], "most": most,
        "measured": [note for note in answer.notes if note not in READ_AS], "read_as": READ_AS,
        "told": answer.evidence.to_pylist(),
    }  # fmt: skip


PAGE: Final = Page(
    name="next",
    path="/next/{actor}",
    template="next.html.j2",
    frame=_frame,
    parts=(Part("ranked", "The likeliest", "next_ranked.html.j2", _ranked),),
    options=("type", "by", "source", "as_of"),
    exported=lambda visit: (),
)
