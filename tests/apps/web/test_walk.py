"""Chromium walks every page: nothing in the console, nothing from outside, nothing against axe.

Needs Chromium (Debian: apt install chromium), and is skipped where there is none.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from xml.etree import ElementTree

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
pytestmark = [
    pytest.mark.xdist_group("web"),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt install chromium"),
]
SERIOUS = {"serious", "critical"}
#: One address of every page, in the order of a visit.
PAGES = (
    "/", "/search?q=china+russia", "/dyads", "/dyad/CHN/RUS", "/why/CHN/RUS", "/triangles",
    "/triangle/CHN/RUS/USA", "/events", "/claims", "/documents", "/actor/CHN", "/system",
    "/narratives", "/narratives/terms", "/forecasts", "/forecast/CHN/RUS",
    "/next/CHN?type=CONSULT", "/questions", "/what-if",
    "/what-if?act=USA+SANCTION+CHN&months=2&runs=50", "/receipts", "/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def served(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``multipole serve`` on the small store, as a user starts it."""
    cache = tmp_path_factory.mktemp("walked")
    command = [
        sys.executable, "-c", "from multipole.apps.cli import main; main()", "serve", "--port",
        str(_free()), "--store", str(store_path), "--cache", str(cache),
    ]  # fmt: skip
    address = f"http://127.0.0.1:{command[5]}"
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait_for(address)
        yield address
    finally:
        running.terminate()
        running.wait(20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that notes what goes wrong in it: ``page.troubles``."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)
    opened = context.new_page()
    opened.troubles = []
    opened.on("console", lambda said: _note(opened, said))
    opened.on("pageerror", lambda error: opened.troubles.append(str(error)))
    opened.on("request", lambda asked: _outside(opened, asked.url))
    yield opened
    context.close()


@pytest.mark.parametrize("where", PAGES)
def test_a_page_is_whole_quiet_and_open_to_all(served: str, page: Any, where: str) -> None:
    arrived(page, served + where)
    assert page.locator("h1").count() == 1
    assert not sideways(page)
    page.troubles = [t for t in page.troubles if "404" not in t or where != "/nowhere"]
    assert page.troubles == []
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in SERIOUS] == []


@pytest.mark.parametrize("where", PAGES)
def test_a_page_fits_a_phone_and_the_dark(served: str, browser: Any, where: str) -> None:
    context = browser.new_context(
        viewport={"width": 375, "height": 740}, color_scheme="dark", has_touch=True
    )
    context.set_default_timeout(120_000)
    phone = context.new_page()
    arrived(phone, served + where)
    assert not sideways(phone)
    dark = axe.Axe().run(phone, options={"runOnly": ["color-contrast"]}).response["violations"]
    assert [v["nodes"][0]["html"][:200] for v in dark] == []
    context.close()


def test_from_triangle_to_a_citation_in_five_clicks(served: str, page: Any) -> None:
    arrived(page, f"{served}/triangle/CHN/RUS/USA")
    page.locator('main a[href^="/dyad/CHN/RUS"]').first.click()
    settled(page)
    assert "/dyad/CHN/RUS" in page.url
    page.locator('main a[href^="/moved/closeness/"]').first.click()
    settled(page)
    page.locator('main a[href^="/event/"]').first.click()
    settled(page)
    assert "/event/" in page.url
    button = page.locator("button[data-copy],button[data-copy-of]").first
    button.click()
    sync_api.expect(button).to_have_text("Copied")
    assert page.troubles == []


def test_search_opens_and_goes_by_keyboard_alone(served: str, page: Any) -> None:
    arrived(page, f"{served}/")
    page.keyboard.press("Control+k")
    page.keyboard.type("china russia", delay=20)
    first = page.locator("[role=option][aria-selected=true]")
    sync_api.expect(first).to_contain_text("Russia", timeout=60_000)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dyad/CHN/RUS*")


@pytest.mark.parametrize("where", ["/triangle/CHN/RUS/USA", "/dyad/CHN/RUS", "/system"])
def test_a_drawn_picture_is_saved_as_a_file_that_stands_alone(
    served: str, browser: Any, where: str, tmp_path: Path
) -> None:
    context = browser.new_context(color_scheme="dark", accept_downloads=True)
    context.set_default_timeout(120_000)
    dark = context.new_page()
    arrived(dark, served + where)
    for form in ("SVG", "PNG"):
        with dark.expect_download() as begun:
            dark.locator("[data-picture] + .save").first.get_by_text(form, exact=True).click()
        begun.value.save_as(tmp_path / form)
    assert (tmp_path / "PNG").read_bytes()[:4] == b"\x89PNG"
    drawn = ElementTree.parse(tmp_path / "SVG").getroot()
    every = list(drawn.iter())
    assert {one.tag.partition("}")[0] for one in every} == {"{http://www.w3.org/2000/svg"}
    names = {name for one in every for name in one.attrib}
    assert not {"class", "href", "style", "onclick"} & names
    assert every[1].get("fill") == "#ffffff"
    fills = {one.get("fill") for one in every if one.tag.endswith("text")}
    assert fills & {"rgb(27, 31, 36)", "rgb(90, 99, 112)"}
    assert not any("var(" in value for one in every for value in one.attrib.values())
    assert dark.evaluate("document.documentElement.dataset.shade") is None
    context.close()


@pytest.mark.parametrize("where", ["/", "/dyad/CHN/RUS", "/narratives"])
def test_on_paper_a_page_is_light_and_has_nothing_to_click(
    served: str, browser: Any, where: str
) -> None:
    context = browser.new_context(viewport={"width": 680, "height": 960}, color_scheme="dark")
    context.set_default_timeout(120_000)
    sheet = context.new_page()
    arrived(sheet, served + where)
    sheet.emulate_media(media="print")
    assert not sideways(sheet)
    for name in ("button", "input", "select", "header nav", ".save", ".files"):
        assert sheet.locator(f"{name}:visible").count() == 0, name
    ink = sheet.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(0, 0, 0)"
    context.close()


def test_the_export_walks_from_its_folder(store_path: Path, tmp_path: Path, page: Any) -> None:
    from multipole.apps.web.exporting import export_site
    from multipole.apps.web.pages import PAGES as ALL
    from multipole.apps.web.rooms import Rooms

    rooms = Rooms(store_path, cache=tmp_path / "cache", workers=2)
    try:
        assert export_site(rooms.room, tmp_path / "site", ALL) > 20
    finally:
        rooms.close()
    arrived(page, (tmp_path / "site" / "index.html").as_uri())
    for wanted in ("dyad", "event", "document"):
        inside = page.locator(f'main a[href*="{wanted}/"]').first
        assert inside.count() == 1, f"no link to a {wanted} on {page.url}"
        inside.click()
        settled(page)
        assert page.locator("h1").count() == 1
    assert page.troubles == []


def arrived(page: Any, address: str) -> None:
    """Go there and wait until nothing is being worked out or drawn."""
    page.goto(address)
    settled(page)


def settled(page: Any, *, patience: float = 120.0) -> None:
    """Wait for all parts and pictures; asked from here, as pages allow no code made of text."""
    page.wait_for_load_state("load")
    busy = (
        "document.querySelectorAll('[data-part]').length + [...document.querySelectorAll("
        "'figure.chart')].filter(f => !f.querySelector('svg,canvas')).length"
    )
    last = time.monotonic() + patience
    while page.evaluate(busy):
        assert time.monotonic() < last, f"{page.url} is not whole after {patience:.0f} seconds"
        page.wait_for_timeout(150)


def sideways(page: Any) -> bool:
    """Whether the page can be scrolled sideways."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    )
    return wide


def _note(page: Any, said: Any) -> None:
    if said.type in ("error", "warning"):
        page.troubles.append(said.text)


def _outside(page: Any, url: str) -> None:
    if urlparse(url).hostname not in (None, "127.0.0.1"):
        page.troubles.append(f"asked for {url}")


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)
