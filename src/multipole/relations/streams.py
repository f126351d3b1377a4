"""Acts between two actors as five streams of counts, source by source and step by step.

A *tally table* (schema `TALLIES`) holds how many acts a source reports in a step, by type and
domain, and whether they are ``between`` the two or only have one of them at an end. From it come
the arrays that the state-space model reads:

    counts[source, stream, step]   acts between the two
    exposure[source, step]         all acts of the source with one of the two at an end and another
                                   actor at the other

Talk (CONSULT: meetings, visits, calls) is a stream of its own: a crisis raises talk, so it is no
sign of warmth. A source that counts quad classes only has its talk in verbal cooperation.

Where a source has no act of either in a step, it was silent: its counts there are unknown, not
zero. Where it has some but none between the two, the count is a real zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]
Step = Literal["month", "quarter", "year"]
Stream = Literal[
    "talk", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"
]
STEPS: Final[tuple[Step, ...]] = get_args(Step)
STREAMS: Final[tuple[Stream, ...]] = get_args(Stream)
MONTHS_OF: Final[dict[Step, int]] = {"month": 1, "quarter": 3, "year": 12}
UNSTATED: Final = "unstated"

#: One row a source, step, type and domain. ``action`` is a PLOVER type, or a quad class where the
#: source tells no more; ``period_start`` the first day of the step, NULL for acts whose period is
#: longer than a step; ``n`` the effective number of acts, NULL where the source says "missing".
TALLIES: Final = pa.schema(
    [
        ("source", pa.string()),
        ("period_start", pa.date32()),
        ("action", pa.string()),
        ("domain", pa.string()),
        ("between", pa.bool_()),
        ("n", pa.float64()),
    ]
)
_STREAM: Final[dict[str, int]] = {
    **{quad: STREAMS.index(quad) for quad in QUADS},
    **{action: STREAMS.index(QUAD_OF[action]) for action in ACTIONS},
    "CONSULT": STREAMS.index("talk"),
}


@dataclass(frozen=True, slots=True)
class Streams:
    """Counts of acts between two actors, and what they are counted in.

    ``starts`` (T) are the first days of the steps, without gaps; ``sources`` (S) are sorted.
    ``counts`` (S, 5, T) are acts between the two in the order of `STREAMS`, NaN where the source
    does not tell that stream apart; ``exposure`` (S, T) acts of either with another actor, of all
    domains; ``events`` (S, T) acts between the two of all domains. ``talk_inside`` (S) says which
    sources have talk in verbal cooperation, ``aside`` how many acts between the two lie in periods
    longer than a step.
    """

    step: Step
    starts: Days
    sources: tuple[str, ...]
    counts: Floats
    exposure: Floats
    events: Floats
    talk_inside: tuple[bool, ...]
    aside: float = 0.0
    domain: str | None = None

    def __post_init__(self) -> None:
        size, steps = len(self.sources), len(self.starts)
        shapes = (self.counts.shape, self.exposure.shape, self.events.shape)
        if shapes != ((size, len(STREAMS), steps), (size, steps), (size, steps)):
            raise BadValue(f"counts, exposure and events have the shapes {shapes}")
        if self.step not in STEPS:
            raise BadValue(f"{self.step!r} is not a time step", remedy=f"Use one of {STEPS}.")
        if not np.all(self.exposure >= 0) or np.any(self.counts < 0):
            raise BadValue("counts and exposure must be numbers and not negative")


def streams(tallies: pa.Table, *, step: Step, domain: str | None = None) -> Streams:
    """The arrays of a tally table (schema `TALLIES`); the formula is the module's.

    ``domain`` chooses one domain ("unstated": acts without one); exposure stays that of all, and
    sources that never state a domain are left out, for their counts in it are unknown. The steps
    run from the first of the table to the last. Raises `BadValue` for an unknown step or type, a
    number below zero, or a day that is not the first of its step. Not for adding up sources, as two
    of them may tell the same acts; nor for comparing domains of coded events with each other, as
    their domain comes from the type of act: those of the military domain are mostly conflict.

    >>> from datetime import date
    >>> march, may = date(2014, 3, 1), date(2014, 5, 1)
    >>> table = pa.table({"source": ["post"] * 3, "period_start": [march, march, may],
    ...     "action": ["CONSULT", "SANCTION", "AID"], "domain": [None] * 3,
    ...     "between": [True, True, False], "n": [3.0, 1.0, 1.0]})
    >>> found = streams(table, step="month")
    >>> found.counts[0, STREAMS.index("talk")].tolist(), found.exposure.tolist()
    ([3.0, 0.0, 0.0], [[4.0, 0.0, 1.0]])
    """
    if step not in STEPS:
        raise BadValue(f"{step!r} is not a time step", remedy=f"Use one of {', '.join(STEPS)}.")
    whole = tallies.select(TALLIES.names).cast(TALLIES)
    dated = whole.filter(whole["period_start"].is_valid())
    names = sorted(set(_telling(dated, domain)))
    place = {name: i for i, name in enumerate(names)}
    dated = dated.filter(pa.array([s in place for s in dated["source"].to_pylist()], pa.bool_()))
    where, starts = _steps(dated, step)
    at = np.array([place[s] for s in dated["source"].to_pylist()], np.int64)
    n = _numbers(dated)
    between = dated["between"].to_numpy().astype(np.bool_)
    shape = (len(names), len(starts))
    kinds = _quads_only(dated, at, len(names))
    return Streams(
        step=step,
        starts=starts,
        sources=tuple(names),
        counts=_counts(dated, domain, (at, where), n, kinds, shape),
        exposure=_added(shape, (at, where), np.nan_to_num(n)),
        events=_added(shape, (at[between], where[between]), np.nan_to_num(n[between])),
        talk_inside=tuple(kinds.tolist()),
        aside=_aside(whole),
        domain=domain,
    )


def step_start(days: Days, step: Step) -> Days:
    """The first day of the month, quarter or year that each day lies in."""
    size = MONTHS_OF[step]
    months = days.astype("datetime64[M]").astype(np.int64)
    first: Days = (months // size * size).astype("datetime64[M]").astype("datetime64[D]")
    return first


def _telling(dated: pa.Table, domain: str | None) -> Iterable[str]:
    """The sources that tell of ``domain``: all of them when none is asked for."""
    if domain is None:
        return list(dated["source"].to_pylist())
    return list(dated.filter(dated["domain"].is_valid())["source"].to_pylist())


def _steps(dated: pa.Table, step: Step) -> tuple[Ints, Days]:
    days = dated["period_start"].to_numpy().astype("datetime64[D]")
    if np.any(days != step_start(days, step)):
        raise BadValue(f"a tally whose day is not the first of a {step}")
    if not len(days):
        return np.zeros(0, np.int64), np.zeros(0, "datetime64[D]")
    number = days.astype("datetime64[M]").astype(np.int64) // MONTHS_OF[step]
    first, last = int(number.min()), int(number.max())
    months = np.arange(first, last + 1) * MONTHS_OF[step]
    return number - first, months.astype("datetime64[M]").astype("datetime64[D]")


def _numbers(dated: pa.Table) -> Floats:
    n = np.asarray(dated["n"].to_numpy(zero_copy_only=False), np.float64)
    if np.any(n < 0) or np.any(np.isinf(n)):
        raise BadValue("a tally must be finite and not negative")
    return n


def _counts(
    dated: pa.Table,
    domain: str | None,
    place: tuple[Ints, Ints],
    n: Floats,
    kinds: npt.NDArray[np.bool_],
    shape: tuple[int, int],
) -> Floats:
    """Counts by stream, NaN where a source has no such stream."""
    kept = dated["between"].to_numpy().astype(np.bool_)
    if domain is not None:
        kept &= np.array([(d or UNSTATED) == domain for d in dated["domain"].to_pylist()], bool)
    stream = np.array([_stream(a) for a in dated["action"].to_pylist()], np.int64)
    counts = np.zeros((shape[0], len(STREAMS), shape[1]))
    np.add.at(counts, (place[0][kept], stream[kept], place[1][kept]), n[kept])
    counts[kinds, STREAMS.index("talk")] = np.nan
    return counts


def _stream(action: str | None) -> int:
    found = _STREAM.get(action or "")
    if found is None:
        raise BadValue(f"{action!r} is neither a PLOVER type nor a quad class", where="tallies")
    return found


def _quads_only(dated: pa.Table, at: Ints, size: int) -> npt.NDArray[np.bool_]:
    """Which sources tell quad classes; raises `BadValue` for one that mixes them with types."""
    quad = np.array([a in QUADS for a in dated["action"].to_pylist()], np.bool_)
    some, every = np.zeros(size, np.bool_), np.ones(size, np.bool_)
    np.logical_or.at(some, at, quad)
    np.logical_and.at(every, at, quad)
    if np.any(some != every):
        raise BadValue("a source that gives quad classes and PLOVER types", where="tallies")
    return some


def _added(shape: tuple[int, int], place: tuple[Ints, Ints], n: Floats) -> Floats:
    sums = np.zeros(shape)
    np.add.at(sums, place, n)
    return sums


def _aside(whole: pa.Table) -> float:
    undated = whole.filter(whole["period_start"].is_null())
    between = undated.filter(undated["between"])
    return float(sum(x or 0.0 for x in between["n"].to_pylist()))
