"""The command that ranks the other ends of an actor's next act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.forecast import Source
from multipole.apps.options import STORE
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.store import Store


def next_acts(
    actor: given.A,
    type: Annotated[  # noqa: A002
        str, typer.Option(metavar="TYPE", help="The PLOVER type of the act: SANCTION.")
    ],
    by: Annotated[
        str,
        typer.Option(
            metavar="END", help="receiver: towards whom it acts. sender: who acts towards it."
        ),
    ] = "receiver",
    top: Annotated[int, typer.Option(min=1, metavar="N", help="So many of the likeliest.")] = 10,
    source: Source = None,
    store: given.StorePath = STORE,
    as_of: given.AsOf = None,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """Towards whom an actor does an act of a type next, or who does it to it, and why.

    Example: multipole next USA --type SANCTION --top 10

    Example: multipole next CHN --type ACCUSE --by sender
    """

    def ask(opened: Store) -> Answer:
        from multipole.answers.next import next_acts

        return next_acts(opened, actor, type=type, by=by, top=top, source=source, as_of=as_of)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)
