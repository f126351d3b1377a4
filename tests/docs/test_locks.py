"""The lock files that pip reads say what uv.lock says, and hold what the project asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", text, maxsplit=1)[0]).lower()


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_is_that_of_the_resolution(name: str) -> None:
    resolved = {(_name(p["name"]), p.get("version")) for p in _toml("uv.lock")["package"]}
    pinned = PINNED.findall((ROOT / name).read_text(encoding="utf-8"))
    assert pinned
    assert [p for p in pinned if (_name(p[0]), p[1]) not in resolved] == []


def test_every_dependency_is_pinned_with_hashes() -> None:
    project = _toml("pyproject.toml")
    run = {_name(d) for d in project["project"]["dependencies"]}
    groups = project["dependency-groups"]
    tools = {_name(d) for group in ("dev", "build") for d in groups[group]}
    for name, wanted in (("requirements.lock", run), ("requirements-dev.lock", run | tools)):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert wanted <= {_name(found) for found, _ in PINNED.findall(text)}
        assert len(PINNED.findall(text)) <= text.count("--hash=sha256:")


def test_the_resolution_is_of_what_the_project_asks_for_today() -> None:
    project = _toml("pyproject.toml")["project"]
    own = next(p for p in _toml("uv.lock")["package"] if p["name"] == "multipole")
    locked = {_name(d["name"]): d.get("specifier", "") for d in own["metadata"]["requires-dist"]}
    extras = [d for extra in project["optional-dependencies"].values() for d in extra]
    wanted = (*project["dependencies"], *extras)
    asked = {_name(d): re.sub(r"^[A-Za-z0-9._-]+", "", d) for d in wanted}
    assert {n: _bounds(s) for n, s in locked.items()} == {n: _bounds(s) for n, s in asked.items()}


def _bounds(specifier: str) -> set[str]:
    return set(specifier.replace(" ", "").split(","))
