"""Arms on SIPRI's files, where they are at hand; nothing of them is kept here."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.sources.gate.source import Batch, Context, Input, Source
from multipole.sources.ties import arms_register, arms_tiv

ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "arms"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no arms data in {DATA} (set MULTIPOLE_SHARED)"
)


def read(source: Source, name: str) -> Batch:
    file = Input(DATA / name, "0" * 64, 0)
    (batch,) = source.read((file,), Context(load_actors(), date(2026, 1, 1)))
    return batch


def accounted(batch: Batch) -> tuple[int, int, int]:
    """Rows used, set aside and refused."""
    assert batch.observations is not None
    assert batch.quarantine is not None
    return (
        batch.observations["row"].n_unique(), sum(batch.set_aside.values()),
        batch.quarantine.height,
    )  # fmt: skip


def test_the_four_broken_records_of_the_register_and_nothing_else_are_refused() -> None:
    batch = read(arms_register.SOURCE, "trade-register_aditya.csv")
    used, aside, refused = accounted(batch)
    assert used + aside + refused == batch.rows == 29507
    assert (aside, refused) == (535, 8)
    assert batch.quarantine is not None
    halves = sorted(batch.quarantine["row"].to_list())
    assert halves == [5334, 5335, 20952, 20953, 25156, 25157, 27932, 27933]


def test_russian_deliveries_to_china_come_out_as_published() -> None:
    batch = read(arms_tiv.SOURCE, "sipri-exports-processed.csv")
    used, aside, refused = accounted(batch)
    assert used + aside + refused == batch.rows == 21324
    assert refused == 0
    assert batch.observations is not None
    found = batch.observations.filter(
        (pl.col("subject") == "RUS") & (pl.col("object") == "CHN")
        & pl.col("period_start").dt.year().is_between(2014, 2021)
    ).sort("period_start")  # fmt: skip
    assert found["value"].to_list() == [602, 755, 691, 986, 1767, 1179, 632, 773]
    keys = ["subject", "object", "item", "period_start"]
    assert not batch.observations.select(keys).is_duplicated().any()
