"""Questions in words: read into a criterion where the words are sure, and written from one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from multipole.core.errors import BadPeriod, WrongUse
from multipole.core.periods import Period
from multipole.forecast.questions_criterion import (
    CLASSES,
    VETOES,
    Criterion,
    actions_of,
)


class Reading(NamedTuple):
    """What a question asks: its criterion with the ends as they were named, and its days."""

    criterion: Criterion
    opens: date
    closes: date


#: Verbs of two sides together, with what settles them. Each is matched whole.
TOGETHER: Final[tuple[tuple[str, str], ...]] = (
    (r"(?:hold|conduct|stage|carry out) (?:an?|another|new) joint (?:(?:military|naval|air) )?"
     r"(?:exercise|drill|patrol)s?", "COOPERATE military"),
    (r"(?:hold|conduct|stage|carry out) joint (?:(?:military|naval|air) )?"
     r"(?:exercises|drills|patrols)", "COOPERATE military"),
    (r"(?:meet|talk|hold talks|hold (?:a|another|new) (?:summit|meeting))", "CONSULT"),
    (r"(?:sign|conclude|reach) (?:an?|another|a new) (?:agreement|treaty|pact|deal)", "AGREE"),
    (r"(?:veto together|both veto a draft|both veto a draft resolution|cast a joint veto)", VETOES),
    (r"(?:clash|fight|exchange fire)", "ASSAULT"),
)  # fmt: skip
#: Verbs of one side towards another.
TOWARDS: Final[tuple[tuple[str, str], ...]] = (
    (r"(?:sanction|impose (?:new |more )?sanctions on)", "SANCTION"),
    (r"(?:attack|strike|bomb)", "ASSAULT"),
    (r"threaten", "THREATEN"),
    (r"(?:accuse|criticise|criticize|condemn|denounce)", "ACCUSE"),
    (r"(?:give|send|provide) military aid to", "AID military"),
    (r"(?:give|send|provide) economic aid to", "AID economic"),
    (r"(?:give|send|provide) aid to", "AID"),
    (r"(?:meet|meet with|hold talks with|talk to)", "CONSULT"),
    (r"protest against", "PROTEST"),
    (r"(?:show force against|mobilise against|mobilize against)", "MOBILIZE"),
)
_BODY: Final = r"(?:firm|company|bank|official|person|ship)"
_TIMES: Final = re.compile(r" at least (?P<n>\d{1,6}) times$| again$")
_ACTS: Final = r"at least (?P<n>\d{1,6}) acts? of (?P<what>[\w| ]+?)"
_COUNTED: Final = (
    re.compile(rf"there be {_ACTS} between (?P<a>.+?) and (?P<b>.+)", re.IGNORECASE),
    re.compile(rf"(?P<a>.+?) direct {_ACTS} (?:at|towards) (?P<b>.+)", re.IGNORECASE),
)
_DAY: Final = r"(?P<{0}>\d{{4}}(?:-\d\d?){{0,2}}|(?:\d\d? )?[A-Z][a-z]+ \d{{4}})"
_ENDS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf" (?:from|between) {_DAY.format('first')} (?:to|and) {_DAY.format('last')}$",
        rf" (?:by|until) (?:the end of )?{_DAY.format('last')}$",
        rf" before {_DAY.format('before')}$",
        rf" (?:in|on) {_DAY.format('whole')}$",
        r" (?:within|in the next) (?P<n>\d{1,4}) (?P<unit>day|week|month)s?$",
        r" this (?P<this>week|month|quarter|year)$",
    )
)
_MONTHS: Final = tuple(
    "January February March April May June July August September October November December".split()
)
_HOW: Final = (
    "Say what settles it: --criterion 'USA>CHN SANCTION >= 1' (multipole questions add --help), "
    "with --closes DATE."
)


def read_question(text: str, *, today: date) -> Reading:
    """The criterion and the days of a question in words, where every word of it is understood.

    ``today`` is the day that "within 30 days" and "this quarter" are counted from; days that are
    not given begin with it.

    >>> found = read_question("Will CHN and RUS hold a joint exercise by 2019-03-31?",
    ...                       today=date(2019, 1, 1))
    >>> print(found.criterion, found.opens, found.closes)
    CHN+RUS COOPERATE military >= 1 2019-01-01 2019-03-31

    Raises `WrongUse` for any other words, and `BadPeriod` for a day that there is not.
    """
    body = " ".join(text.split()).removesuffix("?")
    opens, closes, rest = _days(body, today)
    if not rest.lower().startswith("will "):
        raise _unsure(text)
    return Reading(_criterion(rest[5:], text), opens, closes)


def words_of(ask: Criterion, opens: date, closes: date, *, name: Callable[[str], str] = str) -> str:
    """A criterion as a question, as `read_question` reads it.

    >>> ask = Criterion("CHN", "USA", False, CLASSES["material_conflict"], None, 5)
    >>> words_of(ask, date(2018, 7, 1), date(2018, 7, 31))
    'Will CHN direct at least 5 acts of material conflict at USA from 2018-07-01 to 2018-07-31?'
    """
    a, b, times = name(ask.a), name(ask.b), f" from {opens} to {closes}?"
    if ask.kind == VETOES:
        often = f" at least {ask.least} times" if ask.least > 1 else ""
        return f"Will {a} and {b} veto together{often}{times}"
    what = " ".join(filter(None, (ask.domain, ask.what.replace("_", " "))))
    acts = f"at least {ask.least} act{'s' if ask.least > 1 else ''} of {what}"
    if what.endswith("act"):
        acts = acts.removesuffix(" of act") + " of any type"
    if ask.both:
        return f"Will there be {acts} between {a} and {b}{times}"
    return f"Will {a} direct {acts} at {b}{times}"


def _days(body: str, today: date) -> tuple[date, date, str]:
    """The first and the last day, and the words before them."""
    for pattern in _ENDS:
        found = pattern.search(body)
        if found:
            first, last = _span(found, today)
            return first, last, body[: found.start()]
    raise WrongUse(
        f"{body!r} does not say until when", remedy="End with: by 2019-03-31, or --closes DATE."
    )


def _span(found: re.Match[str], today: date) -> tuple[date, date]:
    given = {name: value for name, value in found.groupdict().items() if value}
    if "whole" in given:
        whole = _period(given["whole"])
        return whole.start, whole.last
    if "this" in given:
        return today, _this(given["this"], today)
    if "unit" in given:
        return today, _after(today, int(given["n"]), given["unit"])
    first = _period(given["first"]).start if "first" in given else today
    if "before" in given:
        return first, _period(given["before"]).start - timedelta(days=1)
    return first, _period(given["last"]).last


def _period(words: str) -> Period:
    """``2019-03-31``, ``31 March 2019``, ``March 2019`` or ``2019``."""
    *day, month, year = ["", *words.split()] if " " in words else ["", "", ""]
    if not month:
        return Period.parse(words)
    if month not in _MONTHS:
        raise BadPeriod(f"{words!r} is no date", remedy="Write 2019-03-31 or 31 March 2019.")
    number = _MONTHS.index(month) + 1
    return Period.parse("-".join([year, str(number), *(d for d in day if d)]))


def _this(unit: str, today: date) -> date:
    match unit:
        case "week":
            return Period.week(today).last
        case "month":
            return Period.month(today.year, today.month).last
        case "quarter":
            return Period.quarter(today.year, (today.month + 2) // 3).last
        case _:
            return Period.year(today.year).last


def _after(today: date, n: int, unit: str) -> date:
    """The last of ``n`` days, weeks or (calendar) months that begin with ``today``."""
    if unit != "month":
        return today + timedelta(days=n * (7 if unit == "week" else 1) - 1)
    year, month = divmod(today.year * 12 + today.month - 1 + n, 12)
    last = Period.month(year, month + 1).last
    return min(last, last.replace(day=min(last.day, today.day))) - timedelta(days=1)


def _criterion(body: str, text: str) -> Criterion:
    counted = _counted(body)
    if counted:
        return counted
    often = _TIMES.search(body)
    least = int(often["n"]) if often and often["n"] else 1
    body = body[: often.start()] if often else body
    for verb, what in TOGETHER:
        found = re.fullmatch(rf"(?P<a>.+?) and (?P<b>.+?) {verb}", body)
        if found:
            return _asked(found["a"], found["b"], what, least, both=True)
    for verb, what in TOWARDS:
        found = re.fullmatch(rf"(?P<a>.+?) {verb} (?P<b>.+)", body)
        if found and " and " not in body:
            return _asked(found["a"], _behind(found["b"]), what, least, both=False)
    raise _unsure(text)


def _counted(body: str) -> Criterion | None:
    """Of "at least 3 acts of verbal conflict between A and B", and of one towards another."""
    for pattern in _COUNTED:
        found = pattern.fullmatch(body)
        if found:
            *about, what = found["what"].replace("any type", "act").rsplit(" ", 1)
            words = " ".join([*about, what])
            named = next((c for c in CLASSES if words.endswith(c.replace("_", " "))), what)
            domain = words.removesuffix(named.replace("_", " ")).strip()
            both = pattern is _COUNTED[0]
            return _asked(found["a"], found["b"], f"{named} {domain}", int(found["n"]), both=both)
    return None


def _asked(a: str, b: str, what: str, least: int, *, both: bool) -> Criterion:
    if what == VETOES:
        return Criterion(a, b, True, (), None, least, kind="vetoes")
    kind, *domain = what.split()
    return Criterion(a, b, both, actions_of(kind), domain[0] if domain else None, least)


def _behind(name: str) -> str:
    """The state behind "a Chinese firm": Chinese."""
    found = re.fullmatch(rf"(?:an? )?(?P<whose>[A-Z].*) {_BODY}s?", name)
    return found["whose"] if found else name


def _unsure(text: str) -> WrongUse:
    return WrongUse(f"{text!r} cannot be read with certainty", remedy=_HOW)
