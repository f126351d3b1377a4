"""The commands narratives and terms: how outlets or governments tell the same things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store

OUTLETS: Final = "outlets"
STATES: Final = "states"
Side = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="An outlet, or a state; repeat for each. Without: those with most reports.",
    ),
]
_BY: Final = "outlets, or states: governments as speakers."


def narratives(
    actors: given.Actors = None,
    by: Annotated[str, typer.Option(metavar="SIDES", help=_BY)] = OUTLETS,
    side: Side = None,
    events: Annotated[
        bool, typer.Option("--events", help="The same events, side by side, one row each.")
    ] = False,
    domain: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="military, economic, un ...")
    ] = None,
    words: Annotated[
        str, typer.Option(metavar="TERM", help="Only claims whose words hold this: 'pipeline*'.")
    ] = "",
    since: given.Since = None,
    until: given.Until = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="With --events: the latest N events.")
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """How outlets or governments tell the same: who covers it, acts, is blamed, is heard.

    Shares with their intervals, each with its claims. Days are those of the reports.

    Example: multipole narratives CHN RUS

    Example: multipole narratives --events --since 2021-03 --until 2021-03
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers import narratives, retold

        theme: dict[str, Any] = {"domain": domain, "words": words, "since": since, "until": until}
        theme |= {"by": by, "sides": side or (), "as_of": as_of}
        if events:
            return retold(opened, actors or (), limit=limit, **theme)
        return narratives(opened, actors or (), **theme)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def terms(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TERM]...",
            help="Terms to follow over the years: sovereignty 'hegemon*'; usual for some usual "
            "ones. Without: the terms that set each side apart.",
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="SIDES", help=f"{_BY} Over years: states.")
    ] = None,
    side: Side = None,
    since: given.Since = None,
    until: given.Until = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="So many terms of each side.")
    ] = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """The terms that set sides apart, or how often each side uses a term, year by year.

    Over years: statements of states in the UN General Debate (multipole add ungd), or reports.

    Example: multipole terms

    Example: multipole terms multipolar sovereignty --side CHN --side RUS --side USA
    """

    on_screen = not (json or csv or parquet is not None or evidence)

    def ask(opened: Store) -> Answer:
        from multipole.answers import term_use, terms
        from multipole.answers.narratives_terms import LIMIT

        days = {"since": since, "until": until, "as_of": as_of}
        if words:
            wanted = () if words == ["usual"] else words
            found = term_use(opened, wanted, by=by or STATES, sides=side or (), **days)
            return _on_screen(found) if on_screen else found
        return terms(opened, by=by or OUTLETS, sides=side or (), limit=limit or LIMIT, **days)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def _on_screen(answer: Answer) -> Answer:
    """Years in which a term stands, without the sentences, which may be thousands."""
    import pyarrow.compute as pc

    rows = answer.table.filter(pc.greater(answer.table["count"], 0))
    notes = (*answer.notes, "Years without are left out here; the sentences: --evidence.")
    return replace(answer, table=rows, evidence=answer.evidence.slice(0, 0), notes=notes,
                   shown=answer.shown[:-1])  # fmt: skip
