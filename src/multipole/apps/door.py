"""The Python door: `open_store` and `read` give a `Desk` that answers questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from multipole import answers
from multipole.answers import Answer
from multipole.answers.asked import actors_of, day_of
from multipole.apps import clock
from multipole.store import Store
from multipole.store import open_store as open_file

if TYPE_CHECKING:
    from multipole.documents import ReadOptions
    from multipole.pipeline import Progress

DEFAULT = "multipole.duckdb"


class Desk:
    """An open store and the questions one may ask of it; every answer is an `Answer`.

    Options are those of the functions of the same names in `multipole.answers`. Close it, or use it
    as a context manager. ``store`` is the `multipole.store.Store` behind.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Desk of {self.store.path}>"

    def _repr_html_(self) -> str:
        return self.status()._repr_html_()

    def close(self) -> None:
        """Let go of the store's file."""
        self.store.close()

    def events(self, *actors: str, **options: Any) -> Answer:
        """What happened: `multipole.answers.events`."""
        return answers.events(self.store, actors, **options)

    def why(self, a: str, b: str, **options: Any) -> Answer:
        """All figures of a pair with their sentences: `multipole.answers.why`."""
        return answers.why(self.store, a, b, **options)

    def claims(self, *actors: str, **options: Any) -> Answer:
        """What is said: `multipole.answers.claims`."""
        return answers.claims(self.store, actors, **options)

    def figures(self, *actors: str, **options: Any) -> Answer:
        """Figures that reports quote: `multipole.answers.figures`."""
        return answers.figures(self.store, actors, **options)

    def speakers(self, *actors: str, **options: Any) -> Answer:
        """Who says what: `multipole.answers.speakers`."""
        return answers.speakers(self.store, actors, **options)

    def closeness(self, a: str, b: str, **options: Any) -> Answer:
        """Closeness by period and domain: `multipole.answers.closeness`."""
        return answers.closeness(self.store, a, b, **options)

    def status(self, **options: Any) -> Answer:
        """What is in the store: `multipole.answers.status`."""
        return answers.status(self.store, **options)

    def brief(
        self,
        *actors: str,
        out: str | Path,
        as_of: str | date | None = None,
        now: datetime | None = None,
    ) -> Path:
        """Write the brief about ``actors`` to the file ``out`` and return its path."""
        from multipole.apps.brief import write_brief

        place = Path(out)
        write_brief(
            self.store, actors_of(actors), place, as_of=day_of(as_of), now=now or clock.now()
        )
        return place


def open_store(path: str | Path = DEFAULT) -> Desk:
    """Open the store at ``path`` for asking; raises `StoreError` when there is none.

    To write to it, use `read` or `multipole.store.open_store`.
    """
    return Desk(open_file(path, read_only=True))


def read(
    paths: str | Path | Sequence[str | Path],
    store: str | Path = DEFAULT,
    *,
    options: ReadOptions | None = None,
    processes: int = 1,
    progress: Progress | None = None,
    now: datetime | None = None,
) -> Desk:
    """Read reports (files or folders) into the store, made when there is none, and open it.

    What could not be read is in the store's refusals, which ``status`` shows. ``now`` is the time
    of reading, by default the clock's.
    """
    from multipole.documents import ReadOptions
    from multipole.pipeline import read_into

    with open_file(store, create=True) as opened:
        read_into(
            opened,
            [Path(p) for p in _listed(paths)],
            now=now or clock.now(),
            options=options or ReadOptions(),
            processes=processes,
            progress=progress,
        )
    return open_store(store)


def _listed(paths: str | Path | Sequence[str | Path]) -> Iterable[str | Path]:
    return [paths] if isinstance(paths, str | Path) else paths
