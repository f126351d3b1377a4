"""Score a run on its folds as it ships: ``as_shipped.py RUN --out DIR``.

Each sentence is scored by the network that saw neither it nor one like it, the mean of all seeds,
exported as `export_type` does it. Writes ``oof.json`` for evaluate.py into DIR.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from export_type import int8_scores, net_of, settings_of, write_int8
from items import Reader
from readers import FOLDS, OWN, Row, read_all, shared_folder, split
from tokenizers import Tokenizer
from train_type import write_table
from vocabulary import shortened

from multipole.claims.marked import read_marked


def main() -> None:
    """Score every fold, write the table."""
    given = _arguments()
    torch.set_num_threads(1)
    rows = read_all(shared=given.shared, own=given.own)
    fold_of = split(rows, like=given.folds_of)
    folder = given.encoder_folder
    given.out.mkdir(parents=True, exist_ok=True)
    for part in range(given.first_fold, given.folds):
        score_fold(given.run, rows, np.flatnonzero(fold_of == part), part, given.out, folder)
    write_table(rows, fold_of, given.out, settings_of(given.run))


def score_fold(
    run: Path, rows: Sequence[Row], tested: np.ndarray, part: int, out: Path, encoder_folder: Path
) -> None:  # fmt: skip
    """Write ``PART-1.npz`` with the scores of a fold's sentences, unless it is there."""
    path = out / f"{part}-1.npz"
    if path.exists():
        return
    facts, kept = shortened(json.loads((encoder_folder / "tokenizer.json").read_text("utf-8")))
    reader = Reader(Tokenizer.from_str(json.dumps(facts)))
    model = path.with_suffix(".onnx")
    write_int8(net_of(run, str(part), encoder_folder, kept), model)
    codes = [reader.pieces(read_marked(rows[i].marked)) for i in tested]
    np.savez(path, tested=tested, scores=int8_scores(model, codes), seconds=0.0)
    model.unlink()
    print(f"fold {part}: {len(tested)} sentences", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--own", type=Path, default=OWN, help="our own sentences")
    parser.add_argument("--folds", type=int, default=FOLDS, help="only the first so many folds")
    parser.add_argument("--first-fold", type=int, default=0, help="to share folds among processes")
    parser.add_argument("--folds-of", type=Path, default=None, help="a run whose folds to take")
    parser.add_argument("--encoder-folder", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
