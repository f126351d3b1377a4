"""The page of an actor."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from multipole.answers import dyads
from multipole.answers.actor import actor_records
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")


def test_its_dyads_are_ranked_as_the_answer_has_them(client: TestClient, store_path: Path) -> None:
    page = client.get("/actor/RUS?wait=1").text
    with open_store(store_path, read_only=True) as store:
        rows = dyads(store, "RUS").table.to_pylist()
    places = [page.index(f'/dyad/{row["sender"]}/{row["receiver"]}"') for row in rows[:3]]
    assert places == sorted(places)


def test_names_codes_and_offices_have_their_years(client: TestClient) -> None:
    page = client.get("/actor/RUS?wait=1").text
    assert "<code>RUS</code>" in page
    assert "ISO 3166-1 alpha-3" in page
    assert "<code>365</code>" in page
    assert "Vladimir Putin" in page


def test_records_have_their_reach(client: TestClient, store_path: Path) -> None:
    page = client.get("/actor/RUS?wait=1").text
    with open_store(store_path, read_only=True) as store:
        rows = actor_records(store, "Russia").table.to_pylist()
    assert rows
    for row in rows:
        assert row["label"] in page
        assert str(row["until"]) in page


def test_another_name_leads_to_the_id(client: TestClient) -> None:
    sent = client.get("/actor/Russia", follow_redirects=False)
    assert sent.status_code == 307
    assert sent.headers["location"] == "/actor/RUS"


def test_an_unknown_name_is_told_with_the_nearest(client: TestClient) -> None:
    page = client.get("/actor/Rusia")
    assert page.status_code == 404
    assert "Did you mean" in page.text


def test_an_actor_of_whom_nothing_is_told_says_what_to_do(client: TestClient) -> None:
    page = client.get("/actor/TUV?wait=1")
    assert page.status_code == 200
    assert "multipole read" in page.text
    assert "Tuvalu" in page.text
