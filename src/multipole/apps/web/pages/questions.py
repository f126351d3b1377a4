"""Questions that the data settle: what was forecast, how they ended, and how good that was."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from multipole.answers.asked import one_of
from multipole.answers.questions import STATUSES
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import ahead_drawn as drawn
from multipole.apps.web.pages.dyad_asked import begin, cited, rows_of
from multipole.apps.web.pages.lists import SIZE, given, link, number_in
from multipole.core.errors import NothingFound

#: Questions that an export writes a page of.
EXPORTED: Final = 200
NARROW: Final = ("status",)
_Row = Mapping[str, Any]


def _frame(visit: Visit) -> Context:
    if visit.get("status"):
        one_of(visit.get("status"), STATUSES, "a status of a question")
    begin(visit, ("questions", (), {}), ("question_scores", (), {}))
    return {
        "title": "Questions", "statuses": STATUSES, "words": given(visit, NARROW),
        "cite_words": cited(visit, "Questions, forecasts and how they ended"),
    }  # fmt: skip


def scored(visit: Visit) -> Context:
    """Scores of what was forecast, live and held out, or why there are none."""
    try:
        answer = visit.ask("question_scores")
    except NothingFound as error:
        return {"answer": None, "error": error, "sides": [], "side": drawn.SIDE}
    sections = {
        name: list(rows) for name, rows in groupby(rows_of(answer), key=lambda r: r["section"])
    }
    sides = [_side(name, sections) for name in ("live", "held out") if name in sections]
    return {"answer": answer, "sides": sides, "side": drawn.SIDE}


def _side(name: str, sections: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    reliable = sections.get(f"{name}: calibration", [])
    return {
        "name": name, "rows": sections[name], "parts": sections.get(f"{name}: parts", []),
        "points": drawn.points(drawn.calibrated(reliable)), "calibration": reliable,
        "misses": sections.get(f"{name}: misses", []),
    }  # fmt: skip


def _list(visit: Visit) -> Context:
    answer = visit.ask("questions", status=visit.get("status") or None)
    rows, start = rows_of(answer)[::-1], number_in(visit, "from")
    words = given(visit, NARROW)
    older = link(visit, "questions", words, **{"from": str(start + SIZE)})
    newer = link(visit, "questions", words, **{"from": str(start - SIZE) if start > SIZE else ""})
    return {
        "answer": answer, "rows": rows[start : start + SIZE], "start": start, "words": words,
        "older": older if rows[start + SIZE :] else "", "newer": newer if start else "",
        "first": link(visit, "questions", words), "left": None,
    }  # fmt: skip


PAGE: Final = Page(
    name="questions",
    path="/questions",
    template="questions.html.j2",
    frame=_frame,
    parts=(
        Part("scores", "How good the forecasts were", "questions_scores.html.j2", scored),
        Part("list", "The questions", "questions_list.html.j2", _list),
    ),
    options=(*NARROW, "from"),
)
