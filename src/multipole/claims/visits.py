"""Visits: who travels to whom, is expected there, or arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from multipole.claims.ends import EITHER, NOBODY, Side
from multipole.claims.lexicon import Entry
from multipole.claims.phrasings import Phrasings
from multipole.claims.told import Act
from multipole.claims.words import DUE, FORCES, SENDING

#: What may stand beside "arrived" when it does not say where, and how sure such a visit is.
ON_DAYS: Final = frozenset({"on", "after", "before", "during", "by", "aboard", "since"})
CAME: Final = 0.6
RECEIVING: Final = frozenset({"receive", "greet", "welcome", "host", "fete", "entertain"})


@dataclass(slots=True)
class Visits(Phrasings):
    """Reads verbs of going to somebody."""

    def _due(self, i: int) -> Iterator[Act]:
        """ "is expected in Beijing next week", "has been to Oslo": a visit to come, or made."""
        lemma = self.tree.s.lemmas[i]
        held = self.tree.children(i, "acomp") if lemma == "be" else [i]
        due = [t for t in held if self.tree.s.lemmas[t] in DUE and not self.asks(t)]
        at = self.tree.subject(i)
        guest = any(m.how in {"person", "office"} for m in self.ends.heads.get(at, ()))
        there = [n for t in due if guest for w, n in self.tree.prepositions(t) if w == "in"]
        if self.tree.word(i) == "been" and guest:
            there += [n for w, n in self.tree.prepositions(i) if w == "to"]
        for noun in there:
            receiver = self.ends.group(noun, also=EITHER)
            if receiver:
                sender = self.ends.people(at) | self.ends.company(i)
                for along in due:
                    sender |= self.ends.company(along)
                yield from self.make(i, Entry("CONSULT", "act", 0.75), sender, receiver)
                return

    def _come(self, i: int) -> Iterator[Act]:
        """ "The Omani minister arrived on Monday": a visit to those who were visited before."""
        at = self.tree.own_subject(i) if self.tree.s.lemmas[i] in {"arrive", "come"} else -1
        guest = any(m.how in {"person", "office"} for m in self.ends.heads.get(at, ()))
        further = self.tree.children(i, "prt", "dobj", "xcomp", "ccomp", "neg", "advcl")
        if not guest or further:
            return
        if all(w in ON_DAYS or self.tree.s.entities[n].endswith("DATE")
               for w, n in self.tree.prepositions(i)):  # fmt: skip
            side = self.ends.people(at)
            act = Act("CONSULT", i, side, NOBODY, False, (i, *side.tokens), CAME * side.confidence)
            yield replace(act, again=True)

    def _received(self, i: int) -> Iterator[Act]:
        """ "The Omani president was received in Oslo": by whom the place is of."""
        welcomed = self.tree.s.lemmas[i] in RECEIVING and self.tree.is_passive(i)
        at = self.tree.subject(i) if welcomed else -1
        if not any(m.how in {"person", "office"} for m in self.ends.heads.get(at, ())):
            return
        places = list(self.tree.prepositions(i))
        if any(word == "by" for word, _ in places) or self.tree.children(i, "agent"):
            return
        for word, noun in places:
            host = self.ends.group(noun, also=EITHER) if word in {"in", "at"} else NOBODY
            if host:
                yield from self.make(i, Entry("CONSULT", "act", 0.75), host, self.ends.people(at))
                return

    def _toward(self, i: int, entry: Entry) -> Iterator[Act]:
        sender, at = self.doer(i)
        if self.tree.s.lemmas[i] == "arrive":
            entry, sender = self._landed(at, entry, sender)
        people = any(m.how == "demonym" for t in sender.tokens for m in self.ends.heads.get(t, ()))
        for word, noun in [] if people else self.tree.prepositions(i):
            receiver = self.ends.group(noun, also=EITHER) if word in {"to", "in", "for"} else NOBODY
            if sender and receiver.without(sender.actors):
                yield from self.make(i, entry, sender, receiver)
                return

    def _landed(self, at: int, entry: Entry, sender: Side) -> tuple[Entry, Side]:
        """ "Turkish troops arrived in Oman": forces show, or keep the peace, and do not visit."""
        named = self.tree.subtree(at) if at >= 0 else []
        words = {self.tree.s.lemmas[t] for t in named}
        if not words & FORCES or self.tree.s.lemmas[at] not in FORCES | SENDING:
            return entry, sender
        peace = any(word.startswith("peacekeep") for word in words)
        sender = sender or self.ends.of(at) or self.ends.around(at)
        for word, noun in [] if sender else self.tree.prepositions(at):
            sender |= self.ends.around(noun) if word == "of" else NOBODY
        return Entry("AID" if peace else "MOBILIZE", entry.frame, 0.7), sender

    def asks(self, i: int) -> list[int]:
        """The clauses with "to" under a verb: what is asked for."""
        below = self.tree.children(i, "xcomp", "advcl", "ccomp")
        return [c for c in below if any(self.tree.word(t) == "to" for t in self.tree.kids[c])]
