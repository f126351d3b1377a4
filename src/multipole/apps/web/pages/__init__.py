"""The pages of the observatory, in the order in which they are offered."""

from __future__ import annotations

from typing import Final

from multipole.apps.web.page import Page
from multipole.apps.web.pages import (
    actor,
    claim,
    claims,
    document,
    documents,
    dyad,
    dyads,
    event,
    events,
    forecast,
    forecasts,
    moved,
    narratives,
    question,
    questions,
    ranked,
    receipts,
    search,
    source,
    start,
    system,
    terms,
    triangle,
    triangles,
    whatif,
    why,
)

PAGES: Final[tuple[Page, ...]] = (
    start.PAGE,
    search.PAGE,
    actor.PAGE,
    receipts.PAGE,
    source.PAGE,
    dyads.PAGE,
    dyad.PAGE,
    moved.PAGE,
    why.PAGE,
    triangles.PAGE,
    triangle.PAGE,
    system.PAGE,
    narratives.PAGE,
    terms.PAGE,
    events.PAGE,
    event.PAGE,
    claims.PAGE,
    claim.PAGE,
    documents.PAGE,
    document.PAGE,
    forecasts.PAGE,
    forecast.PAGE,
    questions.PAGE,
    question.PAGE,
    ranked.PAGE,
    whatif.PAGE,
)


def page_named(name: str) -> Page | None:
    """The page of that name."""
    return next((page for page in PAGES if page.name == name), None)
