"""Blocs over the years: which one a state is in each year, how sure, and how far from the poles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, actors_of, day_of, end_of, one_of, start_of
from multipole.answers.blocs import OLD, REMEDY, WITH, leading, rests_on
from multipole.answers.blocs_years_notes import DRAWS, SHUFFLES, said
from multipole.answers.system_division import Division, division
from multipole.answers.system_near import nearest
from multipole.answers.system_notes import nothing
from multipole.answers.system_power import Power, power
from multipole.answers.system_ties import PLEDGES, ROLL_CALLS, Ties, pledges, votes
from multipole.answers.words import count
from multipole.core.errors import WrongUse
from multipole.store import Store
from multipole.system.membership import followed

SCHEMA: Final = pa.schema(
    [
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("state", pa.string()),
        *((n, pa.int64()) for n in ("bloc", "size")),
        ("leader", pa.string()),
        ("leader_cinc_year", pa.int64()),
        ("together", pa.float64()),
        ("same_bloc", pa.list_(pa.string())),
        *((n, pa.list_(pa.string())) for n in ("leaders", "poles")),
        *((n, pa.list_(pa.float64())) for n in ("distance", "low", "high")),
        ("common", pa.list_(pa.int64())),
        ("drawn_with", pa.list_(pa.float64())),
        ("from_poles", pa.string()),
        ("blocs", pa.int64()),
        ("warranted", pa.bool_()),
        ("p", pa.float64()),
        ("verdict", pa.string()),
        *((n, pa.int64()) for n in ("roll_calls", "placed")),
        ("until", pa.date32()),
        ("variables", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("source", "release")),
    ]
)
SHOWN: Final = (
    "when", "state", "bloc", "size", "leader", "together", "same_bloc", "from_poles"
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Ties:
    """What there is to divide: a year's ``of``, None with the reason in ``without``."""

    first: int
    last: int
    of: Callable[[int], Ties | None]
    without: Callable[[int], Row]


def blocs_years(
    store: Store,
    *,
    near: Iterable[str] | str,
    since: When | int,
    until: When | int | None = None,
    with_: str = "votes",
    as_of: str | date | None = None,
    seed: int = 1,
) -> Answer:
    """The bloc of each state in ``near`` in each year, of votes or of the pledges of alliances.

    A row a year and state, whole years from that of ``since`` to that of ``until``, as far as the
    store has ties, each divided as `multipole.answers.blocs.blocs` divides it:

    - ``bloc``: a number that a bloc keeps from year to year, by its common members; its ``size``
      and ``leader`` (the member of the greatest CINC); ``same_bloc``: the other states of ``near``
      in it.
    - ``together``: how often redrawn roll calls leave the state in one bloc with another of its
      bloc, on average; empty for a state alone.
    - ``poles``: the ``leaders`` of the large blocs of the year and the other states of ``near``,
      with the ``distance`` to each (as in `blocs`), its 90% score interval ``low`` to ``high``, the
      ``common`` roll calls, and ``drawn_with``: how often redrawn roll calls leave both in one
      bloc. ``from_poles`` is that in words.
    - ``blocs``: the number of large blocs. ``warranted``, ``p`` and ``verdict``: whether there is
      more than one beyond chance. Where there is not, ``bloc`` is empty; so it is for a state that
      is not placed and for a year without ties.

    Raises `UnknownCode`, `BadPeriod` or `WrongUse` for what cannot be read, and `NothingFound` when
    the store has no ties of those years.
    """
    one_of(with_, WITH, "what blocs are made of")
    names = [one for one in near.split(",") if one.strip()] if isinstance(near, str) else near
    asked, known = actors_of(names, own=store.actor_list()), day_of(as_of)
    if not asked:
        raise WrongUse(
            "no states were named whose blocs to follow over the years",
            remedy="Name some: --near CHN,RUS,USA. One --year alone needs none.",
        )
    first, last = _span(since, until)
    read = _pledged if with_ == "alliance" else _voted
    ties = read(store, *_bounds(first, last), known)
    span = f"{first} to {last}" if last else f"{first} on"
    rows: list[Row] = []
    if ties is not None:
        weights = power(store, **_bounded(ties), as_of=known)
        rows = _rows(ties, asked, weights, seed)
    if ties is None or not any(row["placed"] for row in rows):
        what = f"ties of three states in the years from {span}"
        raise nothing(store, what, as_of=known, remedy=REMEDY[with_])
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    notes = (*_short(ties, first, last), *said(store, rows, weights, with_))
    return Answer(_title(ties, asked, with_), table, evidence.none(), notes, SHOWN)


def _title(ties: _Ties, asked: Sequence[str], with_: str) -> str:
    kind = "votes in the General Assembly" if with_ == "votes" else "pledges of alliances"
    spell = str(ties.first) if ties.first == ties.last else f"{ties.first} to {ties.last}"
    return f"Blocs of {kind}, {spell}: {' '.join(asked)}"


def _short(ties: _Ties, first: int, last: int | None) -> Iterator[str]:
    """That the store has ties of some of the years asked for only."""
    if (ties.first, ties.last) != (first, last or ties.last):
        asked = f"{first} to {last}" if last else f"{first} on"
        yield f"Asked for {asked}; the store has ties of {ties.first} to {ties.last} only."


def _span(since: When | int, until: When | int | None) -> tuple[int, int | None]:
    since = str(since) if isinstance(since, int) else since
    until = str(until) if isinstance(until, int) else until
    first, end = start_of(since) or date.min, end_of(until)
    if end is not None and end <= first:
        raise WrongUse(f"until {until} is before since {since}", remedy="Turn them round.")
    return first.year, None if end is None else date.fromordinal(end.toordinal() - 1).year


def _bounded(ties: _Ties) -> dict[str, date]:
    """The years whose capabilities may name leaders."""
    return {"since": date(max(ties.first - OLD, 1), 1, 1), "until": date(ties.last + 1, 1, 1)}


def _bounds(first: int, last: int | None) -> tuple[date, date | None]:
    return date(first, 1, 1), date(last + 1, 1, 1) if last and last < date.max.year else None


def _voted(store: Store, since: date, until: date | None, known: date | None) -> _Ties | None:
    cast = votes(store, since=since, until=until, as_of=known)
    if cast is None:
        return None

    def without(year: int) -> Row:
        calls = cast.roll_calls[year][0] if year in cast.roll_calls else None
        why = f"{count(calls, 'roll call')}; blocs need {ROLL_CALLS}" if calls else "no votes"
        return {"verdict": f"unknown: {why}", "roll_calls": calls}

    return _Ties(min(cast.roll_calls), max(cast.roll_calls), cast.year, without)


def _pledged(store: Store, since: date, until: date | None, known: date | None) -> _Ties | None:
    found = store.records.observations(
        variables=list(PLEDGES), since=since, until=until, as_of=known
    )
    years = [day.year for day in found["period_start"].unique().to_pylist()]
    if not years:
        return None
    return _Ties(
        max(min(years), since.year), max(years),
        lambda year: pledges(store, year, as_of=known),
        lambda year: {"verdict": "unknown: no pledges"},
    )  # fmt: skip


def _rows(ties: _Ties, asked: Sequence[str], weights: Power | None, seed: int) -> list[Row]:
    """The rows of all years; only labels are kept of a year once its rows are made."""
    rows: list[Row] = []
    labels: dict[int, dict[str, int]] = {}
    for year in range(ties.first, ties.last + 1):
        now = ties.of(year)
        found = division(now, seed=seed, draws=DRAWS, shuffles=SHUFFLES) if now else None
        period = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}
        if found is None:
            of = period | {"placed": None, **ties.without(year)}
            rows += [of | {"state": state} for state in asked]
            continue
        if found.warrant.warranted:
            labels[year] = dict(zip(found.year.states, found.labels.tolist(), strict=True))
        rows += _of_year(found, asked, _recent(weights, year))
    numbered = _numbered(labels)
    for row in rows:
        row["bloc"] = numbered.get(row["period_start"].year, {}).get(row["state"])
    return rows


def _recent(known: Power | None, year: int) -> Power | None:
    """Capabilities of the year, or of the newest before it that is not too old."""
    kept = {y: v for y, v in known.by_year.items() if year - OLD <= y <= year} if known else {}
    return Power(kept, known.source) if known and kept else None


def _numbered(labels: Mapping[int, Mapping[str, int]]) -> dict[int, dict[str, int]]:
    """Blocs numbered alike in all years, from 1 for the one with the most members over the years.

    Years of one bloc are passed over: the blocs before them go on in those after.
    """
    if not labels:
        return {}
    states = sorted({state for year in labels.values() for state in year})
    same = followed([[year.get(state, -1) for state in states] for year in labels.values()])
    order = np.argsort(-np.bincount(same[same >= 0]), kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    return {
        year: {s: int(number[n]) for s, n in zip(states, row, strict=True) if n >= 0}
        for year, row in zip(labels, same, strict=True)
    }


def _of_year(found: Division, asked: Sequence[str], weights: Power | None) -> Iterator[Row]:
    heads = leading(found, weights)
    poles = [heads[bloc] for bloc in found.large if bloc in heads]
    shared = _shared(found) | {"leaders": poles}
    far = {(row["what"], row.get("pole")): row for row in nearest(found, heads, asked)}
    place = {state: n for n, state in enumerate(found.year.states)}
    others = [*poles, *sorted(state for state in asked if state in place)]
    for state in asked:
        row = shared | {"state": state, "from_poles": "not placed"}
        if state in place:
            order = [pole for pole in dict.fromkeys(others) if pole != state]
            row |= _away([far[state, pole] for pole in order])
            row |= _inside(found, heads, weights, place[state])
            row |= _together(found, asked, place, state, order)
        yield row


def _inside(found: Division, heads: Mapping[int, str], weights: Power | None, here: int) -> Row:
    """The size and the leader of a state's bloc."""
    bloc = int(found.labels[here])
    if bloc < 0:
        return {}
    leader = heads.get(bloc)
    year = weights.last if weights and leader else None
    return {"size": int(found.sizes[bloc]), "leader": leader, "leader_cinc_year": year}


def _together(
    found: Division,
    asked: Sequence[str],
    place: Mapping[str, int],
    state: str,
    poles: Sequence[str],
) -> Row:
    """Who is in a state's bloc and how often when redrawn; unknown where all is one bloc."""
    here = place[state]
    bloc = found.labels[here]
    if bloc < 0 or not found.warrant.warranted:
        return {}
    same = [one for one in asked if one in place and found.labels[place[one]] == bloc]
    return {
        "same_bloc": sorted(one for one in same if one != state),
        "together": _told(found.found.sure[here]),
        "drawn_with": [_told(found.found.together[here, place[pole]]) for pole in poles],
    }


def _shared(found: Division) -> Row:
    """What holds of all states of a year."""
    cast = found.year.choices is not None
    return rests_on(found.year) | {
        "blocs": max(len(found.large), 1), "warranted": found.warrant.warranted,
        "p": found.warrant.p, "verdict": found.warrant.reason,
        "roll_calls": len(found.year.items) if cast else None,
    }  # fmt: skip


def _away(rows: Sequence[Row]) -> Row:
    """How far a state is from each pole, in lists of one length."""
    lists: Row = {
        name: [row.get(name) for row in rows] for name in ("distance", "low", "high", "common")
    }
    words = "; ".join(_worded(row) for row in rows)
    return lists | {"poles": [row["pole"] for row in rows], "from_poles": words}


def _worded(row: Row) -> str:
    if row.get("distance") is None:
        return f"{row['pole']} unknown"
    range_ = f" ({row['low']:.2f}-{row['high']:.2f})" if "low" in row else ""
    return f"{row['pole']} {row['distance']:.2f}{range_}"


def _told(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
