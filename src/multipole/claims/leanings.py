"""Leaning of a stretch of words: whether they speak for closeness or against it.

``leanings.csv`` holds words and phrases (joined by ``_``) in groups. ``for`` and ``against`` are
weighed. Where they are even, or there are none, what is named speaks: a ``bond`` ("alliance") for,
and so does ``grow`` ("deepen"). ``end`` ("over", "unlikely") and ``ease`` ("settle") turn their
clause and, where there is nothing to turn, speak against and for; ``spoil`` ("erode") makes a
clause speak against.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

from multipole.core.types import Leaning

TURNS: Final = frozenset({"but", "although", "though", "while", "however", "yet", ";", ",", "."})
NEGATIVE: Final = frozenset({"not", "n't", "n’t", "never", "nor", "neither", "hardly", "scarcely",
                             "nobody", "nothing", "no_longer", "far_from"})  # fmt: skip
#: After these, "not" does not turn ("not only").
MERE: Final = frozenset({"forget", "only", "just", "merely", "overlook"})
#: What "never been" raises to the most: "never been closer", "never been worse".
GRADED: Final = frozenset({"strong", "close", "good", "warm", "high", "bad", "low", "cold", "tense",
                           "deep", "stronger", "closer", "better", "worse"})  # fmt: skip
LACKING: Final = frozenset({"no", "without", "lack", "little", "few", "less"})
CONDITIONS: Final = frozenset({"if", "unless", "whether"})
REACH: Final = 3
LONGEST: Final = 4
SIGNS: Final = {"for": 1, "against": -1}
NAMED: Final = {"bond": 1, "grow": 1}


@cache
def _table() -> dict[str, str]:
    text = resources.files(__package__).joinpath("data", "leanings.csv").read_text("utf-8")
    found = {word: row[0] for row in csv.reader(text.splitlines()[1:]) for word in row[1].split()}
    return {**found, **dict.fromkeys(("no_longer", "far_from"), "")}


def read_leaning(lemmas: Iterable[str]) -> Leaning:
    """Weigh the words for and against closeness, clause by clause.

    A clause with "not" or "never" counts the other way; "no" and "without" turn only the words
    just behind them. A clause with "if" is left out.

    >>> read_leaning("they be not enemy".split())
    'for'
    >>> read_leaning("the rift be deepen".split())
    'against'
    """
    score = sum(_weigh(clause) for clause in _clauses(_phrases(list(lemmas))))
    return "for" if score > 0 else "against" if score < 0 else "neutral"


def _phrases(said: Sequence[str]) -> Iterator[str]:
    n = 0
    while n < len(said):
        sizes = range(min(LONGEST, len(said) - n), 1, -1)
        phrase = next((p for k in sizes if (p := "_".join(said[n : n + k])) in _table()), said[n])
        yield phrase
        n += 1 + (phrase.count("_") if phrase in _table() else 0)


def _clauses(said: Iterable[str]) -> Iterator[list[str]]:
    clause: list[str] = []
    for word in said:
        if word in TURNS:
            yield clause
            clause = []
        else:
            clause.append(word)
    yield clause


def _weigh(clause: Sequence[str]) -> int:
    if not CONDITIONS.isdisjoint(clause[:1]):
        return 0
    clause = clause[: clause.index("despite")] if "despite" in clause else clause
    clause, excess = _without_excess(clause)
    kinds = {_table().get(word) for word in clause}
    score = sum(_sign(clause, n, SIGNS) for n in range(len(clause)))
    score = score or sum(_sign(clause, n, NAMED) for n in range(len(clause)))
    if "spoil" in kinds:
        score = -max(abs(score), 1)
    if kinds & {"end", "ease"}:
        score = -score or (1 if "ease" in kinds else -1)
    turned = excess != any(_negates(clause, n) for n in range(len(clause)))
    return -score if turned else score


def _sign(clause: Sequence[str], n: int, signs: Mapping[str, int]) -> int:
    sign = signs.get(_table().get(clause[n], ""), 0)
    before = clause[max(0, n - REACH) : n]
    lacks = LACKING.intersection(before)
    if lacks == {"no"} and "than" in clause:  # "no better friend than"
        return sign
    return -sign if lacks else sign


def _without_excess(clause: Sequence[str]) -> tuple[Sequence[str], bool]:
    """ "too weak to be a partner": the clause without "too weak", and that it is turned."""
    for n, word in enumerate(clause):
        if word == "too" and "to" in clause[n + 2 : n + 4]:
            return [*clause[:n], *clause[clause.index("to", n) :]], True
    return clause, False


def _negates(clause: Sequence[str], n: int) -> bool:
    """Whether a word turns its clause: not "not only", nor "never" in "has never been closer"."""
    after = clause[n + 1 : n + 4]
    if clause[n] not in NEGATIVE or not MERE.isdisjoint(after[:1]):
        return False
    raised = clause[max(0, n - 1) : n] == ["have"] and after[:1] == ["be"]
    return clause[n] != "never" or not raised or GRADED.isdisjoint(after)
