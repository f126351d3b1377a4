"""The rows of a panel: every pair of states that were in the system, for every year or month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import polars as pl

from multipole.actors import Actors
from multipole.answers.asked import actor_of
from multipole.core.errors import WrongUse
from multipole.core.periods import Period

By = Literal["year", "month"]
System = Literal["cow", "gw", "iso3", "un", "any"]
SYSTEMS: Final[tuple[System, ...]] = ("cow", "gw", "iso3", "un", "any")
ALL: Final = "all"
_FIRST: Final = date(1, 1, 1)
_LAST: Final = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a panel's rows are: which step of time, whose ends, in which order.

    ``index`` of a row counts its periods (years, or months as 12 * year + month - 1).
    """

    by: By
    directed: bool
    first: int
    last: int
    pairs: tuple[tuple[str, str], ...] | None

    @property
    def ends(self) -> tuple[str, str]:
        """The names of the columns that hold the ends."""
        return ("sender", "receiver") if self.directed else ("a", "b")

    @property
    def actors(self) -> tuple[str, ...] | None:
        """The actors that are asked for; None for every one."""
        if self.pairs is None or any(ALL in pair for pair in self.pairs):
            return None
        return tuple(sorted({actor for pair in self.pairs for actor in pair}))

    @property
    def since(self) -> date:
        """The first day."""
        return _start(self.first, self.by)

    @property
    def until(self) -> date:
        """The day after the last."""
        return _start(self.last + 1, self.by)


def _start(index: int, by: By) -> date:
    return date(index, 1, 1) if by == "year" else date(index // 12, index % 12 + 1, 1)


def frame_of(
    dyads: Iterable[str] | str,
    years: str,
    *,
    by: By = "year",
    directed: bool = False,
    own: str = "",
) -> Frame:
    """Read ``CHN-RUS,USA-RUS`` (or ``all``, ``CHN-all``) and ``1990:2020``; raises `WrongUse`.

    ``own`` is the user's own table of actors.
    """
    if by not in ("year", "month"):
        raise WrongUse(f"{by!r} is no step of a panel", remedy="Use year or month.")
    named = dyads.split(",") if isinstance(dyads, str) else list(dyads)
    pairs = [pair for text in named if text.strip() for pair in _pair(text.strip(), directed, own)]
    if not pairs:
        raise WrongUse("a panel of no dyads", remedy="Name some: --dyads CHN-RUS,USA-RUS or all.")
    first, last = _bounds(years, by)
    whole = (ALL, ALL) in pairs
    return Frame(by, directed, first, last, None if whole else tuple(dict.fromkeys(pairs)))


def _pair(text: str, directed: bool, own: str) -> list[tuple[str, str]]:
    """The ordered ends that one word asks for: a named pair is both its directions."""
    if text.lower() == ALL:
        return [(ALL, ALL)]
    left, dash, right = text.partition("-")
    if not dash:
        raise WrongUse(f"{text!r} is no dyad", remedy="Write CHN-RUS, CHN-all or all.")
    a, b = (
        ALL if end.strip().lower() == ALL else actor_of(end.strip(), own=own)
        for end in (left, right)
    )
    if a == b != ALL:
        raise WrongUse(f"{text!r} is one actor", remedy="Name two.")
    if directed or ALL in (a, b):
        return [(a, b), (b, a)]
    return [(min(a, b), max(a, b))]


def _bounds(years: str, by: By) -> tuple[int, int]:
    first, colon, last = years.partition(":")
    start, end = Period.parse(first).start, Period.parse(last if colon else first).last
    if end < start:
        raise WrongUse(f"{years!r} ends before it starts", remedy="Write 1990:2020.")
    if by == "year":
        return start.year, end.year
    return 12 * start.year + start.month - 1, 12 * end.year + end.month - 1


def universe(frame: Frame, *, system: System, actors: Actors) -> pl.DataFrame:
    """One row a pair and period: index, the ends, period_start, period_end, and their codes.

    A state is in a period when it was in the ``system`` on any day of it; ``any`` asks nothing.
    An undirected pair is one row, its ends in order of their ids.
    """
    if system not in SYSTEMS:
        raise WrongUse(f"{system!r} is no system", remedy=f"Use one of {', '.join(SYSTEMS)}.")
    periods = _periods(frame)
    members = _members(periods, frame, system, actors)
    left, right = frame.ends
    pairs = members.rename({"actor": left}).join(members.rename({"actor": right}), on="index")
    apart = pl.col(left) != pl.col(right) if frame.directed else pl.col(left) < pl.col(right)
    rows = pairs.filter(apart)
    if frame.pairs is not None:
        rows = rows.filter(_asked(frame.pairs, left, right))
    rows = rows.join(periods, on="index").sort(left, right, "index")
    return _with_codes(rows, frame, actors)


def _periods(frame: Frame) -> pl.DataFrame:
    indices = range(frame.first, frame.last + 1)
    return pl.DataFrame(
        {
            "index": indices,
            "period_start": [_start(i, frame.by) for i in indices],
            "period_end": [_start(i + 1, frame.by) for i in indices],
        },
        schema={"index": pl.Int64, "period_start": pl.Date, "period_end": pl.Date},
    )


def _members(periods: pl.DataFrame, frame: Frame, system: System, actors: Actors) -> pl.DataFrame:
    if system == "any":
        named = frame.actors
        if named is None:
            raise WrongUse(
                "all dyads of any system would be endless", remedy="Use --system cow, gw, iso3, un."
            )
        return periods.select("index").join(pl.DataFrame({"actor": named}), how="cross")
    stays = pl.DataFrame(
        [(actor, start or _FIRST, end or _LAST) for actor, start, end in actors.spells(system)],
        schema={"actor": pl.String, "start": pl.Date, "end": pl.Date},
        orient="row",
    )
    within = (pl.col("start") < pl.col("period_end")) & (pl.col("end") > pl.col("period_start"))
    return periods.join(stays, how="cross").filter(within).select("index", "actor").unique()


def _asked(pairs: Sequence[tuple[str, str]], left: str, right: str) -> pl.Expr:
    named = pl.DataFrame(
        [f"{a}-{b}" for a, b in pairs if ALL not in (a, b)], schema={"pair": pl.String}
    )["pair"]
    exact = pl.concat_str(left, pl.lit("-"), right).is_in(named.implode())
    from_one = pl.col(left).is_in([a for a, b in pairs if b == ALL])
    to_one = pl.col(right).is_in([b for a, b in pairs if a == ALL])
    return exact | from_one | to_one


def _with_codes(rows: pl.DataFrame, frame: Frame, actors: Actors) -> pl.DataFrame:
    """The codes of the Correlates of War and of Gleditsch and Ward in each period."""
    for system in ("cow", "gw"):
        codes = pl.DataFrame(
            [
                (actor, int(value), start or _FIRST, end or _LAST)
                for value, actor, start, end in actors.dated_codes(system)
            ],
            schema={"actor": pl.String, "code": pl.Int64, "start": pl.Date, "end": pl.Date},
            orient="row",
        )
        for end in frame.ends:
            wanted = rows.select(end, "index", "period_start", "period_end").unique()
            fits = (
                wanted.join(codes, left_on=end, right_on="actor")
                .filter(
                    (pl.col("start") < pl.col("period_end"))
                    & (pl.col("end") > pl.col("period_start"))
                )
                .sort("end")
                .unique([end, "index"], keep="last")
                .select(end, "index", pl.col("code").alias(f"{end}_{system}"))
            )
            rows = rows.join(fits, on=[end, "index"], how="left", maintain_order="left")
    return rows
