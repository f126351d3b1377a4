"""The ranked mode: candidates of the fast ranker and of kinship, ordered by trees, calibrated.

Of the last part of the past every eleventh day is kept for the calibration; on the others two sets
of trees are learnt, on every second day each. A forecast takes the mean of the two, and the days
kept say of this mean how sharp it is and how likely the answer is none of the candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from multipole.core.errors import BadValue
from multipole.forecast.graph import Graph, Places, Queries, Told, asked, queries, told
from multipole.forecast.ranking_candidates import Described, describe
from multipole.forecast.ranking_fast import (
    NEVER,
    FastRanker,
    Ranked,
    learn_fast,
    score_queries,
)
from multipole.forecast.ranking_levels import Floats
from multipole.forecast.ranking_names import Names
from multipole.forecast.ranking_trees import ROUNDS, Examples, grow

#: Days whose questions teach the trees, and how many questions at most.
TAUGHT_DAYS: Final = 140
TAUGHT_AHEAD: Final = 30
TAUGHT: Final = 60_000
#: Of each question the first candidates are examples, and so many drawn from the rest.
HEAD: Final = 40
DRAWN: Final = 20
#: Of so many days one is kept for the calibration.
KEPT: Final = 11
Say = Callable[[str], None]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class LearnedRanker:
    """The fast ranker, two sets of trees, and the calibration of their mean.

    ``sharp`` multiplies the scores; the log odds that the answer is no candidate are ``outside[0] +
    outside[1]`` times those of the fast ranker. ``names``: what it looks at of the entities' names.
    """

    fast: FastRanker
    trees: tuple[Any, ...]
    sharp: float
    outside: Floats
    names: Names | None = None


def learn_ranked(
    past: Graph,
    *,
    names: Names | None = None,
    days: int | None = None,
    taught: int = TAUGHT,
    rounds: int = ROUNDS,
    ahead: bool = False,
    seed: int = 7,
    say: Say = lambda _: None,
) -> LearnedRanker:
    """Learn from the questions of the last ``days`` of ``past``, each asked before its day.

    ``ahead``: each asked before the first of these days, for forecasts of many days at once. At
    most ``taught`` questions, drawn. ``names``: where entities belong and what they are.
    Raises `BadValue` for a past of fewer than ten days.
    """
    if len(past.days) < 10:
        raise BadValue(f"a past of {len(past.days)} days teaches no order; give 10 or more")
    last = int(past.days[-1]) + 1
    span = days or (TAUGHT_AHEAD if ahead else TAUGHT_DAYS)
    split = max(int(past.days[len(past.days) // 2]), last - span)
    before = learn_fast(past.between(0, split), seed=seed)
    known_before = split if ahead else NEVER
    sources = _Sources(before, told(past), names, known_before)
    daily = _examples(sources, queries(past.between(split, last)), taught, seed, say)
    *sides, kept = _sets(daily)
    trees = []
    for side in sides:
        examples = _joined(side)
        say(f"growing {rounds} trees on {len(examples.starts)} questions")
        trees.append(grow(examples, rounds=rounds, seed=seed))
    sharp, outside = _calibrate(_joined(kept), trees)
    return LearnedRanker(learn_fast(past, seed=seed), tuple(trees), sharp, outside, names)


def _sets(daily: list[Examples]) -> tuple[list[Examples], list[Examples], list[Examples]]:
    """The days of the one and of the other set of trees, and those kept, the last among them."""
    sets: tuple[list[Examples], list[Examples], list[Examples]] = ([], [], [])
    for n, day in enumerate(daily):
        place = len(daily) - 1 - n
        sets[place % 2 if place % KEPT else 2].append(day)
    return sets


@dataclass(frozen=True, slots=True)
class _Sources:
    """What candidates of questions are described from."""

    ranker: FastRanker
    past: Told
    names: Names | None
    known_before: int

    def describe(self, wanted: Queries) -> Iterator[Described]:
        return describe(
            self.ranker, self.past, wanted, known_before=self.known_before, names=self.names
        )


def score_ranked(
    ranker: LearnedRanker,
    past: Told,
    wanted: Queries,
    *,
    known_before: int = NEVER,
    say: Say = lambda _: None,
) -> Ranked:
    """What became of each question, by facts before its day and before ``known_before``.

    Entities that are no candidates follow behind all candidates, in the order of the fast ranker.
    """
    number, once = wanted.questions, _once(wanted)
    fast, _ = score_queries(ranker.fast, past, wanted, known_before=known_before)
    out = Ranked(*(np.zeros(len(wanted)) for _ in range(4)))
    bounds = np.searchsorted(number, np.arange(len(once) + 1))
    sources = _Sources(ranker.fast, past, ranker.names, known_before)
    for part in sources.describe(once):
        high = part.low + len(part.entities)
        rows = slice(bounds[part.low], bounds[high])
        _judge(ranker, part, wanted, number[rows] - part.low, rows, fast, out)
        if part.low:
            say(f"{high} of {len(once)} questions")
    return out


def order(ranker: LearnedRanker, part: Described) -> tuple[Floats, Floats]:
    """Chances of the candidates (n, k), which with that of all others (n,) add up to 1."""
    flat = part.features.reshape(-1, part.features.shape[2])
    added = np.mean([tree.predict(flat, num_threads=1) for tree in ranker.trees], axis=0)
    score = ranker.sharp * (part.scores + added.reshape(part.scores.shape))
    outside = special.expit(ranker.outside[0] + ranker.outside[1] * _log_odds(part))
    return special.softmax(score, axis=1) * (1 - outside[:, None]), outside


def _log_odds(part: Described) -> Floats:
    """The log odds of all entities that are no candidates, by the fast ranker."""
    share = np.exp(part.scores.astype(np.float64) - part.log_total[:, None]).sum(1)
    return np.asarray(special.logit(np.clip(1 - share, 1e-6, 1 - 1e-6)), np.float64)


def _judge(
    ranker: LearnedRanker,
    part: Described,
    wanted: Queries,
    question: Places,
    rows: slice,
    fast: Ranked,
    out: Ranked,
) -> None:
    """Fill ``out`` at ``rows``, whose questions have the places ``question`` in ``part``."""
    chances, outside = order(ranker, part)
    target = wanted.rows[rows, 2]
    answers = _answers(part.entities, question, target)[question]
    chance, mine = chances[question], part.entities[question] == target[:, None]
    others = answers & ~mine
    inside = mine.any(1)
    own = np.where(inside, np.max(np.where(mine, chance, 0.0), axis=1), -1.0)[:, None]
    left = 1 - np.where(others, chance, 0.0).sum(1)
    rivals = np.where(others, -1.0, chance)
    weight = np.exp(part.scores.astype(np.float64) - part.log_total[:, None])[question]
    rest = np.maximum(1 - weight.sum(1), 1e-6)
    beyond = outside[question] / rest * (1 - np.where(others, weight, 0.0).sum(1))
    beyond = np.minimum(beyond * np.exp(fast.log_chance[rows]), outside[question])
    behind = fast.above[rows] + part.entities.shape[1]
    out.above[rows] = np.where(inside, (rivals > own).sum(1), behind)
    out.level[rows] = np.where(inside, (rivals == own).sum(1) - 1, fast.level[rows])
    out.log_chance[rows] = np.log(np.where(inside, own[:, 0], beyond) / left)
    out.log_first[rows] = np.log(rivals.max(1) / left)


def _answers(entities: npt.NDArray[np.int32], question: Places, target: Any) -> Flags:
    """Which candidates (n, k) are answers of their question."""
    width = np.int64(1) << 32
    keys = np.arange(len(entities))[:, None] * width + entities
    found: Flags = np.isin(keys, question * width + target)
    return found


def _once(wanted: Queries) -> Queries:
    """Each question once, with its first answer."""
    return asked(wanted.rows[np.diff(wanted.questions, prepend=-1) > 0])


def _examples(
    sources: _Sources, wanted: Queries, taught: int, seed: int, say: Say
) -> list[Examples]:
    """Examples of drawn questions by day: answers, the head of the candidates, some of the rest."""
    rng, number = np.random.default_rng(seed), wanted.questions
    chosen = rng.random(number[-1] + 1) < taught / (number[-1] + 1)
    rows = asked(wanted.rows[chosen[number]])
    number, once, parts = rows.questions, _once(rows), []
    bounds = np.searchsorted(number, np.arange(len(once) + 1))
    for part in sources.describe(once):
        high = part.low + len(part.entities)
        mine = slice(bounds[part.low], bounds[high])
        answers = _answers(part.entities, number[mine] - part.low, rows.rows[mine, 2])
        count = np.diff(bounds[part.low : high + 1])
        parts.append(_part(part, answers, count, rng))
        say(f"described {high} of {len(once)} questions of the past")
    return parts


def _part(part: Described, answers: Flags, count: Places, rng: np.random.Generator) -> Examples:
    """One day's examples; of a question without an answer among the candidates only the first."""
    n, size = answers.shape
    rest = max(size - HEAD, 1)
    kept = answers | (rng.random((n, size)) < DRAWN / rest)
    kept[:, :HEAD] = True
    kept &= np.any(answers, axis=1, keepdims=True)
    kept[:, 0] = True
    far = (np.arange(size) >= HEAD) & ~answers
    offset = np.where(far, max(np.log(rest / DRAWN), 0.0), 0.0)[kept]
    starts = np.append(0, np.cumsum(kept.sum(1))[:-1])
    return Examples(
        part.features[kept],
        answers[kept],
        part.scores[kept],
        offset.astype(np.float32),
        starts.astype(np.int64),
        _log_odds(part),
        np.maximum(count - answers.sum(1), 0),
    )


def _joined(parts: list[Examples]) -> Examples:
    sizes = np.cumsum([0, *(len(p.answer) for p in parts)])
    starts = [p.starts + size for p, size in zip(parts, sizes, strict=False)]
    names = ("features", "answer", "score", "offset", "outside", "missed")
    joined = {name: np.concatenate([getattr(p, name) for p in parts]) for name in names}
    return Examples(starts=np.concatenate(starts), **joined)


def _calibrate(examples: Examples, trees: list[Any]) -> tuple[float, Floats]:
    """Sharpness, and the odds of an answer outside, from questions that no tree has seen."""
    question = examples.question
    added = np.mean([tree.predict(examples.features, num_threads=1) for tree in trees], axis=0)
    score = examples.score + np.asarray(added, np.float64)
    found = optimize.minimize_scalar(
        lambda sharp: _loss(sharp * score + examples.offset, examples, question),
        bounds=(0.3, 1.5), method="bounded", options={"xatol": 1e-3},
    )  # fmt: skip
    hits = np.bincount(question, weights=examples.answer, minlength=len(examples.starts))
    outside = optimize.minimize(
        lambda w: _outside_loss(w, examples.outside, hits, examples.missed), np.array([0.0, 1.0])
    )
    return float(found.x), np.asarray(outside.x, np.float64)


def _loss(score: Floats, examples: Examples, question: Places) -> float:
    """The filtered log loss, summed over the answers among the candidates."""
    score = score - np.maximum.reduceat(score, examples.starts)[question]
    others = np.add.reduceat(np.exp(score) * ~examples.answer, examples.starts)[question]
    own = score[examples.answer]
    return float(np.sum(np.log(others[examples.answer] + np.exp(own)) - own))


def _outside_loss(w: Floats, odds: Floats, hits: Any, missed: Any) -> float:
    at = w[0] + w[1] * odds
    return float(np.sum(np.logaddexp(0, at) * hits + np.logaddexp(0, -at) * missed))
