"""Commands about data sets: sources, cite, add, fetch, panel, records, check, quarantine."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from multipole.apps import options as given
from multipole.apps.clock import now
from multipole.apps.commands import NOTHING_FOUND, WRONG, say
from multipole.apps.filing import progress_bar
from multipole.apps.options import STORE
from multipole.apps.safe import safe, safe_line
from multipole.apps.show import answer_from
from multipole.core.errors import WrongUse

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.pipeline import AddReport
    from multipole.store import Store

Id = Annotated[str, typer.Argument(metavar="SOURCE", help="Its id in the catalogue: unga_votes.")]
With = Annotated[
    str, typer.Option("--with", metavar="WHAT", help="Themes, sources or variables: trade,arms.")
]


def sources(
    source: Annotated[
        str | None, typer.Argument(help="One source, in full; or words it is about: 'arms trade'.")
    ] = None,
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """The catalogue of data sets: what each is, its licence, its limits, how to get it.

    Example: multipole sources

    Example: multipole sources unga_votes
    """
    from multipole.apps.door import catalogue
    from multipole.apps.show import Output, emit

    output = Output(json=json, csv=csv, parquet=parquet)
    emit(catalogue(source or "", store=store if store.exists() else None), output)


def cite(
    source: Id,
    store: given.StorePath = STORE,
) -> None:
    """How to cite a data set: text and BibTeX, of the release in the store when there is one.

    Example: multipole cite unga_votes
    """
    from multipole.apps import door

    print(safe(str(door.cite(source, store=store if store.exists() else None))), end="")


def add(
    source: Id,
    files: Annotated[list[Path], typer.Argument(help="Its files, or folders of them.")],
    store: given.StorePath = STORE,
    released: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When the publisher gave it out; else what it says."),
    ] = None,
    version: Annotated[str, typer.Option(metavar="TEXT", help="The publisher's version.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="One bad row refuses the file.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read files that are there anew.")] = False,
    skip_correction: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Do not apply this listed correction; may repeat."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The counts and refusals as JSON.")] = False,
) -> None:
    """Put files of a data set into the store; adding the same again changes nothing.

    Rows that do not fit are refused one by one into quarantine, and the others go in.

    Example: multipole add unga_votes votes.parquet --released 2024-06-30
    """
    from multipole.apps import door

    began = monotonic()
    with progress_bar() as progress:
        found = door.add(
            source, files, store, released=released, version=version, strict=strict, again=again,
            skip_corrections=skip_correction or (), progress=progress, now=now(),
        )  # fmt: skip
    report(found, store, seconds=monotonic() - began, json=json)


def report(found: AddReport, store: Path, *, seconds: float, json: bool) -> None:
    """Say what was added; exit code 2 when a file was refused, 1 when there was none."""
    from multipole.answers.words import count
    from multipole.apps.show import json_bytes, write_bytes

    for refusal in found.refusals:
        say(f"refused: {refusal}")
    if json:
        write_bytes(json_bytes(_plain(found) | {"seconds": seconds}))
    else:
        for reason, number in found.set_aside.items():
            print(safe_line(f"set aside: {count(number, 'row')}, {reason}"))
        if found.quarantined:
            print(f"quarantined: {count(found.quarantined, 'row')}; see: multipole quarantine")
        parts = [
            f"{count(found.files, 'file')} of {found.source} ({found.known} known already)",
            count(found.rows, "row"),
            *(count(n, what) for what, n in _made(found) if n),
        ]
        print(f"{store}: {', '.join(parts)}; {seconds:.1f} s")
    if found.refusals:
        raise typer.Exit(WRONG)
    if not found.files:
        say("There is no file in what was named.")
        raise typer.Exit(NOTHING_FOUND)


def _made(found: AddReport) -> list[tuple[str, int]]:
    return [
        ("observation", found.observations), ("coded event", found.codings),
        ("item", found.items), ("document", found.documents),
    ]  # fmt: skip


def _plain(found: AddReport) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(found)


def fetch(
    source: Id,
    since: given.Since = None,
    until: given.Until = None,
    yes: Annotated[bool, typer.Option("--yes", help="Download without asking.")] = False,
    cache: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where downloads are kept.")
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Add what came to the store.")] = False,
    accept_changed: Annotated[
        bool, typer.Option("--accept-changed", help="Take a file of another checksum or size.")
    ] = False,
    store: given.StorePath = STORE,
) -> None:
    """Download a data set from its publisher: address, size, licence and checksum are shown first.

    Downloads are kept by day and are never replaced; one that was cut is continued.

    Example: multipole fetch wdi_gdp --add
    """
    from multipole.apps.fetching import download, say_plan
    from multipole.apps.show import console

    planned = say_plan(source, since=since, until=until, cache=cache)
    if not yes and not _agreed():
        say("Nothing was downloaded. To download without being asked: --yes")
        raise typer.Exit(WRONG)
    files = download(planned, accept_changed=accept_changed, out=console(stderr=True))
    if add:
        _add_fetched(source, files, store)
    else:
        print(safe_line(f"To use it: multipole add {source} {shlex.join(map(str, files))}"))


def _agreed() -> bool:
    import sys

    return sys.stdin.isatty() and typer.confirm("Download?", err=True)


def _add_fetched(source: str, files: list[Path], store: Path) -> None:
    from multipole.apps import door

    began = monotonic()
    with progress_bar() as progress:
        found = door.add(source, files, store, now=now(), progress=progress)
    report(found, store, seconds=monotonic() - began, json=False)


def panel(
    dyads: Annotated[str, typer.Option(metavar="PAIRS", help="CHN-RUS,USA-RUS; CHN-all; all.")],
    years: Annotated[str, typer.Option(metavar="SPAN", help="1990:2020, or 2014-03:2015-02.")],
    with_: With,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write to .parquet or .csv.")
    ] = None,
    months: Annotated[bool, typer.Option("--months", help="Dyad-months, not years.")] = False,
    directed: Annotated[bool, typer.Option("--directed", help="A row each direction.")] = False,
    system: Annotated[
        str, typer.Option(metavar="NAME", help="Whose states: cow, gw, iso3, un, any.")
    ] = "cow",
    cells: Annotated[bool, typer.Option("--cells", help="Add the cells of each value.")] = False,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
) -> None:
    """Dyad-years or dyad-months, and what was asked for beside them, each with its status.

    A zero stands only where the source says zero; else a value is missing or not_covered.

    Example: multipole panel --dyads CHN-RUS --years 1990:2020 --with trade,arms --out panel.parquet
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.panel(
            opened, dyads, years, with_, by="month" if months else "year", directed=directed,
            system=system, as_of=as_of, cells=cells,  # type: ignore[arg-type]
        )  # fmt: skip

    if out is None:
        answer_from(store, ask, json=json, csv=csv)
    elif json or csv:
        raise WrongUse("--out writes a file", remedy="Leave out --json and --csv, or --out.")
    else:
        _write_panel(store, ask, out)


def _write_panel(place: Path, ask: Callable[[Store], Answer], out: str) -> None:
    from multipole.apps.show import csv_bytes, write_parquet
    from multipole.store import open_store

    if not out.endswith((".parquet", ".csv")):
        raise WrongUse(f"{out!r} is no known format", remedy="Name a .parquet or a .csv file.")
    with open_store(place, read_only=True) as opened:
        found = ask(opened)
    if out.endswith(".csv"):
        Path(out).write_bytes(csv_bytes(found.table))
    else:
        write_parquet(found.table, out)
    for note in found.notes:
        say(note)
    print(f"{out}: {found.title}, {found.table.num_columns} columns")


def records(
    actors: given.Actors = None,
    with_: With = "",
    since: given.Since = None,
    until: given.Until = None,
    limit: given.Limit = None,
    printed: Annotated[
        bool, typer.Option("--printed", help="Open the files: add what each cell says there.")
    ] = False,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """The record: values about actors, each with the file, row and column that says so.

    Example: multipole records CHN RUS --with vetoes --since 2019-02 --until 2020-07
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.records(
            opened, actors or (), with_=with_, since=since, until=until, as_of=as_of, limit=limit,
            open_cells=printed,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)


def check(
    actors: given.Actors = None,
    measure: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only measures with these words: trade.")
    ] = None,
    since: given.Since = None,
    until: given.Until = None,
    limit: given.Limit = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """The figures of reports beside the record: confirmed, contradicted (by how much), no record.

    Example: multipole check CHN RUS --measure trade
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.check(
            opened, actors or (), measure=measure, since=since, until=until, as_of=as_of,
            limit=limit,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def quarantine(
    source: Annotated[str, typer.Argument(help="Of one source.", show_default=False)] = "",
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Rows that were refused at the gate: file, row, column, datum, reason and remedy.

    Example: multipole quarantine sipri_register --csv
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.quarantine(opened, source=source)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)
