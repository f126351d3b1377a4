"""Routes of the API about the store itself: what it holds, what moved in it, who coded it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from multipole.apps.web.api import REPLIES, Day, Names, Some, When, Words, listed
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


Place = Annotated[str, Query(max_length=60, description="The place of a row: 2018-03-30.57.")]
Id = Annotated[str, Query(max_length=200, description="An id that a list shows.")]


@router.get("/event-list")
def event_list(
    shared: Shared, actors: Names = "", since: When = None, until: When = None,
    type: Words = None, domain: Words = None, modality: Words = None,  # noqa: A002
    source: Words = None, place: Place = "", newer: bool = False,
    size: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:  # fmt: skip
    """Events newest first, so many from a ``place`` on (that of the last row to go on)."""
    return shared.reply(
        "event_list", *listed(actors), since=since, until=until, types=listed(type), domain=domain,
        modality=modality, sources=listed(source), start=place, newer=newer, size=size,
    )  # fmt: skip


@router.get("/event-tally")
def event_tally(
    shared: Shared, actors: Names = "", since: When = None, until: When = None,
    type: Words = None, domain: Words = None, modality: Words = None,  # noqa: A002
    source: Words = None,
) -> Response:  # fmt: skip
    """How many events there are, by source, year and type."""
    return shared.reply(
        "event_tally", *listed(actors), since=since, until=until, types=listed(type),
        domain=domain, modality=modality, sources=listed(source),
    )  # fmt: skip


@router.get("/versions")
def versions(shared: Shared, event: Id, as_of: Day = None) -> Response:
    """Each telling of one event with the words that carry it, by outlet."""
    return shared.reply("versions", event, as_of=as_of)


@router.get("/event-fields")
def event_fields(shared: Shared, event: Id, as_of: Day = None) -> Response:
    """What the tellings of one event agree on, dispute and leave out, field by field."""
    return shared.reply("event_fields", event, as_of=as_of)


@router.get("/act")
def act(shared: Shared, id: Id) -> Response:  # noqa: A002 - the word of the address
    """The coded rows of data sets that tell one act."""
    return shared.reply("act", id)


@router.get("/one-claim")
def one_claim(shared: Shared, claim: Id) -> Response:
    """One claim of any kind with its words in place."""
    return shared.reply("one_claim", claim)


@router.get("/documents")
def documents(
    shared: Shared, outlet: Annotated[str, Query(max_length=200)] = "", language: Words = None,
    month: When = None, skip: Annotated[int, Query(ge=0, le=10**8)] = 0, limit: Some = 500,
) -> Response:  # fmt: skip
    """Documents, newest first: of an outlet, in a language, of a month."""
    return shared.reply(
        "documents", outlet=outlet, language=language, month=month, skip=skip, limit=limit
    )


@router.get("/document-counts")
def document_counts(shared: Shared) -> Response:
    """How many documents there are of each outlet, language and month."""
    return shared.reply("document_counts")
