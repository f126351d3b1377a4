"""Routes of the API about what lies ahead: forecasts, how good they are, questions, what-ifs."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from multipole.answers.whatif_packed import table_of
from multipole.apps.web.api import REPLIES, Day, Name, When, Words
from multipole.apps.web.replies import Shared
from multipole.apps.web.whatif_asked import MOST, USUAL, admitted, scenario_of
from multipole.core.errors import WrongUse

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


@router.get("/next")
def next_acts(
    shared: Shared, actor: Name,
    type: Annotated[str, Query(min_length=1, max_length=20)],  # noqa: A002
    by: Literal["receiver", "sender"] = "receiver",
    top: Annotated[int, Query(ge=1, le=200)] = 15, source: Words = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """The likeliest other ends of an actor's next act of a type, with what speaks for each."""
    return shared.reply("next", actor, type=type, by=by, top=top, source=source, as_of=as_of)


Shocks = Annotated[
    str, Query(max_length=1200, description="Shocks of a kind, with | between: as for whatif.")
]
Table = Literal["asked", "dyads", "paths", "channels", "triangle", "blocs", "flows", "pledges",
                "placebo", "checks"]  # fmt: skip


@router.get("/whatif")
def whatif(
    shared: Shared, table: Table = "dyads", act: Shocks = "", series: Shocks = "",
    rate: Shocks = "", flow: Shocks = "", commitment: Shocks = "", start: When = None,
    months: Annotated[int, Query(ge=1, le=MOST["months"])] = USUAL["months"],
    runs: Annotated[int, Query(ge=1, le=MOST["runs"])] = USUAL["runs"],
    seed: Annotated[int, Query(ge=0, le=MOST["seed"])] = USUAL["seed"],
    states: Annotated[int, Query(ge=1, le=MOST["states"])] = USUAL["states"],
    triangle: Words = None, pairs: Words = None, source: Words = None, as_of: Day = None,
) -> Response:  # fmt: skip
    """A scenario beside its no-shock twin: one of its tables, with its assumptions as notes."""
    given = {
        "act": act, "series": series, "rate": rate, "flow": flow, "commitment": commitment,
        "start": start, "months": months, "runs": runs, "seed": seed, "states": states,
        "triangle": triangle, "pairs": pairs, "source": source, "as_of": as_of,
    }  # fmt: skip
    own = shared.room.once("actor list", lambda store: store.actor_list())
    asked = scenario_of({k: str(v) for k, v in given.items() if v is not None}, own=own)
    if not asked.shocks:
        raise WrongUse("no shock is given", remedy="Give act=USA SANCTION CHN; number: 5.")
    admitted(shared.room, asked)
    return shared.reply(
        "whatif", asked.shocks, through=lambda found: table_of(found, table), **asked.options
    )


@router.get("/question-scores")
def question_scores(shared: Shared) -> Response:
    """How good the forecasts of settled questions were, failures included."""
    return shared.reply("question_scores")
