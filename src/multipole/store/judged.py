"""Judgements of persons with the claims that they are of, those of earlier coders too."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from multipole.core.types import Claim, Judgement

if TYPE_CHECKING:
    from multipole.store.store import Store


class Judged(NamedTuple):
    """What persons judged.

    Their judgements; those of the event claims they name that are present, and those of earlier
    coders; and the present claims of the same documents as the latter.
    """

    given: tuple[Judgement, ...]
    present: frozenset[str]
    earlier: tuple[Claim, ...]
    beside: tuple[Claim, ...]


def judged(store: Store, *, rules: str) -> Judged:
    """Gather what authors judged whose names do not begin with ``rules``."""
    rows = store.judgements(apart_from=rules).to_pylist()
    given = tuple(Judgement(**row) for row in rows)
    named = {claim for j in given for claim in (j.left, j.right)}
    present = frozenset(store.claims(kind="event", ids=named).column("id").to_pylist())
    earlier = store.claim_objects(kind="event", ids=sorted(named - present), all=True)
    where = {claim.spans[0].document for claim in earlier}
    beside = store.claim_objects(kind="event", documents=where) if where else []
    return Judged(given, present, tuple(earlier), tuple(beside))
