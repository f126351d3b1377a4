"""Judging on the page of an event: kept with name, time and reason, and nothing is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from multipole import answers
from multipole.apps.web import judging
from multipole.apps.web.server import Settings, create_app
from multipole.core.errors import StoreError
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")


@dataclass(frozen=True)
class Desk:
    """A served copy of the sample store."""

    client: TestClient
    path: Path

    def token(self) -> str:
        page = self.client.get(f"/event/{self.events()[0]['id']}?wait=1").text
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found
        return found[1]

    def events(self) -> list[dict[str, Any]]:
        with open_store(self.path, read_only=True) as store:
            rows: list[dict[str, Any]] = answers.events(store).table.to_pylist()
            return rows

    def judged(self) -> list[dict[str, Any]]:
        with open_store(self.path, read_only=True) as store:
            rows: list[dict[str, Any]] = answers.judgements(store).table.to_pylist()
            return rows

    def say(self, ruling: str, event: str, **form: str) -> httpx.Response:
        sent = {"token": self.token(), "ruling": ruling, "event": event, "by": "Ana", **form}
        found: httpx.Response = self.client.post("/judge", data=sent, follow_redirects=False)
        return found


@pytest.fixture
def desk(store_path: Path, tmp_path: Path) -> Iterator[Desk]:
    path = Path(shutil.copyfile(store_path, tmp_path / "own.duckdb"))
    settings = Settings(path, hosts=("testserver",), cache=tmp_path / "cache")
    with TestClient(create_app(settings), base_url="http://testserver") as client:
        yield Desk(client, path)


def test_what_a_person_confirms_is_kept_and_shown_with_name_time_and_reason(desk: Desk) -> None:
    event = max(desk.events(), key=lambda r: r["tellings"])
    sent = desk.say("confirm", event["id"], reason="<b>the same</b> summit")
    assert sent.status_code == 303
    assert sent.headers["location"] == f"/event/{event['id']}#judged"
    (kept,) = desk.judged()
    assert (kept["by"], kept["reason"]) == ("Ana", "<b>the same</b> summit")
    page = desk.client.get(f"/event/{event['id']}?wait=1").text
    assert f"{kept['at']:%Y-%m-%d %H:%M} UTC" in page
    assert "&lt;b&gt;the same&lt;/b&gt; summit" in page
    taken = desk.say("withdraw", event["id"], id=kept["id"])
    assert taken.status_code == 303
    assert desk.judged() == []


def test_a_rejected_event_leads_to_its_claim_which_says_so(desk: Desk) -> None:
    event = next(r for r in desk.events() if r["tellings"] == 1)
    sent = desk.say("reject", event["id"], reason="about a film")
    assert sent.headers["location"] == f"/claim/{event['claims'][0]}#event"
    assert event["id"] not in {r["id"] for r in desk.events()}
    page = desk.client.get(sent.headers["location"]).text
    assert "It carries no event" in page


def test_two_events_become_one_and_the_way_leads_to_it(desk: Desk) -> None:
    left, right = [r for r in desk.events() if r["action"] == "CONSULT"][:2]
    sent = desk.say("same", left["id"], other=right["id"][:10])
    merged = next(r for r in desk.events() if set(left["claims"]) <= set(r["claims"]))
    assert {*left["claims"], *right["claims"]} <= set(merged["claims"])
    assert sent.headers["location"] == f"/event/{merged['id']}#judged"
    assert desk.client.get(sent.headers["location"]).status_code == 200


def test_a_telling_is_taken_out_of_its_event(desk: Desk) -> None:
    event = max(desk.events(), key=lambda r: r["tellings"])
    out = event["claims"][0]
    sent = desk.say("apart", event["id"], other=out)
    assert sent.status_code == 303
    holders = [r for r in desk.events() if out in r["claims"]]
    assert all(set(r["claims"]) & set(event["claims"]) == {out} for r in holders)


def test_nobody_writes_without_the_token_or_by_looking(desk: Desk) -> None:
    event = desk.events()[0]["id"]
    form = {"ruling": "confirm", "event": event, "by": "Eve"}
    assert desk.client.post("/judge", data=form).status_code == 403
    assert desk.client.post("/judge", data=form | {"token": "guess"}).status_code == 403
    assert desk.client.get("/judge", params=form | {"token": desk.token()}).status_code >= 400
    assert desk.judged() == []


def test_what_is_missing_or_too_long_is_told_and_nothing_is_kept(desk: Desk) -> None:
    event = desk.events()[0]["id"]
    assert desk.say("confirm", event, by=" ").status_code == 422
    assert desk.say("confirm", event, by="x" * 81).status_code == 422
    assert desk.say("applaud", event).status_code == 422
    assert desk.say("confirm", "0000000000").status_code == 404
    assert desk.say("confirm", event, by="rules-9").status_code == 422
    assert desk.say("same", event, other=event).status_code == 422
    assert desk.say("withdraw", event, id="12345678").status_code == 404
    assert desk.judged() == []


def test_a_store_that_another_writes_to_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, token = desk.events()[0]["id"], desk.token()

    def busy(path: Path) -> None:
        raise StoreError("the store is in use by process 7 (multipole)", remedy="Wait for it.")

    with monkeypatch.context() as patched:
        patched.setattr(judging, "open_store", busy)
        form = {"ruling": "confirm", "event": event, "by": "Ana", "reason": 'a "summit"'}
        page = desk.client.post("/judge", data=form | {"token": token})
    assert page.status_code == 503
    assert "Nothing was changed" in page.text
    assert "in use by process 7" in page.text
    assert 'value="a &#34;summit&#34;"' in page.text
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    again["reason"] = form["reason"]
    assert desk.client.post("/judge", data=again, follow_redirects=False).status_code == 303
    assert [r["by"] for r in desk.judged()] == ["Ana"]


def test_nothing_is_offered_of_the_past(desk: Desk) -> None:
    event = desk.events()[0]
    day = event["known_on"]
    page = desk.client.get(f"/event/{event['id']}?wait=1&as_of={day}")
    assert 'action="/judge"' not in page.text
