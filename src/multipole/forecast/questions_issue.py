"""Probabilities for questions, from what one could know on a day and from nothing later.

The stack is learnt on past windows of many cells of the same source: of the same length and as far
ahead, with thresholds chosen as those of questions are. Which way is the best is chosen on the last
past windows, which the stack that is judged there has not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import WrongUse
from multipole.core.history import day_number, day_of_number
from multipole.core.ids import digest
from multipole.forecast import questions_models as models
from multipole.forecast.questions import Question
from multipole.forecast.questions_criterion import VETOES, Criterion
from multipole.forecast.questions_made import cells, halfway
from multipole.forecast.questions_models import PLAIN, Stack
from multipole.forecast.questions_past import Counter, Floats, Past

CLIMATOLOGY: Final = "climatology-1"
COUNTING: Final = "counting-1"
STACK: Final = "stack-1"
#: The forecast of the best of the three on past windows.
BEST: Final = "best-1"
MODELS: Final = (BEST, CLIMATOLOGY, COUNTING, STACK)
#: What is already met may still be corrected away.
MET: Final = 0.999
_POOL: Final = 4000
_MOST_DAYS: Final = 730
_FIRST: Final = 45
_STEP: Final = 7
_TIMES: Final = 26
_LEAST_CASES: Final = 200
_RATE_CASES: Final = 24
_EDGES: Final = (0.1, 0.9)
Least = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chance:
    """What the models say of a question on a day.

    ``probabilities`` by model; ``best`` the model that `BEST` is; ``base_rate`` of past windows of
    the whole length, None where there is none, of ``windows`` that do not overlap; ``so_far`` what
    is counted already; ``recent`` acts of the last 30 days; ``parts`` what the stack rests on:
    name, probability, and what it adds to the log-odds.
    """

    question: Question
    probabilities: dict[str, float]
    best: str
    base_rate: float | None
    windows: int
    so_far: int
    recent: int
    parts: tuple[tuple[str, float, float], ...]
    past_brier: dict[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """Past windows that have ended: counts before them of all cells, which cells these are, their
    length, thresholds, outcomes."""

    before: npt.NDArray[Any]
    kept: npt.NDArray[np.bool_]
    length: int
    least: Least
    outcomes: Floats

    @property
    def counts(self) -> npt.NDArray[Any]:
        """Counts by day of the cells, cut out when they are asked for: there are many cases."""
        return self.before[self.kept]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learnt for windows of one length: the counting rate, the stack, and the best."""

    rate: tuple[float, float]
    stack: Stack | None
    best: str
    past_brier: dict[str, float]


def chances(past: Past, questions: Sequence[Question]) -> list[Chance]:
    """What the models say of ``questions`` at the end of the past, one each, in their order.

    Raises `WrongUse` for a question that closed by then: that would be no forecast.
    """
    counter = Counter(past)
    groups: dict[tuple[int, int], list[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(_ahead(past, question), []).append(place)
    pool = counter.counts(_pool(past))[:, -_MOST_DAYS:]
    found: dict[int, Chance] = {}
    for (gap, length), places in sorted(groups.items()):
        fitted = fit(pool, length=length, gap=gap)
        asked = [questions[place] for place in places]
        found.update(zip(places, _said(counter, asked, length, fitted), strict=True))
    return [found[place] for place in range(len(questions))]


def fit(pool: npt.NDArray[Any], *, length: int, gap: int) -> Fitted:
    """Learn on past windows of ``pool`` (cells, days) that begin ``gap`` days after their past."""
    times = _times(pool.shape[1], length, gap)
    cases = [case for at in times for case in _cases(pool, at, length, gap)]
    if sum(len(case.outcomes) for case in cases) < _LEAST_CASES:
        return Fitted(PLAIN, None, CLIMATOLOGY, {})
    scores = _judged(pool, times, length, gap)
    best = min(scores, key=lambda model: scores[model]) if scores else STACK
    return Fitted(_rate(cases), _stack(cases), best, scores)


def _ahead(past: Past, question: Question) -> tuple[int, int]:
    """Days between the past and the window that is left of a question, and how long that is."""
    opens, closes = day_number(question.opens), day_number(question.closes)
    if closes <= past.reached:
        raise WrongUse(
            f"question {question.id} closed on {question.closes}; the data reach "
            f"{day_of_number(past.reached)}",
            remedy="Settle it (multipole questions settle), or forecast as of an earlier day.",
        )
    first = max(opens, past.reached + 1)
    return first - past.reached - 1, closes - first + 1


def _pool(past: Past) -> list[Criterion]:
    """Cells to learn from: at most so many, drawn by digest."""
    return sorted(cells(past), key=lambda ask: digest("pool", str(ask)))[:_POOL]


def _times(days: int, length: int, gap: int) -> list[int]:
    """The lengths of the pasts to learn at, latest first: a week apart or more."""
    last = days - gap - length
    step = max(_STEP, (last - _FIRST) // _TIMES + 1)
    return list(range(last, _FIRST - 1, -step))


def _cases(
    pool: npt.NDArray[Any], at: int, length: int, gap: int, *, rare: bool = True
) -> Iterator[Case]:
    """Windows after the first ``at`` days, of cells that were active in these: with thresholds met
    half the time by then, and (``rare``) of one act, and of three."""
    before = pool[:, :at]
    total = before.sum(axis=1)
    after = pool[:, at + gap : at + gap + length].sum(axis=1)
    if length * 2 > at:
        return
    least, share = halfway(before, length)
    between = (share >= _EDGES[0]) & (share <= _EDGES[1])
    one = np.ones_like(least)
    kinds = [((total > 0) & between, least), (total > 0, one), (total > 2, 3 * one)]
    for kept, least_each in kinds if rare else kinds[:1]:
        if kept.any():
            chosen = least_each[kept]
            yield Case(before, kept, length, chosen, (after[kept] >= chosen).astype(float))


def _judged(
    pool: npt.NDArray[Any], times: Sequence[int], length: int, gap: int
) -> dict[str, float]:
    """Brier scores of the models on the latest windows, learnt on those that ended before."""
    late = [at for at in times if at > times[0] - length]
    early = [at for at in times if at + gap + length <= min(late)]
    learnt = [case for at in early for case in _cases(pool, at, length, gap)]
    tested = [case for at in late for case in _cases(pool, at, length, gap, rare=False)]
    if sum(len(case.outcomes) for case in learnt) < _LEAST_CASES or not tested:
        return {}
    rate, stack = _rate(learnt), _stack(learnt)
    outcomes = np.concatenate([case.outcomes for case in tested])
    said = [_models(case.counts, length, case.least, rate, stack) for case in tested]
    return {
        model: float(np.mean((np.concatenate([one[model] for one in said]) - outcomes) ** 2))
        for model in said[0]
    }


def _rate(cases: Sequence[Case]) -> tuple[float, float]:
    """The counting rate that is best on the latest cases."""
    late = cases[:_RATE_CASES]
    return models.choose_rate([(c.counts, c.length, c.least, c.outcomes) for c in late])


def _stack(cases: Sequence[Case]) -> Stack:
    given = np.vstack([models.inputs(c.counts, c.length, c.least) for c in cases])
    return models.fit_stack(given, np.concatenate([c.outcomes for c in cases]))


def _models(
    counts: npt.NDArray[Any],
    length: int,
    least: Least,
    rate: tuple[float, float],
    stack: Stack | None,
) -> dict[str, Floats]:
    half_life, trust = rate
    found = {
        CLIMATOLOGY: models.climatology(counts, length, least),
        COUNTING: models.counting(counts, length, least, half_life=half_life, trust=trust),
    }
    if stack is not None:
        found[STACK] = stack.predict(models.inputs(counts, length, least))
    return found


def _said(
    counter: Counter, asked: Sequence[Question], length: int, fitted: Fitted
) -> Iterator[Chance]:
    past = counter.past
    counts = counter.counts(_counted(question) for question in asked)
    so_far = np.array([_so_far(past, row, q) for row, q in zip(counts, asked, strict=True)])
    least = np.array([question.asks.least for question in asked])
    left = np.maximum(least - so_far, 1)
    said = _models(counts, length, left, fitted.rate, fitted.stack)
    given = models.inputs(counts, length, left)
    for place, question in enumerate(asked):
        met = so_far[place] >= least[place]
        each = {m: MET if met else float(p[place]) for m, p in said.items()}
        row = counts[place : place + 1]
        share, held = models.base_rate(row, question.days, [question.asks.least])
        yield Chance(
            question,
            {BEST: each[fitted.best], **each},
            fitted.best,
            float(share[0]) if held else None,
            held,
            int(so_far[place]),
            int(row[0, -30:].sum()),
            _parts(given[place : place + 1], fitted.stack),
            fitted.past_brier,
        )


def _parts(given: Floats, stack: Stack | None) -> tuple[tuple[str, float, float], ...]:
    adds = stack.parts(given)[0, 1:] if stack is not None else np.zeros(given.shape[1])
    return tuple(
        (name, round(float(p), 4), round(float(add), 3))
        for name, p, add in zip(models.NAMES, given[0], adds, strict=True)
    )


def _counted(question: Question) -> Criterion:
    """What is counted: of vetoes all acts of their history, in which each is one of both."""
    ask = question.asks
    return Criterion(ask.a, ask.b, True, ()) if ask.kind == VETOES else ask


def _so_far(past: Past, row: npt.NDArray[Any], question: Question) -> int:
    """What is counted of a question already; its first days may lie before the past."""
    first = max(day_number(question.opens) - past.began, 0)
    return int(row[first:].sum()) if first < len(row) else 0
