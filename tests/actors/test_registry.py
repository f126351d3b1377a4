"""Codes, names and members by date."""

from __future__ import annotations

from datetime import date

import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnknownCode, WrongUse

ACTORS = load_actors()
ON = date(2021, 3, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHN", "CHN"), ("chn", "CHN"), ("China", "CHN"), ("russia", "RUS"), ("USA", "USA"),
        ("u.s.", "USA"), ("The Netherlands", "NLD"), ("Republic of Finland", "FIN"),
        ("Republic of Korea", "KOR"), ("Türkiye", "TUR"), ("turkey", "TUR"), ("SUN", "RUS"),
        ("nato", "NATO"), ("Kremlin", "RUS"), ("Czech Republic", "CZE"), ("the West", "WEST"),
        ("VDR", "VNM"), ("eu", "EU"), ("opec+", "OPEC+"),
        ("Korea, North", "PRK"), ("Korea (North)", "PRK"), ("Gambia, The", "GMB"),
        ("St. Kitts & Nevis", "KNA"), ("Egypt, Arab Rep.", "EGY"),
    ],
)  # fmt: skip
def test_a_user_may_name_an_actor_in_many_ways(text: str, expected: str) -> None:
    assert ACTORS.resolve(text).id == expected


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownCode, match=r"Did you mean RUS \(Russia\)"):
        ACTORS.resolve("Rusia")
    with pytest.raises(UnknownCode, match=r"Did you mean RUS \(Russia\)\?$"):
        ACTORS.resolve("Lavrov")
    with pytest.raises(UnknownCode, match="ISO3 code"):
        ACTORS.resolve("Qqqqq")
    with pytest.raises(UnknownCode, match="not an actor"):
        ACTORS.actor("XXQ")
    with pytest.raises(UnknownCode):
        ACTORS.resolve("")


def test_asking_whether_a_text_means_an_actor_is_no_error() -> None:
    russia = ACTORS.known("russia")
    assert russia is not None
    assert russia.id == "RUS"
    assert ACTORS.known("Lavrov") is None
    assert ACTORS.known("Qqqqq") is None
    assert ACTORS.known("Zaire", on=date(1998, 1, 1)) is None


def test_a_name_out_of_use_on_the_day_is_refused_with_a_remedy() -> None:
    assert ACTORS.resolve("Zaire", on=date(1990, 1, 1)).id == "COD"
    with pytest.raises(UnknownCode, match=r"'Zaire'.*1998.*Did you mean COD"):
        ACTORS.resolve("Zaire", on=date(1998, 1, 1))


def test_a_place_or_company_is_no_actor_but_points_to_one() -> None:
    with pytest.raises(UnknownCode, match="Did you mean CHN"):
        ACTORS.resolve("Hong Kong")


def test_namibia_has_a_code_like_any_other() -> None:
    assert ACTORS.code("NAM", "iso2", on=ON) == "NA"
    assert ACTORS.by_code("iso2", "NA", on=ON).id == "NAM"


@pytest.mark.parametrize(
    ("actor", "system", "on", "expected"),
    [
        ("RUS", "cow", "1980-01-01", 365), ("RUS", "cow", "2020-01-01", 365),
        ("RUS", "iso3", "1980-01-01", "SUN"), ("RUS", "iso3", "2020-01-01", "RUS"),
        ("DEU", "cow", "1980-01-01", 260), ("DEU", "cow", "2000-01-01", 255),
        ("DEU", "gw", "2000-01-01", 260), ("DDR", "cow", "1980-01-01", 265),
        ("DDR", "cow", "2000-01-01", None), ("YEM", "cow", "1980-01-01", 678),
        ("YEM", "cow", "2000-01-01", 679), ("YEM", "gw", "2000-01-01", 678),
        ("YMD", "cow", "1980-01-01", 680), ("SRB", "gw", "2010-01-01", 340),
        ("SRB", "cow", "2010-01-01", 345), ("SSD", "cow", "2005-01-01", None),
        ("SSD", "cow", "2012-01-01", 626), ("XKX", "cow", "2010-01-01", 347),
        ("TWN", "cow", "2010-01-01", 713), ("CHN", "cow", "2010-01-01", 710),
        ("EU", "cow", "2010-01-01", None), ("RVN", "cow", "1970-01-01", 817),
    ],
)  # fmt: skip
def test_codes_go_by_the_date(actor: str, system: str, on: str, expected: object) -> None:
    assert ACTORS.code(actor, system, on=date.fromisoformat(on)) == expected


def test_a_code_that_passed_on_gives_the_state_of_the_day() -> None:
    assert ACTORS.by_code("cow", 255, on=date(2000, 1, 1)).id == "DEU"
    assert ACTORS.by_code("cow", "345", on=date(1980, 1, 1)).id == "YUG"
    assert ACTORS.by_code("cow", 345, on=date(2005, 1, 1)).id == "SCG"
    assert ACTORS.by_code("cow", 345, on=date(2010, 1, 1)).id == "SRB"
    with pytest.raises(UnknownCode, match="At another time it was DDR"):
        ACTORS.by_code("cow", 265, on=date(2000, 1, 1))
    with pytest.raises(WrongUse, match="Use one of iso2"):
        ACTORS.by_code("fips", "CH", on=ON)


def test_the_seat_of_china_passed_on_in_october_1971() -> None:
    assert ACTORS.by_code("un", "China", on=date(1971, 10, 24)).id == "TWN"
    assert ACTORS.by_code("un", "China", on=date(1971, 10, 25)).id == "CHN"
    assert ACTORS.code("CHN", "un", on=date(1970, 1, 1)) is None
    assert ACTORS.code("TWN", "un", on=ON) is None
    assert ACTORS.code("RUS", "un", on=date(1980, 1, 1)) == "USSR"
    assert ACTORS.resolve("China", on=date(1960, 1, 1)).id == "CHN"


def test_members_go_by_the_date() -> None:
    assert "GBR" in ACTORS.members("EU", on=date(2020, 1, 31))
    assert "GBR" not in ACTORS.members("EU", on=date(2020, 2, 1))
    assert len(ACTORS.members("EU", on=ON)) == 27
    assert len(ACTORS.members("NATO", on=date(2024, 4, 1))) == 32
    assert ACTORS.members("QUAD", on=ON) == ("AUS", "IND", "JPN", "USA")
    assert ACTORS.members("QUAD", on=date(2010, 1, 1)) == ()
    assert ACTORS.members("G7", on=ON) == ("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")
    assert ACTORS.members("SCO", on=date(2016, 1, 1)) == ("CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    with pytest.raises(UnknownCode):
        ACTORS.members("NOPE", on=ON)


@pytest.mark.parametrize("year", range(2010, 2026))
def test_the_security_council_has_fifteen_members(year: int) -> None:
    assert len(ACTORS.members("UNSC", on=date(year, 7, 1))) == 15


def test_every_state_has_a_life_and_lives_on_unless_it_ended() -> None:
    states = [actor for actor in ACTORS if actor.kind == "state"]
    assert len(states) > 200
    alive = [s for s in states if s.lifetime and s.lifetime.contains(ON)]
    assert len(alive) == 197  # 193 of the United Nations, VAT, PSE, XKX, TWN
