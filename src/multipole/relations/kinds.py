"""Kind of tie of two states, by criteria over their measures, each met, not met or unknown.

The kinds stand on two ladders: normal, partnership, entente, alliance, and cool, rivalry,
hostility, war. They follow the peace scale (Goertz, Diehl and Balas 2016, The Puzzle of Peace), the
list of strategic rivalries (Thompson 2001, International Studies Quarterly 45: 557-586), and the
steps of alignment (Wilkins 2012, Review of International Studies 38: 53-76; Korolev 2019, Asian
Security 15: 233-252; Leeds et al. 2002, International Interactions 28: 237-260). What each needs
stands in a table that a user can change (`multipole.relations.kinds_table`).

A criterion is met when the whole interval of its measure lies on the asked side of the threshold,
not met when it lies on the other, and unknown otherwise. Of several criteria in a group one is
enough; several of one fact speak with one voice. A kind is told (``yes``) when each group it needs
is met and no bar is met, ruled out (``no``) when one of its needs is not met or a bar is met, and
``open`` otherwise. The word is the strongest kind told, by `STRENGTH`; unknown when none is.
``met`` of ``of`` groups speak the kind's way, ``unknown`` may: the share lies between ``low`` and
``high``.

Not for: counting alliances or rivalries in a data set (use the data set), nor for cause: the word
names a state of things, and criteria of one kind are not independent of each other.

A pledge of defence in 2018 makes an alliance; without any measure nothing can be told:

>>> pledge = Point(date(2018, 1, 1), date(2019, 1, 1), 1.0, source="ATOP")
>>> day = date(2018, 12, 31)
>>> judge({"pledge_defence": [pledge]}, a="JPN", b="USA", on=day).word
'alliance'
>>> judge({}, a="JPN", b="USA", on=day).word
'unknown'
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from multipole.core.errors import BadValue
from multipole.relations.kinds_points import SCALES, Point, Seen, seen
from multipole.relations.kinds_table import Criterion, Kind, Role, shipped_criteria

Status = Literal["met", "not met", "unknown"]
Verdict = Literal["yes", "no", "open"]

#: From the strongest reading to the weakest: the first kind told gives the word.
STRENGTH: Final[tuple[Kind, ...]] = (
    "war", "hostility", "alliance", "entente", "partnership", "rivalry", "cool", "normal",
)  # fmt: skip
FRIENDLY: Final[tuple[Kind, ...]] = ("normal", "partnership", "entente", "alliance")
HOSTILE: Final[tuple[Kind, ...]] = ("cool", "rivalry", "hostility", "war")
_FOR: Final = frozenset({"needs", "for"})


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion, how it stands, and the value, period, source and cells it stands on."""

    criterion: Criterion
    status: Status
    seen: Seen

    @property
    def why(self) -> str:
        """Why it is unknown; ``""`` when it is not."""
        if self.status != "unknown":
            return ""
        return self.seen.why or "undecided"


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria of a kind and role of which one is enough; ``why`` says why it is unknown."""

    name: str
    role: Role
    status: Status
    findings: tuple[Finding, ...]
    why: str = ""

    @property
    def holds(self) -> Status:
        """Whether it speaks the kind's way: for bars and criteria against, that none is met."""
        turned: dict[Status, Status] = {"met": "not met", "not met": "met", "unknown": "unknown"}
        return self.status if self.role in _FOR else turned[self.status]


@dataclass(frozen=True, slots=True)
class Reading:
    """How one kind stands: told, ruled out or open, and by what."""

    kind: Kind
    verdict: Verdict
    groups: tuple[Group, ...]

    @property
    def of(self) -> int:
        """How many groups of criteria it has."""
        return len(self.groups)

    @property
    def met(self) -> int:
        """How many of them speak its way."""
        return sum(g.holds == "met" for g in self.groups)

    @property
    def unknown(self) -> int:
        """How many of them are unknown."""
        return sum(g.holds == "unknown" for g in self.groups)

    @property
    def low(self) -> float:
        """The share that speaks its way, if nothing unknown does."""
        return self.met / self.of

    @property
    def high(self) -> float:
        """The share that speaks its way, if all that is unknown does."""
        return (self.met + self.unknown) / self.of

    @property
    def speaks_for(self) -> tuple[Finding, ...]:
        """Criteria that are met and speak for it."""
        return self._findings(lambda role, status: role in _FOR and status == "met")

    @property
    def speaks_against(self) -> tuple[Finding, ...]:
        """Criteria against it that are met, and those for it that are not."""
        return self._findings(lambda role, status: status == ("met", "not met")[role in _FOR])

    @property
    def not_known(self) -> tuple[Finding, ...]:
        """Criteria that are unknown."""
        return self._findings(lambda role, status: status == "unknown")

    @property
    def missing(self) -> tuple[Group, ...]:
        """What keeps it from being told: needs that are not met or unknown, and bars met."""
        return tuple(
            g for g in self.groups
            if (g.role == "needs" and g.status != "met") or (g.role == "bars" and g.status == "met")
        )  # fmt: skip

    def _findings(self, keep: Callable[[Role, Status], bool]) -> tuple[Finding, ...]:
        return tuple(f for g in self.groups for f in g.findings if keep(g.role, f.status))


@dataclass(frozen=True, slots=True)
class Judged:
    """The tie of ``a`` and ``b`` on a day: one word, and how every kind stands.

    ``word`` is a kind or ``unknown``. ``candidates`` are the other kinds that are told, or open
    with one of their needs met, the likelier first, but for those below the word on its own ladder
    (an alliance may be a partnership too). ``open`` are all kinds that cannot be told.
    """

    a: str
    b: str
    on: date
    word: str
    readings: tuple[Reading, ...]

    def reading(self, kind: str) -> Reading:
        """How ``kind`` stands; raises `BadValue` for one that the table has no criteria of."""
        for one in self.readings:
            if one.kind == kind:
                return one
        known = ", ".join(r.kind for r in self.readings)
        raise BadValue(f"kind {kind!r} has no criteria", remedy=f"Use one of {known}.")

    @property
    def open(self) -> tuple[Kind, ...]:
        """The kinds of which neither yes nor no can be told."""
        return tuple(r.kind for r in self.readings if r.verdict == "open")

    @property
    def candidates(self) -> tuple[Reading, ...]:
        """The other kinds it may be called."""
        others = [
            r for r in self.readings
            if r.kind != self.word and self.word not in above(r.kind) and _possible(r)
        ]  # fmt: skip
        return tuple(sorted(others, key=lambda r: (r.verdict != "yes", -r.low, -r.high)))

    @property
    def next_up(self) -> Reading | None:
        """The kind one step up the ladder of the word; None at the top, and for unknown."""
        found = {r.kind: r for r in self.readings}
        return next((found[kind] for kind in above(self.word) if kind in found), None)


def above(kind: str) -> tuple[Kind, ...]:
    """The kinds that stand above ``kind`` on its ladder, the nearest first.

    >>> above("partnership"), above("unknown")
    (('entente', 'alliance'), ())
    """
    for ladder in (FRIENDLY, HOSTILE):
        if kind in ladder:
            return ladder[[*ladder].index(kind) + 1 :]
    return ()


def judge(
    measures: Mapping[str, Sequence[Point]],
    *,
    a: str,
    b: str,
    on: date,
    criteria: Iterable[Criterion] | None = None,
) -> Judged:
    """Judge the tie of ``a`` and ``b`` on the day ``on``; see the module for the rules.

    ``measures`` holds the points of each measure of `kinds_points.MEASURES`, as they were known on
    the day of knowledge; a measure without points, or left out, is unknown. ``criteria`` are those
    of the shipped table unless given. Neither the order of points nor that of the ends matters.
    Raises `BadValue` for a measure that is not known by that name.

    Formula: word = the strongest kind (by `STRENGTH`) each of whose needed groups has a criterion
    met and none of whose bars is met; share = groups that speak its way / its groups.
    Shapes: points by measure give one `Judged`.
    Unit: a word, and a share from 0 to 1 with bounds.
    Reference: Goertz, Diehl and Balas 2016, The Puzzle of Peace; Wilkins 2012, Review of
    International Studies 38: 53-76; Leeds et al. 2002, International Interactions 28: 237-260; of
    each criterion, the table.
    Not for: a rank of dyads, as kinds are no scale; what the two will do.
    """
    for name in measures:
        if name not in SCALES:
            known = ", ".join(SCALES)
            raise BadValue(f"measure {name!r} is unknown", remedy=f"Use one of {known}.")
    table = tuple(shipped_criteria() if criteria is None else criteria)
    found = [finding(c, measures.get(c.measure, ()), on=on) for c in table]
    kinds = [k for k in STRENGTH if any(c.kind == k for c in table)]
    readings = tuple(_reading(k, [f for f in found if f.criterion.kind == k]) for k in kinds)
    word = next((r.kind for r in readings if r.verdict == "yes"), "unknown")
    first, second = sorted((a, b))
    return Judged(first, second, on, word, readings)


def finding(criterion: Criterion, points: Iterable[Point], *, on: date) -> Finding:
    """How one criterion stands on a day by the points of its measure.

    Disputes of a level between 4 and 5 leave open whether the level 5 was reached:

    >>> one = shipped_criteria()[0]
    >>> one.measure, one.asks
    ('dispute', 'at least 5')
    >>> year = Point(date(2014, 1, 1), date(2015, 1, 1), math.nan, low=4, high=5)
    >>> found = finding(one, [year], on=date(2014, 12, 31))
    >>> found.status, found.why
    ('unknown', 'undecided')

    Formula: met if low >= c, not met if high < c, unknown otherwise, with c the threshold and low
    to high what the points come to (`seen`); likewise for at most, more than and less than.
    Shapes: a criterion and points of its measure give one `Finding`.
    Unit: a word.
    Reference: Manski 2003, Partial Identification of Probability Distributions, for verdicts that
    hold under every value that the bounds allow; of each threshold, the table.
    Not for: how nearly a criterion is met, of which the value itself speaks.
    """
    value = seen(
        points, measure=criterion.measure, statistic=criterion.statistic,
        window_years=criterion.window, on=on,
    )  # fmt: skip
    return Finding(criterion, _side(criterion, value), value)


def _side(criterion: Criterion, value: Seen) -> Status:
    low, high, at = value.low, value.high, criterion.threshold
    if math.isnan(low) or math.isnan(high):
        return "unknown"
    yes, no = {
        ">=": (low >= at, high < at),
        ">": (low > at, high <= at),
        "<=": (high <= at, low > at),
        "<": (high < at, low >= at),
    }[criterion.comparator]
    return "met" if yes else "not met" if no else "unknown"


def _reading(kind: Kind, found: Sequence[Finding]) -> Reading:
    named: dict[tuple[Role, str, str], list[Finding]] = {}
    for one in found:
        row = one.criterion
        named.setdefault((row.role, row.group, "" if row.group else row.id), []).append(one)
    groups = tuple(_group(role, members) for (role, _, _), members in named.items())
    return Reading(kind, _verdict(groups), groups)


def _group(role: Role, members: Sequence[Finding]) -> Group:
    facts: dict[tuple[str, str], list[Finding]] = {}
    for one in members:
        row = one.criterion
        facts.setdefault((row.fact, "" if row.fact else row.id), []).append(one)
    told = [_fact([f.status for f in fact]) for fact in facts.values()]
    status = _any(told)
    why = ""
    if status == "unknown":
        unsure = [f.why for f in members if f.status == "unknown"]
        why = "; ".join(dict.fromkeys(unsure)) or "measurements disagree"
    name = members[0].criterion.group or members[0].criterion.id
    return Group(name, role, status, tuple(members), why)


def _fact(statuses: Sequence[Status]) -> Status:
    """What measurements of one thing say together: what those say that are known, if all alike."""
    known = set(statuses) - {"unknown"}
    return known.pop() if len(known) == 1 else "unknown"


def _any(statuses: Sequence[Status]) -> Status:
    if "met" in statuses:
        return "met"
    return "unknown" if "unknown" in statuses else "not met"


def _verdict(groups: Sequence[Group]) -> Verdict:
    needs = {g.status for g in groups if g.role == "needs"}
    barred = any(g.status == "met" for g in groups if g.role == "bars")
    if barred or "not met" in needs:
        return "no"
    return "open" if "unknown" in needs else "yes"


def _possible(reading: Reading) -> bool:
    begun = any(g.status == "met" for g in reading.groups if g.role == "needs")
    return reading.verdict == "yes" or (reading.verdict == "open" and begun)
