"""A claim whose other end stands elsewhere in its report: both quotes are shown, its own first."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

import multipole
from multipole import answers
from multipole.answers.reader import read_leaf
from multipole.answers.versions import versions
from multipole.apps.brief import write_brief
from multipole.apps.cli import app
from multipole.apps.web.server import Settings, create_app
from multipole.store import Store, open_store

NOW = datetime(2023, 1, 2, tzinfo=UTC)
TEXT = """An embargo and what followed

2 May 2022

China imposed an embargo on Russia in April. Prices rose for a week. On Monday Russian officials
condemned the embargo.
"""
OWN = "On Monday Russian officials\ncondemned the embargo."
OTHER = "China imposed an embargo on Russia"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    report = folder / "2022-05-02-embargo.txt"
    report.write_text(TEXT, encoding="utf-8")
    multipole.read([report], folder / "s.duckdb", now=NOW).close()
    return folder / "s.duckdb"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with open_store(place, read_only=True) as opened:
        yield opened


def condemned(store: Store) -> dict[str, Any]:
    (row,) = [r for r in answers.events(store).table.to_pylist() if r["action"] == "ACCUSE"]
    return row


def test_the_store_holds_both_quotes_and_finds_them_whole(store: Store) -> None:
    (claim,) = store.claim_objects(ids=condemned(store)["claims"])
    assert [span.quote for span in claim.spans] == [OWN, OTHER]
    assert (claim.sender, claim.receiver) == (("RUS",), ("CHN",))
    assert store.verify() == []


def test_an_event_is_quoted_by_the_words_of_the_act(store: Store) -> None:
    assert condemned(store)["quote"] == OWN


def test_the_evidence_has_the_other_words_beside_those_of_the_act(store: Store) -> None:
    claim = condemned(store)["claims"][0]
    (told,) = [r for r in answers.events(store).evidence.to_pylist() if r["claim"] == claim]
    assert (told["quote"], told["beside"]) == (OWN, [OTHER])
    text = store.texts([told["document"]])[told["document"]]
    own, other = re.search(r"characters (\S+) with (\S+)\)", told["citation"]).groups()  # type: ignore[union-attr]
    assert [text[slice(*map(int, at.split("-")))] for at in (own, other)] == [OWN, OTHER]


def test_a_telling_gives_the_other_words_beside_its_own(store: Store) -> None:
    (row,) = versions(store, condemned(store)["id"]).table.to_pylist()
    assert (row["quote"], row["more_quotes"]) == (OWN, [OTHER])


def test_the_reader_marks_both_and_leads_to_the_act(store: Store) -> None:
    claim = condemned(store)["claims"][0]
    (document,) = store.documents().to_pylist()
    leaf = read_leaf(store, document["id"], claim=claim)
    pieces = [piece for part in leaf.paragraphs for piece in part.pieces if claim in piece.keys]
    assert "".join(piece.text for piece in pieces) == OTHER + OWN
    (start,) = [piece for piece in pieces if claim in piece.begins]
    assert OWN.startswith(start.text)


def test_the_reader_lists_claims_by_the_words_of_their_acts(store: Store) -> None:
    (document,) = store.documents().to_pylist()
    leaf = read_leaf(store, document["id"])
    starts = [store.claim_objects(ids=[c["id"]])[0].spans[0].start for c in leaf.claims]
    assert len(starts) > 1
    assert starts == sorted(starts)


def test_the_brief_shows_the_sentence_and_then_the_other_words(place: Path, store: Store) -> None:
    out = place.with_name("brief.html")
    write_brief(store, ["CHN", "RUS"], out, now=NOW)
    page = lxml.html.document_fromstring(out.read_text(encoding="utf-8"))
    said = [" ".join(q.text_content().split()) for q in page.xpath("//div[@class='quote']")]
    assert any(
        q.startswith("On Monday Russian officials condemned the embargo.") and f"with {OTHER}" in q
        for q in said
    )


def test_the_terminal_and_the_table_of_evidence_have_both(place: Path) -> None:
    asked = ["events", "CHN", "RUS", "--store", str(place)]
    shown = " ".join(CliRunner().invoke(app, asked).output.split())
    assert f"“{OWN}” with “{OTHER}”".replace("\n", " ") in shown
    rows = CliRunner().invoke(app, [*asked, "--evidence", "--csv"]).output
    (row,) = [r for r in csv.DictReader(io.StringIO(rows)) if r["quote"] == OWN]
    assert OTHER in row["beside"]


def test_the_page_of_an_event_shows_both(place: Path, store: Store, tmp_path: Path) -> None:
    event = condemned(store)["id"]
    store.close()
    made = create_app(Settings(place, hosts=("testserver",), workers=1, cache=tmp_path))
    with TestClient(made, base_url="http://testserver") as client:
        page = lxml.html.document_fromstring(client.get(f"/event/{event}?wait=1").text)
    marks = [m.text_content() for m in page.xpath("//blockquote//mark")]
    assert marks == [OWN, OTHER]
