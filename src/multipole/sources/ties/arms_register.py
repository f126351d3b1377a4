"""SIPRI's register of transfers of major arms: one deal a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import ITEMS, head, named, read_csv, shaped
from multipole.sources.gate.observe import observed
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable
from multipole.sources.ties.arms_names import (
    HOMEPAGE,
    LICENCE,
    LICENCE_URL,
    NOT_ALL,
    NOT_MONEY,
    name_ends,
)

_DELIVERED: Final = "SIPRI TIV of delivered weapons"
_YEARS: Final = "Year(s) of delivery"
#: The columns without a name say "?" where the figure to their left is an estimate.
_FLAGS: Final = {"_4": "order year", "_6": "number ordered", "_10": "number delivered"}
_COUNTS: Final = (
    "Number ordered", "Number delivered", "SIPRI TIV per unit", "SIPRI TIV for total order",
)  # fmt: skip
_NEEDS: Final = (
    "Recipient", "Supplier", "Year of order", "Weapon designation", "Weapon description", _YEARS,
    "status", "Comments", _DELIVERED, *_COUNTS, *_FLAGS,
)  # fmt: skip
_STATUS: Final = {s: s for s in ("New", "Second hand", "Second hand but modernized")}
#: A level for a panel: nobody can divide a deal over its years, so the largest one is shown.
_TIV: Final = Variable(
    "arms_deal_tiv", "volume of the weapons delivered under a deal (in a panel: the largest deal)",
    "million TIV", "arms_deals", step="range", roll="max", low=0,
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is a trade register; raises `UnreadableInput`."""
    lines = head(file).decode("utf-8", errors="replace").splitlines()
    skip = _lines_above(file)
    header = named(lines[skip].split(",")) if len(lines) > skip else []
    check_columns(file, header, needs=_NEEDS)
    return Edition("register")


def _lines_above(file: Input) -> int:
    """How many lines of explanation stand above the header."""
    lines = head(file).decode("utf-8", errors="replace").splitlines()
    return next((i for i, line in enumerate(lines) if line.startswith("Recipient,Supplier,")), 0)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Deals as items, with what was delivered under each as an observation."""
    for file in files:
        gate = Gate(file, *read_csv(file, skip=_lines_above(file)))
        _refuse_halves(gate)
        _check(gate)
        _date(gate)
        name_ends(gate, "Supplier", "Recipient", context)
        gate.frame = _with_ids(gate.frame)
        yield gate.batch(
            observations=observed(gate.frame, _DELIVERED, _TIV), items=_items(gate.frame)
        )


def _refuse_halves(gate: Gate) -> None:
    """Records broken over two rows: the numbers of the first stand at the start of the second."""
    remedy = "Join it with its other half, or get the register again."
    gate.refuse(
        gate.frame["Recipient"].str.strip_chars() == "", "Recipient",
        "the second half of a broken record (it begins with '{}')", remedy, datum="Supplier",
    )  # fmt: skip
    gate.refuse(
        gate.frame[_DELIVERED].str.strip_chars() == "", _DELIVERED,
        "the first half of a broken record: it ends before its values", remedy,
    )  # fmt: skip


def _check(gate: Gate) -> None:
    for flag in _FLAGS:
        gate.one_of(flag, {"": False, "?": True}, remedy="The column holds '?' or nothing.")
    gate.one_of("status", _STATUS)
    gate.number("Year of order", low=1900, high=2200, needed=True, whole=True)
    for column in _COUNTS:
        gate.number(column, low=0, whole=column.startswith("Number"))
    gate.number(_DELIVERED, low=0, needed=True)


def _date(gate: Gate) -> None:
    """The period: the years in which was delivered, or that of the order when none was."""
    odd = ~gate.frame[_YEARS].str.contains(
        r"^((1[0-9]|2[01])[0-9]{2}(; (1[0-9]|2[01])[0-9]{2})*)?$"
    )
    gate.refuse(odd, _YEARS, "'{}' are not years", "Write years as 2017; 2018.")
    undated = (gate.frame[_YEARS] == "") & (gate.frame[_DELIVERED] > 0)
    gate.refuse(undated, _YEARS, "weapons are delivered in no year", "Give the years.")
    years = pl.col(_YEARS).str.extract_all(r"[0-9]{4}").list.eval(pl.element().cast(pl.Int32))
    order = pl.col("Year of order").cast(pl.Int32)
    first = pl.coalesce(years.list.min(), order)
    last = pl.coalesce(years.list.max(), order)
    gate.frame = gate.frame.with_columns(
        years.alias("years"),
        pl.date(first, 1, 1).alias("period_start"),
        pl.date(last + 1, 1, 1).alias("period_end"),
    )


def _with_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """``item``: the ends, the year of order and the weapon; deals alike in these are numbered."""
    weapon = (
        pl.col("Weapon designation").str.to_lowercase()
        .str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
    )  # fmt: skip
    year = pl.col("Year of order").cast(pl.Int32)
    deal = pl.format("{}-{}-{}-{}", "subject", "object", year, weapon)
    return frame.with_columns(deal.alias("_deal")).with_columns(
        pl.format("{}-{}", "_deal", pl.int_range(1, pl.len() + 1).over("_deal")).alias("item")
    )


def _items(frame: pl.DataFrame) -> pl.DataFrame:
    ordered = pl.col("Number ordered").cast(pl.Int64).cast(pl.String)
    count = pl.coalesce(ordered, pl.lit("unknown number of"))
    estimated = pl.concat_list(
        pl.when(flag).then(pl.lit(what)) for flag, what in _FLAGS.items()
    ).list.drop_nulls()
    facts = pl.struct(
        pl.col("Supplier").alias("supplier"),
        pl.col("Recipient").alias("recipient"),
        pl.col("Weapon designation").alias("designation"),
        pl.col("Weapon description").alias("description"),
        pl.col("Year of order").cast(pl.Int32).alias("order_year"),
        pl.col("years").alias("delivery_years"),
        pl.col("Number ordered").alias("ordered"),
        pl.col("Number delivered").alias("delivered"),
        estimated.alias("estimated"),
        pl.col("status"),
        pl.col("Comments").alias("comments"),
        pl.col("SIPRI TIV per unit").alias("tiv_per_unit"),
        pl.col("SIPRI TIV for total order").alias("tiv_ordered"),
        pl.col(_DELIVERED).alias("tiv_delivered"),
    )
    rows = frame.with_columns(
        pl.lit("arms_deal").alias("kind"),
        pl.format("{} {} ({})", count, "Weapon designation", "Weapon description").alias("title"),
        pl.concat_list("subject", "object").alias("actors"),
        pl.concat_list("Weapon description").alias("topics"),
        facts.struct.json_encode().alias("facts"),
    )
    return shaped(rows, ITEMS)


SOURCE: Final = Source(
    id="sipri_register",
    title="SIPRI Arms Transfers Database: trade register",
    what="Deals in major conventional weapons since 1950: supplier, recipient, weapon, numbers, "
    "years of order and delivery, and volume in trend-indicator values.",
    publisher="Stockholm International Peace Research Institute (SIPRI)",
    licence=LICENCE,
    licence_url=LICENCE_URL,
    homepage=HOMEPAGE,
    years="1950-2024 (by edition)",
    get="Generate the register for all suppliers and recipients on the homepage and save it as "
    "CSV.",
    files="One CSV with Recipient, Supplier, Year of order, Number ordered, Weapon designation, "
    "Weapon description, Number delivered, Year(s) of delivery, status, Comments and three TIV "
    "columns; the unnamed columns hold '?' for an estimate.",
    limits=(
        NOT_MONEY,
        NOT_ALL,
        "The volume belongs to the deal as a whole: SIPRI gives the years of delivery, not how "
        "much came in each, so a deal's value is never divided over years. Yearly figures are in "
        "sipri_tiv.",
        "A deal without deliveries stands in its year of order with a volume of 0. Years and "
        "numbers that SIPRI estimates are listed under 'estimated' in the deal's facts.",
        "Deals printed twice alike are two deals: SIPRI's yearly totals count both.",
        "Deals with unknown suppliers or recipients and with most armed groups are set aside.",
        "One copy in circulation has four records each broken over two rows: all eight are "
        "refused.",
        "Every yearly edition revises the past: figures of two editions are not to be mixed.",
    ),
    authors="SIPRI",
    year=2025,
    cite="Stockholm International Peace Research Institute. SIPRI Arms Transfers Database. "
    "https://www.sipri.org/databases/armstransfers",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(_TIV,),
)
