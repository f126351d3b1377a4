"""Data sets in a store: releases, what of their files was set aside, and what is in quarantine."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.evidence import file_name
from multipole.answers.words import count
from multipole.core.records import Release
from multipole.sources import find_source
from multipole.store import Store

QUARANTINE: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "file")),
        ("row", pa.int64()),
        *((n, pa.string()) for n in ("column", "datum", "reason", "remedy", "path", "sha256")),
    ]
)
_Row = dict[str, Any]


def data_sets(store: Store, known: date | None) -> list[_Row]:
    """Rows of `multipole.answers.status`: data sets, set aside, quarantine."""
    releases = store.records.releases(known).to_pylist()
    if not releases:
        return []
    files = store.records.files().to_pylist()
    of = {r["id"]: [f for f in files if f["release"] == r["id"]] for r in releases}
    sources = {r["id"]: r["source"] for r in releases}
    return [
        *(_release(release, of[release["id"]]) for release in releases),
        *_aside(sources, files),
        *_quarantined(store, sources),
    ]


def _release(release: _Row, files: list[_Row]) -> _Row:
    sums = {n: sum(f[n] for f in files) for n in ("rows", "observations", "codings", "items")}
    parts = [
        f"known on {release['known_on']}",
        count(len(files), "file"),
        *(count(sums[n], noun) for n, noun in _WHAT.items() if sums[n]),
    ]
    name = f"{release['source']} {release['version']}".strip()
    return {
        "section": "data sets",
        "what": name,
        "number": sums["rows"],
        "detail": "; ".join(parts),
    }


_WHAT: Final = {"observations": "observation", "codings": "coded event", "items": "item"}


def _aside(sources: dict[str, str], files: list[_Row]) -> list[_Row]:
    found: Counter[tuple[str, str]] = Counter()
    for file in files:
        if file["release"] in sources:
            for reason, number in json.loads(file["set_aside"]).items():
                found[sources[file["release"]], reason] += number
    return [
        {"section": "set aside", "what": source, "number": number, "detail": reason}
        for (source, reason), number in sorted(found.items())
    ]


def _quarantined(store: Store, sources: dict[str, str]) -> list[_Row]:
    """One row a source, file and column, with the first datum as an example."""
    found: dict[tuple[str, str, str], list[_Row]] = {}
    for row in _refused(store, sources):
        found.setdefault((row["source"], row["file"], row["column"]), []).append(row)
    return [
        {
            "section": "quarantine",
            "what": f"{source} {file} {column}".strip(),
            "number": len(rows),
            "detail": f"such as row {rows[0]['row']}: {rows[0]['reason']}. {rows[0]['remedy']}",
        }
        for (source, file, column), rows in found.items()
    ]


def _refused(store: Store, sources: dict[str, str]) -> list[_Row]:
    files = {(f["release"], f["number"]): f for f in store.records.files().to_pylist()}
    return [
        row
        | {
            "source": sources[row["release"]],
            "file": file_name(files[row["release"], row["file"]]["path"]),
            "path": files[row["release"], row["file"]]["path"],
            "sha256": files[row["release"], row["file"]]["sha256"],
        }
        for row in store.records.quarantine().to_pylist()
        if row["release"] in sources
    ]


def when_added(store: Store) -> dict[str, datetime]:
    """The files of data sets by path, and when each was last added."""
    at = {r["id"]: r["at"] for r in store.records.releases().to_pylist()}
    files = sorted(store.records.files().to_pylist(), key=lambda f: at[f["release"]])
    return {f["path"]: at[f["release"]] for f in files}


def loaded(store: Store) -> dict[str, str]:
    """What of each source is in the store, in words: its newest release and how many rows."""
    files = store.records.files().to_pylist()
    found: dict[str, str] = {}
    for release in store.records.releases().to_pylist():
        rows = sum(f["rows"] for f in files if f["release"] == release["id"])
        version = f"{release['version']}, " if release["version"] else ""
        found[release["source"]] = f"{version}known on {release['known_on']}, {count(rows, 'row')}"
    return found


def newest(store: Store, source: str) -> Release | None:
    """The newest release of a source in the store, None when there is none."""
    of = [r for r in store.records.releases().to_pylist() if r["source"] == source]
    if not of:
        return None
    last = of[-1]
    files = store.records.files().to_pylist()
    digests = tuple(sorted(f["sha256"] for f in files if f["release"] == last["id"]))
    return Release(source, last["version"], last["known_on"], digests)


def quarantine(store: Store, *, source: str = "") -> Answer:
    """Every row that was refused at the gate: file, row, column, datum, reason and remedy.

    ``source`` keeps those of one source; raises `UnknownCode` when there is none of that name.
    """
    if source:
        find_source(source)
    releases = store.records.releases().to_pylist()
    sources = {r["id"]: r["source"] for r in releases if source in ("", r["source"])}
    table = pa.Table.from_pylist(_refused(store, sources), schema=QUARANTINE)
    shown = ("source", "file", "row", "column", "reason", "remedy")
    return Answer(f"{count(table.num_rows, 'row')} refused", table, evidence.none(), (), shown)
