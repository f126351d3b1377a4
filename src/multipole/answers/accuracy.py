"""The accuracy card: how often the coder was right, by type, on which data, how sure that is.

The card ships with the package as counts, made by ``quality/card.py``. A part is what one coder
did on one set of data: `ASKS` says what was asked there. Rates and intervals follow from counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from multipole.answers.score import Tally
from multipole.answers.score_bounds import with_bounds
from multipole.claims.type_model import NONE

Role = Literal["rules", "model"]
#: Who answers: the rules alone, or the rules and the type model together.
ROLES: Final[tuple[Role, ...]] = ("rules", "model")
#: What is asked of the coder, by part.
ASKS: Final[dict[str, str]] = {
    "plv": "the type, where sender and receiver are given",
    "own": "the type or that nothing passes, where sender and receiver are given",
    "gsr": "sender, receiver and type, of single sentences",
    "reports": "sender, receiver and type, of whole reports",
    "open": "sender, receiver and type, of whole reports",
    "kept": "sender, receiver and type, of whole reports",
}
#: Parts that ask for the whole act, not for its type alone.
WHOLE: Final = ("gsr", "reports", "open", "kept")
BLOCKS: Final = ("overall", "side", "quad", "type")


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of F1 over classes with its 90% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one coder did on one set of data.

    ``asks``
        A key of `ASKS`.
    ``seen``
        How the coder stands to the data, in words: what it saw of it before.
    ``tallies``
        By block (`BLOCKS`), then by class.
    ``means``
        Means over classes; empty where none is taken.
    """

    asks: str
    role: Role
    coder: str
    data: str
    digest: str
    cases: int
    seen: str
    tallies: Mapping[str, Mapping[str, Tally]]
    means: Mapping[str, Mean]

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Part:
        """Read what `to_json` wrote."""
        plain = {n: row[n] for n in ("asks", "role", "coder", "data", "digest", "cases", "seen")}
        tallies = {
            block: {n: Tally(t["matched"], t["coded"], t["gold"]) for n, t in classes.items()}
            for block, classes in row["tallies"].items()
        }
        means = {name: Mean(**mean) for name, mean in row["means"].items()}
        return cls(**plain, tallies=tallies, means=means)

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON; rates and bounds beside the counts that they follow from."""
        plain = {n: getattr(self, n) for n in ("asks", "role", "coder", "data", "digest")}
        means = {n: {"value": m.value, "low": m.low, "high": m.high} for n, m in self.means.items()}
        tallies = {
            block: {name: _short(tally) for name, tally in classes.items()}
            for block, classes in self.tallies.items()
        }
        return {**plain, "cases": self.cases, "seen": self.seen, "means": means, "tallies": tallies}


@dataclass(frozen=True, slots=True)
class Card:
    """All parts, and the day on which they were measured."""

    measured_on: date
    parts: tuple[Part, ...]

    @classmethod
    def from_json(cls, card: Mapping[str, Any]) -> Card:
        """Read what `to_json` wrote."""
        parts = tuple(Part.from_json(part) for part in card["parts"])
        return cls(date.fromisoformat(card["measured_on"]), parts)

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        parts = [part.to_json() for part in self.parts]
        return {"measured_on": self.measured_on.isoformat(), "parts": parts}

    def part(self, asks: str, role: Role) -> Part | None:
        """The part of one coder on one set of data; None when it was not measured."""
        found = (p for p in self.parts if (p.asks, p.role) == (asks, role))
        return next(found, None)

    def role_of(self, coder: str) -> Role | None:
        """Who a coder that read a report is, by the name it left there; None when not measured."""
        found = (p.role for p in self.parts if p.asks in WHOLE and p.coder == coder)
        return next(found, None)

    def rows(self) -> list[dict[str, Any]]:
        """One row a class of a set of data: the rates of each role side by side."""
        return [
            self._row(asks, block, name)
            for asks in ASKS
            for block in BLOCKS
            for name in self._classes(asks, block)
        ]

    def _classes(self, asks: str, block: str) -> list[str]:
        parts = [p for p in self.parts if p.asks == asks]
        found = dict.fromkeys(n for p in parts for n in p.tallies.get(block, {}))
        return [n for n in found if n != NONE or block == "type"]

    def _row(self, asks: str, block: str, name: str) -> dict[str, Any]:
        row: dict[str, Any] = {"section": asks, "of": block, "class": name.replace("_", " ")}
        golds = (p.tallies[block][name].gold for p in self.parts if p.asks == asks
                 if name in p.tallies.get(block, {}))  # fmt: skip
        row["cases"] = next(golds)
        for role in ROLES:
            part = self.part(asks, role)
            tally = part.tallies.get(block, {}).get(name) if part else None
            rates = with_bounds(tally or Tally(0, 0, 0))
            row |= {f"{role}_{n}": value if tally else None for n, value in rates.items()}
        return row


@cache
def shipped_card() -> Card:
    """The card of this version."""
    place = resources.files("multipole.claims").joinpath("data", "accuracy.json")
    return Card.from_json(json.loads(place.read_text("utf-8")))


def _short(tally: Tally) -> dict[str, float | int | None]:
    found = with_bounds(tally)
    return {n: round(v, 4) if isinstance(v, float) else v for n, v in found.items()}
