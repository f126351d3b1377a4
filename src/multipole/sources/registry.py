"""All sources, a tuple."""

from __future__ import annotations

import difflib
from typing import Final

from multipole.core.errors import UnknownCode
from multipole.sources.events import (
    gdelt,
    gdelt_mentions,
    icews,
    icews_dyads,
    icews_graph,
    keds,
    plover_json,
    polecat,
)
from multipole.sources.gate.source import Source, Variable
from multipole.sources.states import (
    capabilities,
    disputes,
    major_powers,
    milex,
    rivalries,
    system_members,
    wdi,
)
from multipole.sources.text import ungd
from multipole.sources.ties import (
    arms_register,
    arms_tiv,
    atop,
    cow_trade,
    energy,
    fbic,
    igos,
    long_table,
    sanctions,
    trade_flows,
    visits_china,
    visits_us,
)
from multipole.sources.votes import coincidence, council, ideal_points, roll_calls, vetoes

SOURCES: Final[tuple[Source, ...]] = (
    milex.SOURCE,
    wdi.SOURCE,
    disputes.SOURCE,
    rivalries.SOURCE,
    major_powers.SOURCE,
    system_members.SOURCE,
    capabilities.SOURCE,
    icews.SOURCE,
    plover_json.SOURCE,
    polecat.SOURCE,
    icews_dyads.SOURCE,
    keds.SOURCE,
    icews_graph.SOURCE,
    gdelt.SOURCE_V1,
    gdelt.SOURCE_V2,
    gdelt_mentions.SOURCE,
    atop.SOURCE,
    cow_trade.SOURCE,
    igos.SOURCE,
    fbic.SOURCE,
    trade_flows.SOURCE,
    arms_register.SOURCE,
    arms_tiv.SOURCE,
    energy.SOURCE,
    sanctions.SOURCE,
    visits_us.VISITS,
    visits_us.TRAVELS,
    visits_china.SOURCE,
    long_table.SOURCE,
    roll_calls.SOURCE,
    ideal_points.SOURCE,
    vetoes.SOURCE,
    council.SOURCE,
    coincidence.SOURCE,
    ungd.SOURCE,
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
