"""Forecasts: of whom one may ask, how good they were on the store's past, open questions."""

from __future__ import annotations

from typing import Final

from multipole.answers.asked import actor_of, pair_of
from multipole.answers.forecast import horizon_of
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages import ahead_drawn as drawn
from multipole.apps.web.pages.dyad_asked import actors_table, begin, cited, rows_of
from multipole.apps.web.pages.forecast import HORIZONS, USUAL, pairs
from multipole.apps.web.pages.questions import scored
from multipole.core.plover import ACTION_WORDS

PAIRS: Final = 12
OPEN: Final = 15
#: The models in the order in which they are told, in words.
MODELS: Final = {
    "stack": "this forecast (the pool)", "ewma": "fading mean", "climatology": "base rates",
    "persistence": "as much as last time", "poisson": "Poisson",
}  # fmt: skip


def _frame(visit: Visit) -> Context:
    if visit.get("a") and visit.get("b"):
        a, b = sorted(pair_of(visit.get("a"), visit.get("b"), own=actors_table(visit)))
        words = {"a": a, "b": b, "horizon": visit.get("horizon")}
        raise Elsewhere(visit.places.page("forecast", **words) or "")
    if visit.get("actor"):
        actor = actor_of(visit.get("actor"), own=actors_table(visit))
        raise Elsewhere(visit.places.page("next", actor=actor, type=visit.get("type")) or "")
    begin(visit, ("backtest", (_horizon(visit),), {}))
    return {
        "title": "Forecasts", "types": ACTION_WORDS, "horizons": HORIZONS,
        "horizon": _horizon(visit),
        "cite_words": cited(visit, "Forecasts of acts and questions"),
    }  # fmt: skip


def _horizon(visit: Visit) -> str:
    return f"{horizon_of(visit.get('horizon', USUAL))}d"


def _pairs(visit: Visit) -> Context:
    return {"pairs": list(pairs(visit, PAIRS)), "horizon": _horizon(visit)}


def _good(visit: Visit) -> Context:
    answer = visit.ask("backtest", _horizon(visit))
    rows = [row for row in rows_of(answer) if row["quad"] == "all"]
    rows.sort(key=lambda row: list(MODELS).index(row["model"]))
    mine = rows[0]
    return {
        "answer": answer, "rows": rows, "mine": mine, "models": MODELS, "side": drawn.SIDE,
        "points": drawn.points(drawn.tenths(mine)), "horizon": _horizon(visit),
        "by_quad": [r for r in rows_of(answer) if r["quad"] != "all"], "quads": drawn.QUADS,
    }  # fmt: skip


def _open(visit: Visit) -> Context:
    rows = rows_of(visit.ask("questions"))
    waiting = [row for row in rows if row["status"] == "open"]
    return {"rows": waiting[:OPEN], "open": len(waiting), "all": len(rows)}


PAGE: Final = Page(
    name="forecasts",
    path="/forecasts",
    template="forecasts.html.j2",
    frame=_frame,
    parts=(
        Part("pairs", "Of whom", "forecasts_pairs.html.j2", _pairs),
        Part("good", "How good they have been", "forecasts_good.html.j2", _good),
        Part("open", "Open questions", "forecasts_open.html.j2", _open),
        Part("scored", "How questions ended", "questions_scores.html.j2", scored),
    ),
    options=("horizon", "a", "b", "actor", "type"),
)
