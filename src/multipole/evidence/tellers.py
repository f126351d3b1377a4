"""Who "she" is in "she said" after somebody spoke whom no table knows: the one who speaks on.

Pronouns stand for actors and the persons that tables know (`multipole.evidence.pronouns`). Experts
and officials without a seat in a table speak, too, and whoever they speak of does not take the word
from them. One without a name ("an analyst in Oslo") speaks on as long as nobody else is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from multipole.core.text import Mention, Sentence, Voice
from multipole.evidence.phrases import children
from multipole.evidence.sexes import may_mean, sex_of
from multipole.evidence.titles import HUMANS

#: How many sentences after their last naming a speaker may be told by a pronoun.
REACH: Final = 6
SPEAKING: Final = frozenset({"he", "she", "his", "her"})
OWN: Final = frozenset({"person", "office"})


@dataclass(slots=True)
class Tellers:
    """The speakers of a document so far whom no table knows, by surname.

    ``at`` is the sentence that named the last of them, ``place`` where.
    """

    heard: dict[str, Voice] = field(default_factory=dict)
    last: Voice | None = None
    at: int = -REACH
    place: int = -1
    known: int = -1
    known_sex: str = ""

    def meant(
        self, n: int, sentence: Sentence, mentions: Sequence[Mention], i: int
    ) -> Voice | None:
        """Whose voice pronoun ``i`` of sentence ``n`` is; None for nobody's or a known one's."""
        if sentence.words[i].lower() not in SPEAKING:
            return None
        self._read(n, sentence, mentions, i)
        taken = self.place < self.known and may_mean(sentence.words[i].lower(), self.known_sex)
        if self.last is None or n - self.at > REACH or taken:
            return None
        place = sentence.at[i], sentence.to[i]
        return Voice(*place, self.last.speaker, self.last.actor, *place)

    def hear(
        self, n: int, sentence: Sentence, mentions: Sequence[Mention], voices: Sequence[Voice]
    ) -> None:
        """Go on to the next sentence, with the voices of this one."""
        unnamed = None
        for voice in voices:
            surname = _unknown(sentence, mentions, voice)
            if surname:
                self.heard[surname] = voice
            elif _is_somebody(sentence, mentions, voice):
                unnamed = voice
        self.heard.update(_subjects(sentence, mentions))
        said = [(v.start, v.end) for v in voices]
        self._read(n, sentence, mentions, len(sentence), said)
        if unnamed and self.place < unnamed.name_start:
            self.last, self.at, self.place = unnamed, n, unnamed.name_start
        if any(v.speaker == self.last.speaker for v in voices if self.last):
            self.at = n

    def _read(
        self, n: int, sentence: Sentence, mentions: Sequence[Mention], end: int,
        said: Sequence[tuple[int, int]] = (),
    ) -> None:  # fmt: skip
        """Note who is named before token ``end``, known ones not where they are spoken of."""
        for mention in mentions:
            spoken_of = any(start <= mention.start < stop for start, stop in said)
            names = mention.head < end and mention.how in OWN and not spoken_of
            if names and mention.start > self.known:
                self.known, self.known_sex = mention.start, sex_of(mention, sentence)
        for i in range(end):
            voice = self.heard.get(sentence.words[i])
            if voice:
                self.last, self.at, self.place = voice, n, sentence.at[i]


def _subjects(sentence: Sentence, mentions: Sequence[Mention]) -> dict[str, Voice]:
    """Persons whom a sentence is about and no table knows, by surname."""
    found = {}
    for i, dep in enumerate(sentence.deps):
        root = sentence.heads[i]
        if dep == "nsubj" and sentence.heads[root] == root and _is_person(sentence, i):
            first = i
            while first and sentence.entities[first].startswith("I-"):
                first -= 1
            place = sentence.at[first], sentence.to[i]
            name = " ".join(sentence.words[first : i + 1]).replace(" - ", "-")
            surname = _unknown(sentence, mentions, Voice(*place, name, "", *place))
            found.update({surname: Voice(*place, name, "", *place)} if surname else {})
    return found


def _is_person(sentence: Sentence, i: int) -> bool:
    """Whether a name of two words is a person's: by its kind, or by "a lawyer" beside it."""
    if not sentence.entities[i].startswith("I-"):
        return False
    beside = [c for c in children(sentence, i) if sentence.deps[c] in {"appos", "compound"}]
    human = any(sentence.lemmas[c].lower() in HUMANS for c in beside)
    return sentence.entities[i] == "I-PERSON" or human


def _unknown(sentence: Sentence, mentions: Sequence[Mention], voice: Voice) -> str:
    """The surname of a speaker whom no table knows; "" for all others."""
    named = _tokens(sentence, voice)
    if not named or not (
        sentence.entities[named[-1]].endswith("PERSON") or _is_person(sentence, named[-1])
    ):
        return ""
    table = any(m.how == "person" and m.first <= named[-1] <= m.last for m in mentions)
    return "" if table or sentence.tags[named[-1]] != "NNP" else sentence.words[named[-1]]


def _is_somebody(sentence: Sentence, mentions: Sequence[Mention], voice: Voice) -> bool:
    """Whether a voice is one unnamed person's: "an analyst in Oslo", "a senior diplomat"."""
    named = _tokens(sentence, voice)
    seats = any(m.how == "person" and m.start in range(voice.name_start, voice.name_end)
                for m in mentions)  # fmt: skip
    ones = (i for i in named if sentence.tags[i] == "NN" and sentence.deps[i] == "nsubj")
    return not seats and any(sentence.lemmas[i] in HUMANS for i in ones)


def _tokens(sentence: Sentence, voice: Voice) -> list[int]:
    return [i for i, at in enumerate(sentence.at) if voice.name_start <= at < voice.name_end]
