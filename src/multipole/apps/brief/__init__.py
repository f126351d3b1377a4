"""The brief: one HTML file that holds all it shows, and loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from multipole.answers.brief import brief
from multipole.apps.brief.page import render
from multipole.core.errors import WrongUse
from multipole.store import Store

__all__ = ["render", "write_brief"]


def write_brief(
    store: Store,
    actors: Sequence[str],
    out: Path,
    *,
    as_of: date | None = None,
    now: datetime,
) -> Path:
    """Write the page about two to five ``actors`` to ``out`` and return its path.

    The same store, actors, ``as_of`` and ``now`` give the same bytes. Raises `WrongUse` for a
    number of actors that has no page or a path that cannot be written, `UnknownCode` for a name
    nobody has, `NothingFound` when no report says anything about two of them.
    """
    page = render(brief(store, actors, as_of=as_of), now=now)
    try:
        out.write_bytes(page.encode("utf-8"))
    except OSError as error:
        raise WrongUse(
            f"the page cannot be written: {error.strerror or error}",
            where=str(out),
            remedy="Choose a file in a folder that exists and may be written (--out).",
        ) from None
    return out
