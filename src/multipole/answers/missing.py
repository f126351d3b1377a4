"""What to say when actors asked by name have nothing: what the store does have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from multipole.answers.words import count
from multipole.core.errors import NothingFound
from multipole.store import Store

MOST = 6


def nothing_found(
    store: Store, actors: Sequence[str], *, what: str = "events", as_of: date | None = None
) -> NothingFound:
    """The error for actors of whom nothing that fits is in the store, with what there is."""
    names = " and ".join(actors)
    known = f" known by {as_of}" if as_of else ""
    return NothingFound(
        f"no {what}{known} that fit for {names}",
        where=str(store.path),
        remedy=f"{_held(store, actors)} See: multipole status.",
    )


def _held(store: Store, actors: Sequence[str]) -> str:
    found = store.events(actors=actors).to_pylist()
    if found:
        days = [row["period_start"] for row in found if row["period_start"]]
        span = f", from {min(days)} to {max(days)}" if days else ""
        return f"The store has {count(len(found), 'event')} that name them{span}."
    ends = Counter(a for row in store.events().to_pylist() for a in _ends(row))
    if not ends:
        return "The store has no events."
    most = ", ".join(f"{actor} ({number})" for actor, number in ends.most_common(MOST))
    return f"The store has most events of {most}."


def _ends(row: dict[str, list[str]]) -> set[str]:
    return {*row["sender"], *row["receiver"]}
