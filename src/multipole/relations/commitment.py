"""What two states have pledged to each other in a year, and how deep that goes, on levels 0 to 3.

A pledge is a cell of a data set, or what a claim of a report says of one: an obligation that one
state has taken on towards the other (or both have), held or not held in a period. Obligations are
those of ATOP (Leeds, Ritter, Mitchell and Long 2002, International Interactions 28: 237-260); the
classes of the Correlates of War are put to them by `COW_CLASSES`. The level is that of the deepest
obligation held by either state, on the scale by which Signorino and Ritter (1999, International
Studies Quarterly 43: 115-144) compare alliance portfolios:

    0 none    1 consultation or entente    2 non-aggression or neutrality    3 defence or offence

Only a pledge whose period shares a day with the year asked speaks of that year: an older one is
shown as what was last known and is not carried on. Where an obligation is unknown the level has
bounds: at least the deepest one held, at most the deepest one held or unknown. Practice (exercises,
bases, arms, military agreements whose text is not known) is listed apart and moves no level:
armies that drill together have pledged nothing by it.

Not for: how far a pledge will be kept, nor how warm a tie is. A pact that nobody has cancelled
counts in full, between enemies too; friends without a treaty count nothing.

China and Russia in 2018, by ATOP: each has pledged not to attack and to consult, neither to defend,
to join in attack or to stay neutral. That is level 2. For 2021, three years after the data end, it
can be anything:

>>> cells = [
...     Pledge(name, held, Period.year(2018), "ATOP", (f"{name} 2018",))
...     for name, held in [("defence", False), ("offence", False), ("neutrality", False),
...                        ("nonaggression", True), ("consultation", True)]
... ]
>>> found = commitment(cells, a="CHN", b="RUS", period=Period.year(2018))
>>> found.level, found.low, found.high, found.status
(2, 2, 2, 'observed')
>>> later = commitment(cells, a="CHN", b="RUS", period=Period.year(2021))
>>> later.level, later.low, later.high, later.status, later.last_level
(None, 0, 3, 'not_covered', 2)
>>> print(later.words)
CHN and RUS in 2021: level 0 to 3 of 3; not covered: the data end before it. Last known: level 2 \
in 2018 (ATOP); nothing given says that it ended, and nothing that it lasted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from multipole.core.errors import BadValue
from multipole.core.periods import Period

Name = Literal["defence", "offence", "neutrality", "nonaggression", "consultation"]
Held = Literal["held", "not held", "unknown"]
Why = Literal["", "no data", "data end", "sources disagree"]
Practice = Literal["exercise", "basing", "arms", "military agreement"]

OBLIGATIONS: Final[tuple[Name, ...]] = get_args(Name)
PRACTICES: Final[tuple[Practice, ...]] = get_args(Practice)
LEVELS: Final[dict[Name, int]] = {
    "defence": 3, "offence": 3, "neutrality": 2, "nonaggression": 2, "consultation": 1,
}  # fmt: skip
TOP: Final = 3
#: Classes of the Correlates of War's formal alliances. Their entente is an understanding to
#: consult in a crisis; they have no class for a pledge to join in attack.
COW_CLASSES: Final[dict[str, Name]] = {
    "defense pact": "defence",
    "neutrality": "neutrality",
    "non-aggression pact": "nonaggression",
    "entente": "consultation",
}
#: What to ask where the Correlates of War are the only source.
COW_OBLIGATIONS: Final[tuple[Name, ...]] = tuple(n for n in OBLIGATIONS if n != "offence")
_WORDS: Final[dict[Name, str]] = {
    "defence": "defend the other",
    "offence": "join the other in attack",
    "neutrality": "stay neutral in a conflict of the other",
    "nonaggression": "not attack the other",
    "consultation": "consult the other in a crisis",
}


@dataclass(frozen=True, slots=True)
class Pledge:
    """One source's word on one obligation in a period: held (True), not held, or unknown (None).

    ``by`` is the state that is bound; ``""`` when both are. ``rests_on`` are ids of claims, or
    cells. Raises `BadValue` for an obligation that is none of `OBLIGATIONS`.
    """

    obligation: Name
    held: bool | None
    period: Period
    source: str
    rests_on: tuple[str, ...] = ()
    by: str = ""

    def __post_init__(self) -> None:
        _one_of(self.obligation, OBLIGATIONS, "obligation")


@dataclass(frozen=True, slots=True)
class Act:
    """Practice that a report or a data set documents: which kind, when, and what says so."""

    kind: Practice
    period: Period
    source: str
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, PRACTICES, "practice")


@dataclass(frozen=True, slots=True)
class Obligation:
    """How one obligation stands in the year, why it is unknown, who is bound, what it rests on.

    ``last`` is the latest pledge known from before the year when none speaks of the year itself.
    """

    name: Name
    status: Held
    why: Why = ""
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    last: Pledge | None = None

    @property
    def words(self) -> str:
        """The obligation in a sentence without a subject."""
        what, said = f"pledge to {_WORDS[self.name]}", ", ".join(self.sources)
        if self.status == "held":
            return f"{what}: held by {' and '.join(self.by)} ({said})"
        if self.status == "not held":
            return f"{what}: not held ({said})"
        if self.last is None:
            return f"{what}: unknown, {self.why}" + (f" ({said})" if said else "")
        held = "held" if self.last.held else "not held"
        return f"{what}: unknown; {held} in {self.last.period} ({self.last.source}), not told since"


@dataclass(frozen=True, slots=True)
class Commitment:
    """The pledges between two states in ``period`` and their level, or its bounds.

    ``level`` is None where it is not known; then ``low`` and ``high`` bound it. ``status`` is
    ``observed`` (the level is known), ``bounded`` (some obligation is unknown), ``not_covered``
    (all that is given is from before) or ``missing`` (nothing is given). ``last_level`` and
    ``last`` are the level and period of what was known before, where the year is not covered.
    """

    a: str
    b: str
    period: Period
    obligations: tuple[Obligation, ...]
    level: int | None
    low: int
    high: int
    status: str
    practice: tuple[Act, ...] = ()
    last_level: int | None = None
    last: Period | None = None

    @property
    def value(self) -> float:
        """The level as a number for `similarity.portfolios`, NaN where it is not known."""
        return float("nan") if self.level is None else float(self.level)

    @property
    def words(self) -> str:
        """The level, its reasons and what was last known, in words."""
        return _sentence(self)


def commitment(
    pledges: Iterable[Pledge],
    *,
    a: str,
    b: str,
    period: Period,
    acts: Iterable[Act] = (),
    asked: Sequence[Name] = OBLIGATIONS,
) -> Commitment:
    """What ``a`` and ``b`` have pledged to each other in ``period``; see the module for the scale.

    ``pledges`` are those between the two, of any period; those that begin after ``period`` are not
    used. ``asked`` are the obligations on which the level is judged: one that no source at hand
    codes at all should be left out of it (`COW_OBLIGATIONS`), or it keeps every level open. Raises
    `BadValue` for a pledge by a third state and for nothing asked.

    A report of 2021 denies a pledge of defence, and another tells of one to consult:

    >>> year = Period.year(2021)
    >>> told = [Pledge("defence", False, year, "reports", ("claim 1",)),
    ...         Pledge("consultation", True, year, "reports", ("claim 2",))]
    >>> found = commitment(told, a="CHN", b="RUS", period=year, asked=COW_OBLIGATIONS)
    >>> found.low, found.high, found.status
    (1, 2, 'bounded')

    Formula: low = max of the levels of obligations held, high = max of those held or unknown; the
    level is both where they are equal.
    Shapes: pledges, two states and a period give one `Commitment`.
    Unit: level, 0 to 3, ordinal.
    Reference: Leeds, Ritter, Mitchell and Long 2002, International Interactions 28: 237-260;
    Signorino and Ritter 1999, International Studies Quarterly 43: 115-144, for the levels.
    Not for: how far a pledge will be kept, or how warm a tie is: a pact that nobody has cancelled
    counts in full between enemies, and friends without a treaty count nothing.
    """
    if not asked:
        raise BadValue("no obligation is asked for", remedy=f"Ask for {', '.join(OBLIGATIONS)}.")
    given = [_checked(p, {a, b, ""}) for p in pledges if p.period.start < period.end]
    found = tuple(_obligation(n, given, (a, b), period) for n in OBLIGATIONS if n in asked)
    low = max((LEVELS[o.name] for o in found if o.status == "held"), default=0)
    high = max((LEVELS[o.name] for o in found if o.status != "not held"), default=0)
    level, status = (low, "observed") if low == high else (None, _status(found))
    last = _last_of_all(given, asked) if status in ("not_covered", "missing") else (None, None)
    practice = tuple(sorted((x for x in acts if x.period.overlaps(period)), key=_act_order))
    return Commitment(a, b, period, found, level, low, high, status, practice, *last)


def _checked(pledge: Pledge, ends: set[str]) -> Pledge:
    if pledge.by not in ends:
        raise BadValue(
            f"a pledge by {pledge.by} between {' and '.join(sorted(ends - {''}))}",
            remedy="Give the pledges between the two only.",
        )
    return pledge


def _obligation(
    name: Name, given: Sequence[Pledge], ends: tuple[str, str], period: Period
) -> Obligation:
    known = [p for p in given if p.obligation == name and p.held is not None]
    now = sorted((p for p in known if p.period.overlaps(period)), key=_order)
    if not now:
        last = max(known, key=_order, default=None)
        return Obligation(name, "unknown", "data end" if last else "no data", last=last)
    bound = {end: _bound([p for p in now if p.by in ("", end)]) for end in ends}
    by = tuple(sorted(end for end, (status, _) in bound.items() if status == "held"))
    if by:
        now = [p for p in now if p.held and p.by in ("", *by)]
        return Obligation(name, "held", "", by, *_rest(now))
    if all(status == "not held" for status, _ in bound.values()):
        return Obligation(name, "not held", "", (), *_rest(now))
    why = max(why for _, why in bound.values())
    return Obligation(name, "unknown", why, (), *_rest(now))


def _bound(words: Sequence[Pledge]) -> tuple[Held, Why]:
    """Whether one state is bound, by all that is said of it in the year."""
    said = {p.source: any(q.held for q in words if q.source == p.source) for p in words}
    match sorted(set(said.values())):
        case [True]:
            return "held", ""
        case [False]:
            return "not held", ""
        case []:
            return "unknown", "no data"
        case _:
            return "unknown", "sources disagree"


def _rest(words: Sequence[Pledge]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources, and the claims and cells."""
    rests_on = dict.fromkeys(r for p in words for r in p.rests_on)
    return tuple(sorted({p.source for p in words})), tuple(rests_on)


def _status(found: Sequence[Obligation]) -> str:
    if any(o.sources for o in found):
        return "bounded"
    return "not_covered" if any(o.last for o in found) else "missing"


def _last_of_all(
    given: Sequence[Pledge], asked: Sequence[Name]
) -> tuple[int | None, Period | None]:
    """The level that was last known as a whole, and the period of its latest pledge."""
    known = [p for p in given if p.held is not None and p.obligation in asked]
    if not known:
        return None, None
    last = max(known, key=_order).period
    held = [LEVELS[p.obligation] for p in known if p.held and p.period.overlaps(last)]
    return max(held, default=0), last


def _sentence(found: Commitment) -> str:
    head = f"{found.a} and {found.b} in {found.period}: level "
    if found.level is not None:
        held = "; ".join(o.words for o in found.obligations if o.status == "held")
        return f"{head}{found.level} of {TOP} ({held or 'no pledge held'})."
    head += f"{found.low} to {found.high} of {TOP}; "
    if found.status == "missing":
        return f"{head}unknown: no source at hand speaks of them."
    if found.status == "bounded":
        return head + "; ".join(o.words for o in found.obligations if o.status != "not held") + "."
    sources = ", ".join(sorted({o.last.source for o in found.obligations if o.last}))
    return (
        f"{head}not covered: the data end before it. Last known: level {found.last_level} in "
        f"{found.last} ({sources}); nothing given says that it ended, and nothing that it lasted."
    )


def _one_of(value: str, allowed: Sequence[str], name: str) -> None:
    if value not in allowed:
        raise BadValue(f"{name} {value!r} is unknown", remedy=f"Use one of {', '.join(allowed)}.")


def _order(pledge: Pledge) -> tuple[object, ...]:
    period = pledge.period
    return period.end, period.start, pledge.source, pledge.by, pledge.rests_on, bool(pledge.held)


def _act_order(act: Act) -> tuple[object, ...]:
    return act.period.start, act.kind, act.source, act.rests_on
