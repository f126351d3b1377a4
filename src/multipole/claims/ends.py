"""Which actors a token stands for, alone, co-ordinated or as a modifier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.marked import Stretch
from multipole.core.text import Mention

AGENTS: Final = frozenset(
    {
        "name", "demonym", "capital", "government", "abbreviation", "organisation", "person",
        "office", "pronoun", "group", "company", "bloc", "force", "nonstate",
    }
)  # fmt: skip
UNDER: Final = ("conj", "amod", "compound", "nmod", "poss", "punct", "npadvmod")
MODIFIERS: Final = ("amod", "compound", "nmod", "poss", "nummod")
EITHER: Final = frozenset({"territory", "city", "outlet"})
PLACES: Final = AGENTS | {"territory", "city", "region"}
#: Words between a state and a noun that is another's: "the Russian-backed government".
HELPED: Final = frozenset(
    """
    backed supported sponsored brokered mediated made built designed funded financed supplied
    trained born
    """.split()
)
#: Those whose owner is somebody else: "its allies".
FELLOWS: Final = frozenset(
    """
    ally partner neighbour neighbor rival counterpart enemy foe opponent adversary competitor
    """.split()
)
SERVING: Final = frozenset({"loyal", "belong", "work", "affiliate", "align"})
#: Bodies that are not of the state in which they sit, where that is The Hague.
COURTS: Final = frozenset({"court", "tribunal", "judge", "prosecutor"})
#: How surely a body in a place is of the state that the place lies in.
PLACED: Final = 0.8
HOME: Final = frozenset({"security", "police", "defence", "defense", "government", "local"})
BESIDE: Final = frozenset({"together", "along", "alongside", "jointly"})
SENT: Final = frozenset({"send", "employ", "hire", "recruit", "lead", "command", "dispatch"})


@dataclass(frozen=True, slots=True)
class Side:
    """Actors at one end, the tokens that name them, and how sure that is.

    ``where`` are the words outside of the sentence, or of the act's own, that give the end.
    """

    actors: frozenset[str] = frozenset()
    tokens: tuple[int, ...] = ()
    confidence: float = 1.0
    where: tuple[Stretch, ...] = ()

    def __or__(self, other: Side) -> Side:
        if not other.actors:
            return self
        if not self.actors:
            return other
        return Side(
            self.actors | other.actors,
            (*self.tokens, *other.tokens),
            min(self.confidence, other.confidence),
            (*self.where, *other.where),
        )

    def __bool__(self) -> bool:
        return bool(self.actors)

    def without(self, actors: frozenset[str]) -> Side:
        """The side without some actors."""
        return replace(self, actors=self.actors - actors)


NOBODY: Final = Side()


@dataclass(slots=True)
class Ends:
    """Looks up actors in one sentence."""

    tree: Tree
    mentions: Sequence[Mention]
    heads: dict[int, list[Mention]] = field(init=False)

    def __post_init__(self) -> None:
        self.heads = {}
        for mention in self.mentions:
            self.heads.setdefault(mention.head, []).append(mention)

    def at(self, i: int, *, also: frozenset[str] = frozenset()) -> Side:
        """The actors that token ``i`` itself stands for."""
        side = NOBODY
        for mention in self.heads.get(i, ()):
            if mention.how in AGENTS or mention.how in also:
                side |= Side(frozenset(mention.actors), (i,), mention.confidence)
        return side

    def group(self, i: int, *, also: frozenset[str] = frozenset()) -> Side:
        """The actors of ``i``, of what is co-ordinated with it, and of its apposition."""
        side = NOBODY
        for at in self.tree.conjuncts(i) if i >= 0 else ():
            side |= self._one(at, also)
        return side

    def _one(self, at: int, also: frozenset[str]) -> Side:
        side = self.at(at, also=also)
        if len(side.actors) > 1 and {m.how for m in self.heads[at]} == {"office"}:
            side |= self.of(at)  # "the ministers of A, B and C", of which the mention ends early
        for apposed in () if side else self.tree.children(at, "appos"):
            for named in self.tree.conjuncts(apposed):
                side |= self.at(named, also=also)
        if not side and self.tree.is_noun(at):
            side = self._listed(at, also)
        return side

    def people(self, i: int) -> Side:
        """Whose people noun ``i`` and its fellows are: "dozens of Iranians", "a court in Istanbul".

        A noun that is an actor itself stands for itself.
        """
        side = NOBODY
        for at in self.tree.conjuncts(i) if i >= 0 else ():
            side |= self._one(at, frozenset()) or self._people(at) or self._institution(at)
        return side

    def _institution(self, i: int) -> Side:
        """ "the Kuwait Petroleum Corporation": a body whose own name has that of its state."""
        if self.tree.s.tags[i] not in {"NNP", "NNPS"}:
            return NOBODY
        side = NOBODY
        for child in self.tree.children(i, "compound", "nmod", "amod"):
            side |= self.at(child)
        return Side(side.actors, side.tokens, side.confidence * 0.85) if side else NOBODY

    def company(self, i: int) -> Side:
        """Those who act with ``i``: "together with Uganda", "along with", "alongside"."""
        side = NOBODY
        for prep in self.tree.children(i, "prep") if i >= 0 else ():
            words = {self.tree.word(prep), *map(self.tree.word, self.tree.children(prep, "advmod"))}
            if words & BESIDE:
                for _, noun in self.tree.objects_of(prep):
                    side |= self.people(noun)
        return side

    def _people(self, i: int) -> Side:
        lemma, lexicon = self.tree.s.lemmas[i], load_lexicon()
        if not lexicon.governs("people", lemma) and not lexicon.governs("some", lemma):
            return NOBODY
        if lemma in {"host", "guest"}:
            return self._from(i)
        side = NOBODY
        for word, noun in self.tree.prepositions(i):
            if word == "of" or (word == "for" and lexicon.governs("voices", lemma)):
                side |= self.group(noun, also=EITHER) or self.around(noun)
        side = side or self.around(i) or self._serving(i) or self._from(i)
        return Side(side.actors, side.tokens, side.confidence * 0.85)

    def _serving(self, i: int) -> Side:
        """ "hackers working for Iran", "forces loyal to the commander", "men sent by Rome"."""
        side = NOBODY
        for child in self.tree.children(i, "amod", "acl"):
            lemma, lead = self.tree.s.lemmas[child], frozenset[str]()
            if lemma in SERVING:
                lead = frozenset({"to", "for", "with"})
            elif lemma in SENT:
                lead = frozenset({"by"})
            elif lemma == "base":
                lead = frozenset({"in", "at"})
            for word, noun in self.tree.prepositions(child):
                side |= self.group(noun) if word in lead else NOBODY
        return side

    def _from(self, i: int) -> Side:
        """ "police in Japan", "students from Seoul": nobody who is there for others, no one man."""
        lemma, lexicon = self.tree.s.lemmas[i], load_lexicon()
        home = {self.tree.s.lemmas[c] for c in self.tree.children(i, "compound", "amod")}
        away = lexicon.governs("held", lemma) and not home & HOME
        side = NOBODY
        if self.tree.s.tags[i] != "NNS" and not lexicon.governs("bodies", lemma):
            return side
        for word, noun in self.tree.prepositions(i):
            seated = lemma in COURTS and self.tree.word(noun) == "hague"
            if word == "from" or (word == "in" and not away and not seated):
                side |= self.group(noun, also=PLACES) or self.people(noun)
        return Side(side.actors, side.tokens, max(side.confidence, PLACED)) if side else side

    def _listed(self, i: int, also: frozenset[str]) -> Side:
        """ "countries like Syria, Iran": the named cases of a plural noun."""
        side = NOBODY
        if self.tree.s.tags[i] in {"NNS", "NNPS"}:
            for word, noun in self.tree.prepositions(i):
                if word in {"like", "including", "as"}:
                    side |= self.group(noun, also=also)
        return side

    def around(self, i: int, *, also: frozenset[str] = frozenset()) -> Side:
        """The actors that modify noun ``i``: "Chinese policy", "Russia's stance"."""
        side = NOBODY
        if i < 0:
            return side
        armed = [m for c in self.tree.kids[i] for m in self.heads.get(c, ()) if m.how == "nonstate"]
        if armed:  # "Yemen's Houthi rebels"
            return Side(frozenset(armed[0].actors), (armed[0].head,), armed[0].confidence)
        fellow = self.tree.s.lemmas[i] in FELLOWS
        for child in self.tree.children(i, *MODIFIERS):
            if not fellow or self.tree.s.deps[child] != "poss":
                side |= self._deep(child, also)
        for at in self.tree.children(i, "punct"):
            side |= self.at(at)
        return side | self._own(i)

    def _own(self, i: int) -> Side:
        """A demonym that shares its token or is mistagged as the head itself."""
        side = NOBODY
        for mention in self.heads.get(i, ()):
            if mention.first < i and mention.how in AGENTS:
                side |= Side(frozenset(mention.actors), (i,), mention.confidence)
        return side

    def _deep(self, i: int, also: frozenset[str]) -> Side:
        if self.tree.s.lemmas[i] in HELPED or self.tree.s.words[i].lower() in HELPED:
            return NOBODY
        side = self.at(self.tree.meant(i), also=also)
        for child in self.tree.children(i, *UNDER):
            side |= self._deep(child, also)
        return side

    def of(self, i: int) -> Side:
        """The actors in the "of" phrase of noun ``i``."""
        side = NOBODY
        for word, noun in self.tree.prepositions(i):
            if word == "of":
                side |= self.group(noun, also=EITHER) or self.around(noun)
        return side
