"""The type model: a marked sentence -> probabilities of the 16 types, and of NONE.

A small transformer, trained by ``training/train_type.py`` and exported to ONNX with int8 weights.
``onnxruntime`` and ``tokenizers`` are imported only when a model is loaded. Without them, or
without the files, `TypeModel.load` raises `MissingModel`; the rules answer alone then, and whoever
asked says so.

A model's folder holds ``type.onnx.gz``, ``tokenizer.json`` and ``type.json`` (classes, temperature,
digests of the other two).
"""

from __future__ import annotations

import gzip
import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from multipole.claims.marked import Marked, Signed, sign
from multipole.core.errors import MissingModel
from multipole.core.ids import sha256
from multipole.core.plover import ACTIONS

NONE: Final = "NONE"
CLASSES: Final[tuple[str, ...]] = (*ACTIONS, NONE)
LONGEST: Final = 160
LIBRARIES: Final = ("onnxruntime", "tokenizers")
FILES: Final = ("type.onnx.gz", "tokenizer.json")
#: Where the model lies that is installed with multipole.
SHIPPED: Final = Path(__file__).parent / "data" / "type"
_REMEDY: Final = "Install multipole with its model, or let the rules answer."


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids, and the tokens where the signs of the ends are (0, the first, for no end)."""

    ids: list[int]
    sender_at: int
    receiver_at: int


@dataclass(frozen=True, slots=True)
class TypeModel:
    """A loaded model; ``name`` tells which one in the claims it types."""

    name: str
    temperature: float
    session: Any
    tokenizer: Any

    @classmethod
    def load(cls, folder: Path) -> TypeModel:
        """Load a model from its folder.

        Raises `MissingModel` when a library or file is missing, or a file is not the pinned one.
        """
        facts = _facts(folder)
        runtime, tokenizers = map(_library, LIBRARIES)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = runtime.InferenceSession(
            gzip.decompress((folder / "type.onnx.gz").read_bytes()), options,
            providers=["CPUExecutionProvider"],
        )  # fmt: skip
        tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(str(facts["name"]), float(facts["temperature"]), session, tokenizer)

    def predict(self, sentences: Sequence[Marked]) -> NDArray[np.float64]:
        """Probabilities, shape (sentences, 17), columns as `CLASSES`; each row sums to 1.

        A sentence is cut after 160 word pieces; an end beyond counts as not named. Each runs alone:
        the numbers inside an int8 network share one scale over a batch, so that in company a
        sentence's probabilities would hang on what else was read.
        """
        out = np.zeros((len(sentences), len(CLASSES)))
        for row, sentence in enumerate(sentences):
            (scores,) = self.session.run(None, _inputs(encode(self.tokenizer, sign(sentence))))
            out[row] = softmax(np.asarray(scores, dtype=np.float64) / self.temperature)[0]
        return out


def type_model_name(folder: Path) -> str:
    """The name of the model in a folder that can be loaded.

    Raises `MissingModel` when a library or file is missing, or a file is not the pinned one.
    """
    facts = _facts(folder)
    for library in LIBRARIES:
        _library(library)
    return str(facts["name"])


@cache
def load_types(folder: Path) -> TypeModel:
    """`TypeModel.load`, once a process."""
    return TypeModel.load(folder)


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of scores -> rows that sum to 1.

    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    out: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return out


def choose(probabilities: NDArray[np.float64], *, none: bool = True) -> list[str]:
    """The most probable class of each row; CONCEDE and RETREAT compete together, as YIELD.

    ``none=False`` leaves NONE out, for sentences where it is known that something passed.

    >>> rows = np.zeros((1, 17))
    >>> rows[0, [3, 6, 8]] = 0.3, 0.25, 0.45
    >>> choose(rows)
    ['CONCEDE']
    """
    together = probabilities.copy()
    a, b = CLASSES.index("CONCEDE"), CLASSES.index("RETREAT")
    both = together[:, a] + together[:, b]
    larger = np.where(together[:, a] >= together[:, b], a, b)
    together[:, [a, b]] = 0.0
    together[np.arange(len(together)), larger] = both
    if not none:
        together[:, CLASSES.index(NONE)] = -1.0
    return [CLASSES[i] for i in together.argmax(axis=1)]


def encode(tokenizer: Any, signed: Signed) -> Encoded:
    """Cut a signed sentence into word pieces and find its signs among them."""
    found = tokenizer.encode(signed.text)
    keep = [i for i, seen in enumerate(found.attention_mask) if seen][:LONGEST]
    ids = [found.ids[i] for i in keep]
    places = enumerate(found.offsets[i] for i in keep)
    starts = {start: n for n, (start, end) in places if end > start}
    return Encoded(ids, starts.get(signed.sender_at, 0), starts.get(signed.receiver_at, 0))


def _facts(folder: Path) -> dict[str, Any]:
    path = folder / "type.json"
    if not path.is_file():
        raise MissingModel("the type model is not there", where=str(folder), remedy=_REMEDY)
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if tuple(facts["classes"]) != CLASSES:
        raise MissingModel("the type model has other types", where=str(path), remedy=_REMEDY)
    for name in FILES:
        file = folder / name
        if not file.is_file() or sha256(file.read_bytes()) != facts["sha256"][name]:
            raise MissingModel(
                "a file of the type model is not the pinned one", where=str(file), remedy=_REMEDY
            )
    return facts


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingModel(
            f"the type model needs {name}", remedy=f"Install it: pip install {name}"
        ) from None


def _inputs(code: Encoded) -> dict[str, NDArray[np.int64]]:
    ids = np.array([code.ids], dtype=np.int64)
    ends = np.array([(code.sender_at, code.receiver_at)], dtype=np.int64)
    return {"ids": ids, "mask": np.ones_like(ids), "ends": ends}
