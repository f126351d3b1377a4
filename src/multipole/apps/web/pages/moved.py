"""Why it moved: a value then and now, and every part of the difference with its weight."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from multipole.answers.asked import one_of
from multipole.answers.measures import MEASURES
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages import dyad_small as small
from multipole.apps.web.pages.dyad_asked import (
    Dyad,
    Row,
    begin,
    cited,
    dyad_of,
    moved_to,
    moved_words,
    rows_of,
)
from multipole.core.errors import NothingFound
from multipole.core.periods import Period

#: Parts in the picture, and rows of the table that stand open.
BARS: Final = 12
OPEN: Final = 40
#: Dyads of which a static export says why they moved.
EXPORTED: Final = 3
_NO_SERIES: Final = frozenset({"composite", "turning points"})


def _frame(visit: Visit) -> Context:
    known = MEASURES[one_of(visit.get("measure").lower(), tuple(MEASURES), "a measure")]
    dyad = dyad_of(visit, "moved", ordered=not known.directed)
    period = Period.parse(visit.get("when"))
    if visit.get("against"):
        Period.parse(visit.get("against"))
    begin(visit, _asked(visit, dyad))
    name = known.name.replace("_", " ")
    title = f"Why {name} moved: {dyad.title}, {visit.get('when')}"
    return {"title": title, "dyad": dyad, "known": known, "name_of_it": name, "period": period,
            "cite_words": cited(visit, title)}  # fmt: skip


def _asked(visit: Visit, dyad: Dyad) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    narrow = {"against": visit.get("against"), "source": visit.get("source"),
              "as_of": visit.as_of}  # fmt: skip
    return "moved", (visit.get("measure").lower(), dyad.a, dyad.b, visit.get("when")), narrow


def _ends(visit: Visit) -> Dyad:
    return Dyad(visit.given["a"], visit.given["b"])


def _parts(visit: Visit) -> Context:
    dyad = _ends(visit)
    name, args, narrow = _asked(visit, dyad)
    answer = visit.ask(name, *args, **narrow)
    rows = rows_of(answer)
    told: dict[str, list[Row]] = {}
    for row in answer.evidence.to_pylist():
        told.setdefault(row["claim"], []).append(row)
    parts = [
        row | {"href": _event(visit, row), "number": number,
               "told": [one for claim in row["claims"] or () for one in told.get(claim, ())]}
        for number, row in enumerate((r for r in rows if r["kind"] in ("part", "rest")), start=1)
    ]  # fmt: skip
    whole = math.fsum(row["weight"] or 0.0 for row in parts)
    most = max((abs(row["weight"] or 0.0) for row in parts), default=0.0) or 1.0
    return {
        "dyad": dyad, "answer": answer, "parts": parts, "whole": whole, "most": most,
        "bars": [row for row in parts[:BARS] if row["weight"]], "open": OPEN,
        "groups": _groups(parts),
        "context": [row for row in rows if row["kind"] == "context"],
        "weighed": any(row["weight"] is not None for row in parts),
        "words": {"measure": args[0], "a": dyad.a, "b": dyad.b, "when": args[3],
                  **{k: v or "" for k, v in narrow.items()}},
        **{row["kind"]: row for row in rows if row["kind"] in ("now", "before", "change")},
    }  # fmt: skip


def _groups(parts: list[Row]) -> list[tuple[str, list[Row], float]]:
    """Parts that are told or recorded, and those that a model adds, each with their sum."""
    told = [row for row in parts if row["claims"] or row["file"] or row["item"]]
    added = [row for row in parts if row not in told]
    named = (("Told and recorded", told), ("Added by the model, or drawn together", added))
    return [
        (name, rows, math.fsum(row["weight"] or 0.0 for row in rows))
        for name, rows in named
        if rows
    ]


def _event(visit: Visit, row: Row) -> str | None:
    """The page of the event that a part is; parts told by no claim are no events."""
    if row["item"] and row["claims"]:
        return visit.places.page("event", id=row["item"], as_of=visit.as_of or "")
    return None


def _series(visit: Visit) -> Context:
    dyad = _ends(visit)
    name = visit.get("measure").lower()
    rows: list[Row] = []
    with suppress(NothingFound):
        rows = rows_of(visit.ask("measure", name, dyad.a, dyad.b, as_of=visit.as_of))
    known = [row for row in rows if row["value"] is not None]
    domain = next((row["domain"] for row in known if row["domain"] == visit.get("source")),
                  known[0]["domain"] if known else "all")  # fmt: skip
    meant = [row for row in known if row["domain"] == domain]
    if not meant:
        return {"picture": None, "small": small, "name_of_it": name}
    measure = MEASURES[name]
    panel = small.Panel(
        name, name.replace("_", " ").capitalize(), measure.unit, "", domain=domain,
        low=measure.low if math.isfinite(measure.low) else None,
        high=measure.high if math.isfinite(measure.high) else None,
    )  # fmt: skip
    first, last = small.span_of(meant)
    return {
        "picture": small.drawn(panel, meant, first, last,
                               lambda row: moved_to(visit.places, row, dyad, visit.as_of)),
        "small": small, "name_of_it": panel.title,
    }  # fmt: skip


def _exported(visit: Visit) -> Iterator[dict[str, str]]:
    """Why the last value of each series moved, of the dyads of which most is told."""
    with suppress(NothingFound):
        for row in visit.ask("dyads", actor="", as_of=None).table.to_pylist()[:EXPORTED]:
            yield from _last_values(visit, Dyad(row["sender"], row["receiver"]))


def _last_values(visit: Visit, dyad: Dyad) -> Iterator[dict[str, str]]:
    with suppress(NothingFound):
        for row in rows_of(visit.ask("dyad", dyad.a, dyad.b, turns=False, as_of=None)):
            if row["section"] not in _NO_SERIES and row["sender"] and row["value"] is not None:
                words = moved_words(row, dyad, None)
                if words:
                    yield words


PAGE = Page(
    name="moved",
    path="/moved/{measure}/{a}/{b}/{when}",
    template="moved.html.j2",
    frame=_frame,
    parts=(
        Part("parts", "What it is made of", "moved_parts.html.j2", _parts),
        Part("series", "The whole series", "moved_series.html.j2", _series),
    ),
    options=("against", "source", "as_of"),
    exported=_exported,
)
