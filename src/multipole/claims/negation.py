"""Whether a word carries "not", "never", "no longer", "neither ... nor", "without" and the like."""

from __future__ import annotations

from typing import Final

from multipole.claims.grammar import Tree

NOBODY: Final = frozenset({"nobody", "none", "neither"})
NOT_SO: Final = frozenset({"n't", "not", "never", "no", "neither", "nor", "hardly", "n’t"})
MARKS: Final = frozenset({"neg", "det", "advmod", "preconj", "cc"})
LIMITED: Final = frozenset({"only", "just", "merely", "simply", "until"})
#: "at no point", "under no circumstances", "in no way", "by no means".
FRAMES: Final = frozenset(
    {"point", "time", "stage", "circumstance", "way", "mean", "account", "case", "condition"}
)
REPLACING: Final = frozenset({"pcomp", "pobj", "conj", "advcl", "prep", "xcomp", "acl"})
LEADING: Final = frozenset({"aux", "auxpass", "det", "amod", "compound", "poss"})
IN_PLACE: Final = frozenset({"instead", "rather", "short", "far", "without"})


def is_negated(tree: Tree, i: int) -> bool:
    """Whether the act of token ``i`` is said not to be, by words of its own clause.

    What a word above it ("refused", "denied") makes of the act is not read here.
    """
    return (
        _marked(tree, i)
        or _in_frame(tree, i)
        or _by_subject(tree, i)
        or _by_object(tree, i)
        or _nor(tree, i)
    )


def replaces(tree: Tree, i: int) -> bool:
    """Whether the act stands under "without", "instead of", "rather than", "far from"."""
    head = tree.s.heads[i]
    if (
        tree.s.deps[i] not in {"pcomp", "pobj", "conj", "advcl", "prep", "xcomp", "acl"}
        or head == i
    ):
        return False
    start = _first(tree, i)
    before = {tree.word(t) for t in range(max(0, start - 2), start)}
    if before & {"without"}:
        return True
    return bool(before & {"of", "than", "from"}) and bool(before & IN_PLACE)


def _first(tree: Tree, i: int) -> int:
    """Where the words of a verb group or a noun phrase begin."""
    first = i
    for child in tree.kids[i]:
        if child < i and tree.s.deps[child] in {
            "aux",
            "auxpass",
            "det",
            "amod",
            "compound",
            "poss",
        }:
            first = min(first, *tree.subtree(child))
    return first


def _marked(tree: Tree, i: int) -> bool:
    for child in tree.kids[i]:
        if tree.s.deps[child] in MARKS and tree.word(child) in NOT_SO:
            after = tree.word(child + 1) if child + 1 < len(tree.s) else ""
            joined = tree.s.deps[child] == "cc" and tree.word(child) != "nor"
            placed = child < i or tree.s.deps[child] == "neg"
            if after not in LIMITED and not joined and placed:
                return True
        if tree.word(child) in {"longer", "means"} and tree.word(child - 1) == "no":
            return True
    return False


def _in_frame(tree: Tree, i: int) -> bool:
    return any(
        tree.s.lemmas[noun] in FRAMES and _has_no(tree, noun)
        for _, noun in tree.prepositions(i)
        if tree.is_verb(i)
    )


def _has_no(tree: Tree, noun: int) -> bool:
    return any(tree.word(c) == "no" for c in tree.children(noun, "det", "neg"))


def _by_subject(tree: Tree, i: int) -> bool:
    """ "Nobody attacked", "no state attacked", "neither France nor Germany attacked"."""
    for child in tree.children(i, "nsubj", "nsubjpass") if tree.is_verb(i) else []:
        own = {tree.word(c) for c in tree.children(child, "preconj", "det", "cc")}
        if tree.word(child) in NOBODY or own & {"neither", "no"}:
            return True
        if tree.word(child) == "one" and "no" in own:
            return True
    return False


def _by_object(tree: Tree, i: int) -> bool:
    """ "sent Ukraine no weapons", "blamed nobody"."""
    if not tree.is_verb(i):
        return False
    return any(
        _has_no(tree, c) or tree.word(c) in NOBODY | {"nothing"} for c in tree.children(i, "dobj")
    )


def _nor(tree: Tree, i: int) -> bool:
    """Whether "nor" stands between the act and what it is joined to."""
    head = tree.s.heads[i]
    if tree.s.deps[i] != "conj":
        return False
    return any(tree.word(t) == "nor" for t in range(min(i, head), max(i, head)))
