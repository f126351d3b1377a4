"""Yearly counts by directed pair."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.sources.events import icews_dyads
from multipole.sources.gate.source import Batch, Context, Input

NETIFY = (
    Path(__file__).resolve().parents[3] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data/events/icews/netify_icews.parquet"
ROW = {
    "i": "China", "j": "Namibia", "year": 2010.0, "id": "CHINA_NAMIBIA_2010", "verbCoop": 6.0,
    "matlCoop": 0.0, "verbConf": 1.0, "matlConf": 2.0, "i_iso3c": "CHN", "j_iso3c": "NAM",
    "i_gdp": 1.5, "j_polity2": None,
}  # fmt: skip


def read(path: Path) -> Batch:
    file = Input(path, sha256(path.read_bytes()), path.stat().st_size)
    assert icews_dyads.edition_of(file).name == "icews_dyads"
    (batch,) = icews_dyads.read((file,), Context(load_actors(), date(2026, 1, 1)))
    return batch


def given(tmp_path: Path, *changes: dict[str, object]) -> Path:
    path = tmp_path / "dyads.parquet"
    pl.DataFrame([ROW | change for change in changes]).write_parquet(path)
    return path


def test_four_counts_a_row_and_a_written_zero_is_observed(tmp_path: Path) -> None:
    found = read(given(tmp_path, {})).observations
    assert found is not None
    columns = ("variable", "subject", "object", "value", "status", "column", "row")
    assert found.select(columns).rows() == [
        ("icews_verbal_cooperation", "CHN", "NAM", 6.0, "observed", "verbCoop", 1),
        ("icews_material_cooperation", "CHN", "NAM", 0.0, "observed", "matlCoop", 1),
        ("icews_verbal_conflict", "CHN", "NAM", 1.0, "observed", "verbConf", 1),
        ("icews_material_conflict", "CHN", "NAM", 2.0, "observed", "matlConf", 1),
    ]
    assert set(found["period_start"]) == {date(2010, 1, 1)}
    assert set(found["period_end"]) == {date(2011, 1, 1)}


def test_direction_matters_and_no_count_is_not_zero(tmp_path: Path) -> None:
    back = {"i_iso3c": "NAM", "j_iso3c": "CHN", "verbCoop": None}
    found = read(given(tmp_path, {}, back)).observations
    assert found is not None
    talk = found.filter(pl.col("variable") == "icews_verbal_cooperation")
    assert talk.select("subject", "value", "status").rows() == [
        ("CHN", 6.0, "observed"),
        ("NAM", None, "missing"),
    ]


def test_bad_codes_and_counts_are_refused(tmp_path: Path) -> None:
    changes: tuple[dict[str, object], ...] = (
        {"j_iso3c": "QQQ"}, {"year": 2011.0, "verbConf": -1.0}, {"year": 2012.0, "matlConf": 0.5},
        {"year": 2013.0, "j_iso3c": "CHN"}, {"year": 2014.0},
    )  # fmt: skip
    batch = read(given(tmp_path, *changes))
    assert batch.quarantine is not None
    assert sorted(batch.quarantine.select("row", "column").rows()) == [
        (1, "j_iso3c"), (2, "verbConf"), (3, "matlConf"), (4, "j_iso3c"),
    ]  # fmt: skip


def test_an_unknown_column_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="'mood' is not known"):
        read(given(tmp_path, {"mood": 1}))


@pytest.mark.skipif(not NETIFY.is_file(), reason=f"no {NETIFY}")
def test_every_row_of_the_published_table_goes_in() -> None:
    batch = read(NETIFY)
    assert batch.observations is not None
    assert batch.quarantine is not None
    assert batch.quarantine.is_empty()
    assert batch.rows == 298376 == batch.observations.height // 4
    assert batch.set_aside == {}
