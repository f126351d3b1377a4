"""Acts that words themselves are: demands, denials, reproaches and displeasure at somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from multipole.claims.ends import NOBODY, Side
from multipole.claims.lexicon import Entry
from multipole.claims.roles import DOINGS, TEXTS
from multipole.claims.told import Act, Told
from multipole.claims.words import COMPLEMENTS, FALSE, HARSH, INVOLVEMENT, MUST, RULED_OUT
from multipole.core.plover import Action

MAYBE: Final = frozenset({"may", "might", "could", "would", "can"})
TRYING: Final = frozenset(
    {"try", "seek", "want", "continue", "keep", "begin", "start", "attempt", "go", "use"}
)
#: What leads from a feeling to whom it is about.
ABOUT: Final = frozenset({"over", "about", "at", "with", "by", "of", "to", "regarding"})
WARNING: Final = frozenset({"warn", "caution", "urge", "advise"})
#: "sees it as": whom a view of what belongs to whom supports.
REGARDING: Final = frozenset(
    {"regard", "recognise", "recognize", "consider", "see", "view", "treat", "accept", "describe"}
)
#: Words of what is to come to those who are warned, alone and together.
MENACES: Final = frozenset({"retaliation", "retaliate", "countermeasure", "reprisal"})
MENACING: Final = (
    {"pay", "price"}, {"meet", "force"}, {"meet", "response"}, {"bear", "consequence"},
    {"face", "consequence"}, {"suffer", "consequence"}, {"have", "consequence"},
)  # fmt: skip
BEING: Final = frozenset({"be", "remain", "feel", "seem", "become", "grow"})


@dataclass(slots=True)
class Speech(Told):
    """Finds the acts of one sentence that are words.

    ``silenced`` are verbs that another one governs, so that they tell no act of their own.
    """

    silenced: set[int] = field(default_factory=set)

    def silence_inner(self, i: int) -> None:
        for child in self.governed(i):
            if self.tree.is_verb(child) and self.tree.word(child) != "said":
                verbs = [t for t in self.tree.subtree(child) if self.tree.is_verb(t)]
                self.silenced.update(t for t in verbs if not self._goes_on(t))

    def governed(self, i: int) -> list[int]:
        """The clauses that a verb governs, also "ruled out sending", "warned against sending"."""
        out = [p for p in self.tree.children(i, "prep", "prt") if self.tree.word(p) == "out"]
        ruled = self.tree.children(i, "advcl") if out and self.tree.s.lemmas[i] == "rule" else []
        if self.tree.s.lemmas[i] in WARNING:
            out += [p for p in self.tree.children(i, "prep") if self.tree.word(p) == "against"]
        return self.tree.children(i, "xcomp", "ccomp") + [
            c for c in (*ruled, *(c for p in out for c in self.tree.children(p, "pcomp")))
            if self.tree.s.tags[c] == "VBG"
        ]  # fmt: skip

    def _goes_on(self, i: int) -> bool:
        """ "threatened to leave and accuses Oslo": a finite verb joined to an infinitive."""
        joined = self.tree.s.deps[i] == "conj" and self.tree.s.tags[self.tree.s.heads[i]] == "VB"
        return joined and self.tree.s.tags[i] in {"VBD", "VBZ"} and self.tree.own_subject(i) < 0

    def must(self, i: int) -> Iterator[Act]:
        """ "said that X must ...": a demand on X."""
        sender, _ = self.doer(i)
        for said in self.tree.children(i, "ccomp"):
            if any(self.tree.word(c) in MUST for c in self.tree.children(said, "aux")):
                subject = self.tree.own_subject(said)
                receiver = self.ends.group(subject) or self.ends.around(subject)
                if sender and receiver.without(sender.actors):
                    self.silence_inner(i)
                    yield from self.make(i, Entry("REQUEST", "ask", 0.65), sender, receiver)

    def part_of(self, i: int) -> Iterator[Act]:
        """ "regards the island as part of Oman": Oman's claim is supported."""
        if self.tree.s.lemmas[i] not in REGARDING or self.tree.is_negated(i):
            return
        for noun in self.tree.clause(i):
            if (
                self.tree.s.lemmas[noun] != "part"
                or self.tree.word(self.tree.s.heads[noun]) != "as"
            ):
                continue
            for word, whole in self.tree.prepositions(noun):
                owner = self.ends.group(whole) if word == "of" else NOBODY
                sender, _ = self.doer(i)
                if sender and owner.without(sender.actors):
                    yield from self.make(i, Entry("SUPPORT", "act", 0.75), sender, owner)
                    return

    def rules_out(self, i: int) -> Iterator[Act]:
        """ "said that lifting the ban on Oman was out of the question": a refusal, to Oman."""
        sender, _ = self.doer(i)
        for said in self.tree.children(i, "ccomp") if sender else ():
            phrases = [(self.tree.word(p), n) for p in self.tree.children(said, "prep")
                       for _, n in self.tree.objects_of(p)]  # fmt: skip
            if self.tree.is_negated(said) or not any(
                (word, self.tree.s.lemmas[noun]) in RULED_OUT for word, noun in phrases
            ):
                continue
            receiver = NOBODY
            for topic in self.tree.children(said, "csubj", "nsubj"):
                inside = (self.ends.group(t) for t in self.tree.subtree(topic))
                receiver |= next(
                    (s for side in inside if (s := side.without(sender.actors))), NOBODY
                )
            if receiver:
                self.silence_inner(i)
                yield from self.make(i, Entry("REJECT", "act", 0.75), sender, receiver)

    def menaces(self, i: int) -> Iterator[Act]:
        """ "warned that Oman would bear the consequences": a threat, to whom the clause names."""
        sender, _ = self.doer(i)
        for said in self.tree.children(i, "ccomp") if sender else ():
            inside = self.tree.clause(said)
            words = {self.tree.s.lemmas[t] for t in inside}
            if words.isdisjoint(MENACES) and not any(pair <= words for pair in MENACING):
                continue
            if not any(self.tree.s.tags[c] == "MD" for c in self.tree.children(said, "aux")):
                continue
            named = (self.ends.people(t).without(sender.actors) for t in inside)
            receiver = next((side for side in named if side), NOBODY)
            self.silence_inner(i)
            yield from self.make(i, Entry("THREATEN", "threat", 0.7), sender, receiver)
            return

    def blames(self, i: int) -> Iterator[Act]:
        """ "said that Y had broken its word": a reproach of Y, unless Y's deed is an act itself."""
        sender, at = self.doer(i)
        if at < 0 or self.lexicon.governs("observers", self.tree.s.lemmas[at]):
            return
        for said in self.tree.children(i, "ccomp") if sender else ():
            subject = self.tree.own_subject(said)
            blamed = self.ends.people(subject) or self.ends.around(subject)
            blamed = blamed.without(sender.actors)
            if blamed and not self._is_maybe(said) and self._reproaches(said):
                yield from self.make(i, Entry("ACCUSE", "act", 0.7), sender, blamed)

    def _is_maybe(self, i: int) -> bool:
        return any(self.tree.word(c) in MAYBE for c in self.tree.children(i, "aux"))

    def _reproaches(self, i: int) -> bool:
        """Whether a clause says something bad of its subject."""
        if self.tree.is_negated(i):
            return False
        lemma, governs = self.tree.s.lemmas[i], self.lexicon.governs
        if lemma in TRYING:
            return any(self._reproaches(c) for c in self.tree.children(i, "xcomp"))
        if governs("reproach", lemma) and not self.tree.is_passive(i):
            return True
        told = self.tree.children(i, "acomp", "attr", "oprd")
        told += self.objects(i) if governs("wronging", lemma) else []
        bad = (self.tree.s.lemmas[t] for t in told)
        return any(w in HARSH or governs("reproach_nouns", w) for w in bad)

    def feels(self, i: int) -> Iterator[Act]:
        """ "voiced anger over", "was furious at": displeasure or thanks, at whom and whose deed."""
        for felt in self._feelings(i):
            action = self._felt(self.tree.s.lemmas[felt])
            if action and not self.tree.is_negated(i):
                phrases = [*self.tree.prepositions(felt), *self.tree.prepositions(i)]
                about = NOBODY
                for word, noun in phrases:
                    about = about or (self._owner(noun) if word in ABOUT else NOBODY)
                sender = self.ends.people(self.tree.own_subject(i)) or self.doer(i)[0]
                if not about and not self._points(phrases):
                    return
                yield from self.make(i, Entry(action, "act", 0.65), sender, about, noun=felt)
                return

    def _points(self, phrases: list[tuple[str, int]]) -> bool:
        """Whether a feeling is about a deed told before: "over the veto"."""
        nouns = [noun for word, noun in phrases if word in ABOUT]
        return any(
            (self.tree.word(d) in {"the", "this"} and self.tree.s.lemmas[n] in DOINGS | TEXTS)
            or (self.entry(n) is not None and self.tree.word(d) in {"the", "this"})
            for n in nouns for d in self.tree.children(n, "det")
        )  # fmt: skip

    def _feelings(self, i: int) -> list[int]:
        lemma = self.tree.s.lemmas[i]
        if lemma in BEING:
            return self.tree.children(i, "acomp")
        if self.lexicon.governs("voicing", lemma):
            return [o for o in self.objects(i) if self.tree.is_noun(o)]
        return [i] if self.tree.is_passive(i) and self.lexicon.governs("displeased", lemma) else []

    def _felt(self, lemma: str) -> Action | None:
        if self.lexicon.governs("displeased", lemma):
            return "ACCUSE"
        return "SUPPORT" if self.lexicon.governs("pleased", lemma) else None

    def _owner(self, noun: int) -> Side:
        """An actor, or whose deed a noun is."""
        return self.ends.group(noun) or self.ends.people(noun) or self.from_whom(-1, noun)

    def harsh(self, i: int) -> bool:
        for child in self.tree.children(i, *COMPLEMENTS):  # fmt: skip
            for t in self.tree.subtree(child)[:12]:
                if self.tree.s.lemmas[t] in HARSH and not self.tree.is_negated(t):
                    return True
        return False

    def _claims(self, i: int) -> list[int]:
        """The nouns for a charge among the objects of a verb and the words before them."""
        things = [t for o in self.objects(i) for t in (o, *self.tree.children(o, "compound"))]
        named = self.lexicon.governors["claim_nouns"] | INVOLVEMENT
        return [t for t in things if self.tree.s.lemmas[t] in named]

    def denied(self, i: int) -> Entry | None:
        """ "denied any involvement", "dismissed the charge": a rejection of who makes it."""
        denies = self.lexicon.governs("claim_denying", self.tree.s.lemmas[i])
        charge = [t for t in self._claims(i) if not self.tree.children(t, "acl", "ccomp")]
        points = [o for o in self.objects(i) if self._is_charged(i, o)]
        points += [c for c in self.tree.children(i, "dobj") if self.tree.meant(c) != c]
        return Entry("REJECT", "act", 0.8) if denies and (charge or points) else None

    def _is_charged(self, i: int, o: int) -> bool:
        """ "denied this", "denied it", "a charge which it denies": objects that mean a charge."""
        if self.tree.s.tags[o] == "WDT" and self.tree.s.deps[i] == "relcl":
            named = self.lexicon.governors["claim_nouns"] | INVOLVEMENT
            return self.tree.s.lemmas[self.tree.s.heads[i]] in named
        return self.tree.s.tags[o] == "DT" or self.tree.word(o) == "it"

    def calls_false(self, i: int) -> bool:
        words = {self.tree.s.lemmas[t] for c in self.tree.kids[i] for t in self.tree.subtree(c)}
        return bool(words & FALSE) and bool(self._claims(i))

    def denying(self, i: int) -> Iterator[Act]:
        """ "called the report a lie": a rejection of who made the report."""
        receiver = NOBODY
        for noun in self._claims(i):
            receiver |= self.ends.around(noun) or self.ends.around(self.tree.s.heads[noun])
        receiver = receiver or self.undergoer(i, "REJECT")
        yield from self.make(i, Entry("REJECT", "act", 0.8), self.doer(i)[0], receiver)
