"""The figures of a brief, drawn together where they read as one series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from multipole.answers.asked import actor_of
from multipole.answers.brief_acts import period_of
from multipole.answers.brief_pairs import PairFacts
from multipole.answers.brief_parts import Figure, Series
from multipole.core.errors import MultipoleError
from multipole.store import Store

#: Figures of one unit this near to each other in a text speak of one thing.
NEAR_CHARACTERS: Final = 320
_POINTERS: Final = frozenset("it its they their this that these those which who his her".split())
_LITTLE: Final = _POINTERS | frozenset("the a an of in and to for s".split())
_Row = Mapping[str, Any]
_Place = tuple[str, int]


def series_of(store: Store, facts: Iterable[PairFacts]) -> tuple[Series, ...]:
    """The figures about two or more of the actors, in series, the longest series first.

    Two figures belong together when they have one unit and one modality (what is planned stands
    apart from what was) and either the same words for the measure, or stand near each other in one
    document. The same value of the same measure and period, with
    the same bound, is one figure, however many reports quote it.
    """
    rows = {c["id"]: c for f in facts for c in f.claims if c["kind"] == "figure"}
    places = _places(store, list(rows))
    groups: list[list[_Row]] = []
    for row in sorted(rows.values(), key=lambda r: (places[r["id"]], r["id"])):
        home = next((g for g in groups if _joins(row, g, places)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    found = [_series(group) for group in groups]
    return tuple(sorted(found, key=lambda s: (-len(s.figures), not s.name, s.unit, s.name)))


def _places(store: Store, claims: list[str]) -> dict[str, _Place]:
    spans = store.spans(claims).to_pylist()
    return {s["claim"]: (s["document"], s["start"]) for s in spans if s["ordinal"] == 0}


def _joins(row: _Row, group: list[_Row], places: Mapping[str, _Place]) -> bool:
    return any(
        (row["unit"], row["modality"]) == (other["unit"], other["modality"])
        and (_same_words(row, other) or _near(places[row["id"]], places[other["id"]]))
        for other in group
    )


def _same_words(left: _Row, right: _Row) -> bool:
    words = _words(left["measure"])
    return bool(words) and words == _words(right["measure"])


def _words(measure: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", measure.casefold())) - _LITTLE


def _near(left: _Place, right: _Place) -> bool:
    return left[0] == right[0] and abs(left[1] - right[1]) <= NEAR_CHARACTERS


def _series(rows: list[_Row]) -> Series:
    figures: dict[tuple[Any, ...], list[_Row]] = {}
    for row in rows:
        said = (row["value"], row["gist"], row["period_start"], row["period_end"])
        key = (*said, _words(row["measure"]))
        figures.setdefault(key, []).append(row)
    made = sorted(map(_figure, figures.values()), key=_order)
    names = {_words(f.measure) for f in made}
    name = made[0].measure if len(names) == 1 and not is_vague(made[0].measure) else ""
    return Series(name, made[0].unit, tuple(made))


def is_vague(measure: str) -> bool:
    """Whether a measure names nothing by itself: a pronoun, or an actor alone ("it", "China")."""
    words = re.findall(r"[^\W\d_]+", measure.casefold())
    if not words or words[0] in _POINTERS:
        return True
    try:
        actor_of(re.sub(r"^the |['’]s?$", "", measure, flags=re.IGNORECASE))
    except MultipoleError:
        return False
    return True


def _figure(rows: list[_Row]) -> Figure:
    first = rows[0]
    speakers = dict.fromkeys(r["speaker"] for r in rows if r["speaker"])
    return Figure(
        measure=first["measure"],
        value=first["value"],
        unit=first["unit"],
        bound=first["gist"],
        period=period_of(first),
        modality=first["modality"],
        about=tuple(first["about"]),
        speakers=tuple(speakers),
        claims=tuple(r["id"] for r in rows),
    )


def _order(figure: Figure) -> date:
    """Oldest first; figures of one time stay in the order of the text."""
    return figure.period.start if figure.period else date.max
