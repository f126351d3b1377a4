"""Who the plurals of a sentence are: what a "they" of it, or of the next one, stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from multipole.core.text import Mention, Sentence
from multipole.evidence.binding import SUBJECTS

OWNING: Final = frozenset({"amod", "compound", "nmod", "poss"})
#: Words for two states, or for those who speak for them.
COUPLES: Final = frozenset(
    """
    countries states sides nations powers neighbours neighbors governments ministers leaders
    presidents parties capitals partners giants militaries armies delegations diplomats economies
    rivals allies autocrats heads
    """.split()
)


def plural_subject(
    n: int, sentence: Sentence, known: Sequence[Mention]
) -> tuple[int, tuple[str, ...]] | None:
    """Who the main clause is about, where that is a plural: "the ministers of the G7"."""
    for i, dep in enumerate(sentence.deps):
        verb = sentence.heads[i]
        if not dep.startswith("nsubj") or sentence.deps[verb] != "ROOT":
            continue
        below = [c for c, head in enumerate(sentence.heads) if head == i]
        joined = [c for c in below if sentence.deps[c] == "conj"]
        plural = sentence.tags[i] in {"NNS", "NNPS"} or sentence.words[i].lower() == "they"
        if not plural and not joined:
            return None
        of = {c for c in below if sentence.words[c].lower() == "of"}
        own = {i, *joined, *(c for c in below if sentence.deps[c] in OWNING)}
        own |= {c for c, head in enumerate(sentence.heads) if head in of}
        own |= {c for c, head in enumerate(sentence.heads)
                if head in own and sentence.deps[c] in {"conj", *OWNING}}  # fmt: skip
        return n, tuple(sorted({a for m in known if m.head in own for a in m.actors}))
    return None


def has_owner(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """ "the heads of government of the G7": whose they are is said."""
    heads, under = {m.head for m in named}, {i}
    for _ in range(4):
        under |= {
            c for c, head in enumerate(sentence.heads)
            if head in under and (sentence.words[c].lower() == "of" or sentence.deps[c] == "pobj")
        }  # fmt: skip
    return not under.isdisjoint(heads - {i})


def after_subject(sentence: Sentence, i: int) -> bool:
    """Whether another plural is a subject before a "they" of the same sentence."""
    return any(
        sentence.deps[c] in SUBJECTS and sentence.tags[c] in {"NNS", "NNPS"} for c in range(i)
    )


def sayers(sentence: Sentence, named: Sequence[Mention], i: int) -> tuple[str, ...]:
    """ "Omani leaders said they would": those who speak of themselves; none when it is not told."""
    at = i
    for _ in range(6):
        at, below = sentence.heads[at], at
        if sentence.deps[below] == "ccomp":
            break
    else:
        return ()
    for subject in range(i):
        if sentence.heads[subject] == at and sentence.deps[subject] == "nsubj":
            if sentence.tags[subject] not in {"NNS", "NNPS"}:
                return ()
            own = {t for t in range(i) if t == subject or sentence.heads[t] == subject}
            own -= {t for t in own if sentence.deps[t] in {"relcl", "acl", "prep"}}
            found = [m for m in named if m.head in own]
            return tuple(sorted({a for m in found for a in m.actors}))
    return ()


def has_stranger(sentence: Sentence, named: Sequence[Mention]) -> bool:
    """Whether a person who is no actor's is the subject of the sentence: "said Ann Miller"."""
    for i, label in enumerate(sentence.entities):
        if label.endswith("PERSON") and sentence.deps[i] == "nsubj":
            return not any(m.first <= i <= m.last for m in named)
    return False


def unnamed_subject(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """Whether the last plural subject before a "they" or "their" is nobody that is named."""
    for at in range(i - 1, -1, -1):
        if sentence.deps[at] in SUBJECTS and sentence.tags[at][:1] in {"N", "P"}:
            covered = any(m.first <= at <= m.last for m in named)
            pointing = sentence.words[at].lower() in COUPLES or sentence.tags[at][:1] == "P"
            return sentence.tags[at] == "NNS" and not covered and not pointing
    return False
