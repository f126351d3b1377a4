"""Rows that say the same thing twice: identical ones are counted, contradictory ones refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from multipole.sources.gate.check import Gate

REPEATED: Final = "repeated row"


def settle_repeats(
    gate: Gate, *, keys: Sequence[str], values: Sequence[str], column: str = ""
) -> None:
    """Keep one row for each combination of ``keys``.

    Rows that repeat the ``values`` of the first one are set aside as `REPEATED`. Where rows of one
    key contradict each other, all of them are refused: which is right, the file does not say.
    ``column`` is the one they are refused for, by default the first of ``values``.
    """
    wide = gate.frame.select(*keys)
    again = wide.is_duplicated()
    if not again.any():
        return
    same = gate.frame.select(*keys, *values).with_row_index("_place")
    distinct = same.filter(again).unique([*keys, *values], maintain_order=True, keep="first")
    clash = distinct.filter(distinct.select(*keys).is_duplicated()).select(*keys).unique()
    bad = same.join(clash, on=list(keys), how="semi", nulls_equal=True)["_place"]
    kept = distinct["_place"]
    place = same["_place"]
    contradicts = place.is_in(bad.implode())
    echo = again & ~contradicts & ~place.is_in(kept.implode())
    gate.set_aside(echo, REPEATED)
    gate.refuse(
        contradicts.filter(~echo), column or values[0],
        f"another row of the same {', '.join(keys)} says something else",
        "Keep the row that is right.",
    )  # fmt: skip
