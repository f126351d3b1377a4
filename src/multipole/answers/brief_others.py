"""The acts of a brief's actors with third parties: by actor, then by third party, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from multipole.answers.brief_acts import made_acts
from multipole.answers.brief_names import in_prose, key_of
from multipole.answers.brief_parts import Abroad, Act, Line, Outside, Third
from multipole.answers.brief_room import Room
from multipole.relations import dyad_events
from multipole.store import Store


def others_of(
    store: Store, ids: Sequence[str], between: Iterable[Act], *, room: Room, as_of: date | None
) -> Outside:
    """All events, in any modality, between one of ``ids`` and somebody else who is named.

    An act of which one end is such a third party stands here also when it concerns two of ``ids``
    and so is among the acts ``between`` them. ``room`` bounds what is shown, not what is counted.
    """
    tables = {actor: _with_others(store, ids, actor, as_of) for actor in ids}
    rows = {row["id"]: row for table in tables.values() for row in table.to_pylist()}
    pairs = {act.id: act.pairs for act in between}
    acts = {act.id: act for act in made_acts(store, rows.values(), pairs, as_of=as_of)}
    whole = {actor: _thirds(ids, actor, table, acts) for actor, table in tables.items()}
    counted = {line.act.id for thirds in whole.values() for t in thirds for line in t.lines}
    return Outside(
        acts=len(counted),
        parties=len({third.party for thirds in whole.values() for third in thirds}),
        actors=_once_in_full(_abroad(a, thirds, room) for a, thirds in whole.items() if thirds),
    )


def shown_acts(outside: Outside) -> tuple[Act, ...]:
    """The acts that the page shows, each once."""
    lines = (n for abroad in outside.actors for third in abroad.thirds for n in third.lines)
    return tuple({line.act.id: line.act for line in lines}.values())


def _with_others(store: Store, ids: Sequence[str], actor: str, as_of: date | None) -> pa.Table:
    events = store.events(actors=(actor,), as_of=as_of)
    ends = zip(events["sender"].to_pylist(), events["receiver"].to_pylist(), strict=True)
    return events.filter(pa.array([bool({*s, *r} - set(ids)) for s, r in ends], pa.bool_()))


def _thirds(
    ids: Sequence[str], actor: str, events: pa.Table, acts: Mapping[str, Act]
) -> tuple[Third, ...]:
    """Third parties with which the actor has an act: most acts first, then the newest."""
    sides = (*events["sender"].to_pylist(), *events["receiver"].to_pylist())
    parties = sorted({end for side in sides for end in side} - set(ids))
    found = [_third(actor, party, events, acts) for party in parties]
    kept = [third for third in found if third.lines]
    kept.sort(key=lambda t: (-t.acts, _age(t.lines[0].act), in_prose(t.party)))
    return tuple(kept)


def _third(actor: str, party: str, events: pa.Table, acts: Mapping[str, Act]) -> Third:
    rows: list[dict[str, Any]] = dyad_events(events, actor, party, modality=None).to_pylist()
    key = key_of(actor, party)
    lines = [Line(acts[row["id"]], row["quad"], f"o-{key}-{row['id']}") for row in rows]
    lines.sort(key=lambda line: (_age(line.act), line.act.id))
    return Third(party, key, len(lines), tuple(lines))


def _age(act: Act) -> tuple[int, int]:
    """The newest first, undated ones last."""
    if act.period is None:
        return (0, 0)
    return (-act.period.end.toordinal(), -act.period.start.toordinal())


def _abroad(actor: str, thirds: Sequence[Third], room: Room) -> Abroad:
    return Abroad(
        actor=actor,
        acts=len({line.act.id for third in thirds for line in third.lines}),
        thirds=tuple(replace(t, lines=t.lines[: room.third_acts]) for t in thirds[: room.thirds]),
        left_out=tuple(third.party for third in thirds[room.thirds :]),
    )


def _once_in_full(found: Iterable[Abroad]) -> tuple[Abroad, ...]:
    """Each act in full where it stands first; its other lines lead there."""
    first: dict[str, str] = {}
    return tuple(
        replace(
            abroad,
            thirds=tuple(replace(t, lines=tuple(_led(t.lines, first))) for t in abroad.thirds),
        )
        for abroad in found
    )


def _led(lines: Iterable[Line], first: dict[str, str]) -> Iterator[Line]:
    for line in lines:
        place = first.setdefault(line.act.id, line.place)
        yield line if place == line.place else replace(line, elsewhere=place)
