"""The events of a brief: each once, however many of the pairs it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from multipole.answers.brief_pairs import PairFacts
from multipole.answers.brief_parts import NO_OUTLET, Act, Read
from multipole.answers.tellings import disputes
from multipole.core.periods import Period
from multipole.store import Store


def period_of(row: Any) -> Period | None:
    """The period of a row of claims or events; None when not known."""
    start, end = row["period_start"], row["period_end"]
    return Period(start, end) if start and end else None


def acts_of(store: Store, facts: Iterable[PairFacts], *, as_of: date | None) -> tuple[Act, ...]:
    """All events of the pairs, oldest first, undated ones last."""
    rows: dict[str, Any] = {}
    pairs: dict[str, list[str]] = {}
    for fact in facts:
        for row in fact.events.to_pylist():
            rows[row["id"]] = row
            pairs.setdefault(row["id"], []).append(fact.key)
    return made_acts(store, rows.values(), pairs, as_of=as_of)


def made_acts(
    store: Store,
    rows: Iterable[Any],
    pairs: Mapping[str, Sequence[str]],
    *,
    as_of: date | None,
) -> tuple[Act, ...]:
    """Rows of events as acts, oldest first; ``pairs`` has the keys of their dyads by id."""
    kept = list(rows)
    outlets = _outlets_of(store, [c for row in kept for c in row["claims"]], as_of)
    disputed = disputes(store, kept)
    acts = [
        _act(row, tuple(pairs.get(row["id"], ())), outlets, disputed.get(row["id"], ""))
        for row in kept
    ]
    return tuple(sorted(acts, key=_order))


def reads_of(fact: PairFacts, acts: Sequence[Act]) -> tuple[Read, ...]:
    """How those of ``acts`` that concern the pair read between its two ends."""
    of_id = {act.id: act for act in acts}
    rows = fact.events.select(["id", "role", "quad"]).to_pylist()
    found = [Read(of_id[r["id"]], r["role"], r["quad"]) for r in rows if r["id"] in of_id]
    return tuple(sorted(found, key=lambda read: _order(read.act)))


def _outlets_of(store: Store, claims: list[str], as_of: date | None) -> dict[str, str]:
    names = {d["id"]: d["outlet"] or NO_OUTLET for d in store.documents(as_of).to_pylist()}
    spans = store.spans(claims).to_pylist()
    return {s["claim"]: names[s["document"]] for s in spans if s["document"] in names}


def _act(row: Any, pairs: tuple[str, ...], outlets: dict[str, str], disputed: str) -> Act:
    told = tuple(row["claims"])
    return Act(
        id=row["id"],
        sender=tuple(row["sender"]),
        receiver=tuple(row["receiver"]),
        action=row["action"],
        domain=row["domain"] or "",
        modality=row["modality"],
        period=period_of(row),
        certain=row["probability"],
        claims=told,
        outlets=tuple(dict.fromkeys(outlets[c] for c in told if c in outlets)),
        pairs=pairs,
        disputed=disputed,
    )


def _order(act: Act) -> tuple[date, date, str]:
    if act.period is None:
        return (date.max, date.max, act.id)
    return (act.period.start, act.period.end, act.id)
