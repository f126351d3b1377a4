"""What the page on narratives draws: panels of shares, versions of events, marked words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.asked import name_of
from multipole.answers.words import when
from multipole.apps.web.pages.narratives_asked import label
from multipole.core.plover import ACTION_WORDS
from multipole.narratives.shares import FIGURES

Row = Mapping[str, Any]
#: Panels drawn of a figure, those of whom most is told; the table has all.
PANELS: Final = 3
#: Sentences that open in place under a number.
OPENED: Final = 3
#: Signs and words of what a side makes of an event.
SIGNS: Final = {"told": "●", "left out": "○", "not told": "–", "not read": "·"}
_QUOTE: Final = 260
_PLACE: Final = 150


@dataclass(frozen=True, slots=True)
class Mark:
    """One share as drawn: places are in the width of the plot, None where there is no case."""

    row: Row
    label: str
    low: float | None
    at: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Panel:
    """Shares of all sides in one thing."""

    title: str
    marks: tuple[Mark, ...]


def figures(answer: Answer, by: str) -> dict[str, list[Panel]]:
    """The panels of each figure of shares."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in answer.table.to_pylist():
        if row["figure"] in FIGURES:
            found.setdefault(row["figure"], {}).setdefault(row["about"], []).append(row)
    return {
        figure: [Panel(_title(figure, about), _marks(rows, by)) for about, rows in abouts.items()]
        for figure, abouts in found.items()
    }


def panel(answer: Answer, figure: str, by: str) -> Panel:
    """The one panel of a figure that is about nobody."""
    rows = [row for row in answer.table.to_pylist() if row["figure"] == figure]
    return Panel(figure, _marks(rows, by))


def _title(figure: str, about: str) -> str:
    if figure == "told as":
        return f"told as {about}"
    if figure == "leans":
        return about if about == "neutral" else f"{about} closeness"
    return name_of(about)


def _marks(rows: Iterable[Row], by: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(row, label(row["side"], by), *(_at(row[n]) for n in ("low", "value", "high")))
        for row in rows
    )


def _at(share: float | None) -> float | None:
    return None if share is None else round(_PLACE * share, 1)


def by_claim(answer: Answer) -> dict[str, Row]:
    """The first sentence of each claim."""
    found: dict[str, Row] = {}
    for row in answer.evidence.to_pylist():
        found.setdefault(row["claim"], row)
    return found


@dataclass(frozen=True, slots=True)
class Retold:
    """One event: its row, what it is in words, who tells it how, and who does not, by status."""

    row: Row
    what: str
    told: tuple[tuple[Row, list[Row]], ...]
    silent: Mapping[str, tuple[str, ...]]
    statuses: tuple[tuple[str, str], ...]


def events(answer: Answer, by: str) -> list[Retold]:
    """The events of an answer, latest first and those without a date last, with versions."""
    sentences = by_claim(answer)
    groups: dict[str, list[Row]] = {}
    for row in answer.table.to_pylist():
        groups.setdefault(row["id"], []).append(row)
    dated = [rows for rows in groups.values() if rows[0]["period_start"]]
    undated = [rows for rows in groups.values() if not rows[0]["period_start"]]
    return [_retold(rows, sentences, by) for rows in (*reversed(dated), *undated)]


def _retold(rows: Sequence[Row], sentences: Mapping[str, Row], by: str) -> Retold:
    told = sorted((r for r in rows if r["status"] == "told"), key=_late)
    silent: dict[str, list[str]] = {}
    for row in rows:
        if row["status"] != "told":
            silent.setdefault(row["status"], []).append(label(row["side"], by))
    return Retold(
        rows[0], what(rows[0]),
        tuple((row, [sentences[c] for c in row["claims"] if c in sentences]) for row in told),
        {status: tuple(silent[status]) for status in SIGNS if status in silent},
        tuple((label(row["side"], by), row["status"]) for row in rows),
    )  # fmt: skip


def _late(row: Row) -> int:
    days = row["after_first_days"]
    return 10_000 if days is None else int(days)


def what(row: Row) -> str:
    """An event in words: ``China and Russia: meet or talk``.

    >>> what({"sender": ["USA"], "receiver": ["RUS"], "action": "THREATEN"})
    'United States to Russia: threaten'
    """
    sender, receiver = (" and ".join(map(name_of, row_side)) for row_side in
                        (row["sender"], row["receiver"]))  # fmt: skip
    ends = sender if sender == receiver or not receiver else f"{sender or 'someone'} to {receiver}"
    return f"{ends}: {ACTION_WORDS[row['action']]}"


def day(row: Row) -> str:
    """When an event was."""
    return when(row)


def marked(quote: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """A quotation, cut where it is long, in pieces of which those of ``words`` are marked.

    >>> marked("Russia vetoed it", ["vetoed"])
    [('Russia ', False), ('vetoed', True), (' it', False)]
    """
    text = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]} …"
    wanted = "|".join(re.escape(word) for word in words)
    if not wanted:
        return [(text, False)]
    pieces = re.split(rf"(?<!\w)({wanted})(?!\w)", text, flags=re.IGNORECASE)
    return [(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece]
