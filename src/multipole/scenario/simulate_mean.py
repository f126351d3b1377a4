"""The mean of all futures, computed without drawing: the model is linear.

Given the parameters, the mean of what a change brings follows from day to day by the same sums that
the model is made of. It is what `multipole.scenario.simulate` nears as runs grow, without noise of
its own; it has no spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from multipole.scenario.simulate import Change
from multipole.scenario.stream import Floats, StreamModel, Strengths, class_place, persistence
from multipole.scenario.stream_channels import brought, fed, told


def mean_path(
    model: StreamModel, *, edges: Sequence[int], strengths: Strengths | None = None
) -> Floats:
    """Mean acts of the twin in each bin; (B, N, N, 4). ``strengths``: the fitted ones if None."""
    used = model.fitted if strengths is None else strengths
    given = np.broadcast_to(used.rates, (edges[-1], *used.rates.shape))
    return _walk(model, used, model.past, given, np.zeros_like(model.past[0]), edges)


def mean_extra(
    model: StreamModel,
    change: Change,
    *,
    edges: Sequence[int],
    strengths: Strengths | None = None,
) -> Floats:
    """Mean acts that a change brings in each bin, less those it takes away; (B, N, N, 4).

    Spans of the same cell on the same day do not multiply each other here; give one for each.
    """
    used = model.fitted if strengths is None else strengths
    days = edges[-1]
    rates = np.zeros((days, *used.rates.shape))
    for span in change.rates:
        cell = _cell(model, span.sender, span.receiver, span.quad)
        rates[max(span.first, 0) : span.end, *cell] += (span.factor - 1) * used.rates[cell]
    acts = np.zeros((days, *used.rates.shape))
    for act in change.acts:
        acts[act.day, *_cell(model, act.sender, act.receiver, act.quad)] += act.number
    return _walk(model, used, np.zeros_like(model.past), rates, acts, edges)


def _cell(model: StreamModel, sender: str, receiver: str, quad: str) -> tuple[int, int, int]:
    return model.place(sender), model.place(receiver), class_place(quad)


def _walk(
    model: StreamModel,
    strengths: Strengths,
    past: Floats,
    rates: Floats,
    acts: Floats,
    edges: Sequence[int],
) -> Floats:
    """Day by day: rates and what the past brings, times the day's factor, and given acts."""
    factors = model.calendar.factors(model.end, edges[-1])
    left, mirrored = persistence(model.decays), model.spread.mirrored
    found = np.zeros((len(edges) - 1, *strengths.rates.shape))
    acts = np.broadcast_to(acts, rates.shape)
    for b, (first, end) in enumerate(pairwise(edges)):
        for day in range(first, end):
            each = brought(past, strengths, model.ties, model.mix).sum(axis=0)
            mean = told(factors[day] * (rates[day] + each), mirrored) + acts[day]
            found[b] += mean
            past = fed(past, mean, left)
    return found
