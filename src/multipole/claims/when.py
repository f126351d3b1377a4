"""When an act holds: the nearest date, the one the story has reached, or the month of report."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from multipole.claims.grammar import Tree
from multipole.core.periods import Period
from multipole.core.text import Reading, TimeExpression
from multipole.core.types import Document, Modality

LONGEST_DAYS: Final = 31
FAR: Final = 120
REACH: Final = 12
BESIDE: Final = 6
#: Words that say that the story has left the day it spoke of.
MOVING: Final = frozenset(
    {"later", "then", "since", "subsequently", "afterwards", "meanwhile", "similarly", "earlier"}
)


@dataclass(slots=True)
class Clock:
    """The dates of one document."""

    document: Document
    reading: Reading
    times: dict[int, list[TimeExpression]] = field(init=False)
    running: dict[int, Period] = field(init=False)

    def __post_init__(self) -> None:
        self.times = {}
        for time in self.reading.times:
            self.times.setdefault(time.sentence, []).append(time)
        self.running = self._run()

    def _run(self) -> dict[int, Period]:
        """For each sentence, the date that the story has reached.

        It is the last day, week or month named before in the same paragraph; in the paragraphs
        that follow, for `REACH` sentences, only the month that it lies in.
        """
        running: dict[int, Period] = {}
        last: Period | None = None
        at, paragraph = -REACH, -2
        paragraphs = [p.start for p in self.document.parts]
        for n, sentence in enumerate(self.reading.sentences):
            begin = bisect_right(paragraphs, sentence.start)
            if begin != paragraph:
                paragraph = begin
                last = _month_of(last) if last else None
            if last and n - at < REACH:
                moved = not MOVING.isdisjoint(w.lower() for w in sentence.words)
                running[n] = _month_of(last) if moved else last
            for time in self.times.get(n, []):
                if time.period.granularity in {"day", "week", "month"}:
                    last, at = time.period, n
        return running

    def when(
        self, n: int, tree: Tree, trigger: int, start: int, end: int, modality: Modality
    ) -> Period | None:
        """The period of an act in sentence ``n`` told by the words ``[start, end)``."""
        own = self._own(n, tree, trigger, start, end)
        if own:
            return own
        if modality not in {"happened", "denied"}:
            return None
        if tree.is_verb(trigger) and n in self.running:
            return self.running[n]
        published = self.document.published_in
        if published is None or published.days > LONGEST_DAYS:
            return published
        return Period.month(published.start.year, published.start.month)

    def _own(self, n: int, tree: Tree, trigger: int, start: int, end: int) -> Period | None:
        place = tree.s.at[trigger]
        best: tuple[int, int] | None = None
        found: Period | None = None
        for time in self.times.get(n, []):
            distance = min(abs(time.start - place), abs(time.end - place))
            inside = time.start >= start and time.end <= end
            if (not inside and distance > FAR) or _of_another(tree, time, trigger):
                continue
            rank = (0 if inside else 1, distance)
            if best is None or rank < best:
                best, found = rank, time.period
        return found


def _month_of(period: Period) -> Period:
    return Period.month(period.middle.year, period.middle.month)


def _of_another(tree: Tree, time: TimeExpression, trigger: int) -> bool:
    """Whether the time belongs to a clause on another noun: "the treaty signed in 2001"."""
    token = next((i for i, at in enumerate(tree.s.at) if at >= time.start), -1)
    for at in tree.up(token) if token >= 0 else ():
        if tree.is_verb(at):
            if tree.s.deps[at] not in {"acl", "relcl"} or tree.s.tags[at] == "VBG":
                return False
            noun = tree.s.heads[at]
            far = trigger == noun and at - noun > BESIDE  # the parser's slip, more often than not
            return far or (noun != trigger and trigger not in tree.subtree(noun))
    return False
