"""The pages on narratives: they say what the answers say, open sentences, and bear hostile text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.answers.retelling import act, keep, report, statement

from multipole import answers
from multipole.apps.web.pages import narratives_drawn as drawn
from multipole.apps.web.pages.terms import fragment
from multipole.apps.web.server import Settings, create_app
from multipole.store import open_store

pytestmark = pytest.mark.xdist_group("web")
EVIL = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def told_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three outlets on one act, one of them hostile, and two states over eight years."""
    path = tmp_path_factory.mktemp("told") / "told.duckdb"
    with open_store(path, create=True) as store:
        day = date(2021, 3, 22)
        post = report(
            store, "Post", date(2021, 3, 23), f"China sanctioned {EVIL} officials. ok ok."
        )
        evil = report(store, EVIL, date(2021, 3, 27), f"Officials were barred, {EVIL} said.")
        report(store, "Ledger", date(2021, 3, 30), "Rain in Delhi.")
        same = [act(post, f"China sanctioned {EVIL} officials.", day),
                act(evil, f"Officials were barred, {EVIL} said.", day, speaker=EVIL,
                    speaker_actor="CHN", receiver=())]  # fmt: skip
        keep(store, same)
        for year in range(2000, 2008):
            statement(store, "CHN", year, f"No hegemony {EVIL} in {year}. " * 4 + "Peace to all.")
            statement(store, "USA", year, f"A rules-based order in {year}. " * 4 + "Peace to all.")
    return path


@pytest.fixture(scope="module")
def told(told_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    cache = tmp_path_factory.mktemp("cache")
    app = create_app(Settings(told_path, hosts=("testserver",), workers=1, cache=cache))
    with TestClient(app, base_url="http://testserver") as opened:
        yield opened


def page(client: TestClient, where: str) -> str:
    found = client.get(f"{where}{'&' if '?' in where else '?'}wait=1")
    assert found.status_code == 200
    return found.text


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)))


def test_the_page_says_what_the_answers_say(client: TestClient, store_path: Path) -> None:
    shown = text_of(page(client, "/narratives"))
    with open_store(store_path, read_only=True) as store:
        answer, retold = answers.narratives(store), answers.retold(store, limit=30)
    assert answer.notes[0] in shown
    assert retold.title in shown
    for row in answer.table.to_pylist():
        if row["figure"] in ("covers", "acts", "told as"):
            assert row["text"] in shown
    quotes = [row["quote"] for row in retold.evidence.to_pylist()]
    assert quotes
    assert all(" ".join(q.split())[:60] in shown for q in quotes)


def test_events_side_by_side_say_who_left_out_what(told: TestClient) -> None:
    shown = page(told, "/narratives")
    assert "<mark>sanctioned</mark>" in shown
    assert "<mark>barred</mark>" in shown
    words = text_of(shown)
    assert "left out: receiver" in words
    assert "4 days after the first" in words
    assert "left out: Ledger" in words


def test_a_number_opens_its_sentences(told: TestClient) -> None:
    shown = page(told, "/narratives?open=acts/CHN/Post")
    behind = shown[shown.index('id="behind"') :]
    assert "1 of 1, 100%" in text_of(behind)
    assert "China sanctioned" in behind
    nothing = page(told, "/narratives?open=acts/CHN/Nobody")
    assert "No number of that name" in nothing


def test_hostile_outlets_speakers_and_words_stay_text(told: TestClient) -> None:
    for where in (
        "/narratives",
        "/narratives/terms",
        "/narratives?by=states",
        "/narratives/terms?by=outlets",
    ):
        shown = page(told, where)
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


@pytest.mark.parametrize(
    "where",
    ["/narratives?by=moods", "/narratives?sides=Nobody|Noone", "/narratives?actors=Zzz",
     "/narratives?words=*", "/narratives?domain=gardening", "/narratives?since=yesterday",
     "/narratives?as_of=x", "/narratives/terms?words=*", "/narratives/terms?sides=Post",
     "/narratives/terms?until=12345"],
)  # fmt: skip
def test_bad_words_in_the_address_are_told_with_a_remedy(told: TestClient, where: str) -> None:
    found = told.get(where)
    assert found.status_code in (404, 422)
    assert "Start again" in found.text


def test_ticked_boxes_choose_the_sides(told: TestClient) -> None:
    shown = page(told, "/narratives?by=outlets&sides=Post&sides=Ledger")
    assert '<input type="checkbox" name="sides" value="Post" checked>' in shown
    assert f'value="{html.escape(EVIL, quote=True).replace("&quot;", "&#34;")}">' in shown
    assert "No event in the store is told by two of these sides" in shown


def test_an_empty_store_is_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "none.duckdb"
    open_store(path, create=True).close()
    app = create_app(Settings(path, hosts=("testserver",), workers=1, cache=tmp_path / "cache"))
    with TestClient(app, base_url="http://testserver") as opened:
        shown = text_of(page(opened, "/narratives"))
    assert "multipole read" in shown


def test_terms_over_the_years_with_the_sentences_of_a_point(told: TestClient) -> None:
    shown = page(told, "/narratives/terms?words=hegemony&at=hegemony|CHN|2003")
    behind = text_of(shown[shown.index('id="behind"') :])
    assert "hegemony, China, 2003: 4 times in" in behind
    assert "in 2003." in behind
    spec = re.search(r'class="spec">(.*?)</script>', shown, re.DOTALL)
    assert spec
    assert json.loads(spec[1])["background"]
    assert "at=hegemony%7CCHN%7C2003#behind" in spec[1]


def test_terms_that_set_apart_stand_with_their_numbers(told: TestClient, told_path: Path) -> None:
    shown = text_of(page(told, "/narratives/terms"))
    with open_store(told_path, read_only=True) as store:
        answer = answers.terms(store, by="states")
    assert answer.notes[0] in shown
    for row in answer.table.to_pylist():
        assert row["apart"] in shown
        assert row["said"] in shown


@pytest.mark.parametrize(
    ("where", "ask"),
    [
        ("/api/narratives?sides=Post|Ledger",
         lambda s: answers.narratives(s, sides=["Post", "Ledger"])),
        ("/api/retold?by=outlets", lambda s: answers.retold(s)),
        ("/api/terms?by=states", lambda s: answers.terms(s, by="states")),
        ("/api/term-use?words=hegemony", lambda s: answers.term_use(s, ["hegemony"])),
    ],
)  # fmt: skip
def test_the_api_gives_the_same(told: TestClient, told_path: Path, where: str, ask: Any) -> None:
    for _ in range(200):
        found = told.get(where)
        if found.status_code == 200:
            break
    with open_store(told_path, read_only=True) as store:
        answer = ask(store)
    assert found.json()["title"] == answer.title
    assert found.json()["rows"] == len(answer)


def test_words_of_an_act_are_marked_and_a_long_quotation_is_cut() -> None:
    pieces = drawn.marked("Moscow " + "x " * 300 + "denied", ["moscow"])
    assert pieces[0] == ("Moscow", True)
    assert pieces[-1][0].endswith("…")


def test_a_sentence_is_found_on_a_page_by_its_ends() -> None:
    assert fragment("We met, well-known.") == ":~:text=We%20met%2C%20well%2Dknown."
    assert fragment("a b c d e f g h i j") == ":~:text=a%20b%20c%20d,g%20h%20i%20j"
