"""What the answer about blocs over the years says below its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from multipole.answers.blocs import OLD, WAVERS
from multipole.answers.system_division import LARGE
from multipole.answers.system_notes import released
from multipole.answers.system_power import Power
from multipole.answers.system_ties import Source
from multipole.answers.words import numbers
from multipole.store import Store

Row = dict[str, Any]
#: Fewer than for one year, as there are many.
DRAWS: Final = 20
SHUFFLES: Final = 19


def said(store: Store, rows: Sequence[Row], weights: Power | None, with_: str) -> Iterator[str]:
    """Where each state was, which years have blocs at all, what it rests on, and the method."""
    for state in dict.fromkeys(row["state"] for row in rows):
        yield f"{state}: {_where([row for row in rows if row['state'] == state])}."
    yield from _unsure(rows)
    yield from _warranted(rows)
    yield (
        "A bloc keeps its number by the most common members from one divided year to the next "
        "(Hungarian assignment, Kuhn 1955); bloc 1 has the most members over these years. A new "
        "number is a new set of members: that a state moved, or that its bloc broke up."
    )
    yield (
        f"Rests on {DRAWS} draws and {SHUFFLES} shuffles a year, fewer than for one --year: p is "
        f"at least {1 / (SHUFFLES + 1):.2f}, and together is in steps; below {WAVERS} a state "
        "wavers, and alone it has none."
    )
    yield (
        f"Poles: leaders of large blocs (at least {LARGE:.0%} of the placed states and two), then "
        "the other states asked for. Method: as for one --year, by the constant Potts model for "
        "signed weights (Traag, Van Dooren and Nesterov 2011)."
    )
    yield from _sources(store, rows, weights, with_)


def _where(rows: Sequence[Row]) -> str:
    """The years of a state by bloc: ``bloc 1 2000-2004, 2006; alone 2005``."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(_place(row), []).append(row["period_start"].year)
    return "; ".join(f"{place} {numbers(years)}" for place, years in found.items())


def _place(row: Row) -> str:
    if row["bloc"] is not None:
        return f"bloc {row['bloc']}" if row["size"] > 1 else "alone"
    if row["placed"] is None:
        return "unknown"
    placed = row["from_poles"] != "not placed" and not row["warranted"]
    return "one bloc with all" if placed else "not placed"


def _unsure(rows: Sequence[Row]) -> Iterator[str]:
    """Years in which a state's place is not to be leaned on, so that no move is read into them."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if _wavers(row):
            found.setdefault(row["state"], []).append(row)
    if found:
        named = "; ".join(f"{state} {_years(those)}" for state, those in found.items())
        yield (
            f"Wavering (together below {WAVERS}, or alone yet drawn into one bloc with a pole more "
            f"often than {1 - WAVERS:.1f}): {named}. A change among these years is no sure move."
        )


def _wavers(row: Row) -> bool:
    if row.get("together") is not None:
        return bool(row["together"] < WAVERS)
    drawn = [share for share in row.get("drawn_with") or () if share is not None]
    return row["bloc"] is not None and max(drawn, default=0.0) > 1 - WAVERS + 1e-9


def _warranted(rows: Sequence[Row]) -> Iterator[str]:
    known = [row for row in rows if row["placed"] is not None]
    alone = _years(row for row in known if not row["warranted"])
    if alone:
        yield (
            f"Said to be one bloc, as more is not warranted beyond chance (p above .05): {alone}; "
            "bloc and together are empty there."
        )
    else:
        yield "More than one bloc is warranted beyond chance (p at most .05) in every year known."
    why: dict[str, list[Row]] = {}
    for row in rows:
        if row["placed"] is None:
            why.setdefault(row["verdict"], []).append(row)
    for verdict, those in why.items():
        yield f"{_years(those)}: {verdict}."


def _years(rows: Any) -> str:
    return numbers(row["period_start"].year for row in rows)


def _sources(store: Store, rows: Sequence[Row], weights: Power | None, with_: str) -> Iterator[str]:
    known = [row for row in rows if row["placed"] is not None]
    ids = " ".join(sorted({one for row in known for one in row["release"].split()}))
    of, last = released(store, Source(known[0]["source"], ids)), max(r["until"] for r in known)
    if with_ == "votes":
        calls = sorted({row["roll_calls"] for row in known})
        many = f"{calls[0]} to {calls[-1]}" if len(calls) > 1 else str(calls[0])
        yield (
            f"Data: {many} roll calls a year ({known[0]['variables'][0]}), "
            f"until {last}: {of}. Distance: share of common roll calls with different votes, with "
            "its 90% score interval (Wilson 1927); an abstention agrees with an abstention only."
        )
    else:
        yield (
            f"Data: {len(known[0]['variables'])} kinds of pledge, until {last}: {of}. Distance: "
            "share of the kinds not pledged (half where one side pledged)."
        )
    if weights:
        yield (
            f"Leaders: greatest CINC of the year, or of the newest of the {OLD} before it "
            f"({released(store, weights.source)})."
        )
    else:
        yield "Leaders: unknown, no CINC of these years in the store (multipole sources cow_nmc)."
