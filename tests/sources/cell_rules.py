"""What a row of each real file says, read a second time and without the readers.

A rule takes one record as text (column -> cell) and the name of a variable and says what the store
must hold: ends, first day, day after the last, value. Codes, scales and directions are written here
anew from the publishers' own descriptions.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from tests.sources.cell_names import by_code, rows

from multipole.actors import Actors, load_actors
from multipole.core.errors import MultipoleError

Row = Mapping[str, str]
DAY: Final = timedelta(days=1)
ACTORS: Final[Actors] = load_actors()


@dataclass(frozen=True)
class Said:
    """What the row says; a ``value`` of None is missing.

    An end of None is not told by a code: by its name, in a test of its own. ``codes``: the ends
    have these COW codes in the time of the observation, which lies ``within`` the row's.
    """

    subject: str | None
    object: str | None
    start: date
    end: date
    value: float | None
    column: str
    known_on: date | None = None
    directed: bool = True
    within: bool = False
    codes: tuple[str, ...] = ()


Rule = Callable[[str, Row, str], Said]


def number(text: str, *missing: str) -> float | None:
    """A cell as a number; None where it is empty or one of the publisher's missing codes."""
    return None if text.strip() in ("", *missing) else float(text)


def year(text: str) -> tuple[date, date]:
    n = int(float(text))
    return date(n, 1, 1), date(n + 1, 1, 1)


#: Codes that a file uses for a time in which the state did not have them yet.
_EARLY: Final = {"679": "YEM", "210": "NLD", "750": "IND", "840": "PHL", "950": "FJI", "678": "YEM",
                 "369": "UKR", "370": "BLR"}  # fmt: skip


@cache
def cow(code: str, span: tuple[date, date]) -> str:
    """Who had the code on the last day of the span, or on the last one before that."""
    plain = re.sub(r"\.0$", "", code.strip())
    start, end = span
    day = end - DAY
    while day > start:
        with suppress(MultipoleError):
            return ACTORS.by_code("cow", plain, on=day).id
        day = max(start, day.replace(day=1) - DAY)
    with suppress(MultipoleError):
        return ACTORS.by_code("cow", plain, on=start).id
    return _EARLY.get(plain, f"no {plain}")


def nmc(variable: str, row: Row, column: str) -> Said:
    columns = {"cinc": "cinc"} | {f"nmc_{c}": c for c in (
        "milex", "milper", "irst", "pec", "tpop", "upop")}  # fmt: skip
    span, name = year(row["year"]), columns[variable]
    return Said(cow(row["ccode"], span), "", *span, number(row[name], "-9", "-9.0"), name)


def mids(variable: str, row: Row, column: str) -> Said:
    """ccode1 is the state whose acts and deaths are given."""
    name = {"dispute": "dispongoing", "dispute_onset": "disponset",
            "dispute_hostility": "hostlev1", "dispute_fatality": "fatality1"}[variable]  # fmt: skip
    span = year(row["year"])
    ends = cow(row["ccode1"], span), cow(row["ccode2"], span)
    return Said(*ends, *span, number(row[name], "-9.0", "-9"), name)


def spell(variable: str, row: Row, column: str) -> Said:
    """A code that passed on gives several spells."""
    first, last = (
        date(*(int(float(row[f"{end}{part}"])) for part in ("year", "month", "day")))
        for end in ("st", "end")
    )
    return Said(None, "", first, last + DAY, 1, "ccode", within=True, codes=(row["ccode"],))


def rivalry(variable: str, row: Row, column: str) -> Said:
    kind = variable.removeprefix("rivalry").removeprefix("_")
    name = kind or "tssr_id"
    assert not kind or float(row[kind]) == 1
    span = year(row["start"])[0], year(row["end"])[1]
    misprints = {"19": {"305.0": "300"}, "158": {"679.0": "680"}}  # Austria, South Yemen
    mend = misprints.get(row["tssr_id"].removesuffix(".0"), {})
    codes = tuple(mend.get(row[c], row[c]) for c in ("ccode1", "ccode2"))
    return Said(None, None, *span, 1, name, directed=False, within=True, codes=codes)


def wdi(variable: str, row: Row, column: str) -> Said:
    """The column is the year; of GDP per head in current dollars, as the row itself says."""
    assert row["Indicator Code"] == "NY.GDP.PCAP.CD"
    assert variable == "gdp_per_capita_usd"
    return Said(row["Country Code"], "", *year(column), number(row[column]), column)


def milex(variable: str, row: Row, column: str) -> Said:
    name = {"milex_usd_2019": "military_expenditure",
            "milex_share_gdp_percent": "military_expenditure_share_gdp",
            "milex_per_capita_usd": "military_expenditure_per_capita"}[variable]  # fmt: skip
    return Said(None, "", *year(row["Year"]), number(row[name]), name)


def register(variable: str, row: Row, column: str) -> Said:
    printed = row["Year(s) of delivery"] or row["Year of order"]
    first, *_, last = [int(y) for y in printed.split("; ")] * 2
    name = "SIPRI TIV of delivered weapons"
    return Said(None, None, date(first, 1, 1), date(last + 1, 1, 1), number(row[name]), name)


def tiv(variable: str, row: Row, column: str) -> Said:
    """Whoever delivers is the subject."""
    return Said(None, None, *year(row["year"]), number(row["value"]), "value")


PLEDGES: Final = {"defense": "defense", "offense": "offense", "neutrality": "neutral",
                  "nonaggression": "nonagg", "consultation": "consul"}  # fmt: skip
SANCTIONS: Final = ("trade", "arms", "military", "financial", "travel", "other")


def atop(variable: str, row: Row, column: str) -> Said:
    name = f"atop_{PLEDGES[variable.removeprefix('atop_')]}"
    span = year(row["year"])
    return Said(cow(row["ccode1"], span), cow(row["ccode2"], span), *span, number(row[name]), name)


def atop_member(variable: str, row: Row, column: str) -> Said:
    """Month and day 0 are not known; an exit in year 0 has not happened by the end of 2016."""
    y, m, d = (int(row[c] or 0) for c in ("yrent", "moent", "dayent"))
    start = date(y, m, d or 1)
    y, m, d = (int(row[c] or 0) for c in ("yrexit", "moexit", "dayexit"))
    end = date(2017, 1, 1)
    if y:
        end = date(y, m, d or calendar.monthrange(y, m)[1]) + DAY
    return Said(cow(row["member"], (start, end)), "", start, end, 1, "member")


def cow_trade(variable: str, row: Row, column: str) -> Said:
    """flow1: imports of ccode1 from ccode2; the importer is the subject."""
    span = year(row["year"])
    one, two = cow(row["ccode1"], span), cow(row["ccode2"], span)
    ends = {"flow1": (one, two), "flow2": (two, one)}[column]
    return Said(*ends, *span, number(row[column], "-9.0", "-9", "nan"), column)


def igos(variable: str, row: Row, column: str) -> Said:
    span = year(row["year"])
    ends = cow(row["ccode1"], span), cow(row["ccode2"], span)
    return Said(*ends, *span, number(row["dyadigos"], "-9.0"), "dyadigos", directed=False)


def fbic(variable: str, row: Row, column: str) -> Said:
    """The sender stands in the column's name, the receiver in the row."""
    stem = {"fbic": "fbic", "fbic_bandwidth_economic": "econb", "fbic_bandwidth_political": "polb",
            "fbic_bandwidth_security": "secb", "fbic_dependence_economic": "econd",
            "fbic_dependence_security": "secd"}[variable]  # fmt: skip
    sender = column.rsplit("_", 1)[1]
    name = f"{stem}_{sender}"
    return Said(sender.upper(), row["iso3"], *year(row["year"]), number(row[name]), name)


def energy(variable: str, row: Row, column: str) -> Said:
    """The importing country reports; the partner is Russia throughout."""
    start = date.fromisoformat(row["date"])
    end = (start + timedelta(days=31)).replace(day=1)
    assert variable == f"energy_imports_{row['unit']}"
    assert row["partner"] == "Russia"
    return Said(None, "RUS", start, end, number(row["value"], "NA"), "value")


def gsdb(variable: str, row: Row, column: str) -> Said:
    kind = variable.removeprefix("sanction").removeprefix("_")
    value = float(row[kind]) if kind else 1
    span = year(row["begin"])[0], year(row["end"])[1]
    return Said(None, None, *span, value, kind or "sanctioning_state")


def visit_in(variable: str, row: Row, column: str) -> Said:
    first, last = (date.fromisoformat(row[c]) for c in ("start-date", "end-date"))
    return Said(None, "USA", first, last + DAY, 1, "from", known_on=last)


def travel(variable: str, row: Row, column: str) -> Said:
    first, last = (date.fromisoformat(row[c]) for c in ("start-date", "end-date"))
    assert variable == f"us_{row['@role']}_visit"
    return Said("USA", None, first, last + DAY, 1, "country", known_on=last)


def engagement(variable: str, row: Row, column: str) -> Said:
    month, day, short = (int(part) for part in row["date"].split("/"))
    on = date(2000 + short, month, day)
    assert str(on.year) == row["year"]
    words = " ".join(row["text"].split())
    met = variable == "china_leader_meeting"
    assert ("and met with the following" if met else "travelled to") in words
    return Said("CHN", None, on, on + DAY, 1, "text", known_on=on, directed=not met)


def _voted_on(printed: str, session: int) -> tuple[date, date]:
    """Up to session 57 what stands for the day is a number from 1 to 7: the month holds."""
    day = date.fromisoformat(printed[:10])
    if session <= 57 and day.day <= 7:
        first = day.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1)
    return day, day + DAY


def long_vote(variable: str, row: Row, column: str) -> Said:
    """1 yes, 2 abstain, 3 no. China's seat was Taipei's to 25 October 1971."""
    start, end = _voted_on(row["date"], int(float(row["resid"])) // 1000)
    who = cow(row["ccode"], (start, end))
    if who == "CHN" and end <= date(1971, 10, 26):
        who = "TWN"  # one vote of 1947 carries the code of the other China
    return Said(who, "", start, end, float(row["vote"]), "vote", known_on=end - DAY)


@cache
def _calls() -> dict[str, Row]:
    return {str(int(float(r["rcid"]))): r for r in rows("votes/unvotes_un_roll_calls.csv")}


def short_vote(variable: str, row: Row, column: str) -> Said:
    """Votes in words; the day stands in the table of roll calls."""
    call = _calls()[str(int(float(row["rcid"])))]
    start, end = _voted_on(call["date"], int(float(call["session"])))
    value = {"yes": 1.0, "abstain": 2.0, "no": 3.0}[row["vote"]]
    code, gone = row["country_code"], {"CS": "CSK", "DD": "DDR", "YD": "YMD"}
    states = by_code("ISO3166-1-Alpha-2").get(code) or {gone.get(code, "")}
    who = next(iter(states)) if len(states) == 1 else ""
    return Said(who or None, "", start, end, value, "vote", known_on=end - DAY)


def library_vote(variable: str, row: Row, column: str) -> Said:
    value = {"Y": 1.0, "A": 2.0, "N": 3.0, "X": 8.0}[row[column]]
    body = {"General Assembly": "unga_adopted_vote", "Security Council": "unsc_vote"}
    assert body[row["Council"]] == variable
    printed = row["Date"]
    span = year(printed) if len(printed) == 4 else (
        date.fromisoformat(printed), date.fromisoformat(printed) + DAY)  # fmt: skip
    return Said(None, "", *span, value, column, known_on=span[1] - DAY)


def estimate(variable: str, row: Row, column: str) -> Said:
    """The session's time is told elsewhere; here only whose and how much."""
    quantiles = {"q0": "QO%", "q05": "Q5%", "q10": "Q10%", "q50": "Q50%", "q90": "Q90%",
                 "q95": "Q95%", "q100": "Q100%"}  # fmt: skip
    suffix = "Important" if "important" in variable else "All" if "NVotesAll" in row else ""
    stem = variable.replace("_important", "")
    if stem == "votes_n":
        name = f"NVotes{suffix}"
    elif stem == "ideal_point":
        name = f"IdealPoint{suffix}"
    else:
        name = f"{quantiles[stem.removeprefix('ideal_point_')]}{suffix}"
    return Said(_estimated(row), "", *session(row["session"]), number(row[name], "NA"), name)


def _estimated(row: Row) -> str | None:
    """The column of ISO3 codes is right but for the Yemens and Yugoslavia's heirs."""
    return None if row["iso3c"] in ("YAR", "YUG") else row["iso3c"]


def session(printed: str) -> tuple[date, date]:
    return opening(int(printed)), opening(int(printed) + 1)


def agreement(variable: str, row: Row, column: str) -> Said:
    other = {"USAgree": "USA", "RUSSAgree": "RUS", "BrazilAgree": "BRA", "ChinaAgree": "CHN",
             "IndiaAgree": "IND", "IsraelAgree": "ISR"}[column]  # fmt: skip
    value = number(row[column], "NA")
    return Said(_estimated(row), other, *session(row["session"]), value, column, directed=False)


def textbook(variable: str, row: Row, column: str) -> Said:
    span = session(str(int(row["Year"]) - 1945))
    if variable == "ideal_point_to_2012":
        return Said(None, "", *span, number(row["idealpoint"], "NA"), "idealpoint")
    other = {"PctAgreeUS": "USA", "PctAgreeRUSSIA": "RUS"}[column]
    return Said(None, other, *span, number(row[column], "NA"), column, directed=False)


#: Opening days of regular sessions, as the UN lists them, for a few of each kind of rule.
_OPENED: Final = {
    1: "1946-01-10", 2: "1947-09-16", 6: "1951-11-06", 7: "1952-10-14", 11: "1956-11-12",
    12: "1957-09-17", 19: "1964-12-01", 20: "1965-09-21", 26: "1971-09-21", 45: "1990-09-18",
    46: "1991-09-17", 57: "2002-09-10", 58: "2003-09-16", 60: "2005-09-13", 65: "2010-09-14",
    70: "2015-09-15", 74: "2019-09-17", 75: "2020-09-15", 76: "2021-09-14", 77: "2022-09-13",
    78: "2023-09-05",
}  # fmt: skip


def opening(session: int) -> date:
    """The day if it is listed here, else the first of the year: then only the year is compared."""
    listed = _OPENED.get(session)
    return date.fromisoformat(listed) if listed else date(1945 + session, 1, 1)


MEMBERS: Final = {"USSR": "RUS", "Russia": "RUS", "USA": "USA", "UK": "GBR", "France": "FRA",
                   "China": "CHN"}  # fmt: skip


def veto(variable: str, row: Row, column: str) -> Said:
    month, day, y = (int(part) for part in row["date"].split("/"))
    on = date(y, month, day)
    assert (str(on.year), str(on.month)) == (row["year"], row["month"])
    who = MEMBERS[row[column]]
    if who == "CHN" and on <= date(1971, 10, 25):
        who = "TWN"
    other = None if variable == "joint_veto" else ""
    subject = None if variable == "joint_veto" else who
    return Said(subject, other, on, on + DAY, 1, column, known_on=on, directed=False)


def seat(variable: str, row: Row, column: str) -> Said:
    span = date(int(row["start_year"]), 1, 1), date(int(row["end_year"]) + 1, 1, 1)
    return Said(None, "", *span, 1, "seat", known_on=span[0])


def coincidence(variable: str, row: Row, column: str) -> Said:
    """The year stands in the file's name, which the test adds as ``year``."""
    name = {"us_coincidence": "COINCIDENCE", "us_votes_same": "SAME",
            "us_votes_opposite": "OPPOSITE" if "OPPOSITE" in row else "OPPOSE",
            "us_votes_partial": "PARTIAL", "us_votes_abstain": "ABSTAIN",
            "us_votes_absent": "ABSENT"}[variable]  # fmt: skip
    counts = [int(row[c]) for c in ("SAME", "OPPOSITE", "OPPOSE", "PARTIAL", "ABSTAIN") if c in row]
    value = number(row[name], "No Votes")
    if name == "COINCIDENCE" and not sum(counts):
        value = None  # no vote cast: the 0 or 1 printed is no share
    return Said(None, "USA", *year(row["year"]), value, name, directed=False)


def icews_dyad(variable: str, row: Row, column: str) -> Said:
    name = {"icews_verbal_cooperation": "verbCoop", "icews_material_cooperation": "matlCoop",
            "icews_verbal_conflict": "verbConf", "icews_material_conflict": "matlConf"}[
        variable]  # fmt: skip
    return Said(row["i_iso3c"], row["j_iso3c"], *year(row["year"]), number(row[name]), name)
