"""How much one page holds; what finds no room is counted and said, and stays in the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from multipole.answers.brief_parts import Act, Claims, Pair, Series
from multipole.answers.words import count

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Room:
    """The most of each that a page shows: events, opinions a pair and side, series of figures,
    sentences a criterion of a tie, third parties an actor and acts with each of them."""

    events: int = 600
    opinions: int = 100
    series: int = 150
    sentences: int = 80
    thirds: int = 24
    third_acts: int = 8

    def latest(self, acts: Sequence[Act]) -> tuple[Act, ...]:
        """The latest events, in order."""
        return tuple(acts[-self.events :])

    def pair(self, pair: Pair, shown: frozenset[str]) -> Pair:
        """The pair with the events ``shown`` and no more opinions and sentences than fit."""
        criteria = tuple(replace(c, claims=c.claims[-self.sentences :]) for c in pair.tie.criteria)
        return replace(
            pair,
            reads=tuple(read for read in pair.reads if read.act.id in shown),
            tie=replace(pair.tie, criteria=criteria),
            speaks_for=pair.speaks_for[-self.opinions :],
            speaks_against=pair.speaks_against[-self.opinions :],
            speaks_neutral=pair.speaks_neutral[-self.opinions :],
        )

    def notes(
        self, acts: Sequence[Act], pairs: Sequence[Pair], series: Sequence[Series]
    ) -> tuple[str, ...]:
        """One line for each sort of thing of which not all is shown."""
        said = [side for p in pairs for side in _sides(p)]
        carried = [c.claims for p in pairs for c in p.tie.criteria]
        lines = [
            _note(len(acts), self.events, "event", "latest"),
            *(_note(len(side), self.opinions, "statement", "latest") for side in said),
            _note(len(series), self.series, "series of figures", "longest"),
            *(
                _note(len(c), self.sentences, "sentence behind a criterion", "last")
                for c in carried
            ),
        ]
        return tuple(dict.fromkeys(line for line in lines if line))


def _sides(pair: Pair) -> tuple[Claims, ...]:
    return (pair.speaks_for, pair.speaks_against, pair.speaks_neutral)


def _note(number: int, most: int, noun: str, which: str) -> str:
    if number <= most:
        return ""
    first, _, rest = noun.partition(" ")
    whole = f"{count(number, first)} {rest}".strip() if first != "series" else f"{number:,} {noun}"
    return f"Of {whole} the page shows the {which} {most:,}."
