"""The gate: paths in, documents and refusals out; one bad file costs one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from multipole.core.errors import MultipoleError, UnreadableInput
from multipole.core.ids import digest, sha256
from multipole.core.types import Document, Refusal
from multipole.core.version import VERSION
from multipole.documents.archives import Member, read_warc, read_zip
from multipole.documents.draft import Draft, freeze
from multipole.documents.facts import Facts, facts_of_options, read_sidecar
from multipole.documents.mail import read_mail
from multipole.documents.options import ReadOptions
from multipole.documents.page import read_page
from multipole.documents.pdf import read_pdf
from multipole.documents.plain import read_plain
from multipole.documents.rows import read_csv, read_jsonl
from multipole.documents.walk import is_sidecar, read_bytes, refuse_large, sidecars_of, walk
from multipole.documents.word import read_word

Read = tuple[Document, bytes]
Drafts = Iterable[Draft | Refusal]
#: Whether the report with this key need not be read again.
Known = Callable[[str], bool]

MAX_DEPTH: Final = 2
MAX_REFUSALS: Final = 100
DEFAULTS: Final = ReadOptions()


READERS: Final[Mapping[str, Callable[[Member, ReadOptions], Drafts]]] = {
    ".txt": lambda member, _: (read_plain(member.data),),
    ".md": lambda member, _: (read_plain(member.data),),
    ".html": lambda member, options: (
        read_page(member.data, day_first=options.day_first, declared=member.declared),
    ),
    ".pdf": lambda member, options: (read_pdf(member.data, day_first=options.day_first),),
    ".docx": lambda member, options: (read_word(member.data, day_first=options.day_first),),
    ".eml": lambda member, options: (read_mail(member.data, day_first=options.day_first),),
    ".jsonl": lambda member, options: read_jsonl(member.data, options=options),
    ".csv": lambda member, options: read_csv(member.data, options=options),
}
#: Formats of which a file holds many reports, one a row.
TABLES: Final = frozenset({".jsonl", ".csv"})
ARCHIVES: Final = {".zip": read_zip, ".warc": read_warc}
SAME_AS: Final = {
    ".text": ".txt", ".markdown": ".md", ".htm": ".html", ".xhtml": ".html", ".ndjson": ".jsonl",
    ".tsv": ".csv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One report of a path, or what could not go in; nothing where it was known already.

    ``key`` digests all that it is read from: version of the program, options, path, bytes, and what
    its sidecar and archive say of it; ``""`` for what could not go in before that was known.
    """

    what: Read | Refusal | None
    key: str = ""


def read_paths(
    paths: Iterable[Path], *, options: ReadOptions = DEFAULTS, now: datetime
) -> Iterator[Read | Refusal]:
    """Read every report that ``paths`` (files and folders) hold, in the order of names.

    Each item is a `Document` with its raw bytes, or a `Refusal` for what could not go in; one bad
    file, row or archive member never stops the rest. ``now`` is when they are read in; it does not
    enter the id of a document.
    Raises `UnreadableInput` at once when one of ``paths`` does not exist.
    """
    items = read_items(paths, options=options, now=now)
    return (item.what for item in items if item.what is not None)


def read_items(
    paths: Iterable[Path],
    *,
    options: ReadOptions = DEFAULTS,
    now: datetime,
    known: Known | None = None,
) -> Iterator[Item]:
    """The same as `read_paths`, each with its key; what is ``known`` by its key is not read."""
    given = [Path(path) for path in paths]
    for path in given:
        if not os.path.lexists(path):
            raise UnreadableInput(f"there is no {path}", remedy="Check the name of the path.")
    gate = _Gate(options, facts_of_options(options), now, known or _nothing)
    return (item for path in given for item in gate.read_path(path))


def _nothing(key: str) -> bool:
    """Know nothing."""
    return False


def format_of(name: str) -> str:
    """The format that the name of a file gives, as an extension; `UnreadableInput` if unknown."""
    lower = PurePosixPath(name.lower())
    extension = ".warc" if lower.name.endswith(".warc.gz") else lower.suffix
    extension = SAME_AS.get(extension, extension)
    if extension not in READERS and extension not in ARCHIVES:
        known = ", ".join(sorted(READERS.keys() | ARCHIVES.keys()))
        reason = f"has an unknown extension {extension!r}" if extension else "has no extension"
        raise UnreadableInput(reason, remedy=f"Readable are {known}.")
    return extension


@dataclass(frozen=True, slots=True)
class _Gate:
    options: ReadOptions
    said: Facts
    now: datetime
    known: Known

    def read_path(self, path: Path) -> Iterator[Item]:
        """Everything a file or folder holds."""
        for file in walk(path):
            if isinstance(file, Refusal):
                yield Item(replace(file, path=printable(file.path)))
            else:
                yield from self._read_file(file)

    def _read_file(self, path: Path) -> Iterator[Item]:
        name = printable(str(path))
        try:
            if is_sidecar(path.name):
                raise UnreadableInput("is a sidecar", remedy="Name the report it belongs to.")
            format_of(path.name)
            data = read_bytes(path, max_bytes=self.options.max_bytes)
        except UnreadableInput as error:
            yield Item(refusal(name, error))
            return
        sidecar = next(
            (s for s in map(path.with_name, sidecars_of(path.name)) if s.is_file()), None
        )
        side = Facts()
        if sidecar is not None:
            try:
                side = self._side(read_bytes(sidecar, max_bytes=self.options.max_bytes))
            except UnreadableInput as error:
                yield Item(refusal(printable(str(sidecar)), error))
        yield from self.read_member(Member(path.name, data), name, side, 0)

    def read_member(self, member: Member, path: str, side: Facts, depth: int) -> Iterator[Item]:
        """Everything in the bytes of one file or archive member; never raises for its content."""
        try:
            refuse_large(len(member.data), self.options.max_bytes)
            extension = member.extension or format_of(member.name)
            if extension in ARCHIVES:
                yield from self._read_archive(member, extension, path, side, depth)
            else:
                yield from _counted(path, self._items(member, extension, path, side))
        except MultipoleError as error:
            yield Item(refusal(path, error))
        except Exception as error:  # the one broad catch: parsers raise what they like
            if isinstance(error, MemoryError):
                raise
            yield Item(refusal(path, _broken(error)))

    def _items(self, member: Member, extension: str, path: str, side: Facts) -> Iterator[Item]:
        """The reports of a file that is no archive."""
        key = ""
        if extension not in TABLES:
            key = self._key(path, member.data, member, side)
            if self.known(key):
                yield Item(None, key)
                return
        for draft in READERS[extension](member, self.options):
            if isinstance(draft, Refusal):
                yield Item(replace(draft, path=path))
                continue
            own = key or self._key(path + draft.place, draft.raw, member, side)
            known = not key and self.known(own)
            yield Item(None if known else self._freeze(draft, member, path, side), own)

    def _key(self, place: str, raw: bytes, member: Member, side: Facts) -> str:
        return digest(
            "item", VERSION, repr(self.options), place, sha256(raw), repr(member.facts), repr(side),
            member.declared,
        )  # fmt: skip

    def _read_archive(
        self, member: Member, extension: str, path: str, side: Facts, depth: int
    ) -> Iterator[Item]:
        if depth >= MAX_DEPTH:
            remedy = "Unpack it by hand."
            raise UnreadableInput(f"is an archive more than {MAX_DEPTH} deep", remedy=remedy)
        found = False
        for inner in ARCHIVES[extension](member.data, max_bytes=self.options.max_bytes):
            found = True
            if isinstance(inner, Refusal):
                yield Item(replace(inner, path=path))
                continue
            inner_path = f"{path}!{printable(inner.name)}"
            inner_side = side
            if inner.sidecar is not None:
                try:
                    inner_side = self._side(inner.sidecar).over(side)
                except UnreadableInput as error:
                    yield Item(refusal(f"{inner_path} (sidecar)", error))
            yield from self.read_member(inner, inner_path, inner_side, depth + 1)
        if not found:
            raise UnreadableInput("holds no report", remedy="Leave it out.")

    def _freeze(self, draft: Draft, member: Member, path: str, side: Facts) -> Read | Refusal:
        try:
            document = freeze(
                replace(draft, facts=draft.facts.over(member.facts)),
                path=path + draft.place,
                said=self.said.over(side),
                day_first=self.options.day_first,
                now=self.now,
            )
        except MultipoleError as error:
            return refusal(path, error, place=draft.place)
        return document, draft.raw

    def _side(self, data: bytes) -> Facts:
        return read_sidecar(data, day_first=self.options.day_first)


def _counted(path: str, items: Iterable[Item]) -> Iterator[Item]:
    """``items``; after `MAX_REFUSALS` refusals the others are one that counts them.

    Raises `UnreadableInput` when there is no item at all.
    """
    item: Item | None = None
    refused = 0
    for item in items:
        refused += isinstance(item.what, Refusal)
        if refused <= MAX_REFUSALS or not isinstance(item.what, Refusal):
            yield item
    if item is None:
        raise UnreadableInput("holds no report", remedy="Leave it out.")
    if refused > MAX_REFUSALS:
        reason = f"has {refused - MAX_REFUSALS:,} more rows that could not be read"
        yield Item(Refusal(path, "", reason, "Correct the first ones and read it again."))


def refusal(path: str, error: MultipoleError, *, place: str = "") -> Refusal:
    """The one line that ``error`` costs."""
    return Refusal(path, place or error.where, printable(error.what), printable(error.remedy))


def printable(text: str) -> str:
    """``text`` on one line and without characters that no terminal or table can take."""
    clean = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:2000]
    return "".join(c if c.isprintable() else "\ufffd" for c in clean)


def _broken(error: Exception) -> UnreadableInput:
    words = " ".join(str(error).split())[:120]
    reason = f"cannot be read ({type(error).__name__}{': ' + words if words else ''})"
    return UnreadableInput(reason, remedy="Check that the file is whole and what its name says.")
