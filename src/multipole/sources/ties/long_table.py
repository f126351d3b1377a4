"""Any table of the user's own: subject, object, variable, period, value, unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.records import STATUSES
from multipole.sources.gate.check import MISSING, Gate, check_columns
from multipole.sources.gate.frames import (
    ITEMS,
    OBSERVATIONS,
    cells_of,
    first_line,
    named,
    read_csv,
    shaped,
)
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.sources.ties.long_parts import date_rows, name_actors

_NEEDS: Final = ("subject", "variable", "period", "value", "unit")
_KNOWS: Final = ("object", "item", "status", "directed", "known_on", "note")
_KEYS: Final = ("variable", "subject", "object", "item", "period_start", "period_end")
_NAME: Final = r"^[a-z][a-z0-9_]*$"
#: What a variable has once: the column of the frame, what it says, the column of the table.
_UNIFORM: Final = (
    ("unit", "unit", "unit"),
    ("ends", "number of actors", "object"),
    ("directed", "answer to 'directed'", "directed"),
)
_DIRECTED: Final = {"": "", "yes": "yes", "no": "no"}


def edition_of(file: Input) -> Edition:
    """Whether the file is a long table; its own name names the edition."""
    header, _ = _header(file)
    check_columns(file, header, needs=_NEEDS, knows=_KNOWS)
    return Edition(file.path.stem)


def _header(file: Input) -> tuple[list[str], str]:
    """The names of the columns in small letters, and what separates them: comma, ; or tab."""
    line = first_line(file)
    separator = max(",;\t", key=line.count)
    return named([c.lower() for c in cells_of(line, separator=separator)]), separator


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Each row an observation; each variable an item of the kind ``variable`` with its unit."""
    for file in files:
        gate = _opened(file)
        _check_variable(gate)
        date_rows(gate)
        for end in ("subject", "object"):
            gate.frame = gate.frame.rename({end: f"{end}_text"})
            name_actors(gate, f"{end}_text", to=end, actors=context.actors)
        _check_ends(gate)
        _check_value(gate)
        for column, what, place in _UNIFORM:
            _one_for_all(gate, column, what, place)
        settle_repeats(gate, keys=_KEYS, values=["value", "status"])
        rows = gate.frame.with_columns(pl.lit("value").alias("column"))
        yield gate.batch(observations=shaped(rows, OBSERVATIONS), items=_items(rows))


def _opened(file: Input) -> Gate:
    header, separator = _header(file)
    frame, odd = read_csv(file, separator=separator)
    frame.columns = ["row", *header]
    absent = [pl.lit("").alias(name) for name in _KNOWS if name not in header]
    frame = frame.with_columns(absent).with_columns(pl.exclude("row").str.strip_chars())
    return Gate(file, frame, odd)


def _check_variable(gate: Gate) -> None:
    odd = ~gate.frame["variable"].str.contains(_NAME)
    gate.refuse(
        odd, "variable", "'{}' is no name for a variable",
        "Use small letters, digits and underscores: dollar_share_of_trade.",
    )  # fmt: skip
    taken = gate.frame["variable"].is_in(sorted(_taken()))
    gate.refuse(
        taken, "variable", "'{}' is a variable of another source",
        "Give yours another name, so that the two are not taken for one.",
    )  # fmt: skip
    bare = gate.frame["unit"].is_in(list(MISSING))
    gate.refuse(bare, "unit", "the unit is missing", "No bare numbers: write percent, USD, ...")


def _taken() -> frozenset[str]:
    """Names of the variables of all sources. The list holds this module: it is read when asked."""
    from multipole.sources.registry import variables

    return frozenset(variables())


def _check_ends(gate: Gate) -> None:
    """Ends that are two actors, in order of their ids where the tie has no direction."""
    none = gate.frame["subject"] == ""
    gate.refuse(none, "subject", "the subject is missing", "Say whom the value is about.")
    same = gate.frame["subject"] == gate.frame["object"]
    gate.refuse(
        same, "object", "'{}' is the subject, too", "Name another actor, or leave it empty.",
        datum="object_text",
    )  # fmt: skip
    gate.one_of("directed", _DIRECTED, remedy="Write yes or no, or leave it empty for yes.")
    swap = (pl.col("directed") == "no") & (pl.col("object") != "")
    swap &= pl.col("object") < pl.col("subject")
    alone = pl.col("object") == ""
    gate.frame = gate.frame.with_columns(
        pl.when(swap).then("object").otherwise("subject").alias("subject"),
        pl.when(swap).then("subject").otherwise("object").alias("object"),
        pl.when(alone).then(pl.lit("one")).otherwise(pl.lit("two")).alias("ends"),
        pl.when(alone | (pl.col("directed") == "no")).then(pl.lit("no")).otherwise(pl.lit("yes"))
        .alias("directed"),
    )  # fmt: skip


def _check_value(gate: Gate) -> None:
    """The value, and a status that agrees with it: with none given, observed or missing."""
    gate.frame = gate.frame.with_columns(pl.col("value").alias("value_text"))
    gate.number("value")
    gate.one_of("status", {"": "", **{s: s for s in STATUSES}})
    empty = gate.frame["value"].is_null()
    says_none = gate.frame["status"].is_in(["missing", "not_covered"])
    clash = (gate.frame["status"] != "") & (empty != says_none)
    gate.refuse(
        clash, "status", "the status '{}' does not go with the value",
        "A value is observed or imputed; an empty cell is missing or not_covered.",
    )  # fmt: skip
    plain = pl.when(pl.col("value").is_null()).then(pl.lit("missing")).otherwise(pl.lit("observed"))
    gate.frame = gate.frame.with_columns(
        pl.when(pl.col("status") == "").then(plain).otherwise("status").alias("status")
    )
    gate.day("known_on", needed=False)


def _one_for_all(gate: Gate, column: str, what: str, place: str) -> None:
    """Refuse rows whose ``column`` differs from the variable's first row."""
    first = gate.frame.group_by("variable", maintain_order=True).agg(
        pl.col(column).first().alias("_first"), pl.col("row").first().alias("_row")
    )
    both = gate.frame.join(first, on="variable", how="left", maintain_order="left")
    for row, value in first.select("_row", "_first").iter_rows():
        odd = (both["_row"] == row) & (both[column] != value)
        if odd.any():
            gate.refuse(
                odd, place, f"the {what} is '{{}}' here and {value!r} in row {row}",
                "One variable has one: mend the row, or use a second variable.", datum=column,
            )  # fmt: skip
            both = both.filter(~odd)


def _variables(rows: pl.DataFrame) -> pl.DataFrame:
    """An item a variable, with what `Variable` holds of those in the catalogue."""
    found = rows.group_by("variable", maintain_order=True).agg(
        pl.col("period_start").min(), pl.col("period_end").max(), pl.col("row").first(),
        pl.col("unit", "ends", "directed").first(),
        pl.concat([pl.col("subject"), pl.col("object")]).unique().sort().alias("actors"),
    )  # fmt: skip
    facts = pl.struct(
        "unit",
        pl.when(pl.col("ends") == "one").then(1).otherwise(2).alias("ends"),
        (pl.col("directed") == "yes").alias("directed"),
    )
    return found.with_columns(
        pl.col("variable").alias("item"), pl.col("variable").alias("title"),
        pl.lit("variable").alias("kind"), facts.struct.json_encode().alias("facts"),
    )  # fmt: skip


def _notes(rows: pl.DataFrame) -> pl.DataFrame:
    facts = pl.struct("variable", "item", "note")
    return rows.filter(pl.col("note") != "").with_columns(
        pl.format("{}-row-{}", "variable", "row").alias("item"), pl.lit("note").alias("kind"),
        pl.col("note").alias("title"), pl.concat_list("subject", "object").alias("actors"),
        facts.struct.json_encode().alias("facts"),
    )  # fmt: skip


def _items(rows: pl.DataFrame) -> pl.DataFrame:
    """The variables with their units, and the notes."""
    both = pl.concat([shaped(_variables(rows), ITEMS), shaped(_notes(rows), ITEMS)])
    named = pl.element().filter(pl.element() != "")
    return both.with_columns(pl.col("actors").list.eval(named))


SOURCE: Final = Source(
    id="long_table",
    title="A table of your own",
    what="Values about one or two actors from any table with a row a value: what has no reader of "
    "its own, such as the currencies in which trade is paid.",
    publisher="whoever made the table",
    licence="that of the table: it is yours to know",
    licence_url="",
    homepage="",
    years="any",
    get="Write or export a CSV with the columns named below.",
    files="CSV (comma, semicolon or tab) with subject, variable, period, value, unit, and if "
    "wanted object, item, status, directed, known_on, note. Actors by name, ISO code or COW "
    "number; period as 2015, 2015-Q1, 2015-H1, 2015-03, 2015-03-22 or FIRST/LAST; "
    "'directed' is no where subject and object may change places; known_on is the first day on "
    "which the value was public.",
    limits=(
        "Nothing is known of these numbers but what the table says: name where they come from in "
        "'note'.",
        "One variable has one unit, and a name that no other source uses.",
        "No row is never a zero.",
        "Files add to one another; where two give a value for the same actors, period and item, "
        "the newer stands. A row left out of a newer file stays.",
    ),
    authors="",
    year=0,
    cite="A table of your own: cite where its figures come from.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    increments=True,
    timely=True,
)
