"""Blocs of a year: who votes, or is pledged, with whom, how sure, and how far from the poles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import actors_of, day_of, one_of
from multipole.answers.system_division import LARGE, Division, division
from multipole.answers.system_near import nearest
from multipole.answers.system_notes import nothing, released
from multipole.answers.system_power import Power, power
from multipole.answers.system_ties import (
    PLEDGES,
    ROLL_CALLS,
    Ties,
    pledges,
    votes,
)
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store
from multipole.system.membership import leaders

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "what")),
        ("bloc", pa.int64()),
        ("size", pa.int64()),
        ("members", pa.list_(pa.string())),
        ("states", pa.string()),
        ("leader", pa.string()),
        ("leader_cinc_year", pa.int64()),
        ("together", pa.float64()),
        ("wavering", pa.list_(pa.string())),
        ("pole", pa.string()),
        *((n, pa.float64()) for n in ("distance", "low", "high", "bloc_distance")),
        ("common", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.int64()) for n in ("layers", "placed")),
        ("until", pa.date32()),
        ("variables", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("source", "release")),
    ]
)
SHOWN: Final = (
    "section", "what", "size", "states", "leader", "together", "pole", "distance", "low", "high"
)  # fmt: skip
WITH: Final = ("votes", "alliance")
#: A member is wavering when the draws leave it less often than this with the others of its bloc.
WAVERS: Final = 0.8
_DRAWS, _SHUFFLES = 100, 99
#: Leaders are named by the newest CINC that is not older than this.
OLD: Final = 5
#: A note names so many wavering members; all are in the table.
_NAMED: Final = 12
REMEDY: Final = {
    "votes": "Add the votes of the General Assembly: multipole sources unga_votes.",
    "alliance": "Add the pledges of alliances by year: multipole sources atop.",
}


def blocs(
    store: Store,
    *,
    year: int | str,
    with_: str = "votes",
    near: Iterable[str] | str = (),
    as_of: str | date | None = None,
    seed: int = 1,
) -> Answer:
    """The blocs of a year from votes in the General Assembly, or from the pledges of alliances.

    Rows, by ``section``:

    - ``bloc``: a large one (or the only one), its ``members``, its ``leader`` (the member of the
      greatest CINC), ``together``: how often redrawn roll calls leave two of its members in one
      bloc, on average, and ``wavering``: members for whom that is rarer than `WAVERS`.
    - ``small``: all other blocs in one row, divided by ``;`` in ``states``.
    - ``aside``: states that are not placed, as whose ties say too little.
    - ``near``: the ``distance`` of each state in ``near`` (codes or names, or ``CHN,RUS``) to the
      leaders of large blocs and to the others asked for, and to the members of the leader's bloc on
      average. Of votes it is the share of common roll calls with different votes, with its 90%
      score interval; of pledges the share of kinds of pledge not given.

    Every row names the ``variables``, ``source``, ``release`` and number of ``layers`` (roll calls,
    kinds of pledge) that it rests on. Raises `UnknownCode`, `BadPeriod` or `WrongUse` for what
    cannot be read, and `NothingFound` when the store has no ties of that year.
    """
    one_of(with_, WITH, "what blocs are made of")
    names = [one for one in near.split(",") if one.strip()] if isinstance(near, str) else near
    asked = actors_of(names, own=store.actor_list())
    when, known = _year(year), day_of(as_of)
    ties = _ties(store, when, with_, known)
    found = division(ties, seed=seed, draws=_DRAWS, shuffles=_SHUFFLES)
    if found is None:
        raise nothing(store, f"ties of three states in {when}", as_of=known, remedy=REMEDY[with_])
    weights = power(
        store, since=date(max(when - OLD, 1), 1, 1), until=date(when + 1, 1, 1), as_of=known
    )
    heads = leading(found, weights)
    rows = [*_divided(found, heads, weights), *nearest(found, heads, asked)]
    table = pa.Table.from_pylist([row | rests_on(ties) for row in rows], schema=SCHEMA)
    notes = (*_verdict(found), *_about(store, found, weights, with_))
    return Answer(_title(found, with_), table, evidence.none(), notes, SHOWN)


def _year(year: int | str) -> int:
    text = str(year).strip()
    if not (text.isdecimal() and 1 <= int(text) < date.max.year):
        raise WrongUse(f"{year!r} is no year", remedy="Write one in digits: 2018.")
    return int(text)


def _ties(store: Store, year: int, with_: str, known: date | None) -> Ties:
    found: Ties | None
    if with_ == "alliance":
        found, what = pledges(store, year, as_of=known), f"pledges of alliances in {year}"
    else:
        cast = votes(store, since=date(year, 1, 1), until=date(year + 1, 1, 1), as_of=known)
        found, what = cast.year(year) if cast else None, f"votes of the General Assembly in {year}"
        if cast and found is None:
            raise NothingFound(
                f"the store holds {count(cast.roll_calls[year][0], 'roll call')} of the General "
                f"Assembly in {year}; blocs need {ROLL_CALLS}",
                where=str(store.path),
                remedy="Ask for another year, or add more votes: multipole sources unga_votes.",
            )
    if found is None:
        raise nothing(store, what, as_of=known, remedy=REMEDY[with_])
    return found


def leading(found: Division, weights: Power | None) -> dict[int, str]:
    """The weightiest member of each bloc, of those blocs where a weight is known."""
    if weights is None:
        return {}
    places = leaders(weights.of(weights.last, found.year.states), found.labels)
    return {n: found.year.states[place] for n, place in enumerate(places) if place >= 0}


def _divided(
    found: Division, heads: dict[int, str], weights: Power | None
) -> Iterator[dict[str, Any]]:
    large = found.large or (0,)
    for bloc in large:
        members = found.members(bloc)
        yield {
            "section": "bloc", "what": f"bloc {bloc + 1}", "bloc": bloc + 1, "size": len(members),
            "members": members, "states": " ".join(members), "leader": heads.get(bloc),
            "leader_cinc_year": weights.last if weights and bloc in heads else None,
            **_sure(found, bloc),
        }  # fmt: skip
    small = [found.members(n) for n in range(len(found.sizes)) if n not in large]
    if small:
        yield {
            "section": "small", "what": count(len(small), "bloc"),
            "states": "; ".join(" ".join(one) for one in small), **_group(sum(small, ())),
        }  # fmt: skip
    aside = (*found.year.aside, *found.members(-1))
    if aside:
        yield {
            "section": "aside", "what": count(len(aside), "state"),
            "states": " ".join(aside), **_group(aside),
        }  # fmt: skip


def _group(members: Sequence[str]) -> dict[str, Any]:
    return {"size": len(members), "members": list(members)}


def _sure(found: Division, bloc: int) -> dict[str, Any]:
    """How sure the membership of a bloc is; unknown where all is said to be one bloc."""
    if not found.warrant.warranted:
        return {}
    sure = found.found.sure
    inside = found.labels == bloc
    known = sure[inside & np.isfinite(sure)]
    wavers = np.flatnonzero(inside & (sure < WAVERS))
    return {
        "together": float(known.mean()) if len(known) else None,
        "wavering": [found.year.states[place] for place in wavers],
    }


def rests_on(ties: Ties) -> dict[str, Any]:
    """The period, source and size of what a row rests on."""
    return {
        "period_start": date(ties.year, 1, 1), "period_end": date(ties.year + 1, 1, 1),
        "layers": len(ties.items), "placed": len(ties.states), "until": ties.last,
        "variables": list(ties.variables), "source": ties.source.source,
        "release": ties.source.release,
    }  # fmt: skip


def _title(found: Division, with_: str) -> str:
    kind = "votes in the General Assembly" if with_ == "votes" else "pledges of alliances"
    of = f"Blocs of {kind}, {found.year.year}, {count(len(found.year.states), 'state')}"
    if not found.warrant.warranted:
        return f"{of}: one bloc"
    small = len(found.sizes) - len(found.large)
    return f"{of}: {len(found.large)} large, {small} small"


def _verdict(found: Division) -> Iterator[str]:
    """Whether more than one bloc is warranted, and how sure the division is."""
    yield f"Is more than one bloc warranted? {found.warrant.reason}."
    if not found.warrant.warranted:
        return
    same, number = found.found.same, found.found.count
    yield (
        f"Redrawn {same.n} times, the division is like this one by {same.mean:.2f} ({same.low:.2f} "
        f"to {same.high:.2f}; adjusted Rand index, 1 the same), with {number.low:.0f} to "
        f"{number.high:.0f} blocs, single states among them."
    )
    for bloc in found.large:
        wavering = _sure(found, bloc)["wavering"]
        if wavering:
            named = " ".join(wavering) if len(wavering) <= _NAMED else count(len(wavering), "state")
            yield f"Wavering in bloc {bloc + 1} (together below {WAVERS}): {named}."


def _about(store: Store, found: Division, weights: Power | None, with_: str) -> Iterator[str]:
    ties = found.year
    yield (
        f"Large: at least {LARGE:.0%} of the placed states and two. Method: constant Potts model "
        "for signed weights (Traag, Van Dooren and Nesterov 2011), ties above the mean together."
    )
    if with_ == "votes":
        yield (
            f"Rests on {count(len(ties.items), 'roll call')} ({ties.variables[0]}), {ties.first} "
            f"to {ties.last}: {released(store, ties.source)}. Distance: share of common roll calls "
            "with different votes, with its 90% score interval (Wilson 1927); an abstention agrees "
            "with an abstention only."
        )
    else:
        yield (
            f"Rests on {len(PLEDGES)} kinds of pledge ({', '.join(PLEDGES)}): "
            f"{released(store, ties.source)}. Distance: share of the kinds not pledged (half where "
            "one side pledged); redrawn are the kinds, which are few."
        )
    if weights:
        yield f"Leaders: greatest CINC of {weights.last} ({released(store, weights.source)})."
    else:
        yield "Leaders: unknown, no CINC of these years in the store (multipole sources cow_nmc)."
    if ties.aside:
        yield f"Not placed: {ties.why_aside}."
