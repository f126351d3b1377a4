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
#: How much a word of a domain counts: words of trade and law stand in reports on anything.
WEIGHT: Final[dict[str, int]] = {"economic": 1, "legal": 1}
TURNS: Final = frozenset({"but", "although", "though", "while", "however", ";", ",", "."})
MERE: Final = frozenset({"forget", "only", "just", "merely", "overlook"})
BETTER: Final = frozenset({"strong", "close", "good", "warm", "high", "stronger", "closer"})
NEGATIVE: Final = frozenset({"not", "n't", "n’t", "never", "nor", "neither", "hardly"})
LACKING: Final = frozenset({"no", "without", "lack"})
REACH: Final = 3


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
            counts[domain] += WEIGHT.get(domain, 2)
    if counts:
        return cast("Domain", max(sorted(counts), key=lambda d: counts[d]))
    return NATURAL.get(action, "diplomatic") if action else "diplomatic"


def read_leaning(lemmas: Iterable[str]) -> Leaning:
    """Weigh the words for and against closeness.

    A clause with "not" or "never" counts the other way; "no" and "without" turn only the words
    just behind them ("no limits").
    """
    table = _table("leanings.csv")
    score = clause = 0
    turned = False
    said = list(lemmas)
    for n, lemma in enumerate((*said, "but")):
        if lemma == "never" and said[n + 1 : n + 2] == ["be"] and set(said[n + 2 : n + 4]) & BETTER:
            continue  # "has never been stronger"
        if lemma in TURNS:
            score += -clause if turned else clause
            clause, turned = 0, False
        turned = turned or (lemma in NEGATIVE and not set(said[n + 1 : n + 2]) & MERE)
        near = not LACKING.isdisjoint(said[max(0, n - REACH) : n])
        clause += {"for": 1, "against": -1}.get(table.get(lemma, ""), 0) * (-1 if near else 1)
    return "for" if score > 0 else "against" if score < 0 else "neutral"
