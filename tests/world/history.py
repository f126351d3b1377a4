"""A longer history of the invented world of `reports`, in records: 2004 to 2033, six states.

Nothing here was ever counted. The facts planted, and nothing else but chance, are:

* Blocs in votes: Iceland, Namibia and Fiji against Paraguay, Malta and Bhutan. A state votes with
  its camp in nine roll calls of ten. In 2004 all votes are thrown with dice.
* A turning point: from 2019 on Malta votes with the camp of Iceland, and the share of conflict
  between Malta and Bhutan goes from .1 to .5.
* An alliance: Iceland and Namibia have pledged to defend and to consult each other.
* A rivalry: three of four acts between Paraguay and Fiji are conflict, in words as in deeds, and
  they are listed as rivals.
* A dependence: Bhutan gets 80 percent of its imports, and all its arms, from Iceland; all others
  import from each of the five others alike.
"""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any, Final

import numpy as np
from tests.answers.recorded import put

from multipole.store import Store

Row = dict[str, Any]
NORTH: Final = ("FJI", "ISL", "NAM")
SOUTH: Final = ("BTN", "MLT", "PRY")
STATES: Final = (*NORTH, *SOUTH)
YEARS: Final = range(2004, 2034)
DICE, TURN = 2004, 2019
CALLS, ACTS, LOYAL = 40, 80, 0.9
CONFLICT: Final = {"ISL-NAM": 0.1, "FJI-PRY": 0.75}
WORDS: Final = ("verbal_cooperation", "verbal_conflict")
DEEDS: Final = ("material_cooperation", "material_conflict")


def camp(state: str, year: int) -> str:
    """The camp that a state votes with in a year."""
    turned = state == "MLT" and year >= TURN
    return "north" if state in NORTH or turned else "south"


def write_history(store: Store, *, seed: int = 11) -> None:
    """Put the records into a store, each source with what it covers."""
    rng = np.random.default_rng(seed)
    span = f"{YEARS[0]}/{YEARS[-1]}"
    put(store, "unga_votes", *votes(rng), covers={"unga_vote": span})
    events = {f"icews_{quad}": span for quad in (*WORDS, *DEEDS)}
    done = acts(np.random.default_rng(seed + 1), DEEDS, ACTS // 4)
    put(store, "icews_dyads", *acts(rng, WORDS, ACTS), *done, covers=events)
    pledged = {f"atop_{kind}": span for kind in ("defense", "consultation", "nonaggression")}
    put(store, "atop", *pledges(), covers=pledged)
    put(store, "tss_rivalries", *rivals(), covers={"rivalry": span})
    put(store, "cow_trade", *trade(rng), covers={"cow_imports_musd": span})
    put(store, "sipri_arms", *arms(), covers={"arms_tiv": span})


def votes(rng: np.random.Generator) -> list[Row]:
    """Roll calls in the autumn of each year: yes of one camp, no of the other, strays abstain."""
    rows = []
    for year in YEARS:
        for call in range(CALLS):
            told = {"variable": "unga_vote", "item": f"{year}-{call:02}", "period": f"{year}-11-05"}
            for state in STATES:
                side = 1.0 if (camp(state, year) == "north") == bool(call % 2) else 3.0
                cast = side if rng.random() < LOYAL else 2.0
                if year == DICE:
                    cast = float(rng.integers(1, 4))
                rows.append(told | {"subject": state, "value": cast})
    return rows


def conflict(a: str, b: str, year: int) -> float:
    """The share of conflict in what two states do to one another."""
    if (a, b) == ("BTN", "MLT"):
        return 0.5 if year >= TURN else 0.1
    return CONFLICT.get(f"{a}-{b}", 0.3)


def acts(rng: np.random.Generator, quads: tuple[str, str], usual: int) -> list[Row]:
    """Acts by class, cooperation first; more or fewer in a year for every pair alike."""
    rows = []
    for year in YEARS:
        many = int(usual * rng.uniform(0.5, 1.5))
        for a, b in combinations(sorted(STATES), 2):
            bad = int(rng.binomial(many, conflict(a, b, year)))
            for quad, n in zip(quads, (many - bad, bad), strict=True):
                rows.append(_dyad(f"icews_{quad}", a, b, year, float(n)))
    return rows


def pledges() -> list[Row]:
    """The alliance, in both directions; the list is complete, so no row is none."""
    return [
        _dyad(f"atop_{kind}", a, b, year, 1.0)
        for kind in ("defense", "consultation")
        for a, b in permutations(("ISL", "NAM"))
        for year in YEARS
    ]


def rivals() -> list[Row]:
    return [_dyad("rivalry", "FJI", "PRY", year, 1.0) for year in YEARS]


def trade(rng: np.random.Generator) -> list[Row]:
    """Imports in million dollars: a tenth more or less by chance."""
    return [
        _dyad("cow_imports_musd", who, on, year, _imports(who, on) * rng.uniform(0.9, 1.1))
        for year in YEARS
        for who, on in permutations(STATES, 2)
    ]


def _imports(who: str, on: str) -> float:
    return 1600.0 if (who, on) == ("BTN", "ISL") else 100.0


def arms() -> list[Row]:
    """Deliveries from supplier to recipient."""
    sold = [("ISL", "BTN", 50.0), *((a, b, 10.0) for a, b in permutations(STATES, 2) if b != "BTN")]
    return [_dyad("arms_tiv", a, b, year, tiv) for year in YEARS for a, b, tiv in sold]


def _dyad(variable: str, subject: str, other: str, year: int, value: float) -> Row:
    return {
        "variable": variable, "subject": subject, "object": other, "period": str(year),
        "value": value,
    }  # fmt: skip
