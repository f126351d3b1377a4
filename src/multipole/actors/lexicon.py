"""All names in one tree of words, so that a text is read once whatever the number of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from multipole.actors.tables import Holder, NameRow
from multipole.actors.words import CAPITALISED, cut, fold, shape, starting


@dataclass(slots=True)
class Entry:
    """What a run of words may stand for: a name or a person, with the case its words demand."""

    demands: tuple[str, ...]
    row: NameRow | None = None
    holder: Holder | None = None
    full: bool = True


@dataclass(slots=True)
class Node:
    """One word of the tree: the words that may follow, and what the path so far stands for."""

    after: dict[str, Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Lexicon:
    """``starts`` maps first words as they may be written to their node; ``pattern`` finds them."""

    starts: dict[str, Node] = field(default_factory=dict)
    folded: dict[str, Node] = field(default_factory=dict)
    pattern: re.Pattern[str] = CAPITALISED

    def add(self, name: str, entry: Entry) -> None:
        """Put ``entry`` under the words of ``name``."""
        words = cut(name)
        first = fold(words[0])
        node = self.folded.setdefault(first, Node())
        for written in _spellings(words[0]):
            self.starts[written] = node
        for word in words[1:]:
            node = node.after.setdefault(fold(word), Node())
        node.entries.append(entry)


def _spellings(word: str) -> set[str]:
    """How the first word of a name may stand in a text: cases, accents, full stops."""
    if shape(word) == "A" and word.replace(".", "").isalnum():
        plain = word.replace(".", "")
        dotted = ".".join(plain)
        return {word, plain, dotted, f"{dotted}."}
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    forms = {word, bare, word.upper(), bare.upper(), word.capitalize(), bare.capitalize()}
    return forms | {unicodedata.normalize("NFD", form) for form in forms}


def _demands(name: str) -> tuple[str, ...]:
    return tuple(shape(word) for word in cut(name))


def build(names: Iterable[NameRow], holders: Iterable[Holder]) -> Lexicon:
    """The tree of all names and of all persons, by full name, alias and surname."""
    lexicon = Lexicon()
    small = set()
    for row in names:
        lexicon.add(row.name, Entry(_demands(row.name), row=row))
        small.add(cut(row.name)[0])
    for holder in holders:
        for name in {holder.person, *holder.aliases}:
            lexicon.add(name, Entry(_demands(name), holder=holder, full=" " in name))
        if holder.surname and holder.surname not in (holder.person, *holder.aliases):
            demands = _demands(holder.surname)
            lexicon.add(holder.surname, Entry(demands, holder=holder, full=False))
    lexicon.pattern = starting(small)
    return lexicon
