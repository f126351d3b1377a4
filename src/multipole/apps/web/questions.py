"""The questions that pages and the API may ask of a store, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from multipole import answers
from multipole.answers import (
    Answer,
    agreements,
    claim_asked,
    dependences,
    triangle_years,
    triangles,
)
from multipole.store import Store


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


def _agreements(store: Store, year: str, **options: Any) -> Answer:
    return agreements.agreements(store, year=year, **options)


def _dependences(store: Store, year: str, **options: Any) -> Answer:
    return dependences.dependences(store, year=year, **options)


def _claim(store: Store, question: str, a: str, b: str, **options: Any) -> Answer:
    return claim_asked.claim(store, question, a, b, **options)


def _measure(store: Store, name: str, a: str, b: str, **options: Any) -> Answer:
    return answers.measure(store, name, a, b, **options)


QUESTIONS: Final[tuple[Question, ...]] = (
    Question("status", answers.status),
    Question("events", _events, slow=False),
    Question("claims", _claims, slow=False),
    Question("figures", _figures, slow=False),
    Question("speakers", _speakers, slow=False),
    Question("closeness", answers.closeness, slow=False),
    Question("why", answers.why),
    Question("moved", answers.moved),
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
)


def question(name: str) -> Question:
    """The question of that name; `KeyError` when there is none, which is a fault of ours."""
    return next((q for q in QUESTIONS if q.name == name), None) or _none(name)


def _none(name: str) -> Question:
    raise KeyError(name)
