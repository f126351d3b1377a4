"""The command that forecasts the acts between two actors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

Source = Annotated[
    str | None,
    typer.Option("--source", metavar="SOURCE", help="reports, or a data set such as icews."),
]
Embargo = Annotated[
    int,
    typer.Option(
        "--embargo", min=0, metavar="DAYS", help="Leave out the last days, still coming in."
    ),
]
Quick = Annotated[bool, typer.Option("--quick", help="A shorter backtest.")]


def forecast(
    a: given.A,
    b: given.B,
    horizon: Annotated[
        str, typer.Option(metavar="TIME", help="How far ahead: 1d to 90d, 4w, 1m.")
    ] = "30d",
    direction: Annotated[
        str, typer.Option(metavar="WAY", help="out (the first towards the second), in or both.")
    ] = "both",
    source: Source = None,
    model: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help="stack (the pool), excited, pooled, ewma, climatology, persistence, poisson.",
        ),
    ] = "stack",
    embargo: Embargo = 0,
    quick: Quick = False,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """How many acts of each class two actors will do to each other, with intervals and skill.

    Example: multipole forecast CHN RUS --horizon 30d

    Example: multipole forecast USA RUS --horizon 1w --as-of 2018-06-30 --direction out
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.forecast(
            opened, a, b, horizon=horizon, direction=direction, source=source, as_of=as_of,
            model=model, embargo_days=embargo, quick=quick, progress=told_on_stderr,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def told_on_stderr(done: int, of: int) -> None:
    """How far a backtest is, on a terminal only."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\rbacktest: {done} of {of} origins", end=end, file=sys.stderr, flush=True)
