"""Pictures of what lies ahead: ranges of counts, skill with its doubt, probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from multipole.answers.forecast_words import acts, chance

Row = Mapping[str, Any]
#: Units across a range, across a skill, and along the side of a picture of reliability.
WIDE: Final = 360
SIDE: Final = 220
QUADS: Final = {
    "verbal_cooperation": "words, cooperation", "material_cooperation": "deeds, cooperation",
    "verbal_conflict": "words, conflict", "material_conflict": "deeds, conflict",
}  # fmt: skip
_STEPS: Final = (1, 2, 2.5, 5, 10)


def ranges(rows: Sequence[Row]) -> dict[str, Any]:
    """The rows of a forecast by direction, each with its places on one scale of acts."""
    most = max([1.0, *(max(row["high90"], row["base_expected"], row["recent"]) for row in rows)])
    ticks = ticks_to(most)
    parts = {
        ends: [_range(row, ticks[-1]) for row in found]
        for ends, found in groupby(rows, key=lambda row: (row["sender"], row["receiver"]))
    }
    return {"parts": parts, "ticks": [(round(WIDE * t / ticks[-1], 1), f"{t:g}") for t in ticks]}


def _range(row: Row, most: float) -> dict[str, Any]:
    def at(value: float) -> float:
        return round(WIDE * value / most, 1)

    return {
        "row": row, "name": QUADS[row["quad"]],
        **{n: at(row[n]) for n in ("low90", "low50", "median", "high50", "high90", "recent")},
        "base": at(row["base_expected"]),
        "words": f"{QUADS[row['quad']]}: {acts(row['expected'])} expected, 90% {row['low90']} to "
        f"{row['high90']}; base rate {acts(row['base_expected'])}; at least one "
        f"{chance(row['at_least_one'])}",
    }  # fmt: skip


def skills(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The part of the base rate's error that is saved, by class, on a scale from -20% to 20%."""
    found: dict[str, Row] = {row["quad"]: row for row in rows if row["skill"] is not None}
    return [
        {"name": QUADS[quad], "row": row,
         **{n: _part(row[name]) for n, name in
            (("at", "skill"), ("low", "skill_low"), ("high", "skill_high"))}}
        for quad, row in found.items()
    ]  # fmt: skip


def _part(value: float) -> float:
    return round(75 + 375 * max(-0.2, min(0.2, value)), 1)


def points(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of ``told``, ``came``, ``low``, ``high`` (or None) and ``n`` on a square."""
    kept = [row for row in rows if row["n"]]
    most = max((row["n"] for row in kept), default=1)
    return [
        {
            "x": round(SIDE * row["told"], 1), "y": round(SIDE * (1 - row["came"]), 1),
            "r": round(2.5 + 4.5 * (row["n"] / most) ** 0.5, 1), "row": row,
            "top": _high(row["high"]), "bottom": _high(row["low"]),
            "words": f"said {row['told']:.0%}, came {row['came']:.0%} of {row['n']:,}",
        }
        for row in kept
    ]  # fmt: skip


def _high(share: float | None) -> float | None:
    return None if share is None else round(SIDE * (1 - share), 1)


def tenths(row: Row) -> list[dict[str, Any]]:
    """The reliability of a row of a backtest: by tenths, mean probability, share that came."""
    return [
        {"told": told, "came": came, "n": int(n), "low": None, "high": None}
        for told, came, n in zip(row["told"], row["happened"], row["cells"], strict=True)
    ]


def calibrated(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The reliability of questions: rows of a section of calibration."""
    return [
        {"told": row["mean_probability"], "came": row["share_yes"], "n": row["n"],
         "low": row["share_low"], "high": row["share_high"]}
        for row in rows
    ]  # fmt: skip


def ticks_to(most: float) -> list[float]:
    """Round numbers from 0 to ``most`` or above, some four of them.

    >>> ticks_to(37.0), ticks_to(1.0)
    ([0.0, 10.0, 20.0, 30.0, 40.0], [0.0, 0.25, 0.5, 0.75, 1.0])
    """
    power = 10.0 ** (len(str(int(most))) - 2)
    step = next(m * power * ten for ten in (1, 10) for m in _STEPS if m * power * ten * 4 >= most)
    return [step * n for n in range(int(-(-most // step)) + 1)]
