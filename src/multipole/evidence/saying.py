"""What a verb of speech says: its clause, a quotation, the sentence around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from multipole.core.text import Quotation, Sentence
from multipole.evidence.phrases import children, phrase, subtree, token_at, token_before
from multipole.evidence.speech_words import (
    CITING,
    CONTENTS,
    DENYING,
    INTENDING,
    SAYING_WHAT,
    SPEECH,
    VIEWING,
    WITH_CLAUSE,
)

CONTENT: Final = frozenset({"ccomp", "xcomp", "oprd"})
CLAUSES: Final = frozenset({"acl", "relcl", "ccomp"})
OPENING: Final = frozenset({",", "(", "–", "—", "-", ";", "”", '"', "''"})
CLOSING: Final = frozenset({",", ")", "–", "—", "-", ";", ".", "”", '"', "!", "?"})
FINITE: Final = frozenset({"VBD", "VBP", "VBZ"})
ADVERBIAL: Final = frozenset({"advmod", "prep", "npadvmod"})
Stretch = tuple[int, int]


def content(
    sentence: Sentence, verb: int, subject: int, quotations: Sequence[Quotation]
) -> list[Stretch]:
    """The stretches of the text, as code points, that the subject of a verb of speech says."""
    lemma = sentence.lemmas[verb]
    inner = [c for c in children(sentence, verb) if sentence.deps[c] in CONTENT]
    said = [c for c in inner if not _own_aside(sentence, c) and not _intends(sentence, verb, c)]
    parts = [_beside(sentence, verb, *subtree(sentence, c)) for c in said]
    stretches = [_without_aside(sentence, verb, *part) for part in parts if part]
    stretches = [before_denial(sentence, *stretch) for stretch in stretches]
    stretches += _quoted(sentence, verb, quotations)
    if lemma in WITH_CLAUSE and not stretches:
        return []
    if not stretches and lemma not in VIEWING:
        stretches = _told_otherwise(sentence, verb, subject)
    if lemma in VIEWING and not said:
        stretches += _viewed(sentence, verb)
    return _outside(sentence, stretches, subject)


def _intends(sentence: Sentence, verb: int, said: int) -> bool:
    """ "expects to sign": what somebody means to do, not what they say."""
    own = any(sentence.deps[c] == "nsubj" for c in children(sentence, said))
    return sentence.lemmas[verb] in {"expect", "hope"} and not own and sentence.tags[said] == "VB"


def _beside(sentence: Sentence, verb: int, first: int, last: int) -> Stretch | None:
    """The part of a clause on the verb's side of a colon or semicolon; after a verb, all of it.

    None where such a sign stands right between them: "Oslo sent ships; Rome complained".
    """
    if last < verb:
        cuts = [i for i in range(first, last) if sentence.words[i] in {":", ";"}]
        first = cuts[-1] + 1 if cuts else first
        following = sentence.words[last + 1] if last + 1 < verb else ""
        if following in {":", ";"}:
            return None
    return first, last


def _quoted(sentence: Sentence, verb: int, quotations: Sequence[Quotation]) -> list[Stretch]:
    """The quotations that hang on the verb, also where they began in an earlier sentence."""
    stretches = []
    for quote in quotations:
        start, end = max(quote.start, sentence.start), min(quote.end, sentence.end)
        if quote.depth == 0 and start < end:
            first = token_at(sentence, start)
            last = token_before(sentence, end)
            outside = not first <= verb <= last
            if first >= 0 and outside and _within_reach(sentence, first, last, verb):
                stretches.append((first, last))
    return stretches


def _told_otherwise(sentence: Sentence, verb: int, subject: int) -> list[Stretch]:
    """The content of a verb without a clause or quotation of its own."""
    if sentence.lemmas[verb] in INTENDING and _as_clause(sentence, verb):
        return []  # "as it had promised"
    if sentence.deps[verb] in {"advcl", "parataxis"} and _as_clause(sentence, verb):
        return _parent_clause(sentence, verb)
    aside = _aside(sentence, verb, subject)
    if aside:
        return around(sentence, *aside)
    held = _held(sentence, verb)
    if held:
        return held
    if sentence.lemmas[verb] in SAYING_WHAT and not is_citing(sentence, verb):
        return [subtree(sentence, c) for c in children(sentence, verb)
                if sentence.deps[c] == "dobj"]  # fmt: skip
    return []


def is_citing(sentence: Sentence, verb: int) -> bool:
    """Whether "citing officials" hangs on another verb of speech."""
    head = sentence.heads[verb]
    return (
        sentence.lemmas[verb] in CITING
        and sentence.tags[verb] == "VBG"
        and sentence.deps[verb] in {"advcl", "xcomp", "acl"}
        and sentence.lemmas[head] in SPEECH
    )


def is_naming(sentence: Sentence, verb: int) -> bool:
    """ "what it calls a threat": a name for a thing, no statement."""
    below = {sentence.words[c].lower() for c in children(sentence, verb)}
    return sentence.lemmas[verb] in VIEWING and "what" in below


def _held(sentence: Sentence, verb: int) -> list[Stretch]:
    """The clause on a noun that holds words: "rejected the claim that", "in a letter that"."""
    nouns = [c for c in children(sentence, verb) if sentence.deps[c] == "dobj"]
    for prep in children(sentence, verb):
        if sentence.deps[prep] == "prep":
            nouns += [c for c in children(sentence, prep) if sentence.deps[c] == "pobj"]
    for noun in nouns:
        if sentence.lemmas[noun] in CONTENTS:
            for child in children(sentence, noun):
                if sentence.deps[child] in CLAUSES and _with_that(sentence, child):
                    return [subtree(sentence, child)]
    return []


def _with_that(sentence: Sentence, verb: int) -> bool:
    return any(
        sentence.words[c].lower() == "that" and sentence.deps[c] == "mark"
        for c in children(sentence, verb)
    )


def _viewed(sentence: Sentence, verb: int) -> list[Stretch]:
    """ "sees the pact as a threat": from the thing to what it is seen as."""
    seen = children(sentence, verb) if _as_what(sentence, verb) else []
    things = [c for c in seen if sentence.deps[c] in {"dobj", "nsubjpass"}]
    stretches = [subtree(sentence, c) for c in things]
    told = [subtree(sentence, c)[1] for c in seen if sentence.words[c].lower() == "as"]
    return [(min(verb, a), max((b, *told))) for a, b in stretches]


def _as_what(sentence: Sentence, verb: int) -> bool:
    return any(sentence.words[c].lower() == "as" for c in children(sentence, verb))


def _as_clause(sentence: Sentence, verb: int) -> bool:
    return any(
        sentence.words[c].lower() == "as" and sentence.deps[c] in {"mark", "advmod"}
        for c in children(sentence, verb)
    )


def _parent_clause(sentence: Sentence, verb: int) -> list[Stretch]:
    inside = subtree(sentence, verb)
    whole = subtree(sentence, sentence.heads[verb])
    if inside[0] > whole[0]:
        return [(whole[0], inside[0] - 1)]
    return [(inside[1] + 1, whole[1])] if inside[1] < whole[1] else []


def _aside(sentence: Sentence, verb: int, subject: int) -> Stretch | None:
    """The tokens of ", observers say," or ", TASS reports." that stand in another sentence."""
    if (
        sentence.deps[verb] == "ROOT"
        or subject < 0
        or sentence.tags[verb] not in {"VBD", "VBP", "VBZ"}
    ):
        return None
    first = phrase(sentence, subject)[0]
    last = max(verb, phrase(sentence, subject)[1])
    adverbs = {"advmod", "prep", "npadvmod"}
    ends = [
        subtree(sentence, c)[1] for c in children(sentence, verb) if sentence.deps[c] in adverbs
    ]
    last = max((last, *ends))
    if first == 0 or last + 1 >= len(sentence):
        return None
    opens, closes = sentence.words[first - 1] in OPENING, sentence.words[last + 1] in CLOSING
    return (first, last) if opens and closes and first <= verb <= last else None


def before_denial(sentence: Sentence, first: int, last: int) -> Stretch:
    """What is said without ", which Tehran denies" at its end: another says that."""
    for verb in range(first + 1, last + 1):
        if sentence.deps[verb] in CLAUSES and sentence.lemmas[verb] in DENYING:
            begin, end = subtree(sentence, verb)
            own = any(sentence.deps[c] == "nsubj" for c in children(sentence, verb))
            aside = begin - 2 >= first and sentence.words[begin - 1] == ","
            if own and aside and sentence.tags[begin] == "WDT" and end + 1 >= last:
                return first, begin - 2
    return first, last


def _without_aside(sentence: Sentence, verb: int, first: int, last: int) -> Stretch:
    """What is said without ", TASS reports" of another at its end."""
    for other in range(first + 1, last + 1):
        aside = _own_aside(sentence, other) if other != verb else None
        if aside and aside[1] == last and aside[0] - 2 >= first:
            return first, aside[0] - 2
    return first, last


def _own_aside(sentence: Sentence, verb: int) -> Stretch | None:
    """The aside that a verb of speech with its own subject makes; None for none."""
    if sentence.lemmas[verb] not in SPEECH:
        return None
    who = [c for c in children(sentence, verb) if sentence.deps[c] == "nsubj"]
    told = any(sentence.deps[c] in {*CONTENT, "dobj"} for c in children(sentence, verb))
    return _aside(sentence, verb, who[0]) if who and not told else None


def around(sentence: Sentence, first: int, last: int) -> list[Stretch]:
    """What stands before and after an aside, its own commas left out."""
    before, after = (0, first - 2), (last + 2, len(sentence) - 1)
    return [(a, b) for a, b in (before, after) if b > a]


def _within_reach(sentence: Sentence, first: int, last: int, verb: int) -> bool:
    """Whether a quotation hangs on ``verb`` rather than on another clause's verb of speech."""
    i = first
    for _ in range(12):
        if i == verb:
            return True
        head = sentence.heads[i]
        if head == i:
            return sentence.deps[verb] == "ROOT"
        speaks = sentence.lemmas[i] in SPEECH and sentence.tags[i].startswith("V")
        if i != first and speaks and not first <= i <= last:
            return i == verb
        i = head
    return False


def _outside(sentence: Sentence, stretches: list[Stretch], subject: int) -> list[Stretch]:
    """The stretches as text offsets, joined where they overlap, without the speaker's own name."""
    begin, close = phrase(sentence, subject)
    joined: list[Stretch] = []
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
