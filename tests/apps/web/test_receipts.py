"""Receipts: releases, reach, accuracy, what was left out; and the page of a data set."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from multipole.answers.accuracy import shipped_card
from multipole.answers.holdings import holdings, read_coverage
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")


def test_every_release_is_there_with_licence_and_citation(
    client: TestClient, store_path: Path
) -> None:
    page = unescape(client.get("/receipts?wait=1").text)
    with open_store(store_path, read_only=True) as store:
        rows = holdings(store).table.to_pylist()
    assert len(rows) >= 3
    for row in rows:
        assert row["citation"] in page
        assert row["licence"] in page
        assert row["digests"][0] in page
        assert row["command"] in page


def test_the_accuracy_of_the_coder_has_counts_and_intervals(client: TestClient) -> None:
    page = client.get("/receipts?wait=1").text
    part = shipped_card().part("kept", "model")
    assert part
    tally = part.tallies["overall"]["event_type"]
    assert f"{tally.matched}/{tally.coded}" in page
    assert f"{tally.matched}/{tally.gold}" in page
    assert part.seen in page


def test_documents_are_counted_by_outlet_and_month(client: TestClient, store_path: Path) -> None:
    page = unescape(client.get("/receipts?wait=1").text)
    with open_store(store_path, read_only=True) as store:
        answer = read_coverage(store)
        total = store.counts()["documents"]
    rows = answer.table.to_pylist()
    assert sum(row["documents"] for row in rows) == total
    assert answer.title in page
    for row in rows:
        assert row["outlet"] in page
        assert row["month"] in page
    assert "/documents?outlet=Harbour+Gazette" in page


def test_every_measure_has_a_place_that_search_leads_to(client: TestClient) -> None:
    page = client.get("/receipts").text
    for name in ("closeness", "joint_vetoes", "ideal_distance"):
        assert f'id="measure-{name}"' in page


def test_the_snapshot_and_the_runs_are_named(client: TestClient, store_path: Path) -> None:
    page = client.get("/receipts?wait=1").text
    with open_store(store_path, read_only=True) as store:
        run = store.runs().to_pylist()[0]
    assert run["id"][:12] in page
    assert run["step"] in page


def test_a_data_set_shows_its_card_its_release_and_its_limits(client: TestClient) -> None:
    page = unescape(client.get("/receipts/source/unsc_vetoes?wait=1").text)
    assert "Vetoes in the UN Security Council" in page
    assert "data until 2022-07-08" in page
    assert "It is not the whole list" in page
    assert "No row was refused." in page


def test_a_data_set_that_is_not_in_the_store_says_how_to_add_it(client: TestClient) -> None:
    page = client.get("/receipts/source/atop?wait=1").text
    assert "multipole add atop FILE" in page
    assert "not in the store" in page


def test_an_unknown_data_set_is_told(client: TestClient) -> None:
    assert client.get("/receipts/source/nothing").status_code == 404
