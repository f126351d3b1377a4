"""Who speaks: "said Trenin", "according to the Global Times", "as Wang put it"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from multipole.core.text import Mention, Quotation, Sentence, Voice
from multipole.core.types import Stance
from multipole.evidence.titles import BODIES, PRESS, SPEAKERS

SPEECH: Final = frozenset(
    """
    say tell note stress add argue claim warn state declare emphasize emphasise underline point
    write explain believe think describe mention suggest insist acknowledge admit comment report
    portray announce define frame put observe remark reiterate reaffirm contend assert conclude
    predict estimate caution recall respond reply reject deny confirm allege assess characterize
    characterise call see view consider regard label brand portray dismiss hail praise formulate
    express voice vow pledge promise hope expect concede lament complain underscore highlight
    justify cite quote testify refute doubt question joke boast brag
    """.split()
)
SAYING_WHAT: Final = frozenset({"stress", "emphasize", "emphasise", "underline", "underscore",
                                "highlight", "note", "mention", "reiterate", "reaffirm",
                                "acknowledge", "justify", "cite", "formulate"})  # fmt: skip
VIEWING: Final = frozenset({"see", "view", "consider", "regard", "call", "define", "describe",
                            "label", "brand", "portray", "characterize"})  # fmt: skip
STANCES: Final[dict[str, Stance]] = {
    "deny": "denies",
    "reject": "denies",
    "refute": "denies",
    "dismiss": "denies",
    "doubt": "doubts",
    "question": "doubts",
}
OUTLOOKS: Final = frozenset({"view", "opinion", "eye", "word", "assessment", "judgement"})
NAMING: Final = frozenset({"amod", "compound", "nmod", "poss", "appos"})
CONTENT: Final = frozenset({"ccomp", "xcomp", "oprd"})
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
    goes on with that speaker.
    """
    voices: list[Voice] = []
    last: Voice | None = None
    paragraph = -2
    for n, sentence in enumerate(sentences):
        begin = bisect_right(paragraphs, sentence.start)
        if begin != paragraph:
            paragraph, last = begin, None
        own = list(_spoken(sentence, mentions[n], quotations))
        voices.extend(own)
        if own:
            last = own[-1]
        elif last:
            more = [] if _has_other(sentence) else list(_go_on(sentence, quotations, last))
            voices.extend(more)
            last = last if more else None
    return voices


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
    sentence: Sentence, mentions: Sequence[Mention], quotations: Sequence[Quotation]
) -> Iterator[Voice]:
    for i, lemma in enumerate(sentence.lemmas):
        tag = sentence.tags[i]
        if lemma in SPEECH and tag.startswith("V"):
            subject = _going_on(sentence, i) or _subject(sentence, i)
            voice = _speaker(sentence, mentions, subject) if subject >= 0 else None
            if voice is None:
                continue
            for start, end in _content(sentence, i, subject, quotations):
                yield replace(voice, start=start, end=end, stance=STANCES.get(lemma, "asserts"))
        elif lemma == "accord" and tag == "VBG":
            yield from _according(sentence, mentions, i)
        elif lemma in OUTLOOKS and sentence.words[sentence.heads[i]].lower() == "in":
            yield from _in_view(sentence, mentions, i)


def _going_on(sentence: Sentence, verb: int) -> int:
    """The subject of the nearest verb of speech before "adding that", "noting ..."; 0 when none."""
    if sentence.tags[verb] != "VBG" or sentence.deps[verb] not in {"advcl", "xcomp"}:
        return 0
    for i in range(verb - 1, -1, -1):
        if sentence.lemmas[i] in SPEECH and sentence.tags[i][:1] == "V":
            for child in _children(sentence, i):
                if sentence.deps[child] == "nsubj":
                    return child
    return 0


def _subject(sentence: Sentence, verb: int) -> int:
    passive = False
    for child in _children(sentence, verb):
        if sentence.deps[child] == "nsubj":
            return child
        passive = passive or sentence.deps[child] == "nsubjpass"
    if passive:
        for child in _children(sentence, verb):
            if sentence.deps[child] == "agent":
                return next(iter(_children(sentence, child)), -1)
        return -1
    shares = sentence.deps[verb] == "conj" or (
        sentence.deps[verb] in {"advcl", "xcomp"} and sentence.tags[verb] == "VBG"
    )
    if shares and sentence.heads[verb] != verb:
        return _subject(sentence, sentence.heads[verb])
    if sentence.deps[verb] == "acl":
        return sentence.heads[verb] if sentence.tags[verb] == "VBG" else _agent(sentence, verb)
    return -1


def _agent(sentence: Sentence, verb: int) -> int:
    for child in _children(sentence, verb):
        if sentence.deps[child] == "agent":
            return next(iter(_children(sentence, child)), -1)
    return -1


def _children(sentence: Sentence, i: int) -> list[int]:
    return [c for c, h in enumerate(sentence.heads) if h == i and c != i]


def _subtree(sentence: Sentence, i: int) -> tuple[int, int]:
    inside = {i}
    grew = True
    while grew:
        grew = False
        for c, h in enumerate(sentence.heads):
            if h in inside and c not in inside:
                inside.add(c)
                grew = True
    return min(inside), max(inside)


def _content(
    sentence: Sentence, verb: int, subject: int, quotations: Sequence[Quotation]
) -> list[tuple[int, int]]:
    """The stretches that the verb's subject says."""
    said = [c for c in _children(sentence, verb) if sentence.deps[c] in CONTENT]
    stretches = [_subtree(sentence, c) for c in said]
    for quote in quotations:
        if quote.depth == 0 and quote.start >= sentence.start and quote.end <= sentence.end:
            first = _token_at(sentence, quote.start)
            if first >= 0 and _within_reach(sentence, first, verb):
                stretches.append((first, _token_before(sentence, quote.end)))
    if not stretches and sentence.lemmas[verb] not in VIEWING:
        if sentence.deps[verb] in {"advcl", "parataxis"} and _as_clause(sentence, verb):
            stretches = _parent_clause(sentence, verb)
        elif sentence.lemmas[verb] in SAYING_WHAT:
            stretches = [_subtree(sentence, c) for c in _children(sentence, verb)
                         if sentence.deps[c] == "dobj"]  # fmt: skip
    if sentence.lemmas[verb] in VIEWING and not said:
        seen = _children(sentence, verb) if _as_what(sentence, verb) else []
        things = [c for c in seen if sentence.deps[c] in {"dobj", "nsubjpass"}]
        stretches += [_subtree(sentence, c) for c in things]
        told = [_subtree(sentence, c)[1] for c in seen if sentence.words[c].lower() == "as"]
        stretches = [(min(verb, a), max((b, *told))) for a, b in stretches]
    return _outside(sentence, stretches, subject)


def _as_what(sentence: Sentence, verb: int) -> bool:
    return any(sentence.words[c].lower() == "as" for c in _children(sentence, verb))


def _as_clause(sentence: Sentence, verb: int) -> bool:
    return any(
        sentence.words[c].lower() == "as" and sentence.deps[c] in {"mark", "advmod"}
        for c in _children(sentence, verb)
    )


def _parent_clause(sentence: Sentence, verb: int) -> list[tuple[int, int]]:
    inside = _subtree(sentence, verb)
    whole = _subtree(sentence, sentence.heads[verb])
    if inside[0] > whole[0]:
        return [(whole[0], inside[0] - 1)]
    return [(inside[1] + 1, whole[1])] if inside[1] < whole[1] else []


def _within_reach(sentence: Sentence, token: int, verb: int) -> bool:
    """Whether a quotation hangs on ``verb`` rather than on another clause's verb of speech."""
    i = token
    for _ in range(12):
        if i == verb:
            return True
        head = sentence.heads[i]
        if head == i:
            return sentence.deps[verb] == "ROOT"
        if i != token and sentence.lemmas[i] in SPEECH and sentence.tags[i].startswith("V"):
            return i == verb
        i = head
    return False


def _outside(
    sentence: Sentence, stretches: list[tuple[int, int]], subject: int
) -> list[tuple[int, int]]:
    """The stretches as text offsets, joined where they overlap, without the speaker's own name."""
    begin, close = _phrase(sentence, subject)
    joined: list[tuple[int, int]] = []
    for first, last in sorted(set(stretches)):
        if first <= subject <= last:
            if begin - first > last - close:
                first, last = first, begin - 1
            else:
                first, last = close + 1, last
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        elif last >= first:
            joined.append((first, last))
    return [(sentence.at[a], sentence.to[b]) for a, b in joined]


def _token_at(sentence: Sentence, place: int) -> int:
    for i, to in enumerate(sentence.to):
        if to > place:
            return i
    return -1


def _token_before(sentence: Sentence, place: int) -> int:
    found = 0
    for i, at in enumerate(sentence.at):
        if at < place:
            found = i
    return found


def _according(sentence: Sentence, mentions: Sequence[Mention], i: int) -> Iterator[Voice]:
    for to in _children(sentence, i):
        if sentence.words[to].lower() == "to":
            for source in _children(sentence, to):
                first, last = _subtree(sentence, i)
                whole = _subtree(sentence, sentence.heads[i])
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


def _in_view(sentence: Sentence, mentions: Sequence[Mention], i: int) -> Iterator[Voice]:
    """ "In the view of observers, ..."."""
    leader = sentence.heads[i]
    first, last = _subtree(sentence, leader)
    whole = _subtree(sentence, sentence.heads[leader])
    for of in _children(sentence, i):
        if sentence.words[of].lower() == "of" and first <= whole[0] and last < whole[1]:
            for source in _children(sentence, of):
                voice = _speaker(sentence, mentions, source)
                if voice:
                    yield replace(voice, start=sentence.at[last + 1], end=sentence.to[whole[1]])


def _speaker(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> Voice | None:
    """The voice of a subject that can speak: a person, an actor, or a noun for people."""
    mention = _mention_of(sentence, mentions, subject)
    if mention and mention.how in {"person", "pronoun"} and len(mention.actors) == 1:
        place = mention.start, mention.end
        return Voice(*place, mention.name, mention.actors[0], *place)
    if not _can_speak(sentence, subject, mention):
        return None
    first, last = _person(sentence, subject) or _phrase(sentence, subject)
    place = sentence.at[first], sentence.to[last]
    known = mention and len(mention.actors) == 1 and sentence.lemmas[subject] not in PRESS
    actor = mention.actors[0] if known and mention else ""
    return Voice(*place, _plain(sentence, first, last), actor, *place)


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


def _apposed(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> Mention | None:
    """The person named beside a subject that is not one: "the institute's expert NAME"."""
    beside = {c for c in _children(sentence, subject) if sentence.deps[c] == "appos"}
    return next((m for m in mentions if m.how == "person" and m.head in beside), None)


def _can_speak(sentence: Sentence, subject: int, mention: Mention | None) -> bool:
    if sentence.tags[subject][:1] != "N":
        return False
    known = mention is not None and mention.head == subject and mention.how != "pronoun"
    person = sentence.entities[subject].endswith(("PERSON", "ORG"))
    return known or person or sentence.lemmas[subject] in SPEAKERS | BODIES


def _mention_of(sentence: Sentence, mentions: Sequence[Mention], subject: int) -> Mention | None:
    exact = [m for m in mentions if m.head == subject]
    if exact:
        return max(exact, key=lambda m: m.end - m.start)
    apposed = _apposed(sentence, mentions, subject)
    if apposed:
        return apposed
    named = (m for m in mentions if sentence.heads[m.head] == subject)
    return next((m for m in named if sentence.deps[m.head] in NAMING), None)


def _phrase(sentence: Sentence, head: int) -> tuple[int, int]:
    """The noun phrase of ``head`` without relative clauses and appositions."""
    first = last = head
    for child in _children(sentence, head):
        dep = sentence.deps[child]
        if dep in {"relcl", "acl", "appos", "punct", "cc", "conj", "advcl"}:
            continue
        if dep == "prep" and sentence.words[child].lower() not in {"of", "in", "for", "at", "to"}:
            continue
        a, b = _subtree(sentence, child)
        if b - a < 8:
            first, last = min(first, a), max(last, b)
    return first, last


def _plain(sentence: Sentence, first: int, last: int) -> str:
    while first < last and sentence.words[first].lower() in {"the", "a", "an", "one", "some"}:
        first += 1
    text = ""
    for i in range(first, last + 1):
        gap = " " if i > first and sentence.at[i] > sentence.to[i - 1] else ""
        text += gap + sentence.words[i]
    return text
