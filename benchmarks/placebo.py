"""Worlds in which nothing was planted: how often each finder says that there is something.

    python benchmarks/placebo.py                 # 200 worlds, two to three minutes of one processor
    python benchmarks/placebo.py --worlds 1000 --seed 2
    python benchmarks/placebo.py --drift 0.7     # states with views of their own, without a gap

A world has ten states and 29 years of votes, acts and trade. No two are allied or rivals, nothing
turns, nobody is divided and nobody leans on one partner more than chance has it. But the past
lingers: shares of conflict and trade are AR(1), and the number of acts reported doubles in a crisis
and fades, for all pairs alike. With ``--drift`` each state has a view, an AR(1) of that standard
deviation; without, votes differ from state to state by chance alone.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

import numpy as np

from multipole.answers.system_division import division
from multipole.answers.system_ties import Source, Ties
from multipole.answers.turns import holm
from multipole.relations.serial_null import Nulls, nulls_of
from multipole.relations.trend import change, words_of
from multipole.relations.turning_claim import ChangeTest, change_at, closer_since
from multipole.system.blocs import warranted
from multipole.system.polarity import shares
from multipole.system.pressure import pressure_test
from multipole.system.stability import agreement_layers, mean_ties

Array = np.ndarray
Found = Iterator[tuple[str, bool]]
STATES, YEARS, CALLS = 10, 29, 40
ALPHA: Final = 0.05
#: The year of the claims: chosen beforehand, two thirds into the series.
AT: Final = 19
#: Years on each side of it that the changes of closeness compare, and what they are called.
WINDOWS: Final = ((1, "closeness of a year and the next differs"),
                  (5, "closeness of two windows differs"))  # fmt: skip
MEMORY, NOISE = 0.85, 0.3
#: The number of acts reported of a pair: a crisis doubles it for all, and it fades.
REPORTED: Final = np.round(60 * (1 + np.exp(-np.abs(np.arange(YEARS) - AT) / 3.0))).astype(int)
DYADS: Final = tuple(combinations(range(STATES), 2))
#: The rate that each finder states; None where it states none.
STATED: Final[dict[str, float | None]] = {
    "turn in a named year: votes": ALPHA,
    "turn in a named year: acts": ALPHA,
    "turn in a named year: trade": ALPHA,
    "turn in any year: votes": ALPHA,
    "turn in any year: acts": ALPHA,
    "turn in any year: trade": ALPHA,
    "turn: any series of the pair, Holm": ALPHA,
    "closer since a named year: acts": ALPHA,
    "blocs: ties shuffled, alone": None,
    "blocs: votes shuffled too, as answered": ALPHA,
    "pressure brings closer, no placebo dyads": 0.04,
    "pressure brings closer, with placebo dyads": 0.02,
    "pressure divides, no placebo dyads": 0.04,
    "pressure divides, with placebo dyads": 0.02,
    **dict.fromkeys((name for _, name in WINDOWS), None),
    "one leans on the other by more than 10 points": None,
}


@dataclass(frozen=True, slots=True)
class World:
    """``votes`` (years, states, calls) of 1, 2, 3; ``conflict`` (dyads, years) acts of conflict of
    `REPORTED`; ``imports`` (years, states, states), a row what a state gets."""

    votes: Array
    conflict: Array
    imports: Array


def world(rng: np.random.Generator, *, drift: float = 0.0) -> World:
    """A world without anything in it but chance and memory."""
    views = drift * remembering(rng, (YEARS, STATES), 0.9)
    way = rng.choice([-1.0, 1.0], size=(YEARS, 1, CALLS))
    lean = rng.normal(scale=0.7, size=(YEARS, 1, CALLS))
    shown = way * views[:, :, None] + lean + rng.logistic(size=(YEARS, STATES, CALLS))
    votes = np.digitize(shown, [-0.5, 0.5]) + 1.0
    tone = remembering(rng, (YEARS, len(DYADS)), MEMORY).T
    told = -1.0 + 0.5 * tone + NOISE * rng.normal(size=tone.shape)
    conflict = rng.binomial(REPORTED, 1 / (1 + np.exp(-told)))
    imports = np.exp(0.3 * remembering(rng, (YEARS, STATES, STATES), 0.9))
    imports[:, np.arange(STATES), np.arange(STATES)] = 0.0
    return World(votes, conflict, imports)


def remembering(rng: np.random.Generator, shape: tuple[int, ...], rho: float) -> Array:
    """AR(1) along the first axis from its stationary distribution, standard deviation 1."""
    y = rng.normal(size=shape)
    for t in range(1, shape[0]):
        y[t] = rho * y[t - 1] + np.sqrt(1 - rho**2) * y[t]
    return y


def found_in(one: World, *, rng: np.random.Generator, nulls: Nulls) -> Found:
    """What each finder says of a world: its name, and whether it found something."""
    a, b, c = rng.choice(STATES, 3, replace=False).tolist()
    yield from _turns(one, a, b, rng, nulls)
    yield from _blocs(one.votes[AT], rng)
    yield from _pressed(one, a, b, c)
    yield from _windows(one.conflict[_place(a, b)])
    given = shares(one.imports[-1])
    yield "one leans on the other by more than 10 points", abs(given[a, b] - given[b, a]) > 0.1


def _windows(k: Array) -> Found:
    for years, name in WINDOWS:
        windows = [slice(AT - years, AT), slice(AT, AT + years)]
        before, after = ((float((REPORTED - k)[w].sum()), float(k[w].sum())) for w in windows)
        yield name, words_of(change(before=before, after=after)) in ("closer", "apart")


def _place(a: int, b: int) -> int:
    return DYADS.index((min(a, b), max(a, b)))


def _turns(one: World, a: int, b: int, rng: np.random.Generator, nulls: Nulls) -> Found:
    conflict = one.conflict[_place(a, b)]
    equal = (one.votes[:, a] == one.votes[:, b]).sum(axis=1)
    said: dict[str, ChangeTest] = {
        "votes": _test(equal, rng, nulls, of=np.full(YEARS, CALLS)),
        "acts": _test(conflict, rng, nulls, of=REPORTED),
        "trade": _test(shares(one.imports)[:, a, b], rng, nulls),
    }
    for name, test in said.items():
        yield f"turn in a named year: {name}", test.verdict == "yes"
        yield f"turn in any year: {name}", bool(test.turns)
    family = holm([test.p for test in said.values()])
    yield "turn: any series of the pair, Holm", min(family) <= ALPHA
    since = closer_since(conflict, AT, rng=rng, of=REPORTED, rises=False, nulls=nulls)
    yield "closer since a named year: acts", since.verdict == "yes"


def _test(
    values: Array, rng: np.random.Generator, nulls: Nulls, *, of: Array | None = None
) -> ChangeTest:
    return change_at(values, AT, rng=rng, of=of, nulls=nulls)


def _blocs(choices: Array, rng: np.random.Generator) -> Found:
    layers = agreement_layers(choices)
    alone = warranted(mean_ties(layers), rng=rng, shuffles=99)
    yield "blocs: ties shuffled, alone", alone.warranted
    names = tuple(f"S{n}" for n in range(STATES))
    day, seed = date(2000, 1, 1), int(rng.integers(2**31))
    calls = tuple(map(str, range(CALLS)))
    ties = Ties(
        2000, names, layers, calls, (), "", day, day, ("unga_vote",), Source("dice", ""), choices
    )
    divided = division(ties, seed=seed, draws=2, shuffles=99)
    assert divided is not None
    yield "blocs: votes shuffled too, as answered", divided.warrant.warranted


def _pressed(one: World, a: int, b: int, c: int) -> Found:
    warm = 1 - 2 * one.conflict / REPORTED
    pressure = -(warm[_place(a, c)] + warm[_place(b, c)]) / 2
    others = [n for n, pair in enumerate(DYADS) if not {a, b, c} & set(pair)]
    for label, placebos in (("no", None), ("with", warm[others])):
        told = pressure_test(warm[_place(a, b)], pressure, placebos=placebos, horizon=3)
        yield f"pressure brings closer, {label} placebo dyads", told.outcome == "for"
        yield f"pressure divides, {label} placebo dyads", told.outcome == "against"


def rates(
    worlds: int, *, seed: int, drift: float = 0.0, draws: int = 999,
    progress: Callable[[int], None] | None = None,
) -> dict[str, float]:  # fmt: skip
    """The share of worlds in which each finder says yes. The same seed gives the same shares."""
    nulls = nulls_of(np.random.default_rng([seed, 0]), draws=draws)
    yes: Counter[str] = Counter(dict.fromkeys(STATED, 0))
    for number in range(worlds):
        rng = np.random.default_rng([seed, 1 + number])
        made = world(rng, drift=drift)
        yes.update(name for name, said in found_in(made, rng=rng, nulls=nulls) if said)
        if progress is not None:
            progress(number + 1)
    return {name: yes[name] / worlds for name in STATED}


def main() -> None:
    """Run, and print the rates beside those stated."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drift", type=float, default=0.0, help="spread of views of states (0)")
    asked = parser.parse_args()
    start = time.process_time()
    found = rates(asked.worlds, seed=asked.seed, drift=asked.drift)
    print(f"{asked.worlds} worlds, seed {asked.seed}, drift {asked.drift:g}: share of yes")
    for name, share in found.items():
        error = np.sqrt(share * (1 - share) / asked.worlds)
        stated = STATED[name]
        told = "" if stated is None else f"  stated at most {stated:.2f}"
        over = "  OVER" if stated is not None and share - 2 * error > stated else ""
        print(f"  {share:.3f} +- {error:.3f}  {name}{told}{over}")
    print(f"{time.process_time() - start:.0f} CPU seconds")


if __name__ == "__main__":
    main()
