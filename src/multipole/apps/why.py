"""The command why: the figures of two actors, what moved one measure of them, or one event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

#: So many parts are shown on a screen; files have all.
ROWS: Final = 20


def why(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[MEASURE] A B [WHEN] | EVENT",
            help="Two actors; a measure, two actors and a year or month; or the id of an event.",
        ),
    ],
    by: Annotated[
        str | None,
        typer.Option(metavar="STEP", help="Of two actors: by month, quarter, year (usual) or all."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="Of a measure: compare with this, not the last one."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help=f"Of a measure: show N parts; on a screen {ROWS}."),
    ] = None,
    source: Annotated[
        str, typer.Option(metavar="NAME", help="Of a measure in several series: which one.")
    ] = "",
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """The figures of two actors, what moved one measure, or all tellings of one event.

    With a measure and a year: its value then and before, and the events and cells that make up the
    difference, with weights that add up. See multipole measures for the names.

    Example: multipole why CHN RUS --as-of 2021-04

    Example: multipole why agreement CHN RUS 2014

    Example: multipole why 545dfe8c
    """
    on_screen = not (json or csv or parquet is not None)

    def ask(opened: Store) -> Answer:
        from multipole.answers import why_of

        rows = ROWS if on_screen and len(words) > len(("A", "B")) else None
        return why_of(
            opened, *words, by=by, against=against, limit=limit or rows, source=source, as_of=as_of
        )

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)
