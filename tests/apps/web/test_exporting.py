"""The observatory as files: pages that open from a folder, and scripts without modules."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from multipole.apps.web import look
from multipole.apps.web.exporting import export_site, joined
from multipole.apps.web.pages import PAGES, claims, documents, events, lists, page_named
from multipole.apps.web.places import Exported
from multipole.apps.web.rooms import Rooms
from multipole.core.errors import StoreError

pytestmark = pytest.mark.xdist_group("web")
_NAMES = re.compile(r"^(?:export )?(?:async )?function (\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def rooms(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    opened = Rooms(store_path, cache=tmp_path_factory.mktemp("cache"))
    yield opened
    opened.close()


def test_the_joined_script_has_every_function_once_and_no_modules() -> None:
    script = joined("app.js")
    names = _NAMES.findall(script)
    assert len(names) == len(set(names)) > 5
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("node"), reason="node is not here to read the script")
def test_the_joined_script_is_a_script(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text(joined("app.js"), encoding="utf-8")
    subprocess.run(["node", "--check", tmp_path / "app.js"], check=True)


def test_every_module_is_reached_from_the_entry() -> None:
    script = joined("app.js")
    for name in look.names():
        if name.endswith(".js"):
            assert all(f"function {one}(" in script for one in _NAMES.findall(look.text(name)))


def test_links_of_an_export_lead_to_files_beside_each_other() -> None:
    paths = {"dyad": "/dyad/{a}/{b}", "start": "/"}
    places = Exported(paths, {"dyad/CHN/RUS.html", "index.html"}, "dyad/CHN/RUS.html")
    assert places.page("start") == "../../index.html"
    assert places.page("dyad", a="CHN", b="RUS") == "../../dyad/CHN/RUS.html"
    assert places.page("dyad", a="CHN", b="USA") is None
    assert places.static("app.css") == "../../static/app.css"


def test_an_export_goes_on_where_it_was_and_takes_no_other_folder(
    rooms: Rooms, tmp_path: Path
) -> None:
    start = page_named("start")
    assert start is not None
    told: list[str] = []
    folder = tmp_path / "site"
    export_site(rooms.room, folder, (start,), progress=lambda file, done, of: told.append(file))
    page = folder / "index.html"
    assert told == ["index.html"]
    assert "data-part" not in page.read_text(encoding="utf-8")
    assert (folder / "static" / "vega.js").stat().st_size > 100_000
    page.write_text("kept", encoding="utf-8")
    export_site(rooms.room, folder, (start,))
    assert page.read_text(encoding="utf-8") == "kept"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="other files"):
        export_site(rooms.room, tmp_path / "other", (start,))


def test_an_export_says_how_much_of_a_list_it_leaves_out_and_how_to_get_it(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (claims, documents, events, lists):
        monkeypatch.setattr(module, "SIZE", 4)
    monkeypatch.setattr(events, "EXPORTED", 2)
    monkeypatch.setattr(lists, "EXPORTED", 2)
    export_site(rooms.room, tmp_path / "site", (events.PAGE, claims.PAGE, documents.PAGE))
    counts = {"documents": 11}
    for name, command in (
        ("events", "multipole events --csv"), ("claims", "multipole claims --csv"),
        ("documents", "multipole export copy/ --as parquet"),
    ):  # fmt: skip
        files = sorted((tmp_path / "site").glob(f"{name}*.html"))
        assert len(files) == 2
        for file in files:
            said = re.search(r"the newest 8 of (\d+) \w+; (\d+) are left", file.read_text("utf-8"))
            assert said
            assert int(said[1]) - int(said[2]) == 8
            assert int(said[1]) == counts.get(name, int(said[1])) > 8
            assert command in file.read_text("utf-8")


def test_names_of_pages_that_templates_link_to_exist() -> None:
    from importlib.resources import files

    folder = files("multipole.apps.web") / "templates"
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir()]
    linked = {name for text in texts for name in re.findall(r"places\.page\(['\"]([\w-]+)", text)}
    assert linked <= {page.name for page in PAGES}
