"""One question: its criterion, every forecast as it was issued, what drove it, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages.dyad_asked import cited, rows_of
from multipole.apps.web.pages.questions import EXPORTED
from multipole.forecast.questions_criterion import parse_criterion
from multipole.forecast.questions_issue import BEST


def _frame(visit: Visit) -> Context:
    row = _standing(visit)
    if row["id"] != visit.get("id"):
        raise Elsewhere(visit.places.page("question", id=row["id"]) or "")
    criterion = parse_criterion(row["criterion"])
    return {"title": row["text"], "row": row, "ends": sorted((criterion.a, criterion.b)),
            "cite_words": cited(visit, f"Question {row['id'][:8]}: {row['text']}")}  # fmt: skip


def _standing(visit: Visit) -> dict[str, Any]:
    told = visit.ask("question", visit.get("id"))
    return rows_of(visit.ask("some_questions", told.title.partition(":")[0]))[0]


def _history(visit: Visit) -> Context:
    answer = visit.ask("question", visit.get("id"))
    rows = rows_of(answer)
    forecasts = [row for row in rows if row["section"] == "forecast"]
    return {
        "answer": answer, "asked": [r for r in rows if r["section"] == "asked"],
        "forecasts": forecasts, "best": [r for r in forecasts if r["model"] == BEST],
        "drivers": [r for r in rows if r["section"] == "driver" and r["model"] == BEST],
        "ended": [r for r in rows if r["section"] in ("settled", "withdrawn")],
        "told": answer.evidence.to_pylist(),
    }  # fmt: skip


def _exported(visit: Visit) -> Iterable[Mapping[str, str]]:
    rows = rows_of(visit.ask("questions"))
    return [{"id": row["id"]} for row in rows[-EXPORTED:]]


PAGE: Final = Page(
    name="question",
    path="/question/{id}",
    template="question.html.j2",
    frame=_frame,
    parts=(Part("history", "What was forecast, and how it ended", "question_history.html.j2",
                _history),),
    exported=_exported,
)  # fmt: skip
