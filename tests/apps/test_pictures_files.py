"""Pictures as files: endings, the same bytes twice, pages that load nothing, safe writing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from tests.apps import pictured
from tests.datafiles import nmc
from typer.testing import CliRunner, Result

from multipole import picture
from multipole.apps.cli import app
from multipole.apps.pictures import save_picture
from multipole.core.errors import UnreadableInput, WrongUse

HOSTILE = "</script><script>alert(1)</script>"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)), env={"COLUMNS": "100", "TERM": "dumb"})


@pytest.mark.parametrize("ending", ["svg", "json", "png", "html"])
def test_the_same_answer_gives_the_same_bytes(ending: str, tmp_path: Path) -> None:
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    save_picture(pictured.points(), first)
    save_picture(pictured.ideal(), tmp_path / f"between.{ending}")
    save_picture(pictured.points(), second)
    assert first.read_bytes() == second.read_bytes()


def test_each_ending_gives_its_kind_of_file(tmp_path: Path) -> None:
    for ending, start in (
        (".svg", b"<svg"), (".png", b"\x89PNG"), (".html", b"<!DOCTYPE html>"), (".JSON", b"{"),
    ):  # fmt: skip
        place = save_picture(pictured.points(), tmp_path / f"picture{ending}")
        assert place.read_bytes().startswith(start)
    spec = json.loads((tmp_path / "picture.JSON").read_text(encoding="utf-8"))
    assert "vega-lite" in spec["$schema"]


def test_a_picture_can_be_had_and_written_at_once(tmp_path: Path) -> None:
    chart = picture(pictured.points(), out=tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == chart.to_dict()


@pytest.mark.parametrize("name", ["a.pdf", "a", "-", "svg"])
def test_an_unknown_ending_is_refused_with_those_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"\.svg, \.png, \.html or \.json"):
        save_picture(pictured.points(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"no/such\.svg"):
        save_picture(pictured.points(), tmp_path / "no" / "such.svg")
    (tmp_path / "folder.svg").mkdir()
    with pytest.raises(UnreadableInput, match="cannot write"):
        save_picture(pictured.points(), tmp_path / "folder.svg")


def test_a_file_is_kept_when_the_new_picture_cannot_be_drawn(tmp_path: Path) -> None:
    place = tmp_path / "a.svg"
    place.write_text("before")
    with pytest.raises(WrongUse):
        save_picture(pictured.points(*range(2000, 2020)), place)
    assert place.read_text() == "before"
    save_picture(pictured.points(), place)
    assert place.read_text().startswith("<svg")
    assert [found.name for found in tmp_path.iterdir()] == ["a.svg"]


def test_a_page_loads_nothing_and_runs_only_its_own_script(tmp_path: Path) -> None:
    place = save_picture(pictured.points(), tmp_path / "a.html")
    text = place.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\b(?:src|href)\s*=", text.partition("<script>")[0])
    assert "cdn." not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy[1]
    assert "http" not in policy[1]
    script = text.partition("<script>")[2].rpartition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy[1]


def test_names_cannot_end_the_script_of_a_page(tmp_path: Path) -> None:
    named = pictured.answer(
        [pictured.point(2000 + n, 0.5, sender=HOSTILE) for n in range(9)],
        pictured.POINTS,
        title=HOSTILE,
    )
    text = save_picture(named, tmp_path / "a.html").read_text(encoding="utf-8")
    assert HOSTILE not in text
    assert text.count("</script>") == 2
    data = re.search(r'id="spec">(.*?)</script>', text, re.DOTALL)
    assert data is not None
    assert HOSTILE in json.dumps(json.loads(data[1]))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    rows = [(code, year, 0.1 + year / 1e5) for code in (710, 365) for year in range(2000, 2016)]
    nmc(tmp_path / "nmc.csv", *rows)
    place = tmp_path / "s.duckdb"
    done = run("add", "cow_nmc", tmp_path / "nmc.csv", "--released", "2021", "--store", place)
    assert done.exit_code == 0, done.stderr
    return place


def test_a_command_draws_beside_what_it_prints(store: Path, tmp_path: Path) -> None:
    words = ("measure", "capabilities", "CHN", "RUS", "--store", store)
    drawn = run(*words, "--picture", tmp_path / "a.svg", "--json")
    assert (drawn.exit_code, drawn.stdout) == (0, run(*words, "--json").stdout)
    assert "capabilities of China and Russia" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_an_unknown_ending_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    found = run("polarity", "--store", tmp_path / "none.duckdb", "--picture", "a.pdf")
    assert (found.exit_code, found.stdout) == (2, "")
    assert ".svg, .png, .html or .json" in found.stderr
    assert found.stderr.count("\n") == 1
