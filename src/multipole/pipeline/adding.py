"""Data files -> observations, coded events, items, quarantine: one transaction a release.

A file that the store holds already is recognised by its SHA-256 and costs no more than that. A run
that is stopped has added whole releases only; the same command again adds the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from multipole.actors import Actors, load_actors
from multipole.core.errors import BadValue, MultipoleError, UnreadableInput
from multipole.core.ids import digest
from multipole.core.records import Release
from multipole.core.types import Refusal, Run
from multipole.core.version import VERSION
from multipole.pipeline.statements import store_statements
from multipole.sources import find_source
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.store import FileRecord, Store

Tell = Callable[[str, int, int], None]
_TABLES: Final = ("observations", "codings", "items", "quarantine")


@dataclass(frozen=True, slots=True)
class AddReport:
    """What one ``add_source`` did.

    ``files`` were given, ``known`` of them were in the store already. ``rows`` were met in the new
    ones; ``observations``, ``codings`` and ``items`` came of them; ``quarantined`` rows were
    refused one by one and ``set_aside`` counts sound ones that say nothing about actors, by reason.
    ``refusals`` are files that did not go in at all. ``documents`` are new texts, which the next
    reading codes.
    """

    source: str
    files: int
    known: int
    rows: int
    observations: int
    codings: int
    items: int
    quarantined: int
    set_aside: dict[str, int]
    refusals: tuple[Refusal, ...]
    documents: int = 0


def add_source(
    store: Store,
    source_id: str,
    paths: Sequence[Path],
    *,
    now: datetime,
    released: date | None = None,
    version: str = "",
    strict: bool = False,
    again: bool = False,
    skip_corrections: Collection[str] = (),
    progress: Tell | None = None,
) -> AddReport:
    """Add files of a source to the store.

    ``released`` is the first day on which one could have them: by default what the file says, else
    the day of ``now``. With ``strict`` one bad row refuses its whole release. ``again`` reads
    files anew that are there already (after an update of the readers or of the user's own list of
    actors). ``progress`` is called with (step, rows done, 0).

    Raises `UnknownCode` for the source and `UnreadableInput` for a path that does not exist; files
    that cannot be read as this source become refusals, and the others go in.
    """
    source = find_source(source_id)
    given = _inputs(paths)
    digests = [file.sha256 for file in given]
    there = set() if again else store.records.has_files(source.id, digests)
    run = Run("add", VERSION, digest(*sorted(digests)), source.id, 0, now)
    if source.kind == "documents":
        return _add_documents(store, source, given, now=now, run=run, tell=progress or _quiet)
    work = _Work(store, source, load_actors(table=store.actor_list()), run, progress or _quiet)
    if again:
        store.records.drop_files(source.id, digests)
    groups, refusals = _releases(source, given, there)
    for edition, files in groups:
        known_on = released or edition.released or now.date()
        try:
            work.add(
                edition, _numbered(files), known_on=known_on, version=version or edition.version,
                strict=strict, skip=frozenset(skip_corrections),
            )  # fmt: skip
        except (UnreadableInput, BadValue) as error:
            refusals += [_refusal(file, error) for file in files]
    store.add_refusals(refusals, now, run)
    return work.report(len(given), len(there), refusals)


def _add_documents(
    store: Store, source: Source, given: Sequence[Input], *, now: datetime, run: Run, tell: Tell
) -> AddReport:
    releases, refusals = _releases(source, given, set())
    paths = [file.path for _, files in releases for file in files]
    met, fresh, refused = store_statements(store, paths, now=now, run=run, tell=tell)
    store.add_refusals(refusals, now, run)
    counts = dict.fromkeys(("observations", "codings", "items", "quarantined"), 0)
    return AddReport(
        source.id, len(given), len(given) if met and not fresh else 0, met, **counts, set_aside={},
        refusals=(*refusals, *refused), documents=fresh,
    )  # fmt: skip


def _quiet(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def _inputs(paths: Iterable[Path]) -> list[Input]:
    """The files, and those in the folders, each once; `UnreadableInput` for what is not there."""
    found: dict[str, Input] = {}
    for path in _files(paths):
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        found.setdefault(sha256, Input(path, sha256, path.stat().st_size))
    return list(found.values())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")
        elif path.is_file():
            yield path
        else:
            raise UnreadableInput(f"there is no file {path}", remedy="Check the path.")


def _releases(
    source: Source, given: Sequence[Input], there: set[str]
) -> tuple[list[tuple[Edition, list[Input]]], list[Refusal]]:
    """The new files by release, and those that are not of this source.

    Files that add to one another are a release each; of others, those of one edition together are
    new when one of them is.
    """
    groups: dict[str, tuple[Edition, list[Input]]] = {}
    refusals = []
    for file in given:
        if source.increments and file.sha256 in there:
            continue
        try:
            edition = source.edition_of(file)
        except MultipoleError as error:
            refusals.append(_refusal(file, error))
            continue
        alone = source.increments and not edition.together
        key = file.sha256 if alone else edition.name
        groups.setdefault(key, (edition, []))[1].append(file)
    fresh = [(e, files) for e, files in groups.values() if {f.sha256 for f in files} - there]
    return fresh, refusals


def _refusal(file: Input, error: MultipoleError) -> Refusal:
    return Refusal(str(file.path), "", error.what, error.remedy)


def _numbered(files: Iterable[Input]) -> tuple[Input, ...]:
    ordered = sorted(files, key=lambda f: f.sha256)
    return tuple(Input(f.path, f.sha256, f.size, n) for n, f in enumerate(ordered))


class _Work:
    """The state of one ``add_source``: where to, who the actors are, and what was done."""

    def __init__(self, store: Store, source: Source, actors: Actors, run: Run, tell: Tell) -> None:
        self._store = store
        self._source = source
        self._actors = actors
        self._run = run
        self._tell = tell
        self._done: list[FileRecord] = []

    def add(
        self,
        edition: Edition,
        files: tuple[Input, ...],
        *,
        known_on: date,
        version: str,
        strict: bool,
        skip: frozenset[str],
    ) -> None:
        """Add one release whole."""
        digests = tuple(sorted(f.sha256 for f in files))
        release = Release(self._source.id, version, known_on, digests)
        records = {f.number: FileRecord(f.sha256, str(f.path), f.size, f.number) for f in files}
        context = Context(self._actors, known_on, skip)
        with self._store.records.adding(
            release, edition=edition.name, increments=self._source.increments,
            timely=self._source.timely, run=self._run, at=self._run.at,
        ) as adding:  # fmt: skip
            for record in records.values():
                adding.file(record)
            for variable, period in edition.covers.items():
                adding.cover(variable, period.start, period.end)
            for batch in self._source.read(files, context):
                if strict:
                    _refuse_quarantine(batch, files)
                adding.batch(
                    batch.file, {n: _arrow(batch, n) for n in _TABLES}, rows=batch.rows,
                    set_aside=batch.set_aside,
                )  # fmt: skip
                self._tell(f"add {self._source.id}", sum(r.rows for r in records.values()), 0)
        self._done += records.values()

    def report(self, files: int, known: int, refusals: Sequence[Refusal]) -> AddReport:
        """What was done in all."""
        aside: dict[str, int] = {}
        for record in self._done:
            for reason, n in record.set_aside.items():
                aside[reason] = aside.get(reason, 0) + n
        sums = {
            name: sum(getattr(record, name) for record in self._done)
            for name in ("rows", "observations", "codings", "items", "quarantined")
        }
        return AddReport(
            self._source.id, files, known, set_aside=aside, refusals=tuple(refusals), **sums
        )


def _arrow(batch: Batch, name: str) -> object:
    frame = getattr(batch, name)
    return None if frame is None else frame.to_arrow()


def _refuse_quarantine(batch: Batch, files: Sequence[Input]) -> None:
    """Raise `BadValue` for the first row in quarantine, if there is one."""
    if batch.quarantine is None or not batch.quarantine.height:
        return
    first = batch.quarantine.row(0, named=True)
    raise BadValue(
        f"{batch.quarantine.height} rows are refused, the first: {first['reason']}",
        where=f"{files[batch.file].path} row {first['row']} column {first['column']}",
        remedy=first["remedy"],
    )
