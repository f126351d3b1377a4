"""Commitments of pairs in the published table of alliances, where the file is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from multipole.core.periods import Period
from multipole.relations.commitment import Name, Pledge, commitment

ROOT = Path(__file__).resolve().parents[2]
FOLDER = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "alliances"
TABLE = FOLDER / "atop_alliance.parquet"
pytestmark = pytest.mark.skipif(
    not TABLE.is_file(), reason=f"no {TABLE.name} in {FOLDER} (set MULTIPOLE_SHARED)"
)
COLUMNS: dict[Name, str] = {
    "defence": "atop_defense",
    "offence": "atop_offense",
    "neutrality": "atop_neutral",
    "nonaggression": "atop_nonagg",
    "consultation": "atop_consul",
}
STATES = {710: "CHN", 365: "RUS", 2: "USA", 740: "JPN", 220: "FRA", 200: "GBR"}


def _pledges(a: int, b: int) -> list[Pledge]:
    ends = pl.col("ccode1").is_in([a, b]) & pl.col("ccode2").is_in([a, b])
    rows = pl.read_parquet(TABLE).filter(ends & (pl.col("year") >= 2000)).to_dicts()
    return [
        Pledge(
            name, bool(row[column]), Period.year(row["year"]), "ATOP",
            (f"{STATES[row['ccode1']]} {row['year']} {column}",), STATES[row["ccode1"]],
        )
        for row in rows
        for name, column in COLUMNS.items()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pair", "level"), [((710, 365), 2), ((2, 740), 3), ((220, 200), 3)], ids=str
)
def test_levels_in_2018(pair: tuple[int, int], level: int) -> None:
    a, b = (STATES[code] for code in pair)
    found = commitment(_pledges(*pair), a=a, b=b, period=Period.year(2018))
    assert (found.level, found.status) == (level, "observed")


def test_china_and_russia_have_pledged_not_to_attack_and_to_consult() -> None:
    found = commitment(_pledges(710, 365), a="CHN", b="RUS", period=Period.year(2018))
    held = {o.name: (o.by, o.rests_on) for o in found.obligations if o.status == "held"}
    assert held == {
        "nonaggression": (("CHN", "RUS"), ("CHN 2018 atop_nonagg", "RUS 2018 atop_nonagg")),
        "consultation": (("CHN", "RUS"), ("CHN 2018 atop_consul", "RUS 2018 atop_consul")),
    }


def test_the_table_says_nothing_of_2021() -> None:
    found = commitment(_pledges(710, 365), a="CHN", b="RUS", period=Period.year(2021))
    assert (found.level, found.low, found.high) == (None, 0, 3)
    assert (found.status, found.last_level, str(found.last)) == ("not_covered", 2, "2018")
