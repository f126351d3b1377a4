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
    """A noun, a word its phrase must hold (or ""), whom it befell, who did it, when it began."""

    noun: str
    place: str
    receiver: str
    sender: str
    when: Period


def known_deed(noun: str, receivers: Collection[str], words: Collection[str]) -> Deed | None:
    """The deed of a lemma done to ``receivers``, named by a phrase of ``words`` (lower case).

    >>> known_deed("invasion", ["KWT"], ["the", "invasion", "of", "kuwait"]).sender
    'IRQ'
    """
    for deed in _deeds():
        if (noun, {deed.receiver}) == (deed.noun, set(receivers)) and (deed.place or noun) in words:
            return deed
    return None


@cache
def _deeds() -> tuple[Deed, ...]:
    text = resources.files(__package__).joinpath("data", "deeds.csv").read_text("utf-8")
    return tuple(
        Deed(r["noun"], r["place"], r["receiver"], r["sender"], Period.parse(r["when"]))
        for r in csv.DictReader(text.splitlines())
    )
