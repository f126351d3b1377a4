"""Acts told by nouns: "the annexation of Crimea by Russia", "US sanctions on Iran"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.ends import EITHER, NOBODY, Side
from multipole.claims.lexicon import RECEIVER_PREPOSITIONS, Entry
from multipole.claims.roles import ATTITUDES, LANDS
from multipole.claims.told import Act
from multipole.claims.words import ANSWERS

YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
#: Verbs before all who take part: "drills involving Oman and Chad".
TAKING_PART: Final = frozenset({"involve", "include", "comprise"})
#: What is counted in money and told by a figure alone.
VOLUMES: Final = frozenset({"trade", "turnover", "commerce"})
#: Nouns of how much, between a measure and whom it hits.
MEASURES: Final = frozenset({"percent", "%", "dollar", "euro", "million", "billion"})
OBJECTIVE: Final = frozenset(
    {"ACCUSE", "COERCE", "ASSAULT", "REJECT", "SANCTION", "PROTEST", "CONCEDE", "MOBILIZE"}
)
#: Nouns of these whose "of" names who does it: "the objections of Oslo".
SUBJECTIVE: Final = frozenset({"objection", "refusal", "veto", "complaint", "outrage"})
#: What one alone can make, too: mutual only when called joint or when both stand before it.
LONE: Final = frozenset({"statement", "decision", "extension", "declaration"})
WEAK: Final = 0.85
#: Types of acts whose "from" names who does them, and the nouns that are the other way round.
GIVEN: Final = frozenset(
    {"AID", "SUPPORT", "REQUEST", "ACCUSE", "THREATEN", "REJECT", "ASSAULT", "COOPERATE", "AGREE"}
)
TAKING: Final = frozenset({"import", "purchase", "investment"})
#: Prepositions that set one act of somebody beside another.
BESIDE: Final = frozenset({"after", "before", "during", "following", "in", "at", "on", "for"})
#: Verbs whose object hears the words, and what stands before the talk in which they are spoken.
TOLD_TO: Final = frozenset(
    "tell inform assure warn remind urge ask press caution thank congratulate promise".split()
)
HEARD_IN: Final = frozenset({"in", "during", "at", "by", "on", "over"})
PHONES: Final = frozenset({"phone", "telephone"})
#: What somebody does in spite of words, or because of them: "despite criticism from Oslo".
MOVED: Final = frozenset(
    {"despite", "over", "under", "after", "following", "amid", "at", "against"}
)
POINTED: Final = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "PROTEST"})
#: Verbs whose subject is the one that the words are aimed at which are their object.
ANSWERED: Final = frozenset(
    """
    follow heed accept obey reject dismiss answer ignore deny respond reply react defy shrug brush
    counter resist rebuff
    refute dispute repudiate disregard cite invoke
    """.split()
)


def find_nominal(clauses: Clauses) -> Iterator[Act]:
    """Yield the acts of nouns that no verb has taken up, where both ends are named."""
    tree = clauses.tree
    yield from _exchanges(clauses)
    yield from _phoned(clauses)
    for i in range(len(tree.s)):
        entry = clauses.entry(i) if tree.is_noun(i) else None
        if entry is None or i in clauses.used:
            continue
        if tree.s.deps[i] == "compound":
            continue
        yield from _noun(clauses, i, entry)


def _exchanges(clauses: Clauses) -> Iterator[Act]:
    """ "the American-Chinese exchange of blows"."""
    tree = clauses.tree
    for i, lemma in enumerate(tree.s.lemmas):
        if lemma != "exchange" or not tree.is_noun(i):
            continue
        for word, noun in tree.prepositions(i):
            entry = clauses.lexicon.nouns.get(tree.s.lemmas[noun])
            if word == "of" and entry and noun not in clauses.used:
                clauses.used.add(noun)
                yield from _between(clauses, i, entry)


def _phoned(clauses: Clauses) -> Iterator[Act]:
    """ "told the Omani minister on the telephone"."""
    for i, lemma in enumerate(clauses.tree.s.lemmas):
        side = _spoken_in(clauses, i) if lemma in PHONES else NOBODY
        verb = clauses.tree.s.heads[clauses.tree.s.heads[i]]
        if len(side.actors) > 1:
            tokens = (verb, i, *side.tokens)
            yield Act("CONSULT", verb, side, side, True, tokens, side.confidence * WEAK)


def _is_volume(clauses: Clauses, i: int) -> bool:
    """ "trade between Oman and Chad reached ten billion": a figure, and no act."""
    tree = clauses.tree
    verb = tree.s.heads[i]
    if tree.s.lemmas[i] not in VOLUMES or tree.s.deps[i] != "nsubj" or not tree.is_verb(verb):
        return False
    after = [t for t in tree.clause(verb) if t > verb]
    return any(tree.s.tags[t] in {"CD", "$"} and not YEAR.fullmatch(tree.word(t)) for t in after)


def _is_manner(clauses: Clauses, i: int) -> bool:
    """ "condemned it in a joint statement": how something is said, and no act of its own."""
    tree = clauses.tree
    prep = tree.s.heads[i]
    said = tree.s.lemmas[i] in {"statement", "declaration", "letter", "communique"}
    led = tree.s.deps[i] == "pobj" and tree.word(prep) == "in" and tree.is_verb(tree.s.heads[prep])
    return said and led and "a" in {tree.word(c) for c in tree.children(i, "det")}


def _noun(clauses: Clauses, i: int, entry: Entry) -> Iterator[Act]:
    if _is_volume(clauses, i) or _is_manner(clauses, i):
        return
    if clauses.tree.s.lemmas[i] == "blockade":
        council = _in_council(clauses, i)
        if council:
            side = clauses.ends.around(i)
            yield from _told(i, Entry("REJECT", "act", 0.8), side, council.without(side.actors))
            return
    if entry.frame == "mutual":
        yield from _between(clauses, i, entry)
    else:
        yield from _from_to(clauses, i, entry)


def ends_between(clauses: Clauses, i: int) -> Side:
    """Those that a noun of a mutual act has about it: "talks with Oman", "their treaty"."""
    side = clauses.ends.around(i) | clauses.partners(-1, i) | clauses.ends.of(i)
    side |= _by(clauses, i)
    for verb in clauses.tree.children(i, "acl", "relcl"):
        for word, noun in clauses.tree.prepositions(verb):
            side |= clauses.ends.group(noun) if word == "between" else NOBODY
        for thing in clauses.tree.children(verb, "dobj"):
            named = clauses.ends.group(thing)
            if clauses.tree.s.lemmas[verb] in TAKING_PART and len(named.actors) > 1:
                return named
    return side


def _between(clauses: Clauses, i: int, entry: Entry) -> Iterator[Act]:
    side = ends_between(clauses, i)
    if len(side.actors) < 2:
        side |= _by_control(clauses, i, BESIDE if side else {"for"})
    if len(side.actors) < 2 and entry.action == "CONSULT":
        side |= _spoken_in(clauses, i)
    joint = _is_joint(clauses, i)
    if len(side.actors) < 2 and joint:
        side = _whole_sentence(clauses, side)
    elif not joint and clauses.tree.s.lemmas[i] in LONE and len(clauses.ends.around(i).actors) < 2:
        return
    if len(side.actors) > 1:
        tokens = (i, *side.tokens)
        confidence = entry.confidence * side.confidence * WEAK
        made = _made_by(clauses, i)
        tokens = (*tokens, made) if made >= 0 else tokens
        yield Act(entry.action, i, side, side, True, tokens, confidence, made)


def _spoken_in(clauses: Clauses, i: int) -> Side:
    """ "warned the Omani minister in a video call": who says it and who hears it."""
    tree = clauses.tree
    prep = tree.s.heads[i]
    verb = tree.s.heads[prep]
    heard = NOBODY
    if tree.s.deps[i] == "pobj" and tree.word(prep) in HEARD_IN and tree.s.lemmas[verb] in TOLD_TO:
        for thing in tree.children(verb, "dobj", "dative"):
            heard |= clauses.ends.people(thing)
    return heard | clauses.doer(verb)[0] if heard else NOBODY


def _by_control(clauses: Clauses, i: int, words: Set[str] = BESIDE) -> Side:
    """ "After talks with Oman, Tehran freed": who does what an act goes before or along with."""
    tree = clauses.tree
    prep = tree.s.heads[i]
    if tree.s.deps[i] != "pobj" or tree.word(prep) not in words:
        return NOBODY
    verb = tree.s.heads[prep]
    if tree.is_verb(verb):
        side = clauses.doer(verb)[0]
    else:  # "Oman, under pressure from"
        side = clauses.ends.group(verb) if words is MOVED else NOBODY
    return Side(side.actors, side.tokens, side.confidence * 0.8) if side else NOBODY


def _met(clauses: Clauses, i: int) -> Side:
    """ "Oman rejects Western criticism of the deal": whom words are aimed at that he answers."""
    tree = clauses.tree
    verb = tree.s.heads[i]
    if tree.s.deps[i] == "pobj" and tree.word(verb) == "to":
        verb = tree.s.heads[verb]
    elif tree.s.deps[i] != "dobj":
        return NOBODY
    if not tree.is_verb(verb) or tree.s.lemmas[verb] not in ANSWERED:
        return NOBODY
    return clauses.doer(verb)[0]


def _in_council(clauses: Clauses, i: int) -> Side:
    """The organ of the United Nations in which something is blocked."""
    tree = clauses.tree
    for at in (i, tree.s.heads[i]):
        for word, noun in tree.prepositions(at):
            side = clauses.ends.group(noun)
            if word in {"in", "at"} and side.actors & {"UN", "UNSC", "UNGA"}:
                return side
    return NOBODY


def _told(i: int, entry: Entry, sender: Side, receiver: Side) -> Iterator[Act]:
    if sender and receiver:
        tokens = (i, *sender.tokens, *receiver.tokens)
        confidence = entry.confidence * min(sender.confidence, receiver.confidence) * WEAK
        yield Act(entry.action, i, sender, receiver, False, tokens, confidence)


def _made_by(clauses: Clauses, i: int) -> int:
    """The verb of making on the noun of an agreement: "the treaty signed in 2001"; -1 if none."""
    for verb in clauses.tree.children(i, "acl", "relcl"):
        entry = clauses.lexicon.verbs.get(clauses.tree.s.lemmas[verb])
        if entry and entry.action == "AGREE" and clauses.tree.s.tags[verb] != "VBG":
            return verb
    return -1


def _is_joint(clauses: Clauses, i: int) -> bool:
    words = {clauses.tree.word(c) for c in clauses.tree.children(i, "amod", "compound")}
    return bool(words & {"joint", "bilateral", "mutual", "common"})


def _whole_sentence(clauses: Clauses, side: Side) -> Side:
    """The two actors that a sentence on something joint names together, if it names no third."""
    everyone = NOBODY
    for token in clauses.ends.heads:
        everyone |= clauses.ends.at(token)
    together = any(len(clauses.ends.group(t).actors) > 1 for t in clauses.ends.heads)
    if len(everyone.actors) != 2 or not everyone.actors >= side.actors or not together:
        return side
    return Side(everyone.actors, everyone.tokens, everyone.confidence * 0.85)


def _by(clauses: Clauses, i: int) -> Side:
    for word, noun in clauses.tree.prepositions(i):
        if word == "by":
            side = clauses.ends.group(noun)
            if side:
                return side
    for verb in clauses.tree.children(i, "acl", "relcl"):
        held = clauses.lexicon.governs("hosting", clauses.tree.s.lemmas[verb])
        if clauses.tree.is_passive(verb) and not held:
            return clauses.ends.group(clauses.tree.agent(verb))
    return NOBODY


def _in_trouble(clauses: Clauses, i: int) -> Side:
    """The state that a sentence is about when sanctions on nobody named befall it.

    "Russia is under pressure since the introduction of U.S. sanctions": never where the sanctions
    are what the subject speaks of or imposes.
    """
    tree = clauses.tree
    verbs = [at for at in tree.up(i) if tree.is_verb(at)]
    told = any(tree.s.deps[at] in {"dobj", "nsubj", "nsubjpass", "attr"} for at in (i, *tree.up(i)))
    if not verbs or told or tree.s.lemmas[verbs[-1]] in clauses.lexicon.verbs:
        return NOBODY
    side = clauses.ends.group(tree.own_subject(verbs[-1]))
    if len(side.actors) != 1:
        return NOBODY
    return Side(side.actors, side.tokens, side.confidence * 0.6)


def _from_to(clauses: Clauses, i: int, entry: Entry) -> Iterator[Act]:
    yield from _told(i, entry, *ends_of(clauses, i, entry))


def ends_of(clauses: Clauses, i: int, entry: Entry) -> tuple[Side, Side]:
    """The sender and the receiver of a noun's act, as far as the sentence names them."""
    tree, ends = clauses.tree, clauses.ends
    belongs, by = ends.around(i), _by(clauses, i)
    of = ends.of(i)
    gives = entry.action in GIVEN and tree.s.lemmas[i] not in TAKING
    given = _from(clauses, i) if gives and not by else NOBODY
    receiver = _receiver(clauses, i, entry, skip="from" if gives else "by")
    sender = by or given or belongs
    if tree.s.lemmas[i] == "veto" and not receiver:
        receiver = clauses.council()
    own = tree.s.lemmas[i] in SUBJECTIVE
    if tree.s.lemmas[i] in TAKING:
        sender = sender or _thanked(clauses, i)
    if entry.action in OBJECTIVE and not own and not receiver:
        receiver = of or (belongs if by or given else NOBODY)
    elif tree.s.lemmas[i] in TAKING and sender and not receiver:
        receiver = of
    elif not sender:
        sender = of
    sender = sender or _thanked(clauses, i)
    if entry.frame == "visit":
        sender = sender or _by_control(clauses, i)
    if sender and not receiver:
        receiver = _struck(clauses, i) or _answered(clauses, i)
    if sender and not receiver and entry.action in POINTED:
        receiver = _by_control(clauses, i, MOVED) or _met(clauses, i)
    if entry.action == "SANCTION" and sender and not receiver:
        receiver = _in_trouble(clauses, i)
    return sender, receiver.without(sender.actors)


def _receiver(clauses: Clauses, i: int, entry: Entry, *, skip: str) -> Side:
    """Whom the prepositions on a noun, or on a participle of it, lead to, the best first."""
    also = EITHER if entry.action in LANDS else frozenset[str]()
    phrases = list(clauses.tree.prepositions(i))
    for word, noun in tuple(phrases):  # "duties of ten percent on Omani goods"
        if word == "of" and clauses.tree.s.lemmas[noun] in MEASURES:
            phrases += clauses.tree.prepositions(noun)
    for verb in clauses.tree.children(i, "acl"):
        phrases += list(clauses.tree.prepositions(verb))
    for wanted in RECEIVER_PREPOSITIONS[entry.action]:
        for word, noun in phrases:
            if word == wanted and word not in {"of", "by", skip}:
                side = clauses.ends.group(noun, also=also) or clauses.inside(noun, also)
                if side:
                    return side
    return NOBODY


def _from(clauses: Clauses, i: int) -> Side:
    """ "a threat from Iran", "loans from China": who it comes from."""
    for word, noun in clauses.tree.prepositions(i):
        if word == "from":
            return clauses.ends.people(noun) or clauses.inside(noun, frozenset())
    return NOBODY


def _thanked(clauses: Clauses, i: int) -> Side:
    """ "thanked Qatar for the release of": who did what somebody is thanked or blamed for."""
    tree = clauses.tree
    prep = tree.s.heads[i]
    verb = tree.s.heads[prep]
    if tree.s.deps[i] != "pobj" or tree.word(prep) != "for" or not tree.is_verb(verb):
        return NOBODY
    for thing in clauses.objects(verb):
        told = clauses.entry(thing)
        if told and told.action in {"SANCTION", "ACCUSE"}:  # "imposed sanctions on Rome for"
            return clauses.undergoer(verb, told.action, thing)
    known = clauses.lexicon.verbs.get(tree.s.lemmas[verb])
    if known is None or known.action not in ATTITUDES | {"SANCTION"}:
        return NOBODY
    side = NOBODY
    for thing in clauses.objects(verb):
        side |= clauses.ends.people(thing)
    return side


def _struck(clauses: Clauses, i: int) -> Side:
    """ "US sanctions have hurt Iran", "Lebanon was shaken by Israeli raids"."""
    tree = clauses.tree
    at = tree.first_conjunct(i)
    verb = next((v for v in tree.up(at) if tree.is_verb(v)), -1)
    if verb < 0 or not clauses.lexicon.governs("strike", tree.s.lemmas[verb]):
        return NOBODY
    if i not in tree.conjuncts(tree.agent(verb) if tree.is_passive(verb) else tree.subject(verb)):
        return NOBODY
    side = NOBODY
    for thing in clauses.objects(verb):
        side |= clauses.ends.group(thing, also=EITHER) or clauses.inside(thing, EITHER)
    return side


def _answered(clauses: Clauses, i: int) -> Side:
    """ "In response to the sanctions by Australia, Russia banned": the one who answers."""
    tree = clauses.tree
    noun = tree.s.heads[tree.s.heads[i]]
    if tree.word(tree.s.heads[i]) != "to" or tree.s.lemmas[noun] not in ANSWERS:
        return NOBODY
    verb = next((v for v in tree.up(noun) if tree.is_verb(v)), -1)
    return clauses.doer(verb)[0] if verb >= 0 else NOBODY
