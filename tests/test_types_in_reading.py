"""Reading with the type model, and without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from multipole.claims.marked import Marked
from multipole.claims.type_model import CLASSES, SHIPPED
from multipole.pipeline import read_into
from multipole.pipeline import reading as pipeline
from multipole.store import Store, open_store

NOW = datetime(2030, 1, 1, tzinfo=UTC)
TEXTS = (
    "Norway outmanoeuvred Sweden on Monday. Denmark criticised Finland.",
    "Chile met Peru in Lima. Ghana has been asked by Kenya to open its border to the Kenyans.",
    "Oman poured scorn on a Laotian plan, and Chile vetoed a Peruvian draft.",
)
shipped = pytest.mark.skipif(not SHIPPED.exists(), reason="no type model lies in the package")


class Sure:
    """A model to which all is coercion."""

    name = "sure-1"

    def predict(self, sentences: Sequence[Marked]) -> NDArray[np.float64]:
        row = np.full(len(CLASSES), 0.001)
        row[CLASSES.index("COERCE")] = 0.984
        return np.tile(row, (len(sentences), 1))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n, text in enumerate(TEXTS):
        (folder / f"{n}.txt").write_text(f"Date: 2021-03-0{n + 1}\n\n{text}\n", "utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(pipeline, "type_model_name", lambda folder: Sure.name)
    monkeypatch.setattr(pipeline, "load_types", lambda folder: Sure())
    return tmp_path / "model"


def test_without_a_type_model_the_rules_answer_and_say_so(
    reports: Path, store: Store, tmp_path: Path
) -> None:
    found = read_into(store, [reports], now=NOW, types=tmp_path / "none")
    assert found.coder.startswith("rules-9+")
    assert "type model is not there" in found.without
    assert set(store.claims().column("coded_by").to_pylist()) == {found.coder}
    asked = read_into(store, [reports], now=NOW, types=None)
    assert (asked.coder, asked.without, asked.coded) == (found.coder, "", 0)


def test_the_type_model_is_part_of_the_coders_name(reports: Path, store: Store, sure: Path) -> None:
    found = read_into(store, [reports], now=NOW, types=sure)
    assert found.coder.startswith("coder-10+sure-1+")
    assert found.without == ""
    assert set(store.claims().column("coded_by").to_pylist()) == {found.coder}


def test_what_the_rules_read_is_read_again_with_a_type_model_and_nothing_is_lost(
    reports: Path, store: Store, sure: Path
) -> None:
    rules = read_into(store, [reports], now=NOW, types=None)
    before = store.claims(coded_by=rules.coder).num_rows
    typed = read_into(store, [reports], now=NOW, types=sure)
    assert (typed.new_documents, typed.coded) == (0, len(TEXTS))
    assert "COERCE" in {e.action for e in store.claim_objects(kind="event")}
    assert store.claims(coded_by=rules.coder).num_rows == before > 0
    assert store.verify() == []
    again = read_into(store, [reports], now=NOW, types=sure)
    assert (again.coded, again.claims) == (0, 0)


@shipped
def test_claims_are_the_same_in_one_process_or_two_and_alone_or_together(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CODED_AT_ONCE", 50)
    found = []
    for n, processes in enumerate((1, 2)):
        with open_store(tmp_path / f"{n}.duckdb", create=True) as opened:
            read_into(opened, [reports], now=NOW, processes=processes)
            found.append(opened.claims().to_pylist())
    single = tmp_path / "single"
    single.mkdir()
    shutil.copy(reports / "1.txt", single / "1.txt")
    with open_store(tmp_path / "single.duckdb", create=True) as opened:
        read_into(opened, [single], now=NOW)
        alone = {(c["id"], c["confidence"]) for c in opened.claims().to_pylist()}
    assert found[0] == found[1]
    assert alone
    assert alone <= {(c["id"], c["confidence"]) for c in found[0]}


@shipped
def test_the_model_that_ships_reads_with_the_rules(reports: Path, store: Store) -> None:
    found = read_into(store, [reports], now=NOW)
    assert found.coder.startswith("coder-10+type-")
    assert found.without == ""
