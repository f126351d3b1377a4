"""The areas of UN Comtrade: numeric codes and ISO3-like ones, to actors or to why they are none."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import resolve_codes

WHY: Final[Mapping[str, str]] = {
    "group": "a group or remainder of states (World, nes, bunkers)",
    "territory": "a territory, not a state",
    "union": "two states reported as one",
    "former": "a former state or part that no actor stands for",
}
SELF: Final = "a state with itself (goods come back)"
_FIRST: Final = date(1, 1, 1)
_LAST: Final = date(9999, 12, 31)


@cache
def _areas() -> tuple[dict[str, str], ...]:
    text = resources.files(__package__).joinpath("data/m49.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def resolve_numbers(gate: Gate, column: str, *, to: str) -> None:
    """Comtrade's and BACI's numeric codes in ``column`` to actor ids in ``to``, by date.

    They are UN M49 with Comtrade's own: 490 is Taiwan in all but name, 251 France, 842 the United
    States with Puerto Rico, 891 Yugoslavia and then Serbia and Montenegro.
    """
    code = pl.col(column).cast(pl.String).str.strip_chars().str.replace(r"\.0$", "")
    bare = code.str.strip_chars_start("0").replace("", "0")
    blank = code.fill_null("") == ""
    gate.frame = gate.frame.with_columns(pl.when(blank).then(None).otherwise(bare).alias("_code"))
    for kind, reason in WHY.items():
        known = [row["code"] for row in _areas() if row["aside"] == kind]
        gate.set_aside(gate.frame["_code"].is_in(known).fill_null(value=False), reason)
    keys = ["_code", "period_start", "period_end"]
    fits = (
        gate.frame.select(keys)
        .unique()
        .join(_windows(), left_on="_code", right_on="code", how="inner")
        .filter((pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start")))
        .sort("end")
        .unique(keys, keep="last")
        .select(*keys, pl.col("actor").alias(to))
    )
    gate.frame = gate.frame.drop(to, strict=False).join(
        fits, on=keys, how="left", maintain_order="left"
    )
    gate.refuse(gate.frame[to].is_null(), column, "'{}' is no area of UN Comtrade at that time",
                "Check the code; for one that is right, update multipole.")  # fmt: skip
    gate.frame = gate.frame.drop("_code")


@cache
def _windows() -> pl.DataFrame:
    rows = [
        (row["code"], row["actor"], _on(row["from"]) or _FIRST, _on(row["to"]) or _LAST)
        for row in _areas()
        if row["actor"]
    ]
    schema = {"code": pl.String, "actor": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _on(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def resolve_letters(
    gate: Gate, column: str, *, to: str, actors: Actors, own: Mapping[str, str] | None = None
) -> None:
    """ISO3-like codes in ``column`` to actor ids in ``to``.

    Codes with a digit or an underscore (``W00``, ``G001``, ``_X``) are groups, but for Comtrade's
    ``S19``, which is Taiwan. Today's codes stand for a state in all years.
    """
    today = {a.id: a.id for a in actors if a.kind == "state"}
    named = {r["iso3"]: r["actor"] for r in _areas() if r["actor"] and not r["iso3"].isalpha()}
    mine = {**today, **named, "EUR": "EU", **(own or {})}
    text = gate.frame[column].cast(pl.String).fill_null("").str.strip_chars()
    gate.set_aside(text.str.contains(r"[\d_]") & ~text.is_in(list(mine)), WHY["group"])
    aside = {r["iso3"]: WHY[r["aside"]] for r in _areas() if r["aside"] and r["iso3"]}
    resolve_codes(gate, column, to=to, system="iso3", actors=actors, own=mine, aside=aside)
