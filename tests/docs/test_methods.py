"""The page of methods names every measure and says of each what a reader must know."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from multipole import relations
from multipole.answers.measures import MEASURES

ROOT = Path(__file__).resolve().parents[2]
MADE: dict[str, Any] = runpy.run_path(str(ROOT / "docs/methods.py"))
PAGE: str = MADE["methods_page"]()
LISTED = [(part, name) for part in MADE["PARTS"] for name in part.functions]


def functions(module: str) -> Iterator[tuple[str, str]]:
    """Public functions that a module itself defines, with their docstrings."""
    held = importlib.import_module(f"multipole.{module}")
    for name, one in vars(held).items():
        own = inspect.isfunction(one) and one.__module__ == held.__name__
        if own and not name.startswith("_"):
            yield name, inspect.getdoc(one) or ""


def modules() -> set[str]:
    """All modules of relations, system and narratives."""
    found = set()
    for package in ("relations", "system", "narratives"):
        held = importlib.import_module(f"multipole.{package}")
        found |= {f"{package}.{one.name}" for one in pkgutil.iter_modules(held.__path__)}
    return found


def test_every_module_of_a_stage_that_measures_is_on_the_page_or_said_to_be_a_step() -> None:
    on_the_page = [part.module for part in MADE["PARTS"]]
    steps = [name for name, _ in MADE["STEPS"]]
    assert sorted(on_the_page + steps) == sorted(modules()), "PARTS or STEPS of docs/methods.py"


@pytest.mark.parametrize(("name", "reason"), MADE["STEPS"], ids=lambda one: one[:40])
def test_a_step_says_what_it_is_and_holds_no_measure(name: str, reason: str) -> None:
    assert len(reason.split()) > 2
    measures = [own for own, told in functions(name) if "Unit: " in told]
    assert measures == [], "a module with a measure belongs in PARTS of docs/methods.py"


@pytest.mark.parametrize("part", MADE["PARTS"], ids=lambda part: part.module)
def test_a_function_that_says_its_unit_is_a_measure_and_stands_on_the_page(part: Any) -> None:
    found = {name for name, told in functions(part.module) if "Unit: " in told}
    assert found - set(part.functions) == set(), "name them in PARTS of docs/methods.py"


def test_what_relations_give_out_is_a_measure_or_said_to_be_none() -> None:
    given = {n for n in relations.__all__ if inspect.isfunction(getattr(relations, n))}
    assert given - {name for _, name in LISTED} == set(MADE["BESIDE"])


@pytest.mark.parametrize(("part", "name"), LISTED, ids=[f"{p.module}.{n}" for p, n in LISTED])
def test_a_measure_says_formula_unit_reference_example_and_what_it_is_not_for(
    part: Any, name: str
) -> None:
    assert MADE["lacks"](MADE["told"](part, name)) == []
    assert f"\n### {name}\n" in PAGE


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_that_can_be_asked_for_has_a_row_with_unit_and_reference(name: str) -> None:
    one = MEASURES[name]
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |")]
    assert one.unit in row
    assert len(one.cite) > 8


def test_what_a_docstring_lacks_is_named() -> None:
    bare = "How close two are.\n\n>>> 1 + 1\n2\n"
    assert MADE["lacks"](bare) == ["formula", "unit", "reference", "not for"]
    assert MADE["lacks"]("A sum.\n\n    s = a + b\n\nUnit: 1.\nReference: X.\nNot for: y.") == [
        "worked example"
    ]


def test_formulae_and_examples_stand_as_they_are_and_prose_is_no_markup() -> None:
    made = MADE["_markdown"]("Of a * b.\n\n    s_ij = a * b\n\n>>> 2 * 3\n6\n\nUnit: _x_.\n")
    assert "Of a \\* b." in made
    assert "```text\n    s_ij = a * b\n```" in made
    assert "```text\n>>> 2 * 3\n6\n```" in made
    assert "- **Unit:** \\_x_." in made
