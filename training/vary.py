"""Labelled sentences with other words, for teachers to type: ``vary.py UNLABELLED.tsv OUT.tsv``.

Some words of a sentence give way to words of like use: the nearest by the published vectors of
words (as Jiao et al. 2020, EMNLP Findings: 4163-4174, do with words of one piece). OUT holds the
sentences of UNLABELLED too; the column ``fold`` says which fold a varied sentence comes from, so
that no student learns from what it is tested on.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from encoder import Encoder, minilm
from export_type import tokenizer_of
from lessons import KEPT, WORD, varied
from readers import OWN, PLV, read_all, shared_folder, split
from torch.nn import functional

NEAR = 8
CLOSE = 0.45
TIMES = {PLV: 2}


def main() -> None:
    """Write the unlabelled sentences, then the varied ones."""
    given = _arguments()
    rng = np.random.default_rng(1)
    rows = read_all(shared=given.shared, own=given.own)
    fold_of = split(rows, like=given.folds_of)
    like = _like(given.encoder_folder or minilm(), (row.marked for row in rows))
    with given.unlabelled.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        lines = [(r["marked_sentence"], r["corpus"], "") for r in table]
    for row, fold in zip(rows, fold_of, strict=True):
        drawn = (varied(row.marked, like, rng) for _ in range(TIMES.get(row.origin, 1)))
        new = {text for text in drawn if text != row.marked}
        lines += [(text, row.origin, str(fold)) for text in sorted(new)]
    lines = [line for line in lines if len(line[0].split()) <= given.longest]
    with given.out.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        out.writerow(("marked_sentence", "corpus", "fold"))
        out.writerows(lines)
    print(f"{len(lines)} sentences")


def _like(folder: Path, texts: Iterable[str]) -> dict[str, list[str]]:
    """Words of the texts -> at most `NEAR` words nearest to them by cosine, nearer than `CLOSE`."""
    numbers = tokenizer_of(folder).get_vocab()
    words = sorted(w for w in numbers if WORD.fullmatch(w) and w not in KEPT)
    vectors = Encoder(folder).words.weight.detach()[[numbers[w] for w in words]]
    vectors = functional.normalize(vectors - vectors.mean(0), dim=1)
    used = {w for text in texts for w in WORD.findall(text)}
    asked = [i for i, word in enumerate(words) if word in used]
    out = {}
    for i, near in zip(asked, vectors[asked] @ vectors.T, strict=True):
        best = near.topk(NEAR + 1)
        found = zip(best.values.tolist(), best.indices.tolist(), strict=True)
        out[words[i]] = [words[j] for cosine, j in found if cosine > CLOSE and j != i]
    return out


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unlabelled", type=Path, help="made by unlabelled.py")
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--own", type=Path, default=OWN, help="our own sentences")
    parser.add_argument("--longest", type=int, default=60, help="words of a sentence")
    parser.add_argument("--folds-of", type=Path, default=None, help="a run whose folds to take")
    parser.add_argument("--encoder-folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
