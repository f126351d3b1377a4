"""The Python door gives of data sets what the command line gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.datafiles import cow_trade, nmc
from typer.testing import CliRunner, Result

import multipole
from multipole.apps.cli import app
from multipole.core.errors import MultipoleError

PANEL = ("panel", "--dyads", "CHN-RUS", "--years", "2018:2019", "--with", "trade,cinc")


def run(*words: str, store: Path) -> Result:
    return CliRunner().invoke(app, [*words, "--store", str(store)])


def test_library_and_command_line_give_the_same(tmp_path: Path) -> None:
    store, none = tmp_path / "s.duckdb", tmp_path / "none.duckdb"
    path = nmc(tmp_path / "nmc.csv", (710, 2019, 0.2), (365, 2019, 0.04), (999, 2019, 0.1))
    found = multipole.add("cow_nmc", path, store, released="2021")
    assert (found.rows, found.quarantined) == (3, 1)
    multipole.add("cow_trade", [cow_trade(tmp_path / "t.csv", (710, 365, 2019, 50, 60))], store)
    with multipole.open_store(store) as desk:
        asked = {
            ("records", "CHN"): desk.records("CHN"),
            PANEL: desk.panel("CHN-RUS", "2018:2019", "trade,cinc"),
            ("quarantine",): desk.quarantine(),
            ("sources", "capabilities"): desk.sources("capabilities"),
            ("sources", "cow_nmc"): desk.sources("cow_nmc"),
            ("status",): desk.status(),
        }
        for words, found in asked.items():
            shown = json.loads(run(*words, "--json", store=store).stdout)
            assert shown == json.loads(json.dumps(found.to_json(), default=str))
        assert run("cite", "cow_nmc", store=store).stdout == str(desk.cite("cow_nmc"))
        assert "cow_nmc" in desk._repr_html_()
    assert str(multipole.cite("fbic")) == run("cite", "fbic", store=none).stdout
    listed = json.loads(run("sources", "--json", store=none).stdout)
    assert multipole.catalogue().table["source"].to_pylist() == [
        row["source"] for row in listed["table"]
    ]
    assert len(multipole.catalogue("fbic", store=store)) > 5


def test_python_makes_no_store_for_what_cannot_begin(tmp_path: Path) -> None:
    with pytest.raises(MultipoleError):
        multipole.add("cow_nmc", tmp_path / "none.csv", tmp_path / "s.duckdb")
    with pytest.raises(MultipoleError):
        multipole.add("cow_nmcs", tmp_path, tmp_path / "s.duckdb")
    assert not (tmp_path / "s.duckdb").exists()
