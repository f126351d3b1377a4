"""One data set: its card in the catalogue, its releases here, its reach, what is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from multipole.answers.sources import fetch_of, themes_of
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.core.errors import NothingFound
from multipole.sources import find_source
from multipole.sources.gate.source import Variable

#: Rows of the quarantine that are shown.
ROWS: Final = 200


def _frame(visit: Visit) -> Context:
    record = find_source(visit.get("id"))
    about = {
        "publisher": record.publisher, "licence": record.licence, "years": record.years,
        "themes": ", ".join(themes_of(record)), "authors": record.authors, "DOI": record.doi,
        "reads": record.files, "to get it": record.get, "by program": fetch_of(record),
        "known": "on the day of each fact" if record.timely else "on the day of the release",
        "files": "add to one another" if record.increments else "the newest release stands",
    }  # fmt: skip
    return {
        "title": record.title, "record": record, "about": {k: v for k, v in about.items() if v},
    }  # fmt: skip


def _releases(visit: Visit) -> Context:
    id = visit.get("id")  # noqa: A001
    rows = [
        r for r in visit.ask("holdings", as_of=visit.as_of).table.to_pylist() if r["source"] == id
    ]
    if not rows:
        raise NothingFound(
            f"{id} is not in the store", remedy=f"Add it: multipole add {id} FILE ...",
        )  # fmt: skip
    return {"rows": rows}


def _variables(visit: Visit) -> Context:
    record = find_source(visit.get("id"))
    reach = visit.ask("reach", source=record.id, as_of=visit.as_of).table.to_pylist()
    held = {row["variable"]: row for row in reach}
    rows = [_variable(one, held.pop(one.name, None)) for one in record.variables]
    rows += [{"name": name, "label": row["label"], "unit": row["unit"], "means": "", **_span(row)}
             for name, row in held.items()]  # fmt: skip
    if not rows:
        raise NothingFound(
            f"{record.id} gives events and has no variables", remedy="Add it to see its reach."
        )  # fmt: skip
    return {"rows": rows}


def _variable(one: Variable, held: Mapping[str, Any] | None) -> dict[str, Any]:
    ends = "of one actor" if one.ends == 1 else "of two, directed" if one.directed else "of two"
    means = f"{ends}, by {one.step}" + ("; no row means none" if one.zero else "")
    return {"name": one.name, "label": one.label, "unit": one.unit, "means": means, **_span(held)}


def _span(row: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: row[name] if row else None for name in ("first", "until", "rows")}


def _quarantine(visit: Visit) -> Context:
    answer = visit.ask("quarantine", source=visit.get("id"))
    rows = answer.table.to_pylist()
    return {"answer": answer, "rows": rows[:ROWS], "of": len(rows)}


def _exported(visit: Visit) -> Iterable[Mapping[str, str]]:
    rows = visit.ask("holdings").table.to_pylist()
    return ({"id": source} for source in sorted({row["source"] for row in rows if row["title"]}))


PAGE = Page(
    name="source",
    path="/receipts/source/{id}",
    template="source.html.j2",
    frame=_frame,
    parts=(
        Part("releases", "In the store", "source_releases.html.j2", _releases),
        Part(
            "variables", "Variables and how far they reach", "source_variables.html.j2", _variables
        ),
        Part("quarantine", "Refused at the gate", "source_quarantine.html.j2", _quarantine),
    ),
    options=("as_of",),
    exported=_exported,
)
