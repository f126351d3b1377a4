"""Commands about all states together: polarity, blocs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def polarity(
    since: Annotated[
        str, typer.Option(metavar="YEAR", help="From this year on; whole years count.")
    ] = "1946",
    until: given.Until = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """How capabilities are divided among states, and states among blocs, year by year.

    Example: multipole polarity --since 1946
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.polarity(opened, since=since, until=until, as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, picture=picture)


def blocs(
    year: Annotated[str | None, typer.Option(metavar="YEAR", help="One year: 2018.")] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="YEAR", help="In place of --year: year by year from this one on."),
    ] = None,
    until: given.Until = None,
    with_: Annotated[
        str, typer.Option("--with", metavar="WHAT", help="What blocs are of: votes or alliance.")
    ] = "votes",
    near: Annotated[
        str,
        typer.Option(
            metavar="STATES", help="How far these are from the poles; with --since, whose blocs."
        ),
    ] = "",
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """Who votes, or is pledged, with whom: the blocs of a year and how sure they are.

    With --since, the bloc of each state in --near year by year.

    Example: multipole blocs --year 2018 --near CHN,RUS,USA
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.blocs(
            opened, year=year, since=since, until=until, with_=with_, near=near, as_of=as_of
        )

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, picture=picture)
