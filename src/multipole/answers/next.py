"""Towards whom an actor acts next, or who acts towards it, and what speaks for each."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import actor_of, day_of, name_of, one_of
from multipole.answers.evidence import evidence, none
from multipole.answers.forecast_acts import Acts, acts_of
from multipole.answers.next_reasons import Asked, counts_of, reasons_of
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.history import day_of_number
from multipole.core.plover import ACTIONS
from multipole.forecast.graph import Graph
from multipole.forecast.ranking_fast import FastRanker
from multipole.forecast.ranking_levels import LEVELS
from multipole.forecast.ranking_next import Next, graph_of, measured, next_of, ranker_of
from multipole.store import Store

ENDS: Final = ("receiver", "sender")
SHOWN: Final = ("rank", "actor", "name", "probability", "reasons", "claims")
#: Acts of the actor without which nothing is said.
LEAST_OWN: Final = 3
#: Sentences of reports shown for each place.
SENTENCES: Final = 3
SCHEMA: Final = pa.schema(
    [
        ("rank", pa.int32()),
        ("actor", pa.string()),
        ("name", pa.string()),
        ("probability", pa.float64()),
        ("reasons", pa.string()),
        *((n, pa.int32()) for n in ("same_30_days", "same_all", "any_30_days", "back_30_days")),
        ("last", pa.date32()),
        *((f"adds_{name}", pa.float64()) for name in LEVELS[:-1]),
        ("claims", pa.list_(pa.string())),
    ]
)
READ_AS: Final = (
    "Probability: that the other end of the next act of this type is this actor, given that there "
    "is one; all actors of the source together make 1. It does not say whether or when it comes.",
    "What speaks for an actor is what the model counts; it is not a cause.",
)


def next_acts(
    store: Store,
    actor: str,
    *,
    type: str,  # noqa: A002
    by: str = "receiver",
    top: int = 10,
    source: str | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """The likeliest other ends of an actor's next act of a type, each with what speaks for it.

    ``by``: receiver (towards whom ``actor`` acts) or sender (who acts towards it). Columns are
    those of `SCHEMA`; ``adds_...`` is what each level adds to the log of the chance. Raises
    `NothingFound` when too little is known of the actor, `UnknownCode` and `WrongUse` for what
    cannot be read.
    """
    wanted, end = actor_of(actor, own=store.actor_list()), one_of(by, ENDS, "an end of an act")
    action = one_of(type.upper(), ACTIONS, "an event type")
    if top < 1:
        raise WrongUse(f"top {top} asks for nothing", remedy="Ask for 1 or more.")
    acts = acts_of(store, source=source, as_of=day_of(as_of))
    question = _asked(acts, wanted, ACTIONS.index(action), end, str(store.path))
    graph = graph_of(question.known)
    ranker = ranker_of(graph)
    place = question.known.actors.index(wanted)
    first = int(question.known.day[0])
    found = next_of(graph, ranker, actor=place, action=question.action, by=end,
                    day=question.day - first)  # fmt: skip
    places = range(min(top, len(found.actors)))
    rows = [_row(store, question, found, n, ranker, day_of(as_of)) for n in places]
    claims = [c for row in rows for c in row["claims"]]
    seen = evidence(store, claims, as_of=day_of(as_of)) if claims else none()
    table = pa.Table.from_pylist(rows, SCHEMA)
    return Answer(_title(question), table, seen, _notes(acts, graph), SHOWN)


def _asked(acts: Acts, actor: str, action: int, by: str, where: str) -> Asked:
    """The question; raises `NothingFound` when too little is known of the actor."""
    known = acts.known
    place = known.actors.index(actor) if actor in known.actors else -1
    ends = known.sender if by == "receiver" else known.receiver
    own = int((ends == place).sum())
    if own < LEAST_OWN or len(set(known.day.tolist())) < LEAST_OWN:
        way = "by" if by == "receiver" else "towards"
        raise NothingFound(
            f"{acts.source} tells of {own} acts {way} {actor} up to "
            f"{day_of_number(acts.origin)}: too few to rank who comes next",
            where=where,
            remedy="Name a later --as-of or another --source, or add a data set of events.",
        )
    return Asked(known, actor, action, by, acts.origin + 1)


def _row(
    store: Store, asked: Asked, found: Next, n: int, ranker: FastRanker, as_of: date | None
) -> dict[str, Any]:
    place, parts = int(found.actors[n]), found.parts[n]
    other = asked.known.actors[place]
    counts = counts_of(asked, place, ranker)
    return {
        "rank": n + 1,
        "actor": other,
        "name": name_of(other),
        "probability": float(found.chances[n]),
        "reasons": reasons_of(asked, counts, parts),
        "same_30_days": counts.same_lately,
        "same_all": counts.same_all,
        "any_30_days": counts.any_lately,
        "back_30_days": counts.back_lately,
        "last": counts.last,
        **{f"adds_{name}": float(parts[k]) for k, name in enumerate(LEVELS[:-1])},
        "claims": _claims(store, asked, other, as_of),
    }


def _claims(store: Store, asked: Asked, other: str, as_of: date | None) -> list[str]:
    """Claims of reports that tell of the latest acts of the type between the two, that way."""
    ends = (asked.actor, other) if asked.by == "receiver" else (other, asked.actor)
    last = day_of_number(asked.day - 1)
    events = store.events(
        actors=ends, actions=(asked.type,), modality="happened", as_of=as_of, until=last
    ).to_pylist()
    fits = [e for e in events if ends[0] in e["sender"] and ends[1] in e["receiver"]]
    told = [claim for event in reversed(fits) for claim in event["claims"] or ()]
    return list(dict.fromkeys(told))[:SENTENCES]


def _title(asked: Asked) -> str:
    day = day_of_number(asked.day)
    if asked.by == "receiver":
        return f"Towards whom {asked.actor} does {asked.type} next, from {day}"
    return f"Who does {asked.type} towards {asked.actor} next, from {day}"


def _notes(acts: Acts, graph: Graph) -> tuple[str, ...]:
    return (*READ_AS, *acts.notes(), _skill(graph))


def _skill(graph: Graph) -> str:
    """How good such rankings were on the last 30 days, or that nothing is known of it."""
    found = measured(graph)
    if found is None:
        return (
            f"So few acts ({len(graph)}) teach no weights: they are those learnt on ICEWS14, and "
            "how good they are here is not measured. Take the order as a count, not as a forecast."
        )
    return (
        f"Measured on the last 30 days ({found['questions']:,.0f} questions of all actors and "
        f"types, learnt before): the answer stood first in {found['hits_at_1']:.0%} and among the "
        f"first ten in {found['hits_at_10']:.0%}; chances of the first were off by "
        f"{found['calibration_error']:.1%} on average."
    )
