"""Commands that list what is told: events, claims, figures and who says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def events(
    actors: given.Actors = None,
    since: given.Since = None,
    until: given.Until = None,
    type: Annotated[  # noqa: A002
        list[str] | None, typer.Option(metavar="TYPE", help="PLOVER type: CONSULT; may repeat.")
    ] = None,
    domain: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="military, economic, un ...")
    ] = None,
    modality: Annotated[
        str | None,
        typer.Option(
            metavar="MODALITY", help="happened, planned, threatened, hypothetical, denied."
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="reports, or a data set: icews; may repeat."),
    ] = None,
    limit: given.Limit = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """What happened: events of one actor, or between several, with their sentences.

    Example: multipole events CHN RUS --since 2021-03 --type CONSULT
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.events(
            opened, actors or (), since=since, until=until, types=type, domain=domain,
            modality=modality, sources=source, as_of=as_of, limit=limit,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def claims(
    actors: given.Actors = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="event, assessment or figure.")
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(metavar="NAME", help="Part of a name, or the actor behind: RUS.")
    ] = None,
    leaning: Annotated[
        str | None, typer.Option(metavar="SIDE", help="for, against or neutral to closeness.")
    ] = None,
    since: given.Since = None,
    until: given.Until = None,
    limit: given.Limit = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """What is said about actors, by whom.

    Example: multipole claims CHN RUS --kind assessment --leaning against
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.claims(
            opened, actors or (), kind=kind, speaker=speaker, leaning=leaning, since=since,
            until=until, as_of=as_of, limit=limit,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def figures(
    actors: given.Actors = None,
    measure: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only measures with these words: trade.")
    ] = None,
    since: given.Since = None,
    until: given.Until = None,
    limit: given.Limit = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Figures that the reports quote, each with its sentence.

    Example: multipole figures CHN RUS --measure trade --csv
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.figures(
            opened, actors or (), measure=measure, since=since, until=until, as_of=as_of,
            limit=limit,
        )  # fmt: skip

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def speakers(
    actors: given.Actors = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Who says what: speakers with the number of their claims for and against closeness.

    Example: multipole speakers CHN RUS
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.speakers(opened, actors or (), as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)
