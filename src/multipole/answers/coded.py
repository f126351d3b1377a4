"""Acts that other projects coded, as rows of `multipole.answers.events`: each names its row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Final

from multipole.answers.evidence import file_name
from multipole.sources import find_source
from multipole.store import Store

#: The source of events that the coder found in reports.
REPORTS: Final = "reports"


def sources_of(named: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """The sources that are asked for, `REPORTS` among them; raises `UnknownCode`."""
    if named is None:
        return None
    wanted = (named,) if isinstance(named, str) else tuple(named)
    for source in wanted:
        if source != REPORTS:
            find_source(source)
    return wanted


def coded_acts(
    store: Store, ids: tuple[str, ...], *, sources: Iterable[str] | None, **narrow: Any
) -> list[dict[str, Any]]:
    """Acts of data sets: all, those of one actor, or those between any two of several."""
    return [act_row(act, ids) for act in acts_found(store, ids, sources=sources, **narrow)]


def acts_found(
    store: Store, ids: tuple[str, ...], *, sources: Iterable[str] | None, **narrow: Any
) -> list[dict[str, Any]]:
    """The same acts as the store has them: `act_row` makes rows of answers of them."""
    wanted = None if sources is None else [s for s in sources if s != REPORTS]
    if wanted == []:
        return []
    pairs: list[tuple[str, ...]] = list(combinations(ids, 2)) if len(ids) > 1 else [ids]
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for pair in pairs:
        acts = store.records.acts(actors=pair or None, sources=wanted, **narrow)
        for act in acts.to_pylist():
            cell = (act["sha256"], act["row"], act["sender"], act["code"], act["receiver"])
            found.setdefault(cell, act)
    return list(found.values())


def act_row(act: Mapping[str, Any], ids: tuple[str, ...]) -> dict[str, Any]:
    """An act of the store as a row of `multipole.answers.events`, asked for by ``ids``."""
    cell = f"{act['sha256'][:12]} row {act['row']}"
    sides = {end: [act[end]] if act[end] else [] for end in ("sender", "receiver")}
    return {
        **{n: act[n] for n in ("period_start", "period_end", "action", "domain", "modality")},
        **{n: act[n] for n in ("known_on", "source", "tellings")},
        **sides,
        "id": f"{cell}: {act['sender']} {act['code']} {act['receiver']}",
        "role": _role(act, ids),
        "probability": None,
        "claims": [],
        "outlets": None,
        "quote": "",
        "citation": f"{act['source']}, {file_name(act['path'])} row {act['row']} ({cell})",
    }


def _role(act: Mapping[str, Any], ids: tuple[str, ...]) -> str | None:
    if len(ids) != 2:
        return None
    return "a_to_b" if act["sender"] == ids[0] else "b_to_a"
