"""What is known of a candidate: 70 numbers of each candidate of each question, compiled.

All from facts before the question's day. Counts and decayed sums by subject and object (both
directions), by subject, type and object (same, reciprocal and foretelling types), by type and
object, by object; days since the last; kinship (`ranking_kin`) of candidate and subject, of
candidate and the subject's earlier objects of the type, of subject and the candidate's earlier
subjects of the type; meetings through a third.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from multipole.forecast.graph import Ints, Places, Rows
from multipole.forecast.ranking_levels import Floats, Singles, compiled

PAIR: Final = 7
TYPED: Final = 11
OBJECT: Final = 8
PLAIN: Final = 7
PAIR_NAMES: Final = ("slow", "middle", "fast", "3_days", "30_days", "all", "since")
TYPED_NAMES: Final = (
    "slow", "fast", "7_days", "30_days", "all", "since", "reciprocal", "reciprocal_since",
    "foretold", "foretold_most", "foretold_fast",
)  # fmt: skip
OBJECT_NAMES: Final = (
    "slow", "middle", "fast", "7_days", "all", "since", "kin_subjects", "like_subjects",
)  # fmt: skip
PLAIN_NAMES: Final = ("slow", "fast", "1_day", "7_days", "all", "since", "age")
KIN_NAMES: Final = (
    "ties", "roles", "typed_ties", "typed_ties_fast", "typed_roles", "like_roles", "type_roles",
    "third", "strength",
)  # fmt: skip
ASKED_NAMES: Final = (
    "first_score", "first_behind", "first_place", "first_log_total", "subject_strength",
    "subject_met", "subject_facts", "typed_facts", "type_facts", "reciprocal_side", "itself",
    "type_kin", "typed_share", "object_share", "pair_share", "best_score",
)  # fmt: skip
NAMES: Final = (
    *(f"own_{n}" for n in PAIR_NAMES),
    *(f"other_{n}" for n in PAIR_NAMES),
    *(f"typed_{n}" for n in TYPED_NAMES),
    *(f"object_of_type_{n}" for n in OBJECT_NAMES),
    *(f"object_{n}" for n in PLAIN_NAMES),
    *(f"kin_{n}" for n in KIN_NAMES),
    *(f"asked_{n}" for n in ASKED_NAMES),
)
#: Days since what never happened.
NEVER_SINCE: Final = 9999.0
#: Facts of a type that are looked at for kin of the subject: the latest so many.
LOOKED: Final = 3000
#: Those whom a subject met most that are asked whom they met.
THIRDS: Final = 40


@compiled
def clear(table: Singles, found: Ints, since: int) -> None:
    """Zeros at ``found``, with never at the place ``since``."""
    for entity in found:
        table[entity] = 0.0
        table[entity, since] = 9999.0


@compiled
def plain_counts(daily: Rows, day: int, end: int, decay: Floats, out: Singles) -> None:
    """Of each entity as an object: `PLAIN_NAMES`."""
    out[:] = 0.0
    out[:, 5] = 9999.0
    for i in range(len(daily)):
        if daily[i, 3] >= end:
            break
        age, at = day - daily[i, 3], out[daily[i, 2]]
        at[0] += decay[0, age]
        at[1] += decay[2, age]
        at[2] += age <= 1
        at[3] += age <= 7
        if at[4] == 0:
            at[6] = age
        at[4] += 1
        at[5] = age


@compiled
def pair_counts(
    rows: Rows, low: int, high: int, day: int, end: int, relations: int, decay: Floats,
    out: Singles, seen: Ints, found: Ints,
) -> tuple[int, int]:  # fmt: skip
    """Of each object of a subject's past: `PAIR_NAMES` of either direction; how many, and its end.

    ``out`` (n, 14) holds what is new only where ``seen`` is 1, that is at ``found``.
    """
    count, i = 0, low
    while i < high and rows[i, 3] < end:
        entity, age = rows[i, 2], day - rows[i, 3]
        at = out[entity]
        if seen[entity] == 0:
            seen[entity] = 1
            found[count] = entity
            count += 1
            at[:] = 0.0
            at[6], at[13] = 9999.0, 9999.0
        side = 0 if rows[i, 1] < relations else 7
        at[side] += decay[0, age]
        at[side + 1] += decay[1, age]
        at[side + 2] += decay[2, age]
        at[side + 3] += age <= 3
        at[side + 4] += age <= 30
        at[side + 5] += 1
        at[side + 6] = age
        i += 1
    return count, i


@compiled
def typed_counts(
    rows: Rows, low: int, high: int, day: int, relation: int, relations: int, rules: Singles,
    decay: Floats, ties: Singles, roles: Singles, out: Singles, near: Floats,
) -> int:  # fmt: skip
    """Of each object of a subject's past: `TYPED_NAMES`; how many facts are of the type.

    ``near`` gets three vectors end to end: where the objects of this type lie by ties (middle and
    fast decay) and by roles.
    """
    turned = relation + relations if relation < relations else relation - relations
    width, count = ties.shape[1], 0
    near[:] = 0.0
    for i in range(low, high):
        entity, age, other = rows[i, 2], day - rows[i, 3], rows[i, 1]
        at = out[entity]
        if other == relation:
            count += 1
            at[0] += decay[0, age]
            at[1] += decay[2, age]
            at[2] += age <= 7
            at[3] += age <= 30
            at[4] += 1
            at[5] = age
            for k in range(width):
                near[k] += decay[1, age] * ties[entity, k]
                near[width + k] += decay[2, age] * ties[entity, k]
            for k in range(roles.shape[1]):
                near[2 * width + k] += decay[1, age] * roles[entity, k]
        elif other == turned:
            at[6] += decay[1, age]
            at[7] = age
        rule = rules[relation, other]
        at[8] += rule * decay[1, age]
        at[9] = max(at[9], rule * decay[1, age])
        at[10] += rule * decay[2, age]
    return count


@compiled
def object_counts(
    related: Rows, low: int, high: int, day: int, end: int, decay: Floats, kin: Singles,
    like: Singles, roles: Singles, out: Singles, found: Ints, near: Floats,
) -> tuple[int, int, float]:  # fmt: skip
    """Of each object of a type: `OBJECT_NAMES`; how many, how many facts, how far they are of kin.

    ``kin`` and ``like``: how near each entity is to the subject by ties and by roles. ``near`` gets
    where objects lie by roles: of subjects like this one, and of all.
    """
    count, width, stop = 0, roles.shape[1], low
    near[:] = 0.0
    while stop < high and related[stop, 3] < end:
        stop += 1
    total, shared = 1e-9, 0.0
    for i in range(low, stop):
        entity, age = related[i, 2], day - related[i, 3]
        at = out[entity]
        if at[4] == 0.0:
            found[count] = entity
            count += 1
        at[0] += decay[0, age]
        at[1] += decay[1, age]
        at[2] += decay[2, age]
        at[3] += age <= 7
        at[4] += 1
        at[5] = age
        if i >= stop - 3000:
            other = related[i, 0]
            close, alike = max(kin[other], np.float32(0.0)), max(like[other], np.float32(0.0))
            at[6] += close * close * decay[0, age]
            alike = alike**4 * decay[0, age]
            at[7] += alike
            total += decay[0, age]
            shared += close * close * decay[0, age]
            for k in range(width):
                near[k] += alike * roles[entity, k]
                near[width + k] += decay[0, age] * roles[entity, k]
    return count, stop - low, shared / total


@compiled
def through_thirds(
    subject: int, near: Ints, first: Places, weight: Singles, out: Singles, found: Ints
) -> int:
    """How much whom the subject met met each entity: ``out`` (n,), zero but at ``found``."""
    low, high, count = first[subject], first[subject + 1], 0
    bound = np.float32(0.0)
    if high - low > 40:
        bound = np.partition(weight[low:high], high - low - 40)[high - low - 40]
    for i in range(low, high):
        if weight[i] < bound:
            continue
        third = near[i]
        for j in range(first[third], first[third + 1]):
            if out[near[j]] == 0.0:
                found[count] = near[j]
                count += 1
            out[near[j]] += weight[i] * weight[j]
    return count


@compiled
def cosine(vector: Floats, at: int, other: Singles) -> float:
    """The cosine of a part of ``vector`` from ``at`` with ``other``, of length 1; 0 without."""
    dot, length = 0.0, 1e-12
    for k in range(len(other)):
        dot += vector[at + k] * other[k]
        length += vector[at + k] * vector[at + k]
    return float(dot / math.sqrt(length))
