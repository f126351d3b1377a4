"""Time expressions of a sentence, resolved against the document's date with their granularity.

Conventions where English leaves a choice:

* "March" and "March 22" without a year are the latest not after the document's date; the coming
  one after "next", or when a future verb stands before them, or for a day at most 31 days ahead.
* "by 2024", "until 2024" and "by the end of 2024" run from the document's date to the end of what
  is named; when that has passed, it is what is named. "since 2014" runs up to the document's date,
  "after 2014" from 2015 on; "the largest drill since 2014" is no time of the drill.
* The beginning (early) and end (late) of a year are its first and last quarter, the middle is May
  to August; of a month days 1 to 10, 11 to 20 and 21 on; of anything longer its thirds.
* "two weeks ago" is the week, month or year that holds that day; winter 2013 ends in February 2014.
* "two days later" and "the same month" are reckoned from the time before them in the story, unless
  that is longer than what they count in; "a year later" is the calendar year.
* "for ten years" after "has" runs up to the document's date; a fiscal year is the calendar year.
* "before 2014", "several years ago" and "more than ten years ago" give no period.
* Times known by a name ("during the Cold War") are those of `multipole.evidence.eras`.
* The words taken include those that change the period ("since", "between", "the end of"), not a
  plain "in", "on" or "at".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Final

from multipole.core.errors import BadPeriod
from multipole.core.numerals import ORDINALS, read_number
from multipole.core.periods import ONE_DAY, Period
from multipole.evidence.eras import ERA_HINT
from multipole.evidence.time_rules import RULES

_TRIGGER: Final = re.compile(
    r"[0-9]|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.|day\b|ago\b|Eve\b|[Ss]pring|[Ss]ummer|"
    r"[Aa]utumn|\b[Ff]all\b|[Ww]inter|[Cc]entury|tomorrow|[Tt]onight|"
    r"(?:[Ll]ast|[Nn]ext|[Pp]ast|[Cc]oming|[Cc]urrent)\s|"
    r"\b(?:[Tt]his|of\ the)\s+(?:year|month|week|quarter|decade|century|spring|summer|autumn|fall|"
    r"winter|morning|afternoon|evening)|\b(?:later|earlier|weekend|FY|quarter)\b|"
    r"\b(?:[Tt]hat|same|following|previous|preceding|subsequent)\s+(?:same\s+)?"
    r"(?:day|week|month|year|decade)|\b(?:for|For)\s|" + ERA_HINT
)
_NAMES: Final = re.compile(r"\?P<[a-z]+>")
_ANY: Final = re.compile(
    r"(?<![\w$€£¥#])(?<![$€£¥] )(?<![0-9][.,:/-])(?:(?<![A-Za-z][-/])|(?<=[Mm]id-)|(?<=arly-)"
    r"|(?<=ate-))(?:"
    + "|".join(f"(?P<{r.name}>{_NAMES.sub('?:', r.pattern)})" for r in RULES)
    + ")"
)
_RULES: Final = {rule.name: (rule, re.compile(rule.pattern)) for rule in RULES}
_FUTURE: Final = re.compile(
    r"\b(?:will|would|shall|going to|plans?|planned|scheduled|expect(?:s|ed)?|intends?|upcoming|"
    r"coming|is set|are set)\b|[’']ll\b"
)
_PAST: Final = re.compile(r"\b(?:[a-z]{2,}ed|said|told|was|were|had|has|met|says?|made|held)\b")
_HAS: Final = re.compile(r"\b(?:has|have|had)\b|[’'](?:ve|s) been\b")
_NTH: Final = "first|second|third|fourth|last"
_BEFORE: Final = re.compile(
    r"(?:\b(?P<op>[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Pp]rior to)\s+)?"
    r"(?:(?:\bthe\s+)?\b(?P<part>end|close|beginning|start|middle|"
    rf"(?:{_NTH}) (?:half|quarter)|(?:first|last) (?:[a-z]{{3,6}}|[0-9]{{1,2}}) months)\s+of\s+)?"
    r"(?:\bthe\s+)?(?:\byear\s+)?(?:\b(?P<edge>[Ee]arly|[Mm]id|[Ll]ate)[\s-]+(?:in\s+)?)?$"
)
_PLACED: Final = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]f|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Dd]uring|[Bb]etween|[Tt]hrough|"
    r"[Tt]hroughout|[Ff]or|[Bb]ack in|[Aa]s (?:early|late|recently) as|[Yy]ear|[Cc]irca|"
    r"[Ss]ummer|[Ww]inter|than in)\s+|[(\[])$"
)
_IN: Final = re.compile(r"\b(?:[Ii]n|[Dd]uring|[Ff]rom|[Bb]etween)\s+$")
#: "the largest drill since 2014", "the first visit since": none like it in all that time.
_RANKED: Final = re.compile(
    r"\b(?:first|only|worst|(?:larg|bigg|high|low|strong|deadli|long|heavi|small|great|sharp|fast|"
    r"clos|deep|tough|harsh|bloodi)est|most\s+(?:seri|signific|import|seni|violent|sever)[a-z]*)\b"
    r"(?:\s+[\w.’'-]+){1,8}\s*$"
)
_WITHIN: Final = re.compile(
    r"\b(?:[Ii]n|[Dd]uring|[Ff]rom|[Tt]hroughout|[Tt]hrough|(?:height|years|days|time) of)\s+$"
)
_COUNT_OF: Final = re.compile(
    r"\b(?:total|number|sum|height|distance|length|speed|maximum|minimum|average|value|capacity|"
    r"population|output|list|more than|over|about|some|nearly)\s+of\s+$"
)
_OWNED: Final = re.compile(
    r"(?:\b(?:[Tt]he|[Aa]|[Aa]n|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur)|[’']s|s[’'])\s+$"
)
_NOUN: Final = re.compile(r"\s+(?!on\b|of\b|to\b|for\b|and\b|or\b|is\b|was\b|[a-z]+ed\b)[a-z]")
_JOIN: Final = re.compile(
    r"\s*,?\s*(?P<word>and|or|to|until|till|through|[-–—]|,|)\s*(?:of\s+)?(?:the\s+|in\s+)?"
)
_OPENING: Final = re.compile(r"\b(?:[Bb]etween|[Ff]rom)\s+$")
_ONWARDS: Final = re.compile(r"\s+(?:on\b(?! the)|onwards?\b)")
_OWNER: Final = re.compile(r"['’]s\b")
_SUBJECT: Final = re.compile(r"\s+(?:was|saw|is|has|will|marked|brought|became)\b")
_WINDOW: Final = 64
_NEAR: Final = 16
_ANY_DAY: Final = date(2000, 6, 15)  # holds the place of a year that a neighbour will give
_RANGE_WORDS: Final = frozenset({"to", "until", "till", "through", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    period: Period | None
    rule: str
    bare: bool  # lacks its year
    weak: bool  # may be a number or a name


def find_times(
    text: str, start: int, end: int, *, on: date | None, reached: Period | None = None
) -> list[tuple[int, int, Period]]:
    """Start, end and period of each time expression in ``text[start:end]``, one sentence; sorted.

    ``on`` is the document's date; without it only expressions that name their year are found.
    ``reached`` is the time that the sentences before have reached, for "a day later" and "the same
    year"; an earlier time of the same sentence comes before it.

    >>> find_times("A day later they met.", 0, 21, on=None, reached=Period.parse("2022-02-24"))
    [(0, 11, Period(start=datetime.date(2022, 2, 25), end=datetime.date(2022, 2, 26)))]
    """
    if not _TRIGGER.search(text, start, end):
        return []
    found = _atoms(text, start, end, on, reached)
    atoms = [_with_words_before(text, a, start, on) for a in found]
    joined = _joined(text, atoms, start)
    return [
        (atom.start, atom.end, atom.period)
        for atom in joined
        if atom.period and not atom.weak and (on or not atom.bare)
    ]


def _atoms(
    text: str, start: int, end: int, on: date | None, reached: Period | None
) -> Iterator[_Atom]:
    before, last = reached, start
    for match in _ANY.finditer(text, start, end):
        rule, pattern = _RULES[match.lastgroup or ""]
        again = pattern.match(text, match.start(), end)
        if again is None:
            continue
        bare = rule.bare and not again.groupdict().get("y")
        weak = rule.weak and not again.groupdict().get("w")
        if rule.follow:
            since = before if text[last : again.start()].strip() in ("", "of") else reached
            period = _known(partial(rule.follow, again, since)) if since else None
        else:
            future = _is_future(text, start, again.start(), again.end(), end)
            period = _known(partial(rule.read, again, on or (_ANY_DAY if bare else None), future))
        before, last = reached, again.end()
        if period and (on is not None or not bare) and is_reached(period):
            reached = period
        yield _Atom(again.start(), again.end(), period, rule.name, bare, weak)


def is_reached(period: Period) -> bool:
    """Whether a period is one that "a day later" or "the same year" can be reckoned from."""
    return period.granularity != "range"


def _is_future(text: str, start: int, first: int, last: int, end: int) -> bool:
    """Whether a word of the future stands before the time, or after one that opens the sentence."""
    if _FUTURE.search(text, max(start, first - _WINDOW), first):
        return True
    if first - start > _NEAR:
        return False
    ahead = _FUTURE.search(text, last, min(end, last + 2 * _WINDOW))
    return bool(ahead) and not _PAST.search(text, last, ahead.start() if ahead else last)


def _known(make: Callable[[], Period | None]) -> Period | None:
    """What ``make`` gives; None where that leaves the calendar."""
    try:
        return make()
    except (BadPeriod, ValueError, OverflowError):
        return None


def _with_words_before(text: str, atom: _Atom, start: int, on: date | None) -> _Atom:
    """The expression with "since", "by", "the end of", "early" and the like taken in."""
    match = _BEFORE.search(text, max(start, atom.start - _WINDOW), atom.start)
    part = match and (match["edge"] or match["part"])
    operation = (match["op"] or "").lower() if match else ""
    period = atom.period
    if part and period:
        period = _known(partial(_part, period, part.lower()))
    if operation == "since" and match and _RANKED.search(text, max(start, match.start() - _WINDOW),
                                                         match.start()):  # fmt: skip
        period = None
    if operation and period:
        period = _known(partial(_operated, operation, period, on))
    if match and (part or operation):
        if atom.rule == "month" and operation == "by" and text.startswith("May", atom.start):
            return atom
        return replace(atom, start=_first_word(text, match), period=period, weak=False)
    return _with_onwards(text, replace(atom, weak=atom.weak and not _stands(text, atom, start)), on)


def _first_word(text: str, match: re.Match[str]) -> int:
    return match.end() - len(match.group().lstrip())


def _with_onwards(text: str, atom: _Atom, on: date | None) -> _Atom:
    match = _ONWARDS.match(text, atom.end)
    if (
        not match
        or not atom.period
        or atom.weak
        or not on
        or atom.rule not in ("year", "month_year")
    ):
        return atom
    return replace(
        atom, end=match.end(), period=_known(partial(_operated, "since", atom.period, on))
    )


def _stands(text: str, atom: _Atom, start: int) -> bool:
    """Whether the words around make a lone year or month a time."""
    low = max(start, atom.start - _WINDOW)
    if atom.rule == "era":
        return bool(_WITHIN.search(text, low, atom.start))
    if atom.rule == "for":
        return bool(_HAS.search(text, low, atom.end + _WINDOW))
    if atom.rule == "month" and text.startswith("May", atom.start):
        return bool(_IN.search(text, low, atom.start)) and not _OWNER.match(text, atom.end)
    if _PLACED.search(text, low, atom.start):
        return not _COUNT_OF.search(text, low, atom.start)
    if _OWNED.search(text, low, atom.start) and _NOUN.match(text, atom.end):
        return True
    return atom.rule == "year" and _is_subject(text, atom, start)


def _is_subject(text: str, atom: _Atom, start: int) -> bool:
    first = atom.start - start < _NEAR and not text[start : atom.start].strip()
    return bool(_OWNER.match(text, atom.end) or (first and _SUBJECT.match(text, atom.end)))


def _operated(operation: str, period: Period, on: date | None) -> Period | None:
    if operation == "since":
        return Period(period.start, on + ONE_DAY) if on and period.start <= on else None
    if operation == "after":
        return Period(period.end, on + ONE_DAY) if on and period.end <= on else None
    if operation in ("by", "until", "till"):
        return Period(on, period.end) if on and period.last > on else period
    return None


def _part(period: Period, part: str) -> Period | None:
    """``part`` ("late", "end", "first half", "second quarter", "first six months") of a period."""
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    words = part.split()
    if words[-1] == "months":
        count = read_number(words[1])
        return _slice(period, 0 if words[0] == "first" else months - int(count or 0), count, months)
    if words[-1] in ("half", "quarter"):
        size = months / (2 if words[-1] == "half" else 4)
        if not size:
            return None
        nth = round(months / size) if words[0] == "last" else ORDINALS[words[0]]
        return _slice(period, (nth - 1) * size, size, months)
    return _third(
        period, {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1}.get(part, 2)
    )


def _slice(period: Period, first: float, count: float | None, months: int) -> Period | None:
    """``count`` months of a period from its month ``first`` on; None unless whole and inside."""
    if (
        not count
        or first < 0
        or first + count > months
        or int(first) != first
        or int(count) != count
    ):
        return None
    return Period(
        _plus_months(period.start, int(first)), _plus_months(period.start, int(first + count))
    )


def _plus_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _third(period: Period, third: int) -> Period:
    start, days = period.start, period.days
    match period.granularity:
        case "year":
            first, last = ((0, 3), (4, 8), (9, 12))[third]
            return Period(_plus_months(start, first), _plus_months(start, last))
        case "month":
            first, last = ((0, 10), (10, 20), (20, days))[third]
            return Period(start + timedelta(first), start + timedelta(last))
        case "day":
            return period
    if days > 366 and start.timetuple().tm_yday == period.end.timetuple().tm_yday == 1:
        years = period.end.year - start.year
        first, last = years * third // 3, years * (third + 1) // 3
        return Period(_plus_months(start, 12 * first), _plus_months(start, 12 * last))
    return Period(start + timedelta(days * third // 3), start + timedelta(days * (third + 1) // 3))


def _joined(text: str, atoms: list[_Atom], start: int) -> list[_Atom]:
    """Neighbours made one range ("between A and B"), or helped by each other's year."""
    done: list[_Atom] = []
    for atom in atoms:
        near = done and atom.start - done[-1].end <= _NEAR
        gap = _JOIN.fullmatch(text, done[-1].end, atom.start) if near else None
        word = _between(text, gap, atom) if gap else ""
        if word:
            done.extend(_pair(text, done.pop(), atom, word, start))
        else:
            done.append(atom)
    return done


def _between(text: str, gap: re.Match[str], right: _Atom) -> str:
    if gap["word"]:
        return gap["word"]
    if right.rule in ("unit", "same") and gap.group().strip() in ("", "of"):
        return "of"
    if "," in gap.group():
        return ","
    return "until" if text.startswith(("until", "till"), right.start) else ""


def _pair(text: str, left: _Atom, right: _Atom, word: str, start: int) -> list[_Atom]:
    if left.rule == "weekday" and word == "," and right.rule != "weekday":
        return [replace(right, start=left.start)]
    if word == "of":
        return _of_year(left, right)
    opening = _OPENING.search(text, max(start, left.start - 12), left.start)
    left, right = _sharing_a_year(left, right)
    if word in _RANGE_WORDS or (word == "and" and opening and opening.group()[0] in "bB"):
        whole = _range(left, right)
        if whole:
            return [replace(whole, start=opening.start()) if opening else whole]
    if left.weak != right.weak and left.rule == right.rule:
        left, right = replace(left, weak=False), replace(right, weak=False)
    return [left, right]


def _of_year(left: _Atom, right: _Atom) -> list[_Atom]:
    """ "May of this year", "in March last year"."""
    if right.rule == "same" and left.bare and not right.period:
        return []  # of a year that nothing before tells
    if not left.bare or not right.period or right.period.granularity != "year":
        return [left, right]
    moved = _in_year(left, right.period.start.year)
    return [replace(moved, end=right.end, weak=False)]


def _sharing_a_year(left: _Atom, right: _Atom) -> tuple[_Atom, _Atom]:
    if left.bare and not right.bare and right.period:
        moved = _in_year(left, right.period.start.year)
        if moved.period and moved.period.start > right.period.start:
            moved = _in_year(left, right.period.start.year - 1)
        return moved, right
    return left, right


def _in_year(atom: _Atom, year: int) -> _Atom:
    period = atom.period
    return replace(atom, bare=False, period=period and _known(lambda: _moved(period, year)))


def _moved(period: Period, year: int) -> Period:
    start = period.start.replace(year=year)
    if period.granularity == "month":
        return Period.month(year, start.month)
    return Period(start, start + timedelta(period.days))


def _range(left: _Atom, right: _Atom) -> _Atom | None:
    """From the start of one to the end of the other, which lends or takes a missing year."""
    if not left.period or not right.period:
        return None
    bare, follows = left.bare and right.bare, right.bare
    if follows and (not left.bare or _is_before(right, left)):
        right = _in_year(right, left.period.start.year)
    if follows and _is_before(right, left):
        right = _in_year(right, left.period.start.year + 1)
    if not right.period or right.period.end <= left.period.start:
        return None
    period = Period(left.period.start, right.period.end)
    return _Atom(left.start, right.end, period, "range", bare=bare, weak=False)


def _is_before(right: _Atom, left: _Atom) -> bool:
    return bool(right.period and left.period and right.period.start < left.period.start)
