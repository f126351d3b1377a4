"""The command that measures forecasts on the past: of counts in a store, or of a graph of facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.forecast import Embargo, Quick, Source, told_on_stderr
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def backtest(
    since: given.Since = None,
    until: given.Until = None,
    horizon: Annotated[
        list[str] | None,
        typer.Option(metavar="TIME", help="1d to 90d; may repeat. Else 1d, 7d and 30d."),
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option(metavar="MODEL", help="A model; may repeat. Else all.")
    ] = None,
    actors: Annotated[
        int, typer.Option(min=2, max=200, metavar="N", help="The most active states.")
    ] = 50,
    source: Source = None,
    embargo: Embargo = 0,
    quick: Quick = False,
    out: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A picture of reliability: .svg, .png, .html, .json."),
    ] = None,
    graph: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Measure rankings instead: train.txt, valid.txt ..."),
    ] = None,
    split: Annotated[str, typer.Option(help="Of a graph: valid or test.")] = "valid",
    mode: Annotated[str, typer.Option(help="Of a graph: fast or ranked.")] = "fast",
    steps: Annotated[str, typer.Option(help="Of a graph: single or multi.")] = "single",
    names: Annotated[
        bool, typer.Option(help="Of a graph, ranked: look at entity2id.txt if there is one.")
    ] = True,
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """How good forecasts of counts would have been, at rolling origins, and how reliable.

    Example: multipole backtest --since 2018-07-01 --out reliability.svg

    Example: multipole backtest --graph icews14 --split valid --mode fast
    """
    if graph is not None:
        from multipole.apps.backtest_graph import backtest_graph

        backtest_graph(
            graph, split=split, mode=mode, steps=steps, names=names, json=json, csv=csv,
            parquet=parquet,
        )  # fmt: skip
        return

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.backtest(
            opened, since=since, until=until, horizons=horizon or (),
            models=model or (), source=source, actors=actors, embargo_days=embargo, quick=quick,
            progress=told_on_stderr,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, picture=out)
