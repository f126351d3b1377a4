"""How well a coder types sentences whose ends are marked: F1 by type, quad class and side.

A file of the PLV format (Hu et al. 2024) is a table with tabs and a header; the columns
``marked_sentence`` (``<s>sender</s> ... <t>receiver</t>``), ``gold_root`` (a PLOVER type, YIELD for
CONCEDE or RETREAT, or NONE) and ``gold_penta`` (1 verbal cooperation, 2 material cooperation,
3 verbal conflict, 4 material conflict, 0 or empty for NONE) are read, others are left alone.

A coded CONCEDE or RETREAT counts as YIELD, and YIELD as material cooperation, since files of this
format count it so (`multipole.core.plover` has CONCEDE under verbal cooperation).
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from multipole.answers.score import Tally
from multipole.answers.score_bounds import Bounds, known, macro_bounds, with_bounds
from multipole.claims.marked import Marked, read_marked
from multipole.claims.type_model import NONE
from multipole.core.errors import UnreadableInput
from multipole.core.plover import ACTIONS, QUAD_OF, QUADS

YIELD: Final = "YIELD"
MEANS: Final = ("root_macro_f1", "quad_macro_f1", "side_macro_f1")
COLUMNS: Final = ("marked_sentence", "gold_root", "gold_penta")
ROOT_OF: Final[dict[str, str]] = {
    **{a: a for a in ACTIONS}, "CONCEDE": YIELD, "RETREAT": YIELD, YIELD: YIELD, NONE: NONE,
}  # fmt: skip
_QUAD_OF: Final[dict[str, str]] = {
    **dict(QUAD_OF.items()), YIELD: "material_cooperation", NONE: NONE,
}  # fmt: skip
_PENTA: Final[dict[str, str]] = {"": NONE, "0": NONE, **dict(zip("1234", QUADS, strict=True))}
_COLUMNS: Final = tuple(with_bounds(Tally(0, 0, 0)))
_REMEDY: Final = "Give a table with tabs and the columns marked_sentence, gold_root, gold_penta."


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with its ends and what it was coded as: ``root`` has YIELD, ``quad`` in words."""

    marked: Marked
    root: str
    quad: str


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """Tallies by type, quad class and side, the confusions of types, and how many sentences.

    ``bounds``: the 90% interval of each of `macro`, over draws of sentences.
    """

    coder: str
    n: int
    roots: Mapping[str, Tally]
    quads: Mapping[str, Tally]
    sides: Mapping[str, Tally]
    confusion: Mapping[tuple[str, str], int]
    bounds: Mapping[str, Bounds]

    @property
    def macro(self) -> dict[str, float]:
        """Mean F1 over the classes that gold has; NaN when it has none."""
        of = (self.roots, self.quads, self.sides)
        return {name: _macro(tallies) for name, tallies in zip(MEANS, of, strict=True)}

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON; ``confusion`` lists gold, coded, count, right ones included."""
        return {
            "coder": self.coder,
            "n": self.n,
            **{name: None if math.isnan(v) else v for name, v in self.macro.items()},
            "bounds": {name: known(pair) for name, pair in self.bounds.items()},
            "types": {name: with_bounds(tally) for name, tally in self.roots.items()},
            "quads": {name: with_bounds(tally) for name, tally in self.quads.items()},
            "sides": {name: with_bounds(tally) for name, tally in self.sides.items()},
            "confusion": [
                {"gold": g, "coded": c, "count": n} for (g, c), n in sorted(self.confusion.items())
            ],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a mean and a class: measure, class, rates, bounds, what it is taken for."""
        means = [self._mean(name, value) for name, value in self.macro.items()]
        blocks = (("side", self.sides), ("quad", self.quads), ("root", self.roots))
        return means + [
            _row(measure, name, with_bounds(tally), self._taken_for(name))
            for measure, tallies in blocks
            for name, tally in tallies.items()
        ]

    def _mean(self, name: str, value: float) -> dict[str, Any]:
        low, high = known(self.bounds[name])
        rates = {"f1": None if math.isnan(value) else value, "f1_low": low, "f1_high": high}
        return _row(name.removesuffix("_macro_f1"), "mean", rates)

    def _taken_for(self, root: str) -> str:
        wrong = {c: n for (g, c), n in self.confusion.items() if g == root != c}
        most = sorted(wrong, key=lambda c: (-wrong[c], c))[:2]
        return ", ".join(f"{c} {wrong[c]}" for c in most)


def read_sentences(path: Path) -> tuple[GoldSentence, ...]:
    """Read a file of the PLV format.

    Raises `UnreadableInput` for a file without rows, a missing column, an unknown type or class, or
    marks without a partner.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"cannot read: {error}", where=str(path), remedy=_REMEDY) from None
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    for name in COLUMNS:
        if name not in (rows.fieldnames or ()):
            raise UnreadableInput(f"no column {name}", where=str(path), remedy=_REMEDY)
    found = tuple(_gold(row, f"{path.name} row {n}") for n, row in enumerate(rows, start=2))
    if not found:
        raise UnreadableInput("no sentence", where=str(path), remedy=_REMEDY)
    return found


def score_sentences(
    gold: Sequence[GoldSentence], typed: Sequence[str], *, coder: str
) -> SentenceScore:
    """Compare one coded type a sentence (of 16, or NONE) with gold.

    Macro-F1 is the mean, over the classes that gold has, of 2 matched / (coded + gold), unweighted
    (Sokolova and Lapalme 2009, Information Processing and Management 45: 427-437). A class that is
    coded and that gold never has lowers only the recall of the others.
    """
    roots = [(g.root, ROOT_OF[t]) for g, t in zip(gold, typed, strict=True)]
    quads = [(g.quad, _QUAD_OF[coded]) for g, (_, coded) in zip(gold, roots, strict=True)]
    sides = [(_side(a), _side(b)) for a, b in quads]
    counts = [Counter(pairs) for pairs in (roots, quads, sides)]
    by_type, by_quad, by_side = (_tallies(count) for count in counts)
    bounds = {name: macro_bounds(c) for name, c in zip(MEANS, counts, strict=True)}
    return SentenceScore(coder, len(roots), by_type, by_quad, by_side, counts[0], bounds)


def _gold(row: Mapping[str, str | None], where: str) -> GoldSentence:
    root, penta = (row["gold_root"] or "").strip(), (row["gold_penta"] or "").strip()
    if root not in ROOT_OF:
        raise UnreadableInput(f"{root!r} is no PLOVER type", where=where, remedy=_REMEDY)
    if penta not in _PENTA or (_PENTA[penta] == NONE) != (root == NONE):
        raise UnreadableInput(f"{penta!r} is no class of {root}", where=where, remedy=_REMEDY)
    root = ROOT_OF[root]
    quad = _QUAD_OF[YIELD] if root == YIELD else _PENTA[penta]
    return GoldSentence(read_marked(row["marked_sentence"] or "", where=where), root, quad)


def _side(quad: str) -> str:
    return quad if quad == NONE else quad.rpartition("_")[2]


def _tallies(confusion: Mapping[tuple[str, str], int]) -> dict[str, Tally]:
    gold, coded = Counter[str](), Counter[str]()
    for (wanted, found), n in confusion.items():
        gold[wanted] += n
        coded[found] += n
    return {k: Tally(confusion.get((k, k), 0), coded[k], gold[k]) for k in sorted(gold)}


def _macro(tallies: Mapping[str, Tally]) -> float:
    return sum(t.f1 for t in tallies.values()) / len(tallies) if tallies else math.nan


def _row(
    measure: str, name: str, rates: Mapping[str, float | int | None], taken_for: str = ""
) -> dict[str, Any]:
    values = {column: rates.get(column) for column in _COLUMNS}
    return {"measure": measure, "class": name.replace("_", " "), **values, "taken_for": taken_for}
