"""How often states vote alike in a year: each two of some states, or one state with all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import actor_of, actors_of, day_of
from multipole.answers.system_notes import nothing, released
from multipole.answers.system_power import power
from multipole.answers.system_ties import CAST_SHARE, Votes, votes
from multipole.answers.words import count
from multipole.core.errors import WrongUse
from multipole.core.types import Estimate
from multipole.relations.votes_doubt import share_estimate
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("a", "b")),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        *((n, pa.int64()) for n in ("n", "cast", "roll_calls", "place_a", "place_b")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("until", pa.date32()),
        *((n, pa.string()) for n in ("variable", "source", "release")),
    ]
)
SHOWN: Final = ("a", "b", "value", "low", "high", "n")
REMEDY: Final = "Add the votes of the General Assembly: multipole sources unga_votes."
#: States taken when none are named, and how old the capabilities may be by which they are chosen.
LARGEST: Final = 16
OLD: Final = 10
Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Year:
    """The votes of a year: ``equal`` and ``both`` count roll calls of each two of ``states``."""

    year: int
    states: tuple[str, ...]
    equal: Counts
    both: Counts
    cast: Counts
    roll_calls: int
    until: date


def agreements(
    store: Store,
    *,
    year: int | str,
    states: Iterable[str] | str = (),
    to: str | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """The share of equal votes in the roll calls of a calendar year that both cast.

    A row a pair ``a`` and ``b``, each two of ``states`` (codes or names, or ``CHN,RUS``), or ``to``
    as ``a`` with every state that voted, most alike first: ``value`` with its 90% interval, of
    ``n`` roll calls that both cast, ``cast`` those of ``b``. An abstention agrees with an
    abstention only. Without ``states`` those of `largest`. ``place_a`` and ``place_b`` are places
    in an order in which states that vote alike stand together (average linkage, leaves in their
    best order: Bar-Joseph, Gifford and Jaakkola 2001); null where one of the states agrees with
    none.

    Raises `UnknownCode` or `WrongUse` for what cannot be read, and `NothingFound` when the store
    has no votes of that year, or none of the states asked for.
    """
    when, known, own = _whole(year), day_of(as_of), store.actor_list()
    cast = votes(store, since=date(when, 1, 1), until=date(when + 1, 1, 1), as_of=known)
    if cast is None:
        raise nothing(store, f"votes of the General Assembly in {when}", as_of=known, remedy=REMEDY)
    of = _counted(cast, when)
    if to is not None:
        rows = list(_with_all(store, of, actor_of(to, own=own)))
        title = f"Agreement with {rows[0]['a']} in the General Assembly, {when}"
    else:
        names = states.split(",") if isinstance(states, str) else list(states)
        asked = actors_of([n for n in names if n.strip()], own=own)
        rows = list(_among(store, of, asked or largest(store, of.states, when, known)))
        title = f"Agreement in the General Assembly, {when}"
    shared = _shared(of, cast)
    table = pa.Table.from_pylist([row | shared for row in rows], schema=SCHEMA)
    return Answer(title, table, evidence.none(), tuple(_notes(store, of, cast)), SHOWN)


def largest(
    store: Store, states: Sequence[str], year: int, as_of: date | None, *, most: int = LARGEST
) -> tuple[str, ...]:
    """The states of the greatest CINC in the newest of the last years, or as they are given."""
    until = date(year + 1, 1, 1)
    weights = power(store, since=date(max(year - OLD, 1), 1, 1), until=until, as_of=as_of)
    if weights is None:
        return tuple(states[:most])
    known = weights.of(weights.last, tuple(states))
    order = np.argsort(-np.nan_to_num(known, nan=-1.0), kind="stable")[:most]
    return tuple(states[place] for place in order)


def _whole(year: int | str) -> int:
    text = str(year).strip()
    if not (text.isdecimal() and 1 <= int(text) < date.max.year):
        raise WrongUse(f"{year!r} is no year", remedy="Write one in digits: 2018.")
    return int(text)


def _counted(cast: Votes, year: int) -> _Year:
    """Counts of equal and of common votes of each two."""
    frame = cast.frame
    states, calls = frame["subject"].unique().sort(), frame["item"].unique().sort()
    choices = np.full((len(states), len(calls)), np.nan)
    rows = states.search_sorted(frame["subject"]).to_numpy()
    choices[rows, calls.search_sorted(frame["item"]).to_numpy()] = frame["value"].to_numpy()
    there = np.isfinite(choices).astype(np.float64)
    levels = np.unique(choices[np.isfinite(choices)])
    chosen = [(choices == level).astype(np.float64) for level in levels]
    equal = np.asarray(sum(one @ one.T for one in chosen))
    last = cast.roll_calls[year][1]
    return _Year(year, tuple(states.to_list()), equal, there @ there.T, there.sum(axis=1),
                 len(calls), last)  # fmt: skip


def _with_all(store: Store, of: _Year, one: str) -> Iterator[dict[str, Any]]:
    here = _places(store, of, (one,))[one]
    rows = [_row(of, here, there) for there in range(len(of.states)) if there != here]
    yield from sorted(rows, key=lambda r: (-1 if r["value"] is None else -r["value"], r["b"]))


def _among(store: Store, of: _Year, asked: Sequence[str]) -> Iterator[dict[str, Any]]:
    places = _places(store, of, asked)
    order = _order(of, list(places.values()))
    named = list(places)
    for i, a in enumerate(named):
        for b in named[i + 1 :]:
            placed = {"place_a": order.get(places[a]), "place_b": order.get(places[b])}
            yield _row(of, places[a], places[b]) | placed


def _places(store: Store, of: _Year, asked: Sequence[str]) -> dict[str, int]:
    """Where the states stand that voted; raises `NothingFound` when none of them did."""
    held = {state: n for n, state in enumerate(of.states)}
    found = {state: held[state] for state in asked if state in held}
    if not found:
        what = f"votes of {', '.join(asked)} in the General Assembly in {of.year}"
        raise nothing(store, what, as_of=None, remedy="Ask for another year or other states.")
    return found


def _row(of: _Year, i: int, j: int) -> dict[str, Any]:
    found: Estimate = share_estimate(float(of.equal[i, j]), float(of.both[i, j]))
    known = bool(found.n)
    return {
        "a": of.states[i], "b": of.states[j], "value": found.mean if known else None,
        "low": found.low if known else None, "high": found.high if known else None,
        "n": found.n, "cast": int(of.cast[j]),
    }  # fmt: skip


def _order(of: _Year, places: Sequence[int]) -> Mapping[int, int]:
    """The place of each state in an order in which those that vote alike stand together."""
    here = np.ix_(places, places)
    with np.errstate(invalid="ignore"):
        apart = 1 - of.equal[here] / of.both[here]
    if len(places) < 3 or not np.isfinite(apart).all():
        return {place: n for n, place in enumerate(places)}
    np.fill_diagonal(apart, 0.0)
    close = squareform(np.maximum(apart, 0.0), checks=False)
    tree = hierarchy.linkage(close, method="average", optimal_ordering=True)
    return {places[leaf]: n for n, leaf in enumerate(hierarchy.leaves_list(tree).tolist())}


def _shared(of: _Year, cast: Votes) -> dict[str, Any]:
    return {
        "period_start": date(of.year, 1, 1), "period_end": date(of.year + 1, 1, 1),
        "roll_calls": of.roll_calls, "until": of.until, "variable": cast.variable,
        "source": cast.source.source, "release": cast.source.release,
    }  # fmt: skip


def _notes(store: Store, of: _Year, cast: Votes) -> Iterator[str]:
    yield (
        f"Rests on {count(of.roll_calls, 'roll call')} ({cast.variable}) of {of.year}, until "
        f"{of.until}: {released(store, cast.source)}. The share of equal votes among those that "
        "both cast; an abstention agrees with an abstention only."
    )
    few = [s for s, n in zip(of.states, of.cast, strict=True) if n < CAST_SHARE * of.roll_calls]
    if few:
        yield f"Cast fewer than {CAST_SHARE:.0%} of them: {' '.join(few)}."
    yield (
        "Intervals (90%) take roll calls for a sample of the questions that might have been put; "
        "many of them are on one matter, so that the true doubt is larger."
    )
