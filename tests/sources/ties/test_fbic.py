"""Influence capacity, on small files of our own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.fbic import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))
WIDE = "iso3,receiver,year,econd_chn,fbic_chn,fbic_rus"
LONG = "countrya,countryb,iso3a,iso3b,year,fbic,bandwidth,securitydependence"


def read(path: Path, header: str, *rows: str) -> Batch:
    path.write_text(f"{header}\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    file = Input(path, "0" * 64, 1)
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def test_the_sender_in_the_name_of_the_column_influences_the_row(tmp_path: Path) -> None:
    found = frame(read(tmp_path / "f.csv", WIDE, "AFG,Afghanistan,2010,1.4,.05,").observations)
    told = found.select("variable", "subject", "object", "value", "status", "column").rows()
    assert told == [
        ("fbic_dependence_economic", "CHN", "AFG", 1.4, "observed", "econd_chn"),
        ("fbic", "CHN", "AFG", 0.05, "observed", "fbic_chn"),
        ("fbic", "RUS", "AFG", None, "missing", "fbic_rus"),
    ]


def test_a_state_has_no_influence_on_itself(tmp_path: Path) -> None:
    found = frame(read(tmp_path / "f.csv", WIDE, "CHN,China,2010,,,.2").observations)
    assert found["subject"].to_list() == ["RUS"]


def test_russia_before_1991_is_the_union_and_other_republics_are_not(tmp_path: Path) -> None:
    rows = ("RUS,Russia,1975,.1,.2,", "ARM,Armenia,1975,.1,.2,", "EST,Estonia,1975,,,")
    batch = read(tmp_path / "f.csv", WIDE, *rows)
    assert set(frame(batch.observations)["object"]) == {"RUS"}
    assert batch.set_aside == {
        "not a state in that year, and no figure": 1,
        "not a state in that year: the figures are those of the state it was part of": 1,
    }
    assert frame(batch.quarantine).is_empty()


def test_todays_code_stands_for_the_state_under_its_former_one(tmp_path: Path) -> None:
    rows = ("COD,Congo,1985,.1,.2,.1", "BFA,Burkina Faso,1975,.1,.2,.1")
    found = frame(read(tmp_path / "f.csv", WIDE, *rows).observations)
    assert set(found["object"]) == {"COD", "BFA"}


def test_namibia_is_read_and_territories_are_counted(tmp_path: Path) -> None:
    rows = ("NAM,Namibia,2010,.1,.2,.1", "HKG,Hong Kong,2010,.1,.2,.1")
    batch = read(tmp_path / "f.csv", WIDE, *rows)
    assert set(frame(batch.observations)["object"]) == {"NAM"}
    assert batch.set_aside == {"a territory, not a state": 1}


def test_country_a_influences_country_b_in_the_published_table(tmp_path: Path) -> None:
    found = frame(read(tmp_path / "f.csv", LONG, "China,Laos,CHN,LAO,2015,.3,.5,.2").observations)
    told = found.select("variable", "subject", "object", "value").rows()
    assert told == [
        ("fbic", "CHN", "LAO", 0.3),
        ("fbic_bandwidth", "CHN", "LAO", 0.5),
        ("fbic_dependence_security", "CHN", "LAO", 0.2),
    ]


def test_an_index_above_one_is_refused(tmp_path: Path) -> None:
    batch = read(tmp_path / "f.csv", LONG, "China,Laos,CHN,LAO,2015,1.3,.5,.2")
    assert frame(batch.quarantine)["column"].to_list() == ["fbic"]


@pytest.mark.parametrize("header", ["iso3,year,fbic_chn,gdp", "iso3,year", "iso3a,iso3b,year"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(UnreadableInput):
        SOURCE.edition_of(_written(tmp_path, header))


def test_a_column_of_no_state_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="qqq"):
        read(tmp_path / "f.csv", "iso3,year,fbic_qqq", "AFG,2010,.1")


def _written(folder: Path, header: str) -> Input:
    path = folder / "x.csv"
    path.write_text(header + "\n")
    return Input(path, "0" * 64, 1)
