"""The server: routes of pages, parts and the look; everything else is in its own module."""

from __future__ import annotations

import secrets
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from multipole.apps.web import api, api_ahead, api_store, look
from multipole.apps.web.asking import Waiting
from multipole.apps.web.guard import LOOPBACK, App, Guard
from multipole.apps.web.judging import judging_routes
from multipole.apps.web.kept import cache_folder
from multipole.apps.web.page import PATIENCE, Elsewhere, Page, Visit
from multipole.apps.web.pages import PAGES, page_named
from multipole.apps.web.places import Served, unfilled
from multipole.apps.web.rendering import error_html, page_html, part_alone
from multipole.apps.web.replies import Plain
from multipole.apps.web.rooms import Rooms
from multipole.apps.web.search_routes import search_routes
from multipole.apps.web.warming import warm
from multipole.core.errors import MultipoleError, NothingFound, UnknownCode
from multipole.core.version import VERSION

PLACES = Served({page.name: page.path for page in PAGES})


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve: the store, who may ask, and how many processes work things out.

    ``warm``: the first pages are made before anybody asks for them.
    """

    store: Path
    hosts: tuple[str, ...] = LOOPBACK
    token: str = ""
    workers: int = 2
    cache: Path = field(default_factory=cache_folder)
    warm: bool = False


def _get_ready(rooms: Rooms, write_token: str) -> None:
    """Have the picture library and the first pages at hand; a fault of a page is for who asks."""
    with suppress(CancelledError, BrokenProcessPool, RuntimeError, OSError):
        look.file("vega.js", rooms.cache)
        warm(rooms.room, PAGES, PLACES, write_token=write_token)


def create_app(settings: Settings) -> App:
    """The web app as ASGI; raises `StoreError` when there is no store at ``settings.store``."""
    rooms = Rooms(settings.store, cache=settings.cache, workers=settings.workers)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if settings.warm:
            ready = (rooms, app.state.write_token)
            threading.Thread(target=_get_ready, args=ready, daemon=True).start()
        yield
        rooms.close()

    app = FastAPI(
        title="multipole", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.state.rooms = rooms
    app.state.write_token = secrets.token_urlsafe(24)
    app.exception_handler(MultipoleError)(_told)
    app.exception_handler(RequestValidationError)(_misspelt)
    app.exception_handler(404)(_no_page)
    app.exception_handler(Elsewhere)(_sent_on)
    for page in PAGES:
        app.get(page.path, include_in_schema=False, name=page.name)(partial(_page, page))
    app.include_router(api.router)
    app.include_router(api_store.router)
    app.include_router(api_ahead.router)
    app.include_router(search_routes(PLACES))
    app.include_router(judging_routes(PLACES))
    app.get("/part/{page_name}/{part_name}", include_in_schema=False)(_part)
    app.get("/static/{name}", include_in_schema=False)(_static)
    return Guard(app, hosts=settings.hosts, token=settings.token,
                 write_token=app.state.write_token)  # fmt: skip


def visit_of(request: Request, *, wait: bool = False) -> Visit:
    """The visit that a request is: the newest room, path and query as what is given.

    A word that a form gives several times, as boxes that are ticked, is given with ``|`` between.
    """
    words = request.query_params
    query = {k: "|".join(words.getlist(k)) for k in words if k not in ("token", "wait")}
    given = {**query, **{k: unfilled(str(v)) for k, v in request.path_params.items()}}
    patient = wait or request.query_params.get("wait") == "1"
    return Visit(
        request.app.state.rooms.room, PLACES, given, None if patient else PATIENCE,
        write_token=request.app.state.write_token,
    )  # fmt: skip


def _page(page: Page, request: Request) -> Response:
    return _html(lambda: page_html(page, visit_of(request)))


def _part(page_name: str, part_name: str, request: Request) -> Response:
    page = page_named(page_name)
    if page is None or page.part(part_name) is None:
        raise NothingFound("there is no such part", remedy="Start from the first page.")
    visit = visit_of(request)
    visit.given = {k: v for k, v in visit.given.items() if k not in ("page_name", "part_name")}
    try:
        return _html(lambda: part_alone(page, part_name, visit))
    except Waiting as waiting:
        words = {"doing": waiting.asked.name, "seconds": round(waiting.seconds, 1)}
        return Plain(words, 202, headers={"retry-after": "1", "cache-control": "no-store"})


def _static(name: str, request: Request) -> Response:
    found = look.file(name, request.app.state.rooms.cache)
    if found is None:
        raise NothingFound(f"there is no file {name!r}", remedy="Load the page again.")
    return _tagged(request, found.content, found.kind, found.tag)


def _html(make: Callable[[], str]) -> Response:
    return HTMLResponse(make(), headers={"cache-control": "no-cache"})


def _tagged(request: Request, content: bytes, kind: str, tag: str) -> Response:
    """A file that a browser need not fetch again while it has not changed."""
    headers = {"etag": f'"{tag}"', "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == f'"{tag}"':
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _told(request: Request, error: Exception) -> Response:
    """An error as a page, or as JSON for the API: what, where and what to do."""
    assert isinstance(error, MultipoleError)
    status = 404 if isinstance(error, NothingFound | UnknownCode) else 422
    if request.url.path.startswith("/api"):
        return Plain(told_json(error), status)
    return HTMLResponse(error_html(visit_of(request), error, status=status), status)


def _misspelt(request: Request, error: Exception) -> Response:
    """Which word of the address cannot be, and why, without saying it again."""
    assert isinstance(error, RequestValidationError)
    said = [{"type": e["type"], "loc": e["loc"], "msg": e["msg"]} for e in error.errors()]
    return Plain({"detail": said}, 422)


def _sent_on(request: Request, error: Exception) -> Response:
    assert isinstance(error, Elsewhere)
    return RedirectResponse(error.where, 307)


def _no_page(request: Request, error: Exception) -> Response:
    missing = NothingFound("there is no such page", remedy="Begin at the first page, or search.")
    return _told(request, missing)


def told_json(error: MultipoleError) -> dict[str, Any]:
    """An error as plain values."""
    return {
        "error": type(error).__name__, "what": error.what, "where": error.where,
        "remedy": error.remedy,
    }  # fmt: skip
