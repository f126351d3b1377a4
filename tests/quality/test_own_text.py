"""Invented reports for the benchmarks: any number, the same each time."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def text() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        yield importlib.import_module("own_text")


def test_as_many_sentences_as_asked_for_and_the_same_each_time(text: Any, tmp_path: Path) -> None:
    first, again = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert text.write_reports(first, 60) == text.write_reports(again, 60) == 3
    assert first.read_bytes() == again.read_bytes()
    rows = [json.loads(line) for line in first.read_text("utf-8").splitlines()]
    assert [row["text"].count(".") for row in rows] == [25, 25, 25]
    assert len({row["text"] for row in rows}) == 3
