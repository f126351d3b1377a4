"""The nouns: frozen, slotted, self-checking.

One meaning a word: a dyad's ends are ``sender`` and ``receiver``; offsets are Unicode code points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, get_args

from multipole.core.errors import BadValue, QuoteNotFound
from multipole.core.ids import digest
from multipole.core.periods import Period
from multipole.core.plover import ACTIONS, CONTEXTS, DOMAINS, Action, Context, Domain

ActorKind = Literal["state", "organisation", "bloc", "nonstate"]
PartKind = Literal[
    "title", "byline", "dateline", "body", "caption", "note", "boilerplate", "duplicate"
]
ClaimKind = Literal["event", "assessment", "figure"]
Stance = Literal["asserts", "denies", "doubts"]
Modality = Literal["happened", "planned", "threatened", "hypothetical", "denied"]
Leaning = Literal["for", "against", "neutral"]
Verdict = Literal["same", "different", "unsure", "right", "wrong", "withdrawn"]

MODALITIES: Final[tuple[Modality, ...]] = get_args(Modality)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
CLAIM_KINDS: Final[tuple[ClaimKind, ...]] = get_args(ClaimKind)
LEANINGS: Final[tuple[Leaning, ...]] = get_args(Leaning)
PART_KINDS: Final[tuple[PartKind, ...]] = get_args(PartKind)
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
OF_ONE: Final[frozenset[Verdict]] = frozenset({"right", "wrong"})
READ_PARTS: Final[frozenset[str]] = frozenset({"title", "body", "caption"})


def _one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise BadValue(f"{name} {value!r} is unknown", remedy=f"Use one of {', '.join(allowed)}.")


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, organisation, bloc or non-state actor.

    ``id`` is ISO 3166-1 alpha-3 for states that have or had one (``CSK``, ``YUG``, ``DDR`` for
    those of the past), an upper-case short name for organisations (``EU``, ``UNSC``), and
    ``NGO:NAME`` or ``PER:NAME`` for non-state actors. ``lifetime`` is None where it is not known.
    """

    id: str
    kind: ActorKind
    name: str
    lifetime: Period | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What a stretch ``[start, end)`` of a document's text is.

    Parts are sorted, do not overlap, and are the only stretches a coder may read: text outside
    every part is white space. Kinds in `READ_PARTS` are read for claims; ``duplicate`` (a caption
    or teaser printed again), ``note`` (editor's notes), ``byline``, ``dateline`` and
    ``boilerplate`` are kept and shown, never coded.
    """

    start: int
    end: int
    kind: PartKind

    def __post_init__(self) -> None:
        _one_of(self.kind, PART_KINDS, "part")
        if not 0 <= self.start < self.end:
            raise BadValue(f"a part of [{self.start}, {self.end}) holds no text")


@dataclass(frozen=True, slots=True)
class Document:
    """One report, cleaned once, hashed, then frozen.

    ``raw`` is the SHA-256 of the bytes it was read from; ``text`` is what every offset counts in.
    ``published_on`` is None when the file does not say; ``fetched_at`` is when it was read in.
    ``id`` digests outlet, url, date, title and text: the same report read twice is one document.
    """

    outlet: str
    url: str
    title: str
    author: str
    language: str
    published_on: date | None
    fetched_at: datetime
    raw: str
    path: str
    text: str
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        published = self.published_on.isoformat() if self.published_on else ""
        key = digest("document", self.outlet, self.url, published, self.title, self.text)
        object.__setattr__(self, "id", key)
        end = 0
        for part in self.parts:
            if part.start < end or part.end > len(self.text):
                raise BadValue(f"parts of document {self.path} overlap or leave the text")
            end = part.end

    @property
    def known_on(self) -> date:
        """The first day on which one could surely know what it says: of a year, the last."""
        published = self.published_in
        return published.last if published else self.fetched_at.date()

    @property
    def published_in(self) -> Period | None:
        """The day of publication, the year where the file gives no more (note ``year:1971``)."""
        if self.published_on and self.published_on.year < date.max.year:
            return Period.day(self.published_on)
        for note in self.notes:
            key, _, year = note.partition(":")
            if key == "year" and year.isdecimal():
                return Period.year(int(year))
        return None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Exact words of a document: ``text[start:end] == quote``, always."""

    document: str
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise BadValue(f"span [{self.start}, {self.end}) does not hold {self.quote!r}")

    @classmethod
    def cut(cls, document: str, text: str, start: int, end: int) -> Span:
        """The span of ``text[start:end]``; raises `BadValue` when that is empty or outside."""
        if end > len(text):
            raise BadValue(f"span [{start}, {end}) leaves a text of {len(text)} characters")
        return cls(document, start, end, text[start:end])

    @classmethod
    def locate(cls, document: str, text: str, quote: str, *, after: int = 0) -> Span:
        """The first place at or after ``after`` where ``quote`` stands verbatim.

        Raises `QuoteNotFound` when it does not: a proposal is refused, never placed by near match.
        """
        start = text.find(quote, after) if quote else -1
        if start < 0:
            raise QuoteNotFound(f"{quote[:80]!r} is not in document {document}")
        return cls(document, start, start + len(quote), quote)


@dataclass(frozen=True, slots=True)
class Claim:
    """One speaker's word that something is, was, will be or is not so.

    ``kind``
        ``event``: ``sender`` does ``action`` to ``receiver``; reciprocal acts name all ends on
        both sides. ``assessment``: an opinion about the actors in ``about`` with its ``leaning``
        towards their closeness and its ``gist``. ``figure``: ``measure`` of ``about`` is ``value``
        in ``unit``; ``sender`` is whose measure it is and ``receiver`` towards whom, when told.
    ``sender``, ``receiver``, ``about``
        Sorted actor ids without repeats; one side of an event may be empty (not named).
    ``speaker``, ``speaker_actor``
        Who says so as the text names them, and the actor behind; both ``""`` when the document
        says it in its own voice.
    ``through``
        Who passes the speaker's words on, as the text names them ("Reuters, citing officials");
        ``""`` when the document has them itself.
    ``context``
        What an act is about, as PLOVER has it: sorted, any number, none where that is not sure. It
        follows from the words of the act and is no part of the id.
    ``modality``
        happened, planned, threatened, hypothetical, or denied (said not to be so).
    ``period``
        When it holds, None when the document gives no way to know.
    ``spans``
        At least one; the first carries the act.
    ``known_on``
        The first day on which one could know the claim.
    """

    kind: ClaimKind
    spans: tuple[Span, ...]
    known_on: date
    coded_by: str
    confidence: float
    speaker: str = ""
    speaker_actor: str = ""
    stance: Stance = "asserts"
    modality: Modality = "happened"
    sender: tuple[str, ...] = ()
    receiver: tuple[str, ...] = ()
    action: Action | None = None
    domain: Domain | None = None
    period: Period | None = None
    about: tuple[str, ...] = ()
    leaning: Leaning | None = None
    gist: str = ""
    measure: str = ""
    value: float | None = None
    unit: str = ""
    through: str = ""
    context: tuple[Context, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        _one_of(self.kind, CLAIM_KINDS, "claim kind")
        _one_of(self.stance, STANCES, "stance")
        _one_of(self.modality, MODALITIES, "modality")
        if self.action is not None:
            _one_of(self.action, ACTIONS, "action")
        if self.domain is not None:
            _one_of(self.domain, DOMAINS, "domain")
        if self.leaning is not None:
            _one_of(self.leaning, LEANINGS, "leaning")
        for context in self.context:
            _one_of(context, CONTEXTS, "context")
        if not self.spans:
            raise BadValue("a claim without a span", remedy="No span, no claim.")
        if not 0.0 <= self.confidence <= 1.0:
            raise BadValue(f"confidence {self.confidence} is not between 0 and 1")
        for side in (self.sender, self.receiver, self.about):
            if list(side) != sorted(set(side)):
                raise BadValue(f"actors {side} are not sorted and distinct")
        if list(self.context) != sorted(set(self.context)):
            raise BadValue(f"contexts {self.context} are not sorted and distinct")
        self._check_kind()
        object.__setattr__(self, "id", self._digest())

    def _check_kind(self) -> None:
        if self.kind == "event" and (self.action is None or not (self.sender or self.receiver)):
            raise BadValue("an event claim needs an action and at least one end")
        if self.kind == "assessment" and (self.leaning is None or not self.speaker):
            raise BadValue("an assessment needs a leaning and a speaker")
        if self.kind == "figure" and (self.value is None or not math.isfinite(self.value)):
            raise BadValue("a figure needs a finite value")

    def _digest(self) -> str:
        spans = ";".join(f"{s.document}:{s.start}:{s.end}" for s in self.spans)
        return digest(
            "claim", self.kind, spans, self.speaker, self.speaker_actor, self.stance, self.modality,
            ",".join(self.sender), ",".join(self.receiver), self.action, self.domain,
            str(self.period or ""), ",".join(self.about), self.leaning, self.gist, self.measure,
            self.value, self.unit, self.coded_by, repr(self.confidence),
            *([self.through] if self.through else []),
        )  # fmt: skip

    @property
    def reciprocal(self) -> bool:
        """Whether all ends stand on both sides (a meeting, a treaty)."""
        return bool(self.sender) and self.sender == self.receiver


@dataclass(frozen=True, slots=True)
class Judgement:
    """An author's verdict that two claims tell the same event, or do not; or on one claim.

    ``right`` and ``wrong`` are said of one claim, which then stands on both sides: it may carry an
    event, or may not. ``withdrawn`` takes back what the same author said before of these claims.
    """

    left: str
    right: str
    verdict: Verdict
    by: str
    at: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        _one_of(self.verdict, VERDICTS, "verdict")
        if self.left > self.right:
            raise BadValue("a judgement names its two claims in sorted order")
        if self.verdict != "withdrawn" and self.of_one != (self.verdict in OF_ONE):
            raise BadValue(
                f"verdict {self.verdict!r} is not said of {1 + (not self.of_one)} claims"
            )

    @property
    def of_one(self) -> bool:
        """Whether it is of one claim rather than of two."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Event:
    """Claims that tell the same act; derived, never edited.

    ``probability`` is that of at least one of its claims being right, counting each outlet once.
    ``weights`` are what each claim counts in that, 0 to 1: its confidence, 0 where it does not tell
    the event as it stands (a plan of what then happened), 1 where a person has confirmed it.
    ``id`` digests the sorted claim ids.
    """

    claims: tuple[str, ...]
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    action: Action
    domain: Domain | None
    modality: Modality
    period: Period | None
    probability: float
    known_on: date
    weights: tuple[float | None, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.claims or list(self.claims) != sorted(set(self.claims)):
            raise BadValue("an event needs claims, sorted and distinct")
        if not self.weights:
            object.__setattr__(self, "weights", (None,) * len(self.claims))
        if len(self.weights) != len(self.claims):
            raise BadValue("an event needs a weight for each of its claims, or none")
        object.__setattr__(self, "id", digest("event", *self.claims))


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number means: its name, unit, range, direction and source."""

    name: str
    unit: str
    low: float
    high: float
    directed: bool
    cite: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with the interval that holds ``mass`` of the doubt, from ``n`` cases; NaN: unknown."""

    mean: float
    low: float
    high: float
    n: int
    mass: float = 0.9

    def __post_init__(self) -> None:
        if self.n < 0 or not 0 < self.mass < 1:
            raise BadValue(f"an estimate from n={self.n} with mass {self.mass}")
        if not math.isnan(self.mean) and not self.low <= self.mean <= self.high:
            raise BadValue(f"{self.mean} lies outside its interval {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Relation:
    """A measure of one dyad over one period."""

    measure: str
    sender: str
    receiver: str
    period: Period
    estimate: Estimate
    run: str


@dataclass(frozen=True, slots=True)
class Run:
    """What made derived rows: step, code version, inputs, settings, seed, and when.

    ``id`` digests all but ``at``: the same step on the same inputs is the same run.
    """

    step: str
    code: str
    inputs: str
    settings: str
    seed: int
    at: datetime
    id: str = field(init=False)

    def __post_init__(self) -> None:
        key = digest("run", self.step, self.code, self.inputs, self.settings, self.seed)
        object.__setattr__(self, "id", key)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that did not go in: file, place in it, why, and what to do."""

    path: str
    place: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.path} {self.place}".strip()
        return f"{where}: {self.reason}. {self.remedy}".strip()
