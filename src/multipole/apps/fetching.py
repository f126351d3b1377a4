"""Downloads on the command line: what would come, then its progress, then where it is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipole.answers.asked import end_of, start_of
from multipole.apps.clock import now
from multipole.apps.commands import say
from multipole.apps.safe import safe_line
from multipole.core.errors import DownloadFailed
from multipole.core.periods import ONE_DAY
from multipole.sources import find_source
from multipole.sources.downloads import list_of
from multipole.sources.fetch import Fetched, NotOffered, Planned, fetch, plan
from multipole.sources.fetch_archive import unpack
from multipole.sources.fetch_lists import look_up

if TYPE_CHECKING:
    from rich.console import Console


def cache_folder() -> Path:
    """Where downloads are kept: the user's cache folder, or ``MULTIPOLE_CACHE``."""
    own = os.environ.get("MULTIPOLE_CACHE")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(own) if own else Path(home) / "multipole"


def say_plan(
    id: str,  # noqa: A002
    *,
    since: str | None,
    until: str | None,
    cache: Path | None,
) -> list[Planned]:
    """Show what a fetch would download, and give it back."""
    source = find_source(id)
    listed = list_of(source)
    if listed:
        say(f"asking {listed.url} what there is")
    day_after = end_of(until)
    found = look_up(source, since=start_of(since), until=day_after and day_after - ONE_DAY)
    planned = plan(source, cache=cache or cache_folder(), downloads=found or None)
    for each in planned:
        _say_one(each)
    return planned


def _say_one(each: Planned) -> None:
    size = f"{each.download.size:,} bytes" if each.download.size else "size not known beforehand"
    say(each.download.url)
    say(f"  {size}; {each.checksum or 'no checksum is published (the first one seen is kept)'}")
    say(f"  licence: {each.licence} {each.licence_url}".rstrip())
    if each.cached:
        say(f"  last fetched {each.cached.fetched_at:%Y-%m-%d}: {each.cached.path}")


def download(planned: Sequence[Planned], *, accept_changed: bool, out: Console) -> list[Path]:
    """Download each file, say what came, and give the paths of the files that are meant.

    Of several files one that the publisher lists and does not have is said, and the others come;
    the only one, or any other failure, raises `DownloadFailed`.
    """
    files: list[Path] = []
    for each in planned:
        try:
            found = _one(each, accept_changed=accept_changed, out=out)
        except NotOffered as error:
            if len(planned) == 1:
                raise
            say(f"left out: {error}")
            continue
        files += unpack(found.path, take=each.download.take)
    if not files:
        raise DownloadFailed("none of the files is there", remedy="Ask for other days.")
    return files


def _one(each: Planned, *, accept_changed: bool, out: Console) -> Fetched:
    with _bar(each.download.name, out) as told:
        found = fetch(
            each.download, into=each.into, now=now(), progress=told, accept_changed=accept_changed
        )
    print(safe_line(f"{found.path}: {found.size:,} bytes, {found.state}, sha256 {found.sha256}"))
    for note in found.notes:
        say(note)
    return found


def _bar(name: str, out: Console) -> Any:
    from contextlib import contextmanager

    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    @contextmanager
    def shown() -> Any:
        columns = ("{task.description}", BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
            task = bar.add_task(name, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    return shown()
