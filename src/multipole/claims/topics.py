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
TURNS: Final = frozenset({"but", "although", "though", "while", "however", ";", ",", "."})
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
    """Weigh the words for and against closeness; a clause with a negation counts the other way."""
    table = _table("leanings.csv")
    score = clause = 0
    turned = False
    for lemma in (*lemmas, "but"):
        if lemma in TURNS:
            score += -clause if turned else clause
            clause, turned = 0, False
        turned = turned or lemma in NEGATIVE
        clause += {"for": 1, "against": -1}.get(table.get(lemma, ""), 0)
    return "for" if score > 0 else "against" if score < 0 else "neutral"
