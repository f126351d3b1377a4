"""The page of all dyads of which acts are told, those first of which most is known."""

from __future__ import annotations

from multipole.answers.asked import actor_of, day_of, pair_of
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages.dyad_asked import actors_table, begin, cited, rows_of
from multipole.core.periods import ONE_DAY


def _frame(visit: Visit) -> Context:
    day_of(visit.as_of)
    own = actors_table(visit)
    if visit.get("a") and visit.get("b"):
        a, b = sorted(pair_of(visit.get("a"), visit.get("b"), own=own))
        raise Elsewhere(visit.places.page("dyad", a=a, b=b, as_of=visit.as_of or "") or "")
    if visit.get("actor"):
        actor_of(visit.get("actor"), own=own)
    begin(visit, ("dyads", (), {"actor": visit.get("actor"), "as_of": visit.as_of}))
    return {"title": "Dyads", "cite_words": cited(visit, "Dyads with acts told")}


def _list(visit: Visit) -> Context:
    answer = visit.ask("dyads", actor=visit.get("actor"), as_of=visit.as_of)
    rows = [
        row | {"last": row["period_end"] and f"{row['period_end'] - ONE_DAY:%B %Y}"}
        for row in rows_of(answer)
    ]
    to = [visit.places.page("dyad", a=row["sender"], b=row["receiver"]) for row in rows]
    return {"answer": answer, "rows": rows, "paged": sum(map(bool, to))}


PAGE = Page(
    name="dyads",
    path="/dyads",
    template="dyads.html.j2",
    frame=_frame,
    parts=(Part("list", "Of whom most is told", "dyads_list.html.j2", _list),),
    options=("actor", "as_of"),
)
