"""Export trained networks to ONNX with int8 weights: ``export_type.py RUN [RUN] DIR``.

A ``RUN`` holds ``all-SEED.pt`` (train_type.py with --final). The weights of several seeds of a run
are averaged, since they began from the same heads (Wortsman et al. 2022, ICML: 23965-23998);
``--seed`` takes one. Several runs are exported side by side over the lower layers, which are the
same in all, and their probabilities are averaged.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from encoder import Encoder, Together, TypeNet, minilm
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from readers import CLASSES
from tokenizers import Tokenizer
from vocabulary import shortened

from multipole.claims.type_model import LONGEST

MOST_BYTES = 30_000_000


def main() -> None:
    """Write type.onnx, tokenizer.json and type.json, and say how far int8 is from the network."""
    given = _arguments()
    folder = given.encoder_folder or minilm()
    facts, kept = shortened(json.loads((folder / "tokenizer.json").read_text("utf-8")))
    trained = [weights_of(run, "all", given.seed) for run in given.runs]
    net = together(trained, folder, kept)
    given.out.mkdir(parents=True, exist_ok=True)
    write_int8(net, given.out / "type.onnx")
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    (given.out / "tokenizer.json").write_text(text + "\n", "utf-8")
    files = {name: _digest(given.out / name) for name in ("type.onnx", "tokenizer.json")}
    settings = [told for told, _ in trained]
    training = json.loads(given.facts.read_text()) if given.facts else {}
    described = {
        "name": given.name, "temperature": given.temperature, "classes": list(CLASSES),
        "sha256": files, "settings": settings, "training": training,
    }  # fmt: skip
    (given.out / "type.json").write_text(json.dumps(described, indent=1) + "\n")
    size = sum(p.stat().st_size for p in given.out.iterdir())
    print(f"{size / 1e6:.1f} MB, largest gap of a score {_gap(net, given.out / 'type.onnx'):.3f}")
    if size > MOST_BYTES:
        raise SystemExit(f"{size} bytes are more than {MOST_BYTES}")


def together(
    trained: Sequence[tuple[dict[str, Any], dict[str, torch.Tensor]]], folder: Path,
    kept: Sequence[int],
) -> Together:  # fmt: skip
    """Networks side by side, each from its settings and weights, with the vocabulary ``kept``."""
    nets = []
    for settings, weights in trained:
        net = TypeNet(Encoder(folder), layers=settings["layers"], classes=len(CLASSES)).eval()
        net.load_state_dict(weights, strict=False)
        nets.append(net)
    nets[0].encoder.keep(kept, positions=LONGEST)
    return Together(nets).eval()


def weights_of(
    run: Path, part: str, seed: int | None = None
) -> tuple[dict[str, Any], dict[str, torch.Tensor]]:
    """Settings of a run, and the mean weights of its seeds without fold ``part``, or ``all``.

    ``RUN,RUN`` is the mean over the steps of one chain, with the settings of the last.
    """
    steps = [Path(step) for step in str(run).split(",")]
    found = [sorted(step.glob(f"{part}-{seed or '*'}.pt")) for step in steps]
    if not all(found):
        raise SystemExit(f"{run} has no weights {part}-{seed or '*'}.pt: train_type.py --final")
    paths = [path for step in found for path in step]
    states = [torch.load(p, weights_only=True) for p in paths]
    mean = {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}
    return json.loads((steps[-1] / "settings.json").read_text()), mean


def write_int8(net: torch.nn.Module, path: Path) -> None:
    """Write the network to ``path`` with int8 weights."""
    whole = path.with_suffix(".fp32")
    ids = torch.randint(1000, 2000, (2, 12))
    given = (ids, torch.ones_like(ids), torch.tensor([[1, 5], [2, 6]]))
    names = ["ids", "mask", "ends"]
    batch = {0: "batch"}
    axes = {"ids": {0: "batch", 1: "words"}, "mask": {0: "batch", 1: "words"}, "ends": batch}
    torch.onnx.export(
        net, given, str(whole), input_names=names, output_names=["scores"], opset_version=17,
        dynamic_axes={**axes, "scores": batch}, dynamo=False,
    )  # fmt: skip
    onnx.checker.check_model(str(whole))
    kept = _second_of_each_layer(onnx.load(str(whole)))
    quantize_dynamic(
        str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=kept
    )
    _weights_only(path, set(kept))
    whole.unlink()


def _second_of_each_layer(model: onnx.ModelProto) -> list[str]:
    """The products whose left side has a few very large values: those after the activation."""
    return [n.name for n in model.graph.node if n.op_type == "MatMul" and "/down/" in n.name]


def _weights_only(path: Path, names: set[str]) -> None:
    """Store the weights of these products in int8, a scale a column, and multiply in fp32."""
    model = onnx.load(str(path))
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in [n for n in graph.node if n.name in names]:
        name = node.input[1]
        whole = numpy_helper.to_array(weights[name])
        scale = (np.abs(whole).max(0) / 127).astype(np.float32)
        small = np.round(whole / scale).astype(np.int8)
        graph.initializer.remove(weights[name])
        parts = {"int8": small, "scale": scale, "zero": np.zeros(len(scale), np.int8)}
        stored = [numpy_helper.from_array(part, f"{name}_{k}") for k, part in parts.items()]
        graph.initializer.extend(stored)
        given = [tensor.name for tensor in stored]
        graph.node.insert(0, helper.make_node("DequantizeLinear", given, [name], axis=1))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def int8_scores(path: Path, codes: Sequence[tuple[tuple[int, ...], tuple[int, int]]]) -> np.ndarray:
    """Scores of the exported network, a row a sentence, one sentence at a time."""
    session = _session(path)
    out = []
    for ids, ends in codes:
        row = np.array([ids], dtype=np.int64)
        given = {"ids": row, "mask": np.ones_like(row), "ends": np.array([ends], dtype=np.int64)}
        out.append(session.run(None, given)[0][0])
    return np.array(out)


def tokenizer_of(folder: Path) -> Tokenizer:
    """The published tokenizer; padding and cutting are left to the caller."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _gap(net: torch.nn.Module, path: Path) -> float:
    ids = torch.randint(1000, 20000, (8, 40), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        wanted = net(ids, torch.ones_like(ids), torch.tensor([[1, 9]] * 8)).numpy()
    found = int8_scores(path, [(tuple(row), (1, 9)) for row in ids.tolist()])
    return float(np.abs(found - wanted).max())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--temperature", type=float, required=True, help="evaluate.py prints it")
    parser.add_argument("--facts", type=Path, default=None, help="JSON for type.json")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--encoder-folder", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
