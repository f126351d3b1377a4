"""Lines that give the date of a report, as papers, agencies and broadcasters print them."""

from __future__ import annotations

from datetime import date

import pytest

from multipole.documents.parts import divide

BODY = (
    "The foreign ministers of Norland and Sudland met for talks on the border. They agreed to meet "
    "again in the autumn, and the two countries are to open a consulate each by the end of the "
    "year, officials said after the meeting in the capital.\n\nNobody spoke of the island."
)
TOP = "Two ministers and a border nobody wants\n\nHow the neighbours came to talk again\n\n"
DATED = """
Published: March 3, 2022 10.15am GMT
Last modified on Thu 3 Mar 2022 11.41 GMT
Updated March 5, 2022 at 7:12 p.m. EST|Published March 3, 2022 at 5:00 a.m. EST
Published March 3, 2022Updated March 5, 2022, 4:23 p.m. ET
March 3, 20225:00 AM ET
By ZHANG TEST | China Daily | Updated: 2022-03-03 07:12
2022-03-03 10:15:22 Source: Xinhua Editor: test
Published on March 3, 2022, at 10:15 am (Paris), updated on March 3, 2022, at 11:15 am
5 min read · March 3, 2022
March 3, 2022 7:42 AM GMT+1 Updated 3 hours ago
Written by Shubha Testova | New Delhi | Updated: March 3, 2022 07:12:15 am
March 03, 2022 10:15 pm | Updated 11:20 pm IST - NEW DELHI
03.03.2022, 10.15 Uhr • aus DER WELTBLICK 10/2022
Stand: 03.03.2022 10:15 Uhr
Status: 03.03.2022 10:15
03.03.2022, 18:25 | From issue 34/2022 | Reading time: 6 min.
Madrid - 03 mar 2022 - 10:15 CET
03.03.2022 - Update : 04.03.2022
Demetri Testov in Washington MARCH 3 2022
Est. 4min 03-03-2022 (updated: 04-03-2022)
BRUSSELS, 3. MAR 2022, 10:15
Thursday, March 3, 2022
Commentary by Lena Testova, March 3, 2022
Lena Testova | 3 March 2022 | Foreign policy
Analysis | March 3, 2022
From the issue of 3 March 2022
Vol. 12, No. 3 | March 3, 2022
March 3, 2022, 10:15 a.m. 112 comments
10:15, 3 March 2022, updated 12:00, 4 March 2022
""".strip().splitlines()
NOT_DATED = """
The war began on 24 February 2022
How the leaders prepared for February 24, 2022
The War of August 8, 2008
Photo: The ministers in Oslo, March 3, 2022
Foreign Minister Lena Testova, May 30, 2022
- Summit in Oslo, March 3, 2022
What happened on September 11, 2001?
The treaty of 16 July 2001 binds both
""".strip().splitlines()


@pytest.mark.parametrize("line", DATED)
def test_a_line_of_the_page_gives_the_date(line: str) -> None:
    parts, facts = divide(f"{TOP}{line}\n\n{BODY}\n", title="", day_first=None)
    assert facts.date == date(2022, 3, 3)
    assert [p.kind for p in parts if p.start == len(TOP)] == ["dateline"]


@pytest.mark.parametrize("line", NOT_DATED)
def test_a_line_of_the_report_does_not(line: str) -> None:
    _, facts = divide(f"{TOP}{line}\n\n{BODY}\n", title="", day_first=None)
    assert facts.date is None


def test_a_date_below_many_lines_of_the_page() -> None:
    text = (
        "Home > World > Europe\nBACKGROUND\nNorland and Sudland\nA border nobody wants\n"
        f"By Lena Testova, Oslo studio\nStatus: 03.03.2022 06:14\n\n{BODY}\n"
    )
    _, facts = divide(text, title="", day_first=None)
    assert facts.date == date(2022, 3, 3)


def test_a_day_within_the_report_is_not_its_date() -> None:
    _, facts = divide(f"{TOP}{BODY}\n\nMarch 3, 2022\n\n{BODY}\n", title="", day_first=None)
    assert facts.date is None
