"""Merging states that some best division of a signed network puts together, or surely apart.

Two rules, repeated until neither applies; each keeps a division of least frustration:

- A tie at least as heavy as all others of its state together: the state follows it.
- Two states whose ties to all others are the same up to a factor (of the factor's sign, too, when
  they have a tie): whatever suits one suits the other.

Merged states add their ties; ties of opposite sign cancel, the part that cancels being frustrated
in every division.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipole.system.ties import Floats, Ints

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Merged:
    """``kept`` are the places that remain; ``steps`` say who followed whom, with what sign."""

    size: int
    kept: Ints
    steps: tuple[tuple[int, int, int], ...]


def reduce(weights: Floats) -> tuple[Floats, Merged]:
    """The smaller network of undirected ties without NaN, and how to come back from it."""
    left = weights.copy()
    alive = np.ones(len(left), dtype=bool)
    steps: list[tuple[int, int, int]] = []
    while True:
        before = len(steps)
        _follow(left, alive, steps)
        _twins(left, alive, steps)
        if len(steps) == before:
            break
    kept = np.flatnonzero(alive)
    return left[np.ix_(kept, kept)], Merged(len(left), kept, tuple(steps))


def expand(sides: Ints, merged: Merged) -> Ints:
    """The sides of all states, from those of the states that remained."""
    whole = np.ones(merged.size, dtype=np.int64)
    whole[merged.kept] = sides
    for follower, leader, sign in reversed(merged.steps):
        whole[follower] = sign * whole[leader]
    return whole


def _merge(left: Floats, alive: Flags, follower: int, leader: int, sign: int) -> None:
    row = sign * left[follower]
    row[leader] = 0.0
    left[leader] += row
    left[:, leader] += row
    left[leader, np.abs(left[leader]) < 1e-12 * np.abs(row).max()] = 0.0
    left[:, leader] = left[leader]
    left[follower] = left[:, follower] = 0.0
    alive[follower] = False


def _follow(left: Floats, alive: Flags, steps: list[tuple[int, int, int]]) -> None:
    for state in np.flatnonzero(alive):
        size = np.abs(left[state])
        leader = int(size.argmax())
        if size[leader] > 0 and 2 * size[leader] >= size.sum():
            sign = int(np.sign(left[state, leader]))
            _merge(left, alive, int(state), leader, sign)
            steps.append((int(state), leader, sign))


def _twins(left: Floats, alive: Flags, steps: list[tuple[int, int, int]]) -> None:
    for state in np.flatnonzero(alive):
        if not alive[state] or not left[state].any():
            continue
        for other, sign in _alike(left, alive, int(state)):
            if alive[other] and _same(left, int(state), other, sign):
                _merge(left, alive, other, int(state), sign)
                steps.append((other, int(state), sign))


def _alike(left: Floats, alive: Flags, state: int) -> list[tuple[int, int]]:
    """Later states that may be twins of this one: the same neighbours, but for each other."""
    later = np.flatnonzero(alive & (np.arange(len(left)) > state))
    near, theirs = left[state] != 0, left[later] != 0
    differ = theirs != near
    differ[:, state] = False
    differ[np.arange(len(later)), later] = False
    same = later[~differ.any(1) & theirs.any(1)]
    return [(int(other), sign) for other in same for sign in (1, -1)]


def _same(left: Floats, state: int, other: int, sign: int) -> bool:
    mine, theirs = left[state].copy(), left[other].copy()
    tie = mine[other]
    mine[other] = theirs[state] = 0.0
    if tie * sign < 0 or not mine.any():
        return False
    peak = int(np.abs(mine).argmax())
    if theirs[peak] * mine[peak] * sign <= 0:
        return False
    return bool(np.array_equal(theirs * mine[peak], mine * theirs[peak]))
