"""All sources, a tuple."""

from __future__ import annotations

import difflib
from typing import Final

from multipole.core.errors import UnknownCode
from multipole.sources.events import icews
from multipole.sources.gate.source import Source, Variable
from multipole.sources.states import capabilities
from multipole.sources.ties import atop, cow_trade, fbic, igos

SOURCES: Final[tuple[Source, ...]] = (
    capabilities.SOURCE,
    icews.SOURCE,
    atop.SOURCE,
    cow_trade.SOURCE,
    igos.SOURCE,
    fbic.SOURCE,
)


def find_source(id: str) -> Source:  # noqa: A002
    """The source of an id; raises `UnknownCode` with the nearest ids."""
    for source in SOURCES:
        if source.id == id:
            return source
    ids = [source.id for source in SOURCES]
    near = difflib.get_close_matches(id, ids, n=3, cutoff=0.4)
    advice = f"Did you mean {' or '.join(near)}?" if near else "See: multipole sources."
    raise UnknownCode(f"{id!r} is no source", remedy=advice)


def variables() -> dict[str, tuple[Source, Variable]]:
    """Every variable by name, with its source."""
    return {v.name: (source, v) for source in SOURCES for v in source.variables}
