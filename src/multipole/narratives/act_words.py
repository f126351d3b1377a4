"""Which words of a span carry its act: those of the type's lemmas, in any form.

The coder keeps the words it coded from, not the one word that carries the act; this finds it again
among the words that tell acts of that type. Nothing is found where the type was read from more than
one word ("struck back").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from multipole.narratives.texts import words

#: Forms that no rule gives.
_IRREGULAR: Final = {
    form: lemma
    for line in (
        "met meet", "held hold", "said say", "told tell", "gave give", "given give", "sent send",
        "struck strike", "fought fight", "shot shoot", "flew fly", "flown fly", "took take",
        "taken take", "broke break", "broken break", "withdrew withdraw", "withdrawn withdraw",
        "sought seek", "bought buy", "sold sell", "built build", "lent lend", "led lead",
        "won win", "hit hit", "cut cut", "bade bid", "forbade forbid", "forbidden forbid",
        "froze freeze", "frozen freeze", "overthrew overthrow", "spoke speak", "spoken speak",
        "swore swear", "sworn swear", "threw throw", "thrown throw", "stood stand",
        "upheld uphold", "left leave", "paid pay", "made make", "drew draw", "drawn draw",
    )
    for form, lemma in [line.split()]
}  # fmt: skip
_VOWELS: Final = frozenset("aeiou")


def act_words(quote: str, lemmas: Collection[str]) -> tuple[str, ...]:
    """The words of ``quote`` that are forms of one of ``lemmas``, as they stand, each once.

    >>> act_words("Russia on Saturday vetoed a draft", {"veto", "reject"})
    ('vetoed',)
    """
    found = (word for word in words(quote) if any(stem in lemmas for stem in _stems(word)))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    return tuple(_candidates(word))


def _candidates(word: str) -> Iterator[str]:
    """What a form may be of, the word itself first.

    >>> list(_candidates("barred"))
    ['barred', 'barr', 'barre', 'bar']
    """
    yield word
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    for ending in ("ies", "ied"):
        if word.endswith(ending):
            yield word[:-3] + "y"
    for ending in ("s", "es", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        yield stem
        if ending in ("ed", "ing"):
            yield stem + "e"
            if stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                yield stem[:-1]
