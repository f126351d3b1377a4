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
    """What is measured, in the report's own words: the figure's "of", its noun, or its subject."""
    of = [n for w, n in tree.prepositions(token) if w in {"of", "in"}]
    if of and figure.unit in {"percent", "rank"}:
        return _phrase(page, tree, of[0])
    for at in (token, *tree.up(token)):
        if tree.is_verb(at):
            subject = tree.subject(at)
            if subject >= 0 and subject != token:
                return _phrase(page, tree, subject)
            break
    return _phrase(page, tree, tree.s.heads[token])


def _phrase(page: Page, tree: Tree, head: int) -> str:
    skip = frozenset(c for c in tree.kids[head] if tree.s.deps[c] in {"relcl", "punct", "advcl"})
    tokens = tree.subtree(head, skip=skip)
    tokens = [t for t in tokens if abs(t - head) < 12]
    return page.document.text[tree.s.at[tokens[0]] : tree.s.to[tokens[-1]]]
