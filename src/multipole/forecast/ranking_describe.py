"""What is known of the candidates of each question, compiled: one day at a time."""

from __future__ import annotations

import math

import numpy as np

from multipole.forecast.graph import Ints, Places, Rows
from multipole.forecast.ranking_features import (
    clear,
    cosine,
    object_counts,
    pair_counts,
    plain_counts,
    through_thirds,
    typed_counts,
)
from multipole.forecast.ranking_levels import Floats, Singles, compiled


@compiled
def fast_score(x: Singles, weights: Floats, eps: float) -> float:
    """The score that the fast ranker gives a candidate with the features ``x``."""
    score = weights[8] * x[59]
    for k, place in enumerate((15, 0, 2, 22, 25, 27, 33, 34)):
        score += weights[k] * math.log1p(x[place] / eps)
    return float(score)


@compiled
def describe_day(
    asked: Rows, groups: Places, rows: Rows, start: Places, related: Rows, first: Places,
    daily: Rows, relations: int, rules: Singles, decay: Floats, cutoff: int, kin: Singles,
    like: Singles, ties: Singles, roles: Singles, strength: Singles, near: Ints,
    near_first: Places, near_weight: Singles, scores: Singles, totals: Floats, entities: Ints,
    known: int, weights: Floats, eps: float, out: Singles,
) -> None:  # fmt: skip
    """Features ``out`` (n, k, f) of the candidates ``entities`` (n, k) of one day's questions.

    The first ``known`` candidates and their ``scores`` (n, k) are those of the fast ranker, best
    first; the scores of the others are filled in. ``kin`` and ``like`` (groups, n entities). Of
    ``out`` the first columns are filled, in the order of `NAMES`.
    """
    count, size = len(start) - 1, ties.shape[1]
    plain, pair = np.zeros((count, 7), np.float32), np.zeros((count, 14), np.float32)
    typed, objects = np.zeros((count, 11), np.float32), np.zeros((count, 8), np.float32)
    seen, met = np.zeros(count, np.int32), np.zeros(count, np.int32)
    others, thirds = np.zeros(count, np.int32), np.zeros(count, np.int32)
    third = np.zeros(count, np.float32)
    mine, theirs = np.zeros(2 * size + roles.shape[1]), np.zeros(2 * roles.shape[1])
    day = asked[0, 3]
    end = min(day, cutoff)
    plain_counts(daily, day, end, decay, plain)
    typed[:, 5], typed[:, 7], objects[:, 5] = 9999.0, 9999.0, 9999.0
    for group in range(len(groups) - 1):
        low, high = groups[group], groups[group + 1]
        subject = asked[low, 0]
        many, stop = pair_counts(rows, start[subject], start[subject + 1], day, end, relations,
                                 decay, pair, seen, met)  # fmt: skip
        through = through_thirds(subject, near, near_first, near_weight, third, thirds)
        for q in range(low, high):
            relation = asked[q, 1]
            own = 0 if relation < relations else 7
            facts = typed_counts(rows, start[subject], stop, day, relation, relations, rules,
                                 decay, ties, roles, typed, mine)  # fmt: skip
            n, all_facts, shared = object_counts(
                related, first[relation], first[relation + 1], day, end, decay, kin[group],
                like[group], roles, objects, others, theirs,
            )  # fmt: skip
            for c in range(entities.shape[1]):
                e, x = entities[q, c], out[q, c]
                if e < 0:
                    continue
                if seen[e]:
                    x[0:7], x[7:14] = pair[e, own : own + 7], pair[e, 7 - own : 14 - own]
                    x[14:25] = typed[e]
                else:
                    x[0:25] = 0.0
                    x[6], x[13], x[19], x[21] = 9999.0, 9999.0, 9999.0, 9999.0
                x[25:33], x[33:40] = objects[e], plain[e]
                x[40], x[41] = kin[group, e], like[group, e]
                x[42], x[43] = cosine(mine, 0, ties[e]), cosine(mine, size, ties[e])
                x[44] = cosine(mine, 2 * size, roles[e])
                x[45] = cosine(theirs, 0, roles[e])
                x[46] = cosine(theirs, roles.shape[1], roles[e])
                x[47], x[48] = third[e], strength[e]
                x[59] = e == subject
                scores[q, c] = scores[q, c] if c < known else fast_score(x, weights, eps)
                x[49], x[50] = scores[q, c], scores[q, c] - scores[q, 0]
                x[51], x[52], x[53], x[54] = c, totals[q], strength[subject], many
                x[55], x[56], x[57] = stop - start[subject], facts, all_facts
                x[58], x[60] = relation >= relations, shared
                x[61] = x[14] / (objects[e, 0] + 0.1)
                x[62] = objects[e, 0] / (plain[e, 0] + 0.1)
                x[63] = x[0] / (plain[e, 0] + 0.1)
                x[64] = scores[q, 0] - totals[q]
            clear_both(typed, met[:many])
            clear(objects, others[:n], 5)
        for entity in met[:many]:
            seen[entity] = 0
        for entity in thirds[:through]:
            third[entity] = 0.0


@compiled
def clear_both(typed: Singles, found: Ints) -> None:
    """Zeros at ``found``, with never at both places of days since."""
    clear(typed, found, 5)
    for entity in found:
        typed[entity, 7] = 9999.0
