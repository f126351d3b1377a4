"""Commands by which a person judges events and claims: same, apart, confirm, reject, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from multipole.apps import options as given
from multipole.apps.clock import now
from multipole.apps.options import STORE
from multipole.apps.safe import safe_line
from multipole.apps.show import answer_from

if TYPE_CHECKING:
    from multipole.answers import Answer
    from multipole.pipeline import Ruling
    from multipole.store import Store

Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids of events or claims, or how they begin: 545dfe8c."),
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who judges.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


def same(ids: Ids, by: By, reason: Reason = "", store: given.StorePath = STORE) -> None:
    """These events, or claims, are one event.

    Example: multipole same 545dfe8c 81f0a2c4 --by Ana --reason "the same summit"
    """
    _rule("same", ids, by, reason, store)


def apart(ids: Ids, by: By, reason: Reason = "", store: given.StorePath = STORE) -> None:
    """These events, or claims, are not one event; a claim and its own event: it is of another.

    Example: multipole apart 545dfe8c 81f0a2c4 --by Ana --reason "two rounds of sanctions"
    """
    _rule("apart", ids, by, reason, store)


def confirm(ids: Ids, by: By, reason: Reason = "", store: given.StorePath = STORE) -> None:
    """These events are events, and their claims read rightly.

    Example: multipole confirm 545dfe8c --by Ana
    """
    _rule("confirm", ids, by, reason, store)


def reject(ids: Ids, by: By, reason: Reason = "", store: given.StorePath = STORE) -> None:
    """These claims, or all claims of these events, are read wrongly and carry no event.

    Example: multipole reject 545dfe8c --by Ana --reason "the sentence is about a film"
    """
    _rule("reject", ids, by, reason, store)


def withdraw(
    id: Annotated[str, typer.Argument(metavar="ID", help="As multipole judgements shows it.")],  # noqa: A002
    by: By,
    reason: Reason = "",
    store: given.StorePath = STORE,
) -> None:
    """Take back what you judged.

    Example: multipole withdraw 3fa91c02 --by Ana
    """
    from multipole.pipeline import withdraw as take_back
    from multipole.store import open_store

    with open_store(store) as opened:
        taken = take_back(opened, id, by=by, reason=reason, now=now())
        left = opened.counts()["events"]
    print(safe_line(f"taken back: {taken.id}; {left} events"))


def judgements(
    store: given.StorePath = STORE,
    json: given.Json = False,
    csv: given.Csv = False,
    parquet: given.Parquet = None,
    evidence: given.Evidence = False,
) -> None:
    """What persons have judged, who, why, and whether it holds.

    Example: multipole judgements --csv
    """

    def ask(opened: Store) -> Answer:
        from multipole import answers

        return answers.judgements(opened)

    answer_from(store, ask, json=json, csv=csv, parquet=parquet, evidence=evidence)


def _rule(ruling: Ruling, ids: Sequence[str], by: str, reason: str, store: Path) -> None:
    from multipole.answers.words import count
    from multipole.pipeline import rule
    from multipole.store import open_store

    with open_store(store) as opened:
        kept = rule(opened, ruling, ids, by=by, reason=reason, now=now())
        carried = set(kept.claims)
        rows = [row for row in opened.events().to_pylist() if carried & set(row["claims"])]
    print(f"kept as {kept.id}: {ruling} of {count(len(kept.claims), 'claim')}")
    for row in rows:
        print(_line(row))


def _line(row: dict[str, object]) -> str:
    from multipole.answers.words import count, when, who

    claims = row["claims"]
    assert isinstance(claims, list)
    told = count(len(claims), "claim")
    return safe_line(f"event {str(row['id'])[:8]}: {when(row)} {who(row)} {row['action']} ({told})")
