"""Where the sampler for ideal points begins, in an order that the names of states do not touch.

States are ordered by what they did, and yes and no are exchanged throughout when no is the commoner
choice: then the same votes give the same path whatever states are called and whichever choice is
called yes. Only states that cannot be told apart by what they did keep the order of their labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue
from multipole.relations.ideal_points_rolls import Labels, Rolls

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

#: Where the named states begin, as published.
RIGHT_AT: Final = 3.0
LEFT_AT: Final = -2.0
#: Variance of a state's step from one session to the next, before the counts of votes weigh it.
STEP_VARIANCE: Final = 0.5
_APART: Final = np.array([-1e-6, 1e-6])


@dataclass(slots=True)
class Chain:
    """The votes in the sampler's order and where it stands; changed by each round.

    ``places[k]`` is the point's place in `Rolls`; ``turned`` says whether yes and no are exchanged.
    """

    places: Ints
    turned: bool
    start: Ints
    point: Ints
    choice: npt.NDArray[np.int8]
    before: Ints
    firmness: Floats
    mean: Floats
    spread: Floats
    theta: Floats
    slope: Floats
    cuts: Floats


def begin(rolls: Rolls, *, right: Sequence[Any], left: Sequence[Any]) -> Chain:
    """The chain before its first round. Raises `BadValue` if no named state is in the votes."""
    known = set(rolls.states.tolist())
    for name, states in (("right", right), ("left", left)):
        if not known & set(states):
            raise BadValue(
                f"none of the states on the {name}, {list(states)}, cast a vote",
                remedy="Name states whose side is known, such as USA right and RUS left.",
            )
    turned, deeds = _turned(rolls)
    return _chain(rolls, turned, _places(rolls, deeds), right, left)


def _chain(
    rolls: Rolls, turned: bool, places: Ints, right: Sequence[Any], left: Sequence[Any]
) -> Chain:
    point, choice = np.argsort(places)[rolls.point], _oriented(rolls, turned)
    order = np.lexsort((choice, point, rolls.item))
    point, choice, item = point[order], choice[order], rolls.item[order]
    states, sessions = rolls.states[places], rolls.sessions[places]
    before, firmness = chained(states, sessions, rolls.votes[places].astype(np.float64))
    slope = _first_slopes(rolls.items.size, item, choice, states[point], right, left)
    return Chain(
        places=places,
        turned=turned,
        start=np.searchsorted(item, np.arange(rolls.items.size + 1)).astype(np.int64),
        point=point.astype(np.int64),
        choice=choice,
        before=before,
        firmness=firmness,
        mean=np.where(np.isin(states, right), RIGHT_AT, 0.0)
        + np.where(np.isin(states, left), LEFT_AT, 0.0),
        spread=np.ones(places.size),
        theta=_first_points(places.size, point, item, choice, slope),
        slope=slope,
        cuts=_first_cuts(rolls.items.size, item, choice),
    )


def _oriented(rolls: Rolls, turned: bool) -> npt.NDArray[np.int8]:
    return (4 - rolls.choice if turned else rolls.choice).astype(np.int8)


def _turned(rolls: Rolls) -> tuple[bool, list[bytes]]:
    """Whether there is more no than yes, and what each state did, in a row of bytes."""
    lean = int((rolls.choice.astype(np.int64) - 2).sum())
    ways = [way for way in (False, True) if lean == 0 or way == (lean > 0)]
    deeds = [_deeds(rolls, _oriented(rolls, way)) for way in ways]
    best = min(range(len(ways)), key=lambda n: sorted(deeds[n]))
    return ways[best], deeds[best]


def _deeds(rolls: Rolls, said: npt.NDArray[np.int8]) -> list[bytes]:
    """Each state's sessions, items and choices."""
    states, of_point = np.unique(rolls.states, return_inverse=True)
    state = of_point[rolls.point]
    rows = np.stack([rolls.sessions[rolls.point], rolls.item, said.astype(np.int64)], axis=1)
    order = np.lexsort((said, rolls.item, rolls.sessions[rolls.point], state))
    ends = np.cumsum(np.bincount(state, minlength=states.size))[:-1]
    return [part.tobytes() for part in np.split(rows[order], ends)]


def _places(rolls: Rolls, deeds: list[bytes]) -> Ints:
    """Points ordered by what their states did, then by session."""
    states, of_point = np.unique(rolls.states, return_inverse=True)
    rank = np.argsort(np.asarray(sorted(range(states.size), key=deeds.__getitem__)))
    return np.lexsort((rolls.sessions, rank[of_point])).astype(np.int64)


def chained(states: Labels, sessions: Ints, votes: Floats) -> tuple[Ints, Floats]:
    """Each point's predecessor (its state's session before; of its first, the second; else -1) and
    the precision with which it holds: (1 + votes there / votes here) / STEP_VARIANCE."""
    count = len(states)
    opens = np.r_[True, states[1:] != states[:-1]]
    before = np.where(opens, np.arange(count) + 1, np.arange(count) - 1)
    before[opens & np.r_[opens[1:], True]] = -1
    there = np.where(before >= 0, votes[before], 0.0)
    return before.astype(np.int64), (votes + there) / votes / STEP_VARIANCE


def _first_slopes(
    items: int,
    item: Ints,
    choice: npt.NDArray[np.int8],
    states: Labels,
    right: Sequence[Any],
    left: Sequence[Any],
) -> Floats:
    """1 where the right side's mean choice is more of a no than the left's, -1 where less."""
    sides = []
    for side in (right, left):
        named = np.isin(states, side)
        number = np.bincount(item[named], minlength=items)
        total = np.bincount(item[named], weights=choice[named] - 2.0, minlength=items)
        sides.append(total / np.where(number > 0, number, np.nan))
    return np.sign(np.nan_to_num(sides[0] - sides[1]))


def _first_points(
    points: int, point: Ints, item: Ints, choice: npt.NDArray[np.int8], slope: Floats
) -> Floats:
    """Mean choice beyond the item's mean, signed by its slope, standardised."""
    mean = np.bincount(item, weights=choice) / np.bincount(item)
    score = slope[item] * (choice - mean[item])
    used = np.bincount(point, weights=np.abs(slope[item]), minlength=points)
    theta = np.bincount(point, weights=score, minlength=points) / np.maximum(used, 1.0)
    return np.asarray((theta - theta.mean()) / max(theta.std(), 1e-9), dtype=np.float64)


def _first_cuts(items: int, item: Ints, choice: npt.NDArray[np.int8]) -> Floats:
    """The shares of yes, and of yes or abstain, stretched to [-1, 1], as published."""
    number = np.bincount(item, minlength=items)
    yes = np.bincount(item, weights=choice == 1, minlength=items) / number
    low = np.bincount(item, weights=choice < 3, minlength=items) / number
    return np.ascontiguousarray(2.0 * np.stack([yes, low], axis=1) - 1.0 + _APART)
