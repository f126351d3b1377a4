"""What the words of an act's own clause make of it, and how two moods combine."""

from __future__ import annotations

from typing import Final

from multipole.claims.grammar import Tree
from multipole.claims.lexicon import Lexicon
from multipole.claims.negation import is_negated
from multipole.core.types import Modality

FUTURE: Final = frozenset({"will", "shall", "'ll", "’ll", "wo"})
MAYBE: Final = frozenset(
    {"may", "might", "could", "would", "should", "can", "must", "ought", "'d", "’d"}
)
IF: Final = frozenset({"if", "unless", "whether", "lest"})
PAST: Final = frozenset({"VBD", "VBN"})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
#: Adverbs that make "would" tell what came of it: "two years later they would sign".
CAME: Final = frozenset({"later", "eventually", "subsequently", "ultimately", "finally", "soon"})


def deny(mood: Modality) -> Modality:
    """What is said not to be so: a denied act that is denied happened."""
    return "happened" if mood == "denied" else "denied"


def under(governor: Modality, mood: Modality) -> Modality:
    """The mood of an act under a word of another mood: "may plan to" is hypothetical."""
    if governor == "happened":
        return mood
    if governor == "denied":
        return deny(mood)
    if mood == "denied" or (mood in {"hypothetical", "threatened"} and governor == "planned"):
        return mood
    return governor


def own_mood(tree: Tree, i: int, lexicon: Lexicon) -> Modality:
    """The mood that auxiliaries, "if", "not" and adjectives on token ``i`` itself give it."""
    if is_conditional(tree, i):
        return "hypothetical"
    if is_negated(tree, i):
        return "denied"
    if tree.is_noun(i):
        return _of_noun(tree, i, lexicon)
    return _of_verb(tree, i, lexicon)


def is_conditional(tree: Tree, i: int) -> bool:
    """Whether token ``i`` heads an if-clause, or one turned round ("should Moscow attack")."""
    if any(tree.word(c) in IF for c in tree.children(i, "mark")):
        return True
    if tree.s.deps[i] not in {"advcl", "ccomp", "ROOT"}:
        return False
    subject = next(iter(tree.children(i, "nsubj", "nsubjpass")), -1)
    leading = [c for c in tree.children(i, "aux", "auxpass") if c < subject]
    return any(tree.word(c) in {"had", "were", "should"} for c in leading)


def _of_noun(tree: Tree, i: int, lexicon: Lexicon) -> Modality:
    words = {tree.word(c) for c in tree.children(i, "amod")}
    if any(lexicon.governs("undone_words", w) for w in words):
        return "denied"
    if any(lexicon.governs("maybe_words", w) for w in words):
        return "hypothetical"
    return "planned" if any(lexicon.governs("planned_words", w) for w in words) else "happened"


def _of_verb(tree: Tree, i: int, lexicon: Lexicon) -> Modality:
    words = [tree.word(c) for c in tree.children(i, "aux", "auxpass")]
    if any(w in FUTURE for w in words):
        doubtful = any(
            lexicon.governs("maybe_adverbs", tree.word(c)) for c in tree.children(i, "advmod")
        )
        return "hypothetical" if doubtful or _has_condition(tree, i) else "planned"
    if "would" in words and "have" not in words:
        return _would(tree, i, lexicon)
    return "hypothetical" if any(w in MAYBE for w in words) else "happened"


def _has_condition(tree: Tree, i: int) -> bool:
    return any(is_conditional(tree, c) for c in tree.children(i, "advcl"))


def _would(tree: Tree, i: int, lexicon: Lexicon) -> Modality:
    """The future as told in the past: announced, or known to have come about."""
    if _has_condition(tree, i):
        return "hypothetical"
    above = tree.s.heads[i]
    if tree.s.deps[i] == "ccomp" and tree.s.tags[above] in PAST:
        lemma = tree.s.lemmas[above]
        told = lexicon.governs("say", lemma) or lexicon.governs("plan", lemma)
        return "planned" if told and not foreseen(tree, above, lexicon) else "hypothetical"
    if tree.s.deps[i] in {"ROOT", "relcl", "conj"} and _came(tree, i):
        return "happened"
    return "hypothetical"


def _came(tree: Tree, i: int) -> bool:
    for child in tree.children(i, "advmod"):
        if tree.word(child) in CAME:
            return True
    return any(
        tree.word(prep) == "in" and tree.s.words[noun].isdigit()
        for prep in tree.children(i, "prep")
        for noun in tree.children(prep, "pobj")
    )


def foreseen(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """Whether a verb of speech tells what its subject expects, not what it intends."""
    lemma = tree.s.lemmas[verb]
    if lexicon.governs("foreseeing", lemma) or lexicon.governs("thinking", lemma):
        return True
    subject = tree.subject(verb)
    return subject >= 0 and lexicon.governs("observers", tree.s.lemmas[subject])


def shared_mood(tree: Tree, at: int, first: int, mood: Modality, lexicon: Lexicon) -> Modality:
    """The mood of the second of two joined words, which may share the first one's auxiliaries."""
    alone = {"aux", "nsubj", "nsubjpass"} if tree.is_verb(at) else {"det", "poss"}
    if any(tree.s.deps[c] in alone and tree.word(c) != "to" for c in tree.kids[at]):
        return mood
    if tree.s.tags[at] in FINITE and tree.children(first, "aux"):
        return mood  # "would withdraw and later attacked" shares no auxiliary
    shared = own_mood(tree, first, lexicon)
    if shared == "denied":
        words = {tree.word(c) for c in range(first, at)}
        return "denied" if mood == "denied" or words & {"or", "nor"} else mood
    return under(shared, mood) if mood != "denied" else mood
