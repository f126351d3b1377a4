"""A store of the sample reports, read once, and a folder of its own for each page."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from multipole import read

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both kinds of examples, and the store ``multipole.duckdb`` of the reports."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("examples", "examples-records", "examples-scenarios"):
        shutil.copytree(ROOT / name, folder / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        read("examples", now=NOW).close()
    return folder


@pytest.fixture
def desk_folder(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of one page: a copy of the sample's."""
    folder = tmp_path / "work"
    shutil.copytree(sample, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "dumb")
    return folder
