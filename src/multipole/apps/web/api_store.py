"""Routes of the API about the store itself: what it holds, what moved in it, who coded it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from multipole.apps.web.api import REPLIES, Day, Some, When
from multipole.apps.web.replies import Shared

router = APIRouter(prefix="/api", responses=REPLIES)


@router.get("/movers")
def movers(
    shared: Shared, month: When = None, as_of: Day = None, limit: Some = 20
) -> Response:  # fmt: skip
    """What moved most in a month (2021-03), each pair's acts against its own past."""
    return shared.reply("movers", month=month, as_of=as_of, limit=limit)


@router.get("/holdings")
def holdings(shared: Shared, as_of: Day = None) -> Response:
    """The releases of data sets, with licence, rows and what was left out."""
    return shared.reply("holdings", as_of=as_of)


@router.get("/reach")
def reach(shared: Shared, as_of: Day = None) -> Response:
    """Until when the data of each variable reach."""
    return shared.reply("reach", as_of=as_of)


@router.get("/read-coverage")
def read_coverage(shared: Shared, as_of: Day = None) -> Response:
    """Documents by outlet, language and month."""
    return shared.reply("read_coverage", as_of=as_of)


@router.get("/coders")
def coders(shared: Shared, as_of: Day = None) -> Response:
    """Who coded the claims, and how often that is right on hand-coded texts."""
    return shared.reply("coders", as_of=as_of)


@router.get("/runs")
def runs(shared: Shared) -> Response:
    """What made the rows: step, code, settings, seed, when."""
    return shared.reply("runs")
