"""Rows of answers in words: periods, ends of an act, estimates with their interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from multipole.answers import forecast_words, question_words
from multipole.core.periods import Period
from multipole.sources.votes.un import session_period

Row = Mapping[str, Any]
UNKNOWN: Final = "unknown"
#: The session of the General Assembly that begins in the year n is number n - 1945.
BEFORE_FIRST: Final = 1945


def cell(row: Row, name: str) -> str:
    """What a reader sees of the column ``name`` (a column of the row, or a name in `_MADE`)."""
    made = _MADE.get(name)
    return made(row) if made else plain(row[name])


def plain(value: Any) -> str:
    """One value as text: lists joined by ``+``, numbers short, None and NaN empty."""
    match value:
        case None:
            return ""
        case list() | tuple():
            return "+".join(map(plain, value))
        case float():
            return "" if math.isnan(value) else f"{value:.2f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def when(row: Row) -> str:
    """The row's period, short: ``2021-03-22``, ``2021-03``, ``2021``, ``2017-2021``, or unknown."""
    start, end = row["period_start"], row["period_end"]
    if not (start and end):
        return UNKNOWN
    if start.month == start.day == end.month == end.day == 1 and end.year > start.year + 1:
        return f"{start.year}-{end.year - 1}"
    return str(Period(start, end))


def who(row: Row) -> str:
    """The ends of an act: ``CHN > RUS``, or all ends joined when each acts on each."""
    sender, receiver = plain(row["sender"]), plain(row["receiver"])
    return sender if sender == receiver else f"{sender or '?'} > {receiver or '?'}"


def interval(row: Row) -> str:
    """``-0.30 to 0.91``."""
    return f"{row['low']:.2f} to {row['high']:.2f}"


def amount(row: Row) -> str:
    """A value with its bound and unit, whole numbers grouped: ``more than 100,000,000,000 usd``."""
    value, bound = row["value"], row.get("gist") or ""
    number = f"{int(value):,}" if value == int(value) else f"{value:,}"
    return f"{bound} {number} {row['unit']}".strip()


def gist(row: Row) -> str:
    """What an assessment or event claim says, in a few words."""
    if row["kind"] == "event":
        return f"{who(row)} {row['action']} ({row['modality']})"
    if row["kind"] == "figure":
        return f"{row['measure']}: {amount(row)}"
    return str(row["gist"] or "")


def origin(row: Row) -> str:
    """Where an act comes from that no sentence tells: the data set, the file and the row."""
    return "" if row["claims"] else str(row["citation"])


def ends(row: Row) -> str:
    """The actors of an observation: ``RUS > CHN``, ``CHN, RUS`` when it has no direction."""
    if not row["object"]:
        return str(row["subject"])
    return f"{row['subject']}{' > ' if row['directed'] else ', '}{row['object']}"


def about_item(row: Row) -> str:
    """What an observation is about: the item and its title."""
    return ": ".join(filter(None, (row["item"], row["title"])))


def recorded(row: Row) -> str:
    """The value of an observation with its unit, or why there is none."""
    if row["value"] is None:
        return str(row["status"])
    mark = " (imputed)" if row["status"] == "imputed" else ""
    return f"{row['value']:,.6g} {row['unit']}".strip() + mark


def percent(row: Row) -> str:
    """A share in percent, or the index or amount of a row that has none."""
    if row["share"] is not None:
        return f"{row['share']:.1%}"
    if row["index"] is not None:
        return f"{row['index']:.3f} (index)"
    return f"{row['amount']:,.0f} {row['unit']}"


def bounds(row: Row) -> str:
    """What unknown partners leave of a share; nothing when none is unknown."""
    return "" if row["low"] == row["high"] else f"{row['low']:.1%} to {row['high']:.1%}"


def instead(row: Row) -> str:
    """The largest other partner and its share."""
    return f"{row['substitute']} {row['substitute_share']:.1%}" if row["substitute"] else ""


def cell_of(row: Row) -> str:
    """The cell of an observation: file, row, column."""
    return f"{row['file']} row {row['row']} {row['column']}"


def numbers(values: Iterable[int]) -> str:
    """Whole numbers with runs drawn together.

    >>> numbers([3, 1, 2, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for value in sorted(set(values)):
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)


def count(number: int, noun: str) -> str:
    """``1 event``, ``2 events``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def session(row: Row) -> str:
    """The row's period, a session of the General Assembly by number: ``2014 (69)``."""
    start = row["period_start"]
    number = start.year - BEFORE_FIRST if start else 0
    if number > 0 and session_period(number) == Period(start, row["period_end"]):
        return f"{start.year} ({number})"
    return when(row)


def pair(row: Row) -> str:
    """Whom a measure is of: ``CHN > RUS``, ``CHN, RUS`` without direction, or one actor."""
    if not row["receiver"]:
        return str(row["sender"] or "")
    return f"{row['sender']}{' > ' if row.get('directed') else ', '}{row['receiver']}"


def way(row: Row) -> str:
    """The direction of a measure in few letters: ``CHN>RUS``, one actor, or nothing."""
    if not row["receiver"]:
        return str(row["sender"] or "")
    return f"{row['sender']}>{row['receiver']}" if row.get("directed") else ""


def measured(row: Row) -> str:
    """A measured value to four digits, or why there is none."""
    if row["value"] is None:
        return str(row["status"]).replace("_", " ")
    return short(row["value"], 3)


def doubt(row: Row) -> str:
    """The interval of a measured value; nothing where the value is a record and has none."""
    if row["low"] is None or row["high"] is None or row["low"] == row["high"]:
        return ""
    return span(row["low"], row["high"])


def span(low: float, high: float) -> str:
    """An interval in words.

    >>> span(0.25, 0.5), span(3.0, math.inf)
    ('0.25 to 0.50', '3 or more')
    """
    return f"{short(low)} or more" if math.isinf(high) else f"{short(low)} to {short(high)}"


def changed(row: Row) -> str:
    """The change of a value with half the width of its interval."""
    if row["change"] is None:
        return ""
    told = f"{'+' if row['change'] >= 0 else ''}{short(row['change'])}"
    if row["change_low"] == row["change_high"]:
        return told
    return f"{told} ± {short((row['change_high'] - row['change_low']) / 2)}"


def estimated(row: Row) -> str:
    """A measured value with its interval: ``0.721 (0.58 to 0.83)``; a record has none."""
    known = row["value"] is not None
    if row["low"] is not None and row["high"] is not None and not known:
        return span(row["low"], row["high"])
    if known and row["high"] is not None and math.isinf(row["high"]):
        return span(row["value"], row["high"])
    return measured(row) + (f" ({doubt(row)})" if known and doubt(row) else "")


def held(row: Row) -> str:
    """What a criterion stands on: a value or bounds, and of which time; or why nothing."""
    if row["low"] is None:
        return str(row["why"])
    return f"{estimated(row)} ({session(row)})"


def named(row: Row) -> str:
    """A measure, with its flow or domain where that is not the whole."""
    part = row["domain"] if row["domain"] not in (None, "", "all") else ""
    return f"{row['measure']}, {part}" if part else str(row["measure"])


def short(value: float, digits: int = 2) -> str:
    """A number with so many decimals below ten, fewer above; whole amounts without any.

    >>> short(0.12345), short(0.12345, 3), short(123.45), short(12345.6), short(0.0)
    ('0.12', '0.123', '123.5', '12,346', '0')
    """
    if value == round(value):
        return f"{value:,.0f}"
    places = digits if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return f"{value:,.{places}f}"


def part(row: Row) -> str:
    """What moved a measure; of a value and of a change the interval beside it."""
    doubted = doubt(row)
    return f"{row['what']} ({doubted})" if doubted else str(row["what"])


def moved(row: Row) -> str:
    """What a row adds to a change, with its sign; the value itself of what is compared."""
    match row["kind"]:
        case "context":
            return ""
        case "now" | "before":
            return measured(row)
        case "change":
            return _signed(row["value"])
        case _:
            return _signed(row["weight"])


def _signed(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:+,.4g}" if value else "0"


def of_change(row: Row) -> str:
    """The share of a weight in the change, in percent; nothing where it has none."""
    return "" if row["share"] is None else f"{row['share'] or 0.0:.1%}"


def dated(row: Row) -> str:
    """The row's period as `session` has it; nothing for a row without one."""
    return session(row) if row["period_start"] else ""


def rows(row: Row) -> str:
    """The first row of a file that a part stands in, and how many more."""
    given = list(dict.fromkeys(row["rows"] or ()))
    if not given:
        return ""
    return f"{given[0]} +{len(given) - 1:,}" if len(given) > 1 else str(given[0])


def place(row: Row) -> str:
    """The file, rows and column of a part."""
    return f"{row['file']} row {rows(row)} {row['column']}".strip() if row["file"] else ""


def ranged(name: str) -> Callable[[Row], str]:
    """How to say a share with its interval: ``80% (54-93)``; unknown is empty."""

    def say(row: Row) -> str:
        if row[name] is None:
            return ""
        low, high = (100 * row[f"{name}_{end}"] for end in ("low", "high"))
        return f"{row[name]:.0%} ({low:.0f}-{high:.0f})"

    return say


def rated(name: str, whole: str) -> Callable[[Row], str]:
    """The same with the counts that it is of before it: ``8/10 80% (54-93)``."""
    rate = ranged(name)
    return lambda row: "" if row[name] is None else f"{row['matched']}/{row[whole]} {rate(row)}"


def event(row: Row) -> str:
    """The beginning of an event's id, by which it can be asked for; nothing for acts of others."""
    return str(row["id"])[:8] if row["claims"] else ""


def as_told(row: Row) -> str:
    """How many outlets tell an event, and which of its fields they dispute.

    >>> as_told({"outlets": 3, "disputed": "date: 2022-03-02 (A), 2022-03-03 (B); denied by C"})
    '3 outlets; disputed: date; denied'
    """
    words = [f"{row['outlets']} outlets"] if (row["outlets"] or 0) > 1 else []
    parts = (row["disputed"] or "").split("; ")
    fields = [part.partition(":")[0] for part in parts if ": " in part]
    words += [f"disputed: {', '.join(fields)}"] if fields else []
    words += ["denied"] if any(part.startswith("denied by") for part in parts) else []
    return "; ".join(words)


_MADE: Final[dict[str, Callable[[Row], str]]] = {
    "session": session,
    "pair": pair,
    "way": way,
    "measured": measured,
    "doubt": doubt,
    "changed": changed,
    "estimated": estimated,
    "named": named,
    "held": held,
    "part": part,
    "moved": moved,
    "of_change": of_change,
    "dated": dated,
    "rows": rows,
    "place": place,
    "when": when,
    "event": event,
    "as_told": as_told,
    "who": who,
    "range": interval,
    "value_unit": amount,
    "says": gist,
    "origin": origin,
    "ends": ends,
    "recorded": recorded,
    "cell": cell_of,
    "about_item": about_item,
    "percent": percent,
    "bounds": bounds,
    "instead": instead,
    "rules_right": ranged("rules_precision"),
    "model_right": ranged("model_precision"),
    "precision_rated": rated("precision", "coded"),
    "recall_rated": rated("recall", "gold"),
    **forecast_words.CELLS,
    **question_words.CELLS,
}
