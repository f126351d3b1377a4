"""Events on pages: the list and its form, one event as each outlet tells it, acts of data sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient

from multipole import answers
from multipole.answers.event_list import event_tally
from multipole.answers.versions import event_fields, versions
from multipole.apps.web.server import Settings, create_app
from multipole.core.ids import sha256
from multipole.core.records import Release
from multipole.core.types import Run
from multipole.store import FileRecord, Store, open_store, schema

pytestmark = pytest.mark.xdist_group("web")
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def words(text: str) -> str:
    """What a page says, without marks and with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.fixture(scope="module")
def told(store_path: Path) -> dict[str, Any]:
    """The event of the sample that most outlets tell."""
    with open_store(store_path, read_only=True) as store:
        rows = answers.events(store).table.to_pylist()
    return max(rows, key=lambda r: (r["outlets"] or 0, r["tellings"] or 0))


def test_the_list_holds_the_newest_events_and_leads_to_each(
    client: TestClient, store_path: Path
) -> None:
    page = client.get("/events?wait=1")
    assert page.status_code == 200
    with open_store(store_path, read_only=True) as store:
        rows = answers.events(store).table.to_pylist()
        total = sum(r["n"] for r in event_tally(store).table.to_pylist())
    ids = set(re.findall(r'href="/event/([0-9a-f]{20})"', page.text))
    assert ids <= {r["id"] for r in rows}
    assert len(ids) == min(100, len(rows))
    assert f"{total:,} events" in words(page.text)


def test_the_form_keeps_what_narrows_the_list(client: TestClient, store_path: Path) -> None:
    page = client.get("/events?actors=China, Russia&type=CONSULT&since=2014&until=2023&wait=1")
    with open_store(store_path, read_only=True) as store:
        found = answers.events(
            store, ["CHN", "RUS"], types="CONSULT", since="2014", until="2023"
        ).table.to_pylist()
    assert set(re.findall(r"/event/([0-9a-f]{20})", page.text)) == {r["id"] for r in found}
    assert 'value="China, Russia"' in page.text
    assert '<option value="CONSULT" selected>' in page.text


def test_what_does_not_fit_and_what_cannot_be_read_is_told_with_what_to_do(
    client: TestClient,
) -> None:
    assert "No event fits all of this" in client.get("/events?actors=BTN&wait=1").text
    for where in ("actors=Atlantis", "since=soon", "type=DANCE", "source=nowhere", "from=later"):
        page = client.get(f"/events?{where}&wait=1")
        assert page.status_code == 200
        assert 'class="remedy"' in page.text
        assert "<form" in page.text


def test_an_event_has_each_outlets_version_with_its_words_marked(
    client: TestClient, store_path: Path, told: dict[str, Any]
) -> None:
    page = client.get(f"/event/{told['id']}?wait=1")
    assert page.status_code == 200
    with open_store(store_path, read_only=True) as store:
        rows = versions(store, told["id"]).table.to_pylist()
        fields = event_fields(store, told["id"]).table.to_pylist()
    said = words(page.text)
    assert len(rows) == told["tellings"]
    for row in rows:
        assert f"/document/{row['document']}#c-{row['claim']}" in page.text
        assert f"/claim/{row['claim']}" in page.text
        assert " ".join(row["quote"].split()) in said
        assert f"<h3>{row['outlet']}</h3>" in page.text
    assert {r["status"] for r in fields} <= set(re.findall(r"</span> ([a-z ]+)</td>", page.text))
    assert f"Probability {told['probability']:.2f}" in said


def test_agreed_and_disputed_fields_are_told_apart_by_word_and_sign(
    client: TestClient, store_path: Path
) -> None:
    with open_store(store_path, read_only=True) as store:
        rows = answers.events(store).table.to_pylist()
    disputed = next(r for r in rows if ": " in (r["disputed"] or ""))
    page = client.get(f"/event/{disputed['id']}?wait=1").text
    assert '<span aria-hidden="true">≠</span> disputed' in page
    assert re.search(r'<span aria-hidden="true">[✓·]</span> (agreed|told once)', page)


def test_an_event_is_found_by_the_beginning_of_its_id_and_by_a_claim(
    client: TestClient, told: dict[str, Any]
) -> None:
    for name in (told["id"][:9], told["claims"][0], told["claims"][-1][:10]):
        sent = client.get(f"/event/{name}", follow_redirects=False)
        assert sent.status_code == 307
        assert sent.headers["location"] == f"/event/{told['id']}"


def test_an_event_that_is_not_there_is_a_page_that_says_so(client: TestClient) -> None:
    assert client.get("/event/00000000000000000000").status_code == 404
    assert client.get("/event/ab").status_code == 422
    assert client.get("/event/%3Cscript%3E").status_code == 404
    assert "<script>" not in client.get("/event/%3Cscript%3Eabcdef").text.partition("<main")[2]


def test_hostile_words_show_harmless_on_the_page_of_their_event(
    client: TestClient, store_path: Path
) -> None:
    with open_store(store_path, read_only=True) as store:
        rows = answers.events(store).evidence.to_pylist()
        hostile = next(r for r in rows if "hostile" in r["citation"].lower())
        event = answers.tellings(store, hostile["claim"]).title
    page = client.get(f"/event/{hostile['claim']}?wait=1").text
    assert event
    assert "<img" not in page
    assert "alert(1)>" not in page.replace("alert(1)&gt;", "")
    assert "\u202e" not in page


def put_acts(store: Store, rows: list[dict[str, Any]]) -> None:
    """Store coded events of one file, as a reader of files would."""
    release = Release("gdelt_v2", "", date(2021, 4, 1), (sha256(b"acts"),))
    kept = pa.schema([f for f in schema.CODINGS if f.name not in ("release", "file")])
    run = Run("add", "test", "acts", "gdelt_v2", 0, NOW)
    with store.records.adding(
        release, edition="", increments=True, timely=True, run=run, at=NOW
    ) as adding:
        adding.file(FileRecord(release.files[0], "/home/ann/acts.csv", 1, 0))
        table = pa.Table.from_pylist(rows, schema=kept)
        adding.batch(0, {"codings": table}, rows=len(rows), set_aside={})


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A store of 250 coded events of one day, one of them told by two rows."""
    folder = tmp_path_factory.mktemp("coded")
    act = {
        "event": "e", "sender": "CHN", "receiver": "RUS", "sender_code": "CHNGOV",
        "receiver_code": "RUSGOV", "action": "CONSULT", "code": "040", "domain": None,
        "modality": "happened", "period_start": date(2021, 3, 22), "period_end": date(2021, 3, 23),
        "known_on": date(2021, 3, 23), "place": "RUS", "intensity": 1.0, "mentions": 3,
        "outlet": "post.example", "story": "javascript:alert(1)",
    }  # fmt: skip
    rows = [act | {"row": n, "code": f"04{n % 10}", "receiver": f"A{n:03}"} for n in range(249)]
    with open_store(folder / "acts.duckdb", create=True) as store:
        put_acts(store, [*rows, act | {"row": 250}, act | {"row": 251, "mentions": 9}])
    settings = Settings(folder / "acts.duckdb", hosts=("testserver",), cache=folder / "cache")
    with TestClient(create_app(settings), base_url="http://testserver") as opened:
        yield opened


def test_the_pages_of_the_list_follow_one_another_and_back(coded: TestClient) -> None:
    seen: list[str] = []
    where = "/events?wait=1"
    for _ in range(5):
        page = coded.get(where).text
        seen += re.findall(r'href="/event/([^"]+)"', page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        if not older:
            break
        where = unescape(older[1]) + "&wait=1"
    assert len(seen) == len(set(seen)) == 250
    newer = re.search(r'href="([^"]+)" rel="prev"', page)
    assert newer
    back = coded.get(unescape(newer[1]) + "&wait=1").text
    assert re.findall(r'href="/event/([^"]+)"', back) == seen[100:200]


def test_an_act_of_a_data_set_has_a_page_with_its_row_and_cells(coded: TestClient) -> None:
    page = coded.get(f"/event/{sha256(b'acts')[:12]} row 250: CHN 040 RUS")
    assert page.status_code == 200
    said = words(page.text)
    assert "China met or talked with Russia on 22 March 2021" in said
    assert "row 250" in said
    for cell in ("CHNGOV", "post.example", sha256(b"acts"), "acts.csv"):
        assert cell in said
    assert "/home/ann" not in page.text
    assert 'href="javascript' not in page.text
    assert re.search(r"row%20251%3A%20CHN%20040%20RUS", page.text)
    assert "/judge" not in page.text
    assert coded.get(f"/event/{sha256(b'acts')[:12]}.250").status_code == 200
    assert coded.get(f"/event/{sha256(b'acts')[:12]} row 999").status_code == 404


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    open_store(tmp_path / "empty.duckdb", create=True).close()
    settings = Settings(tmp_path / "empty.duckdb", hosts=("testserver",), cache=tmp_path / "c")
    with TestClient(create_app(settings), base_url="http://testserver") as empty:
        for where in ("/events", "/claims", "/documents"):
            page = empty.get(f"{where}?wait=1").text
            assert "multipole read" in page
            assert "holds no" in page


def test_claims_are_listed_narrowed_and_shown_with_their_event(
    client: TestClient, store_path: Path
) -> None:
    with open_store(store_path, read_only=True) as store:
        found = answers.claims(store, ["CHN", "RUS"], kind="assessment").table.to_pylist()
        event = answers.events(store).table.to_pylist()[-1]
    page = client.get("/claims?actors=CHN,RUS&kind=assessment&wait=1").text
    assert set(re.findall(r"/claim/([0-9a-f]{20})", page)) == {r["id"] for r in found}
    one = client.get(f"/claim/{found[0]['id']}").text
    assert " ".join(found[0]["gist"].split()) in words(one)
    assert f"#c-{found[0]['id']}" in one
    of_event = client.get(f"/claim/{event['claims'][0][:9]}")
    assert f"/event/{event['id']}" in of_event.text
    assert client.get("/claim/0000000000").status_code == 404
    assert client.get("/claims?leaning=sideways&wait=1").text.count('class="remedy"') == 1


def test_every_claim_has_a_page(client: TestClient, store_path: Path) -> None:
    with open_store(store_path, read_only=True) as store:
        rows = store.claims().to_pylist()
    for row in rows:
        assert client.get(f"/claim/{row['id']}").status_code == 200
