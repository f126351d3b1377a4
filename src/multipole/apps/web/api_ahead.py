"""Routes of the API about what lies ahead: forecasts, how good they are, questions, what-ifs."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from multipole.apps.web.api import REPLIES, Day, Name, Words
from multipole.apps.web.replies import Shared

router = APIRouter(prefix="/api", responses=REPLIES)
Horizon = Annotated[str, Query(max_length=8, description="How far ahead: 30d, 4w, 1m.")]
Id = Annotated[str, Query(max_length=64, description="The id of a question, or its beginning.")]


@router.get("/forecast")
def forecast(
    shared: Shared, a: Name, b: Name, horizon: Horizon = "30d",
    direction: Literal["both", "out", "in"] = "both", source: Words = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """Distributions of acts ahead by direction and class, with base rates and skill so far."""
    given = None if direction == "both" else direction
    return shared.reply(
        "forecast", a, b, horizon=horizon, direction=given, source=source, as_of=as_of
    )


@router.get("/backtest")
def backtest(shared: Shared, horizon: Horizon = "30d", source: Words = None) -> Response:
    """How good forecasts of counts would have been on the store's own past, with reliability."""
    return shared.reply("backtest", horizon, source=source)


@router.get("/questions")
def questions(
    shared: Shared, status: Annotated[str, Query(max_length=20)] = ""
) -> Response:  # fmt: skip
    """Questions, each with its latest forecast and how it ended."""
    return shared.reply("questions", status=status)


@router.get("/question")
def question(shared: Shared, id: Id) -> Response:  # noqa: A002 - the word of the address
    """One question: every forecast as it was issued, and how it ended."""
    return shared.reply("question", id)


@router.get("/question-scores")
def question_scores(shared: Shared) -> Response:
    """How good the forecasts of settled questions were, failures included."""
    return shared.reply("question_scores")
