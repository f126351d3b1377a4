"""CEPII's BACI: exports by product, both partners' reports reconciled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate
from multipole.sources.gate.frames import CHUNK_BYTES, read_lines, split_lines
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input
from multipole.sources.ties.trade_codes import SELF, resolve_numbers
from multipole.sources.ties.trade_kinds import RECONCILED

COLUMNS: Final = ("t", "i", "j", "k", "v", "q")
_NAME: Final = re.compile(r"BACI_(HS\d\d)_Y\d{4}_V(\w+)\.csv", re.IGNORECASE)
_PRODUCT: Final = r"^[0-9A-Z]{6}$"


def is_baci(found: Sequence[str]) -> bool:
    """Whether columns are BACI's six."""
    return set(found) == set(COLUMNS)


def baci_edition(file: Input) -> Edition:
    """Version and nomenclature as the file's name gives them."""
    match = _NAME.search(file.name)
    return Edition("baci", version=f"{match[1]} {match[2]}" if match else "")


def read_baci(
    file: Input, found: Sequence[str], context: Context, *, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Batch]:
    """Chunk by chunk: an observation a row, thousands of dollars made dollars."""
    places = [found.index(c) for c in COLUMNS]
    for first, chunk in read_lines(file, chunk_bytes=chunk_bytes):
        frame, odd = split_lines(
            chunk, first_row=first, widths=(6,), columns=places, separator=b","
        )
        rows = frame.rename({f"f{place}": c for c, place in zip(COLUMNS, places, strict=True)})
        yield _flows(Gate(file, rows.filter(pl.col("row") > 1), odd))


def _flows(gate: Gate) -> Batch:
    gate.year("t")
    gate.number("v", low=0, needed=True)
    code = pl.col("k").str.strip_chars().str.zfill(6)
    odd = gate.frame.select(~code.str.contains(_PRODUCT)).to_series()
    gate.refuse(odd, "k", "'{}' is no product of the Harmonized System", "Codes have six places.")
    resolve_numbers(gate, "i", to="subject")
    resolve_numbers(gate, "j", to="object")
    gate.set_aside(gate.frame["subject"] == gate.frame["object"], SELF)
    settle_repeats(gate, keys=["t", "i", "j", "k"], values=["v"])
    gate.frame = gate.frame.with_columns(pl.col("v") * 1000, pl.format("HS:{}", code).alias("item"))
    return gate.batch(observations=observed(gate.frame, "v", RECONCILED))
