"""Bodies and states told by a noun alone, once they were named: "the ministry", "the alliance"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from multipole.actors import Actors
from multipole.core.text import Mention, Sentence
from multipole.evidence.binding import OBJECTS, SUBJECTS
from multipole.evidence.names import find_phrases
from multipole.evidence.pointing import pointing
from multipole.evidence.titles import TITLES

#: Nouns that repeat a word of the name or phrase they stand for.
REPEATED: Final = frozenset(
    """
    administration agency army assembly authorities bank bloc board commission company council
    court delegation department fund government leadership league ministry military navy
    organisation organization panel parliament regime secretariat tribunal union
    """.split()
)
#: Nouns that describe actors whose name may not have the word.
DESCRIBED: Final[dict[str, frozenset[str]]] = {
    "alliance": frozenset("NATO WARSAWPACT AES SEATO ANZUS AUKUS CSTO".split()),
    "bloc": frozenset(
        "EU EC EAEU ASEAN BRICS CSTO ECOWAS COMECON G7 GCC MERCOSUR SCO WARSAWPACT".split()
    ),
    "cartel": frozenset({"OPEC", "OPEC+"}),
    "grouping": frozenset("BRICS G7 G8 G20 QUAD SCO AUKUS ASEAN".split()),
    "group": frozenset("BRICS G7 G8 G20 QUAD".split()),
    "organisation": frozenset("SCO OSCE OPCW WTO WHO NATO CSTO OPEC OIC OECD".split()),
    "watchdog": frozenset({"IAEA", "OPCW"}),
    "island": frozenset("BHR BRB CUB CYP GRL HTI ISL JAM LKA MDV MLT MUS SGP TWN".split()),
    "kingdom": frozenset("BHR BTN ESW GBR JOR KHM LSO MAR SAU THA TON".split()),
    "sultanate": frozenset({"OMN", "BRN"}),
    "emirate": frozenset({"QAT", "KWT"}),
}
#: Nouns for a part of a state that was named: "the region" after "in Xinjiang".
_PARTS: Final = frozenset({"region", "province", "territory", "enclave", "peninsula"})
#: Offices of one person, who is meant by them once named with them: "the chancellor".
HELD: Final = frozenset(
    """
    president chancellor premier minister king emir sultan prince monarch pope envoy ambassador
    chairman secretary-general
    """.split()
)
#: What is part of the name of an office.
RANKS: Final = frozenset({"prime", "vice", "deputy", "crown", "special"})
_SPELLED: Final = {"organization": "organisation"}
_FIRMS: Final = frozenset({"company", "firm", "enterprise"})
_FIRM_WORDS: Final = frozenset({"company", "firm", "corporation", "enterprise", "group"})
_OF_OFFICE: Final = frozenset(
    """
    commerce defence defense economy energy finance foreign health interior justice security state
    trade treasury
    """.split()
)
_OFFICES: Final = frozenset({"ministry", "department", "minister"})
#: Verbs whose "of" is no part of their object: "accused the alliance of threats".
_CHARGING: Final = frozenset("accuse assure convict deprive inform remind suspect warn".split())
_NARROWING: Final = frozenset({"amod", "compound", "poss", "nummod", "nmod", "quantmod"})
_PLACED: Final = frozenset({*SUBJECTS, *OBJECTS, "poss", "agent", "conj", "appos"})
#: Bodies that a sentence brings up beside an organisation whose own they are.
_ORGANS: Final = {"panel": {"UN": "UN", "UNSC": "UN", "WTO": "WTO"}}
_FAR: Final = {
    "panel": 99,
    "council": 99,
    "alliance": 30,
    "bloc": 30,
    "island": 30,
    "kingdom": 15,
    **dict.fromkeys(_PARTS, 2),
}
_NEAR: Final = 8
_STATE_ID: Final = 3


@dataclass(frozen=True, slots=True)
class _Named:
    """An actor named before, with the words that named it."""

    sentence: int
    actor: str
    how: str
    words: frozenset[str]


def find_roles(
    sentences: Sequence[Sentence], named: Sequence[Sequence[Mention]], *, actors: Actors
) -> list[list[Mention]]:
    """Add to the named mentions of each sentence the nouns that stand for one named before."""
    before: list[_Named] = []
    result = []
    for n, sentence in enumerate(sentences):
        own = sorted(named[n], key=lambda m: m.start)
        roles = list(_roles(n, sentence, own, before, actors))
        roles += [p for p in find_phrases(n, sentence, roles) if _is_free(p.head, [*own, *roles])]
        before += [_remember(sentence, m, actors) for m in own if len(m.actors) == 1]
        result.append(sorted([*own, *roles], key=lambda m: (m.start, -m.end)))
    return result


def _remember(sentence: Sentence, mention: Mention, actors: Actors) -> _Named:
    (actor,) = mention.actors
    words = {sentence.lemmas[i].casefold() for i in range(mention.first, mention.last + 1)}
    words |= {w.casefold() for w in sentence.words[mention.first : mention.last + 1]}
    known = (
        actors.known(actor) if len(actor) != _STATE_ID or mention.how == "organisation" else None
    )
    words |= set(known.name.casefold().split()) if known else set()
    words |= {o for o, of in _ORGANS.items() if actor in of and o in sentence.lemmas}
    words |= set(_title(sentence, mention)) if mention.how == "person" else set()
    return _Named(mention.sentence, actor, mention.how, frozenset(words))


def _title(sentence: Sentence, mention: Mention) -> Iterator[str]:
    """The words of the title before a person's name: "Prime Minister NAME"."""
    for i in range(mention.first - 1, -1, -1):
        word = sentence.words[i].lower()
        if word not in TITLES:
            return
        yield word


def _roles(
    n: int,
    sentence: Sentence,
    own: Sequence[Mention],
    before: Sequence[_Named],
    actors: Actors,
) -> Iterator[Mention]:
    for i, word in enumerate(sentence.words):
        noun = word.lower()
        if not any(noun in known for known in (REPEATED, DESCRIBED, _FIRMS, HELD, _PARTS)):
            continue
        first = _definite(sentence, i, noun)
        if first < 0 or not _is_free(i, own):
            continue
        here = [
            _remember(sentence, m, actors) for m in own if m.last < first and len(m.actors) == 1
        ]
        actor = _meant(n, noun, [*before, *here], _rank(sentence, i) if noun in HELD else None)
        if actor:
            who = _ORGANS.get(noun, {}).get(actor, actor)
            how = "territory" if noun in _PARTS else "office"
            yield pointing(n, sentence, first, i, (who,), how, f"the {sentence.words[i]}")


def _definite(sentence: Sentence, i: int, noun: str) -> int:
    """The first token of "the NOUN" with nothing that tells another one, or -1."""
    if sentence.deps[i] not in _PLACED or not sentence.tags[i].startswith("N"):
        return -1
    children = [c for c, head in enumerate(sentence.heads) if head == i and c != i]
    if any(_tells_another(sentence, i, c, noun) for c in children):
        return -1
    first = min([i, *(c for c in children if sentence.deps[c] == "det")])
    return first if first < i and sentence.words[first].lower() == "the" else -1


def _tells_another(sentence: Sentence, i: int, c: int, noun: str) -> bool:
    """Whether the word at ``c`` makes the noun at ``i`` another one: "the island of Crete"."""
    word, dep = sentence.words[c].lower(), sentence.deps[c]
    if c < i:
        office = noun in _OFFICES and word in _OF_OFFICE
        office = office or (noun in HELD and word in RANKS)
        return dep in _NARROWING and not office
    if dep == "prep" and word == "of":
        charged = sentence.lemmas[sentence.heads[i]] in _CHARGING
        return not (charged or noun in _OFFICES or noun in _ORGANS)
    if dep == "relcl" and noun in HELD:  # "told the president that they", read as if he were meant
        below = (k for k, head in enumerate(sentence.heads) if head == c)
        return any(sentence.words[k].lower() in {"who", "whose"} for k in below)
    return dep in {"appos", "relcl"} or (dep == "prep" and word == "in")


def _is_free(i: int, mentions: Sequence[Mention]) -> bool:
    return not any(m.first <= i <= m.last or m.head == i for m in mentions)


def _rank(sentence: Sentence, i: int) -> frozenset[str]:
    """The words of an office: "foreign", "minister"."""
    below = {sentence.words[c].lower() for c, head in enumerate(sentence.heads) if head == i}
    return frozenset({sentence.words[i].lower(), *(below & (RANKS | _OF_OFFICE))})


def _meant(n: int, noun: str, before: Sequence[_Named], rank: frozenset[str] | None) -> str:
    """The actor named last that the noun fits; "" when two fit in the same sentence.

    ``rank`` are the words of an office that a person was named with.
    """
    noun = _SPELLED.get(noun, noun)
    near = [b for b in before if n - b.sentence <= _FAR.get(noun, _NEAR)]
    fitting = [b for b in near if (_holds(rank, b) if rank else _fits(noun, b))]
    if not fitting:
        return ""
    last = fitting[-1].sentence
    nearest = {b.actor for b in fitting if b.sentence == last}
    return nearest.pop() if len(nearest) == 1 else ""


def _holds(rank: frozenset[str], named: _Named) -> bool:
    return rank <= named.words and named.how in {"person", "office"}


def _fits(noun: str, named: _Named) -> bool:
    if noun in _PARTS:
        return named.how == "territory"
    if noun in _FIRMS and (named.how == "company" or named.words & _FIRM_WORDS):
        return named.how in {"company", "office"}
    if noun in DESCRIBED and named.actor in DESCRIBED[noun]:
        return named.how != "demonym"
    spelled = {_SPELLED.get(word, word) for word in named.words}
    return noun in REPEATED and noun in spelled and named.how != "person"
