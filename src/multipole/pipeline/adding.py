"""Data files -> observations, coded events, items, quarantine: one transaction a release.

A file that the store holds already is recognised by its SHA-256 and costs no more than that. A run
that is stopped has added whole releases only; the same command again adds the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from multipole.actors import Actors, load_actors
from multipole.core.errors import (
    BadPeriod,
    BadValue,
    MultipoleError,
    UnknownCode,
    UnreadableInput,
)
from multipole.core.ids import digest
from multipole.core.periods import ONE_DAY
from multipole.core.records import Release
from multipole.core.types import Refusal, Run
from multipole.core.version import VERSION
from multipole.pipeline.statements import store_statements
from multipole.sources import find_source
from multipole.sources.gate.ahead import ahead
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.store import FileRecord, Store
from multipole.store.adding import Adding

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
    actors); they stay known on the day on which they were. ``progress`` is called with (step, rows
    done, 0).

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
    wishes = _Wishes(released, version, strict, again, frozenset(skip_corrections))
    work = _Work(store, source, wishes, run, progress or _quiet)
    groups, refusals = _releases(source, given, there)
    for edition, files in groups:
        try:
            work.add(edition, _numbered(files))
        except (UnreadableInput, BadValue, BadPeriod, UnknownCode) as error:
            refusals += [_refusal(file, error) for file in files]
    if refusals:
        store.add_refusals(refusals, now, run)
    return work.report(len(given), len(there), refusals)


def _add_documents(
    store: Store, source: Source, given: Sequence[Input], *, now: datetime, run: Run, tell: Tell
) -> AddReport:
    releases, refusals = _releases(source, given, set())
    paths = [file.path for _, files in releases for file in files]
    met, fresh, refused = store_statements(store, paths, now=now, run=run, tell=tell)
    if refusals:
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
        try:
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableInput(
                f"the file cannot be read ({error})", where=str(path), remedy="Check its rights."
            ) from error
        found.setdefault(sha256, Input(path, sha256, path.stat().st_size))
    return list(found.values())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and _shows(p, path))
        elif path.is_file():
            yield path
        else:
            raise UnreadableInput(f"there is no file {path}", remedy="Check the path.")


def _shows(path: Path, folder: Path) -> bool:
    """Whether neither the file nor a folder on the way to it is hidden."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _releases(
    source: Source, given: Sequence[Input], there: set[str]
) -> tuple[list[tuple[Edition, list[Input]]], list[Refusal]]:
    """The new files by release, and those that are not of this source.

    Files that add to one another are a release each; of others, those of one edition together are
    new when one of them is.
    """
    groups: dict[str, tuple[Edition, list[Input]]] = {}
    refusals: list[Refusal] = []
    if {file.sha256 for file in given} <= there:
        return [], refusals
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
    place = error.where.removeprefix(str(file.path)).strip()
    texts = (place, error.what, error.remedy)
    return Refusal(str(file.path), *(text.replace("\x00", "\\x00") for text in texts))


def _numbered(files: Iterable[Input]) -> tuple[Input, ...]:
    ordered = sorted(files, key=lambda f: f.sha256)
    return tuple(Input(f.path, f.sha256, f.size, n) for n, f in enumerate(ordered))


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the user said of the files: see `add_source`."""

    released: date | None
    version: str
    strict: bool
    again: bool
    skip: frozenset[str]


class _Work:
    """The state of one ``add_source``: where to, who the actors are, and what was done."""

    def __init__(self, store: Store, source: Source, wishes: _Wishes, run: Run, tell: Tell) -> None:
        self._store = store
        self._source = source
        self._wishes = wishes
        self._run = run
        self._tell = tell
        self._done: list[FileRecord] = []

    @cached_property
    def _actors(self) -> Actors:
        return load_actors(table=self._store.actor_list())

    def add(self, edition: Edition, files: tuple[Input, ...]) -> None:
        """Add one release whole, or read it again in place of what it was."""
        digests = frozenset(f.sha256 for f in files)
        before = self._earlier(digests) if self._wishes.again else None
        release = self._release(edition, digests, before)
        with self._store.transaction():
            if before:
                self._store.records.drop_release(release.id)
            with self._store.records.adding(
                release, edition=edition.name, increments=self._source.increments,
                timely=self._source.timely, run=self._run,
                at=before["at"] if before else self._run.at,
            ) as adding:  # fmt: skip
                records = self._fill(adding, edition, files)
        self._done += records

    def _release(
        self, edition: Edition, digests: frozenset[str], before: dict[str, Any] | None
    ) -> Release:
        version = self._wishes.version or edition.version
        known_on = self._wishes.released or edition.released
        if before:
            version, known_on = version or before["version"], known_on or before["known_on"]
        today = self._run.at.date()
        return Release(self._source.id, version, known_on or today, tuple(sorted(digests)))

    def _earlier(self, digests: frozenset[str]) -> dict[str, Any] | None:
        """The stored release of exactly these files; `BadValue` when one has others beside them."""
        if digests in self._stored:
            return self._stored[digests]
        beside = [files - digests for files in self._stored if files & digests]
        if any(beside):
            paths = {f["sha256"]: f["path"] for f in self._store.records.files().to_pylist()}
            names = sorted(paths[sha256] for sha256 in frozenset().union(*beside))
            raise BadValue(
                f"it was added together with {', '.join(names)}", remedy="Give them all at once."
            )
        return None

    @cached_property
    def _stored(self) -> dict[frozenset[str], dict[str, Any]]:
        """The releases of the source that were there before, by their files."""
        files: dict[str, set[str]] = {}
        for file in self._store.records.files().to_pylist():
            files.setdefault(file["release"], set()).add(file["sha256"])
        releases = self._store.records.releases().to_pylist()
        own = (row for row in releases if row["source"] == self._source.id)
        return {frozenset(files[row["id"]]): row for row in own}

    def _fill(self, adding: Adding, edition: Edition, files: tuple[Input, ...]) -> list[FileRecord]:
        records = [FileRecord(f.sha256, str(f.path), f.size, f.number) for f in files]
        for record in records:
            adding.file(record)
        for variable, period in edition.covers.items():
            if period.start <= adding.release.known_on:
                last = adding.release.known_on + ONE_DAY
                adding.cover(variable, period.start, min(period.end, last))
        context = Context(self._actors, adding.release.known_on, self._wishes.skip)
        for batch in ahead(self._source.read(files, context)):
            if self._wishes.strict:
                _refuse_quarantine(batch, files)
            adding.batch(
                batch.file, {n: _arrow(batch, n) for n in _TABLES}, rows=batch.rows,
                set_aside=batch.set_aside,
            )  # fmt: skip
            self._tell(f"add {self._source.id}", sum(r.rows for r in records), 0)
        return records

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
    more = batch.quarantine.height - 1
    raise BadValue(
        first["reason"] + (f" (and {more:,} more of its rows are refused)" if more else ""),
        where=f"{files[batch.file].path} row {first['row']} column {first['column']}",
        remedy=first["remedy"],
    )
