"""Bargaining over an issue: what is forecast, who moves whom, and what the forecast hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import one_of
from multipole.answers.bargaining_table import Table, issue_of, unsaid
from multipole.answers.evidence import evidence, none
from multipole.answers.words import count, short
from multipole.core.errors import WrongUse
from multipole.scenario.bargaining import RULES, Course, Rules
from multipole.scenario.bargaining import bargain as run
from multipole.scenario.bargaining_doubt import Issue, Spread, interval, spread
from multipole.scenario.bargaining_terms import KINDS
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "what", "rules", "actor")),
        ("round", pa.int64()),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        *((n, pa.string()) for n in ("unit", "told", "rests")),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("section", "what", "estimated", "told")
NAMES: Final = tuple(rules.name for rules in RULES)
MOST_RUNS: Final = 20_000
#: So many inputs are told of those that the forecast hangs on, and from which correlation on.
DRIVERS: Final = 5
LEAST: Final = 0.1
READ_AS: Final = (
    "Intervals hold 90% of the forecasts when positions, capability and salience are drawn around "
    "what was given. They do not hold the doubt about the model: its readings stand side by side, "
    "and where they differ more than their intervals, the model does not decide the question.",
    "published: gives the published table of the case of car emissions but for one figure. "
    "printed: the equations as printed. cautious: where both expect to win, nobody moves. The "
    "original was never published whole.",
    "On issues of the European Union the weighted mean, without any bargaining, came closer to "
    "outcomes than this model (Achen 2006, in Thomson et al., The European Union Decides, ch. 10).",
)
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Made:
    table: Table
    issue: Issue
    rules: tuple[Rules, ...]
    courses: tuple[Course, ...]
    spreads: tuple[Spread, ...]


def bargain(
    table: Table,
    *,
    rules: str | Rules = "published",
    runs: int = 1000,
    seed: int = 1,
    rounds: int = 10,
    still: float = 0.01,
    store: Store | None = None,
) -> Answer:
    """What bargaining over the issue of ``table`` comes to: `multipole.scenario.bargaining`.

    Rows by ``section``: ``forecast``, the weighted mean and median of the positions as they are
    and the forecast under each reading of the model; ``rounds``, the median after each round under
    ``rules`` with who moved whom; ``actors``, where each ends; ``hangs on``, the inputs with the
    strongest rank correlation with the forecast, ``value`` being that. ``low`` and ``high`` hold
    90% of ``runs`` draws of the inputs; None where a row has no interval. ``rests`` says what an
    actor's row rests on and ``claims`` which claims, whose sentences ``store`` holds. Where
    bargaining does not come to rest its forecast has no ``value``.

    ``rules`` is published, printed, cautious, or a reading of one's own. The same table, options
    and ``seed`` give the same figures.

    Raises `WrongUse` for options out of range.
    """
    own = rules if isinstance(rules, Rules) else RULES[NAMES.index(one_of(rules, NAMES, "rules"))]
    if not 1 <= runs <= MOST_RUNS or seed < 0:
        raise WrongUse(
            f"{runs} runs with seed {seed}",
            remedy=f"Give 1 to {MOST_RUNS:,} runs and a seed from 0 on.",
        )
    made = _made(table, own, runs, seed, rounds, still)
    rows = [*_forecasts(made), *_rounds(made), *_actors(made), *_drivers(made)]
    told = none()
    if store is not None:
        told = evidence(store, (c for stake in table.stakes for c in stake.claims))
    notes = (*table.notes, *_notes(made, runs, seed), *READ_AS)
    found = pa.Table.from_pylist(rows, schema=SCHEMA)
    shown = (*SHOWN, "claims") if len(told) else SHOWN
    return Answer(f"Bargaining: {table.title}", found, told, notes, shown)


def _made(table: Table, own: Rules, runs: int, seed: int, rounds: int, still: float) -> _Made:
    issue = issue_of(table)
    all_rules = (own, *(r for r in RULES if r != own))
    inputs = (issue.positions, issue.capability, issue.salience)
    course = [run(*inputs, rules=r, rounds=rounds, still=still, line=issue.line) for r in all_rules]
    spreads = [
        spread(
            issue, runs=runs, rng=np.random.default_rng(seed), rules=r, rounds=rounds, still=still
        )
        for r in all_rules
    ]
    return _Made(table, issue, all_rules, tuple(course), tuple(spreads))


def _forecasts(made: _Made) -> Iterator[_Row]:
    course, drawn = made.courses[0], made.spreads[0]
    plain = (
        ("weighted mean", course.means[0, 0], drawn.mean, "a compromise, no bargaining"),
        ("weighted median", course.medians[0, 0], drawn.median, "all vote, no bargaining"),
    )
    for what, value, values, told in plain:
        yield _row(made, "forecast", what, value, values, told)
    for rules, one, many in zip(made.rules, made.courses, made.spreads, strict=True):
        told = f"{_end(one)}; {np.mean(many.ended >= 0):.0%} of draws come to rest"
        name = f"bargaining, {rules.name}"
        row = _row(made, "forecast", name, one.forecast[0], many.forecast, told, rules=rules.name)
        yield row if one.ended[0] >= 0 else row | {"value": None}


def _end(course: Course) -> str:
    ended, rounds = int(course.ended[0]), course.medians.shape[1] - 1
    if ended >= 0:
        return f"at rest after round {ended}"
    low, high = (short(float(f(course.medians[0, 1:]))) for f in (np.min, np.max))
    return f"not at rest after round {rounds}, between {low} and {high} on the way"


def _rounds(made: _Made) -> Iterator[_Row]:
    course, rules = made.courses[0], made.rules[0].name
    last = int(course.ended[0]) if course.ended[0] >= 0 else course.medians.shape[1] - 1
    for n in range(last + 1):
        moves = "; ".join(_moves(made, n - 1)) if n else "as given"
        row = _row(
            made, "rounds", f"median after {n}", course.medians[0, n], None, moves or "nobody moves"
        )
        yield row | {"rules": rules, "round": n}


def _moves(made: _Made, n: int) -> Iterator[str]:
    course, actors = made.courses[0], made.table.actors
    for i, actor in enumerate(actors):
        whose = int(course.moved_by[0, n, i])
        if whose >= 0:
            kind = KINDS[course.kinds[0, n, i]]
            to = short(float(course.positions[0, n + 1, i]))
            yield f"{actor} to {to} by {actors[whose]} ({kind})"


def _actors(made: _Made) -> Iterator[_Row]:
    course, drawn = made.courses[0], made.spreads[0]
    shares = made.issue.capability / made.issue.capability.sum()
    for n, stake in enumerate(made.table.stakes):
        told = (
            f"from {short(stake.position)}; {shares[n]:.0%} of capability, salience "
            f"{stake.salience:.2f}, risk {course.risks[0, 0, n]:.2f}"
        )
        words = f"{told}; rests on {stake.rests}" if stake.rests else told
        row = _row(made, "actors", stake.actor, course.positions[0, -1, n], drawn.ends[:, n], words)
        yield row | {
            "actor": stake.actor, "rules": made.rules[0].name, "rests": stake.rests,
            "claims": list(stake.claims),
        }  # fmt: skip


def _drivers(made: _Made) -> Iterator[_Row]:
    found = [
        (float(value), name, actor)
        for name, values in made.spreads[0].drivers.items()
        for value, actor in zip(values, made.table.actors, strict=True)
        if abs(value) >= LEAST
    ]
    for value, name, actor in sorted(found, key=lambda d: -abs(d[0]))[:DRIVERS]:
        way = "higher" if value > 0 else "lower"
        words = f"more of it, a {way} forecast (rank correlation)"
        row = _row(made, "hangs on", f"{name} of {actor}", value, None, words)
        yield row | {"actor": actor, "rules": made.rules[0].name, "unit": ""}


def _row(
    made: _Made, section: str, what: str, value: float, values: Any, told: str, rules: str = ""
) -> _Row:
    low, high = (None, None) if values is None else interval(values)
    return {
        "section": section, "what": what, "rules": rules, "actor": "", "round": None,
        "value": float(value), "low": low, "high": high, "unit": made.table.unit, "told": told,
        "rests": "", "claims": [],
    }  # fmt: skip


def _notes(made: _Made, runs: int, seed: int) -> Sequence[str]:
    unit = f" in {made.table.unit}" if made.table.unit else ""
    notes = [
        f"{count(len(made.table.stakes), 'actor')}, positions{unit}; {count(runs, 'draw')} with "
        f"seed {seed}."
    ]
    words = ", ".join(unsaid(made.table))
    if words:
        notes.append(f"Half the widths of 90% intervals that the table does not tell: {words}.")
    return notes
