"""Deeds that reports name without who did them: "the invasion of Kuwait".

``data/deeds.csv``: the noun, a word that its phrase must hold (empty: any), who underwent it, who
did it, and the month in which it began, as the public record has them. A few names only: what a
reader knows without being told. The quote of such an act holds the name of the deed, not of its
doer.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources

from multipole.core.periods import Period


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did it, and the month in which it began."""

    sender: str
    when: Period


@dataclass(frozen=True, slots=True)
class _Row:
    noun: str
    place: str
    receiver: str
    deed: Deed


def known_deed(noun: str, receivers: Collection[str], words: Collection[str]) -> Deed | None:
    """The deed of a lemma done to ``receivers``, named by a phrase of ``words`` (lower case).

    >>> known_deed("invasion", ["KWT"], ["the", "invasion", "of", "kuwait"]).sender
    'IRQ'
    """
    for row in _deeds():
        if (noun, {row.receiver}) == (row.noun, set(receivers)) and (row.place or noun) in words:
            return row.deed
    return None


@cache
def _deeds() -> tuple[_Row, ...]:
    text = resources.files(__package__).joinpath("data", "deeds.csv").read_text("utf-8")
    return tuple(
        _Row(r["noun"], r["place"], r["receiver"], Deed(r["sender"], Period.parse(r["when"])))
        for r in csv.DictReader(text.splitlines())
    )
