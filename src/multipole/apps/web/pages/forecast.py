"""What two actors will do to each other in the days ahead, and how good such forecasts were."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.forecast import READ_AS, horizon_of
from multipole.answers.forecast_words import acts, chance
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import ahead_drawn as drawn
from multipole.apps.web.pages.dyad_asked import begin, cited, dyad_of, rows_of
from multipole.apps.web.words import name, span
from multipole.core.errors import NothingFound

#: Horizons that the form offers, pairs that an export writes, and questions that are named.
HORIZONS: Final = ("7d", "14d", "30d", "60d", "90d")
USUAL: Final = "30d"
EXPORTED: Final = 3
NAMED: Final = 12
SKILL: Final = ("Skill so far", "outcomes in active cells")
_Row = Mapping[str, Any]


def asked(visit: Visit) -> tuple[str, tuple[str, str], dict[str, Any]]:
    """The question that the address asks; the errors of what cannot be read."""
    dyad = dyad_of(visit, "forecast")
    horizon = f"{horizon_of(visit.get('horizon', USUAL))}d"
    options = {"horizon": horizon, "source": visit.get("source") or None, "as_of": visit.as_of}
    return "forecast", (dyad.a, dyad.b), options


def _answer(visit: Visit) -> Answer:
    name_, ends, options = asked(visit)
    return visit.ask(name_, *ends, **options)


def _frame(visit: Visit) -> Context:
    question = asked(visit)
    begin(visit, question)
    dyad, (_, ends, options) = dyad_of(visit, "forecast"), question
    known = {k: v for k, v in options.items() if v}
    command = " ".join(f"--{k.replace('_', '-')} {v}" for k, v in known.items())
    return {
        "title": f"{dyad.title}: what is forecast", "dyad": dyad, "options": known,
        "horizons": HORIZONS, "command": f"multipole forecast {ends[0]} {ends[1]} {command}",
        "cite_words": cited(visit, f"{dyad.title}: acts forecast for {options['horizon']}"),
    }  # fmt: skip


def _counts(visit: Visit) -> Context:
    answer = _answer(visit)
    rows = rows_of(answer)
    return {
        "answer": answer, "rows": rows, "drawn": drawn.ranges(rows), "said": said(rows),
        "when": span(rows[0]["period_start"], rows[0]["period_end"]),
        "learnt": [n for n in answer.notes if n not in (*skill_of(answer), *READ_AS)],
        "read_as": READ_AS, "skill": skill_of(answer), "words": _words(visit),
        "wide": drawn.WIDE, "quads": drawn.QUADS,
    }  # fmt: skip


def said(rows: list[dict[str, Any]]) -> str:
    """The forecast in a sentence or two: of what most, and how likely deeds of conflict are."""
    top = max(rows, key=lambda row: row["expected"])
    days = (top["period_end"] - top["period_start"]).days
    deeds = " and ".join(
        f"{chance(row['at_least_one'])} of {name(row['sender'])} against {name(row['receiver'])}"
        for row in rows if row["quad"] == "material_conflict"
    )  # fmt: skip
    return (
        f"In {days} days {acts(top['expected'])} acts ({drawn.QUADS[top['quad']]}) of "
        f"{name(top['sender'])} towards {name(top['receiver'])} are expected to be reported, with "
        f"90% chance {top['low90']} to {top['high90']}; the base rate makes it "
        f"{acts(top['base_expected'])}. The chance of a deed of conflict: {deeds}."
    )


def skill_of(answer: Answer) -> list[str]:
    """What the answer says of its backtest; nothing where it has none."""
    return [note for note in answer.notes if any(words in note for words in SKILL)]


def _skill(visit: Visit) -> Context:
    answer = _answer(visit)
    return {"answer": answer, "skill": skill_of(answer), "drawn": drawn.skills(rows_of(answer)),
            "horizon": asked(visit)[2]["horizon"]}  # fmt: skip


def _behind(visit: Visit) -> Context:
    answer = _answer(visit)
    rows = [row for row in rows_of(answer) if row["latest"] or row["moved_by"]]
    return {"answer": answer, "rows": rows, "quads": drawn.QUADS,
            "told": answer.evidence.to_pylist()}  # fmt: skip


def _asked(visit: Visit) -> Context:
    """The questions about the two."""
    dyad = dyad_of(visit, "forecast")
    rows = [
        row for row in rows_of(visit.ask("questions"))
        if {dyad.a, dyad.b} <= set(re.split("[ +>|]", row["criterion"]))
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["status"] != "open", -row["closes"].toordinal()))
    return {"dyad": dyad, "rows": rows[:NAMED], "more": max(0, len(rows) - NAMED)}


def _words(visit: Visit) -> dict[str, str]:
    _, (a, b), options = asked(visit)
    return {"a": a, "b": b} | {k: v for k, v in options.items() if v}


def pairs(visit: Visit, most: int) -> Iterator[dict[str, str]]:
    """The pairs of which most is told."""
    with suppress(NothingFound):
        for row in visit.ask("dyads", actor="", as_of=None).table.to_pylist()[:most]:
            yield {"a": row["sender"], "b": row["receiver"]}


PAGE: Final = Page(
    name="forecast",
    path="/forecast/{a}/{b}",
    template="forecast.html.j2",
    frame=_frame,
    parts=(
        Part("counts", "The days ahead", "forecast_counts.html.j2", _counts),
        Part("skill", "How good such forecasts have been", "forecast_skill.html.j2", _skill),
        Part("behind", "What it looks at", "forecast_behind.html.j2", _behind),
        Part("asked", "Questions about the two", "forecast_asked.html.j2", _asked),
    ),
    options=("horizon", "source", "as_of"),
    exported=lambda visit: pairs(visit, EXPORTED),
)
