"""All names of actors in a text: longest match, left to right, no overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from multipole.actors import persons
from multipole.actors.lexicon import Entry, Lexicon, Node
from multipole.actors.place import Place
from multipole.actors.rules import weigh
from multipole.actors.tables import ContextRow, Holder, NameRow, Window
from multipole.actors.words import fits, fold, next_word

Contexts = dict[str, tuple[ContextRow, ...]]

_OUT_OF_DATE: Final = 0.6


@dataclass(frozen=True, slots=True, order=True)
class NameHit:
    """Words ``text[start:end]`` that stand for ``actors``, in code points.

    ``kind``
        name, demonym, capital, government, abbreviation, organisation, bloc, nonstate, region,
        territory, city, company, outlet, force, or person.
    ``name``
        The name as the table has it; a person's full name.
    ``confidence``
        0 to 1, that the words mean the actor here: our estimate, not a measured frequency.
    """

    start: int
    end: int
    actors: tuple[str, ...]
    kind: str
    name: str
    confidence: float


@dataclass(slots=True)
class Reader:
    """One reading of one text as of a day; ``met`` holds the persons named in full so far."""

    text: str
    lexicon: Lexicon
    contexts: Contexts
    on: date | None
    met: dict[str, tuple[Holder, float]] = field(default_factory=dict)

    def read(self) -> Iterable[NameHit]:
        """Every name, left to right; a blocking phrase is passed over whole."""
        done = 0
        starts = self.lexicon.starts
        for match in self.lexicon.pattern.finditer(self.text):
            node = starts.get(match.group())
            if node is None or match.start() < done or self._inside_word(match.start()):
                continue
            hit = self._longest(match.start(), match.end(), node)
            if hit is not None:
                done = hit.end
                if hit.actors:
                    yield hit

    def _inside_word(self, start: int) -> bool:
        return start > 0 and (self.text[start - 1].isalnum() or self.text[start - 1] in "_@#")

    def _longest(self, start: int, end: int, node: Node) -> NameHit | None:
        words: tuple[str, ...] = (self.text[start:end],)
        paths = [(words, end, node)]
        while node.after and (step := self._step(end, node)):
            more, end, node = step
            words += more
            paths.append((words, end, node))
        for said, last, here in reversed(paths):
            entries = [entry for entry in here.entries if all(map(fits, said, entry.demands))]
            if entries and (hit := self._meaning(entries, Place(self.text, start, last))):
                return hit
        return None

    def _step(self, end: int, node: Node) -> tuple[tuple[str, ...], int, Node] | None:
        found = next_word(self.text, end)
        if found is None:
            return None
        low, high, comma = found
        word = self.text[low:high]
        onward = node.after.get(",") if comma else node
        following = onward.after.get(fold(word)) if onward else None
        if following is None:
            return None
        return ((",", word) if comma else (word,)), high, following

    def _meaning(self, entries: list[Entry], place: Place) -> NameHit | None:
        rows = [entry.row for entry in entries if entry.row is not None]
        hit = self._name(rows, place) if rows else None
        if hit is not None:
            return hit
        full = [entry.holder for entry in entries if entry.holder and entry.full]
        bare = [entry.holder for entry in entries if entry.holder and not entry.full]
        return self._full_name(full, place) or self._surname(bare, place)

    def _name(self, rows: list[NameRow], place: Place) -> NameHit | None:
        row = _in_force(rows, self.on)
        factor = weigh(row, place) if row else 0.0
        if row is None or not factor:
            return None
        context = _context(self.contexts.get(row.name, ()), place)
        if context is not None:
            row = replace(row, actors=context.actors, confidence=context.confidence)
        confidence = round(row.confidence * factor, 3)
        return NameHit(place.start, place.end, row.actors, row.kind, row.name, confidence)

    def _full_name(self, holders: list[Holder], place: Place) -> NameHit | None:
        held, confidence = persons.named(holders, self.on)
        if holders and not held:
            held, confidence = persons.then(holders, place)
        hit = _person(held, place, confidence)
        if hit is not None and held[0].surname:
            self.met[fold(held[0].surname)] = held[0], round(confidence - 0.1, 3)
        return hit

    def _surname(self, holders: list[Holder], place: Place) -> NameHit | None:
        """A surname alone: the one named in full before, else the only one then in office."""
        if not holders or not persons.alone(place):
            return None
        met, confidence = self.met.get(fold(place.words()), (None, 0.0))
        if met is not None and met in holders:
            return _person([met], place, confidence)
        held, confidence = persons.called(holders, place, self.on)
        if not held and all(holder.bare for holder in holders):
            held, confidence = persons.then(holders, place)
        return _person(held, place, confidence)


def find(text: str, lexicon: Lexicon, contexts: Contexts, *, on: date | None) -> list[NameHit]:
    """Every name in ``text``, as its words stood on the day ``on`` (None: as they stand now)."""
    return list(Reader(text, lexicon, contexts, on).read())


def _in_force(rows: list[NameRow], on: date | None) -> NameRow | None:
    """The row of the day; failing that the one nearest to it, with less confidence.

    The name of a state of the past has no meaning on another day.
    """
    if len(rows) == 1 and rows[0].window.always:
        return rows[0]
    held = [row for row in rows if (row.window.holds(on) if on else row.window.end is None)]
    if held:
        return max(held, key=lambda row: row.confidence)
    rows = [row for row in rows if not row.past]
    if not rows:
        return None
    row = min(rows, key=lambda row: _days_away(row.window, on or date.max))
    return replace(row, confidence=row.confidence * _OUT_OF_DATE)


def _days_away(window: Window, on: date) -> int:
    ends = [abs((on - end).days) for end in (window.start, window.end) if end]
    return min(ends, default=0)


def _context(rows: tuple[ContextRow, ...], place: Place) -> ContextRow | None:
    if not rows:
        return None
    sentence = place.sentence()
    return next((row for row in rows if any(f" {word} " in sentence for word in row.words)), None)


def _person(holders: list[Holder], place: Place, confidence: float) -> NameHit | None:
    actors = {holder.actor for holder in holders}
    if len(actors) != 1:
        return None
    name = holders[0].person
    return NameHit(place.start, place.end, tuple(actors), "person", name, confidence)
