"""The Python door: `open_store` and `read` give a `Desk` that answers questions.

Of data sets: `add` puts files into a store, `catalogue` says which there are, `cite` how to cite
one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from multipole import answers
from multipole.answers import Answer, claim_asked
from multipole.answers.asked import actors_of, day_of
from multipole.apps import clock
from multipole.core.errors import UnreadableInput
from multipole.store import Store
from multipole.store import open_store as open_file

if TYPE_CHECKING:
    import altair as alt

    from multipole.documents import ReadOptions
    from multipole.pipeline import AddReport, Progress, Ruling

DEFAULT = "multipole.duckdb"
Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a data set: ``text`` for a footnote and ``bibtex`` for a bibliography."""

    text: str
    bibtex: str

    def __str__(self) -> str:
        return f"{self.text}\n\n{self.bibtex}"


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

    def why(self, *words: str, **options: Any) -> Answer:
        """All figures of a pair with their sentences, or what moved one measure of it.

        ``why("CHN", "RUS")``: `multipole.answers.why`. ``why("agreement", "CHN", "RUS", "2014")``:
        `multipole.answers.moved`. ``why("545dfe8c")``: all tellings of one event,
        `multipole.answers.tellings`.
        """
        return answers.why_of(self.store, *words, **options)

    def judge(self, ruling: Ruling, *ids: str, by: str, reason: str = "") -> str:
        """Judge events or claims, and give the id by which that can be taken back.

        ``judge("same", "545dfe8c", "81f0a2c4", by="Ana")``, and ``apart``, ``confirm``,
        ``reject``: see `multipole.pipeline.rule`. Events are built again.
        """
        from multipole.pipeline import rule

        def keep(store: Store) -> str:
            return rule(store, ruling, ids, by=by, reason=reason, now=clock.now()).id

        return self._writing(keep)

    def withdraw(self, id: str, *, by: str, reason: str = "") -> None:  # noqa: A002
        """Take back what you judged: `multipole.pipeline.withdraw`."""
        from multipole.pipeline import withdraw

        def take(store: Store) -> str:
            return withdraw(store, id, by=by, reason=reason, now=clock.now()).id

        self._writing(take)

    def judgements(self) -> Answer:
        """What persons have judged: `multipole.answers.judgements`."""
        return answers.judgements(self.store)

    def _writing(self, act: Callable[[Store], str]) -> str:
        """Do something that writes; a store that is open for reading is closed meanwhile."""
        if not self.store.read_only:
            return act(self.store)
        path = self.store.path
        self.store.close()
        try:
            with open_file(path) as opened:
                return act(opened)
        finally:
            self.store = open_file(path, read_only=True)

    def claims(self, *actors: str, **options: Any) -> Answer:
        """What is said: `multipole.answers.claims`."""
        return answers.claims(self.store, actors, **options)

    def figures(self, *actors: str, **options: Any) -> Answer:
        """Figures that reports quote: `multipole.answers.figures`."""
        return answers.figures(self.store, actors, **options)

    def speakers(self, *actors: str, **options: Any) -> Answer:
        """Who says what: `multipole.answers.speakers`."""
        return answers.speakers(self.store, actors, **options)

    def narratives(self, *actors: str, **options: Any) -> Answer:
        """How outlets or governments tell a theme: `multipole.answers.narratives`."""
        return answers.narratives(self.store, actors, **options)

    def retold(self, *actors: str, **options: Any) -> Answer:
        """The same events, side by side: `multipole.answers.retold`."""
        return answers.retold(self.store, actors, **options)

    def terms(self, **options: Any) -> Answer:
        """The terms that set sides apart: `multipole.answers.terms`."""
        return answers.terms(self.store, **options)

    def term_use(self, *words: str, **options: Any) -> Answer:
        """How often each side uses terms, by year: `multipole.answers.term_use`."""
        return answers.term_use(self.store, words, **options)

    def closeness(self, a: str, b: str, **options: Any) -> Answer:
        """Closeness by period and domain: `multipole.answers.closeness`."""
        return answers.closeness(self.store, a, b, **options)

    def panel(self, dyads: str | Iterable[str], years: str, with_: str | Iterable[str],
              **options: Any) -> Answer:  # fmt: skip
        """Dyad-years or dyad-months with what was asked for: `multipole.answers.panel`."""
        return answers.panel(self.store, dyads, years, with_, **options)

    def records(self, *actors: str, **options: Any) -> Answer:
        """Values about actors, each with its cell: `multipole.answers.records`."""
        return answers.records(self.store, actors, **options)

    def check(self, *actors: str, **options: Any) -> Answer:
        """Figures of reports beside the record: `multipole.answers.check`."""
        return answers.check(self.store, actors, **options)

    def quarantine(self, source: str = "") -> Answer:
        """Rows of data sets that were refused: `multipole.answers.quarantine`."""
        return answers.quarantine(self.store, source=source)

    def sources(self, about: str = "") -> Answer:
        """The catalogue of data sets, with what this store holds of each."""
        return _catalogue(about, self.store)

    def cite(self, source: str) -> Citation:
        """How to cite a data set, in the newest release that this store holds."""
        return _cited(source, self.store)

    def depends(self, a: str, b: str, **options: Any) -> Answer:
        """Who depends on whom: `multipole.answers.depends`."""
        return answers.depends(self.store, a, b, **options)

    def measure(self, name: str, a: str, b: str, **options: Any) -> Answer:
        """A measure of two actors over time: `multipole.answers.measure`."""
        return answers.measure(self.store, name, a, b, **options)

    def dyad(self, a: str, b: str, **options: Any) -> Answer:
        """All measures of two actors and what they come to: `multipole.answers.dyad`."""
        return answers.dyad(self.store, a, b, **options)

    def tie(self, a: str, b: str, **options: Any) -> Answer:
        """What kind of tie two actors have: `multipole.answers.tie`."""
        return answers.tie(self.store, a, b, **options)

    def triangle(self, a: str, b: str, c: str, **options: Any) -> Answer:
        """Three ties, their balance, and the test of pressure: `multipole.answers.triangle`."""
        return answers.triangle(self.store, a, b, c, **options)

    def polarity(self, **options: Any) -> Answer:
        """Capabilities and blocs by year: `multipole.answers.polarity`."""
        return answers.polarity(self.store, **options)

    def blocs(self, year: int | str | None = None, **options: Any) -> Answer:
        """Who votes, or is pledged, with whom, in a year or ``since=``: `multipole.answers.blocs`.

        ``blocs(2018)``, and ``blocs(since=2000, until=2018, near="CHN,RUS,USA")``.
        """
        return answers.blocs(self.store, year=year, **options)

    def claim(
        self, question: str, a: str, b: str, year: int | None = None, **options: Any
    ) -> Answer:
        """Whether a claim about two holds, by every series: `multipole.answers.claim_asked`.

        ``claim("turn", "CHN", "RUS", 2014)``, and ``closer``, ``together``, ``junior``,
        ``alliance`` or another kind of tie.
        """
        return claim_asked.claim(self.store, question, a, b, year, **options)

    def ideal_points(self, *actors: str, **options: Any) -> Answer:
        """Where states stand in the General Assembly: `multipole.answers.ideal_points`."""
        return answers.ideal_points(self.store, actors, **options)

    def forecast(self, a: str, b: str, **options: Any) -> Answer:
        """Distributions of the acts to come between two: `multipole.answers.forecast`."""
        return answers.forecast(self.store, a, b, **options)

    def next_acts(self, actor: str, **options: Any) -> Answer:
        """Who is at the other end of the next act: `multipole.answers.next_acts`."""
        return answers.next_acts(self.store, actor, **options)

    def questions(self, **options: Any) -> Answer:
        """Questions with their forecasts and how they ended: `multipole.answers.questions`."""
        return answers.questions(self.store, **options)

    def whatif(self, shocks: str | Path = "", **options: Any) -> answers.WhatIf:
        """Shocks beside the twin without them: `multipole.answers.whatif`."""
        return answers.whatif(self.store, shocks, **options)

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
    paths: Paths,
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


def add(
    source: str,
    paths: Paths,
    store: str | Path = DEFAULT,
    *,
    released: str | date | None = None,
    version: str = "",
    strict: bool = False,
    again: bool = False,
    skip_corrections: Collection[str] = (),
    progress: Progress | None = None,
    now: datetime | None = None,
) -> AddReport:
    """Put files of a data set (or folders of them) into the store, made when there is none.

    See `multipole.pipeline.add_source`. ``released`` may be a text such as ``2024-06-30``. Nothing
    is made for a source that is not known or a path that does not exist: `UnknownCode`,
    `UnreadableInput`.
    """
    from multipole.pipeline import add_source
    from multipole.sources import find_source

    find_source(source)
    files, day = [Path(p) for p in _listed(paths)], day_of(released)
    for path in files:
        if not path.exists():
            raise UnreadableInput(f"there is no file {path}", remedy="Check the path.")
    with open_file(store, create=True) as opened:
        return add_source(
            opened, source, files, now=now or clock.now(), released=day, version=version,
            strict=strict, again=again, skip_corrections=skip_corrections, progress=progress,
        )  # fmt: skip


def catalogue(about: str = "", *, store: str | Path | None = None) -> Answer:
    """The data sets that can be read: all, those about some words, or one in full by its id.

    With ``store``, what that holds of each.
    """
    if store is None:
        return _catalogue(about, None)
    with open_file(store, read_only=True) as opened:
        return _catalogue(about, opened)


def cite(source: str, *, store: str | Path | None = None) -> Citation:
    """How to cite a data set; with ``store``, in the newest release that it holds."""
    if store is None:
        return _cited(source, None)
    with open_file(store, read_only=True) as opened:
        return _cited(source, opened)


def picture(answer: Answer, *, out: str | Path | None = None) -> alt.VConcatChart:
    """The picture of an answer as an Altair chart; with ``out`` it is written to that file, too.

    See `multipole.apps.pictures.kinds.picture` for what can be drawn, and
    `multipole.apps.pictures.files.save_picture` for the endings that a file may have.
    """
    from multipole.apps import pictures

    if out is not None:
        pictures.save_picture(answer, out)
    return pictures.picture(answer)


def _catalogue(about: str, store: Store | None) -> Answer:
    from multipole.answers import sources, status_data
    from multipole.sources import SOURCES

    loaded, today = status_data.loaded(store) if store else None, clock.now().date()
    if about in {known.id for known in SOURCES}:
        return sources.source(about, loaded=(loaded or {}).get(about, ""), now=today)
    return sources.sources(about=about, loaded=loaded, now=today)


def _cited(source: str, store: Store | None) -> Citation:
    from multipole.answers.status_data import newest
    from multipole.sources import find_source
    from multipole.sources.cite import bibtex, citation

    record, today = find_source(source), clock.now().date()
    release = newest(store, record.id) if store else None
    return Citation(
        citation(record, now=today, release=release), bibtex(record, now=today, release=release)
    )


def _listed(paths: Paths) -> Iterable[str | Path]:
    return [paths] if isinstance(paths, str | Path) else paths
