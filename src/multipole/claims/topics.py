"""Domain of a stretch of words, by a table of our own and weights fitted on our own sentences."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Final

from multipole.core.plover import DOMAINS, Action, Domain

#: The domain of a type when no word tells one.
NATURAL: Final[dict[Action, Domain]] = {
    "SANCTION": "economic",
    "RETREAT": "military",
    "MOBILIZE": "military",
    "ASSAULT": "military",
}
#: The most words of a table's entry ("world trade organization").
LONGEST: Final = 3
#: More words of one domain than this say no more.
MANY: Final = 3


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("data", "domains.csv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.reader(text.splitlines()[1:]):
        for lemma in row[1].split():
            found[lemma] = (*found.get(lemma, ()), row[0])
    return found


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    text = resources.files(__package__).joinpath("data", "domain_weights.csv").read_text("utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {row[0]: tuple(map(float, row[1:])) for row in rows}


def count_domains(lemmas: Iterable[str]) -> dict[str, float]:
    """Count the different words and phrases of each domain; one of several counts in parts.

    >>> count_domains("the security council discuss the oil embargo".split())
    {'un': 1.0, 'energy': 1.0, 'economic': 1.0}
    """
    table, said = _table(), list(lemmas)
    counts: dict[str, float] = {}
    seen: set[str] = set()
    n = 0
    while n < len(said):
        sizes = range(min(LONGEST, len(said) - n), 0, -1)
        phrase = next((p for k in sizes if (p := "_".join(said[n : n + k])) in table), "")
        for domain in table[phrase] if phrase and phrase not in seen else ():
            counts[domain] = counts.get(domain, 0.0) + 1 / len(table[phrase])
        seen.add(phrase)
        n += 1 + phrase.count("_")
    return counts


def domain_features(lemmas: Iterable[str], action: Action | None) -> dict[str, float]:
    """What the choice of a domain rests on: how many words of each, whether any, and the type."""
    counts = count_domains(lemmas)
    features = {"always": 1.0}
    for domain, count in counts.items():
        features[f"words:{domain}"] = min(count, MANY)
        features[f"any:{domain}"] = 1.0
    if action:
        features[f"type:{action}"] = 1.0
    return features


def read_domain(lemmas: Iterable[str], action: Action | None) -> Domain:
    """Name the domain that the words and the type speak for; diplomatic when neither does.

    The weights are of a multinomial logistic regression on labelled sentences of our own, fitted
    by ``training/train_domain.py``.

    >>> read_domain("the security council vote on the embargo".split(), "SANCTION")
    'un'
    """
    features = domain_features(lemmas, action)
    if not any(name.startswith("any:") for name in features):
        return NATURAL.get(action, "diplomatic") if action else "diplomatic"
    scores = [0.0] * len(DOMAINS)
    for name, value in features.items():
        for n, weight in enumerate(_weights()[name]):
            scores[n] += value * weight
    return DOMAINS[max(range(len(DOMAINS)), key=lambda n: scores[n])]
