"""What persons have judged of events and claims, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.evidence import evidence
from multipole.answers.tellings import all_said, holds, rulings_on
from multipole.answers.words import count, who
from multipole.claims import Said
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()),
        ("at", pa.timestamp("us", tz="UTC")),
        *((n, pa.string()) for n in ("by", "verdict", "about", "reason", "stands")),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("id", "at", "by", "verdict", "about", "reason", "stands", "claims")
_ACTS: Final = 2


def judgements(store: Store, *, of: Iterable[str] | None = None) -> Answer:
    """All that persons said and did not take back, oldest first, with the sentences it is of.

    ``of``: only what is said of any of these claims.

    ``stands`` says whether it holds: ``overruled by`` a person whose later word is otherwise, or
    of claims that no present coder makes (it is kept, and holds again when they are).
    """
    rulings = all_said(store) if of is None else rulings_on(store, of)
    named = {c for one in rulings for c in one.claims}
    rows = {c["id"]: c for c in store.claims(ids=named, all=True).to_pylist()}
    table = pa.Table.from_pylist([_row(one, rows) for one in rulings], schema=SCHEMA)
    told = evidence(store, (c for one in rulings for c in one.claims))
    lost = sum(bool(one.gone) for one in rulings)
    notes = (f"{count(lost, 'judgement')} of claims that the present coder does not make.",)
    return Answer(count(len(rulings), "judgement"), table, told, notes if lost else (), SHOWN)


def _row(one: Said, claims: dict[str, dict[str, Any]]) -> dict[str, Any]:
    first = one.judgements[0]
    return {
        "id": one.id,
        "at": first.at,
        "by": first.by,
        "verdict": " and ".join(sorted({j.verdict for j in one.judgements})),
        "about": _about([claims[c] for c in one.claims if c in claims], len(one.claims)),
        "reason": first.reason,
        "stands": holds(one) or "holds",
        "claims": list(one.claims),
    }


def _about(claims: list[dict[str, Any]], many: int) -> str:
    """The acts that the claims tell, the first few, and how many claims there are."""
    acts = sorted({f"{who(c)} {c['action']}" for c in claims})
    more = f" and {len(acts) - _ACTS} more" if len(acts) > _ACTS else ""
    return f"{', '.join(acts[:_ACTS])}{more} ({count(many, 'claim')})".strip()
