"""The command bargain: a table of who wants what on an issue, given or filled from the store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import Output, answer_from, emit
from multipole.core.errors import WrongUse

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def bargain(
    table: Annotated[
        Path | None,
        typer.Argument(
            metavar="[TABLE]",
            help="A CSV: actor,position,capability,salience, and doubts as one likes.",
            show_default=False,
        ),
    ] = None,
    issue: Annotated[
        str, typer.Option(metavar="ISSUE", help="From the store: a domain, or words: 'gas | oil'.")
    ] = "",
    actors: Annotated[
        list[str] | None,
        typer.Option("--actor", metavar="ACTOR", help="From the store: who; repeat for each."),
    ] = None,
    positions: Annotated[
        str,
        typer.Option(
            metavar="WAY", help="From the store: leanings, acts, or a variable: ideal_point."
        ),
    ] = "leanings",
    capability: Annotated[
        str, typer.Option(metavar="VARIABLE", help="From the store: what power is measured by.")
    ] = "cinc",
    line: Annotated[
        tuple[float, float] | None,
        typer.Option(
            metavar="LOW HIGH", help="Of a table: the ends of the line.", show_default=False
        ),
    ] = None,
    unit: Annotated[str, typer.Option(metavar="TEXT", help="Of a table: unit of positions.")] = "",
    rules: Annotated[
        str, typer.Option(metavar="RULES", help="published, printed or cautious.")
    ] = "published",
    runs: Annotated[int, typer.Option(metavar="N", help="Draws of the inputs.")] = 1000,
    rounds: Annotated[int, typer.Option(min=1, metavar="N", help="Rounds at most.")] = 10,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the draws.")] = 1,
    since: given.Since = None,
    until: given.Until = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Where bargaining over one issue ends, by the challenge model, with its doubt.

    Beside it what comes without bargaining. A second lens: read docs/bargaining.md first.

    Example: multipole bargain table.csv --line 0 100

    Example: multipole bargain --issue military --positions acts --actor CHN --actor RUS
    """
    formats = {"json": json, "csv": csv, "parquet": parquet, "evidence": evidence}
    how = {"rules": rules, "runs": runs, "rounds": rounds, "seed": seed}
    if (table is None) == (not actors):
        raise WrongUse(
            "a table or actors are needed, not both",
            remedy="Give a CSV file, or --actor for each (and --issue).",
        )
    if table is not None:
        from multipole.answers.bargaining import bargain
        from multipole.answers.bargaining_table import read_table

        emit(bargain(read_table(table, unit=unit, line=line), **how), Output(**formats))  # type: ignore[arg-type]
        return

    def ask(opened: Store) -> Answer:
        from multipole.answers.bargaining import bargain
        from multipole.answers.bargaining_store import table_from

        filled = table_from(
            opened, actors or (), issue=issue, positions=positions, capability=capability,
            since=since, until=until, as_of=as_of,
        )  # fmt: skip
        found = bargain(filled, store=opened, **how)  # type: ignore[arg-type]
        return found if any((json, csv, parquet, evidence)) else _on_screen(found)

    answer_from(store, ask, **formats)


def _on_screen(answer: Answer) -> Answer:
    """The table without the sentences, which may be hundreds."""
    from multipole.answers.words import count

    notes = (*answer.notes, f"It rests on {count(len(answer.evidence), 'sentence')}: --evidence.")
    return replace(
        answer, notes=notes, evidence=answer.evidence.slice(0, 0), shown=answer.shown[:4]
    )
