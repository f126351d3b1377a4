"""Codes that change hands, or states that change their code, inside a row's period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import code_windows

EARLIER: Final = "the same state under the code it gave up in that year"
_FIRST: Final = date(1, 1, 1)
_LAST: Final = date(9999, 12, 31)
_SPAN: Final = ("period_start", "period_end")
_HOLDERS: Final = {"_code": pl.String, "_actor": pl.String, "_from": pl.Date, "_to": pl.Date}


def keep_last_code(
    gate: Gate, column: str, *, keys: Sequence[str], actors: Actors, system: str = "cow"
) -> None:
    """Of rows with the same ``keys`` keep the one whose code its actor took up last.

    Germany has a row as 260 and one as 255 in 1990, Yemen as 678 and 679. The others are set aside
    as `EARLIER`; rows with one and the same code are left as they are.
    """
    rows = gate.frame.select(
        *dict.fromkeys((*keys, *_SPAN)), _plain(column).alias("code")
    ).with_row_index("_place")
    taken = (
        rows.join(code_windows(actors, system), on="code")
        .filter((pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start")))
        .group_by("_place")
        .agg(pl.col("start").max())
    )
    rows = rows.join(taken, on="_place", how="left", maintain_order="left")
    older = rows.select(pl.col("start") < pl.col("start").max().over(*keys)).to_series()
    gate.set_aside(older.fill_null(value=False), EARLIER)


def resolve_spans(
    gate: Gate,
    columns: Mapping[str, str],
    *,
    system: str,
    actors: Actors,
    own: Mapping[str, str] | None = None,
) -> None:
    """Codes of rows that last long: a row becomes one for each actor who had the code in it.

    ``columns`` maps columns of codes to columns of actor ids. The rows of one code follow each
    other without a gap (an occupation does not end an actor); days before its first holder count
    to him, and days after the last one too as long as he lives; what is beyond is cut off. ``own``
    are codes of this source only. Rows whose code had no holder on any of their days are refused.
    """
    holders = _holders(actors, system, own or {})
    for column in columns:
        _refuse_unheld(gate, column, code_windows(actors, system), system, own or {})
    for column, to in columns.items():
        held = gate.frame.with_columns(_plain(column).alias("_code")).join(
            holders, on="_code", how="left", maintain_order="left_right"
        )
        start, end = (
            pl.max_horizontal("period_start", "_from"),
            pl.min_horizontal("period_end", "_to"),
        )
        gate.frame = (
            held.with_columns(start.alias("period_start"), end.alias("period_end"))
            .filter(pl.col("period_start") < pl.col("period_end"))
            .with_columns(pl.col("_actor").alias(to))
            .drop(list(_HOLDERS))
        )


def _refuse_unheld(
    gate: Gate, column: str, windows: pl.DataFrame, system: str, own: Mapping[str, str]
) -> None:
    rows = gate.frame.select("row", *_SPAN, _plain(column).alias("code"))
    held = rows.join(windows, on="code").filter(
        (pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start"))
    )
    mine = rows["code"].is_in(list(own))
    unheld = ~gate.frame["row"].is_in(held["row"].implode()) & ~mine
    gate.refuse(unheld, column, f"'{{}}' is no state's {system} code at that time",
                "Check the code; for one that is right, update multipole.")  # fmt: skip


def _holders(actors: Actors, system: str, own: Mapping[str, str]) -> pl.DataFrame:
    """Who had each code from when to when, without gaps."""
    windows = code_windows(actors, system).sort("code", "start")
    rows: list[tuple[str, str, date, date]] = [(c, a, _FIRST, _LAST) for c, a in own.items()]
    for code, group in groupby(windows.iter_rows(), key=lambda row: row[0]):
        if code not in own:
            rows += _line(code, [(str(a), start, end) for _, a, start, end in group], actors)
    return pl.DataFrame(rows, schema=_HOLDERS, orient="row")


def _line(
    code: str, windows: Sequence[tuple[str, date, date]], actors: Actors
) -> list[tuple[str, str, date, date]]:
    changes = [w for i, w in enumerate(windows) if not i or w[0] != windows[i - 1][0]]
    starts = [_FIRST, *(start for _, start, _ in changes[1:])]
    last, _, end = windows[-1]
    lifetime = actors.actor(last).lifetime
    lives = lifetime is None or lifetime.end >= _LAST
    ends = [*starts[1:], _LAST if lives else end]
    return [(code, actor, a, b) for (actor, _, _), a, b in zip(changes, starts, ends, strict=True)]


def _plain(column: str) -> pl.Expr:
    """A code as text, without the ``.0`` of tables that keep numbers as floats."""
    return pl.col(column).cast(pl.String).str.strip_chars().str.replace(r"\.0$", "")
