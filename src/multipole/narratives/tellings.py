"""One event as each side tells it: when, who acts, in which words, whose voice, what is left out.

A side is an outlet, or a government that speaks. What is compared is only what was read: a side
that does not tell an event has left it out when a report of it was read from that time and two
other sides tell it; otherwise nothing is said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, Literal

from multipole.core.periods import Period
from multipole.narratives.intervals import Interval, share

#: What a side makes of an event.
Status = Literal["told", "left out", "not told", "not read"]
#: An event is left out only where so many others tell it.
OTHERS: Final = 2
#: Days after the first report within which a side's own report would have told it.
WINDOW: Final = 30


@dataclass(frozen=True, slots=True)
class Happened:
    """An event by its id and when it held, None when that is not known."""

    id: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Told:
    """One claim as a side tells it.

    ``event`` is the id of the event it tells, ``""`` for other claims. ``day`` is when it was
    published, None when not known; ``exact`` is False where only its year is. ``words`` are those
    that carry the act. ``kind`` to ``leaning`` are as in `multipole.core.types.Claim`, ``dated``
    says whether it tells when.
    """

    claim: str
    event: str
    side: str
    document: str
    day: date | None
    kind: str
    sender: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    action: str = ""
    modality: str = "happened"
    stance: str = "asserts"
    speaker: str = ""
    speaker_actor: str = ""
    leaning: str = ""
    dated: bool = True
    words: tuple[str, ...] = ()
    exact: bool = True

    @property
    def told_as(self) -> str:
        """As fact, as said by another, as planned, threatened, hypothetical, or denied.

        What a government says itself, a side tells as fact.

        >>> Told("c", "e", "A", "d", None, "event", speaker="Li").told_as
        'said'
        """
        if self.modality != "happened":
            return self.modality
        if self.stance != "asserts":
            return "denied" if self.stance == "denies" else "doubted"
        return "said" if self.speaker and self.speaker_actor != self.side else "fact"


@dataclass(frozen=True, slots=True)
class Version:
    """What one side makes of one event; all but ``side`` and ``status`` empty unless told.

    ``after_event_days`` counts from the last day of the event, ``after_first_days`` from the first
    report of any side after the event began; None where a day is not known. ``missing`` are fields
    that another side gives and this one does not: sender, receiver, day, voice.
    """

    event: str
    side: str
    status: Status
    claims: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    after_event_days: int | None = None
    after_first_days: int | None = None
    senders: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    told_as: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much one side tells of what others tell, and how late.

    ``expected`` are events that another side tells and beside which a report of this one was read;
    ``told`` of them it tells. ``unread`` are those beside which no report of it was read.
    ``delay_days``: the median after the first report, over the ``delays`` events told that another
    side tells too; None for none. ``claims`` are those of the events told.
    """

    side: str
    told: int
    expected: int
    unread: int
    interval: Interval
    delay_days: float | None
    delays: int
    claims: tuple[str, ...]


def versions(
    events: Iterable[Happened], told: Iterable[Told], reports: Mapping[str, Sequence[date]], *,
    fewest: int = 2, others: int = OTHERS, window: int = WINDOW,
) -> list[Version]:  # fmt: skip
    """Each event that ``fewest`` sides or more tell, as each of the sides of ``reports`` tells it.

    ``reports`` holds the sorted days of each side's reports that were read. Events keep their
    order, sides that of ``reports``.
    """
    by_event: dict[str, dict[str, list[Told]]] = {}
    for one in told:
        if one.event and one.side in reports:
            by_event.setdefault(one.event, {}).setdefault(one.side, []).append(one)
    found = []
    for event in events:
        tellers = by_event.get(event.id, {})
        if len(tellers) < fewest:
            continue
        first = _first(event, [t.day for own in tellers.values() for t in own if t.day])
        for side, days in reports.items():
            if side in tellers:
                found.append(_told(event, side, tellers, first))
            else:
                status = _silent(event, len(tellers), days, first, others, window)
                found.append(Version(event.id, side, status))
    return found


def coverage(made: Sequence[Version], sides: Iterable[str]) -> list[Coverage]:
    """For each side: of the events that another side tells, how many it tells too, and how late.

    ``made`` are `versions` of all events, also of those that one side alone tells.
    """
    tellers = Counter(v.event for v in made if v.status == "told")
    found = []
    for side in sides:
        own = [v for v in made if v.side == side and tellers[v.event] > (v.status == "told")]
        read = [v for v in own if v.status != "not read"]
        told = [v for v in read if v.status == "told"]
        late = [v.after_first_days for v in told if v.after_first_days is not None]
        claims = _distinct(c for v in told for c in v.claims)
        found.append(Coverage(side, len(told), len(read), len(own) - len(read),
                              share(len(told), len(read)), median(late) if late else None,
                              len(late), claims))  # fmt: skip
    return found


def _first(event: Happened, days: Sequence[date]) -> date | None:
    """The day of the first report: of those after the event began, if there are any."""
    after = [day for day in days if event.period and day >= event.period.start]
    return min(after or days, default=None)


def _silent(
    event: Happened,
    tellers: int,
    days: Sequence[date],
    first: date | None,
    others: int,
    window: int,
) -> Status:
    if first is None:
        return "not read"
    since = event.period.start if event.period else first
    at = bisect_left(days, min(since, first))
    if at == len(days) or days[at] > first + timedelta(days=window):
        return "not read"
    return "left out" if tellers >= others else "not told"


def _told(
    event: Happened, side: str, tellers: Mapping[str, list[Told]], first: date | None
) -> Version:
    own = tellers[side]
    day = min((t.day for t in own if t.day and t.exact), default=None)
    last = event.period.last if event.period else None
    return Version(
        event.id, side, "told",
        claims=_distinct(t.claim for t in own),
        documents=_distinct(t.document for t in own),
        after_event_days=(day - last).days if day and last else None,
        after_first_days=(day - first).days if day and first else None,
        senders=_distinct(a for t in own for a in t.sender),
        receivers=_distinct(a for t in own for a in t.receiver),
        words=_distinct(w for t in own for w in t.words),
        voices=_distinct(t.speaker for t in own if t.speaker),
        told_as=_distinct(t.told_as for t in own),
        missing=_missing(side, tellers),
    )  # fmt: skip


def _missing(side: str, tellers: Mapping[str, list[Told]]) -> tuple[str, ...]:
    given = {name: _fields(own) for name, own in tellers.items()}
    other = set().union(*(fields for name, fields in given.items() if name != side))
    return tuple(f for f in ("sender", "receiver", "day", "voice") if f in other - given[side])


def _fields(own: Iterable[Told]) -> set[str]:
    found = set()
    for one in own:
        has = {"sender": one.sender, "receiver": one.receiver, "day": one.dated,
               "voice": one.speaker}  # fmt: skip
        found |= {name for name, value in has.items() if value}
    return found


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
