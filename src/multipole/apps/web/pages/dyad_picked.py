"""Which events of a dyad the timeline names, and the table beside it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

from multipole.apps.web.page import Visit
from multipole.apps.web.pages.dyad_asked import Dyad, Row, rows_of
from multipole.core.errors import NothingFound
from multipole.core.plover import ACTION_WORDS, QUAD_OF, is_material

#: Events that are named, and the most of one stretch of the picture.
MOST: Final = 9
_SHORT: Final = 62


def picked(visit: Visit, dyad: Dyad, first: int) -> list[Row]:
    """Events that happened, told by reports: the most told of each stretch of time, numbered.

    More outlets, more tellings, deeds before words, and the surer come first.
    """
    with suppress(NothingFound):
        answer = visit.ask(
            "events", dyad.a, dyad.b, sources="reports", modality="happened", as_of=visit.as_of
        )
        held = [row for row in rows_of(answer) if _fits(row, first)]
        chosen = sorted(_spread(held), key=lambda row: (row["period_start"], row["id"]))
        return [
            _named(visit, row) | {"number": number} for number, row in enumerate(chosen, start=1)
        ]
    return []


def _fits(row: Row, first: int) -> bool:
    start, end = row["period_start"], row["period_end"]
    dated = start is not None and (end - start).days <= _SHORT
    return dated and start.year >= first and row["action"] in QUAD_OF


def _spread(rows: list[Row]) -> list[Row]:
    """The foremost of each stretch of days, then the foremost of all that is left."""
    if not rows:
        return []
    begin = min(row["period_start"] for row in rows)
    days = max(1, (max(row["period_start"] for row in rows) - begin).days + 1)
    stretches: dict[int, list[Row]] = {}
    for row in sorted(rows, key=_rank):
        stretches.setdefault((row["period_start"] - begin).days * MOST // days, []).append(row)
    return [held[0] for held in stretches.values()][:MOST]


def _rank(row: Row) -> tuple[Any, ...]:
    deeds = is_material(row["action"])
    return (-(row["outlets"] or 0), -(row["tellings"] or 0), not deeds, -row["probability"],
            row["id"])  # fmt: skip


def _named(visit: Visit, row: Row) -> Row:
    return row | {
        "words": event_words(row),
        "bad": QUAD_OF[row["action"]].endswith("conflict") and row["role"] != "joint",
        "href": visit.places.page("event", id=row["id"], as_of=visit.as_of or ""),
    }


def event_words(row: Row) -> str:
    """An event in a few words: who, to whom, what.

    >>> event_words({"sender": ["CHN"], "receiver": ["RUS"], "action": "AGREE"})
    'CHN > RUS: agree or promise'
    """
    return f"{ends_words(row)}: {ACTION_WORDS.get(row['action'], row['action'])}"


def ends_words(row: Row) -> str:
    """Who acts on whom: ``CHN > RUS``, or all ends joined."""
    sender, receiver = "+".join(row["sender"] or ()), "+".join(row["receiver"] or ())
    return sender if sender == receiver else f"{sender or '?'} > {receiver or '?'}"


def whole_years(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The last value of each year of a series, latest first, for the table beside the picture."""
    last: dict[int, Row] = {}
    for row in sorted(rows, key=lambda row: row["period_start"]):
        last[row["period_start"].year] = row
    return [last[year] for year in sorted(last, reverse=True)]
