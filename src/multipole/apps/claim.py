"""The claim command: a claim about two states and a year, asked of every series of the store."""

from __future__ import annotations

from typing import Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.core.errors import WrongUse


def claim(
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help="turn (a change in a year?) or closer (since it?)"),
    ],
    a: given.A,
    b: given.B,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="turn: the first year of the new state.")
    ] = None,
    since: Annotated[
        int | None,
        typer.Option(metavar="YEAR", help="closer: the first year that counts as since."),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--from", metavar="YEAR", help="Draw on values from it on; else 30 years before."
        ),
    ] = None,
    alpha: Annotated[
        float, typer.Option(metavar="P", help="Chance of a false yes, for each series.")
    ] = 0.05,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the simulated tables.")] = 0,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """Whether two states turned in a year, or are closer since: a verdict of each series.

    Every yearly series of the two in the store is asked, under serial dependence, with a count of
    the false alarms to expect; none is averaged. Yes names a year, never a cause.

    Example: multipole claim turn CHN RUS --year 2014

    Example: multipole claim closer CHN RUS --since 2014
    """
    from multipole.answers import claim_test
    from multipole.apps.show import Output, emit
    from multipole.store import open_store

    asked = {"turn": year, "closer": since}.get(question, year or since)
    if asked is None or (year is not None and since is not None):
        remedy = "Give claim turn A B --year 2014, or claim closer A B --since 2014."
        raise WrongUse(f"a claim {question!r} without its own year", remedy=remedy)
    output = Output(json=json, csv=csv, parquet=parquet, picture=picture)
    with open_store(store, read_only=True) as opened:
        found = claim_test(
            opened, question, a, b, asked, first=first, alpha=alpha, seed=seed, as_of=as_of
        )
    emit(found, output)
