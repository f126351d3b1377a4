"""Ends that an act has from what was told before: "criticised the move", "rejected the charge".

An act with one end whose object points back ("the move", "this accusation", "which") gets its
other end from the nearest earlier act that the object can mean; a denial gets it from who was heard
to make the charge. The words of that earlier act, or of who made the charge, are kept beside those
of the act, and its confidence is lower for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from multipole.claims.causes import responds
from multipole.claims.ends import NOBODY, Side
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import Lexicon
from multipole.claims.marked import Stretch
from multipole.claims.roles import ATTITUDES, DOINGS, TEXTS
from multipole.claims.stretches import grounds
from multipole.claims.taking_over import (
    SPOKEN,
    SURENESS,
    governing,
    is_bare,
    is_one,
    resumed,
    taken,
    with_other,
    with_sender,
)
from multipole.claims.told import Act
from multipole.claims.words import CONTROLS, INVOLVEMENT
from multipole.core.plover import is_cooperation

POINTING: Final = frozenset({"the", "this", "that", "these", "those", "such"})
#: How many acts, and how many sentences, a pointing word reaches back.
ACTS: Final = 6
SENTENCES: Final = 3
#: "demanded an end to the drills": nouns of what is to become of what was told before.
ENDS: Final = frozenset({"end", "halt", "stop", "suspension", "cessation", "lifting", "withdrawal"})
COUNCIL: Final = "UNSC"
#: What a council decides upon, and what stands before it for whose it is.
MANDATES: Final = frozenset(
    "extension renewal prolongation mandate resolution statement declaration draft".split()
)
OWNING: Final = ("poss", "amod", "compound", "nmod")
#: What "which" or "this" alone may mean: all that was told before it.
ANYTHING: Final = ""
#: Types of answers, and of what is answered.
ANSWERING: Final = frozenset({"SANCTION", "REJECT", "ACCUSE", "THREATEN", "REQUEST"})
#: After which whoever takes measures takes them against the attacker.
ATTACKS: Final = frozenset({"ASSAULT", "COERCE"})
DONE: Final = frozenset({"SANCTION", "REJECT", "ACCUSE", "THREATEN", "ASSAULT", "COERCE"})


@dataclass(slots=True)
class Context:
    """The acts that a document has told so far; ``council`` is where it names the UN's.

    ``heard`` is who said something of whom: sentence, speaker, those named in it, and where the
    speaker's name stands. ``named`` are what several did together, by its noun: "the pact".
    """

    lexicon: Lexicon
    council: Sequence[Stretch] = ()
    before: list[tuple[int, Act]] = field(default_factory=list)
    heard: list[tuple[int, str, frozenset[str], Stretch]] = field(default_factory=list)
    told: list[tuple[int, Act]] = field(default_factory=list)
    last: tuple[int, Act] | None = None
    named: dict[str, Act] = field(default_factory=dict)

    def hear(self, n: int, speaker: str, about: frozenset[str], name: Stretch) -> None:
        """Remember that somebody who speaks for ``speaker`` says something of others."""
        if speaker and about - {speaker}:
            self.heard = [*self.heard[1 - ACTS :], (n, speaker, about - {speaker}, name)]

    def settle(self, acts: Sequence[Act], n: int, tree: Tree) -> list[Act]:
        """The acts of sentence ``n`` with the ends that earlier ones give them, in their order."""
        settled: list[Act] = []
        for act in sorted(acts, key=lambda a: a.trigger):
            act = self._in_council(act, tree)
            if act.echo and not act.back and act.reach == 0 and self._joins(act, settled):
                continue
            whole = act if act.sender and act.receiver else self._whole(act, n, tree)
            if whole is not None:
                settled.append(self._note(whole, n, tree))
        return settled

    def _note(self, whole: Act, n: int, tree: Tree) -> Act:
        whole = replace(whole, words=grounds(tree, whole))
        if whole.sender:
            self.before = [*self.before[1 - ACTS :], (n, whole)]
        if whole.receiver:
            self.last = (n, whole)
        if whole.sender and whole.receiver:
            self.told.append((n, whole))
            if whole.mutual and tree.is_noun(whole.trigger):
                self.named[tree.s.lemmas[whole.trigger]] = whole
        return whole

    def _joins(self, echo: Act, settled: list[Act]) -> bool:
        """ "condemned the launch, as did Oslo": one act of all of them."""
        act = settled[-1] if settled else None
        if act is None or act.mutual or not act.sender or not act.receiver:
            return False
        if echo.sender.actors & (act.sender.actors | act.receiver.actors):
            return False
        sender, tokens = act.sender | echo.sender, (*act.tokens, *echo.tokens)
        joined = replace(act, sender=sender, tokens=tokens)
        settled[-1] = joined
        for noted in (self.before, self.told):
            noted[-1] = (noted[-1][0], joined)
        self.last = (self.told[-1][0], joined)
        return True

    def _in_council(self, act: Act, tree: Tree) -> Act:
        """A veto on what nobody named has drafted, or a mandate blocked, is one in the council."""
        verb = act.tokens[0]
        if not self.council or act.action != "REJECT" or not act.sender:
            return act
        things = tree.children(verb, "dobj", "nsubjpass")
        mandate = any(tree.s.lemmas[t] in MANDATES for t in things)
        stopped = tree.s.lemmas[verb] in {"block", "veto"} and mandate
        named = {t for thing in things for t in tree.children(thing, *OWNING)}
        if act.receiver and not (stopped and named.isdisjoint(act.receiver.tokens)):
            return act
        if not stopped and tree.s.lemmas[verb] != "veto":
            return act
        place = max((p for p in self.council if p[0] < tree.s.end), default=self.council[0])
        council = Side(frozenset({COUNCIL}), (), act.sender.confidence, (place,))
        return replace(act, receiver=council)

    def _whole(self, act: Act, n: int, tree: Tree) -> Act | None:
        if act.echo:
            return self._returned(act, n) if act.back else self._echoed(act, n)
        if act.again:
            return self._again(act, n)
        whole = self._filled(act, n, tree)
        whole = whole if whole.receiver else self._back(whole, n)
        whole = whole if whole.receiver else self._opposed(whole, n)
        whole = whole if whole.receiver else self._answered(whole, n, tree)
        if not whole.receiver and self._denies_it(act, tree):
            return None
        return whole if whole.receiver or not act.perhaps else act.perhaps

    def _echoed(self, act: Act, n: int) -> Act | None:
        """What was told last, done by others."""
        if self.last is None or n - self.last[0] > act.reach or self.last[1].mutual:
            return None
        other = self.last[1].receiver
        if other.actors & act.sender.actors:
            return None
        whole = replace(act, action=self.last[1].action, echo=False)
        return with_other(whole, Side(other.actors, (), other.confidence, self.last[1].words))

    def _again(self, act: Act, n: int) -> Act | None:
        """The act with the other end of the last one of its type that has the end it names.

        None when there is none, or when that act was told just before: it is the same.
        """
        visit = act.action == "CONSULT"
        for told_in, earlier in reversed(self.told):
            if earlier.action != act.action or earlier.mutual is not act.mutual:
                continue
            if visit:
                guest = earlier.receiver.actors.isdisjoint(act.sender.actors)
                near = 0 <= n - told_in <= SENTENCES and guest
                host = taken(earlier.receiver.actors, earlier)
                return with_other(act, host, alone=True) if near else None
            if act.mutual:
                both = earlier.sender
                if act.sender.actors <= both.actors and n - told_in > 1:
                    return with_other(act, taken(both.actors, earlier))
            elif act.sender.actors == earlier.sender.actors:
                if n - told_in <= 1:
                    return None
                return with_other(act, taken(earlier.receiver.actors, earlier))
            elif act.receiver.actors and act.receiver.actors == earlier.receiver.actors:
                return with_sender(act, taken(earlier.sender.actors, earlier))
        return act.perhaps

    def _denies_it(self, act: Act, tree: Tree) -> bool:
        """ "though Rome denies it": towards nobody, where no charge was told."""
        verb = act.tokens[0]
        it = any(tree.word(c) == "it" for c in tree.children(verb, "dobj"))
        return it and self.lexicon.governs("say_denying", tree.s.lemmas[verb])

    def _filled(self, act: Act, n: int, tree: Tree) -> Act:
        if not act.sender:
            return act
        for noun in self._pointing(tree, act):
            denies = self.lexicon.governs("claim_denying", tree.s.lemmas[act.tokens[0]])
            accuser = self._accuser(act, n, back=0) if denies and noun == ANYTHING else NOBODY
            if accuser:
                return with_other(act, accuser)
            named = self.named.get(noun) if is_bare(tree, noun) else None
            other = self._meant(act, named, noun) if named else frozenset()
            if named and other:
                return with_other(act, Side(other, (), SURENESS, named.words), alone=True)
            for told_in, earlier in reversed(self.before):
                near = n - told_in <= (SENTENCES if noun else 1)
                other = self._meant(act, earlier, noun) if near else frozenset()
                alone = act.action == "AGREE" and not earlier.mutual
                if other:
                    return with_other(act, taken(other, earlier), alone=alone)
            known = self._known(act, noun)
            if known:
                return with_other(act, known)
            charge = noun in self.lexicon.governors["claim_nouns"]
            far = SENTENCES if charge else 1
            accuser = self._accuser(act, n, far) if charge or (denies and not noun) else NOBODY
            if accuser:
                return with_other(act, accuser)
        return self._beside(act, n, tree)

    def _opposed(self, act: Act, n: int) -> Act:
        """Forces on alert are so against whom the sender quarrels with."""
        if act.action != "MOBILIZE":
            return act
        for told_in, earlier in reversed(self.told):
            quarrel = not is_cooperation(earlier.action) and n - told_in <= SENTENCES
            sides = (earlier.sender.actors, earlier.receiver.actors)
            if quarrel and act.sender.actors in sides and not earlier.mutual:
                other = sides[sides[0] == act.sender.actors]
                return with_other(act, taken(other, earlier))
        return act

    def _back(self, act: Act, n: int) -> Act:
        """An answer: towards those who did the last thing of all, if they did it to the sender."""
        if act.action not in ANSWERING or not self.told:
            return act
        told_in, earlier = self.told[-1]
        other = earlier.sender.actors
        done_to_me = earlier.receiver.actors == act.sender.actors and not earlier.mutual
        if n - told_in != 1 or not done_to_me or earlier.action not in DONE:
            return act
        return with_other(act, taken(other, earlier))

    def _answered(self, act: Act, n: int, tree: Tree) -> Act:
        """What is done "in response", and sanctions after an attack: towards who did the last."""
        if act.action not in ANSWERING or not act.sender or not self.told:
            return act
        told_in, earlier = self.told[-1]
        other = earlier.sender.actors
        attacked = act.action == "SANCTION" and earlier.action in ATTACKS
        near = n - told_in <= 1 and not earlier.mutual and not other & act.sender.actors
        if not near or not (attacked or responds(tree, act.tokens[0])):
            return act
        return with_other(act, taken(other, earlier))

    def _returned(self, act: Act, n: int) -> Act | None:
        """ "retaliated", "responded in kind": the last act, given back to who did it."""
        told_in, earlier = self.told[-1] if self.told else (-SENTENCES, act)
        suffered = earlier.receiver.actors == act.sender.actors and not earlier.mutual
        if n - told_in > 1 or not suffered or earlier.action not in DONE:
            return None
        return with_other(
            replace(act, action=earlier.action), taken(earlier.sender.actors, earlier)
        )

    def _known(self, act: Act, noun: str) -> Side:
        """Whom a deed makes the other end that was told long before: "the veto"."""
        entry = self.lexicon.nouns.get(noun)
        for _, earlier in reversed(self.told if entry else []):
            if entry and earlier.action == entry.action:
                return Side(self._meant(act, earlier, noun), (), SURENESS, earlier.words)
        return NOBODY

    def _pointing(self, tree: Tree, act: Act) -> Iterator[str]:
        """The nouns under the act's word, or that word itself, that point to something told before.

        `ANYTHING` for a "which" or "this" that may mean all of it.
        """
        verb = act.tokens[0]
        things = [act.trigger] if not tree.is_verb(act.trigger) else []
        things += tree.children(verb, "dobj", "nsubjpass")
        for below in tree.children(verb, "xcomp"):
            things += tree.children(below, "dobj")  # "threatened to leave the accord"
        for small in tree.children(verb, "ccomp", "xcomp"):
            if not tree.children(small, "mark"):
                things += [c for c in tree.children(small, "nsubj") if c > verb]
        over = [verb, *tree.children(verb, "dobj", "acomp")] if act.action in ATTITUDES else []
        things += [noun for at in over for _, noun in tree.prepositions(at)]
        if act.action == "THREATEN":  # "warned that the drills would be met with force"
            things += [c for said in tree.children(verb, "ccomp")
                       for c in tree.children(said, "nsubj", "nsubjpass")]  # fmt: skip
        ended = [t for t in things if tree.s.lemmas[t] in ENDS]
        things += [noun for t in ended for w, noun in tree.prepositions(t) if w in {"to", "of"}]
        things = [thing for thing in things if tree.s.tags[thing] != "IN"]  # "that", mistagged
        top = governing(tree, verb)
        relative = tree.s.deps[top] == "relcl" or (tree.s.deps[top] == "acl" and top != verb)
        if relative and not things:
            things = [tree.s.heads[top]]  # "a claim that Warsaw denies", "is expected to deny"
        for thing in dict.fromkeys(things):
            noun = tree.meant(thing)
            if noun == act.trigger and noun == tree.s.heads[top]:
                continue  # "the cap that Rome imposed": a deed told here first
            lemma = tree.s.lemmas[noun]
            if act.action == "REJECT" and self._is_charge(lemma):
                yield "accusation" if lemma in INVOLVEMENT else lemma
            elif noun != thing or thing == tree.s.heads[top]:
                yield lemma if self._is_deed(lemma) else ANYTHING
            elif tree.s.tags[thing] == "DT" or (tree.word(thing) == "it" and not act.receiver):
                yield ANYTHING
            elif {tree.word(d) for d in tree.children(thing, "det", "amod")} & POINTING:
                yield lemma

    def _is_charge(self, noun: str) -> bool:
        return noun in INVOLVEMENT or self.lexicon.governs("claim_nouns", noun)

    def _is_deed(self, noun: str) -> bool:
        return noun in self.lexicon.nouns or noun in DOINGS | TEXTS | CONTROLS

    def _meant(self, act: Act, earlier: Act, noun: str) -> frozenset[str]:
        """Whom ``act`` is aimed at if its ``noun`` means ``earlier``; nobody if it cannot."""
        entry = self.lexicon.nouns.get(noun)
        if noun and not self._is_deed(noun) and not self._is_charge(noun):
            return frozenset()
        if entry is not None and noun not in DOINGS and not is_one(entry.action, earlier):
            return frozenset()
        if noun in CONTROLS and earlier.action != "SANCTION":
            return frozenset()
        mine, doers, done_to = act.sender.actors, earlier.sender.actors, earlier.receiver.actors
        pact = entry is not None and entry.action == "AGREE" and earlier.action == "AGREE"
        if pact and earlier.mutual and mine & doers and not is_cooperation(act.action):
            return doers - mine
        if entry is not None and entry.action == "AGREE" and len(doers | done_to) < 2:
            return frozenset()
        stops = act.action == "REQUEST" and not is_cooperation(earlier.action)
        if act.action not in ATTITUDES and act.action != "THREATEN" and not stops:
            return resumed(act, earlier)
        guest = entry is not None and entry.action == "CONSULT" and not earlier.mutual
        if earlier.action == "CONSULT" and noun in DOINGS and not guest:
            return frozenset()
        if earlier.mutual:
            return doers - mine
        same = act.action == earlier.action and not self._is_charge(noun)
        if same and noun and not done_to & mine:
            return done_to  # "criticised the move, too": of whom the others have criticised
        named = entry is not None and entry.action == earlier.action  # "regret over the veto"
        spoken = (earlier.action in ATTITUDES and not named) or self._is_charge(noun)
        if spoken and done_to and not done_to & mine:
            return frozenset()
        return frozenset() if doers & mine else doers

    def _accuser(self, act: Act, n: int, back: int = SENTENCES) -> Side:
        """Who said last something of the one who denies it, ``back`` sentences ago at most."""
        for said_in, speaker, about, name in reversed(self.heard):
            if n - said_in <= back and about & act.sender.actors:
                return Side(frozenset({speaker}), (), SURENESS, (name,))
        return NOBODY

    def _beside(self, act: Act, n: int, tree: Tree) -> Act:
        """ "cut off Poland, which had refused to pay": towards the one who does it to them."""
        verb = act.tokens[0]
        if act.action not in SPOKEN or tree.s.deps[verb] != "relcl":
            return act
        for told_in, earlier in reversed(self.before):
            other = earlier.sender.actors - act.sender.actors
            told = told_in == n and tree.s.heads[verb] in earlier.receiver.tokens
            if told and other and not earlier.mutual:
                return with_other(act, taken(other, earlier))
        return act
