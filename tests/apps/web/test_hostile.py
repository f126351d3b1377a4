"""Hostile words in every field that a stranger can write: inert on every page and by every door."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi.testclient import TestClient

import multipole
from multipole.apps.web.exporting import export_site
from multipole.apps.web.page import Visit
from multipole.apps.web.pages import PAGES
from multipole.apps.web.places import Served, filled
from multipole.apps.web.rooms import Rooms
from multipole.apps.web.server import Settings, create_app
from multipole.core.types import Claim, Run, Span
from multipole.documents import ReadOptions
from multipole.store import Store, open_store

pytestmark = pytest.mark.xdist_group("web")
NOW = datetime(2026, 1, 2, tzinfo=UTC)
#: Ends attributes, scripts and templates, and turns what follows it.
POISON: Final = (
    "\"'><x-evil onmouseover=evil()></script><script>evil()</script><img src=x onerror=evil()>"
    "{{7*191}}{% x %}\u202e javascript:evil()"
)
REPORT = """China and Russia held talks in Moscow on 4 May 2021.

Russian officials said that "{poison} China and Russia" signed a deal on 3 May 2021. The United \
States imposed sanctions on Russia on 5 May 2021. China and the United States signed an agreement \
on 2 May 2021. Zorland {poison} condemned Russia on 6 May 2021. Trade between China and Russia \
reached $107 billion {poison} in 2018, said Wang Yi.
"""
ACTORS = (
    'name,actor,kind,from,to\nZorland,"PER:ZOR{POISON}",name,,\n"Bad {poison}",{poison},name,,\n'
)
#: Text that turns or hides other text, and formulas: shown as escapes everywhere.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]")
#: Where a page stands when one has nothing to say but evil.
WORDS: Final = {
    "a": "CHN", "b": "RUS", "c": "USA", "measure": "closeness", "when": "2021", "id": "CHN",
    "actor": "CHN",
}  # fmt: skip
#: Addresses of pages that no export writes.
ALSO: Final = {
    "next": [{"actor": "CHN", "type": "CONSULT"}],
    "what-if": [{}, {"act": "USA SANCTION CHN; number: 5", "months": "2", "runs": "50"}],
}
#: What a route or a tool is told of, by the name of the word; of the others nothing.
TOLD: Final = {
    **WORDS, "actors": "CHN,RUS", "question": "together", "year": "2018", "name": "closeness",
    "dyads": "CHN-RUS", "years": "2017:2018", "with": "votes", "states": "CHN,RUS",
    "words": "china", "text": "evil", "event": "", "document": "", "id": "",
}  # fmt: skip


class Seen(HTMLParser):
    """What a browser would see of a page: elements, what would run, where links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self._data = False
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag in ("x-evil", "img", "iframe", "object", "embed", "style", "base"):
            self.harm.append(f"<{tag}>")
        if tag == "script":
            self._data = held.get("type") == "application/json"
            if not self._data and not held.get("src"):
                self.harm.append("a script of the page itself")
        for name, value in held.items():
            if name.startswith("on") or name == "style":
                self.harm.append(f"{name}={value}")
            if name in ("href", "src", "action", "formaction", "data-part") and _runs(value):
                self.harm.append(f"{name}={value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._data = False

    def handle_data(self, data: str) -> None:
        if self._data:
            self.scripts.append(data)


def _runs(address: str) -> bool:
    scheme = re.sub(r"[\s\x00-\x20]", "", address).lower().partition(":")[0]
    return scheme in ("javascript", "vbscript") or (scheme == "data" and len(address) > 6)


def inert(text: str) -> None:
    """Nothing of the poison does anything in this page."""
    seen = Seen(text)
    assert seen.harm == []
    assert not TURNING.search(text)
    assert "1337" not in text
    for script in seen.scripts:
        _leads_nowhere(json.loads(script))


def _leads_nowhere(value: Any) -> None:
    """No address in a picture runs anything."""
    match value:
        case dict():
            assert not _runs(str(value.get("href") or "")), value
            for one in value.values():
                _leads_nowhere(one)
        case list():
            for one in value:
                _leads_nowhere(one)


def poisoned(folder: Path) -> Path:
    """A store of two reports, a claim, an actor, a table and judgements that mean harm."""
    path = folder / "evil.duckdb"
    with open_store(path, create=True) as store:
        store.add_actor_list(_quoted(ACTORS), NOW)
    for n, outlet in enumerate(("Herald", "Gazette")):
        report = folder / f"report <x-evil> {n}.txt"
        met = f"China and Russia met on {n + 3} May 2021.\n"
        report.write_text(REPORT.replace("{poison}", POISON) + f"\n{met}", "utf-8")
        facts = ReadOptions(
            title=f"Talks {n} {POISON}", outlet=f"{outlet} {POISON}", author=POISON,
            date=f"2021-05-0{n + 6}", url="javascript:evil()",
        )  # fmt: skip
        multipole.read(report, path, now=NOW, options=facts).close()
    _own_table(folder, path)
    with open_store(path) as store:
        _evil_claims(store)
        _evil_judgement(store)
    return path


def _quoted(text: str) -> str:
    evil = POISON.replace('"', '""').replace(",", " ")
    return text.replace("{poison}", evil).replace("{POISON}", evil.upper())


def _own_table(folder: Path, path: Path) -> None:
    table = folder / "own <x-evil>.csv"
    rows = [
        "subject,object,variable,period,value,unit,directed,known_on,note",
        *(f'CHN,RUS,evil_trade,{year},{year - 2000},"{{poison}}",no,2022-01-31,"{{poison}}"'
          for year in range(2015, 2021)),
        '"{poison}",RUS,evil_trade,2015,1,"{poison}",no,2022-01-31,',
        'CHN,RUS,evil_trade,2021,"{poison}","{poison}",no,2022-01-31,',
    ]  # fmt: skip
    table.write_text(_quoted("\n".join(rows) + "\n"), "utf-8")
    multipole.add("long_table", [table], path, now=NOW)


def _evil_claims(store: Store) -> None:
    """What no rule of ours would code: a claim all of whose words are evil."""
    document = store.document(store.documents().column("id")[0].as_py())
    span = Span.cut(document.id, document.text, 0, 60)
    known: dict[str, Any] = {
        "spans": (span,), "known_on": document.known_on, "confidence": 0.5, "speaker": POISON,
        "through": POISON, "coded_by": f"rules/{POISON}",
    }  # fmt: skip
    run = Run(f"read{POISON}", POISON, "inputs", POISON, 0, NOW)
    store.add_claims(
        [
            Claim("event", sender=("CHN",), receiver=("RUS",), action="AID", **known),
            Claim("assessment", about=("CHN", "RUS"), leaning="for", gist=POISON, **known),
            Claim("figure", measure="trade", value=2.0, unit=POISON, about=("CHN", "RUS"), **known),
        ],
        run,
    )


def _evil_judgement(store: Store) -> None:
    from multipole.pipeline import rule

    event = store.events().column("id")[0].as_py()
    rule(store, "confirm", [event], by=POISON, reason=POISON, now=NOW)


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return poisoned(tmp_path_factory.mktemp("evil"))


@pytest.fixture(scope="module")
def asked(evil: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    cache = tmp_path_factory.mktemp("cache")
    app = create_app(Settings(evil, hosts=("testserver",), workers=1, cache=cache))
    with TestClient(app, base_url="http://testserver") as opened:
        yield opened


@pytest.fixture(scope="module")
def rooms(evil: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    opened = Rooms(evil, cache=tmp_path_factory.mktemp("cache"))
    yield opened
    opened.close()


def test_the_poison_is_in_the_store(evil: Path) -> None:
    with open_store(evil, read_only=True) as store:
        texts = store.documents().to_pylist()
        assert all("<x-evil" in row["title"] and "<x-evil" in row["outlet"] for row in texts)
        assert any("PER:ZOR" in end for row in store.events().to_pylist() for end in row["sender"])


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page_shows_hostile_text_as_text(asked: TestClient, rooms: Rooms, name: str) -> None:
    page = next(page for page in PAGES if page.name == name)
    places = Served({one.name: one.path for one in PAGES})
    every = [dict(words) for words in page.exported(Visit(rooms.room, places, {}, None))]
    every += ALSO.get(name, [])
    assert every or name == "question"
    for words in every[:12]:
        answer = asked.get(filled(page.path, {**words, "wait": "1"}))
        assert answer.status_code == 200
        assert "data-part" not in answer.text
        inert(answer.text)


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page_that_is_asked_in_hostile_words_says_so_harmlessly(
    asked: TestClient, name: str
) -> None:
    page = next(page for page in PAGES if page.name == name)
    holes = re.findall(r"\{(\w+)\}", page.path)
    for word in (*holes, *page.options):
        words = {hole: WORDS[hole] for hole in holes} | {word: POISON, "wait": "1"}
        answer = asked.get(filled(page.path, words))
        assert answer.status_code in (200, 404, 422), (word, answer.status_code)
        inert(answer.text)


@pytest.fixture(scope="module")
def site(rooms: Rooms, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    export_site(rooms.room, folder, PAGES)
    return folder


def test_files_of_an_export_are_as_harmless(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        inert(page.read_text(encoding="utf-8"))
        assert page.relative_to(site).as_posix().isascii()
    index = (site / "static" / "search-index.js").read_text(encoding="utf-8")
    assert not TURNING.search(index)
    found = json.loads(index.removeprefix("window.multipoleFind = ").rstrip().rstrip(";"))
    assert any("<x-evil" in one["label"] for one in found)
    assert not any(_runs(one["href"]) for one in found)


def test_in_a_browser_no_script_of_ours_brings_it_to_life(site: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("no Chromium here: apt install chromium")
    files = {page.parent.name: page for page in site.rglob("*.html")} | {
        page.stem: page for page in site.glob("*.html")
    }
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        for file in files.values():
            page.goto(file.as_uri())
            page.wait_for_load_state("networkidle")
            page.keyboard.press("Control+k")
            page.keyboard.type("zorland")
            page.wait_for_selector("[role=option]")
            assert (
                page.locator("x-evil, img, main script:not([type='application/json'])").count() == 0
            ), file
        browser.close()
    assert troubles == []


def test_every_route_of_the_api_sends_data_and_nothing_that_runs(
    asked: TestClient, evil: Path
) -> None:
    with open_store(evil, read_only=True) as store:
        ids = {"event": store.events().column("id")[0].as_py(),
               "document": store.documents().column("id")[0].as_py()}  # fmt: skip
    paths = asked.get("/api/openapi.json").json()["paths"]
    assert len(paths) > 35
    for path, route in paths.items():
        names = [one["name"] for one in route["get"].get("parameters", ())]
        needed = {n: v for n in names if (v := {**TOLD, **ids}.get(n))}
        _sent(asked, path, needed)
        for name in names:
            if name not in ("format", "wait", "rows", "start"):
                _sent(asked, path, needed | {name: POISON}, forms=("json",))


def _sent(
    asked: TestClient, path: str, words: dict[str, str], forms: tuple[str, ...] = ("json", "csv")
) -> None:
    for form in forms:
        answer = asked.get(path, params={**words, "wait": "60", "format": form})
        assert answer.status_code in (200, 404, 422), (path, words, answer.text)
        kind = answer.headers["content-type"]
        assert kind.startswith(("application/json", "text/csv")), (path, kind)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not TURNING.search(answer.text), (path, words)
        if kind.startswith("text/csv"):
            named = answer.headers["content-disposition"]
            assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.csv"', named)


def test_the_search_dialog_gets_words_and_own_addresses(asked: TestClient) -> None:
    for text in ("x-evil", "zorland", "talks", POISON):
        answer = asked.get("/search.json", params={"q": text})
        while answer.status_code == 202:
            answer = asked.get("/search.json", params={"q": text})
        assert not TURNING.search(answer.text)
        rows = [row for group in answer.json()["groups"] for row in group["rows"]]
        assert all(row["href"].startswith("/") and row["href"][1:2] != "/" for row in rows)


def test_what_assistants_get_is_marked_and_turns_nothing(evil: Path) -> None:
    pytest.importorskip("mcp", reason="the extra [mcp] is not installed")
    from mcp import Client

    from multipole.apps.mcp import NOTICE, Desk, make_server

    with open_store(evil, read_only=True) as store:
        ids = {"id": store.events().column("id")[0].as_py(),
               "document": store.documents().column("id")[0].as_py()}  # fmt: skip
    tools = [tool.__name__ for tool in Desk(evil, base="").tools]

    async def ask() -> list[Any]:
        async with Client(make_server(evil, base="http://127.0.0.1:8642")) as client:
            known = {tool.name: tool.input_schema for tool in (await client.list_tools()).tools}
            told = []
            for name in tools:
                words = (
                    {w: v for w in known[name]["required"] if (v := _word(w, ids))}
                    if known[name].get("required")
                    else {}
                )
                told.append((name, await client.call_tool(name, words)))
            return told

    for name, reply in asyncio.run(ask()):
        text = reply.content[0].text
        held = json.loads(text)
        assert not TURNING.search(text), name
        assert held.get("remedy") or held["notice"] == NOTICE, name


def _word(name: str, ids: dict[str, str]) -> Any:
    own = {"actors": ["CHN", "RUS"], "shocks": ["act: USA SANCTION CHN"], "act": "CONSULT"}
    return own.get(name) or ids.get(name) or TOLD.get(name)
