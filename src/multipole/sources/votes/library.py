"""Roll calls of the UN Digital Library as one wide table: a row a resolution, a column a state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.core.errors import MultipoleError, UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import ITEMS, read_csv, shaped
from multipole.sources.gate.observe import observed
from multipole.sources.gate.source import Batch, Context, Edition, Input
from multipole.sources.votes.ballots import UNGA_ADOPTED_VOTE, UNSC_VOTE
from multipole.sources.votes.un import (
    china_by_date,
    facts_of,
    known_when_voted,
    refuse_cells,
    session_periods,
)

NAME: Final = "library"
_COUNTS: Final = {"YES COUNT": "Y", "NO COUNT": "N", "ABSENT COUNT": "A", "NO-VOTE COUNT": "X"}
_NEEDS: Final = ("Council", "Date", "Title", "Resolution", "TOTAL VOTES", *_COUNTS, "Link", "token")
_BALLOTS: Final = {"Y": 1.0, "A": 2.0, "N": 3.0, "X": 8.0}
_BODIES: Final = {"General Assembly": UNGA_ADOPTED_VOTE.name, "Security Council": UNSC_VOTE.name}
_VARIABLES: Final = (UNGA_ADOPTED_VOTE, UNSC_VOTE)
_FACTS: Final = ("body", "resolution", "session", "yes", "no", "abstain", "absent", "url")

#: Names of states that only this table writes so, misprints among them.
_OWN: Final = {
    "CONGO": "COG",
    "UKRAINIAN SSR": "UKR",
    "BYELORUSSIAN SSR": "BLR",
    "UNITED REPUBLIC OF CAMEROON": "CMR",
    "LIBYAN ARAB REPUBLIC": "LBY",
    "UNITED ARAB REPUBLIC": "EGY",
    "SOUTHERN YEMEN": "YMD",
    "CONGO (LEOPOLDVILLE)": "COD",
    "CENTRAL AFRICAN EMPIRE": "CAF",
    "UNION OF SOUTH AFRICA": "ZAF",
    "PHILIPPINE REPUBLIC": "PHL",
    "CHILEs": "CHL",
    "SERBIAMONTENEGRO": "SCG",
    "BOLIVIA (PLURINATIOANL STATE OF)": "BOL",
    "BOLIVIA (PLUNATIONAL STATE OF)": "BOL",
    "REPULIC OF MOLDOVA": "MDA",
    "TKAZAKHSTAN": "KAZ",
    "DEMOCRATIC CAMPUCHEA": "KHM",
}
_VOTE_IN_NAME: Final = "the vote has slipped into the state's name, and '{}' is not it"
#: Columns whose cells cannot be used, with the reason.
_UNUSABLE: Final = {
    "DONOTKNOW": "the state that voted '{}' is not named",
    "Aa UNITED STATES": _VOTE_IN_NAME,
    "AY DENMARK": _VOTE_IN_NAME,
    "AY SWEDEN": _VOTE_IN_NAME,
    "AY UNION OF SOUTH AFRICA": _VOTE_IN_NAME,
}


def recognises(header: list[str]) -> bool:
    """Whether these are the columns of this format."""
    return "Council" in header and "token" in header


def edition_of(file: Input, header: list[str]) -> Edition:
    """The edition of a file of this format; raises `UnreadableInput` when a column is absent."""
    check_columns(file, [h for h in header if h in _NEEDS], needs=_NEEDS)
    return Edition(NAME)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Roll calls and votes of each file; a column that names no state refuses the file."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        check_columns(file, [h for h in gate.frame.columns if h in _NEEDS], needs=_NEEDS)
        states = _states(file, gate.frame.columns, context.actors)
        _check_roll_calls(gate, list(states))
        items = _items(gate.frame)
        _melt(gate, states)
        votes = gate.frame.with_columns(known_when_voted())
        found = [
            observed(votes.filter(pl.col("body") == v.name), "value", v).with_columns(
                votes.filter(pl.col("body") == v.name)["column"]
            )
            for v in _VARIABLES
        ]
        yield gate.batch(observations=pl.concat(found), items=items)


def _states(file: Input, columns: list[str], actors: Actors) -> dict[str, str]:
    """Columns of votes and the actor of each, ``""`` where there is none to be told."""
    found = {}
    for place, column in enumerate(columns):
        if column not in (*_NEEDS, "row"):
            name = column.removesuffix(f"_{place}")
            found[column] = _state(file, name, actors)
    return found


def _state(file: Input, name: str, actors: Actors) -> str:
    if name in _UNUSABLE:
        return ""
    try:
        return _OWN.get(name) or actors.resolve(name).id
    except MultipoleError as error:
        raise UnreadableInput(
            f"column {name!r} is not the name of a state",
            where=str(file.path),
            remedy="Correct the name, or remove the column.",
        ) from error


def _check_roll_calls(gate: Gate, states: list[str]) -> None:
    gate.one_of("Council", _BODIES, to="body")
    for column in (*_COUNTS, "TOTAL VOTES"):
        gate.number(column, low=0, whole=True, needed=True)
    for column, mark in _COUNTS.items():
        counted = pl.sum_horizontal([pl.col(state) == mark for state in states])
        wrong = gate.frame.select(counted != pl.col(column)).to_series()
        gate.refuse(wrong, column, f"{{}} is not how many cells of the row say {mark}",
                    "Compare the record of the vote.")  # fmt: skip
    gate.refuse(gate.frame.select("token").is_duplicated(), "token", "record {} is there twice",
                "Keep the row that is right.")  # fmt: skip
    _date(gate)
    _check_session(gate)
    item = pl.concat_str(pl.lit(f"{NAME}:"), "token").alias("item")
    gate.frame = gate.frame.with_columns(item)


def _date(gate: Gate) -> None:
    """The day, or the year for the few roll calls that have no more."""
    text = gate.frame["Date"].str.strip_chars()
    only_year = text.str.contains(r"^\d{4}$")
    first = text.set(only_year, None).fill_null(text + "-01-01")
    gate.frame = gate.frame.with_columns(first.alias("Date"), only_year.alias("_year"))
    gate.day("Date")
    length = pl.when("_year").then(pl.lit("1y")).otherwise(pl.lit("1d"))
    gate.frame = gate.frame.with_columns(
        pl.col("Date").alias("period_start"),
        pl.col("Date").dt.offset_by(length).alias("period_end"),
    )


def _check_session(gate: Gate) -> None:
    """Refuse a day outside the session that the resolution's symbol names."""
    sessions = [_session(symbol) for symbol in gate.frame["Resolution"].to_list()]
    frame = gate.frame.with_columns(pl.Series("session", sessions, dtype=pl.Float64))
    times = session_periods().rename({"period_start": "_opens", "period_end": "_closes"})
    frame = frame.join(times, on="session", how="left", maintain_order="left")
    gate.frame = frame.drop("_opens", "_closes")
    outside = frame.select(
        ((pl.col("period_end") <= pl.col("_opens")) | (pl.col("period_start") >= pl.col("_closes")))
        .fill_null(value=False)
    ).to_series()  # fmt: skip
    gate.refuse(outside, "Date", "{} is not in the session of the resolution",
                "Look the day up by its link.")  # fmt: skip


def _items(frame: pl.DataFrame) -> pl.DataFrame:
    marks = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}
    counts = {column: marks[mark] for column, mark in _COUNTS.items()}
    frame = frame.drop("body").rename(
        {"Council": "body", "Resolution": "resolution", "Link": "url", "Title": "title", **counts}
    )
    frame = frame.with_columns(
        pl.lit("resolution").alias("kind"),
        known_when_voted(),
    )
    return shaped(frame.with_columns(facts_of(frame, _FACTS)), ITEMS)


_ROMAN: Final[Mapping[str, int]] = {"I": 1, "V": 5, "X": 10, "L": 50}


def _session(symbol: str) -> int | None:
    """The regular session that a resolution's symbol names, None for special sessions."""
    if match := re.match(r"A/RES/(\d+)/", symbol):
        return int(match.group(1))
    if match := re.match(r"A/RES/\d+\s?[A-Z]?\s?\(([IVXL]+)\)", symbol):
        digits = [_ROMAN[letter] for letter in match.group(1)]
        after = [*digits[1:], 0]
        return sum(-d if d < n else d for d, n in zip(digits, after, strict=True))
    return None


def _melt(gate: Gate, states: Mapping[str, str]) -> None:
    """The gate's frame as one row a vote: row, column, cell, subject, value, item, period."""
    kept = gate.frame.select("row", "item", "body", "period_start", "period_end")
    cells = gate.frame.select("row", *states).unpivot(
        index="row", variable_name="column", value_name="cell"
    )
    cells = cells.filter(pl.col("cell") != "").sort("row", maintain_order=True)
    gate.frame = cells.join(kept, on="row", how="left", maintain_order="left").with_columns(
        pl.col("column").replace_strict(dict(states)).alias("subject"),
        pl.col("cell").replace_strict(_BALLOTS, default=None, return_dtype=pl.Float64)
        .alias("value"),
    )  # fmt: skip
    for name, reason in _UNUSABLE.items():
        refuse_cells(gate, gate.frame["column"] == name, reason, "Look the vote up by its link.")
    refuse_cells(gate, gate.frame["value"].is_null(), "'{}' is not a vote", "Known: Y, N, A, X.")
    twice = gate.frame.select("row", "subject").is_duplicated()
    refuse_cells(gate, twice, "another column of the row is the same state's", "Keep one of them.")
    gate.frame = china_by_date(gate.frame)
