"""The first pages are made before anybody asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from multipole.apps.web.page import Page, Visit
from multipole.apps.web.pages import PAGES, page_named
from multipole.apps.web.places import Served
from multipole.apps.web.rendering import page_html
from multipole.apps.web.rooms import Rooms
from multipole.apps.web.warming import warm
from multipole.core.errors import NothingFound

pytestmark = pytest.mark.xdist_group("web")
PLACES = Served({page.name: page.path for page in PAGES})


def _nothing(visit: Visit) -> dict[str, str]:
    raise NothingFound("nothing here", remedy="read reports")


def test_what_was_warmed_waits_for_nothing_and_what_cannot_be_made_is_left(
    store_path: Path, tmp_path: Path
) -> None:
    start, broken = page_named("start"), Page("dyads", "/dyads", "dyads.html.j2", _nothing)
    assert start is not None
    rooms = Rooms(store_path, cache=tmp_path)
    try:
        cold = page_html(start, Visit(rooms.room, PLACES, {}, 0.0))
        assert warm(rooms.room, (start, broken), PLACES) == 1
        assert "data-part" in cold
        assert "data-part" not in page_html(start, Visit(rooms.room, PLACES, {}, 0.0))
        rooms.room.close()
        assert warm(rooms.room, (start,), PLACES) == 0
    finally:
        rooms.close()
