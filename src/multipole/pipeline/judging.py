"""What persons judge: claims or events -> judgements -> events, and what stands of it.

A judgement is of claims, never of events: an event is named by the claims it has now, and what was
said of it goes with them when events are built again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from typing import Final, Literal

from multipole.claims import RULES, Said, heirs, ruling_id, said
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.types import Judgement, Verdict
from multipole.pipeline.deriving import derive_events
from multipole.store import Store

Ruling = Literal["same", "apart", "confirm", "reject"]
#: Parts of ids as short as this are asked for in full.
SHORTEST: Final = 4
#: Judgements that one ruling may take: events of hundreds of claims are told apart by claims.
MOST: Final = 5000
_LEAST: Final[dict[str, int]] = {"same": 2, "apart": 2, "confirm": 1, "reject": 1}


def rule(
    store: Store, ruling: Ruling, names: Sequence[str], *, by: str, reason: str, now: datetime
) -> Said:
    """Keep what a person says of claims or events (ids, or their beginnings), and rebuild events.

    ``same``: all these tell one event. ``apart``: no claim of one tells the event of another.
    ``confirm``: these are right, and each event is one. ``reject``: these are wrong; such a claim
    carries no event. Raises `WrongUse` for too few names or no author, and `NothingFound` for an
    id that is not there.
    """
    _check_author(by)
    if len(set(names)) < _LEAST[ruling]:
        raise WrongUse(
            f"{ruling} of {len(set(names))}", remedy="Name two or more claims or events."
        )
    groups = [claims_meant(store, name) for name in names]
    pairs = _pairs(ruling, groups)
    if not pairs:
        raise WrongUse("these are the same claims", remedy="Name different claims or events.")
    if len(pairs) > MOST:
        raise WrongUse(
            f"{ruling} of so many claims takes {len(pairs):,} judgements",
            remedy="Name single claims (multipole why EVENT shows them).",
        )
    judged = tuple(Judgement(a, b, verdict, by, now, reason) for a, b, verdict in pairs)
    store.add_judgements(judged)
    derive_events(store, now=now)
    return Said(ruling_id(judged[0]), judged)


def _check_author(by: str) -> None:
    if not by.strip() or by.startswith(RULES):
        raise WrongUse(f"{by!r} is no author", remedy="Say who judges: --by NAME.")


def _pairs(ruling: Ruling, groups: Sequence[Sequence[str]]) -> list[tuple[str, str, Verdict]]:
    """Two claims, or one twice, with the verdict on them; each once."""
    if ruling == "apart":
        return sorted(_held_apart(groups))
    claims = sorted({claim for group in groups for claim in group})
    if ruling == "same":
        return [(claims[0], other, "same") for other in claims[1:]]
    if ruling == "reject":
        return [(claim, claim, "wrong") for claim in claims]
    one = {(min(g), claim) for g in groups for claim in g if claim != min(g)}
    return [(c, c, "right") for c in claims] + [(a, b, "same") for a, b in sorted(one)]


def _held_apart(groups: Sequence[Sequence[str]]) -> set[tuple[str, str, Verdict]]:
    found: set[tuple[str, str, Verdict]] = set()
    for n, left in enumerate(groups):
        for right in groups[n + 1 :]:
            both = {*left} & {*right}
            one, two = ([c for c in left if c not in both], [c for c in right if c not in both])
            if both:  # a claim of an event, named with the event: it leaves the others
                one, two = sorted(both), [*one, *two]
            found |= {(min(a, b), max(a, b), "different") for a, b in product(one, two) if a != b}
    return found


def _judged(store: Store) -> tuple[Sequence[Judgement], dict[str, str], frozenset[str]]:
    """All judgements; present claims in the place of earlier ones; ids of present claims."""
    found = store.judged(rules=RULES)
    return found.given, heirs(found.earlier, found.beside), found.present


def claims_meant(store: Store, name: str) -> list[str]:
    """The claims of the event, or the claim, whose id begins with ``name``.

    An event that is no more means the claims that it had.

    Raises `NothingFound` when there is none, `WrongUse` when ``name`` is short or means several.
    """
    wanted = name.strip().lower()
    if len(wanted) < SHORTEST:
        raise WrongUse(f"{name!r} is too short for an id", remedy=f"Give {SHORTEST} signs or more.")
    events, claims = store.ids_beginning(wanted)
    if len(events) + len(claims) > 1:
        raise WrongUse(
            f"{name!r} may be any of {len(events) + len(claims)}", remedy="Give more of it."
        )
    if events:
        return store.claims_of_event(events[0])
    if claims:
        return claims
    former = store.former_events(wanted)
    if len(former) == 1:
        return next(iter(former.values()))
    raise NothingFound(
        f"there is no claim or event {name!r}",
        where=str(store.path),
        remedy="Ids are in: multipole events. An event's id changes with its claims.",
    )


def withdraw(store: Store, id: str, *, by: str, now: datetime, reason: str = "") -> Said:  # noqa: A002
    """Take back what a person said (its id from `said`, or the beginning of it); rebuild events.

    Only who said it may: another person says otherwise instead. Raises `NothingFound` and
    `WrongUse`.
    """
    _check_author(by)
    found = [s for s in said(*_judged(store)) if s.id.startswith(id.strip().lower())]
    if len(found) != 1 or not id.strip():
        raise NothingFound(
            f"{len(found)} judgements begin with {id!r}", remedy="See: multipole judgements."
        )
    author = found[0].judgements[0].by
    if author != by:
        raise WrongUse(f"{author} said that, not {by}", remedy="Judge otherwise yourself instead.")
    taken = [Judgement(j.left, j.right, "withdrawn", by, now, reason) for j in found[0].judgements]
    store.add_judgements(taken)
    derive_events(store, now=now)
    return found[0]
