"""A family of measures: those that are made together from the same rows of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from multipole.answers.measures.points import Point
from multipole.core.types import Measure
from multipole.store import Store

Step = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a family: two actor ids, a day of knowledge, the step of series of events.

    ``domains``: also by domain, where the measure has them. ``names``: only these measures are
    wanted, so that a family need not make the others; None for all.
    """

    store: Store
    a: str
    b: str
    as_of: date | None = None
    step: Step = "month"
    domains: bool = False
    names: frozenset[str] | None = None

    def wants(self, *measures: str) -> bool:
        """Whether any of these measures is asked for."""
        return self.names is None or not self.names.isdisjoint(measures)

    @property
    def ends(self) -> tuple[str, str]:
        """The two in the order of their ids, as undirected measures have them."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


@dataclass(frozen=True, slots=True)
class Family:
    """Measures with the function that makes their points, in order of time for each series."""

    name: str
    measures: tuple[Measure, ...]
    make: Callable[[Asked], Iterable[Point]]
