"""The words that carry an act, and those elsewhere in its document that give it an end."""

from __future__ import annotations

import re
from typing import Final

from multipole.claims.grammar import Tree
from multipole.claims.marked import Stretch
from multipole.claims.told import Act

FAR: Final = 25
NAME: Final = 6
NAMING: Final = frozenset({"det", "compound", "amod", "poss", "nmod", "nummod", "case"})
PHRASE: Final = 9
REST: Final = 2
WORD: Final = re.compile(r"\w+")


def stretch(tree: Tree, act: Act) -> Stretch:
    """The words that carry the act: its clause, or its noun phrase, and the names of its ends."""
    verb = act.tokens[0]
    near = _near(act)
    if verb == act.trigger and not tree.is_verb(verb):
        modifiers = [t for c in tree.kids[verb] if c < verb for t in tree.subtree(c)]
        ends = [t for at in near if at > verb for t in tree.subtree(at) if t - at < NAME]
        phrases = [t for c in tree.children(verb, "prep") if c > verb for t in tree.subtree(c)]
        tokens = [verb, *near, *modifiers, *ends, *(t for t in phrases if t - verb <= PHRASE)]
    else:
        tokens = [*near, *_names(tree, act), *tree.clause(act.trigger), *tree.clause(verb)]
    tokens = [t for t in tokens if abs(t - act.trigger) <= FAR or t in tree.clause(verb)]
    tokens = _undivided(tree, act, tokens)
    return tree.s.at[min(tokens)], tree.s.to[max(tokens)]


def _undivided(tree: Tree, act: Act, tokens: list[int]) -> list[int]:
    """Without what is beyond a semicolon: "Oslo sent ships; Rome summoned the Danish envoy"."""
    own = [t for t in act.tokens if t in tokens] or [act.trigger]
    signs = [t for t, word in enumerate(tree.s.words) if word == ";"]
    first = max((t + 1 for t in signs if t < min(own)), default=0)
    last = min((t - 1 for t in signs if t > max(own)), default=len(tree.s))
    return [t for t in tokens if first <= t <= last]


def _near(act: Act) -> list[int]:
    return [t for t in act.tokens if abs(t - act.trigger) <= FAR]


def _names(tree: Tree, act: Act) -> list[int]:
    """The words that belong to the names of its ends, and to its noun."""
    names = [t for at in _near(act) for c in tree.kids[at] if c < at for t in tree.subtree(c)]
    return [t for t in names if act.trigger - FAR <= t and tree.s.deps[t] in NAMING]


def grounds(tree: Tree, act: Act) -> tuple[Stretch, ...]:
    """What an end taken over from this act rests on.

    From the first to the last of the words that name the act and its ends, and the words elsewhere
    that give it an end.
    """
    tokens = _near(act) + _names(tree, act)
    own = (tree.s.at[min(tokens)], tree.s.to[max(tokens)])
    return tuple(dict.fromkeys((own, *act.sender.where, *act.receiver.where)))


def elsewhere(tree: Tree, act: Act, text: str) -> list[Stretch]:
    """The words of ``text`` that give an end of the act outside of its own, by their place.

    Of words that lie partly in its own only the rest is given, unless that says nothing.
    """
    own = stretch(tree, act)
    found = list[Stretch]()
    for start, end in sorted({*act.sender.where, *act.receiver.where}):
        for part in ((start, min(end, own[0])), (max(start, own[1]), end)):
            said = part == (start, end) or len(WORD.findall(text[slice(*part)])) >= REST
            if part[0] < part[1] and said and not any(_inside(part, other) for other in found):
                found.append(part)
    return found


def _inside(part: Stretch, other: Stretch) -> bool:
    return other[0] <= part[0] and part[1] <= other[1]
