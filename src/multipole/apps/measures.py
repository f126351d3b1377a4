"""Commands about measures: one over time, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import Output, answer_from, emit

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def measure(
    name: Annotated[
        str, typer.Argument(metavar="MEASURE", help="Such as agreement; several with commas.")
    ],
    a: given.A,
    b: given.B,
    since: given.Since = None,
    until: given.Until = None,
    step: Annotated[
        str, typer.Option(metavar="STEP", help="Of series of events: month, quarter or year.")
    ] = "month",
    domains: Annotated[
        bool, typer.Option("--domains", help="Series of events by domain as well.")
    ] = False,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """A measure of two actors over time, with intervals, sources and how far the data reach.

    Directed measures come both ways. Of two publishers each is a series of its own.

    Example: multipole measure agreement CHN RUS --since 2010

    Example: multipole measure agreement,closeness,arms CHN RUS --picture china-russia.svg
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.measure(
            opened, name, a, b, since=since, until=until, step=step, domains=domains, as_of=as_of
        )

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, picture=picture)


def measures(
    json: given.Json = False, csv: given.Csv = False, parquet: given.Parquet = None
) -> None:
    """The measures there are, with unit, direction and reference.

    Example: multipole measures
    """
    from multipole import answers

    emit(answers.measure_list(), Output(json=json, csv=csv, parquet=parquet))
