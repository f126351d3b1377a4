"""Arguments and options that several commands share, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

STORE: Final = Path("multipole.duckdb")

Actors = Annotated[
    list[str] | None,
    typer.Argument(help="Codes or names: CHN, Russia, 'European Union'.", show_default=False),
]
A = Annotated[str, typer.Argument(help="A code or name, such as CHN.")]
B = Annotated[str, typer.Argument(help="Another one, such as Russia.")]
StorePath = Annotated[Path, typer.Option("--store", help="The store file.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Only what was known by then: 2021-03-31."),
]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="From this day, month or year: 2021-03.")
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="To this one, included: 2021.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the latest N.")]
Json = Annotated[bool, typer.Option("--json", help="Table, sentences and notes as JSON.")]
Csv = Annotated[
    bool,
    typer.Option(
        "--csv",
        help="The table as CSV; text that a spreadsheet would run as a formula gets ' in front.",
    ),
]
Parquet = Annotated[
    str | None,
    typer.Option("--parquet", metavar="FILE", help="The table as Parquet into FILE (- is stdout)."),
]
Picture = Annotated[
    str | None,
    typer.Option(
        "--picture",
        metavar="FILE",
        help="A picture of it as well, into FILE: .svg, .png, .html or .json (Vega-Lite).",
    ),
]
Evidence = Annotated[
    bool, typer.Option("--evidence", help="The sentences in place of the table of findings.")
]
