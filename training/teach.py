"""What a teacher says of sentences without labels: ``python training/teach.py RUN FILE.tsv``.

Writes ``FILE-PART.npz`` beside each network ``PART-SEED.pt`` of ``RUN`` that has none yet. A
student of a fold learns from the teachers of that fold (`lesson`), the final one from the mean over
all folds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from encoder import Encoder, TypeNet, minilm
from export_type import tokenizer_of
from items import Reader, stack
from readers import CLASSES, read_unlabelled
from torch import Tensor


def main() -> None:
    """Ask every network of the run that has not been asked yet."""
    given = _arguments()
    torch.set_num_threads(1)
    settings = json.loads((given.run / "settings.json").read_text())
    folder = given.encoder_folder or minilm()
    encoder = Encoder(folder)
    net = TypeNet(encoder, layers=settings["layers"], classes=len(CLASSES)).eval()
    reader = Reader(tokenizer_of(folder))
    codes = [reader.pieces(s) for s in read_unlabelled(given.file)]
    kept: dict[int, Tensor] = {}
    for path in sorted(given.run.glob("[0-9]-*.pt"))[: given.folds]:
        out = given.run / f"{given.file.stem}-{path.stem.split('-')[0]}.npz"
        if not out.exists():
            net.load_state_dict(torch.load(path, weights_only=True), strict=False)
            np.savez(out, soft=_said(net, codes, kept))
            print(out.name, flush=True)


def _said(
    net: TypeNet, codes: Sequence[tuple[tuple[int, ...], tuple[int, int]]], kept: dict[int, Tensor]
) -> np.ndarray:
    """Probabilities; ``kept`` remembers what the frozen layers say of each batch."""
    out = np.zeros((len(codes), len(CLASSES)), dtype=np.float32)
    order = np.argsort([len(ids) for ids, _ in codes], kind="stable")
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), 32):
            picked = order[start : start + 32]
            ids, mask, ends = stack([codes[i] for i in picked])
            if start not in kept:
                kept[start] = net.encoder.lower(ids, mask, layers=net.frozen).bfloat16()
            types, _ = net.top(kept[start].float(), mask, ends)
            out[picked] = types.float().softmax(1).numpy()
    return out


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="folder of a trained teacher")
    parser.add_argument("file", type=Path, help="made by unlabelled.py")
    parser.add_argument("--encoder-folder", type=Path, default=None)
    parser.add_argument("--folds", type=int, default=5, help="only the first so many folds")
    return parser.parse_args()


if __name__ == "__main__":
    main()
