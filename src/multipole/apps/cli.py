"""The command line: each command parses, calls one answer and renders it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import (
    backtest,
    bargain,
    claim,
    dyad,
    filing,
    forecast,
    ideal,
    judging,
    measures,
    narratives,
    overview,
    questions,
    records,
    scoring,
    serving,
    system,
    told,
    triangle,
    whatif,
    why,
)
from multipole.apps import next as nexts
from multipole.apps import options as given
from multipole.apps.clock import now
from multipole.apps.commands import Commands
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

_HELP = """From reports on world politics to answers whose every number opens its sentence.

    multipole read reports/

    multipole why CHN RUS

Exit codes: 0 done, 1 nothing found of what was named, 2 wrong use or unreadable input."""

app = typer.Typer(
    name="multipole",
    help=_HELP,
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(version("multipole"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Options of the program itself."""


app.command("read")(filing.read)
app.command("add")(records.add)
app.command("fetch")(records.fetch)
app.command("sources")(records.sources)
app.command("cite")(records.cite)
app.command("panel")(records.panel)
app.command("records")(records.records)
app.command("check")(records.check)
app.command("claim")(claim.claim)
app.command("quarantine")(records.quarantine)
app.command("why")(why.why)
app.command("same")(judging.same)
app.command("apart")(judging.apart)
app.command("confirm")(judging.confirm)
app.command("reject")(judging.reject)
app.command("withdraw")(judging.withdraw)
app.command("judgements")(judging.judgements)
app.command("search")(overview.search)
app.command("movers")(overview.movers)
app.command("dyads")(overview.dyads)
app.command("turning")(overview.turning)
app.command("agreements")(overview.agreements)
app.command("dependences")(overview.dependences)
app.command("dyad")(dyad.dyad)
app.command("tie")(dyad.tie)
app.command("measure")(measures.measure)
app.command("measures")(measures.measures)
app.command("polarity")(system.polarity)
app.command("blocs")(system.blocs)
app.command("triangle")(triangle.triangle)
app.command("bargain")(bargain.bargain)
app.command("whatif")(whatif.whatif)
app.command("ideal-points")(ideal.ideal_points)
app.command("narratives")(narratives.narratives)
app.command("terms")(narratives.terms)
app.command("next")(nexts.next_acts)
app.command("forecast")(forecast.forecast)
app.command("backtest")(backtest.backtest)
app.add_typer(questions.app)
app.command("events")(told.events)


@app.command()
def brief(
    actors: Annotated[list[str], typer.Argument(help="Two or more: CHN RUS USA.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path(
        "brief.html"
    ),
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
) -> None:
    """One page about several actors, every figure of which opens its sentence.

    Example: multipole brief CHN RUS USA --out brief.html
    """
    from multipole.answers.asked import actors_of, day_of
    from multipole.apps.brief import write_brief
    from multipole.store import open_store

    ids, known = actors_of(actors), day_of(as_of)
    with open_store(store, read_only=True) as opened:
        write_brief(opened, ids, out, as_of=known, now=now())
    print(out)


@app.command()
def closeness(
    a: given.A,
    b: given.B,
    by: Annotated[str, typer.Option(metavar="STEP", help="month, quarter, year or all.")] = "month",
    domain: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="One domain; all: only all together.")
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Counts by quad class and closeness of two actors by period and domain.

    Example: multipole closeness CHN RUS --by year --domain military
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.closeness(opened, a, b, by=by, domain=domain, as_of=as_of)  # type: ignore[arg-type]

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


@app.command()
def depends(
    a: given.A,
    b: given.B,
    since: given.Since = None,
    until: given.Until = None,
    spare: Annotated[
        float, typer.Option(metavar="PART", help="What all others could give more: 0.1, a tenth.")
    ] = 0.1,
    with_: Annotated[
        str, typer.Option("--with", metavar="NAMES", help="Own variables that are flows, too.")
    ] = "",
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    picture: given.Picture = None,
) -> None:
    """Who depends on whom: the share of each in what the other buys and sells, both ways.

    Example: multipole depends RUS CHN --since 2005 --spare 0.25
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.depends(
            opened, a, b, since=since, until=until, as_of=as_of, spare=spare, with_=with_
        )

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, picture=picture)


app.command("claims")(told.claims)
app.command("figures")(told.figures)
app.command("speakers")(told.speakers)


@app.command()
def status(
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """What is in the store: documents, claims, events, span of time, refused and why.

    Example: multipole status --store reports.duckdb
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.status(opened, as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)


@app.command()
def actors(
    names: Annotated[
        list[str] | None, typer.Argument(help="Codes, names or persons.", show_default=False)
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day that is meant; today if not given.")
    ] = None,
    load: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Put your own CSV of names into the store."),
    ] = None,
    store: given.StorePath = given.STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Who a name or code stands for on a day; or load your own list of names.

    The list is a CSV with the header name,actor,kind,from,to (and surname,office for kind
    person); the next read codes the store's reports with it.

    Example: multipole actors Burma Lavrov EU --on 1990-06-01

    Example: multipole actors --load mine.csv --store multipole.duckdb
    """
    if load is not None:
        filing.load_list(load, store)
        return
    from multipole.answers.asked import day_of
    from multipole.apps.lookup import look_up
    from multipole.apps.show import Output, emit

    output = Output(json=json, csv=csv, parquet=parquet)
    emit(look_up(names or (), on=day_of(on) or now().date()), output)


app.command("score")(scoring.score)
app.command("serve")(serving.serve)
app.command("mcp")(serving.assistants)
app.command("export")(filing.export_store)
app.command("import")(filing.import_store)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()
