"""Figures that say something about a relation: what they measure, of whom, when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from multipole.claims.grammar import Tree
from multipole.claims.lexicon import load_lexicon
from multipole.claims.marked import Stretch
from multipole.claims.measured import (
    carrier_of,
    ends_of,
    is_goal,
    measure_of,
    token_of,
    verb_of,
)
from multipole.claims.modality import read_modality
from multipole.claims.topics import read_domain
from multipole.core.periods import Period
from multipole.core.text import Figure, Mention, TimeExpression, Voice
from multipole.core.types import Claim, Modality

if TYPE_CHECKING:
    from multipole.claims.coder import Page

CONFIDENCE: Final = 0.65
#: The weakest word that is true of all the phrases behind a qualifier ("at least", "over").
BOUNDS: Final = {"about": "about", "more_than": "at least", "less_than": "at most"}
LENGTHS: Final = frozenset({"years"})
COMING: Final = frozenset({"planned", "threatened", "hypothetical"})
#: What may stand between a figure and its own time: "46 percent in 2020".
BESIDE: Final = re.compile(
    r"\s*\(?(?:(?:in|by|during|for|since|until|as of|at the end of)\s+)?(?:the\s+)?"
)
YEAR: Final = 366
ABLE: Final = frozenset({"can", "cannot"})
FIRST: Final = frozenset({"we", "us", "our", "ours"})


def find_stated_figures(page: Page) -> Iterator[Claim]:
    """Yield a figure claim for each number whose sentence, or the one before, names actors."""
    trees: dict[int, Tree] = {}
    for figure in page.reading.figures:
        if figure.unit in LENGTHS:
            continue
        n = figure.sentence
        tree = trees.setdefault(n, Tree(page.reading.sentences[n]))
        claim = _claim(page, figure, tree)
        if claim:
            yield claim


def _mentions(page: Page, n: int, voice: Voice | None) -> Sequence[Mention]:
    """The actors of sentence ``n`` that the figure can be about, its speaker left aside."""
    mentions: Sequence[Mention] = page.mentions.get(n, [])
    if voice:
        said = [m for m in mentions if voice.start <= m.start < voice.end]
        mentions = said or mentions
    words = page.reading.sentences[n].words
    named = [m for m in mentions if m.how != "pronoun" or words[m.first].lower() in FIRST]
    return named or mentions


def _claim(page: Page, figure: Figure, tree: Tree) -> Claim | None:
    n, voice = figure.sentence, page.voice(figure.start, figure.end)
    mentions = _mentions(page, n, voice)
    before = page.mentions.get(n - 1, []) if n and not mentions else []
    about = tuple(sorted({a for m in mentions or before for a in m.actors}))
    if not about:
        return None
    token = token_of(tree, figure)
    first, last = _stretch(tree, token)
    start = min(tree.s.at[first], figure.start)
    end = max(tree.s.to[last], figure.end)
    sender, receiver = ends_of(tree, figure, page.mentions.get(n, []), about)
    modality = _modality(tree, token)
    return Claim(
        kind="figure",
        spans=(page.span(start, end),),
        known_on=page.document.known_on,
        coded_by=page.coder,
        confidence=CONFIDENCE,
        speaker=voice.speaker if voice else "",
        speaker_actor=voice.actor if voice else "",
        through=voice.through if voice else "",
        modality=modality,
        sender=sender,
        receiver=receiver,
        about=about,
        gist=BOUNDS.get(figure.qualifier, ""),
        measure=measure_of(page, tree, figure, token),
        value=figure.value,
        unit=figure.unit,
        domain=read_domain([tree.s.lemmas[t] for t in range(first, last + 1)], None),
        period=_period(page, figure, tree, token, (start, end), modality),
    )


def _modality(tree: Tree, token: int) -> Modality:
    """A target or forecast is planned or hypothetical; a fact, or what "can" be done, is not."""
    verb = verb_of(tree, token)
    if verb >= 0 and any(tree.word(c) in ABLE for c in tree.children(verb, "aux")):
        return "happened"
    if is_goal(tree, carrier_of(tree, token)):
        return "planned"
    read = read_modality(tree, verb, load_lexicon()) if verb >= 0 else "happened"
    return read if read in COMING else "happened"


def _period(
    page: Page, figure: Figure, tree: Tree, token: int, words: Stretch, modality: Modality
) -> Period | None:
    """The time just behind the figure, else the nearest; "by 2030" is the year 2030."""
    text = page.document.text
    for time in page.clock.times.get(figure.sentence, []):
        if BESIDE.fullmatch(text[figure.end : max(figure.end, time.start)]) and (
            time.start >= figure.end
        ):
            return _at_last(time, text)
    told: Modality = "planned" if modality in COMING else "happened"
    period = page.clock.when(figure.sentence, tree, token, *words, told)
    for time in page.clock.times.get(figure.sentence, []):
        if time.period == period:
            return _at_last(time, text)
    return period


def _at_last(time: TimeExpression, text: str) -> Period:
    last = time.period.end - timedelta(days=1)
    by = text[time.start : time.end].lower().startswith("by ")
    return Period.year(last.year) if by and time.period.days > YEAR else time.period


def _stretch(tree: Tree, token: int) -> tuple[int, int]:
    """The clause that carries the figure."""
    for at in (token, *tree.up(token)):
        if tree.is_verb(at):
            clause = tree.clause(at)
            return min(clause[0], token), max(clause[-1], token)
    return 0, len(tree.s) - 1
