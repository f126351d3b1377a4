"""Who was spoken of last, as one reads a document: what a pronoun can point to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from multipole.core.text import Mention, Sentence
from multipole.evidence.couples import is_subject
from multipole.evidence.sexes import may_mean, sex_of

OFFICERS: Final = frozenset(
    """
    president minister premier chancellor leader chief ambassador envoy spokesman spokeswoman
    spokesperson secretary king emir general admiral commander diplomat official senator prince
    representative adviser aide
    """.split()
)
DISTANCE: Final = 3
STATE_ID: Final = 3
COUPLE: Final = 2


@dataclass(slots=True)
class Memory:
    """Who was spoken of last, as one reads on."""

    person: Mention | None = None
    other: Mention | None = None
    topic: Mention | None = None
    pair: tuple[str, ...] = ()
    plural: tuple[int, tuple[str, ...]] | None = None
    stranger: int = -DISTANCE
    counted: tuple[int, tuple[str, ...]] | None = None
    recent: list[tuple[str, int]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    sexes: dict[str, str] = field(default_factory=dict)

    def note(self, mention: Mention, sentence: Sentence) -> None:
        subject = is_subject(sentence, mention.head)
        if mention.how == "person":
            self.sexes[mention.name] = sex_of(mention, sentence) or self.sexes.get(mention.name, "")
        if is_person(mention, sentence) and (
            subject or self.person is None or not self.person_recent(mention)
        ):
            if self.person is not None and self.person.actors != mention.actors:
                self.other = self.person
            self.person = mention
        elif is_person(mention, sentence):
            self.other = mention
        if mention.how in {"pronoun", "group"}:
            return
        stale = self.topic is None or self.topic.sentence < mention.sentence - 1
        if len(mention.actors) == 1 and (subject or stale):
            self.topic = mention
        for actor in mention.actors:
            self.names[actor] = mention.name
            self.recent = [r for r in self.recent if r[0] != actor] + [(actor, mention.sentence)]

    def goes_on(self, n: int, sentence: Sentence, i: int, person: Mention) -> None:
        """A subject "he" keeps a person in mind: others named beside are only mentioned."""
        if person is self.person and sentence.deps[i] == "nsubj":
            self.person = replace(person, sentence=n)

    def person_recent(self, mention: Mention) -> bool:
        return self.person is not None and self.person.sentence == mention.sentence

    def spoken_of(self, at: int, never: frozenset[str]) -> tuple[tuple[str, ...], str]:
        """Whom "it" means in sentence ``at`` and by what name: the topic, if not in ``never``.

        Else the actor named last; nobody when nothing was the topic of late.
        """
        if self.topic is None or at - self.topic.sentence > DISTANCE:
            return (), ""
        if never.isdisjoint(self.topic.actors):
            return self.topic.actors, self.topic.name
        rest = [a for a, n in self.recent if at - n <= DISTANCE and a not in never]
        return ((rest[-1],), self.names[rest[-1]]) if rest else ((), "")

    def he(self, at: int, never: frozenset[str], word: str) -> Mention | None:
        """Whom "he" or "her" means in sentence ``at``: the person spoken of, not of ``never``.

        Nobody known, where somebody unknown spoke or acted last.
        """
        last = max((m.sentence for m in (self.person, self.other) if m), default=-1)
        if at - self.stranger == 1 and self.stranger >= last:
            return None
        for mention in (self.person, self.other):
            near = mention is not None and at - mention.sentence <= DISTANCE
            if not mention or not near or not never.isdisjoint(mention.actors):
                continue
            if may_mean(word, self.sexes.get(mention.name, "")):
                return mention
        return None

    def one_of_two(self, at: int, *, last: bool) -> tuple[str, ...]:
        """The first or the last named of the two states that were spoken of."""
        near = [a for a, n in self.recent if at - n <= 1 and len(a) == STATE_ID]
        return (near[-1 if last else -2],) if len(near) == COUPLE else ()

    def posted(self, at: int, there: frozenset[str]) -> tuple[str, ...]:
        """The state spoken of last that is not in ``there``."""
        near = [a for a, n in self.recent if at - n <= 1 and len(a) == STATE_ID and a not in there]
        return (near[-1],) if len(near) == 1 else ()


def is_person(mention: Mention, sentence: Sentence) -> bool:
    """A named person, or one office holder: "the Belarusian leader"."""
    if len(mention.actors) != 1:
        return False
    office = mention.how == "office" and sentence.tags[mention.head] in {"NN", "NNP"}
    return mention.how == "person" or (office and sentence.lemmas[mention.head] in OFFICERS)
