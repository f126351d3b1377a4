"""A small store of our own reports and records, and the web app on it, made once a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import multipole
from multipole.apps.web.server import Settings, create_app

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 1, 2, tzinfo=UTC)
REPORTS = (
    "2014-03-19-volga-observer-crimea-treaty.txt",
    "2018-09-14-volga-observer-vostok.md",
    "2018-09-24-atlantic-policy-notes-vostok-sanctions.md",
    "2019-07-24-harbour-gazette-air-patrol.txt",
    "2019-07-25-volga-observer-air-patrol.txt",
    "2021-03-20-harbour-gazette-anchorage.md",
    "2021-03-20-jade-river-courier-anchorage.txt",
    "2022-02-05-jade-river-courier-no-limits.txt",
    "2023-03-22-volga-observer-xi-moscow.txt",
    "2023-03-27-atlantic-policy-notes-xi-moscow.md",
)
HOSTILE = """The Hostile Herald, 5 May 2021

<script>alert("report")</script> China and Russia held talks in Moscow on 4 May 2021.

Russian officials said \u202e that "<img src=x onerror=alert(1)> China and Russia" signed a deal.
"""


@pytest.fixture(scope="session")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of ten of our reports, a hostile one, and three sets of records."""
    folder = tmp_path_factory.mktemp("web")
    hostile = folder / "2021-05-05-hostile-herald.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    path = folder / "small.duckdb"
    reports = [ROOT / "examples" / name for name in REPORTS]
    multipole.read([*reports, hostile], path, now=NOW).close()
    records = ROOT / "examples-records"
    for source, names in (
        ("unsc_vetoes", ["unsc_vetoes_2007_2022.csv"]),
        ("unga_votes", ["unga_votes_ukraine.csv"]),
        ("long_table", ["china_russia_trade.csv", "currency_shares.csv"]),
    ):
        multipole.add(source, [records / name for name in names], path, now=NOW)
    return path


@pytest.fixture(scope="session")
def client(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The web app on that store; ask with ``?wait=1`` for pages with all their parts."""
    cache = tmp_path_factory.mktemp("cache")
    app = create_app(Settings(store_path, hosts=("testserver",), workers=1, cache=cache))
    with TestClient(app, base_url="http://testserver") as opened:
        yield opened
