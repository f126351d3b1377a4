"""Polarity: how capabilities are divided among states, and states among blocs, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, end_of, start_of
from multipole.answers.system_division import LARGE, Division, division
from multipole.answers.system_notes import nothing, released
from multipole.answers.system_power import CINC, MAJOR, Majors, Power, majors, power
from multipole.answers.system_ties import CAST_SHARE, ROLL_CALLS, Votes, votes
from multipole.answers.words import numbers
from multipole.core.errors import WrongUse
from multipole.store import Store
from multipole.system.polarity import by_bloc, concentration, effective_number, shares, top_share

SCHEMA: Final = pa.schema(
    [
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("states", pa.int64()),
        ("poles", pa.float64()),
        ("first", pa.string()),
        ("first_share", pa.float64()),
        ("second", pa.string()),
        ("second_share", pa.float64()),
        ("top_two", pa.float64()),
        ("con_majors", pa.float64()),
        ("majors", pa.list_(pa.string())),
        ("con_system", pa.float64()),
        ("roll_calls", pa.int64()),
        ("voters", pa.int64()),
        ("votes_until", pa.date32()),
        ("blocs", pa.int64()),
        ("blocs_effective", pa.float64()),
        ("poles_by_bloc", pa.float64()),
        *((n, pa.float64()) for n in ("same", "same_low", "same_high", "p")),
        ("verdict", pa.string()),
        *((n, pa.list_(pa.string())) for n in ("variables", "sources", "releases")),
    ]
)
SHOWN: Final = (
    "when", "poles", "first", "first_share", "second", "second_share", "con_majors", "con_system",
    "roll_calls", "blocs", "poles_by_bloc", "same",
)  # fmt: skip
#: Voters without CINC may be so many of all; a state inside another's figures (Ukraine before 1991)
#: has none.
_WITHOUT_POWER: Final = 0.05
_DRAWS, _SHUFFLES = 20, 19
_REMEDY: Final = (
    "Add the capabilities, the major powers or the votes of the General Assembly: multipole "
    "sources cow_nmc, multipole sources cow_majors, multipole sources unga_votes."
)


@dataclass(frozen=True, slots=True)
class _Records:
    power: Power | None
    majors: Majors | None
    votes: Votes | None


def polarity(
    store: Store,
    *,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    seed: int = 1,
) -> Answer:
    """Capabilities, concentration and blocs of each year; what is not known is empty, never 0.

    A row a year, whole years from that of ``since`` (1946 when not given) to that of ``until``:

    - ``poles``: effective number of poles of CINC over all ``states`` that have a figure; the
      ``first`` and ``second`` state with their shares, ``top_two`` both together.
    - ``con_majors``, ``con_system``: Ray and Singer's CON of CINC, of the ``majors`` of the year
      and of all states.
    - ``blocs``: the number of large blocs in the General Assembly, ``blocs_effective`` the
      effective number of all blocs by members, ``poles_by_bloc`` by the CINC of their members.
      ``same`` (with the middle 90% of resampled roll calls) is how alike the division stays, ``p``
      of the test whether more than one bloc is warranted, ``verdict`` that in words.
    - ``variables``, ``sources``, ``releases``: what the row rests on, beside ``roll_calls``.

    Raises `BadPeriod` or `WrongUse` for bounds that cannot be read or are turned round, and
    `NothingFound` when the store has none of it.
    """
    known, bounds = day_of(as_of), _years(since, until)
    read = _Records(
        power(store, since=bounds[0], until=bounds[1], as_of=known),
        majors(store, as_of=known),
        votes(store, since=bounds[0], until=bounds[1], as_of=known),
    )
    years = {
        *(read.power.by_year if read.power else ()),
        *(read.votes.roll_calls if read.votes else ()),
    }
    if not years:
        what = "capabilities or votes of all states in these years"
        raise nothing(store, what, as_of=known, remedy=_REMEDY)
    rows = [_row(read, year, seed) for year in range(min(years), max(years) + 1)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    spell = f" to {max(years)}" if max(years) > min(years) else ""
    title = f"Polarity, {min(years)}{spell}"
    return Answer(title, table, evidence.none(), tuple(_notes(store, read, rows)), SHOWN)


def _years(since: When | None, until: When | None) -> tuple[date, date | None]:
    first, end = start_of(since) or date(1946, 1, 1), end_of(until)
    if end is not None and end <= first:
        raise WrongUse(f"until {until} is before since {since}", remedy="Turn them round.")
    last = None if end is None else date.fromordinal(end.toordinal() - 1).year
    return date(first.year, 1, 1), None if last is None else date(last + 1, 1, 1)


def _row(read: _Records, year: int, seed: int) -> dict[str, Any]:
    row = {"period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}
    row |= _powers(read.power, read.majors, year) | _blocs(read, year, seed)
    return row | _rests_on(read, row)


def _powers(known: Power | None, great: Majors | None, year: int) -> dict[str, Any]:
    if known is None or year not in known.by_year:
        return {}
    values = known.by_year[year]
    amounts = np.array(list(values.values()))
    row: dict[str, Any] = {
        "states": len(values), "poles": _told(effective_number(amounts)),
        "top_two": _told(top_share(amounts, top=2)) if len(amounts) > 1 else None,
        "con_system": _told(concentration(amounts)),
    }  # fmt: skip
    part = dict(zip(values, shares(amounts).tolist(), strict=True))
    if row["poles"] is not None:
        greatest = sorted(part, key=lambda state: (-part[state], state))[:2]
        for name, state in zip(("first", "second"), greatest, strict=False):
            row |= {name: state, f"{name}_share": part[state]}
    powers = great.year(year) if great else ()
    if len(powers) > 1:
        row |= {"majors": powers, "con_majors": _told(concentration(known.of(year, powers)))}
    return row


def _blocs(read: _Records, year: int, seed: int) -> dict[str, Any]:
    if read.votes is None or year not in read.votes.roll_calls:
        return {}
    row: dict[str, Any] = dict(
        zip(("roll_calls", "votes_until"), read.votes.roll_calls[year], strict=True)
    )
    ties = read.votes.year(year)
    found = division(ties, seed=seed, draws=_DRAWS, shuffles=_SHUFFLES) if ties else None
    if found is None:
        return row
    row |= {
        "voters": len(found.year.states), "blocs": max(len(found.large), 1),
        "blocs_effective": _told(effective_number(found.sizes)), "p": found.warrant.p,
        "verdict": found.warrant.reason, "poles_by_bloc": _weighed(found, read.power),
    }  # fmt: skip
    if found.warrant.warranted:
        same = found.found.same
        row |= {
            "same": _told(same.mean),
            "same_low": _told(same.low),
            "same_high": _told(same.high),
        }
    return row


def _weighed(found: Division, known: Power | None) -> float | None:
    """The effective number of blocs by the CINC of their members."""
    if known is None:
        return None
    amounts = known.of(found.year.year, found.year.states)
    without = np.isnan(amounts)
    if without.mean() > _WITHOUT_POWER:
        return None
    labels = np.where(without, -1, found.labels)
    return _told(effective_number(by_bloc(np.nan_to_num(amounts), labels)))


def _told(value: Any) -> float | None:
    number = float(value)
    return number if np.isfinite(number) else None


def _rests_on(read: _Records, row: dict[str, Any]) -> dict[str, Any]:
    used: list[tuple[str, Any]] = []
    if read.power and "states" in row:
        used.append((CINC, read.power.source))
    if read.majors and "majors" in row:
        used.append((MAJOR, read.majors.source))
    if read.votes and "roll_calls" in row:
        used.append((read.votes.variable, read.votes.source))
    return {
        "variables": [name for name, _ in used],
        "sources": [source.source for _, source in used],
        "releases": [source.release for _, source in used],
    }


def _notes(store: Store, read: _Records, rows: list[dict[str, Any]]) -> Iterator[str]:
    yield from _until(store, read, rows)
    if read.power:
        yield (
            "poles: effective number of poles 1 / sum s^2 of CINC shares over all states with a "
            "figure (Laakso and Taagepera 1979)."
        )
        yield (
            "con: Ray and Singer's CON (1973) of CINC; con_majors of the major powers of the year "
            "by cow_majors, con_system of all states with a figure."
        )
        yield from _unknown(rows, "poles", "CINC of some state, or of all, is unknown")
    if read.votes:
        yield from _about_votes(rows)


def _about_votes(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield (
        "votes: blocs by the constant Potts model for signed weights (Traag, Van Dooren and "
        "Nesterov 2011) of agreement above the mean in the roll calls of the calendar year; "
        f"counted are those of at least {LARGE:.0%} of the states that cast at least "
        f"{CAST_SHARE:.0%} of the roll calls; poles_by_bloc is the effective number of all blocs "
        "by the CINC of their members; states without a figure, or that cast no votes (China until "
        "1971), do not count."
    )
    yield (
        "same: adjusted Rand index (Hubert and Arabie 1985) of the division with those of "
        f"{_DRAWS} redrawn sets of roll calls, 1 the same; empty where there is one bloc. One bloc "
        f"where more is not warranted: permutation tests with {_SHUFFLES} shuffles of the ties "
        "and of the votes within each roll call, p above .05."
    )
    yield from _unknown(rows, "blocs", f"fewer than {ROLL_CALLS} roll calls or three states")
    alone = [r["period_start"].year for r in rows if r.get("verdict", "").startswith("one bloc")]
    if alone:
        yield f"Said to be one bloc: {numbers(alone)}."


def _until(store: Store, read: _Records, rows: list[dict[str, Any]]) -> Iterator[str]:
    """For each kind of figure the day it reaches to and its release, or the source to add."""
    if read.power:
        until = f"{read.power.last} ({released(store, read.power.source)})"
        yield f"Capabilities (CINC): data until {until}."
    else:
        yield "Capabilities: none of these years in the store (multipole sources cow_nmc)."
    if read.majors:
        until = f"{read.majors.last} ({released(store, read.majors.source)})"
        yield f"Major powers: data until {until}; con_majors is empty after."
    elif read.power:
        yield "Major powers: none in the store (multipole sources cow_majors); con_majors is empty."
    days = [row["votes_until"] for row in rows if row.get("votes_until")]
    if read.votes and days:
        until = f"{max(days)} ({released(store, read.votes.source)})"
        yield f"Votes ({read.votes.variable}): data until {until}."
    elif not read.votes:
        yield "Votes: none of these years in the store (multipole sources unga_votes)."


def _unknown(rows: list[dict[str, Any]], name: str, why: str) -> Iterator[str]:
    years = [row["period_start"].year for row in rows if row.get(name) is None]
    if years:
        yield f"{name} unknown in {numbers(years)}: {why}."
