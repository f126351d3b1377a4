"""The example notebooks run from top to bottom, and their answers show themselves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "examples-notebooks"
pytestmark = pytest.mark.xdist_group("notebooks")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with sample reports, as a checkout has them."""
    (tmp_path / "examples").mkdir()
    for report in sorted((ROOT / "examples").glob("*.txt")):
        shutil.copy(report, tmp_path / "examples")
    return tmp_path


def test_the_jupyter_notebook_runs_and_shows_answers(place: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    book = nbformat.read(NOTEBOOKS / "triangle.ipynb", as_version=4)
    done = nbclient.NotebookClient(
        book, timeout=300, resources={"metadata": {"path": str(place)}}
    ).execute()
    shown = [
        output["data"].get("text/html", "")
        for cell in done.cells
        for output in cell.get("outputs", ())
        if "data" in output
    ]
    assert any("<table>" in html and "CHN" in html for html in shown)
    assert any("sentences</summary>" in html for html in shown)


def test_the_kept_jupyter_notebook_holds_no_output() -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    book = nbformat.read(NOTEBOOKS / "triangle.ipynb", as_version=4)
    assert not [cell for cell in book.cells if cell.get("outputs")]


def test_the_marimo_notebook_runs_as_a_program(place: Path) -> None:
    pytest.importorskip("marimo", reason="marimo is not installed")
    done = subprocess.run(
        [sys.executable, NOTEBOOKS / "triangle_marimo.py"],
        cwd=place, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert (place / "notebook.duckdb").exists()
