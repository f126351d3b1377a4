"""Questions made from a history: so many each month, whose thresholds only the past has chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from multipole.core.errors import NothingFound
from multipole.core.history import day_number
from multipole.core.ids import digest
from multipole.core.periods import Period
from multipole.forecast.questions import Question
from multipole.forecast.questions_criterion import CLASSES, Criterion, actions_of
from multipole.forecast.questions_past import Counter, Floats, Past, windows
from multipole.forecast.questions_words import words_of

#: Questions run to the end of the first week, of the second, and of the month.
LENGTHS: Final = (7, 14, 31)
#: The base rates between which a question is worth asking.
BASE_RATES: Final = (0.2, 0.8)
#: A pair is asked about from so many acts on.
LEAST_ACTS: Final = 4
#: So many windows that do not overlap are needed to speak of a base rate.
LEAST_WINDOWS: Final = 4
_BATCH: Final = 6000
TYPES: Final = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST", "ACCUSE"),
    *("REJECT", "THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
Least = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Made:
    """A question that was made, with the base rate by which its threshold was chosen."""

    question: Question
    base_rate: float
    windows: int


def generate_questions(
    past: Past,
    *,
    month: Period,
    source: str,
    n: int = 1200,
    base_rates: tuple[float, float] = BASE_RATES,
    name: Callable[[str], str] = str,
) -> list[Made]:
    """Dated questions of a month, with thresholds chosen on the past alone.

    Of each pair of actors, either way or both, and each class or type of acts: whether there are at
    least so many in the first week, the first two, the month. The threshold is the one whose past
    windows ended yes nearest to half the time, within ``base_rates``. No two of the same days count
    the same acts. Of more than ``n`` those with the lowest digests are taken, which is chance, but
    the same chance every time. Raises `NothingFound` for a past that does not end before the month,
    or gives fewer than ``n``.
    """
    if past.as_of >= day_number(month.start):
        raise NothingFound(
            f"questions of {month} from a past that ends before it",
            remedy=f"Take the past as of a day before {month.start}.",
        )
    lengths = dict.fromkeys(min(length, month.days) for length in LENGTHS)
    spans = [Period(month.start, month.start + timedelta(days=days)) for days in lengths]
    found = list(_candidates(past, spans, source, base_rates, name))
    if len(found) < n:
        raise NothingFound(
            f"{n} questions of {month}: the past gives {len(found)}",
            where=source,
            remedy=f"Ask for {len(found)} or fewer, or add data.",
        )
    return sorted(found, key=lambda made: digest("draw", made.question.id))[:n]


def cells(past: Past, *, types: Sequence[str] = ()) -> list[Criterion]:
    """Each class (and each of ``types``) of acts of each pair with `LEAST_ACTS` or more: either way
    and both, thresholds of 1."""
    totals: dict[tuple[str, str], int] = {}
    for sender, receiver, n in Counter(past).ends():
        pair = (sender, receiver) if sender < receiver else (receiver, sender)
        totals[pair] = totals.get(pair, 0) + n
    pairs = sorted(pair for pair, n in totals.items() if n >= LEAST_ACTS)
    kinds = [*CLASSES.values(), *map(actions_of, types)]
    ways = ((0, 1, False), (1, 0, False), (0, 1, True))
    return [
        Criterion(p[i], p[j], both, acts) for p in pairs for acts in kinds for i, j, both in ways
    ]


def halfway(counts: npt.NDArray[Any], length: int) -> tuple[Least, Floats]:
    """The threshold that past windows met nearest to half the time, and how often they did.

    >>> halfway(np.array([[0, 1, 3, 0, 2]]), 1)
    (array([1]), array([0.6]))
    """
    held = windows(counts, length)
    middle = np.sort(held, axis=1)[:, held.shape[1] // 2]
    tried = [np.maximum(middle, 1), middle + 1]
    met = [(held >= least[:, None]).mean(axis=1) for least in tried]
    above = np.abs(met[1] - 0.5) < np.abs(met[0] - 0.5)
    return np.where(above, tried[1], tried[0]), np.where(above, met[1], met[0])


def _candidates(
    past: Past,
    spans: Sequence[Period],
    source: str,
    base_rates: tuple[float, float],
    name: Callable[[str], str],
) -> Iterator[Made]:
    """All questions of the days ``spans`` that are worth asking, some thousands of cells a time."""
    counter, asks = Counter(past), cells(past, types=TYPES)
    seen: set[tuple[int, frozenset[str], bytes]] = set()
    for start in range(0, len(asks), _BATCH):
        some = asks[start : start + _BATCH]
        counts = counter.counts(some)
        for span in spans:
            for place, least, share in _worth_asking(counts, span.days, base_rates):
                ask = some[place]
                key = (span.days, frozenset({ask.a, ask.b}), counts[place].tobytes())
                if key not in seen:
                    seen.add(key)
                    yield _asked(ask, least, share, span, source, past.days // span.days, name)


def _worth_asking(
    counts: npt.NDArray[Any], length: int, base_rates: tuple[float, float]
) -> Iterator[tuple[int, int, float]]:
    """Places of cells that have a threshold of such a base rate, with both."""
    if counts.shape[1] < length * LEAST_WINDOWS:
        return
    least, share = halfway(counts, length)
    between = (share >= base_rates[0]) & (share <= base_rates[1])
    for place in np.flatnonzero(between).tolist():
        yield place, int(least[place]), float(share[place])


def _asked(
    ask: Criterion,
    least: int,
    share: float,
    days: Period,
    source: str,
    held: int,
    name: Callable[[str], str],
) -> Made:
    ask = replace(ask, least=least)
    text = words_of(ask, days.start, days.last, name=name)
    return Made(Question(text, str(ask), source, days.start, days.last), share, held)
