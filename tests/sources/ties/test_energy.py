"""Energy flows on small tables of our own."""

from __future__ import annotations

import gzip
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.energy import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))
HEADER = "country,partner,date,commodity,EU,unit,value,source\n"
ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "energy"


def read(path: Path) -> Batch:
    file = Input(path, "0" * 64, 0)
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def flows(tmp_path: Path, *rows: str) -> Batch:
    path = tmp_path / "flows.csv.gz"
    text = HEADER + "".join(f"{row},comtrade_eurostat\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()))
    return read(path)


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def test_the_importer_is_the_subject_and_the_unit_makes_the_variable(tmp_path: Path) -> None:
    found = frame(
        flows(
            tmp_path, "Rep. of Korea,Russia,2019-02-01,oil,False,eur,1e6",
            "Rep. of Korea,Russia,2019-02-01,oil,False,tonne,2500",
        ).observations
    )  # fmt: skip
    assert found.select("variable", "subject", "object", "item", "value").rows() == [
        ("energy_imports_eur", "KOR", "RUS", "oil", 1e6),
        ("energy_imports_tonne", "KOR", "RUS", "oil", 2500),
    ]
    assert found["period_end"].unique().to_list() == [date(2019, 3, 1)]


def test_the_eu_is_an_organisation_and_congo_the_one_of_brazzaville(tmp_path: Path) -> None:
    found = frame(
        flows(
            tmp_path, "EU,Russia,2019-02-01,coal,,eur,5",
            "Congo,Russia,2019-02-01,coal,False,eur,5",
            "Dem.Rep. of the Congo,Russia,2019-02-01,coal,False,eur,5",
            "Dominican Rep.,Russia,2019-02-01,coal,False,eur,5",
        ).observations
    )  # fmt: skip
    assert found["subject"].to_list() == ["EU", "COG", "COD", "DOM"]


def test_zero_is_zero_an_empty_cell_is_missing_and_what_went_back_is_below_zero(
    tmp_path: Path,
) -> None:
    found = frame(
        flows(
            tmp_path, "Poland,Russia,2019-01-01,coal,True,eur,0",
            "Poland,Russia,2019-02-01,coal,True,eur,", "Poland,Russia,2019-03-01,coal,True,eur,-4",
        ).observations
    )  # fmt: skip
    assert found.select("value", "status").rows() == [
        (0, "observed"), (None, "missing"), (-4, "observed")
    ]  # fmt: skip


def test_months_that_are_a_twelfth_of_a_year_are_imputed(tmp_path: Path) -> None:
    china = [f"China,Russia,2019-{month:02}-01,oil,False,eur,7.5" for month in range(1, 13)]
    japan = [f"Japan,Russia,2019-{month:02}-01,oil,False,eur,{month}" for month in range(1, 13)]
    eleven = [f"India,Russia,2019-{month:02}-01,oil,False,eur,7.5" for month in range(1, 12)]
    nothing = [f"Chile,Russia,2019-{month:02}-01,oil,False,eur,0" for month in range(1, 13)]
    found = frame(flows(tmp_path, *china, *japan, *eleven, *nothing).observations)
    imputed = found.filter(pl.col("status") == "imputed")
    assert imputed["subject"].unique().to_list() == ["CHN"]
    assert imputed.height == 12


def test_repeats_are_counted_and_contradictions_refused(tmp_path: Path) -> None:
    batch = flows(
        tmp_path, *["Japan,Russia,2019-01-01,oil,False,eur,1"] * 2,
        "Japan,Russia,2019-02-01,oil,False,eur,1", "Japan,Russia,2019-02-01,oil,False,eur,2",
    )  # fmt: skip
    assert batch.set_aside == {"repeated row": 1}
    assert frame(batch.quarantine)["row"].to_list() == [4, 5]


@pytest.mark.parametrize(
    "row",
    [
        "Japan,Russia,2019-01-02,oil,False,eur,1", "Japan,Russia,2019-01-01,peat,False,eur,1",
        "Japan,Russia,2019-01-01,oil,False,usd,1", "Japan,Russia,2019-01-01,oil,False,eur,much",
        "Jpan,Russia,2019-01-01,oil,False,eur,1",
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(tmp_path: Path, row: str) -> None:
    batch = flows(tmp_path, row)
    assert frame(batch.observations).is_empty()
    assert frame(batch.quarantine).height == 1


def test_a_territory_that_reports_apart_is_set_aside(tmp_path: Path) -> None:
    batch = flows(tmp_path, '"China, Hong Kong SAR",Russia,2019-01-01,oil,False,eur,1')
    assert list(batch.set_aside.values()) == [1]


def test_a_column_that_is_not_known_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text(HEADER.replace("source", "source,colour"))
    with pytest.raises(UnreadableInput, match="'colour' is not known"):
        read(path)


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no energy data in {DATA} (set MULTIPOLE_SHARED)")
def test_the_published_table_goes_in_whole() -> None:
    batch = read(DATA / "comtrade_eurostat.csv.gz")
    found = frame(batch.observations)
    assert frame(batch.quarantine).is_empty()
    assert found.height + sum(batch.set_aside.values()) == batch.rows == 32752
    yearly = found.filter(pl.col("status") == "imputed")["subject"].unique().to_list()
    assert sorted(yearly) == ["AUT", "CHN", "DNK", "IRL", "MLT"]
    china = found.filter(
        (pl.col("subject") == "CHN") & (pl.col("item") == "oil")
        & (pl.col("variable") == "energy_imports_tonne")
        & (pl.col("period_start").dt.year() == 2018)
    )  # fmt: skip
    assert china["value"].sum() == pytest.approx(71_491_640)
