"""The page of sources, docs/sources.md, from the same records as `multipole sources`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from multipole.answers.sources import (
    absence_of,
    ends_of,
    fetch_of,
    range_of,
    step_of,
    themes_of,
)
from multipole.sources.downloads import downloads_of
from multipole.sources.gate.source import Source, Variable
from multipole.sources.registry import SOURCES

HEAD = """# Which data sets can be read?
{}
{}
{}
""".format(
    # One paragraph a line, as on the other pages.
    "\nThis page is made from the records that `multipole sources` prints, by `make docs`; a test "
    "fails when it lags behind them. Nothing of these data sets comes with multipole: each is had "
    "from its publisher, under its publisher's terms, and is to be cited as said here.",
    "\nA file is read strictly. A column that is not known refuses the file; a row with an unknown "
    "code, unit or value goes to the quarantine with its place and what to do about it; a row that "
    "is sound but not about states or organisations is counted and set aside. What a source does "
    "not say is unknown, not zero: the last column says for which variables no row means none.",
    '\n"By program" is a command that downloads from the publisher: it shows addresses, sizes, '
    "checksums and licence first. Where there is none, the files are to be had by hand.",
)
VARIABLES = (
    "| Variable | What | Unit | Theme | Of | By | Values | Without a row |\n" + "|---" * 8 + "|\n"
)


def catalogue_page() -> str:
    """The whole page."""
    records = sorted(SOURCES, key=lambda s: (themes_of(s)[0], s.id))
    return "\n".join([HEAD, *_contents(records), *("\n".join(_source(s)) for s in records)])


def _contents(records: list[Source]) -> Iterator[str]:
    yield "| Source | What it is | Themes | Years |\n|---|---|---|---|"
    for record in records:
        themes = ", ".join(themes_of(record))
        link = f"[{record.id}](#{record.id})"
        yield f"| {link} | {_cell(record.title)} | {themes} | {_cell(record.years)} |"
    yield ""


def _source(record: Source) -> Iterator[str]:
    yield f"## {record.id}\n"
    yield f"**{_text(record.title)}.** {_text(record.what)}\n"
    yield from _facts(record)
    yield "\nLimits:\n"
    yield from (f"- {_text(limit)}" for limit in record.limits)
    if record.variables:
        yield "\n" + VARIABLES + "\n".join(map(_variable, record.variables))
    yield f"\nCite:\n\n> {_text(record.cite)}\n"


def _facts(record: Source) -> Iterator[str]:
    licence = _text(record.licence)
    doi = f"<https://doi.org/{record.doi}>" if record.doi else ""
    command = fetch_of(record)
    facts = {
        "Publisher": _text(record.publisher),
        "Licence": f"{licence} (<{record.licence_url}>)" if record.licence_url else licence,
        "Years": _text(record.years),
        "Homepage": f"<{record.homepage}>" if record.homepage else "",
        "DOI": doi,
        "Files it reads": _text(record.files),
        "By hand": _text(record.get),
        "By program": f"`{command}`" if command else "",
        "From": ", ".join(f"<{download.url}>" for download in downloads_of(record)),
    }
    return (f"- {name}: {value}" for name, value in facts.items() if value)


def _variable(variable: Variable) -> str:
    cells = [
        f"`{variable.name}`", variable.label, variable.unit, variable.theme,
        ends_of(variable).removeprefix("of "), step_of(variable).removeprefix("by "),
        range_of(variable) or "any", absence_of(variable).removeprefix("no row means "),
    ]  # fmt: skip
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return _text(text).replace("|", "\\|")


def _text(text: str) -> str:
    """Text on one line in which nothing is taken for markup but code."""
    parts = re.split(r"(`[^`]*`|https?://\S+)", " ".join(text.split()))
    parts[::2] = (re.sub(r"([\\*<\[\]])", r"\\\1", part) for part in parts[::2])
    return "".join(parts)
