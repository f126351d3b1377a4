"""What an act is about, in the contexts of PLOVER: from words that leave little doubt.

`data/contexts.csv` has for each context the words, or runs of words, that name it, by their lemmas.
An act whose clause has none of them has no context: better none than a guess.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import cast

from multipole.core.plover import CONTEXTS, Context


def read_contexts(lemmas: Sequence[str]) -> tuple[Context, ...]:
    """The contexts that the lemmas of an act's clause name, in their order there, sorted.

    >>> read_contexts("germany halt the gas pipeline after the cyber attack".split())
    ('cyber', 'natural_resources')
    >>> read_contexts("the minister smile at his guest".split())
    ()
    """
    named, longest = _named()
    found: set[Context] = set()
    at = 0
    while at < len(lemmas):
        runs = (tuple(lemmas[at : at + n]) for n in range(longest, 0, -1))
        run = next((r for r in runs if r in named), None)
        found |= named[run] if run else frozenset()
        at += len(run) if run else 1
    return tuple(sorted(found))


@cache
def _named() -> tuple[dict[tuple[str, ...], frozenset[Context]], int]:
    """The contexts by run of lemmas, and how many lemmas the longest run has."""
    place = resources.files("multipole.claims").joinpath("data/contexts.csv")
    found: dict[tuple[str, ...], frozenset[Context]] = {}
    for row in csv.DictReader(place.read_text("utf-8").splitlines()):
        assert row["context"] in CONTEXTS
        for words in row["words"].split(";"):
            run = tuple(words.split())
            found[run] = found.get(run, frozenset()) | {cast("Context", row["context"])}
    return found, max(map(len, found))
