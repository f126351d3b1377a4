"""Measures of what reports tell, year by year: how many events of a kind, and words on defence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import Point, exact
from multipole.core.periods import ONE_DAY, Period
from multipole.core.types import Estimate, Measure
from multipole.relations import dyad_events
from multipole.store import Store

REPORTS: Final = "reports"
#: An event less likely right than wrong is not counted.
LIKELY: Final = 0.5
_Row = Mapping[str, Any]


def _between(row: _Row, *actions: str) -> bool:
    return row["role"] != "joint" and row["action"] in actions


KINDS: Final[tuple[tuple[str, Callable[[_Row], bool]], ...]] = (
    ("talks", lambda row: _between(row, "CONSULT")),
    ("agreements", lambda row: row["action"] == "AGREE"),
    ("joint_stands", lambda row: row["role"] == "joint" or row["action"] == "SUPPORT"),
    (
        "exercises",
        lambda row: (
            (row["action"] == "COOPERATE" and row["domain"] == "military")
            or (row["action"] == "MOBILIZE" and row["role"] == "joint")
        ),
    ),
    (
        "works",
        lambda row: row["action"] in ("COOPERATE", "AID") and row["domain"] != "military",
    ),
    ("accusations", lambda row: _between(row, "ACCUSE", "REJECT", "PROTEST")),
    ("threats", lambda row: _between(row, "THREATEN", "MOBILIZE", "COERCE")),
    ("sanctions_told", lambda row: _between(row, "SANCTION")),
    ("force", lambda row: _between(row, "ASSAULT")),
)
#: Words for a commitment of two states to defend each other.
DEFENCE: Final = re.compile(
    r"mutual(?:ly)? def[ea]n[cs]e|collective defen[cs]e|common defen[cs]e|defen[cs]e pact|"
    r"defen[cs]e commitment|come to (?:each other|one another|its|their)\S* (?:aid|defen[cs]e)|"
    r"alliance treaty|military alliance|treaty all(?:y|ies)|article (?:5|five)",
    re.IGNORECASE,
)
_COMMITS: Final = frozenset({"AGREE", "COOPERATE", "SUPPORT", "AID"})
_WORDS: Final = Measure(
    "defence_words", "sign", -1.0, 1.0, False,
    "reports affirm (1) or deny (-1) a commitment to defend each other, as Leeds et al. 2002, "
    "International Interactions 28: 237-260, ask of an alliance",
)  # fmt: skip
MEASURES: Final = (
    *(
        Measure(name, "events", 0.0, float("inf"), False, "events told by the reports in the store")
        for name, _ in KINDS
    ),
    _WORDS,
)


def _points(asked: Asked) -> Iterator[Point]:
    """A year counts where a report tells such an event: silence is not zero."""
    a, b = asked.ends
    every = dyad_events(asked.store.events(actors=(a, b), as_of=asked.as_of), a, b, modality=None)
    told = every.to_pylist()
    rows = [r for r in told if r["modality"] == "happened" and _counts(r)]
    if rows:
        until = max(min(row["period_end"] - ONE_DAY, row["known_on"]) for row in rows)
        for name, test in KINDS:
            for year, kept in _by_year(filter(test, rows)):
                yield _point(name, asked.ends, year, exact(float(len(kept)), len(kept)), until,
                             [c for row in kept for c in row["claims"]])  # fmt: skip
    yield from _defence(asked, [c for row in told for c in row["claims"]])


def _by_year(rows: Iterable[_Row]) -> list[tuple[int, list[_Row]]]:
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault((row["period_start"] or row["known_on"]).year, []).append(row)
    return sorted(found.items())


def _counts(row: _Row) -> bool:
    return bool(row["period_start"]) and row["probability"] >= LIKELY


def _defence(asked: Asked, carried: Collection[str]) -> Iterator[Point]:
    """A year in which claims both affirm and deny is unknown, with the bounds of both."""
    claims = _quoted(asked.store, carried, as_of=asked.as_of)
    spoken = [c for c in claims if DEFENCE.search(c["quote"]) and sign(c)]
    until = max((c["known_on"] for c in spoken), default=None)
    for year, kept in _by_year(spoken):
        signs = [sign(c) for c in kept]
        low, high = float(min(signs)), float(max(signs))
        value = Estimate(low if low == high else math.nan, low, high, len(kept))
        yield _point(_WORDS.name, asked.ends, year, value, until, [c["id"] for c in kept])


def sign(claim: _Row) -> int:
    """Whether a claim that speaks of defence affirms a commitment (1), denies it (-1) or neither.

    >>> told = {"modality": "happened", "stance": "asserts", "action": "AGREE"}
    >>> sign(told), sign(told | {"stance": "denies"}), sign(told | {"modality": "planned"})
    (1, -1, 0)
    """
    if claim["modality"] == "denied" or claim["stance"] == "denies":
        return -1
    stated = claim["modality"] == "happened" and claim["stance"] == "asserts"
    return int(stated and claim["action"] in _COMMITS)


def _quoted(store: Store, ids: Collection[str], *, as_of: date | None) -> list[dict[str, Any]]:
    """The claims with a ``quote``: the words of their spans, joined."""
    words: dict[str, list[str]] = {}
    for span in store.spans(ids).to_pylist():
        words.setdefault(span["claim"], []).append(span["quote"])
    claims = store.claims(ids=ids, as_of=as_of).to_pylist()
    return [c | {"quote": " … ".join(words.get(c["id"], ()))} for c in claims]


def _point(
    name: str, ends: tuple[str, str], year: int, value: Estimate, until: date | None,
    claims: Iterable[str],
) -> Point:  # fmt: skip
    return Point(
        name, *ends, Period.year(year), value, "events", REPORTS, until=until,
        cells=tuple(dict.fromkeys(claims)),
    )  # fmt: skip


FAMILY: Final = Family("reports", MEASURES, _points)
