"""Domain and leaning of a stretch of words, by two small tables of our own."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final, cast

from multipole.core.plover import Action, Domain
from multipole.core.types import Leaning

NATURAL: Final[dict[Action, Domain]] = {
    "SANCTION": "economic",
    "MOBILIZE": "military",
    "ASSAULT": "military",
}
TIES: Final[dict[str, int]] = {
    "un": 2, "health": 2, "science": 2, "energy": 2, "finance": 2, "military": 2, "territorial": 2,
}  # fmt: skip
NEGATIVE: Final = frozenset(
    {"not", "n't", "n’t", "never", "no", "nor", "neither", "without", "hardly"}
)


@cache
def _table(name: str) -> dict[str, str]:
    text = resources.files(__package__).joinpath("data", name).read_text("utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {lemma: row[0] for row in rows for lemma in row[1].split()}


def read_domain(lemmas: Iterable[str], action: Action | None) -> Domain:
    """Name the domain that most words speak of; the type's own, or diplomatic, when none does."""
    table = _table("domains.csv")
    counts: Counter[str] = Counter()
    for lemma in lemmas:
        domain = table.get(lemma)
        if domain:
            counts[domain] += TIES.get(domain, 1)
    if counts:
        return cast("Domain", max(sorted(counts), key=lambda d: counts[d]))
    return NATURAL.get(action, "diplomatic") if action else "diplomatic"


def read_leaning(lemmas: Iterable[str]) -> Leaning:
    """Weigh the words for and against closeness; a negation just before a word turns it round."""
    table = _table("leanings.csv")
    score, turn = 0, 0
    for lemma in lemmas:
        if lemma in NEGATIVE:
            turn = 4
        leaning = table.get(lemma)
        if leaning:
            score += (1 if leaning == "for" else -1) * (-1 if turn > 0 else 1)
        turn -= 1
    return "for" if score > 0 else "against" if score < 0 else "neutral"
