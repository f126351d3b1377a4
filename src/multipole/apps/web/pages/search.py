"""Search as a page: results by kind, for who has no scripts and for links to a search."""

from __future__ import annotations

from multipole.apps.web import finding
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.search_routes import LONGEST


def _frame(visit: Visit) -> Context:
    finding.warm(visit.room)
    words = visit.get("q")[:LONGEST]
    return {"title": f"Search: {words}" if words else "Search", "words": words}


def _found(visit: Visit) -> Context:
    words = visit.get("q")[:LONGEST]
    if not words:
        return {"words": "", "groups": [], "said": ""}
    answer = finding.found(visit.room, words, limit=finding.MANY, patience=visit.patience)
    return {
        "words": words, "groups": finding.groups(answer, visit.places), "said": answer.title,
        "answer": answer,
    }  # fmt: skip


PAGE = Page(
    name="search",
    path="/search",
    template="search.html.j2",
    frame=_frame,
    parts=(Part("found", "Results", "search_found.html.j2", _found),),
    options=("q",),
)
