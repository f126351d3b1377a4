"""The ideal-points command: where states stand in the General Assembly by session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from multipole.apps import options as given
from multipole.apps.filing import progress_bar
from multipole.apps.options import STORE

if TYPE_CHECKING:
    from multipole.answers import Answer

#: A note says how long it took from so many seconds on.
_LONG: Final = 20.0


def ideal_points(
    states: Annotated[list[str], typer.Argument(help="Codes or names: CHN RUS USA.")],
    since: given.Since = None,
    until: given.Until = None,
    how: Annotated[
        str,
        typer.Option(metavar="WAY", help="fast (some 10 s), short (a minute) or exact (minutes)."),
    ] = "fast",
    seed: Annotated[int, typer.Option(metavar="N", help="Seed: the same gives the same.")] = 1,
    issue: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="Only roll calls on it: me, nu, di, hr, co, ec, important."
        ),
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """Where states stand in the General Assembly, session by session, from all votes.

    All states and sessions known by then are scaled, which takes some 900 MB of memory for the
    whole Assembly. Distances are from the state that is named first. Ctrl-C stops; nothing is
    stored.

    Example: multipole ideal-points CHN RUS USA --since 1992
    """
    from multipole.apps.show import Output, emit

    output = Output(json=json, csv=csv, parquet=parquet, picture=picture)
    began = monotonic()
    found = _ask(store, states, since=since, until=until, how=how, seed=seed, issue=issue,
                 as_of=as_of)  # fmt: skip
    emit(_timed(found, monotonic() - began), output)


def _ask(place: Path, states: list[str], **options: Any) -> Answer:
    from multipole import answers
    from multipole.store import open_store

    with open_store(place, read_only=True) as opened, progress_bar() as bar:

        def told(done: int, rounds: int) -> None:
            if bar is not None:
                bar("scaling", done, rounds)

        return answers.ideal_points(opened, states, progress=told, **options)


def _timed(found: Answer, seconds: float) -> Answer:
    if seconds <= _LONG:
        return found
    return replace(found, notes=(*found.notes, f"It took {seconds:.0f} seconds."))
