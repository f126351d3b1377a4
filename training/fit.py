"""Training the type model: cached lower layers, a loss over types and quads, seeds, folds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from encoder import Encoder, TypeNet
from readers import CLASSES, Row
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from multipole.claims.type_model import LONGEST, encode


@dataclass(frozen=True, slots=True)
class Settings:
    """What training depends on, besides data and seed."""

    encoder: str = "minilm"
    layers: int = 4
    epochs: int = 8
    batch: int = 16
    rate: float = 1e-4
    head_rate: float = 1e-3
    quad_share: float = 0.5
    smoothing: float = 0.05
    soft_share: float = 0.0
    balance: float = 0.25
    bf16: bool = True

    @property
    def name(self) -> str:
        """The settings as a folder name."""
        parts = [self.encoder, f"l{self.layers}", f"e{self.epochs}", f"b{self.batch}"]
        parts += [f"r{self.rate:g}", f"h{self.head_rate:g}", f"q{self.quad_share:g}"]
        parts += [f"s{self.smoothing:g}", f"w{self.balance:g}"]
        parts += [f"t{self.soft_share:g}"] if self.soft_share else []
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Cached:
    """A sentence ready to train on: frozen states, where its ends are, what is right."""

    h: Tensor
    ends: tuple[int, int]
    allowed: tuple[int, ...]
    quad: int


def prepare(
    rows: Sequence[Row], *, encoder: Encoder, tokenizer: Tokenizer, frozen: int
) -> list[Cached]:
    """Run the frozen layers over each sentence once."""
    encoder.eval()
    codes = [encode(tokenizer, row.signed) for row in rows]
    out: list[Cached] = []
    with torch.no_grad():
        for row, code in zip(rows, codes, strict=True):
            ids = torch.tensor([code.ids[:LONGEST]])
            h = encoder.lower(ids, torch.ones_like(ids), layers=frozen)[0]
            ends = (code.sender_at, code.receiver_at)
            out.append(Cached(h.contiguous(), ends, row.allowed, row.quad))
    return out


def train(
    data: Sequence[Cached], *, encoder_folder: Path, settings: Settings, seed: int,
    soft: np.ndarray | None = None,
) -> TypeNet:  # fmt: skip
    """One network from one seed; ``soft`` are a teacher's probabilities for the same rows."""
    torch.manual_seed(
        0
    )  # all seeds begin from the same heads, so that their weights can be averaged
    net = TypeNet(Encoder(encoder_folder), layers=settings.layers, classes=len(CLASSES))
    torch.manual_seed(seed)
    body = [w for n, w in net.named_parameters() if w.requires_grad and n.startswith("encoder")]
    heads = [w for n, w in net.named_parameters() if not n.startswith("encoder")]
    groups = [{"params": body, "lr": settings.rate}, {"params": heads, "lr": settings.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    rng = np.random.default_rng(seed)
    steps = settings.epochs * -(-len(data) // settings.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: _rate(s, steps))
    weights = _weights(data, settings.balance)
    net.train()
    for _ in range(settings.epochs):
        for picked in _batches(data, settings.batch, rng):
            batch = [data[i] for i in picked]
            h, mask, ends = _stack(batch)
            with torch.autocast("cpu", torch.bfloat16, enabled=settings.bf16):
                types, quads = net.top(h, mask, ends)
            soft_rows = None if soft is None else torch.tensor(soft[picked], dtype=torch.float32)
            loss = _loss(types.float(), quads.float(), batch, weights[picked], settings, soft_rows)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return net.eval()


def scores(net: TypeNet, data: Sequence[Cached]) -> np.ndarray:
    """Scores before softmax, a row a sentence."""
    out = np.zeros((len(data), len(CLASSES)), dtype=np.float32)
    order = np.argsort([len(c.h) for c in data])
    with torch.no_grad():
        for start in range(0, len(order), 32):
            picked = order[start : start + 32]
            out[picked] = net.top(*_stack([data[i] for i in picked]))[0].numpy()
    return out


def _loss(
    types: Tensor, quads: Tensor, batch: Sequence[Cached], weights: Tensor, settings: Settings,
    soft: Tensor | None,
) -> Tensor:  # fmt: skip
    """-log of the allowed types together, and of the quad class; part of it a teacher's."""
    logs = types.log_softmax(1)
    allowed = torch.full_like(logs, -torch.inf)
    for i, item in enumerate(batch):
        allowed[i, list(item.allowed)] = 0.0
    hard = -(logs + allowed).logsumexp(1)
    spread = -logs.mean(1)
    told = (1 - settings.smoothing) * hard + settings.smoothing * spread
    quad = torch.tensor([item.quad for item in batch])
    told = told + settings.quad_share * functional.cross_entropy(quads, quad, reduction="none")
    if soft is not None:
        taught = -(soft * logs).sum(1)
        told = (1 - settings.soft_share) * told + settings.soft_share * taught
    return (told * weights).sum() / weights.sum()


def _weights(data: Sequence[Cached], balance: float) -> Tensor:
    """Rare types weigh more: (mean count / count) ** balance."""
    kinds = [item.allowed for item in data]
    count = {kind: kinds.count(kind) for kind in set(kinds)}
    mean = len(kinds) / len(count)
    return torch.tensor([(mean / count[kind]) ** balance for kind in kinds])


def _rate(step: int, steps: int) -> float:
    warm = max(1, steps // 10)
    return step / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def _batches(data: Sequence[Cached], size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Shuffled batches of sentences of like length."""
    noise = rng.normal(0, 6, len(data))
    order = np.argsort([len(c.h) + n for c, n in zip(data, noise, strict=True)])
    cuts = [order[i : i + size] for i in range(0, len(order), size)]
    for k in rng.permutation(len(cuts)):
        yield cuts[k]


def _stack(batch: Sequence[Cached]) -> tuple[Tensor, Tensor, Tensor]:
    h = torch.nn.utils.rnn.pad_sequence([c.h for c in batch], batch_first=True)
    mask = torch.tensor([[1] * len(c.h) + [0] * (h.shape[1] - len(c.h)) for c in batch])
    return h, mask, torch.tensor([c.ends for c in batch])


def clock() -> float:
    """Seconds, for progress only."""
    return time.perf_counter()
