"""Pictures: each kind is drawn with its intervals, gaps stay gaps, text of data stays text."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
import vl_convert
from lxml import etree
from tests.apps import pictured

from multipole import picture
from multipole.answers import Answer
from multipole.answers.measures import POINTS
from multipole.apps.pictures.look import COLOURS
from multipole.core.errors import WrongUse

KINDS: dict[str, Callable[[], Answer]] = {
    "points": pictured.points, "ideal": pictured.ideal, "polarity": pictured.polarity,
    "blocs": pictured.blocs, "depends": pictured.depends, "claim": pictured.claim,
}  # fmt: skip
HOSTILE = "</script><svg onload=alert(1)>\" + datum['value'] + \"\u202e\x1b[31m"


def nodes(spec: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a spec."""
    if isinstance(spec, dict):
        yield spec
        for value in spec.values():
            yield from nodes(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from nodes(value)


def marks(answer: Answer, kind: str) -> list[dict[str, Any]]:
    """The layers of a picture that are drawn with one kind of mark."""
    spec = picture(answer).to_dict()
    return [n for n in nodes(spec) if isinstance(n.get("mark"), dict) and n["mark"]["type"] == kind]


def rows(answer: Answer, kind: str) -> list[dict[str, Any]]:
    """The data of those layers."""
    spec = picture(answer).to_dict()
    held: dict[str, list[dict[str, Any]]] = spec.get("datasets", {})
    found = [layer["data"] for layer in marks(answer, kind)]
    return [row for data in found for row in data.get("values", held.get(data.get("name"), []))]


@cache
def drawn_kind(kind: str) -> Any:
    """The SVG of a kind of answer, drawn once."""
    return svg_of(KINDS[kind]())


def svg_of(answer: Answer) -> Any:
    drawn = vl_convert.vegalite_to_svg(picture(answer).to_dict())
    return etree.fromstring(drawn.encode())


def words_in(answer: Answer) -> str:
    """All writing of a picture."""
    return " ".join(svg_of(answer).itertext())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_drawn_no_wider_than_a_page(kind: str) -> None:
    drawn = drawn_kind(kind)
    assert 600 < float(drawn.get("width")) <= 700
    assert float(drawn.get("height")) > 100


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_says_title_and_source_with_release_and_last_day(kind: str) -> None:
    found = " ".join(drawn_kind(kind).itertext())
    assert "An invented answer" in found
    assert "Source: " in found
    assert "release r1" in found or kind == "depends"
    assert "data until " in found or kind == "ideal"


@pytest.mark.parametrize("kind", KINDS)
def test_no_writing_is_smaller_than_eleven_pixels(kind: str) -> None:
    drawn = drawn_kind(kind)
    sizes = {node.get("font-size") for node in drawn.iter("{*}text")} - {None}
    assert sizes
    assert all(float(size.removesuffix("px")) >= 11 for size in sizes)


def test_a_line_over_time_has_the_band_of_its_interval() -> None:
    (band,) = marks(pictured.points(), "area")
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    assert len(rows(pictured.points(), "area")) == 20
    assert svg_of(pictured.points()).xpath("//*[contains(@class, 'mark-area')]")
    assert "hold 90% of the doubt" in words_in(pictured.points())


def test_few_values_are_points_with_bars_and_no_line() -> None:
    few = pictured.answer([pictured.point(2000 + n, 0.5) for n in range(4)], POINTS)
    assert not marks(few, "area")
    assert not marks(few, "line")
    bars = [row for row in rows(few, "rule") if "high" in row]
    assert [(row["low"], row["high"]) for row in bars] == [(0.4, 0.6)] * 4


@pytest.mark.parametrize("unknown", [None, math.nan])
def test_a_missing_value_breaks_the_line_and_is_never_bridged(unknown: float | None) -> None:
    held = [pictured.point(year, 0.5) for year in range(2000, 2020)]
    held[10] |= {"value": unknown, "low": unknown, "high": unknown}
    found = rows(pictured.answer(held, POINTS), "line")
    runs = {row["run"] for row in found}
    assert len(runs) == 2
    assert not [row for row in found if row["at"].startswith("2010")]
    drawn = svg_of(pictured.answer(held, POINTS))
    assert len(drawn.xpath("//*[contains(@class, 'mark-line')]/*[local-name()='path']")) == 2


def test_years_that_have_no_row_break_the_line_too() -> None:
    held = [pictured.point(year, 0.5) for year in (*range(1990, 2000), *range(2005, 2015))]
    assert {row["run"] for row in rows(pictured.answer(held, POINTS), "line")} == {"1", "2"}


def test_a_value_between_gaps_stands_alone_with_its_bar() -> None:
    found = pictured.points(2009, 2011)
    alone = [row for row in rows(found, "rule") if row.get("alone")]
    assert [row["at"][:4] for row in alone] == ["2010"]


def test_a_recorded_amount_has_no_band_and_says_so() -> None:
    held = [
        pictured.point(year, 3.0, low=3.0, high=3.0, measure="arms", unit="million TIV")
        for year in range(2000, 2020)
    ]
    assert "no interval, as nothing was sampled" in words_in(pictured.answer(held, POINTS))


def test_each_measure_has_a_plot_with_its_own_unit() -> None:
    held = [
        pictured.point(year, 0.5, measure=name, unit=unit)
        for year in range(2000, 2010)
        for name, unit in (("agreement", "share"), ("s_score", "S"))
    ]
    spec = picture(pictured.answer(held, POINTS)).to_dict()
    titles = {
        n["axis"]["title"] for n in nodes(spec) if isinstance(n.get("axis"), dict) and "value" in
        str(n.get("field"))
    }  # fmt: skip
    assert titles == {"share", "S"}


def test_an_axis_that_shows_part_of_the_range_says_so() -> None:
    held = [pictured.point(y, 0.1, low=0.05, high=0.2) for y in range(2000, 2020)]
    assert "axis: part of 0 to 1" in words_in(pictured.answer(held, POINTS))
    assert "axis: part" not in words_in(pictured.points())


def test_series_differ_in_dash_and_shape_and_not_by_colour_alone() -> None:
    held = [
        pictured.point(year, 0.5, sender=a, receiver=b, directed=True, measure="influence")
        for year in range(2000, 2020)
        for a, b in (("AAA", "BBB"), ("BBB", "AAA"))
    ]
    spec = picture(pictured.answer(held, POINTS)).to_dict()
    for channel in ("color", "strokeDash", "shape"):
        scales = [n[channel]["scale"] for n in nodes(spec) if "scale" in (n.get(channel) or {})]
        assert scales
        assert all(len(set(map(str, scale["range"]))) == 2 for scale in scales)
    assert "AAA to BBB" in words_in(pictured.answer(held, POINTS))


def test_what_was_known_by_then_is_a_thin_line_of_its_own() -> None:
    found = pictured.points(filtered=0.5)
    widths = {layer["mark"]["strokeWidth"] for layer in marks(found, "line")}
    assert len(widths) == 2
    assert "of its own period and before only" in words_in(found)


def test_published_points_stand_beside_as_hollow_marks() -> None:
    hollow = [m for m in marks(pictured.ideal(), "point") if not m["mark"].get("filled")]
    assert [layer["encoding"]["y"]["field"] for layer in hollow] == ["aside"]


def test_a_verdict_has_a_shape_and_words_of_its_own() -> None:
    (points,) = marks(pictured.claim(), "point")
    scale = points["encoding"]["shape"]["scale"]
    assert scale["domain"] == ["yes", "no", "not measurable"]
    assert len(set(scale["range"])) == 3
    found = words_in(pictured.claim())
    assert "yes, p 0.010 (family 0.020), further" in found
    assert "Not drawn: trade (the series ends)" in found


def test_members_that_waver_are_marked_by_a_sign() -> None:
    found = words_in(pictured.blocs())
    assert "BBB?" in found
    assert "AAA?" not in found
    assert "DDD;" in found


@pytest.mark.parametrize(
    "hostile",
    [
        pictured.points(sender=HOSTILE, unit=HOSTILE, measure=HOSTILE, source=HOSTILE),
        pictured.claim(HOSTILE),
        pictured.blocs(HOSTILE),
    ],
)
def test_text_of_data_stays_text(hostile: Answer) -> None:
    spec = picture(hostile).to_dict()
    assert not [n for n in nodes(spec) if {"expr", "signal", "calculate", "transform"} & set(n)]
    drawn = svg_of(hostile)
    assert not drawn.xpath("//*[@onload] | //*[local-name()='script']")
    assert "\u202e" not in etree.tostring(drawn, encoding="unicode")


@pytest.mark.parametrize(
    "empty",
    [
        pictured.answer([], POINTS),
        pictured.points(*range(2000, 2020)),
        pictured.answer([], pictured.BLOCS),
        pictured.answer([], pictured.CLAIM),
    ],
)
def test_where_no_value_is_known_nothing_is_drawn(empty: Answer) -> None:
    with pytest.raises(WrongUse, match="no value is known"):
        picture(empty)


def test_an_answer_without_a_picture_says_which_have_one() -> None:
    plain = pictured.answer([{"a": 1}], pa.schema([("a", pa.int64())]))
    with pytest.raises(WrongUse, match=r"no picture of .*measures over time"):
        picture(plain)


#: Machado, Oliveira and Fernandes 2009: protan, deutan and tritan eyes, and sRGB to CIE XYZ.
EYES = (
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
     (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
     (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
     (0.004733, 0.691367, 0.303900)),
)  # fmt: skip
XYZ = np.array([(0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505)])
Floats = npt.NDArray[np.float64]


def linear(colour: str) -> Floats:
    part = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light: Floats) -> Floats:
    x = XYZ @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_colours_stay_apart_for_colour_blind_eyes(eye: tuple[tuple[float, ...], ...]) -> None:
    seen = [lab(np.array(eye) @ linear(colour)) for colour in COLOURS]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) > 15


@pytest.mark.parametrize("colour", COLOURS)
def test_colours_stand_out_from_paper(colour: str) -> None:
    assert 1.05 / (float(XYZ[1] @ linear(colour)) + 0.05) >= 3
