"""What if: shocks composed in a form, simulated beside the same futures without them."""

from __future__ import annotations

from typing import Any, Final

from multipole.answers.whatif_packed import unpacked
from multipole.answers.whatif_tables import ALL, VALENCE
from multipole.apps.web.page import Context, Elsewhere, Page, Part, Visit
from multipole.apps.web.pages.dyad_asked import actors_table, cited
from multipole.apps.web.whatif_asked import (
    BETWEEN,
    MOST,
    USUAL,
    Scenario,
    admitted,
    composed,
    scenario_of,
)
from multipole.apps.web.words import name
from multipole.apps.whatif_page import page as drawing
from multipole.core.plover import ACTION_WORDS, ACTIONS
from multipole.scenario.shocks import GOODS, PLEDGED
from multipole.scenario.shocks_read import CLASSES, KINDS, NAMED

STATE: Final = (*KINDS, "start", "months", "runs", "seed", "states", "triangle", "pairs", "source",
                "as_of")  # fmt: skip
#: What forms to begin with offer: kind, words, title.
EXAMPLES: Final = (
    ("act", "USA SANCTION CHN; number: 20", "The United States sanctions China twenty times"),
    ("series", "CHN joint_exercise RUS; every: month", "A joint exercise every month"),
    ("rate", "RUS CHN cooperation; times: 1.5", "Half as much cooperation again"),
    ("commitment", "CHN RUS defence; made: +1 month", "A pledge of defence"),
)


def _asked(visit: Visit) -> Scenario:
    return scenario_of(visit.given, own=actors_table(visit))


def _frame(visit: Visit) -> Context:
    own = actors_table(visit)
    new = composed(visit.given, own=own)
    if new:
        raise Elsewhere(_with(visit, *new))
    asked = _asked(visit)
    held = [
        {"kind": kind, "words": words, "away": _without(visit, kind, words)}
        for kind, words in asked.shocks
    ]
    return {
        "title": "What if", "asked": asked, "held": held, "state": _state(visit), "kinds": KINDS,
        "most": MOST, "usual": USUAL, "acts": _acts(), "classes": tuple(CLASSES), "goods": GOODS,
        "pledges": PLEDGED, "examples": _examples(visit), "command": asked.command,
        "cite_words": cited(visit, f"What if: {'; '.join(w for _, w in asked.shocks)}"),
    }  # fmt: skip


def _acts() -> list[tuple[str, str]]:
    named = [(word, f"{word.replace('_', ' ')} ({kind})") for word, (kind, _) in NAMED.items()]
    return [*named, *((kind, f"{ACTION_WORDS[kind]} ({kind})") for kind in ACTIONS)]


def _examples(visit: Visit) -> list[tuple[str, str]]:
    found = [(visit.places.page("what-if", **{kind: words}), title)
             for kind, words, title in EXAMPLES]  # fmt: skip
    return [(to, title) for to, title in found if to]


def _state(visit: Visit) -> dict[str, str]:
    """The words of the address that say the scenario."""
    return {key: visit.get(key) for key in STATE if visit.get(key)}


def _with(visit: Visit, kind: str, words: str) -> str:
    state = _state(visit)
    state[kind] = BETWEEN.join(filter(None, (state.get(kind, ""), words)))
    scenario_of(state, own=actors_table(visit))
    return visit.places.page("what-if", **state) or ""


def _without(visit: Visit, kind: str, words: str) -> str:
    state = _state(visit)
    kept = [one for one in state[kind].split(BETWEEN) if one.strip() != words]
    return visit.places.page("what-if", **{**state, kind: BETWEEN.join(kept)}) or ""


def _result(visit: Visit) -> Context:
    asked = _asked(visit)
    if not asked.shocks:
        return {"found": None}
    admitted(visit.room, asked)
    found = unpacked(visit.ask("whatif", asked.shocks, **asked.options))
    three = found.triangle.table.to_pylist() if found.triangle else []
    return {
        "found": found, "dyads": list(drawing.dyads_of(found)), "what": drawing.WHAT, "all": ALL,
        "valence": VALENCE, "change": drawing.change, "level": drawing.level,
        "fades": drawing.fades, "chance": drawing.chance, "settings": found.settings,
        "ties": [row for row in three if row["month"] == 0 and row["tie"] != "balance"],
        "balance": [row for row in three if row["month"] == 0 and row["tie"] == "balance"],
        "words": _words(asked), "name": name,
    }  # fmt: skip


def _words(asked: Scenario) -> dict[str, Any]:
    """The same in the words of the API."""
    held: dict[str, Any] = {k: v for k, v in asked.options.items() if v not in (None, "", ())}
    for kind in KINDS:
        told = [words for one, words in asked.shocks if one == kind]
        if told:
            held[kind] = BETWEEN.join(told)
    if "pairs" in held:
        held["pairs"] = ",".join("-".join(pair) for pair in held["pairs"])
    if "triangle" in held:
        held["triangle"] = ",".join(held["triangle"])
    return held


PAGE: Final = Page(
    name="what-if",
    path="/what-if",
    template="whatif.html.j2",
    frame=_frame,
    parts=(Part("result", "What would follow", "whatif_result.html.j2", _result),),
    options=STATE,
    exported=lambda visit: (),
)
