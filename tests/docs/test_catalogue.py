"""The page of sources says what the records say."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from multipole.sources.gate.source import Source, Variable
from multipole.sources.registry import SOURCES

ROOT = Path(__file__).resolve().parents[2]
MADE: dict[str, Any] = runpy.run_path(str(ROOT / "docs/catalogue.py"))
PAGE: str = MADE["catalogue_page"]()


def part(source: Source) -> str:
    return PAGE.split(f"\n## {source.id}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.id)
def test_a_source_has_its_part_with_limits_variables_and_citation(source: Source) -> None:
    text = part(source)
    assert f"[{source.id}](#{source.id})" in PAGE
    assert text.count("\n- ") >= len(source.limits) + 5
    assert [v.name for v in source.variables if f"| `{v.name}` |" not in text] == []
    assert "\n> " in text
    assert "Publisher: " in text
    assert "Licence: " in text


def test_rows_of_tables_have_as_many_cells_as_their_heads() -> None:
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1, table.splitlines()[0]


def test_what_looks_like_markup_in_a_record_is_text() -> None:
    variable = Variable("odd", "a|b *c* <d>", "1", "trade")
    record = replace(SOURCES[0], id="odd", title="A [title](x)", limits=("see `a*b` and <b>",),
                     variables=(variable,))  # fmt: skip
    text = "\n".join(MADE["_source"](record))
    assert r"a\|b \*c\* \<d\>".replace(r"\>", ">") in text
    assert r"A \[title\](x)" in text
    assert r"see `a*b` and \<b>" in text


def test_the_page_is_one_line_a_paragraph() -> None:
    head = PAGE.split("| Source |")[0]
    assert len([line for line in head.splitlines() if line]) == 4
