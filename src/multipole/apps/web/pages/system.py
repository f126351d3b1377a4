"""All states in a year: who votes alike, blocs, poles, who depends on whom, and a map of tiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from multipole.answers import Answer, dependences
from multipole.answers.system_reach import POWER, VOTED
from multipole.apps.pictures.polarity import draw
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import system_shown, system_tiles
from multipole.apps.web.pages.system_asked import MEASURES, Asked, asked_of
from multipole.core.errors import NothingFound

OPTIONS: Final = ("year", "states", "to", "measure", "flow", "as_of")


def _frame(visit: Visit) -> Context:
    try:
        asked = asked_of(visit)
    except NothingFound as error:
        return {"title": "The system of states", "asked": None, "error": error}
    return {
        "title": f"The system of states in {asked.year}", "asked": asked, "measures": MEASURES,
        "flows": dependences.NAMES, "error": None,
        "near": [y for y in (asked.year - 10, asked.year - 1, asked.year + 1, asked.year + 10)
                 if asked.first <= y <= asked.last],
        "kept": {k: visit.get(k) for k in OPTIONS if k != "year" and visit.get(k)},
    }  # fmt: skip


def _agreement(visit: Visit) -> Context:
    asked = asked_of(visit)
    year = asked.of(VOTED)
    given = {"states": ",".join(asked.states), "as_of": visit.as_of}
    answer = visit.ask("agreements", year, **given)
    rows = answer.table.to_pylist()
    absent = sorted(set(asked.states) - {r[end] for r in rows for end in "ab"})
    known = [r for r in rows if r["value"] is not None]
    ranked = sorted(known, key=lambda r: -r["value"])
    return {
        "answer": answer, "matrix": system_shown.matrix(rows), "year": year, "absent": absent,
        "ends": (ranked[0], ranked[-1]) if ranked else None, "asked": asked,
        "until": rows[0]["until"] if rows else None, "words": {"year": str(year), **_clean(given)},
        "key": system_tiles.key(system_tiles.CLASSES),
    }  # fmt: skip


def _clean(words: Mapping[str, Any]) -> dict[str, str]:
    return {k: str(v) for k, v in words.items() if v}


def _map(visit: Visit) -> Context:
    asked = asked_of(visit)
    mapped = _mapped(visit, asked)
    words = {one: of.words for one, of in mapped.shown.items() if one != asked.to}
    first = mapped.answer.table.to_pylist()[0] if len(mapped.answer) else {}
    return {
        "answer": mapped.answer, "asked": asked, "year": mapped.year, "until": first.get("until"),
        "map": system_tiles.tiles(mapped.shown, centre=asked.to), "mapped": mapped,
        "key": system_tiles.key(mapped.ends), "measure": MEASURES[asked.measure],
        "listed": sorted(words.items(), key=lambda one: (mapped.shown[one[0]].kind == "gap", one)),
        "blocs": asked.measure == "bloc",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the map shows: the year, the answer by its question and words, tiles, class ends."""

    year: int
    question: str
    words: Mapping[str, Any]
    answer: Answer
    shown: Mapping[str, system_tiles.Shown]
    ends: tuple[float, ...]


def _mapped(visit: Visit, asked: Asked) -> Mapped:
    year = asked.of(VOTED if asked.measure in ("agreement", "bloc") else asked.measure)
    ends: tuple[float, ...]
    match asked.measure:
        case "agreement":
            question, words, ends = "agreements", {"to": asked.to}, system_tiles.CLASSES
            tell = system_shown.alike
        case "bloc":
            question, words, ends, tell = "blocs", {}, (), system_shown.grouped
        case flow:
            question, words, ends = "dependences", {"flow": flow, "on": asked.to}, system_tiles.FINE
            tell = system_shown.leaning
    options: dict[str, Any] = words | {"as_of": visit.as_of}
    if question == "blocs":
        answer = visit.ask(question, year=year, **options)
    else:
        answer = visit.ask(question, year, **options)
    told = _clean({"year": year, **options})
    return Mapped(year, question, told, answer, tell(answer.table.to_pylist()), ends)


def _ideal(visit: Visit) -> Context:
    asked = asked_of(visit)
    answer = visit.ask("ideal_points", *asked.states, as_of=visit.as_of)
    rows = answer.table.to_pylist()
    year = min((r["year"] for r in rows), key=lambda y: (abs(y - asked.year), y))
    own = sorted((r for r in rows if r["year"] == year), key=lambda r: -r["mean"])
    return {
        "answer": answer, "rows": own, "year": year, "picture": system_shown.points(own),
        "absent": sorted(set(asked.states) - {r["state"] for r in own}), "asked": asked,
        "words": _clean({"actors": ",".join(asked.states), "as_of": visit.as_of}),
    }  # fmt: skip


def _blocs(visit: Visit) -> Context:
    asked = asked_of(visit)
    year = asked.of(VOTED)
    answer = visit.ask("blocs", year=year, as_of=visit.as_of)
    rows = answer.table.to_pylist()
    large = [r for r in rows if r["section"] == "bloc"]
    return {
        "answer": answer, "year": year, "asked": asked, "large": large,
        "sentence": system_shown.bloc_words(year, large),
        "others": [r for r in rows if r["section"] in ("small", "aside")],
        "until": rows[0]["until"], "layers": rows[0]["layers"], "verdict": answer.notes[:2],
        "words": _clean({"year": year, "as_of": visit.as_of}),
    }  # fmt: skip


def _polarity(visit: Visit) -> Context:
    asked = asked_of(visit)
    answer = visit.ask("polarity", as_of=visit.as_of)
    rows = answer.table.to_pylist()
    return {
        "answer": answer, "row": system_shown.pole_row(answer, asked.year), "asked": asked,
        "picture": draw(answer).to_dict() if _drawable(rows) else None,
        "until": [n for n in answer.notes if "data until" in n],
        "words": _clean({"as_of": visit.as_of}), "has_power": POWER in asked.years,
    }  # fmt: skip


def _drawable(rows: Iterable[Mapping[str, Any]]) -> bool:
    return any(r["poles"] is not None or r["blocs"] is not None for r in rows)


def _depends(visit: Visit) -> Context:
    asked = asked_of(visit)
    year = asked.of(asked.flow)
    given = {"flow": asked.flow, "states": ",".join(asked.states), "as_of": visit.as_of}
    answer = visit.ask("dependences", year, **given)
    rows = answer.table.to_pylist()
    return {
        "answer": answer, "year": year, "asked": asked, "rows": rows,
        "pairs": system_shown.both_ways(rows), "flows": system_shown.flows(rows),
        "widest": max((r["high"] for r in rows if r["high"]), default=1.0),
        "until": rows[0]["until"], "words": _clean({"year": year, **given}),
        "names": dependences.NAMES,
    }  # fmt: skip


PAGE: Final = Page(
    name="system",
    path="/system",
    template="system.html.j2",
    frame=_frame,
    parts=(
        Part("agreement", "Who votes alike", "system_agreement.html.j2", _agreement),
        Part("map", "A map of tiles", "system_map.html.j2", _map),
        Part("blocs", "Blocs, and how firm they are", "system_blocs.html.j2", _blocs),
        Part("ideal", "Where states stand", "system_ideal.html.j2", _ideal),
        Part("polarity", "Poles over time", "system_polarity.html.j2", _polarity),
        Part("depends", "Who depends on whom", "system_depends.html.j2", _depends),
    ),
    options=OPTIONS,
)
