"""The document reader: everything found is marked, and no text of a document does any harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from multipole.answers import reader
from multipole.answers.marks import Mark, cut
from multipole.apps.web.server import Settings, create_app
from multipole.core.ids import sha256
from multipole.core.types import Claim, Document, Part, Refusal, Run, Span
from multipole.store import MentionRow, Store, open_store

pytestmark = pytest.mark.xdist_group("web")
NOW = datetime(2026, 1, 2, tzinfo=UTC)
RUN = Run("read", "test", "inputs", "settings", 0, NOW)
HOSTILE = (
    "</p><script>alert(1)</script> <img src=x onerror=alert(2)> China met \u202eRussia\u202c and "
    "\x1b[31m&amp; {{ 7 * 7 }} <mark onclick=alert(3)> met again."
)
LONG = 5_000_000


def document(text: str, *, language: str = "en", title: str = "A title") -> tuple[Document, bytes]:
    raw = text.encode("utf-8", "surrogatepass")
    return Document(
        "Aurelian Post", "javascript:alert(4)", title, "", language, date(2021, 3, 1), NOW,
        sha256(raw), "/home/ann/reports/one.txt", text, (Part(0, len(text), "body"),),
        ("a note <b>",),
    ), raw  # fmt: skip


def claim(of: Document, start: int, end: int, **fields: object) -> Claim:
    known: dict[str, object] = {
        "kind": "event", "known_on": of.known_on, "coded_by": "rules/1", "confidence": 0.5,
        "sender": ("CHN",), "receiver": ("RUS",), "action": "CONSULT",
    }  # fmt: skip
    return Claim(spans=(Span.cut(of.id, of.text, start, end),), **(known | fields))  # type: ignore[arg-type]


def fill(store: Store) -> dict[str, tuple[Document, list[Claim]]]:
    """Reports that nobody should have to read: hostile, of five million letters, of other words."""
    hostile, line = document(HOSTILE, title="<script>t()</script>"), document("ab" * (LONG // 2))
    french = document("La Chine et la Russie se sont parlé.", language="fr")
    arabic = document("التقى الوزيران في موسكو", language="ar")
    store.add_documents(
        [(*hostile, "coded", "rules/1"), (*line, "coded", "rules/1"),
         (*french, "no_coder", ""), (*arabic, "no_coder", "")], RUN,
    )  # fmt: skip
    at = HOSTILE.index("China")
    end = HOSTILE.index("and ")
    told = [
        claim(hostile[0], at, end, speaker="<i>He</i>", speaker_actor="CHN"),
        claim(hostile[0], at + 6, len(HOSTILE), action="AGREE"),
        claim(hostile[0], at, end - 3, kind="figure", measure="<u>x", value=2.0, unit="usd",
              about=("CHN",)),
    ]  # fmt: skip
    far = [claim(line[0], n, n + 700) for n in range(10, LONG - 800, LONG // 400)]
    store.add_claims([*told, *far], RUN)
    store.add_reading(
        hostile[0].id, [(0, len(HOSTILE))],
        [MentionRow(0, at, at + 5, ("CHN",), "name", "China", 1.0)],
    )  # fmt: skip
    left, right = sorted((hostile[0].id, french[0].id))
    store.sign({}, "minhash", [(left, right, "near", 0.83)])
    store.add_refusals(
        [Refusal("/home/ann/reports/one.txt", "page 2", "<b>no text</b>", "Scan it.")], NOW, RUN
    )
    return {
        "hostile": (hostile[0], told), "line": (line[0], far), "french": (french[0], []),
        "arabic": (arabic[0], []),
    }  # fmt: skip


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[TestClient, dict[str, tuple[Document, list[Claim]]], Path]]:
    folder = tmp_path_factory.mktemp("reader")
    path = folder / "hard.duckdb"
    with open_store(path, create=True) as store:
        made = fill(store)
    settings = Settings(path, hosts=("testserver",), cache=folder / "cache")
    with TestClient(create_app(settings), base_url="http://testserver") as client:
        yield client, made, path


World = tuple[TestClient, dict[str, tuple[Document, list[Claim]]], Path]


def text_of(page: str) -> str:
    """The text that the reader shows, without the numbers that lead to the notes."""
    paragraphs = re.findall(r'<div class="para [a-z]+"><p[^>]*>(.*?)</p>', page, re.S)
    bare = (re.sub(r'<a class="ref.*?</a>', "", p, flags=re.S) for p in paragraphs)
    return "".join(unescape(re.sub(r"<[^>]+>", "", p)) for p in bare)


def test_hostile_text_shows_as_text_and_does_nothing(world: World) -> None:
    client, made, _ = world
    hostile, told = made["hostile"]
    for where in (f"/document/{hostile.id}", "/documents?wait=1", f"/claim/{told[0].id}"):
        page = client.get(where).text
        body = page.partition("<main")[2]
        assert "<script" not in body
        assert "<img" not in body
        assert "onclick=alert(3)>" not in body
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", page)
        assert 'href="javascript' not in page
        assert "/home/ann" not in page
    shown = text_of(client.get(f"/document/{hostile.id}").text)
    assert shown == HOSTILE.replace("\u202e", "\\u202e").replace("\u202c", "\\u202c").replace(
        "\x1b", "\\x1b"
    )
    assert "{{ 7 * 7 }}" in shown


def test_each_claim_is_marked_leads_to_its_note_and_back(world: World) -> None:
    client, made, _ = world
    hostile, told = made["hostile"]
    page = client.get(f"/document/{hostile.id}").text
    for one in told:
        marked = re.findall(rf'data-claims="[^"]*{one.id}[^"]*">(.*?)</mark>', page, re.S)
        bare = (re.sub(r'<a class="ref.*?</a>', "", m, flags=re.S) for m in marked)
        words = "".join(unescape(re.sub(r"<[^>]+>", "", m)) for m in bare)
        assert (
            words.replace("\\u202e", "\u202e").replace("\\u202c", "\u202c").replace("\\x1b", "\x1b")
            == one.spans[0].quote
        )
        assert page.count(f'id="c-{one.id}"') == 1
        assert page.count(f'id="k-{one.id}"') == 1
        assert f'href="#k-{one.id}"' in page
        assert f'href="#c-{one.id}"' in page
    assert '<span class="mention" title="China (name, 1.00)">' in page


def test_a_document_of_five_million_letters_in_one_word_comes_page_by_page(world: World) -> None:
    client, made, _ = world
    line, told = made["line"]
    first = client.get(f"/document/{line.id}")
    assert first.status_code == 200
    assert len(first.text) < 400_000
    leaves = LONG // reader.LEAF
    assert f"page 1 of {leaves}" in first.text
    shown = text_of(first.text)
    assert line.text.startswith(shown)
    assert len(shown) == reader.LEAF
    last = client.get(f"/document/{line.id}?from={leaves}").text
    assert line.text.endswith(text_of(last))
    assert client.get(f"/document/{line.id}?from={leaves + 1}").status_code == 422
    found = client.get(f"/document/{line.id}?claim={told[300].id}").text
    assert f'id="c-{told[300].id}"' in found


def test_the_leaves_of_a_document_are_its_whole_text(world: World) -> None:
    _, made, path = world
    line, told = made["line"]
    with open_store(path, read_only=True) as store:
        leaves = [reader.read_leaf(store, line.id, number=n) for n in (1, 2)]
    assert leaves[0].leaves == len(reader.leaves_of(line))
    bounds = reader.leaves_of(line)
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(line.text)
    assert all(a[1] == b[0] for a, b in pairwise(bounds))
    joined = "".join(p.text for leaf in leaves for q in leaf.paragraphs for p in q.pieces)
    assert line.text.startswith(joined)
    assert [c["id"] for c in leaves[0].claims] == [
        c.id for c in told if c.spans[0].start < bounds[0][1]
    ]


def test_a_document_that_nobody_reads_here_says_so(world: World) -> None:
    client, made, _ = world
    french = client.get(f"/document/{made['french'][0].id}").text
    assert "This document is in French." in french
    assert "nothing is claimed from it" in french
    assert 'lang="fr"' in french
    assert 'dir="auto"' in client.get(f"/document/{made['arabic'][0].id}").text


def test_a_document_says_where_it_comes_from_and_what_is_like_it(world: World) -> None:
    client, made, _ = world
    hostile = made["hostile"][0]
    page = client.get(f"/document/{hostile.id}").text
    assert hostile.raw in page
    assert "a note &lt;b&gt;" in page
    assert "page 2: &lt;b&gt;no text&lt;/b&gt;" in page
    assert f"/document/{made['french'][0].id}" in page
    assert "likeness 0.83" in page
    assert "rules/1" in page


def test_documents_are_counted_by_outlet_language_and_month(client: TestClient) -> None:
    page = client.get("/documents?wait=1").text
    for link in ("outlet=Volga+Observer", "language=en", "month=2014-03"):
        assert link in page
    of_one = client.get("/documents?outlet=Volga Observer&wait=1").text
    assert len(set(re.findall(r"/document/([0-9a-f]{20})", of_one))) == 4
    assert "No document fits all of this" in client.get("/documents?month=1970-01&wait=1").text
    assert 'class="remedy"' in client.get("/documents?month=spring&wait=1").text


def test_a_document_that_is_not_there_is_told(client: TestClient) -> None:
    assert client.get("/document/00000000").status_code == 404
    assert client.get("/document/0").status_code == 422


def test_pieces_join_to_the_text_and_carry_every_mark() -> None:
    text = "abcdefghij"
    marks = [Mark(0, 4, "x"), Mark(2, 9, "y"), Mark(2, 4, "z"), Mark(8, 30, "w"), Mark(3, 3, "v")]
    pieces = cut(text, 1, 10, marks)
    assert "".join(p.text for p in pieces) == text[1:]
    assert "".join(p.text for p in pieces if "y" in p.keys) == text[2:9]
    assert [p.text for p in pieces if "x" in p.keys] == ["b", "cd"]
    assert [p.begins for p in pieces if p.begins] == [("z", "y"), ("w",)]
    assert [p.ends for p in pieces if p.ends] == [("x", "z"), ("y",)]
    assert not any("v" in p.keys for p in pieces)
