"""The triangle command: three states, their ties, balance and the test of pressure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def triangle(
    a: given.A,
    b: given.B,
    c: Annotated[str, typer.Argument(help="And a third: USA.")],
    weights: Annotated[
        str | None,
        typer.Option(metavar="PARTS", help="Weights of the composite: agreement=2,rivalry=0."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="YEAR", help="Trends and tests from it on; else the last 30 years."),
    ] = None,
    seed: Annotated[
        int, typer.Option(metavar="N", help="Seed of random weights and simulated series.")
    ] = 0,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Three states: how close each two are, which way they move, and whether pressure unites two.

    Every measure of each tie, a composite with weights that you can move, the signs and their
    balance, and for each corner whether the other two came closer after its pressure.

    Example: multipole triangle CHN RUS USA

    Example: multipole triangle CHN RUS USA --weights agreement=2,commitment=0 --since 1992
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.triangle(
            opened, a, b, c, weights=weights, since=since, as_of=as_of, seed=seed
        )

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)
