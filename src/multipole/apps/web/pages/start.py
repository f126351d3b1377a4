"""The first page: what the store holds, and where to begin."""

from __future__ import annotations

from multipole.apps.web.page import Context, Page, Part, Visit


def _frame(visit: Visit) -> Context:
    return {"title": "What is in the store"}


def _status(visit: Visit) -> Context:
    return {"answer": visit.ask("status", as_of=visit.as_of)}


PAGE = Page(
    name="start",
    path="/",
    template="start.html.j2",
    frame=_frame,
    parts=(Part("status", "In the store", "answer.html.j2", _status),),
    options=("as_of",),
)
