"""The server: pages of parts, the guard, and a store that changes while it is shown."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from multipole.apps.web import rooms
from multipole.apps.web.server import Settings, create_app
from multipole.core.errors import StoreError
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")


def test_a_page_has_all_its_parts_when_one_waits_for_it(client: TestClient) -> None:
    page = client.get("/?wait=1")
    assert page.status_code == 200
    assert "data-part" not in page.text
    assert re.search(r"<td>\s*documents", page.text)


def test_a_part_that_is_not_ready_is_asked_for_until_it_is(client: TestClient) -> None:
    where = "/part/start/holds?as_of=2019-12-31"
    for _ in range(200):
        answer = client.get(where)
        if answer.status_code == 200:
            break
        assert answer.status_code == 202
        assert answer.json()["doing"] == "status"
        time.sleep(0.2)
    assert '<section class="part" id="holds">' in answer.text


def test_without_scripts_one_waits_for_the_page_as_it_was_asked_for(client: TestClient) -> None:
    page = client.get("/?as_of=2016-02-03").text
    assert 'href="/?as_of=2016-02-03&amp;wait=1"' in page


def test_a_worker_that_was_ended_is_told_and_the_next_question_is_answered(
    store_path: Path, tmp_path: Path
) -> None:
    opened = rooms.Rooms(store_path, cache=tmp_path)
    others = set(multiprocessing.active_children())
    try:
        with ThreadPoolExecutor(1) as thread:
            asked = thread.submit(opened.room.ask, "status", patience=60.0)
            while not (begun := set(multiprocessing.active_children()) - others):
                time.sleep(0.01)
            for process in begun:
                process.kill()
            with pytest.raises(StoreError, match="was ended"):
                asked.result()
        assert len(opened.room.ask("status")) > 0
    finally:
        opened.close()


def test_a_bad_day_in_the_address_is_told_with_its_remedy(client: TestClient) -> None:
    page = client.get("/?wait=1&as_of=tomorrow")
    assert page.status_code == 200
    assert "tomorrow" in page.text
    assert "remedy" in page.text


def test_what_is_not_there_is_a_page_that_says_so(client: TestClient) -> None:
    for where in ("/nowhere", "/part/start/nothing", "/part/nothing/status", "/static/../app.css"):
        page = client.get(where)
        assert page.status_code == 404
        assert "Start again" in page.text


def test_every_answer_forbids_scripts_of_the_page_itself(client: TestClient) -> None:
    for where in ("/", "/static/app.js", "/nowhere"):
        policy = client.get(where).headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy


def test_a_file_of_the_look_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/static/app.css")
    again = client.get("/static/app.css", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_another_name_for_this_computer_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_too_long_an_address_is_refused(client: TestClient) -> None:
    assert client.get(f"/?as_of={'9' * 9000}").status_code == 414


def test_a_write_without_the_token_is_refused(client: TestClient) -> None:
    refused = client.post("/judge", data={"ruling": "confirm", "token": "guess"})
    assert refused.status_code == 403
    assert client.post("/judge", content=b"x" * 70_000).status_code == 413


def test_elsewhere_than_on_this_computer_reading_needs_the_token(
    store_path: Path, tmp_path: Path
) -> None:
    settings = Settings(store_path, hosts=("testserver",), token="s3cret", cache=tmp_path)
    with TestClient(create_app(settings), base_url="http://testserver") as other:
        assert other.get("/").status_code == 401
        assert other.get("/?token=wrong").status_code == 401
        bearer = {"authorization": "Bearer s3cret"}
        assert other.get("/", headers=bearer).status_code == 200
        first = other.get("/?token=s3cret")
        assert "HttpOnly" in first.headers["set-cookie"]
        assert other.get("/").status_code == 200


def test_a_store_that_changed_is_shown_without_a_new_start(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "LOOK", 0.0)
    own = tmp_path / "own.duckdb"
    shutil.copyfile(store_path, own)
    settings = Settings(own, hosts=("testserver",), cache=tmp_path)
    with TestClient(create_app(settings), base_url="http://testserver") as shown:
        first = _snapshot(shown.get("/").text)
        with open_store(own) as opened:
            assert shown.get("/").status_code == 200
            opened.add_actor_list(
                "name,actor,kind,from,to\nFriends,CHN,name,,\n", datetime(2026, 1, 3, tzinfo=UTC)
            )
        assert _snapshot(shown.get("/").text) != first


def _snapshot(text: str) -> str:
    found = re.search(r"snapshot <code>(\w+)</code>", text)
    assert found
    return found[1]
