from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from multipole import answers, open_store
from multipole.apps.cli import app
from multipole.store import Store

COMMANDS = (
    "read", "events", "why", "brief", "closeness", "claims", "figures", "speakers", "status",
    "actors", "score", "serve", "mcp", "export", "import",
)  # fmt: skip
PYTHON = [sys.executable, "-c", "from multipole.apps.cli import main; main()"]


def _run(*words: str, store: Path | None = None) -> Result:
    where = ["--store", str(store)] if store else []
    return CliRunner().invoke(app, [*words, *where], env={"COLUMNS": "80", "TERM": "dumb"})


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example(command: str) -> None:
    found = _run(command, "--help")
    assert found.exit_code == 0
    assert f"Example: multipole {command}" in found.stdout


def test_help_is_there_at_once() -> None:
    began = time.perf_counter()
    subprocess.run([*PYTHON, "--help"], check=True, capture_output=True)
    loaded = "import multipole.apps.cli, sys; print([m for m in HEAVY if m in sys.modules])"
    heavy = ["spacy", "duckdb", "pyarrow", "scipy", "altair", "trafilatura"]
    code = loaded.replace("HEAVY", repr(heavy))
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "[]"
    assert time.perf_counter() - began < 10


def test_library_and_command_line_give_the_same_answer(small_path: Path) -> None:
    told = json.loads(_run("events", "CHN", "RUS", "--json", store=small_path).stdout)
    with open_store(small_path) as desk:
        found = desk.events("CHN", "RUS")
    assert told == json.loads(json.dumps(found.to_json(), default=str))


@pytest.mark.parametrize(
    "words",
    [
        ("events",), ("why", "CHN", "RUS"), ("closeness", "CHN", "RUS"), ("claims",),
        ("figures",), ("speakers",), ("status",), ("actors", "CHN"),
    ],
)  # fmt: skip
def test_every_table_comes_out_in_every_format(
    words: tuple[str, ...], small_path: Path, tmp_path: Path
) -> None:
    store = None if words[0] == "actors" else small_path
    rows = json.loads(_run(*words, "--json", store=store).stdout)["table"]
    lines = list(csv.DictReader(io.StringIO(_run(*words, "--csv", store=store).stdout)))
    place = tmp_path / "out.parquet"
    assert _run(*words, "--parquet", str(place), store=store).stdout == ""
    piped = _run(*words, "--parquet", "-", store=store).stdout_bytes
    assert rows
    assert len(rows) == len(lines) == len(pq.read_table(place))
    assert piped == place.read_bytes()
    assert list(rows[0]) == list(lines[0])
    assert _run(*words, store=store).exit_code == 0


def test_two_formats_at_once_are_wrong_use(small_path: Path) -> None:
    found = _run("events", "--json", "--csv", store=small_path)
    assert (found.exit_code, found.stdout) == (2, "")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("events", "IND"), 1, "most events of RUS (4)"),
        (("events", "CHN", "RUS", "--since", "2030"), 1, "3 events that name them"),
        (("why", "IND", "BRA"), 1, "no claims"),
        (("events", "Atlantis"), 2, "'Atlantis'"),
        (("events", "--type", "CONSLT"), 2, "Did you mean CONSULT?"),
        (("events", "--since", "soon"), 2, "'soon' is not a date"),
        (("why", "CHN", "China"), 2, "same actor"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_code(
    words: tuple[str, ...], code: int, message: str, small_path: Path
) -> None:
    found = _run(*words, store=small_path)
    assert (found.exit_code, found.stdout) == (code, "")
    assert message in found.stderr
    assert found.stderr.count("\n") == 1
    assert "Traceback" not in found.stderr


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = _run("status", store=tmp_path / "none.duckdb")
    assert found.exit_code == 2
    assert "none.duckdb" in found.stderr
    assert not (tmp_path / "none.duckdb").exists()


def test_an_unknown_command_or_option_is_wrong_use() -> None:
    assert _run("evnts").exit_code == 2
    assert _run("events", "--sinse", "2021").exit_code == 2


def test_as_of_holds_on_the_command_line(small_path: Path) -> None:
    told = json.loads(_run("events", "--json", "--as-of", "2021-03-23", store=small_path).stdout)
    assert {row["action"] for row in told["table"]} == {"CONSULT", "REJECT"}


def test_a_report_cannot_steer_the_terminal(small_path: Path) -> None:
    for words in (
        ("events",),
        ("claims", "--evidence"),
        ("why", "CHN", "RUS"),
        ("events", "--csv"),
    ):
        shown = _run(*words, store=small_path).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "\\x1b[31msaid" in shown
        assert "[bold]trust[/bold]" in shown.replace("\n", " ")


def test_json_is_exact_and_still_safe_to_print(small_path: Path, small_store: Store) -> None:
    text = _run("events", "--json", store=small_path).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    quotes = [row["quote"] for row in json.loads(text)["evidence"]]
    assert quotes == answers.events(small_store).evidence["quote"].to_pylist()


def test_the_table_fits_80_columns_and_cuts_no_id(small_path: Path) -> None:
    shown = _run("why", "CHN", "RUS", store=small_path).stdout
    assert max(len(line) for line in shown.splitlines()) <= 80
    assert "…" not in shown
    told = json.loads(_run("why", "CHN", "RUS", "--json", store=small_path).stdout)
    joined = "".join(shown.split())
    assert all(row["document"] in joined for row in told["evidence"])


def test_a_store_goes_out_and_comes_back(small_path: Path, tmp_path: Path) -> None:
    folder, copy = tmp_path / "out", tmp_path / "copy.duckdb"
    assert _run("export", str(folder), "--as", "parquet", store=small_path).exit_code == 0
    assert _run("import", str(folder), store=copy).exit_code == 0
    assert (
        _run("events", "--csv", store=copy).stdout
        == _run("events", "--csv", store=small_path).stdout
    )
    assert _run("export", str(folder), "--as", "parquet", store=small_path).exit_code == 2


def test_a_failed_import_leaves_no_store(tmp_path: Path) -> None:
    found = _run("import", str(tmp_path / "nothing"), store=tmp_path / "new.duckdb")
    assert found.exit_code == 2
    assert not (tmp_path / "new.duckdb").exists()


def test_a_person_and_a_former_name_are_looked_up() -> None:
    rows = json.loads(_run("actors", "Burma", "--on", "1980-01-01", "--json").stdout)["table"]
    assert rows[0]["id"] == "MMR"
    assert _run("actors", "Nobodyland").exit_code == 1


def test_ctrl_c_says_that_what_was_read_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("multipole.pipeline.read_into", stop)
    found = _run("read", str(tmp_path), store=tmp_path / "s.duckdb")
    assert found.exit_code == 130
    assert "is kept" in found.stderr


def test_a_reader_that_stops_early_is_no_error(small_path: Path) -> None:
    code = f"{shlex.join(PYTHON)} claims --store '{small_path}' --csv | head -1"
    out = subprocess.run(
        ["/bin/sh", "-c", code], capture_output=True, text=True, env=dict(os.environ), check=True
    )
    assert out.stdout.startswith("id,")
    assert "Traceback" not in out.stderr


@pytest.mark.parametrize("form", [(), ("--csv",), ("--json",)])
def test_a_closed_pipe_is_not_nothing_found(small_path: Path, form: tuple[str, ...]) -> None:
    ends = os.pipe()
    os.close(ends[0])
    words = [*PYTHON, "claims", "--store", str(small_path), *form]
    out = subprocess.run(words, stdout=ends[1], stderr=subprocess.PIPE, text=True, check=False)
    os.close(ends[1])
    assert (out.returncode, out.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device /dev/full")
def test_a_full_disk_is_one_line(small_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        out = subprocess.run(
            [*PYTHON, "events", "--store", str(small_path)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert out.returncode == 2
    assert out.stderr.count("\n") == 1
