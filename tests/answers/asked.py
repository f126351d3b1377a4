"""Invented acts of a data set in the small store, and questions about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from tests.answers.recorded import put

from multipole import answers
from multipole.store import Store

Row = dict[str, Any]
NOW = datetime(2021, 8, 1, tzinfo=UTC)
SOURCE = "gdelt_v2"


def act(row: int, day: date, pair: str = "USA>CHN", action: str = "SANCTION") -> Row:
    sender, receiver = pair.split(">")
    return {
        "sender": sender, "receiver": receiver, "event": str(row), "action": action, "code": "163",
        "modality": "happened", "domain": None, "period": str(day), "row": row,
    }  # fmt: skip


def tell(store: Store, *rows: Row, source: str = SOURCE, **facts: Any) -> None:
    known = {"increments": True, "timely": True, "known_on": date(2021, 3, 23)}
    put(store, source, codings=list(rows), **(known | facts))


def days(first: str, n: int, step: int = 1) -> list[date]:
    return [date.fromisoformat(first) + timedelta(days=step * k) for k in range(n)]


def covered(store: Store, first: str, last: str, *more: Row) -> None:
    """A data set that tells of two others on the first and the last day, and what else is given."""
    ends = [
        act(2, date.fromisoformat(first), "RUS>UKR"),
        act(3, date.fromisoformat(last), "RUS>UKR"),
    ]
    tell(store, *ends, *more)


def ask(store: Store, criterion: str, opens: str, closes: str, **more: Any) -> str:
    more = {"source": SOURCE, "now": NOW} | more
    found = answers.add_question(store, criterion=criterion, opens=opens, closes=closes, **more)
    return str(found.table["id"][0])


def row_of(store: Store, id_: str) -> Row:
    return dict(answers.questions(store, [id_]).table.to_pylist()[0])


def history(store: Store, *, seed: int = 1) -> None:
    """Half a year of acts among six states, each known the day after."""
    rng = np.random.default_rng(seed)
    states = ("USA", "CHN", "RUS", "UKR", "JPN", "IND")
    pairs = [f"{a}>{b}" for a in states for b in states if a != b]
    rates = rng.gamma(0.5, 0.4, len(pairs))
    rows = [
        act(0, day, pair, ("SANCTION", "CONSULT", "AID")[rng.integers(3)])
        | {"known_on": day + timedelta(days=1)}
        for day in days("2021-01-01", 200)
        for pair, rate in zip(pairs, rates, strict=True)
        for _ in range(min(rng.poisson(rate), 1))
    ]
    tell(store, *(row | {"row": n, "event": str(n)} for n, row in enumerate(rows, 2)))
