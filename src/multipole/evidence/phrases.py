"""Stretches of a parsed sentence: what hangs on a token, and the noun phrase it leads."""

from __future__ import annotations

from typing import Final

from multipole.core.text import Sentence

PLACING: Final = frozenset({"of", "in", "for", "at", "to"})
LOOSE: Final = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "advcl"})
LONGEST: Final = 8


def children(sentence: Sentence, i: int) -> list[int]:
    """The tokens that hang on token ``i``."""
    return [c for c, h in enumerate(sentence.heads) if h == i and c != i]


def subtree(sentence: Sentence, i: int) -> tuple[int, int]:
    """The first and the last token of all that hangs on token ``i``, itself included."""
    inside = {i}
    grew = True
    while grew:
        grew = False
        for c, h in enumerate(sentence.heads):
            if h in inside and c not in inside:
                inside.add(c)
                grew = True
    return min(inside), max(inside)


def phrase(sentence: Sentence, head: int) -> tuple[int, int]:
    """The noun phrase of ``head`` without relative clauses and appositions."""
    first = last = head
    for child in children(sentence, head):
        dep = sentence.deps[child]
        if dep in LOOSE or (dep == "prep" and sentence.words[child].lower() not in PLACING):
            continue
        a, b = subtree(sentence, child)
        if b - a < LONGEST:
            first, last = min(first, a), max(last, b)
    return first, last


def plain(sentence: Sentence, first: int, last: int) -> str:
    """The words of a phrase without a leading article."""
    while first < last and sentence.words[first].lower() in {"the", "a", "an", "one", "some"}:
        first += 1
    text = ""
    for i in range(first, last + 1):
        gap = " " if i > first and sentence.at[i] > sentence.to[i - 1] else ""
        text += gap + sentence.words[i]
    return text


def token_at(sentence: Sentence, place: int) -> int:
    """The token at or after a place of the text; -1 when the sentence ends before it."""
    return next((i for i, to in enumerate(sentence.to) if to > place), -1)


def token_before(sentence: Sentence, place: int) -> int:
    """The last token that begins before a place of the text; 0 when none does."""
    return max((i for i, at in enumerate(sentence.at) if at < place), default=0)
