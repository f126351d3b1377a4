"""Commands about two actors as a whole: dyad and tie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from, write_bytes
from multipole.core.errors import WrongUse

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

Criteria = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A table of criteria of your own; see tie --table."),
]


def dyad(
    a: given.A,
    b: given.B,
    weights: Annotated[
        str | None,
        typer.Option(metavar="PARTS", help="Weights of the composite: agreement=2,rivalry=0."),
    ] = None,
    criteria: Criteria = None,
    turns: Annotated[
        bool, typer.Option("--turns/--no-turns", help="Look for turning points; takes seconds.")
    ] = True,
    details: Annotated[
        bool, typer.Option("--details", help="Every series, those that others contain as well.")
    ] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the simulated series.")] = 0,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Two actors: every measure with its interval, the kind of tie, who leans, and what turned.

    Example: multipole dyad CHN RUS

    Example: multipole dyad CHN RUS --as-of 2015-01-01
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.dyad(
            opened, a, b, as_of=as_of, weights=weights, criteria=criteria, turns=turns,
            details=details, seed=seed,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)


def tie(
    a: Annotated[str, typer.Argument(help="A code or name, such as CHN.")] = "",
    b: Annotated[str, typer.Argument(help="Another one, such as Russia.")] = "",
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day; else the last that data reach.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="One kind: alliance, entente, rivalry; or all."),
    ] = None,
    criteria: Criteria = None,
    table: Annotated[
        bool, typer.Option("--table", help="Print the table of criteria as CSV, to change a copy.")
    ] = False,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """What kind of tie two actors have, and on which criteria: met, not met, unknown.

    Example: multipole tie CHN RUS --on 2018-12-31

    Example: multipole tie --table > mine.csv
    """
    if table:
        from multipole.relations.kinds_table import shipped_text

        write_bytes(shipped_text().encode())
        return
    if not (a and b):
        raise WrongUse("a tie of fewer than two actors", remedy="Name two: multipole tie CHN RUS.")

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.tie(opened, a, b, on=on, kind=kind, criteria=criteria, as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)
