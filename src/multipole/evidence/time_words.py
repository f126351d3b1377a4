"""Single time expressions: the period that each names (`multipole.evidence.time_rules`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from multipole.core.errors import BadPeriod
from multipole.core.numerals import ORDINALS, read_number
from multipole.core.periods import ONE_DAY, Period

MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAY_NAMES: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTHS: Final = {name[:3]: i for i, name in enumerate(MONTH_NAMES, 1)}
_LAST_YEAR: Final = 2100

Reader = Callable[["re.Match[str]", date | None, bool], Period | None]
Follower = Callable[["re.Match[str]", Period], Period | None]


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


def read_iso(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.day(date.fromisoformat(match.group()[:10]))


def read_slashes(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if match["sep"] != match["end"]:
        return None
    left, right, year = (int(g) for g in match.group("l", "r", "y"))
    if match["sep"] == ".":
        return _month_or_day(year, right, left)
    readings = {_month_or_day(year, left, right), _month_or_day(year, right, left)} - {None}
    return readings.pop() if len(readings) == 1 else None


def read_day(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    month, day = _month_of(match["m"]), _number(match["d"])
    last = _number(match["e"]) if match["e"] else day
    if match["y"]:
        first = _month_or_day(int(match["y"]), month, day)
    else:
        first = _nearest(on, month, day, future) if on else None
    if first is None or last == day:
        return first
    return Period(first.start, first.start.replace(day=last) + ONE_DAY)


def read_month_year(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.month(int(match["y"]), _month_of(match["m"]))


def read_month(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    month, word = _month_of(match["m"]), (match["w"] or "").lower()
    if word in ("next", "last", "past") and month == on.month:
        return Period.month(on.year + (1 if word == "next" else -1), month)
    return _nearest(on, month, 0, word == "next" or (future and not word))


def read_year(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.year(int(match["y"]))


def read_years(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    first, tail = int(match["y"]), match["z"]
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if match["sep"] == "-" and len(tail) == 2 and 1 <= int(tail) <= 12:
        return None if last > first else Period.month(first, int(tail))
    if not first < last <= min(first + 200, _LAST_YEAR):
        return None
    return Period(Period.year(first).start, Period.year(last).end)


def read_decade(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    first = int(match["y"])
    last = first + (99 if first % 100 == 0 and first < 2000 else 9)
    return Period(Period.year(first).start, Period.year(last).end)


def read_century(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    name = match["n"].lower()
    ordinal = ORDINALS[name] if name in ORDINALS else _number(name)
    if not 10 < ordinal <= 21:
        return None
    return Period(Period.year(100 * ordinal - 99).start, Period.year(100 * ordinal).end)


def read_part(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.quarter(int(match["y"]), int(match["q"]))


def read_season(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return _season(int(match["y"]), SEASONS[match["s"].lower()])


def read_bare_season(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    """ "in the spring": the latest that has begun, the coming one after "will"."""
    month = SEASONS[match["s"].lower()]
    if on is None:
        return None
    seasons = [_season(on.year + shift, month) for shift in (-1, 0, 1)]
    if future:
        return next(s for s in seasons if s.last >= on)
    return [s for s in seasons if s.start <= on][-1]


def _season(year: int, month: int) -> Period:
    last = Period.month(year, month + 2) if month < 12 else Period.month(year + 1, 2)
    return Period(date(year, month, 1), last.end)


def read_ago(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    count = _count(match["n"])
    if on is None or count is None or match["q"]:
        return None
    return _holding(_back(on, count, match["u"]), match["u"])


def _count(words: str) -> int | None:
    if words.lower() in ("a", "an"):
        return 1
    value = read_number(words)
    return int(value) if value is not None else None


_DAYS_OF: Final = {"day": 1, "wee": 7, "for": 14}


def _back(on: date, count: int, unit: str) -> date:
    """``on`` moved ``count`` units into the past (the future for a negative count)."""
    if unit[:3] in _DAYS_OF:
        return on - timedelta(days=count * _DAYS_OF[unit[:3]])
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
        case "wee" | "for":
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


def read_unit(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    step, unit = _STEPS[match["w"].lower()], match["u"]
    if unit == "weekend":
        week = Period.week(on - timedelta(days=7 * step))
        return Period(week.end - timedelta(days=2), week.end)
    if unit in SEASONS:
        return _season_near(on, step, SEASONS[unit])
    return _holding(_back(on, step, unit), unit)


def _season_near(on: date, step: int, month: int) -> Period:
    seasons = [_season(on.year + shift, month) for shift in (-2, -1, 0, 1, 2)]
    if step == 1:
        return [s for s in seasons if s.end <= on][-1]
    if step == -1:
        return next(s for s in seasons if s.start > on)
    return next((s for s in seasons if s.contains(on)), seasons[2])


def read_so_far(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    whole = _holding(on, match["u"])
    if match["w"].lower() == "earlier":
        return Period(whole.start, on + ONE_DAY)
    return Period(on, whole.end)


def read_span(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    count = _count(match["n"]) if match["n"] else 1
    if on is None or not count or not (match["n"] or match.group()[-1] != "s"):
        return None
    if match["w"] in ("next", "coming"):
        return Period(on, _back(on, -count, match["u"]))
    return Period(_back(on, count, match["u"]), on + ONE_DAY)


DAYS: Final = {
    "today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2, "this morning": 0,
    "this afternoon": 0, "this evening": 0,
}  # fmt: skip


_FEASTS: Final = {"Christmas Day": (12, 25), "Christmas Eve": (12, 24), "New Year's Day": (1, 1),
                  "New Year's Eve": (12, 31)}  # fmt: skip


def read_feast(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    month, day = _FEASTS[" ".join(match["f"].replace("’", "'").split())]
    if match["y"]:
        return _month_or_day(int(match["y"]), month, day)
    return _nearest(on, month, day, future) if on else None


def read_word(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.day(on + timedelta(days=DAYS[match.group().lower()])) if on else None


def read_weekday(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    since = (on.weekday() - WEEKDAY_NAMES.index(match["d"])) % 7
    match (match["w"] or "").lower():
        case "last" | "past":
            return Period.day(on - timedelta(days=since or 7))
        case "next":
            return Period.day(on + timedelta(days=7 - since))
        case "this":
            return Period.day(Period.week(on).start + timedelta(WEEKDAY_NAMES.index(match["d"])))
    return Period.day(on + timedelta(days=(7 - since) % 7 if future else -since))


def read_attacks(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return Period.day(date(2001, 9, 11))


def read_nothing(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    return None


def read_weekend(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    if on is None:
        return None
    day = on if future or on.weekday() > 4 else on - timedelta(days=7)
    week = Period.week(day)
    return Period(week.end - timedelta(days=2), week.end)


def read_for(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    """ "for three decades" up to the document's date."""
    count = _count(match["n"])
    if on is None or count is None or future:
        return None
    return Period(_back(on, count, match["u"]), on + ONE_DAY)


_FRACTIONS: Final = {("half", "century"): 50, ("quarter", "century"): 25, ("half", "decade"): 5}


def read_fraction(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    years = _FRACTIONS.get((match["f"].lower(), match["u"]))
    return Period.year(on.year - years) if on and years else None


def read_quarter(match: re.Match[str], on: date | None, future: bool) -> Period | None:
    """A quarter without its year: the latest that has begun, the coming one after "will"."""
    if on is None:
        return None
    quarter = ORDINALS[match["n"].lower()]
    found = Period.quarter(on.year, quarter)
    if future or found.start <= on:
        return found
    return Period.quarter(on.year - 1, quarter)


_UNIT_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366, "decade": 3653}
_SAME: Final = {"same": 0, "that": 0, "following": -1, "next": -1, "subsequent": -1,
                "previous": 1, "preceding": 1}  # fmt: skip


def follow_count(match: re.Match[str], reached: Period) -> Period | None:
    """ "two days later": counted from what the story has reached, if that is no longer."""
    count, unit = _count(match["n"]), match["u"]
    if count is None or unit not in _UNIT_DAYS or reached.days > _UNIT_DAYS[unit]:
        return None
    count = -count if match["w"] in ("later", "after", "afterwards") else count
    return _holding(_back(reached.start, count, unit), unit)


def follow_unit(match: re.Match[str], reached: Period) -> Period | None:
    """ "the following month", "that year", "the same day"."""
    unit = match["u"]
    if reached.days > _UNIT_DAYS[unit]:
        return None
    step = _SAME[match["w"].lower().split()[-1]]
    return _holding(_back(reached.start, step, unit), unit)


def follow_day(match: re.Match[str], reached: Period) -> Period | None:
    """ "the day before"."""
    step = 1 if match["w"] == "before" else -1
    return Period.day(reached.start - timedelta(days=step)) if reached.days == 1 else None
