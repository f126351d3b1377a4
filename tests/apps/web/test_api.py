"""The API: the answers of the library by address, and no word that it is told breaks it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

import multipole
from multipole.apps.show import json_bytes
from multipole.apps.web.server import Settings, create_app

pytestmark = pytest.mark.xdist_group("web")


@pytest.mark.parametrize(
    ("address", "ask"),
    [
        ("/api/events?actors=CHN,RUS", lambda desk: desk.events("CHN", "RUS")),
        ("/api/why?a=CHN&b=RUS", lambda desk: desk.why("CHN", "RUS")),
        ("/api/closeness?a=China&b=Russia", lambda desk: desk.closeness("CHN", "RUS")),
        ("/api/triangle?a=CHN&b=RUS&c=USA", lambda desk: desk.triangle("CHN", "RUS", "USA")),
        ("/api/claim?question=together&a=CHN&b=RUS", lambda d: d.claim("together", "CHN", "RUS")),
    ],
)
def test_an_answer_is_the_same_by_both_doors(
    client: TestClient, store_path: Path, address: str, ask: object
) -> None:
    told = client.get(f"{address}&wait=60&rows=5000").json()
    with multipole.open_store(store_path) as desk:
        found = ask(desk)  # type: ignore[operator]
    mine = json.loads(json_bytes({"table": found.table.to_pylist(), "notes": list(found.notes)}))
    assert told["rows"] == found.table.num_rows > 0
    assert told["table"] == mine["table"]
    assert told["notes"] == mine["notes"]


def test_pages_of_rows_join_to_the_whole_and_bring_their_sentences(client: TestClient) -> None:
    whole = client.get("/api/events?rows=5000").json()
    rows, start = [], 0
    while start is not None:
        page = client.get(f"/api/events?rows=7&start={start}").json()
        told = {claim for row in page["table"] for claim in row["claims"]}
        assert {row["claim"] for row in page["evidence"]} == told
        rows += page["table"]
        start = page["next"]
    assert rows == whole["table"]


def test_csv_and_parquet_hold_the_whole_table(client: TestClient) -> None:
    whole = client.get("/api/events?rows=5000").json()
    text = client.get("/api/events?format=csv&rows=3")
    assert len(list(csv.DictReader(io.StringIO(text.text)))) == whole["rows"]
    assert text.headers["content-disposition"].endswith('.csv"')
    table = pq.read_table(io.BytesIO(client.get("/api/events?format=parquet").content))
    assert table.num_rows == whole["rows"]


def test_the_list_of_events_goes_on_from_place_to_place(client: TestClient) -> None:
    whole = client.get("/api/event-list?size=1000").json()["table"]
    seen, place = [], ""
    while True:
        rows = client.get(f"/api/event-list?size=8&place={place}").json()["table"]
        seen += rows[:7]
        if len(rows) < 8:
            break
        place = rows[7]["place"]
    seen += rows[7:]
    assert [row["id"] for row in seen] == [row["id"] for row in whole]
    tally = client.get("/api/event-tally?wait=60").json()["table"]
    assert sum(row["n"] for row in tally) == len(whole)


def test_the_versions_of_an_event_come_with_their_words(client: TestClient) -> None:
    told = client.get("/api/events?actors=CHN,RUS").json()["table"]
    event = max(told, key=lambda row: len(row["claims"]))
    rows = client.get(f"/api/versions?event={event['id']}").json()["table"]
    assert {row["claim"] for row in rows} == set(event["claims"])
    assert all(row["quote"] for row in rows)
    fields = client.get(f"/api/event-fields?event={event['id']}").json()["table"]
    assert {"sender", "receiver", "type"} <= {row["field"] for row in fields}
    claim = client.get(f"/api/one-claim?claim={rows[0]['claim']}").json()["table"][0]
    assert claim["claim"] == rows[0]["claim"]
    assert client.get("/api/versions?event=00000000000000000000").status_code == 404


def test_what_cannot_be_asked_is_told_with_its_remedy(client: TestClient) -> None:
    unknown = client.get("/api/why?a=CHN&b=Ruritania&wait=60")
    assert (unknown.status_code, unknown.json()["error"]) == (404, "UnknownCode")
    assert unknown.json()["remedy"]
    assert client.get("/api/why?a=CHN&b=CHN&wait=60").status_code == 422
    assert client.get("/api/dyad?a=CHN&b=RUS&weights=nonsense&wait=60").status_code == 422


@pytest.mark.parametrize(
    "where", ["/receipts", "/dyads", "/dyad/CHN/RUS", "/events", "/documents", "EVENT"]
)
def test_files_that_a_page_offers_are_there(client: TestClient, where: str) -> None:
    if where == "EVENT":
        told = client.get("/api/events?rows=1").json()["table"]
        where = f"/event/{told[0]['id']}"
    page = client.get(f"{where}?wait=1").text
    offered = {html.unescape(to) for to in re.findall(r'href="(/api/[^"]+)"', page)}
    assert offered
    for to in sorted(offered):
        assert client.get(f"{to}&wait=60").status_code == 200, to


def test_no_route_takes_the_path_of_a_file(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    names = {p["name"] for path in paths.values() for p in path["get"].get("parameters", ())}
    assert len(paths) >= 20
    assert not names & {"criteria", "path", "file", "store", "out"}


def test_no_words_break_the_api(store_path: Path, tmp_path: Path) -> None:
    app = create_app(Settings(store_path, hosts=("testserver",), cache=tmp_path, workers=1))
    with TestClient(app, base_url="http://testserver") as fuzzed:
        schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
        operations = [found.ok() for found in schema.get_all_operations()]
        assert len(operations) > 30
        for operation in operations:
            _fuzz(fuzzed, operation)


def _fuzz(client: TestClient, operation: Any) -> None:
    """Ask one route with made-up words: whatever they are, the answer is no fault of ours."""

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck),
              database=None, derandomize=True)  # fmt: skip
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        words = {**(case.query or {}), "wait": "0.3"}
        answer = client.request(operation.method.upper(), operation.path, params=words)
        assert answer.status_code < 500, (operation.path, words, answer.text)

    ask()
