"""Commands that look over many at once: search, movers, dyads, turning, agreements, shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

Year = Annotated[str, typer.Option(metavar="YEAR", help="The calendar year: 2018.")]
States = Annotated[
    list[str] | None,
    typer.Argument(help="Codes or names; without: the greatest.", show_default=False),
]
Rows = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many rows.")]


def search(
    text: Annotated[list[str], typer.Argument(help="Names, codes or words: gas pipeline.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only these: dyad, actor, document, claim; may repeat."),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many of a kind.")] = 20,
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
) -> None:
    """What a text finds: actors, dyads, documents, claims, measures, data sets.

    Example: multipole search china arms
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.search import search

        return search(opened, " ".join(text), kinds=kind or (), limit=limit)

    answer_from(store, ask, json=json, csv=csv, parquet=None, evidence=False)


def movers(
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help="A month: 2018-09. Without: the latest.")
    ] = None,
    limit: Rows = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Which pairs did more or less with, or against, each other than they usually do.

    Example: multipole movers --month 2018-09
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.movers import movers

        return movers(opened, month=month, as_of=as_of, limit=limit)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def dyads(
    actor: Annotated[str, typer.Argument(help="Only those of this actor: CHN.")] = "",
    limit: Rows = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Which dyads there are, by how many acts are told of them, with closeness and its trend.

    Example: multipole dyads CHN
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.dyads import dyads

        return dyads(opened, actor, as_of=as_of, limit=limit)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=False)


def turning(
    a: given.A,
    b: given.B,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the random numbers.")] = 0,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Since when: every yearly series of two actors, with its turns, or why it has none.

    Example: multipole turning CHN RUS
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.turning import turning

        return turning(opened, a, b, as_of=as_of, seed=seed)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=False)


def agreements(
    year: Year,
    states: States = None,
    to: Annotated[
        str | None, typer.Option(metavar="STATE", help="This state with every one that voted.")
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Who votes with whom in the General Assembly in a year, for each two of several states.

    Example: multipole agreements CHN RUS USA --year 2022
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.agreements import agreements

        return agreements(opened, year=year, states=states or (), to=to, as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=False)


def dependences(
    year: Year,
    states: States = None,
    flow: Annotated[
        str, typer.Option(metavar="FLOW", help="imports, exports, arms imports, fuel exports ...")
    ] = "imports",
    on: Annotated[
        str | None, typer.Option(metavar="STATE", help="Every state's share of this one.")
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Who depends on whom in a year, for each two of several states, or all on one.

    Example: multipole dependences --on CHN --year 2012
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.dependences import dependences

        return dependences(opened, year=year, flow=flow, states=states or (), on=on, as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=False)
