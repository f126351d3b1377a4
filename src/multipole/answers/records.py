"""The record: observations about actors, each with the cell of the file that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import When, actors_of, day_of, end_of, start_of
from multipole.answers.cells import with_cells
from multipole.answers.evidence import file_name
from multipole.answers.own_variables import known_variables
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.sources import SOURCES, variables
from multipole.sources.gate.source import Variable
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("variable", "subject", "object")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("value", pa.float64()),
        *((n, pa.string()) for n in ("unit", "status", "item", "title", "source")),
        ("directed", pa.bool_()),
        ("known_on", pa.date32()),
        *((n, pa.string()) for n in ("release", "file", "sha256")),
        ("row", pa.int64()),
        ("column", pa.string()),
    ]
)
SHOWN: Final = ("when", "variable", "ends", "recorded", "about_item", "cell")


def records(
    store: Store,
    actors: Iterable[str] = (),
    *,
    with_: Iterable[str] | str = (),
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
    open_cells: bool = False,
) -> Answer:
    """Observations, oldest first: of one actor, between any two of several, or all.

    ``with_``: themes, sources or variables of the catalogue; by default all. Of several actors
    what is about one alone is there, too, when one of the words means nothing else: the name of
    such a variable, or a theme like power. ``item`` and ``title`` are
    what a row is about: a draft resolution, a treaty, a deal. ``file``, ``row`` and ``column`` are
    the cell; ``sha256`` is the file's. ``limit``: the latest so many. ``open_cells`` opens the
    files again and adds ``printed``, what the cell says there, and ``unopened``, why it could not
    be read.

    Raises `UnknownCode`, `BadPeriod` or `WrongUse` for what cannot be read, and `NothingFound` when
    nothing fits.
    """
    ids, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    meant = _meant(store, with_, known)
    ends: dict[str, Any] = {"actors": ids} if len(ids) == 1 else {}
    if len(ids) > 1:
        ends = {"subjects": ids, "objects": [*ids, *_alone(meant)]}
    found = store.records.observations(
        variables=[variable.name for of in meant for variable in of] if meant else None,
        since=start_of(since), until=end_of(until), as_of=known, **ends,
    )  # fmt: skip
    if not found.num_rows:
        raise NothingFound(
            f"the store holds no record of {', '.join(ids) or 'that'}",
            where=str(store.path),
            remedy="See what it holds: multipole status; what there is: multipole sources.",
        )
    rows = sorted(found.to_pylist(), key=lambda r: (r["period_start"], r["variable"]))
    kept = rows[-limit:] if limit else rows
    notes = [f"These are the latest {len(kept)} of {len(rows)}."] if len(kept) < len(rows) else []
    table = pa.Table.from_pylist(_told(store, kept, known), schema=SCHEMA)
    title = f"{count(len(rows), 'record')}{' of ' if ids else ''}{', '.join(ids)}"
    found = Answer(title, table, evidence.none(), tuple(notes), SHOWN)
    return with_cells(store, found) if open_cells else found


def _alone(meant: list[list[Variable]]) -> list[str]:
    """The object of what is about one actor, when a word means only such variables."""
    return [""] if any(all(v.ends == 1 for v in of) for of in meant) else []


def _meant(store: Store, with_: Iterable[str] | str, known: date | None) -> list[list[Variable]]:
    """The variables that each of the words means; no words mean all."""
    given = with_.split(",") if isinstance(with_, str) else list(with_)
    words = [word.strip() for word in given if word.strip()]
    own = known_variables(store, known) if words else {}
    return [_of_word(word, own) for word in words]


def _of_word(word: str, known: Mapping[str, Variable]) -> list[Variable]:
    meant = [v for n, (s, v) in variables().items() if word in (n, v.theme, s.id)]
    if not meant and word not in known:
        themes = sorted({v.theme for source in SOURCES for v in source.variables})
        raise WrongUse(
            f"{word!r} is no theme, source or variable", remedy=f"Use one of {', '.join(themes)}."
        )
    return meant or [known[word]]


def _told(store: Store, rows: list[dict[str, Any]], known: date | None) -> list[dict[str, Any]]:
    """The rows with their units, the titles of their items and the names of their files."""
    registered = known_variables(store, known)
    ids = {row["item"] for row in rows if row["item"]}
    items = store.records.items(items=ids, as_of=known).to_pylist() if ids else []
    titles = {(i["release"], i["item"]): i["title"] for i in items}
    files = {f["sha256"]: file_name(f["path"]) for f in store.records.files().to_pylist()}
    return [
        row | {
            "directed": registered[row["variable"]].directed,
            "unit": registered[row["variable"]].unit,
            "title": titles.get((row["release"], row["item"]), ""),
            "file": files[row["sha256"]],
        }
        for row in rows
    ]  # fmt: skip
