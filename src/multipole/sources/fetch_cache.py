"""Downloads on disk: ``<date>/<name>`` with a record beside it, and parts of unfinished ones."""

from __future__ import annotations

import glob
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from multipole.core.errors import BadValue, DownloadFailed

State = Literal["new", "changed", "unchanged"]
_RECORD: Final = ".fetched.json"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it was downloaded.

    ``url`` is what was asked for, ``address`` where redirects led. ``state`` compares with the
    download before: ``unchanged`` means that one is given back; ``changed`` that both are kept.
    """

    name: str
    path: Path
    url: str
    address: str
    sha256: str
    size: int
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""
    state: State = "new"
    notes: tuple[str, ...] = ()


def kept(into: Path, name: str, url: str) -> Fetched | None:
    """The newest whole download of an address under ``into``, None when there is none."""
    records = (_read_record(path) for path in into.glob(f"*/{glob.escape(name)}{_RECORD}"))
    found = [record for record in records if record and record.url == url]
    return max(found, key=lambda record: (record.fetched_at, str(record.path)), default=None)


def keep(part: Path, fetched: Fetched, *, into: Path) -> Fetched:
    """Move a whole file to the folder of its day, beside nothing of its name, with its record."""
    with written(into):
        path = _free(into, fetched.fetched_at, fetched.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        part.replace(path)
        values = asdict(fetched) | {"fetched_at": fetched.fetched_at.isoformat()}
        facts = {name: values[name] for name in _FACTS}
        write_json(path.with_name(path.name + _RECORD), facts)
    return Fetched(**{**_fields(fetched), "path": path})


_FACTS: Final = ("url", "address", "sha256", "size", "etag", "last_modified", "fetched_at")
_TEXTS: Final = ("url", "address", "sha256", "etag", "last_modified")


def digests(path: Path) -> tuple[str, str]:
    """SHA-256 and MD5 of a file."""
    sha, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while data := stream.read(1 << 20):
            sha.update(data)
            md5.update(data)
    return sha.hexdigest(), md5.hexdigest()


def check_name(name: str) -> None:
    """Refuse a name that is not one of a plain file."""
    odd = set(name) & set('/\\:*?"<>|\0') or name.startswith(".") or name != name.strip()
    if odd or not name or len(name.encode()) > 200:
        raise BadValue(f"{name!r} is not the name of a file")


def write_json(path: Path, values: Mapping[str, Any]) -> None:
    """Write a small JSON file whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(json.dumps(values, indent=1), encoding="utf-8")
    draft.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """A small JSON file; empty when it is missing or torn."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def written(path: Path) -> Iterator[None]:
    """Errors of the disk as `DownloadFailed`."""
    try:
        yield
    except OSError as error:
        raise DownloadFailed(
            f"the download cannot be written ({error.strerror or error})",
            where=str(error.filename or path),
            remedy="Make room, or name another folder for downloads; what is there is kept.",
        ) from error


@dataclass(slots=True)
class Part:
    """An unfinished download: its bytes so far, and of which edition of the file they are."""

    folder: Path
    name: str
    url: str
    facts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, into: Path, name: str, url: str) -> Part:
        """What an earlier try left behind, or nothing yet."""
        part = cls(into / "partial", name, url)
        with written(part.folder):
            part.folder.mkdir(parents=True, exist_ok=True)
        facts = {name: str(value) for name, value in read_json(part._record).items()}
        known = facts.keys() >= {"etag", "modified"} and facts.get("url") == url
        part.facts = facts if known else {}
        return part

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.folder / f"{self.name}.part"

    @property
    def _record(self) -> Path:
        return self.folder / f"{self.name}.part.json"

    @property
    def size(self) -> int:
        """How many bytes there are, 0 when they are not known to be of this address."""
        return self.path.stat().st_size if self.facts and self.path.exists() else 0

    @property
    def validator(self) -> str:
        """What proves that a server's file is still the one of these bytes; ``""`` for nothing."""
        etag = self.facts.get("etag", "")
        return etag if etag and not etag.startswith("W/") else self.facts.get("modified", "")

    def begin(self, **facts: str) -> None:
        """Forget the bytes so far and note the edition that is coming."""
        with written(self.path):
            self.path.write_bytes(b"")
            self.facts = {"url": self.url, **facts}
            write_json(self._record, self.facts)

    def write(self, data: bytes) -> None:
        """Add bytes."""
        with written(self.path), self.path.open("ab") as stream:
            stream.write(data)

    def clear(self) -> None:
        """Forget everything."""
        with written(self.path):
            self.path.unlink(missing_ok=True)
            self._record.unlink(missing_ok=True)
        self.facts = {}

    def reject(self) -> Path:
        """Put the bytes aside where nothing takes them for the file."""
        aside = self.folder / f"{self.name}.rejected"
        with written(aside):
            self.path.replace(aside)
        self.clear()
        return aside


@contextmanager
def alone(into: Path, name: str) -> Iterator[None]:
    """Refuse to download a file that another program is downloading to the same place."""
    with written(into):
        (into / "partial").mkdir(parents=True, exist_ok=True)
        stream = (into / "partial" / f"{name}.lock").open("w")
    with stream:
        if not _lock(stream.fileno()):
            raise DownloadFailed(
                "another download of this file is under way", where=str(into / name),
                remedy="Wait until it has ended.",
            )  # fmt: skip
        yield


def _lock(descriptor: int) -> bool:
    """Lock a file until it is closed; True as well where the system has no such locks."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read_record(path: Path) -> Fetched | None:
    facts = read_json(path)
    file = path.with_name(path.name.removesuffix(_RECORD))
    try:
        values = {name: facts[name] for name in _FACTS}
        at = values["fetched_at"] = datetime.fromisoformat(facts["fetched_at"])
        texts = all(isinstance(values[name], str) for name in _TEXTS)
        sound = texts and at.tzinfo and file.stat().st_size == facts["size"]
    except (KeyError, TypeError, ValueError, OSError):
        return None
    return Fetched(name=file.name, path=file, state="unchanged", **values) if sound else None


def _free(into: Path, at: datetime, name: str) -> Path:
    """A place of the day where nothing has the name yet."""
    day, number = at.date().isoformat(), 1
    while (place := into / (day if number == 1 else f"{day}_{number}") / name).exists():
        number += 1
    return place


def _fields(fetched: Fetched) -> dict[str, Any]:
    return {name: getattr(fetched, name) for name in Fetched.__slots__}


def room(into: Path, need: int) -> None:
    """Raise `DownloadFailed` when the disk has not ``need`` bytes free."""
    with written(into):
        free = shutil.disk_usage(into).free
    if free < need:
        raise DownloadFailed(
            f"the file needs {need:,} bytes and the disk has {free:,} free", where=str(into),
            remedy="Make room, or name another folder for downloads.",
        )  # fmt: skip
