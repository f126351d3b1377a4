"""What the tellings of one event agree on, and what they dispute: field by field, who says what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from multipole.actors.tables import names
from multipole.core.types import Claim, Span

#: How sure a telling is held to be that says nothing of its own sureness, at most and at least.
_SUREST: Final = 0.99
_LEAST: Final = 0.01
_KINDS_OF_PLACE: Final = frozenset({"capital", "city", "territory"})
_PLACED: Final = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside) (?=([A-Z][\w'’.-]*\w(?: [A-Za-z][\w'’.-]*\w){0,3}))"
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field: who tells it, and how likely it is the right one of those told.

    ``tellers`` are outlets, or speakers in outlets ("Zelensky in Dnipro News"), sorted.
    """

    value: str
    claims: tuple[str, ...]
    outlets: tuple[str, ...]
    tellers: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event with the values told, the likeliest first."""

    name: str
    values: tuple[Value, ...]

    @property
    def disputed(self) -> bool:
        """Whether tellings exclude each other in it."""
        return len(self.values) > 1


def fields(
    claims: Sequence[Claim], outlets: Mapping[str, str], figures: Iterable[Claim] = ()
) -> tuple[Field, ...]:
    """The fields of the event that ``claims`` tell.

    Sender, receiver, type, date, place, standing, and one for each unit of ``figures`` that stand
    in the words of the claims. ``outlets`` maps document ids to outlets. A coarser date that holds
    the finer one is no dispute, nor is an end that is not named, nor a plan of what then happened.
    A claim that names two places, or two figures of one unit, tells neither.

    The probability of a value: exactly one of those told is right; an outlet is right with the
    confidence of its surest claim, and otherwise tells any of the others. Two outlets of 0.8
    against one of 0.8 give 0.8 * 0.8 * 0.2 / (0.8 * 0.8 * 0.2 + 0.2 * 0.2 * 0.8) = 0.8.
    """
    told = [
        Field(name, _values(claims, value, outlets))
        for name, value in (
            ("sender", _sender), ("receiver", _receiver), ("type", _type), ("standing", _standing),
        )
    ]  # fmt: skip
    return (
        *told[:3],
        Field("date", _values(claims, _finest_of(claims), outlets)),
        Field("place", _values(claims, _place, outlets)),
        *_figures(claims, figures, outlets),
        told[3],
    )


def _sender(claim: Claim) -> str:
    return "+".join(claim.sender)


def _receiver(claim: Claim) -> str:
    return "+".join(claim.receiver)


def _type(claim: Claim) -> str:
    return claim.action or ""


def _standing(claim: Claim) -> str:
    if claim.modality in ("planned", "threatened", "hypothetical"):
        return ""
    return claim.modality


def _place(claim: Claim) -> str:
    """The one capital, city or territory in, at or near which the act is told."""
    found = {name for said in _PLACED.findall(claim.spans[0].quote) if (name := _known_place(said))}
    return found.pop() if len(found) == 1 else ""


def _known_place(said: str) -> str:
    """The longest name of a place that the words begin with, if any."""
    words = said.split()
    runs = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    return next((run for run in runs if run in _places()), "")


@cache
def _places() -> frozenset[str]:
    return frozenset(row.name for row in names() if row.kind in _KINDS_OF_PLACE)


def _figures(
    claims: Sequence[Claim], figures: Iterable[Claim], outlets: Mapping[str, str]
) -> list[Field]:
    """A field for each unit of which claims have a figure in their words."""
    told: dict[str, dict[str, set[str]]] = {}
    for figure in figures:
        for claim in claims:
            if figure.value is not None and _overlap(claim.spans[0], figure.spans[0]):
                of = told.setdefault(figure.unit or "number", {})
                of.setdefault(claim.id, set()).add(f"{figure.value:,.10g} {figure.unit}".strip())
    return [
        Field(f"figure in {unit}", _values(claims, _only(of), outlets))
        for unit, of in sorted(told.items())
    ]


def _only(told: Mapping[str, set[str]]) -> Callable[[Claim], str]:
    def of(claim: Claim) -> str:
        found = told.get(claim.id, set())
        return next(iter(found)) if len(found) == 1 else ""

    return of


def _overlap(left: Span, right: Span) -> bool:
    same = left.document == right.document
    return same and left.start < right.end and right.start < left.end


def _finest_of(claims: Sequence[Claim]) -> Callable[[Claim], str]:
    """The date of a claim as the finest told that lies within it; of none, its own."""
    periods = sorted({c.period for c in claims if c.period}, key=lambda p: (p.days, p.start))
    finest = [p for p in periods if not any(q != p and q.within(p) for q in periods)]

    def of(claim: Claim) -> str:
        if claim.period is None:
            return ""
        inside = [p for p in finest if p.within(claim.period)]
        return str(inside[0]) if len(inside) == 1 else "" if inside else str(claim.period)

    return of


def _values(
    claims: Sequence[Claim], value: Callable[[Claim], str], outlets: Mapping[str, str]
) -> tuple[Value, ...]:
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        if value(claim):
            told.setdefault(value(claim), []).append(claim)
    sure = {name: _sureness(those, outlets) for name, those in told.items()}
    weight = {name: _likelihood(name, sure) for name in told}
    found = [
        Value(
            value=name,
            claims=tuple(sorted(c.id for c in those)),
            outlets=tuple(sorted(sure[name])),
            tellers=tuple(sorted({_teller(c, outlets) for c in those})),
            probability=round(weight[name] / sum(weight.values()), 4),
        )
        for name, those in told.items()
    ]
    return tuple(sorted(found, key=lambda v: (-v.probability, v.value)))


def _sureness(claims: Sequence[Claim], outlets: Mapping[str, str]) -> dict[str, float]:
    """The confidence of each outlet's surest claim, kept off certainty."""
    surest: dict[str, float] = {}
    for claim in claims:
        outlet = outlet_of(claim, outlets)
        surest[outlet] = max(surest.get(outlet, _LEAST), min(claim.confidence, _SUREST))
    return surest


def _likelihood(value: str, sure: Mapping[str, Mapping[str, float]]) -> float:
    """How likely it is that all outlets tell what they tell, were ``value`` the right one."""
    others = max(len(sure) - 1, 1)
    found = 1.0
    for name, by_outlet in sure.items():
        for confidence in by_outlet.values():
            found *= confidence if name == value else (1 - confidence) / others
    return found


def outlet_of(claim: Claim, outlets: Mapping[str, str]) -> str:
    """The outlet that a claim is told by; a document without one stands for itself."""
    document = claim.spans[0].document
    return outlets.get(document) or document


def _teller(claim: Claim, outlets: Mapping[str, str]) -> str:
    outlet = outlet_of(claim, outlets)
    return f"{claim.speaker} in {outlet}" if claim.speaker else outlet


def in_words(told: Sequence[Field]) -> str:
    """What is disputed, in one line; nothing when nothing is.

    ``date: 2022-03-02 (Harbour Post), 2022-03-03 (The Meridian); denied by Zelensky in Dnipro
    News``.
    """
    lines = []
    for one in told:
        if one.name == "standing":
            lines += [f"denied by {_list(v.tellers)}" for v in one.values if v.value == "denied"]
        elif one.disputed:
            values = ", ".join(f"{v.value} ({_list(v.outlets)})" for v in one.values)
            lines.append(f"{one.name}: {values}")
    return "; ".join(lines)


def _list(names: Sequence[str]) -> str:
    """Some names, and how many more.

    >>> _list(["A", "B", "C", "D", "E"])
    'A, B, C and 2 more'
    """
    if len(names) <= 4:
        return ", ".join(names)
    return f"{', '.join(names[:3])} and {len(names) - 3} more"
