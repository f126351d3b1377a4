"""Search: the page, what the dialog asks, and the index of an export."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from multipole.apps.web.finding import index_script, search_index
from multipole.apps.web.look import text
from multipole.apps.web.pages import PAGES
from multipole.apps.web.places import Exported
from multipole.store import Store

pytestmark = pytest.mark.xdist_group("web")


def asked(client: TestClient, words: str) -> list[dict[str, Any]]:
    """The groups that the dialog gets, once the index is made."""
    for _ in range(200):
        answer = client.get("/search.json", params={"q": words})
        if answer.status_code == 200:
            groups: list[dict[str, Any]] = answer.json()["groups"]
            return groups
        assert answer.status_code == 202
        time.sleep(0.1)
    raise AssertionError("the index was not made")


def test_two_states_are_their_dyad_and_three_their_triangle(client: TestClient) -> None:
    first = asked(client, "china russia")[0]
    assert (first["kind"], first["rows"][0]["href"]) == ("dyad", "/dyad/CHN/RUS")
    threes = asked(client, "usa, china and rus")
    assert [group["kind"] for group in threes[:2]] == ["triangle", "dyad"]
    assert threes[0]["rows"][0]["href"] == "/triangle/USA/CHN/RUS"


@pytest.mark.parametrize("words", ["RUS", "russia", "Russian", "Moscow", "rússia", "RU"])
def test_codes_names_demonyms_and_capitals_find_the_state(client: TestClient, words: str) -> None:
    actors = [g for g in asked(client, words) if g["kind"] == "actor"]
    assert actors[0]["rows"][0]["href"] == "/actor/RUS"


def test_every_kind_is_found_with_its_count(client: TestClient) -> None:
    found = {group["kind"]: group for group in asked(client, "harbour gazette")}
    assert found["outlet"]["rows"][0]["href"] == "/documents?outlet=Harbour+Gazette"
    veto = {group["kind"]: group for group in asked(client, "veto")}
    assert veto["data set"]["rows"][0]["href"] == "/receipts/source/unsc_vetoes"
    assert veto["measure"]["rows"][0]["href"].startswith("/receipts#measure-")
    talks = {group["kind"]: group for group in asked(client, "putin")}
    assert {"person", "document", "claim", "event"} <= set(talks)
    assert all(group["of"] >= len(group["rows"]) for group in talks.values())


def test_all_words_must_be_found_together(client: TestClient) -> None:
    assert asked(client, "putin zanzibarish") == []
    assert asked(client, "  ") == []


def test_the_page_shows_the_same_without_scripts(client: TestClient) -> None:
    page = client.get("/search?q=china+russia&wait=1").text
    assert 'value="china russia"' in page
    assert page.index('href="/dyad/CHN/RUS"') < page.index("Documents <span")
    assert "all words must be found together" in client.get("/search?q=qqqq&wait=1").text


def test_hostile_words_are_text(client: TestClient) -> None:
    page = client.get("/search", params={"q": "<script>alert(1)</script>", "wait": "1"}).text
    assert "<script>alert(1)" not in page
    rows = [row for group in asked(client, "alert") for row in group["rows"]]
    assert rows
    assert not any("\u202e" in row["label"] + row["detail"] for row in rows)


def test_a_long_search_is_cut_and_not_refused(client: TestClient) -> None:
    assert client.get("/search", params={"q": "a b " * 500, "wait": "1"}).status_code == 200


def test_an_export_gets_entries_of_the_pages_it_has(client: TestClient) -> None:
    asked(client, "china")
    guarded: Any = client.app
    room = guarded._app.state.rooms.room

    paths = {page.name: page.path for page in PAGES}
    rows = search_index(room, Exported(paths, {"dyad/CHN/RUS.html"}, "index.html"))
    assert rows
    assert {row["kind"] for row in rows} == {"dyad"}
    one = next(row for row in rows if row["href"] == "dyad/CHN/RUS.html")
    assert "china russia" in one["names"]
    assert {"china", "russia"} <= set(one["words"])


def test_the_dialog_reads_the_names_that_the_index_gives() -> None:
    ranks = text("rank.js")
    for name in ("names", "words", "kind", "weight", "label"):
        assert f"entry.{name}" in ranks


def test_the_script_of_an_export_is_one_statement_that_no_text_ends(client: TestClient) -> None:
    guarded: Any = client.app
    room = guarded._app.state.rooms.room
    paths = {page.name: page.path for page in PAGES}
    written = {f"document/{row}.html" for row in room.once("ids", _ids)}
    script = index_script(room, Exported(paths, written, "index.html"))
    assert script.startswith("window.multipoleFind = [")
    assert script.count("\n") == 1
    rows = json.loads(script.removeprefix("window.multipoleFind = ").removesuffix(";\n"))
    assert len(rows) == len(written)
    assert "\u202e" not in script


def _ids(store: Store) -> list[str]:
    return [row["id"] for row in store.documents().to_pylist()]
