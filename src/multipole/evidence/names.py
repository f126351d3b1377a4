"""Names -> mentions: what the actor tables find, the people bound in this document, and the phrases
that act for a state ("the Chinese Foreign Ministry", "Russian troops").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from multipole.actors import Actors, NameHit
from multipole.core.text import Mention, Sentence
from multipole.evidence.titles import BODIES, TITLES

STATE_HITS: Final = frozenset(
    {"name", "demonym", "capital", "government", "abbreviation", "organisation", "bloc", "force"}
)
MODIFIERS: Final = frozenset({"amod", "compound", "nmod", "poss", "nummod"})
EXPERTS: Final = frozenset({"expert", "analyst", "scholar", "specialist", "watcher"})
MONEY: Final = frozenset({"dollar", "ruble", "rouble", "yuan", "renminbi", "rupee", "currency"})
POSTED: Final = frozenset({"ambassador", "delegate", "delegation", "envoy", "mission"})
LEFT, RIGHT = 10, 9


@dataclass(slots=True)
class Bindings:
    """Persons bound to an actor by this document's own words: surname -> places it was bound."""

    bound: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)

    def bind(self, sentence: int, name: str, actor: str) -> None:
        """Remember that ``name`` speaks and acts for ``actor`` from ``sentence`` on."""
        words = name.split()
        keys = {words[-1], name} if len(words) > 1 else {name}
        if len(words) == 2 and len(words[0]) <= 5 and len(words[1]) <= 4:
            keys.add(words[0])  # family name first: Wang Yi, Xi Jinping
        for key in keys:
            self.bound.setdefault(key, []).append((sentence, actor, name))

    def get(self, sentence: int, name: str) -> tuple[str, str] | None:
        """The actor and full name that ``name`` stands for in ``sentence``."""
        places = self.bound.get(name)
        if not places:
            return None
        before = [p for p in places if p[0] <= sentence]
        actor = (before[-1] if before else places[0])[1]
        fuller = max((p[2] for p in places if p[1] == actor), key=len)
        return actor, fuller


def find_names(
    sentences: Sequence[Sentence], text: str, *, actors: Actors, on: date | None
) -> list[list[Mention]]:
    """Find the mentions by name of each sentence, pronouns left out."""
    found = _hits(sentences, text, actors, on)
    bindings = Bindings()
    people = [list(_people(s)) for s in sentences]
    for n, sentence in enumerate(sentences):
        _bind_holders(n, found[n], bindings)
        for first, last in people[n]:
            actor = _title_left(sentence, found[n], first) or _title_right(sentence, found[n], last)
            if actor:
                bindings.bind(n, " ".join(sentence.words[first : last + 1]), actor)
    result = []
    for n, sentence in enumerate(sentences):
        named = _named(n, sentence, found[n], people[n], bindings)
        phrases = find_phrases(n, sentence, named)
        result.append(sorted(named + phrases, key=lambda m: (m.start, -m.end)))
    return result


def _hits(
    sentences: Sequence[Sentence], text: str, actors: Actors, on: date | None
) -> list[list[Mention]]:
    """The names that the tables find in the whole text, given to their sentences."""
    found: list[list[Mention]] = [[] for _ in sentences]
    starts = [s.start for s in sentences]
    for hit in actors.find(text, on=on):
        n = bisect_right(starts, hit.start) - 1
        if n >= 0 and hit.end <= sentences[n].end:
            mention = _mention(n, sentences[n], hit)
            if not _is_currency(sentences[n], mention):
                found[n].append(mention)
    return found


def _is_currency(sentence: Sentence, mention: Mention) -> bool:
    """Whether the state only names its money: "the U.S. dollar"."""
    after = mention.last + 1
    return after < len(sentence) and sentence.lemmas[after] in MONEY


def _mention(n: int, sentence: Sentence, hit: NameHit) -> Mention:
    first = max(bisect_right(sentence.at, hit.start) - 1, 0)
    last = max(bisect_left(sentence.at, hit.end) - 1, first)
    return Mention(
        sentence=n,
        first=first,
        last=last,
        head=_head(sentence, first, last),
        start=hit.start,
        end=hit.end,
        actors=tuple(sorted(hit.actors)),
        how=hit.kind,
        name=hit.name,
        confidence=hit.confidence,
    )


def _head(sentence: Sentence, first: int, last: int) -> int:
    for i in range(last, first - 1, -1):
        if not first <= sentence.heads[i] <= last or sentence.heads[i] == i:
            return i
    return last


def _people(sentence: Sentence) -> Iterator[tuple[int, int]]:
    first = -1
    for i, label in enumerate((*sentence.entities, "")):
        if first >= 0 and label != "I-PERSON":
            yield first, i - 1
            first = -1
        if label == "B-PERSON":
            first = i


def _bind_holders(n: int, mentions: Sequence[Mention], bindings: Bindings) -> None:
    for mention in mentions:
        if mention.how == "person" and len(mention.actors) == 1:
            bindings.bind(n, mention.name, mention.actors[0])


def _covering(mentions: Sequence[Mention], token: int) -> Mention | None:
    for mention in mentions:
        if mention.first <= token <= mention.last and mention.how in STATE_HITS:
            return mention
    return None


def _title_left(sentence: Sentence, mentions: Sequence[Mention], first: int) -> str:
    """The actor of "Russian Foreign Minister NAME", "Russia's ambassador to China, NAME"."""
    titled = False
    i = first - 1
    stop = max(-1, first - LEFT)
    while i > stop:
        word = sentence.words[i].lower()
        state = _covering(mentions, i)
        if state is not None:
            before = sentence.words[state.first - 1].lower() if state.first else ""
            after = sentence.words[min(state.last + 1, first)].lower()
            if before in {"to", "in", "for", "with", "at"} and not titled:
                i = state.first - 2
                continue
            if after in EXPERTS and state.how == "name" and state.first:
                i = state.first - 1
                continue
            return state.actors[0] if titled and len(state.actors) == 1 else ""
        if word in TITLES:
            titled = True
        elif word not in {"'s", "’s", "and", "of", "the", ",", "-"} and not (
            titled and sentence.tags[i].startswith("NNP")
        ):
            return ""
        i -= 1
    return ""


def _title_right(sentence: Sentence, mentions: Sequence[Mention], last: int) -> str:
    """The actor of "NAME, the Russian foreign minister"."""
    if last + 1 >= len(sentence) or sentence.words[last + 1] not in {",", "(", "–", "—"}:
        return ""
    titled = False
    state: Mention | None = None
    for i in range(last + 2, min(len(sentence), last + RIGHT)):
        word = sentence.words[i].lower()
        if word in {",", ")", "who", ";"} or sentence.tags[i] in {"VBD", "VBZ"}:
            break
        titled = titled or word in TITLES
        state = state or _covering(mentions, i)
    return state.actors[0] if titled and state and len(state.actors) == 1 else ""


def _named(
    n: int,
    sentence: Sentence,
    found: Sequence[Mention],
    people: Sequence[tuple[int, int]],
    bindings: Bindings,
) -> list[Mention]:
    named: list[Mention] = []
    taken: set[int] = set()
    for mention in found:
        inside = _inside_person(mention, people)
        if inside and mention.how != "person":
            continue
        taken.update(range(mention.first, mention.last + 1))
        named.append(_fuller(mention, n, bindings))
    for first, last in _candidates(sentence, people, bindings):
        if taken.isdisjoint(range(first, last + 1)):
            person = _bound(n, sentence, first, last, bindings)
            if person:
                named.append(person)
                taken.update(range(first, last + 1))
    return named


def _fuller(mention: Mention, n: int, bindings: Bindings) -> Mention:
    known = bindings.get(n, mention.name) if mention.how == "person" else None
    return replace(mention, name=known[1]) if known else mention


def _inside_person(mention: Mention, people: Sequence[tuple[int, int]]) -> bool:
    """Whether a state's name is only part of a person's ("Chad Smith"), not a title before it."""
    return any(
        first <= mention.first and mention.last <= last and last > mention.last and first < last
        for first, last in people
    ) and mention.how in {"name", "capital"}


def _candidates(
    sentence: Sentence, people: Sequence[tuple[int, int]], bindings: Bindings
) -> Iterator[tuple[int, int]]:
    yield from people
    for i, word in enumerate(sentence.words):
        if word in bindings.bound and sentence.tags[i].startswith("NNP"):
            yield i, i


def _bound(n: int, sentence: Sentence, first: int, last: int, bindings: Bindings) -> Mention | None:
    name = " ".join(sentence.words[first : last + 1])
    known = bindings.get(n, name) or bindings.get(n, sentence.words[last])
    if not known:
        return None
    return Mention(
        sentence=n,
        first=first,
        last=last,
        head=_head(sentence, first, last),
        start=sentence.at[first],
        end=sentence.to[last],
        actors=(known[0],),
        how="person",
        name=known[1],
        confidence=0.9,
    )


def find_phrases(n: int, sentence: Sentence, named: Sequence[Mention]) -> list[Mention]:
    """Noun phrases that act for the state that modifies them."""
    heads = {m.head for m in named}
    by_noun: dict[int, list[Mention]] = {}
    for mention in named:
        noun = _modified(sentence, mention)
        if noun >= 0 and noun not in heads:
            by_noun.setdefault(noun, []).append(mention)
    phrases = []
    for noun, mentions in by_noun.items():
        if sentence.lemmas[noun] in BODIES or sentence.words[noun].lower() in BODIES:
            phrases.append(_phrase(n, sentence, noun, mentions))
    return phrases


def _posted(sentence: Sentence, noun: int, mentions: Sequence[Mention]) -> frozenset[str]:
    """For whom the noun acts: "Russia's U.N. ambassador" speaks for Russia alone."""
    posts = [m for m in mentions if m.how == "organisation" and sentence.deps[m.head] != "conj"]
    owners = [m for m in mentions if m.how != "organisation" and sentence.deps[m.head] != "conj"]
    own = owners if posts and owners and sentence.lemmas[noun] in POSTED else mentions
    return frozenset(a for m in own for a in m.actors)


def _modified(sentence: Sentence, mention: Mention) -> int:
    """The noun that a mention modifies, through co-ordination and compounds; -1 when none."""
    i = mention.head
    for _ in range(4):
        dep, head = sentence.deps[i], sentence.heads[i]
        if dep in MODIFIERS and sentence.tags[head].startswith("N"):
            if sentence.deps[head] == "compound" and sentence.heads[head] != head:
                i = head
                continue
            return head
        if dep == "pobj" and sentence.words[head].lower() == "of":
            return sentence.heads[head] if sentence.tags[sentence.heads[head]][:1] == "N" else -1
        if dep not in {"conj", "punct", "amod"} or head == i:
            return -1
        i = head
    return -1


def _phrase(n: int, sentence: Sentence, noun: int, mentions: Sequence[Mention]) -> Mention:
    first = min([noun, *(m.first for m in mentions)])
    last = max([noun, *(m.last for m in mentions)])
    return Mention(
        sentence=n,
        first=first,
        last=last,
        head=noun,
        start=sentence.at[first],
        end=sentence.to[last],
        actors=tuple(sorted(_posted(sentence, noun, mentions))),
        how="office",
        name=" ".join(sentence.words[first : last + 1]),
        confidence=0.85 * min(m.confidence for m in mentions),
    )
