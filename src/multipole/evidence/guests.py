"""Who "his guest" is, and who "he" is in "warned the minister of sanctions should he sign"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from multipole.core.text import Mention, Sentence

#: The other one of a meeting, as the one whose words these are calls them.
GUESTS: Final = frozenset({"guest", "host", "visitor", "interlocutor", "hostess"})
OWNERS: Final = frozenset({"his", "her", "its", "their"})
#: Verbs whose object is told what depends on their own doing.
CONDITIONING: Final = frozenset({"warn", "threaten", "promise", "assure", "offer", "tell"})
OPENING: Final = frozenset({"should", "if", "unless", "once"})
HEARERS: Final = frozenset({"dobj", "dative"})


def is_guest(sentence: Sentence, i: int) -> bool:
    """ "his guest", "her hosts": a noun for the other one, with its owner right before it."""
    owned = i > 0 and sentence.words[i - 1].lower() in OWNERS
    return owned and sentence.lemmas[i] in GUESTS


def other_of(couple: Sequence[str], owner: Sequence[str]) -> tuple[str, ...]:
    """The one of a couple that is not the owner's; () where the owner is none of it."""
    rest = tuple(a for a in couple if a not in owner)
    return rest if owner and len(rest) == len(couple) - len(owner) else ()


def warned(sentence: Sentence, named: Sequence[Mention], i: int) -> Mention | None:
    """Whom the condition is put to in whose clause the pronoun ``i`` is subject; None for none."""
    if not i or sentence.words[i - 1].lower() not in OPENING or sentence.deps[i] != "nsubj":
        return None
    for verb in range(i - 1, -1, -1):
        if sentence.lemmas[verb] in CONDITIONING and sentence.tags[verb][:1] == "V":
            heard = {c for c, h in enumerate(sentence.heads) if h == verb}
            heard = {c for c in heard if sentence.deps[c] in HEARERS}
            return next((m for m in named if m.head in heard and m.how != "demonym"), None)
    return None
