"""The kind of tie of a pair with the claims behind each criterion, for `why` and the brief."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers.closeness import happened
from multipole.answers.dyad import dyad_points
from multipole.answers.measures.reports import REPORTS
from multipole.answers.tie_kind import judged, on_the_day, reach_of
from multipole.answers.tie_points import ASKED, MODELLED, few_since
from multipole.core.periods import ONE_DAY, Period
from multipole.relations.kinds import Finding, Judged, Reading, Status
from multipole.relations.kinds_words import amount
from multipole.store import Store

_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A criterion of one pair: how it stands, the value with its period and source, its claims.

    ``kinds`` are those that it speaks of; ``asks`` is its condition in words. What several kinds
    ask in the same words stands once.
    """

    key: str
    question: str
    asks: str
    status: Status
    value: str
    kinds: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairTie:
    """The tie of a pair on a day: its word, how many of the kind's criteria speak for it, and all.

    ``on`` is None where the store has no measure of the two. ``later`` says what can be told of the
    later day that was asked for, where this one stands in its place. ``may`` are the other kinds
    that it may be called.
    """

    word: str
    on: date | None
    later: str
    met: int
    of: int
    unknown: int
    may: tuple[str, ...]
    criteria: tuple[Held, ...]

    @property
    def told(self) -> bool:
        """Whether there is a word."""
        return self.word != "unknown"

    @property
    def own(self) -> tuple[Held, ...]:
        """The criteria of the word."""
        return tuple(c for c in self.criteria if self.word in c.kinds)


NOTHING: Final = PairTie("unknown", None, "", 0, 0, 0, (), ())


def tie_of(store: Store, a: str, b: str, *, as_of: date | None) -> PairTie:
    """The tie of two actor ids as known by ``as_of``, judged on that day.

    Without ``as_of`` it is judged on the last day that the data of any measure reach. Where no word
    can be told, it is that of the last year end of ten years before at which one can.
    """
    points = dyad_points(store, a, b, as_of, names=ASKED)
    on = as_of or reach_of(points)
    if on is None:
        return NOTHING
    now, then = judged(points, a, b, on=on, settle=as_of is None)
    acts = happened(store, a, b, as_of=as_of).to_pylist()
    return _shown(then or now, on_the_day(now) if then else "", acts)


def _shown(found: Judged, later: str, acts: Sequence[_Row]) -> PairTie:
    own = next((r for r in found.readings if r.kind == found.word), None)
    counts = (own.met, own.of, own.unknown) if own else (0, 0, 0)
    may = tuple(r.kind for r in found.candidates)
    return PairTie(
        found.word, found.on, later, *counts, may, tuple(_held(found.readings, found.on, acts))
    )


def _held(readings: Iterable[Reading], on: date, acts: Sequence[_Row]) -> Iterator[Held]:
    alike: dict[str, list[Finding]] = {}
    for one in (f for r in readings for g in r.groups for f in g.findings):
        rule = one.criterion
        key = f"{rule.measure} {rule.statistic} {rule.window} {rule.asks}"
        alike.setdefault(key, []).append(one)
    for key, found in alike.items():
        first, rule = found[0], found[0].criterion
        kinds = tuple(dict.fromkeys(f.criterion.kind for f in found))
        yield Held(
            key, rule.question, rule.asks, first.status, _value(first), kinds,
            tuple(_claims(first, on, acts)),
        )  # fmt: skip


def _value(found: Finding) -> str:
    seen = found.seen
    if math.isnan(seen.low):
        return f"data end {seen.until}" if seen.why == "data end" else seen.why
    where = ", ".join(part for part in (str(seen.period), *seen.sources) if part)
    return f"{amount(seen)} ({where})"


def _claims(found: Finding, on: date, acts: Sequence[_Row]) -> list[str]:
    """The claims that a value was counted from; of a model those of the acts that it rests on."""
    sources = {part for source in found.seen.sources for part in source.split("+")}
    if REPORTS not in sources:
        return []
    begin = MODELLED.get(found.criterion.measure)
    if begin is None:
        return list(found.seen.rests_on)
    span = Period(few_since(on), on + ONE_DAY)
    return list(
        dict.fromkeys(
            claim
            for act in acts
            if act["quad"].startswith(begin)
            and act["period_start"]
            and span.contains(act["period_start"])
            for claim in act["claims"]
        )
    )
