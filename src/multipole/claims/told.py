"""Acts told by a noun under a verb: "imposed sanctions", "held talks", "lifted the ban"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from multipole.claims.ends import NOBODY, Side
from multipole.claims.lexicon import RECEIVER_PREPOSITIONS, Entry
from multipole.claims.marked import Stretch
from multipole.claims.reach import receivers
from multipole.claims.roles import ATTITUDES, Roles
from multipole.claims.words import (
    BLOODLESS,
    BROKERING,
    CYBER,
    HAVING,
    RELIEF,
    RESPONDING,
    SEEKING,
    TELLING,
    TRADING,
)
from multipole.core.periods import Period
from multipole.core.plover import Action, is_cooperation
from multipole.core.types import Modality

FAR: Final = 0.7
#: Types whose end is a concession and no withdrawal of forces.
EASED: Final = frozenset({"SANCTION", "COERCE", "THREATEN", "REJECT", "ACCUSE"})


@dataclass(frozen=True, slots=True)
class Act:
    """A proposed act: its type, ends, the token that carries it, and how sure the rules are.

    ``told_by`` is the verb of a clause on its noun ("the treaty signed in 2001"), -1 for none: an
    act of its own beside another of the same type and ends. ``seen`` is what the type model made of
    it: ``same`` type, a ``changed`` type, a ``pair`` that no rule joins, ``""`` when not asked.
    ``perhaps`` is the act with the receiver that the model sees where the rules see none: it stands
    unless something told before gives one. An act told ``again`` stands only if an earlier one of
    its kind gives the end that it lacks. An ``echo`` names only who does what was told just before,
    ``reach`` sentences back at most; one that goes ``back`` names whom it was done to, who now does
    the same. ``mood`` is the modality where the word of the act tells more
    than its grammar. ``known`` is when a deed that is only named was done
    (`multipole.claims.deeds`). ``words`` are what an end that a later act takes over rests on.
    """

    action: Action
    trigger: int
    sender: Side
    receiver: Side
    mutual: bool
    tokens: tuple[int, ...]
    confidence: float
    told_by: int = -1
    seen: str = ""
    perhaps: Act | None = None
    again: bool = False
    echo: bool = False
    reach: int = 1
    back: bool = False
    mood: Modality | None = None
    known: Period | None = None
    words: tuple[Stretch, ...] = ()


def ended(action: Action) -> Action:
    """The type of ending an act of a type."""
    if is_cooperation(action):
        return "SANCTION"
    return "CONCEDE" if action in EASED else "RETREAT"


@dataclass(slots=True)
class Told(Roles):
    """Makes acts, and finds those of nouns; ``used`` are nouns a verb has spoken for."""

    used: set[int] = field(default_factory=set)

    def make(
        self, i: int, entry: Entry, sender: Side, receiver: Side, *, noun: int = -1,
        mutual: bool = False, factor: float = 1.0,
        ended: bool = False,
    ) -> Iterator[Act]:  # fmt: skip
        if not mutual:
            if self._each_other(i) and len(sender.actors) > 1:
                mutual = True
            else:
                receiver = receiver.without(sender.actors)
                receiver = receiver or self._far(i, noun, entry, sender)
                receiver = receiver or self._addressee(i, sender)
        if mutual:
            both = sender | receiver
            sender = receiver = both
        if sender or receiver:
            tokens = (i, *([noun] if noun >= 0 else []), *sender.tokens, *receiver.tokens)
            yield Act(
                entry.action, noun if noun >= 0 and not ended else i,
                sender, receiver, mutual, tokens,
                entry.confidence * min(sender.confidence, receiver.confidence) * factor,
            )  # fmt: skip

    def _far(self, i: int, noun: int, entry: Entry, sender: Side) -> Side:
        """A receiver further down, behind a preposition that suits the type."""
        if not sender or entry.frame in {"toward", "mutual"}:
            return NOBODY
        for _, word, side in receivers(self, i):
            if word == "between" and side.actors > sender.actors:  # "the contacts between them"
                return side.without(sender.actors)
        fitting = RECEIVER_PREPOSITIONS[entry.action]
        attitude = entry.action in ATTITUDES and noun < 0
        for how, word, side in () if attitude else receivers(self, i, past=False):
            suits = word in fitting if how == "preposition" else how == "owner" and noun < 0
            found = side.without(sender.actors)
            if suits and found:
                return Side(found.actors, found.tokens, found.confidence * FAR)
        return NOBODY

    def _addressee(self, i: int, sender: Side) -> Side:
        """ "Oman told Chad that it was ending the contract": whom its own deed is announced to."""
        above = self.tree.s.heads[i]
        if self.tree.s.deps[i] != "ccomp" or self.tree.s.lemmas[above] not in TELLING:
            return NOBODY
        side = NOBODY
        for heard in self.tree.children(above, "dobj", "dative"):
            side |= self.ends.group(heard)
        said = self.ends.people(self.tree.subject(above))
        return side.without(sender.actors) if said.actors == sender.actors else NOBODY

    def _each_other(self, i: int) -> bool:
        words = [self.tree.word(t) for t in self.tree.subtree(i)]
        pairs = set(pairwise(words))
        if "each" in words and ("the", "other") in pairs:
            return True
        return ("each", "other") in pairs or ("one", "another") in pairs

    def with_noun(self, i: int, lemma: str) -> Iterator[Act]:
        for noun in self.told_nouns(i):
            entry = self.entry(noun)
            if entry and entry.frame == "mutual" and lemma in BROKERING:
                self.used.add(noun)
                between = self._brokered(i, noun)
                yield from self.make(i, entry, between, NOBODY, noun=noun, mutual=True)
                continue
            ties = self.lexicon.governs("ties", self.tree.s.lemmas[noun])
            if self.lexicon.governs("grow", lemma) and (
                ties or (entry and entry.frame == "mutual")
            ):
                entry = Entry("COOPERATE", "mutual", 0.65)
            if ties and (self.lexicon.governs("stop", lemma) or lemma in HAVING):
                entry = Entry("COOPERATE", "mutual", 0.65)
            if entry is None:
                continue
            action = self._action(lemma, entry)
            if action is None:
                continue
            self.used.add(noun)
            yield from self._light(i, noun, Entry(action, entry.frame, entry.confidence), lemma)

    def _brokered(self, i: int, noun: int) -> Side:
        """Those between whom somebody brokers: "a deal between", "talks at which A and B"."""
        side = self.partners(i, noun) or self.ends.around(noun)
        for verb in self.tree.children(noun, "relcl"):
            side = side or self.ends.group(self.tree.own_subject(verb))
        return side if len(side.actors) > 1 else NOBODY

    def _action(self, lemma: str, entry: Entry) -> Action | None:
        if self.lexicon.governs("stop", lemma):
            return ended(entry.action)
        if lemma in SEEKING:
            return "REQUEST" if entry.action in {"SUPPORT", "AID", "CONCEDE"} else None
        if self.lexicon.governs("light", lemma) or self.lexicon.governs("grow", lemma):
            return entry.action
        return entry.action if lemma in {"announce", "propose", "plan"} else None

    def entry(self, noun: int) -> Entry | None:
        """The entry of a noun, alone or with its preposition ("extradition to").

        Of a colourless noun it is that of the noun before it: "an aid program".
        """
        nouns, lemma = self.lexicon.nouns, self.tree.s.lemmas[noun]
        entry = nouns.get(lemma)
        for child in self.tree.children(noun, "compound", "amod"):
            entry = nouns.get(f"{self.tree.s.lemmas[child]}-{lemma}", entry)
        for word, _ in self.tree.phrases(noun, deep=1):
            entry = nouns.get(f"{lemma}-{word}", entry)
        tags = self.tree.s.tags
        named = tags[noun] in {"NNP", "NNPS"}  # "the exercise Sea Breeze"
        if entry is None and (named or self.lexicon.governs("colourless", lemma)):
            for child in self.tree.children(noun, "compound", "amod"):
                if not named or tags[child] in {"NN", "NNS"}:
                    entry = entry or nouns.get(self.tree.s.lemmas[child])
        if entry is None:
            return None
        words = {self.tree.s.lemmas[c] for c in self.tree.children(noun, "compound", "amod")}
        if entry.action == "COOPERATE" and words & RELIEF:
            return Entry("AID", "act", entry.confidence)
        if entry.action == "ASSAULT" and words & BLOODLESS:
            return Entry("SANCTION", "mutual", 0.6) if words & TRADING else None
        if entry.action == "ASSAULT" and words & CYBER:
            return Entry("COERCE", "act", entry.confidence)
        return entry

    def told_nouns(self, i: int) -> Iterator[int]:
        """Object nouns, seen through "a series of", "part in", "under"."""
        found = [*self.objects(i), *self.tree.children(i, "attr")]
        if self.tree.is_passive(i):  # "was granted a loan"
            found += self.tree.children(i, "dobj")
        told = any(self.entry(noun) for noun in found)  # "opened a probe into the sale"
        if not told and not self.lexicon.governs("stop", self.tree.s.lemmas[i]):
            leads = {"for"} if self.tree.s.lemmas[i] in SEEKING else {"under", "into", "in"}
            leads = {"with"} if self.tree.s.lemmas[i] in RESPONDING else leads
            found += [n for w, n in self.tree.prepositions(i) if w in leads]
        for noun in found:
            if self.lexicon.governs("partitive", self.tree.s.lemmas[noun]):
                inner = [n for w, n in self.tree.prepositions(noun) if w in {"of", "in"}]
                if inner:
                    yield from (c for n in inner for c in self.tree.conjuncts(n))
                    continue
            if self.tree.is_noun(noun):
                yield noun

    def _light(self, i: int, noun: int, entry: Entry, lemma: str) -> Iterator[Act]:
        sender, at = self.doer(i)
        stopped = self.lexicon.governs("stop", lemma)
        if self._swapped(i, noun, lemma) and len(sender.actors) > 1:
            yield from self.make(i, entry, sender, NOBODY, noun=noun, mutual=True)
            return
        if entry.frame == "mutual":
            if not stopped and len(sender.actors) < 2:
                sender = sender | self.ends.around(noun)
            shared = entry.action == "COOPERATE"  # "exercises with Oman and with Chad"
            for other in [self.partners(i, noun)] if shared else self.apart(i, noun):
                if stopped:
                    yield from self.make(i, entry, sender, other, noun=noun, ended=True)
                elif len((sender | other).actors) > 1 or at >= 0:
                    mutual = len((sender | other).actors) > 1
                    yield from self.make(i, entry, sender | other if not mutual else sender,
                                          other if mutual else NOBODY, noun=noun, mutual=mutual,
                                          factor=1.0 if mutual else 0.7)  # fmt: skip
            return
        if self.lexicon.governs("invert", lemma) and not self.tree.is_passive(i):
            by = self.from_whom(i, noun)
            yield from self.make(i, entry, by, sender, noun=noun)
            return
        if not sender:
            sender = self.ends.around(noun)
        receiver = self.undergoer(i, entry.action, noun)
        own = self.entry(noun)
        if stopped and own and not receiver:
            receiver = self.undergoer(i, own.action, noun)
        yield from self.make(i, entry, sender, receiver, noun=noun, ended=stopped)

    def _swapped(self, i: int, noun: int, lemma: str) -> bool:
        """ "exchange barbs", "trade accusations", "an exchange of blows"."""
        held = [self.tree.s.lemmas[t] for t in (self.tree.s.heads[self.tree.s.heads[noun]],)]
        return self.lexicon.governs("swap", lemma) or (
            noun not in self.objects(i) and "exchange" in held
        )
