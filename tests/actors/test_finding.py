"""Names of actors in a text, and the traps in which they are none."""

from __future__ import annotations

from datetime import date

import pytest

from multipole.actors import NameHit, load_actors

ON = date(2021, 3, 24)


def found(text: str, on: date | None = ON) -> list[tuple[str, tuple[str, ...]]]:
    return [(text[h.start : h.end], h.actors) for h in load_actors().find(text, on=on)]


def ids(text: str, on: date | None = ON) -> list[str]:
    return [actor for _, actors in found(text, on) for actor in actors]


def one(text: str, on: date | None = ON) -> NameHit:
    (hit,) = load_actors().find(text, on=on)
    return hit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. banks", ["USA"]),
        ("talks with the U.S", ["USA"]),
        ("US banks", ["USA"]),
        ("the USA", ["USA"]),
        ("U.S.-EU talks", ["USA", "EU"]),
        ("a US-led raid", ["USA"]),
        ("Sino-Russian ties", ["CHN", "RUS"]),
        ("Russo\u2013Chinese trade", ["RUS", "CHN"]),
        ("Anglo-French plans", ["GBR", "FRA"]),
        ("Russia-China axis", ["RUS", "CHN"]),
        ("Russian-Chinese axis", ["RUS", "CHN"]),
        ("the Moscow-backed group", ["RUS"]),
        ("anti-Russian talk", ["RUS"]),
        ("Russia's view", ["RUS"]),
        ("Russia\u2019s view", ["RUS"]),
        ("the Americans' view", ["USA"]),
        ("the Koreas", ["PRK", "KOR"]),
        ("the Baltic states", ["EST", "LVA", "LTU"]),
        ("CHINA SIGNS", ["CHN"]),
        ("Beijing, Moscow and Brussels", ["CHN", "RUS", "EU"]),
        ("The Kremlin and the White House", ["RUS", "USA"]),
        ("the Quai d\u2019Orsay", ["FRA"]),
        ("the Elysee and the Élysée", ["FRA", "FRA"]),
        ("Co\u0302te d'Ivoire", ["CIV"]),
        ("Cote d\u2019Ivoire", ["CIV"]),
        ("T\u00fcrkiye or Turkey", ["TUR", "TUR"]),
        ("St. Lucia", ["LCA"]),
        ("Trinidad & Tobago", ["TTO"]),
        ("OPEC+ cut and OPEC did", ["OPEC+", "OPEC"]),
        ("the P5+1", ["P5+1"]),
        ("Security Council", ["UNSC"]),
        ("the Quad met", ["QUAD"]),
        ("the quadrilateral", []),
        ("the quadrilateral security group", ["QUAD"]),
        ("western powers", ["WEST"]),
        ("United\nStates", ["USA"]),
        ("United States of America", ["USA"]),
        ("Washington, D.C.", ["USA"]),
    ],
)
def test_names_are_found_in_all_their_forms(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "let us go", "Us too", "us", "roast turkey and china plates", "a chad", "the quad bike",
        "the jordan", "go west", "who knows", "MAN WHO KNEW", "Sino without a dash",
    ],
)  # fmt: skip
def test_words_in_lower_case_and_headlines_are_no_actors(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Western Europe", "the western half", "West Africa", "Western Sahara",
        "the South China Sea",
        "the East China Sea", "the Sea of Japan", "the Gulf of Mexico", "the Indian Ocean",
        "the Persian Gulf", "New Mexico", "Iran-Contra", "Latin America", "an African American",
        "the Paris Agreement", "the Geneva Conventions", "the Treaty of Paris",
        "the Minsk agreements", "the Helsinki Accords", "the Rome Statute", "the Vienna Convention",
        "the Budapest Memorandum", "the Astana process", "the Warsaw Declaration", "Doha Round",
        "Michael Jordan", "Jordan Peterson", "Chad Smith", "Mr. Chad", "George Washington",
        "Washington State", "Washington Post", "Denzel Washington", "Niger Delta", "Guinea pigs",
        "New Guinea", "West Virginia", "Kanye West", "the Indo-Pacific", "Anglo-Saxon",
        "Male voters",
        "the Sudan People's Liberation Army", "the Free Syrian Army",
    ],
)  # fmt: skip
def test_names_inside_other_names_are_no_actors(text: str) -> None:
    assert ids(text) == []


def test_the_west_is_a_bloc_and_its_directions_are_not() -> None:
    assert ids("Western sanctions angered Moscow") == ["WEST", "RUS"]
    assert ids("ties with the West") == ["WEST"]
    assert ids("He accused the West of lies") == ["WEST"]
    assert ids("He accused the collective West of its double standards") == ["WEST"]
    assert ids("in the West of the country") == []
    assert ids("the West of England") == ["GBR"]
    assert found("western Syria and Western Ukraine") == [
        ("Syria", ("SYR",)),
        ("Ukraine", ("UKR",)),
    ]
    assert ids("the West Bank") == ["PSE"]


def test_a_name_behind_non_is_doubted() -> None:
    assert one("non-Western powers said").confidence < one("Western banks").confidence


def test_the_longest_name_wins() -> None:
    assert ids("North Korea, South Korea and South Sudan") == ["PRK", "KOR", "SSD"]
    assert ids("Papua New Guinea, Guinea-Bissau, Equatorial Guinea, Guinea") == [
        "PNG", "GNB", "GNQ", "GIN",
    ]  # fmt: skip
    assert ids("Niger and Nigeria, Nigerien and Nigerian") == ["NER", "NGA", "NER", "NGA"]
    assert ids("Dominica and the Dominican Republic") == ["DMA", "DOM"]
    assert ids("American Samoa and Samoa") == ["USA", "WSM"]
    assert ids("Northern Ireland and Ireland") == ["GBR", "IRL"]


def test_georgia_is_told_by_its_sentence() -> None:
    assert ids("Georgia's governor spoke in Atlanta.") == []
    assert ids("A senator from Georgia left.") == []
    assert ids("Georgia lost Abkhazia. The governor of Texas came.")[:1] == ["GEO"]
    assert one("Georgia signed.").confidence < 0.9


def test_korea_and_congo_have_a_doubtful_default() -> None:
    assert one("Korea agreed.").actors == ("KOR",)
    assert one("Korea agreed.").confidence < 0.7
    assert ids("Kim Jong Un said that Korea agreed.") == ["PRK", "PRK"]
    assert one("Congo agreed.").actors == ("COD",)
    assert one("Congo agreed.").confidence < 0.7
    assert ids("Congo said so in Brazzaville.") == ["COG", "COG"]
    assert ids("DR Congo; the Republic of the Congo; Congo-Brazzaville") == ["COD", "COG", "COG"]


def test_a_council_of_a_state_is_not_the_united_nations() -> None:
    assert ids("Russia's Security Council") == ["RUS"]
    assert ids("the Russian Security Council") == ["RUS"]
    assert ids("the National Security Council") == []
    assert ids("the UN Security Council") == ["UNSC"]


def test_a_capital_as_a_place_or_venue_is_doubted() -> None:
    sure = one("Moscow refused.").confidence
    assert one("They met in Moscow.").confidence < sure
    assert one("The Moscow summit ended.").confidence < sure
    assert one("a Moscow-based bank").confidence < sure


def test_kinds_tell_territory_city_company_and_outlet_from_the_state() -> None:
    hits = load_actors().find("Crimea, Shanghai, Gazprom, Huawei, Xinhua, the PLA", on=ON)
    assert [(h.kind, h.actors[0]) for h in hits] == [
        ("territory", "UKR"), ("city", "CHN"), ("company", "RUS"), ("company", "CHN"),
        ("outlet", "CHN"), ("force", "CHN"),
    ]  # fmt: skip


def test_names_go_by_the_date() -> None:
    assert ids("Serbia", on=date(1999, 5, 1)) == ["YUG"]
    assert ids("Serbia", on=date(2010, 5, 1)) == ["SRB"]
    assert ids("Prague", on=date(1985, 5, 1)) == ["CSK"]
    assert ids("Hong Kong", on=date(1990, 5, 1)) == ["GBR"]
    then, now = one("the Soviet Union", date(1985, 1, 1)), one("the Soviet Union", ON)
    assert then.actors == now.actors == ("RUS",)
    assert then.confidence > now.confidence
    assert ids("the Warsaw Pact", on=date(1980, 1, 1)) == ["WARSAWPACT"]
    assert ids("West Germany and East Germany", on=date(1980, 1, 1)) == ["DEU", "DDR"]
    assert ids("Burma, Swaziland, Ivory Coast and Zaire", on=date(1990, 1, 1)) == [
        "MMR", "SWZ", "CIV", "COD",
    ]  # fmt: skip


def test_offsets_are_code_points_of_the_text_as_given() -> None:
    text = "\U0001f600 Türkiye’s friends: “the U.S.”"
    assert found(text) == [("Türkiye", ("TUR",)), ("U.S.", ("USA",))]


def test_a_name_inside_a_word_is_none() -> None:
    assert ids("@China #Russia preChina Chinatown eBrazil") == []
