"""Filling a table to bargain over from a store: what actors say and do, and what records hold.

All of it is a stand-in for judgement, and each row says what it rests on. A position is the
leaning of what an actor says on the issue, or of what it does, or a recorded variable; capability a
recorded variable; salience the part of the claims about an actor that are on the issue, drawn
towards that of all together with the weight of `PRIOR` claims, with the largest such part as 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa
from scipy.special import betaincinv

from multipole.answers.asked import When, actors_of, day_of, end_of, start_of
from multipole.answers.bargaining_table import Stake, Table
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.plover import DOMAINS, QUAD_OF
from multipole.narratives.phrases import pattern
from multipole.scenario.bargaining import FEWEST, MOST
from multipole.store import Store

LEANINGS: Final = "leanings"
ACTS: Final = "acts"
CINC: Final = "cinc"
MASS: Final = 0.9
#: A share of cooperation p stands at (2p - 1) times this on the line.
POINTS: Final = 100.0
#: The part of few claims is drawn towards that of all with the weight of so many.
PRIOR: Final = 20.0
_TINY: Final = 1e-9
UNIT: Final = "points from -100, against closeness, to 100, for it"
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    actors: tuple[str, ...]
    issue: str
    since: date | None
    until: date | None
    known: date | None


@dataclass(frozen=True, slots=True)
class _Value:
    """One input of one actor: value, half the width of its interval, and what it rests on."""

    value: float
    doubt: float
    rests: str
    claims: tuple[str, ...] = ()


def table_from(
    store: Store,
    actors: Iterable[str],
    *,
    issue: str = "",
    positions: str = LEANINGS,
    capability: str = CINC,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
) -> Table:
    """A table for ``actors`` on ``issue``, a domain (energy) or words ('pipeline* | gas').

    ``positions``: leanings, those of the assessments that an actor's speakers give on the issue;
    acts, cooperation against conflict in what it did on it; or a recorded variable of one actor,
    such as ideal_point. Of k for and n against, the share is Beta(k + 1, n + 1), its mean is the
    position and its 90% interval the doubt. ``capability``: a recorded variable, its last value.
    Without an issue all claims count, and salience is 1 for all.

    Raises `UnknownCode` and `WrongUse` for what cannot be read, and `NothingFound`, naming the
    actor, where the store has nothing to fill a cell with.
    """
    ids = actors_of(actors, own=store.actor_list())
    if not FEWEST <= len(ids) <= MOST:
        raise WrongUse(f"{len(ids)} actors", remedy=f"Name from {FEWEST} to {MOST}.")
    asked = _Asked(ids, issue.strip(), start_of(since), end_of(until), day_of(as_of))
    claims = _claims(store, asked)
    on_issue = _on_issue(store, claims, asked.issue)
    places = _positions(store, asked, positions, claims, on_issue)
    power = _recorded(store, asked, capability, "capability")
    cares = _salience(store, asked, claims, on_issue)
    stakes = tuple(_stake(a, places[a], power[a], cares[a]) for a in ids)
    told = positions in (LEANINGS, ACTS)
    return Table(
        _title(asked, positions),
        stakes,
        unit=UNIT if told else positions,
        line=(-POINTS, POINTS) if told else None,
        notes=tuple(_notes(asked, positions, capability)),
    )


def _stake(actor: str, place: _Value, power: _Value, cares: _Value) -> Stake:
    parts = (("position", place), ("capability", power), ("salience", cares))
    return Stake(
        actor, place.value, power.value, cares.value, place.doubt, power.doubt, cares.doubt,
        rests="; ".join(f"{name}: {part.rests}" for name, part in parts),
        claims=tuple(dict.fromkeys((*place.claims, *cares.claims))),
    )  # fmt: skip


def _claims(store: Store, asked: _Asked) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = store.claims(
        since=asked.since, until=asked.until, as_of=asked.known
    ).to_pylist()
    return rows


def _on_issue(store: Store, claims: Sequence[_Row], issue: str) -> frozenset[str]:
    """The claims on an issue: of its domain, or with its words in their sentence."""
    if not issue:
        return frozenset(c["id"] for c in claims)
    if issue.lower() in DOMAINS:
        return frozenset(c["id"] for c in claims if c["domain"] == issue.lower())
    looked, known = pattern(issue), {c["id"] for c in claims}
    spans = store.spans(known).to_pylist()
    return frozenset(s["claim"] for s in spans if looked.search(s["quote"]))


def _positions(
    store: Store, asked: _Asked, way: str, claims: Sequence[_Row], on_issue: frozenset[str]
) -> dict[str, _Value]:
    if way == LEANINGS:
        return {a: _leaning(store, a, asked, claims, on_issue) for a in asked.actors}
    if way == ACTS:
        events = store.events(
            since=asked.since, until=asked.until, as_of=asked.known, modality="happened"
        ).to_pylist()
        mine = [e for e in events if on_issue & set(e["claims"])]
        return {a: _acted(store, a, asked, mine, on_issue) for a in asked.actors}
    return _recorded(store, asked, way, "position")


def _leaning(
    store: Store, actor: str, asked: _Asked, claims: Sequence[_Row], on_issue: frozenset[str]
) -> _Value:
    mine = [c for c in claims if c["speaker_actor"] == actor and c["id"] in on_issue]
    sides = {side: [c["id"] for c in mine if c["leaning"] == side] for side in ("for", "against")}
    return _balance(store, actor, asked, sides, "assessments")


def _acted(
    store: Store, actor: str, asked: _Asked, events: Sequence[_Row], on_issue: frozenset[str]
) -> _Value:
    mine = [e for e in events if actor in e["sender"]]
    sides: dict[str, list[Any]] = {"for": [], "against": []}
    for event in mine:
        side = "for" if "cooperation" in QUAD_OF[event["action"]] else "against"
        sides[side].append(tuple(c for c in event["claims"] if c in on_issue))
    return _balance(store, actor, asked, sides, "acts")


def _balance(
    store: Store, actor: str, asked: _Asked, sides: Mapping[str, Sequence[Any]], noun: str
) -> _Value:
    """A position from what speaks for and against; raises `NothingFound` where nothing does."""
    with_, against = len(sides["for"]), len(sides["against"])
    if not with_ + against:
        raise NothingFound(
            f"no {noun} of {actor} for or against{_of(asked)}", where=str(store.path),
            remedy="Leave it out, ask of another issue, or give a table of your own.",
        )  # fmt: skip
    mean, doubt = _share(with_ + 1, against + 1)
    claims = [c for side in sides.values() for one in side for c in _each(one)]
    told = f"{with_} for, {against} against in {noun}"
    return _Value(POINTS * (2 * mean - 1), POINTS * 2 * doubt, told, tuple(claims))


def _each(one: Any) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)


def _share(part: float, rest: float) -> tuple[float, float]:
    """Mean and half the width of 90% of Beta(part, rest).

    >>> [round(x, 3) for x in _share(4, 1)]
    [0.8, 0.257]
    """
    low, high = betaincinv(part, rest, [(1 - MASS) / 2, (1 + MASS) / 2])
    return part / (part + rest), float(high - low) / 2


def _salience(
    store: Store, asked: _Asked, claims: Sequence[_Row], on_issue: frozenset[str]
) -> dict[str, _Value]:
    """The part of the claims about each actor that are on the issue, the largest being 1."""
    if not asked.issue:
        return {a: _Value(1.0, 0.0, "taken as 1, no issue was named") for a in asked.actors}
    about = {a: [c["id"] for c in claims if _of_actor(c, a)] for a in asked.actors}
    hits = {a: [c for c in ids if c in on_issue] for a, ids in about.items()}
    silent = next((a for a, ids in about.items() if not ids), None)
    if silent or not any(hits.values()):
        raise NothingFound(
            f"no claims of {silent or ' '.join(asked.actors)}{'' if silent else _of(asked)}",
            where=str(store.path),
            remedy="Ask of another issue, leave an actor out, or give a table of your own.",
        )
    pooled = sum(map(len, hits.values())) / sum(map(len, about.values()))
    shares = {
        a: _share(
            len(hits[a]) + PRIOR * pooled, len(ids) - len(hits[a]) + PRIOR * (1 - pooled) + _TINY
        )
        for a, ids in about.items()
    }
    most = max(mean for mean, _ in shares.values())
    return {
        a: _Value(
            mean / most, doubt / most, f"{len(hits[a])} of {len(about[a])} claims", tuple(hits[a])
        )
        for a, (mean, doubt) in shares.items()
    }


def _of_actor(claim: _Row, actor: str) -> bool:
    return bool(claim["speaker_actor"] == actor or actor in (claim["sender"] or ()))


def _recorded(store: Store, asked: _Asked, variable: str, what: str) -> dict[str, _Value]:
    """The last value of a variable of each actor, and the cell that holds it."""
    found = store.records.observations(
        variables=[variable], subjects=list(asked.actors), until=asked.until, as_of=asked.known
    )
    last = _last(found)
    for actor in asked.actors:
        if actor not in last:
            raise NothingFound(
                f"no {what} of {actor}: the store has no {variable!r} of it",
                where=str(store.path),
                remedy="Add the data set (multipole sources), name another variable, leave the "
                "actor out, or give a table of your own.",
            )
    return {
        a: _Value(
            r["value"], float("nan"),
            f"{variable} {r['value']:.4g} of {r['period_start']:%Y} ({r['source']} row {r['row']} "
            f"{r['column']})",
        )
        for a, r in last.items()
    }  # fmt: skip


def _last(found: pa.Table) -> dict[str, dict[str, Any]]:
    """The row of the latest period with a value, by actor, of the fullest source."""
    rows = [r for r in found.to_pylist() if r["value"] is not None and not r["object"]]
    sources = [r["source"] for r in rows]
    fullest = max(sorted(set(sources)), key=sources.count, default="")
    last: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (r["period_start"], r["known_on"], r["row"])):
        if row["source"] == fullest:
            last[row["subject"]] = row
    return last


def _of(asked: _Asked) -> str:
    return f" on {asked.issue}" if asked.issue else ""


def _title(asked: _Asked, positions: str) -> str:
    return f"{asked.issue or positions.replace('_', ' ')}, {' '.join(asked.actors)}"


def _notes(asked: _Asked, positions: str, capability: str) -> Iterable[str]:
    if positions == LEANINGS:
        yield (
            "Positions are how far what each says speaks for closeness between the actors it "
            "names: a stand-in for what it wants."
        )
    elif positions == ACTS:
        yield "Positions are cooperation against conflict in what each did: a stand-in for wants."
    else:
        yield f"Positions are the last {positions} of each: where it stands in general."
    if asked.issue:
        yield (
            "Salience is the part of the claims of each that are on the issue (drawn towards that "
            f"of all with the weight of {PRIOR:g} claims), the largest being 1: what reporters "
            "tell of, which is not what the actor cares for."
        )
    yield f"Capability is the last {capability} of each: what it has, not what it would spend."
