"""The commands of questions: add, list, issue, settle, score, make and withdraw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.clock import now
from multipole.apps.commands import Commands
from multipole.apps.options import STORE
from multipole.apps.show import Output, answer_from, emit

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

app = typer.Typer(
    name="questions",
    help="Yes/no questions that the data settle: forecasts kept for ever, settled and scored.",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
)
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Ids of questions, or how they begin: c43bfefd."),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="SOURCE", help="What settles it: reports, or a data set: icews."),
]
Delay = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="DAYS",
        help="As if each act were known so many days after it happened: for data released later.",
    ),
]


@app.command()
def add(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="The question; words that are sure are read.")
    ] = "",
    criterion: Annotated[
        str | None,
        typer.Option(metavar="CRITERION", help="What settles it: 'USA>CHN SANCTION >= 1'."),
    ] = None,
    source: Source = None,
    opens: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first day that counts; else today.")
    ] = None,
    closes: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day that counts.")
    ] = None,
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Ask a question, in words or by a criterion.

    Criteria: A>B TYPE [DOMAIN] [>= N], A+B TYPE for either way, veto together A B; TYPE is a PLOVER
    type, several with |, or a class: material_conflict, cooperation, conflict, act.

    Example: multipole questions add "Will CHN and RUS hold a joint exercise by 2027-03-31?"

    Example: multipole questions add --criterion "USA>CHN SANCTION >= 2" --closes 2027-06
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import add_question

        return add_question(
            opened, text, criterion=criterion, source=source, opens=opens, closes=closes, now=now()
        )

    _write(store, ask, Output(json=json, csv=csv, parquet=parquet))


@app.command()
def make(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="Such as 2018-07.")],
    number: Annotated[
        int, typer.Option("--number", min=1, metavar="N", help="How many questions.")
    ] = 1200,
    source: Source = None,
    delay: Delay = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Ask many questions of a month, with thresholds that the past has met 20 to 80% of the time.

    Example: multipole questions make 2018-07 --number 1200 --delay 1
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import make_questions

        return make_questions(
            opened, month, n=number, source=source, as_of=as_of, delay_days=delay, now=now()
        )

    _write(store, ask, Output(json=json, csv=csv, parquet=parquet))


@app.command("list")
def list_(
    ids: Ids = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="open, yes, no, void or withdrawn.")
    ] = None,
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """The questions, each with its latest forecast and how it ended; of one, all there is.

    Example: multipole questions list --status open
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import question, questions

        if ids and len(ids) == 1:
            return question(opened, ids[0])
        return questions(opened, ids or None, status=status)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


@app.command()
def issue(
    ids: Ids = None,
    delay: Delay = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """Issue a forecast of each open question, from what is known by today (or --as-of), for ever.

    Example: multipole questions issue
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import issue

        return issue(opened, ids or (), as_of=as_of, delay_days=delay, now=now())

    _write(store, ask, Output(json=json, csv=csv, parquet=parquet))


@app.command()
def settle(
    ids: Ids = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Settle the questions whose last day the data reach past: yes, no or void, with what says so.

    Example: multipole questions settle
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import settle

        return settle(opened, ids or (), as_of=as_of, now=now())

    _write(store, ask, Output(json=json, csv=csv, parquet=parquet, evidence=evidence))


@app.command()
def score(
    page: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The scores as a page (Markdown) as well."),
    ] = None,
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
) -> None:
    """How good the forecasts were: Brier, log score, calibration, skill, and the worst misses.

    Example: multipole questions score --page questions-scored.md
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import question_scores
        from multipole.apps.questions_page import write_page

        found = question_scores(opened)
        if page is not None:
            write_page(found, page)
        return found

    answer_from(store, ask, json=json, csv=csv, parquet=parquet)


@app.command()
def withdraw(
    id: Annotated[str, typer.Argument(metavar="ID", help="As multipole questions list shows it.")],  # noqa: A002
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who takes it back.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")],
    store: given.StorePath = STORE,
) -> None:
    """Ask a question no more, before it closes; it stays in the list with who and why.

    Example: multipole questions withdraw c43bfefd --by Ana --reason "asked twice"
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import withdraw_question

        return withdraw_question(opened, id, reason=reason, by=by, now=now())

    _write(store, ask, Output())


def _write(place: Path, ask: Callable[[Store], Answer], output: Output) -> None:
    """Ask a store that is open for writing, and write the answer."""
    from multipole.store import open_store

    with open_store(place) as opened:
        found = ask(opened)
    emit(found, output)
