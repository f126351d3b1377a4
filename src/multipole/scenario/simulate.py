"""Thousands of simulated futures of the event stream, and what a change brings to each.

Every run has a twin without the change, made of the same random numbers. The stream is a sum of
clusters; so what injected acts bring are their own clusters, what a raised rate brings are the
clusters of its further acts, and what a lowered rate takes away are the clusters that its missing
acts began in the twin. A change of size zero brings exactly nothing, and the twin does not depend
on the change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.core.plover import Quad
from multipole.scenario.simulate_job import Job, all_runs
from multipole.scenario.simulate_runs import Changes, Watched
from multipole.scenario.simulate_tables import Ints, tables_of
from multipole.scenario.stream import CHANNELS, CLASSES, Floats, StreamModel, class_place

Counts = npt.NDArray[np.int32]

#: How an act of a change's chain came: of the change itself, or through a channel, by what is
#: specific to the class of the act before it or by attention (any act, in the usual mix).
LINK_NAMES: Final = (
    "change",
    *CHANNELS,
    *(f"{channel} by attention" for channel in CHANNELS),
)
_CHUNK: Final = 25


@dataclass(frozen=True, slots=True)
class Injection:
    """``number`` acts of ``sender`` towards ``receiver`` of a class, ``day`` days after the start.

    Day 0 is the first simulated day. Acts are counted as they are, whole; 0 is no act.
    """

    day: int
    sender: str
    receiver: str
    quad: Quad
    number: int = 1


@dataclass(frozen=True, slots=True)
class RateChange:
    """The long-run rate of a cell times ``factor``, from day ``first`` to before day ``end``.

    Below 1 it takes acts away with all they bring; above 1 it adds some; 1 changes nothing. It
    touches what comes of itself: acts that other acts bring follow only through those.
    """

    sender: str
    receiver: str
    quad: Quad
    first: int
    end: int
    factor: float


@dataclass(frozen=True, slots=True)
class Change:
    """All that a scenario does to the stream."""

    acts: tuple[Injection, ...] = ()
    rates: tuple[RateChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Futures:
    """Simulated futures: counts of acts by bin, sender, receiver and quad class (B, N, N, 4).

    ``actors`` (N) and classes (`multipole.core.plover.QUADS`) name the axes. ``start``: day number
    of the first day; bin b are the days ``edges[b]`` to before ``edges[b + 1]`` after it. Over all
    ``runs``: sums and sums of squares of the twin and of ``extra`` (with the change less twin);
    ``specific``: sums of the extra acts whose whole chain is specific to classes, no link being
    attention. ``by_first``, ``by_last`` (B, N, N, 4, links): sums of extra by the first and the
    last link of the chain, links being `LINK_NAMES`. Of each run (runs, B, W, 4) for the dyads
    ``watched`` (W): ``twin_runs``, ``extra_runs``, ``specific_runs``. All are whole numbers; the
    same seed gives the same ones whatever the number of workers.
    """

    actors: tuple[str, ...]
    start: int
    edges: tuple[int, ...]
    runs: int
    seed: int
    change: Change
    watched: tuple[tuple[str, str], ...]
    twin: Ints
    twin_squares: Ints
    extra: Ints
    extra_squares: Ints
    specific: Ints
    by_first: Ints
    by_last: Ints
    twin_runs: Counts
    extra_runs: Counts
    specific_runs: Counts

    def mean(self) -> Floats:
        """Mean acts of the twin; (B, N, N, 4)."""
        return np.asarray(self.twin / self.runs)

    def mean_extra(self) -> Floats:
        """Mean of what the change brings; (B, N, N, 4)."""
        return np.asarray(self.extra / self.runs)

    def error_of_mean(self) -> Floats:
        """Monte Carlo standard error of `mean_extra`; (B, N, N, 4)."""
        variance = self.extra_squares / self.runs - self.mean_extra() ** 2
        return np.asarray(np.sqrt(np.maximum(variance, 0) / self.runs))

    def of(self, sender: str, receiver: str) -> tuple[Counts, Counts]:
        """Twin and extra of a watched dyad, each (runs, B, 4). Raises `BadValue` if not watched."""
        if (sender, receiver) not in self.watched:
            raise BadValue(
                f"{sender} towards {receiver} was not watched", remedy="Name it among `watched`."
            )
        place = self.watched.index((sender, receiver))
        return self.twin_runs[:, :, place], self.extra_runs[:, :, place]


def simulate(
    model: StreamModel,
    change: Change | None = None,
    *,
    edges: Sequence[int],
    runs: int,
    seed: int,
    watched: Sequence[tuple[str, str]] = (),
    workers: int = 1,
    twin: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Futures:
    """Futures from the day after the model's last, with a change and without.

    ``edges``: bins as days after the start, rising from 0, e.g. ``(0, 31, 59)``. ``watched``: dyads
    of which every run is kept. ``workers``: threads. Runs take the model's draws of the parameters
    in turn. ``twin=False`` leaves the twin (and lowered rates) out, where extra acts alone are
    asked for. ``progress`` is told runs done and in all; an error that it raises stops the
    simulation. Raises `BadValue` for edges, runs or changes that cannot be, `UnknownCode` for
    actors that the model has not.

    Unit: acts. Shapes: see `Futures`.
    """
    days = _checked(edges, runs)
    job = Job(
        model=model,
        tables=tables_of(model, model.strengths(), model.past),
        rates=np.stack([s.rates for s in model.strengths()]),
        factors=model.calendar.factors(model.end, days),
        bins=np.repeat(np.arange(len(edges) - 1), np.diff(edges)),
        changes=_changes(model, change or Change(), days),
        seed=seed,
        twin=twin,
        linked=True,
    )
    pairs = np.array([[model.place(a), model.place(b)] for a, b in watched], np.int64)
    shape = (runs, len(edges) - 1, len(watched), CLASSES)
    kept = Watched(pairs.reshape(-1, 2), *(np.zeros(shape, np.int32) for _ in range(3)))
    total = all_runs(job, kept, runs, workers, progress)
    return Futures(
        actors=model.actors,
        start=model.end,
        edges=tuple(edges),
        runs=runs,
        seed=seed,
        change=change or Change(),
        watched=tuple(watched),
        twin=total.sums.twin,
        twin_squares=total.sums.twin_squares,
        extra=total.sums.extra,
        extra_squares=total.sums.extra_squares,
        specific=total.sums.specific,
        by_first=np.asarray(total.first, np.int64),
        by_last=np.asarray(total.last, np.int64),
        twin_runs=kept.twin,
        extra_runs=kept.extra,
        specific_runs=kept.specific,
    )


def _checked(edges: Sequence[int], runs: int) -> int:
    """The number of days."""
    if len(edges) < 2 or edges[0] != 0 or any(b <= a for a, b in pairwise(edges)):
        raise BadValue(
            f"the edges {list(edges)} do not rise from 0", remedy="Write e.g. 0, 31, 59."
        )
    if runs < 1:
        raise BadValue(f"{runs} runs cannot be simulated", remedy="Ask for 1 or more.")
    return edges[-1]


def _changes(model: StreamModel, change: Change, days: int) -> Changes:
    acts = [
        (a.day, model.place(a.sender), model.place(a.receiver), class_place(a.quad), a.number)
        for a in change.acts
    ]
    spans = [
        (model.place(r.sender), model.place(r.receiver), class_place(r.quad), r.first, r.end)
        for r in change.rates
    ]
    factors = np.array([r.factor for r in change.rates], float)
    for sender, receiver in [*(act[1:3] for act in acts), *(span[:2] for span in spans)]:
        if sender == receiver:
            raise BadValue(
                f"{model.actors[sender]} cannot act towards itself in the event stream",
                remedy="Name two states.",
            )
    for day, *_, number in acts:
        if not 0 <= day < days or number < 0:
            raise BadValue(
                f"{number} acts on day {day} of {days} cannot be added",
                remedy="Days count from 0, numbers from 0; to take acts away lower a rate.",
            )
    if np.any(factors < 0) or not np.all(np.isfinite(factors)):
        raise BadValue(
            f"a long-run rate cannot be taken times {factors.min()}", remedy="Write 0 or more."
        )
    return Changes(
        np.array(acts, np.int64).reshape(-1, 5), np.array(spans, np.int64).reshape(-1, 5), factors
    )
