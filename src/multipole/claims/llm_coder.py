"""Proposals -> claims: what a model says of a report, held against the report.

Nothing is taken on the model's word that can be checked. A quote stands in the text that was sent,
character for character, or the proposal is refused. An actor is one of the project's tables on the
day of the report, and named in the report. Words of time stand in the text and are read by the
project's own rules; a figure is one that they read inside the quote. Speakers and measures are
words of the text. What is left to the model is which words matter, the type, the modality, the
leaning and who acts on whom.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from multipole.actors import Actors
from multipole.claims.llm_prompt import Piece
from multipole.claims.llm_schema import (
    EXCERPT,
    AssessmentProposal,
    EventProposal,
    FigureProposal,
    Proposal,
    Refused,
)
from multipole.claims.stated import BOUNDS
from multipole.claims.when import LONGEST_DAYS, Clock
from multipole.core.errors import BadValue, MultipoleError
from multipole.core.periods import Period
from multipole.core.text import Reading
from multipole.core.types import READ_PARTS, Claim, Document, Modality, Span

#: Nothing is known of how often a model that we never measured is right.
CONFIDENCE: Final = 0.5
FEWEST_WORDS: Final = 2
MOST_SENTENCES: Final = 2
CLOSE: Final = 1e-9
UNREAD_TIME: Final = "words of time that are not understood"


class _No(MultipoleError):
    """Why a proposal is refused."""


@dataclass(slots=True)
class Desk:
    """One document as the second coder holds it, and what became of the proposals."""

    document: Document
    reading: Reading
    actors: Actors
    coder: str
    refused: list[Refused] = field(default_factory=list)
    undated: Counter[str] = field(default_factory=Counter)
    _clock: Clock = field(init=False)
    _named: frozenset[str] = field(init=False)
    _starts: list[int] = field(init=False)
    _on: date | None = field(init=False)
    _whole: Piece = field(init=False)

    def __post_init__(self) -> None:
        when = self.document.published_in
        self._on = when.middle if when else None
        self._clock = Clock(self.document, self.reading)
        self._named = frozenset(a for m in self.reading.mentions for a in m.actors)
        self._whole = tuple((p.start, p.end) for p in self.document.parts if p.kind in READ_PARTS)
        self._starts = [s.start for s in self.reading.sentences]

    def claims(self, proposals: Iterable[Proposal], piece: Piece) -> Iterator[Claim]:
        """A claim of each proposal that holds; the others go to ``refused`` with their reason."""
        for proposal in proposals:
            try:
                yield self._claim(proposal, piece)
            except (_No, BadValue) as no:
                kind = type(proposal).__name__.removesuffix("Proposal").lower()
                self.refused.append(Refused(kind, no.what, proposal.quote[:EXCERPT]))

    def _claim(self, proposal: Proposal, piece: Piece) -> Claim:
        span = self._span(proposal.quote, piece)
        if isinstance(proposal, EventProposal):
            return self._event(proposal, span, piece)
        if isinstance(proposal, AssessmentProposal):
            return self._assessment(proposal, span)
        return self._figure(proposal, span, piece)

    def _span(self, quote: str, piece: Piece) -> Span:
        """Where the quote stands in what was sent: verbatim, two words to two sentences long."""
        span = next(self._places(quote, piece), None)
        if span is None:
            raise _No("the quote is not in the text")
        if sum(any(c.isalnum() for c in word) for word in quote.split()) < FEWEST_WORDS:
            raise _No("the quote is shorter than two words")
        first, last = (bisect_right(self._starts, at) for at in (span.start, span.end - 1))
        if last - first >= MOST_SENTENCES:
            raise _No("the quote is longer than two sentences")
        return span

    def _places(self, words: str, piece: Piece) -> Iterator[Span]:
        for start, end in piece:
            at = self.document.text.find(words, start, end)
            while words and at >= 0:
                yield Span.locate(self.document.id, self.document.text, words, after=at)
                at = self.document.text.find(words, at + 1, end)

    def _event(self, told: EventProposal, span: Span, piece: Piece) -> Claim:
        sender, receiver = self._actors(told.sender), self._actors(told.receiver)
        if len({*sender, *receiver}) < 2 and sender and receiver:
            raise _No("both ends are the same actor")
        modality: Modality = told.modality
        if told.action == "THREATEN" and modality == "threatened":
            modality = "happened"
        speaker, behind = self._speaker(told)
        period = self._period(told.when, span, piece, modality)
        published = self.document.published_on
        if modality == "happened" and period and published and period.start > published:
            modality = "planned"
        return Claim(
            kind="event", spans=(span,), known_on=self.document.known_on, coded_by=self.coder,
            confidence=CONFIDENCE, speaker=speaker, speaker_actor=behind,
            stance="denies" if modality == "denied" else "asserts", modality=modality,
            sender=sender, receiver=receiver, action=told.action, domain=told.domain,
            period=period,
        )  # fmt: skip

    def _assessment(self, told: AssessmentProposal, span: Span) -> Claim:
        speaker, behind = self._speaker(told)
        if not speaker:
            raise _No("an assessment without a speaker")
        about = self._about(told.about)
        return Claim(
            kind="assessment", spans=(span,), known_on=self.document.known_on,
            coded_by=self.coder, confidence=CONFIDENCE, speaker=speaker, speaker_actor=behind,
            stance=told.stance, about=about, leaning=told.leaning,
            gist=span.quote.strip(" ,.“”\"'"), domain=told.domain,
        )  # fmt: skip

    def _figure(self, told: FigureProposal, span: Span, piece: Piece) -> Claim:
        inside = [f for f in self.reading.figures if span.start <= f.start and f.end <= span.end]
        same = [f for f in inside if abs(f.value - told.value) <= CLOSE * abs(f.value)]
        if not same:
            raise _No("the value is not a figure of the quote")
        if not told.measure or next(self._places(told.measure, piece), None) is None:
            raise _No("the measure is not in the text")
        speaker, behind = self._speaker(told)
        return Claim(
            kind="figure", spans=(span,), known_on=self.document.known_on, coded_by=self.coder,
            confidence=CONFIDENCE, speaker=speaker, speaker_actor=behind,
            about=self._about(told.about), gist=BOUNDS.get(same[0].qualifier, ""),
            measure=told.measure, value=same[0].value, unit=same[0].unit, domain=told.domain,
            period=self._period(told.when, span, piece, "planned"),
        )  # fmt: skip

    def _about(self, names: Sequence[str]) -> tuple[str, ...]:
        if not names:
            raise _No("it is about no actor")
        return self._actors(names)

    def _actors(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sorted({self._actor(name) for name in names}))

    def _actor(self, name: str) -> str:
        """The id of an actor of the day whom the report names."""
        found = resolve(name, self.actors, on=self._on)
        if not found:
            raise _No("an actor is not in the tables on the day of the report")
        if found not in self._named:
            raise _No("an actor is not named in the report")
        return found

    def _speaker(self, told: Proposal) -> tuple[str, str]:
        """Who says so, in words of the report, and the actor behind."""
        if not told.speaker:
            if told.speaker_actor:
                raise _No("an actor behind a speaker who is not named")
            return "", ""
        if next(self._places(told.speaker, self._whole), None) is None:
            raise _No("the speaker is not in the text")
        if told.speaker_actor:
            return told.speaker, self._actor(told.speaker_actor)
        behind = resolve(told.speaker, self.actors, on=self._on)
        return told.speaker, behind if behind in self._named else ""

    def _period(self, when: str, span: Span, piece: Piece, modality: Modality) -> Period | None:
        """When it holds: the words of time as the project reads them, else as the rules have it.

        Without such words, the one time that is read inside the quote; then, of what happened, the
        day that the story has reached, or the month of the report.
        """
        if when:
            return self._said(when, span, piece)
        inside = {
            t.period for t in self.reading.times if span.start <= t.start and t.end <= span.end
        }
        if len(inside) == 1:
            return inside.pop()
        if modality not in {"happened", "denied"}:
            return None
        reached = self._clock.running.get(bisect_right(self._starts, span.start) - 1)
        published = self.document.published_in
        if reached or published is None or published.days > LONGEST_DAYS:
            return reached or published
        return Period.month(published.start.year, published.start.month)

    def _said(self, when: str, span: Span, piece: Piece) -> Period | None:
        places = sorted(self._places(when, piece), key=lambda p: abs(p.start - span.start))
        if not places:
            raise _No("the words of time are not in the text")
        for time in self.reading.times:
            if time.start < places[0].end and places[0].start < time.end:
                return time.period
        self.undated[UNREAD_TIME] += 1
        return None


def resolve(name: str, actors: Actors, *, on: date | None) -> str:
    """The id of the one actor whom a code, a name or a person means on a day, else ``""``.

    >>> from multipole.actors import load_actors
    >>> resolve("the Kremlin", load_actors(), on=date(2021, 3, 22))
    'RUS'
    >>> resolve("Yugoslavia", load_actors(), on=date(2021, 3, 22))
    ''
    """
    known = actors.known(name, on=on)
    if known is None:
        ids = {a for hit in actors.find(name, on=on) for a in hit.actors}
        known = actors.actor(ids.pop()) if len(ids) == 1 else None
    if known is None or (on and known.lifetime and not known.lifetime.contains(on)):
        return ""
    return known.id
