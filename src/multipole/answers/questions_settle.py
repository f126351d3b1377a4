"""Settling questions: yes or no when the data reach past the last day, with what says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pyarrow.compute as pc

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.questions import questions, standing
from multipole.answers.questions_acts import Sources, Told
from multipole.answers.questions_add import question_meant, run_of
from multipole.answers.words import count
from multipole.forecast.questions import Outcome, Question, Settlement
from multipole.forecast.questions_criterion import VETOES, Criterion
from multipole.store import Store
from multipole.store.asked import question_from


def settle(
    store: Store,
    names: Iterable[str] = (),
    *,
    as_of: str | date | None = None,
    now: datetime,
) -> Answer:
    """Settle the questions (or those ``names`` begin the ids of) that the data reach past.

    No question is settled before its last day is covered, not even one that is met already: else
    those that are scored early would be those that ended yes. Void: the source did not cover the
    first days and what it has does not meet the criterion, it tells no domains, or it never names
    one of the ends. A settlement that late data change stands beside the one before; nothing new,
    nothing is written. ``as_of``: by what was known at the end of that day.
    """
    known = day_of(as_of)
    ids = [question_meant(store, name) for name in names] or None
    taken = {row["question"] for row in store.asked.withdrawals().to_pylist()}
    asked = [
        question_from(r) for r in store.asked.questions(ids).to_pylist() if r["id"] not in taken
    ]
    sources, before = Sources(store, as_of=known), standing(store, ids)
    made: list[Settlement] = []
    for told, group in _groups(sources, asked):
        counts = _Counts(told)
        for question in group:
            found = _settlement(sources, told, counts, question, before.get(question.id), now)
            made += [found] if found else []
    settings = f"as of {known}" if known else ""
    new = store.asked.settle(made, run_of("settle", settings, [s.id for s in made], now))
    answer = questions(store, [one.question for one in made])
    changed = sum(1 for one in made if one.before)
    waiting = [q.id for q in asked if q.id not in before and q.id not in {s.question for s in made}]
    return replace(answer, title=_titled(new, changed), notes=(*_waiting(waiting), *answer.notes))


def _titled(new: int, changed: int) -> str:
    late = f", {changed} beside an earlier one" if changed else ""
    return f"{count(new, 'settlement')}{late}"


def _waiting(ids: list[str]) -> list[str]:
    if not ids:
        return []
    return [f"{count(len(ids), 'question')} not settled: the data do not reach past the last day."]


def _groups(sources: Sources, asked: Iterable[Question]) -> list[tuple[Told, list[Question]]]:
    found: dict[int, tuple[Told, list[Question]]] = {}
    for question in asked:
        told = sources.told(question)
        if told is not None and told.reach.last >= question.closes:
            found.setdefault(id(told), (told, []))[1].append(question)
    return list(found.values())


class _Counts:
    """The acts of a source by their ends, each found once."""

    def __init__(self, told: Told) -> None:
        self._by_ends: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in told.rows.to_pylist():
            self._by_ends.setdefault((row["sender"], row["receiver"]), []).append(row)

    def of(self, question: Question) -> list[dict[str, Any]]:
        """The acts within the days of a question that its criterion counts, oldest first."""
        ask = question.asks
        ends = [(ask.a, ask.b)] + ([(ask.b, ask.a)] if ask.both else [])
        found = [row for pair in ends for row in self._by_ends.get(pair, ()) if _counts(ask, row)]
        within = [r for r in found if question.opens <= r["period_start"] <= question.closes]
        return sorted(within, key=lambda r: (r["period_start"], r["event"] or "", r["row"] or 0))


def _counts(ask: Criterion, row: dict[str, Any]) -> bool:
    return ask.kind == VETOES or row["action"] in ask.actions


@dataclass(frozen=True, slots=True)
class _End:
    outcome: Outcome
    why: str


def _settlement(
    sources: Sources,
    told: Told,
    counts: _Counts,
    question: Question,
    before: dict[str, Any] | None,
    now: datetime,
) -> Settlement | None:
    """What the data say now; None where that stands already, be it by rows of another file."""
    rows = counts.of(question)
    end = _end(sources, told, question, len(rows))
    evidence = tuple(dict.fromkeys(ref for row in rows for ref in _refs(row)))
    if before and (before["outcome"], before["count"]) == (end.outcome, len(rows)):
        return None
    return Settlement(
        question.id, end.outcome, len(rows), told.reach.last, told.reach.release, evidence,
        end.why, before["id"] if before else "", now,
    )  # fmt: skip


def _end(sources: Sources, told: Told, question: Question, found: int) -> _End:
    ask = question.asks
    if found >= ask.least:
        return _End("yes", "")
    if told.reach.start > question.opens:
        return _End("void", f"{question.source} begins on {told.reach.start}")
    if ask.domain and not _tells_domains(sources, question):
        return _End("void", f"{question.source} tells no domains")
    known = sources.named(question.source, vetoes=ask.kind == VETOES)
    absent = [end for end in (ask.a, ask.b) if end not in known]
    if absent:
        return _End("void", f"{question.source} never names {' and '.join(absent)}")
    return _End("no", "")


def _tells_domains(sources: Sources, question: Question) -> bool:
    rows = sources.rows(question.source)
    return bool(pc.any(pc.is_valid(rows["domain"])).as_py())


def _refs(row: dict[str, Any]) -> list[str]:
    """Where an act stands: its claims, or its row of a file."""
    return list(row["claims"] or ()) or [f"{row['sha256'][:12]} row {row['row']}"]
