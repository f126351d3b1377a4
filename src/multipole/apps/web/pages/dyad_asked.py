"""What the pages of a dyad share: whose page it is, asking ahead, links, rows as plain values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.asked import day_of, name_of, pair_of
from multipole.answers.moved.ask import TAKEN
from multipole.apps.web.asking import Waiting
from multipole.apps.web.page import Elsewhere, Visit
from multipole.apps.web.places import Places
from multipole.core.errors import MultipoleError, WrongUse
from multipole.core.periods import ONE_DAY
from multipole.core.version import VERSION

Row = dict[str, Any]
#: A period of more days is one of several years, and is called by its last.
_YEARS: Final = 400
_YEAR: Final = 300
#: The measures of which it can be said what moved them.
APART: Final = frozenset(name for names, _ in TAKEN for name in names)


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two actor ids in their order, and how they are called."""

    a: str
    b: str

    @property
    def title(self) -> str:
        """The names: ``China and Russia``."""
        return f"{name_of(self.a)} and {name_of(self.b)}"

    @property
    def short(self) -> str:
        """The ids: ``CHN-RUS``."""
        return f"{self.a}-{self.b}"


def actors_table(visit: Visit) -> str:
    """The user's own table of actors, as the store keeps it."""
    return visit.room.once("actor list", lambda store: store.actor_list())


def dyad_of(visit: Visit, page: str, *, ordered: bool = True) -> Dyad:
    """The dyad of the address; checks the day as well.

    Names, and ids in another order (``ordered``), stand at the address of the ids in their order:
    raises `Elsewhere` with it, and the errors of `pair_of` and `day_of`.
    """
    left, right = pair_of(visit.get("a"), visit.get("b"), own=actors_table(visit))
    day_of(visit.as_of)
    if ordered and left > right:
        left, right = right, left
    if (left, right) != (visit.given.get("a"), visit.given.get("b")):
        where = visit.places.page(page, **(dict(visit.given) | {"a": left, "b": right}))
        raise Elsewhere(where or "")
    return Dyad(left, right)


def beside_of(visit: Visit) -> Dyad | None:
    """The dyad of ``with``, two names with ``-`` or ``,`` between; None when none is given."""
    given = visit.get("with")
    if not given:
        return None
    parts = [part.strip() for part in given.replace(",", "-").split("-") if part.strip()]
    if len(parts) != 2:
        raise WrongUse(f"{given!r} is no dyad to compare with", remedy="Write USA-RUS.")
    return Dyad(*sorted(pair_of(*parts, own=actors_table(visit))))


def begin(visit: Visit, *asked: tuple[str, tuple[Any, ...], Mapping[str, Any]]) -> None:
    """Have all of these worked out at once, without waiting for any."""
    for name, args, options in asked:
        with suppress(Waiting, MultipoleError):
            visit.room.ask(name, *args, patience=0.0, **options)


def rows_of(answer: Answer) -> list[Row]:
    """The rows of an answer, a number that is none as None."""
    return [
        {name: None if isinstance(v, float) and math.isnan(v) else v for name, v in row.items()}
        for row in answer.table.to_pylist()
    ]


def when_of(start: date, end: date) -> str:
    """What `moved` calls a period: a month, a year, the last of several years.

    >>> when_of(date(2021, 3, 1), date(2021, 4, 1)), when_of(date(2010, 1, 1), date(2015, 1, 1))
    ('2021-03', '2014')
    """
    days = (end - start).days
    if days > _YEARS:
        return f"{(end - ONE_DAY).year}"
    return f"{start.year}" if days > _YEAR else f"{start:%Y-%m}"


def moved_words(row: Mapping[str, Any], dyad: Dyad, as_of: str | None) -> dict[str, str] | None:
    """The words of the address that says why a value moved; None where no parts can be named."""
    if row["measure"] not in APART:
        return None
    a, b = row["sender"], row["receiver"]
    if not b:
        b = dyad.b if a == dyad.a else dyad.a
    narrow = row["domain"] if row["domain"] not in ("", "all", None) else row["source"]
    when = when_of(row["period_start"], row["period_end"])
    words = {"measure": row["measure"], "a": a, "b": b, "when": when, "source": narrow or ""}
    return words | ({"as_of": as_of} if as_of else {})


def moved_to(places: Places, row: Mapping[str, Any], dyad: Dyad, as_of: str | None) -> str | None:
    """The page that says why the value of a row of `measure` moved."""
    words = moved_words(row, dyad, as_of)
    return places.page("moved", **words) if words else None


def cited(visit: Visit, title: str) -> str:
    """A citation of the page, ``{here}`` where its address goes."""
    known = f", as known by {visit.as_of}" if visit.as_of else ""
    snapshot = visit.room.snapshot
    return (
        f"{title}{known}. multipole {VERSION}, snapshot {snapshot.digest[:8]} of "
        f"{snapshot.of.name}. {{here}}"
    )


def until_of(rows: Iterable[Mapping[str, Any]]) -> date | None:
    """The last day that the data of these rows reach."""
    return max((row["until"] for row in rows if row["until"]), default=None)
