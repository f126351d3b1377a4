"""How good the coder is, for the page of a brief: by type, how often such acts were right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from multipole.answers.accuracy import WHOLE, Card, Part, Role, shipped_card
from multipole.answers.agreement import type_name
from multipole.answers.score import Tally
from multipole.answers.score_bounds import share_bounds
from multipole.core.plover import ACTION_WORDS, ACTIONS

GIVEN: Final = "plv"
YIELD_WORDS: Final = "ease, release, withdraw"


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``of``, with the 90% interval of the share."""

    right: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share."""
        return self.right / self.of


@dataclass(frozen=True, slots=True)
class KindRight:
    """One type: shares of those coded that were right; None where none was coded.

    ``given``: of the type, where both ends are given. ``whole``: of both ends and the type.
    """

    action: str
    words: str
    given: Share | None
    whole: Share | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The card for the coder that read a store.

    ``coder`` is the one measured; ``others`` read reports of the store and were not measured.
    ``data`` has a line for each set of data that the shares are of.
    """

    coder: str
    measured_on: date
    others: tuple[str, ...]
    kinds: tuple[KindRight, ...]
    total: KindRight
    data: tuple[str, ...]


def accuracy_of(coders: Sequence[str], *, card: Card | None = None) -> Accuracy | None:
    """The card for the ``coders`` that read a store; None where the card has no whole acts.

    A store that several read, or one that the card does not know, is shown the scores of the one
    that the card knows best: the model when it was measured, else the rules.
    """
    card = card or shipped_card()
    role = _role(card, coders)
    whole = [p for asks in WHOLE if (p := card.part(asks, role))]
    given = card.part(GIVEN, role)
    if not whole:
        return None
    types = [p.tallies["type"] for p in whole]
    names = dict.fromkeys(type_name(action) for action in ACTIONS)
    kinds = [
        KindRight(name, _words(name), _of(given, name), _share(_summed(types, name)))
        for name in names
    ]
    total = _share(_sum(tally for classes in types for tally in classes.values()))
    coder = whole[-1].coder
    return Accuracy(
        coder=coder,
        measured_on=card.measured_on,
        others=tuple(c for c in coders if c != coder),
        kinds=tuple(k for k in kinds if k.given or k.whole),
        total=KindRight("", "all kinds", _all(given), total),
        data=tuple(f"{p.data}: {p.cases}; {p.seen}" for p in ([given] if given else []) + whole),
    )


def _role(card: Card, coders: Sequence[str]) -> Role:
    known = [role for coder in coders if (role := card.role_of(coder))]
    if known:
        return known[-1]
    return "model" if any(card.part(asks, "model") for asks in WHOLE) else "rules"


def _of(part: Part | None, name: str) -> Share | None:
    return _share(part.tallies["type"].get(name)) if part else None


def _all(part: Part | None) -> Share | None:
    return _share(_sum(part.tallies["type"].values())) if part else None


def _summed(types: Iterable[Mapping[str, Tally]], name: str) -> Tally:
    return _sum(t for x in types for key, t in x.items() if type_name(key) == name)


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally(0, 0, 0))


def _share(tally: Tally | None) -> Share | None:
    if tally is None or not tally.coded:
        return None
    return Share(tally.matched, tally.coded, *share_bounds(tally.matched, tally.coded))


def _words(name: str) -> str:
    return next((words for action, words in ACTION_WORDS.items() if action == name), YIELD_WORDS)
