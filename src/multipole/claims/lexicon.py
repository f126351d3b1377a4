"""The coder's words: which verb or noun carries which PLOVER type, and how it takes its ends.

Three small tables beside this module, our own, meant to be read: ``verbs.csv`` and ``nouns.csv``
give ``action, frame, confidence, lemmas``; ``governors.csv`` gives verbs that colour the act they
govern (``light``, ``stop``, ``plan``, ``ask``, ``refuse``, ...).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, cast

from multipole.core.plover import Action

#: Prepositions that lead to the receiver, the most telling first.
RECEIVER_PREPOSITIONS: Final[dict[Action, tuple[str, ...]]] = {
    "CONSULT": ("with", "to", "in"),
    "AGREE": ("with", "to"),
    "SUPPORT": ("for", "to", "with", "behind", "by", "of"),
    "CONCEDE": ("on", "against", "to", "for", "of", "with"),
    "COOPERATE": ("with", "to", "in", "from"),
    "AID": ("to", "for", "in"),
    "RETREAT": ("from", "with", "in", "of"),
    "REQUEST": ("on", "from", "by", "to", "of"),
    "ACCUSE": ("against", "at", "of", "on", "into", "toward", "towards"),
    "REJECT": ("by", "from", "of", "against", "to", "with"),
    "THREATEN": ("against", "to", "with", "of"),
    "PROTEST": ("against", "with", "to", "at", "over"),
    "SANCTION": ("on", "against", "to", "from", "with", "for", "of"),
    "MOBILIZE": (
        "against", "near", "along", "toward", "towards", "around", "over", "in", "with", "to", "at",
    ),
    "COERCE": ("of", "against", "in", "on", "into"),
    "ASSAULT": ("on", "at", "against", "of", "in", "into", "over"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A word's type, frame (act, mutual, ask, threat, toward, visit) and confidence."""

    action: Action
    frame: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Look-ups by lemma."""

    verbs: dict[str, Entry]
    nouns: dict[str, Entry]
    governors: dict[str, frozenset[str]]

    def governs(self, role: str, lemma: str) -> bool:
        """Whether ``lemma`` plays ``role``."""
        return lemma in self.governors[role]


@cache
def load_lexicon() -> Lexicon:
    """Load the three tables."""
    governors = {r["role"]: frozenset(r["lemmas"].split()) for r in _rows("governors.csv")}
    return Lexicon(_entries("verbs.csv"), _entries("nouns.csv"), governors)


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath("data", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _entries(name: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for row in _rows(name):
        entry = Entry(cast("Action", row["action"]), row["frame"], float(row["confidence"]))
        for lemma in row["lemmas"].split():
            entries.setdefault(lemma, entry)
    return entries
