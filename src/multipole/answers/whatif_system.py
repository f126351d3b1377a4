"""How the triangle's signs and the blocs of states move, in simulated counts of acts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.whatif_stream import Counts, Pair, Simulated
from multipole.scenario.paths import CONFLICT, balance, effect_of, lean
from multipole.system import balance as balanced
from multipole.system import blocs

Row = dict[str, Any]
Three = tuple[str, str, str]
#: A tie is positive above this share of cooperation less that of conflict, negative below minus it.
BOUND: Final = 0.1
#: A tie of fewer acts than this over all months has no place in the blocs.
FEW: Final = 10.0
TRIANGLE: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("tie", "sender", "receiver", "counted")),
        ("month", pa.int32()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("twin", "shocked", "value", "low", "high")),
        *((n, pa.float64()) for n in ("positive_twin", "positive", "negative_twin", "negative")),
        *((n, pa.float64()) for n in ("balanced_twin", "balanced")),
        *((n, pa.float64()) for n in ("unbalanced_twin", "unbalanced")),
        ("status", pa.string()),
    ]
)
TRIANGLE_SHOWN: Final = ("tie", "month", "counted", "twin", "estimated", "positive_twin",
                         "positive", "balanced_twin", "balanced")  # fmt: skip
RESPONSES: Final = "without the acts supposed"
EVERYTHING: Final = "with the acts supposed"
BLOCS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("actor", "with_twin", "with_shocked")),
        ("moved_away", pa.bool_()),
    ]
)
BLOCS_SHOWN: Final = ("actor", "with_twin", "with_shocked", "moved_away")


def ties_of(three: Three) -> tuple[Pair, ...]:
    """The six directed dyads of a triangle, each tie's two beside each other."""
    return tuple(p for a, b in combinations(three, 2) for p in ((a, b), (b, a)))


def triangle_answer(found: Simulated, three: Three) -> Answer:
    """The three ties and their balance, by month (month 0: all together), with and without.

    The lean of a tie is the share of cooperation less that of conflict in the acts both ways;
    chances are shares of runs. ``counted``: whether the acts that the plan itself puts in count.
    """
    rows = [row for counted in (RESPONSES, EVERYTHING) for row in _triangle(found, three, counted)]
    notes = (
        f"A tie is positive when its lean (cooperation less conflict, as shares of acts) is above "
        f"{BOUND}, negative below -{BOUND}; three are balanced when the product is positive.",
    )
    table = pa.Table.from_pylist([dict.fromkeys(TRIANGLE.names) | row for row in rows], TRIANGLE)
    return Answer(f"The triangle {', '.join(three)}", table, evidence.none(), notes, TRIANGLE_SHOWN)


def _triangle(found: Simulated, three: Three, counted: str) -> Iterator[Row]:
    pairs = list(combinations(three, 2))
    both = [_both(found, pair, everything=counted == EVERYTHING) for pair in pairs]
    for month in range(len(found.periods) + 1):
        chosen = slice(None) if month == 0 else slice(month - 1, month)
        leans = [np.stack([lean(counts[:, chosen].sum(axis=1)) for counts in side], axis=1)
                 for side in zip(*both, strict=True)]  # fmt: skip
        periods = found.periods if month == 0 else (found.periods[month - 1],)
        head = {"counted": counted, "month": month, "period_start": periods[0].start,
                "period_end": periods[-1].end}  # fmt: skip
        yield from _month(head, pairs, leans)


def _month(head: Row, pairs: list[Pair], leans: list[Any]) -> Iterator[Row]:
    (signs0, good0, bad0), (signs1, good1, bad1) = (balance(one, bound=BOUND) for one in leans)
    for n, (a, b) in enumerate(pairs):
        twin, shocked = leans[0][:, n], leans[1][:, n]
        told = ~np.isnan(twin) & ~np.isnan(shocked)
        row = head | {
            "status": "" if told.any() else "no acts",
            "tie": f"{a}-{b}", "sender": a, "receiver": b,
            "positive_twin": signs0[n, 0], "positive": signs1[n, 0],
            "negative_twin": signs0[n, 1], "negative": signs1[n, 1],
        }  # fmt: skip
        if told.any():
            effect = effect_of((shocked - twin)[told][:, None])
            row |= {"twin": twin[told].mean(), "shocked": shocked[told].mean(),
                    "value": effect.mean[0], "low": effect.low[0],
                    "high": effect.high[0]}  # fmt: skip
        yield row
    yield head | {
        "tie": "balance", "value": float(good1 - good0),
        "balanced_twin": float(good0), "balanced": float(good1),
        "unbalanced_twin": float(bad0), "unbalanced": float(bad1),
    }  # fmt: skip


def _both(found: Simulated, pair: Pair, *, everything: bool) -> tuple[Counts, Counts]:
    """Acts both ways of a tie, twin and shocked (runs, months, 4)."""
    twin, extra = found.of(pair)
    back, more = found.of((pair[1], pair[0]))
    put_in = found.put_in(pair) + found.put_in((pair[1], pair[0])) if everything else 0
    return twin + back, twin + back + extra + more + put_in


def blocs_answer(found: Simulated, *, seed: int) -> Answer:
    """The blocs that simulated acts divide the states into, with and without the shock.

    Of the mean acts both ways over all months, those that the plan puts in left out; ties of fewer
    than ten acts are unknown. A state has moved when those with it in a bloc are others.
    """
    sides = [_ties(found, shocked=shocked) for shocked in (False, True)]
    divided = [blocs.blocs(ties, rng=np.random.default_rng(seed)) for ties in sides]
    rows: list[Row] = []
    for n, actor in enumerate(found.model.actors):
        fellows = [_fellows(found.model.actors, one.labels, n) for one in divided]
        rows.append({"actor": actor, "with_twin": " ".join(fellows[0]),
                     "with_shocked": " ".join(fellows[1]),
                     "moved_away": fellows[0] != fellows[1]})  # fmt: skip
    shares = [balanced.triangles(ties) for ties in sides]
    movers = [str(row["actor"]) for row in rows if row["moved_away"]]
    notes = (
        f"{divided[0].count} blocs without and {divided[1].count} with the shock; "
        + (f"{', '.join(movers)} stand with others." if movers else "no state changes its bloc."),
        f"Of {shares[0].total} signed triangles {shares[0].balanced:.1%} are balanced without, of "
        f"{shares[1].total} with the shock {shares[1].balanced:.1%}.",
    )
    table = pa.Table.from_pylist(rows, BLOCS)
    return Answer("Blocs of simulated acts", table, evidence.none(), notes, BLOCS_SHOWN)


def _fellows(actors: tuple[str, ...], labels: tuple[int, ...], place: int) -> tuple[str, ...]:
    if labels[place] < 0:
        return ()
    return tuple(a for n, a in enumerate(actors) if labels[n] == labels[place] and n != place)


def _ties(found: Simulated, *, shocked: bool) -> Any:
    """Leans of all ties by mean acts (N, N), NaN for too few."""
    acts = found.futures.mean().sum(axis=0)
    if shocked:
        acts = acts + found.futures.mean_extra().sum(axis=0) - found.supposed.sum(axis=0)
    both = acts + np.swapaxes(acts, 0, 1)
    whole = both.sum(axis=2)
    bad = both[:, :, list(CONFLICT)].sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        ties = np.where(whole >= FEW, 1.0 - 2.0 * bad / whole, np.nan)
    np.fill_diagonal(ties, np.nan)
    return ties
