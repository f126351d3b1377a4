"""Pronouns and "the two countries" -> the actors they stand for, by rules inside one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from multipole.core.text import Mention, Sentence
from multipole.evidence.binding import OBJECTS, SUBJECTS, barred
from multipole.evidence.companies import NUMBERS, Companies, find_companies
from multipole.evidence.couples import Couples, find_couples
from multipole.evidence.guests import is_guest, other_of, warned
from multipole.evidence.memory import COUPLE, DISTANCE, Memory
from multipole.evidence.plurals import (
    COUPLES,
    after_subject,
    has_owner,
    has_stranger,
    plural_subject,
    sayers,
    unnamed_subject,
)
from multipole.evidence.pointing import pointing

PERSONAL: Final = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
SINGULAR: Final = frozenset({"it", "its", "itself"})
PLURAL: Final = frozenset({"they", "their", "them", "themselves", "both", "theirs"})
#: Those of them that only states have, or are.
LANDS: Final = COUPLES - {"sides", "parties", "partners", "rivals", "leaders", "heads", "diplomats"}
SIDES: Final = frozenset({"side", "country", "government", "party", "state", "nation"})
JOINT: Final = frozenset({"joint", "common", "mutual", "bilateral"})
#: Words that may point to two states.
TO_TWO: Final = PLURAL | COUPLES | SIDES | JOINT | {"two", "each", "neither"}
SEEMING: Final = frozenset(
    {"be", "seem", "appear", "become", "remain", "take", "follow", "happen", "turn"}
)
SAID: Final = frozenset({"ccomp", "xcomp", "advcl", "csubj", "acomp", "attr"})
#: Those of them that are persons.
LEADERS: Final = frozenset({"leaders", "ministers", "presidents", "heads", "autocrats"})
#: What only somebody can be: "it is willing to" is no empty "it".
MINDED: Final = frozenset(
    """
    willing unwilling ready able unable prepared determined eager keen reluctant committed worried
    concerned confident afraid angry open grateful proud anxious interested
    """.split()
)
#: What meetings, deals and wars do, and hardly a state.
SHOWING: Final = frozenset(
    """
    show reassure mark reflect bring produce prove demonstrate lead result yield end highlight
    underline underscore signal come fail serve give raise make become be remain mean contain help
    """.split()
)
#: What is done to plans, pacts and texts, and hardly to a state.
TREATED: Final = frozenset(
    """
    reject oppose sign ratify adopt veto approve endorse accept implement violate draft propose
    publish cancel postpone renew extend conclude deny dispute refute dismiss
    """.split()
)
MEANT: Final = frozenset({"it", "they", "he", "she"})
POSTS: Final = frozenset({"embassy", "consulate", "ambassador"})
ONE_OF_TWO: Final = frozenset({"each", "neither", "either"})
#: Couples that "the" alone may tell: "the parties", "the heads of state".
BARE: Final = frozenset({"parties", "sides", "heads", "neighbours", "neighbors", "leaders"})
LONE: Final = frozenset({"country", "nation"})


def find_pronouns(
    sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Add to the named mentions of each sentence those that only point to them."""
    memory, couples = Memory(), find_couples(sentences, named)
    companies = find_companies(sentences, named)
    result = []
    for n, sentence in enumerate(sentences):
        pointing = list(_resolve_sentence(n, sentence, named[n], memory, couples, companies))
        counted = list(_counted(n, sentence, [*named[n], *pointing], companies))
        memory.counted = (n, counted[-1].actors) if counted else memory.counted
        found = [*named[n], *pointing, *counted]
        result.append(sorted(found, key=lambda m: (m.start, -m.end)))
    return result


def _resolve_sentence(
    n: int, sentence: Sentence, named: Sequence[Mention], memory: Memory, couples: Couples,
    companies: Companies,
) -> Iterator[Mention]:  # fmt: skip
    waiting = sorted(named, key=lambda m: m.head)
    seen = list(named)
    at = 0
    for i, word in enumerate(sentence.words):
        while at < len(waiting) and waiting[at].head < i:
            memory.note(waiting[at], sentence)
            at += 1
        if word.lower() in TO_TWO or is_guest(sentence, i):
            memory.pair = _pair(n, sentence, named, i, couples)
        them = _them(n, sentence, seen, i, memory, companies) if word.lower() == "them" else None
        found = them or _resolve(n, sentence, seen, i, word.lower(), memory)
        if found:
            seen.append(found)
            yield found
    for mention in waiting[at:]:
        memory.note(mention, sentence)
    if _has_other_topic(sentence, named):
        memory.topic = None
    memory.plural = plural_subject(n, sentence, seen)
    memory.stranger = n if has_stranger(sentence, seen) else memory.stranger


def _pair(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, couples: Couples
) -> tuple[str, ...]:
    """The couple that a word points to; "the two presidents" are those of two persons named."""
    word = sentence.words[i].lower()
    leaders = couples.persons if word in LEADERS else None
    if leaders:
        people = [m for m in named if m.how == "person"]
        found = leaders.best(n, sentence, people, i)
        if found:
            return found
    return couples.best(n, sentence, named, i, lands=word in LANDS)


def _them(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, memory: Memory,
    companies: Companies,
) -> Mention | None:  # fmt: skip
    """ "He offered to help them": several that he is none of; None where the couple fits.

    Those counted in the sentence before come first: "the three countries ... He urged them".
    """
    never = barred(sentence, named, i)
    if memory.counted and n - memory.counted[0] == 1 and never.isdisjoint(memory.counted[1]):
        return pointing(n, sentence, i, i, memory.counted[1], "pronoun", "they")
    if not never & set(memory.pair):
        return None
    meant = companies.apart(n, i, never)
    return pointing(n, sentence, i, i, meant, "pronoun", "they") if meant else None


def _counted(
    n: int, sentence: Sentence, known: Sequence[Mention], companies: Companies
) -> Iterator[Mention]:
    """ "The four", "all three governments": as many as were named side by side."""
    for i, word in enumerate(sentence.words):
        if word.lower() not in NUMBERS:
            continue
        head = sentence.heads[i]
        noun = head if sentence.deps[i] == "nummod" and _is_of_states(sentence, head) else i
        first = _counting_begins(sentence, i)
        if first < 0 or (noun == i and sentence.deps[i] not in {*SUBJECTS, *OBJECTS}):
            continue
        meant = companies.of(NUMBERS[word.lower()], n, first)
        if meant and not any(first <= m.head <= noun for m in known):
            yield pointing(n, sentence, first, noun, meant, "group", f"the {word.lower()}")


def _is_of_states(sentence: Sentence, noun: int) -> bool:
    return sentence.words[noun].lower() in COUPLES and not _modifies(sentence, noun)


def _counting_begins(sentence: Sentence, i: int) -> int:
    """The first token of "the three", "all three", "these three"; -1 for a plain number."""
    before = sentence.words[i - 1].lower() if i else ""
    return i - 1 if before in {"the", "all", "these", "those"} else -1


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
            return _object(sentence, named, at)
        if sentence.deps[below] == "xcomp" and _object(sentence, named, at):
            return _object(sentence, named, at)  # "told Iran to stop its tests"
    return None


def _object(sentence: Sentence, named: Sequence[Mention], verb: int) -> Mention | None:
    """The named object of a verb."""
    objects = {c for c, h in enumerate(sentence.heads) if h == verb}
    objects = {c for c in objects if sentence.deps[c] in {"dobj", "nsubjpass"}}
    return next((m for m in named if m.head in objects and m.how != "demonym"), None)


def _resolve(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, word: str, memory: Memory
) -> Mention | None:
    told = warned(sentence, named, i) if word in MEANT else None
    if told:
        return pointing(n, sentence, i, i, told.actors, "pronoun", told.name)
    if is_guest(sentence, i):
        return _resolve_guest(n, sentence, named, i, memory)
    person = _person(n, sentence, named, i, memory) if word in PERSONAL else None
    if word in PERSONAL and sentence.deps[i] == "poss" and not person:
        return _resolve_ahead(n, sentence, named, i)
    if person:
        memory.goes_on(n, sentence, i, person)
        return pointing(n, sentence, i, i, person.actors, "pronoun", person.name)
    subject = sentence.deps[i].startswith("nsubj") and sentence.deps[sentence.heads[i]] == "relcl"
    own = word in {"its", "their", "his", "her"}
    blamed = _blamed(sentence, named, i) if own or (subject and word in MEANT) else None
    if blamed:
        return pointing(n, sentence, i, i, blamed.actors, "pronoun", blamed.name)
    done_to = sentence.deps[i] in {"dobj", "nsubjpass"}
    if word == "it" and done_to and sentence.lemmas[sentence.heads[i]] in TREATED:
        return None
    if word in SINGULAR and not _expletive(sentence, i) and not _is_thing(sentence, named, i):
        meant, name = memory.spoken_of(n, barred(sentence, named, i))
        return pointing(n, sentence, i, i, meant, "pronoun", name) if meant else None
    if word in {"former", "latter"} and sentence.deps[i] in {*OBJECTS, *SUBJECTS}:
        one = memory.one_of_two(n, last=word == "latter")
        return pointing(n, sentence, i - 1, i, one, "group", f"the {word}") if one else None
    if sentence.lemmas[i] in POSTS:
        return _resolve_post(n, sentence, named, i, memory)
    if word in JOINT and sentence.deps[i] == "amod":
        return _resolve_joint(n, sentence, i, memory)
    lone_two = word == "two" and sentence.deps[i] in {"nsubj", "nsubjpass", "dobj", "pobj"}
    if lone_two and i and sentence.words[i - 1].lower() == "the" and memory.pair:
        return pointing(n, sentence, i - 1, i, memory.pair, "group", "the two")
    if word in {"each", "neither"} and sentence.deps[i] == "nsubj" and memory.pair:
        return pointing(n, sentence, i, i, memory.pair, "group", word)
    if i and word in SIDES and sentence.words[i - 1].lower() in ONE_OF_TWO and memory.pair:
        return pointing(n, sentence, i - 1, i, memory.pair, "group", "both sides")
    if word in PLURAL or word in COUPLES or sentence.lemmas[i] in LONE:
        if word in PLURAL and unnamed_subject(sentence, named, i):
            return None
        if word in COUPLES and has_owner(sentence, named, i):
            return None
        they = next((m for m in named if m.name == "they" and m.head < i), None)
        if word == "their" and they:
            return pointing(n, sentence, i, i, they.actors, "pronoun", "they")
        two = [m for m in named if m.how == "group" and m.head < i and len(m.actors) == COUPLE]
        if word in {"they", "their", "them"} and two:  # "the two countries ... their embassies"
            return pointing(n, sentence, i, i, two[-1].actors, "pronoun", "they")
        speaking = sayers(sentence, named, i) if word in PLURAL - {"both"} else ()
        if speaking:
            return pointing(n, sentence, i, i, speaking, "pronoun", "they")
        goes_on = word == "they" and memory.plural and memory.plural[0] == n - 1
        if goes_on and memory.plural and not after_subject(sentence, i):
            meant = memory.plural[1]
            return pointing(n, sentence, i, i, meant, "pronoun", "they") if meant else None
        return _resolve_group(n, sentence, i, word, memory)
    return None


def _person(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, memory: Memory
) -> Mention | None:
    """Whom "he" means; in "after talks with his counterpart NAME, he said" the same as "his"."""
    verb = sentence.heads[i]
    if sentence.deps[i] == "nsubj" and sentence.heads[verb] == verb:
        for mention in named:
            own = mention.how == "pronoun" and sentence.deps[mention.head] == "poss"
            if own and mention.head < i and sentence.words[mention.head].lower() in PERSONAL:
                return mention
    return memory.he(n, barred(sentence, named, i), sentence.words[i].lower())


def _resolve_group(n: int, sentence: Sentence, i: int, word: str, memory: Memory) -> Mention | None:
    couple = memory.pair
    before = sentence.words[i - 1].lower() if i else ""
    if word in PLURAL and couple:
        noun = sentence.heads[i] if word == "both" and sentence.deps[i] == "det" else i
        if noun == i:
            return pointing(n, sentence, i, i, couple, "pronoun", "they")
    first = _couple_begins(sentence, i, word)
    if couple and first >= 0:
        return pointing(n, sentence, first, i, couple, "group", f"{before} {word}")
    own = sentence.lemmas[i] in LONE and before in PERSONAL
    if own and memory.person and n - memory.person.sentence <= DISTANCE:
        return pointing(n, sentence, i - 1, i, memory.person.actors, "group", f"{before} {word}")
    alone = sentence.lemmas[i] in LONE and before == "the" and not _modifies(sentence, i)
    if alone and memory.topic and n - memory.topic.sentence <= DISTANCE:
        return pointing(n, sentence, i - 1, i, memory.topic.actors, "group", f"the {word}")
    return None


def _couple_begins(sentence: Sentence, i: int, word: str) -> int:
    """The first token of "both governments", "the two Asian neighbours", "the parties"; or -1."""
    if word not in COUPLES:
        return -1
    below = {c: sentence.words[c].lower() for c in range(i) if sentence.heads[c] == i}
    if {"both", "two"} & set(below.values()):
        return min(below)
    these = set(below.values()) & {"their", "these"} and word in {"countries", "states"}
    if these and i - 1 in below:
        return i - 1
    after = tuple(w.lower() for w in sentence.words[i + 1 : i + 3])
    if word == "heads":
        further = after not in {("of", "state"), ("of", "government")}
    else:
        further = _modifies(sentence, i) or after[:1] in {("to",), ("of",)}
    bare = word in BARE and list(below.values()) == ["the"]
    return min(below) if bare and not further else -1


def _resolve_ahead(n: int, sentence: Sentence, named: Sequence[Mention], i: int) -> Mention | None:
    """ "After his talks in Oslo, the French president left": the subject that comes after."""
    for mention in named:
        verb = sentence.heads[mention.head]
        subject = sentence.deps[mention.head] == "nsubj" and sentence.deps[verb] == "ROOT"
        if subject and mention.head > i and mention.how in {"person", "office"}:
            return pointing(n, sentence, i, i, mention.actors, "pronoun", mention.name)
    return None


def _resolve_guest(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, memory: Memory
) -> Mention | None:
    """ "his guest": the other one of the couple last spoken of."""
    owner = next((m.actors for m in named if m.head == i - 1), ())
    meant = other_of(memory.pair, owner)
    return pointing(n, sentence, i - 1, i, meant, "person", sentence.words[i]) if meant else None


def _resolve_post(
    n: int, sentence: Sentence, named: Sequence[Mention], i: int, memory: Memory
) -> Mention | None:
    """ "The embassy in Oslo": of the state spoken of last that is not the one it stands in."""
    if any(m.head == i for m in named) or _owned(sentence, named, i):
        return None
    inside = {h for h, head in enumerate(sentence.heads) if sentence.heads[head] == i}
    there = frozenset(a for m in named if m.head in inside for a in m.actors)
    if not there:
        return None
    sender = memory.posted(n, there)
    return pointing(n, sentence, i, i, sender, "office", sentence.words[i]) if sender else None


def _owned(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """Whether a noun has an owner or a demonym of its own."""
    return any(h == i and sentence.deps[c] == "poss" for c, h in enumerate(sentence.heads)) or any(
        sentence.heads[m.head] == i and m.how == "demonym" for m in named
    )


def _resolve_joint(n: int, sentence: Sentence, i: int, memory: Memory) -> Mention | None:
    """ "joint patrols" of the couple last spoken of, where no actor stands before or "with" it."""
    couple, noun = memory.pair, sentence.heads[i]
    named = any(r[1] == n for r in memory.recent)
    shared = any(
        sentence.heads[c] == noun and sentence.words[c].lower() in {"with", "between", "of", "by"}
        for c in range(noun + 1, len(sentence))
    )
    if not couple or named or shared:
        return None
    return pointing(n, sentence, i, i, couple, "group", sentence.words[i])


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


def _is_thing(sentence: Sentence, named: Sequence[Mention], i: int) -> bool:
    """ "Though the summit failed, it showed": what the clause before is about, and no actor."""
    verb = sentence.heads[i]
    if sentence.deps[i] != "nsubj" or sentence.lemmas[verb] not in SHOWING:
        return False
    fronted = {c for c in range(i) if sentence.deps[c] == "advcl" and sentence.heads[c] == verb}
    heads = {m.head for m in named}
    return any(
        sentence.deps[c] in SUBJECTS and sentence.heads[c] in fronted and sentence.tags[c] == "NN"
        and c not in heads
        for c in range(i)
    )  # fmt: skip
