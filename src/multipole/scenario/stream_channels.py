"""The channels through which acts bring acts, as linear maps of arrays (..., N, N).

For an act of sender h towards receiver j, and any third state i:

    own       h -> j
    reverse   j -> h
    sender    h -> i   i in proportion to what h does to i in the long run
    receiver  i -> j   i in proportion to what i does to j in the long run
    third     i -> h and j -> i, half each; i in proportion to bond[i, h] bond[i, j]

The shares of all i sum to 1: one act weighs one act in each channel, however many states there are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from multipole.scenario.stream import CHANNELS, CLASSES, Floats, Strengths, Ties

#: Acts' worth of weight of the margins in the long-run rates, and of the usual mix in a dyad's.
_MARGINS = 1.0
_MIX = 10.0


def ties_of(counts: Floats) -> Ties:
    """Ties from all acts of a history; ``counts`` (N, N), the diagonal unused.

    >>> ties = ties_of(np.array([[0.0, 9.0, 0.0], [9.0, 0.0, 0.0], [0.0, 0.0, 0.0]]))
    >>> ties.to.sum(axis=1).round(6).tolist(), bool(ties.to[0, 1] > 0.9)
    ([1.0, 1.0, 1.0], True)
    """
    usual = counts + _MARGINS * margins(counts + 1e-3) / max(counts.sum() / counts.size, 1e-3)
    np.fill_diagonal(usual, 0)
    bond = np.sqrt(usual + usual.T)
    return Ties(_shares(usual, 1), _shares(usual, 0), bond, np.ones_like(bond))


def mixes_of(counts: Floats) -> Floats:
    """Shares of the classes in each dyad's acts, shrunk to those of all; counts (N, N, 4)."""
    total = counts.sum(axis=(0, 1)) + 0.25
    usual = total / total.sum()
    found = counts + _MIX * usual
    return np.asarray(found / found.sum(axis=2, keepdims=True))


def margins(counts: Floats, *, rounds: int = 30) -> Floats:
    """Sender times receiver, off the diagonal, with the sums of ``counts`` (..., N, N).

    >>> margins(np.array([[0.0, 2.0], [6.0, 0.0]])).tolist()
    [[0.0, 2.0], [6.0, 0.0]]
    """
    off = 1 - np.eye(counts.shape[-1])
    rows, columns = (np.maximum((counts * off).sum(axis=a), 1e-9) for a in (-1, -2))
    sender = receiver = np.ones_like(rows)
    for _ in range(rounds):
        sender = rows / np.maximum(receiver @ off, 1e-12)
        receiver = columns / np.maximum(sender @ off, 1e-12)
    return np.asarray(sender[..., :, None] * receiver[..., None, :] * off)


def _shares(usual: Floats, axis: int) -> Floats:
    return np.asarray(usual / np.maximum(usual.sum(axis=axis, keepdims=True), 1e-12))


def _others(share: Floats) -> Floats:
    """1 / (1 - share): what a share grows by when this one is left out; 0 where it is all."""
    left = 1 - share
    return np.asarray(np.where(left > 1e-9, 1 / np.maximum(left, 1e-9), 0))


def reach(acts: Floats, ties: Ties) -> tuple[Floats, ...]:
    """What acts weigh in every dyad, by channel; ``acts`` (..., N, N), each result as shaped."""
    out = acts * _others(ties.to)
    sender = ties.to * (out.sum(axis=-1, keepdims=True) - out)
    into = acts * _others(ties.by)
    receiver = ties.by * (into.sum(axis=-2, keepdims=True) - into)
    own = acts * ties.temper
    return own, np.swapaxes(own, -1, -2), sender, receiver, _third(acts, ties.bond)


def _third(acts: Floats, bond: Floats) -> Floats:
    total = bond @ bond
    np.fill_diagonal(total, 0)
    each = acts * np.where(total > 1e-9, 0.5 / np.maximum(total, 1e-9), 0)
    to_sender = np.swapaxes(each @ bond, -1, -2) * bond
    from_target = (np.swapaxes(each, -1, -2) @ bond) * bond
    return np.asarray(to_sender + from_target)


def brought(acts: Floats, strengths: Strengths, ties: Ties, mix: Floats) -> Floats:
    """Stories' acts that each kernel's acts bring, all channels; (K, N, N, 4) in and out.

    Given acts weighted by kernel it is the intensity of the day; given acts themselves, all that
    they will bring through each kernel.
    """
    by_class = np.moveaxis(acts, -1, 1)
    total = np.zeros_like(acts)
    for c, reached in enumerate(reach(by_class, ties)):
        total += np.einsum("kpij,kpq->kijq", reached, strengths.specific[c])
        volume = np.einsum("kpij,kp->kij", reached, strengths.attention[c])
        total += volume[..., None] * mix
    return total


def told(stories: Floats, mirrored: Floats) -> Floats:
    """Acts from stories: the share ``mirrored`` (4) is told the other way round; (..., N, N, 4)."""
    return np.asarray((1 - mirrored) * stories + mirrored * np.swapaxes(stories, -3, -2))


def branching(strengths: Strengths, ties: Ties, mix: Floats, mirrored: Floats) -> float:
    """The spectral radius of the mean offspring matrix of the whole system, by power iteration."""
    one = Strengths(
        strengths.specific.sum(axis=1, keepdims=True),
        strengths.attention.sum(axis=1, keepdims=True),
        strengths.rates,
    )
    states = len(mix)
    acts = np.ones((1, states, states, CLASSES)) * (1 - np.eye(states))[None, :, :, None]
    grown = 0.0
    for _ in range(200):
        acts /= acts.sum()
        after = told(brought(acts, one, ties, mix), mirrored)
        last, grown = grown, float(after.sum())
        if grown < 1e-12 or abs(grown - last) < 1e-7:
            break
        acts = after
    return grown


def scaled(strengths: Strengths, by: float) -> Strengths:
    """The same with all excitation times ``by``."""
    return Strengths(strengths.specific * by, strengths.attention * by, strengths.rates)


def fed(past: Floats, today: Floats, left: Floats) -> Floats:
    """Weighted acts as they weigh on the next day; past (K, ...), today (...), left (K)."""
    rest = left.reshape(-1, *(1,) * today.ndim)
    return np.asarray(rest * past + (1 - rest) * today)


def no_excitation(kernels: int, rates: Floats) -> Strengths:
    """Strengths with long-run rates alone."""
    shape: Sequence[int] = (len(CHANNELS), kernels, CLASSES)
    return Strengths(np.zeros((*shape, CLASSES)), np.zeros(shape), rates)
