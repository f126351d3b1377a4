"""Invented streams of acts for the tests of the state-space model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from multipole.relations.streams import MONTHS_OF, STREAMS, Step, Streams

Floats = npt.NDArray[np.float64]


def months(
    steps: int, *, step: Step = "month", first: str = "2013-01"
) -> npt.NDArray[np.datetime64]:
    numbers = np.datetime64(first, "M") + np.arange(steps) * MONTHS_OF[step]
    return numbers.astype("datetime64[D]")


def made(
    counts: npt.ArrayLike,
    exposure: npt.ArrayLike,
    *,
    sources: Sequence[str] = ("post",),
    talk_inside: Sequence[bool] | None = None,
    step: Step = "month",
) -> Streams:
    """Streams of counts (S, 5, T) and exposure (S, T)."""
    acts, exposed = np.asarray(counts, float), np.asarray(exposure, float)
    inside = tuple(talk_inside or [False] * len(sources))
    return Streams(
        step, months(acts.shape[2], step=step), tuple(sources), acts, exposed,
        np.nan_to_num(acts).sum(axis=1), inside,
    )  # fmt: skip


def steady(steps: int, *, exposure: float = 400.0, **levels: float) -> tuple[Floats, Floats]:
    """Counts (1, 5, T) and exposure (1, T), the same in all steps; streams not named have none."""
    counts = np.zeros((1, len(STREAMS), steps))
    for name, level in levels.items():
        counts[0, STREAMS.index(name)] = level  # type: ignore[arg-type]
    return counts, np.full((1, steps), exposure)


def drawn(rng: np.random.Generator, *, sources: int = 1, steps: int = 8) -> tuple[Floats, Floats]:
    """Counts (S, 5, T) and exposure (S, T) at random, with silent steps."""
    exposure = rng.integers(0, 300, (sources, steps)) * (rng.random((sources, steps)) < 0.8)
    rate = rng.gamma(1.0, 0.02, (1, len(STREAMS), 1))
    return rng.poisson(exposure[:, None] * rate).astype(float), exposure.astype(float)
