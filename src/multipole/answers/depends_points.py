"""Dependence by flow, direction and period, as plain points for answers about a pair."""

from __future__ import annotations

from datetime import date
from typing import Final

from multipole.answers.asked import day_of, pair_of
from multipole.answers.depends import SPARE, rows_of
from multipole.answers.depends_rows import Asked, Row
from multipole.store import Store

_RATIOS: Final = ("trade_in_gdp", "imports_in_gdp")


def dependence_points(
    store: Store, a: str, b: str, *, as_of: str | date | None = None
) -> list[Row]:
    """Each known share of `multipole.answers.depends`, both ways, oldest first.

    Keys: ``measure`` (trade_dependence, trade_in_gdp, imports_in_gdp, arms_dependence,
    energy_dependence, finance_dependence), ``sender`` (who depends), ``receiver`` (on whom),
    ``flow`` (imports and exports are two flows of one measure), ``period_start``, ``period_end``
    (five years for arms), ``value``, ``low``, ``high`` (the bounds that unknown partners leave),
    ``n`` (partners with known flows; 0 where a table gives the share without them, None where
    there is no whole of partners), ``unit`` (share, or ratio to GDP), ``status``, ``note``,
    ``variable``, ``source``, ``release``, ``until`` (the last day of the data), ``cells`` and
    ``cell_count``. A period without a share is no point. Of one flow and period there is one
    point; never average flows.

    Raises `UnknownCode` or `WrongUse` for the actors.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    asked = Asked(store, day_of(as_of), None, None, SPARE)
    points = [
        _point(row)
        for who, on in ((left, right), (right, left))
        for row in rows_of(asked, who, on)
        if row["share"] is not None
    ]
    return sorted(points, key=lambda p: (p["measure"], p["flow"], p["sender"], p["period_start"]))


def _point(row: Row) -> Row:
    kept = ("measure", "flow", "period_start", "period_end", "low", "high", "status", "note",
            "variable", "source", "release", "until", "cells", "cell_count")  # fmt: skip
    return {name: row[name] for name in kept} | {
        "sender": row["subject"], "receiver": row["partner"], "value": row["share"],
        "n": row["partners"], "unit": "ratio" if row["measure"] in _RATIOS else "share",
    }  # fmt: skip
