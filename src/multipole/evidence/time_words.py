"""Single time expressions: the pattern of each and the period it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from multipole.core.errors import BadPeriod
from multipole.core.periods import ONE_DAY, Period
from multipole.evidence.numerals import ORDINALS, SMALL, read_number

_MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAY_NAMES: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS: Final = {name[:3]: i for i, name in enumerate(_MONTH_NAMES, 1)}
_LAST_YEAR: Final = 2100

_MON = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_FULL = rf"(?:{'|'.join(_MONTH_NAMES)}|Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
_SMALL = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in sorted(SMALL, key=len, reverse=True))
_COUNT = (
    rf"(?:[0-9]{{1,3}}|(?:{_SMALL})(?:-(?:{'|'.join(SMALL)}))?|[Aa]n?|[Aa]\ few|[Ss]everal|[Ss]ome|"
    r"[Mm]any)"
)
_UNIT = r"(?:day|week|month|year|decade|centur(?:y|ie))"
_AND = r"\s?(?:-|–|—|,\ |\ and\ |\ or\ |\ to\ )\s?"
_COUNTED = (
    r"\s+(?:people|persons|troops|soldiers|officials|men|women|civilians|children|km|kilomet|miles|"
    r"tons|tonnes|barrels|dollars|euros|yuan|rubles|roubles|jobs|cases|tanks|missiles|warheads|"
    r"homes|villages|refugees|students|workers|police|officers|percent|per\ cent|%|metres|meters|"
    r"members|delegates|companies|million|billion|hours|words|pages|MW|GW|days|weeks|years)"
)
_YEAR = rf"(?:1[0-9]{{3}}|20[0-9]{{2}}|2100)(?![0-9]|{_COUNTED})"
_NUMBERED = (
    r"(?:Articles?|[Rr]esolutions?|No\.|[Pp]aragraphs?|[Pp]ages?|pp?\.|[Cc]hapter|[Ss]ection|Boeing|"
    r"Airbus|[Ff]light|Room|Unit|UNSCR?|Directive|Regulation)\s+[0-9][0-9/.-]*"
)

Reader = Callable[["re.Match[str]", date | None, bool], Period | None]


def _month_of(name: str) -> int:
    return _MONTHS[name[:3]]


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _nearest(on: date, month: int, day: int, future: bool) -> Period | None:
    """The month or day without a year that a text of ``on`` means."""
    reach = 8 if (month, day) == (2, 29) else 1
    years = range(on.year - reach, on.year + reach + 1)
    options = [p for y in years if (p := _month_or_day(y, month, day))]
    past = [p for p in options if p.start <= on]
    ahead = [p for p in options if p.last >= on]
    soon = ahead and ahead[0].start <= on + timedelta(days=31) if day else False
    chosen = ahead[:1] if (future or soon) else past[-1:]
    return chosen[0] if chosen else None


def _month_or_day(year: int, month: int, day: int) -> Period | None:
    try:
        return Period.day(date(year, month, day)) if day else Period.month(year, month)
    except (BadPeriod, ValueError):
        return None


def _read_iso(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.day(date.fromisoformat(match.group()[:10]))


def _read_slashes(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if match["sep"] != match["end"]:
        return None
    left, right, year = (int(g) for g in match.group("l", "r", "y"))
    if match["sep"] == ".":
        return _month_or_day(year, right, left)
    readings = {_month_or_day(year, left, right), _month_or_day(year, right, left)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _read_day(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    month, day = _month_of(match["m"]), _number(match["d"])
    last = _number(match["e"]) if match["e"] else day
    if match["y"]:
        first = _month_or_day(int(match["y"]), month, day)
    else:
        first = _nearest(on, month, day, future) if on else None
    if first is None or last == day:
        return first
    return Period(first.start, first.start.replace(day=last) + ONE_DAY)


def _read_month_year(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.month(int(match["y"]), _month_of(match["m"]))


def _read_month(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    month, word = _month_of(match["m"]), (match["w"] or "").lower()
    if word in ("next", "last", "past") and month == on.month:
        return Period.month(on.year + (1 if word == "next" else -1), month)
    return _nearest(on, month, 0, word == "next" or (future and not word))


def _read_year(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.year(int(match["y"]))


def _read_years(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    first, tail = int(match["y"]), match["z"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if match["sep"] == "-" and len(tail) == 2 and 1 <= int(tail) <= 12:
        return None if last > first else Period.month(first, int(tail))
    if not first < last <= min(first + 200, _LAST_YEAR):
        return None
    return Period(Period.year(first).start, Period.year(last).end)


def _read_decade(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    first = int(match["y"])
    last = first + (99 if first % 100 == 0 and first < 2000 else 9)
    return Period(Period.year(first).start, Period.year(last).end)


def _read_century(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    name = match["n"].lower()
    ordinal = ORDINALS[name] if name in ORDINALS else _number(name)
    if not 10 < ordinal <= 21:
        return None
    return Period(Period.year(100 * ordinal - 99).start, Period.year(100 * ordinal).end)


def _read_part(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.quarter(int(match["y"]), int(match["q"]))


def _read_season(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return _season(int(match["y"]), _SEASONS[match["s"].lower()])


def _season(year: int, month: int) -> Period:
    last = Period.month(year, month + 2) if month < 12 else Period.month(year + 1, 2)
    return Period(date(year, month, 1), last.end)


def _read_ago(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    count = _count(match["n"])
    if on is None or count is None or match["q"]:
        return None
    return _holding(_back(on, count, match["u"]), match["u"])


def _count(words: str) -> int | None:
    if words.lower() in ("a", "an"):
        return 1
    value = read_number(words)
    return int(value) if value is not None else None


def _back(on: date, count: int, unit: str) -> date:
    """``on`` moved ``count`` units into the past (the future for a negative count)."""
    if unit[:3] in ("day", "wee"):
        return on - timedelta(days=count * (7 if unit[0] == "w" else 1))
    months = {"mon": 1, "qua": 3, "yea": 12, "dec": 120, "cen": 1200}[unit[:3]]
    index = on.year * 12 + on.month - 1 - count * months
    moved = Period.month(index // 12, index % 12 + 1)
    return min(
        moved.last, moved.start.replace(day=min(on.day, 28)) + timedelta(max(on.day - 28, 0))
    )


def _holding(day: date, unit: str) -> Period:
    match unit[:3]:
        case "day":
            return Period.day(day)
        case "wee":
            return Period.week(day)
        case "mon":
            return Period.month(day.year, day.month)
        case "qua":
            return Period.quarter(day.year, (day.month + 2) // 3)
        case "yea":
            return Period.year(day.year)
    span = 10 if unit[0] == "d" else 100
    first = day.year - day.year % 10 if span == 10 else (day.year - 1) // 100 * 100 + 1
    return Period(Period.year(first).start, Period.year(first + span - 1).end)


_STEPS: Final = {"last": 1, "this": 0, "the current": 0, "the": 0, "next": -1}


def _read_unit(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    step, unit = _STEPS[match["w"].lower()], match["u"]
    if unit == "weekend":
        week = Period.week(on - timedelta(days=7 * step))
        return Period(week.end - timedelta(days=2), week.end)
    if unit in _SEASONS:
        return _season_near(on, step, _SEASONS[unit])
    return _holding(_back(on, step, unit), unit)


def _season_near(on: date, step: int, month: int) -> Period:
    seasons = [_season(on.year + shift, month) for shift in (-2, -1, 0, 1, 2)]
    if step == 1:
        return [s for s in seasons if s.end <= on][-1]
    if step == -1:
        return next(s for s in seasons if s.start > on)
    return next((s for s in seasons if s.contains(on)), seasons[2])


def _read_so_far(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    whole = _holding(on, match["u"])
    if match["w"].lower() == "earlier":
        return Period(whole.start, on + ONE_DAY)
    return Period(on, whole.end)


def _read_span(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    count = _count(match["n"]) if match["n"] else 1
    if on is None or not count or not (match["n"] or match.group()[-1] != "s"):
        return None
    if match["w"] in ("next", "coming"):
        return Period(on, _back(on, -count, match["u"]))
    return Period(_back(on, count, match["u"]), on + ONE_DAY)


_DAYS: Final = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2, "this morning": 0,
    "this afternoon": 0, "this evening": 0,
}  # fmt: skip


def _read_word(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.day(on + timedelta(days=_DAYS[match.group().lower()])) if on else None


def _read_weekday(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    since = (on.weekday() - _WEEKDAY_NAMES.index(match["d"])) % 7
    match (match["w"] or "").lower():
        case "last" | "past":
            return Period.day(on - timedelta(days=since or 7))
        case "next":
            return Period.day(on + timedelta(days=7 - since))
        case "this":
            return Period.day(Period.week(on).start + timedelta(_WEEKDAY_NAMES.index(match["d"])))
    return Period.day(on + timedelta(days=(7 - since) % 7 if future else -since))


def _read_attacks(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.day(date(2001, 9, 11))


def _read_nothing(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """``bare`` expressions lack their year; ``weak`` ones need words around them to be a time."""

    name: str
    pattern: str
    read: Reader
    bare: bool = False
    weak: bool = False


def _any_case(words: Iterable[str]) -> str:
    return "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in words)


RULES: Final[tuple[Rule, ...]] = (
    Rule("iso", r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])", _read_iso),
    Rule(
        "slashes",
        r"(?P<l>[0-9]{1,2})(?P<sep>[/.])(?P<r>[0-9]{1,2})(?P<end>[/.])(?P<y>[12][0-9]{3})(?![0-9])",
        _read_slashes,
    ),
    Rule(
        "attacks",
        r"(?:9/11(?![0-9/])|September\ 11(?:th)?(?=\s+(?:terror|attack)))",
        _read_attacks,
    ),
    Rule("number", _NUMBERED, _read_nothing),
    Rule(
        "day_month",
        rf"(?P<d>{_DAY})(?:{_AND}(?P<e>{_DAY}))?[\s-](?:of\s+)?(?P<m>{_MON})\b"
        rf"(?:,?[\s-]\s*(?P<y>{_YEAR}))?",
        _read_day,
        bare=True,
    ),
    Rule(
        "month_day",
        rf"(?P<m>{_MON})\s+(?P<d>{_DAY})(?!,[0-9]{{3}}(?![0-9])|\s*%|\ per)"
        rf"(?:{_AND}(?P<e>{_DAY})(?!{_COUNTED}))?(?:(?:,\s*|\s+)(?P<y>{_YEAR}))?",
        _read_day,
        bare=True,
    ),
    Rule("month_year", rf"(?P<m>{_MON}),?(?:\s+of)?[\s-]\s*(?P<y>{_YEAR})", _read_month_year),
    Rule("decade", r"(?P<y>(?:1[0-9]|20)[0-9]0)['’]?s\b", _read_decade),
    Rule(
        "years",
        r"(?P<y>(?:1[0-9]|20)[0-9]{2})(?P<sep>[-–/])(?P<z>(?:1[0-9]|20)?[0-9]{2})(?![0-9-])",
        _read_years,
    ),
    Rule("season", rf"(?P<s>{_any_case(_SEASONS)})(?:\s+of|,)?\s+(?P<y>{_YEAR})", _read_season),
    Rule("century", rf"(?P<n>[0-9]{{1,2}}(?:st|nd|rd|th)|{_any_case(reversed(ORDINALS))})"
         r"[\s-][Cc]entury(?!\s+B)", _read_century),
    Rule("part", rf"Q(?P<q>[1-4])\s+(?P<y>{_YEAR})", _read_part),
    Rule(
        "year",
        rf"(?P<y>{_YEAR})(?!,[0-9]{{3}}|\.[0-9]|(?!['’]s\b)['’]?[A-Za-z%°])",
        _read_year,
        weak=True,
    ),
    Rule(
        "ago",
        r"(?:(?P<q>[Mm]ore\ than|[Oo]ver|[Aa]t\ least|[Ll]ess\ than)\s+)?"
        rf"(?<!half\ )(?P<n>{_COUNT})\s+(?P<u>{_UNIT})s?\s+ago\b",
        _read_ago,
    ),
    Rule(
        "span",
        rf"(?:(?<=the\ )|(?<=these\ ))(?P<w>[Pp]ast|last)\s+(?P<n>{_COUNT})\s+(?P<u>{_UNIT})s?\b",
        _read_span,
    ),
    Rule(
        "span_ahead",
        r"(?<=the\ )(?<!for\ the\ )(?P<w>next|coming)\s+"
        rf"(?:(?P<n>{_COUNT})\s+)?(?P<u>{_UNIT})s?\b",
        _read_span,
    ),
    Rule("past", rf"(?<=the\ )(?P<w>past)\s+(?P<n>)(?P<u>{_UNIT})\b", _read_span),
    Rule(
        "so_far",
        r"(?P<w>[Ee]arlier|[Ll]ater)\s+this\s+(?P<u>year|month|week|decade|century)\b",
        _read_so_far,
    ),
    Rule(
        "unit",
        r"(?P<w>[Ll]ast|[Tt]his|[Tt]he\ current|(?<!the\ )[Nn]ext|(?<=end\ of\ )the)\s+"
        r"(?P<u>year|month|weekend|week|quarter|decade|century|spring|summer|autumn|fall|winter)\b",
        _read_unit,
    ),
    Rule("word", rf"(?:{_any_case(_DAYS)})\b", _read_word),
    Rule(
        "weekday",
        rf"(?:(?P<w>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s+)?(?P<d>{'|'.join(_WEEKDAY_NAMES)})\b"
        r"(?<!Good\ Friday)(?<!Black\ Friday)(?<!Bloody\ Sunday)"
        r"(?!\s+(?:Times|Telegraph|Mirror|Express|Mail|Post))",
        _read_weekday,
    ),
    Rule(
        "month",
        rf"(?:(?P<w>[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast)\s+)?(?P<m>{_FULL})(?![\w-])",
        _read_month,
        bare=True,
        weak=True,
    ),
)  # fmt: skip
