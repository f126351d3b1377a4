"""Training a type network: batches, a loss over types and quads, a falling rate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encoder import Encoder, TypeNet
from items import Item, Reader, stack
from readers import CLASSES
from settings import Settings
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional


def train(
    items: Sequence[Item], *, encoder_folder: Path, tokenizer: Tokenizer, settings: Settings,
    seed: int,
) -> TypeNet:  # fmt: skip
    """One network from one seed."""
    torch.manual_seed(0)  # all seeds begin from the same heads, so that weights can be averaged
    net = made(encoder_folder, settings)
    net.train_on_grid()
    torch.manual_seed(seed)
    optimiser = _optimiser(net, settings)
    rng = np.random.default_rng(seed)
    reader = Reader(tokenizer, rng)
    pool = sorted({name for item in items for name in item.names()})
    steps = round(settings.epochs * -(-len(items) // settings.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: _rate(s, steps))
    net.train()
    for picked in itertools.islice(_batches(items, settings.batch, rng), steps):
        batch = [reader.varied(items[i], pool, settings) for i in picked]
        ids, mask, ends = stack([(i.ids, i.ends) for i in batch])
        with torch.autocast("cpu", torch.bfloat16, enabled=settings.bf16):
            with torch.no_grad():
                h = net.encoder.lower(ids, mask, layers=net.frozen)
            types, quads = net.top(h, mask, ends)
        loss = _loss(types.float(), quads.float(), batch, settings)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([w for w in net.parameters() if w.requires_grad], 1.0)
        optimiser.step()
        schedule.step()
    net.settle()
    return net.eval()


def made(folder: Path, settings: Settings) -> TypeNet:
    """A network of these settings, not trained yet."""
    encoder = Encoder(folder, depth=settings.depth)
    net = TypeNet(encoder, layers=settings.layers, classes=len(CLASSES), grid=settings.grid)
    return net.eval()


def _optimiser(net: TypeNet, settings: Settings) -> torch.optim.Optimizer:
    body = [w for n, w in net.named_parameters() if w.requires_grad and n.startswith("encoder")]
    heads = [w for n, w in net.named_parameters() if not n.startswith("encoder")]
    groups: list[dict[str, Any]] = [
        {"params": body, "lr": settings.rate},
        {"params": heads, "lr": settings.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _loss(types: Tensor, quads: Tensor, batch: Sequence[Item], settings: Settings) -> Tensor:
    """-log of the probability of the right types together, and of the quad class."""
    logs = types.log_softmax(1)
    right = torch.stack([-logs[i, list(item.allowed)].logsumexp(0) for i, item in enumerate(batch)])
    smooth = (1 - settings.smoothing) * right - settings.smoothing * logs.mean(1)
    quad = torch.tensor([item.quad for item in batch])
    of_quads = functional.cross_entropy(quads, quad, reduction="none")
    weights = torch.tensor([item.weight for item in batch])
    return ((smooth + settings.quad_share * of_quads) * weights).sum() / weights.sum()


def _rate(step: int, steps: int) -> float:
    warm = max(1, steps // 10)
    return step / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def _batches(items: Sequence[Item], size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Shuffled batches of sentences of like length, epoch after epoch."""
    while True:
        noise = rng.normal(0, 6, len(items))
        order = np.argsort([len(c.ids) + n for c, n in zip(items, noise, strict=True)])
        cuts = [order[i : i + size] for i in range(0, len(order), size)]
        for k in rng.permutation(len(cuts)):
            yield cuts[k]
