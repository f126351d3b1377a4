"""KEDS and other tables of day, source, target and event code, in CAMEO or WEIS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.events.cameo import CAMEO, WEIS, code_events
from multipole.sources.events.cameo_actors import resolve_cameo_actors
from multipole.sources.gate.check import Gate, in_calendar
from multipole.sources.gate.frames import (
    CODINGS,
    decoded,
    head,
    read_csv,
    read_lines,
    shaped,
    split_lines,
)
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

Scheme = Literal["cameo", "weis"]

NO_EVENT: Final = "no event was coded"
NOBODY: Final = "no end is a state or organisation"
_NO_EVENT_CODES: Final = ("---", "999", "***", "")
_NO_ACTOR: Final = ("---", "***", "NULL", "None")
#: What tables call their columns, in lower case and without blanks, points and underscores.
_CALLED: Final[Mapping[str, str]] = {
    name: column
    for column, names in {
        "date": "date day eventdate time",
        "source": "source src sender actor1 actor1code sourcecode",
        "target": "target tar receiver recipient actor2 actor2code targetcode",
        "code": "code event eventcode cameo cameocode weis weiscode",
        "text": "text label description eventtext codetext",
        "weight": "weight goldstein eventweight score",
    }.items()
    for name in names.split()
}
_ORDER: Final = ("date", "source", "target", "code", "text")
_NEEDED: Final = _ORDER[:4]
_DAYS: Final = {
    r"^\d{4}-\d\d-\d\d$": "%Y-%m-%d", r"^\d{8}$": "%Y%m%d", r"^\d{6}$": "%y%m%d",
}  # fmt: skip
#: Two figures of a year from here on are of the twentieth century.
_TURN: Final = 40
#: How many rows must speak for one scheme to one that speaks for the other.
_CLEAR: Final = 20


@dataclass(frozen=True, slots=True)
class _Form:
    """How a table is written: what parts its cells, its columns, whether it has a header."""

    separator: str
    columns: tuple[str, ...]
    header: bool
    scheme: Scheme | None


def edition_of(file: Input) -> Edition:
    """Whether the file is a table of day, source, target and code; raises `UnreadableInput`."""
    _form(file)
    return Edition("keds")


def _form(file: Input) -> _Form:
    line = decoded(head(file), file, encoding="latin-1").partition("\n")[0].rstrip("\r")
    separator = next((mark for mark in "\t;," if mark in line), ",")
    scheme: Scheme | None = None
    cells = [cell.strip().strip('"') for cell in line.split(separator)]
    if any(re.match(form, cells[0]) for form in _DAYS):
        columns = _ORDER[: len(cells)]
    else:
        names = [re.sub(r"[ ._]", "", cell).lower() for cell in cells]
        columns = tuple(_CALLED.get(name, "") for name in names)
        scheme = next((s for s in get_args(Scheme) if any(n.startswith(s) for n in names)), None)
    if len(columns) != len(cells) or sorted(set(columns)) != sorted(columns) or "" in columns:
        raise _unreadable(file, f"its columns are {', '.join(map(repr, cells[:8]))}")
    if any(name not in columns for name in _NEEDED):
        raise _unreadable(file, f"the first line is {line[:60]!r}")
    header = not any(re.match(form, cells[0]) for form in _DAYS)
    return _Form(separator, columns, header, scheme)


def _unreadable(file: Input, why: str) -> UnreadableInput:
    return UnreadableInput(
        f"the file is not a table of date, source, target and code: {why}",
        where=str(file.path),
        remedy="It needs these four columns, in this order when there is no header; a text and a "
        "weight may follow.",
    )


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Each row with a PLOVER type and an actor at one end: one coded event."""
    for file in files:
        form = _form(file)
        gate = _table(file, form)
        gate.set_aside(_cells(gate, "code").is_in(list(_NO_EVENT_CODES)), NO_EVENT)
        code_events(gate, "code", scheme=form.scheme or _scheme(file, _cells(gate, "code")))
        _dates(gate)
        for end, column in (("sender", "source"), ("receiver", "target")):
            code = pl.col(column).str.strip_chars()
            named = pl.when(code.is_in(list(_NO_ACTOR))).then(pl.lit("")).otherwise(code)
            gate.frame = gate.frame.with_columns(named.alias(column))
            resolve_cameo_actors(gate, column, to=end)
        gate.set_aside((gate.frame["sender"] == "") & (gate.frame["receiver"] == ""), NOBODY)
        if "weight" in form.columns:
            gate.number("weight", to="intensity", low=-10, high=10)
        yield gate.batch(codings=_codings(gate.frame))


def _cells(gate: Gate, column: str) -> pl.Series:
    return gate.frame[column].str.strip_chars()


def _table(file: Input, form: _Form) -> Gate:
    """All rows as text. Quoted tables go through a parser of quotes, others by lines."""
    if b'"' in head(file):
        names = None if form.header else form.columns
        frame, odd = read_csv(file, separator=form.separator, names=names)
        found = dict(zip(frame.columns[1:], form.columns, strict=True))
        return Gate(file, frame.rename(found), odd)
    pieces = [
        split_lines(
            chunk, first_row=row, widths=(len(form.columns),),
            columns=range(len(form.columns)), separator=form.separator.encode(),
        )
        for row, chunk in _body(file, header=form.header)
    ]  # fmt: skip
    frame = pl.concat(piece for piece, _ in pieces)
    frame.columns = ["row", *form.columns]
    return Gate(file, frame, pl.concat(odd for _, odd in pieces))


def _body(file: Input, *, header: bool) -> Iterator[tuple[int, bytes]]:
    for row, chunk in read_lines(file):
        if header and row == 1:
            yield 2, chunk.partition(b"\n")[2]
        else:
            yield row, chunk


def _scheme(file: Input, codes: pl.Series) -> Scheme:
    """CAMEO or WEIS, by the rows with codes that only one of them has."""
    cameo = int(codes.is_in([c for c in CAMEO if c not in WEIS]).sum())
    weis = int(codes.is_in([c for c in WEIS if c not in CAMEO]).sum())
    if cameo > _CLEAR * weis:
        return "cameo"
    if weis > _CLEAR * cameo:
        return "weis"
    raise UnreadableInput(
        f"the codes may be CAMEO or WEIS: {cameo} rows have codes of CAMEO only, {weis} of WEIS "
        "only",
        where=str(file.path),
        remedy="Call the column of the codes cameo or weis in a header: date, source, target, "
        "cameo.",
    )


def _dates(gate: Gate) -> None:
    text = _cells(gate, "date")
    short = text.str.contains(r"^\d{6}$")
    year = text.str.slice(0, 2).cast(pl.Int32, strict=False)
    century = pl.when(year >= _TURN).then(pl.lit("19")).otherwise(pl.lit("20"))
    plain = pl.when(text.str.contains(r"^\d{4}-\d\d-\d\d$")).then(text.str.replace_all("-", ""))
    whole = plain.when(short).then(pl.concat_str(century, text)).otherwise(text)
    gate.frame = gate.frame.with_columns(whole.alias("_day"))
    day = in_calendar(gate.frame["_day"].str.strptime(pl.Date, "%Y%m%d", strict=False))
    gate.frame = gate.frame.with_columns(day.alias("period_start")).drop("_day")
    gate.refuse(
        day.is_null(), "date", "'{}' is not a day",
        "Write days as 1979-04-15, 19790415 or 790415.",
    )  # fmt: skip


def _codings(frame: pl.DataFrame) -> pl.DataFrame:
    made = frame.with_columns(
        pl.col("source").alias("sender_code"),
        pl.col("target").alias("receiver_code"),
        (pl.col("period_start") + pl.duration(days=1)).alias("period_end"),
    )
    return shaped(made, CODINGS)


_LIMITS: Final[Sequence[str]] = (
    "Machine coded from the first sentences of one or two news agencies (Reuters, Agence "
    "France-Presse): what they did not report is not there, and zero is never told.",
    "Two vintages overlap: the same years were coded in WEIS and in CAMEO. Take one of the two.",
    "The table has no story: the same act told by several reports of a day has a row for each, and "
    "a row may be another act. Rows are kept; count distinct day, sender, receiver and code.",
    "A regional set (Levant, Gulf, Balkans, ...) has only events that concern its region: its "
    "China-Russia rows are by-catch.",
    "Rebels, opposition, ethnic and religious groups are no actors of ours; the code is kept.",
    "Statements and appeals (CAMEO 01 and 02; WEIS comments) have no PLOVER type and are counted, "
    "not coded. WEIS is turned into PLOVER by our reading, not by an official crosswalk.",
)

SOURCE: Final = Source(
    id="keds",
    title="KEDS and other event tables in CAMEO or WEIS",
    what="Who did what to whom, a row a report: day, actor codes, event code. Levant, Gulf, "
    "Balkans and other regions.",
    publisher="Kansas (later Penn State) Event Data Project, Parus Analytics",
    licence="free for research with citation; no licence text",
    licence_url="http://eventdata.parusanalytics.com/data.html",
    homepage="http://eventdata.parusanalytics.com/data.html",
    years="1979-2011 (Levant; others differ)",
    get="Download a regional data set from the homepage and unpack it.",
    files="A table parted by tabs, commas or semicolons: date, source, target, code, and after "
    "these a text or weight. With a header or without. Days as 1979-04-15, 19790415 or 790415. "
    "CAMEO and WEIS are told apart by their codes.",
    limits=tuple(_LIMITS),
    authors="Schrodt, Philip A. and Davis, Shannon G. and Weddle, Judith L.",
    year=1994,
    cite="Schrodt, Philip A., Shannon G. Davis, and Judith L. Weddle. 1994. Political Science: "
    "KEDS - A Program for the Machine Coding of Event Data. Social Science Computer Review 12(4): "
    "561-587.",
    journal="Social Science Computer Review 12(4): 561-587",
    kind="events",
    edition_of=edition_of,
    read=read,
    increments=True,
)
