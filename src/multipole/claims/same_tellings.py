"""Event claims in columns: all that is needed to judge which tell one event, and no objects.

A claim of ten words takes some 130 bytes here; a million of them are judged in the memory of a
laptop.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from multipole.claims.same_ids import Ids
from multipole.claims.same_words import BUCKETS, Words, words_of
from multipole.core.periods import Period
from multipole.core.plover import ACTIONS, DOMAINS, Action, Domain
from multipole.core.types import MODALITIES, Claim, Modality

Ends = tuple[tuple[str, ...], tuple[str, ...]]
Ints = NDArray[np.int32]
Bytes = NDArray[np.int8]
KINDS: Final = ("names", "numbers", "others")
#: Columns with the kind of their numbers: of four bytes, or of one.
_COLUMNS: Final = {
    "start": "i", "days": "i", "known_on": "i", "ends": "i", "document": "i", "place": "i",
    "action": "b", "modality": "b", "domain": "b",
}  # fmt: skip
_ACTION: Final = {name: n for n, name in enumerate(ACTIONS)}
_DOMAIN: Final = {name: n for n, name in enumerate(DOMAINS)}
_MODALITY: Final = {name: n for n, name in enumerate(MODALITIES)}


@dataclass(frozen=True)
class Tellings:
    """Event claims in columns, sorted by id.

    ``start`` (ordinal day, 0: unknown) and ``days`` are the period; ``known_on`` is an ordinal day;
    ``ends``, ``document`` number `all_ends` and `documents`; ``place`` is where the first span
    starts; ``action``, ``modality``, ``domain`` number the vocabularies, -1: none. ``names``,
    ``numbers``, ``others`` have a row a claim and a one for each of its words.
    """

    ids: Ids
    start: Ints
    days: Ints
    known_on: Ints
    ends: Ints
    document: Ints
    place: Ints
    action: Bytes
    modality: Bytes
    domain: Bytes
    confidence: NDArray[np.float64]
    names: csr_array
    numbers: csr_array
    others: csr_array
    all_ends: tuple[Ends, ...]
    documents: Ids

    def __len__(self) -> int:
        return len(self.ids)

    def place_of(self, claim: str) -> int | None:
        """The place of the claim with this id, None where it is not among them."""
        at = bisect_left(self.ids, claim)
        return at if at < len(self.ids) and self.ids[at] == claim else None

    def period(self, at: int) -> Period | None:
        """The period of one claim."""
        start = int(self.start[at])
        if not start:
            return None
        return Period(date.fromordinal(start), date.fromordinal(start + int(self.days[at])))

    def action_of(self, at: int) -> Action:
        """The PLOVER type of one claim."""
        return ACTIONS[int(self.action[at])]

    def modality_of(self, at: int) -> Modality:
        """The modality of one claim."""
        return MODALITIES[int(self.modality[at])]

    def domain_of(self, at: int) -> Domain | None:
        """The domain of one claim."""
        return DOMAINS[int(self.domain[at])] if self.domain[at] >= 0 else None

    def ends_of(self, at: int) -> Ends:
        """Sender and receiver of one claim."""
        return self.all_ends[int(self.ends[at])]


class Telling(NamedTuple):
    """What is needed of one event claim; ``place`` is where its first span, ``quote``, starts."""

    claim: str
    sender: Sequence[str]
    receiver: Sequence[str]
    action: Action
    domain: Domain | None
    modality: Modality
    confidence: float
    known_on: date
    period_start: date | None
    period_end: date | None
    document: str
    place: int
    quote: str


def tell(claims: Iterable[Claim]) -> Tellings:
    """The event claims among ``claims``, which may be an iterator, in columns; order is no matter.

    Raises nothing: a claim without an action is not an event claim.
    """
    return draw(_telling(c) for c in claims if c.kind == "event")


def _telling(claim: Claim) -> Telling:
    period, span = claim.period, claim.spans[0]
    assert claim.action is not None
    return Telling(
        claim.id, claim.sender, claim.receiver, claim.action, claim.domain, claim.modality,
        claim.confidence, claim.known_on, period.start if period else None,
        period.end if period else None, span.document, span.start, span.quote,
    )  # fmt: skip


def draw(rows: Iterable[Telling | Sequence[Any]]) -> Tellings:
    """Rows with the fields of `Telling`, in any order and from any iterator, in columns."""
    drawn = _Drawn()
    for row in rows:
        drawn.add(*row)
    return drawn.done()


def _row() -> array[int]:
    return array("i")


def _columns() -> list[array[int]]:
    return [array(kind) for kind in _COLUMNS.values()]


@dataclass
class _Drawn:
    """Columns that are being filled."""

    ids: list[str] = field(default_factory=list)
    columns: list[array[int]] = field(default_factory=_columns)
    confidence: array[float] = field(default_factory=lambda: array("d"))
    words: dict[str, array[int]] = field(default_factory=lambda: {k: _row() for k in KINDS})
    sizes: dict[str, array[int]] = field(default_factory=lambda: {k: _row() for k in KINDS})
    ends: dict[Ends, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    last: tuple[str, Words] = ("", Words((), (), ()))

    def add(
        self, claim: str, sender: Sequence[str], receiver: Sequence[str], action: Action,
        domain: Domain | None, modality: Modality, confidence: float, known_on: date,
        start: date | None, end: date | None, document: str, place: int, quote: str,
    ) -> None:  # fmt: skip
        ends = (tuple(sender), tuple(receiver))
        row = (
            start.toordinal() if start else 0,
            (end - start).days if start and end else 0,
            known_on.toordinal(),
            self.ends.setdefault(ends, len(self.ends)),
            self.documents.setdefault(document, len(self.documents)),
            place,
            _ACTION[action],
            _MODALITY[modality],
            _DOMAIN[domain] if domain else -1,
        )
        self.ids.append(claim)
        self.confidence.append(confidence)
        for column, value in zip(self.columns, row, strict=True):
            column.append(value)
        self._add_words(quote)

    def _add_words(self, quote: str) -> None:
        if quote != self.last[0]:
            self.last = (quote, words_of(quote))
        for kind in KINDS:
            found: Sequence[int] = getattr(self.last[1], kind)
            self.words[kind].extend(found)
            self.sizes[kind].append(len(found))

    def done(self) -> Tellings:
        ids = Ids.of(self.ids)
        self.ids.clear()
        order = ids.order()
        columns = zip(_COLUMNS, self.columns, strict=True)
        whole = {name: _numbers(column)[order] for name, column in columns}
        all_ends, whole["ends"] = _renumbered(self.ends, whole["ends"])
        documents, whole["document"] = _renumbered(self.documents, whole["document"])
        return Tellings(
            ids=ids.taken(order),
            confidence=np.frombuffer(self.confidence, dtype=np.float64)[order],
            all_ends=all_ends,
            documents=Ids.of(documents),
            **whole,
            **{kind: self._matrix(kind, order) for kind in KINDS},
        )

    def _matrix(self, kind: str, order: NDArray[np.int64]) -> csr_array:
        ends = np.fromiter(chain((0,), self.sizes.pop(kind)), dtype=np.int64).cumsum()
        words = _numbers(self.words.pop(kind))
        ones = np.ones(len(words), dtype=np.int8)
        found = csr_array((ones, words, ends), shape=(len(order), BUCKETS))[order]
        if len(words) < np.iinfo(np.int32).max:  # the indices come as eight bytes each
            found.indices, found.indptr = (
                column.astype(np.int32, copy=False) for column in (found.indices, found.indptr)
            )
        return found


def _numbers(values: array[int]) -> NDArray[Any]:
    return np.frombuffer(values, dtype=values.typecode) if values else np.zeros(0, values.typecode)


def _renumbered(met: dict[Any, int], column: Ints) -> tuple[tuple[Any, ...], Ints]:
    """Things numbered as they were met, numbered in their own order instead."""
    things = sorted(met)
    number = np.zeros(len(met), dtype=np.int32)
    for new, thing in enumerate(things):
        number[met[thing]] = new
    return tuple(things), number[column] if len(column) else column
