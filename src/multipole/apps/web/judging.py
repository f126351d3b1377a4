"""What a person judges on a page: kept in the store itself, then back to the event."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from multipole.apps.clock import now
from multipole.apps.web.page import Page, Visit
from multipole.apps.web.places import Places
from multipole.apps.web.rendering import page_html
from multipole.apps.web.rooms import Rooms
from multipole.core.errors import StoreError, WrongUse
from multipole.store import Store, listing, open_store

_log: Final = logging.getLogger(__name__)
RULINGS: Final = ("confirm", "reject", "same", "apart", "withdraw")
FIELDS: Final = ("ruling", "event", "other", "id", "by", "reason")
#: Longest name and reason, in characters.
_LONGEST: Final = {"by": 80, "reason": 400}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sends: the ruling, the event it is of, and who says so and why.

    ``other`` is a second event, or a claim of this one; ``id`` a judgement that is taken back.
    """

    ruling: str = ""
    event: str = ""
    other: str = ""
    id: str = ""
    by: str = ""
    reason: str = ""

    @classmethod
    def read(cls, body: bytes) -> Sent:
        """A form as it was sent; raises `WrongUse` for what no form of a page sends."""
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        sent = cls(**{name: " ".join(form.get(name, "").split()) for name in FIELDS})
        if sent.ruling not in RULINGS:
            raise WrongUse(
                f"{sent.ruling!r} is not a judgement", remedy=f"Use one of {', '.join(RULINGS)}."
            )
        if not sent.by:
            raise WrongUse("nobody judges here", remedy="Give your name.")
        for name, most in _LONGEST.items():
            if len(getattr(sent, name)) > most:
                raise WrongUse(f"the {name} is longer than {most} characters", remedy="Shorten it.")
        return sent

    @property
    def fields(self) -> Mapping[str, str]:
        """What to send again."""
        return {name: getattr(self, name) for name in FIELDS}


def judging_routes(places: Places) -> APIRouter:
    """The route that forms of the event page send to; ``places`` says where to go from there."""
    router = APIRouter()

    @router.post("/judge", include_in_schema=False)
    async def judge(request: Request) -> Response:
        """Keep what the form says and go to the event that now carries its claims.

        The guard has checked the token. While another process writes to the store, nothing is kept
        and the page that says so sends the same again.
        """
        sent, state = Sent.read(await request.body()), request.app.state
        try:
            event, claim = await run_in_threadpool(kept, state.rooms, sent)
        except StoreError as error:
            visit = Visit(state.rooms.room, places, write_token=state.write_token)
            return _again(visit, sent, error)
        _log.info("%s of event %s by %r", sent.ruling, sent.event, sent.by)
        return RedirectResponse(_where(places, event, claim), 303)

    return router


def kept(rooms: Rooms, sent: Sent) -> tuple[str, str]:
    """Keep a judgement, and give the event that has most of its claims now (``""`` for none) and
    one of these claims. Raises `MultipoleError` as `multipole.pipeline.rule` does."""
    from multipole.pipeline.judging import claims_meant

    with rooms.writing() as path, open_store(path) as store:
        claims = claims_meant(store, sent.event)
        _rule(store, sent)
        event = _carrier(store, claims)
    return event, claims[0]


def _rule(store: Store, sent: Sent) -> None:
    from multipole.pipeline import rule, withdraw

    at, by, reason = now(), sent.by, sent.reason
    match sent.ruling:
        case "withdraw":
            withdraw(store, sent.id, by=by, reason=reason, now=at)
        case "same" | "apart" as ruling:
            rule(store, ruling, [sent.event, sent.other], by=by, reason=reason, now=at)
        case "confirm" | "reject" as ruling:
            rule(store, ruling, [sent.event], by=by, reason=reason, now=at)


def _carrier(store: Store, claims: Collection[str]) -> str:
    """The event that carries most of these claims."""
    carried = list(listing.events_of(store, claims).values())
    return max(sorted(set(carried)), key=carried.count, default="")


def _where(places: Places, event: str, claim: str) -> str:
    page = places.page("event", id=event) if event else places.page("claim", id=claim)
    return f"{page or '/'}#judged" if event else f"{page or '/'}#event"


def _again(visit: Visit, sent: Sent, error: StoreError) -> Response:
    context = {
        "title": "Not kept yet", "error": error, "sent": sent.fields,
        "token": visit.write_token, "back": visit.places.page("event", id=sent.event),
    }  # fmt: skip
    page = Page("again", "/judge", "judging_again.html.j2", lambda visit: context)
    headers = {"retry-after": "5", "cache-control": "no-store"}
    return HTMLResponse(page_html(page, visit), 503, headers=headers)
