"""Whether what-ifs come true: no shock, placebo dates, dated shocks of 2018 and all spikes of acts.

    python benchmarks/whatif.py --store STORE [--runs 400] [--dates 12] [--spikes 24]

The store holds ICEWS18 (``multipole add icews18 FOLDER``). Four questions:

1. Does a shock of no acts change anything? (must be 0)
2. On dates when nothing was done, how often does the month that came lie outside of the 95% of the
   twin's runs? (5% by right)
3. Of the shocks of 2018 listed below, does the model fitted on what was before get the sign of the
   partner's next month right: its volume, and its mix (the share of conflict)?
4. The same for all spikes of acts on every few days, of which there are enough to tell.
5. Does the month that came differ from the twin as the shock says: is the sign right, and is the
   shocked path nearer to it than the twin is?

Beside it two baselines that see the same past: analogues (earlier spikes of the same class between
any two states, the mean change of the partner's next month) and reversion (the mean of the months
before, less the last). Printed as JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from multipole.answers.history import history
from multipole.answers.whatif_stream import states_of
from multipole.core.history import History, day_number
from multipole.core.plover import QUADS
from multipole.scenario.paths import conflict_share
from multipole.scenario.simulate import Change, Futures, Injection, simulate
from multipole.scenario.stream import StreamModel
from multipole.scenario.stream_fit import fit_stream
from multipole.store import open_store

Pair = tuple[str, str]
#: Days of a shock, of the month after it, and of the month before.
SHOCK, MONTH = 3, 30
#: Refits that hold the doubt about the parameters.
DRAWS = 8
#: States in a model, and those whose acts are known at all: the most active before March.
STATES, KNOWN = 30, 60
#: An analogue is a spike of half the acts of the shock, of three at least.
FEWEST: Final = 3
#: The mix of a month is told from so many acts on both sides.
ENOUGH: Final = 5
BAD, GOOD = ("verbal_conflict", "material_conflict"), ("verbal_cooperation",)
EXPELLED: Final = ("USA", "GBR", "DEU", "FRA", "POL", "UKR", "CAN")
#: Date, senders, receivers, classes of the acts that are put in as reported in three days.
DATED: Final = (
    ("expulsions after the Salisbury attack", date(2018, 3, 26), EXPELLED, ("RUS",), BAD),
    ("tariffs announced", date(2018, 3, 22), ("USA",), ("CHN",), BAD),
    ("tariffs in force", date(2018, 7, 6), ("USA",), ("CHN",), BAD),
    ("summit in Singapore", date(2018, 6, 12), ("USA",), ("PRK",), GOOD),
    ("the United States leave the Iran deal", date(2018, 5, 8), ("USA",), ("IRN",), BAD),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One partner's month after a shock: what came, what the model and the baselines said.

    Each value is (volume, mix): the change of the number of acts and of the share of conflict
    against the month before; ``effect`` is the model's shocked path less its twin, ``surprise``
    what came less the twin.
    """

    name: str
    day: str
    partner: str
    came: tuple[float, float]
    model: tuple[float, float]
    effect: tuple[float, float]
    surprise: tuple[float, float]
    analogue: tuple[float, float]
    reversion: tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The acts, and ``until`` (days + 1, N, N, 4): how many there are before each day."""

    acts: History
    until: np.ndarray


def told_of(acts: History) -> Told:
    """The acts with their sums."""
    size, first = len(acts.actors), int(acts.day[0])
    found = np.zeros((int(acts.day[-1]) - first + 2, size, size, 4), np.int32)
    np.add.at(found, (acts.day - first + 1, acts.sender, acts.receiver, acts.quad), 1)
    return Told(acts, np.cumsum(found, axis=0, dtype=np.int32))


def counts(told: Told, pair: Pair, first: int, end: int) -> np.ndarray:
    """Acts of a dyad by class on days from ``first`` to before ``end``."""
    if pair[0] not in told.acts.actors or pair[1] not in told.acts.actors:
        return np.zeros(4)
    sender, receiver = (told.acts.actors.index(actor) for actor in pair)
    until = told.until
    ends = [min(max(day - int(told.acts.day[0]), 0), len(until) - 1) for day in (first, end)]
    return (until[ends[1], sender, receiver] - until[ends[0], sender, receiver]).astype(float)


def changed(before: np.ndarray, after: np.ndarray, scale: float = 1.0) -> tuple[float, float]:
    """The change of volume and mix; the mix is unknown (NaN) where either month has too few."""
    enough = min(before.sum(), after.sum()) >= ENOUGH * scale
    mix = float(conflict_share(after) - conflict_share(before)) if enough else float("nan")
    return float(after.sum() - before.sum()), mix


def model_before(told: Told, day: int, named: Sequence[str]) -> StreamModel:
    """The model of what was before a day, among the states most active then."""
    past = told.acts.between(int(told.acts.day[0]), day)
    present = [actor for actor in named if actor in past.actors]
    return fit_stream(past.among(states_of(past, present, STATES)), end=day, draws=DRAWS, seed=1)


def shocks_of(
    told: Told, day: int, senders: Sequence[str], receiver: str, classes: Sequence[str]
) -> list[Injection]:
    """The acts of three days as they were reported."""
    found = []
    for sender in senders:
        for offset in range(SHOCK):
            acts = counts(told, (sender, receiver), day + offset, day + offset + 1)
            for place, quad in enumerate(QUADS):
                if quad in classes and acts[place]:
                    found.append(Injection(offset, sender, receiver, quad, int(acts[place])))
    return found


def futures(model: StreamModel, acts: Sequence[Injection], pairs: Sequence[Pair], runs: int,
            *, twin: bool = True) -> Futures:  # fmt: skip
    """A month of futures after the days of the shock."""
    return simulate(model, Change(tuple(acts)), edges=(0, SHOCK, SHOCK + MONTH), runs=runs, seed=7,
                    watched=pairs, twin=twin)  # fmt: skip


def case_of(
    told: Told, name: str, day: int, partner: Pair, twin: np.ndarray, extra: np.ndarray,
    shock: tuple[str, float],
) -> Case:  # fmt: skip
    """What came and what was said; ``twin`` and ``extra`` (4) are mean acts of the next month."""
    before = counts(told, partner, day - MONTH, day)
    after = counts(told, partner, day + SHOCK, day + SHOCK + MONTH)
    earlier = (
        counts(told, partner, int(told.acts.day[0]), day) * MONTH / (day - int(told.acts.day[0]))
    )
    shares = conflict_share(np.stack([twin + extra, twin]))
    return Case(
        name, str(date(1970, 1, 1) + timedelta(days=day)), f"{partner[0]} > {partner[1]}",
        changed(before, after), changed(before, twin + extra, scale=0.2),
        (float(extra.sum()), float(shares[0] - shares[1])),
        (float(after.sum() - twin.sum()), _mix_over(after, float(shares[1]))),
        analogues(told, day, *shock), changed(before, earlier, scale=0.2),
    )  # fmt: skip


def _mix_over(after: np.ndarray, usual: float) -> float:
    """The share of conflict less the usual; unknown where the month has too few acts."""
    return float(conflict_share(after)) - usual if after.sum() >= ENOUGH else float("nan")


def analogues(told: Told, day: int, quad: str, number: float) -> tuple[float, float]:
    """The mean change of partners after earlier spikes of the same class, all of it before."""
    volumes, mixes = [], []
    for first, pair in spikes(told, int(told.acts.day[0]) + MONTH, day - SHOCK - MONTH, quad,
                              max(FEWEST, number / 2)):  # fmt: skip
        back = (pair[1], pair[0])
        before = counts(told, back, first - MONTH, first)
        after = counts(told, back, first + SHOCK, first + SHOCK + MONTH)
        volume, mix = changed(before, after)
        volumes.append(volume / max(before.sum() + after.sum(), 1.0))
        mixes.append(mix)
    known = [mix for mix in mixes if not np.isnan(mix)]
    return (float(np.mean(volumes)) if volumes else float("nan"),
            float(np.mean(known)) if known else float("nan"))  # fmt: skip


def spikes(
    told: Told, first: int, last: int, quad: str, fewest: float
) -> Iterator[tuple[int, Pair]]:
    """Three days of a dyad with so many acts of a class; the days do not overlap."""
    kept = (
        (told.acts.quad == QUADS.index(quad))
        & (told.acts.day >= first)
        & (told.acts.day < last + SHOCK)
    )
    days, ends = (
        told.acts.day[kept],
        told.acts.sender[kept] * len(told.acts.actors) + told.acts.receiver[kept],
    )
    for day in range(first, last, SHOCK):
        cells, acts = np.unique(ends[(days >= day) & (days < day + SHOCK)], return_counts=True)
        for cell in cells[acts >= fewest]:
            yield (
                day,
                (
                    told.acts.actors[cell // len(told.acts.actors)],
                    told.acts.actors[cell % len(told.acts.actors)],
                ),
            )


def dated(told: Told, runs: int) -> list[Case]:
    """The listed shocks; every partner is a case."""
    found = []
    for name, when, senders, receivers, classes in DATED:
        day, receiver = day_number(when), receivers[0]
        model = model_before(told, day, (*senders, receiver))
        acts = shocks_of(told, day, senders, receiver, classes)
        pairs = [(receiver, sender) for sender in senders]
        done = futures(model, acts, pairs, runs)
        for sender, pair in zip(senders, pairs, strict=True):
            own = [act for act in acts if act.sender == sender]
            if not own:
                continue
            biggest = max(QUADS, key=lambda q: sum(a.number for a in own if a.quad == q))
            number = sum(a.number for a in own if a.quad == biggest)
            twin, extra = (part[:, 1].mean(axis=0) for part in done.of(*pair))
            found.append(case_of(told, name, day, pair, twin, extra, (biggest, number)))
    return found


def all_spikes(told: Told, runs: int, dates: int) -> list[Case]:
    """Every spike between the model's states on so many days, spread over the time that is told."""
    first, last = int(told.acts.day[0]) + 2 * MONTH + 20, int(told.acts.day[-1]) - SHOCK - MONTH
    found = []
    for day in np.linspace(first, last, dates).astype(int).tolist():
        model = model_before(told, day, ())
        chosen = list(_spikes_on(told, model, day))
        backs = [(pair[1], pair[0]) for pair, _, _ in chosen]
        twin = futures(model, (), backs, runs)
        for (pair, quad, number), back in zip(chosen, backs, strict=True):
            acts = shocks_of(told, day, (pair[0],), pair[1], (quad,))
            extra = futures(model, acts, [back], runs, twin=False).of(*back)[1][:, 1]
            usual = twin.of(*back)[0][:, 1]
            found.append(case_of(told, f"{pair[0]} {quad}", day, back, usual.mean(axis=0),
                                 extra.mean(axis=0), (quad, number)))  # fmt: skip
    return found


def _spikes_on(told: Told, model: StreamModel, day: int) -> Iterator[tuple[Pair, str, float]]:
    past = day - int(told.acts.day[0])
    for quad in QUADS:
        for first, pair in spikes(told, day, day + 1, quad, 5):
            usual = counts(told, pair, int(told.acts.day[0]), day)[QUADS.index(quad)] / past * SHOCK
            number = counts(told, pair, first, first + SHOCK)[QUADS.index(quad)]
            inside = pair[0] in model.actors and pair[1] in model.actors and pair[0] != pair[1]
            if inside and number >= 2 * usual + 2:
                yield pair, quad, float(number)


def placebo(told: Told, runs: int, dates: int) -> dict[str, Any]:
    """How often a month like any other lies outside of 95% of the twin's runs."""
    first, last = int(told.acts.day[0]) + 2 * MONTH, int(told.acts.day[-1]) - SHOCK - MONTH
    flagged: dict[str, list[list[bool]]] = {"volume": [], "mix": []}
    for day in np.linspace(first, last, dates).astype(int).tolist():
        model = model_before(told, day, ())
        pairs = _active(model, told, day, 40)
        done = futures(model, (), pairs, runs)
        rows: dict[str, list[bool]] = {"volume": [], "mix": []}
        for pair in pairs:
            twin = done.of(*pair)[0][:, 1]
            came = counts(told, pair, day + SHOCK, day + SHOCK + MONTH)
            rows["volume"].append(_outside(twin.sum(axis=1), came.sum()))
            if came.sum() >= ENOUGH:
                runs_ = twin[twin.sum(axis=1) >= ENOUGH]
                rows["mix"].append(_outside(conflict_share(runs_), float(conflict_share(came))))
        for name, held in rows.items():
            flagged[name].append(held)
    return {name: _share(held) for name, held in flagged.items()}


def _active(model: StreamModel, told: Told, day: int, number: int) -> list[Pair]:
    past = told.acts.between(int(told.acts.day[0]), day).among(model.actors)
    cells, acts = np.unique(past.sender * len(model.actors) + past.receiver, return_counts=True)
    order = np.lexsort((cells, -acts))[:number]
    size = len(model.actors)
    return [(model.actors[c // size], model.actors[c % size]) for c in cells[order]]


def _outside(runs: np.ndarray, value: float) -> bool:
    low, high = np.quantile(runs, [0.025, 0.975])
    return bool(value < low or value > high)


def _share(held: list[list[bool]]) -> dict[str, Any]:
    """The share flagged, with the interval that resampling of whole dates leaves."""
    rng = np.random.default_rng(1)
    sums = np.array([[sum(one), len(one)] for one in held])
    draws = sums[rng.integers(0, len(sums), size=(2000, len(sums)))].sum(axis=1)
    low, high = np.quantile(draws[:, 0] / draws[:, 1], [0.05, 0.95])
    return {"flagged": round(float(sums[:, 0].sum() / sums[:, 1].sum()), 3),
            "low": round(float(low), 3), "high": round(float(high), 3),
            "cases": int(sums[:, 1].sum())}  # fmt: skip


def signs(cases: Sequence[Case]) -> dict[str, Any]:
    """Signs right, of volume and mix, by the model and each baseline; no say counts for a half."""
    found: dict[str, Any] = {}
    for place, what in enumerate(("volume", "mix")):
        kept = [c for c in cases if not np.isnan(c.came[place]) and c.came[place]]
        rows: dict[str, Any] = {"cases": len(kept)}
        for who in ("model", "effect", "analogue", "reversion"):
            rows[who] = round(sum(_right(getattr(c, who)[place], c.came[place]) for c in kept), 1)
        rows["model_less_analogue"] = _apart(kept, place, "analogue")
        rows["model_less_reversion"] = _apart(kept, place, "reversion")
        found[what] = rows
    return found


def against_twin(cases: Sequence[Case]) -> dict[str, Any]:
    """What came less the twin beside what the shock adds: signs right, and errors of both.

    ``saved``: by how much the mean absolute error of the shocked path is below that of the twin,
    over the latter, with 90% by resampling of days.
    """
    found: dict[str, Any] = {}
    for place, what in enumerate(("volume", "mix")):
        kept = [c for c in cases if not np.isnan(c.surprise[place]) and c.effect[place]]
        came = np.array([c.surprise[place] for c in kept])
        said = np.array([c.effect[place] for c in kept])
        errors = np.stack([np.abs(came), np.abs(came - said)], axis=1)
        days = np.unique([c.day for c in kept], return_inverse=True)[1]
        sums = np.stack([np.bincount(days, column) for column in errors.T], axis=1)
        rng = np.random.default_rng(1)
        draws = sums[rng.integers(0, len(sums), size=(2000, len(sums)))].sum(axis=1)
        saved = [1 - draw[1] / draw[0] for draw in (sums.sum(axis=0), *draws)]
        ends = np.quantile(saved[1:], [0.05, 0.95])
        found[what] = {
            "cases": len(kept), "signs_right": int((came * said > 0).sum()),
            "saved": [round(float(v), 4) for v in (saved[0], *ends)],
        }  # fmt: skip
    return found


def _right(said: float, came: float) -> float:
    return 0.5 if np.isnan(said) or said == 0 else float(said * came > 0)


def _apart(kept: Sequence[Case], place: int, other: str) -> list[float]:
    """Share right less that of a baseline, with 90% by resampling of days."""
    days = sorted({c.day for c in kept})
    gaps = {day: [_right(c.model[place], c.came[place])
                  - _right(getattr(c, other)[place], c.came[place])
                  for c in kept if c.day == day] for day in days}  # fmt: skip
    if not days:
        return []
    rng = np.random.default_rng(1)
    every = [np.concatenate([gaps[days[n]] for n in rng.integers(0, len(days), len(days))]).mean()
             for _ in range(2000)]  # fmt: skip
    middle = np.concatenate(list(gaps.values())).mean()
    return [round(float(v), 3) for v in (middle, *np.quantile(every, [0.05, 0.95]))]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--store", type=Path, required=True)
    asked.add_argument("--runs", type=int, default=400)
    asked.add_argument("--dates", type=int, default=12, help="placebo dates")
    asked.add_argument("--spikes", type=int, default=24, help="days whose spikes are shocks")
    given = asked.parse_args()
    with open_store(given.store, read_only=True) as store:
        every = history(store, source="icews_graph")
    began = time.process_time()
    early = every.between(int(every.day[0]), day_number(date(2018, 3, 1)))
    told = told_of(every.among(states_of(early, (*EXPELLED, "RUS", "CHN", "PRK", "IRN"), KNOWN)))
    named = dated(told, given.runs)
    model = model_before(told, day_number(date(2018, 6, 1)), ())
    pairs = _active(model, told, day_number(date(2018, 6, 1)), 40)
    nothing = futures(model, [Injection(0, *pairs[0], "material_conflict", 0)], pairs, given.runs)
    spiked = all_spikes(told, given.runs, given.spikes)
    print(json.dumps({
        "no_shock": int(np.abs(nothing.extra).sum()),
        "placebo_dates": placebo(told, given.runs, given.dates),
        "dated": signs(named),
        "dated_cases": [{n: getattr(c, n) for n in Case.__slots__} for c in named],
        "spikes": signs(spiked),
        "against_twin": {"dated": against_twin(named), "spikes": against_twin(spiked)},
        "cpu_seconds": round(time.process_time() - began, 1),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
