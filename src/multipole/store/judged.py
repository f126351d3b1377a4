"""Judgements with the claims that they are of, those of earlier coders too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from multipole.core.types import Claim, Judgement

if TYPE_CHECKING:
    from multipole.store.store import Store


class Judged(NamedTuple):
    """What is judged.

    All judgements; the ids of present event claims; claims of earlier coders that judgements name,
    and the present ones of the same documents.
    """

    given: tuple[Judgement, ...]
    present: frozenset[str]
    earlier: tuple[Claim, ...]
    beside: tuple[Claim, ...]


def judged(store: Store) -> Judged:
    """Gather what is judged."""
    given = tuple(Judgement(**row) for row in store.judgements().to_pylist())
    present = frozenset(store.claims(kind="event").column("id").to_pylist())
    named = {claim for j in given for claim in (j.left, j.right)}
    earlier = store.claim_objects(kind="event", ids=sorted(named - present), all=True)
    where = {claim.spans[0].document for claim in earlier}
    beside = store.claim_objects(kind="event", documents=where) if where else []
    return Judged(given, present, tuple(earlier), tuple(beside))
