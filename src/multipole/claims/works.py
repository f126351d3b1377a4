"""Work of several that no word for it tells, and deeds that are given back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from multipole.claims.ends import EITHER, NOBODY
from multipole.claims.lexicon import Entry
from multipole.claims.reach import receivers
from multipole.claims.told import Act
from multipole.claims.visits import Visits
from multipole.claims.words import BUILDING, NEARING, PRODUCING, RESPONDING


@dataclass(slots=True)
class Works(Visits):
    """Finds joint work and answers in kind."""

    def _together(self, i: int) -> Iterator[Act]:
        """ "jointly build", "draw closer": joint work told by an adverb."""
        words = {self.tree.word(c) for c in self.tree.children(i, "advmod", "acomp")}
        closer = "closer" in words and self.tree.s.lemmas[i] in NEARING
        ranks = self.tree.s.lemmas[i] == "close" and "rank" in self._lemmas(self.objects(i))
        beside = [self.tree.word(t) for t in self.tree.clause(i)]
        ranks = ranks or any(beside.count(word) > 1 for word in ("shoulder", "side"))
        planned = self._plans(i)
        if closer or ranks or planned or words & {"jointly", "together"}:
            together = self.doer(i)[0] | self.partners(i, i)
            if len(together.actors) > 1:
                entry = Entry("COOPERATE", "mutual", 0.65)
                yield from self.make(i, entry, together, NOBODY, mutual=True)

    def _retaliates(self, i: int) -> Iterator[Act]:
        """ "Oman retaliated", "Oman responded in kind": the last act, given back."""
        lemma, sender = self.tree.s.lemmas[i], self.doer(i)[0]
        kind = ("in", "kind") in {(w, self.tree.s.lemmas[n]) for w, n in self.tree.prepositions(i)}
        alone = lemma == "retaliate" and not self.tree.children(i, "prep", "advcl", "xcomp")
        if sender and lemma in RESPONDING and (kind or alone) and not self.tree.is_negated(i):
            act = Act("SANCTION", i, sender, NOBODY, False, (i, *sender.tokens), 0.7)
            yield replace(act, echo=True, back=True)

    def _made_in(self, i: int) -> Iterator[Act]:
        """ "Omani drones are assembled in Chad": joint work of owner and place."""
        if self.tree.s.lemmas[i] not in PRODUCING or not self.tree.is_passive(i):
            return
        owner = (
            self.ends.around(self.tree.own_subject(i)) if not self.tree.agent(i) >= 0 else NOBODY
        )
        for word, noun in self.tree.prepositions(i) if owner else ():
            place = self.ends.group(noun, also=EITHER) if word == "in" else NOBODY
            if place.without(owner.actors) and len((owner | place).actors) > 1:
                entry = Entry("COOPERATE", "mutual", 0.65)
                yield from self.make(i, entry, owner, place, mutual=True)
                return

    def _plans(self, i: int) -> bool:
        """ "Oman and Chad want to build a canal": what several mean to do is their joint work."""
        above = self.tree.s.heads[i]
        means = self.tree.s.deps[i] == "xcomp" and self.tree.s.lemmas[i] in BUILDING
        means = means and self.lexicon.governs("wanting", self.tree.s.lemmas[above])
        others = any(side for _, _, side in receivers(self, i)) if means else True
        return not others and not self.tree.is_negated(above)

    def _lemmas(self, tokens: list[int]) -> set[str]:
        return {self.tree.s.lemmas[t] for t in tokens}
