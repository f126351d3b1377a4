"""Train the type model: ``python training/train_type.py --out DIR [--seeds 2] [--final]``.

Every (fold, seed) is kept under ``--out`` and not trained again. Run with ``PYTHONPATH=src``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encoder import TypeNet
from export_type import int8_scores, tokenizer_of, write_int8
from fit import train
from items import read_items
from readers import (
    CLASSES,
    FOLDS,
    OWN,
    PLV,
    Row,
    read_all,
    shared_folder,
    split,
)
from settings import Settings
from tokenizers import Tokenizer

ALL = -1


@dataclass(frozen=True, slots=True)
class Run:
    """What a network is trained from, and where it is kept."""

    rows: Sequence[Row]
    fold_of: np.ndarray
    folder: Path
    encoder_folder: Path
    tokenizer: Tokenizer
    settings: Settings


def main() -> None:
    """Train every fold and seed that is not there yet, then the final networks if asked."""
    given = _arguments()
    torch.set_num_threads(given.threads)
    rows = read_all(shared=given.shared, own=given.own)
    fold_of = split(rows, like=given.folds_of)
    if given.plv_only:
        kept = np.array([row.origin == PLV for row in rows])
        rows, fold_of = [row for row in rows if row.origin == PLV], fold_of[kept]
    settings = _settings(given)
    folder = given.out / f"{settings.name}-{_digest(rows)}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps(asdict(settings), indent=1))
    run = Run(
        rows, fold_of, folder, given.encoder_folder, tokenizer_of(given.encoder_folder), settings
    )
    _say(f"{len(rows)} sentences, {folder}")
    for seed in range(given.first_seed, given.first_seed + given.seeds):
        for part in [*range(given.first_fold, given.folds), *([ALL] if given.final else [])]:
            _one(run, part, seed)
    write_table(run.rows, run.fold_of, run.folder, asdict(run.settings))


def _one(run: Run, part: int, seed: int) -> None:
    """Train without fold ``part``, then score that fold with the network in int8."""
    path = run.folder / f"{'all' if part == ALL else part}-{seed}.npz"
    if path.exists():
        return
    began = time.perf_counter()
    learn = [row for row, fold in zip(run.rows, run.fold_of, strict=True) if fold != part]
    items = read_items(learn, tokenizer=run.tokenizer, settings=run.settings)
    net = train(
        items, encoder_folder=run.encoder_folder, tokenizer=run.tokenizer, settings=run.settings,
        seed=seed,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    torch.save(net.tuned(), path.with_suffix(".pt"))
    tested = np.flatnonzero(run.fold_of == part)
    scores = _tested(net, run, tested, path.with_suffix(".onnx"))
    unfinished = path.with_name(f"unfinished-{path.name}")
    np.savez(unfinished, tested=tested, scores=scores, seconds=seconds)
    unfinished.rename(path)
    right = [s.argmax() in run.rows[i].allowed for i, s in zip(tested, scores, strict=True)]
    _say(f"fold {part} seed {seed}: {np.mean(right or [0]):.3f} in {seconds:.0f} s")


def _tested(net: TypeNet, run: Run, tested: np.ndarray, path: Path) -> np.ndarray:
    if not len(tested):
        return np.zeros((0, len(CLASSES)))
    plain = replace(run.settings, turned=0.0)
    items = read_items([run.rows[i] for i in tested], tokenizer=run.tokenizer, settings=plain)
    write_int8(net, path)
    found = int8_scores(path, [(item.ids, item.ends) for item in items])
    path.unlink()
    return found


def write_table(
    rows: Sequence[Row], fold_of: np.ndarray, folder: Path, settings: dict[str, Any]
) -> None:
    """Out-of-fold log probabilities, mean over seeds: ``oof.json`` for evaluate.py."""
    out = np.full((len(rows), len(CLASSES)), np.nan)
    seconds, seeds = 0.0, 0
    for part in range(FOLDS):
        found = [np.load(p) for p in sorted(folder.glob(f"{part}-*.npz"))]
        if found:
            mean = np.mean([_softmax(f["scores"]) for f in found], axis=0)
            out[found[0]["tested"]] = np.log(mean + 1e-12)
            seconds += sum(float(f["seconds"]) for f in found)
            seeds = len(found)
    table = [
        {"id": r.id, "fold": int(k), "root": r.root, "quad": r.quad, "log": log.tolist()}
        for r, k, log in zip(rows, fold_of, out, strict=True)
        if not np.isnan(log[0])
    ]
    facts = {"settings": settings, "seconds": seconds, "seeds": seeds, "rows": table}
    (folder / "oof.json").write_text(json.dumps(facts))


def _softmax(x: np.ndarray) -> np.ndarray:
    x = np.exp(x - x.max(1, keepdims=True))
    out: np.ndarray = x / x.sum(1, keepdims=True)
    return out


def _digest(rows: Sequence[Row]) -> str:
    text = "\n".join(f"{r.signed.text}\t{r.allowed}\t{r.quad}" for r in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _settings(given: argparse.Namespace) -> Settings:
    named = {f.name: getattr(given, f.name, None) for f in fields(Settings)}
    chosen = replace(Settings(), **{k: v for k, v in named.items() if v is not None})
    return replace(chosen, epochs=3) if given.quick else chosen


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where networks are kept")
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--own", type=Path, default=OWN, help="our own sentences")
    parser.add_argument("--encoder", default="mpnet", help="a name for the folder of results")
    parser.add_argument("--encoder-folder", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--folds", type=int, default=FOLDS, help="only the first so many folds")
    parser.add_argument("--first-fold", type=int, default=0, help="to share folds among processes")
    parser.add_argument("--folds-of", type=Path, default=None, help="a run whose folds to take")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--final", action="store_true", help="train on all sentences too")
    parser.add_argument("--quick", action="store_true", help="three epochs")
    parser.add_argument("--plv-only", action="store_true", help="without our own sentences")
    for field in fields(Settings):
        if field.name not in ("encoder", "bf16"):
            kind = type(field.default)
            parser.add_argument(f"--{field.name.replace('_', '-')}", type=kind)
    given = parser.parse_args()
    given.encoder_folder = given.encoder_folder
    return given


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
