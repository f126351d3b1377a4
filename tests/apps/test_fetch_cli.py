"""Downloads on the command line, from a local server: nothing without a yes, all of it told."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.datafiles import nmc
from typer.testing import CliRunner, Result

from multipole.apps.cli import app
from multipole.sources import downloads
from multipole.sources.gate.source import Download


class Publisher(ThreadingHTTPServer):
    """Gives one page and keeps what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.body = b""
        self.status = 200
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/nmc.csv"


class Page(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        made = self.server
        assert isinstance(made, Publisher)
        made.asked.append(self.path)
        self.send_response(404 if "lost" in self.path else made.status)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(made.body)))
        self.end_headers()
        self.wfile.write(made.body)


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher of capabilities, which the catalogue names, with its checksum."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Publisher() as server:
        server.body = nmc(tmp_path / "made.csv", (710, 2019, 0.2), (999, 2019, 1)).read_bytes()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        sha256 = hashlib.sha256(server.body).hexdigest()
        download = Download(server.url, "nmc 2019.csv", size=len(server.body), sha256=sha256)
        monkeypatch.setattr(downloads, "DOWNLOADS", {"cow_nmc": (download,)})
        yield server
        server.shutdown()
        thread.join()


def fetch(folder: Path, *words: str, source: str = "cow_nmc", answer: str = "") -> Result:
    where = ["--cache", str(folder / "cache"), "--store", str(folder / "s.duckdb")]
    return CliRunner().invoke(app, ["fetch", source, *words, *where], input=answer)


def kept(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*.csv") if path.is_file()]


def test_nothing_is_downloaded_without_a_yes(publisher: Publisher, tmp_path: Path) -> None:
    found = fetch(tmp_path, answer="y\n")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "--yes" in found.stderr
    assert publisher.asked == []
    assert kept(tmp_path) == []
    assert not (tmp_path / "s.duckdb").exists()


def test_address_size_checksum_and_licence_are_shown_first(
    publisher: Publisher, tmp_path: Path
) -> None:
    shown = fetch(tmp_path).stderr
    assert publisher.url in shown
    assert f"{len(publisher.body):,} bytes" in shown
    assert hashlib.sha256(publisher.body).hexdigest() in shown
    assert "licence: free for research with citation" in shown


def test_with_yes_the_file_is_kept_and_how_to_add_it_is_said(
    publisher: Publisher, tmp_path: Path
) -> None:
    found = fetch(tmp_path, "--yes")
    assert found.exit_code == 0
    (path,) = kept(tmp_path)
    assert path.read_bytes() == publisher.body
    first, last = found.stdout.splitlines()
    assert first.startswith(f"{path}: {len(publisher.body)} bytes")
    assert last == f"To use it: multipole add cow_nmc '{path}'"
    assert not (tmp_path / "s.duckdb").exists()


def test_a_file_that_the_publisher_lists_and_lacks_does_not_stop_the_others(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = Download(publisher.url, "nmc.csv")
    lost = Download(publisher.url.replace("nmc", "lost"), "lost.csv")
    monkeypatch.setattr(downloads, "DOWNLOADS", {"cow_nmc": (lost, there)})
    found = fetch(tmp_path, "--yes")
    assert found.exit_code == 0
    assert "left out: " in found.stderr
    assert [path.name for path in kept(tmp_path)] == ["nmc.csv"]
    monkeypatch.setattr(downloads, "DOWNLOADS", {"cow_nmc": (lost, lost)})
    assert fetch(tmp_path / "two", "--yes").exit_code == 2


def test_with_add_it_goes_into_the_store(publisher: Publisher, tmp_path: Path) -> None:
    found = fetch(tmp_path, "--yes", "--add")
    assert found.exit_code == 0
    assert "quarantined: 1 row" in found.stdout
    assert "1 file of cow_nmc (0 known already), 2 rows, 1 observation" in found.stdout
    asked = ["records", "CHN", "--json", "--store", str(tmp_path / "s.duckdb")]
    (row,) = json.loads(CliRunner().invoke(app, asked).stdout)["table"]
    assert (row["value"], row["file"], row["row"]) == (0.2, "nmc 2019.csv", 2)


def test_a_file_that_is_there_is_neither_asked_for_nor_added_again(
    publisher: Publisher, tmp_path: Path
) -> None:
    fetch(tmp_path, "--yes", "--add")
    before = len(publisher.asked)
    found = fetch(tmp_path, "--yes", "--add")
    assert found.exit_code == 0
    assert "(1 known already), 0 rows" in found.stdout
    assert "last fetched" in found.stderr
    assert len(publisher.asked) == before


def test_a_file_that_changed_is_refused_until_that_is_accepted(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.body = publisher.body.replace(b"0.2", b"0.3")
    found = fetch(tmp_path, "--yes", "--add")
    assert found.exit_code == 2
    assert "--accept-changed" in found.stderr or "checksum" in found.stderr
    assert not (tmp_path / "s.duckdb").exists()
    assert fetch(tmp_path, "--yes", "--add", "--accept-changed").exit_code == 0


@pytest.mark.parametrize("status", [404, 403])
def test_what_the_publisher_does_not_give_is_one_line(
    status: int, publisher: Publisher, tmp_path: Path
) -> None:
    publisher.status = status
    found = fetch(tmp_path, "--yes", "--add")
    assert found.exit_code == 2
    assert str(status) in found.stderr.splitlines()[-1]
    assert "Traceback" not in found.stderr
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "words", "message"),
    [
        ("cow_trade", (), "no address is known for cow_trade"),
        ("cow_nmc", ("--since", "2020"), "are not by day"),
        ("gdelt_v2", (), "--since"),
        ("gdelt_v2", ("--since", "soon"), "'soon'"),
        ("cow_nmcs", (), "Did you mean cow_nmc"),
    ],
)
def test_what_cannot_be_fetched_says_what_to_do(
    source: str, words: tuple[str, ...], message: str, publisher: Publisher, tmp_path: Path
) -> None:
    found = fetch(tmp_path, *words, "--yes", source=source)
    assert (found.exit_code, found.stdout) == (2, "")
    assert message in found.stderr.splitlines()[-1]
    assert publisher.asked == []


def test_the_cache_is_the_users_and_can_be_named(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MULTIPOLE_CACHE", str(tmp_path / "mine"))
    assert CliRunner().invoke(app, ["fetch", "cow_nmc", "--yes"]).exit_code == 0
    assert [path.name for path in (tmp_path / "mine").rglob("*.csv")] == ["nmc 2019.csv"]
