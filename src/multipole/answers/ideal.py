"""Where states stand in the General Assembly, session by session, on the main line of division."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, actors_of, day_of, end_of, one_of, start_of
from multipole.answers.ideal_issues import IMPORTANT, SCALES, Issue, scale_note
from multipole.answers.ideal_sides import Sides, sides
from multipole.answers.ideal_votes import VARIABLE, Assembly, assembly, year_of
from multipole.answers.system_notes import nothing, released
from multipole.answers.system_ties import Source, one_source
from multipole.answers.words import count
from multipole.core.errors import WrongUse
from multipole.relations.ideal_points_apart import apart
from multipole.sources.votes.un import session_period
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.ideal_points import How, IdealPoints, Progress

SCHEMA: Final = pa.schema(
    [
        ("state", pa.string()),
        ("session", pa.int64()),
        ("year", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("mean", "low", "high", "sd")),
        ("votes", pa.int64()),
        ("compared", pa.string()),
        *((n, pa.float64()) for n in ("distance", "distance_low", "distance_high")),
        ("published", pa.float64()),
        ("published_release", pa.string()),
        *((n, pa.string()) for n in ("issue", "variable", "source", "release")),
        ("roll_calls", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("session", "state", "mean", "low", "high", "votes")
APART: Final = ("distance", "distance_low", "distance_high")
HOW: Final[tuple[How, ...]] = ("fast", "short", "exact")
_PUBLISHED: Final = "ideal_point"


@dataclass(frozen=True, slots=True)
class Fit:
    """The votes, the poles, the points, and the place of each state and session among them."""

    votes: Assembly
    sides: Sides
    points: IdealPoints
    places: Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class _Published:
    """Published points of each state and session, and where they come from."""

    variable: str
    points: Mapping[tuple[str, int], float]
    source: Source


def ideal_points(
    store: Store,
    actors: Iterable[str],
    *,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    how: str = "fast",
    seed: int = 1,
    issue: str | None = None,
    progress: Progress | None = None,
) -> Answer:
    """The ideal points of ``actors`` by session: `multipole.relations.ideal_points`.

    A row a state and session that opens in [since, until]: ``mean`` with its 90% interval, the
    ``votes`` of the state that count, the ``distance`` from the first of ``actors`` with its 90%
    interval (of joint draws of the two), the ``published`` point where the store has one, and the
    ``roll_calls`` behind (of a repeated resolution the earliest). Unit: standard deviations of
    all states in all sessions.

    All states and sessions known by ``as_of`` are scaled, whatever is asked for. ``how`` is fast,
    short or exact; the same votes, ``how`` and ``seed`` give the same figures. ``issue`` takes the
    roll calls on one issue only (me, nu, di, hr, co, ec, or important): a scale of its own, by
    `multipole.answers.ideal_issues`. ``progress`` is told (done, rounds) and may raise to stop;
    nothing is stored. For the whole Assembly fast takes some 11 CPU seconds,
    short 50, exact minutes, with some 900 MB, most of it while the votes are read.

    Raises `UnknownCode`, `BadPeriod` or `WrongUse` for what cannot be read, `NothingFound` when the
    store has no such votes, and `BadValue` when states differ in none.
    """
    asked, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    if not asked:
        raise WrongUse("no state was named", remedy="Name one or more: CHN RUS USA.")
    topic = None if issue is None else SCALES[one_of(issue.lower(), tuple(SCALES), "an issue")]
    way = one_of(how.lower(), HOW, "a way to scale")
    bounds = (start_of(since) or date.min, end_of(until) or date.max)
    if seed < 0:
        raise WrongUse(f"a seed of {seed}", remedy="Give a whole number from 0 on.")
    fit = fitted(store, asked, topic, known, way, seed, progress)
    published = _published(store, known, topic)
    rows = list(_rows(fit, asked, bounds, published, topic))
    if not rows:
        raise nothing(
            store, f"votes of {' '.join(asked)} in those sessions", as_of=known,
            remedy="Ask for other years or states: multipole records STATE --with unga_vote.",
        )  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    notes = tuple(_notes(store, fit, asked, rows, published, topic, way, seed))
    return Answer(_title(asked, rows, topic), table, evidence.none(), notes, _shown(rows))


def fitted(
    store: Store,
    asked: Sequence[str],
    issue: Issue | None,
    known: date | None,
    how: How,
    seed: int,
    progress: Progress | None,
) -> Fit:
    """All states and sessions known by a day, scaled; poles are named among the states asked."""
    from multipole.relations.ideal_points import ideal_points as scale

    votes = assembly(store, issue=issue, as_of=known)
    named = {} if issue is None else {"right": issue.right, "left": issue.left}
    ends = sides(votes.rolls, asked, **named)
    points = scale(
        votes.rolls, right=ends.right, left=ends.left, rng=np.random.default_rng(seed), how=how,
        progress=progress,
    )  # fmt: skip
    keys = zip(votes.rolls.states.tolist(), votes.rolls.sessions.tolist(), strict=True)
    return Fit(votes, ends, points, {key: n for n, key in enumerate(keys)})


def _published(store: Store, known: date | None, issue: Issue | None) -> _Published:
    """Of all votes and of important ones; no other scales are read."""
    variable = _PUBLISHED if issue is None else f"{_PUBLISHED}_{issue.code}"
    found = store.records.observations(variables=[variable], as_of=known)
    kept = found.select(["source", "release", "subject", "item", "value"])
    if issue not in (None, IMPORTANT) or not len(kept):
        return _Published(variable, {}, Source("", ""))
    frame, source = one_source(pl.DataFrame(pl.from_arrow(kept)))
    points = {
        (row["subject"], int(row["item"].removeprefix("session "))): row["value"]
        for row in frame.iter_rows(named=True)
        if row["value"] is not None and row["item"].startswith("session ")
    }
    return _Published(variable, points, source)


def _rows(
    fit: Fit,
    asked: Sequence[str],
    bounds: tuple[date, date],
    published: _Published,
    issue: Issue | None,
) -> Iterator[dict[str, Any]]:
    for session in np.unique(fit.votes.rolls.sessions).tolist():
        span = session_period(session)
        if not bounds[0] <= span.start < bounds[1]:
            continue
        for state in asked:
            place = fit.places.get((state, session))
            if place is None:
                continue
            beside = published.points.get((state, session))
            yield {
                "state": state, "session": session, "year": year_of(session),
                "period_start": span.start, "period_end": span.end,
                "issue": None if issue is None else issue.code,
                "published": beside,
                "published_release": None if beside is None else published.source.release,
                "variable": VARIABLE, "source": fit.votes.source.source,
                "release": fit.votes.source.release, **_position(fit, place),
                **_apart(fit, place, fit.places.get((asked[0], session)), asked[0]),
            }  # fmt: skip


def _position(fit: Fit, place: int) -> dict[str, Any]:
    points, rolls = fit.points, fit.votes.rolls
    items = rolls.items[np.unique(rolls.item[rolls.point == place])]
    return {
        "mean": float(points.mean[place]), "low": float(points.low[place]),
        "high": float(points.high[place]), "sd": float(points.sd[place]),
        "votes": int(rolls.votes[place]), "roll_calls": items.tolist(),
    }  # fmt: skip


def _apart(fit: Fit, place: int, other: int | None, name: str) -> dict[str, Any]:
    """How far a point lies from another, never below 0; nothing for the other itself."""
    if other is None or other == place:
        return {}
    found = apart(fit.points.mean, fit.points.draws, one=[place], other=[other])
    sign = -1.0 if found.mean[0] < 0 else 1.0
    ends = sorted([sign * float(found.low[0]), sign * float(found.high[0])])
    return {
        "compared": name, "distance": sign * float(found.mean[0]),
        "distance_low": max(ends[0], 0.0), "distance_high": ends[1],
    }  # fmt: skip


def _shown(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    apart = APART if any("distance" in row for row in rows) else ()
    beside = ("published",) if any(row["published"] is not None for row in rows) else ()
    return (*SHOWN, *apart, *beside)


def _title(asked: Sequence[str], rows: Sequence[Mapping[str, Any]], issue: Issue | None) -> str:
    first, last = rows[0]["session"], rows[-1]["session"]
    when = f"session {first}" if first == last else f"sessions {first}-{last}"
    about = f", on {issue.label}" if issue else ""
    return f"{', '.join(asked)}: ideal points in the General Assembly, {when}{about}"


def _notes(
    store: Store,
    fit: Fit,
    asked: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    published: _Published,
    issue: Issue | None,
    how: str,
    seed: int,
) -> Iterator[str]:
    yield (
        f"{fit.sides.why} Unit: one standard deviation of all states in all sessions; 0 is their "
        "mean."
    )
    if issue is not None:
        yield scale_note(issue, fit.votes.calls)
    yield _rests_on(store, fit.votes)
    yield _linked(fit.votes.links)
    found = fit.points.diagnostics
    yield (
        f"Dynamic ordinal item response model (Bailey, Strezhnev and Voeten 2017), {how}, seed "
        f"{seed}: {count(found.rounds, 'round')}, {found.kept:,} kept, R-hat {found.rhat:.2f} in "
        f"the median and {found.worst_rhat:.2f} at worst (1 is best). Intervals hold 90%."
    )
    if any("distance" in row for row in rows):
        yield (
            f"distance: from {asked[0]} in the same session; its interval is that of the two "
            "together, which share some of their doubt."
        )
    yield from _beside(store, fit, published)
    absent = [state for state in asked if not any(row["state"] == state for row in rows)]
    if absent:
        yield f"No vote that counts in these sessions: {' '.join(absent)}."


def _rests_on(store: Store, votes: Assembly) -> str:
    rolls = votes.rolls
    states, first, last = (
        len(set(rolls.states.tolist())),
        rolls.sessions.min(),
        rolls.sessions.max(),
    )
    left_out = {
        "repeated": votes.repeated, "contradicting one another": votes.contradicted,
        "outside the published sample": votes.outside, "unanimous": rolls.dropped["unanimous"],
    }  # fmt: skip
    said = ", ".join(f"{n:,} {why}" for why, n in left_out.items() if n) or "none"
    return (
        f"Rests on {count(len(rolls.choice), 'vote')} ({VARIABLE}) of {count(states, 'state')} on "
        f"{count(len(rolls.items), 'question')} in sessions {first} to {last}: "
        f"{released(store, votes.source)}. Votes left out: {said}."
    )


def _linked(links: int) -> str:
    if links:
        pairs = count(links, "pair")
        return f"Tied between sessions by {pairs} of roll calls on the same text."
    return (
        "No roll calls on the same text are linked in the store (Matches.csv of unga_ideal_points "
        "links those of unvotes): only each state's steadiness ties the sessions together, and "
        "levels of far sessions are less comparable than their intervals say."
    )


def _beside(store: Store, fit: Fit, published: _Published) -> Iterator[str]:
    """How our points and the published ones go together, over all states and sessions."""
    both = [(n, published.points[key]) for key, n in fit.places.items() if key in published.points]
    if len(both) < 3:
        return
    places = np.array([n for n, _ in both])
    theirs = np.array([point for _, point in both])
    r = float(np.corrcoef(fit.points.mean[places], theirs)[0, 1])
    held = np.mean((fit.points.low[places] <= theirs) & (theirs <= fit.points.high[places]))
    yield (
        f"published: {published.variable} of {released(store, published.source)}, on a scale of "
        f"its own; it correlates {r:.3f} with ours over {count(len(both), 'state-session')}, and "
        f"our 90% interval holds it in {held:.0%} of them."
    )
