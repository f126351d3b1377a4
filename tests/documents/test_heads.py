"""Heads as agencies and papers print them, in words of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest

from multipole.core.types import Document
from multipole.documents import read_text
from multipole.documents.sections import is_section
from multipole.documents.wire import dateline_end, is_place_line

OneDocument = Callable[..., Document]
Kinds = Callable[[Document], list[tuple[str, str]]]

BODY = "The envoys of both countries met for two hours and agreed to meet again before the winter."
MORE = "Neither delegation said which of the open questions had been settled in the two hours."
TITLE = "Envoys Meet Again With Little to Show for It"


class Case(NamedTuple):
    """The top of a report, and what it must give; the body below is `BODY`."""

    head: str
    day: date | None = None
    title: str = ""
    author: str = ""
    outlet: str = ""
    body: tuple[str, ...] = ()


CASES = {
    "a dateline right below a title": Case(
        f"{TITLE}\nOSLO, Aug. 18, 2022 — ", date(2022, 8, 18), TITLE
    ),
    "a byline of correspondents without names": Case(
        f"{TITLE}\nBy our correspondents in Oslo, Lima and Bern\nOSLO, Aug. 18, 2022 — ",
        date(2022, 8, 18),
        TITLE,
    ),
    "a numbered brief and its day": Case(
        f"POLICY BRIEF No. 14 | 22 September 2023\n\n{TITLE}\n\n", date(2023, 9, 22), TITLE
    ),
    "a wire with a summary in items": Case(
        f"UPDATE 2-{TITLE}\n\n* Talks last two hours\n* No paper signed\n"
        "* Next round before the winter\n\nUNITED NATIONS, March 29, 2024 - ",
        date(2024, 3, 29),
        f"UPDATE 2-{TITLE}",
        body=("Talks last two hours", "No paper signed", "Next round before the winter"),
    ),
    "a state agency": Case(f"{TITLE}\n\nBEIJING, Oct. 12 (Xinhua) -- ", None, TITLE),
    "a state agency with an editor line": Case(
        f"{TITLE}\nSource: Xinhua | 2023-10-12 21:05:33 | Editor: huaxia\n\n"
        "BEIJING, Oct. 12 (Xinhua) -- ",
        date(2023, 10, 12),
        TITLE,
        outlet="Xinhua",
    ),
    "an agency between slashes": Case(f"{TITLE}\n\nMOSCOW, 12 July. /TASS/. ", None, TITLE),
    "an agency after the day": Case(
        f"{TITLE}\n\nMOSCOW, July 12, 2018 - RIA Novosti. ", date(2018, 7, 12), TITLE
    ),
    "a broadcaster with a section, a date line and a caption": Case(
        f"East Asia\n\n{TITLE}\nMay 21, 2024 4:12 PM\n\nShare\nPrint\n\n"
        "FILE - The conference hall in Astana is seen on Nov. 29, 2019.\n\n"
        "FILE - The conference hall in Astana is seen on Nov. 29, 2019.\n\nWASHINGTON — ",
        date(2024, 5, 21),
        TITLE,
        body=("FILE - The conference hall in Astana is seen on Nov. 29, 2019.",),
    ),
    "a city in small letters": Case(f"{TITLE}\n\nWashington — ", None, TITLE),
    "a section above the title and a dated wire": Case(
        f"Technology | Analysis\n{TITLE}\n\nBRUSSELS, 5 July 2023 (Harbour Wire) — ",
        date(2023, 7, 5),
        TITLE,
    ),
    "an American agency": Case(
        f"{TITLE}\n\nBy MARTA LINDQVIST and IVO BRANDT\nMarch 29, 2024\n\nKYIV, Ukraine (AP) — ",
        date(2024, 3, 29),
        TITLE,
        "MARTA LINDQVIST and IVO BRANDT",
    ),
    "an agency and no place": Case(f"{TITLE}\n\nMarch 29 (Reuters) - ", None, TITLE),
    "two cities": Case(f"{TITLE}\n\nWASHINGTON/BEIJING, March 29 (Reuters) - ", None, TITLE),
    "an Indian agency without a mark": Case(f"{TITLE}\n\nNew Delhi, Mar 29 (PTI) ", None, TITLE),
    "an Indian paper": Case(f"World\n{TITLE}\n\nNEW DELHI: ", None, TITLE),
    "an agency that stands before the place": Case(
        f"{TITLE}\n\n(ANSA) - ROME, MAR 29 - ", None, TITLE
    ),
    "an Iranian agency": Case(f"{TITLE}\n\nTehran, July 12, IRNA – ", None, TITLE),
    "a German agency": Case(f"{TITLE}\n\nBerlin (dpa) - ", None, TITLE),
    "a place on a line of its own": Case(
        f"{TITLE}\n\nMarta Lindqvist | 12.07.2023\n\n\nANKARA\n\n",
        date(2023, 7, 12),
        TITLE,
        "Marta Lindqvist",
    ),
    "a British paper": Case(
        f"Opinion\n{TITLE}\n\nMarta Lindqvist in Moscow\nFri 29 Mar 2024 20.15 GMT\n\n",
        date(2024, 3, 29),
        TITLE,
        "Marta Lindqvist",
    ),
    "a magazine": Case(
        f"World / Asia\n{TITLE}\n\nBy Marta Lindqvist, Beijing - July 12, 2023\n\n",
        date(2023, 7, 12),
        TITLE,
        "Marta Lindqvist",
    ),
    "a report translated": Case(
        f"{TITLE}\n\nGeneva, March 29, 2024 | Marta Lindqvist | translated from German\n\n",
        date(2024, 3, 29),
        TITLE,
        "Marta Lindqvist",
    ),
    "a translation and its translator": Case(
        f"{TITLE}\n\nMarta Lindqvist | 12.07.2023 | Translation: Ivo Brandt\n\n",
        date(2023, 7, 12),
        TITLE,
        "Marta Lindqvist",
    ),
    "a statement with place and day": Case(
        f"{TITLE}\n\nWashington, D.C., March 29, 2024\n\n", date(2024, 3, 29), TITLE
    ),
    "an organisation": Case(f"{TITLE}\n\n(Geneva, March 4, 2015) – ", date(2015, 3, 4), TITLE),
    "a day and a place before a dash": Case(
        f"{TITLE}\n\n5 July 2023, Brussels – ", date(2023, 7, 5), TITLE
    ),
    "a picture from an agency": Case(
        f"{TITLE}\n\n[1/2]The envoys leave the hall in Astana. REUTERS/Ivo Brandt\n\n"
        "ASTANA, Oct 12 (Reuters) - ",
        None,
        TITLE,
        body=("[1/2]The envoys leave the hall in Astana. REUTERS/Ivo Brandt",),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_head_gives_date_title_and_author_and_leaves_the_body(
    name: str, read_one: OneDocument, kinds: Kinds
) -> None:
    case = CASES[name]
    document = read_one("a.txt", f"{case.head}{BODY}\n\n{MORE}\n")
    assert document.published_on == case.day
    assert (document.title, document.author, document.outlet) == case[2:5]
    lines = [line for line in (case.title, *case.body, BODY, MORE) if line]
    assert read_text(document).split("\n") == lines


def test_the_lines_of_a_summary_are_paragraphs(read_one: OneDocument, kinds: Kinds) -> None:
    found = kinds(read_one("a.txt", f"* Talks last two hours\n* No paper signed\n\n{BODY}"))
    assert [text for kind, text in found if kind == "body"] == [
        "Talks last two hours", "No paper signed", BODY,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Moscow — a city of twelve million — was quiet on the day of the vote in the north.",
        "Moscow — and with it much of the region — waited for the result of the vote.",
        "Russia — Minister says nothing at all has changed since the last vote in the north.",
        "The talks, March 29, 2024 - a Friday - ended without a paper that both could sign.",
        "On March 29, 2024 - the day of the vote - nobody came to the hall in the north.",
        "After Geneva, March 4 (Friday) was the last day on which the envoys could still meet.",
        "FILE — The envoys leave the conference hall after the last round of their long talks.",
        "BRICS - A bloc of states that was founded in 2009 - met for the first time in the south.",
        "Video-sharing sites were closed for two days after the vote in the north of the country.",
        "GENEVA was where they met, and the talks - there were nine rounds - ended without result.",
    ],
)
def test_what_looks_like_a_dateline_and_is_none(line: str) -> None:
    assert dateline_end(line) == 0


def test_a_title_with_a_place_before_a_dash_stays_whole(read_one: OneDocument) -> None:
    title = "GENEVA - A City That Waits for the Envoys of Two Powers"
    assert read_one("a.txt", f"{title}\n\n{BODY}").title == title


@pytest.mark.parametrize(
    ("line", "below", "expected"),
    [
        ("East Asia", True, True),
        ("East Asia", False, False),
        ("World > Asia > China", False, True),
        ("Opinion", False, True),
        ("U.S. & Canada", True, True),
        ("War in Ukraine", True, True),
        ("China and Russia Sign Border Treaty", True, False),
        ("The", True, False),
        ("Relations", True, False),
        ("World leaders meet.", True, False),
    ],
)
def test_a_section_is_told_from_a_title(line: str, below: bool, expected: bool) -> None:
    assert is_section(line, headline_follows=below) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ANKARA", True),
        ("Moscow, 12 July 2023", True),
        ("Moscow", False),
        ("NATO", False),
        ("Envoys, 12 July 2023", False),
    ],
)
def test_a_line_of_a_place(line: str, expected: bool) -> None:
    assert is_place_line(line) is expected


def test_a_dateline_far_down_gives_no_date(read_one: OneDocument) -> None:
    early = "\n\n".join(f"{MORE} Round {n} brought no result either." for n in range(20))
    document = read_one("a.txt", f"{early}\n\nOSLO, March 29, 2024 - {BODY}")
    assert document.published_on is None
