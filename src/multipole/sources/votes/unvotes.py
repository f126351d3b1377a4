"""Roll calls of the General Assembly in three tables: votes, roll calls with titles, issues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import (
    ITEMS,
    bytes_of,
    columns_of,
    decoded,
    read_csv,
    shaped,
    split_lines,
)
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input
from multipole.sources.votes.ballots import BALLOTS, FLAGS, ISSUES, UNGA_VOTE, month_only, said
from multipole.sources.votes.un import china_by_date, facts_of, known_when_voted

NAME: Final = "unvotes"
_VOTES: Final = ("rcid", "country", "country_code", "vote")
_CALLS: Final = ("rcid", "session", "importantvote", "date", "unres", "amend", "para", "short",
                 "descr")  # fmt: skip
_TOPICS: Final = ("rcid", "short_name", "issue")
_FACTS: Final = ("unres", "session", "date", *FLAGS, "issues", "descr")
#: ISO codes that the source gives to all times of a state, and names where the code is empty.
_OWN: Final = {
    "BF": "BFA",
    "BJ": "BEN",
    "BY": "BLR",
    "CD": "COD",
    "FJ": "FJI",
    "IN": "IND",
    "MM": "MMR",
    "PH": "PHL",
    "RU": "RUS",
    "SY": "SYR",
    "TW": "TWN",
    "UA": "UKR",
    "YU": "YUG",
    "FEDERAL REPUBLIC OF GERMANY": "DEU",
    "YEMEN ARAB REPUBLIC": "YEM",
    "ZANZIBAR": "ZAN",
}


def recognises(header: list[str]) -> bool:
    """Whether these are the columns of one of the three tables."""
    return "rcid" in header


def edition_of(file: Input, header: list[str]) -> Edition:
    """The edition; the three tables are one. Raises `UnreadableInput` for unknown columns."""
    check_columns(file, header, needs=_needed(header))
    return Edition(NAME)


def _needed(header: list[str]) -> tuple[str, ...]:
    if "short_name" in header:
        return _TOPICS
    return _CALLS if "session" in header else _VOTES


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Roll calls with their issues first, then the votes on them.

    Raises `UnreadableInput` for votes or issues without the table of roll calls: only that has
    the dates.
    """
    by_table = _by_table(files)
    if _CALLS not in by_table:
        raise UnreadableInput(
            "the dates of these roll calls are in another file",
            where=", ".join(str(file.path) for file in files),
            remedy="Give the table un_roll_calls.csv together with it.",
        )
    calls = _calls(by_table[_CALLS])
    topics = None
    if _TOPICS in by_table:
        about = _topics(by_table[_TOPICS], calls.frame)
        topics = about.frame
        yield about.batch()
    yield calls.batch(items=_items(calls.frame, topics))
    if _VOTES in by_table:
        gate = _votes(by_table[_VOTES], calls.frame, context)
        yield gate.batch(observations=observed(gate.frame, "value", UNGA_VOTE).with_columns(
            pl.lit("vote").alias("column")))  # fmt: skip


def _by_table(files: tuple[Input, ...]) -> dict[tuple[str, ...], Input]:
    found: dict[tuple[str, ...], Input] = {}
    for file in files:
        table = _needed(columns_of(file))
        if table in found:
            raise UnreadableInput(
                f"it is the same table as {found[table].path}", where=str(file.path),
                remedy="Give one file of votes, one of roll calls and one of issues.",
            )  # fmt: skip
        found[table] = file
    return found


def _calls(file: Input) -> Gate:
    gate = Gate(file, *read_csv(file))
    check_columns(file, gate.frame.columns, needs=_CALLS)
    gate.number("rcid", low=1, whole=True, needed=True)
    gate.number("session", low=1, high=150, whole=True, needed=True)
    gate.day("date")
    for flag in FLAGS:
        gate.number(flag, low=0, high=1, whole=True)
    gate.refuse(gate.frame.select("rcid").is_duplicated(), "rcid", "roll call {} is there twice",
                "Keep the row that is right.")  # fmt: skip
    number = pl.col("rcid").cast(pl.Int64).cast(pl.String)
    item = pl.concat_str(pl.lit(f"{NAME}:"), number).alias("item")
    gate.frame = month_only(gate.frame).with_columns(item, known_when_voted())
    return gate


def _topics(file: Input, calls: pl.DataFrame) -> Gate:
    gate = Gate(file, *read_csv(file))
    check_columns(file, gate.frame.columns, needs=_TOPICS)
    gate.number("rcid", low=1, whole=True, needed=True)
    gate.one_of("short_name", ISSUES, to="name")
    gate.refuse(gate.frame["issue"] != gate.frame["name"], "issue",
                "'{}' is not the issue of that code", "Check the code.")  # fmt: skip
    settle_repeats(gate, keys=["rcid", "short_name"], values=["name"])
    _refuse_unknown_calls(gate, calls)
    return gate


def _refuse_unknown_calls(gate: Gate, calls: pl.DataFrame) -> None:
    known = gate.frame["rcid"].is_in(calls["rcid"].implode())
    gate.refuse(~known, "rcid", "no roll call has the number {}",
                "Give the table of roll calls of the same release.")  # fmt: skip


def _items(calls: pl.DataFrame, topics: pl.DataFrame | None) -> pl.DataFrame:
    frame = calls.with_columns(
        pl.lit("roll_call").alias("kind"),
        *(said(column) for column in ("short", "descr", "unres")),
        pl.lit(None).cast(pl.List(pl.String)).alias("topics"),
        pl.lit(None).cast(pl.List(pl.String)).alias("issues"),
    )
    if topics is not None:
        by_call = topics.group_by("rcid", maintain_order=True).agg(
            pl.col("name").alias("topics"), pl.col("short_name").alias("issues")
        )
        frame = frame.drop("topics", "issues").join(
            by_call, on="rcid", how="left", maintain_order="left"
        )
    title = pl.coalesce("short", "descr", "unres", "item").alias("title")
    return shaped(frame.with_columns(title, facts_of(frame, _FACTS)), ITEMS)


def _votes(file: Input, calls: pl.DataFrame, context: Context) -> Gate:
    gate = _long_table(file)
    gate.number("rcid", low=1, whole=True, needed=True)
    gate.one_of("vote", BALLOTS, to="value")
    _refuse_unknown_calls(gate, calls)
    gate.frame = gate.frame.join(
        calls.select("rcid", "item", "period_start", "period_end", "known_on"),
        on="rcid",
        how="left",
        maintain_order="left",
    ).with_columns(_code().alias("country_code"))
    resolve_codes(
        gate, "country_code", to="subject", system="iso2", actors=context.actors, own=_OWN
    )
    of_the_time(gate, "subject", actors=context.actors)
    twice = gate.frame.select("rcid", "subject").is_duplicated()
    gate.refuse(twice, "country", "{} has several votes on that roll call", "Keep the right one.")
    gate.frame = china_by_date(gate.frame)
    return gate


def _code() -> pl.Expr:
    """The code, or the name where it has none."""
    code = pl.col("country_code")
    return pl.when(code == "").then("country").otherwise(code)


def _long_table(file: Input) -> Gate:
    """The table of votes; without quotes, as it is published, read as plain lines."""
    data = bytes_of(file)
    if b'"' in data:
        gate = Gate(file, *read_csv(file))
        check_columns(file, gate.frame.columns, needs=_VOTES)
        return gate
    first, _, rest = data.replace(b"\r\n", b"\n").partition(b"\n")
    header = decoded(first, file).removeprefix("\ufeff").split(",")
    check_columns(file, header, needs=_VOTES)
    frame, odd = split_lines(
        rest, first_row=2, widths=(len(header),), columns=range(len(header)), separator=b","
    )
    return Gate(file, frame.rename({f"f{i}": name for i, name in enumerate(header)}), odd)
