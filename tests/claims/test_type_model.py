"""The type model at run time, on a session that only counts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from multipole.claims import type_model
from multipole.claims.marked import read_marked, sign
from multipole.claims.type_model import CLASSES, LONGEST, TypeModel, choose, encode
from multipole.core.errors import MissingModel


class Words:
    """A tokenizer that cuts at spaces: a word's id is its length."""

    def encode(self, text: str) -> Any:
        offsets, at = [(0, 0)], 0
        for word in text.split(" "):
            offsets.append((at, at + len(word)))
            at += len(word) + 1
        ids = [101, *(b - a for a, b in offsets[1:])]
        return SimpleNamespace(ids=ids, offsets=offsets, attention_mask=[1] * len(ids))


class Session:
    """Scores that say the class whose number is the sentence's count of words."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def run(self, names: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.shapes.append(given["ids"].shape)
        words = given["mask"].sum(axis=1) - 1
        return [np.eye(len(CLASSES), dtype=np.float32)[words % len(CLASSES)] * 4]


def stub(temperature: float = 1.0) -> TypeModel:
    return TypeModel("stub", temperature, Session(), Words())


def test_signs_are_found_among_the_word_pieces() -> None:
    code = encode(Words(), sign(read_marked("so <s>Iran</s> met <t>Oman</t>")))
    assert (code.sender_at, code.receiver_at) == (2, 6)
    assert encode(Words(), sign(read_marked("nobody met <t>Oman</t>"))).sender_at == 0


def test_an_end_beyond_the_longest_sentence_counts_as_not_named() -> None:
    code = encode(Words(), sign(read_marked("<s>Iran</s>" + " so" * LONGEST + " <t>Oman</t>")))
    assert (len(code.ids), code.receiver_at) == (LONGEST, 0)


def test_each_sentence_runs_alone_and_keeps_its_place() -> None:
    model = stub()
    found = model.predict([read_marked("a " * n + "b") for n in (9, 0, 4, 9, 2)])
    assert found.argmax(axis=1).tolist() == [10, 1, 5, 10, 3]
    assert np.allclose(found.sum(axis=1), 1)
    assert model.session.shapes == [(1, words + 1) for words in (10, 1, 5, 10, 3)]


def test_a_higher_temperature_is_less_sure() -> None:
    sentence = [read_marked("a b")]
    assert stub(2.0).predict(sentence).max() < stub(1.0).predict(sentence).max()
    assert stub().predict([]).shape == (0, len(CLASSES))


def test_concede_and_retreat_compete_together() -> None:
    row = np.zeros((1, len(CLASSES)))
    row[0, CLASSES.index("CONCEDE")], row[0, CLASSES.index("RETREAT")] = 0.2, 0.3
    row[0, CLASSES.index("AID")], row[0, CLASSES.index("NONE")] = 0.35, 0.15
    assert choose(row) == ["RETREAT"]
    row[0, CLASSES.index("NONE")] = 0.9
    assert (choose(row), choose(row, none=False)) == (["NONE"], ["RETREAT"])


def written(folder: Path, **changed: Any) -> Path:
    files = {"type.onnx.gz": gzip.compress(b"network"), "tokenizer.json": b"{}"}
    for name in type_model.FILES:
        (folder / name).write_bytes(files[name])
    digests = {name: type_model.sha256(content) for name, content in files.items()}
    facts = {"name": "t", "temperature": 1.5, "classes": list(CLASSES), "sha256": digests}
    (folder / "type.json").write_text(json.dumps(facts | changed))
    return folder


def test_a_model_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="not there"):
        TypeModel.load(tmp_path)


def test_changed_files_and_other_types_are_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingModel, match="other types"):
        TypeModel.load(written(tmp_path, classes=["YES"]))
    (written(tmp_path) / "type.onnx.gz").write_bytes(b"other")
    with pytest.raises(MissingModel, match="not the pinned one"):
        TypeModel.load(tmp_path)


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(MissingModel, match="needs onnxruntime"):
        TypeModel.load(written(tmp_path))


def test_a_folder_is_unpacked_and_loaded_with_one_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def open_session(content: bytes, options: Any, providers: list[str]) -> Session:
        asked.update(content=content, threads=options.intra_op_num_threads)
        return Session()

    runtime = SimpleNamespace(SessionOptions=SimpleNamespace, InferenceSession=open_session)
    words = SimpleNamespace(Tokenizer=SimpleNamespace(from_file=lambda path: Words()))
    libraries = {"onnxruntime": runtime, "tokenizers": words}
    for name, library in libraries.items():
        monkeypatch.setitem(__import__("sys").modules, name, library)
    model = TypeModel.load(written(tmp_path))
    assert (model.name, model.temperature) == ("t", 1.5)
    assert asked == {"content": b"network", "threads": 1}
    assert model.predict([read_marked("<s>a</s> b")]).shape == (1, 17)
