"""Sentences as the network is trained on them: cut into pieces, varied, with what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from readers import CLASSES, PLV, Row, turn
from settings import Settings
from tokenizers import Tokenizer
from torch import Tensor

from multipole.claims.marked import Marked, Stretch, read_marked, sign
from multipole.claims.type_model import encode

NONE_AT = CLASSES.index("NONE")
SIGNS = ("@", "#", "[CLS]", "[SEP]", "<s>", "</s>")
WEIGHTS = {"own/candidates": 2.0, "own/cases": 1.0}
OTHER = {"sender": "receiver", "receiver": "sender"}


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence to train on, and which classes are right."""

    marked: Marked
    ids: tuple[int, ...]
    ends: tuple[int, int]
    allowed: tuple[int, ...]
    quad: int
    weight: float

    def names(self) -> list[str]:
        """The words of its ends."""
        return [self.marked.text[a:b] for a, b in self.marked.sender + self.marked.receiver]


class Reader:
    """Cuts marked sentences into pieces, varied for training when asked to."""

    def __init__(self, tokenizer: Tokenizer, rng: np.random.Generator | None = None) -> None:
        self.tokenizer, self.rng = tokenizer, rng
        self.keep = {tokenizer.token_to_id(sign) for sign in SIGNS}
        named = [tokenizer.token_to_id(name) for name in ("[MASK]", "<mask>")]
        self.hidden = next(n for n in named if n is not None)

    def pieces(self, marked: Marked) -> tuple[tuple[int, ...], tuple[int, int]]:
        """Ids, and where the signs of the ends are."""
        code = encode(self.tokenizer, sign(marked))
        return tuple(code.ids), (code.sender_at, code.receiver_at)

    def varied(self, item: Item, pool: Sequence[str], settings: Settings) -> Item:
        """Other names for some ends, a [MASK] for some pieces."""
        if self.rng is None:
            raise ValueError("a reader without rng varies nothing")
        ids, ends = item.ids, item.ends
        if settings.swap:
            marked = _renamed(item.marked, pool, settings.swap, self.rng)
            ids, ends = self.pieces(marked) if marked is not item.marked else (ids, ends)
        if settings.mask:
            drawn = self.rng.random(len(ids)) < settings.mask
            ids = tuple(
                self.hidden if d and i not in self.keep else i
                for i, d in zip(ids, drawn, strict=True)
            )
        return replace(item, ids=ids, ends=ends)


def read_items(rows: Sequence[Row], *, tokenizer: Tokenizer, settings: Settings) -> list[Item]:
    """Rows -> items; our own sentences weigh ``settings.own_share``, rare types more."""
    reader = Reader(tokenizer)
    weights = WEIGHTS | {PLV: settings.plv_share}
    kinds = [row.allowed for row in rows]
    count = {kind: kinds.count(kind) for kind in set(kinds)}
    mean = len(kinds) / len(count)
    out = []
    for row in rows if settings.turned else ():
        turned = turn(row)
        if turned is not None:
            out.append(Item(turned, *reader.pieces(turned), (NONE_AT,), 0, settings.turned))
    for row in rows:
        marked = read_marked(row.marked)
        weight = (mean / count[row.allowed]) ** settings.balance
        weight *= weights.get(row.origin, settings.own_share)
        out.append(Item(marked, *reader.pieces(marked), row.allowed + row.also, row.quad, weight))
    return out


def stack(codes: Sequence[tuple[tuple[int, ...], tuple[int, int]]]) -> tuple[Tensor, ...]:
    """Ids and mask, both (batch, pieces), and the places of the signs of the ends (batch, 2)."""
    ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(i) for i, _ in codes], batch_first=True)
    mask = torch.tensor([[1] * len(i) + [0] * (ids.shape[1] - len(i)) for i, _ in codes])
    return ids, mask, torch.tensor([ends for _, ends in codes])


def _renamed(marked: Marked, pool: Sequence[str], share: float, rng: np.random.Generator) -> Marked:
    """Each end that is named once gets another end's name with probability ``share``."""
    for end, other in OTHER.items():
        places = getattr(marked, end)
        if len(places) == 1 and rng.random() < share:
            name = pool[rng.integers(len(pool))]
            marked = _named(marked, end, name, getattr(marked, other))
    return marked


def _named(marked: Marked, end: str, name: str, others: tuple[Stretch, ...]) -> Marked:
    """``end`` with another name, unless the other end overlaps it."""
    (a, b) = getattr(marked, end)[0]
    if any(a < d and c < b for c, d in others):
        return marked
    by = len(name) - (b - a)
    moved = tuple((c + by, d + by) if c >= b else (c, d) for c, d in others)
    text = marked.text[:a] + name + marked.text[b:]
    return replace(marked, text=text, **{end: ((a, a + len(name)),), OTHER[end]: moved})
