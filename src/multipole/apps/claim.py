"""The claim command: a claim about two states, asked of every series of the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE


def claim(
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help="turn, closer, together, junior, or a kind of tie: alliance, entente, "
            "partnership, normal, cool, rivalry, hostility, war.",
        ),
    ],
    a: given.A,
    b: given.B,
    year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="turn: the first year of the new state.")
    ] = None,
    since: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            help="closer: the first year that counts as since. together: from it on. junior: "
            "does the gap widen from it on?",
        ),
    ] = None,
    until: Annotated[
        int | None, typer.Option(metavar="YEAR", help="together: up to this year, included.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="junior and kinds of tie: on this day, month or year."),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--from",
            metavar="YEAR",
            help="turn and closer: draw on values from it on; else 30 years before.",
        ),
    ] = None,
    alpha: Annotated[
        float | None,
        typer.Option(metavar="P", help="Chance of a false yes, for each series; else 0.05."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(metavar="N", help="turn and closer: seed of the simulated tables; else 0."),
    ] = None,
    criteria: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Kinds of tie: your own table of criteria."),
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """Whether a claim about two states holds: a verdict of each series of the store.

    turn: did they change in a year? closer: are they closer since? together: do they vote and veto
    together? junior: who is the junior partner? Or a kind of tie: is it an alliance? Yes, no, or
    not measurable and why, with interval and test where one is made; none is averaged, none names
    a cause.

    Example: multipole claim turn CHN RUS --year 2014

    Example: multipole claim closer CHN RUS --since 2014

    Example: multipole claim together CHN RUS --since 2012

    Example: multipole claim junior CHN RUS

    Example: multipole claim alliance CHN RUS --on 2018-12-31
    """
    from multipole.answers.claim_asked import claim as asked
    from multipole.apps.show import answer_from

    answer_from(
        store,
        lambda opened: asked(
            opened, question, a, b, year, since=since, until=until, on=on, first=first,
            alpha=alpha, seed=seed, criteria=criteria, as_of=as_of,
        ),
        json=json, csv=csv, parquet=parquet, picture=picture,
    )  # fmt: skip
