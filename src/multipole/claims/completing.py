"""The end that an act lacks, from the sentence before, where the type model sees it pass there.

The rules of `multipole.claims.context` know what points back ("the move", "the charge"). Where they
find nothing, an act with one end is put to the type model once for each actor named in its sentence
and the one before it; the likeliest is its other end if that is likely enough. An end that has a
name which nobody knows is left open: it is not another's. The words that name the end are kept
beside those of the act.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from multipole.claims.ends import AGENTS, Side
from multipole.claims.grammar import Tree
from multipole.claims.marked import Marked
from multipole.claims.roles import TEXTS
from multipole.claims.told import Act
from multipole.claims.type_model import CLASSES
from multipole.claims.typed import Types, load_mixing
from multipole.core.text import Mention, Sentence

#: How many sentences back an end is looked for.
BACK: Final = 1
PROPER: Final = frozenset({"NNP", "NNPS"})


@dataclass(frozen=True, slots=True)
class Before:
    """A sentence with those before it: its number and tree, the text of all, who is named where."""

    n: int
    tree: Tree
    text: str
    sentences: Sequence[Sentence]
    mentions: Mapping[int, Sequence[Mention]]

    def with_end(self, act: Act, types: Types) -> Act:
        """The act with the other end that the model finds likeliest, or as it is."""
        if bool(act.sender) is bool(act.receiver) or act.mutual or self._is_named(act):
            return act
        asked = list(self._asked(act))
        if not asked:
            return act
        own = types.predict([marked for _, marked in asked])[:, CLASSES.index(act.action)]
        best = int(own.argmax())
        if own[best] < load_mixing().context:
            return act
        return _whole(act, asked[best][0], float(own[best]))

    def _is_named(self, act: Act) -> bool:
        """Whether the end that lacks has a name: one that is nobody's we know is not another's."""
        verb, tree = act.trigger, self.tree
        if not tree.is_verb(verb):
            return False
        if act.receiver:
            ends = [tree.agent(verb) if tree.is_passive(verb) else tree.subject(verb)]
        else:
            passive = tree.is_passive(verb)
            ends = [tree.own_subject(verb)] if passive else tree.children(verb, "dobj", "dative")
        named = [tree.meant(end) for end in ends if end >= 0]
        return any(tree.s.tags[t] in PROPER or tree.s.lemmas[t] in TEXTS for t in named)

    def _asked(self, act: Act) -> Iterator[tuple[Mention, Marked]]:
        """Each of the others named of late, the nearest first, and what the model reads."""
        known = act.sender or act.receiver
        here = self._of(self.n)
        own = [m for m in here if m.head in known.tokens and known.actors.issuperset(m.actors)]
        if not own:
            return
        seen = set[frozenset[str]]()
        for back in range(min(BACK, self.n) + 1):
            start = self.sentences[self.n - back].start
            for mention in self._of(self.n - back):
                others = frozenset(mention.actors)
                if (
                    mention.how not in AGENTS
                    or others in seen
                    or others & known.actors
                    or _overlap(mention, own[0])
                ):
                    continue
                seen.add(others)
                known_at, other_at = _place(own[0], start), _place(mention, start)
                ends = (known_at, other_at) if act.sender else (other_at, known_at)
                text = self.text[start : self.sentences[self.n].end]
                yield mention, Marked(text, (ends[0],), (ends[1],))

    def _of(self, n: int) -> Sequence[Mention]:
        return self.mentions.get(n, ())


def _whole(act: Act, mention: Mention, sure: float) -> Act:
    words = ((mention.start, mention.end),)
    other = Side(frozenset(mention.actors), (), mention.confidence, words)
    act = replace(act, confidence=sure * mention.confidence, seen="context")
    if act.action == "CONSULT":
        both = act.sender | act.receiver | other
        return replace(act, sender=both, receiver=both, mutual=True)
    return replace(act, receiver=other) if act.sender else replace(act, sender=other)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _place(mention: Mention, start: int) -> tuple[int, int]:
    return mention.start - start, mention.end - start
