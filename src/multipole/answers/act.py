"""One act that a data set codes: its row, its cells, and the other rows that tell it."""

from __future__ import annotations

import re
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.evidence import file_name, none
from multipole.answers.words import count
from multipole.core.errors import NothingFound
from multipole.sources import find_source
from multipole.sources.cite import citation
from multipole.store import Store, listing

#: ``e5fea0bc1234 row 36: CHN 040 RUS``, as `events` names acts; what follows the row may be left
#: out, and ``e5fea0bc1234.36`` is the same row.
_NAME: Final = re.compile(r"([0-9a-f]{6,64})(?:\.| row )(\d{1,12})(?:: (\S*) (\S*) (\S*))?")
CELLS: Final = (
    "sender", "receiver", "action", "code", "modality", "domain", "period_start", "period_end",
    "known_on", "sender_code", "receiver_code", "place", "intensity", "mentions", "outlet", "story",
    "event",
)  # fmt: skip
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("id", "source", "release", "sha256", "file")),
        ("row", pa.int64()),
        *((n, pa.string()) for n in ("sender", "receiver", "action", "code", "modality")),
        ("domain", pa.string()),
        *((n, pa.date32()) for n in ("period_start", "period_end", "known_on")),
        *((n, pa.string()) for n in ("sender_code", "receiver_code", "place")),
        ("intensity", pa.float64()),
        ("mentions", pa.int64()),
        *((n, pa.string()) for n in ("outlet", "story", "event")),
        ("asked", pa.bool_()),
    ]
)
SHOWN: Final = ("source", "row", "period_start", "sender", "code", "receiver", "mentions")


def is_act(name: str) -> bool:
    """Whether a name is one of an act of a data set: a file's digest and a row.

    >>> is_act("e5fea0bc1234 row 36: CHN 040 RUS"), is_act("545dfe8c")
    (True, False)
    """
    return bool(_NAME.fullmatch(name.strip()))


def act(store: Store, name: str) -> Answer:
    """The coded rows that tell one act, the one that is asked for (``asked``) first.

    ``name`` is the id that `events` gives it. The same act: the same source, days, ends, code and
    modality. The notes say the release, and how to cite it. Raises `NothingFound`.
    """
    found = _NAME.fullmatch(name.strip())
    rows = listing.coded_rows(store, found[1], int(found[2])).to_pylist() if found else []
    ends = found.group(3, 4, 5) if found else ()
    if found and found[4]:
        rows = [r for r in rows if (str(r["sender"]), r["code"], str(r["receiver"])) == ends]
    if not rows:
        raise NothingFound(
            f"no row of a data set is {name!r}", where=str(store.path),
            remedy="Ids are in: multipole events --csv.",
        )  # fmt: skip
    first = rows[0]
    others = [row for row in _alike(store, first) if not _same_cell(row, first)]
    files = {f["sha256"]: f["path"] for f in store.records.files().to_pylist()}
    kept = [_row(row, files, first) for row in (first, *others)]
    table = pa.Table.from_pylist(kept, schema=SCHEMA)
    title = f"{first['source']}: {count(len(kept), 'row')} that {_tell(len(kept))} one act"
    return Answer(title, table, none(), _notes(store, first), SHOWN)


def _tell(number: int) -> str:
    return "tells" if number == 1 else "tell"


def _alike(store: Store, first: dict[str, Any]) -> list[dict[str, Any]]:
    ends = [first[end] for end in ("sender", "receiver") if first[end]]
    rows = store.records.codings(
        sources=[first["source"]], actors=ends or None, actions=[first["action"]],
        modality=first["modality"], since=first["period_start"], until=first["period_end"],
    ).to_pylist()  # fmt: skip
    keys = ("period_start", "period_end", "sender", "receiver", "code")
    return [row for row in rows if all(row[key] == first[key] for key in keys)]


def _same_cell(row: dict[str, Any], first: dict[str, Any]) -> bool:
    return bool(row["sha256"] == first["sha256"] and row["row"] == first["row"])


def _row(row: dict[str, Any], files: dict[str, str], first: dict[str, Any]) -> dict[str, Any]:
    name = f"{row['sha256'][:12]} row {row['row']}: {row['sender']} {row['code']} {row['receiver']}"
    return {
        **{cell: row[cell] for cell in CELLS},
        **{n: row[n] for n in ("source", "release", "sha256", "row")},
        "id": name,
        "file": file_name(files.get(row["sha256"], "")),
        "asked": row is first,
    }


def _notes(store: Store, row: dict[str, Any]) -> tuple[str, ...]:
    source = find_source(row["source"])
    releases = {r["id"]: r for r in store.records.releases().to_pylist()}
    release = releases[row["release"]]
    version = f", version {release['version']}" if release["version"] else ""
    return (
        f"Release of {release['known_on']}{version}.",
        f"Cite: {citation(source, now=release['at'].date())}",
        *source.limits,
    )
