"""Boosted trees that order the candidates of a question: a softmax over them, from the fast scores.

The loss is the filtered log loss itself: each answer against the candidates that are none. Trees
(lightgbm: Ke et al. 2017, NeurIPS) start from the fast ranker's scores, so that what they add is
what the levels do not know. Of the far candidates only some are kept as examples; each then counts
for as many as were there (its offset), as in sampled softmax (Bengio and Senecal 2003).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.forecast.graph import Places
from multipole.forecast.ranking_levels import Floats, Singles
from multipole.forecast.trees import load_lightgbm

ROUNDS: Final = 300
SETTINGS: Final[dict[str, Any]] = {
    "learning_rate": 0.05,
    "num_leaves": 63,
    "min_data_in_leaf": 100,
    "min_sum_hessian_in_leaf": 1.0,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 255,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Examples:
    """Candidates of many questions, one row each, those of a question together.

    ``features`` (n, f); ``answer`` (n,) whether it is one; ``score`` (n,) of the fast ranker;
    ``offset`` (n,) the log of how many candidates it stands for; ``starts`` (q,) the first row of
    each question; ``outside`` (q,) the log odds that the fast ranker gives to all that are no
    candidates; ``missed`` (q,) how many answers are no candidates.
    """

    features: Singles
    answer: npt.NDArray[np.bool_]
    score: Singles
    offset: Singles
    starts: Places
    outside: Floats
    missed: Places

    @property
    def question(self) -> Places:
        """The number of the question of each row."""
        sizes = np.diff(np.append(self.starts, len(self.answer)))
        return np.repeat(np.arange(len(self.starts)), sizes)


def slope_of(score: Floats, examples: Examples, question: Places) -> tuple[Floats, Floats]:
    """First and second derivatives of the filtered log loss by each row's score."""
    starts, answer = examples.starts, examples.answer
    score = score + examples.offset
    weight = np.exp(score - np.maximum.reduceat(score, starts)[question])
    others = np.add.reduceat(weight * ~answer, starts)[question]
    against = np.where(answer, 1.0 / (others + weight), 0.0)
    total = np.add.reduceat(against, starts)[question]
    chance = weight * np.where(answer, against, total)
    share = np.minimum(weight / (others + 1e-12), 1.0)
    bend = np.where(answer, chance * (1 - chance), chance * (1 - 0.999 * share))
    return chance - answer, np.maximum(bend, 1e-4)


def grow(examples: Examples, *, rounds: int = ROUNDS, seed: int = 7) -> Any:
    """Trees learnt from examples; raises `WrongUse` when lightgbm cannot be loaded."""
    lightgbm, question = load_lightgbm(instead="use the fast mode"), examples.question

    def objective(score: Floats, _: Any) -> tuple[Floats, Floats]:
        return slope_of(score, examples, question)

    data = lightgbm.Dataset(
        examples.features,
        label=examples.answer.astype(np.float32),
        init_score=examples.score.astype(np.float64),
    )
    settings = SETTINGS | {"objective": objective, "seed": seed}
    return lightgbm.train(settings, data, num_boost_round=rounds)
