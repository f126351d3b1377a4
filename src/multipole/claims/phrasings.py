"""What a verb tells with its particle, its object or its phrase: "turned down", "put on a list"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from multipole.claims.lexicon import Entry
from multipole.claims.speech import Speech
from multipole.claims.words import (
    ARMS,
    BEATING,
    BLACK,
    CROSSINGS,
    ENTERING,
    ENVOYS,
    FORCES,
    KNOWLEDGE,
    LISTING,
    MISSIONS,
    NOTES,
    SHOW,
    SPOKEN,
    STAFF,
    UNMANNED,
    WHITE,
)

#: What is tested by being fired, how, and where to.
MISSILES: Final = frozenset({"missile", "rocket", "projectile", "icbm"})
FIRING: Final = frozenset({"fire", "launch", "shoot", "test-fire", "test"})
WATERS: Final = frozenset({"sea", "ocean", "water", "waters", "gulf", "strait"})


@dataclass(slots=True)
class Phrasings(Speech):
    """Reads what a verb means where its own entry, or the lack of one, does not tell."""

    def _by_object(self, i: int, entry: Entry) -> Entry | None:
        """What is sent or shared decides: warships are no aid, a border is no cooperation."""
        lemma, things = self.tree.s.lemmas[i], {self.tree.s.lemmas[o] for o in self.objects(i)}
        if self._is_test(i):
            return Entry("MOBILIZE", "act", 0.75)
        if lemma == "send" and things & SHOW:
            return Entry("MOBILIZE", "act", 0.7)
        if lemma == "send" and (not things or things & NOTES):
            return None
        if entry.action == "RETREAT" and not things:
            left = [self.entry(n) for w, n in self.tree.prepositions(i) if w in {"from", "of"}]
            if any(e is not None and e.action == "AGREE" for e in left):
                return Entry("SANCTION", "act", 0.65)
        if lemma == "withdraw" and things & STAFF:
            return Entry("SANCTION", "act", 0.8)
        if lemma == "recall" and not things & ENVOYS:
            return None
        if entry.action == "ASSAULT" and things & SPOKEN:
            return Entry("ACCUSE", "act", 0.75)
        if lemma == "shoot" and things & UNMANNED:
            return Entry("COERCE", "act", 0.7)
        return entry if lemma != "share" or things & KNOWLEDGE else None

    def is_set(self, i: int) -> bool:
        """Whether the words leave no doubt of the type, whatever sentences like it tell."""
        return self._is_test(i) or self._posted(i) is not None

    def _is_test(self, i: int) -> bool:
        """ "fired a missile over Japan, into the sea": shown, and not shot at anybody."""
        things = {self.tree.s.lemmas[o] for o in self.objects(i)}
        phrases = self._phrases(i)
        shown = any(w == "over" or self.tree.s.lemmas[n] in WATERS for w, n in phrases)
        fired = self.tree.s.lemmas[i] in FIRING and bool(things & MISSILES) and shown
        return fired and not any(w in {"at", "on", "against"} for w, _ in phrases)

    def _never(self, i: int) -> bool:
        """ "has never recognised the border": a refusal, not an act that did not come about."""
        taken = self.tree.s.lemmas[i] in {"recognise", "recognize", "accept", "acknowledge"}
        return taken and any(self.tree.word(c) == "never" for c in self.tree.kids[i])

    def _phrasal(self, i: int) -> Entry | None:
        """ "turned down", "lashed out at": a verb that its particle gives another meaning."""
        for child in self.tree.children(i, "prt", "advmod", "prep"):
            key = f"{self.tree.s.lemmas[i]}-{self.tree.word(child)}"
            if key in self.lexicon.verbs:
                return self.lexicon.verbs[key]
        return None

    def _posted(self, i: int) -> Entry | None:
        """ "reopened its embassy in", "sent its envoy back to": relations taken up again."""
        things = {self.tree.s.lemmas[o] for o in self.objects(i)}
        lemma = self.tree.s.lemmas[i]
        back = lemma == "return" or "back" in map(self.tree.word, self.tree.kids[i])
        opened = lemma in {"open", "reopen"} and things & MISSIONS
        sent = lemma in {"send", "return"} and back and things & ENVOYS
        return Entry("COOPERATE", "act", 0.75) if opened or sent else None

    def _phrased(self, i: int) -> Entry | None:
        """ "put its army on alert", "applied to join", "hit Iran with sanctions"."""
        lemma, phrases = self.tree.s.lemmas[i], list(self.tree.prepositions(i))
        if lemma in {"put", "place"} and any(
            w == "on" and "alert" in {self.tree.s.lemmas[t] for t in self.tree.subtree(n)}
            for w, n in phrases
        ):
            return Entry("MOBILIZE", "act", 0.7)
        if lemma == "propose" and any(
            w == "to" and self.ends.group(n) for w, n in self._phrases(i)
        ):
            return Entry("REQUEST", "act", 0.65)
        if lemma in BEATING and any(w == "with" and self._is_penalty(n) for w, n in phrases):
            return Entry("SANCTION", "act", 0.75)
        things = {self.tree.s.lemmas[o] for o in self.objects(i)}
        across = any(self.ends.group(n) for w, n in self._phrases(i) if w in {"with", "to"})
        if across and things & CROSSINGS and lemma in {"close", "shut", "reopen"}:
            return Entry("CONCEDE" if lemma == "reopen" else "SANCTION", "act", 0.7)
        called = {self.tree.s.lemmas[n] for w, n in phrases if w in {"by", "on", "over"}}
        if lemma in {"speak", "talk"} and called & {"phone", "telephone", "video"}:
            return Entry("CONSULT", "mutual", 0.75)
        joins = any(self.tree.s.lemmas[c] in ENTERING for c in self.tree.children(i, "xcomp"))
        if lemma == "apply" and (joins or any(w == "for" for w, _ in phrases)):
            return Entry("REQUEST", "ask", 0.75)
        return None

    def _is_penalty(self, noun: int) -> bool:
        """ "sanctions", "a new round of tariffs"."""
        parts = [n for w, n in self.tree.prepositions(noun) if w == "of"]
        entries = [self.entry(n) for n in (noun, *parts)]
        return any(entry is not None and entry.action == "SANCTION" for entry in entries)

    def _listed(self, i: int) -> Entry | None:
        """ "added three firms to its black list", "took Oslo off its list of trusted partners"."""
        lemma = self.tree.s.lemmas[i]
        within = (
            [t for o in self.objects(i) for t in self.tree.subtree(o)] if lemma in LISTING else []
        )
        nested = [p for t in within for p in self.tree.prepositions(t)]
        for word, noun in [*self._phrases(i), *nested] if lemma in LISTING else ():
            words = {self.tree.word(t) for t in self.tree.subtree(noun)}
            if self.tree.s.lemmas[noun] in {"list", "blacklist"} and words & (BLACK | WHITE):
                put = word in {"to", "on", "onto"}
                hurts = put is bool(words & BLACK)
                return Entry("SANCTION" if hurts else "CONCEDE", "act", 0.75)
        return None

    def _armed(self, i: int) -> Entry | None:
        """ "used drones against": force told by its means."""
        against = any(w == "against" for w, _ in self.tree.prepositions(i))
        things = {self.tree.s.lemmas[o] for o in self.objects(i)}
        return Entry("ASSAULT", "act", 0.7) if against and things & ARMS else None

    def _withdrawn(self, i: int) -> bool:
        """Whether what is withdrawn are forces: other things withdrawn are no retreat."""
        lemmas = {self.tree.s.lemmas[o] for o in self.objects(i)}
        return not lemmas or bool(lemmas & FORCES)

    def _unwelcome(self, i: int) -> Entry | None:
        """ "declared three diplomats persona non grata"."""
        grata = self.tree.s.lemmas[i] in {"declare", "name"} and any(
            self.tree.word(t) in {"grata", "gratae"} for t in self.tree.subtree(i)
        )
        return Entry("SANCTION", "act", 0.85) if grata else None
