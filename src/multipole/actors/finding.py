"""All names of actors in a text: longest match, left to right, no overlap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from multipole.actors import tables
from multipole.actors.lexicon import Entry, Lexicon, Node
from multipole.actors.place import Place
from multipole.actors.rules import weigh
from multipole.actors.tables import ContextRow, Holder, NameRow, Window
from multipole.actors.words import CAPITALISED, fits, fold, fold_all, next_word

_YEAR: Final = timedelta(days=365)
_OUT_OF_DATE: Final = 0.6
_SURNAME_FIRST: Final = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "KHM", "JPN", "SGP"})


@dataclass(frozen=True, slots=True, order=True)
class NameHit:
    """Words ``text[start:end]`` that stand for ``actors``, in code points.

    ``kind``
        name, demonym, capital, government, abbreviation, organisation, bloc, region, territory,
        city, company, outlet, force, or person.
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


def find(
    text: str, lexicon: Lexicon, contexts: dict[str, tuple[ContextRow, ...]], *, on: date | None
) -> list[NameHit]:
    """Every name in ``text``, as its words stood on the day ``on`` (None: as they stand now)."""
    hits: list[NameHit] = []
    done = 0
    starts = lexicon.starts
    for match in CAPITALISED.finditer(text):
        node = starts.get(match.group())
        if node is None or match.start() < done or _inside_word(text, match.start()):
            continue
        hit = _longest(text, match.start(), match.end(), node, contexts, on)
        if hit is not None:
            done = hit.end
            if hit.actors:
                hits.append(hit)
    return hits


def _inside_word(text: str, start: int) -> bool:
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_@#")


def _longest(
    text: str,
    start: int,
    end: int,
    node: Node,
    contexts: dict[str, tuple[ContextRow, ...]],
    on: date | None,
) -> NameHit | None:
    words: tuple[str, ...] = (text[start:end],)
    paths = [(words, end, node)]
    while node.after and (step := _step(text, end, node)):
        more, end, node = step
        words += more
        paths.append((words, end, node))
    for said, last, here in reversed(paths):
        entries = [entry for entry in here.entries if all(map(fits, said, entry.demands))]
        if entries:
            hit = _read(entries, Place(text, start, last), contexts, on)
            if hit is not None:
                return hit
    return None


def _step(text: str, end: int, node: Node) -> tuple[tuple[str, ...], int, Node] | None:
    found = next_word(text, end)
    if found is None:
        return None
    low, high, comma = found
    onward = node.after.get(",") if comma else node
    following = onward.after.get(fold(text[low:high])) if onward else None
    if following is None:
        return None
    return ((",",) if comma else ()) + (text[low:high],), high, following


def _read(
    entries: list[Entry], place: Place, contexts: dict[str, tuple[ContextRow, ...]], on: date | None
) -> NameHit | None:
    rows = [entry.row for entry in entries if entry.row is not None]
    hit = _read_name(rows, place, contexts, on) if rows else None
    if hit is not None:
        return hit
    full = [entry.holder for entry in entries if entry.holder and entry.full]
    bare = [entry.holder for entry in entries if entry.holder and not entry.full]
    return _full_name(full, place, on) or _bare_surname(bare, place, on)


def _read_name(
    rows: list[NameRow], place: Place, contexts: dict[str, tuple[ContextRow, ...]], on: date | None
) -> NameHit | None:
    row = _in_force(rows, on)
    if not row.actors:
        return _blocked(row, place)
    factor = weigh(row, place)
    if not factor:
        return None
    context = _context(contexts.get(fold_all(row.name), ()), place)
    if context is not None:
        row = replace(row, actors=tuple(context.actor.split()), confidence=context.confidence)
        if not row.actors:
            return _blocked(row, place)
    return _hit(row, place, row.actors, row.confidence * factor)


def _blocked(row: NameRow, place: Place) -> NameHit | None:
    return _hit(row, place, (), 0.0) if weigh(row, place) else None


def _hit(row: NameRow, place: Place, actors: tuple[str, ...], confidence: float) -> NameHit:
    return NameHit(place.start, place.end, actors, row.kind, row.name, round(confidence, 3))


def _in_force(rows: list[NameRow], on: date | None) -> NameRow:
    """The row of the day; failing that the one nearest to it, with less confidence."""
    held = [row for row in rows if (row.window.holds(on) if on else row.window.end is None)]
    if held:
        return max(held, key=lambda row: row.confidence)
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


def _full_name(holders: list[Holder], place: Place, on: date | None) -> NameHit | None:
    """A full name means the office for a year before and after it, with less confidence."""
    if on is None:
        return _person(holders, place, 0.8)
    held = [holder for holder in holders if holder.window.holds(on)]
    if held:
        return _person(held, place, 0.95)
    return _person([holder for holder in holders if _days_off(holder, on) <= _YEAR], place, 0.6)


def _days_off(holder: Holder, on: date) -> timedelta:
    if on < holder.start:
        return holder.start - on
    return on - holder.end if holder.end and on >= holder.end else timedelta(0)


def _bare_surname(holders: list[Holder], place: Place, on: date | None) -> NameHit | None:
    """A surname alone means the one who is in office on the day, when there is but one."""
    held = [holder for holder in holders if on is None or holder.window.holds(on)]
    if not held or not _alone(held, place):
        return None
    titled = fold(place.before()) in tables.words("title")
    if not titled and not all(holder.bare for holder in held):
        return None
    return _person(held, place, (0.9 if titled else 0.8) if on else 0.5)


def _alone(holders: list[Holder], place: Place) -> bool:
    """Whether no given name stands beside: "Jill Biden", "Wang Xiaoming" are other people."""
    if fold(place.before()) in tables.words("given") and place.before()[:1].isupper():
        return False
    if place.hyphen_after() and place.text[place.end + 1 : place.end + 2].isupper():
        return False
    first = any(holder.actor in _SURNAME_FIRST for holder in holders)
    return not (first and place.after()[:1].isupper())


def _person(holders: list[Holder], place: Place, confidence: float) -> NameHit | None:
    actors = {holder.actor for holder in holders}
    if len(actors) != 1:
        return None
    person = holders[0].person
    return NameHit(place.start, place.end, tuple(actors), "person", person, confidence)
