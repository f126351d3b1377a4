"""What an expert or a paper thinks, told without a verb of saying: "calls the pact an entente".

States that call another a name act, and what they speak of is told by others; so this is for
speakers who are nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.core.text import Sentence
from multipole.evidence.phrases import children, subtree
from multipole.evidence.saying import Stretch
from multipole.evidence.speech_words import VIEWING

#: Nouns of those that a state owns or names, and that think for themselves.
PAPERS: Final = frozenset({"newspaper", "paper", "daily", "weekly", "tabloid", "magazine"})
#: Verbs of those who say what had better not be done: "against".
CAUTIONING: Final = frozenset({"warn", "caution", "advise"})
#: Verbs that view by what they speak of, and the word before it.
SPEAKING_OF: Final = {"speak": "of", "talk": "of", **dict.fromkeys(CAUTIONING, "against")}
#: "is convinced that", "is sure that".
CONVINCED: Final = frozenset({"convince", "convinced", "sure", "certain", "confident", "persuade"})
#: "comes to the conclusion that": verbs, and what they come to.
CONCLUDING: Final = frozenset({"come", "reach", "draw", "arrive", "take", "hold", "get", "share"})
CONCLUSIONS: Final = frozenset(
    {"conclusion", "view", "opinion", "impression", "position", "conviction", "belief", "stance"}
)


def views(sentence: Sentence, verb: int) -> Iterator[tuple[int, Stretch]]:
    """The subject and the stretch of tokens that it thinks, for each view told by ``verb``."""
    lemma = sentence.lemmas[verb]
    found = {sentence.deps[c]: c for c in children(sentence, verb)}
    subject = found.get("nsubj", -1)
    if lemma in VIEWING and subject >= 0 and "dobj" in found:
        thing = found["dobj"]
        as_what = [c for c in children(sentence, thing) if sentence.words[c].lower() == "as"]
        if "oprd" in found or as_what:
            last = subtree(sentence, found["oprd"])[1] if "oprd" in found else 0
            yield subject, (subtree(sentence, thing)[0], max(last, subtree(sentence, thing)[1]))
    elif lemma in SPEAKING_OF and subject >= 0:
        for prep in children(sentence, verb):
            if sentence.words[prep].lower() == SPEAKING_OF[lemma]:
                for said in children(sentence, prep):
                    yield subject, subtree(sentence, said)
    elif lemma in CONCLUDING and subject >= 0:
        for said in _concluded(sentence, verb):
            yield subject, subtree(sentence, said)
    convinced = _convinced(sentence, verb)
    if convinced is not None:
        yield convinced


def _concluded(sentence: Sentence, verb: int) -> Iterator[int]:
    """The clauses on the conclusions that a verb comes to."""
    things = [c for c in children(sentence, verb) if sentence.deps[c] == "dobj"]
    for prep in children(sentence, verb):
        if sentence.deps[prep] == "prep":
            things += children(sentence, prep)
    for thing in things:
        if sentence.lemmas[thing] in CONCLUSIONS:
            for clause in children(sentence, thing):
                if any(sentence.words[c].lower() == "that" for c in children(sentence, clause)):
                    yield clause


def _convinced(sentence: Sentence, word: int) -> tuple[int, Stretch] | None:
    if sentence.lemmas[word] not in CONVINCED and sentence.words[word].lower() not in CONVINCED:
        return None
    at = word if sentence.deps[word] != "acomp" else sentence.heads[word]
    who = [c for c in children(sentence, at) if sentence.deps[c] in {"nsubj", "nsubjpass"}]
    said = [c for c in children(sentence, word) if sentence.deps[c] == "ccomp"]
    return (who[0], subtree(sentence, said[0])) if who and said else None
