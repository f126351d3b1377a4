"""The first page: what the store holds, what moved, where to begin, and what to do with nothing."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.answers.test_movers import acts, calm, tell

from multipole.answers.movers import movers
from multipole.apps.web.server import Settings, create_app
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")


def test_the_line_says_what_the_store_holds(client: TestClient, store_path: Path) -> None:
    page = client.get("/?wait=1").text
    with open_store(store_path, read_only=True) as store:
        counts = store.counts()
    line = re.search(r'id="holds">.*?<p class="lead">(.*?)</p>', page, re.DOTALL)
    assert line
    assert f"{counts['documents']} documents of" in line[1]
    assert f"{counts['claims']} claims" in line[1]
    assert f"{counts['events']} events" in line[1]
    assert "3 data sets" in line[1]


def test_how_far_each_data_set_reaches_is_told_with_a_link(client: TestClient) -> None:
    page = client.get("/?wait=1").text
    assert re.search(r'<a href="/receipts/source/unsc_vetoes">unsc_vetoes</a> 2022-07-08', page)


def test_what_moved_is_what_the_answer_says(tmp_path: Path) -> None:
    path = tmp_path / "moving.duckdb"
    with open_store(path, create=True) as store:
        tell(store, calm(12) + list(acts(12, ("USA", "CHN"), "SANCTION", 25)))
        answer = movers(store)
    settings = Settings(path, hosts=("testserver",), workers=1, cache=tmp_path)
    with TestClient(create_app(settings), base_url="http://testserver") as shown:
        page = unescape(shown.get("/?wait=1").text)
        calmer = unescape(shown.get("/?month=2014-11&wait=1").text)
    first = answer.table.to_pylist()[0]
    assert "December 2014: 1 of 21 pairs unusual against their own past" in page
    assert '<a href="/dyad/CHN/USA">China and United States</a>: more conflict' in page
    assert f"<strong>{first['value']:.0f} acts of conflict</strong>" in page
    assert first["said"][0] in page
    assert "since=2014-12" in page
    assert "/moved/count_material_conflict/CHN/USA/2014-12?source=icews_graph" in page
    assert "November 2014: nothing unusual in 21 pairs." in calmer


def test_a_month_in_the_address_is_the_one_that_is_judged(client: TestClient) -> None:
    shown = client.get("/part/start/movers?month=2021-03&wait=1").text
    assert "March 2021" in shown or "no two actors have" in shown
    wrong = client.get("/?month=2021&wait=1").text
    assert "2021 is not a month" in wrong
    assert "Write a month such as" in wrong


def test_dyads_and_triangles_to_begin_with_are_linked(client: TestClient) -> None:
    page = client.get("/?wait=1").text
    assert 'href="/dyad/CHN/RUS"' in page
    assert 'href="/triangle/CHN/RUS/USA"' in page


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    open_store(path, create=True).close()
    settings = Settings(path, hosts=("testserver",), cache=tmp_path)
    with TestClient(create_app(settings), base_url="http://testserver") as shown:
        page = shown.get("/").text
    assert "multipole read reports/" in page
    assert "What moved most" not in page


def test_script_tags_of_documents_come_out_as_text(client: TestClient) -> None:
    for where in ("/?wait=1", "/receipts?wait=1", "/search?q=hostile&wait=1", "/actor/CHN?wait=1"):
        page = client.get(where).text
        assert '<script>alert("report")' not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
