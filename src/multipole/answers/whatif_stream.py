"""A plan of shocks simulated on the acts of a store: the model, the change, and the futures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from multipole.actors import load_actors
from multipole.core.errors import BadValue, NothingFound, UnknownCode, WrongUse
from multipole.core.history import History, day_number, day_of_number
from multipole.core.periods import ONE_DAY, Period
from multipole.core.plover import QUADS
from multipole.scenario.shocks import Plan, months_after

if TYPE_CHECKING:
    from multipole.scenario.simulate import Change, Futures
    from multipole.scenario.stream import StreamModel

Pair = tuple[str, str]
Counts = npt.NDArray[Any]
#: The most months ahead, runs and states that are simulated.
MOST: Final = {"months": 60, "runs": 100_000, "states": 100}
#: The acts of so many days at least are fitted, and the start may be so many days after the last.
FEWEST_DAYS: Final = 60
_GAP: Final = 7


@dataclass(frozen=True, slots=True)
class Settings:
    """How a scenario is simulated: months ahead, runs, seed, states in the model, threads."""

    months: int
    runs: int
    seed: int
    states: int
    workers: int = 1

    def __post_init__(self) -> None:
        for name, most in MOST.items():
            value = getattr(self, name)
            if not 1 <= value <= most:
                raise WrongUse(f"{value} {name}", remedy=f"Give 1 to {most:,} {name}.")


@dataclass(frozen=True)
class Simulated:
    """A plan's futures with and without it.

    ``supposed`` (months, states, states, 4) are the acts that the plan itself puts in, the same in
    every run; ``periods`` are the months, counted from the start.
    """

    plan: Plan
    model: StreamModel
    futures: Futures
    supposed: Counts
    periods: tuple[Period, ...]

    def of(self, pair: Pair) -> tuple[Counts, Counts]:
        """Acts of a watched dyad in the twin, and what the shock brings beyond its own acts.

        Each (runs, months, 4).
        """
        twin, extra = self.futures.of(*pair)
        return twin, extra - self.put_in(pair)

    def put_in(self, pair: Pair) -> Counts:
        """The acts of a dyad that the plan puts in (months, 4)."""
        sender, receiver = (self.model.place(actor) for actor in pair)
        return np.asarray(self.supposed[:, sender, receiver])


def periods_of(start: date, months: int) -> tuple[Period, ...]:
    """So many months, each from the day of the month of ``start``."""
    days = [months_after(start, n) for n in range(months + 1)]
    return tuple(Period(a, b) for a, b in pairwise(days))


def fitted(
    history: History, plan: Plan, *, also: Iterable[str], settings: Settings, where: str = ""
) -> tuple[StreamModel, History]:
    """The model of the acts before the plan's start, among its actors and the most active states.

    With it the acts that it was fitted to.

    Raises `BadValue` for a start after the acts end, `NothingFound` for too few acts before it.
    """
    from multipole.scenario.stream_fit import fit_stream

    first = day_number(plan.start)
    _check_span(history, plan, first, where)
    before = history.between(int(history.day[0]), first)
    named = tuple(dict.fromkeys((*plan.actors, *also)))
    absent = [actor for actor in named if actor not in before.actors]
    if absent:
        raise UnknownCode(
            f"no act of {', '.join(absent)} is told before {plan.start}", where=where,
            remedy="Take other actors, or add coded events that tell of them.",
        )  # fmt: skip
    chosen = states_of(before, named, settings.states)
    try:
        used = before.among(chosen)
        return fit_stream(used, end=first, seed=settings.seed), used
    except NothingFound as error:
        raise NothingFound(error.what, where=error.where or where, remedy=_MORE) from None


_MORE: Final = (
    "Add a data set of coded events (multipole sources events): reports alone are too few acts."
)


def _check_span(history: History, plan: Plan, first: int, where: str) -> None:
    told, last = int(history.day[0]), int(history.day[-1])
    if first > last + _GAP:
        raise BadValue(
            f"the start {plan.start} is after the acts end, on {day_of_number(last)}", where=where,
            remedy=f"Start on {day_of_number(last) + ONE_DAY} or earlier.",
        )  # fmt: skip
    if first - told < FEWEST_DAYS:
        raise NothingFound(
            f"acts of {max(first - told, 0)} days are told before {plan.start}; a model of the "
            f"stream needs {FEWEST_DAYS}", where=where,
            remedy=f"Start on {day_of_number(told + FEWEST_DAYS)} or later. {_MORE}",
        )  # fmt: skip


def states_of(history: History, named: Sequence[str], number: int) -> tuple[str, ...]:
    """The actors named and the states with most acts, ``number`` in all."""
    acts = np.bincount(history.sender, minlength=len(history.actors))
    acts += np.bincount(history.receiver, minlength=len(history.actors))
    order = np.argsort(-acts, kind="stable")
    table = load_actors()
    active = (history.actors[n] for n in order if acts[n])
    chosen = list(named)
    for actor in active:
        if len(chosen) >= number:
            break
        if actor not in chosen and _is_state(table, actor):
            chosen.append(actor)
    return tuple(sorted(chosen))


def _is_state(table: Any, actor: str) -> bool:
    found = table.known(actor)
    return found is not None and found.kind == "state"


def change_of(plan: Plan, model: StreamModel, periods: Sequence[Period]) -> tuple[Change, Counts]:
    """What a plan does to the stream, and the acts it puts in by month (months, N, N, 4)."""
    from multipole.scenario.simulate import Change, Injection, RateChange

    start, end = periods[0].start, periods[-1].end
    supposed = np.zeros((len(periods), len(model.actors), len(model.actors), len(QUADS)), np.int64)
    acts = []
    for act in plan.acts(end=end):
        day = (act.day - start).days
        month = next(n for n, period in enumerate(periods) if period.contains(act.day))
        cell = (month, model.place(act.sender), model.place(act.receiver), QUADS.index(act.quad))
        supposed[cell] += act.number
        acts.append(Injection(day, act.sender, act.receiver, act.quad, act.number))
    rates = tuple(
        RateChange(r.sender, r.receiver, quad, (r.first - start).days,
                   ((r.end or end) - start).days, r.times)
        for r in plan.rates() for quad in r.quads
    )  # fmt: skip
    return Change(tuple(acts), rates), supposed


def simulated(
    model: StreamModel,
    plan: Plan,
    *,
    watched: Sequence[Pair],
    settings: Settings,
    twin: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Simulated:
    """The futures of a plan from its start on, those of each run kept for the ``watched`` dyads."""
    from multipole.scenario.simulate import simulate

    periods = periods_of(plan.start, settings.months)
    change, supposed = change_of(plan, model, periods)
    edges = tuple((day - plan.start).days for day in (*(p.start for p in periods), periods[-1].end))
    futures = simulate(
        model, change, edges=edges, runs=settings.runs, seed=settings.seed, watched=watched,
        workers=settings.workers, twin=twin, progress=progress,
    )  # fmt: skip
    return Simulated(plan, model, futures, supposed, periods)
