"""Archives of reports: .zip and .warc(.gz), read in memory, never unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from multipole.core.errors import UnreadableInput
from multipole.core.types import Refusal
from multipole.documents.facts import NO_FACTS, Facts, neat
from multipole.documents.quiet import quiet
from multipole.documents.walk import is_sidecar, sidecars_of

MAX_MEMBERS: Final = 20_000
MAX_RATIO: Final = 200
TOTAL: Final = 4
_BOMB_BYTES: Final = 1_000_000
_BOMB: Final = "Unpack it by hand if you trust it."
_KINDS: Final = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}


@dataclass(frozen=True, slots=True)
class Member:
    """The bytes of one file, in an archive or not, and what is known of it from outside."""

    name: str
    data: bytes
    facts: Facts = NO_FACTS
    declared: str = ""
    extension: str = ""
    sidecar: bytes | None = None


def read_zip(data: bytes, *, max_bytes: int) -> Iterator[Member | Refusal]:
    """The members of a zip archive in the order of their names, each with its sidecar.

    Raises `UnreadableInput` for what is no zip archive and for one that unpacks to more than four
    times ``max_bytes`` or holds more than 20,000 members; refuses members that are encrypted,
    larger than ``max_bytes`` or packed more than 200 to 1.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableInput(f"is no zip archive ({error})", remedy="Check the file.") from None
    with archive:
        infos = _reports(archive, max_bytes)
        sidecars = {info.filename: info for info in infos if is_sidecar(info.filename)}
        for info in infos:
            if info.filename not in sidecars:
                yield _member(archive, info, sidecars, max_bytes)


def _reports(archive: zipfile.ZipFile, max_bytes: int) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_MEMBERS:
        raise UnreadableInput(f"holds {len(infos):,} members", remedy=_BOMB)
    if sum(info.file_size for info in infos) > TOTAL * max_bytes:
        reason = f"unpacks to more than {TOTAL * max_bytes:,} bytes"
        raise UnreadableInput(reason, remedy=_BOMB)
    return sorted((info for info in infos if not _hidden(info.filename)), key=lambda i: i.filename)


def _hidden(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    sidecars: dict[str, zipfile.ZipInfo],
    max_bytes: int,
) -> Member | Refusal:
    side = next((sidecars[s] for s in sidecars_of(info.filename) if s in sidecars), None)
    try:
        data = _unpack(archive, info, max_bytes)
        return Member(info.filename, data, sidecar=_sidecar(archive, side, max_bytes))
    except UnreadableInput as error:
        return Refusal("", neat(f"member {info.filename}"), error.what, error.remedy)


def _sidecar(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo | None, max_bytes: int
) -> bytes | None:
    try:
        return _unpack(archive, info, max_bytes) if info else None
    except UnreadableInput as error:
        return error.what.encode()


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, max_bytes: int) -> bytes:
    if info.flag_bits & 0x1:
        raise UnreadableInput("is encrypted", remedy="Unpack it with its password.")
    packed = max(info.compress_size, 1)
    if info.file_size > _BOMB_BYTES and info.file_size > MAX_RATIO * packed:
        reason = f"is packed {info.file_size // packed} to 1, as hostile archives are"
        raise UnreadableInput(reason, remedy=_BOMB)
    try:
        with archive.open(info) as file:
            data = file.read(max_bytes + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError,
            RuntimeError) as error:  # fmt: skip
        reason = f"cannot be unpacked ({str(error)[:80] or type(error).__name__})"
        raise UnreadableInput(reason, remedy="Pack it again.") from None
    if len(data) > max_bytes:
        raise UnreadableInput(f"holds more than the limit of {max_bytes:,} bytes", remedy=_BOMB)
    return data


def read_warc(data: bytes, *, max_bytes: int) -> Iterator[Member | Refusal]:
    """The HTML and plain text responses of a web archive, named by their address.

    Raises `UnreadableInput` for what is no web archive or unpacks to more than four times
    ``max_bytes``. Records that are no web page (requests, pictures) are passed over.
    """
    plain = _gunzip(data, TOTAL * max_bytes) if data.startswith(b"\x1f\x8b") else data
    number, read = 0, 0
    records = ArchiveIterator(io.BytesIO(plain))
    while True:
        try:
            with quiet():
                record = next(records)
                number += 1
                member = _page_of(record, max_bytes, TOTAL * max_bytes - read)
        except StopIteration:
            break
        except UnreadableInput as error:
            yield Refusal("", f"record {number}", error.what, error.remedy)
            continue
        except (ArchiveLoadFailed, EOFError, ValueError, OSError, zlib.error) as error:
            reason = f"breaks off ({type(error).__name__}: {' '.join(str(error).split())[:80]})"
            yield Refusal("", f"after record {number}", reason, "Fetch the web archive again.")
            return
        if member is not None:
            read += len(member.data)
            yield member
    if number == 0:
        raise UnreadableInput("is no web archive", remedy="Check the file.")


def _gunzip(data: bytes, limit: int) -> bytes:
    pieces, size, rest = [], 0, data
    try:
        while rest.startswith(b"\x1f\x8b"):
            unpack = zlib.decompressobj(wbits=31)
            pieces.append(unpack.decompress(rest, limit + 1 - size))
            size += len(pieces[-1])
            if size > limit:
                raise UnreadableInput(f"unpacks to more than {limit:,} bytes", remedy=_BOMB)
            rest = unpack.unused_data
    except zlib.error as error:
        if not size:
            raise UnreadableInput(
                f"cannot be unpacked ({error})", remedy="Fetch it again."
            ) from None
    return b"".join(pieces)


def _page_of(record: object, max_bytes: int, left: int) -> Member | None:
    """The page in a response record, None for any other record."""
    headers = getattr(record, "http_headers", None)
    if getattr(record, "rec_type", "") != "response" or headers is None:
        return None
    kind, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    extension = _KINDS.get(kind.strip().lower())
    if extension is None:
        return None
    limit = min(max_bytes, left)
    data = record.content_stream().read(limit + 1)  # type: ignore[attr-defined]
    if len(data) > limit:
        raise UnreadableInput(f"holds more than the limit of {limit:,} bytes", remedy=_BOMB)
    url = neat(record.rec_headers.get_header("WARC-Target-URI") or "")  # type: ignore[attr-defined]
    declared = parameters.partition("charset=")[2].strip(" \"';")
    return Member(url or "page", data, Facts(url=url), declared, extension)
