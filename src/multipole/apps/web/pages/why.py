"""All figures of two actors, each with the sentences that carry it."""

from __future__ import annotations

from typing import Any, Final

from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import dyad
from multipole.apps.web.pages.dyad_asked import Dyad, Row, begin, cited, dyad_of, rows_of

#: Sentences of a figure that are shown; the others are in the files.
MOST: Final = 30
_HEADINGS: Final = {
    "closeness": "Closeness, all reports together", "by domain": "By domain",
    "by year": "Year by year", "counts": "Events by kind",
    "change": "The last twelve months against the twelve before", "tie": "The kind of tie",
    "quoted figures": "Figures that reports quote", "for": "Said for closeness",
    "against": "Said against it", "neutral": "Said, neither way",
}  # fmt: skip


def _frame(visit: Visit) -> Context:
    both = dyad_of(visit, "why")
    begin(visit, ("why", (both.a, both.b), {"as_of": visit.as_of}))
    title = f"Why {both.title} stand where they stand"
    return {"title": title, "dyad": both, "cite_words": cited(visit, title)}


def _figures(visit: Visit) -> Context:
    both = Dyad(visit.given["a"], visit.given["b"])
    answer = visit.ask("why", both.a, both.b, as_of=visit.as_of)
    told: dict[str, list[Row]] = {}
    for row in answer.evidence.to_pylist():
        told.setdefault(row["claim"], []).append(row)
    sections: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(answer):
        sentences = [one for claim in row["claims"] for one in told.get(claim, ())]
        sections.setdefault(row["section"], []).append(row | {"told": sentences})
    return {
        "dyad": both, "answer": answer, "most": MOST,
        "sections": [
            (_HEADINGS.get(name, name.capitalize()), name, rows) for name, rows in sections.items()
        ],
    }  # fmt: skip


PAGE = Page(
    name="why",
    path="/why/{a}/{b}",
    template="why.html.j2",
    frame=_frame,
    parts=(Part("figures", "Every figure with its sentences", "why_figures.html.j2", _figures),),
    options=("as_of",),
    exported=dyad.PAGE.exported,
)
