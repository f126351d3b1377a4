"""What the search dialog asks at each key stroke."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request

from multipole.apps.web.asking import Waiting
from multipole.apps.web.finding import FEW, found, groups
from multipole.apps.web.places import Places
from multipole.apps.web.replies import Plain

#: A longer text is cut, and seconds that a key stroke waits for the index.
LONGEST: Final = 200
PATIENCE: Final = 0.5


def search_routes(places: Places) -> APIRouter:
    """The routes of search; links lead to ``places``."""
    router = APIRouter()

    def search_json(request: Request, q: str = "") -> Plain:
        """What ``q`` finds, by kind: label, detail and href; 202 while the index is made."""
        headers = {"cache-control": "no-store"}
        try:
            answer = found(request.app.state.rooms.room, q[:LONGEST], limit=FEW, patience=PATIENCE)
        except Waiting as waiting:
            return Plain({"seconds": round(waiting.seconds, 1)}, 202, headers=headers)
        words = {"q": q[:LONGEST], "title": answer.title, "groups": groups(answer, places)}
        return Plain(words, headers=headers)

    router.get("/search.json", include_in_schema=False)(search_json)
    return router
