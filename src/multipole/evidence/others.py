"""The other state that a possessive points to: "his hosts", "its neighbour", "her counterpart"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from multipole.core.text import Mention, Sentence
from multipole.evidence.pointing import pointing

OTHERS: Final = frozenset({"ally", "counterpart", "neighbour", "neighbor", "partner", "rival"})
_BODIES: Final = frozenset({"organisation", "bloc", "nonstate", "demonym"})
_STAY: Final = frozenset({"at", "for", "from", "in", "into", "of", "to"})
_HOSTED: Final = 3
_NEAR: Final = 1
_STATE_ID: Final = 3


def find_others(
    sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Add to the mentions of each sentence the nouns that stand for the other one of two."""
    result = []
    for n in range(len(sentences)):
        others = list(_others(n, sentences, mentions))
        result.append(sorted([*mentions[n], *others], key=lambda m: (m.start, -m.end)))
    return result


def _others(
    n: int, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]
) -> Iterator[Mention]:
    sentence, own = sentences[n], mentions[n]
    for i, lemma in enumerate(sentence.lemmas):
        hosts = lemma == "host" and sentence.tags[i].startswith("N")
        if not hosts and (lemma not in OTHERS or sentence.tags[i] != "NN"):
            continue
        owner = next((m for m in own if sentence.heads[m.head] == i and m.how == "pronoun"), None)
        if owner is None or len(owner.actors) != 1 or sentence.deps[owner.head] != "poss":
            continue
        if any(sentence.heads[m.head] == i and m is not owner for m in own):
            continue  # "his Chinese counterpart", "its ally Iran"
        back = range(n, max(-1, n - (_HOSTED if hosts else _NEAR) - 1), -1)
        before = [[m for m in mentions[k] if k < n or m.head < owner.head] for k in back]
        states = _hosts(sentences, before) if hosts else _near(before)
        actor = _one(states, owner.actors[0], first=hosts)
        if actor:
            name = " ".join(sentence.words[owner.first : i + 1])
            yield pointing(n, sentence, owner.first, i, (actor,), "group", name, confidence=0.6)


def _hosts(sentences: Sequence[Sentence], before: Sequence[Sequence[Mention]]) -> list[str]:
    """The states that somebody stays in or goes to, the last one first."""
    return [
        m.actors[0]
        for own in before
        for m in reversed(own)
        if m.how in {"name", "capital", "city"} and len(m.actors) == 1
        if _is_stay(sentences[m.sentence], m.head)
    ]


def _is_stay(sentence: Sentence, i: int) -> bool:
    head = sentence.heads[i]
    if sentence.deps[i] == "pobj":
        return sentence.words[head].lower() in _STAY
    return sentence.deps[i] == "dobj" and sentence.lemmas[head] in {"visit", "reach", "tour"}


def _near(before: Sequence[Sequence[Mention]]) -> list[str]:
    """The states named in the last sentences."""
    named = (m for own in before for m in own if m.how not in _BODIES)
    return [a for m in named for a in m.actors if len(a) == _STATE_ID]


def _one(states: Sequence[str], owner: str, *, first: bool) -> str:
    """The one state beside the owner; the first of several where that is asked for."""
    others = list(dict.fromkeys(s for s in states if s != owner))
    return others[0] if others and (first or len(others) == 1) else ""
