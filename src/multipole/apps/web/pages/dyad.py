"""The page of a dyad: where two actors stand, how they got there, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.asked import one_of
from multipole.answers.measures import MEASURES as KNOWN
from multipole.apps.brief import palette
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import dyad_small as small
from multipole.apps.web.pages import dyad_timeline as drawing
from multipole.apps.web.pages.dyad_asked import (
    Dyad,
    Row,
    begin,
    beside_of,
    cited,
    dyad_of,
    moved_to,
    rows_of,
    until_of,
)
from multipole.apps.web.pages.dyad_mix import mixed, weights_given
from multipole.apps.web.pages.dyad_parts import depends_sides, opinions_of, tie_groups
from multipole.apps.web.pages.dyad_picked import event_words, picked, whole_years
from multipole.apps.web.pages.dyad_stand import (
    level_row,
    level_said,
    marked,
    moved_said,
    tie_said,
)
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import ONE_DAY
from multipole.sources import variables
from multipole.store import Store

TIMELINE: Final = ",".join(drawing.NAMES)
SMALL: Final = ",".join(small.MEASURES)
#: Steps of the timeline, and how many times the acts of months years must tell to be shown first.
STEPS: Final = ("month", "year")
YEARLY: Final = 3
#: Events in the list of the latest, and dyads of which a static export writes pages.
LATEST: Final = 12
EXPORTED: Final = 12


def _frame(visit: Visit) -> Context:
    dyad, beside, weights = dyad_of(visit, "dyad"), beside_of(visit), weights_given(visit)
    _since(visit)
    if visit.get("step"):
        one_of(visit.get("step"), STEPS, "a step of the timeline")
    _begin(visit, dyad)
    title = dyad.title
    return {
        "title": title, "dyad": dyad, "beside": beside, "weights": weights,
        "cite_words": cited(visit, title),
    }  # fmt: skip


def _begin(visit: Visit, dyad: Dyad) -> None:
    """Have what the parts will ask for worked out side by side."""
    ends, known = (dyad.a, dyad.b), {"as_of": visit.as_of}
    begin(
        visit,
        *(("measure", (TIMELINE, *ends), {"step": step, **known}) for step in STEPS),
        ("dyad", ends, {"turns": False, **known}),
        ("tie", ends, known), ("measure", (SMALL, *ends), known), ("depends", ends, known),
        ("turning", ends, known),
    )  # fmt: skip


def _since(visit: Visit) -> int | None:
    given = visit.get("since")
    if given and not (given.isdigit() and len(given) == 4):
        raise WrongUse(f"{given!r} is no year", remedy="Write 2014.")
    return int(given) if given else None


def _ends(visit: Visit) -> Dyad:
    return Dyad(visit.given["a"], visit.given["b"])


def _stand(visit: Visit) -> Context:
    dyad = _ends(visit)
    whole = visit.ask("dyad", dyad.a, dyad.b, turns=False, as_of=visit.as_of)
    tie = visit.ask("tie", dyad.a, dyad.b, as_of=visit.as_of)
    turning = _maybe(visit, "turning", dyad)
    rows = rows_of(whole)
    level = level_row(rows)
    return {
        "dyad": dyad, "level": level, "level_said": level_said(level),
        "tie_said": tie_said(rows_of(tie), tie.title), "until": until_of(rows),
        "moved_said": moved_said(turning) if turning else "Whether they moved cannot be told: "
        "no series of several years is there.",
        "mix": mixed(rows, weights_given(visit))["found"],
        "why": level and moved_to(visit.places, level, dyad, visit.as_of),
    }  # fmt: skip


def _maybe(visit: Visit, name: str, dyad: Dyad) -> list[Row]:
    """The rows of an answer, none where the store has nothing."""
    with suppress(NothingFound):
        return rows_of(visit.ask(name, dyad.a, dyad.b, as_of=visit.as_of))
    return []


def _linked(visit: Visit, dyad: Dyad, rows: list[Row]) -> list[Row]:
    return [row | {"href": moved_to(visit.places, row, dyad, visit.as_of)} for row in rows]


def _timeline(visit: Visit) -> Context:
    dyad, beside = _ends(visit), beside_of(visit)
    step, answer = _told(visit, dyad)
    every = rows_of(answer)
    closeness = drawing.main_series(every, "closeness")
    first = _since(visit) or drawing.first_year(closeness) or 0
    rows = [row for row in every if row["period_end"].year >= first]
    close = _linked(visit, dyad, drawing.main_series(rows, "closeness"))
    drawn = drawing.Timeline(
        closeness=[drawing.Line(close, dyad.short, palette.COOPERATION, [1, 0], "circle")],
        conflict=drawing.conflict_lines(_linked(visit, dyad, rows)),
        acts=_linked(visit, dyad, [row for name in drawing.COUNTS
                                   for row in drawing.main_series(rows, name)]),
        events=picked(visit, dyad, first), until=_reach(close), step=step,
        turns=[t for t in marked(_maybe(visit, "turning", dyad)) if t["year"] >= first],
    )  # fmt: skip
    if beside:
        drawn.closeness.extend(_beside(visit, beside, first, step))
    return {
        "dyad": dyad, "drawn": drawn, "spec": drawing.timeline_spec(drawn) if close else None,
        "label": f"Closeness, conflict and acts of {dyad.title} over time", "first": first,
        "years": whole_years(close), "step": step, "answer": answer, "beside": beside,
    }  # fmt: skip


def _told(visit: Visit, dyad: Dyad) -> tuple[str, Answer]:
    """The series by the step of the address, else by year where years tell of far more acts."""
    given = visit.get("step")
    if given:
        return given, _by(visit, dyad, given)
    month, year = (_by(visit, dyad, step) for step in ("month", "year"))
    acts = [sum(row["n"] or 0 for row in drawing.main_series(rows_of(of), "closeness"))
            for of in (month, year)]  # fmt: skip
    return ("year", year) if acts[1] > YEARLY * acts[0] else ("month", month)


def _by(visit: Visit, dyad: Dyad, step: str) -> Answer:
    return visit.ask("measure", TIMELINE, dyad.a, dyad.b, step=step, as_of=visit.as_of)


def _reach(rows: list[Row]) -> date | None:
    """The last day of the data: never before the end of a value that is drawn."""
    ends = [row["period_end"] - ONE_DAY for row in rows]
    return max([*ends, *(row["until"] for row in rows if row["until"])], default=None)


def _beside(visit: Visit, beside: Dyad, first: int, step: str) -> list[drawing.Line]:
    """The closeness of the dyad to compare with, none where no acts of it are told."""
    with suppress(NothingFound):
        rows = [row for row in rows_of(_by(visit, beside, step)) if row["period_end"].year >= first]
        held = _linked(visit, beside, drawing.main_series(rows, "closeness"))
        if held:
            return [drawing.Line(held, beside.short, palette.INK, [6, 3], "triangle-up")]
    return []


def _turning(visit: Visit) -> Context:
    dyad = _ends(visit)
    answer = visit.ask("turning", dyad.a, dyad.b, as_of=visit.as_of)
    rows = rows_of(answer)
    return {"dyad": dyad, "answer": answer, "turns": list(marked(rows)), "said": moved_said(rows),
            "rest": [row for row in rows if row["status"] != "turn"]}  # fmt: skip


def _small(visit: Visit) -> Context:
    dyad = _ends(visit)
    rows: list[Row] = []
    with suppress(NothingFound):
        rows = rows_of(visit.ask("measure", SMALL, dyad.a, dyad.b, as_of=visit.as_of))
    held = {m: [r for r in rows if r["measure"] == m] for m in small.MEASURES}
    known = [row for row in rows if row["value"] is not None]
    filled = [p for p in small.PANELS if any(_of_panel(p, row) for row in held[p.measure])]
    first, last = small.span_of(known) if known else (None, None)

    def link(row: Mapping[str, Any]) -> str | None:
        return moved_to(visit.places, row, dyad, visit.as_of)

    return {
        "dyad": dyad, "empty": [p for p in small.PANELS if p not in filled],
        "pictures": [
            small.drawn(p, held[p.measure], first, last, link)
            for p in filled
            if first is not None and last is not None
        ],
        "small": small, "link": link,
    }  # fmt: skip


def _of_panel(panel: small.Panel, row: Mapping[str, Any]) -> bool:
    return row["value"] is not None and row["domain"] == panel.domain


def _own(visit: Visit) -> Context:
    """The records of the two in tables of one's own."""
    dyad = _ends(visit)
    names = visit.room.once("own variables", _own_variables)
    rows: list[Row] = []
    with suppress(NothingFound):
        if names:
            answer = visit.ask("records", dyad.a, dyad.b, with_=",".join(names), as_of=visit.as_of)
            rows = sorted(rows_of(answer), key=lambda row: (row["variable"], row["period_start"]))
    return {"dyad": dyad, "own": rows, "small": small, "pictures": list(small.own_panels(rows)),
            "names": names}  # fmt: skip


def _own_variables(store: Store) -> list[str]:
    """The variables that are not in the catalogue."""
    held = {row["variable"] for row in store.records.coverage().to_pylist()}
    return sorted(held - set(variables()) - {""})


def _tie(visit: Visit) -> Context:
    dyad = _ends(visit)
    answer = visit.ask("tie", dyad.a, dyad.b, as_of=visit.as_of)
    rows = rows_of(answer)
    return {"dyad": dyad, "answer": answer, "said": tie_said(rows, answer.title),
            "groups": tie_groups(rows)}  # fmt: skip


def _depends(visit: Visit) -> Context:
    dyad = _ends(visit)
    answer = visit.ask("depends", dyad.a, dyad.b, as_of=visit.as_of)
    flows = depends_sides(rows_of(answer), dyad)
    said = answer.notes[: len({flow["flow"] for flow in flows})]
    told = [note for note in said if "cannot be told" not in note]
    return {"dyad": dyad, "answer": answer, "flows": flows, "said": told[:3] or said[:2]}


def _mix(visit: Visit) -> Context:
    dyad = _ends(visit)
    answer = visit.ask("dyad", dyad.a, dyad.b, turns=False, as_of=visit.as_of)
    return {
        "dyad": dyad,
        "as_of": visit.as_of or "",
        **mixed(rows_of(answer), weights_given(visit)),
    }


def _events(visit: Visit) -> Context:
    dyad = _ends(visit)
    asked = {"as_of": visit.as_of, "limit": LATEST}
    try:
        answer = visit.ask("events", dyad.a, dyad.b, sources="reports", **asked)
    except NothingFound:
        answer = visit.ask("events", dyad.a, dyad.b, **asked)
    told: dict[str, list[Row]] = {}
    for row in answer.evidence.to_pylist():
        told.setdefault(row["claim"], []).append(row)
    rows = [
        row | {"words": event_words(row), "by": sorted({one["outlet"] or "no outlet given"
                             for claim in row["claims"] or () for one in told.get(claim, ())})}
        for row in reversed(rows_of(answer))
    ]  # fmt: skip
    return {"dyad": dyad, "answer": answer, "rows": rows}


def _opinions(visit: Visit) -> Context:
    dyad = _ends(visit)
    answer = visit.ask("claims", dyad.a, dyad.b, kind="assessment", as_of=visit.as_of)
    return {"dyad": dyad, "answer": answer, "sides": opinions_of(answer)}


def _files(visit: Visit) -> Context:
    """The measures of which the store has a series of the two."""
    dyad = _ends(visit)
    answer = visit.ask("dyad", dyad.a, dyad.b, turns=False, as_of=visit.as_of)
    named = {row["measure"] for row in rows_of(answer) if row["sender"]}
    return {"dyad": dyad, "measures": [name for name in KNOWN if name in named]}


def _exported(visit: Visit) -> Iterator[dict[str, str]]:
    with suppress(NothingFound):
        for row in visit.ask("dyads", actor="", as_of=None).table.to_pylist()[:EXPORTED]:
            yield {"a": row["sender"], "b": row["receiver"]}


PAGE = Page(
    name="dyad",
    path="/dyad/{a}/{b}",
    template="dyad.html.j2",
    frame=_frame,
    parts=(
        Part("stand", "Where they stand", "dyad_stand.html.j2", _stand),
        Part("timeline", "Closeness, conflict and acts", "dyad_timeline.html.j2", _timeline),
        Part("turning", "When they moved", "dyad_turning.html.j2", _turning),
        Part("measures", "Votes, trade, arms, visits, pledges", "dyad_small.html.j2", _small),
        Part("own", "Records of one's own", "dyad_own.html.j2", _own),
        Part("tie", "The kind of tie", "dyad_tie.html.j2", _tie),
        Part("depends", "Who depends on whom", "dyad_depends.html.j2", _depends),
        Part("composite", "One figure out of several", "dyad_mix.html.j2", _mix),
        Part("events", "The latest events", "dyad_events.html.j2", _events),
        Part("opinions", "What is said of their closeness", "dyad_opinions.html.j2", _opinions),
        Part("files", "The series as files", "dyad_files.html.j2", _files),
    ),
    options=("as_of", "with", "weights", "since", "step"),
    exported=_exported,
)
