"""How outlets, or governments, tell the same: coverage, the same events, shares, words."""

from __future__ import annotations

from typing import Final

from multipole.answers import Answer
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import narratives_drawn as drawn
from multipole.apps.web.pages.narratives_asked import OPTIONS, form, theme, wanted
from multipole.narratives.shares import FIGURES

#: Events that the page shows, the latest first; sentences behind a number that was opened.
EVENTS: Final = 30
SENTENCES: Final = 60
_TERMS: Final = 5


def _frame(visit: Visit) -> Context:
    asked = wanted(visit)
    over = {k: v for k, v in asked.given.items() if k not in ("actors", "domain", "words")}
    return {"title": "Who tells it how", "place": "narratives", "over": over, **form(visit, asked)}


def _told(visit: Visit) -> Answer:
    asked = wanted(visit)
    return visit.ask("narratives", *asked.actors, **theme(visit, asked))


def _covers(visit: Visit) -> Context:
    answer, asked = _told(visit), wanted(visit)
    rows = answer.table.to_pylist()
    of = {f: {r["side"]: r for r in rows if r["figure"] == f} for f in ("was read", "delay")}
    return {
        "answer": answer, "panel": drawn.panel(answer, "covers", asked.by), "read": of["was read"],
        "delay": of["delay"], "asked": asked, "behind": drawn.by_claim(answer),
        "opened": drawn.OPENED,
    }  # fmt: skip


def _events(visit: Visit) -> Context:
    asked = wanted(visit)
    answer = visit.ask("retold", *asked.actors, limit=EVENTS, **theme(visit, asked))
    made = drawn.events(answer, asked.by)
    return {
        "answer": answer, "events": made, "asked": asked, "signs": drawn.SIGNS,
        "day": drawn.day, "marked": drawn.marked, "most": EVENTS,
    }  # fmt: skip


def _shares(visit: Visit) -> Context:
    answer, asked = _told(visit), wanted(visit)
    return {
        "answer": answer, "figures": drawn.figures(answer, asked.by), "whole": FIGURES,
        "most": drawn.PANELS, "behind": drawn.by_claim(answer), "opened": drawn.OPENED,
        "asked": asked,
    }  # fmt: skip


def _apart(visit: Visit) -> Context:
    asked = wanted(visit)
    return {"answer": visit.ask("terms", limit=_TERMS, **asked.options), "asked": asked}


def _behind(visit: Visit) -> Context:
    """The sentences behind one number of the page, which the address names."""
    answer = _told(visit)
    figure, _, rest = visit.get("open").partition("/")
    about, _, side = rest.partition("/")
    rows = [r for r in answer.table.to_pylist() if r["claims"]]
    found = next((r for r in rows if (r["figure"], r["about"], r["side"]) == (figure, about, side)),
                 None)  # fmt: skip
    claims = set(found["claims"]) if found else set()
    told = [r for r in answer.evidence.to_pylist() if r["claim"] in claims]
    return {"row": found, "told": told[:SENTENCES], "total": len(told), "asked": wanted(visit)}


PAGE = Page(
    name="narratives",
    path="/narratives",
    template="narratives.html.j2",
    frame=_frame,
    parts=(
        Part("covers", "Who covers what the others cover", "narratives_covers.html.j2", _covers),
        Part("events", "The same events, side by side", "narratives_events.html.j2", _events),
        Part("shares", "Who acts, who is blamed, who is heard", "narratives_shares.html.j2",
             _shares),
        Part("behind", "The sentences behind a number", "narratives_behind.html.j2", _behind),
        Part("apart", "Words that set each apart", "narratives_apart.html.j2", _apart),
    ),
    options=(*OPTIONS, "open"),
)  # fmt: skip
