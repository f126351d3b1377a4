"""What was read: documents by outlet, language and month, and a page of their list."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.answer import Answer
from multipole.answers.evidence import none
from multipole.answers.words import count
from multipole.core.errors import WrongUse
from multipole.core.periods import Period
from multipole.store import Store, schema

SHOWN: Final = ("published_on", "outlet", "title", "language", "status")
COUNTS: Final = pa.schema(
    [*((n, pa.string()) for n in ("outlet", "language", "month", "status")), ("n", pa.int64())]
)
#: Said in the place of an outlet or a language that is not known.
NONE: Final = "none"
UNDATED: Final = "undated"


def documents(
    store: Store,
    *,
    outlet: str = "",
    language: str = "",
    month: str = "",
    skip: int = 0,
    limit: int | None = None,
) -> Answer:
    """Documents, newest first: of an outlet, in a language, of a month or year; undated ones last.

    ``outlet``, ``language``: ``none`` are those without. ``month``: ``2021-03``, ``2021`` or
    ``undated``. ``skip`` and ``limit`` give a part of the list. Raises `BadPeriod`.
    """
    found = store.documents()
    found = found.filter(_said(found, "outlet", outlet)).sort_by(
        [("published_on", "descending"), ("id", "ascending")]
    )
    found = found.filter(_said(found, "language", language))
    found = found.filter(_of_month(found, month))
    if skip < 0 or (limit is not None and limit < 1):
        raise WrongUse(f"{skip} to {limit} is no part of a list", remedy="Begin with the first.")
    kept = found.slice(skip, limit)
    title = count(found.num_rows, "document")
    return Answer(title, kept.select(schema.DOCUMENTS.names), none(), (), SHOWN)


def document_counts(store: Store) -> Answer:
    """How many documents there are of each outlet, language, month (or ``undated``) and status."""
    found = store.documents()
    months = pc.fill_null(pc.strftime(found["published_on"], "%Y-%m"), UNDATED)
    named = pa.table(
        {
            **{n: _or_none(found[n]) for n in ("outlet", "language")},
            "month": months, "status": found["status"],
        }
    )  # fmt: skip
    keys = ["outlet", "language", "month", "status"]
    table = named.group_by(keys).aggregate([([], "count_all")])
    table = table.rename_columns([*keys, "n"]).sort_by([(k, "ascending") for k in keys])
    return Answer(
        count(found.num_rows, "document"), table.cast(COUNTS), none(), (), tuple(COUNTS.names)
    )


def _or_none(column: Any) -> Any:
    return pc.if_else(pc.equal(column, ""), NONE, column)


def _said(rows: pa.Table, name: str, value: str) -> Any:
    wanted = {"": None, NONE: ""}.get(value, value)
    if wanted is None:
        return pa.repeat(True, rows.num_rows)
    return pc.equal(rows[name], wanted)


def _of_month(rows: pa.Table, month: str) -> Any:
    days = rows["published_on"]
    if not month:
        return pa.repeat(True, rows.num_rows)
    if month == UNDATED:
        return pc.is_null(days)
    period = Period.parse(month)
    inside = pc.and_(pc.greater_equal(days, period.start), pc.less(days, period.end))
    return pc.fill_null(inside, False)
