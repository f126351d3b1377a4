from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from multipole.core.text import Reading

Reader = Callable[..., Reading]


def pointed(reading: Reading, text: str, words: str) -> tuple[str, ...]:
    """The actors of the last mention that ends where the last ``words`` do."""
    end = [m.end() for m in re.finditer(rf"\b{words}\b", text)][-1]
    found = [m.actors for m in reading.mentions if m.end == end]
    return found[-1] if found else ()


BODIES = [
    ("The Chinese Foreign Ministry protested. Later the ministry published a map.", "CHN"),
    ("Japan's defence ministry warned Russia. The ministry said two bombers had come near.", "JPN"),
    ("The Indian Ministry of External Affairs met them. The ministry gave no details.", "IND"),
    ("The Polish Foreign Ministry spoke. The Ministry of Defence kept silent.", "POL"),
    ("A spokesman of the Turkish military spoke. The military would reply, he said.", "TUR"),
    ("The Greek navy was near. Nobody was hurt, the navy said.", "GRC"),
    ("The Egyptian army closed the road. On Sunday the army opened it.", "EGY"),
    ("Russia's draft went to the Security Council. France asked the council to wait.", "UNSC"),
    ("The UN Security Council met. In May the council condemned the strike.", "UNSC"),
    ("The Gulf Cooperation Council met in Kuwait. The council criticised Iran.", "GCC"),
    ("The International Atomic Energy Agency visited Iran. The agency found traces.", "IAEA"),
    ("The IAEA went to Tehran. Iran told the agency that it would stop.", "IAEA"),
    ("The International Criminal Court has 124 members. Hungary left the court.", "ICC"),
    ("The ICJ heard Gambia. On Friday the court ordered measures.", "ICJ"),
    ("Gazprom cut supplies to Poland. The company blamed the sanctions.", "RUS"),
    ("Washington put Huawei on a list. Beijing called on it to spare the company.", "CHN"),
    ("A Norwegian state company found gas. The company will drill.", "NOR"),
    ("NATO met in Vilnius. Russia accused the alliance of threats.", "NATO"),
    ("Finland joined NATO. Ukraine hopes that the alliance will invite it.", "NATO"),
    ("The CSTO met in Minsk. Armenia suspended its role in the alliance.", "CSTO"),
    ("The European Union agreed. China said the bloc had made a mistake.", "EU"),
    ("The EU adopted a package. The bloc put a cap on oil.", "EU"),
    ("ASEAN leaders met in Jakarta. The bloc condemned Myanmar.", "ASEAN"),
    ("OPEC met in Vienna. The cartel cut its output.", "OPEC"),
    ("Beijing sent jets near Taiwan. The island protested.", "TWN"),
    ("Taipei bought missiles. China claims the island as its own.", "TWN"),
    ("Saudi Arabia spoke with Iran. The kingdom wants calm.", "SAU"),
    ("Riyadh cut ties. Qatar accused the kingdom of a blockade.", "SAU"),
    ("A panel of experts of the UN travelled to Mali. The panel wrote a report.", "UN"),
    ("The Danish parliament voted. The parliament backed Ukraine.", "DNK"),
    ("The European Commission opened an inquiry. The commission will report in May.", "EU"),
    ("The Arab League suspended Syria. The league had warned it.", "AL"),
    ("Chancellor Olaf Scholz flew to Kyiv. Paris told the chancellor that it agreed.", "DEU"),
    ("Prime Minister Narendra Modi met Xi Jinping. The prime minister thanked him.", "IND"),
    ("Foreign Minister Wang Yi flew to Oman. The foreign minister met nobody.", "CHN"),
    ("The Danish prime minister left. Norway had asked the prime minister to stay.", "DNK"),
]


@pytest.mark.parametrize(("text", "actor"), BODIES)
def test_a_noun_stands_for_the_body_named_before(text: str, actor: str, read: Reader) -> None:
    nouns = (
        "ministry|Ministry|military|navy|army|council|agency|court|company|alliance|bloc|cartel|"
        "island|kingdom|panel|parliament|commission|league|chancellor|minister"
    )
    assert pointed(read(text), text, rf"(?:{nouns})") == (actor,)


OPEN = [
    ("The ministry gave no details. Russia waited.", "ministry"),
    ("Russia and France talked. The ministry gave no details.", "ministry"),
    ("The Polish Foreign Ministry met the Czech Foreign Ministry. The ministry spoke.", "ministry"),
    ("The city council of Lyon met. The council raised the rent.", "council"),
    ("The Security Council met in New York. A council of elders met in Mali.", "council"),
    ("The Chinese foreign ministry spoke. The ministry of Peru was silent, a ministry said.",
     "ministry"),
    ("The company closed. Russia regretted it.", "company"),
    ("Gazprom and Huawei met. The company signed nothing.", "company"),
    ("Russia left the talks. The company stayed.", "company"),
    ("NATO met the CSTO. The alliance said nothing.", "alliance"),
    ("Russia and China are no alliance. The alliance is a dream.", "alliance"),
    ("France left. The alliance between Chad and Mali holds.", "alliance"),
    ("China grew. The bloc of flats fell down.", "bloc"),
    ("Germany spoke. The bloc did not.", "bloc"),
    ("The IAEA met. A travel agency in Rome closed.", "agency"),
    ("Spain spoke. The agency did not.", "agency"),
    ("France met Spain. The kingdom was quiet.", "kingdom"),
    ("Russia met France. The island was quiet.", "island"),
    ("Taiwan is near. The island of Quemoy was shelled.", "island"),
    ("China has a navy. Nobody saw the navy of Peru or a navy at all.", "navy at all"),
    ("A panel in London praised France. The panel had three members.", "panel"),
    ("Russia left. The military parade was small.", "military"),
    ("Chancellor Olaf Scholz flew to Kyiv. The foreign minister stayed.", "minister"),
    ("Chancellor Olaf Scholz flew to Kyiv. The Chilean poet met the premier.", "premier"),
    ("The Danish premier met the Thai premier. The premier was tired.", "premier was"),
    ("Olaf Scholz flew to Kyiv. The president of a bank met the chancellor.", "bank"),
    ("Xi Jinping left. The president who had waited for him was gone.", "president who"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), OPEN)
def test_a_noun_without_a_body_before_it_stands_for_none(
    text: str, words: str, read: Reader
) -> None:
    assert pointed(read(text), text, words) == ()


def test_a_person_of_a_ministry_told_by_its_noun_speaks_for_the_state(read: Reader) -> None:
    text = "The Chinese Foreign Ministry protested. A representative of the ministry left."
    found = [m for m in read(text).mentions if m.name.startswith("representative")]
    assert [m.actors for m in found] == [("CHN",)]
