"""The parts of a brief: plain, frozen values that a page can lay out without asking the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from multipole.answers.brief_accuracy import Accuracy
from multipole.answers.tie_shown import PairTie
from multipole.core.periods import Period
from multipole.core.types import Estimate
from multipole.relations import Trend

Claims = tuple[str, ...]
NO_OUTLET: Final = "no outlet given"


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words, with the anchor on the page that shows what they rest on (or ``""``)."""

    text: str
    target: str = ""


Words = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One claim with the words that carry it and where they stand.

    ``number`` counts the page's claims in the order of the documents; ``quotes`` has the words
    that carry the claim, then those elsewhere that give it an end; ``citations`` has the same
    order. ``before`` and ``after`` are the other words of the sentence of the first.
    """

    id: str
    number: int
    kind: str
    document: str
    outlet: str
    title: str
    language: str
    published_on: date | None
    before: str
    quotes: tuple[str, ...]
    after: str
    citations: tuple[str, ...]
    speaker: str
    speaker_actor: str
    stance: str
    modality: str
    confidence: float
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    action: str
    domain: str
    period: Period | None
    about: tuple[str, ...]
    leaning: str
    gist: str
    measure: str
    value: float | None
    unit: str
    coded_by: str


@dataclass(frozen=True, slots=True)
class Act:
    """One event, told by ``claims`` in ``outlets``; ``pairs`` are the keys of the dyads it is of.

    ``certain`` is its probability of being right; ``disputed`` what its tellings say differently
    and which outlet says what, in words.
    """

    id: str
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    action: str
    domain: str
    modality: str
    period: Period | None
    certain: float
    claims: Claims
    outlets: tuple[str, ...]
    pairs: tuple[str, ...]
    disputed: str = ""

    @property
    def happened(self) -> bool:
        """Whether it counts for closeness."""
        return self.modality == "happened"


@dataclass(frozen=True, slots=True)
class Read:
    """How an act reads between two actors: its role (see `dyad_events`) and quad class there."""

    act: Act
    role: str
    quad: str


@dataclass(frozen=True, slots=True)
class Line:
    """An act between one of the actors and a third party, at its own ``place`` (an anchor).

    ``quad`` is its class between the two. ``elsewhere`` is the place where it stands in full when
    that is not here: an act with several ends stands in several lists.
    """

    act: Act
    quad: str
    place: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Third:
    """A third party and its acts with one actor, newest first, ``acts`` of them in all."""

    party: str
    key: str
    acts: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Abroad:
    """One actor with its third parties, most acts first; ``left_out`` are those not shown."""

    actor: str
    acts: int
    thirds: tuple[Third, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """The acts with others: how many in all, with how many third parties, and each actor's."""

    acts: int
    parties: int
    actors: tuple[Abroad, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """The closeness of a pair in one year (quarter, month) and the events it rests on."""

    period: Period
    estimate: Estimate
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutletCount:
    """What one outlet tells of a pair: events by quad class, and the closeness in its telling."""

    outlet: str
    counts: Mapping[str, int]
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Pair:
    """All that the page says of two actors."""

    a: str
    b: str
    key: str
    name: str
    overall: Estimate
    in_words: Estimate
    in_deeds: Estimate
    counts: Mapping[str, int]
    trend: Trend | None
    tie: PairTie
    steps: tuple[Step, ...]
    reads: tuple[Read, ...]
    outlets: tuple[OutletCount, ...]
    speaks_for: Claims
    speaks_against: Claims
    speaks_neutral: Claims


@dataclass(frozen=True, slots=True)
class Figure:
    """A quoted number; the same number told twice is one figure with two claims.

    ``bound`` is what stands before it: "at least", "at most", "about", or nothing.
    """

    measure: str
    value: float
    unit: str
    bound: str
    period: Period | None
    modality: str
    about: tuple[str, ...]
    speakers: tuple[str, ...]
    claims: Claims


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that read as one: the same measure, or neighbours in one text with one unit."""

    name: str
    unit: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a paragraph: ``claims`` quote it, ``starts`` are those whose first words it holds."""

    text: str
    claims: Claims = ()
    starts: Claims = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a document of one kind (see `Part`), cut where quotes begin and end."""

    kind: str
    segments: tuple[Segment, ...]
    starts: Claims


@dataclass(frozen=True, slots=True)
class Report:
    """A document that the page quotes; ``left_out`` characters of it are not shown."""

    id: str
    outlet: str
    title: str
    author: str
    url: str
    path: str
    language: str
    published_on: date | None
    notes: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    cited: int
    other_claims: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Source:
    """A document in the store, quoted on the page or not."""

    id: str
    outlet: str
    title: str
    url: str
    language: str
    published_on: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Making:
    """How the numbers were made, and how often their coder is right."""

    version: str
    coders: tuple[str, ...]
    runs: tuple[tuple[str, str, str, datetime], ...]
    refused: tuple[tuple[str, str, str, str], ...]
    uncoded: tuple[tuple[str, int], ...]
    pending: int
    claims: int
    events: int
    accuracy: Accuracy | None


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole page as data.

    ``span`` holds all dated events shown; ``until`` is the last day of which a report tells.
    ``left_out`` says of what the page shows a part only.
    """

    actors: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    as_of: date | None
    until: date | None
    span: Period | None
    summary: tuple[Words, ...]
    pairs: tuple[Pair, ...]
    acts: tuple[Act, ...]
    outside: Outside
    left_out: tuple[str, ...]
    series: tuple[Series, ...]
    shared: tuple[Act, ...]
    told: Mapping[str, Told]
    reports: tuple[Report, ...]
    sources: tuple[Source, ...]
    making: Making
