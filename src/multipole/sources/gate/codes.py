"""Codes and names of actors in a column, by date, for all rows at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.core.errors import MultipoleError
from multipole.sources.gate.check import Gate

_FIRST: Final = date(1, 1, 1)
_LAST: Final = date(9999, 12, 31)


def resolve_codes(
    gate: Gate,
    column: str,
    *,
    to: str,
    system: str,
    actors: Actors,
    own: Mapping[str, str] | None = None,
    aside: Mapping[str, str] | None = None,
) -> None:
    """Codes in ``column`` (iso2, iso3, cow, gw) to actor ids in the column ``to``.

    A code counts when its actor had it on some day of the row's ``period_start`` to
    ``period_end``; of several the latest. Numbers may be written ``365`` or ``365.0``. ``own`` are
    codes of this source only, as they are written; ``aside`` maps codes that are no actors to the
    reason under which their rows are counted. Other codes are refused.
    """
    _set_aside(gate, column, aside)
    text = gate.frame[column].cast(pl.String).fill_null("").str.strip_chars()
    plain = text.str.replace(r"\.0$", "") if system in ("cow", "gw") else text.str.to_uppercase()
    gate.frame = gate.frame.with_columns(plain.alias("_code"))
    wanted = gate.frame.select("_code", "period_start", "period_end").unique()
    windows = code_windows(actors, system)
    fits = (
        wanted.join(windows, left_on="_code", right_on="code", how="inner")
        .filter((pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start")))
        .sort("end")
        .unique(["_code", "period_start", "period_end"], keep="last")
        .select("_code", "period_start", "period_end", pl.col("actor").alias("_actor"))
    )
    gate.frame = gate.frame.join(
        fits, on=["_code", "period_start", "period_end"], how="left", maintain_order="left"
    )
    _finish(gate, column, to, own, f"'{{}}' is no state's {system} code at that time")


def code_windows(actors: Actors, system: str) -> pl.DataFrame:
    """All codes of a system: code, actor, start, end (open sides are the ends of the calendar)."""
    rows = [
        (value, actor, start or _FIRST, end or _LAST)
        for value, actor, start, end in actors.dated_codes(system)
    ]
    schema = {"code": pl.String, "actor": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def resolve_names(
    gate: Gate,
    column: str,
    *,
    to: str,
    actors: Actors,
    own: Mapping[str, str] | None = None,
    aside: Mapping[str, str] | None = None,
) -> None:
    """Names of states and organisations in ``column`` to actor ids in the column ``to``.

    ``own`` are names of this source only (they go first), ``aside`` names that are no actors, with
    the reason under which their rows are counted. Other names are refused. Dates do not matter:
    "Soviet Union" and "Russia" are both RUS.
    """
    _set_aside(gate, column, aside)
    text = gate.frame[column].cast(pl.String).fill_null("").str.strip_chars()
    known = {name: _named(actors, name) for name in text.unique().to_list()}
    found = text.replace_strict(
        list(known), list(known.values()), default=None, return_dtype=pl.String
    )
    gate.frame = gate.frame.with_columns(text.alias("_code"), found.alias("_actor"))
    _finish(gate, column, to, own, "'{}' is not a state or organisation")


def _named(actors: Actors, name: str) -> str | None:
    try:
        return actors.resolve(name).id if name else None
    except MultipoleError:
        return None


def _set_aside(gate: Gate, column: str, aside: Mapping[str, str] | None) -> None:
    for reason in sorted(set((aside or {}).values())):
        names = [name for name, why in (aside or {}).items() if why == reason]
        cells = gate.frame[column].cast(pl.String).fill_null("").str.strip_chars()
        gate.set_aside(cells.is_in(names), reason)


def _finish(gate: Gate, column: str, to: str, own: Mapping[str, str] | None, reason: str) -> None:
    if own:
        mine = pl.col("_code").replace_strict(
            list(own), list(own.values()), default=None, return_dtype=pl.String
        )
        gate.frame = gate.frame.with_columns(pl.coalesce(mine, "_actor").alias("_actor"))
    remedy = "Check the code; for one that is right, update multipole."
    gate.refuse(gate.frame["_actor"].is_null(), column, reason, remedy)
    actor = gate.frame["_actor"].alias(to)
    gate.frame = gate.frame.drop("_code", "_actor").with_columns(actor)
