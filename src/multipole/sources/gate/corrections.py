"""Listed corrections: known errors of a publisher, each with what it expects to find.

A correction that no longer finds what it expects refuses the file: the publisher has changed the
cell, and whether the correction is still right is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from multipole.core.errors import BadValue
from multipole.sources.gate.check import Gate


@dataclass(frozen=True, slots=True)
class Correction:
    """In the rows where the columns of ``where`` hold those texts, ``column`` is ``right``.

    ``wrong`` is what the publisher's file says there. ``why`` cites how one knows. Rows that
    ``where`` does not find (another part or vintage of the data) are no fault.
    """

    id: str
    where: tuple[tuple[str, str], ...]
    column: str
    wrong: str
    right: str
    why: str


def correct(gate: Gate, corrections: Iterable[Correction], *, skip: frozenset[str]) -> None:
    """Apply ``corrections`` to the text columns of the gate's frame.

    Raises `BadValue` for one that finds its rows but not the error it expects there.
    """
    for correction in corrections:
        if correction.id not in skip:
            _apply(gate, correction)


def _apply(gate: Gate, correction: Correction) -> None:
    chosen = pl.all_horizontal([pl.col(c).cast(pl.String) == v for c, v in correction.where])
    mask = gate.frame.select(chosen.fill_null(value=False)).to_series()
    if not mask.any():
        return
    rows = gate.frame.filter(mask)
    stale = rows.filter(pl.col(correction.column).cast(pl.String) != correction.wrong)
    if stale.height:
        raise BadValue(
            f"correction {correction.id} expects {correction.wrong!r} and finds "
            f"{stale[correction.column][0]!r} in {correction.column}",
            where=f"{gate.file.path} row {stale['row'][0]}",
            remedy="The publisher has changed it. Update multipole, or add the file with "
            f"--skip-correction {correction.id} if the new value is right.",
        )
    gate.frame = gate.frame.with_columns(
        pl.when(mask).then(pl.lit(correction.right)).otherwise(pl.col(correction.column))
        .alias(correction.column)
    )  # fmt: skip
