"""A scenario's answer as one `Answer`, to be kept in a file or sent between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.evidence import none
from multipole.answers.whatif import WhatIf

TABLES: Final = (
    "asked", "dyads", "paths", "channels", "triangle", "blocs", "flows", "pledges", "placebo",
    "checks",
)  # fmt: skip
SCHEMA: Final = pa.schema(
    [
        ("table", pa.string()),
        ("title", pa.string()),
        ("notes", pa.list_(pa.string())),
        ("shown", pa.list_(pa.string())),
        ("rows", pa.binary()),
    ]
)
_SETTINGS: Final = "settings"
_DAYS: Final = ("start", "end", "fitted_from", "fitted_until")


def packed(found: WhatIf) -> Answer:
    """A row a table (its rows as an Arrow stream), and one of the settings; see `unpacked`."""
    rows = [_row(name, one) for name in TABLES if (one := getattr(found, name)) is not None]
    settings = json.dumps(dict(found.settings), default=str)
    rows.append(dict.fromkeys(SCHEMA.names) | {"table": _SETTINGS, "title": settings})
    table = pa.Table.from_pylist(rows, SCHEMA)
    return Answer(found.title, table, none(), found.notes, ("table", "title"))


def unpacked(answer: Answer) -> WhatIf:
    """What `packed` was given, without the sentences of its tables."""
    rows = {row["table"]: row for row in answer.table.to_pylist()}
    tables = {name: _answer(rows[name]) if name in rows else None for name in TABLES}
    settings = json.loads(rows[_SETTINGS]["title"])
    given = {**tables, "settings": _dated(settings)}
    return WhatIf(title=answer.title, notes=answer.notes, **given)  # type: ignore[arg-type]


def table_of(answer: Answer, name: str) -> Answer:
    """One of the tables of what `packed` gave, with all notes of the scenario behind its own; an
    empty one where the scenario has none of that name."""
    found = unpacked(answer)
    one: Answer | None = getattr(found, name)
    if one is None:
        return Answer(found.title, pa.table({}), none(), found.notes, ())
    title = f"{found.title}: {one.title}" if one.title != found.title else one.title
    return Answer(title, one.table, one.evidence, (*one.notes, *found.notes), one.shown)


def _row(name: str, one: Answer) -> dict[str, Any]:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, one.table.schema) as out:
        out.write_table(one.table)
    return {
        "table": name, "title": one.title, "notes": list(one.notes), "shown": list(one.shown),
        "rows": bytes(sink.getvalue()),
    }  # fmt: skip


def _answer(row: Mapping[str, Any]) -> Answer:
    table = pa.ipc.open_stream(pa.py_buffer(row["rows"])).read_all()
    return Answer(row["title"], table, none(), tuple(row["notes"]), tuple(row["shown"]))


def _dated(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {k: date.fromisoformat(v) if k in _DAYS and v else v for k, v in settings.items()}
