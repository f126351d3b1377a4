"""What reading hands on: parsed sentences, mentions, quotations, dates, figures, voices.

Plain tuples of plain values: no parser's objects leave `multipole.evidence`, so a coder can be
tested on a parse written by hand and shipped between processes.
"""

from __future__ import annotations

from dataclasses import dataclass

from multipole.core.periods import Period
from multipole.core.types import Stance


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence; all tuples have one item a token.

    ``start``, ``end``
        Code points of the document's text.
    ``at``, ``to``
        Where each token starts and ends, in the document's text.
    ``words``, ``lemmas``, ``tags``, ``deps``
        Surface, lower-case lemma, Penn tag, ClearNLP dependency label (as spaCy's English models).
    ``heads``
        Index of the head inside the sentence; the root is its own head.
    ``entities``
        Entity label or ``""`` (PERSON, ORG, GPE, NORP, DATE, PERCENT, MONEY, ...), with ``B-`` or
        ``I-`` in front.
    """

    start: int
    end: int
    at: tuple[int, ...]
    to: tuple[int, ...]
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    entities: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for actors: ``actors`` has one id, or several ("both countries").

    ``how`` is name, demonym, capital, government, office, person, organisation, pronoun or group;
    ``first``, ``last`` are the token indices inside the sentence (``last`` included), ``head`` the
    token that the grammar hangs on.
    """

    sentence: int
    first: int
    last: int
    head: int
    start: int
    end: int
    actors: tuple[str, ...]
    how: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words ``[start, end)`` without their marks; ``closed`` is False when no mark ends it.

    ``depth`` is 0 for an outer quotation and 1 for one inside it.
    """

    start: int
    end: int
    depth: int
    closed: bool


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that give a time, resolved against the document's date, with their granularity."""

    sentence: int
    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the text with its unit: ``value`` is in ``unit`` (percent, usd, persons, ...).

    ``qualifier`` is ``""``, ``about``, ``more_than`` or ``less_than``.
    """

    sentence: int
    start: int
    end: int
    value: float
    unit: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a stretch ``[start, end)`` of the text, as the text names them.

    ``actor`` is the actor behind, or ``""``. ``name_start``, ``name_end`` is where they are named.
    ``stance`` is asserts, denies or doubts: what they say of what the stretch holds. ``through``
    is who passes their words on, as the text names them, ``""`` for the document itself.
    """

    start: int
    end: int
    speaker: str
    actor: str
    name_start: int
    name_end: int
    stance: Stance = "asserts"
    through: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All evidence found in one document."""

    document: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    times: tuple[TimeExpression, ...]
    figures: tuple[Figure, ...]
    voices: tuple[Voice, ...]
