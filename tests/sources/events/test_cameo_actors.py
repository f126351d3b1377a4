"""CAMEO actor codes read by their parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.sources.events.cameo_actors import actor_parts, read_actor, resolve_cameo_actors
from multipole.sources.gate.check import Gate
from multipole.sources.gate.source import Input


def _gate(**columns: Sequence[object]) -> Gate:
    frame = pl.DataFrame(columns).with_row_index("row", offset=1).cast({"row": pl.Int64})
    return Gate(Input(Path("events.csv"), "", 0), frame)


def _actors(*codes: str) -> list[str | None]:
    return [found.actor if (found := read_actor(code)) else None for code in codes]


def test_a_state_is_meant_by_its_organs_and_its_society() -> None:
    assert _actors("USA", "USAGOV", "CHNGOVMIL", "ISRMIL", "RUSMED", "PSEGZS") == [
        "USA", "USA", "CHN", "ISR", "RUS", "PSE",
    ]  # fmt: skip


def test_those_against_a_state_are_not_the_state() -> None:
    assert _actors("SYRREB", "VENOPP", "USAREF", "COLUAF", "MEXCRM") == [""] * 5
    assert _actors("LBNREBHEZ", "AFGINSTAL", "PSEREBHMS") == [
        "NGO:HEZBOLLAH", "NGO:TALIBAN", "NGO:HAMAS",
    ]  # fmt: skip
    assert _actors("AFGGOVTAL", "PSEGOVHMS") == ["AFG", "PSE"]


def test_peoples_faiths_regions_and_companies_are_no_state() -> None:
    assert (
        _actors("IRQKUR", "sco", "scoGOV", "CHRPRO210", "EUR", "AFR", "MNCUSA", "NGOISR")
        == [""] * 8
    )
    assert _actors("", "GOV", "CVLEDU", "HKG", "USAPRI", "CYPTRK") == [""] * 6


def test_the_last_organisation_of_a_code_is_meant() -> None:
    assert _actors("IGOUNO", "IGOUNOIAE", "IGOWSTNAT", "IGOSEAASN", "IGOBUSIMF", "IGOUNOGOV") == [
        "UN", "IAEA", "NATO", "ASEAN", "IMF", "UN",
    ]  # fmt: skip


def test_codes_of_earlier_times_and_other_lists() -> None:
    assert _actors("USR", "SUN", "ROM", "TMP", "ZAR", "GMW", "GME", "PAL", "PALPLO", "SCGSRB") == [
        "RUS", "RUS", "ROU", "TLS", "COD", "DEU", "DDR", "PSE", "PSE", "SRB",
    ]  # fmt: skip
    assert _actors("MOSSUN", "IRQMOSSUN") == ["", ""]


@pytest.mark.parametrize("code", ["XQZ", "USAXQZ", "LBNREDHEZ", "US", "USAG", "NGOXQZ"])
def test_a_code_that_no_table_knows_is_unknown(code: str) -> None:
    assert read_actor(code) is None


def test_unknown_codes_are_refused_unless_the_country_says_whose_they_are() -> None:
    gate = _gate(code=["USAXQZ", "XQZ", "CHN", "XQZ"], country=["USA", "", "CHN", "EUR"])
    resolve_cameo_actors(gate, "code", to="sender", country_column="country")
    assert gate.frame["sender"].to_list() == ["USA", "CHN"]
    refused = gate.batch().quarantine
    assert refused is not None
    assert refused["row"].to_list() == [2, 4]
    assert "update multipole" in refused["remedy"][0]


def test_an_actor_is_the_one_of_its_day() -> None:
    days = [date(1990, 1, 1), date(1999, 1, 1), date(2017, 7, 1)]
    gate = _gate(
        code=["IGOEEC"] * 3 + ["SCGSRB"] * 3 + ["GME"] * 3, period_start=days * 3
    )  # fmt: skip
    resolve_cameo_actors(gate, "code", to="sender")
    assert gate.frame["sender"].to_list() == [
        "EC", "EU", "EU", "YUG", "YUG", "SRB", "DDR", "DEU", "DEU",
    ]  # fmt: skip


def test_every_actor_of_the_table_exists() -> None:
    ids = {actor.id for actor in load_actors()} | {""}
    assert {actor for _, actor in actor_parts().values()} <= ids
