"""What the pages of a dyad draw: the timeline, small pictures, and the sliders in a browser."""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from typing import Any

import pytest

from multipole.apps.web import look
from multipole.apps.web.pages import dyad_small as small
from multipole.apps.web.pages import dyad_timeline as drawing
from multipole.apps.web.pages.dyad_mix import shortest
from multipole.apps.web.pages.dyad_stand import level_words, moved_said, turn_words
from multipole.core.types import Estimate
from multipole.relations.composite import WEIGHTS, composite

Row = dict[str, Any]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]


def month(number: int, value: float, **other: Any) -> Row:
    year, at = 2020 + (number - 1) // 12, (number - 1) % 12 + 1
    end = date(year + at // 12, at % 12 + 1, 1)
    return {
        "measure": "closeness", "sender": "CHN", "receiver": "RUS", "domain": "all",
        "variable": "acts", "source": "reports", "period_start": date(year, at, 1),
        "period_end": end, "value": value, "low": value - 0.2, "high": value + 0.2, "n": 3,
        "until": date(2021, 12, 31), "directed": False,
    } | other  # fmt: skip


def drawn(rows: list[Row], **other: Any) -> dict[str, Any]:
    line = drawing.Line(rows, "CHN-RUS", "#1a66a8", [1, 0], "circle")
    return drawing.timeline_spec(drawing.Timeline([line], until=date(2021, 12, 31), **other))


def marks(spec: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """All layers with a mark of a kind."""
    layers = [layer for lane in spec["layer"] for layer in lane["layer"]]
    return [layer for layer in layers if layer["mark"]["type"] == kind]


def test_a_line_is_broken_where_nothing_is_known() -> None:
    spec = drawn([month(n, 0.5) for n in (1, 2, 3, 7, 8, 9, 15)])
    runs = [row["run"] for row in marks(spec, "line")[0]["data"]["values"]]
    assert runs == [0, 0, 0, 1, 1, 1]
    (alone,) = [m for m in marks(spec, "rule") if "low" in m["data"]["values"][0]]
    assert [row["run"] for row in alone["data"]["values"]] == [2]


def test_the_band_is_the_interval() -> None:
    spec = drawn([month(n, 0.1 * n) for n in (1, 2, 3)])
    values = marks(spec, "area")[0]["data"]["values"]
    assert [(v["low"], v["high"]) for v in values] == [
        pytest.approx((0.1 * n - 0.2, 0.1 * n + 0.2)) for n in (1, 2, 3)
    ]


def test_the_main_series_rests_on_most_acts() -> None:
    few = [month(n, 0.1, source="many months", n=0) for n in range(1, 20)]
    many = [month(n, 0.4, source="many acts", n=30) for n in (3, 4)]
    assert drawing.main_series([*few, *many], "closeness") == many


def test_a_few_far_older_acts_do_not_stretch_the_picture() -> None:
    old = month(1, 0.1, n=1) | {"period_start": date(1953, 12, 1)}
    assert drawing.first_year([old, *(month(n, 0.2, n=20) for n in range(1, 13))]) == 2020


def test_turns_and_the_last_day_are_drawn_through_all_lanes() -> None:
    turn = {"year": 2021, "year_low": 2020, "year_high": 2021, "letter": "A", "words": "votes"}
    spec = drawn([month(n, 0.5) for n in range(1, 20)], turns=[turn])
    told = [v for m in marks(spec, "text") for v in m["data"]["values"]]
    assert {"A", "data until 2021-12-31"} <= {row.get("label") for row in told}
    assert marks(spec, "rect")[0]["data"]["values"][0]["last"] == "2022-01-01"


def test_text_of_events_is_made_safe_for_the_picture() -> None:
    event = month(3, 0.0) | {"number": 1, "words": "they\u202e met\n</script>", "bad": False}
    spec = drawn([month(n, 0.5) for n in (1, 2, 3)], events=[event])
    assert "\u202e" not in json.dumps(spec, ensure_ascii=False, default=str)


def year(at: int, value: float | None, **other: Any) -> Row:
    return month(1, 0.0) | {
        "measure": "arms", "period_start": date(at, 1, 1), "period_end": date(at + 1, 1, 1),
        "value": value, "low": value, "high": value, "directed": True,
    } | other  # fmt: skip


def test_small_pictures_have_a_series_a_direction_and_no_line_over_gaps() -> None:
    panel = next(p for p in small.PANELS if p.measure == "arms")
    rows = [year(at, 1.0 * at - 2000) for at in (2001, 2002, 2005, 2006, 2007)]
    rows += [year(2003, 9.0, sender="RUS", receiver="CHN"), year(2004, None)]
    found = small.drawn(panel, rows, *small.span_of(rows), lambda row: "/why")
    assert [line["name"] for line in found["series"]] == ["CHN to RUS", "RUS to CHN"]
    assert [path.count("L") for path in found["series"][0]["lines"]] == [1, 2]
    marks = found["series"][0]["marks"]
    assert all(small.LEFT <= mark["x"] <= small.RIGHT for mark in marks)
    assert marks[0]["y"] > marks[-1]["y"]
    assert marks[0]["words"] == "CHN to RUS, 2001: 1"


def test_a_state_that_holds_is_drawn_in_steps() -> None:
    panel = next(p for p in small.PANELS if p.stepped)
    rows = [year(at, value, measure="commitment", directed=False)
            for at, value in ((2000, 0.0), (2001, 2.0))]  # fmt: skip
    found = small.drawn(panel, rows, *small.span_of(rows), lambda row: None)
    first, corner, last = found["series"][0]["lines"][0].removeprefix("M").split("L")
    assert corner == f"{last.split(',')[0]},{first.split(',')[1]}"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.6, 0.9, "far more cooperation than conflict"),
        (0.1, 0.9, "more cooperation than conflict"),
        (-0.9, -0.2, "more conflict than cooperation"),
        (-0.1, 0.9, "whether cooperation or conflict prevails cannot be told"),
    ],
)
def test_the_word_for_a_level_goes_by_its_whole_interval(
    low: float, high: float, words: str
) -> None:
    assert level_words({"low": low, "high": high}) == words


def test_whether_they_moved_names_the_last_turn_and_what_is_too_short() -> None:
    turn = {"status": "turn", "measure": "agreement", "source": "un", "year": 2014,
            "year_low": 2012, "year_high": 2015, "change": 0.1, "change_low": 0.05,
            "change_high": 0.15, "p": 0.01, "direction": "closer"}  # fmt: skip
    short = {"status": "too few values", "measure": "arms", "source": "x", "p": None}
    said = moved_said([turn, short])
    assert "1 of 1 series" in said
    assert "2014 (agreement +0.1 (0.05 to 0.15), closer, between 2012 and 2015, p 0.01)" in said
    assert "1 more is too short" in said
    assert "cannot be told" in moved_said([short])
    assert turn_words(turn | {"year_low": 2014, "year_high": 2014}).endswith("closer, p 0.01")


def test_the_address_holds_only_the_weights_that_are_moved() -> None:
    assert shortest(WEIGHTS) == ""
    assert shortest(WEIGHTS | {"agreement": 0.5, "rivalry": 0}) == "agreement=0.5,rivalry=0"


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: apt install chromium")
def test_the_sliders_reckon_as_the_server_does() -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    parts, cases = _parts(), _cases(random.Random(7))
    code = look.text("dyad.js").replace("export ", "")
    ask = f"(cases) => {{ {code}; return cases.map(([p, w]) => mixOf(p, w)); }}"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = browser.new_page().evaluate(ask, [[parts, weights] for weights in cases])
        browser.close()
    values = {p["name"]: Estimate(p["value"], p["low"], p["high"], 1)
              for p in parts if p["value"] is not None}  # fmt: skip
    for weights, shown in zip(cases, found, strict=True):
        told = composite(values, weights)
        if shown["value"] is None:
            assert told.value.mean != told.value.mean
            continue
        ours = [shown[k] for k in ("value", "low", "high", "coverage", "least", "most")]
        theirs = [told.value.mean, told.value.low, told.value.high, told.coverage, told.least,
                  told.most]  # fmt: skip
        assert ours == pytest.approx(theirs, abs=1e-12)
        if shown["spread"] is not None:
            assert shown["spread"] == pytest.approx(told.spread, abs=1e-12)


def _parts() -> list[dict[str, Any]]:
    told = {"agreement": (0.33, 0.1, 0.75), "joint_vetoes": (0.4, 0.2, 0.6),
            "closeness_words": (0.9, 0.8, 0.95)}  # fmt: skip
    return [
        {"name": name, "value": told[name][0] if name in told else None,
         "low": told[name][1] if name in told else 0.0,
         "high": told[name][2] if name in told else 1.0}
        for name in WEIGHTS
    ]  # fmt: skip


def _cases(rng: random.Random) -> list[dict[str, float]]:
    alone = dict.fromkeys(WEIGHTS, 0.0) | {"rivalry": 1.0}
    one = dict.fromkeys(WEIGHTS, 0.0) | {"agreement": 2.0}
    drawn_at = [{name: rng.choice([0, 0.5, 1, 3, 6]) for name in WEIGHTS} for _ in range(20)]
    return [dict(WEIGHTS), alone, one, *(case for case in drawn_at if any(case.values()))]
