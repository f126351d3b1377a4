"""Clauses of a parsed sentence: subjects, objects, prepositions, voice, negation, tense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from multipole.core.text import Sentence

SUBJECTS: Final = frozenset({"nsubj", "csubj"})
PASSIVE: Final = frozenset({"nsubjpass", "csubjpass"})
CLAUSES: Final = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
#: Verbs that tell what is done by speaking.
SPEAKING: Final = frozenset(
    """
    urge warn accuse condemn call ask demand criticise criticize thank praise reject threaten
    promise pledge vow invite appeal deny offer blame denounce request tell add
    """.split()
)
#: Verbs whose object does what their infinitive tells.
MAKING: Final = frozenset(
    """
    lead force prompt drive compel oblige cause enable allow permit help induce persuade convince
    authorise authorize provoke spur push move inspire let
    """.split()
)
RELATIVES: Final = frozenset({"who", "which", "that", "whom", "whose"})


@dataclass(slots=True)
class Tree:
    """A sentence with its dependents indexed; tokens are indices."""

    s: Sentence
    kids: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.kids = [[] for _ in range(len(self.s))]
        for child, head in enumerate(self.s.heads):
            if child != head:
                self.kids[head].append(child)

    def word(self, i: int) -> str:
        """The word in lower case."""
        return self.s.words[i].lower()

    def is_verb(self, i: int) -> bool:
        """Whether the token is tagged as a verb (modals left out)."""
        return self.s.tags[i].startswith("V")

    def is_noun(self, i: int) -> bool:
        """Whether the token is tagged as a noun or name."""
        return self.s.tags[i].startswith("N")

    def children(self, i: int, *deps: str) -> list[int]:
        """Dependents of ``i``, only those labelled ``deps`` when given."""
        return [c for c in self.kids[i] if not deps or self.s.deps[c] in deps]

    def subtree(self, i: int, *, skip: frozenset[int] = frozenset()) -> list[int]:
        """All tokens under ``i``, itself included, without the subtrees in ``skip``."""
        stack, found = [i], []
        while stack:
            at = stack.pop()
            found.append(at)
            stack.extend(c for c in self.kids[at] if c not in skip)
        return sorted(found)

    def up(self, i: int) -> Iterator[int]:
        """The heads above ``i``, nearest first."""
        seen = 0
        while self.s.heads[i] != i and seen < 60:
            i = self.s.heads[i]
            seen += 1
            yield i

    def conjuncts(self, i: int) -> list[int]:
        """``i`` and what is co-ordinated with it; not what is left out by "but not"."""
        found = [i]
        for at in found:
            found.extend(c for c in self.children(at, "conj") if not self.children(c, "neg"))
            found.extend(c for c in self.children(at, "appos") if self._is_listed(at, c))
            if self.children(at, "cc") and self.s.deps[at] in SUBJECTS | PASSIVE:
                twins = self.children(self.s.heads[at], self.s.deps[at])
                found.extend(c for c in twins if c not in found)  # "A as well as B", two subjects
            if len(found) > 20:
                break
        return found

    def _is_listed(self, first: int, i: int) -> bool:
        """ "the EU, Oman and Chad", read as if the EU were Oman and Chad."""
        names = {self.s.tags[first], self.s.tags[i]} <= {"NNP", "NNPS"}
        joined = self.children(i, "cc") and self.children(i, "conj")
        begins = min([i, *self.children(i, "det", "compound")])
        return names and bool(joined) and self.word(begins - 1) == ","

    def first_conjunct(self, i: int) -> int:
        """The token that ``i`` is co-ordinated with, itself when none."""
        while self.s.deps[i] == "conj":
            i = self.s.heads[i]
        return i

    def prepositions(self, i: int) -> Iterator[tuple[str, int]]:
        """``(preposition, object)`` of the prepositional phrases on ``i``, "as well as" undone."""
        for prep in self.children(i, "prep", "dative", "agent"):
            yield from self.objects_of(prep)

    def phrases(
        self, i: int, *, deep: int = 3, stop: Callable[[int], bool] = lambda _: False
    ) -> Iterator[tuple[str, int]]:
        """``(preposition, object)`` on ``i``, then on those objects and the clauses on them.

        ``deep`` is how many steps down are taken; nothing under an object that ``stop`` holds for.
        """
        own = list(self.prepositions(i))
        yield from own
        inner = [noun for _, noun in own if not stop(noun)]
        for at in (*inner, *self.children(i, "acl", "relcl", "prt", "advmod", "acomp")):
            if deep:
                yield from self.phrases(at, deep=deep - 1, stop=stop)

    def objects_of(self, prep: int) -> Iterator[tuple[str, int]]:
        """``(preposition, object)`` of one preposition: "out of X" gives "of" and X."""
        word = self.word(prep)
        for child in self.kids[prep]:
            dep = self.s.deps[child]
            if dep in {"pobj", "pcomp"}:
                yield word, self.meant(child)
            elif dep == "prep" or (dep == "conj" and self.s.tags[child] in {"IN", "TO"}):
                yield from self.objects_of(child)

    def meant(self, i: int) -> int:
        """The noun that a relative pronoun stands for; any other token itself."""
        that = self.word(i) == "that" and self.s.deps[i] in {"dobj", "nsubj", "nsubjpass"}
        if (self.s.tags[i][:1] == "W" or that) and self.word(i) in RELATIVES:
            for at in self.up(i):
                if self.s.deps[at] == "relcl":
                    noun = self.s.heads[at]
                    named = self.s.tags[i][:1] != "W" and self.s.tags[noun][:3] == "NNP"
                    return i if named else noun
        return i

    def is_passive(self, verb: int) -> bool:
        """Whether the verb's grammatical subject undergoes the act."""
        if any(self.s.deps[c] in {"nsubjpass", "auxpass"} for c in self.kids[verb]):
            return True
        if self.s.tags[verb] != "VBN" or self.children(verb, "aux", "nsubj"):
            return False
        above = self.s.heads[verb]
        if self.s.deps[verb] == "conj" and self.s.tags[above] == "VBN":
            return self.is_passive(above)
        return self.s.deps[verb] in {"acl", "amod", "advcl", "relcl"}

    def own_subject(self, verb: int) -> int:
        """The subject that stands with the verb itself; -1 when none."""
        for child in self.kids[verb]:
            if self.s.deps[child] in SUBJECTS or self.s.deps[child] in PASSIVE:
                after = child + 1  # "Russia's ally Belarus", read as two subjects
                named = after < verb and self.s.heads[after] == verb
                two = named and self.s.deps[after] == self.s.deps[child]
                return self._busy(self.meant(after if two else child))
        misread = self.read_as_name(verb)
        return misread if misread >= 0 else self._fronted(verb)

    def _busy(self, subject: int) -> int:
        """ "The troops guarding Oslo said", read as if the guarding spoke: the troops."""
        if subject >= 0 and self.s.tags[subject] == "VBG":
            return next(iter(self.children(subject, "nsubj")), subject)
        return subject

    def read_as_name(self, verb: int) -> int:
        """The subject of a clause read as one name, "after Oman annexed Chad"; -1 when none."""
        before, head = verb - 1, self.s.heads[verb]
        if self.s.deps[verb] != "amod" or self.s.tags[verb] != "VBD" or before < 0:
            return -1
        together = self.s.heads[before] == head and self.s.tags[before] in {"NNP", "NNPS"}
        return before if together and head > verb else -1

    def _fronted(self, verb: int) -> int:
        """The subject that the parser has put into the phrase before it: "In May Oman left"."""
        first = min([verb, *self.children(verb, "aux", "auxpass", "neg", "advmod")])
        before = first - 1
        if self.s.deps[verb] != "ROOT" or self.s.tags[first] not in {"VBD", "VBZ", "VBP", "MD"}:
            return -1
        if before < 0 or self.s.tags[before] not in {"NNP", "NNPS"}:
            return -1
        fronted = any(before in self.subtree(p) for p in self.children(verb, "prep") if p < verb)
        return before if fronted else -1

    def subject(self, verb: int) -> int:
        """The grammatical subject, shared or controlled subjects included; -1 when none."""
        for _ in range(8):
            found = self.own_subject(verb)
            if found >= 0:
                return found
            dep, head = self.s.deps[verb], self.s.heads[verb]
            if dep in {"acl", "relcl", "amod"} and not self.is_verb(head):
                return self._of_noun(verb, head)
            if self.speaks_on(verb):
                verb = self.s.heads[head]
                continue
            made = self._made_to(verb, head) if dep == "xcomp" else -1
            if made >= 0:
                return made
            if dep in {"pcomp", "prep"} or not self.is_verb(head):
                above = self._verb_above(head)
                if dep == "pcomp" and self.word(head) in {"for", "of", "against"} and above >= 0:
                    for thing in self.children(above, "dobj", "nsubjpass"):
                        return thing
                head = above
            if head < 0 or head == verb:
                return -1
            verb = head
        return -1

    def speaks_on(self, verb: int) -> bool:
        """ "said that it was late and urged Rome to act": whether the speaker goes on speaking."""
        said = self.s.heads[verb]
        above = self.s.heads[said]
        finite = self.s.tags[verb] == self.s.tags[above] == "VBD" and not self.children(verb, "aux")
        joined = self.s.deps[verb] == "conj" and self.s.deps[said] == "ccomp"
        speech = self.s.lemmas[verb] in SPEAKING and self.s.lemmas[said] not in SPEAKING
        return finite and joined and speech and self.own_subject(verb) < 0

    def _made_to(self, verb: int, head: int) -> int:
        """The object of a verb that makes somebody do something: "led Oman to expel"; else -1."""
        if self.s.lemmas[head] not in MAKING or self.is_passive(head):
            return -1
        things = [c for c in self.children(head, "dobj") if c < verb]
        return things[0] if things else -1

    def _of_noun(self, verb: int, noun: int) -> int:
        """The subject of a verb that modifies a noun: the noun, or the noun's own subject."""
        if self.s.tags[verb] != "VB":
            return noun
        above = self._verb_above(noun)
        return self.subject(above) if above >= 0 and above != verb else -1

    def _verb_above(self, i: int) -> int:
        if self.is_verb(i):
            return i
        for at in self.up(i):
            if self.is_verb(at) or self.s.tags[at] == "MD":
                return at
        return -1

    def agent(self, verb: int) -> int:
        """The "by" phrase of a passive verb or of one co-ordinated with it; -1 when none."""
        above = [self.s.heads[verb]] if self.s.deps[verb] == "conj" else []
        for at in (verb, *self.children(verb, "conj"), *above):
            if at == verb or self.is_passive(at):
                for prep in self.children(at, "agent", "prep"):
                    for child in self.children(prep, "pobj") if self.word(prep) == "by" else ():
                        return child
        inner = self.phrases(verb, deep=1) if self.is_passive(verb) else ()
        return next((noun for word, noun in inner if word == "by"), -1)

    def is_negated(self, i: int) -> bool:
        """Whether the token carries "not", "never", "no" or stands under "without"."""
        if any(
            self.s.deps[c] == "neg" or self.word(c) in {"never", "no", "neither", "nor", "hardly"}
            for c in self.kids[i]
            if self.s.deps[c] in {"neg", "det", "advmod", "preconj"}
        ):
            return True
        head = self.s.heads[i]
        return self.s.deps[i] == "pcomp" and self.word(head) in {"without", "instead"}

    def clause(self, i: int) -> list[int]:
        """The tokens of the clause of ``i``, without co-ordinated and subordinate clauses."""
        skip = frozenset(
            c
            for t in self.subtree(i)
            for c in self.kids[t]
            if (self.s.deps[c] in CLAUSES or self.s.deps[c] == "conj") and self.is_verb(c)
        )
        return self.subtree(i, skip=skip)
