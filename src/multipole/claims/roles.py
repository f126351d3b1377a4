"""Who does and who undergoes: the ends of a clause, by grammar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from multipole.claims.ends import EITHER, NOBODY, PLACES, Ends, Side
from multipole.claims.grammar import Tree
from multipole.claims.lexicon import RECEIVER_PREPOSITIONS, Lexicon
from multipole.core.plover import Action, is_cooperation

ATTITUDES: Final = frozenset({"SUPPORT", "ACCUSE", "REJECT"})
TEXTS: Final = frozenset(
    """
    statement declaration resolution communique communiqué letter note text document motion
    report speech message paper decree law bill article
    """.split()
)
DOINGS: Final = frozenset(
    """
    policy move decision action step measure rule order campaign leadership diplomacy strategy
    proposal plan initiative offer visit voting operation offensive tariff sanction strike attack
    aid loan firm company bank industry newspaper media television agency tabloid daily party
    editorial idea launch test
    """.split()
)
AIMED: Final = frozenset({"COERCE", "ASSAULT", "SANCTION", "MOBILIZE"})
#: Types of words that are aimed at who does the deed they are about.
POINTED: Final = ATTITUDES | {"PROTEST"}
TAKEN: Final = frozenset({"COERCE", "ASSAULT", "CONCEDE", "THREATEN", "REJECT"})
ABSTRACT: Final = ("ing", "ness", "ism", "ity", "ence", "ance", "tion", "ship", "hood")
#: Verbs of deciding: what is to be done, they do who decide it.
ANNOUNCING: Final = frozenset({"announce", "decide", "order", "decree", "declare", "rule"})
#: What somebody lends to an act that others do.
LENT: Final = frozenset(
    """
    help support participation mediation assistance backing involvement consent approval aid
    blessing presence knowledge permission
    """.split()
)
#: What somebody has who is to do what its infinitive tells: "Rome's plan to".
INTENTS: Final = frozenset(
    """
    ability agreement aim ambition attempt bid campaign choice commitment decision demand desire
    drive effort failure goal inability intent intention move need obligation offer order plan
    pledge promise proposal push readiness refusal reluctance request resolve right scheme step
    threat unwillingness vow willingness wish
    """.split()
)
#: What is done to those behind its "of".
SUFFERED: Final = frozenset(
    """
    treatment humiliation exclusion isolation persecution oppression repression encirclement
    containment demonisation demonization bombing shelling killing murder arrest siege blockade
    occupation invasion annexation partition division
    """.split()
)
#: What a state has in the land of another.
POSTS: Final = frozenset({"embassy", "consulate"})
#: Verbs of bringing others along to do something.
GATHERING: Final = frozenset(
    {"coalesce", "rally", "unite", "gather", "muster", "enlist", "band", "team", "assemble"}
)
TIMES: Final = frozenset({"hour", "day", "week", "month", "year", "decade"})
#: What is issued for the one it is against.
WRITS: Final = frozenset({"warrant", "indictment"})
LANDS: Final = frozenset({"CONSULT", "COERCE", "ASSAULT", "MOBILIZE", "RETREAT", "AID"})


@dataclass(slots=True)
class Roles:
    """Finds the ends of acts in one sentence."""

    tree: Tree
    ends: Ends
    lexicon: Lexicon

    def doer(self, i: int) -> tuple[Side, int]:
        """The sender of verb ``i`` and the token of its subject or agent."""
        lemma = self.tree.s.lemmas[i]
        whose = self._whose(i)
        if whose:
            return whose, self.tree.s.heads[i]
        if self.tree.is_passive(i):
            at = self.tree.agent(i)
        else:
            at = self.tree.subject(i)
        side = self.ends.people(at)
        if not side and at >= 0 and self.tree.s.lemmas[at] in TIMES:
            side, at = self._after_time(i, at)
        elif not side and at >= 0 and self.tree.is_noun(at):
            side = self._acting(at) or self._maker(at)
        elif at < 0 and self._announced(i):
            side, at = self.doer(self.tree.s.heads[i])
        elif at < 0 and self.tree.is_passive(i) and self.lexicon.governs("jailing", lemma):
            side, at = self._there(i)
        side = side or self._mob(i, at)
        side = side | self._gathered(i, at) if side else side
        with_them = self.ends.company(at) | (self.ends.company(i) if side else NOBODY)
        return side | with_them if side else side, at

    def _gathered(self, i: int, at: int) -> Side:
        """ "rallied Oman and Chad to condemn", "joined Oslo in warning": those who do it too."""
        above = self.tree.s.heads[i]
        joined = self.tree.s.deps[i] == "pcomp" and self.tree.word(above) == "in"
        leader = self.tree.s.heads[above] if joined else above
        wanted = {"join"} if joined else GATHERING
        under = joined or self.tree.s.deps[i] in {"xcomp", "advcl", "ccomp"}
        if not under or self.tree.s.lemmas[leader] not in wanted or self.tree.is_passive(leader):
            return NOBODY
        brought = [*self.tree.children(leader, "dobj"), *self._small_subject(leader)]
        if at not in {self.tree.subject(leader), *brought}:
            return NOBODY
        side = self.ends.people(self.tree.subject(leader))
        for thing in brought:
            side |= self.ends.group(thing)
        return side

    def _whose(self, i: int) -> Side:
        """ "Rome's refusal to pay", "the plan of Oman to expel": who has it in mind does it."""
        noun = self.tree.s.heads[i]
        if self.tree.s.deps[i] != "acl" or self.tree.s.tags[i] != "VB" or self.tree.is_passive(i):
            return NOBODY
        if self.tree.s.lemmas[noun] not in INTENTS:
            return NOBODY
        return self.ends.around(noun) or self.ends.of(noun)

    def _after_time(self, i: int, time: int) -> tuple[Side, int]:
        """ "In May, days before the war, Oman agreed": a subject read as part of a time."""
        commas = [t for t in range(time, i) if self.tree.word(t) == ","]
        inside = self.tree.subtree(time)
        for t in inside if commas else ():
            if commas[-1] < t < i and (t in self.ends.heads or self.tree.is_noun(t)):
                side = self.ends.people(t)
                if side:
                    return side, t
        return NOBODY, time

    def _announced(self, i: int) -> bool:
        """ "Rome announced that tariffs would be raised": by the one who announces it."""
        head = self.tree.s.heads[i]
        above = self.tree.s.deps[i] == "ccomp" and self.tree.s.lemmas[head] in ANNOUNCING
        return above and self.tree.is_passive(i) and not self.tree.is_passive(head)

    def _mob(self, i: int, at: int) -> Side:
        """ "a mob stormed its embassy in Oslo": people without a name are those of the place."""
        nameless = at >= 0 and self.lexicon.governs("people", self.tree.s.lemmas[at])
        for thing in self.objects(i) if nameless and not self.tree.is_passive(i) else ():
            if self.tree.s.lemmas[thing] in POSTS:
                for place in (thing, i):
                    for word, noun in self.tree.prepositions(place):
                        side = self.ends.group(noun, also=PLACES) if word == "in" else NOBODY
                        if side:
                            return side
        return NOBODY

    def _there(self, i: int) -> tuple[Side, int]:
        """ "were arrested in Rwanda": what a place does that only its state can do."""
        for word, noun in self.tree.prepositions(i):
            side = self.ends.group(noun, also=PLACES) if word == "in" else NOBODY
            if side:
                return Side(side.actors, side.tokens, side.confidence * 0.6), noun
        return NOBODY, -1

    def _maker(self, noun: int) -> Side:
        """Who made the text that speaks: "issued a statement condemning", "a declaration that"."""
        verb = self.tree.s.heads[noun]
        if self.tree.s.lemmas[noun] not in TEXTS or self.tree.s.deps[noun] != "dobj":
            return NOBODY
        return self.ends.group(self.tree.subject(verb)) if self.tree.is_verb(verb) else NOBODY

    def _acting(self, noun: int) -> Side:
        """ "A Kremlin statement", "a Chinese move": who stands behind a subject that is a thing."""
        lemma = self.tree.s.lemmas[noun]
        if lemma.endswith(ABSTRACT) and lemma not in TEXTS | DOINGS:
            return NOBODY
        side = self.ends.around(noun)
        return Side(side.actors, side.tokens, side.confidence * 0.7) if side else NOBODY

    def objects(self, i: int) -> list[int]:
        """Direct objects of an active verb, or the subject of a passive one, with co-ordination."""
        if self.tree.is_passive(i):
            subject = self.tree.own_subject(i)
            if subject < 0 and self.tree.s.deps[i] in {"acl", "relcl", "amod"}:
                subject = self.tree.s.heads[i]
            elif subject < 0 and self.tree.s.deps[i] in {"advcl", "conj", "xcomp"}:
                subject = self.tree.subject(i)
            found = [subject] if subject >= 0 else []
        else:
            found = self.tree.children(i, "dobj", "dative", "oprd") or self._small_subject(i)
            found = found or ([self.tree.s.heads[i]] if self.tree.read_as_name(i) >= 0 else [])
            found = [n for o in found for n in (*self.tree.children(o, "nsubj"), o)]
            found = [self.tree.meant(o) for o in found] or self._left_out(i) or self._next(i)
        return [o for first in found for o in self.tree.conjuncts(first)]

    def _left_out(self, i: int) -> list[int]:
        """The noun of a clause that leaves its object out: "the vaccines India had sent"."""
        head = self.tree.s.heads[i]
        own = self.tree.own_subject(i)
        if self.tree.s.deps[i] == "relcl" and self.tree.is_noun(head) and own not in {-1, head}:
            return [head]
        return []

    def _next(self, i: int) -> list[int]:
        """The object that a verb shares with the one joined to it: "condemned and banned X"."""
        for child in self.tree.children(i, "conj"):
            between = [
                t for t in range(i + 1, child) if self.tree.s.tags[t] not in {"CC", "RB", ","}
            ]
            if self.tree.is_verb(child) and not between and self.tree.own_subject(child) < 0:
                return self.tree.children(child, "dobj")
        return []

    def _small_subject(self, i: int) -> list[int]:
        """The subject of a small clause: "urge X to stop", "call X a killer"."""
        for child in self.tree.children(i, "ccomp", "xcomp"):
            for own in self.tree.children(child, "nsubj", "nsubjpass"):
                if not self.tree.children(child, "mark"):
                    return [own]
        return []

    def undergoer(self, i: int, action: Action, noun: int = -1) -> Side:
        """The receiver: objects, then prepositions that suit the type, then a shared object."""
        side = self._own_undergoer(i, action, noun)
        if side or self.tree.s.deps[i] != "conj" or not self.tree.is_verb(self.tree.s.heads[i]):
            return side
        own = self.tree.own_subject(i) >= 0 or (noun < 0 and self.objects(i))
        if is_cooperation(action) or own:
            return side
        side = self._own_undergoer(self.tree.s.heads[i], action, -1)
        return Side(side.actors, side.tokens, side.confidence * 0.8) if side else NOBODY

    def _own_undergoer(self, i: int, action: Action, noun: int) -> Side:
        also = EITHER if action in LANDS else frozenset()
        for thing in self.objects(i):
            given = noun < 0 or self.tree.s.deps[thing] in {"dative", "nsubjpass"}
            given = given and thing != noun
            side = self.ends.group(thing, also=also) if given else NOBODY
            if not side and self.tree.s.lemmas[thing] in POSTS and action in AIMED:
                side = self.ends.around(thing)
            if side:
                return side
        if self.tree.s.lemmas[i] == "blame" and self.objects(i):  # "blamed the delay on Oslo"
            onto = [n for w, n in self._phrases(i) if w == "on"]
            found = self._behind(i, self.objects(i))
            return found or (self.ends.group(onto[0]) if onto else NOBODY)
        if action in ATTITUDES and noun < 0 and self.objects(i):
            return self._behind(i, self.objects(i))
        places = [noun] if noun >= 0 else []
        places += [i, *([] if noun >= 0 else self.objects(i))]
        for place in places:
            side = self.by_preposition(place, action, also)
            if side:
                return side
        side = self._seized(i) if action in TAKEN and noun < 0 else NOBODY
        if side:
            return side
        above = self.tree.s.heads[self.tree.s.heads[i]]
        if action == "REJECT" and self.tree.word(self.tree.s.heads[i]) == "with":
            return self.doer(above)[0] if self.tree.is_verb(above) else NOBODY
        for thing in [] if noun >= 0 or action == "CONSULT" else self.objects(i):
            side = self.ends.around(thing, also=also) or self.ends.of(thing)
            side = side or self.ends.people(thing)
            if side:
                return Side(side.actors, side.tokens, side.confidence * 0.85)
        return NOBODY

    def _phrases(self, i: int) -> list[tuple[str, int]]:
        """The prepositional phrases on a verb and on its objects."""
        return [p for at in (i, *self.objects(i)) for p in self.tree.prepositions(at)]

    def _seized(self, i: int) -> Side:
        """ "seized three fishermen from Yemen": whose the people are that the verb takes."""
        if any(self.lexicon.governs("people", self.tree.s.lemmas[o]) for o in self.objects(i)):
            for word, noun in self.tree.prepositions(i):
                if word == "from":
                    return self.ends.group(noun)
        return NOBODY

    def _behind(self, i: int, things: list[int]) -> Side:
        """Whose deed or plan the object of attitude ``i`` is: never whom that deed is aimed at."""
        for thing in things:
            side = self.ends.around(thing) or self.from_whom(-1, thing)
            for verb in [] if side else self.tree.children(thing, "acl", "relcl"):
                side |= self.doer(verb)[0] if verb != i else NOBODY
            lemma = self.tree.s.lemmas[thing]
            deed = self.lexicon.nouns.get(lemma)
            if not side and lemma not in SUFFERED and (deed is None or deed.action not in AIMED):
                side = self.ends.of(thing)
            if side:
                return Side(side.actors, side.tokens, side.confidence * 0.85)
        return NOBODY

    def by_preposition(self, place: int, action: Action, also: frozenset[str]) -> Side:
        phrases = list(self.tree.prepositions(place))
        fronted = self.tree.own_subject(place)
        inner = [noun for _, noun in phrases if noun > fronted]
        phrases += [p for noun in inner for p in self.tree.prepositions(noun)]
        meant = ("for",) if self.tree.s.lemmas[place] in WRITS else ()
        for wanted in (*RECEIVER_PREPOSITIONS[action], *meant):
            for word, noun in phrases:
                if word != wanted or (wanted == "by" and self.tree.is_passive(place)):
                    continue
                side = self.ends.group(noun, also=also)
                if not side and wanted != "in":
                    side = self.inside(noun, also)
                for verb in self._deeds(noun) if not side and action in POINTED else ():
                    side |= self.doer(verb)[0]
                if side:
                    return side
        return NOBODY

    def _deeds(self, noun: int) -> list[int]:
        """What is said that somebody does with a thing: "the drills that Oman held"."""
        return self.tree.children(noun, "acl", "relcl")

    def inside(self, noun: int, also: frozenset[str]) -> Side:
        """The actor that a prepositional object belongs to: "sanctions on Chinese firms"."""
        side = self.ends.around(noun, also=also) or self.ends.of(noun) or self.ends.people(noun)
        if not side and self.tree.is_verb(noun):
            for thing in self.tree.children(noun, "dobj"):
                side |= self.ends.group(thing, also=also) or self.ends.around(thing)
        for verb in [] if side else self.tree.children(noun, "acl"):
            if self.lexicon.governs("carrying", self.tree.s.lemmas[verb]):
                for thing in self.tree.children(verb, "dobj"):
                    side |= self.ends.people(thing) or self.ends.around(thing)
            if self.lexicon.governs("committing", self.tree.s.lemmas[verb]):
                side |= self.doer(verb)[0]
        return Side(side.actors, side.tokens, side.confidence * 0.85) if side else NOBODY

    def partners(self, i: int, noun: int = -1) -> Side:
        """The other ends of a mutual act: "with", "between", and for verbs the object."""
        side = NOBODY
        for thing in [] if noun >= 0 else self.objects(i):
            side |= self.ends.group(thing) or self.ends.people(thing)
        for place in (noun, i) if noun >= 0 else (i, *self.objects(i)):
            if place < 0:
                continue
            for word, other in self.tree.prepositions(place):
                if word == "with" and self.tree.s.lemmas[other] in LENT:
                    continue  # "with the help of Oslo": who helps is no partner
                if word in {"with", "between", "among", "alongside"} or (
                    word == "to" and self.lexicon.governs("ties", self.tree.s.lemmas[place])
                ):
                    side |= self.ends.group(other) or self.inside(other, frozenset())
                    side |= self._fellow(other)
        return side

    def apart(self, i: int, noun: int = -1) -> list[Side]:
        """The partners one by one where each has its "with": "with Oman and with Chad"."""
        for place in (noun, i):
            preps = self.tree.children(place, "prep") if place >= 0 else []
            twice = [
                [p, *self.tree.children(p, "conj")] for p in preps if self.tree.word(p) == "with"
            ]
            sides = [
                self.ends.group(n) or self.inside(n, frozenset())
                for p in (p for group in twice for p in group)
                for n in self.tree.children(p, "pobj")
            ]
            if len(sides) > 1 and all(sides):
                return sides
        return [self.partners(i, noun)]

    def _fellow(self, noun: int) -> Side:
        """Whose counterpart somebody is: "talks with his Indian counterpart"."""
        side = NOBODY
        if self.tree.s.lemmas[noun] in {"counterpart", "colleague"}:
            for child in self.tree.children(noun, "poss"):
                side |= self.ends.at(child)
        return side

    def from_whom(self, i: int, noun: int) -> Side:
        for place in (noun, i) if i >= 0 else (noun,):
            for word, other in self.tree.phrases(place, deep=1):
                if word in {"from", "by"}:
                    side = self.ends.group(other) or self.ends.around(other)
                    if side:
                        return side
        return self.ends.around(noun)

    def council(self) -> Side:
        """The Security Council, when the sentence names it: it is where vetoes are cast."""
        for token in self.ends.heads:
            side = self.ends.at(token)
            if "UNSC" in side.actors:
                return Side(frozenset({"UNSC"}), (token,), side.confidence)
        return NOBODY

    def condition(self, i: int) -> Side:
        """The subject of "if ..." or "unless ..." under verb ``i``: whom a threat is meant for."""
        for child in self.tree.children(i, "advcl"):
            if any(
                self.tree.word(m) in {"if", "unless"} for m in self.tree.children(child, "mark")
            ):
                return self.ends.group(self.tree.own_subject(child))
        return NOBODY
