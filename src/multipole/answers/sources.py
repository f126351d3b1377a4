"""Which public data sets can be read, what each may be used for, and how one gets it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.core.errors import NothingFound
from multipole.sources.cite import citation
from multipole.sources.downloads import downloads_of, list_of
from multipole.sources.gate.source import SYSTEM, Download, Source, Variable
from multipole.sources.registry import SOURCES, find_source

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "title", "what", "kind", "years")),
        ("themes", pa.list_(pa.string())),
        ("variables", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("publisher", "licence", "licence_url", "homepage", "doi")),
        ("limits", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("files", "get", "fetch", "citation", "loaded")),
        *((n, pa.string()) for n in ("time", "terms")),
    ]
)
RECORD: Final = pa.schema([(n, pa.string()) for n in ("section", "what", "detail")])
_ROLLS: Final = {"sum": "added up", "mean": "averaged", "last": "the last counts",
                 "max": "the largest counts"}  # fmt: skip
_FEW: Final = 6
_WORDS: Final = 5


def sources(*, about: str = "", loaded: Mapping[str, str] | None = None, now: date) -> Answer:
    """The catalogue: one row a source, by theme.

    ``about`` leaves those in which every one of its words is found: in the id, title, description,
    themes, variables or publisher. ``loaded`` says in words what of each is in a store, by id.
    ``time`` and ``terms`` are the years and the licence in short. Raises `NothingFound`.
    """
    found = sorted(filter(lambda s: _is_about(s, about), SOURCES), key=_order)
    if not found:
        themes = ", ".join(sorted({theme for s in SOURCES for theme in themes_of(s)}))
        raise NothingFound(f"no source is about {about!r}", remedy=f"There are: {themes}.")
    rows = [_row(s, (loaded or {}).get(s.id, ""), now) for s in found]
    shown = ("source", "title", "themes", "time", "terms")
    return Answer(
        "Sources" + (f" about {about}" if about else ""),
        pa.Table.from_pylist(rows, schema=SCHEMA), evidence.none(), (),
        shown if loaded is None else (*shown, "loaded"),
    )  # fmt: skip


def source(id: str, *, loaded: str = "", now: date) -> Answer:  # noqa: A002
    """One source in full: what it is, its limits, its variables, its files, how to cite it."""
    record = find_source(id)
    rows = [
        *_about(record, loaded),
        *(_line("limits", str(n), text) for n, text in enumerate(record.limits, start=1)),
        *(_line("variables", v.name, meaning(v)) for v in record.variables),
        *_files(record),
        _line("citation", "", citation(record, now=now)),
    ]
    table = pa.Table.from_pylist(rows, schema=RECORD)
    return Answer(f"{record.id}: {record.title}", table, evidence.none(), (), tuple(RECORD.names))


def themes_of(record: Source) -> tuple[str, ...]:
    """The themes of its variables, in their order; of events and documents, that they are such."""
    themes = dict.fromkeys(variable.theme for variable in record.variables)
    return tuple(themes) or (record.kind,)


def fetch_of(record: Source) -> str:
    """How the program itself gets the files; ``""`` when only by hand."""
    if listed := list_of(record):
        days = " --since YYYY-MM-DD --until YYYY-MM-DD" if listed.dated else ""
        return f"multipole fetch {record.id}{days}"
    return f"multipole fetch {record.id}" if downloads_of(record) else ""


def meaning(variable: Variable) -> str:
    """A variable in words: what, unit, of whom, how often, its range, and what no row means."""
    parts = [
        f"{variable.label} ({variable.unit})", f"theme {variable.theme}", ends_of(variable),
        step_of(variable), range_of(variable), absence_of(variable),
    ]  # fmt: skip
    return "; ".join(filter(None, parts))


def ends_of(variable: Variable) -> str:
    """Whether it is about a state, a pair, or one towards the other."""
    if variable.ends == 1:
        return "of a state"
    return "of one towards another" if variable.directed else "of a pair"


def step_of(variable: Variable) -> str:
    """How long its periods are, and how finer ones make a year."""
    if variable.step == "range":
        return "for as long as it holds"
    year = "" if variable.step == "year" else f", in a year {_ROLLS[variable.roll]}"
    return f"by {variable.step}{year}"


def range_of(variable: Variable) -> str:
    """The values it can have, ``""`` when any."""
    low, high = (f"{v:g}" if math.isfinite(v) else "" for v in (variable.low, variable.high))
    if low and high:
        return low if low == high else f"from {low} to {high}"
    return f"{low} or more" if low else f"{high} or less" if high else ""


def absence_of(variable: Variable) -> str:
    """What it means that there is no row."""
    if not variable.zero:
        return "no row means not known"
    ends = dict.fromkeys(map(_whom, (variable.subjects, variable.objects)))
    whom = " and ".join(filter(None, ends))
    return "no row means none" + (f", for {whom}" if whom else "")


def _whom(actors: tuple[str, ...]) -> str:
    if actors == SYSTEM:
        return "any state"
    more = f" and {len(actors) - _FEW} more" if len(actors) > _FEW else ""
    return ", ".join(actors[:_FEW]) + more


def _about(record: Source, loaded: str) -> Iterator[dict[str, str]]:
    facts = {
        "what": record.what, "kind": record.kind, "years": record.years,
        "publisher": record.publisher, "licence": record.licence,
        "licence text": record.licence_url, "homepage": record.homepage, "DOI": record.doi,
        "known": _known(record), "loaded": loaded,
    }  # fmt: skip
    return (_line("about", name, value) for name, value in facts.items() if value)


def _known(record: Source) -> str:
    when = "on the day of each fact" if record.timely else "on the day of the release"
    adds = "files add to one another" if record.increments else "the newest release stands"
    return f"{when}; {adds}"


def _files(record: Source) -> Iterator[dict[str, str]]:
    yield _line("files", "reads", record.files)
    yield _line("files", "by hand", record.get)
    if command := fetch_of(record):
        yield _line("files", "by program", command)
    for download in downloads_of(record):
        yield _line("files", download.name, _address(download))


def _address(download: Download) -> str:
    size = f"{download.size:,} bytes" if download.size else ""
    total = f"SHA-256 {download.sha256}" if download.sha256 else ""
    return ", ".join(filter(None, [download.url, size, total]))


def _is_about(record: Source, about: str) -> bool:
    variables = (f"{v.name} {v.label} {v.theme}" for v in record.variables)
    text = " ".join([record.id, record.title, record.what, record.publisher, *themes_of(record),
                     *variables]).casefold()  # fmt: skip
    return all(word in text for word in about.casefold().split())


def _order(record: Source) -> tuple[str, str, str]:
    return record.kind, themes_of(record)[0], record.id


def _row(record: Source, loaded: str, now: date) -> dict[str, Any]:
    return {
        "source": record.id,
        "themes": themes_of(record),
        "variables": [variable.name for variable in record.variables],
        "limits": record.limits,
        "fetch": fetch_of(record),
        "citation": citation(record, now=now),
        "loaded": loaded,
        "time": _in_short(record.years),
        "terms": _in_short(record.licence),
        **{name: getattr(record, name) for name in _SAME},
    }


_SAME: Final = ("title", "what", "kind", "years", "publisher", "licence", "licence_url",
                "homepage", "doi", "files", "get")  # fmt: skip


def _in_short(text: str) -> str:
    """The first clause of a text, cut after a few words.

    >>> _in_short("1815-2018 (version 5.1)"), _in_short("(c) SIPRI; free to cite")
    ('1815-2018', '(c) SIPRI')
    """
    words = re.split(r";| \((?!c\))|, ", text, maxsplit=1)[0].split()
    return " ".join(words[:_WORDS]) + (" ..." if len(words) > _WORDS else "")


def _line(section: str, what: str, detail: str) -> dict[str, str]:
    return {"section": section, "what": what, "detail": detail}
