"""Acts told by verbs: who does what to whom in a clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from multipole.claims.ends import EITHER, NOBODY, PLACED, PLACES, Side
from multipole.claims.lexicon import Entry
from multipole.claims.reach import receivers
from multipole.claims.told import Act, ended
from multipole.claims.words import (
    ANSWERS,
    BONDS,
    CALLING,
    COMMITTING,
    DECLARING,
    ENVOYS,
    INTENTIONS,
    KEEPING,
    MISSIONS,
    ORDERING,
    SHOWN,
)
from multipole.claims.works import Works
from multipole.core.plover import is_cooperation


@dataclass(slots=True)
class Clauses(Works):
    """Finds the acts of one sentence."""

    def find(self) -> Iterator[Act]:
        """Yield the acts that verbs tell."""
        for i in range(len(self.tree.s)):
            helps = self.tree.s.deps[i] in {"aux", "auxpass"}
            if self.tree.is_verb(i) and not helps and i not in self.silenced:
                yield from self._verb(i)

    def _verb(self, i: int) -> Iterator[Act]:
        lemma = self.tree.s.lemmas[i]
        phrasal = self._phrasal(i) or self._unwelcome(i) or self._listed(i)
        off = any(self.tree.word(c) == "off" for c in self.tree.children(i, "prt", "advmod"))
        owned = list(self.part_of(i))
        yield from owned
        if owned:
            return
        if lemma in DECLARING and (self._intends(i) or self._allies(i)):
            both = self.doer(i)[0]
            yield from self.make(i, Entry("AGREE", "mutual", 0.7), both, NOBODY, mutual=True)
            return
        if lemma in CALLING and self.calls_false(i):
            yield from self.denying(i)
            return
        if lemma in CALLING and self.harsh(i):
            yield from self._act(i, Entry("ACCUSE", "act", 0.8))
            return
        if self._never(i):
            refused = Entry("REJECT", "act", 0.75)
            yield from (replace(act, mood="happened") for act in self._act(i, refused))
            return
        if lemma == "rule" and phrasal is not None and self.tree.is_negated(i):
            yield from self._leaves_open(i)
            return
        yield from self._due(i)
        yield from self._come(i)
        received = list(self._received(i))
        yield from received
        if received:
            return
        if lemma == "call" and phrasal is None and not off:
            yield from self._call(i)
            return
        if lemma in {"receive", "get", "obtain"} and not self.tree.is_passive(i):
            given = [self.ends.group(n) for w, n in self.tree.prepositions(i) if w == "from"]
            if any(given) and not any(self.entry(n) for n in self.told_nouns(i)):
                entry = Entry("COOPERATE", "act", 0.6)
                yield from self.make(i, entry, next(g for g in given if g), self.doer(i)[0])
                return
        yield from self._retaliates(i)
        felt = list(self.feels(i))
        yield from felt
        if felt:
            return
        if lemma == "give" and "up" in map(self.tree.word, self.tree.children(i, "prt")):
            lemma = "abandon"  # "gave up his objections"
        light = f"{lemma}-off" if self.lexicon.governs("stop", f"{lemma}-off") else lemma
        told = list(self.with_noun(i, light if off else lemma))
        yield from told
        if any(act.receiver for act in told) or (told and not self._has_other(i)):
            return
        if lemma in ORDERING and self.asks(i):
            yield from self._ordered(i)
            return
        if phrasal is None and self.lexicon.governs("say", lemma):
            yield from self.must(i)
            yield from self.rules_out(i)
            yield from self.menaces(i)
            yield from self.blames(i)
            return
        shown = self._shown(i)
        both = self.doer(i)[0] | self._of(shown) if shown else NOBODY
        if len(both.actors) > 1:
            yield from self.make(i, Entry("COOPERATE", "mutual", 0.7), both, NOBODY, mutual=True)
            return
        known = phrasal or self._phrased(i) or self.denied(i) or self._posted(i)
        known = known or self.lexicon.verbs.get(lemma) or self._armed(i)
        name = self.tree.s.deps[i] == "amod" and self.tree.read_as_name(i) < 0
        if known is None or name:
            yield from self._together(i)
            yield from self._made_in(i)
            return
        suited = self._by_object(i, self._stopped(i, known))
        if suited is not None:
            yield from self._framed(i, lemma, suited)

    def _shown(self, i: int) -> list[int]:
        """ "joined Omani parades", "sent ships to the Omani exercise": what is taken part in."""
        nouns: list[int] = []
        if self.tree.s.lemmas[i] == "join":
            nouns = self.objects(i)
        elif self.tree.s.lemmas[i] in {"send", "dispatch"}:
            nouns = [n for at in (i, *self.objects(i)) for w, n in self.tree.prepositions(at)
                     if w in {"to", "for"}]  # fmt: skip
        return [noun for noun in nouns if self.tree.s.lemmas[noun] in SHOWN]

    def _of(self, nouns: list[int]) -> Side:
        """Whose the things are."""
        side = NOBODY
        for noun in nouns:
            side |= self.ends.around(noun) or self.ends.of(noun)
        return side

    def _leaves_open(self, i: int) -> Iterator[Act]:
        """ "does not rule out a pact": what may come; a response may be meant as a threat."""
        sender, _ = self.doer(i)
        for noun in self.objects(i):
            answer = self.tree.s.lemmas[noun] in ANSWERS
            entry = Entry("THREATEN", "act", 0.6) if answer else self.entry(noun)
            if entry is None:
                continue
            self.used.add(noun)
            mutual = entry.frame == "mutual"
            other = self.partners(i, noun) if mutual else self.undergoer(i, entry.action, noun)
            if not mutual or (sender | other).actors > sender.actors:
                for act in self.make(i, entry, sender, other, noun=noun, mutual=mutual):
                    yield act if answer else replace(act, mood="hypothetical")

    def _intends(self, i: int) -> bool:
        """ "declared their intention to": two who say that they will do something are agreed."""
        meant = [o for o in self.objects(i) if self.tree.s.lemmas[o] in INTENTIONS]
        to = any(self.tree.children(o, "acl") for o in meant)
        return to and len(self.doer(i)[0].actors) > 1

    def _allies(self, i: int) -> bool:
        """ "Oman and Chad proclaimed a partnership": two who say that they are partners."""
        named = not BONDS.isdisjoint(self.tree.s.lemmas[o] for o in self.objects(i))
        return named and len(self.doer(i)[0].actors) > 1 and not self.tree.is_negated(i)

    def _has_other(self, i: int) -> bool:
        """Whether a verb of its own meaning has an actor for its object."""
        known = self.lexicon.verbs.get(self.tree.s.lemmas[i])
        return known is not None and any(self.ends.group(o) for o in self.objects(i))

    def _framed(self, i: int, lemma: str, entry: Entry) -> Iterator[Act]:
        """The act of a verb with a meaning of its own."""
        if entry.action == "RETREAT" and lemma == "withdraw" and not self._withdrawn(i):
            return
        if lemma in COMMITTING and self._harms(i):
            return
        if lemma in COMMITTING or entry.frame in {"ask", "threat"} or entry.action == "REJECT":
            self.silence_inner(i)
        if entry.frame == "mutual":
            yield from self._mutual(i, entry)
        elif entry.frame == "toward":
            yield from self._toward(i, entry)
        elif entry.frame in {"ask", "threat"} or lemma in COMMITTING or entry.action == "REJECT":
            yield from self._reaching(i, entry)
        else:
            if entry.action == "ACCUSE":
                self._silence_charges(i)
            yield from self._act(i, entry)

    def _stopped(self, i: int, entry: Entry) -> Entry:
        """ "stopped buying", "ceased shelling": the end of an act is another act."""
        above = self.tree.s.heads[i]
        if self.tree.s.deps[i] == "xcomp" and self.tree.s.tags[i] == "VBG":
            lemma = self.tree.s.lemmas[above]
            if self.lexicon.governs("stop", lemma) or lemma == "cease":
                return replace(entry, action=ended(entry.action))
        return entry

    def _harms(self, i: int) -> bool:
        """ "agreed to impose sanctions": a planned act of conflict, not an agreement."""
        for child in self.tree.children(i, "xcomp"):
            inner = self.lexicon.verbs.get(self.tree.s.lemmas[child])
            told = [self.entry(noun) for noun in self.told_nouns(child)]
            found = [e for e in (inner, *told) if e]
            stops = self.lexicon.governs("stop", self.tree.s.lemmas[child])
            if found and not stops and not any(is_cooperation(e.action) for e in found):
                return True
        return False

    def _silence_charges(self, i: int) -> None:
        """What somebody is accused "of" or blamed "for" is the accuser's word, no act told."""
        for prep in self.tree.children(i, "prep"):
            for charge in self.tree.children(prep, "pcomp"):
                if self.tree.word(prep) in {"of", "for"}:
                    verbs = [t for t in self.tree.subtree(charge) if self.tree.is_verb(t)]
                    self.silenced.update(t for t in verbs if not self.denied(t))

    def _act(self, i: int, entry: Entry) -> Iterator[Act]:
        sender, _ = self.doer(i)
        if entry.action == "SANCTION" and not sender and self.tree.is_passive(i):
            sender = self._shut_out(i)
        receiver = self.undergoer(i, entry.action) or self._kept_from(i)
        receiver = receiver.without(sender.actors) or self._host(i, entry) or self._called_home(i)
        receiver = receiver or (self._complained_of(i) if entry.action == "ACCUSE" else NOBODY)
        if self.tree.s.lemmas[i] in {"veto", "block"} and not receiver:
            receiver = self.council()
        yield from self.make(i, entry, sender, receiver)

    def _called_home(self, i: int) -> Side:
        """ "recalled its ambassador in Oslo": those in whose land envoys are."""
        envoys = [o for o in self.objects(i) if self.tree.s.lemmas[o] in ENVOYS]
        for place in (*envoys, i) if envoys else ():
            for word, noun in self.tree.prepositions(place):
                side = (
                    self.ends.group(noun, also=PLACES) if word in {"in", "to", "from"} else NOBODY
                )
                if side:
                    return Side(side.actors, side.tokens, max(side.confidence, PLACED))
        return NOBODY

    def _host(self, i: int, entry: Entry) -> Side:
        """ "The embassy in Oslo protested": against those in whose land it stands."""
        at = self.tree.own_subject(i)
        if at < 0 or is_cooperation(entry.action) or self.tree.s.lemmas[at] not in MISSIONS:
            return NOBODY
        for word, noun in self.tree.prepositions(at):
            if word in {"in", "to"}:
                return self.ends.group(noun, also=PLACES)
        return NOBODY

    def _shut_out(self, i: int) -> Side:
        """ "was cut off from Western markets": who owns what somebody is kept from does it."""
        for word, noun in self.tree.prepositions(i):
            if word in {"from", "out", "of"} and noun not in self.ends.heads:
                return self.ends.around(noun)
        return NOBODY

    def _complained_of(self, i: int) -> Side:
        """ "complained that Chinese goods were too cheap": of whom somebody complains."""
        side = NOBODY
        for said in self.tree.children(i, "ccomp"):
            subject = self.tree.own_subject(said)
            suffers = subject >= 0 and self.tree.is_passive(said)
            if not suffers or not self.tree.children(subject, "poss"):
                side |= self.ends.people(subject) or self.ends.around(subject)
        return side

    def _kept_from(self, i: int) -> Side:
        """ "banned firms from buying Chinese chips": whom it hits that others may not deal with."""
        side = NOBODY
        for word, inner in self.tree.prepositions(i) if self.tree.s.lemmas[i] in KEEPING else ():
            if word == "from" and self.tree.is_verb(inner):
                self.silenced.add(inner)
                for _, _, found in receivers(self, inner):
                    side = side or found
        return side

    def _reaching(self, i: int, entry: Entry) -> Iterator[Act]:
        """An act whose receiver may stand only in the clause it governs: "threatened to hit X"."""
        if self.tree.s.lemmas[i] == "warn" and not self.objects(i):
            yield from self.menaces(i)
            return
        sender, _ = self.doer(i)
        receiver = self.undergoer(i, entry.action)
        if self.tree.s.lemmas[i] == "veto" and not receiver:
            receiver = self.council()
        for child in [] if receiver else self.governed(i):
            receiver |= self.ends.group(self.tree.own_subject(child)).without(sender.actors)
            for noun in self.told_nouns(child):
                told = self.entry(noun)
                receiver |= self.undergoer(child, told.action, noun) if told else NOBODY
            inner = self.lexicon.verbs.get(self.tree.s.lemmas[child])
            receiver |= self.undergoer(child, inner.action if inner else entry.action)
            receiver |= self.condition(child)
        receiver |= NOBODY if receiver else self.condition(i)
        yield from self.make(i, entry, sender, receiver)

    def _mutual(self, i: int, entry: Entry) -> Iterator[Act]:
        sender, at = self.doer(i)
        if self.tree.is_passive(i) and not sender:
            sender = NOBODY
            for thing in self.objects(i):
                sender |= self.ends.around(thing) | self.ends.of(thing)
        other = self.partners(i)
        if self.lexicon.governs("hosting", self.tree.s.lemmas[i]) and len(other.actors) > 1:
            sender = NOBODY  # "mediated between the two": not one of them
        together = sender | other
        committed = self.tree.s.lemmas[i] in COMMITTING and self.tree.children(i, "xcomp", "ccomp")
        if len(together.actors) > 1:
            yield from self.make(i, entry, sender, other, mutual=True)
        elif committed:
            yield from self._reaching(i, entry)
        elif self.tree.s.lemmas[i] == "attend":
            yield from self._attended(i, sender)
        elif entry.action == "CONSULT" and self.tree.s.lemmas[i] != "meet":
            return
        elif together and at >= 0:
            yield from self.make(i, entry, together, NOBODY, factor=0.7)

    def _attended(self, i: int, sender: Side) -> Iterator[Act]:
        """ "attended a conference in Oslo": a visit."""
        for word, noun in self._phrases(i):
            receiver = self.ends.group(noun, also=EITHER) if word in {"in", "at"} else NOBODY
            if receiver.without(sender.actors):
                yield from self.make(i, Entry("CONSULT", "act", 0.6), sender, receiver)
                return

    def _ordered(self, i: int) -> Iterator[Act]:
        """ "ordered the envoy to leave", "told Iran to stop": a demand, or an expulsion."""
        for asked in self._small_subject(i) or self.objects(i):
            leaving = any(
                self.tree.s.lemmas[c] in {"leave", "close"}
                for c in self.tree.children(i, "xcomp", "ccomp")
            )
            receiver = self.ends.people(asked) or self.ends.around(asked)
            entry = Entry("REQUEST", "act", 0.65)
            if leaving and self.tree.s.lemmas[asked] in ENVOYS:
                entry = Entry("SANCTION", "act", 0.75)
            if receiver:
                self.silence_inner(i)
                yield from self.make(i, entry, self.doer(i)[0], receiver)

    def _call(self, i: int) -> Iterator[Act]:
        """ "call on X to", "call for Y"."""
        words = {w for w, _ in self.tree.prepositions(i)}
        asks = self.asks(i)
        if "for" in words or (("on" in words or "upon" in words) and asks) or (asks and not words):
            self.silence_inner(i)
            sender, _ = self.doer(i)
            entry = Entry("REQUEST", "ask", 0.8)
            asked = self.by_preposition(i, "REQUEST", frozenset())
            for clause in [] if asked else asks:
                asked |= self.ends.group(self.tree.own_subject(clause))
            yield from self.make(i, entry, sender, asked)
