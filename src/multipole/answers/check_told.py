"""What a quoted figure says word for word: the number as printed, its bound, its time, its clause.

Actors in a clause become tags, ``<CHN>``, and the figure ``#``, so that the rules of
`multipole.answers.check_rules` can read who did what to whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from multipole.actors import load_actors
from multipole.answers.check_judge import Bound
from multipole.core.numerals import SCALES, read_number
from multipole.core.periods import Period
from multipole.evidence.figures import find_figures

#: A fraction in words ("a third") stands for so many percentage points either way.
FRACTION: Final = 2.5
NEGATED: Final = "the sentence is negated"
Row = Mapping[str, Any]
COUNTS: Final = ("times", "items", "persons", "votes")
_LEVELS: Final = ("usd", "eur", "gbp", "cny", "rub", "jpy", "inr")
_DIGITS: Final = re.compile(r"\d[\d,\u00a0\u202f]*(?:\.\d+)?")
_BOUND_WORDS: Final[tuple[tuple[Bound, str], ...]] = (
    ("at least", r"at least|no less than|no fewer than|not less than"),
    ("at most", r"up to|no more than|not more than|as many as|as much as|at most"),
    ("more than", r"more than|over|above|exceed\w*|eclips\w+|surpass\w+|pass(?:es|ed|ing)|"
                  r"topp(?:ed|ing)|tops"),
    ("less than", r"less than|fewer than|under|below"),
    ("almost", r"almost|nearly|close to|just under|just short of"),
    ("about", r"about|around|some|roughly|approximately|an estimated|estimated|circa"),
)  # fmt: skip
_BEFORE: Final = tuple(
    (bound, re.compile(rf"\b(?:{words})\s+(?:the\s+|a\s+|an\s+)?$", re.IGNORECASE))
    for bound, words in _BOUND_WORDS
)
_AFTER: Final = re.compile(r"\+|[\s-](?:or\smore|plus)\b")
_COMING: Final = re.compile(
    r"^(?:\W|and )*to (?:be|bring|reach|raise|increase|lift|double|triple|boost|expand|achieve|"
    r"grow|take|push|cut|have)\b|\b(?:if|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|will|would|could|"
    r"may(?! \d)|might|should|set to|likely|agreed to|bound to)\b|\b(?:target|goal|expect|forecast|"
    r"project(?:ed|ion)|predict|hope|intend|pledg|promis|seek|want|potential)"
)
_NOT: Final = re.compile(
    r"\b(?:not(?! only)|never|no longer|cannot|fail\w* to|(?<!just )short of|rather than|"
    r"instead of|without|den(?:y|ies|ied))\b|n['’]t\b"
)
_RATE: Final = re.compile(
    r"#\s?(?:(?:a|per|each|every)\s(?:day|week|month|quarter)|daily|weekly|monthly)\b"
    r"|\b(?:daily|weekly|monthly|quarterly)\b"
)
_CHANGE: Final = re.compile(
    r"\b(?:by|up|down|(?:increase|rise|growth|decline|drop|fall|jump|gain|loss|cut)s? of|"
    r"rose|rises?|grew|grows?|fell|falls|increased|declined|dropped|jumped|climbed|expanded|shrank|"
    r"gained|lost|added|surged|soared|plunged|slumped)\s(?:\w+\s){0,3}?#"
)
_TOWARDS: Final = re.compile(r"\b(?:to|at|reach\w*|total\w*|hit\w*|worth)\s(?:\w+\s){0,3}?#")
_FROM: Final = re.compile(r"\bfrom (?:\w+ ){0,3}?#(?! (?:in|for) \d{4})[^#]*? to\b")
_MULTIPLE: Final = re.compile(r"# (?:as|more|less|fewer|larger|bigger|higher|the) ")
_SINCE: Final = re.compile(r"\bsince\b(?! then)")
#: Signs of the text itself that would read as tags.
_OWN_MARKS: Final = str.maketrans("<>#", "‹›№")
_YEARLY: Final = re.compile(
    r"\b(?:a|per|each|every) year\b|\bannual(?:ly)?\b|\byearly\b|\bon average\b|\baverage"
)
_SUMMED: Final = re.compile(
    r"\btotal(?:l?ed|l?ing|s)?\b|\baltogether\b|\bcumulative\w*|\bcombined\b|\bin all\b|\bsum\b"
)
_YEAR: Final = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BESIDE: Final = re.compile(r"#[^#\d]{0,14}?\b((?:1[89]|20)\d\d)\b")
_PART: Final = re.compile(
    r"\b(?:first|second|third|fourth|last|one|two|three|four|six|nine|ten|eleven|\d+) (?:\w+ )?"
    r"(?:half|halves|quarters?|months?|weeks?)\b|\bfiscal\b|\bfinancial year|\bh[12]\b|\bq[1-4]\b"
)
_UNTIL: Final = re.compile(r"\b(?:until|till|up to|prior to) (?:the end of |late |early )?\d{4}\b")
_SAYING: Final = re.compile(
    r"\b(?:said|told|announced|stated|reported|noted|claimed|wrote)\b[^.;]{0,40}\b\d{4}\b"
    r"[^.;#]{0,20}\bthat\b"
)
#: Longer clauses are not read: what belongs to what in them is anybody's guess.
_LONGEST: Final = 1500
_SAID_YEAR: Final = re.compile(
    r"\b(?:last|this|previous|same|past|coming) (?:year|month|decade)\b|\ba year (?:ago|earlier)\b"
)


@dataclass(frozen=True, slots=True)
class Told:
    """One quoted figure: ``text`` is its clause with tags, ``measure`` its measure with tags.

    ``sentence`` is the whole sentence in plain words. ``hindrance`` says why the figure cannot be
    set beside what happened, ``""`` when it can. ``open`` is a period told as "since". ``named``
    are the actors that the sentence or the measure names, not by "they" or "the two countries".
    """

    claim: str
    text: str
    measure: str
    sentence: str
    value: float
    unit: str
    bound: Bound
    margin: float
    period: Period | None
    open: bool
    yearly: bool
    summed: bool
    known_on: date
    hindrance: str
    about: tuple[str, ...]
    named: frozenset[str]
    printed: str


@dataclass(frozen=True, slots=True)
class Page:
    """A document's text with its sentences (start, end) and mentions (start, end, actors).

    ``names`` are the starts of the mentions that name their actors; other ones ("they", "the two
    countries") were resolved by the coder.
    """

    text: str
    sentences: Sequence[tuple[int, int]] = ()
    mentions: Sequence[tuple[int, int, tuple[str, ...]]] = ()
    names: frozenset[int] = frozenset()

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence that holds these characters, or they themselves where there is none."""
        return next(((s, e) for s, e in self.sentences if s <= start < e), (start, end))


def told(claim: Row, page: Page) -> Told:
    """A figure claim, with the ``start`` and ``end`` of its first span, as its page tells it."""
    start, end = claim["start"], claim["end"]
    figure = _figure(page.text, start, end, claim)
    first, last = page.sentence(start, end)
    if re.match(r"(?:\W|and |thus |thereby )*(?:[a-z]+ing|to)\b", page.text[start:end]) and (
        len(find_figures(page.text, first, last)) == 1
    ):
        start, end = first, last
    text = tagged(page, start, end, figure)
    sentence = page.text[first:last]
    bound, margin = _printed(page.text, start, figure, claim)
    period = _period(claim, sentence)
    whole = tagged(page, first, last, figure)
    return Told(
        claim=claim["id"],
        text=text,
        measure=_measure(claim["measure"] or "", page, max(0, first - 600)),
        sentence=sentence,
        value=claim["value"],
        unit=claim["unit"],
        bound=bound,
        margin=margin,
        period=period,
        open=bool(_SINCE.search(text.casefold())),
        yearly=bool(_YEARLY.search(text.casefold())),
        summed=bool(_SUMMED.search(text.casefold())),
        known_on=claim["known_on"],
        hindrance=_hindrance(claim, text.casefold(), period)
        or _other_time(whole.casefold(), period),
        about=tuple(claim["about"] or ()),
        named=_named(page, first, last, claim["measure"] or ""),
        printed=page.text[slice(*figure)] if figure else "",
    )


def tagged(page: Page, start: int, end: int, figure: tuple[int, int] | None = None) -> str:
    """``page.text[start:end]`` on one line with tags for actors and ``#`` for the figure.

    >>> page = Page("Russia sold it", mentions=[(0, 6, ("RUS",))])
    >>> tagged(page, 0, 14)
    '<RUS> sold it'
    """
    marks = [(s, e, f"<{'+'.join(a)}>") for s, e, a in _outermost(page.mentions, start, end)]
    if figure:
        marks = [m for m in marks if m[1] <= figure[0] or figure[1] <= m[0]]
        marks.append((*figure, "#"))
    parts, at = [], start
    for first, last, mark in sorted(marks):
        parts += [page.text[at:first].translate(_OWN_MARKS), mark]
        at = last
    return " ".join("".join([*parts, page.text[at:end].translate(_OWN_MARKS)]).split())


def _named(page: Page, start: int, end: int, measure: str) -> frozenset[str]:
    """Actors that are named between two places, or in the measure."""
    here = {a for s, e, actors in page.mentions if s in page.names and start <= s and e <= end
            for a in actors}  # fmt: skip
    return frozenset(here | {a for hit in load_actors().find(measure) for a in hit.actors})


def _outermost(
    mentions: Iterable[tuple[int, int, tuple[str, ...]]], start: int, end: int
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Mentions inside [start, end) that no longer one holds; of those that cross, the first."""
    kept: list[tuple[int, int, tuple[str, ...]]] = []
    for mention in sorted(mentions, key=lambda m: (m[0], -m[1])):
        if start <= mention[0] and mention[1] <= end and (not kept or kept[-1][1] <= mention[0]):
            kept.append(mention)
    return kept


def _figure(text: str, start: int, end: int, claim: Row) -> tuple[int, int] | None:
    """Where the claim's number stands in its quote; None where it is not found."""
    for first, last, value, unit, _ in find_figures(text, start, end):
        if unit == claim["unit"] and abs(value - claim["value"]) <= 1e-6 * abs(value):
            return first, last
    return None


def _printed(
    text: str, start: int, figure: tuple[int, int] | None, claim: Row
) -> tuple[Bound, float]:
    """The bound in the words before the number, and half a unit of the number's last digit."""
    said: Bound = claim["gist"] if claim["gist"] in ("about", "at least", "at most") else ""
    if figure is None:
        return said, 0.0
    before = text[max(start - 24, figure[0] - 24, 0) : figure[0]]
    bound = next((b for b, words in _BEFORE if words.search(before)), None)
    if bound is None:
        words = text[figure[0] : figure[1] + 8]
        bound = "at least" if _AFTER.search(words) else said
    return bound, margin(text[slice(*figure)], claim["unit"], claim["value"])


def margin(printed: str, unit: str, value: float) -> float:
    """Half a unit of the last digit printed, in the claim's unit; a whole one where that is 0.

    Counts are meant exactly: half of one. Groups of zeros in an amount of money are its scale. A
    fraction in words is wider.

    >>> margin("50.6 billion", "usd", 50.6e9), margin("70 percent", "percent", 70.0)
    (50000000.0, 1.0)
    >>> margin("300,000,000 dollars", "usd", 3e8), margin("a third", "percent", 33.33)
    (1000000.0, 2.5)
    """
    if unit in COUNTS:
        return 0.5
    digits = _DIGITS.search(printed)
    if not digits:
        return FRACTION if unit == "percent" else _of_words(printed, value)
    number = digits.group()
    step = 10.0 ** -len(number.partition(".")[2])
    if unit in _LEVELS and "." not in number:
        while number.endswith((",000", "\u00a0000", "\u202f000")):
            number, step = number[:-4], step * 1000
    plain = read_number(digits.group())
    part = 1.0 if number.endswith("0") else 0.5
    return abs(part * step * (value / plain if plain else 1.0))


def _of_words(printed: str, value: float) -> float:
    scales = [SCALES[w] for w in re.findall(r"[a-z]+", printed.casefold()) if w in SCALES]
    return 0.5 * max(scales, default=1.0) if value else 0.0


def _measure(measure: str, page: Page, since: int) -> str:
    """The measure with tags; what a pronoun in it stands for, where it says so, in its place."""
    meant = re.sub(r"^[^()]*\(([^()]+)\)", r"\1", measure)
    return ",".join(_tagged_words(words, page, since) for words in meant.split(","))


def _tagged_words(words: str, page: Page, since: int) -> str:
    """Words of the page from ``since`` on with its tags, or with tags for the names in them."""
    at = page.text.find(words, since) if words.strip() else -1
    if at >= 0 and page.mentions:
        return tagged(page, at, at + len(words))
    hits = [(h.start, h.end, tuple(h.actors)) for h in load_actors().find(words)]
    return tagged(Page(words, mentions=hits), 0, len(words))


def _period(claim: Row, sentence: str) -> Period | None:
    """The claim's period where its sentence names the years, up to the day it was known."""
    start, end = claim["period_start"], claim["period_end"]
    if start is None or end is None:
        return None
    if str(start.year) not in sentence and not _SAID_YEAR.search(sentence.casefold()):
        return None
    return Period(start, end)


def _hindrance(claim: Row, text: str, period: Period | None) -> str:
    """Why the figure is not one of what happened, told plainly, or ``""``."""
    if claim["modality"] != "happened":
        return f"the figure is {claim['modality']}, not of what happened"
    if claim["stance"] != "asserts":
        return f"the speaker {claim['stance']} it"
    if _COMING.search(text.partition("#")[0] if claim["unit"] in COUNTS else text):
        return "the figure is an aim, a plan or a forecast"
    if period and period.last > claim["known_on"]:
        return "its time was not over when it was told"
    if _RATE.search(text):
        return "the figure is of days, weeks or months"
    if _MULTIPLE.search(text) and claim["unit"] == "times":
        return "the figure compares, it does not count"
    if _FROM.search(text):
        return "the figure is where a change began, and the sentence tells two times"
    if _NOT.search(text):
        return NEGATED
    return "the figure is a change" if _CHANGE.search(text) and not _TOWARDS.search(text) else ""


def _other_time(sentence: str, period: Period | None) -> str:
    """Why the claim's years may not be those of the figure, or ``""``."""
    if len(sentence) > _LONGEST:
        return "the sentence is too long to be read surely"
    if period is None or "#" not in sentence:
        return ""
    if (
        period.start.day == period.start.month == 1
        and period.days >= 365
        and _PART.search(sentence)
    ):
        return "the sentence tells of a part of the year"
    if _UNTIL.search(sentence):
        return "the sentence tells when it ended, not when it began"
    if _SAYING.search(sentence.partition("#")[0]):
        return "the year is that of a saying"
    return _two_times(sentence, period)


def _two_times(sentence: str, period: Period) -> str:
    """Whether a sentence of several years leaves open which of them is the figure's."""
    own = {str(period.start.year), str(period.last.year)}
    if set(_YEAR.findall(sentence)) <= own:
        return ""
    after = _BESIDE.search(sentence)
    before = _YEAR.findall(sentence.partition("#")[0])
    year = after.group(1) if after else before[-1] if before else ""
    return "" if year in own else "the sentence tells several times"
