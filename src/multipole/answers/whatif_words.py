"""Shocks in words, and what every scenario says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers import evidence, whatif_flows, whatif_pledges
from multipole.answers.answer import Answer
from multipole.answers.asked import name_of
from multipole.answers.whatif_stream import Settings, Simulated
from multipole.core.history import day_of_number
from multipole.core.periods import ONE_DAY
from multipole.core.plover import ACTION_WORDS, QUADS
from multipole.scenario.shocks import Acts, Commitment, Flow, Plan, Rate, Shock, first_of

ASKED: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("kind", "words")),
        ("from_day", pa.date32()),
        ("acts", pa.int64()),
        ("assumed", pa.bool_()),
    ]
)
ASKED_SHOWN: Final = ("words", "from_day", "acts")


def asked_answer(plan: Plan, *, end: date) -> Answer:
    """A row a shock, in words, with the number of acts that it puts in before ``end``."""
    rows = [row for shock in plan.shocks for row in _rows(shock, end)]
    table = pa.Table.from_pylist(rows, ASKED)
    return Answer(plan.title, table, evidence.none(), (), ASKED_SHOWN)


def _rows(shock: Shock, end: date) -> Iterator[dict[str, Any]]:
    yield _row(shock, end, assumed=False)
    if isinstance(shock, Flow):
        for one in shock.assumed:
            yield _row(one, end, assumed=True)


def _row(shock: Shock, end: date, *, assumed: bool) -> dict[str, Any]:
    acts = 0
    if isinstance(shock, Acts | Commitment):
        told = shock.told() if isinstance(shock, Commitment) else shock
        acts = sum(act.number for act in told.acts(end=end))
    words = f"assumed to follow: {in_words(shock)}" if assumed else in_words(shock)
    return {"kind": type(shock).__name__.lower(), "words": words, "from_day": first_of(shock),
            "acts": acts, "assumed": assumed}  # fmt: skip


def in_words(shock: Shock) -> str:
    """A shock as people say it: who does what to whom, when, how often."""
    match shock:
        case Acts():
            return _acts(shock)
        case Rate():
            return _rate(shock)
        case Flow():
            return f"{whatif_flows.told(shock)}, from {shock.first} on"
        case Commitment():
            return f"{whatif_pledges.told(shock)}, on {shock.day}"


def _acts(shock: Acts) -> str:
    link = "and" if shock.both else "towards"
    who = f"{name_of(shock.sender)} {link} {name_of(shock.receiver)}"
    what = f"{ACTION_WORDS[shock.action]} ({shock.action})"
    times = f"{shock.number} act{'' if shock.number == 1 else 's'}"
    if shock.once:
        return f"{who}: {what}, {times}{' each' if shock.both else ''} on {shock.every.first}"
    every = shock.every
    unit = every.unit if every.number > 1 else every.unit.removesuffix("s")
    step = f"every {every.number} {unit}" if every.number > 1 else f"every {unit}"
    until = f" until {every.end - ONE_DAY}" if every.end else " to the end"
    return f"{who}: {what}, {times} {step} from {every.first}{until}"


def _rate(shock: Rate) -> str:
    whole = len(shock.quads) == len(QUADS)
    what = "all acts" if whole else " and ".join(q.replace("_", " ") for q in shock.quads)
    until = f" until {shock.end - ONE_DAY}" if shock.end else " to the end"
    return (f"{name_of(shock.sender)} towards {name_of(shock.receiver)}: {what} come "
            f"{shock.times:g} times as often of themselves, from {shock.first}{until}")  # fmt: skip


def notes_of(found: Simulated, settings: Settings, *, source: str) -> Iterator[str]:
    """What stands on every output: what it is fitted on, what it is not, how it was simulated."""
    model = found.model
    first, last = day_of_number(model.start), day_of_number(model.end) - ONE_DAY
    yield (
        f"Fitted on {model.acts:,} reported acts of {source} among {len(model.actors)} actors, "
        f"{first} to {last}. It says what has tended to follow such acts in the reports, not what "
        "they cause: nobody has made the experiment. Plans, secrets, and all that no report tells "
        "are not in it."
    )
    yield (
        f"{settings.runs:,} runs of {settings.months} months from {found.plan.start}, seed "
        f"{settings.seed}, each beside its twin without the shock, made of the same random "
        "numbers. Intervals hold 90% of the runs; an effect is said to be detectable where the "
        "interval leaves 0 out."
    )
    yield (
        "The acts supposed are not counted among those that they bring. More of anything brings "
        "more reports of everything: the mix is the share of conflict beyond what so many more "
        "acts of the usual mix would make."
    )
    low, high = (
        min(model.branching_draws, default=model.branching),
        max(model.branching_draws, default=model.branching),
    )
    yield (
        f"Branching ratio {model.branching:.2f} ({low:.2f} to {high:.2f} by resampling): so many "
        "others follow an act, before others follow these; it is held below 1. The long-run rates, "
        "the level of the last days and the states' ways of answering stay as they were."
    )
    yield (
        "Measured on shocks of 2018 (docs/what-if.md): the simulated month after a shock has the "
        "direction of the partner's change right more often than earlier like acts do, but no more "
        "often than a return to the usual. What the shock adds to the twin had the direction of "
        "what came beyond the twin in 61% of 227 months by number of acts, in 66% of 201 by mix. "
        "The twin's bands of 95% left out 2.5% of the months that came on other dates by "
        "number of acts, and 6.3% by mix."
    )
