"""Weights on a coarse grid, so that a large network fits into a small file.

The weights of a matrix are whole multiples of one step: few different small numbers, which a packed
file stores in some three to four bits each. What is not trained is rounded before training begins,
and what is trained answers with rounded weights from the first sentence on, so that it learns to
make do with them: the gradient passes the rounding as if it were not there (Bengio, Leonard and
Courville 2013, arXiv:1308.3432; Jacob et al. 2018, CVPR: 2704-2713).
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from torch import Tensor, nn
from torch.nn.utils import parametrize

MOST = 127
#: Steps, in those of the trained layers.
WORDS, UNTRAINED, HEAD = 1.4, 0.8, 1.0


class Grid(nn.Module):
    """Rounds to multiples of ``step``, at most 127 of them; gradients pass."""

    def __init__(self, step: float) -> None:
        super().__init__()
        self.step = step

    def forward(self, weight: Tensor) -> Tensor:
        """The rounded weights."""
        return weight + (rounded(weight.detach(), self.step) - weight.detach())


def rounded(weight: Tensor, step: float) -> Tensor:
    """Multiples of ``step``, the nearest.

    >>> rounded(torch.tensor([0.2, -0.7]), 0.5).tolist()
    [0.0, -0.5]
    """
    return (weight / step).round().clamp(-MOST, MOST) * step


def lay(module: nn.Module, step: float) -> None:
    """Round the weights of all products in ``module``; ``step`` in root mean squares of each."""
    for linear in _products(module):
        linear.weight.data = rounded(linear.weight.data, step * _rms(linear.weight))


def lay_words(words: nn.Embedding, step: float) -> None:
    """Round the vectors of words."""
    words.weight.data = rounded(words.weight.data, step * _rms(words.weight))


def train_on(module: nn.Module, step: float) -> None:
    """From now on the products in ``module`` answer with rounded weights."""
    for linear in _products(module):
        grid = Grid(step * _rms(linear.weight))
        parametrize.register_parametrization(linear, "weight", grid)


def settle(module: nn.Module) -> None:
    """Leave the rounded weights in the place of those that were trained."""
    for linear in _products(module):
        if parametrize.is_parametrized(linear):
            parametrize.remove_parametrizations(linear, "weight")


def _products(module: nn.Module) -> Iterator[nn.Linear]:
    return (part for part in module.modules() if isinstance(part, nn.Linear))


def _rms(weight: Tensor) -> float:
    return math.sqrt(float(weight.detach().square().mean())) or 1.0
