"""The command whatif: shocks from a file or options, simulated beside the same without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.core.errors import WrongUse

if TYPE_CHECKING:
    from multipole.answers.whatif import WhatIf

_SHOCK: Final = "; repeat for each."


def whatif(
    shocks: Annotated[
        Path | None,
        typer.Argument(metavar="[SHOCKS]", help="A YAML file of shocks.", show_default=False),
    ] = None,
    act: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help=f"'USA SANCTION CHN; on: +3 days; number: 5'{_SHOCK}"),
    ] = None,
    series: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help=f"'USA SANCTION CHN; every: week'{_SHOCK}"),
    ] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help=f"'RUS CHN cooperation; times: 1.5'{_SHOCK}"),
    ] = None,
    flow: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help=f"'gas from RUS to CHN; change: +40%'{_SHOCK}"),
    ] = None,
    commitment: Annotated[
        list[str] | None,
        typer.Option(metavar="WORDS", help=f"'CHN RUS defence; made: 2018-07-01'{_SHOCK}"),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First simulated day; else the file's, or after data."),
    ] = None,
    months: Annotated[int, typer.Option(metavar="N", help="Months ahead.")] = 12,
    runs: Annotated[int, typer.Option(metavar="N", help="Simulated futures.")] = 2000,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed: the same gives the same.")] = 7,
    pair: Annotated[
        list[str] | None,
        typer.Option(metavar="A-B", help="A dyad to show as well: IND-RUS; may repeat."),
    ] = None,
    triangle: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="A B C", help="Whose triangle.", show_default=False),
    ] = None,
    states: Annotated[int, typer.Option(metavar="N", help="Most active states modelled.")] = 30,
    source: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="Acts of one source; else the largest.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="Threads.")] = 2,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The page to write: whatif.html.")
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: Annotated[bool, typer.Option("--json", help="All tables and notes as JSON.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The paths as CSV.")] = False,
    parquet: Annotated[
        str | None,
        typer.Option("--parquet", metavar="FILE", help="The paths as Parquet (- is stdout)."),
    ] = None,
) -> None:
    """What would follow from shocks, by reported acts, beside the same futures without them.

    Acts, series of acts, standing changes, flows and pledges; docs/what-if.md says how to write
    them. Differences to the no-shock twin with intervals, when they fade, what carries them, and a
    placebo. It needs coded events; it is no causal experiment.

    Example: multipole whatif shock.yaml --months 12 --runs 2000 --seed 7 --out whatif.html

    Example: multipole whatif --act "USA SANCTION CHN; number: 20" --months 6
    """
    from multipole.answers import whatif as ask
    from multipole.apps.show import Output, emit
    from multipole.apps.whatif_page import write_page
    from multipole.store import open_store

    output = Output(json=json, csv=csv, parquet=parquet)
    kinds = {"act": act, "series": series, "rate": rate, "flow": flow, "commitment": commitment}
    also = [(kind, words) for kind, given_ in kinds.items() for words in given_ or ()]
    with open_store(store, read_only=True) as opened:
        found = ask(
            opened, shocks or "", also=also, start=start, months=months, runs=runs, seed=seed,
            pairs=list(_pairs(pair or ())), triangle=triangle or (), states=states, source=source,
            as_of=as_of, workers=workers,
        )  # fmt: skip
    if out is not None:
        write_page(found, out)
    if csv or parquet is not None:
        emit(found.paths, output)
    else:
        _say(found, json=json, out=out)


def _pairs(named: list[str] | tuple[()]) -> Iterator[tuple[str, str]]:
    for one in named:
        a, mark, b = (part.strip() for part in one.partition("-"))
        if not (a and mark and b):
            raise WrongUse(f"{one!r} is no dyad", remedy="Write --pair IND-RUS.")
        yield a, b


def _say(found: WhatIf, *, json: bool, out: Path | None) -> None:
    """The answer in sentences, or all of it as JSON."""
    from rich.text import Text

    from multipole.apps.safe import safe_line
    from multipole.apps.show import console, json_bytes, write_bytes

    if json:
        write_bytes(json_bytes(found.to_json()))
        return
    to = console()
    to.print(Text(safe_line(f"What if: {found.title}"), style="bold"))
    for words in (*found.asked.table["words"].to_pylist(), "", *found.said, ""):
        to.print(Text(safe_line(words)))
    for note in (*found.placebo.notes, *found.flows.notes, *found.pledges.notes, *found.notes):
        to.print(Text(safe_line(note), style="dim"))
    if out is not None:
        print(out)
