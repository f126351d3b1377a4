"""What a figure measures, and whose thing it measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from multipole.claims.grammar import Tree
from multipole.core.text import Figure, Mention

if TYPE_CHECKING:
    from multipole.claims.coder import Page

COUNTED: Final = frozenset({"persons", "items"})
#: Figures of a whole that somebody owns; of other figures the subject is the owner.
RELATIVE: Final = frozenset({"percent", "percentage_points", "times", "rank"})
#: Words of the number itself, above which its place in the sentence is read.
NUMERIC: Final = frozenset({"CD", "$", "SYM"})
UNITS: Final = frozenset(
    """
    percent % cent pct percentage point tonne ton barrel bpd metre meter bcm km kilometre kilometer
    mw gw megawatt gigawatt dollar euro yuan renminbi ruble rouble yen rupee pound day thousand
    million billion trillion
    """.split()
)
SHARES: Final = frozenset(
    """
    share part portion proportion percentage half third quarter fifth majority bulk rest
    """.split()
)
OWNING: Final = frozenset({"poss", "amod", "compound", "nmod"})
PRONOUNS: Final = frozenset({"it", "that", "this", "its", "which", "they", "their"})
CARRYING: Final = frozenset({"of", "worth"})
TIMES: Final = frozenset({"year", "month", "quarter", "week", "decade"})
GOALS: Final = frozenset({"target", "goal", "aim", "objective"})
MODIFYING: Final = frozenset({"nummod", "amod", "quantmod", "compound", "nmod"})
NEAR: Final = 12
Ends = tuple[tuple[str, ...], tuple[str, ...]]
NO_ENDS: Final[Ends] = ((), ())


def token_of(tree: Tree, figure: Figure) -> int:
    """The token of the figure that the grammar hangs on."""
    inside = [i for i in range(len(tree.s)) if figure.start <= tree.s.at[i] < figure.end]
    for i in inside:
        if tree.s.heads[i] not in inside:
            return i
    return inside[0] if inside else 0


def verb_of(tree: Tree, token: int) -> int:
    """The nearest verb at or above ``token``; -1 when there is none."""
    return next((at for at in (token, *tree.up(token)) if tree.is_verb(at)), -1)


def measure_of(page: Page, tree: Tree, figure: Figure, token: int) -> str:
    """What is measured, in the report's own words.

    A share names its thing and its whole ("U.S. dollar, Russia-China trade"), a rank its noun, a
    growth its object; a pronoun is followed by what it stands for, in brackets.
    """
    if figure.unit in COUNTED:
        noun = tree.s.heads[token] if tree.s.deps[token] in {"nummod", "quantmod"} else token
        return _phrase(page, tree, noun)
    verb = verb_of(tree, token)
    if figure.unit == "rank" and tree.is_noun(token):
        return _phrase(page, tree, token)
    if figure.unit == "rank" and tree.is_noun(tree.s.heads[token]):
        return _phrase(page, tree, tree.s.heads[token])
    whole = _whole(tree, token)
    described = _described(tree, token)
    if described >= 0:
        return _phrase(page, tree, described)
    subject = tree.subject(verb) if verb >= 0 else -1
    things = tree.children(verb, "dobj") if verb >= 0 else []
    if whole and subject in {token, tree.first_conjunct(token), -1}:
        return _phrase(page, tree, whole[0])
    if not whole and (carrier := carrier_of(tree, token)) >= 0:
        return _phrase(page, tree, _aimed_at(tree, carrier))
    things = [t for t in (*things, subject) if t >= 0 and not _inside(tree, t, token)]
    if not things:
        return _phrase(page, tree, tree.s.heads[token])
    named = _named(page, tree, figure, things[0])
    return f"{named}, {_phrase(page, tree, whole[0])}" if whole else named


def _described(tree: Tree, token: int) -> int:
    """The noun that the figure stands before: "a 25 percent tariff", "a $5bn loan"; or -1."""
    top = _top(tree, token)
    noun = tree.s.heads[top]
    before = tree.s.deps[top] in MODIFYING and noun > top and tree.is_noun(noun)
    return noun if before and tree.s.lemmas[noun] not in UNITS | SHARES | TIMES else -1


def carrier_of(tree: Tree, token: int) -> int:
    """The noun that has the figure: "a border of 1,340 km", "a credit of 1.5 billion"; or -1."""
    top = _top(tree, token)
    prep = tree.s.heads[top]
    noun = tree.s.heads[prep]
    of = tree.is_noun(noun) and tree.word(prep) in CARRYING
    return noun if of and tree.s.lemmas[noun] not in UNITS | SHARES else -1


def is_goal(tree: Tree, noun: int) -> bool:
    """Whether the noun says that its figure is still to be reached."""
    return noun >= 0 and tree.s.lemmas[noun] in GOALS


def _aimed_at(tree: Tree, noun: int) -> int:
    """What a target is set for; the noun itself when it is no target or does not say."""
    places = (noun, *tree.up(noun)) if is_goal(tree, noun) else ()
    for at in places:
        for word, thing in tree.prepositions(at):
            if word in {"for", "in"} and tree.is_noun(thing):
                return thing
    return noun


def _top(tree: Tree, token: int) -> int:
    """The head of the words of the number and its unit."""
    at = token
    for above in tree.up(token):
        numeric = tree.s.tags[above] in NUMERIC or tree.s.lemmas[above] in UNITS
        if not numeric or tree.s.deps[at] in {"pobj", "prep"}:
            break
        at = above
    return at


def _whole(tree: Tree, token: int) -> list[int]:
    """The nouns that the figure is "of" or "in"."""
    for at in dict.fromkeys((token, _top(tree, token))):
        found = [n for w, n in tree.prepositions(at) if w in {"of", "in"}]
        if found:
            return found
    return []


def _inside(tree: Tree, thing: int, token: int) -> bool:
    """Whether the figure stands in the very phrase of ``thing``."""
    for at in (token, *tree.up(token)):
        if at == thing or tree.is_verb(at):
            return at == thing
    return False


def _named(page: Page, tree: Tree, figure: Figure, thing: int) -> str:
    """The phrase, with what an "it", "that" or "its share" in it stands for."""
    phrase = _phrase(page, tree, thing)
    if phrase.split()[0].lower() not in PRONOUNS:
        return phrase
    for sentence in (figure.sentence, figure.sentence - 1):
        if sentence < 0:
            break
        other = Tree(page.reading.sentences[sentence])
        for i, dep in enumerate(other.s.deps):
            before = sentence < figure.sentence or i < thing
            if dep.startswith("nsubj") and other.is_noun(i) and before:
                return f"{phrase} ({_phrase(page, other, i)})"
    return phrase


def _phrase(page: Page, tree: Tree, head: int) -> str:
    skip = frozenset(c for c in tree.kids[head] if tree.s.deps[c] in {"relcl", "punct", "advcl"})
    tokens = tree.subtree(head, skip=skip)
    tokens = [t for t in tokens if abs(t - head) < NEAR]
    return page.document.text[tree.s.at[tokens[0]] : tree.s.to[tokens[-1]]]


def ends_of(tree: Tree, figure: Figure, mentions: Sequence[Mention], about: Sequence[str]) -> Ends:
    """Whose figure it is, and towards whom; both empty when the words do not tell.

    The owner of the whole comes first for a share, a multiple or a rank ("70 percent of Chinese
    arms imports come from Russia": CHN, RUS), else who does what is counted ("Russia sold China
    ten jets": RUS, CHN), else where it comes from and where it goes.
    """
    owners = _Owners(tree, mentions, frozenset(about))
    token = token_of(tree, figure)
    found = list(owners.candidates(token, figure.unit in RELATIVE))
    for owner in found:
        rest = frozenset(about) - owner
        others = [other for other in found if other <= rest]
        other = rest if len(rest) == 1 else others[0] if others else frozenset()
        if len(owner) == len(other) == 1:
            return tuple(owner), tuple(other)
        if not rest:
            return NO_ENDS
    return NO_ENDS


class _Owners:
    """Whose a noun is, by the mentions of one sentence."""

    def __init__(self, tree: Tree, mentions: Sequence[Mention], about: frozenset[str]) -> None:
        self.tree = tree
        self.at = {m.head: about & frozenset(m.actors) for m in mentions}

    def candidates(self, token: int, relative: bool) -> Iterator[frozenset[str]]:
        """The owners in the order in which they are believed."""
        verb = verb_of(self.tree, token)
        subject = self.tree.subject(verb) if verb >= 0 else -1
        thing = self._thing(token)
        wholes = [self.owner(noun) for noun in _whole(self.tree, token)]
        things = [self.owner(t) for t in self.tree.children(verb, "dobj")] if verb >= 0 else []
        doer = [self.owner(subject)] if subject >= 0 else []
        order = [*wholes, self.owner(thing), *doer] if relative else [*doer, *things, *wholes]
        yield from filter(None, [*order, *things, *self._way(verb)])

    def _thing(self, token: int) -> int:
        """The noun that the number stands with."""
        top = _top(self.tree, token)
        head = self.tree.s.heads[top]
        near = self.tree.s.deps[top] in MODIFYING
        return head if near and self.tree.is_noun(head) else top

    def owner(self, noun: int, depth: int = 0) -> frozenset[str]:
        """The actors whose ``noun`` is; of a share, the owner of its whole."""
        if depth > 3 or noun < 0:
            return frozenset()
        wholes = [n for w, n in self.tree.prepositions(noun) if w in {"of", "in"}]
        if self.tree.s.lemmas[noun] in SHARES:
            below = [found for n in wholes for found in self.tree.prepositions(n)]
            order = sorted(
                [*self.tree.prepositions(noun), *below], key=lambda found: found[0] != "in"
            )
            found = [self.owner(n, depth + 1) for w, n in order if w in {"of", "in"}]
            if any(found):
                return next(filter(None, found))
        own = self._named(noun)
        for child in self.tree.children(noun, *OWNING):
            own |= self._named(child)
        for word, other in self.tree.prepositions(noun):
            if word in {"of", "between", "by"} and not own:
                own = self._named(other)
        if own:
            return own
        return next(filter(None, (self.owner(n, depth + 1) for n in wholes)), own)

    def _named(self, i: int) -> frozenset[str]:
        found = self.at.get(i, frozenset())
        for other in self.tree.conjuncts(i)[1:] if found else ():
            found |= self.at.get(other, frozenset())
        return found

    def _way(self, verb: int) -> Iterator[frozenset[str]]:
        """ "from Russia to China"."""
        goals = list(self.tree.prepositions(verb)) if verb >= 0 else []
        for wanted in ("from", "to"):
            yield from (self._named(n) for word, n in goals if word == wanted)
