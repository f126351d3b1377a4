"""ATOP's alliances as items, and who was a member of each from when to when."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate, in_calendar
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import ITEMS, read_csv, shaped
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Input, Variable
from multipole.sources.ties.atop_columns import KEPT, MEMBERS, OBLIGATIONS

MEMBER: Final = Variable("atop_member", "member of an alliance", "1", "treaties", ends=1,
                         step="range", roll="max", low=1, high=1)  # fmt: skip

#: ATOP's own code of a party that no list of states has.
OUTSIDE: Final = {"8152": "a party that is not a state of the system"}
#: The Netherlands signed two months before they entered the system of states.
_OWN: Final = {"210": "NLD"}

_BEGIN: Final = ("begyr", "begmo", "begday")
_END: Final = ("endyr", "endmo", "endday")
_ENTRY: Final = ("yrent", "moent", "dayent")
_EXIT: Final = ("yrexit", "moexit", "dayexit")
_Three = tuple[str, str, str]


def read_treaties(file: Input, context: Context) -> Batch:
    """An item for each alliance, with its members, pledges and main provisions."""
    gate = Gate(file, *read_csv(file))
    for column in OBLIGATIONS:
        gate.number(column, low=0, high=1, whole=True, needed=True)
    gate.number("atopid", low=1, whole=True, needed=True)
    _span(gate, _BEGIN, _END)
    _parties(gate, context)
    settle_repeats(
        gate, keys=("item",), values=("period_start", "period_end", "actors", *OBLIGATIONS)
    )
    words = [_described(row) for row in gate.frame.iter_rows(named=True)]
    schema = {"title": ITEMS["title"], "topics": ITEMS["topics"], "facts": ITEMS["facts"]}
    told = gate.frame.hstack(pl.DataFrame(words, schema=schema, orient="row"))
    return gate.batch(items=shaped(told.with_columns(kind=pl.lit("treaty")), ITEMS))


def read_members(file: Input, context: Context) -> Batch:
    """An observation for each spell of a state in an alliance."""
    gate = Gate(file, *read_csv(file))
    gate.number("atopid", low=1, whole=True, needed=True)
    _span(gate, _ENTRY, _EXIT)
    resolve_codes(gate, "member", to="subject", system="cow", actors=context.actors,
                  own=_OWN, aside=OUTSIDE)  # fmt: skip
    gate.frame = gate.frame.with_columns(pl.lit(1.0).alias("member"))
    settle_repeats(gate, keys=("subject", "item", "period_start", "period_end"), values=("member",))
    return gate.batch(observations=observed(gate.frame, "member", MEMBER))


def _span(gate: Gate, begin: _Three, end: _Three) -> None:
    """``period_start``, ``period_end`` and ``in_force`` of each row, and its ``item``.

    Where only the month is known, a beginning counts from its first day and an end to its last.
    Year 0 is no end: such rows hold to the end of the last year that the file speaks of.
    """
    _day(gate, begin, to="period_start", month_end=False)
    in_force = gate.frame[end[0]] == "0"
    gate.frame = gate.frame.with_columns(in_force.alias("in_force"))
    _day(gate, end, to="_last", month_end=True)
    last = pl.max_horizontal("period_start", "_last").dt.year().max()
    until = pl.when("in_force").then(pl.date(last + 1, 1, 1))
    gate.frame = gate.frame.with_columns(
        until.otherwise(pl.col("_last").dt.offset_by("1d")).alias("period_end"),
        pl.format("atop:{}", pl.col("atopid").cast(pl.Int64)).alias("item"),
    )
    early = gate.frame["period_end"] <= gate.frame["period_start"]
    gate.refuse(early, end[0], "'{}' is before the beginning", "Check the dates.")


def _day(gate: Gate, columns: _Three, *, to: str, month_end: bool) -> None:
    year, month, day = (pl.col(c).str.strip_chars().str.zfill(n) for c, n in zip(
        columns, (4, 2, 2), strict=True))  # fmt: skip
    known = pl.col(columns[2]).is_in(["", "0", "00"]).not_()
    text = pl.concat_str(year, month, pl.when(known).then(day).otherwise(pl.lit("01")),
                         separator="-")  # fmt: skip
    frame = gate.frame.with_columns(text.alias("_text"))
    found = in_calendar(frame["_text"].str.strptime(pl.Date, "%Y-%m-%d", strict=False))
    rounded = found.dt.month_end() if month_end else found
    none = pl.col(columns[0]) == "0"
    gate.frame = frame.with_columns(
        pl.when(none).then(None).when(known).then(found).otherwise(rounded).alias(to)
    )
    blank = gate.frame[to].is_null() & (gate.frame[columns[0]] != "0" if month_end else True)
    gate.refuse(blank, columns[0], "'{}' is not a day", "Check the date.", datum="_text")
    gate.frame = gate.frame.drop("_text")


def _parties(gate: Gate, context: Context) -> None:
    """The list column ``actors``; a treaty with a member that no state's code tells is refused."""
    columns = [c for c in MEMBERS if c in gate.frame.columns]
    long = gate.frame.unpivot(columns, index=["row", "period_start", "period_end"])
    long = long.filter((pl.col("value") != "") & ~pl.col("value").is_in(list(OUTSIDE)))
    inner = Gate(gate.file, long)
    resolve_codes(inner, "value", to="actor", system="cow", actors=context.actors, own=_OWN)
    unknown = inner.batch().quarantine
    bad = unknown if unknown is not None else pl.DataFrame(schema={"row": pl.Int64})
    who = inner.frame.group_by("row").agg(pl.col("actor").unique().sort().alias("actors"))
    gate.frame = gate.frame.join(who, on="row", how="left", maintain_order="left").join(
        bad.group_by("row").agg(pl.col("datum").first()), on="row", how="left",
        maintain_order="left",
    )  # fmt: skip
    gate.refuse(gate.frame["datum"].is_not_null(), "mem1", "member '{}' has no known state's code",
                "Check the code; for one that is right, update multipole.",
                datum="datum")  # fmt: skip
    gate.refuse(gate.frame["actors"].is_null(), "mem1", "the alliance has no member",
                "Give the codes of its members.")  # fmt: skip


def _described(row: dict[str, object]) -> tuple[str, list[str], str]:
    """Title, topics and facts of an alliance."""
    topics = [name for column, name in OBLIGATIONS.items() if row[column] == 1]
    begun = row["period_start"]
    year = begun.year if isinstance(begun, date) else ""
    title = f"ATOP {row['item'][5:]}: {', '.join(topics) or 'other'} pact of {year}"  # type: ignore[index]
    facts = {name: _plain(row[name]) for name in KEPT if row.get(name) not in (None, "")}
    facts["in_force"] = bool(row["in_force"])
    return title, topics, json.dumps(facts, separators=(",", ":"))


def _plain(cell: object) -> int | str:
    text = str(cell)
    return int(text) if text.lstrip("-").isdigit() else text
