"""The network: a BERT or MPNet encoder in plain torch, lower layers frozen, two heads on top.

The lower layers and the embeddings never change, so their output is computed once a sentence
(`Encoder.lower`) and only the top layers are trained (`TypeNet`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import coarse
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

QUADS = 5


class Layer(nn.Module):
    """One transformer layer, normalised after each block as in BERT."""

    def __init__(self, size: int, heads: int, inner: int, *, eps: float, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.q, self.k, self.v, self.o = (nn.Linear(size, size) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(size, eps=eps), nn.LayerNorm(size, eps=eps)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)

    def forward(self, h: Tensor, bias: Tensor) -> Tensor:
        """``h`` is (batch, words, size); ``bias`` is added to the attention scores."""
        n, words, size = h.shape
        q, k, v = (
            f(h).view(n, words, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v)
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(size // self.heads) + bias
        mixed = self._drop(scores.softmax(-1)) @ v
        h = self.norm1(h + self._drop(self.o(mixed.transpose(1, 2).reshape(n, words, size))))
        return self.norm2(h + self._drop(self.down(functional.gelu(self.up(h)))))

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


class Encoder(nn.Module):
    """Embeddings and layers of a published model, read from its folder.

    ``depth`` keeps only the lowest so many layers, 0 all.
    """

    def __init__(self, folder: Path, *, depth: int = 0, dropout: float = 0.1) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text())
        size, eps = config["hidden_size"], config["layer_norm_eps"]
        self.size, self.heads = size, config["num_attention_heads"]
        self.first_position = 2 if config["model_type"] == "mpnet" else 0
        self.words = nn.Embedding(config["vocab_size"], size)
        self.positions = nn.Embedding(config["max_position_embeddings"], size)
        self.norm = nn.LayerNorm(size, eps=eps)
        self.relative = nn.Embedding(32, self.heads) if self.first_position else None
        self.layers = nn.ModuleList(
            Layer(size, self.heads, config["intermediate_size"], eps=eps, dropout=dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.load_state_dict(_renamed(_weights(folder)))
        self.layers = self.layers[: depth or None]

    def keep(self, words: Sequence[int], *, positions: int) -> None:
        """Drop the vectors of all other words, and of places beyond ``positions``."""
        kept = torch.tensor(words)
        self.words = nn.Embedding.from_pretrained(self.words.weight[kept])
        kept_places = self.positions.weight[: self.first_position + positions]
        self.positions = nn.Embedding.from_pretrained(kept_places)

    def embed(self, ids: Tensor) -> Tensor:
        """Word and position vectors, normalised."""
        at = torch.arange(ids.shape[1], device=ids.device) + self.first_position
        return self.norm(self.words(ids) + self.positions(at))

    def bias(self, mask: Tensor) -> Tensor:
        """What keeps padding out of the attention, with the relative positions of MPNet."""
        out = (1.0 - mask[:, None, None, :].float()) * -1e4
        if self.relative is None:
            return out
        return out + self.relative(_buckets(mask.shape[1])).permute(2, 0, 1)[None]

    def lower(self, ids: Tensor, mask: Tensor, *, layers: int) -> Tensor:
        """The states after the first ``layers`` layers."""
        h, bias = self.embed(ids), self.bias(mask)
        for layer in self.layers[:layers]:
            h = layer(h, bias)
        return h


class TypeNet(nn.Module):
    """Top layers and two heads: 17 classes, and the quad class (with none) to help learning.

    With ``grid`` its weights are multiples of steps, that many root mean squares wide.
    """

    def __init__(self, encoder: Encoder, *, layers: int, classes: int, grid: float = 0.0) -> None:
        super().__init__()
        self.encoder, self.frozen = encoder, len(encoder.layers) - layers
        self.hidden = nn.Linear(3 * encoder.size, encoder.size)
        self.types = nn.Linear(encoder.size, classes)
        self.quads = nn.Linear(encoder.size, QUADS)
        for name, weight in encoder.named_parameters():
            weight.requires_grad = self._tuned(name)
        self.grid = grid
        if grid:
            coarse.lay_words(encoder.words, grid * coarse.WORDS)
            coarse.lay(encoder.layers[: self.frozen], grid * coarse.UNTRAINED)

    def train_on_grid(self) -> None:
        """From now on trained layers answer with rounded weights, until `settle`."""
        if self.grid:
            coarse.train_on(self.encoder.layers[self.frozen :], self.grid)
            coarse.train_on(self.hidden, self.grid * coarse.HEAD)

    def settle(self) -> None:
        """Keep the rounded weights."""
        coarse.settle(self)

    def _tuned(self, name: str) -> bool:
        return name.startswith("layers.") and int(name.split(".")[1]) >= self.frozen

    def top(self, h: Tensor, mask: Tensor, ends: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of types and of quads; ``ends`` is (batch, 2): where the signs of the ends are."""
        bias = self.encoder.bias(mask)
        for layer in self.encoder.layers[self.frozen :]:
            h = layer(h, bias)
        told = functional.dropout(self.told(h, mask, ends), 0.2, self.training)
        told = functional.dropout(torch.tanh(self.hidden(told)), 0.1, self.training)
        return self.types(told), self.quads(told)

    def told(self, h: Tensor, mask: Tensor, ends: Tensor) -> Tensor:
        """What the heads see: the states at the signs of both ends, and the mean of all."""
        weights = mask[:, :, None].to(h.dtype)
        mean = (h * weights).sum(1) / weights.sum(1)
        at = ends[:, :, None].expand(-1, -1, h.shape[2])
        return torch.cat([h.gather(1, at).flatten(1), mean], dim=1)

    def forward(self, ids: Tensor, mask: Tensor, ends: Tensor) -> Tensor:
        """Scores of types from token ids: what is exported."""
        h = self.encoder.lower(ids, mask, layers=self.frozen)
        return self.top(h, mask, ends)[0]

    def tuned(self) -> dict[str, Tensor]:
        """The weights that training changes."""
        keep = {name for name, weight in self.named_parameters() if weight.requires_grad}
        return {name: w.detach().clone() for name, w in self.state_dict().items() if name in keep}


def _weights(folder: Path) -> dict[str, Tensor]:
    path = folder / "model.safetensors"
    if path.is_file():
        return load_file(path)
    return torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)


def _renamed(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The published names -> ours; a BERT's only token type is added to its positions."""
    out = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"].clone(),
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    if "embeddings.token_type_embeddings.weight" in weights:
        out["positions.weight"] += weights["embeddings.token_type_embeddings.weight"][0]
    if "encoder.relative_attention_bias.weight" in weights:
        out["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
    for name, weight in weights.items():
        if name.startswith("encoder.layer."):
            number, part = name.removeprefix("encoder.layer.").split(".", 1)
            place, kind = part.rsplit(".", 1)
            out[f"layers.{number}.{_PLACES[place]}.{kind}"] = weight
    return out


_PLACES = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "o", "attention.output.LayerNorm": "norm1",
    "attention.attn.q": "q", "attention.attn.k": "k", "attention.attn.v": "v",
    "attention.attn.o": "o", "attention.LayerNorm": "norm1",
    "intermediate.dense": "up", "output.dense": "down", "output.LayerNorm": "norm2",
}  # fmt: skip


def _buckets(words: int) -> Tensor:
    """MPNet's 32 buckets of relative position (Song et al. 2020), exact near, logarithmic far."""
    at = torch.arange(words)
    apart = -(at[None, :] - at[:, None])
    side = (apart < 0).long() * 16
    apart = apart.abs()
    far = 8 + (torch.log(apart.float().clamp(min=1) / 8) / math.log(128 / 8) * 8).long()
    return side + torch.where(apart < 8, apart, far.clamp(max=15))
