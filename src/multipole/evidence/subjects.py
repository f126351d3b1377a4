"""Whose a verb of speech is: its subject, its agent, or who is quoted as saying it."""

from __future__ import annotations

from multipole.core.text import Sentence
from multipole.evidence.phrases import children, subtree
from multipole.evidence.speech_words import CITING, SPEECH


def quoted_as(sentence: Sentence, verb: int) -> tuple[int, int]:
    """Who is quoted as saying, and who quotes them; -1 for nobody."""
    head = sentence.heads[verb]
    quoting = sentence.heads[head]
    if sentence.words[head].lower() != "as" or sentence.lemmas[quoting] not in CITING:
        return -1, -1
    found = {sentence.deps[c]: c for c in children(sentence, quoting)}
    if "nsubjpass" in found:
        return found["nsubjpass"], agent_of(sentence, quoting)
    return found.get("dobj", -1), found.get("nsubj", -1)


def going_on(sentence: Sentence, verb: int) -> int:
    """The subject of the nearest verb of speech before "adding that", "noting ..."; 0 when none."""
    if sentence.tags[verb] != "VBG" or sentence.deps[verb] not in {"advcl", "xcomp"}:
        return 0
    for i in range(verb - 1, -1, -1):
        if sentence.lemmas[i] in SPEECH and sentence.tags[i][:1] == "V":
            for child in children(sentence, i):
                if sentence.deps[child] == "nsubj":
                    return child
    return 0


def subject_of(sentence: Sentence, verb: int) -> int:
    """Who does what a verb tells, shared subjects and agents included; -1 for nobody."""
    passive = False
    for child in children(sentence, verb):
        if sentence.deps[child] == "nsubj":
            relative = sentence.words[child].lower() == "who" and sentence.deps[verb] == "relcl"
            return sentence.heads[verb] if relative else child
        passive = passive or sentence.deps[child] == "nsubjpass"
    if passive:
        return agent_of(sentence, verb)
    shares = sentence.deps[verb] == "conj" or (
        sentence.deps[verb] in {"advcl", "xcomp"} and sentence.tags[verb] == "VBG"
    )
    if shares and sentence.heads[verb] != verb:
        return subject_of(sentence, sentence.heads[verb])
    if sentence.deps[verb] == "acl":
        return sentence.heads[verb] if sentence.tags[verb] == "VBG" else agent_of(sentence, verb)
    return _just_before(sentence, verb)


def _just_before(sentence: Sentence, verb: int) -> int:
    """The subject that the parser took for something else: ", a spokesman told reporters"."""
    if sentence.tags[verb] not in {"VBD", "VBZ"}:
        return -1
    appositions = (i for i in range(1, verb) if sentence.deps[i] == "appos")
    found = next((i for i in appositions if subtree(sentence, i)[1] == verb - 1), -1)
    full = verb > 1 and set(sentence.tags[verb - 2 : verb]) == {"NNP"}
    inside = full and sentence.deps[verb - 1] in {"pobj", "dobj", "conj"}
    return verb - 1 if found < 0 and inside else found  # "In an interview Anna Testova said"


def agent_of(sentence: Sentence, verb: int) -> int:
    """Who stands behind "by" with a passive verb; -1 for nobody."""
    for child in children(sentence, verb):
        if sentence.deps[child] == "agent":
            return next(iter(children(sentence, child)), -1)
    return -1
