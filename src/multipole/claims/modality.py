"""Whether an act happened, is planned, threatened, hypothetical, or is said not to be so.

The act's own clause is read first (auxiliaries, "not", "if"); then each word above it says what it
makes of the act: "plans to", "refused to", "the threat of", "denied that", up to the clause that
tells it. A word that only begins, helps or manages an act hands on its own mood.
"""

from __future__ import annotations

from typing import Final

from multipole.claims.grammar import Tree
from multipole.claims.lexicon import Lexicon
from multipole.claims.moods import deny, foreseen, own_mood, shared_mood, under
from multipole.claims.negation import is_negated, replaces
from multipole.core.plover import Action
from multipole.core.types import Modality

INDEFINITE: Final = frozenset({"a", "an", "any", "no", "some", "another", "new", "further", "more"})
DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
DEEDS: Final[frozenset[Action]] = frozenset(
    {"COOPERATE", "AID", "CONCEDE", "RETREAT", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
)
#: Acts that are words, which somebody else can turn down once they were said.
WORDS: Final[frozenset[Action]] = frozenset({"REQUEST", "ACCUSE", "THREATEN", "PROTEST"})
#: Words about an act that may never come.
RUMOURS: Final = frozenset({"talk", "speculation", "rumour", "rumor", "warning", "alarm"})
SUGGESTING: Final = frozenset({"suggest", "recommend", "propose", "insist"})
#: A step up: what the act now is, and the token that the words above are read for; -1 at the end.
Step = tuple[Modality, int]


def read_modality(tree: Tree, i: int, lexicon: Lexicon) -> Modality:
    """Read the modality of the act that token ``i`` (verb or noun) carries."""
    mood, at = _started(tree, i, own_mood(tree, i, lexicon), lexicon), i
    for _ in range(30):
        if replaces(tree, at):
            return "denied"
        above = tree.s.heads[at]
        if above == at:
            return _at_root(tree, at, mood)
        mood, at = _step(tree, at, above, mood, lexicon)
        if at < 0:
            return mood
    return mood


def act_modality(tree: Tree, i: int, action: Action, lexicon: Lexicon) -> Modality:
    """Read the modality of an act of a known type.

    A threat that is made has happened. What somebody says that they will do has not, when the verb
    of saying carries the act.
    """
    mood = read_modality(tree, i, lexicon)
    if mood == "denied" and action in WORDS and _was_said(tree, i, lexicon):
        return "happened"
    if action == "THREATEN":
        return "happened" if mood == "threatened" else mood
    lemma = tree.s.lemmas[i]
    says = lexicon.governs("say", lemma) or lemma in {"announce", "declare"}
    for said in tree.children(i, "ccomp") if says and mood == "happened" else []:
        if action == "AGREE" or action in DEEDS:
            return read_modality(tree, said, lexicon)
    return mood


def _was_said(tree: Tree, i: int, lexicon: Lexicon) -> bool:
    """ "rejects Western criticism": words of somebody who is named were said, to be rejected."""
    verb = tree.s.heads[i]
    turned = tree.s.deps[i] == "dobj" and lexicon.governs("refuse", tree.s.lemmas[verb])
    own = tree.children(i, "poss", "amod", "compound")
    named = any(tree.s.words[c][:1].isupper() or tree.s.deps[c] == "poss" for c in own)
    return turned and (named or any(w in {"of", "from", "by"} for w, _ in tree.prepositions(i)))


def _started(tree: Tree, i: int, mood: Modality, lexicon: Lexicon) -> Modality:
    """The mood of a verb that itself only wants or weighs what its infinitive tells."""
    if mood != "happened" or not tree.is_verb(i):
        return mood
    lemma = tree.s.lemmas[i]
    inner = [c for c in tree.children(i, "xcomp") if tree.own_subject(c) < 0]
    if lexicon.governs("wanting", lemma) and any(is_infinitive(tree, c) for c in inner):
        return "planned"
    weighs = lexicon.governs("considering", lemma) and lemma not in {"discuss", "debate", "study"}
    weighs = weighs and (
        any(tree.s.tags[c] == "VBG" for c in inner)
        or (tree.s.tags[i] == "VBG" and bool(tree.children(i, "dobj")))
    )
    return "hypothetical" if weighs else mood


def _at_root(tree: Tree, at: int, mood: Modality) -> Modality:
    """ "Moscow to supply wheat", "Did Russia attack?"."""
    if mood != "happened":
        return mood
    if tree.s.tags[at] == "VB" and is_infinitive(tree, at) and not tree.children(at, "mark"):
        return "planned"
    asked = tree.word(len(tree.s) - 1) == "?" and tree.s.deps[0] in {"aux", "auxpass"}
    return "hypothetical" if asked and tree.s.heads[0] == at else mood


def is_infinitive(tree: Tree, i: int) -> bool:
    """Whether "to" stands before the verb."""
    return any(tree.word(c) == "to" for c in tree.children(i, "aux"))


def _step(tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon) -> Step:
    dep = tree.s.deps[at]
    if dep in {"ccomp", "parataxis"} and _is_apart(tree, at, above):
        return mood, -1
    if dep == "conj":
        return shared_mood(tree, at, above, mood, lexicon), above
    if dep in {"pcomp", "pobj", "prep"}:
        return _by_preposition(tree, at, above, mood, lexicon)
    if dep in {"compound", "nmod", "amod", "appos"} and tree.is_noun(above):
        return _of_noun(tree, above, "", mood, lexicon)
    if dep in {"ccomp", "xcomp", "dobj", "oprd", "csubj", "parataxis"} and tree.is_verb(at):
        return _governed(tree, at, above, mood, lexicon)
    if dep == "ccomp" and tree.s.tags[above][0] == "J":
        return _said_true(tree, tree.s.heads[above], mood, lexicon)
    if dep in {"acl", "relcl", "ccomp"} and tree.is_noun(above):
        return _on_noun(tree, at, above, mood, lexicon)
    if dep in {"dobj", "dative"}:
        return _object(tree, at, above, mood, lexicon)
    if dep == "attr" and own_mood(tree, above, lexicon) == "hypothetical":
        return under("hypothetical", mood), above  # "what would have been a visit"
    if dep in {"nsubj", "nsubjpass", "attr"}:
        return _subject(tree, at, above, mood, lexicon)
    if dep == "acomp":
        return under(own_mood(tree, above, lexicon), mood), above
    if dep == "advcl":
        return _beside(tree, at, above, mood, lexicon)
    return mood, -1


def _is_apart(tree: Tree, at: int, above: int) -> bool:
    """ "Oslo accused Rome; Rome denied it": two sentences, whatever the parser makes of them."""
    return any(tree.s.words[t] == ";" for t in range(min(at, above) + 1, max(at, above)))


def _by_preposition(tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon) -> Step:
    """The act under a preposition: of a noun ("the threat of"), or of a verb ("call for")."""
    head, word = tree.s.heads[above], tree.word(above)
    if tree.s.deps[at] == "prep" or head == above:
        return mood, -1
    if tree.is_noun(head):
        return _of_noun(tree, head, word, mood, lexicon, of=at)
    if tree.s.tags[head][0] == "J" and word in {"of", "to", "for"}:
        return _of_adjective(tree, head, mood, lexicon)
    if not tree.is_verb(head):
        return mood, -1
    return _of_verb_phrase(tree, at, head, word, mood, lexicon)


def _of_verb_phrase(
    tree: Tree, at: int, head: int, word: str, mood: Modality, lexicon: Lexicon
) -> Step:
    """ "call for sanctions", "refrain from attacking", "threaten with war", "prepare for talks"."""
    lemma, own = tree.s.lemmas[head], own_mood(tree, head, lexicon)
    if word == "from" and tree.is_verb(at) and _keeps_from(lemma, lexicon):
        return under(own, deny(mood)), head
    if word in {"for", "to", "on"} and lexicon.governs("asking", lemma):
        return under("hypothetical", mood), -1
    if word == "with" and lexicon.governs("threat", lemma):
        return under("threatened", mood), -1
    if (
        word in {"against", "of"}
        and lexicon.governs("threat", lemma)
        and not _is_definite(tree, at)
    ):
        return under("hypothetical", mood), -1
    if word in {"for", "on", "to", "in", "of"} and lexicon.governs("plan", lemma):
        return under(own, under("planned", mood)), head
    if word == "in" and (lemma == "participate" or _takes_part(tree, head)):
        return under(own, mood), head
    if tree.is_verb(at) or _is_definite(tree, at) or word in {"after", "since", "over", "before"}:
        return mood, -1
    return under(own, mood), head


def _takes_part(tree: Tree, verb: int) -> bool:
    return "part" in {tree.s.lemmas[c] for c in tree.children(verb, "dobj")}


def _keeps_from(lemma: str, lexicon: Lexicon) -> bool:
    return lexicon.governs("forbidding", lemma) or lexicon.governs("refuse", lemma)


def _is_definite(tree: Tree, noun: int) -> bool:
    """Whether a noun names an act that is known: "the attack", "its ban"."""
    dets = {tree.word(c) for c in tree.children(noun, "det")}
    owned = bool(tree.children(noun, "poss"))
    return bool(dets & DEFINITE) or owned


def _of_noun(
    tree: Tree, noun: int, word: str, mood: Modality, lexicon: Lexicon, *, of: int = -1
) -> Step:
    """The act that hangs on another noun: "threat of war", "sanctions plan", "series of talks"."""
    lemma = tree.s.lemmas[noun]
    found = _made_by_noun(tree, noun, word, lexicon)
    if found and word in {"", "of", "for", "to"}:
        if tree.is_negated(noun):
            return (under(found, mood) if found != "denied" else deny(deny(mood))), -1
        return (deny(mood) if found == "denied" else under(found, mood)), noun
    sought = word in {"on", "about", "over"} and lexicon.governs("negotiation_nouns", lemma)
    if sought and of >= 0 and tree.is_noun(of) and not _is_definite(tree, of):
        return under("hypothetical", mood), -1
    if lexicon.governs("partitive", lemma) and word in {"of", "in"}:
        return under(own_mood(tree, noun, lexicon), mood), noun
    rumoured = lemma in RUMOURS and not (of >= 0 and _is_definite(tree, of))
    if word == "of" and (rumoured or lemma in {"case", "event"}):
        return under("hypothetical", mood), -1
    return mood, -1


def _made_by_noun(tree: Tree, noun: int, word: str, lexicon: Lexicon) -> Modality | None:
    """What a noun says of the act that hangs on it; None for nothing."""
    lemma = tree.s.lemmas[noun]
    if lexicon.governs("denial_nouns", lemma):
        return "denied"
    if lexicon.governs("threat_nouns", lemma):
        return "threatened"
    if lexicon.governs("brink_nouns", lemma):
        return "hypothetical"
    if lexicon.governs("plan_nouns", lemma) and lemma not in {"idea", "prospect", "possibility"}:
        return "planned"
    return "hypothetical" if lexicon.governs("maybe_nouns", lemma) else None


def _of_adjective(tree: Tree, at: int, mood: Modality, lexicon: Lexicon) -> Step:
    """ "is ready to", "was able to", "is unlikely to", "capable of"."""
    lemma = tree.s.lemmas[at]
    if lexicon.governs("ready_words", lemma):
        return under("planned", mood), at
    if lexicon.governs("able_words", lemma):
        past = tree.s.tags[tree.s.heads[at]] == "VBD"
        return (mood if past else under("hypothetical", mood)), at
    if lexicon.governs("likely_words", lemma):
        return under("hypothetical", mood), at
    return (deny(mood) if lexicon.governs("unable_words", lemma) else mood), at


def _governed(tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon) -> Step:
    """The clause of a verb: "plans to", "refused to", "said that", "denied having"."""
    infinitive = is_infinitive(tree, at)
    if tree.s.deps[at] in {"xcomp", "oprd", "dobj"} or infinitive:
        return _controlled(tree, at, above, mood, lexicon, infinitive=infinitive)
    lemma = tree.s.lemmas[above]
    if lexicon.governs("say_denying", lemma):
        return under(own_mood(tree, above, lexicon), deny(mood)), -1
    if lemma == "be":
        return _said_true(tree, above, mood, lexicon)
    if lexicon.governs("foreseeing", lemma):
        return under("hypothetical", mood), -1
    if lexicon.governs("threat", lemma) and mood in {"planned", "hypothetical"}:
        own = tree.own_subject(at)
        same = own < 0 or tree.s.tags[own] == "PRP"
        return ("threatened" if same else "hypothetical"), -1
    if mood == "planned" and foreseen(tree, above, lexicon):
        return "hypothetical", -1
    subjunctive = tree.s.tags[at] in {"VB", "VBP"} and not tree.children(at, "aux")
    if subjunctive and (lexicon.governs("asking", lemma) or lemma in SUGGESTING):
        return under("hypothetical", mood), -1
    return mood, -1


def _said_true(tree: Tree, be: int, mood: Modality, lexicon: Lexicon) -> Step:
    """ "it is not true that", "it is false that"."""
    said = {tree.word(c) for c in tree.children(be, "acomp", "attr")}
    if any(lexicon.governs("false", w) for w in said):
        return under(own_mood(tree, be, lexicon), deny(mood)), -1
    if any(lexicon.governs("true", w) for w in said) and is_negated(tree, be):
        return deny(mood), -1
    return mood, -1


def _controlled(
    tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon, *, infinitive: bool
) -> Step:
    """An infinitive or "-ing" clause, and what the verb above makes of it."""
    lemma, own = tree.s.lemmas[above], own_mood(tree, above, lexicon)
    if tree.s.tags[above][0] == "J" or lemma == "about":
        return _of_adjective(tree, above, mood, lexicon)
    if lexicon.governs("threat", lemma):
        return under("threatened", mood), -1
    refused = _keeps_from(lemma, lexicon) and (infinitive or lemma not in {"cease", "stop"})
    if refused or lexicon.governs("say_denying", lemma):
        return under(own, deny(mood)), above
    if infinitive and lexicon.governs("asking", lemma):
        return under("hypothetical", mood), -1
    if lexicon.governs("considering", lemma):
        return under(own, under("hypothetical", mood)), above
    if infinitive and _is_modal(tree, above):
        return under(own, under(_modal(tree, above), mood)), above
    if lexicon.governs("plan", lemma) and (infinitive or lexicon.governs("planning", lemma)):
        return under(own, under("planned", mood)), above
    return under(own, mood), above


def _is_modal(tree: Tree, verb: int) -> bool:
    return tree.s.lemmas[verb] in {"be", "have", "need"} or tree.word(verb) == "going"


def _modal(tree: Tree, verb: int) -> Modality:
    """ "is to", "is going to" plan; "has to", "needs to" demand; "had to" did; "has yet to" not."""
    if tree.s.lemmas[verb] in {"be", "go"}:
        return "planned"
    if any(tree.word(c) == "yet" for c in tree.children(verb, "advmod")):
        return "denied"
    return "happened" if tree.s.tags[verb] in {"VBD", "VBN"} else "hypothetical"


def _on_noun(tree: Tree, at: int, noun: int, mood: Modality, lexicon: Lexicon) -> Step:
    """A clause on a noun: "the plan to sign", "the claim that they attacked"."""
    if is_infinitive(tree, at):
        return _of_noun(tree, noun, "to", mood, lexicon)
    told = any(tree.word(c) == "that" for c in tree.children(at, "mark"))
    if told and lexicon.governs("claim_nouns", tree.s.lemmas[noun]):
        return _of_claim(tree, noun, mood, lexicon)
    return mood, -1


def _of_claim(tree: Tree, noun: int, mood: Modality, lexicon: Lexicon) -> Step:
    """ "denied reports that", "the reports that ... were false", "no evidence that"."""
    above, dep = tree.s.heads[noun], tree.s.deps[noun]
    if tree.is_negated(noun):
        return deny(mood), -1
    if dep in {"dobj", "nsubjpass"} and lexicon.governs("claim_denying", tree.s.lemmas[above]):
        return under(own_mood(tree, above, lexicon), deny(mood)), -1
    if dep == "nsubj" and tree.s.lemmas[above] == "be":
        return _said_true(tree, above, mood, lexicon)
    return mood, -1


def _object(tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon) -> Step:
    """An act told by the object of a verb: "imposed sanctions", "denied a meeting"."""
    lemma, own = tree.s.lemmas[above], own_mood(tree, above, lexicon)
    if lexicon.governs("say_denying", lemma) or lexicon.governs("refuse", lemma):
        return under(own, deny(mood)), above
    if mood == "denied":
        return mood, -1
    if lexicon.governs("threat", lemma):
        return under("threatened", mood), -1
    if lexicon.governs("planning", lemma):
        return under(own, under("planned", mood)), above
    if _is_definite(tree, at) and not lexicon.governs("light", lemma):
        return mood, -1
    for role in ("asking", "considering", "foreseeing"):
        if lexicon.governs(role, lemma):
            return under(own, under("hypothetical", mood)), -1
    if own == "denied" and not lexicon.governs("light", lemma):
        return mood, -1
    return under(own, mood), above


def _subject(tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon) -> Step:
    """An act told by a subject: "talks are scheduled", "the visit was cancelled"."""
    if not tree.is_noun(at) or mood == "denied":
        return mood, -1
    lemma, own = tree.s.lemmas[above], own_mood(tree, above, lexicon)
    passive = tree.s.deps[at] == "nsubjpass"
    if passive and lexicon.governs("cancelled", lemma):
        return under(own, deny(mood)), -1
    if passive and lexicon.governs("set_for", lemma):
        return under(own, under("planned", mood)), -1
    for said in tree.children(above, "acomp") if lemma == "be" else []:
        if tree.s.lemmas[said] in {"due", "imminent", "near", "likely", "possible"}:
            return under(own, _of_adjective(tree, said, under("planned", mood), lexicon)[0]), -1
    realised = lexicon.governs("occur", lemma) or (passive and lexicon.governs("light", lemma))
    if realised:
        return under(own, mood), above
    maybe = own in {"hypothetical", "planned"} and not _is_definite(tree, at)
    return (under("hypothetical", mood) if maybe else mood), -1


def _beside(tree: Tree, at: int, above: int, mood: Modality, lexicon: Lexicon) -> Step:
    """ "will sign when they meet": a present beside a future has not happened yet."""
    if tree.is_verb(above) and tree.s.tags[at] in {"VBZ", "VBP"} and mood == "happened":
        marks = {tree.word(c) for c in tree.children(at, "mark", "advmod")}
        if marks & {"when", "once", "until", "before", "after", "as"}:
            return under(_future(own_mood(tree, above, lexicon)), mood), -1
    return mood, -1


def _future(mood: Modality) -> Modality:
    return mood if mood in {"planned", "hypothetical"} else "happened"
