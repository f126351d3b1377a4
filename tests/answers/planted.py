"""Invented triangles: acts by month in which closeness follows pressure, or nothing follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

Row = dict[str, Any]
FIRST = 2000
MONTHS = 72
#: Acts of the presser in a month, and between any other two.
SENT, BETWEEN = 24, 16
OTHERS = ("FRA", "GBR", "DEU", "JPN")


def months(*, follows: bool, seed: int = 2) -> list[Row]:
    """CHN and RUS cooperate more after months in which USA pressed both, or as they like.

    USA also acts towards `OTHERS`, whose own acts take no notice.
    """
    rng = np.random.default_rng(seed)
    pressed = rng.integers(0, 7, MONTHS)
    rows: list[Row] = []
    for month, k in enumerate(pressed):
        before = int(pressed[month - 1]) if month else 3
        warmth = (0.3 + 0.1 * before) if follows else rng.choice([0.3, 0.5, 0.7])
        rows += _pair(month, "CHN", "RUS", warmth, rng)
        rows += _pair(month, "FRA", "GBR", 0.6, rng)
        rows += _pair(month, "DEU", "JPN", 0.6, rng)
        rows += _presser(month, int(k))
    return [row | {"row": n, "event": str(n)} for n, row in enumerate(rows, start=2)]


def _pair(month: int, a: str, b: str, warmth: float, rng: np.random.Generator) -> Iterator[Row]:
    good = int(rng.binomial(BETWEEN, warmth))
    for n in range(BETWEEN):
        yield _act(month, n, a if n % 2 else b, b if n % 2 else a, warm=n < good)


def _presser(month: int, k: int) -> Iterator[Row]:
    for n in range(SENT):
        on = ("CHN", "RUS")[n % 2] if n < 2 * k else OTHERS[n % 4]
        yield _act(month, n, "USA", on, warm=n >= 2 * k)


def _act(month: int, day: int, sender: str, receiver: str, *, warm: bool) -> Row:
    action, code = ("AGREE", "057") if warm else ("ACCUSE", "111")
    when = f"{FIRST + month // 12}-{month % 12 + 1:02}-{day + 1:02}"
    return {"sender": sender, "receiver": receiver, "action": action, "code": code, "period": when,
            "modality": "happened", "domain": None}  # fmt: skip


def votes(years: range) -> list[Row]:
    """CHN and RUS vote alike and USA against both, now on this side and now on that."""
    return [
        {"variable": "unga_vote", "subject": state, "value": 1.0 if for_it else 3.0,
         "item": f"{year}-{number}", "period": f"{year}-12-01"}
        for year in years
        for number in range(20)
        for state, for_it in (("CHN", number % 4 > 0), ("RUS", number % 4 > 0),
                              ("USA", number % 4 == 0))
    ]  # fmt: skip
