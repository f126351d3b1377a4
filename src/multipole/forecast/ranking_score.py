"""Scores of every entity for every question, and the levels behind them, compiled."""

from __future__ import annotations

import math

import numpy as np

from multipole.forecast.graph import Ints, Places, Rows
from multipole.forecast.ranking_levels import (
    Floats,
    Singles,
    compiled,
    objects_of,
    past_of,
    popularity,
    typed_past,
)


@compiled
def popular_base(popular: Floats, weights: Floats, eps: float, out: Floats) -> float:
    """Scores by how often an entity is an object at all; the sum of their exponentials."""
    total = 0.0
    for entity in range(len(popular)):
        slow = math.log1p(popular[entity, 0] / eps)
        out[entity] = weights[6] * slow + weights[7] * math.log1p(popular[entity, 1] / eps)
        total += math.exp(out[entity])
    return total


@compiled
def typed_base(
    found: Ints, typed: Floats, popular: Floats, total: float, weights: Floats, eps: float,
    out: Singles,
) -> float:  # fmt: skip
    """Scores of objects without a past with the subject; the sum of their exponentials.

    ``typed`` is zeroed again at ``found``.
    """
    for entity in range(len(popular)):
        out[entity] = popular[entity]
    for entity in found:
        slow = math.log1p(typed[entity, 0] / eps)
        more = weights[4] * slow + weights[5] * math.log1p(typed[entity, 1] / eps)
        out[entity] = popular[entity] + more
        total += math.exp(popular[entity] + more) - math.exp(popular[entity])
        typed[entity] = 0.0
    return total


@compiled
def pair_score(past: Floats, side: int, typed: Floats, weights: Floats, eps: float) -> float:
    """What the past of subject and object adds to the object's score."""
    added = weights[0] * math.log1p(typed[0] / eps) + weights[3] * math.log1p(typed[1] / eps)
    added += weights[1] * math.log1p(past[side] / eps)
    return float(added + weights[2] * math.log1p(past[side + 1] / eps))


@compiled
def place_of(score: Singles, target: float) -> tuple[int, int, float]:
    """How many scores are higher than and equal to ``target``, and the highest."""
    higher, equal, best = 0, 0, -np.inf
    for value in score:
        higher += value > target
        equal += value == target
    for value in score:
        if value > best:
            best = value
    return higher, equal, best


@compiled
def judge(rows: Rows, low: int, high: int, score: Singles, total: float, out: Floats) -> None:
    """Place and chance of each answer of one question, the other answers left out.

    ``rows`` from ``low`` to ``high`` are its answers; ``out`` (n, 4): entities above the answer,
    entities level with it, the log chance of the answer, that of the first entity.
    """
    held = np.zeros(high - low, np.float32)
    for i in range(low, high):
        held[i - low] = score[rows[i, 2]]
    for i in range(low, high):
        target, rest = held[i - low], total
        for j in range(low, high):
            if rows[j, 2] != rows[i, 2] and score[rows[j, 2]] != -np.inf:
                rest -= math.exp(held[j - low])
                score[rows[j, 2]] = -np.inf
        higher, equal, best = place_of(score, target)
        out[i, 0], out[i, 1] = higher, equal - 1
        out[i, 2], out[i, 3] = target - math.log(rest), best - math.log(rest)
        for j in range(low, high):
            score[rows[j, 2]] = held[j - low]


@compiled
def first_of(score: Singles, kept: int, entities: Ints, scores: Singles) -> None:
    """The ``kept`` entities of the highest score, in no order, ties by lowest number."""
    bound = np.partition(score, len(score) - kept)[len(score) - kept]
    count = 0
    for entity in range(len(score)):
        if score[entity] > bound:
            entities[count], scores[count] = entity, score[entity]
            count += 1
    for entity in range(len(score)):
        if count < kept and score[entity] == bound:
            entities[count], scores[count] = entity, score[entity]
            count += 1


@compiled
def score_all(
    asked: Rows, groups: Places, rows: Rows, start: Places, related: Rows, first: Places,
    daily: Rows, relations: int, rules: Singles, decay: Floats, weights: Floats, eps: float,
    cutoff: int, out: Floats, entities: Ints, scores: Singles, totals: Floats,
) -> None:  # fmt: skip
    """Score the questions of ``asked`` from what happened before their day and before ``cutoff``.

    ``out`` as in `judge`; ``entities`` and ``scores`` (n, k) get the first k of each question and
    ``totals`` (n,) the sum of the exponentials of all scores (k = 0: neither is wanted).
    """
    count, kept = len(start) - 1, entities.shape[1]
    past, typed, popular = np.zeros((count, 4)), np.zeros((count, 2)), np.zeros((count, 2))
    seen, found = np.zeros(count, np.int32), np.zeros(count, np.int32)
    others, base, plain = np.zeros(count, np.int32), np.zeros(count), 0.0
    bases = np.zeros((2 * relations, count), np.float32)
    sums, made = np.zeros(2 * relations), np.full(2 * relations, -1)
    score, today = np.zeros(count, np.float32), -1
    for group in range(len(groups) - 1):
        low, high = groups[group], groups[group + 1]
        subject, day = asked[low, 0], asked[low, 3]
        end = min(day, cutoff)
        if day != today:
            popularity(daily, day, end, decay, popular)
            plain, today = popular_base(popular, weights, eps, base), day
        met, stop = past_of(
            rows, start[subject], start[subject + 1], day, end, relations, decay, past, seen, found
        )
        i = low
        while i < high:
            relation, j = asked[i, 1], i
            while j < high and asked[j, 1] == relation:
                j += 1
            if made[relation] != day:
                n = objects_of(related, first[relation], first[relation + 1], day, end, decay,
                               typed, others)  # fmt: skip
                sums[relation] = typed_base(
                    others[:n], typed, base, plain, weights, eps, bases[relation]
                )
                made[relation] = day
            score[:] = bases[relation]
            total, side = sums[relation], 0 if relation < relations else 2
            typed_past(rows, start[subject], stop, day, relation, rules, decay, typed)
            for entity in found[:met]:
                before = math.exp(score[entity])
                score[entity] += np.float32(
                    pair_score(past[entity], side, typed[entity], weights, eps)
                )
                total += math.exp(score[entity]) - before
                typed[entity] = 0.0
            before = math.exp(score[subject])
            score[subject] += np.float32(weights[8])
            total += math.exp(score[subject]) - before
            judge(asked, i, j, score, total, out)
            if kept:
                first_of(score, kept, entities[i], scores[i])
                entities[i + 1 : j], scores[i + 1 : j] = entities[i], scores[i]
                totals[i:j] = total
            i = j
        for entity in found[:met]:
            seen[entity] = 0


@compiled
def levels_of(
    asked: Rows, groups: Places, rows: Rows, start: Places, related: Rows, first: Places,
    daily: Rows, relations: int, rules: Singles, decay: Floats, cutoff: int, out: Singles,
    entities: Ints, bounds: Places, extra: Ints,
) -> int:  # fmt: skip
    """The raw levels of each question's objects: ``out`` (n, 9), ``entities`` (n,), ``bounds``.

    Objects of the subject's past, of the relation's, the answer, and those of ``extra`` that are
    known of neither (as -1 - entity). Returns the rows written, -1 when ``out`` is too short.
    """
    count, n, today = len(start) - 1, 0, -1
    past, typed, popular = np.zeros((count, 4)), np.zeros((count, 2)), np.zeros((count, 2))
    pairs, seen = np.zeros((count, 2)), np.zeros(count, np.int32)
    found, others = np.zeros(count, np.int32), np.zeros(count, np.int32)
    for group in range(len(groups) - 1):
        low, high = groups[group], groups[group + 1]
        subject, day = asked[low, 0], asked[low, 3]
        end = min(day, cutoff)
        if day != today:
            popularity(daily, day, end, decay, popular)
            today = day
        met, stop = past_of(
            rows, start[subject], start[subject + 1], day, end, relations, decay, past, seen, found
        )
        for i in range(low, high):
            relation = asked[i, 1]
            side = 0 if relation < relations else 2
            typed_past(rows, start[subject], stop, day, relation, rules, decay, pairs)
            m = objects_of(related, first[relation], first[relation + 1], day, end, decay, typed,
                           others)  # fmt: skip
            bounds[i] = n
            if n + met + m + 1 + len(extra) > len(out):
                return -1
            for k in range(met + m + 1 + len(extra)):
                if k < met:
                    entity = found[k]
                elif k < met + m:
                    entity = others[k - met]
                else:
                    entity = asked[i, 2] if k == met + m else extra[k - met - m - 1]
                if k >= met and (seen[entity] or (k >= met + m and typed[entity, 0] > 0)):
                    continue
                entities[n] = entity if k <= met + m else -1 - entity
                out[n, 0], out[n, 3] = pairs[entity, 0], pairs[entity, 1]
                out[n, 1] = past[entity, side] if seen[entity] else 0.0
                out[n, 2] = past[entity, side + 1] if seen[entity] else 0.0
                out[n, 4], out[n, 5] = typed[entity, 0], typed[entity, 1]
                out[n, 6], out[n, 7] = popular[entity, 0], popular[entity, 1]
                out[n, 8] = entity == subject
                n += 1
            for entity in found[:met]:
                pairs[entity] = 0.0
            for entity in others[:m]:
                typed[entity] = 0.0
            bounds[i + 1] = n
        for entity in found[:met]:
            seen[entity] = 0
    return n
