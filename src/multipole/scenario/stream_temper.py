"""How readily two states answer each other: what acts bring between them, over the usual.

Some pairs burst and others do not. Each pair has a factor for what acts between the two bring
between the two, gamma distributed around 1 and learned from its acts and the past ones they were
exposed to, as all strengths are; pairs with few acts stay near 1.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from multipole.scenario.stream import Floats, Strengths
from multipole.scenario.stream_em import Rows, Weights
from multipole.scenario.stream_features import Features

#: Acts' worth of weight of the usual in each pair's factor.
USUAL: Final = 50.0
_ROUNDS: Final = 30
#: Channels between the two.
_BETWEEN: Final = 2
_LEAST: Final = 1e-10


def tempered(
    temper: Floats,
    strengths: Strengths,
    features: Features,
    weights: Weights,
    *,
    rows: list[Rows],
    mirrored: Floats,
    means: Floats,
    most: float,
) -> Floats:
    """New factors of pairs, at most ``most``; all arrays (N, N), symmetric.

    ``features`` have ``temper`` in them. ``means`` (blocks): mean factor of a block's days.
    """
    sender, receiver = features.cells.sender, features.cells.receiver
    between, rest = np.zeros(len(sender)), np.zeros(len(sender))
    for q, part in enumerate(rows):
        own, other = _two_parts(part, strengths, q)
        ends = sender[part.cells], receiver[part.cells]
        of_class = strengths.rates[..., q]
        other += (1 - mirrored[q]) * of_class[ends] + mirrored[q] * of_class[ends[::-1]]
        between[part.cells], rest[part.cells] = own, other + _LEAST
    expected = _expected(strengths, features, means)
    more = np.ones_like(temper)
    for _ in range(_ROUNDS):
        mine = more[sender, receiver] * between
        fell = np.zeros_like(temper)
        np.add.at(fell, (sender, receiver), weights.acts * mine / (mine + rest))
        more = (USUAL + fell + fell.T) / (USUAL + expected / temper) / temper
    return np.asarray(np.minimum(more * temper, most))


def _two_parts(part: Rows, strengths: Strengths, quad: int) -> tuple[Floats, Floats]:
    """Of each cell's intensity: what comes of acts between the two, and through third states."""
    specific = strengths.specific[..., quad]
    near = np.arange(len(specific)) < _BETWEEN
    found = []
    for kept in (near, ~near):
        only = kept.reshape(-1, 1, 1)
        each = part.specific @ (specific * only).ravel()
        found.append(each + part.attention @ (strengths.attention * only).ravel())
    return found[0], found[1]


def _expected(strengths: Strengths, features: Features, means: Floats) -> Floats:
    """Acts between two that past acts between the two were expected to bring; (N, N)."""
    brought = strengths.specific.sum(axis=-1) + strengths.attention
    brought[_BETWEEN:] = 0
    each = np.tensordot(means, features.blocks, 1) @ brought.ravel()
    return np.asarray(each + each.T)
