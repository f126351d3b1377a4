"""Whether an act happened, is planned, threatened, hypothetical, or is said not to be so."""

from __future__ import annotations

from typing import Final

from multipole.claims.grammar import Tree
from multipole.claims.lexicon import Lexicon
from multipole.core.types import Modality

FUTURE: Final = frozenset({"will", "shall", "'ll", "’ll", "wo"})
MAYBE: Final = frozenset({"may", "might", "could", "would", "should", "can", "must", "ought", "'d"})
DENYING: Final = frozenset({"deny", "refute", "disavow", "disclaim"})
SUGGESTING: Final = frozenset({"suggest", "recommend", "propose", "insist", "demand", "ask"})
ANNOUNCING: Final = frozenset(
    {"announce", "declare", "promise", "pledge", "vow", "agree", "confirm", "reveal", "decide"}
)
IF: Final = frozenset({"if", "unless", "whether", "lest"})
COMING: Final = frozenset({"future", "planned", "possible", "potential", "upcoming", "forthcoming",
                           "proposed", "next", "prospective", "expected", "scheduled"})  # fmt: skip
INNER: Final = frozenset(
    """
    xcomp ccomp advcl acl pcomp conj relcl dobj pobj prep nsubj nsubjpass attr compound nmod
    """.split()
)


def read_modality(tree: Tree, i: int, lexicon: Lexicon) -> Modality:
    """Read the modality of the act that token ``i`` (verb or noun) carries."""
    if _denied(tree, i):
        return "denied"
    if _under_denial(tree, i):
        return "denied"
    own = _own(tree, i)
    if own != "happened":
        return own
    at = i
    for above in tree.up(i):
        if tree.s.deps[at] not in INNER:
            break
        found = _from_above(tree, at, above, lexicon)
        if found:
            return found
        of_noun = tree.is_noun(above) and tree.s.deps[at] in {"acl", "ccomp"}
        if (not of_noun and tree.s.deps[at] in {"ccomp", "relcl", "conj"}) or (
            tree.is_verb(above) and tree.s.deps[at] in {"nsubj", "nsubjpass", "advcl"}
        ):
            break
        at = above
    return "happened"


def _denied(tree: Tree, i: int) -> bool:
    if tree.is_negated(i) or _is_neither(tree, i):
        return True
    above = tree.s.heads[i]
    if above != i and tree.s.deps[i] in {"dobj", "xcomp", "nsubjpass"} and tree.is_verb(above):
        return tree.is_negated(above)
    return False


def _under_denial(tree: Tree, i: int) -> bool:
    """Whether a verb of denying governs the act: "denied plans to send arms"."""
    at = i
    for above in tree.up(i):
        dep = tree.s.deps[at]
        if dep not in INNER or dep in {"relcl", "advcl", "nsubj", "nsubjpass"}:
            return False
        if tree.s.lemmas[above] in DENYING and dep in {"ccomp", "xcomp", "dobj"}:
            return True
        if tree.s.lemmas[above] == "be" and tree.is_negated(above) and dep != "conj":
            said = {tree.word(c) for c in tree.children(above, "acomp", "attr")}
            if said & {"true", "correct", "right", "case"}:
                return True
        at = above
    return False


def _is_neither(tree: Tree, i: int) -> bool:
    """ "neither condemned nor sanctioned", "rather than condemning", "instead of talking"."""
    head = tree.s.heads[i]
    if tree.s.deps[i] == "pcomp" and head and tree.word(head) in {"than", "of"}:
        return tree.word(head - 1) in {"rather", "instead"}
    between = range(min(i, head), max(i, head))
    return tree.s.deps[i] == "conj" and any(tree.word(t) == "nor" for t in between)


def _own(tree: Tree, i: int) -> Modality:
    for child in tree.kids[i]:
        dep, word = tree.s.deps[child], tree.word(child)
        if dep in {"aux", "auxpass"} and word in FUTURE:
            return "planned"
        if dep == "aux" and word in {"had", "were"} and child == 0:
            return "hypothetical"
        if dep == "aux" and word == "would" and _is_told(tree, i):
            return "planned"
        if dep == "aux" and word in MAYBE:
            return "hypothetical"
        if dep == "mark" and word in IF:
            return "hypothetical"
        if dep == "amod" and word in COMING:
            return "planned"
    return "happened"


def _is_told(tree: Tree, i: int) -> bool:
    """ "announced that they would build": the future as told in the past."""
    above = tree.s.heads[i]
    announced = tree.s.lemmas[above] in ANNOUNCING and tree.s.tags[above] in {"VBD", "VBN"}
    return tree.s.deps[i] == "ccomp" and announced


def _from_above(tree: Tree, at: int, above: int, lexicon: Lexicon) -> Modality | None:
    """What a governing word makes of the act below it."""
    lemma, dep = tree.s.lemmas[above], tree.s.deps[at]
    infinitive = any(tree.s.deps[c] == "aux" and tree.word(c) == "to" for c in tree.kids[at])
    if tree.is_verb(above):
        if dep == "conj":
            shared = _own(tree, above)
            return shared if shared != "happened" and not _has_own_aux(tree, at) else None
        if infinitive and dep == "xcomp" and (lemma == "be" or tree.word(above) == "going"):
            return "planned"
        if dep == "ccomp" and lemma in SUGGESTING and tree.s.tags[at] in {"VB", "VBP"}:
            return None if _has_aux(tree, at) else "hypothetical"
        if (dep in {"xcomp", "ccomp"} and infinitive) or dep in {"dobj", "pobj", "prep"}:
            return _governed(tree, above, infinitive, lexicon)
        return None
    if tree.is_noun(above) and infinitive and lexicon.governs("plan_nouns", lemma):
        return "planned"
    if tree.s.tags[above].startswith("J") and infinitive:
        return "planned" if lemma in {"ready", "willing", "set", "due", "keen", "eager"} else None
    return None


def _has_own_aux(tree: Tree, i: int) -> bool:
    return any(tree.s.deps[c] in {"aux", "nsubj", "nsubjpass"} for c in tree.kids[i])


def _has_aux(tree: Tree, i: int) -> bool:
    return bool(tree.children(i, "aux"))


def _governed(tree: Tree, above: int, infinitive: bool, lexicon: Lexicon) -> Modality | None:
    lemma = tree.s.lemmas[above]
    if lexicon.governs("threat", lemma):
        return "threatened"
    if lexicon.governs("refuse", lemma):
        return "denied"
    if infinitive and lexicon.governs("ask", lemma):
        return "hypothetical"
    if lexicon.governs("plan", lemma) and (infinitive or lemma in {"plan", "propose", "consider"}):
        return "planned"
    own = _own(tree, above)
    return own if own != "happened" else None
