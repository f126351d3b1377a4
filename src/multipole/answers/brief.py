"""The brief: all that a page about two to five actors shows, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Any, Final

from multipole.answers.asked import actors_of
from multipole.answers.brief_acts import acts_of, reads_of
from multipole.answers.brief_figures import series_of
from multipole.answers.brief_making import making_of, sources_of
from multipole.answers.brief_names import in_prose
from multipole.answers.brief_others import others_of, shown_acts
from multipole.answers.brief_pairs import PairFacts, pair_of_facts, span_of
from multipole.answers.brief_parts import Act, Brief, Outside, Pair, Series
from multipole.answers.brief_reports import reports_of, told_of
from multipole.answers.brief_room import Room
from multipole.answers.brief_summary import summary_of
from multipole.answers.missing import nothing_found
from multipole.answers.tie_shown import tie_of
from multipole.core.errors import WrongUse
from multipole.relations import dyad_events
from multipole.store import Store

LEAST: Final = 2
MOST: Final = 5


def brief(
    store: Store,
    actors: Sequence[str],
    *,
    as_of: date | None = None,
    room: Room = Room(),  # noqa: B008 - frozen
) -> Brief:
    """Gather the brief about two to five ``actors``, as known by the end of ``as_of``.

    Events between any two of them in any modality, closeness and tie of each pair, opinions and
    figures about two or more of them, their acts with others, and the documents that these quote.
    ``room`` bounds what is shown, not what is counted. Raises `WrongUse` for fewer than two or
    more than five actors, `UnknownCode` for a name nobody has, `NothingFound` when no report says
    anything about two of them.
    """
    ids = _asked(actors)
    facts = [_facts(store, a, b, as_of) for a, b in combinations(ids, 2)]
    every = acts_of(store, facts, as_of=as_of)
    figures = series_of(store, facts)
    said = [c["id"] for f in facts for c in f.claims if c["kind"] == "assessment"]
    if not every and not figures and not said:
        raise nothing_found(store, ids, what="claims", as_of=as_of)
    sources = sources_of(store, as_of=as_of)
    until = max((s.published_on for s in sources if s.published_on), default=None)
    span = span_of(every, until=until)
    whole = tuple(pair_of_facts(f, reads_of(f, every), span) for f in facts)
    acts, series = room.latest(every), figures[: room.series]
    shown = frozenset(act.id for act in acts)
    pairs = tuple(room.pair(pair, shown) for pair in whole)
    outside = others_of(store, ids, every, room=room, as_of=as_of)
    told = told_of(store, _cited((*acts, *shown_acts(outside)), pairs, series), as_of=as_of)
    names = {a: in_prose(a) for a in _named(ids, acts, outside, told.values())}
    return Brief(
        actors=tuple((a, names[a]) for a in ids),
        names=names,
        as_of=as_of,
        until=until,
        span=span,
        summary=summary_of(names, ids, whole, every, sources, figures, outside),
        pairs=pairs,
        acts=acts,
        outside=outside,
        left_out=room.notes(every, whole, figures),
        series=series,
        shared=tuple(a for a in acts if len(a.outlets) > 1),
        told=told,
        reports=reports_of(store, told),
        sources=sources,
        making=making_of(store, as_of=as_of),
    )


def _asked(actors: Sequence[str]) -> tuple[str, ...]:
    ids = actors_of(actors)
    if not LEAST <= len(ids) <= MOST:
        raise WrongUse(
            f"a brief is about {LEAST} to {MOST} actors, not {len(ids)}",
            remedy="Name them by code or name: CHN RUS USA.",
        )
    return ids


def _facts(store: Store, a: str, b: str, as_of: date | None) -> PairFacts:
    events = dyad_events(store.events(actors=(a, b), as_of=as_of), a, b, modality=None)
    claims = store.claims(actors=(a, b), as_of=as_of).to_pylist()
    return PairFacts(a, b, events, tuple(claims), tie_of(store, a, b, as_of=as_of))


def _cited(acts: Iterable[Act], pairs: Iterable[Pair], series: Iterable[Series]) -> list[str]:
    cited = [c for act in acts for c in act.claims]
    for pair in pairs:
        cited += [*pair.speaks_for, *pair.speaks_against, *pair.speaks_neutral]
        cited += [c for criterion in pair.tie.criteria for c in criterion.claims]
    cited += [c for one in series for figure in one.figures for c in figure.claims]
    return list(dict.fromkeys(cited))


def _named(
    ids: Iterable[str], acts: Iterable[Act], outside: Outside, told: Iterable[Any]
) -> set[str]:
    shown = (*acts, *shown_acts(outside))
    thirds = {p for a in outside.actors for p in (*a.left_out, *(t.party for t in a.thirds))}
    ends = thirds | {end for act in shown for end in (*act.sender, *act.receiver)}
    for claim in told:
        ends.update((*claim.sender, *claim.receiver, *claim.about, claim.speaker_actor))
    return (ends | set(ids)) - {""}
