"""The same events as told by each side: who tells them, when, how, and who leaves them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, domain_of, name_of
from multipole.answers.evidence import evidence
from multipole.answers.narrative_sides import Material, asked_of, material, theme_words
from multipole.answers.words import count, who
from multipole.core.periods import Period
from multipole.narratives.tellings import OTHERS, WINDOW, Happened, Version, versions
from multipole.store import Store

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(pa.string())
SCHEMA: Final = pa.schema(
    [
        ("id", _TEXT),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("sender", _TEXTS),
        ("receiver", _TEXTS),
        *((n, _TEXT) for n in ("action", "domain", "modality", "side", "status")),
        ("tellers", pa.int64()),
        ("after_event_days", pa.int64()),
        ("after_first_days", pa.int64()),
        *((n, _TEXTS) for n in ("senders", "receivers", "act_words", "voices", "told_as")),
        ("missing", _TEXTS),
        ("same_text_as", _TEXTS),
        ("telling", _TEXT),
        ("claims", _TEXTS),
    ]
)
SHOWN: Final = ("event", "when", "who", "action", "side", "telling", "claims")
NOTES: Final = (
    f"left out: {OTHERS} or more other sides tell it, and a report of this side was read that came "
    f"out between the event and {WINDOW} days after the first report. not told: the same, but "
    "fewer others tell it. not read: no such report is in the store, so its silence says nothing.",
    "An event is one act as the store judges its tellings to be one; a telling that it did not "
    "recognise stands apart and is missing here. The store holds only what was read into it.",
    "act_words: the words in the quoted span that tell acts of this type, where they were found. "
    "missing: what another side gives and this one does not.",
)
_Row = dict[str, Any]


def retold(
    store: Store,
    actors: Iterable[str] = (),
    *,
    by: str = "outlets",
    sides: Iterable[str] = (),
    since: When | None = None,
    until: When | None = None,
    domain: str | None = None,
    words: str = "",
    as_of: str | date | None = None,
    limit: int | None = None,
) -> Answer:
    """Events that two sides or more tell, a row for each event and side, latest event last.

    ``by``: ``outlets``, or ``states`` for governments as speakers. ``sides``: their names; without
    them those with most reports. ``actors``, ``domain``, ``words``: events whose claims name all of
    the actors, are of the domain, hold the words. ``since``, ``until``: days of the reports.
    ``limit``: the latest so many events.

    ``status`` is told, left out, not told or not read; ``after_event_days`` and
    ``after_first_days`` the side's delay; ``senders``, ``receivers``, ``act_words``, ``voices``,
    ``told_as``, ``missing`` how it tells it, ``telling`` all that in words; ``same_text_as`` the
    other sides of which its text is a near copy.

    Raises `WrongUse`, `UnknownCode`, `BadPeriod` for what cannot be read, and `NothingFound` for
    fewer than two sides.
    """
    asked = asked_of(store, by=by, sides=sides, actors=actors, known=day_of(as_of), since=since,
                     until=until, domain=domain_of(domain), words=words)  # fmt: skip
    return of_material(store, material(store, asked), limit=limit)


def of_material(store: Store, found: Material, *, limit: int | None = None) -> Answer:
    """The same of what is at hand."""
    rows, made = shared_events(store, found)
    each = list(dict.fromkeys(one.event for one in made))
    kept = _latest(each, rows, limit)
    copies = _copies(store, found)
    told = {t.side for t in found.told}
    table = [_row(rows[v.event], v, made, copies) for v in made if v.event in set(kept)]
    by_state = found.asked.by == "states"
    names = [name_of(s) if by_state else s for s in found.asked.sides if s in told]
    title = f"{count(len(each), 'event')} told by two or more of {', '.join(names) or 'none'}"
    title += f", the latest {len(kept)}" if len(kept) < len(each) else ""
    theme = theme_words(found.asked)
    return Answer(
        f"{title} {theme}".strip(), pa.Table.from_pylist(table, schema=SCHEMA),
        evidence(store, (c for row in table for c in row["claims"]), as_of=found.asked.known),
        NOTES, SHOWN,
    )  # fmt: skip


def shared_events(
    store: Store, found: Material, *, fewest: int = 2
) -> tuple[Mapping[str, _Row], list[Version]]:
    """All events by id, and what each side makes of each that ``fewest`` sides or more tell."""
    rows = {row["id"]: row for row in store.events(as_of=found.asked.known).to_pylist()}
    happened = [Happened(row["id"], _period(row)) for row in rows.values()]
    return rows, versions(happened, found.told, found.reports, fewest=fewest)


def _latest(each: Sequence[str], rows: Mapping[str, _Row], limit: int | None) -> list[str]:
    """The last ``limit`` events with a date, filled up with those without, which come last."""
    dated = [id_ for id_ in each if rows[id_]["period_start"]]
    undated = [id_ for id_ in each if not rows[id_]["period_start"]]
    if not limit:
        return [*dated, *undated]
    return [*dated[-limit:], *undated[: max(0, limit - len(dated))]]


def _period(row: Mapping[str, Any]) -> Period | None:
    start, end = row["period_start"], row["period_end"]
    return Period(start, end) if start and end else None


def _copies(store: Store, found: Material) -> dict[str, set[str]]:
    copies: dict[str, set[str]] = {}
    for link in store.links().to_pylist():
        copies.setdefault(link["left"], set()).add(link["right"])
        copies.setdefault(link["right"], set()).add(link["left"])
    return copies if found.asked.by == "outlets" else {}


def _row(
    event: Mapping[str, Any], one: Version, made: Sequence[Version], copies: Mapping[str, set[str]]
) -> _Row:
    names = ("period_start", "period_end", "sender", "receiver", "action", "domain", "modality")
    same = [v for v in made if v.event == one.event]
    near = set().union(*(copies.get(d, set()) for d in one.documents))
    row = {
        "id": one.event,
        **{name: event[name] for name in names},
        "side": one.side,
        "status": one.status,
        "tellers": sum(v.status == "told" for v in same),
        "after_event_days": one.after_event_days,
        "after_first_days": one.after_first_days,
        "senders": list(one.senders),
        "receivers": list(one.receivers),
        "act_words": list(one.words),
        "voices": list(one.voices),
        "told_as": list(one.told_as),
        "missing": list(one.missing),
        "same_text_as": [v.side for v in same if v.side != one.side and near & {*v.documents}],
        "claims": list(one.claims),
    }
    return row | {"telling": _telling(row)}


def _telling(row: Mapping[str, Any]) -> str:
    """How a side tells an event, in words: ``said: USA > CHN, accused, day 0; voice missing``."""
    if row["status"] != "told":
        return str(row["status"])
    ends = who({"sender": row["senders"], "receiver": row["receivers"]})
    late = row["after_first_days"]
    parts = [ends, " ".join(row["act_words"]), "" if late is None else f"day {late}"]
    said = f"{'+'.join(row['told_as'])}: {', '.join(filter(None, parts))}"
    voices = f"voices: {', '.join(row['voices'])}" if row["voices"] else ""
    missing = f"no {', no '.join(row['missing'])}" if row["missing"] else ""
    copies = f"near copy of {', '.join(row['same_text_as'])}" if row["same_text_as"] else ""
    return "; ".join(filter(None, (said, voices, missing, copies)))
