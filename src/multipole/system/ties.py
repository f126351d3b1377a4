"""Matrices of ties between states: checked once, the same for every measure of the system."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from multipole.core.errors import BadValue

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def checked(ties: npt.ArrayLike) -> Floats:
    """A copy of undirected ties (states x states), NaN where unknown and on the diagonal.

    Raises `BadValue` unless the matrix is square, symmetric but for rounding (NaN with NaN) and
    finite where known.
    """
    known = np.array(ties, dtype=np.float64)
    if known.ndim != 2 or known.shape[0] != known.shape[1]:
        raise BadValue(f"ties of shape {known.shape}", remedy="Give a matrix of states by states.")
    np.fill_diagonal(known, np.nan)
    if np.isinf(known).any():
        raise BadValue("an infinite tie", remedy="Give NaN for an unknown tie.")
    if not np.allclose(known, known.T, rtol=1e-9, atol=1e-12, equal_nan=True):
        raise BadValue(
            "ties that differ with the direction",
            remedy="Give undirected ties, such as the mean of both directions.",
        )
    return np.asarray((known + known.T) / 2)


def zeroed(ties: npt.ArrayLike) -> Floats:
    """Checked ties with nought for unknown ones, for sums in which an unknown tie has no part."""
    return np.nan_to_num(checked(ties), nan=0.0)
