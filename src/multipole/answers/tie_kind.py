"""What kind of tie two actors have by criteria over their measures, and who is the junior."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from multipole.answers.measures.points import Point
from multipole.answers.tie_points import tie_points
from multipole.core.errors import UnreadableInput
from multipole.core.periods import Period
from multipole.relations.kinds import Judged, judge
from multipole.relations.kinds_junior import Asymmetry, Dimension, Junior, junior
from multipole.relations.kinds_points import Point as Seen
from multipole.relations.kinds_table import Criterion, read_criteria

#: The measure in which each dimension is compared, and its flow where there are several.
DIMENSIONS: Final[tuple[tuple[Dimension, str, str], ...]] = (
    ("capabilities", "capabilities", ""),
    ("output", "gdp", ""),
    ("trade", "trade_dependence", "imports"),
    ("arms", "arms_dependence", "arms imports"),
    ("energy", "energy_dependence", "fuel imports"),
)
#: So many years back a word is looked for when none can be told on the day.
_BACK: Final = 10
#: The share of a word's criteria from which on enough is known of it.
HALF: Final = 0.5


def criteria_from(place: str | Path | None) -> tuple[Criterion, ...] | None:
    """The user's own table of criteria; None for the one that comes with multipole."""
    if place is None:
        return None
    try:
        text = Path(place).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UnreadableInput(
            f"the table of criteria cannot be read: {why}",
            where=str(place),
            remedy="Copy the shipped one first: multipole tie --table > mine.csv.",
        ) from None
    return read_criteria(text, name=str(place))


def reach_of(points: Iterable[Point]) -> date | None:
    """The last day that the data of any measure reach."""
    return max((p.until for p in points if p.until and p.known), default=None)


def judged(
    points: Sequence[Point],
    a: str,
    b: str,
    *,
    on: date,
    criteria: Iterable[Criterion] | None = None,
    settle: bool = True,
) -> tuple[Judged, Judged | None]:
    """The tie on a day, and that of an earlier year end which stands in its place, or None.

    With ``settle`` a word is taken when at least half of its kind's criteria are known, or when it
    is that of the latest of ten year ends before on which as much is; else that year end stands,
    and where there is none, the latest word.
    Without it the day's word stands as long as there is one.
    """
    seen = tie_points(points)
    table = None if criteria is None else tuple(criteria)
    now = judge(seen, a=a, b=b, on=on, criteria=table)
    if now.word != "unknown" and (not settle or known_share(now) >= HALF):
        return now, None
    latest = None if now.word == "unknown" else now
    for year in range(on.year - 1, max(on.year - 1 - _BACK, 1), -1):
        then = judge(seen, a=a, b=b, on=date(year, 12, 31), criteria=table)
        if then.word != "unknown" and known_share(then) >= HALF:
            return now, None if then.word == now.word else then
        latest = latest or (then if then.word != "unknown" else None)
    return now, None if latest is now else latest


def known_share(found: Judged) -> float:
    """The share of the word's groups of criteria that are known; 0 where there is no word."""
    own = next((r for r in found.readings if r.kind == found.word), None)
    return 1.0 - own.unknown / own.of if own else 0.0


def on_the_day(now: Judged) -> str:
    """What can be said of a day in whose place an earlier one stands."""
    own = next((r for r in now.readings if r.kind == now.word), None)
    if own is None:
        return f"On {now.on} it cannot be told."
    return (
        f"On {now.on} it reads as {now.word}, but {own.unknown} of {own.of} criteria are unknown."
    )


def juniors(points: Sequence[Point], a: str, b: str, *, on: date | None = None) -> Junior:
    """Who is the junior in each dimension, by the latest period that both have by ``on``."""
    left, right = (a, b) if a < b else (b, a)
    asked = [
        Asymmetry(dimension, *_latest(points, measure, flow, (left, right), on))
        for dimension, measure, flow in DIMENSIONS
    ]
    return junior(asked, a=left, b=right)


def _latest(
    points: Sequence[Point], measure: str, flow: str, ends: tuple[str, str], on: date | None
) -> tuple[Seen | None, Seen | None]:
    """A number of each side for the last period for which both have one, of one source."""
    sides: dict[tuple[str, Period], dict[str, Point]] = {}
    for point in points:
        named = point.measure == measure and point.domain.startswith(flow)
        if named and point.known and (on is None or point.period.start <= on):
            key = (f"{point.source} {point.variable}", point.period)
            sides.setdefault(key, {})[point.sender] = point
    both = [(period.end, held) for (_, period), held in sides.items() if len(held) == 2]
    if not both:
        return _last_of_one(sides, ends)
    _, held = max(both, key=lambda item: item[0])
    return _plain(held[ends[0]]), _plain(held[ends[1]])


def _last_of_one(
    sides: Mapping[tuple[str, Period], Mapping[str, Point]], ends: tuple[str, str]
) -> tuple[Seen | None, Seen | None]:
    found: list[Seen | None] = []
    for end in ends:
        own = [held[end] for held in sides.values() if end in held]
        last = max(own, key=lambda p: p.period.end, default=None)
        found.append(None if last is None else _plain(last))
    return found[0], found[1]


def _plain(point: Point) -> Seen:
    value = point.estimate
    return Seen(
        point.period.start, point.period.end, value.mean, value.low, value.high, max(value.n, 1),
        point.source, point.until, point.cells,
    )  # fmt: skip
