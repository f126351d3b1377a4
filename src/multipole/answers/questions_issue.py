"""Issuing forecasts: a probability for each open question, its base rate and what drives it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.questions import questions, standing
from multipole.answers.questions_acts import Sources, Told
from multipole.answers.questions_add import basis_of, question_meant, run_of
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.history import day_number, day_of_number
from multipole.forecast.questions import Issued, Question, issued_probability
from multipole.forecast.questions_issue import BEST, CLIMATOLOGY, COUNTING, Chance, chances
from multipole.forecast.questions_past import Past
from multipole.store import Store
from multipole.store.asked import question_from

#: What is issued of each question: the forecast, and the two baselines that it is held against.
ISSUED = (BEST, CLIMATOLOGY, COUNTING)


def issue(
    store: Store,
    names: Iterable[str] = (),
    *,
    as_of: str | date | None = None,
    delay_days: int | None = None,
    now: datetime,
) -> Answer:
    """Issue forecasts of the open questions (or those ``names`` begin the ids of), for ever.

    Nothing known after ``as_of`` is used, by default the day of ``now``. ``delay_days``: as if each
    act had been known so many days after it happened; such a forecast says so, and one that is
    issued after its question closed is scored apart. A question that has a forecast of that day
    keeps it. Raises `WrongUse` for a day to come, `NothingFound` when nothing is open.
    """
    known = day_of(as_of) or now.date()
    if known > now.date():
        raise WrongUse(f"a forecast as of {known}, which is to come", remedy="Leave out --as-of.")
    basis = basis_of(delay_days)
    asked = _open(store, names)
    sources = Sources(store, as_of=None if delay_days is not None else known)
    made: list[Issued] = []
    left: list[str] = []
    for told, group in _groups(sources, asked):
        past = told and told.past(as_of=known, delay_days=delay_days)
        ahead = [q for q in group if past and day_number(q.closes) > past.reached]
        left += [q.id for q in group if q not in ahead]
        if past and ahead:
            made += [i for c in chances(past, ahead) for i in _issued(c, past, known, basis, now)]
    settings = f"as of {known} {basis}"
    new = store.asked.issue(made, run_of("issue", settings, sorted(q.id for q in asked), now))
    found = questions(store, dict.fromkeys(one.question for one in made))
    return replace(found, title=_title(new, made, known), notes=(*_notes(left), *found.notes))


def _title(new: int, made: Sequence[Issued], known: date) -> str:
    kept = len(made) - new
    old = f"; {count(kept // len(ISSUED), 'question')} had one of that day" if kept else ""
    return f"{count(new // len(ISSUED), 'forecast')} as of {known}{old}"


def _notes(left: Sequence[str]) -> list[str]:
    if not left:
        return []
    return [
        f"{count(len(left), 'question')} without a forecast: the data reach past the last day, or "
        "the source is not in the store (multipole questions settle)."
    ]


def _open(store: Store, names: Iterable[str]) -> list[Question]:
    """Questions that are neither settled nor withdrawn."""
    ids = [question_meant(store, name) for name in names] or None
    done = {row["question"] for row in store.asked.withdrawals().to_pylist()} | set(standing(store))
    rows = store.asked.questions(ids).to_pylist()
    found = [question_from(row) for row in rows if row["id"] not in done]
    if not found:
        raise NothingFound(
            "no question is open" if ids is None else "these questions are settled or withdrawn",
            where=str(store.path),
            remedy="Ask one: multipole questions add.",
        )
    return found


def _groups(
    sources: Sources, asked: Sequence[Question]
) -> list[tuple[Told | None, list[Question]]]:
    """Questions by what settles them, in the order of their ids."""
    found: dict[int, tuple[Told | None, list[Question]]] = {}
    for question in sorted(asked, key=lambda q: q.id):
        told = sources.told(question)
        found.setdefault(id(told), (told, []))[1].append(question)
    return list(found.values())


def _issued(chance: Chance, past: Past, known: date, basis: str, now: datetime) -> list[Issued]:
    reached = day_of_number(past.reached)
    base = None if chance.base_rate is None else round(chance.base_rate, 6)
    return [
        Issued(
            chance.question.id,
            issued_probability(chance.probabilities[model]),
            base,
            chance.windows,
            _drivers(chance) if model == BEST else "{}",
            model,
            known,
            reached,
            basis,
            now,
        )
        for model in ISSUED
    ]


def _drivers(chance: Chance) -> str:
    """What the forecast rests on, as JSON."""
    parts: list[dict[str, Any]] = [
        {"name": name, "probability": p, "adds": adds} for name, p, adds in chance.parts
    ]
    told = {
        "made_by": chance.best,
        "so_far": chance.so_far,
        "last_30_days": chance.recent,
        "parts": parts,
        "past_brier": {model: round(score, 4) for model, score in chance.past_brier.items()},
    }
    return json.dumps(told, separators=(",", ":"))
