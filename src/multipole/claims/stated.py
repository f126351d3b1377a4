"""Figures that say something about a relation: what they measure, of whom, when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from multipole.claims.grammar import Tree
from multipole.claims.topics import read_domain
from multipole.core.text import Figure, Mention
from multipole.core.types import Claim

if TYPE_CHECKING:
    from multipole.claims.coder import Page

CONFIDENCE: Final = 0.65
#: The weakest word that is true of all the phrases behind a qualifier ("at least", "over").
BOUNDS: Final = {"about": "about", "more_than": "at least", "less_than": "at most"}
COUNTED: Final = frozenset({"persons", "items"})
AGES: Final = frozenset({"years", "km"})


def find_stated_figures(page: Page) -> Iterator[Claim]:
    """Yield a figure claim for each number whose sentence, or the one before, names actors."""
    trees: dict[int, Tree] = {}
    for figure in page.reading.figures:
        if figure.unit in AGES:
            continue
        n = figure.sentence
        about = _about(page, n)
        if not about:
            continue
        tree = trees.setdefault(n, Tree(page.reading.sentences[n]))
        yield _claim(page, figure, tree, about)


def _about(page: Page, n: int) -> tuple[str, ...]:
    mentions: Sequence[Mention] = page.mentions.get(n, [])
    mentions = [m for m in mentions if m.how != "pronoun"] or mentions
    if not mentions and n:
        mentions = page.mentions.get(n - 1, [])
    return tuple(sorted({a for m in mentions for a in m.actors}))


def _claim(page: Page, figure: Figure, tree: Tree, about: tuple[str, ...]) -> Claim:
    token = _token(tree, figure)
    first, last = _stretch(tree, token)
    start = min(tree.s.at[first], figure.start)
    end = max(tree.s.to[last], figure.end)
    voice = page.voice(figure.start, figure.end)
    lemmas = [tree.s.lemmas[t] for t in range(first, last + 1)]
    return Claim(
        kind="figure",
        spans=(page.span(start, end),),
        known_on=page.document.known_on,
        coded_by=page.coder,
        confidence=CONFIDENCE,
        speaker=voice.speaker if voice else "",
        speaker_actor=voice.actor if voice else "",
        about=about,
        gist=BOUNDS.get(figure.qualifier, ""),
        measure=_measure(page, tree, figure, token),
        value=figure.value,
        unit=figure.unit,
        domain=read_domain(lemmas, None),
        period=page.clock.when(figure.sentence, tree, token, start, end, "planned"),
    )


def _token(tree: Tree, figure: Figure) -> int:
    """The token of the figure that the grammar hangs on."""
    inside = [i for i in range(len(tree.s)) if figure.start <= tree.s.at[i] < figure.end]
    for i in inside:
        if tree.s.heads[i] not in inside:
            return i
    return inside[0] if inside else 0


def _stretch(tree: Tree, token: int) -> tuple[int, int]:
    """The clause that carries the figure."""
    for at in (token, *tree.up(token)):
        if tree.is_verb(at):
            clause = tree.clause(at)
            return min(clause[0], token), max(clause[-1], token)
    return 0, len(tree.s) - 1


def _measure(page: Page, tree: Tree, figure: Figure, token: int) -> str:
    """What is measured, in the report's own words.

    A share names its thing and its whole ("U.S. dollar, Russia-China trade"), a rank its noun, a
    growth its object; a pronoun is followed by what it stands for, in brackets.
    """
    if figure.unit in COUNTED:
        noun = tree.s.heads[token] if tree.s.deps[token] in {"nummod", "quantmod"} else token
        return _phrase(page, tree, noun)
    verb = next((at for at in (token, *tree.up(token)) if tree.is_verb(at)), -1)
    if figure.unit == "rank" and tree.is_noun(token):
        return _phrase(page, tree, token)
    if figure.unit == "rank" and tree.is_noun(tree.s.heads[token]):
        return _phrase(page, tree, tree.s.heads[token])
    whole = [n for w, n in tree.prepositions(token) if w in {"of", "in"}]
    subject = tree.subject(verb) if verb >= 0 else -1
    things = tree.children(verb, "dobj") if verb >= 0 else []
    if whole and subject in {token, tree.first_conjunct(token), -1}:
        return _phrase(page, tree, whole[0])
    thing = next((t for t in (*things, subject) if t >= 0 and not _inside(tree, t, token)), -1)
    if thing < 0:
        return _phrase(page, tree, tree.s.heads[token])
    named = _named(page, tree, figure, thing)
    return f"{named}, {_phrase(page, tree, whole[0])}" if whole else named


def _inside(tree: Tree, thing: int, token: int) -> bool:
    """Whether the figure stands in the very phrase of ``thing``."""
    for at in (token, *tree.up(token)):
        if at == thing or tree.is_verb(at):
            return at == thing
    return False


def _named(page: Page, tree: Tree, figure: Figure, thing: int) -> str:
    """The phrase, with what an "it", "that" or "its share" in it stands for."""
    phrase = _phrase(page, tree, thing)
    if phrase.split()[0].lower() not in {"it", "that", "this", "its", "which", "they", "their"}:
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
    tokens = [t for t in tokens if abs(t - head) < 12]
    return page.document.text[tree.s.at[tokens[0]] : tree.s.to[tokens[-1]]]
