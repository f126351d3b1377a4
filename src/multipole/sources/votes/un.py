"""What the sources on the United Nations share: sessions, China's seat, headers, cells, facts."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

from multipole.core.errors import BadPeriod
from multipole.core.periods import Period
from multipole.sources.gate.check import Gate

#: The last day on which the Republic of China voted in the seat of China (resolution 2758).
LAST_DAY_OF_TAIPEI: Final = date(1971, 10, 25)
LAST_SESSION: Final = 150

_OPENINGS: Final = {
    1: date(1946, 1, 10),
    6: date(1951, 11, 6),
    7: date(1952, 10, 14),
    11: date(1956, 11, 12),
    19: date(1964, 12, 1),
    53: date(1998, 9, 9),
    54: date(1999, 9, 14),
    55: date(2000, 9, 5),
    56: date(2001, 9, 12),
    57: date(2002, 9, 10),
}


def session_period(session: int) -> Period:
    """The time of a regular session of the General Assembly, to the opening of the next one.

    Session s opens in September of the year 1945 + s. The day goes by the rules of procedure: the
    third Tuesday of September up to session 57; from session 58 the Tuesday of the third week that
    has a working day, from session 78 that of the second. Sessions 1 (January 1946), 6, 7, 11 and
    19 opened late, 53 to 57 earlier in September: their days are listed. A session closes the day
    before the next one opens, so votes of spring and summer, and of special and emergency sessions
    held in that time, lie inside it. Raises `BadPeriod` below 1.

    >>> str(session_period(77))
    '2022-09-13/2023-09-04'
    >>> str(session_period(19))
    '1964-12-01/1965-09-20'
    """
    if not 1 <= session <= LAST_SESSION:
        raise BadPeriod(f"the General Assembly has no session {session}")
    return Period(_opening(session), _opening(session + 1))


def _opening(session: int) -> date:
    if session in _OPENINGS:
        return _OPENINGS[session]
    year = 1945 + session
    if session < 58:
        first = next(d for d in range(1, 8) if date(year, 9, d).weekday() == calendar.TUESDAY)
        return date(year, 9, first + 14)
    start = date(year, 9, 1)
    monday = start - timedelta(days=start.weekday())
    if start.weekday() > calendar.FRIDAY:
        monday += timedelta(weeks=1)
    return monday + timedelta(weeks=1 if session >= 78 else 2, days=1)


def session_periods() -> pl.DataFrame:
    """All sessions: ``session``, ``period_start``, ``period_end``."""
    periods = [(s, session_period(s)) for s in range(1, LAST_SESSION)]
    rows = [(float(s), p.start, p.end) for s, p in periods]
    schema = {"session": pl.Float64, "period_start": pl.Date, "period_end": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def china_by_date(frame: pl.DataFrame, column: str = "subject") -> pl.DataFrame:
    """``frame`` with TWN for CHN while the Republic of China held the seat of China."""
    taipei = (pl.col(column) == "CHN") & (
        pl.col("period_end") <= LAST_DAY_OF_TAIPEI + timedelta(days=1)
    )
    return frame.with_columns(
        pl.when(taipei).then(pl.lit("TWN")).otherwise(pl.col(column)).alias(column)
    )


def known_when_voted() -> pl.Expr:
    """``known_on`` of what was public on the day: the last day of the period."""
    return pl.col("period_end").dt.offset_by("-1d").alias("known_on")


def refuse_cells(gate: Gate, bad: pl.Series, reason: str, remedy: str) -> None:
    """Refuse cells of a long frame whose ``column`` names the publisher's and ``cell`` the text."""
    for column in gate.frame.filter(bad)["column"].unique(maintain_order=True).to_list():
        chosen = bad & (gate.frame["column"] == column)
        gate.refuse(chosen, column, reason, remedy, datum="cell")
        bad = bad.filter(~chosen)


def facts_of(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Compact JSON of ``columns`` a row, without what is null or empty."""
    rows = frame.select(columns).to_dicts()
    return pl.Series("facts", [_compact(row) for row in rows], dtype=pl.String)


def _compact(row: Mapping[str, object]) -> str:
    kept = {k: _plain(v) for k, v in row.items() if v is not None and v != ""}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), default=str)


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
