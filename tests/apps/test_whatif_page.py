"""The page of a scenario and its command: nothing loaded, nothing run, the same bytes again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from tests.world.acts import write_acts
from typer.testing import CliRunner, Result

from multipole.answers.whatif import WhatIf, whatif
from multipole.apps.cli import app
from multipole.apps.whatif_page import render, write_page
from multipole.apps.whatif_page.drawn import ticks_of
from multipole.core.errors import WrongUse
from multipole.scenario.shocks_read import read_shocks
from multipole.store import open_store

SCENARIOS = Path(__file__).resolve().parents[2] / "examples-scenarios"
SHOCK = """
title: "<script>alert(1)</script> & \u202e<b>bold</b>"
shocks:
  - {act: PRY SANCTION FJI, number: 40}
  - {flow: gas from PRY to FJI, change: -50%, assume: {act: FJI ACCUSE PRY}, why: "<i>why</i>"}
  - {commitment: ISL NAM defence, made: +5 days}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "acts.duckdb"
    with open_store(path, create=True) as opened:
        write_acts(opened)
    return path


@pytest.fixture(scope="module")
def found(place: Path) -> Iterator[WhatIf]:
    with open_store(place, read_only=True) as store:
        yield whatif(store, SHOCK, months=2, runs=60, states=6)


def run(place: Path, *words: str) -> Result:
    quick = ["--months", "2", "--runs", "60", "--states", "6", "--store", str(place)]
    return CliRunner().invoke(app, ["whatif", *words, *quick])


def test_the_page_loads_and_runs_nothing(found: WhatIf) -> None:
    page = render(found)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in unescape(page)
    assert not re.search(r"<[^>]+ style=", page)


def test_words_of_the_file_are_shown_and_not_run(found: WhatIf) -> None:
    page = render(found)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;i&gt;why" in page
    assert "\u202e" not in page
    assert "\\u202e" in page


def test_the_page_says_all_that_every_output_must(found: WhatIf) -> None:
    page = render(found)
    for said in ("Reports, not causes", "without (the twin)", "Placebo", "branching ratio",
                 "seed 7", "What this rests on", "Paraguay towards Fiji", "Blocs", "Flows",
                 "Pledges", "real days"):  # fmt: skip
        assert said in page, said
    for sentence in found.said:
        assert sentence in page
    assert page.count('<svg viewBox="0 0 360 190"') == 3 * len(found.dyads)


def test_the_same_answer_gives_the_same_page(found: WhatIf, place: Path) -> None:
    with open_store(place, read_only=True) as store:
        again = whatif(store, SHOCK, months=2, runs=60, states=6, workers=2)
    assert render(again) == render(found)


def test_a_page_that_cannot_be_written_is_wrong_use(found: WhatIf, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be written"):
        write_page(found, tmp_path / "no" / "folder.html")


def test_the_command_writes_the_page_and_says_the_answer(place: Path, tmp_path: Path) -> None:
    shock, out = tmp_path / "shock.yaml", tmp_path / "whatif.html"
    shock.write_text(SHOCK, encoding="utf-8")
    done = run(place, str(shock), "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "Paraguay towards Fiji" in done.stdout
    assert "\u202e" not in done.stdout
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_command_gives_json_and_csv(place: Path) -> None:
    words = ("--act", "PRY SANCTION FJI; number: 9", "--pair", "ISL-MLT")
    told = json.loads(run(place, *words, "--json").stdout)
    assert {"dyads", "paths", "placebo", "checks"} <= set(told["tables"])
    assert len(told["said"]) == 3
    head = run(place, *words, "--csv").stdout.splitlines()[0]
    assert head.startswith("sender,receiver,what,month")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no shock is given"),
        (("none.yaml",), "cannot be read"),
        (("--act", "PRY SANCTON FJI"), "Did you mean SANCTION?"),
        (("--act", "PRY SANCTION FJI", "--pair", "ISL"), "Write --pair IND-RUS"),
    ],
)
def test_what_is_wrong_is_one_line_and_code_two(
    place: Path, words: tuple[str, ...], said: str
) -> None:
    done = run(place, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda p: p.stem)
def test_the_examples_can_be_read(path: Path) -> None:
    from datetime import date

    plan = read_shocks(path.read_text(encoding="utf-8"), name=path.name, otherwise=date(2018, 6, 1))
    acts = plan.acts(end=date(2019, 6, 1))
    assert bool(acts or plan.rates()) == (path.stem != "nothing")
    assert path.name in (SCENARIOS / "README.md").read_text(encoding="utf-8")


def test_ticks_hold_all_values() -> None:
    for low, high in ((0.0, 0.003), (-7.0, 12.0), (0.0, 123456.0)):
        ticks = ticks_of(low, high)
        assert ticks[0] <= low
        assert ticks[-1] >= high
        assert 2 <= len(ticks) <= 9
