"""What the compiled engine draws from: alias tables of strengths, rates, history and ties.

An alias table draws one of n things with given weights from one uniform number in constant time
(Walker 1977, ACM Transactions on Mathematical Software 3: 253-256; Vose 1991).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from multipole.scenario.simulate_kernel import fill_alias
from multipole.scenario.stream import CHANNELS, CLASSES, Floats, StreamModel, Strengths
from multipole.scenario.stream_channels import brought

Ints = npt.NDArray[np.int64]


class Alias(NamedTuple):
    """Tables of the last axis: ``keep`` and ``other`` as shaped, ``total`` without that axis."""

    keep: Floats
    other: Ints
    total: Floats


class Tables(NamedTuple):
    """All that one simulation draws from; D draws of strengths, K kernels, N states.

    ``brings`` (D, 4, links): kinds of offspring of an act of each class, links being channel x
    kernel x (4 classes, attention); ``arrives`` (D, 4, N * N): long-run rates by cell; ``lingers``
    (D, K, 4, N * N): what history brings on the first day; ``to``, ``by`` (N, N) and ``third``
    (N * N, N): other states; ``mix`` (N, N, 4): running sums of a dyad's classes;
    ``temper`` (N, N): see `multipole.scenario.stream.Ties`; ``left`` (K):
    less the days in which a kernel falls to 1/e. ``size`` (4): acts of a story on average;
    ``shape`` (4, 3): of its logarithmic size the chance of 1 and the odds of one more, and the
    chance that an act of it is told the other way round too.
    """

    brings: Alias
    arrives: Alias
    lingers: Alias
    to: Alias
    by: Alias
    third: Alias
    mix: Floats
    temper: Floats
    left: Floats
    size: Floats
    shape: Floats


def tables_of(model: StreamModel, strengths: tuple[Strengths, ...], past: Floats) -> Tables:
    """Tables of a model for runs that begin after ``past`` (K, N, N, 4)."""
    dispersion, mirrored = model.spread.dispersion, model.spread.mirrored
    odds = 1 - 1 / dispersion
    pair = mirrored / (1 - mirrored)
    states = len(model.actors)
    bond = model.ties.bond
    third = np.einsum("ih,ij->hji", bond, bond).reshape(states * states, states)
    return Tables(
        brings=alias(np.stack([_links(s) for s in strengths])),
        arrives=alias(np.stack([_cells(s.rates) for s in strengths])),
        lingers=alias(
            np.stack([_cells(brought(past, s, model.ties, model.mix)) for s in strengths])
        ),
        to=alias(model.ties.to),
        by=alias(model.ties.by.T),
        third=alias(third),
        mix=np.cumsum(model.mix, axis=2),
        temper=model.ties.temper,
        left=-np.array(model.decays),
        size=(dispersion - 1) / np.log(dispersion) * (1 + pair),
        shape=np.stack([odds / np.log(dispersion), odds, pair], axis=1),
    )


def alias(weights: Floats) -> Alias:
    """Alias tables over the last axis of ``weights`` >= 0; a sum of 0 is never drawn from."""
    flat = np.ascontiguousarray(weights.reshape(-1, weights.shape[-1]), dtype=np.float64)
    keep, other = np.ones_like(flat), np.zeros(flat.shape, np.int64)
    fill_alias(flat, keep, other)
    total = np.asarray(weights.sum(axis=-1), np.float64)
    return Alias(keep.reshape(weights.shape), other.reshape(weights.shape), total)


def _cells(rates: Floats) -> Floats:
    """(..., N, N, 4) as (..., 4, N * N)."""
    moved = np.moveaxis(rates, -1, -3)
    return np.asarray(moved.reshape(*moved.shape[:-2], -1))


def _links(strengths: Strengths) -> Floats:
    """(4, channels * kernels * 5): acts that one of each class brings through each kind of link."""
    both = np.concatenate([strengths.specific, strengths.attention[..., None]], axis=-1)
    return np.asarray(np.moveaxis(both, 2, 0).reshape(CLASSES, -1))


def link_of(place: int, kernels: int) -> tuple[str, int, int]:
    """Channel, kernel and class (4: attention) of a place in ``brings``.

    >>> link_of(7, 3)
    ('own', 1, 2)
    """
    channel, rest = divmod(place, kernels * (CLASSES + 1))
    kernel, quad = divmod(rest, CLASSES + 1)
    return CHANNELS[channel], kernel, quad
