"""Reading -> claims: acts, attributed, dated, with the words they rest on.

Acts are found by dependency grammar and a lexicon (`multipole.claims.lexicon`) and, where a type
model is given, typed and added to by it (`multipole.claims.typed`). They are attributed to the
voice that tells them, dated by the nearest time expression, and given the exact words they rest on.
Where the rules answer alone, confidence is the product of the rule's, the names' and the grammar's:
a rank, not a measured probability.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from multipole.claims.acts import Clauses
from multipole.claims.causes import is_denial, with_causes, with_places
from multipole.claims.completing import Before
from multipole.claims.confidence import measured
from multipole.claims.context import COUNCIL, Context
from multipole.claims.contexts import read_contexts
from multipole.claims.deeds import as_known
from multipole.claims.echoes import find_echoes
from multipole.claims.ends import Ends
from multipole.claims.grammar import Tree
from multipole.claims.halves import find_halves
from multipole.claims.lexicon import load_lexicon
from multipole.claims.marked import Stretch
from multipole.claims.modality import act_modality, is_infinitive
from multipole.claims.nominal import find_nominal
from multipole.claims.stated import find_stated_figures
from multipole.claims.statements import find_statements
from multipole.claims.stretches import elsewhere, stretch
from multipole.claims.taking_over import SPOKEN
from multipole.claims.told import Act
from multipole.claims.topics import count_domains, read_domain
from multipole.claims.typed import LONE, Types, typed_acts
from multipole.claims.when import AHEAD, Clock
from multipole.claims.words import MISSIONS
from multipole.core.plover import Domain
from multipole.core.text import Mention, Reading, Voice
from multipole.core.types import Claim, Document, Modality, Span

CODER: Final = "rules-9"
#: Rules and type model together; the model's name follows it.
TYPED_CODER: Final = "coder-10"
LEAST: Final = 0.3
#: Alliances whose acts are military where no word tells otherwise.
PACTS: Final = frozenset({"NATO", "CSTO"})
#: Acts by arms, whatever they hit: a hospital, a pipeline.
ARMED: Final = frozenset({"ASSAULT", "MOBILIZE"})
#: Nouns of a sentence that tells of a game: its meetings and attacks are no acts of states.
SPORT: Final = frozenset(
    """
    final semi-final semifinal quarter-final football basketball hockey cricket tennis goalkeeper
    tournament championship medal league midfielder striker rugby volleyball
    """.split()
)
#: Ways to name those who protest in words.
OFFICIAL: Final = frozenset({"name", "capital", "government", "abbreviation", "person", "office"})
DANGLING: Final = re.compile(r"(?:[\s,;:–—-]|\b(?:and|or|but)\b)+\Z")


@dataclass(slots=True)
class Page:
    """One document as the coder holds it."""

    document: Document
    reading: Reading
    coder: str
    mentions: dict[int, list[Mention]] = field(init=False)
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.mentions = {}
        for mention in self.reading.mentions:
            self.mentions.setdefault(mention.sentence, []).append(mention)
        self.clock = Clock(self.document, self.reading)

    def span(self, start: int, end: int) -> Span:
        """The span of the document's text, white space at its ends left out."""
        text = self.document.text
        while start < end - 1 and text[start] in " \t\n,;:–—-":
            start += 1
        while start > 1 and text[start - 1] == "-" and text[start - 2].isalnum():
            start = self._word_before(start - 1)  # "Tsai Ing-wen met": whole words
        loose = DANGLING.search(text[start:end])
        end = start + loose.start() if loose and loose.start() else end
        return Span.cut(self.document.id, text, start, end)

    def _word_before(self, end: int) -> int:
        """Where the word that ends at ``end`` begins."""
        while end and self.document.text[end - 1].isalnum():
            end -= 1
        return end

    def voices_in(self, n: int) -> list[Voice]:
        """The voices that begin in sentence ``n``."""
        sentence = self.reading.sentences[n]
        return [v for v in self.reading.voices if sentence.start <= v.start < sentence.end]

    def voice(self, start: int, end: int) -> Voice | None:
        """The innermost voice that speaks all of ``[start, end)``."""
        inside = [v for v in self.reading.voices if v.start <= start and end <= v.end]
        return min(inside, key=lambda v: (v.end - v.start, -v.name_start)) if inside else None


def code(
    document: Document, reading: Reading, *, coder: str = CODER, types: Types | None = None
) -> list[Claim]:
    """Code all claims of a document: events, assessments, figures, in the order of the text.

    ``types`` is the type model; without one the rules answer alone.
    """
    page = Page(document, reading, coder)
    claims: dict[str, Claim] = {}
    context = Context(load_lexicon(), council=_names_council(reading))
    for n, sentence in enumerate(reading.sentences):
        mentions = page.mentions.get(n, [])
        tree = Tree(sentence)
        text = document.text[sentence.start : sentence.end]
        told = _acts(tree, mentions, text, types, document.published_on) if mentions else []
        for voice in page.voices_in(n):
            name = (voice.name_start, voice.name_end)
            context.hear(n, voice.actor, _named(mentions, voice), name)
        settled = context.settle(told, n, tree)
        if types:
            before = Before(n, tree, document.text, reading.sentences, page.mentions)
            settled = [before.with_end(act, types) for act in settled]
        for act in _distinct(settled, tree):
            if (
                act.known
                and page.document.published_on
                and page.document.published_on < act.known.start
            ):
                continue
            claim = _claim(page, n, tree, measured(act) if types else act)
            claims.setdefault(claim.id, claim)
    for claim in find_stated_figures(page):
        claims.setdefault(claim.id, claim)
    for claim in find_statements(page, list(claims.values())):
        claims.setdefault(claim.id, claim)
    return sorted(claims.values(), key=lambda c: (c.spans[0].start, c.kind, c.id))


def _acts(
    tree: Tree, mentions: Sequence[Mention], text: str, types: Types | None, told_on: date | None
) -> list[Act]:
    nouns = {w for w, t in zip(tree.s.lemmas, tree.s.tags, strict=True) if t == "NN"}
    if nouns & SPORT:
        return []
    clauses = Clauses(tree, Ends(tree, mentions), load_lexicon())
    acts = [*clauses.find(), *find_nominal(clauses)]
    acts = typed_acts(clauses, acts, text, types) if types else acts
    acts = [as_known(_official(act, clauses), clauses, told_on) for act in acts]
    told = [*acts, *find_halves(clauses), *find_echoes(clauses, acts)]
    return with_places(with_causes(told, tree), clauses)


def _official(act: Act, clauses: Clauses) -> Act:
    """ "Vietnam protested against the map": a state's protest is words, its people's is not."""
    tree = clauses.tree
    verb = act.tokens[0]
    shared = is_infinitive(tree, verb) or act.action == "ASSAULT"
    subject = tree.subject if shared else tree.own_subject
    at = subject(verb) if tree.is_verb(verb) else -1
    if act.action == "ASSAULT" and at >= 0 and tree.s.lemmas[at] == "hacker":
        return replace(act, action="COERCE")
    if act.action != "PROTEST" or tree.s.lemmas[act.trigger] != "protest" or at < 0:
        return act
    kinds = {m.how for m in clauses.ends.heads.get(at, ())}
    states = kinds & OFFICIAL or tree.s.lemmas[at] in MISSIONS
    return replace(act, action="ACCUSE") if states else act


def _named(mentions: Sequence[Mention], voice: Voice) -> frozenset[str]:
    """Those named in what a voice says."""
    return frozenset(a for m in mentions if voice.start <= m.start < voice.end for a in m.actors)


def _names_council(reading: Reading) -> list[Stretch]:
    """Where the document names the Security Council, in order."""
    return sorted((m.start, m.end) for m in reading.mentions if COUNCIL in m.actors)


def _distinct(acts: Sequence[Act], tree: Tree) -> list[Act]:
    """One act a type and pair of ends in a sentence: the surest; both ends beat one.

    What was done and what is to come are two: "met and called for a summit".
    """
    best: dict[tuple[object, ...], Act] = {}
    for act in acts:
        if act.confidence < LEAST or not _kept(act):
            continue
        ahead = _modality(act, tree) in AHEAD
        key = (*_what(act), act.told_by, ahead)
        if key not in best or act.confidence > best[key].confidence:
            best[key] = act
    done = [act for key, act in best.items() if not key[-1]]
    kept = [a for k, a in best.items() if not (k[-1] and any(_within(a, b, tree) for b in done))]
    return [a for a in kept if not any(_covers(b, a) for b in kept if b is not a)]


def _within(ahead: Act, done: Act, tree: Tree) -> bool:
    """ "agreed on the signing of a treaty": what is to come is part of what was done."""
    if _what(ahead) != _what(done):
        return False
    at = ahead.trigger
    for above in tree.up(at):
        if tree.s.deps[at] == "conj" and tree.is_verb(at):
            return False
        if above == done.trigger:
            return True
        at = above
    return False


def _what(act: Act) -> tuple[object, ...]:
    return act.action, act.sender.actors, act.receiver.actors


def _covers(wide: Act, narrow: Act) -> bool:
    guest = wide.mutual and not narrow.mutual and narrow.trigger != wide.trigger
    return (
        not (guest and narrow.action == "CONSULT")
        and wide.action == narrow.action
        and wide.sender.actors >= narrow.sender.actors
        and wide.receiver.actors >= narrow.receiver.actors
        and not set(wide.tokens).isdisjoint(narrow.tokens)
        and (wide.sender.actors, wide.receiver.actors)
        != (narrow.sender.actors, narrow.receiver.actors)
    )


def _kept(act: Act) -> bool:
    if act.sender and act.receiver:
        return act.mutual is False or len(act.sender.actors) > 1
    return act.action in LONE and bool(act.sender) and act.confidence >= 0.5


def _domain(act: Act, lemmas: Sequence[str], around: Sequence[Sequence[str]]) -> Domain:
    """The domain that the words tell; that of an act with a military alliance if they tell none.

    Hard words ("rejected it", "London denied") are about the matter of their sentence, else of the
    one before: ``around`` are the words of both, in the order of the text.
    """
    matters = [lemmas, *(reversed(around) if act.action in SPOKEN else ())]
    telling = next((words for words in matters if count_domains(words)), lemmas)
    if act.action in ARMED and "information" not in count_domains(telling):
        return "military"
    found = read_domain(telling, act.action)
    armed = not PACTS.isdisjoint(act.sender.actors | act.receiver.actors)
    return "military" if found == "diplomatic" and armed and act.action != "CONSULT" else found


def _claim(page: Page, n: int, tree: Tree, act: Act) -> Claim:
    start, end = stretch(tree, act)
    spans = [
        page.span(*found) for found in ((start, end), *elsewhere(tree, act, page.document.text))
    ]
    modality = _modality(act, tree)
    spoken = not tree.speaks_on(act.tokens[0])
    voice = page.voice(tree.s.at[act.trigger], tree.s.to[act.trigger]) if spoken else None
    if voice and is_denial(act, tree) and act.receiver.actors == {voice.actor}:
        voice = None  # "Kyiv accused Minsk of it, which Minsk denies" is not said by Kyiv
    if voice and voice.stance == "denies" and modality == "happened":
        modality = "denied"
    told = {*tree.clause(act.trigger), *tree.clause(act.tokens[0])}
    named = range(voice.name_start, voice.name_end) if voice else range(0)
    matter = [t for t in sorted(told) if start <= tree.s.at[t] < end and tree.s.at[t] not in named]
    lemmas = [tree.s.lemmas[t] for t in matter]
    period = page.clock.when(n, tree, act.tokens[0], start, end, modality, act.known)
    published = page.document.published_on
    if modality == "happened" and period and published and period.start > published:
        modality = "planned"
    return Claim(
        kind="event",
        spans=tuple(spans),
        known_on=page.document.known_on,
        coded_by=page.coder,
        confidence=round(min(act.confidence, 1.0), 4),
        speaker=voice.speaker if voice else "",
        speaker_actor=voice.actor if voice else "",
        stance="denies" if modality == "denied" else "asserts",
        modality=modality,
        sender=tuple(sorted(act.sender.actors)),
        receiver=tuple(sorted(act.receiver.actors)),
        action=act.action,
        domain=_domain(
            act, lemmas, [s.lemmas for s in page.reading.sentences[max(n - 1, 0) : n + 1]]
        ),
        period=period,
        through=voice.through if voice else "",
        context=read_contexts(lemmas),
    )


def _modality(act: Act, tree: Tree) -> Modality:
    return act.mood or act_modality(tree, act.trigger, act.action, load_lexicon())
