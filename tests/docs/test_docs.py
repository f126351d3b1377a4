"""The documentation does what it says: every block runs, every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from multipole.apps.cli import app
from multipole.core.plover import ACTIONS
from multipole.core.records import STATUSES
from multipole.store import schema

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL_PAGES = [
    *PAGES,
    *sorted((ROOT / "docs/decisions").glob("*.md")),
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "benchmarks/README.md",
]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
LOUD = re.compile(
    r"\b(simply|powerful|seamless\w*|cutting.edge|state.of.the.art|blazing\w*|effortless\w*|"
    r"world.class|revolutionary|robust)\b",
    re.IGNORECASE,
)


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"docs_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.xdist_group("docs")
@pytest.mark.parametrize("page", _names(PAGES))
def test_every_block_of_a_page_runs(page: str, desk_folder: Path) -> None:
    blocks = _module(Path(__file__).with_name("blocks.py"))
    state = blocks.Page(ROOT)
    for block in blocks.blocks_of((ROOT / page).read_text(encoding="utf-8")):
        blocks.run(block, state)


def test_pages_made_from_help_texts_and_floors_are_up_to_date() -> None:
    made = _module(ROOT / "docs/write_pages.py").pages()
    late = [page.name for page, words in made.items() if page.read_text("utf-8") != words]
    assert late == [], "run: make docs"


@pytest.mark.parametrize("page", _names(ALL_PAGES))
def test_every_link_leads_to_a_file(page: str) -> None:
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    dead = [link for link in LINK.findall(text) if not (path.parent / link).exists()]
    assert dead == []


@pytest.mark.parametrize("page", _names(ALL_PAGES))
def test_pages_use_plain_words(page: str) -> None:
    assert LOUD.findall((ROOT / page).read_text(encoding="utf-8")) == []


def test_the_page_on_the_coder_names_every_type() -> None:
    text = (ROOT / "docs/coder.md").read_text(encoding="utf-8")
    assert [action for action in ACTIONS if f"`{action}`" not in text] == []


def test_the_page_on_the_store_names_every_table_and_the_columns_of_records() -> None:
    text = (ROOT / "docs/store.md").read_text(encoding="utf-8")
    assert [name for name in schema.TABLES if f"`{name}`" not in text] == []
    rows = {m[1]: m[0] for m in re.finditer(r"^\| `(\w+)` \|.*$", text, re.MULTILINE)}
    for table in ("releases", "files", "coverage", *schema.RECORDS):
        told = rows[table].replace("period,", "`period_start`, `period_end`,")
        absent = [n for n in schema.TABLES[table].names if f"`{n}`" not in told]
        assert absent == [] or absent == ["sender_code", "receiver_code"], table


def test_the_page_on_panels_names_every_status() -> None:
    text = (ROOT / "docs/panel.md").read_text(encoding="utf-8")
    assert [status for status in STATUSES if f"| `{status}` |" not in text] == []


def test_every_command_is_shown_on_some_page_that_a_person_wrote() -> None:
    pages = [p for p in PAGES if p.name not in ("cli.md", "sources.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    group: Any = typer.main.get_command(app)
    assert [name for name in group.commands if f"multipole {name}" not in text] == []


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    others = [p.name for p in (ROOT / "docs").glob("*.md") if p.name != "index.md"]
    assert [name for name in others if f"({name})" not in index] == []


def test_a_newcomer_meets_the_demo_and_the_tests_first() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    first = text.split("```sh\n", 1)[1].split("```", 1)[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]
