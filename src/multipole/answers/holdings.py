"""What a store holds, for its receipts: releases, how far they reach, what was read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.own_variables import known_variables
from multipole.answers.words import count
from multipole.core.errors import UnknownCode
from multipole.core.periods import ONE_DAY
from multipole.core.records import Release
from multipole.sources import find_source
from multipole.sources.cite import bibtex, citation
from multipole.sources.gate.source import Source
from multipole.store import Store

RELEASES: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "title", "version")),
        ("known_on", pa.date32()),
        ("files", pa.int64()),
        *((n, pa.int64()) for n in ("rows", "observations", "codings", "items")),
        ("set_aside", pa.int64()),
        ("reasons", pa.list_(pa.string())),
        ("quarantined", pa.int64()),
        *((n, pa.date32()) for n in ("first", "until")),
        *((n, pa.string()) for n in ("publisher", "licence", "licence_url", "homepage")),
        *((n, pa.string()) for n in ("citation", "bibtex", "release", "command")),
        ("digests", pa.list_(pa.string())),
        ("paths", pa.list_(pa.string())),
        ("added", pa.string()),
    ]
)
REACH: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "variable", "label", "unit", "theme")),
        *((n, pa.date32()) for n in ("first", "until")),
        ("rows", pa.int64()),
        ("release", pa.string()),
    ]
)
READ: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("month", "outlet", "language")),
        *((n, pa.int64()) for n in ("documents", "coded", "waiting", "no_coder")),
    ]
)
UNDATED: Final = "undated"
NO_OUTLET: Final = "no outlet given"
_COUNTS: Final = ("rows", "observations", "codings", "items", "quarantined")
_Row = Mapping[str, Any]


def holdings(store: Store, *, as_of: str | date | None = None) -> Answer:
    """One row a release of a data set: what it is, whose, what of it went in, and how to cite it.

    ``set_aside`` rows are sound and not about actors, for ``reasons``; ``quarantined`` ones were
    refused. ``first`` and ``until`` are the first and last day of what went in. ``digests`` are the
    SHA-256 of its files; ``command`` adds them again.
    """
    known = day_of(as_of)
    releases = store.records.releases(known).to_pylist()
    files, coverage = store.records.files().to_pylist(), store.records.coverage(known).to_pylist()
    rows: list[dict[str, Any]] = [
        _release(
            release,
            [f for f in files if f["release"] == release["id"]],
            [c for c in coverage if c["release"] == release["id"]],
        )
        for release in releases
    ]
    table = pa.Table.from_pylist(rows, schema=RELEASES)
    shown = ("source", "version", "known_on", "rows", "set_aside", "quarantined", "until")
    return Answer(count(len(rows), "release"), table, evidence.none(), (), shown)


def reach(store: Store, *, source: str = "", as_of: str | date | None = None) -> Answer:
    """One row a variable of a source that stands: its first and last day, and how many rows.

    Coded events are the variable ``coded events``. ``source`` keeps one; raises `UnknownCode`.
    """
    if source:
        find_source(source)
    known = day_of(as_of)
    told, named = store.records.coverage(known).to_pylist(), known_variables(store, known)
    widest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in told:
        if source in ("", str(row["source"])):
            _widen(widest.setdefault((row["source"], row["variable"]), dict(row)), row)
    rows: list[dict[str, Any]] = [
        row | _meaning(row["variable"], named)
        | {"first": row["period_start"], "until": row["period_end"] and row["period_end"] - ONE_DAY}
        for row in widest.values()
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=REACH)
    shown = ("source", "variable", "label", "first", "until", "rows")
    return Answer(count(len(rows), "variable"), table, evidence.none(), (), shown)


def read_coverage(store: Store, *, as_of: str | date | None = None) -> Answer:
    """How many documents of each outlet and language are of each month, and how many are coded.

    ``month`` is ``2021-03``, a year where only that is known, or `UNDATED`.
    """
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for row in store.documents(day_of(as_of)).to_pylist():
        key = (_month(row), row["outlet"] or NO_OUTLET, row["language"] or "unknown")
        counted.setdefault(key, Counter())[row["status"]] += 1
    rows: list[dict[str, Any]] = [
        {
            "month": month, "outlet": outlet, "language": language, "documents": seen.total(),
            "coded": seen["coded"], "waiting": seen["pending"], "no_coder": seen["no_coder"],
        }
        for (month, outlet, language), seen in sorted(counted.items())
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=READ)
    total = sum(row["documents"] for row in rows)
    return Answer(count(total, "document"), table, evidence.none(), (), tuple(READ.names))


def _month(row: _Row) -> str:
    on = row["published_on"]
    return f"{on:%Y-%m}" if on else evidence.year_of(row) or UNDATED


def _release(release: _Row, files: list[_Row], coverage: list[_Row]) -> dict[str, Any]:
    aside: Counter[str] = Counter()
    for file in files:
        aside.update(json.loads(file["set_aside"]))
    first = min((c["period_start"] for c in coverage if c["period_start"]), default=None)
    last = max((c["period_end"] for c in coverage if c["period_end"]), default=None)
    paths = [f["path"] for f in files]
    return {
        **_card(release, [f["sha256"] for f in files]),
        **{name: sum(f[name] for f in files) for name in _COUNTS},
        "source": release["source"], "version": release["version"],
        "known_on": release["known_on"], "files": len(files), "set_aside": aside.total(),
        "reasons": [f"{reason}: {number:,}" for reason, number in aside.most_common()],
        "first": first, "until": last and last - ONE_DAY, "release": release["id"],
        "command": " ".join(["multipole add", release["source"], *map(evidence.file_name, paths)]),
        "digests": [f["sha256"] for f in files], "added": f"{release['at']:%Y-%m-%d %H:%M}",
        "paths": [evidence.file_name(path) for path in paths],
    }  # fmt: skip


def _card(release: _Row, digests: list[str]) -> dict[str, str]:
    """What the catalogue says of the release's source; nothing of one it does not know."""
    record = _record(release["source"])
    if record is None:
        return dict.fromkeys(("title", "publisher", "licence", "citation", "bibtex"), "")
    kept = Release(record.id, release["version"], release["known_on"], tuple(sorted(digests)))
    had = release["at"].date()
    return {
        **{n: getattr(record, n) for n in ("title", "publisher", "licence", "licence_url")},
        "homepage": record.homepage,
        "citation": citation(record, now=had, release=kept),
        "bibtex": bibtex(record, now=had, release=kept),
    }


def _record(source: str) -> Source | None:
    try:
        return find_source(source)
    except UnknownCode:
        return None


def _widen(held: dict[str, Any], row: _Row) -> None:
    """Take in another release of the same variable that stands beside it."""
    if row["release"] != held["release"]:
        held["rows"] += row["rows"]
    for name, best in (("period_start", min), ("period_end", max)):
        days = [day for day in (held[name], row[name]) if day]
        held[name] = best(days, default=None)


def _meaning(variable: str, named: Mapping[str, Any]) -> dict[str, str]:
    if not variable:
        return {"variable": "coded events", "label": "events with who did what to whom",
                "unit": "acts", "theme": "events"}  # fmt: skip
    known = named.get(variable)
    if known is None:
        return {"label": "", "unit": "", "theme": ""}
    return {"label": known.label, "unit": known.unit, "theme": known.theme}
