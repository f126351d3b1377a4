"""The sample for ideal points: which votes count, which roll calls are the same question.

The filters are those of Bailey, Strezhnev and Voeten (2017, Journal of Conflict Resolution 61:
430-456) as their published release applies them:

- absences and abstentions from membership are no votes; abstentions are votes;
- from 1990 on, votes on paragraphs and amendments are left out (`as_published`);
- session 19 (one vote), South Africa in session 48 and Zanzibar are left out (`as_published`);
- roll calls on the same text in other sessions share one item, that of the earliest (``links``);
- an item on which all chose the same says nothing and is dropped.

By hand: two states agree on item 1 (dropped), and differ on 2 and 3, which are the same question.

>>> rolls = prepare(
...     state=[1, 2, 1, 2, 1, 2], session=[1, 1, 1, 1, 2, 2], item=[1, 1, 2, 2, 3, 3],
...     vote=[1, 1, 1, 3, 1, 2], links=[(2, 3)])
>>> rolls.items.tolist(), rolls.votes.tolist(), rolls.dropped
([2], [1, 1, 1, 1], {'no vote': 0, 'unanimous': 2})
>>> list(zip(rolls.states.tolist(), rolls.sessions.tolist(), strict=True))
[(1, 1), (1, 2), (2, 1), (2, 2)]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue

Labels = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: Codes of votes.
YES, ABSTAIN, NO = 1, 2, 3
#: From this year on, votes on paragraphs and amendments are left out.
WHOLE_TEXTS_SINCE: Final = 1990
#: Sessions, and states' sessions, that the publishers leave out.
EMPTY_SESSION: Final = 19
LONE_SESSION: Final = 48


@dataclass(frozen=True, slots=True)
class Rolls:
    """Votes ready to be scaled. A point is a state in a session; points are sorted by both.

    ``states``, ``sessions`` and ``votes`` (their number) have one entry a point, ``items`` one an
    item; ``point``, ``item`` (places in those) and ``choice`` one a vote, sorted by item and point.
    ``dropped`` counts what was left out, by reason.
    """

    states: Labels
    sessions: Ints
    votes: Ints
    items: Labels
    point: Ints
    item: Ints
    choice: npt.NDArray[np.int8]
    dropped: dict[str, int]


def as_published(
    *,
    state: npt.ArrayLike,
    session: npt.ArrayLike,
    year: npt.ArrayLike,
    part: npt.ArrayLike,
    south_africa: object = "ZAF",
    zanzibar: object = "ZAN",
) -> Flags:
    """Which votes the publishers keep: one flag a vote, before links and unanimity are looked at.

    ``part`` is true for votes on a paragraph or an amendment. The two states are named as in
    ``state``. For the sessions of the General Assembly only. All arrays have shape (votes,).

    >>> as_published(state=["ZAF", "ZAF", "USA", "USA"], session=[48, 49, 19, 45],
    ...              year=[1993, 1994, 1964, 1990], part=[False, False, False, True]).tolist()
    [False, True, False, False]
    """
    who, when, years, parts = (np.asarray(x) for x in (state, session, year, part))
    _same_length(who, when, years, parts)
    lone = (who == south_africa) & (when == LONE_SESSION)
    late_part = parts.astype(bool) & (years >= WHOLE_TEXTS_SINCE)
    return np.asarray(~lone & ~late_part & (when != EMPTY_SESSION) & (who != zanzibar))


def prepare(
    *,
    state: npt.ArrayLike,
    session: npt.ArrayLike,
    item: npt.ArrayLike,
    vote: npt.ArrayLike,
    links: Iterable[tuple[Any, Any]] = (),
) -> Rolls:
    """Votes in rows (state, session, item, vote) to `Rolls`.

    ``vote`` is 1 yes, 2 abstain, 3 no; any other code and NaN is no vote and is counted. Labels of
    states and items may be anything that sorts (whole numbers are fastest). ``links`` pairs items
    that ask the same; chains are followed and the first of the earlier ones gives the label.
    Raises `BadValue` for columns of unequal length, and when nothing is left.
    """
    who, when, what, how = (np.asarray(x) for x in (state, session, item, vote))
    _same_length(who, when, what, how)
    cast = np.isin(how, (YES, ABSTAIN, NO))
    labels, number = np.unique(what[cast], return_inverse=True)
    labels, number = _linked(labels, number, links)
    choice = how[cast].astype(np.int8)
    divided = _divided(number, choice, len(labels))
    kept = divided[number]
    if not kept.any():
        raise BadValue("no vote is left on which states differ", remedy="Give divided roll calls.")
    dropped = {"no vote": int((~cast).sum()), "unanimous": int((~kept).sum())}
    place = np.cumsum(divided) - 1
    rows = (who[cast][kept], when[cast][kept], place[number[kept]], choice[kept])
    return _rolls(*rows, labels[divided], dropped)


def _same_length(*columns: npt.NDArray[Any]) -> None:
    if len({column.shape for column in columns}) != 1 or columns[0].ndim != 1:
        raise BadValue(
            f"columns of votes of shapes {[column.shape for column in columns]}",
            remedy="Give one entry a vote in each column.",
        )


def _linked(labels: Labels, number: Ints, links: Iterable[tuple[Any, Any]]) -> tuple[Labels, Ints]:
    """Items after links: the labels left and each vote's place among them."""
    earlier: dict[Any, Any] = {}
    for first, second in links:
        low, high = min(first, second), max(first, second)
        if low != high:
            earlier[high] = min(low, earlier.get(high, low))
    ends = []
    for label in labels.tolist():
        end = label
        while end in earlier:
            end = earlier[end]
        ends.append(end)
    left, place = np.unique(np.asarray(ends), return_inverse=True)
    return left, place[number]


def _divided(number: Ints, choice: npt.NDArray[np.int8], items: int) -> Flags:
    seen = np.zeros((items, 3), dtype=bool)
    seen[number, choice - 1] = True
    return np.asarray(seen.sum(axis=1) > 1)


def _rolls(
    who: Labels,
    when: Labels,
    place: Ints,
    choice: npt.NDArray[np.int8],
    items: Labels,
    dropped: dict[str, int],
) -> Rolls:
    states, state = np.unique(who, return_inverse=True)
    sessions, session = np.unique(when, return_inverse=True)
    pair, point = np.unique(state * len(sessions) + session, return_inverse=True)
    order = np.lexsort((choice, point, place))
    return Rolls(
        states=states[pair // len(sessions)],
        sessions=sessions[pair % len(sessions)].astype(np.int64),
        votes=np.bincount(point).astype(np.int64),
        items=items,
        point=point[order].astype(np.int64),
        item=place[order].astype(np.int64),
        choice=choice[order],
        dropped=dropped,
    )


def laid_out(
    rolls: Rolls, values: npt.ArrayLike, *, states: Iterable[Any], sessions: Iterable[int]
) -> npt.NDArray[np.float64]:
    """Values of points, such as their means, as a table of shape (states, sessions).

    NaN where a state cast no vote that counts in a session: its place there is unknown, and never
    0. Raises `BadValue` unless there is one value a point.

    >>> rolls = prepare(state=["A", "B", "A", "B", "B"], session=[1, 1, 2, 2, 3],
    ...                 item=[1, 1, 2, 2, 2], vote=[1, 3, 1, 3, 3])
    >>> laid_out(rolls, [-1.0, -0.8, 1.0, 0.8, 0.9], states=["B", "A"], sessions=[1, 2, 3]).tolist()
    [[1.0, 0.8, 0.9], [-1.0, -0.8, nan]]
    """
    held = np.asarray(values, dtype=np.float64)
    if held.shape != rolls.states.shape:
        raise BadValue(
            f"{held.shape} values of {rolls.states.size} points", remedy="Give one value a point."
        )
    keys = zip(rolls.states.tolist(), rolls.sessions.tolist(), strict=True)
    known = dict(zip(keys, held.tolist(), strict=True))
    columns = list(sessions)
    rows = [[known.get((state, session), np.nan) for session in columns] for state in states]
    return np.array(rows, dtype=np.float64).reshape(-1, len(columns))
