"""Assessments: what a named voice says about the actors' relation, and whether it speaks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from multipole.claims.leanings import read_leaning
from multipole.claims.topics import read_domain
from multipole.core.text import Mention, Voice
from multipole.core.types import Claim, Leaning

if TYPE_CHECKING:
    from multipole.claims.coder import Page

SENTENCE_END: Final = re.compile(r"[.!?]\s")
CONTRAST: Final = re.compile(r",\s+(?:but|yet)\s+")
#: "does not believe that", "few in Seoul believe".
NOT: Final = re.compile(r"\b(?:not|never|hardly|no longer)\b|n['’]t\b")
NOBODY: Final = re.compile(r"(?:few|hardly any|nobody|no one|none|no)\b", re.IGNORECASE)
NEAR: Final = 60
#: A third that two stand against is no part of their relation.
AGAINST: Final = frozenset(
    {"against", "despite", "hatred", "dislike", "opposition", "hostility", "resentment"}
)
BEFORE: Final = 2
SHORTEST: Final = 3
ACTS_OF_SPEECH: Final = frozenset({"AGREE", "REQUEST", "ACCUSE", "THREATEN", "REJECT", "SUPPORT"})
CONFIDENCE: Final = 0.6


def find_statements(page: Page, told: Sequence[Claim]) -> Iterator[Claim]:
    """Yield an assessment for each voice that says more than is already coded from it.

    ``told`` are the events and figures of the page. Who reports an act or a figure, in other words
    than a quotation and without leaning either way, gives no opinion.
    """
    events = [claim for claim in told if claim.kind == "event"]
    voices = _joined(page.reading.voices, page.document.text)
    for voice in voices:
        n = _sentence_of(page, voice)
        if n < 0 or not _says_enough(page, voice, n) or _is_within(voice, voices):
            continue
        if any(_same_words(voice, event) for event in events):
            continue
        reported = not _is_quoted(page, voice) and any(_is_reported(voice, c) for c in told)
        for part in _sides(page, voice, n):
            claim = _statement(page, part, n)
            if claim and not (reported and claim.leaning == "neutral"):
                yield claim


def _is_within(voice: Voice, voices: Sequence[Voice]) -> bool:
    """ "Oslo said it had waited and denied the rest": part of what the same one says already."""
    return any(
        other.speaker == voice.speaker
        and other.start <= voice.name_start
        and voice.end <= other.end
        and other is not voice
        for other in voices
    )


def _joined(voices: Sequence[Voice], text: str) -> list[Voice]:
    """The voices, with a quotation that its speaker's name splits in two made one."""
    joined: list[Voice] = []
    for voice in voices:
        last = joined[-1] if joined else None
        split = (
            last is not None
            and last.name_start == voice.name_start
            and last.end <= voice.name_start < voice.start
            and not SENTENCE_END.search(text, voice.name_end, voice.start)
        )
        if last and split:
            joined[-1] = replace(last, end=voice.end)
        else:
            joined.append(voice)
    return joined


def _sides(page: Page, voice: Voice, n: int) -> list[Voice]:
    """The two sides of "they can give each other warmth, but ...", when they lean apart."""
    text = page.document.text[voice.start : voice.end]
    cut = CONTRAST.search(text)
    if not cut:
        return [voice]
    left = replace(voice, end=voice.start + cut.start())
    right = replace(voice, start=voice.start + cut.end())
    leanings = {read_leaning(_lemmas(page, n, side)) for side in (left, right)}
    return [left, right] if leanings == {"for", "against"} else [voice]


def _sentence_of(page: Page, voice: Voice) -> int:
    for n, sentence in enumerate(page.reading.sentences):
        if sentence.start <= voice.start < sentence.end:
            return n
    return -1


def _says_enough(page: Page, voice: Voice, n: int) -> bool:
    sentence = page.reading.sentences[n]
    words = [w for w, at in zip(sentence.words, sentence.at, strict=True)
             if voice.start <= at < voice.end and w[0].isalnum()]  # fmt: skip
    return len(words) >= SHORTEST and bool(voice.speaker)


def _same_words(voice: Voice, event: Claim) -> bool:
    """Whether an event that the speaker does already covers what they say (accuse, vow, urge)."""
    span = event.spans[0]
    if event.speaker or not span.start <= voice.name_start < span.end:
        return False
    return voice.end <= span.end + 2 or (
        voice.actor in event.sender and event.action in ACTS_OF_SPEECH
    )


def _is_quoted(page: Page, voice: Voice) -> bool:
    return any(q.start < voice.end and voice.start < q.end for q in page.reading.quotations)


def _is_reported(voice: Voice, told: Claim) -> bool:
    """Whether a claim is already what the voice says."""
    span = told.spans[0]
    same = told.speaker == voice.speaker
    return same and span.start < voice.end and voice.start < span.end


def _about(page: Page, voice: Voice, n: int) -> tuple[str, ...]:
    within = [m for m in page.mentions.get(n, []) if voice.start <= m.start < voice.end]
    inside = {a for m in within for a in m.actors}
    dyad = {a for m in within if not _opposed(page, m) for a in m.actors}
    inside = dyad if len(dyad) > 1 else inside
    if not inside - {voice.actor}:
        before = [m for m in page.mentions.get(n, []) if m.start < voice.start]
        others = [m for m in before if set(m.actors) - {voice.actor}]
        inside |= set(others[-1].actors) if others else set()
    if not inside:
        inside = {a for m in page.mentions.get(n, []) for a in m.actors if m.how != "person"}
    if not inside and n:
        inside = {a for m in page.mentions.get(n - 1, []) for a in m.actors}
    if voice.actor:
        inside.add(voice.actor)
    return tuple(sorted(inside))


def _opposed(page: Page, mention: Mention) -> bool:
    words = page.reading.sentences[mention.sentence].words
    before = words[max(0, mention.first - BEFORE) : mention.first]
    return not AGAINST.isdisjoint(w.lower() for w in before)


def _statement(page: Page, voice: Voice, n: int) -> Claim | None:
    about = _about(page, voice, n)
    if not about:
        return None
    sentence = page.reading.sentences[n]
    lemmas = _lemmas(page, n, voice)
    start, end = min(voice.start, voice.name_start), max(voice.end, voice.name_end)
    if not sentence.start <= voice.name_start < sentence.end:
        start, end = voice.start, voice.end
    text = page.document.text
    denied = _is_denied(voice, text, sentence.start)
    start = sentence.start if denied and voice.start < voice.name_start else start
    return Claim(
        kind="assessment",
        spans=(page.span(max(start, sentence.start), min(end, sentence.end)),),
        known_on=page.document.known_on,
        coded_by=page.coder,
        confidence=CONFIDENCE,
        speaker=voice.speaker,
        speaker_actor=voice.actor,
        through=voice.through,
        stance=voice.stance,
        about=about,
        leaning=_turned(read_leaning(lemmas), voice, denied=denied),
        gist=text[voice.start : voice.end].strip(" ,.“”\"'"),
        domain=read_domain(lemmas, None),
    )


def _turned(leaning: Leaning, voice: Voice, *, denied: bool) -> Leaning:
    """What they deny, doubt or "do not believe", and what few believe, they lean away from."""
    if leaning == "neutral":
        return leaning
    turns = (voice.stance != "asserts", denied, NOBODY.match(voice.speaker) is not None)
    if sum(turns) % 2 == 0:
        return leaning
    return "against" if leaning == "for" else "for"


def _is_denied(voice: Voice, text: str, first: int) -> bool:
    """Whether "not" stands before what is said: 'do not believe that', 'does not want to "part"'.

    Before a quotation whose speaker is named behind it, that is from ``first``, where the sentence
    begins.
    """
    between = text[voice.name_end if voice.name_end <= voice.start else first : voice.start]
    return len(between) < NEAR and NOT.search(between) is not None


def _lemmas(page: Page, n: int, voice: Voice) -> list[str]:
    """The lemmas of what is said, the names of actors left out ("United States")."""
    sentence = page.reading.sentences[n]
    named = {t for m in page.mentions.get(n, []) for t in range(m.first, m.last + 1)}
    return [
        lemma
        for t, (lemma, at) in enumerate(zip(sentence.lemmas, sentence.at, strict=True))
        if voice.start <= at < voice.end and t not in named
    ]
