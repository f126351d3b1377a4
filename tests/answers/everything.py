"""Records of every kind that a measure of two actors is made of, invented, for any states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
from tests.answers.recorded import put

from multipole.answers.measures.recorded import RECORDED
from multipole.sources import variables
from multipole.store import Store

Row = dict[str, Any]
YEARS: Final = range(2006, 2014)
SPAN: Final = f"{YEARS[0]}/{YEARS[-1]}"
EARLY, LATE = date(2014, 6, 1), date(2016, 6, 1)
#: The pair of which there is a record of every kind, and others that give it a world around it.
PAIR: Final = ("CHN", "USA")
OTHERS: Final = ("FRA", "ISL", "NAM", "PRY")
ALL: Final = (*PAIR, *OTHERS)
_ACTS: Final = {"AGREE": "057", "AID": "070", "ACCUSE": "112", "SANCTION": "163", "CONSULT": "042"}


def write(
    store: Store, *, seed: int, known_on: date = EARLY, name: Mapping[str, str] | None = None,
    order: int | None = None, unknown: bool = False,
) -> None:  # fmt: skip
    """Put one release of each source; ``name`` renames states, ``order`` shuffles rows.

    With ``unknown`` every value is missing.
    """
    rng = np.random.default_rng(seed)
    called = dict(name or {})
    for source, rows in _rows(rng).items():
        renamed = [_renamed(row, called) | ({"value": None} if unknown else {}) for row in rows]
        if order is not None:
            np.random.default_rng(order).shuffle(renamed)  # type: ignore[arg-type]
        covered = dict.fromkeys(sorted({row["variable"] for row in rows}), SPAN)
        put(store, source, *renamed, known_on=known_on, covers=covered)


def tell(store: Store, *, seed: int, known_on: date = EARLY) -> None:
    """Put coded acts of the pair, each known on its day."""
    done = np.random.default_rng(seed).choice(list(_ACTS), (len(YEARS), 24))
    rows = [
        {"sender": PAIR[n % 2], "receiver": PAIR[(n + 1) % 2], "code": _ACTS[str(action)],
         "action": str(action), "modality": "happened", "domain": "economic",
         "period": f"{year}-{n % 12 + 1:02}-05", "known_on": date(year, n % 12 + 1, 6), "row": n}
        for year, acts in zip(YEARS, done, strict=True)
        for n, action in enumerate(acts)
    ]  # fmt: skip
    put(store, "icews_graph", codings=rows, timely=True, known_on=known_on, covers={"": SPAN})


def _renamed(row: Row, called: Mapping[str, str]) -> Row:
    ends = {end: called.get(row[end], row[end]) for end in ("subject", "object") if end in row}
    made = row | ends
    found = variables()[row["variable"]][1]
    if found.ends == 2 and not found.directed and made["subject"] > made["object"]:
        made |= {"subject": made["object"], "object": made["subject"]}
    return made


def _rows(rng: np.random.Generator) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for variable in (v for one in RECORDED for v in one.variables):
        source = variables()[variable][0].id
        found.setdefault(source, []).extend(_of_pair(variable, rng))
    found["cow_nmc"] = [
        _row("cinc", state, year, float(rng.uniform(0.01, 0.3))) for state in ALL for year in YEARS
    ]
    found["cow_trade"] = [
        _row("cow_imports_musd", a, year, float(rng.uniform(1, 99))) | {"object": b}
        for a in ALL for b in ALL if a != b for year in YEARS
    ]  # fmt: skip
    found["wdi"] = [
        _row("gdp_usd", state, year, float(rng.uniform(1e9, 9e9))) for state in ALL
        for year in YEARS
    ]  # fmt: skip
    found["unga_votes"] = _ballots("unga_vote", ALL, 12, (1.0, 2.0, 3.0), rng)
    found["unsc_vetoes"] = _ballots("veto", PAIR, 6, (0.0, 1.0), rng)
    return found


def _of_pair(variable: str, rng: np.random.Generator) -> list[Row]:
    directed = variables()[variable][1].directed
    ends = [PAIR, PAIR[::-1]] if directed else [PAIR]
    return [
        _row(variable, a, year, float(rng.integers(0, 2))) | {"object": b}
        for a, b in ends
        for year in YEARS
    ]


def _row(variable: str, subject: str, year: int, value: float) -> Row:
    return {"variable": variable, "subject": subject, "period": str(year), "value": value}


def _ballots(
    variable: str, states: tuple[str, ...], many: int, choices: tuple[float, ...],
    rng: np.random.Generator,
) -> list[Row]:  # fmt: skip
    return [
        {"variable": variable, "subject": state, "item": f"{variable}-{year}-{n}",
         "period": f"{year}-11-{n + 1:02}", "value": float(rng.choice(choices))}
        for year in YEARS
        for n in range(many)
        for state in states
    ]  # fmt: skip
