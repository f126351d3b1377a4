"""Pronouns and "the two countries" -> the actors they stand for, by rules inside one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from multipole.core.text import Mention, Sentence
from multipole.evidence.binding import OBJECTS, SUBJECTS, barred

PERSONAL: Final = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
SINGULAR: Final = frozenset({"it", "its", "itself"})
PLURAL: Final = frozenset({"they", "their", "them", "themselves", "both", "theirs"})
COUPLES: Final = frozenset(
    """
    countries states sides nations powers neighbours neighbors governments ministers leaders
    presidents parties capitals partners giants militaries armies delegations diplomats economies
    rivals allies autocrats
    """.split()
)
SIDES: Final = frozenset({"side", "country", "government", "party", "state", "nation"})
JOINT: Final = frozenset({"joint", "common", "mutual", "bilateral"})
OFFICERS: Final = frozenset(
    """
    president minister premier chancellor leader chief ambassador envoy spokesman spokeswoman
    spokesperson secretary king emir general admiral commander diplomat official senator prince
    """.split()
)
SEEMING: Final = frozenset(
    {"be", "seem", "appear", "become", "remain", "take", "follow", "happen", "turn"}
)
SAID: Final = frozenset({"ccomp", "xcomp", "advcl", "csubj", "acomp", "attr"})
#: What only somebody can be: "it is willing to" is no empty "it".
MINDED: Final = frozenset(
    """
    willing unwilling ready able unable prepared determined eager keen reluctant committed worried
    concerned confident afraid angry open grateful proud anxious interested
    """.split()
)
MEANT: Final = frozenset({"it", "they", "he", "she"})
POSTS: Final = frozenset({"embassy", "consulate", "ambassador"})
ONE_OF_TWO: Final = frozenset({"each", "neither", "either"})
LONE: Final = frozenset({"country", "nation", "kingdom"})
DISTANCE: Final = 3
STATE_ID: Final = 3
COUPLE: Final = 2
OFTEN: Final = 2


@dataclass(slots=True)
class _Memory:
    """Who was spoken of last, as one reads on."""

    person: Mention | None = None
    topic: Mention | None = None
    pair: tuple[str, ...] = ()
    pair_at: int = -99
    recent: list[tuple[str, int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)

    def note(self, mention: Mention, sentence: Sentence) -> None:
        subject = _is_subject(sentence, mention.head)
        if _is_person(mention, sentence) and (
            subject or self.person is None or not self.person_recent(mention)
        ):
            self.person = mention
        if mention.how in {"pronoun", "group"}:
            return
        stale = self.topic is None or self.topic.sentence < mention.sentence - 1
        if len(mention.actors) == 1 and (subject or stale):
            self.topic = mention
        self.counts.update(a for a in mention.actors if len(a) == STATE_ID)
        for actor in mention.actors:
            self.names[actor] = mention.name
            self.recent = [r for r in self.recent if r[0] != actor] + [(actor, mention.sentence)]

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

    def one_of_two(self, at: int, *, last: bool) -> tuple[str, ...]:
        """The first or the last named of the two states that were spoken of."""
        near = [a for a, n in self.recent if at - n <= 1 and len(a) == STATE_ID]
        return (near[-1 if last else -2],) if len(near) == COUPLE else ()

    def posted(self, at: int, there: frozenset[str]) -> tuple[str, ...]:
        """The state spoken of last that is not in ``there``."""
        near = [a for a, n in self.recent if at - n <= 1 and len(a) == STATE_ID and a not in there]
        return (near[-1],) if len(near) == 1 else ()

    def couple(self, at: int) -> tuple[str, ...]:
        if self.pair and at - self.pair_at <= DISTANCE:
            return self.pair
        near = [a for a, n in self.recent if at - n <= DISTANCE and len(a) == STATE_ID]
        return tuple(sorted(near[-2:])) if len(near) == COUPLE else self.foremost()

    def foremost(self) -> tuple[str, ...]:
        """The two states that the document speaks of most, when they stand out."""
        (first, _), (second, often), (_, third) = (*self.counts.most_common(3), *[("", 0)] * 3)[:3]
        return tuple(sorted((first, second))) if often >= OFTEN and often > third else ()


def find_pronouns(
    sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Add to the named mentions of each sentence those that only point to them."""
    memory = _Memory()
    result = []
    for n, sentence in enumerate(sentences):
        pointing = list(_resolve_sentence(n, sentence, named[n], memory))
        pair = _pair_before(sentence, named[n], len(sentence)) or _subject_pair(sentence, named[n])
        if pair:
            memory.pair, memory.pair_at = pair, n
        result.append(sorted([*named[n], *pointing], key=lambda m: (m.start, -m.end)))
    return result


def _resolve_sentence(
    n: int, sentence: Sentence, named: Sequence[Mention], memory: _Memory
) -> Iterator[Mention]:
    waiting = sorted(named, key=lambda m: m.head)
    at = 0
    for i, word in enumerate(sentence.words):
        while at < len(waiting) and waiting[at].head < i:
            memory.note(waiting[at], sentence)
            at += 1
        pair = _pair_before(sentence, named, i)
        if pair:
            memory.pair, memory.pair_at = pair, n
        found = _resolve(n, sentence, named, i, word.lower(), memory)
        if found:
            yield found
    for mention in waiting[at:]:
        memory.note(mention, sentence)
    if _has_other_topic(sentence, named):
        memory.topic = None


def _is_person(mention: Mention, sentence: Sentence) -> bool:
    """A named person, or one office holder: "the Belarusian leader"."""
    if len(mention.actors) != 1:
        return False
    office = mention.how == "office" and sentence.tags[mention.head] in {"NN", "NNP"}
    return mention.how == "person" or (office and sentence.lemmas[mention.head] in OFFICERS)


def _has_other_topic(sentence: Sentence, named: Sequence[Mention]) -> bool:
    """Whether the sentence is about a thing that is no actor: a following "it" may mean that."""
    heads = {m.head for m in named}
    for i, dep in enumerate(sentence.deps):
        if dep.startswith("nsubj") and sentence.deps[sentence.heads[i]] == "ROOT":
            return sentence.tags[i] in {"NN", "NNP"} and i not in heads
    return False


def _blamed(sentence: Sentence, named: Sequence[Mention], i: int) -> Mention | None:
    """ "criticised Germany for its imports": the pronoun is the object's, not the subject's."""
    at = i
    for _ in range(6):
        at, below = sentence.heads[at], at
        if sentence.words[below].lower() == "for" and sentence.deps[below] == "prep":
            objects = {c for c, h in enumerate(sentence.heads) if h == at}
            objects = {c for c in objects if sentence.deps[c] in {"dobj", "nsubjpass"}}
            return next((m for m in named if m.head in objects and m.how != "demonym"), None)
    return None


def _resolve(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, word: str, memory: _Memory
) -> Mention | None:
    person = memory.person and n - memory.person.sentence <= DISTANCE
    if word in PERSONAL and sentence.deps[i] == "poss" and not person:
        return _resolve_ahead(n, sentence, named, i)
    if word in PERSONAL and memory.person and person:
        return _pointing(n, sentence, i, i, memory.person.actors, "pronoun", memory.person.name)
    subject = sentence.deps[i].startswith("nsubj") and sentence.deps[sentence.heads[i]] == "relcl"
    own = word in {"its", "their", "his", "her"}
    blamed = _blamed(sentence, named, i) if own or (subject and word in MEANT) else None
    if blamed:
        return _pointing(n, sentence, i, i, blamed.actors, "pronoun", blamed.name)
    if word in SINGULAR and not _expletive(sentence, i):
        meant, name = memory.spoken_of(n, barred(sentence, named, i))
        return _pointing(n, sentence, i, i, meant, "pronoun", name) if meant else None
    if word in {"former", "latter"} and sentence.deps[i] in {*OBJECTS, *SUBJECTS}:
        one = memory.one_of_two(n, last=word == "latter")
        return _pointing(n, sentence, i - 1, i, one, "group", f"the {word}") if one else None
    if sentence.lemmas[i] in POSTS:
        return _resolve_post(n, sentence, named, i, memory)
    if word in JOINT and sentence.deps[i] == "amod":
        return _resolve_joint(n, sentence, i, memory)
    lone_two = word == "two" and sentence.deps[i] in {"nsubj", "nsubjpass", "dobj", "pobj"}
    if lone_two and i and sentence.words[i - 1].lower() == "the" and memory.couple(n):
        return _pointing(n, sentence, i - 1, i, memory.couple(n), "group", "the two")
    if i and word in SIDES and sentence.words[i - 1].lower() in ONE_OF_TWO and memory.couple(n):
        return _pointing(n, sentence, i - 1, i, memory.couple(n), "group", "both sides")
    if word in PLURAL or word in COUPLES or sentence.lemmas[i] in LONE:
        if word in PLURAL and _unnamed_subject(sentence, named, i):
            return None
        return _resolve_group(n, sentence, i, word, memory)
    return None


def _resolve_group(
    n: int, sentence: Sentence, i: int, word: str, memory: _Memory
) -> Mention | None:
    couple = memory.couple(n)
    before = sentence.words[i - 1].lower() if i else ""
    further = sentence.words[i - 2].lower() if i > 1 else ""
    if word in PLURAL and couple:
        noun = sentence.heads[i] if word == "both" and sentence.deps[i] == "det" else i
        if noun == i:
            return _pointing(n, sentence, i, i, couple, "pronoun", "they")
    if (
        word in COUPLES
        and couple
        and (
            before in {"both", "two"}
            or (before in {"their", "these"} and word in {"countries", "states"})
        )
    ):
        first = i - 1 if further not in {"the", "these"} else i - 2
        return _pointing(n, sentence, first, i, couple, "group", f"{before} {word}")
    own = sentence.lemmas[i] in LONE and before in PERSONAL
    if own and memory.person and n - memory.person.sentence <= DISTANCE:
        return _pointing(n, sentence, i - 1, i, memory.person.actors, "group", f"{before} {word}")
    alone = sentence.lemmas[i] in LONE and before == "the" and not _modifies(sentence, i)
    if alone and memory.topic and n - memory.topic.sentence <= DISTANCE:
        return _pointing(n, sentence, i - 1, i, memory.topic.actors, "group", f"the {word}")
    return None


def _resolve_ahead(n: int, sentence: Sentence, named: Sequence[Mention], i: int) -> Mention | None:
    """ "After his talks in Oslo, the French president left": the subject that comes after."""
    for mention in named:
        verb = sentence.heads[mention.head]
        subject = sentence.deps[mention.head] == "nsubj" and sentence.deps[verb] == "ROOT"
        if subject and mention.head > i and mention.how in {"person", "office"}:
            return _pointing(n, sentence, i, i, mention.actors, "pronoun", mention.name)
    return None


def _resolve_post(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, memory: _Memory
) -> Mention | None:
    """ "The embassy in Oslo": of the state spoken of last that is not the one it stands in."""
    if any(m.head == i for m in named) or _owned(sentence, named, i):
        return None
    inside = {h for h, head in enumerate(sentence.heads) if sentence.heads[head] == i}
    there = frozenset(a for m in named if m.head in inside for a in m.actors)
    if not there:
        return None
    sender = memory.posted(n, there)
    return _pointing(n, sentence, i, i, sender, "office", sentence.words[i]) if sender else None


def _owned(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """Whether a noun has an owner or a demonym of its own."""
    return any(h == i and sentence.deps[c] == "poss" for c, h in enumerate(sentence.heads)) or any(
        sentence.heads[m.head] == i and m.how == "demonym" for m in named
    )


def _resolve_joint(n: int, sentence: Sentence, i: int, memory: _Memory) -> Mention | None:
    """ "joint patrols" of the couple last spoken of, where no actor stands before or "with" it."""
    couple, noun = memory.couple(n), sentence.heads[i]
    named = any(r[1] == n for r in memory.recent)
    shared = any(
        sentence.heads[c] == noun and sentence.words[c].lower() in {"with", "between", "of", "by"}
        for c in range(noun + 1, len(sentence))
    )
    if not couple or named or shared:
        return None
    return _pointing(n, sentence, i, i, couple, "group", sentence.words[i])


def _modifies(sentence: Sentence, i: int) -> bool:
    return any(
        h == i and sentence.deps[c] in {"prep", "relcl"} for c, h in enumerate(sentence.heads)
    )


def _expletive(sentence: Sentence, i: int) -> bool:
    """ "It is no coincidence that", "it seems": the pronoun stands for nothing."""
    head = sentence.heads[i]
    if sentence.deps[i] == "expl":
        return True
    if not sentence.deps[i].startswith("nsubj") or sentence.lemmas[head] not in SEEMING:
        return False
    below = [c for c, h in enumerate(sentence.heads) if h == head and sentence.deps[c] in SAID]
    return bool(below) and not any(sentence.lemmas[c] in MINDED for c in below)


def _unnamed_subject(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """Whether the last plural subject before a "they" or "their" is nobody that is named."""
    for at in range(i - 1, -1, -1):
        if sentence.deps[at] in SUBJECTS and sentence.tags[at][:1] in {"N", "P"}:
            covered = any(m.first <= at <= m.last for m in named)
            pointing = sentence.words[at].lower() in COUPLES or sentence.tags[at][:1] == "P"
            return sentence.tags[at] == "NNS" and not covered and not pointing
    return False


def _pointing(
    n: int, sentence: Sentence, first: int, last: int, actors: tuple[str, ...], how: str, name: str
) -> Mention:
    return Mention(
        sentence=n,
        first=first,
        last=last,
        head=last,
        start=sentence.at[first],
        end=sentence.to[last],
        actors=actors,
        how=how,
        name=name,
        confidence=0.7,
    )


def _is_subject(sentence: Sentence, head: int) -> bool:
    for _ in range(4):
        dep = sentence.deps[head]
        if dep.startswith("nsubj"):
            return True
        if dep not in {"conj", "appos"}:
            return False
        head = sentence.heads[head]
    return False


def _conjoined(sentence: Sentence, mention: Mention, named: Sequence[Mention]) -> set[str]:
    actors = set(mention.actors)
    for other in named:
        i = other.head
        for _ in range(5):
            if sentence.deps[i] not in {"conj", "appos"}:
                break
            i = sentence.heads[i]
            if i == mention.head:
                actors |= set(other.actors)
                break
    return actors


def _pair_before(sentence: Sentence, named: Sequence[Mention], i: int) -> tuple[str, ...]:
    """Two co-ordinated actors named in this sentence before token ``i``."""
    before = sorted((m for m in named if m.head < i), key=lambda m: m.start)
    for left, right in pairwise(before):
        if right.start - left.end == 1 and right.actors != left.actors:
            return tuple(sorted({*left.actors, *right.actors}))  # "Russian-Chinese"
    for mention in before:
        if mention.how not in {"demonym"}:
            actors = _conjoined(sentence, mention, before)
            if len(actors) == 2:
                return tuple(sorted(actors))
    return ()


def _subject_pair(sentence: Sentence, named: Sequence[Mention]) -> tuple[str, ...]:
    """The actors of a compound subject, or the two that a joint noun names."""
    for mention in named:
        if _is_subject(sentence, mention.head):
            actors = _conjoined(sentence, mention, named)
            if 2 <= len(actors) <= 3:
                return tuple(sorted(actors))
    distinct = {a for m in named for a in m.actors}
    states = all(len(a) == STATE_ID for a in distinct)
    return tuple(sorted(distinct)) if len(distinct) == COUPLE and states else ()
