"""Tally tables (`multipole.relations.streams.TALLIES`) from events of reports and yearly counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.core.plover import ACTIONS, QUADS, is_material
from multipole.relations.dyads import dyad_events
from multipole.relations.streams import MONTHS_OF, TALLIES, Step, step_start

REPORTS: Final = "reports"
_Row = dict[str, Any]


def report_tallies(
    events: pa.Table, a: str, b: str, *, step: Step, source: str = REPORTS
) -> pa.Table:
    """Tallies of the events of reports, as one source; schema `TALLIES`.

    ``events`` has the columns id, sender, receiver (lists of actor ids), action, domain, modality,
    period_start, period_end and probability, one row an event. Those that happened count, by their
    probability: ``between`` when they concern the two (`multipole.relations.dyad_events`), else in
    the exposure when one of the two and any other actor take part. What the two do together to a
    third is agreement between them when it is words (talk when it is talk), cooperation when it is
    a deed. An event whose period is unknown or longer than a step has no ``period_start``. Raises
    `BadValue` for one actor twice.

    >>> veto = pa.table({"id": ["e"], "sender": [["CHN", "RUS"]], "receiver": [["UNSC"]],
    ...     "action": ["REJECT"], "domain": ["un"], "modality": ["happened"],
    ...     "period_start": [date(2014, 5, 22)], "period_end": [date(2014, 5, 23)],
    ...     "probability": [0.9]})
    >>> row = report_tallies(veto, "CHN", "RUS", step="month").to_pylist()[0]
    >>> row["period_start"], row["action"], row["between"], row["n"]
    (datetime.date(2014, 5, 1), 'AGREE', True, 0.9)
    """
    _apart(a, b)
    numbered = events.append_column("_row", pa.array(range(len(events)), pa.int64()))
    kept = [m == "happened" for m in events["modality"].to_pylist()]
    happened = numbered.filter(pa.array(kept, pa.bool_()))
    dyad = dyad_events(happened, a, b)
    rows = [_told(r, r["action"], True) for r in _acting(dyad) if r["role"] != "joint"]
    rows += [_told(r, _together(r["action"]), True) for r in _acting(dyad) if r["role"] == "joint"]
    concerned = set(dyad["_row"].to_pylist())
    for row in _acting(happened):
        others = {*(row["sender"] or ()), *(row["receiver"] or ())}
        if row["_row"] not in concerned and others & {a, b} and len(others) > 1:
            rows.append(_told(row, row["action"], False))
    return _tallied(rows, source, step)


def quad_tallies(observations: pa.Table, a: str, b: str, *, step: Step) -> pa.Table:
    """Tallies of counts by quad class and directed pair; schema `TALLIES`.

    ``observations`` has the columns source, variable, subject, object, period_start, period_end and
    value; the variable ends in a quad class (``icews_verbal_conflict``), and all partners of both
    actors are needed, for they make up the exposure. Rows given twice count once. A missing value
    between the two stays missing. Raises `BadValue` for one actor twice and other variables.

    >>> counts = pa.table({"source": ["x"] * 2, "variable": ["icews_verbal_conflict"] * 2,
    ...     "subject": ["USA", "RUS"], "object": ["RUS", "FRA"], "value": [7.0, 2.0],
    ...     "period_start": [date(2014, 1, 1)] * 2, "period_end": [date(2015, 1, 1)] * 2})
    >>> quad_tallies(counts, "RUS", "USA", step="year").select(["between", "n"]).to_pylist()
    [{'between': False, 'n': 2.0}, {'between': True, 'n': 7.0}]
    """
    _apart(a, b)
    names = ["source", "variable", "subject", "object", "period_start", "period_end", "value"]
    rows: dict[tuple[Any, ...], _Row] = {}
    for row in observations.select(names).to_pylist():
        ends = {row["subject"], row["object"]}
        between = ends == {a, b}
        if ends & {a, b} and len(ends) == 2 and (between or row["value"] is not None):
            told = {**row, "probability": row["value"], "domain": None}
            key = tuple(row[name] for name in names[:-1])
            rows[key] = {**_told(told, _quad(row["variable"]), between), "source": row["source"]}
    return _tallied(rows.values(), None, step)


def _apart(a: str, b: str) -> None:
    if a == b:
        raise BadValue(f"a pair of {a!r} and {b!r}", remedy="Give two different actors.")


def _acting(events: pa.Table) -> Iterable[_Row]:
    return [row for row in events.to_pylist() if row["action"] in ACTIONS]


def _told(row: _Row, action: str, between: bool) -> _Row:
    kept = {name: row[name] for name in ("period_start", "period_end", "domain")}
    return {**kept, "action": action, "between": between, "n": row["probability"]}


def _together(action: Any) -> str:
    """What a joint act of the two to a third is between them."""
    if action == "CONSULT":
        return "CONSULT"
    return "COOPERATE" if is_material(action) else "AGREE"


def _quad(variable: str) -> str:
    found = [quad for quad in QUADS if variable.endswith(quad)]
    if not found:
        raise BadValue(f"{variable!r} does not end in a quad class", remedy=f"{', '.join(QUADS)}.")
    return found[0]


def _tallied(rows: Iterable[_Row], source: str | None, step: Step) -> pa.Table:
    """The rows added up by step, type, domain and source."""
    listed = list(rows)
    starts = _starts(listed, step)
    sums: dict[tuple[Any, ...], float | None] = {}
    for row, start in zip(listed, starts, strict=True):
        key = (source or row["source"], start, row["action"], row["domain"], row["between"])
        n, so_far = row["n"], sums.get(key, 0.0)
        sums[key] = None if n is None or so_far is None else so_far + n
    keys = sorted(sums, key=lambda k: tuple(("" if x is None else str(x)) for x in k))
    found = [(*key, sums[key]) for key in keys]
    return pa.Table.from_pylist(
        [dict(zip(TALLIES.names, row, strict=True)) for row in found], schema=TALLIES
    )


def _starts(rows: list[_Row], step: Step) -> list[date | None]:
    """The first day of the step of each row, None where its period is unknown or longer."""
    first = np.array([r["period_start"] or "NaT" for r in rows], "datetime64[D]")
    end = np.array([r["period_end"] or "NaT" for r in rows], "datetime64[D]")
    known = ~(np.isnat(first) | np.isnat(end))
    start = step_start(np.where(known, first, np.datetime64(0, "D")), step)
    following = start.astype("datetime64[M]") + MONTHS_OF[step]
    fits: npt.NDArray[np.bool_] = known & (end - first <= following.astype("datetime64[D]") - start)
    return [day if fit else None for day, fit in zip(start.tolist(), fits.tolist(), strict=True)]
