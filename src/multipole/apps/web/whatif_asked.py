"""A scenario as an address says it: the shocks in words, and how long and often it is simulated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.answers.asked import actors_of, pair_of, start_of
from multipole.apps.web.asking import Room
from multipole.core.errors import StoreError, WrongUse
from multipole.scenario.shocks_read import KINDS, shock_of

#: What the server simulates at most, and by itself: more is for the command line.
MOST: Final = {"months": 24, "runs": 2000, "states": 40, "seed": 10**9}
USUAL: Final = {"months": 12, "runs": 500, "states": 30, "seed": 7}
SHOCKS: Final = 12
#: Scenarios that are worked out at the same time.
AT_ONCE: Final = 2
#: Between shocks of a kind, and between dyads, in an address.
BETWEEN: Final = "|"
Shocks = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Shocks, each a kind and its words, and the options of `multipole.answers.whatif`."""

    shocks: Shocks
    options: Mapping[str, Any]

    @property
    def command(self) -> str:
        """The same at the command line."""
        words = [f'--{kind} "{said}"' for kind, said in self.shocks]
        for key, value in self.options.items():
            if key == "pairs":
                words += [f"--pair {a}-{b}" for a, b in value]
            elif value not in (None, "", ()):
                said = " ".join(value) if isinstance(value, tuple) else value
                words.append(f"--{key.replace('_', '-')} {said}")
        return " ".join(["multipole whatif", *words])


def scenario_of(given: Mapping[str, str], *, own: str = "") -> Scenario:
    """The scenario of an address; raises the errors of what cannot be read.

    Shocks of a kind stand beside each other with ``|`` between.
    """
    shocks = tuple(
        (kind, words.strip())
        for kind in KINDS
        for words in given.get(kind, "").split(BETWEEN)
        if words.strip()
    )
    if len(shocks) > SHOCKS:
        raise WrongUse(f"{len(shocks)} shocks", remedy=f"At most {SHOCKS} here; write a file.")
    start = start_of(given.get("start", "").strip() or None)
    for kind, words in shocks:
        shock_of(words, kind=kind, start=start or date(2000, 1, 1), own=own)
    numbers = {name: _number(given, name) for name in USUAL}
    return Scenario(shocks, {**_named(given, own), **numbers, "start": start and str(start)})


def _named(given: Mapping[str, str], own: str) -> dict[str, Any]:
    parts = [p.strip() for p in given.get("pairs", "").replace(",", BETWEEN).split(BETWEEN)]
    pairs = tuple(pair_of(*_ends(part), own=own) for part in parts if part)
    three = tuple(given.get("triangle", "").replace(",", " ").split())
    return {
        "pairs": pairs, "triangle": actors_of(three, own=own),
        "source": given.get("source", "").strip() or None,
        "as_of": given.get("as_of", "").strip() or None,
    }  # fmt: skip


def _ends(pair: str) -> tuple[str, str]:
    a, mark, b = (part.strip() for part in pair.partition("-"))
    if not (a and mark and b):
        raise WrongUse(f"{pair!r} is no dyad", remedy="Write IND-RUS.")
    return a, b


def _number(given: Mapping[str, str], name: str) -> int:
    text = given.get(name, "").strip()
    if not text:
        return USUAL[name]
    if not (text.isascii() and text.isdecimal() and len(text) < 11):
        raise WrongUse(f"{text!r} {name}", remedy="Write a whole number.")
    if not (name == "seed" or int(text) >= 1) or int(text) > MOST[name]:
        raise WrongUse(
            f"{text} {name}",
            remedy=f"Give 1 to {MOST[name]:,} here; the command line takes more.",
        )
    return int(text)


def admitted(room: Room, scenario: Scenario) -> None:
    """Raise `StoreError` when so many others are being worked out that this one has to wait."""
    if room.ready("whatif", scenario.shocks, **scenario.options):
        return
    others = [one for one, _ in room.working() if one.name == "whatif"]
    if len(others) >= AT_ONCE and all(one.args != (scenario.shocks,) for one in others):
        raise StoreError(
            f"{len(others)} scenarios are being worked out",
            where=str(room.snapshot.of),
            remedy="Ask again when one of them is there, in a minute or two.",
        )


def composed(given: Mapping[str, str], *, own: str = "") -> tuple[str, str] | None:
    """The shock that a form composes from its fields: its kind and words; None when none does."""
    kind = given.get("new", "")
    if not kind:
        return None
    if kind not in KINDS:
        raise WrongUse(f"{kind!r} is no kind of shock", remedy=f"Use one of {', '.join(KINDS)}.")
    clean = {k: v.replace(";", " ").replace(BETWEEN, " ").strip() for k, v in given.items()}
    a, b = pair_of(clean.get("who", ""), clean.get("whom", ""), own=own)
    first = {
        "act": f"{a} {clean.get('does', '')} {b}", "series": f"{a} {clean.get('does', '')} {b}",
        "rate": f"{a} {b} {clean.get('acts', '')}",
        "flow": f"{clean.get('goods', '')} from {a} to {b}",
        "commitment": f"{a} {b} {clean.get('pledge', '')}",
    }[kind]  # fmt: skip
    return kind, "; ".join([first, *_said(kind, clean)])


def _said(kind: str, clean: Mapping[str, str]) -> Iterable[str]:
    names = {
        "act": ("on", "number"), "series": ("every", "from", "until", "number"),
        "rate": ("times", "from", "until"), "flow": ("change", "from"),
        "commitment": (clean.get("turn", "made"), "number"),
    }[kind]  # fmt: skip
    for name in names:
        if name in ("made", "broken"):
            yield f"{name}: {clean.get('day') or '+0 days'}"
        elif clean.get(name):
            yield f"{name}: {clean[name]}"
