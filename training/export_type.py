"""Export a trained network to ONNX with int8 weights: ``python training/export_type.py RUN DIR``.

``RUN`` holds ``all-SEED.pt`` (train_type.py with --final) and ``oof.json``. The weights of several
seeds are averaged when they began from the same heads (Wortsman et al. 2022, ICML: 23965-23998);
``--seed`` takes one.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from encoder import Encoder, TypeNet
from onnxruntime.quantization import QuantType, quantize_dynamic
from readers import CLASSES
from train_type import minilm

MOST_BYTES = 30_000_000


def main() -> None:
    """Write type.onnx, tokenizer.json and type.json, and say how far int8 is from the network."""
    given = _arguments()
    settings = json.loads((given.run / "settings.json").read_text())
    folder = given.encoder_folder or minilm()
    net = TypeNet(Encoder(folder), layers=settings["layers"], classes=len(CLASSES)).eval()
    net.load_state_dict(_mean(given.run, given.seed), strict=False)
    given.out.mkdir(parents=True, exist_ok=True)
    whole = given.run / "type.fp32.onnx"
    _export(net, whole)
    quantize_dynamic(
        str(whole), str(given.out / "type.onnx"), weight_type=QuantType.QInt8, per_channel=True
    )
    shutil.copy(folder / "tokenizer.json", given.out / "tokenizer.json")
    _plain_tokenizer(given.out / "tokenizer.json")
    files = {name: _digest(given.out / name) for name in ("type.onnx", "tokenizer.json")}
    facts = {
        "name": given.name, "temperature": given.temperature, "classes": list(CLASSES),
        "sha256": files, "settings": settings,
    }  # fmt: skip
    (given.out / "type.json").write_text(json.dumps(facts, indent=1) + "\n")
    size = sum(p.stat().st_size for p in given.out.iterdir())
    print(f"{size / 1e6:.1f} MB, largest gap of a score {_gap(net, given.out / 'type.onnx'):.3f}")
    if size > MOST_BYTES:
        raise SystemExit(f"{size} bytes are more than {MOST_BYTES}")


def _mean(run: Path, seed: int | None) -> dict[str, torch.Tensor]:
    paths = [run / f"all-{seed}.pt"] if seed else sorted(run.glob("all-*.pt"))
    states = [torch.load(p, weights_only=True) for p in paths]
    return {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}


def _export(net: TypeNet, path: Path) -> None:
    ids = torch.randint(1000, 2000, (2, 12))
    given = (ids, torch.ones_like(ids), torch.tensor([[1, 5], [2, 6]]))
    names = ["ids", "mask", "ends"]
    batch = {0: "batch"}
    axes = {"ids": {0: "batch", 1: "words"}, "mask": {0: "batch", 1: "words"}, "ends": batch}
    torch.onnx.export(
        net, given, str(path), input_names=names, output_names=["scores"], opset_version=17,
        dynamic_axes={**axes, "scores": batch}, dynamo=False,
    )  # fmt: skip
    onnx.checker.check_model(str(path))


def _plain_tokenizer(path: Path) -> None:
    """Leave padding and cutting to the caller."""
    facts = json.loads(path.read_text("utf-8"))
    facts["padding"] = facts["truncation"] = None
    path.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")


def _gap(net: TypeNet, path: Path) -> float:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    ids = torch.randint(1000, 20000, (8, 40), generator=torch.Generator().manual_seed(1))
    mask, ends = torch.ones_like(ids), torch.tensor([[1, 9]] * 8)
    with torch.no_grad():
        wanted = net(ids, mask, ends).numpy()
    given = {"ids": ids.numpy(), "mask": mask.numpy(), "ends": ends.numpy()}
    return float(np.abs(session.run(None, given)[0] - wanted).max())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="type-minilm-1")
    parser.add_argument("--temperature", type=float, required=True, help="evaluate.py prints it")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--encoder-folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
