"""Choose three actors; the triangles of which the store tells most are offered."""

from __future__ import annotations

from typing import Final

from multipole.answers.asked import actor_of
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.core.errors import MultipoleError

ENDS: Final = ("a", "b", "c")


def _frame(visit: Visit) -> Context:
    """Three names lead to their triangle; otherwise the form, with what is wrong."""
    given = {end: visit.get(end) for end in ENDS}
    wrong: MultipoleError | None = None
    if all(given.values()):
        try:
            with visit.room.store() as store:
                own = store.actor_list()
            found = sorted({actor_of(one, own=own) for one in given.values()})
        except MultipoleError as error:
            wrong, found = error, []
        if len(found) == len(ENDS):
            where = visit.places.page(
                "triangle", **dict(zip(ENDS, found, strict=True)), as_of=visit.as_of or ""
            )
            if where:
                raise Elsewhere(where)
    return {
        "title": "Triangles", "given": given, "wrong": wrong,
        "some": any(given.values()), "ends": ENDS,
    }  # fmt: skip


def _most(visit: Visit) -> Context:
    answer = visit.ask("triangles", as_of=visit.as_of)
    return {"answer": answer, "rows": answer.table.to_pylist()}


PAGE: Final = Page(
    name="triangles",
    path="/triangles",
    template="triangles.html.j2",
    frame=_frame,
    parts=(Part("most", "Of which most is told", "triangles_most.html.j2", _most),),
    options=("a", "b", "c", "as_of"),
)
