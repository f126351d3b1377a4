"""What the pages on narratives were asked: sides, theme, days; and who can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from multipole.answers.asked import day_of, domain_of, name_of
from multipole.answers.narrative_sides import BY, MOST, asked_of, sides_of
from multipole.apps.web.page import Visit
from multipole.core.errors import NothingFound
from multipole.core.plover import DOMAINS

#: What stands between names in an address: repeated words of a form are joined by it.
BETWEEN: Final = "|"
#: Sides that a form offers, those with most reports.
OFFERED: Final = 14
OPTIONS: Final = ("actors", "by", "sides", "domain", "words", "since", "until", "as_of")


@dataclass(frozen=True)
class Wanted:
    """The words of an address, read: ``options`` are those that the answers take."""

    actors: tuple[str, ...]
    by: str
    sides: tuple[str, ...]
    options: Mapping[str, Any]
    given: Mapping[str, str]


def wanted(visit: Visit, *, by: str = "outlets") -> Wanted:
    """What was asked; ``by`` is what is compared when the address does not say."""
    kind, sides = visit.get("by", by), listed(visit.get("sides"), BETWEEN)
    options = {
        "by": kind,
        "sides": sides,
        "since": visit.get("since") or None,
        "until": visit.get("until") or None,
        "as_of": visit.as_of,
    }
    given = {name: visit.get(name) for name in OPTIONS if visit.get(name)}
    return Wanted(listed(visit.get("actors"), ","), kind, sides, options, given)


def theme(visit: Visit, asked: Wanted) -> dict[str, Any]:
    """The options of the answers that take a theme."""
    return {**asked.options, "domain": visit.get("domain") or None, "words": visit.get("words")}


def listed(text: str, between: str) -> tuple[str, ...]:
    """Names as an address has them.

    >>> listed("CHN, RUS,", ",")
    ('CHN', 'RUS')
    """
    return tuple(name.strip() for name in text.split(between) if name.strip())


def form(visit: Visit, asked: Wanted, *, spoken: bool = False) -> dict[str, Any]:
    """What the form of a page shows. Raises `MultipoleError` for words that cannot be read.

    ``spoken`` as in `multipole.answers.narrative_sides.asked_of`. A store with fewer than two sides
    raises nothing: the parts say what to do.
    """
    day_of(visit.as_of)
    chosen: tuple[str, ...] = ()
    try:
        with visit.room.store() as store:
            chosen = asked_of(store, by=asked.by, sides=asked.sides, actors=asked.actors,
                              since=asked.options["since"], until=asked.options["until"],
                              domain=domain_of(visit.get("domain") or None),
                              words=visit.get("words"), spoken=spoken).sides  # fmt: skip
    except NothingFound:
        pass
    offered = visit.room.once(f"sides-{asked.by}", lambda store: sides_of(store, asked.by))
    names = list(dict.fromkeys([*chosen, *(name for name, _ in offered[:OFFERED])]))
    numbers = dict(offered)
    return {
        "by": asked.by, "kinds": BY, "domains": DOMAINS, "most": MOST,
        "offered": [(n, label(n, asked.by), numbers.get(n, 0), n in chosen) for n in names],
        "asked": asked,
    }  # fmt: skip


def label(side: str, by: str) -> str:
    """The name of a side."""
    return name_of(side) if by == "states" else side
