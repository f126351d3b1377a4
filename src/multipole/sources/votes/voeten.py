"""Roll calls of the General Assembly as one long table: resid, ccode, date, vote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import ITEMS, read_table, shaped
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input
from multipole.sources.votes.ballots import BALLOTS, FLAGS, ISSUES, UNGA_VOTE, month_only, said
from multipole.sources.votes.un import china_by_date, facts_of, known_when_voted

NAME: Final = "voeten"
_NEEDS: Final = ("resid", "ccode", "date", "vote")
_TEXTS: Final = ("short", "descr", "unres")
#: What the collection's own table has besides; the counts and names in it are not read.
_MORE: Final = ("year", "session", "rcid", "member", "Country", "Countryname", "yes", "no",
                "abstain", "ident", "_1", *_TEXTS, *FLAGS, *ISSUES)  # fmt: skip
_FACTS: Final = ("unres", "session", *FLAGS, "issues", "descr")
#: Members of the UN that voted before their independence in the list of states.
_OWN: Final = {"750": "IND", "840": "PHL", "950": "FJI"}


def recognises(header: list[str]) -> bool:
    """Whether these are the columns of this format."""
    return "resid" in header


def edition_of(file: Input, header: list[str]) -> Edition:
    """The edition of a file of this format; raises `UnreadableInput` for unknown columns."""
    check_columns(file, header, needs=_NEEDS, knows=_MORE)
    return Edition(NAME)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Votes and their roll calls of each file."""
    for file in files:
        gate = Gate(file, *read_table(file))
        check_columns(file, gate.frame.columns, needs=_NEEDS, knows=_MORE)
        _take_values(gate)
        _refuse_other_days(gate)
        settle_repeats(gate, keys=["resid", "ccode"], values=["vote"])
        resolve_codes(gate, "ccode", to="subject", system="cow", actors=context.actors, own=_OWN)
        settle_repeats(gate, keys=["resid", "subject"], values=["vote"])
        frame = china_by_date(gate.frame).with_columns(known_when_voted())
        votes = observed(frame, "vote", UNGA_VOTE)
        yield gate.batch(observations=votes, items=_roll_calls(frame))


def _take_values(gate: Gate) -> None:
    codes = {str(code): float(code) for code in (*BALLOTS.values(), 9)}
    gate.one_of("vote", codes, remedy="Codes are 1 yes, 2 abstain, 3 no, 8 absent, 9 no member.")
    gate.set_aside(gate.frame["vote"] == 9, "not a member at the time")
    gate.number("resid", low=1000, high=199_999, whole=True, needed=True)
    gate.day("date")
    _check_session(gate)
    for flag in (*FLAGS, *ISSUES):
        if flag in gate.frame.columns:
            gate.number(flag, low=0, high=1, whole=True)
    session = (pl.col("resid") // 1000).alias("session")
    number = pl.col("resid").cast(pl.Int64).cast(pl.String)
    item = pl.concat_str(pl.lit(f"{NAME}:"), number).alias("item")
    gate.frame = month_only(gate.frame.with_columns(session, item))


def _check_session(gate: Gate) -> None:
    """Refuse rows whose session is not the one that their roll call's number begins with."""
    if "session" in gate.frame.columns:
        gate.number("session")
        other = gate.frame["session"] != gate.frame["resid"] // 1000
        gate.refuse(other.fill_null(value=False), "session",
                    "{} is not the session of that roll call", "Check the number.")  # fmt: skip


def _refuse_other_days(gate: Gate) -> None:
    """Refuse votes dated otherwise than most votes of their roll call."""
    days = gate.frame.group_by("resid", "date").len().sort("len", "date")
    most = (
        days.group_by("resid", maintain_order=True)
        .agg(
            pl.col("date").last().alias("_day"),
            (2 * pl.col("len").last() > pl.col("len").sum()).alias("_most"),
        )
        .filter("_most")
        .drop("_most")
    )
    gate.frame = gate.frame.join(most, on="resid", how="left", maintain_order="left")
    gate.refuse(gate.frame["date"].ne_missing(gate.frame["_day"]), "date",
                "{} is not the day of most votes of that roll call",
                "Whose vote it is on which roll call is in doubt: compare the record.")  # fmt: skip
    gate.frame = gate.frame.drop("_day")


def _roll_calls(frame: pl.DataFrame) -> pl.DataFrame:
    calls = frame.unique("resid", keep="first", maintain_order=True)
    nothing = [c for c in (*_TEXTS, *FLAGS, *ISSUES) if c not in calls.columns]
    calls = calls.with_columns(pl.lit("").alias(column) for column in nothing).with_columns(
        pl.lit("roll_call").alias("kind"),
        *(said(text) for text in _TEXTS),
        _of_issues({code: code for code in ISSUES}).alias("issues"),
        _of_issues(ISSUES).alias("topics"),
    )
    title = pl.coalesce("short", "descr", "unres", _title()).alias("title")
    return shaped(calls.with_columns(title, facts_of(calls, _FACTS)), ITEMS)


def _of_issues(names: Mapping[str, str]) -> pl.Expr:
    """The names of the issues whose column says 1, null when there is none."""
    marked = [
        pl.when(pl.col(code).cast(pl.Float64, strict=False) == 1).then(pl.lit(name))
        for code, name in names.items()
    ]
    found = pl.concat_list(marked).list.drop_nulls()
    return pl.when(found.list.len() > 0).then(found)


def _title() -> pl.Expr:
    number = pl.col("item").str.strip_prefix(f"{NAME}:")
    session = pl.col("session").cast(pl.Int64).cast(pl.String)
    return pl.concat_str(pl.lit("Roll call "), number, pl.lit(" of session "), session)
