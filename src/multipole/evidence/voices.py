"""Who speaks: "said Trenin", "according to the Global Times", "as Wang put it"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from multipole.core.text import Mention, Quotation, Sentence, Voice
from multipole.core.types import Stance
from multipole.evidence.phrases import children, phrase, plain, subtree, token_before
from multipole.evidence.saying import around, before_denial, content, is_citing, is_naming
from multipole.evidence.speech_words import (
    CHARGING,
    OFFICIALS,
    OUTLOOKS,
    PANELS,
    SPEECH,
    STANCES,
)
from multipole.evidence.subjects import going_on, quoted_as, subject_of
from multipole.evidence.tellers import Tellers
from multipole.evidence.titles import BODIES, PRESS, SPEAKERS
from multipole.evidence.views import CAUTIONING, PAPERS, views

NAMING: Final = frozenset({"amod", "compound", "nmod", "poss", "appos"})
SHORTEST_QUOTE: Final = 12


def find_voices(
    sentences: Sequence[Sentence],
    mentions: Sequence[Sequence[Mention]],
    quotations: Sequence[Quotation],
    paragraphs: Sequence[int],
) -> list[Voice]:
    """Find whose words each stretch gives; stretches nobody else speaks are the document's own.

    ``paragraphs`` are where paragraphs start, in order.

    A quotation in a sentence without a speaker of its own, in the same paragraph as one that has,
    goes on with that speaker; one that a later sentence ends with its speaker is theirs from its
    beginning. Words inside another's words come through that other.
    """
    voices: list[Voice] = []
    last: Voice | None = None
    tellers = Tellers()
    paragraph = -2
    for n, sentence in enumerate(sentences):
        begin = bisect_right(paragraphs, sentence.start)
        if begin != paragraph:
            paragraph, last = begin, None
        own = list(_spoken(sentence, mentions[n], quotations, n, tellers))
        tellers.hear(n, sentence, mentions[n], own)
        voices.extend(_go_back(sentences[:n], sentence, quotations, own))
        voices.extend(own)
        within = last is not None and _is_quoted(sentence, quotations)
        if own and not within:
            last = own[-1]
        elif last:
            other = _has_other(sentence) and not within
            more = [] if other else list(_go_on(sentence, quotations, last))
            voices.extend(more)
            last = last if more else None
    return [_through(voice, voices) for voice in voices]


def _through(voice: Voice, voices: Sequence[Voice]) -> Voice:
    """The voice with the one in whose words it is heard."""
    over = [
        v
        for v in voices
        if v.start <= min(voice.start, voice.name_start)
        and max(voice.end, voice.name_end) <= v.end
        and v.speaker != voice.speaker
    ]
    if voice.through or not over:
        return voice
    return replace(voice, through=min(over, key=lambda v: v.end - v.start).speaker)


def _go_back(
    before: Sequence[Sentence],
    sentence: Sentence,
    quotations: Sequence[Quotation],
    own: Sequence[Voice],
) -> Iterator[Voice]:
    """The sentences that a quotation, whose speaker is named only now, began in."""
    for quote in quotations if own else ():
        if quote.depth or not quote.start < sentence.start < quote.end <= sentence.end:
            continue
        voice = next((v for v in own if v.start <= quote.end <= v.end + 1), None)
        for earlier in before if voice else ():
            start, end = max(quote.start, earlier.start), min(quote.end, earlier.end)
            if voice and end - start > SHORTEST_QUOTE:
                yield replace(voice, start=start, end=end)


def find_first_persons(
    sentences: Sequence[Sentence], voices: Sequence[Voice]
) -> list[list[Mention]]:
    """ "we", "us", "our" in the words of somebody who speaks for an actor: that actor."""
    found: list[list[Mention]] = []
    for n, sentence in enumerate(sentences):
        found.append([])
        near = (v for v in voices if v.start < sentence.end and sentence.start < v.end)
        spoken = [v for v in near if v.actor]
        for i, word in enumerate(sentence.words) if spoken else ():
            voice = next((v for v in spoken if v.start <= sentence.at[i] < v.end), None)
            if voice and word.lower() in {"we", "us", "our", "ours"}:
                place = sentence.at[i], sentence.to[i]
                mention = Mention(n, i, i, i, *place, (voice.actor,), "pronoun", voice.speaker, 0.7)
                found[-1].append(mention)
    return found


def _is_quoted(sentence: Sentence, quotations: Sequence[Quotation]) -> bool:
    """Whether all words of the sentence stand in one quotation."""
    words = [i for i, word in enumerate(sentence.words) if word[0].isalnum()]
    if not words:
        return False
    first, last = sentence.at[words[0]], sentence.to[words[-1]]
    return any(not q.depth and q.start <= first and last <= q.end for q in quotations)


def _has_other(sentence: Sentence) -> bool:
    """Whether somebody else, whom no table knows, speaks in the sentence."""
    return any(
        lemma in SPEECH and sentence.tags[i] in {"VBD", "VBZ"} and sentence.deps[i] == "ROOT"
        for i, lemma in enumerate(sentence.lemmas)
    )


def _go_on(sentence: Sentence, quotations: Sequence[Quotation], last: Voice) -> Iterator[Voice]:
    for quote in quotations:
        start, end = max(quote.start, sentence.start), min(quote.end, sentence.end)
        if end - start > SHORTEST_QUOTE and quote.depth == 0:
            yield replace(last, start=start, end=end)


def _spoken(
    sentence: Sentence, mentions: Sequence[Mention], quotations: Sequence[Quotation],
    n: int, tellers: Tellers,
) -> Iterator[Voice]:  # fmt: skip
    yield from _before_colon(sentence, mentions, quotations)
    for i, lemma in enumerate(sentence.lemmas):
        tag = sentence.tags[i]
        if lemma in CHARGING and tag.startswith("V"):
            yield from _charged(sentence, mentions, i)
        if lemma in SPEECH and tag.startswith("V") and not is_citing(sentence, i):
            yield from _said(sentence, mentions, quotations, i, n, tellers)
        elif lemma == "accord" and tag == "VBG":
            yield from _according(sentence, mentions, i)
        if tag[:1] in ("V", "J"):
            yield from _thought(sentence, mentions, i)
        if lemma in OUTLOOKS and sentence.words[sentence.heads[i]].lower() == "in":
            yield from _in_view(sentence, mentions, i, n, tellers)


def _said(
    sentence: Sentence, mentions: Sequence[Mention], quotations: Sequence[Quotation], i: int,
    n: int, tellers: Tellers,
) -> Iterator[Voice]:  # fmt: skip
    """What the subject of verb ``i`` says, or those whom the subject cites."""
    if is_naming(sentence, i):
        return
    subject, teller = quoted_as(sentence, i)
    quoted = subject >= 0
    if not quoted:
        subject = going_on(sentence, i) or subject_of(sentence, i)
    voice = _speaker(sentence, mentions, subject) if subject >= 0 else None
    meant = tellers.meant(n, sentence, mentions, subject) if subject >= 0 else None
    voice = meant or voice
    cited = _cited(sentence, mentions, i) if subject >= 0 else None
    if cited:
        voice, teller = cited, subject
    if voice is None:
        return
    through = plain(sentence, *phrase(sentence, _named(sentence, teller))) if teller >= 0 else ""
    stance = STANCES.get(sentence.lemmas[i], "asserts")
    said = content(sentence, i, subject, quotations)
    if quoted and not said:
        said = content(sentence, sentence.heads[sentence.heads[i]], subject, quotations)
    for start, end in said:
        yield replace(voice, start=start, end=end, stance=stance, through=through)


def _charged(sentence: Sentence, mentions: Sequence[Mention], i: int) -> Iterator[Voice]:
    """ "accused Oslo of selling arms": what it is said to have done is the accuser's word."""
    subject = subject_of(sentence, i)
    voice = _speaker(sentence, mentions, subject) if subject >= 0 else None
    if voice is None:
        return
    for prep in children(sentence, i):
        for charge in children(sentence, prep):
            if sentence.deps[charge] == "pcomp" and sentence.words[prep] in {"of", "for"}:
                first, last = subtree(sentence, charge)
                yield replace(voice, start=sentence.at[first], end=sentence.to[last])


def _thought(sentence: Sentence, mentions: Sequence[Mention], i: int) -> Iterator[Voice]:
    """ "calls it an entente": the view of one who acts for nobody."""
    stance: Stance = "doubts" if sentence.lemmas[i] in CAUTIONING else "asserts"
    for subject, (first, last) in views(sentence, i):
        voice = _speaker(sentence, mentions, subject)
        if voice and (not voice.actor or sentence.lemmas[subject] in PAPERS):
            yield replace(voice, start=sentence.at[first], end=sentence.to[last], stance=stance)


def _cited(sentence: Sentence, mentions: Sequence[Mention], verb: int) -> Voice | None:
    """Those on whose word the subject says it: "reported, citing two officials"."""
    for child in children(sentence, verb):
        if is_citing(sentence, child):
            for source in children(sentence, child):
                if sentence.deps[source] == "dobj":
                    return _speaker(sentence, mentions, source)
    return None


def _before_colon(
    sentence: Sentence, mentions: Sequence[Mention], quotations: Sequence[Quotation]
) -> Iterator[Voice]:
    """ "Anna Testova: “The pact failed.”" """
    for quote in quotations:
        if quote.depth or not sentence.start <= quote.start < sentence.end:
            continue
        colon = token_before(sentence, quote.start) - 1
        names = [i for i in range(colon) if sentence.tags[i][:1] == "N"]
        verbs = any(sentence.tags[i][:1] in "VM" for i in range(max(colon, 0)))
        if colon > 0 and sentence.words[colon] == ":" and names and not verbs:
            voice = _speaker(sentence, mentions, names[-1])
            if voice:
                yield replace(voice, start=quote.start, end=min(quote.end, sentence.end))


def _according(sentence: Sentence, mentions: Sequence[Mention], i: int) -> Iterator[Voice]:
    for to in children(sentence, i):
        if sentence.words[to].lower() == "to":
            for source in children(sentence, to):
                first, last = subtree(sentence, i)
                whole = before_denial(sentence, *subtree(sentence, sentence.heads[i]))
                start = (
                    sentence.at[last + 1]
                    if first <= whole[0] and last < whole[1]
                    else sentence.at[whole[0]]
                )
                end = (
                    sentence.to[whole[1]]
                    if first <= whole[0] or last < whole[1]
                    else sentence.at[first]
                )
                voice = _speaker(sentence, mentions, source)
                if end > start and voice:
                    yield replace(voice, start=start, end=end)


def _in_view(
    sentence: Sentence, mentions: Sequence[Mention], i: int, n: int, tellers: Tellers
) -> Iterator[Voice]:
    """ "In the view of observers, ...", "in her opinion", also between commas."""
    leader = sentence.heads[i]
    first, last = subtree(sentence, leader)
    whole = subtree(sentence, sentence.heads[leader])
    if first <= whole[0] and last < whole[1]:
        stretches = [(last + 1, whole[1])]
    elif last + 1 < len(sentence) and sentence.words[first - 1] == sentence.words[last + 1] == ",":
        stretches = around(sentence, first, last)
    else:
        return
    sources = [s for of in children(sentence, i) if sentence.words[of].lower() == "of"
               for s in children(sentence, of)]  # fmt: skip
    sources += [c for c in children(sentence, i) if sentence.deps[c] == "poss"]
    for source in sources:
        voice = tellers.meant(n, sentence, mentions, source)
        voice = voice or _speaker(sentence, mentions, source)
        if voice is None:
            continue
        for a, b in stretches:
            yield replace(voice, start=sentence.at[a], end=sentence.to[b])


def _speaker(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> Voice | None:
    """The voice of a subject that can speak: a person, an actor, or a noun for people."""
    mention = _mention_of(sentence, mentions, subject)
    if mention and mention.how in {"person", "pronoun"} and len(mention.actors) == 1:
        place = mention.start, mention.end
        return Voice(*place, mention.name, mention.actors[0], *place)
    if not _can_speak(sentence, subject, mention):
        return None
    named = _named(sentence, subject)
    first, last = _person(sentence, named) or phrase(sentence, named)
    place = sentence.at[first], sentence.to[last]
    known = mention and len(mention.actors) == 1 and sentence.lemmas[subject] not in PRESS
    actor = mention.actors[0] if known and mention else _seated(sentence, mentions, subject)
    return Voice(*place, plain(sentence, first, last), actor, *place)


def _seated(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> str:
    """The actor that "a senior official in Tokyo" speaks for; "" for none."""
    if sentence.lemmas[subject] not in OFFICIALS:
        return ""
    for prep in children(sentence, subject):
        if sentence.words[prep].lower() in {"in", "of", "for", "from"}:
            places = {c for c in children(sentence, prep) if sentence.deps[c] == "pobj"}
            for mention in mentions:
                if mention.head in places and len(mention.actors) == 1:
                    return mention.actors[0]
    return ""


def _person(sentence: Sentence, head: int) -> tuple[int, int] | None:
    """The words of a person's name, without what hangs on it ("of the institute", "in Vienna")."""
    if not sentence.entities[head].endswith("PERSON"):
        return None
    first = last = head
    while sentence.entities[first] == "I-PERSON" and first:
        first -= 1
    while last + 1 < len(sentence) and sentence.entities[last + 1] == "I-PERSON":
        last += 1
    return first, last


def _named(sentence: Sentence, subject: int) -> int:
    """The name beside a common noun: "the analyst NAME", "the newspaper NAME"; else the noun."""
    if sentence.tags[subject].startswith("NNP"):
        return subject
    beside = (c for c in children(sentence, subject) if sentence.deps[c] == "appos")
    return next((c for c in beside if sentence.tags[c].startswith("NNP")), subject)


def _apposed(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> Mention | None:
    """The person named beside a subject that is not one: "the institute's expert NAME"."""
    beside = {c for c in children(sentence, subject) if sentence.deps[c] == "appos"}
    return next((m for m in mentions if m.how == "person" and m.head in beside), None)


def _can_speak(sentence: Sentence, subject: int, mention: Mention | None) -> bool:
    if sentence.tags[subject][:1] != "N":
        return False
    known = mention is not None and mention.head == subject and mention.how != "pronoun"
    named = sentence.tags[subject].startswith("NNP")
    return known or named or sentence.lemmas[subject] in SPEAKERS | BODIES | PANELS


def _mention_of(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> Mention | None:
    exact = [m for m in mentions if m.head == subject]
    if exact:
        return max(exact, key=lambda m: m.end - m.start)
    apposed = _apposed(sentence, mentions, subject)
    if apposed:
        return apposed
    named = (m for m in mentions if sentence.heads[m.head] == subject)
    return next((m for m in named if sentence.deps[m.head] in NAMING), None)
