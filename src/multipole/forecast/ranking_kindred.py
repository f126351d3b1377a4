"""Candidates beside those of the fast ranker: who is near by kinship, compiled."""

from __future__ import annotations

import math

import numpy as np

from multipole.forecast.graph import Ints, Places, Rows
from multipole.forecast.ranking_levels import Floats, Singles, compiled, objects_of


@compiled
def kin_base(kin: Singles, strength: Singles, out: Floats) -> None:
    """How likely each entity is by kinship and strength alone, as a log."""
    for entity in range(len(kin)):
        close = max(float(kin[entity]), 1e-3)
        out[entity] = math.log(close) + 0.5 * math.log(strength[entity] + 0.3)


@compiled
def add_best(work: Floats, out: Ints, known: int) -> None:
    """Fill ``out`` from place ``known`` with the entities of the highest ``work``.

    Those that stand in it already are not taken again; ties by lowest number.
    """
    for k in range(known):
        work[out[k]] = -np.inf
    wanted = min(len(out) - known, len(work) - known)
    if wanted <= 0:
        return
    bound = np.partition(work, len(work) - wanted)[len(work) - wanted]
    n = known
    for entity in range(len(work)):
        if work[entity] > bound:
            out[n] = entity
            n += 1
    for entity in range(len(work)):
        if n < known + wanted and work[entity] == bound:
            out[n] = entity
            n += 1


@compiled
def kin_day(
    asked: Rows, groups: Places, related: Rows, first: Places, decay: Floats, cutoff: int,
    kin: Singles, strength: Singles, known: int, entities: Ints,
) -> None:  # fmt: skip
    """Fill the candidates ``entities`` (n, k) of one day's questions from place ``known``.

    ``kin`` (groups, n entities) how near each is to the subject by ties. Objects of the type by
    anyone come forward.
    """
    count, day = len(strength), asked[0, 3]
    base, work = np.zeros(count), np.zeros(count)
    typed, found = np.zeros((count, 2)), np.zeros(count, np.int32)
    for group in range(len(groups) - 1):
        kin_base(kin[group], strength, base)
        for q in range(groups[group], groups[group + 1]):
            relation = asked[q, 1]
            n = objects_of(related, first[relation], first[relation + 1], day, min(day, cutoff),
                           decay, typed, found)  # fmt: skip
            work[:] = base
            for entity in found[:n]:
                work[entity] += 0.25 * math.log(1.0 + typed[entity, 0] / 0.05)
                typed[entity] = 0.0
            add_best(work, entities[q], known)
