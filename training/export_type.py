"""Export a trained network to packed ONNX with int8 weights: ``export_type.py RUN DIR``.

``RUN`` holds ``all-SEED.pt`` (train_type.py with --final). The weights of its seeds are averaged,
since they began from the same heads (Wortsman et al. 2022, ICML: 23965-23998).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from encoder import TypeNet
from fit import made
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from readers import CLASSES
from settings import Settings
from tokenizers import Tokenizer
from vocabulary import shortened

from multipole.claims.type_model import FILES, LONGEST

MOST_BYTES = 30_000_000


def main() -> None:
    """Write the model's files, and say how far int8 is from the network."""
    given = _arguments()
    folder = given.encoder_folder
    facts, kept = shortened(json.loads((folder / "tokenizer.json").read_text("utf-8")))
    net = net_of(given.run, "all", folder, kept)
    given.out.mkdir(parents=True, exist_ok=True)
    whole = given.out / "type.onnx"
    write_int8(net, whole)
    gap = _gap(net, whole)
    (given.out / "type.onnx.gz").write_bytes(packed(whole.read_bytes()))
    whole.unlink()
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    (given.out / "tokenizer.json").write_text(text + "\n", "utf-8")
    files = {name: _digest(given.out / name) for name in FILES}
    training = json.loads(given.facts.read_text()) if given.facts else {}
    described = {
        "name": given.name, "temperature": given.temperature, "classes": list(CLASSES),
        "sha256": files, "settings": settings_of(given.run), "training": training,
    }  # fmt: skip
    (given.out / "type.json").write_text(json.dumps(described, indent=1) + "\n")
    size = sum(p.stat().st_size for p in given.out.iterdir())
    print(f"{size / 1e6:.1f} MB, largest gap of a score {gap:.3f}")
    if size > MOST_BYTES:
        raise SystemExit(f"{size} bytes are more than {MOST_BYTES}")


def settings_of(run: Path) -> dict[str, Any]:
    """The settings of a run."""
    out: dict[str, Any] = json.loads((run / "settings.json").read_text())
    return out


def net_of(run: Path, part: str, folder: Path, kept: Sequence[int]) -> TypeNet:
    """The network of a run that never saw fold ``part`` (``all``: the final one), as it ships.

    Its weights are the mean of its seeds, on their grid; its vocabulary is ``kept``.
    """
    states = [torch.load(path, weights_only=True) for path in sorted(run.glob(f"{part}-*.pt"))]
    if not states:
        raise SystemExit(f"{run} has no weights {part}-*.pt: train_type.py, with --final for all")
    net = made(folder, Settings(**settings_of(run)))
    mean = {name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]}
    net.load_state_dict(mean, strict=False)
    net.train_on_grid()
    net.settle()
    net.encoder.keep(kept, positions=LONGEST)
    return net.eval()


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
    _keep_grid(onnx.load(str(whole)), path)
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


def _keep_grid(whole: onnx.ModelProto, path: Path) -> None:
    """Store weights that are multiples of one step as those small numbers, not as others."""
    model = onnx.load(str(path))
    small = {tensor.name: tensor for tensor in model.graph.initializer}
    for tensor in whole.graph.initializer:
        weight = numpy_helper.to_array(tensor)
        for end in ("quantized", "int8"):
            codes, scale, zero = (
                small.get(f"{tensor.name}_{part}")
                for part in (end, "scale", "zero" if end == "int8" else "zero_point")
            )
            step = _step(weight) if codes is not None else None
            if step is not None:
                turned = numpy_helper.to_array(codes).shape != weight.shape
                _put(codes, np.round((weight.T if turned else weight) / step).astype(np.int8))
                _put(scale, np.full_like(numpy_helper.to_array(scale), step))
                _put(zero, np.zeros(numpy_helper.to_array(zero).shape, np.int8))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _step(weight: np.ndarray) -> float | None:
    """The step of which all weights are multiples, up to 127; none if there is none."""
    sizes = np.abs(weight[weight != 0])
    step = float(sizes.min()) if weight.ndim == 2 and sizes.size else 0.0
    if not step or sizes.max() / step > 127.5:
        return None
    apart = np.abs(sizes / step - np.round(sizes / step)).max()
    return step if apart < 1e-2 else None


def _put(tensor: onnx.TensorProto, values: np.ndarray) -> None:
    tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))


def packed(content: bytes) -> bytes:
    """Gzip by the frequencies of bytes alone: looking for repetitions makes such weights larger."""
    pack = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16, 9, zlib.Z_HUFFMAN_ONLY)
    return pack.compress(content) + pack.flush()


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
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--temperature", type=float, required=True, help="evaluate.py prints it")
    parser.add_argument("--facts", type=Path, default=None, help="JSON for type.json")
    parser.add_argument("--encoder-folder", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
