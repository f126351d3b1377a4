"""The nouns of questions: what is asked, what was forecast, how it was settled, what was withdrawn.

All are kept for ever: none can be changed once it is made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, get_args

from multipole.core.errors import BadValue
from multipole.core.ids import digest
from multipole.forecast.questions_criterion import Criterion, parse_criterion

Outcome = Literal["yes", "no", "void"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
#: Digits of a probability that is issued: no forecast is surer than one in a million.
DIGITS: Final = 6
#: The basis of a forecast from what was known on its day.
KNOWN: Final = "known_on"


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no question that a source of acts can settle.

    ``criterion`` as `Criterion` writes it; ``source`` alone settles it, whatever others are added.
    ``opens`` and ``closes`` are the first and the last day that count. Raises `BadValue`.
    """

    text: str
    criterion: str
    source: str
    opens: date
    closes: date
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if self.closes < self.opens:
            raise BadValue(
                f"a question that opens on {self.opens} and closes on {self.closes}",
                remedy="Let it close on its first day or later.",
            )
        if str(parse_criterion(self.criterion)) != self.criterion:
            raise BadValue(f"{self.criterion!r} is not how that criterion is written")
        content = (self.text, self.criterion, self.source, str(self.opens), str(self.closes))
        object.__setattr__(self, "id", digest("question", *content))

    @property
    def days(self) -> int:
        """How many days count."""
        return (self.closes - self.opens).days + 1

    @property
    def asks(self) -> Criterion:
        """The criterion."""
        return parse_criterion(self.criterion)


@dataclass(frozen=True, slots=True)
class Issued:
    """A forecast as it was issued.

    ``base_rate``: the share of past windows of the same length that ended yes, of ``windows`` that
    do not overlap (None and 0 where the past is shorter). ``drivers``: what moved the probability,
    as JSON. ``as_of``: nothing known later was used; ``reached``: the last day of the data used.
    ``basis``: `KNOWN`, or ``day+1`` where each act was taken as known so many days after it
    happened (for data that were released years later). Raises `BadValue` for a probability outside
    (0, 1).
    """

    question: str
    probability: float
    base_rate: float | None
    windows: int
    drivers: str
    model: str
    as_of: date
    reached: date
    basis: str
    issued_at: datetime
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not 0 < self.probability < 1:
            raise BadValue(
                f"a forecast of probability {self.probability}",
                where=f"question {self.question}, model {self.model}",
                remedy="Probabilities lie between 0 and 1, and are neither.",
            )
        made = (self.probability, self.base_rate, self.windows, self.drivers, self.model)
        when = (str(self.as_of), str(self.reached), self.basis)
        object.__setattr__(self, "id", digest("forecast", self.question, *made, *when))


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a question ended by the data of a day: ``count`` of what its criterion counts.

    ``reached``: the last day that the source then covered. ``evidence``: ids of claims, or cells
    of the files. ``before``: the id of the settlement that stood until then, or "". Of several
    the last stands; all are kept. Raises `BadValue` for an outcome that there is not.
    """

    question: str
    outcome: str
    count: int
    reached: date | None
    release: str
    evidence: tuple[str, ...]
    why: str
    before: str
    settled_at: datetime
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise BadValue(f"{self.outcome!r} is no outcome", remedy=f"One of {OUTCOMES}.")
        found = (self.outcome, self.count, str(self.reached), self.release, self.why)
        key = digest("settlement", self.question, *found, self.before, *self.evidence)
        object.__setattr__(self, "id", key)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A question that is asked no more: by whom and why. It stays in the list."""

    question: str
    reason: str
    by: str
    at: datetime

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.by.strip():
            raise BadValue(
                f"question {self.question} withdrawn without a reason or a name",
                remedy="Say why (--reason) and who (--by).",
            )


def issued_probability(value: float) -> float:
    """``value`` as it is issued: six digits, and never 0 or 1.

    >>> issued_probability(0.12345678), issued_probability(1.0)
    (0.123457, 0.999999)
    """
    if math.isnan(value):
        raise BadValue("a forecast that is no number", remedy="Report the question; none is kept.")
    least = 10.0**-DIGITS
    return round(min(max(float(value), least), 1 - least), DIGITS)
