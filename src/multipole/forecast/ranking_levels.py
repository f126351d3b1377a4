"""Levels of decayed frequency between a subject and an object, compiled.

For a question (s, r, ?) on a day each object o has eight levels, sums over earlier facts weighted
by their age in days: what s did to o of type r; what s did to o of any type (slow and fast decay);
what passed between s and o of types that foretell r (`Rules`); how often o is the object of r by
anyone (slow and fast); how often o is an object at all (slow and fast). The score of o is
sum_k w_k log(1 + x_k / eps): a log-linear pool, whose softmax over the entities is the forecast. An
object without any of the first four is scored by the last four alone, so that only the objects of a
subject's past are ever touched one by one.

Decay is a power of age, as the chance that a pair meets again falls (a mixture of exponentials
would do as well): (1 + age) ** -p, p = 0.5 slow, 1 and 1.5 fast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from multipole.forecast.graph import Ints, Places, Rows

F = TypeVar("F", bound=Callable[..., Any])
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

POWERS: Final = (0.5, 1.0, 1.5)
SLOW: Final = 0
MIDDLE: Final = 1
FAST: Final = 2
LEVELS: Final = (
    "same_type",
    "any_type_slow",
    "any_type_fast",
    "foretelling_types",
    "object_of_type_slow",
    "object_of_type_fast",
    "object_slow",
    "object_fast",
    "itself",
)
#: The first of `LEVELS` that need no past of the pair.
OWN: Final = 4
#: What a level of 1 is divided by.
EPS: Final = 0.001


def compiled(function: F) -> F:
    """The function compiled at first use and kept beside the module."""
    return cast("F", numba.njit(cache=True, error_model="numpy")(function))


def decays(days: int) -> Floats:
    """Weights of ages from 0 to before ``days``, shape (3, days): a row each of `POWERS`.

    >>> decays(4)[0].round(3).tolist()
    [1.0, 0.707, 0.577, 0.5]
    """
    ages = np.arange(float(max(days, 1)))
    return np.stack([(1 + ages) ** -power for power in POWERS])


@compiled
def popularity(daily: Rows, day: int, end: int, decay: Floats, out: Floats) -> None:
    """How often each entity was an object before ``end``, seen from ``day``; ``out`` (n, 2)."""
    out[:] = 0.0
    for i in range(len(daily)):
        if daily[i, 3] >= end:
            break
        age = day - daily[i, 3]
        out[daily[i, 2], 0] += decay[0, age]
        out[daily[i, 2], 1] += decay[2, age]


@compiled
def objects_of(
    rows: Rows, low: int, high: int, day: int, end: int, decay: Floats, out: Floats, found: Ints
) -> int:
    """Objects of the facts from ``low`` to ``high`` before ``end`` into ``found``; how many.

    ``out`` (n, 2) holds their slow and fast frequency; it is zero elsewhere and is zeroed again by
    the caller at ``found``.
    """
    count = 0
    for i in range(low, high):
        if rows[i, 3] >= end:
            break
        entity, age = rows[i, 2], day - rows[i, 3]
        if out[entity, 0] == 0.0:
            found[count] = entity
            count += 1
        out[entity, 0] += decay[0, age]
        out[entity, 1] += decay[2, age]
    return count


@compiled
def past_of(
    rows: Rows, low: int, high: int, day: int, end: int, relations: int, decay: Floats,
    out: Floats, seen: Ints, found: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Objects that a subject met before ``end``: how many, and where its past ends.

    ``out`` (n, 4): slow and fast frequency of acts of the subject, then of acts towards it.
    ``seen`` is 1 at ``found``.
    """
    count, at = 0, low
    while at < high and rows[at, 3] < end:
        entity, age = rows[at, 2], day - rows[at, 3]
        side = 0 if rows[at, 1] < relations else 2
        if seen[entity] == 0:
            seen[entity] = 1
            found[count] = entity
            count += 1
            out[entity] = 0.0
        out[entity, side] += decay[0, age]
        out[entity, side + 1] += decay[2, age]
        at += 1
    return count, at


@compiled
def typed_past(
    rows: Rows, low: int, high: int, day: int, relation: int, rules: Singles, decay: Floats,
    out: Floats,
) -> None:  # fmt: skip
    """Of each object of a subject's past: acts of ``relation``, and of types that foretell it."""
    for i in range(low, high):
        entity, age, other = rows[i, 2], day - rows[i, 3], rows[i, 1]
        if other == relation:
            out[entity, 0] += decay[2, age]
        out[entity, 1] += rules[relation, other] * decay[1, age]


@compiled
def rule_sums(
    pair: Places, relation: Ints, day: Ints, window: int, heads: Floats, bodies: Floats
) -> None:
    """Count how often a type follows another between the same two within ``window`` days.

    Rows are ordered by pair and day. ``heads[r, b]`` gets 1 / (1 + age) for each fact of type r
    that follows one of type b; ``bodies[b]`` counts the facts of type b.
    """
    for i in range(len(pair)):
        bodies[relation[i]] += 1.0
        j = i + 1
        while j < len(pair) and pair[j] == pair[i] and day[j] - day[i] <= window:
            age = day[j] - day[i]
            if age > 0:
                heads[relation[j], relation[i]] += 1.0 / (1.0 + age)
            j += 1
