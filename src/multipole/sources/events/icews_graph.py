"""Temporal knowledge graphs made of ICEWS: who did what to whom on which day, in numbers.

A graph is several files of one folder: a list of names (entity2id.txt), one of event texts
(relation2id.txt), and tables of subject, relation, object and time (train.txt, valid.txt). The
tables do not say when time 0 is. A graph of a known size has a known calendar; for another one,
put a file beside the others with one line such as ``2018-01-01 hours``: time 0 and the unit.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final, Literal

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.sources.events.cameo import code_events
from multipole.sources.events.cameo_actors import date_actors
from multipole.sources.events.icews_names import Names, drop_nobody, resolve_owners
from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import (
    CODINGS,
    decoded,
    head,
    read_lines,
    shaped,
    split_lines,
    text_of,
)
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

Part = Literal["names", "texts", "table", "sizes", "start"]

LISTED: Final = "a line of the lists that the tables refer to"
_TABLE: Final = re.compile(r"\d+\t\d+\t\d+\t\d+(\t-?\d+)?\s*")
_SIZES: Final = re.compile(r"\d+[\t ]+\d+([\t ]+\d+)?\s*")
_START: Final = re.compile(r"(\d{4}-\d\d-\d\d) (hours|days)\s*")
_LIST: Final = re.compile(r"[^\t]*[^\d\t\s][^\t]*\t\d+\s*")
_HEAD: Final = 4096
_LISTS: Final[Mapping[Part, str]] = {
    "names": "list of names (entity2id.txt)",
    "texts": "list of event texts (relation2id.txt)",
}
_FIFTH: Final = ("", "0", "-1")
_UNIT: Final = {"hours": 24, "days": 1}
_FIELDS: Final = ("subject", "relation", "object", "time", "fifth")
_LAST: Final = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Day ``first`` has time ``base``, and a day is ``step`` long; none is after ``last``."""

    first: date
    base: int
    step: int
    last: date = _LAST


@dataclass(frozen=True, slots=True)
class _Graph:
    """The lists of a graph (number, text) and its calendar."""

    names: pl.DataFrame
    texts: pl.DataFrame
    calendar: Calendar


#: Calendars of the published graphs by their number of names and of event texts.
_CALENDARS: Final[Mapping[tuple[int, int], Calendar]] = {
    (23033, 256): Calendar(date(2018, 1, 1), 0, 24, date(2018, 10, 31)),
    (7128, 230): Calendar(date(2014, 1, 1), 1, 1, date(2014, 12, 31)),
    (6869, 230): Calendar(date(2014, 1, 1), 0, 24, date(2014, 12, 31)),
    (10488, 251): Calendar(date(2005, 1, 1), 0, 1, date(2015, 12, 31)),
    (10094, 251): Calendar(date(2005, 1, 1), 0, 24, date(2015, 12, 31)),
}


def plain(text: str) -> str:
    """An event text as it is compared: no case, underscores or hyphens.

    >>> plain("Threaten_non-force")
    'threaten non force'
    """
    return " ".join(re.sub(r"[-_]", " ", text).casefold().split())


@cache
def event_texts() -> Mapping[str, str]:
    """ICEWS's texts of CAMEO codes, as `plain` gives them -> the code."""
    path = resources.files("multipole.sources.events") / "data" / "icews_texts.csv"
    with path.open(encoding="utf-8") as lines:
        return {plain(row["text"]): row["code"] for row in csv.DictReader(lines)}


def part_of(file: Input) -> Part:
    """Which part of a graph a file is, by its first lines; raises `UnreadableInput`."""
    start = head(file, _HEAD)
    lines = decoded(start, file, encoding="latin-1").rstrip("\n").split("\n")
    whole = (lines[:-1] if len(start) == _HEAD else lines)[:20]
    if len(lines) == 1 and _START.fullmatch(lines[0]):
        return "start"
    if len(lines) == 1 and _SIZES.fullmatch(lines[0]):
        return "sizes"
    if whole and all(_TABLE.fullmatch(line) for line in whole):
        return "table"
    if whole and all(_LIST.fullmatch(line) for line in whole):
        known = sum(plain(line.split("\t")[0]) in event_texts() for line in whole)
        return "texts" if 2 * known > len(whole) else "names"
    raise UnreadableInput(
        "the file is no part of a graph of ICEWS events",
        where=str(file.path),
        remedy="Parts are lists (name, number), tables of four or five numbers, and the file of "
        "sizes, all parted by tabs.",
    )


def edition_of(file: Input) -> Edition:
    """The graph of the file's folder; raises `UnreadableInput` for another file."""
    part_of(file)
    return Edition(file.path.resolve().parent.name, together=True)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Each row of the tables with a PLOVER type and an actor at one end: one coded event."""
    names = Names(context.actors)
    lists = [file for file in files if part_of(file) != "table"]
    for gate in triples(files):
        code_events(gate, "code")
        resolve_owners(gate, "subject", to="sender", names=names)
        resolve_owners(gate, "object", to="receiver", names=names)
        date_actors(gate, "sender")
        date_actors(gate, "receiver")
        drop_nobody(gate)
        day = pl.duration(days=1)
        made = gate.frame.with_columns((pl.col("period_start") + day).alias("period_end"))
        yield gate.batch(codings=shaped(made, CODINGS))
    for file in lists:
        rows = text_of(file).rstrip("\n").count("\n") + 1
        yield Batch(file.number, rows, set_aside={LISTED: rows})


def triples(files: Sequence[Input]) -> Iterator[Gate]:
    """The tables' rows in words, a gate for each piece of a file, statements and appeals included.

    Its frame has ``row``, ``sender_code`` and ``receiver_code`` (names as published), ``subject``
    and ``object`` (with blanks for underscores), ``code`` and ``period_start``. Raises
    `UnreadableInput` when a list is absent or the calendar is not known.
    """
    parts: dict[Part, list[Input]] = {}
    for file in files:
        parts.setdefault(part_of(file), []).append(file)
    if "table" not in parts:
        raise UnreadableInput(
            "the graph has no table of subject, relation, object and time",
            where=str(files[0].path.parent),
            remedy="Give all files of one graph together.",
        )
    names, texts = (_listed(parts, part, files) for part in _LISTS)
    graph = _Graph(names, texts, _calendar(parts, names.height, texts.height, files))
    for file in parts["table"]:
        for first_row, chunk in read_lines(file):
            yield _in_words(file, first_row, chunk, graph)


def _listed(parts: Mapping[Part, list[Input]], part: Part, files: Sequence[Input]) -> pl.DataFrame:
    given = parts.get(part, [])
    if len(given) != 1:
        raise UnreadableInput(
            f"the graph has {len(given)} files that are a {_LISTS[part]}, not one",
            where=str(files[0].path.parent),
            remedy="Give all files of one graph together, each graph in a folder of its own.",
        )
    lines = text_of(given[0]).split("\n")
    rows = [_numbered(given[0], row, line) for row, line in enumerate(lines, 1) if line.strip()]
    return pl.DataFrame(rows, schema={"number": pl.Int64, "text": pl.String}, orient="row")


def _numbered(file: Input, row: int, line: str) -> tuple[int, str]:
    text, _, number = line.rstrip().rpartition("\t")
    if not number.isdecimal():
        raise UnreadableInput(
            f"{line[:80]!r} is not a name and a number parted by a tab",
            where=f"{file.path} row {row}",
            remedy="Get the file again.",
        )
    return int(number), text


def _calendar(
    parts: Mapping[Part, list[Input]], names: int, texts: int, files: Sequence[Input]
) -> Calendar:
    for file in parts.get("start", []):
        match = _START.fullmatch(text_of(file).strip())
        if match:
            return Calendar(Period.parse(match[1]).start, 0, _UNIT[match[2]])
    known = _CALENDARS.get((names, texts))
    if known is None:
        raise UnreadableInput(
            f"no calendar is known for a graph of {names} names and {texts} event texts",
            where=str(files[0].path.parent),
            remedy="Put a file of one line beside the others, such as: 2018-01-01 hours. It is "
            "the day of time 0 and the unit (hours or days).",
        )
    return known


def _in_words(file: Input, first_row: int, chunk: bytes, graph: _Graph) -> Gate:
    frame, odd = split_lines(chunk, first_row=first_row, widths=(4, 5), columns=range(5))
    columns = dict(zip(("f0", "f1", "f2", "f3", "f4"), _FIELDS, strict=True))
    gate = Gate(file, frame.rename(columns), odd)
    _look_up(gate, "subject", graph.names, "sender_code")
    _look_up(gate, "relation", graph.texts, "_text")
    _look_up(gate, "object", graph.names, "receiver_code")
    odd_end = ~gate.frame["fifth"].str.strip_chars().is_in(list(_FIFTH))
    gate.refuse(odd_end, "fifth", "'{}' is neither 0 nor -1", "Check what the column means.")
    _code(gate)
    _date(gate, graph.calendar)
    gate.frame = gate.frame.with_columns(
        pl.col("sender_code").str.replace_all("_", " ", literal=True).alias("subject"),
        pl.col("receiver_code").str.replace_all("_", " ", literal=True).alias("object"),
    )
    return gate


def _look_up(gate: Gate, column: str, listed: pl.DataFrame, to: str) -> None:
    number = gate.frame[column].str.strip_chars().cast(pl.Int64, strict=False)
    words = number.replace_strict(
        listed["number"], listed["text"], default=None, return_dtype=pl.String
    )
    gate.frame = gate.frame.with_columns(words.alias(to))
    remedy = "Give the lists that belong to this table."
    gate.refuse(words.is_null(), column, "'{}' is in no list", remedy)


def _code(gate: Gate) -> None:
    distinct = gate.frame["_text"].unique().to_list()
    codes = [event_texts().get(plain(text)) for text in distinct]
    found = gate.frame["_text"].replace_strict(distinct, codes, return_dtype=pl.String)
    gate.frame = gate.frame.with_columns(found.alias("code"))
    gate.refuse(
        found.is_null(), "relation", "'{}' is no event text of ICEWS",
        "Check the list of event texts; for one that is right, update multipole.", datum="_text",
    )  # fmt: skip


def _date(gate: Gate, calendar: Calendar) -> None:
    time = gate.frame["time"].str.strip_chars().cast(pl.Int64, strict=False) - calendar.base
    last = (calendar.last - calendar.first).days * calendar.step
    bad = ~((time % calendar.step == 0) & time.is_between(0, last)).fill_null(value=False)
    gate.frame = gate.frame.with_columns((time.set(bad, None) // calendar.step).alias("_days"))
    gate.refuse(
        bad, "time", "'{}' is no day of the graph's calendar",
        f"Time {calendar.base} is {calendar.first}, a day is {calendar.step} long.",
    )  # fmt: skip
    day = pl.lit(calendar.first) + pl.duration(days="_days")
    gate.frame = gate.frame.with_columns(day.alias("period_start")).drop("_days", "_text")


SOURCE: Final = Source(
    id="icews_graph",
    title="Temporal knowledge graphs of ICEWS (ICEWS14, ICEWS18, ICEWS05-15)",
    what="ICEWS events of a year or a span as benchmark graphs: subject, event text, object, day.",
    publisher="authors of the benchmarks, from ICEWS on Harvard Dataverse",
    licence="none given with the graphs; ICEWS itself is for research and education only",
    licence_url="https://doi.org/10.7910/DVN/28075",
    homepage="https://doi.org/10.7910/DVN/28075",
    years="2014; January - October 2018; 2005-2015",
    get="Get the folder of one graph from a repository of a benchmark that uses it.",
    files="All files of one folder together: entity2id.txt, relation2id.txt, train.txt, valid.txt "
    "(test.txt), stat.txt. Tables have four columns, or five with 0 or -1 in the last.",
    limits=(
        "A benchmark for ranking, drawn from ICEWS: each triple once a day, without story, outlet, "
        "place or intensity. Never add it to counts of ICEWS itself.",
        "Train, valid and test were split by time: a forecast trained on one may not see the next.",
        'ICEWS14 has persons and "Government (Nigeria)" but no country actors Russia, United '
        "States or Ukraine: its counts between states are not those of the year.",
        "The dates are not in the files: they come from the graph's known calendar, or from a line "
        "that the user adds.",
        "Statements and appeals (CAMEO 01 and 02) have no PLOVER type and are counted, not coded.",
        "Persons count for the office they held on the day, where our list has them by that name; "
        "parties, companies, territories and rebels are no actors of ours.",
    ),
    authors="Jin, Woojeong and Qu, Meng and Jin, Xisen and Ren, Xiang",
    year=2020,
    cite="Jin, Woojeong, Meng Qu, Xisen Jin and Xiang Ren. 2020. Recurrent Event Network: "
    "Autoregressive Structure Inference over Temporal Knowledge Graphs. EMNLP 2020.",
    journal="EMNLP 2020",
    kind="events",
    edition_of=edition_of,
    read=read,
    increments=True,
)
