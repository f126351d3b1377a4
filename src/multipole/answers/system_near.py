"""How far states are from the poles of a division: rows of the section ``near``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import Any, Final

import numpy as np

from multipole.answers.system_division import Division
from multipole.answers.system_ties import PLEDGES
from multipole.system.membership import nearness

_Z: Final = 1.6448536269514722


def nearest(
    found: Division, heads: Mapping[int, str], asked: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """A row for each state asked for and each pole: leaders of large blocs, and the others asked.

    ``heads``: the leader of each bloc. A state that is not placed has one row, which says so.
    """
    place = {state: n for n, state in enumerate(found.year.states)}
    heading = {heads[bloc]: bloc for bloc in found.large if bloc in heads}
    to_blocs = 1 - nearness(found.ties, found.labels)
    for state in asked:
        here = place.get(state, -1)
        bloc = int(found.labels[here]) if here >= 0 else -1
        row: dict[str, Any] = {
            "section": "near",
            "what": state,
            "members": [state],
            "states": _in(bloc),
        }
        row |= {"bloc": bloc + 1} if bloc >= 0 else {}
        poles = _poles(state, heading, place, asked) if here >= 0 else ()
        for pole in poles:
            to_bloc = float(to_blocs[here, heading[pole]]) if pole in heading else np.nan
            told: dict[str, Any] = {
                "pole": pole,
                "bloc_distance": to_bloc if np.isfinite(to_bloc) else None,
            }
            if pole == state:
                told["states"] = f"leads bloc {bloc + 1}"
            yield row | told | _distance(found, here, place[pole])
        if not poles:
            yield row


def _in(bloc: int) -> str:
    return f"in bloc {bloc + 1}" if bloc >= 0 else "not placed"


def _poles(
    state: str, heading: Mapping[str, int], place: Mapping[str, int], asked: Sequence[str]
) -> tuple[str, ...]:
    """The poles of a state; a leader is compared with its own bloc, too."""
    others = (one for one in asked if one in place and one != state)
    return tuple(dict.fromkeys((*heading, *others)))


def _distance(found: Division, one: int, other: int) -> dict[str, Any]:
    """How far two states are apart; pledges are all there are and have no interval."""
    apart = 1 - found.year.layers[:, one, other]
    apart = apart[np.isfinite(apart)]
    if one == other or not len(apart):
        return {"common": len(apart)}
    mean = float(apart.mean())
    row: dict[str, Any] = {"distance": mean, "common": len(apart)}
    if found.year.variables != PLEDGES:
        low, high = wilson(mean, len(apart))
        row |= {"low": low, "high": high}
    return row


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 90% score interval of a share of ``n`` independent cases (Wilson 1927).

        (s + z^2 / 2n -+ z sqrt(s (1 - s) / n + z^2 / 4n^2)) / (1 + z^2 / n),   z = 1.6449

    A share of 1 in few cases is not sure: of 20, with z^2 = 2.7055, at least 20 / 22.7055.

    >>> [round(bound, 4) for bound in wilson(1.0, 20)]
    [0.8808, 1.0]
    """
    square = _Z**2 / n
    middle = share + square / 2
    half = _Z * sqrt(share * (1 - share) / n + square / (4 * n))
    low, high = ((middle + side) / (1 + square) for side in (-half, half))
    return max(0.0, min(low, share)), min(1.0, max(high, share))
