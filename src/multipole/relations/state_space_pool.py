"""Several sources as one voice: which leads, how the others differ from it, and how much each says.

Sources copy each other and the same papers, so they are not independent witnesses. In each step
the likelihood of source s is raised to the power

    w_s = E_s / sum of E

over the sources that speak, E being their exposure: the powers add up to one, as if one source
spoke, and a source that repeats another changes nothing. Sources that are equal in a step to the
last number are one source told several times, and share one E.

The level of a source is relative to the leading one, the one with the most acts between the two:
per stream, the Mantel-Haenszel rate ratio over the steps in which both speak (Greenland and Robins
1985, Biometrics 41: 55-68),

    beta = g * log((A + 1/4) / (B + 1/4)),  A = sum y_s E_0 / (E_s + E_0),  B = sum y_0 E_s / (...)

shrunk by g = .25 / (.25 + v), v its variance with the same quarter added: a prior sd of one half.
A source that never speaks together with the leading one has no level and stays out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from multipole.relations.streams import STREAMS, Streams

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_PRIOR: Final = 0.5**2
_QUARTER: Final = 0.25
_WORDS: Final = [STREAMS.index("talk"), STREAMS.index("verbal_cooperation")]


@dataclass(frozen=True, slots=True)
class Pool:
    """What the likelihood needs, each (S, 5, T): whether a source speaks, its level, its power."""

    speaks: Flags
    offset: Floats
    weight: Floats

    def same(self, other: Pool) -> bool:
        """Whether both give the same likelihood."""
        return bool(
            np.array_equal(self.weight, other.weight) and np.array_equal(self.offset, other.offset)
        )

    def levels(self) -> Floats:
        """The level of each source that speaks at all (S, 5), NaN of the others; its last one."""
        steps = self.speaks.shape[2]
        last = steps - 1 - self.speaks[..., ::-1].argmax(axis=2)
        found = np.take_along_axis(self.offset, last[..., None], axis=2)[..., 0]
        return np.where(self.speaks.any(axis=2), found, np.nan)


def leaders(data: Streams) -> Ints:
    """For each step the source with the most acts between the two until then (T).

    Among equals the one with more exposure, then the first by name.
    """
    acts, seen = np.cumsum(data.events, axis=1), np.cumsum(data.exposure, axis=1)
    most = acts == acts.max(axis=0, initial=0.0)
    best = np.where(most, seen, -1.0).argmax(axis=0)
    return np.asarray(best, np.int64)


def pool(data: Streams, leader: int, *, online: bool) -> Pool:
    """Who speaks at which level and power, relative to ``leader``.

    ``online``: levels at a step from the steps until it; else from all steps.
    """
    known = (data.exposure[:, None] > 0) & np.isfinite(data.counts)
    for s, inside in enumerate(data.talk_inside):
        if inside != data.talk_inside[leader]:
            known[s, _WORDS] = False
    together, offset = _levels(data, known, leader, online)
    speaks = known & together
    return Pool(speaks, np.where(speaks, offset, 0.0), _powers(data, speaks))


def _levels(data: Streams, known: Flags, leader: int, online: bool) -> tuple[Flags, Floats]:
    """Whether a source has spoken together with the leader, and its level."""
    both = known & known[leader]
    ours = np.broadcast_to(data.exposure[:, None], known.shape)
    theirs = np.broadcast_to(ours[leader], known.shape)
    both_exposed = np.where(both, ours + theirs, 1.0)
    y, y0 = np.where(both, data.counts, 0.0), np.where(both, data.counts[leader], 0.0)
    parts = (y * theirs / both_exposed, y0 * ours / both_exposed,
             (y + y0) * ours * theirs / both_exposed**2, both.astype(np.float64))  # fmt: skip
    a, b, v, times = (_until(part, online) for part in parts)
    a, b, v = a + _QUARTER, b + _QUARTER, (v + _QUARTER)
    together = times > 0
    together[leader] = True
    return together, _PRIOR / (_PRIOR + v / (a * b)) * np.log(a / b)


def _until(part: Floats, online: bool) -> Floats:
    if online:
        return np.asarray(np.cumsum(part, axis=2))
    return np.broadcast_to(part.sum(axis=2, keepdims=True), part.shape)


def _powers(data: Streams, speaks: Flags) -> Floats:
    exposed = np.where(speaks, data.exposure[:, None] / _repeats(data, speaks), 0.0)
    total = exposed.sum(axis=0)
    return np.asarray(exposed / np.where(total > 0, total, 1.0))


def _repeats(data: Streams, speaks: Flags) -> Floats:
    """How many speaking sources say in a step the same as each one (S, 5, T), at least one."""
    said = np.concatenate([data.exposure[:, None], np.nan_to_num(data.counts, nan=-1.0)], axis=1)
    same = [(said == one).all(axis=1)[:, None] & speaks for one in said]
    found = np.array([hits.sum(axis=0) for hits in same], np.float64).reshape(speaks.shape)
    return np.maximum(found, 1.0)
