"""The questions that pages and the API may ask of a store, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from multipole import answers
from multipole.answers import (
    Answer,
    act,
    actor,
    agreements,
    claim_asked,
    coders,
    dependences,
    documents,
    event_list,
    holdings,
    movers,
    runs,
    triangle_years,
    triangles,
    versions,
)
from multipole.answers.next import next_acts
from multipole.answers.whatif_packed import packed
from multipole.store import Store

#: The models of forecasts whose backtest is shown: the pool and what it has to be better than.
MEASURED: Final = ("climatology", "persistence", "ewma", "stack")


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its name, the function that answers it, and whether that may take a while.

    ``ask`` takes the open store, then names, then options. What may take more than a twentieth of
    a second on a large store is ``slow``: a worker process answers it.
    """

    name: str
    ask: Callable[..., Answer]
    slow: bool = True


def _events(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.events(store, actors, **options)


def _claims(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.claims(store, actors, **options)


def _figures(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.figures(store, actors, **options)


def _speakers(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.speakers(store, actors, **options)


def _records(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.records(store, actors, **options)


def _check(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.check(store, actors, **options)


def _ideal(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.ideal_points(store, actors, **options)


def _agreements(store: Store, year: int, **options: Any) -> Answer:
    return agreements.agreements(store, year=year, **options)


def _dependences(store: Store, year: int, **options: Any) -> Answer:
    return dependences.dependences(store, year=year, **options)


def _claim(store: Store, question: str, a: str, b: str, **options: Any) -> Answer:
    return claim_asked.claim(store, question, a, b, **options)


def _measure(store: Store, name: str, a: str, b: str, **options: Any) -> Answer:
    return answers.measure(store, name, a, b, **options)


def _narratives(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.narratives(store, actors, **options)


def _retold(store: Store, *actors: str, **options: Any) -> Answer:
    return answers.retold(store, actors, **options)


def _term_use(store: Store, *words: str, **options: Any) -> Answer:
    return answers.term_use(store, words, **options)


def _event_list(store: Store, *actors: str, **options: Any) -> Answer:
    return event_list.event_list(store, actors, **options)


def _event_tally(store: Store, *actors: str, **options: Any) -> Answer:
    return event_list.event_tally(store, actors, **options)


def _backtest(store: Store, horizon: str, **options: Any) -> Answer:
    return answers.backtest(store, horizons=(horizon,), models=MEASURED, quick=True, **options)


def _some_questions(store: Store, *ids: str) -> Answer:
    return answers.questions(store, ids)


def _whatif(store: Store, shocks: tuple[tuple[str, str], ...], **options: Any) -> Answer:
    return packed(answers.whatif(store, also=shocks, **options))


QUESTIONS: Final[tuple[Question, ...]] = (
    Question("status", answers.status),
    Question("events", _events, slow=False),
    Question("event_list", _event_list, slow=False),
    Question("event_tally", _event_tally),
    Question("one_event", versions.one_event, slow=False),
    Question("one_claim", versions.one_claim, slow=False),
    Question("versions", versions.versions, slow=False),
    Question("event_fields", versions.event_fields, slow=False),
    Question("act", act.act, slow=False),
    Question("documents", documents.documents, slow=False),
    Question("document_counts", documents.document_counts, slow=False),
    Question("claims", _claims, slow=False),
    Question("figures", _figures, slow=False),
    Question("speakers", _speakers),
    Question("closeness", answers.closeness, slow=False),
    Question("why", answers.why),
    Question("moved", answers.moved),
    Question("holdings", holdings.holdings, slow=False),
    Question("reach", holdings.reach, slow=False),
    Question("read_coverage", holdings.read_coverage, slow=False),
    Question("actor", actor.actor, slow=False),
    Question("actor_records", actor.actor_records),
    Question("coders", coders.coders, slow=False),
    Question("runs", runs.runs, slow=False),
    Question("movers", movers.movers),
    Question("mover_months", movers.mover_months),
    Question("dyads", answers.dyads),
    Question("turning", answers.turning),
    Question("dyad", answers.dyad),
    Question("tie", answers.tie),
    Question("measure", _measure),
    Question("depends", answers.depends),
    Question("triangle", answers.triangle),
    Question("triangles", triangles.triangles),
    Question("triangle_years", triangle_years.triangle_years),
    Question("agreements", _agreements),
    Question("dependences", _dependences),
    Question("polarity", answers.polarity),
    Question("blocs", answers.blocs),
    Question("ideal_points", _ideal),
    Question("claim", _claim),
    Question("panel", answers.panel),
    Question("records", _records),
    Question("check", _check),
    Question("quarantine", answers.quarantine, slow=False),
    Question("judgements", answers.judgements, slow=False),
    Question("tellings", answers.tellings, slow=False),
    Question("narratives", _narratives),
    Question("retold", _retold),
    Question("terms", answers.terms),
    Question("term_use", _term_use),
    Question("forecast", answers.forecast),
    Question("backtest", _backtest),
    Question("questions", answers.questions),
    Question("some_questions", _some_questions, slow=False),
    Question("question", answers.question, slow=False),
    Question("question_scores", answers.question_scores),
    Question("next", next_acts),
    Question("whatif", _whatif),
)


def question(name: str) -> Question:
    """The question of that name; `KeyError` when there is none, which is a fault of ours."""
    return next((q for q in QUESTIONS if q.name == name), None) or _none(name)


def _none(name: str) -> Question:
    raise KeyError(name)
