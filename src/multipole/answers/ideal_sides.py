"""Which end of the scale is which: the states that orient it, and others where those are absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from multipole.core.errors import NothingFound
from multipole.relations.ideal_points_rolls import Rolls

#: As published.
RIGHT: Final = ("USA", "CAN", "GBR", "ISR")
LEFT: Final = ("RUS", "DDR")


@dataclass(frozen=True, slots=True)
class Sides:
    """States that begin on the positive and on the negative side, and why these, in a sentence."""

    right: tuple[str, ...]
    left: tuple[str, ...]
    why: str


def sides(
    rolls: Rolls,
    asked: Sequence[str],
    *,
    right: Sequence[str] = RIGHT,
    left: Sequence[str] = LEFT,
) -> Sides:
    """The published states, ``right`` and ``left``, where they voted.

    Else the one that votes least like the other side takes their place. With none of them in the
    votes the first of ``asked`` that voted is positive. Raises `NothingFound` when nobody voted
    beside the only state that is known.
    """
    voted = set(rolls.states.tolist())
    right = tuple(s for s in right if s in voted)
    left = tuple(s for s in left if s in voted)
    if right and left:
        return _sides(right, left, "as published")
    if right:
        return _sides(right, (_farthest(rolls, right[0]),), f"votes least like {right[0]}")
    if left:
        why = f"votes least like {left[0]}; of the published states on that side none voted"
        return _sides((_farthest(rolls, left[0]),), left, why)
    first = next((s for s in asked if s in voted), min(voted))
    why = f"of the published states none voted; {first} is named first"
    return _sides((first,), (_farthest(rolls, first),), why)


def _sides(right: tuple[str, ...], left: tuple[str, ...], why: str) -> Sides:
    return Sides(
        right, left,
        f"Positive is the side of {' '.join(right)}, and {' '.join(left)} begins on the other "
        f"({why}).",
    )  # fmt: skip


def _farthest(rolls: Rolls, anchor: str) -> str:
    """The state whose votes lie farthest from those of ``anchor`` on average, of those with at
    least half as many common votes as the state with the most."""
    cast = pl.DataFrame({
        "state": rolls.states[rolls.point], "session": rolls.sessions[rolls.point],
        "item": rolls.item, "choice": rolls.choice.astype(float),
    })  # fmt: skip
    own = cast.filter(pl.col("state") == anchor).select("session", "item", its="choice")
    beside = cast.filter(pl.col("state") != anchor).join(own, on=["session", "item"])
    apart = beside.group_by("state").agg((pl.col("choice") - pl.col("its")).abs().mean().alias("d"),
                                         pl.len().alias("n"))  # fmt: skip
    enough = apart.filter(2 * pl.col("n") >= pl.col("n").max())
    if not len(enough):
        raise NothingFound(f"no state voted beside {anchor}", remedy="Add more votes.")
    return str(enough.sort(["d", "state"], descending=[True, False])["state"][0])
