"""Kinship of entities, learnt from who meets whom and who does what: no names are looked at.

Two tables of vectors. *Ties*: the leading singular vectors of the decayed counts of meetings
between each two, divided by the fourth root of both strengths, so that the entities of one country
or one affair lie close whether or not they ever met. *Roles*: the leading singular vectors of how
often each entity is the object of each type (both sides), weighted so that rare types count more,
so that police, ministers and protesters of any country lie close to their like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.sparse import linalg

from multipole.forecast.graph import Ints, Places, Rows
from multipole.forecast.ranking_levels import Floats, Singles

TIES: Final = 64
ROLES: Final = 24
#: Counts are multiplied by this within the logarithm.
_SHARP: Final = 3.0


@dataclass(frozen=True, slots=True)
class Kin:
    """Vectors of length 1 (or 0) by entity: ``ties`` (n, 64), ``roles`` (n, 24).

    ``strength`` (n,): the log counts of an entity's meetings, added up. ``near``, ``near_first``,
    ``near_weight``: whom each met, as a compressed table of weights.
    """

    ties: Singles
    roles: Singles
    strength: Singles
    near: Ints
    near_first: Places
    near_weight: Singles


def kin_of(rows: Rows, entities: int, types: int, day: int, *, seed: int = 7) -> Kin:
    """Kinship by the facts ``rows`` (both sides, all before ``day``)."""
    weight = (1.0 + day - rows[:, 3]) ** -0.5
    met = sparse.csr_matrix((weight, (rows[:, 0], rows[:, 2])), shape=(entities, entities))
    met.data = np.log1p(met.data * _SHARP)
    strength = np.asarray(met.sum(1), np.float64).ravel()
    scale = sparse.diags((strength + 1e-9) ** -0.25)
    even = scale @ met @ scale
    kinds = sparse.csr_matrix((weight, (rows[:, 2], rows[:, 1])), shape=(entities, types))
    rare = np.log(weight.sum() / (np.asarray(kinds.sum(0)).ravel() + 1.0))
    kinds.data = np.log1p(kinds.data)
    return Kin(
        _vectors(even, TIES, seed),
        _vectors(kinds @ sparse.diags(np.maximum(rare, 0.0)), ROLES, seed),
        strength.astype(np.float32),
        even.indices.astype(np.int32),
        even.indptr.astype(np.int64),
        even.data.astype(np.float32),
    )


def _vectors(table: Any, size: int, seed: int) -> Singles:
    """Left singular vectors times their values, each row of length 1; signs by the largest."""
    kept = min(size, min(table.shape) - 1)
    out = np.zeros((table.shape[0], size))
    left, value, _ = linalg.svds(table.tocsr(), k=kept, random_state=seed)
    left = left * np.sign(left[np.abs(left).argmax(0), np.arange(kept)])
    out[:, :kept] = left * value
    length: Floats = np.linalg.norm(out, axis=1, keepdims=True)
    return np.asarray(out / np.maximum(length, 1e-12), np.float32)
