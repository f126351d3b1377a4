"""What a user supposes: acts, series of acts, standing changes, flows cut or grown, pledges.

A `Plan` is a start, a title and shocks with dates. Acts are told by their PLOVER type, which has a
quad class (`multipole.core.plover`); the stream of acts knows the class alone, so two types of one
class have the same consequences there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, get_args

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.core.plover import QUAD_OF, QUADS, Action, Quad

Goods = Literal["arms", "gas", "oil", "energy", "trade", "imports"]
Pledged = Literal["defence", "offence", "neutrality", "nonaggression", "consultation"]
Unit = Literal["days", "months"]

GOODS: Final[tuple[Goods, ...]] = get_args(Goods)
PLEDGED: Final[tuple[Pledged, ...]] = get_args(Pledged)
#: Of what a state loses its buyers lose a quarter: a supposition, which a file can change.
PASS_ON: Final = 0.25
#: So many acts may a plan put in, and so many a day one shock.
MOST_ACTS: Final = 100_000
MOST_A_DAY: Final = 10_000


@dataclass(frozen=True, slots=True)
class Injected:
    """So many acts of one type by one actor towards another on one day."""

    day: date
    sender: str
    receiver: str
    action: Action
    number: int

    @property
    def quad(self) -> Quad:
        """The quad class of the acts."""
        return QUAD_OF[self.action]


@dataclass(frozen=True, slots=True)
class Every:
    """How often: every so many days or months, from ``first`` to before ``end`` (None: always).

    Raises `BadValue` for an end that is not after the first day.
    """

    number: int
    unit: Unit
    first: date
    end: date | None = None

    def __post_init__(self) -> None:
        _check_span(self.first, self.end)

    def days(self, *, end: date) -> Iterator[date]:
        """The days before ``end``; a month without such a day has it on its last.

        >>> every = Every(1, "months", date(2018, 1, 31))
        >>> [str(day) for day in every.days(end=date(2018, 4, 1))]
        ['2018-01-31', '2018-02-28', '2018-03-31']
        """
        last = end if self.end is None else min(end, self.end)
        times, day = 0, self.first
        while day < last:
            yield day
            times += 1
            if self.unit == "days":
                day = self.first + timedelta(days=times * self.number)
            else:
                day = months_after(self.first, times * self.number)


@dataclass(frozen=True, slots=True)
class Acts:
    """``number`` acts of a type on a day, or at each day of ``every``; ``both``: each to the other.

    Raises `BadValue` for an actor's act towards itself, and for a number that cannot be.
    """

    sender: str
    receiver: str
    action: Action
    every: Every
    number: int = 1
    once: bool = True
    both: bool = False

    def __post_init__(self) -> None:
        if self.sender == self.receiver:
            raise BadValue(f"{self.sender} acts towards itself", remedy="Name two actors.")
        if not 0 <= self.number <= MOST_A_DAY:
            raise BadValue(f"{self.number} acts a day", remedy=f"Give 0 to {MOST_A_DAY:,}.")

    def acts(self, *, end: date) -> Iterator[Injected]:
        """The acts before ``end``."""
        ends = [(self.sender, self.receiver)]
        ends += [(self.receiver, self.sender)] if self.both else []
        for day in self.days(end=end):
            yield from (Injected(day, a, b, self.action, self.number) for a, b in ends)

    def days(self, *, end: date) -> Iterator[date]:
        """The days of the acts before ``end``."""
        if self.once:
            yield from (self.every.first,) if self.every.first < end else ()
        else:
            yield from self.every.days(end=end)


@dataclass(frozen=True, slots=True)
class Rate:
    """A standing change: acts of some classes of a dyad come ``times`` as often.

    Raises `BadValue` for an actor towards itself, a factor below zero, or no class.
    """

    sender: str
    receiver: str
    quads: tuple[Quad, ...]
    times: float
    first: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.sender == self.receiver:
            raise BadValue(f"{self.sender} acts towards itself", remedy="Name two actors.")
        if not 0 <= self.times <= 100:
            raise BadValue(f"acts come {self.times} times as often", remedy="Give 0 to 100.")
        _check_span(self.first, self.end)
        if not self.quads or not set(self.quads) <= set(QUADS):
            raise BadValue(f"classes of acts {self.quads}", remedy=f"Use {', '.join(QUADS)}.")


@dataclass(frozen=True, slots=True)
class Flow:
    """What ``sender`` gives ``receiver`` of some goods changes by ``change`` (-0.5: half is cut).

    ``pass_on``: of what a state loses, the part that its own buyers lose, as the user supposes.
    ``assumed`` are acts and standing changes that the user supposes to follow, and ``why``: a flow
    has none of its own accord. Raises `BadValue` for a change below -1, or a part of 1 or more.
    """

    goods: Goods
    sender: str
    receiver: str
    change: float
    first: date
    pass_on: float = PASS_ON
    assumed: tuple[Acts | Rate, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        if self.sender == self.receiver:
            raise BadValue(f"{self.sender} gives to itself", remedy="Name two actors.")
        if not -1 <= self.change <= 100:
            raise BadValue(f"a flow changes by {self.change:+.0%}", remedy="A cut ends at -100%.")
        if not 0 <= self.pass_on < 1:
            raise BadValue(f"{self.pass_on:.0%} of a loss passed on", remedy="Give 0% to 99%.")


@dataclass(frozen=True, slots=True)
class Commitment:
    """An obligation between two made or broken on a day; ``by`` breaks or makes it, "" both.

    ``number`` acts tell of it: AGREE when it is made, REJECT when it is broken.
    """

    a: str
    b: str
    pledge: Pledged
    made: bool
    day: date
    by: str = ""
    number: int = 1

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise BadValue(f"{self.a} pledges to itself", remedy="Name two actors.")
        if self.by not in ("", self.a, self.b):
            raise BadValue(f"{self.by} is neither {self.a} nor {self.b}", remedy="Name one of them")

    def told(self) -> Acts:
        """The acts that tell of it."""
        sender, receiver = (self.b, self.a) if self.by == self.b else (self.a, self.b)
        action: Action = "AGREE" if self.made else "REJECT"
        every = Every(1, "days", self.day)
        return Acts(sender, receiver, action, every, self.number, both=not self.by)


Shock = Acts | Rate | Flow | Commitment


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario: its title, the first day of the simulated future, and the shocks.

    Raises `BadValue` for a shock before the start, and for more acts than `MOST_ACTS` a year.
    """

    title: str
    start: date
    shocks: tuple[Shock, ...]

    def __post_init__(self) -> None:
        early = [day for day in map(first_of, self.shocks) if day < self.start]
        if early:
            raise BadValue(
                f"a shock of {min(early)} is before the start {self.start}",
                remedy="Start earlier, or date it later: +10 days is ten days after the start.",
            )

    @property
    def actors(self) -> tuple[str, ...]:
        """Every actor that a shock names, in order."""
        return tuple(dict.fromkeys(actor for shock in self.shocks for actor in ends_of(shock)))

    def acts(self, *, end: date) -> tuple[Injected, ...]:
        """All acts that the shocks put in before ``end``, ordered by day; those of none left out.

        Raises `BadValue` when there are more than `MOST_ACTS`.
        """
        given = (one for one in self.streams() if isinstance(one, Acts))
        found = [act for one in given for act in one.acts(end=end) if act.number]
        if sum(act.number for act in found) > MOST_ACTS:
            raise BadValue(
                f"the shocks are {sum(act.number for act in found):,} acts",
                remedy=f"Suppose {MOST_ACTS:,} at most.",
            )
        return tuple(sorted(found, key=lambda a: (a.day, a.sender, a.receiver, a.action)))

    def rates(self) -> tuple[Rate, ...]:
        """All standing changes that change something."""
        given = (one for one in self.streams() if isinstance(one, Rate))
        return tuple(rate for rate in given if rate.times != 1)

    def streams(self) -> tuple[Acts | Rate, ...]:
        """What all shocks put into the stream of acts: of a flow only what its user supposed."""
        return tuple(one for shock in self.shocks for one in streams_of(shock))

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The flows that change."""
        return tuple(shock for shock in self.shocks if isinstance(shock, Flow))

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """The pledges made or broken."""
        return tuple(shock for shock in self.shocks if isinstance(shock, Commitment))


def streams_of(shock: Shock) -> tuple[Acts | Rate, ...]:
    """What one shock puts into the stream of acts."""
    match shock:
        case Flow():
            return shock.assumed
        case Commitment():
            return (shock.told(),)
        case _:
            return (shock,)


def ends_of(shock: Shock) -> tuple[str, ...]:
    """The actors that a shock names."""
    match shock:
        case Commitment():
            return (shock.a, shock.b)
        case Flow():
            return (shock.sender, shock.receiver, *(a for s in shock.assumed for a in ends_of(s)))
        case _:
            return (shock.sender, shock.receiver)


def first_of(shock: Shock) -> date:
    """The first day of a shock."""
    match shock:
        case Acts():
            return shock.every.first
        case Commitment():
            return shock.day
        case Flow():
            return min([shock.first, *(first_of(one) for one in shock.assumed)])
        case _:
            return shock.first


def _check_span(first: date, end: date | None) -> None:
    if end is not None and end <= first:
        raise BadValue(f"until is before from, {first}", remedy="Give a later day for until.")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_after(date(2018, 10, 31), 4)
    datetime.date(2019, 2, 28)
    """
    number = day.year * 12 + day.month - 1 + months
    month = Period.month(number // 12, number % 12 + 1)
    return month.start.replace(day=min(day.day, month.days))
