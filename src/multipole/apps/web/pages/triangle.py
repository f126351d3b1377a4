"""Three actors: their ties in a year, balanced or not, the test of pressure, the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.asked import actor_of
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages import triangle_drawn, triangle_trail
from multipole.apps.web.words import name
from multipole.core.errors import MultipoleError, NothingFound, WrongUse

#: Sentences shown behind each tie, the latest first.
SENTENCES: Final = 6
#: Triangles that a static export writes.
EXPORTED: Final = 3
_OUTCOMES: Final = {
    "for": "Evidence that it brings them closer",
    "against": "Evidence that it drives them apart",
    "no evidence": "No evidence either way",
    "not measurable": "Not measurable",
}
#: What the notes on the test begin with.
_TEST_NOTES: Final = ("Pressure in", "Placebo pairs", "Votes are a weak")


def _states(visit: Visit) -> tuple[str, str, str]:
    with visit.room.store() as store:
        own = store.actor_list()
    a, b, c = (actor_of(visit.get(end), own=own) for end in "abc")
    if len({a, b, c}) < 3:
        raise WrongUse(
            f"{visit.get('a')}, {visit.get('b')} and {visit.get('c')} are not three actors",
            remedy="Name three different ones: CHN, RUS, USA.",
        )
    return a, b, c


def _frame(visit: Visit) -> Context:
    """The corners by their ids in order; another way of writing them is sent to that address."""
    states = _states(visit)
    ordered = sorted(states)
    _year(visit)
    if [visit.get(end) for end in "abc"] != ordered:
        more = {k: v for k, v in visit.given.items() if k not in "abc"}
        where = visit.places.page("triangle", **dict(zip("abc", ordered, strict=True)), **more)
        if where:
            raise Elsewhere(where)
    return {
        "title": ", ".join(map(name, ordered)), "states": ordered,
        "pairs": [(p, q) for n, p in enumerate(ordered) for q in ordered[n + 1 :]],
        "words": {**dict(zip("abc", ordered, strict=True)), "as_of": visit.as_of or ""},
    }  # fmt: skip


def _year(visit: Visit) -> int | None:
    text = visit.get("year")
    if text and not (text.isdecimal() and len(text) == 4):
        raise WrongUse(f"{text!r} is no year", remedy="Write one in digits: 2018.")
    return int(text) if text else None


def _years(visit: Visit) -> Answer:
    return visit.ask("triangle_years", *_states(visit), as_of=visit.as_of)


def _tested(visit: Visit) -> Answer:
    return visit.ask("triangle", *_states(visit), as_of=visit.as_of)


def _now(visit: Visit) -> Context:
    answer = _years(visit)
    years = triangle_drawn.years_of(answer)
    by_year = {one.year: one for one in years}
    asked = _year(visit)
    if asked is not None and asked not in by_year:
        raise WrongUse(
            f"the store tells of this triangle in {years[0].year} to {years[-1].year}, not {asked}",
            remedy="Take one of those years.",
        )
    chosen = by_year[asked] if asked is not None else years[-1]
    states = _states(visit)
    ends = [(tie["sender"], tie["receiver"]) for tie in chosen.ties]
    return {
        "answer": answer, "chosen": chosen, "years": years, "states": states,
        "now": triangle_drawn.drawn(chosen), "shape": triangle_drawn.shape(ends, states),
        "all": [triangle_drawn.drawn(one) for one in years], "marks": triangle_drawn.MARKS,
        "words": {**dict(zip("abc", states, strict=True)), "as_of": visit.as_of or ""},
        "carried": {k: v for k, v in visit.given.items() if k in ("as_of",) and v},
        "rule": triangle_drawn.RULE, "until": _until(answer),
    }  # fmt: skip


def _until(answer: Answer) -> str:
    """How far each part reaches, as the answer says."""
    return next((n for n in answer.notes if n.startswith("Data until")), "")


def _trail(visit: Visit) -> Context:
    answer = _years(visit)
    ties = [row for row in answer.table.to_pylist() if row["section"] == "tie"]
    return {
        "answer": answer, "composite": triangle_trail.composite(answer),
        "parts": triangle_trail.parts(answer), "ties": ties, "until": _until(answer),
        "known": any(row["value"] is not None for row in ties), "words": _words(visit),
    }  # fmt: skip


def _pressure(visit: Visit) -> Context:
    answer = _tested(visit)
    rows = [r for r in answer.table.to_pylist() if r["section"] == "pressure"]
    corners: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        corners.setdefault(row["presser"], []).append(row)
    return {
        "answer": answer, "corners": corners, "outcomes": _OUTCOMES, "verdict": _verdict(rows),
        "limits": [n for n in answer.notes if n.startswith(_TEST_NOTES)] + [answer.notes[-1]],
        "words": _words(visit),
    }  # fmt: skip


def _verdict(rows: Iterable[Mapping[str, Any]]) -> str:
    """What the tests come to, in one sentence."""
    found = [row["found"] for row in rows]
    told = {way: found.count(way) for way in ("for", "against") if way in found}
    asked = len(found) - found.count("not measurable")
    if not found:
        return "The store has no events or votes of the three, so that nothing can be tested."
    if not asked:
        return f"None of {len(found)} tests could be made: the series are too short."
    if not told:
        return f"None of the {asked} tests that could be made finds that pressure moves the others."
    words = " and ".join(
        f"{n} that it brings the others closer"
        if way == "for"
        else f"{n} that it drives them apart"
        for way, n in told.items()
    )
    return f"Of {asked} tests that could be made, {words}; one history proves nothing by itself."


def _measures(visit: Visit) -> Context:
    answer = _tested(visit)
    rows = answer.table.to_pylist()
    ties: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["section"] == "measure":
            ties.setdefault("-".join(sorted((row["sender"], row["receiver"]))), []).append(row)
    signs = {row["tie"]: row for row in rows if row["section"] == "sign"}
    return {"answer": answer, "ties": ties, "signs": signs, "words": _words(visit)}


def _words(visit: Visit) -> dict[str, str]:
    return {**dict(zip("abc", _states(visit), strict=True)), "as_of": visit.as_of or ""}


def _behind(visit: Visit) -> Context:
    a, b, c = _states(visit)
    return {"behind": [_told(visit, *pair) for pair in ((a, b), (a, c), (b, c))]}


def _told(visit: Visit, p: str, q: str) -> dict[str, Any]:
    """The latest sentences behind the closeness of two, or why there is none."""
    held: dict[str, Any] = {"a": p, "b": q, "told": [], "total": 0, "error": None}
    try:
        answer = visit.ask("closeness", p, q, by="all", domain="all", as_of=visit.as_of)
    except NothingFound as error:
        return held | {"error": error}
    told = sorted(answer.evidence.to_pylist(), key=lambda r: str(r["published_on"] or ""))
    return held | {"told": told[: -SENTENCES - 1 : -1], "total": len(told)}


def _exported(visit: Visit) -> Iterable[Mapping[str, str]]:
    try:
        rows = visit.ask("triangles").table.to_pylist()
    except MultipoleError:
        return ()
    return ({end: row[end] for end in "abc"} for row in rows[:EXPORTED])


PAGE: Final = Page(
    name="triangle",
    path="/triangle/{a}/{b}/{c}",
    template="triangle.html.j2",
    frame=_frame,
    parts=(
        Part("now", "The three ties", "triangle_now.html.j2", _now),
        Part("pressure", "Does pressure of one bring the other two closer?",
             "triangle_pressure.html.j2", _pressure),
        Part("trail", "The years", "triangle_trail.html.j2", _trail),
        Part("measures", "Every measure of each tie", "triangle_measures.html.j2", _measures),
        Part("behind", "Sentences behind the ties", "triangle_behind.html.j2", _behind),
    ),
    options=("as_of", "year"),
    exported=_exported,
)  # fmt: skip
