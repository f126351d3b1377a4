"""The pages of a dyad: all dyads, one, why it moved, all figures."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from multipole import answers
from multipole.apps.safe import safe
from multipole.apps.web.server import Settings, create_app
from multipole.apps.web.words import interval, number
from multipole.core.types import Estimate
from multipole.relations.composite import WEIGHTS, composite
from multipole.store import Store, open_store

pytestmark = pytest.mark.xdist_group("web")
DYAD = "/dyad/CHN/RUS?wait=1"
MOVED = "/moved/joint_vetoes/CHN/RUS/2022?wait=1"


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    found = client.get(DYAD)
    assert found.status_code == 200
    return found.text


@pytest.fixture(scope="module")
def store(store_path: Path) -> Any:
    with open_store(store_path, read_only=True) as opened:
        yield opened


def plain(text: str) -> str:
    """The words of a page without tags, blanks drawn together."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def part(text: str, name: str) -> str:
    found = re.search(rf'<section class="part[^"]*" id="{name}".*?</section>', text, re.DOTALL)
    assert found, name
    return found[0]


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("/dyad/RUS/CHN", "/dyad/CHN/RUS"),
        ("/dyad/Russia/China?as_of=2023-01-01", "/dyad/CHN/RUS?as_of=2023-01-01"),
        ("/dyad/RUS/CHN?with=USA-RUS&since=2015", "/dyad/CHN/RUS?with=USA-RUS&since=2015"),
        ("/why/Russia/China", "/why/CHN/RUS"),
        ("/moved/agreement/RUS/CHN/2022", "/moved/agreement/CHN/RUS/2022"),
        ("/dyads?a=Russia&b=China", "/dyad/CHN/RUS"),
        ("/dyad/CHN/RUS?w_agreement=2&w_rivalry=3", "/dyad/CHN/RUS?weights=agreement%3D2"),
    ],
)
def test_names_and_another_order_lead_to_the_one_address(
    client: TestClient, asked: str, where: str
) -> None:
    found = client.get(asked, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, where)


def test_of_a_directed_measure_the_order_says_who_depends(client: TestClient) -> None:
    found = client.get("/moved/arms/RUS/CHN/2010", follow_redirects=False)
    assert found.status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "remedy"),
    [
        ("/dyad/CHN/Atlantis", 404, ""),
        ("/dyad/CHN/CHN", 422, "two actors"),
        ("/dyad/CHN/RUS?as_of=soon", 422, ""),
        ("/dyad/CHN/RUS?with=USA", 422, "USA-RUS"),
        ("/dyad/CHN/RUS?weights=votes=2", 422, "agreement"),
        ("/dyad/CHN/RUS?weights=agreement=many", 422, "agreement=2"),
        ("/dyad/CHN/RUS?since=early", 422, "2014"),
        ("/moved/warmth/CHN/RUS/2014", 422, "agreement"),
        ("/moved/agreement/CHN/RUS/then", 422, ""),
        ("/dyads?actor=Atlantis", 404, ""),
    ],
)
def test_bad_words_in_the_address_are_told_with_a_remedy(
    client: TestClient, asked: str, status: int, remedy: str
) -> None:
    found = client.get(asked)
    assert found.status_code == status
    assert remedy in plain(found.text)
    assert "Start again" in found.text


def test_where_they_stand_is_said_with_level_kind_and_move(page: str, store: Store) -> None:
    said = plain(part(page, "stand"))
    whole = answers.dyad(store, "CHN", "RUS", turns=False).table.to_pylist()
    level = max((r for r in whole if r["section"] == "acts" and r["measure"] == "closeness"),
                key=lambda row: row["period_end"])  # fmt: skip
    assert f"{number(level['value'])} ({interval(level['low'], level['high'])})" in said
    assert answers.tie(store, "CHN", "RUS").title.rpartition(": ")[2] in said
    assert "move can be shown" in said or "They moved" in said or "cannot be told" in said
    mixed = next(row for row in whole if row["measure"] == "composite")
    assert f"{mixed['value']:.2f} ({mixed['low']:.2f} to {mixed['high']:.2f})" in said


def test_the_timeline_holds_the_values_of_the_measure_and_links_each_to_why(
    page: str, store: Store
) -> None:
    drawn = part(page, "timeline")
    rows = answers.measure(store, "closeness", "CHN", "RUS").table.to_pylist()
    last = max(rows, key=lambda row: row["period_end"])
    assert str(last["value"])[:8] in drawn
    assert f"data until {last['until']}" in drawn
    assert f"/moved/closeness/CHN/RUS/{last['period_start']:%Y-%m}?source=reports" in drawn


def test_a_small_picture_links_each_value_to_why_it_moved(page: str) -> None:
    shown = part(page, "measures")
    assert 'href="/moved/joint_vetoes/CHN/RUS/2022?source=unsc_vetoes"' in shown
    assert "data until 2022-07-08" in shown
    assert "240.10" in part(page, "own")


def test_what_the_store_lacks_is_named_with_the_command_that_adds_it(page: str) -> None:
    assert "multipole sources arms" in part(page, "measures")
    assert "multipole sources trade" in part(page, "depends")


def test_criteria_are_told_apart_by_mark_and_word(page: str, store: Store) -> None:
    shown = part(page, "tie")
    for status, mark in (("met", "✓ met"), ("unknown", "? unknown")):
        rows = answers.tie(store, "CHN", "RUS").table.to_pylist()
        if any(row["status"] == status for row in rows):
            assert mark in shown


@pytest.mark.parametrize("given", ["", "agreement=2", "joint_vetoes=0,commitment=5"])
def test_the_composite_of_the_page_is_that_of_the_answer(
    client: TestClient, store: Store, given: str
) -> None:
    found = plain(part(client.get(f"/dyad/CHN/RUS?wait=1&weights={given}").text, "composite"))
    whole = answers.dyad(store, "CHN", "RUS", turns=False, weights=given).table.to_pylist()
    row = next(row for row in whole if row["measure"] == "composite")
    assert f"{row['value']:.3f} ({row['low']:.3f} to {row['high']:.3f})" in found


def test_another_dyad_stands_beside_in_the_same_picture(client: TestClient) -> None:
    found = client.get("/dyad/CHN/RUS?wait=1&with=USA-CHN").text
    shown = part(found, "timeline")
    assert "CHN-USA" in shown
    assert "/moved/closeness/CHN/USA/" in shown


def test_a_dyad_of_which_nothing_is_told_leaves_the_picture_of_the_other(
    client: TestClient,
) -> None:
    shown = part(client.get("/dyad/CHN/RUS?wait=1&with=FJI-TON").text, "timeline")
    assert "No acts of Fiji and Tonga are told" in shown
    assert 'class="spec"' in shown


def test_latest_events_name_their_outlets_and_lead_to_their_pages(page: str) -> None:
    shown = part(page, "events")
    assert "Volga Observer" in shown
    assert re.search(r'href="/event/[0-9a-f]+', shown)


def test_opinions_stand_by_side_with_their_sentences(page: str, store: Store) -> None:
    shown = plain(part(page, "opinions"))
    rows = answers.claims(store, ["CHN", "RUS"], kind="assessment").table.to_pylist()
    for side, word in (("for", "for closeness"), ("against", "against it")):
        held = [row for row in rows if row["leaning"] == side]
        if held:
            assert f"{len(held)} {word}" in shown


def test_texts_of_documents_cannot_do_anything(client: TestClient) -> None:
    for where in (DYAD, "/why/CHN/RUS?wait=1", "/moved/closeness/CHN/RUS/2021-05?wait=1"):
        text = client.get(where).text
        assert "<img src=x" not in text
        assert '<script>alert("report")' not in text
        assert "\u202e" not in text


def test_the_parts_of_a_change_stand_with_weights_that_add_up(
    client: TestClient, store: Store
) -> None:
    found = client.get(MOVED)
    shown = plain(part(found.text, "parts"))
    rows = answers.moved(store, "joint_vetoes", "CHN", "RUS", "2022").table.to_pylist()
    change = next(row for row in rows if row["kind"] == "change")["value"]
    held = [row for row in rows if row["kind"] == "part"]
    assert sum(row["weight"] for row in held) == pytest.approx(change)
    assert "which is the change ✓" in shown
    assert f"Its {len(held)} parts add up to +{change:.3f}" in shown
    for row in held:
        assert row["what"] in html.unescape(found.text)
    assert "unsc_vetoes_2007_2022.csv row 32" in shown


def test_an_act_that_moved_closeness_leads_to_its_event_and_sentence(client: TestClient) -> None:
    found = client.get("/moved/closeness/CHN/RUS/2022-02?wait=1").text
    shown = part(found, "parts")
    assert re.search(r'href="/event/[0-9a-f]+', shown)
    assert "<q " in shown
    assert "Told and recorded" in shown
    assert "Added by the model" in shown


def test_a_period_without_a_value_says_where_there_are_some(client: TestClient) -> None:
    found = client.get("/moved/agreement/CHN/RUS/1950?wait=1")
    assert found.status_code == 200
    assert "multipole measure agreement CHN RUS" in found.text


def test_every_figure_of_why_has_its_sentences(client: TestClient, store: Store) -> None:
    text = html.unescape(client.get("/why/CHN/RUS?wait=1").text)
    answer = answers.why(store, "CHN", "RUS")
    for row in answer.table.to_pylist():
        assert safe(row["text"]) in text
    quotes = answer.evidence["quote"].to_pylist()
    assert all(safe(quote) in text for quote in quotes[:20])


def test_the_list_of_dyads_begins_with_the_best_known(client: TestClient, store: Store) -> None:
    text = client.get("/dyads?wait=1").text
    rows = answers.dyads(store).table.to_pylist()
    links = re.findall(r'href="(/dyad/[A-Z]+/[A-Z]+)"', text)
    assert links[:3] == [f"/dyad/{row['sender']}/{row['receiver']}" for row in rows[:3]]
    assert f"{rows[0]['value']:+.2f}".replace("-", "−") in text


def test_pages_on_an_empty_store_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.duckdb"
    open_store(path, create=True).close()
    settings = Settings(path, hosts=("testserver",), workers=1, cache=tmp_path / "cache")
    with TestClient(create_app(settings), base_url="http://testserver") as empty:
        for where in ("/dyads", "/dyad/CHN/RUS", "/why/CHN/RUS", MOVED.removesuffix("?wait=1")):
            found = empty.get(f"{where}?wait=1")
            assert found.status_code == 200
            assert "multipole " in found.text
            assert "data-part" not in found.text


def mixed_on_page(parts: list[dict[str, Any]], weights: dict[str, float]) -> Any:
    values = {
        part["name"]: Estimate(part["value"], part["low"], part["high"], 1)
        for part in parts
        if part["value"] is not None
    }
    return composite(values, weights)


def test_what_the_page_gives_its_script_makes_the_composite_again(page: str) -> None:
    held = re.search(r'id="mix-parts">(.*?)</script>', page, re.DOTALL)
    assert held
    parts = json.loads(held[1])
    assert {part["name"]: part["usual"] for part in parts} == WEIGHTS
    shown = re.search(r'id="mix-value"[^>]*>([\d.]+)<', page)
    assert shown
    assert float(shown[1]) == pytest.approx(mixed_on_page(parts, WEIGHTS).value.mean, abs=5e-4)
