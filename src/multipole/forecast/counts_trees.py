"""Small trees on top of the dynamic model: what bends and meets that its logs do not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.forecast.counts_excited import Excited
from multipole.forecast.counts_pmf import Mixture
from multipole.forecast.counts_rows import Rows
from multipole.forecast.counts_views import View
from multipole.forecast.trees import load_lightgbm

Floats = npt.NDArray[np.float64]

ROUNDS: Final = 150
_SETTINGS: Final[dict[str, Any]] = {
    "objective": "poisson", "boost_from_average": False, "learning_rate": 0.05, "num_leaves": 15,
    "min_data_in_leaf": 300, "lambda_l2": 10.0, "feature_fraction": 0.4, "bagging_fraction": 0.7,
    "bagging_freq": 1, "max_bin": 63, "poisson_max_delta_step": 0.5, "num_threads": 1,
    "deterministic": True, "force_row_wise": True, "verbose": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trees:
    """Log mean = that of the dynamic model + boosted trees; scatter as of the dynamic model."""

    base: Excited
    booster: Any

    def mean(self, seen: View) -> Floats:
        """Acts expected in the window."""
        log_mean = np.log(self.base.mean(seen))
        added = self.booster.predict(_columns(seen, log_mean), raw_score=True, num_threads=1)
        return np.asarray(np.exp(log_mean + np.clip(added, -3.0, 3.0)))

    def predict(self, seen: View) -> Mixture:
        """The distribution of each cell."""
        return self.base.about(self.mean(seen), seen)


def learn_trees(past: Rows, base: Excited, *, seed: int = 1) -> Trees:
    """Boosted regression trees of a Poisson loss that begin at the mean of the dynamic model.

    Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29
    (2001), as `lightgbm` does it. Raises `WrongUse` where that cannot be loaded.
    """
    lightgbm = load_lightgbm(instead="choose --model excited")
    log_mean = np.log(base.mean(past.seen))
    columns = _columns(past.seen, log_mean)
    data = lightgbm.Dataset(
        columns, past.y, weight=past.weight, init_score=log_mean,
        categorical_feature=[columns.shape[1] - 1],
    )  # fmt: skip
    rounds = ROUNDS if past.y.sum() else 0
    return Trees(base, lightgbm.train(_SETTINGS | {"seed": seed}, data, rounds))


def _columns(seen: View, log_mean: Floats) -> npt.NDArray[np.float32]:
    """What trees see: all features, the last window, the dynamic model's log mean, the class."""
    return np.column_stack([seen.features, seen.last, log_mean, seen.quad]).astype(np.float32)
