from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from multipole import Desk, read
from multipole.apps.cli import app
from multipole.apps.filing import columns_of
from multipole.core.errors import WrongUse
from multipole.core.types import Refusal

REFUSED = Refusal("a\x1b[31m.txt", "", "no text", "Give a report.")


@dataclass(frozen=True)
class Report:
    documents: int
    new_documents: int
    claims: int
    events: int
    refusals: tuple[Refusal, ...]
    coder: str = "rules"
    without: str = ""


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A pipeline that reads nothing: it notes how it was called and returns ``report``."""
    seen: dict[str, Any] = {"report": Report(3, 2, 5, 4, (REFUSED,))}

    def read_into(store: Any, paths: Any, **options: Any) -> Report:
        seen.update(options, paths=paths)
        report: Report = seen["report"]
        return report

    monkeypatch.setattr("multipole.pipeline.read_into", read_into)
    return seen


def test_reading_says_what_went_in_and_what_did_not(
    tmp_path: Path, pipeline: dict[str, Any]
) -> None:
    store = tmp_path / "s.duckdb"
    found = _run("read", str(tmp_path), "--store", str(store))
    assert found.exit_code == 0
    assert "3 documents read (2 new), 5 new claims; 4 events in all; 1 refused" in found.stdout
    assert found.stderr == "refused: a\\x1b[31m.txt: no text. Give a report.\n"


def test_options_reach_the_reader(tmp_path: Path, pipeline: dict[str, Any]) -> None:
    words = ("--date", "2021-03-22", "--outlet", "Post", "--column", "text=body", "--day-first")
    _run("read", str(tmp_path), "--store", str(tmp_path / "s"), *words, "--processes", "2")
    options = pipeline["options"]
    assert (options.date, options.outlet, options.day_first) == ("2021-03-22", "Post", True)
    assert dict(options.columns) == {"text": "body"}
    assert pipeline["processes"] == 2
    assert pipeline["now"].tzinfo is not None


def test_nothing_readable_at_all_is_unreadable_input(
    tmp_path: Path, pipeline: dict[str, Any]
) -> None:
    pipeline["report"] = Report(0, 0, 0, 0, (REFUSED,))
    assert _run("read", str(tmp_path), "--store", str(tmp_path / "s")).exit_code == 2


def test_a_folder_without_reports_is_nothing_found(
    tmp_path: Path, pipeline: dict[str, Any]
) -> None:
    pipeline["report"] = Report(0, 0, 0, 0, ())
    found = _run("read", str(tmp_path), "--store", str(tmp_path / "s"))
    assert found.exit_code == 1
    assert found.stderr.startswith(f"no report in {tmp_path}. ")


def test_the_counts_come_as_json(tmp_path: Path, pipeline: dict[str, Any]) -> None:
    found = _run("read", str(tmp_path), "--store", str(tmp_path / "s"), "--json")
    told = json.loads(found.stdout)
    assert told["documents"] == 3
    assert told["refusals"][0]["path"] == REFUSED.path


def test_a_column_without_a_name_is_wrong_use() -> None:
    assert columns_of(["text=body", "date=day"]) == {"text": "body", "date": "day"}
    with pytest.raises(WrongUse):
        columns_of(["text"])


def test_the_python_door_reads_and_opens(tmp_path: Path, pipeline: dict[str, Any]) -> None:
    with read(tmp_path, tmp_path / "s.duckdb") as desk:
        assert isinstance(desk, Desk)
        assert len(desk.events()) == 0
        assert "Store" in desk._repr_html_()
    assert pipeline["paths"] == [tmp_path]


def test_a_report_is_read_and_asked_about(tmp_path: Path) -> None:
    report, store = tmp_path / "report.txt", str(tmp_path / "s.duckdb")
    report.write_text(
        "date 2021-03-23\nTalks\n\nRussian Foreign Minister Sergei Lavrov met Chinese Foreign "
        "Minister Wang Yi in Guilin on Monday.\n"
    )
    assert _run("read", str(report), "--language", "en", "--store", store).exit_code == 0
    told = json.loads(_run("events", "CHN", "RUS", "--json", "--store", store).stdout)
    assert "CONSULT" in {row["action"] for row in told["table"]}


def test_a_language_without_a_coder_is_said(tmp_path: Path) -> None:
    report, store = tmp_path / "report.txt", str(tmp_path / "s.duckdb")
    report.write_text("Les ministres se sont vus.\n")
    found = _run("read", str(report), "--language", "fr", "--store", store)
    assert found.exit_code == 0
    assert "1 document is kept and not read: no coder for fr" in found.stderr


def test_a_path_that_does_not_exist_leaves_no_store_behind(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    found = _run("read", str(tmp_path / "nowhere"), "--store", str(store))
    assert found.exit_code == 2
    assert "nowhere" in found.stderr
    assert not store.exists()
