"""Figures that a relation can carry: shares, money, counts, quantities, ranks, votes.

Units and the words that give them:

===================  ==============================================================================
percent              70 percent, 70%, 70 per cent; two thirds of, half of; one in three
percentage_points    five percentage points
usd eur cny rub gbp  $, US$, €, £, ₽, ₹ before the number; dollars, euros, yuan, renminbi, rubles,
jpy inr              pounds sterling, yen, rupees after it; 5.3bn is 5.3e9 of the currency
times                four times, twice; doubled, tripled, fourfold; halved is 0.5
rank                 largest, second-biggest, top with partner, supplier, market...; ranks fifth
votes                141-5-35 or 141 votes to 5 (for, against, abstained); abstentions
persons              officials, diplomats, troops, people... (`figure_words.NOUNS`)
items                aircraft, ships, missiles, agreements, documents, vetoes, doses... (the same)
years                30 years, a 25-year agreement; not ages or dates
m3                   cubic metres; bcm (value in m3)
barrels_per_day      barrels a day, bpd; "barrels" alone for the rest
tonnes, km, mw       tonnes, tons; kilometres, km; megawatts, MW, gigawatts (value in MW)
===================  ==============================================================================

A number without a unit has that of the figure before it in "from 90 percent to 46" and "13 ships,
up from ten". A share or sum after a minus sign is negative; one that "fell by 5 percent" is 5.

A number with any other noun is not a figure, nor is one in a date, a name (S-400, G7, Phase III),
an article or resolution number, a clock time, an age, or a definite small count ("the two sides").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from multipole.core.numerals import ORDINALS, SCALES, SMALL, read_number
from multipole.evidence import figure_words as words
from multipole.evidence.times import find_times

Figure = tuple[int, int, float, str, str]


def find_figures(text: str, start: int, end: int) -> list[Figure]:
    """Start, end, value, unit and qualifier of each figure in ``text[start:end]``; sorted.

    The span holds the number with its unit; the qualifier is "", about, more_than or less_than.
    """
    if not words.TRIGGER.search(text, start, end):
        return []
    taken = bytearray(end - start)
    found: list[Figure] = [
        figure
        for reader in _READERS
        for figure in reader(text, start, end)
        if _claim(taken, figure[0] - start, figure[1] - start)
    ]
    if not found:
        return []
    return _outside_dates(text, start, end, [*found, *_elided(text, end, sorted(found))])


def _claim(taken: bytearray, first: int, last: int) -> bool:
    """Mark [first, last) as taken; False when some of it already is."""
    free = not any(taken[first:last])
    if free:
        taken[first:last] = b"\1" * (last - first)
    return free


def _outside_dates(text: str, start: int, end: int, found: list[Figure]) -> list[Figure]:
    taken = bytearray(end - start)
    for first, last, _ in find_times(text, start, end, on=_ANY_DAY):
        _claim(taken, first - start, last - start)
    return sorted(f for f in found if not any(taken[f[0] - start : f[1] - start]))


def _elided(text: str, end: int, found: list[Figure]) -> Iterator[Figure]:
    """Numbers that share the unit of the figure before: "13 allies, down from 22 in 2016"."""
    for n, figure in enumerate(found):
        after = found[n + 1][0] if n + 1 < len(found) else end
        last = min(after, figure[1] + words.FAR)
        match = words.ELIDED.search(text, figure[1], last)
        rising = text[max(0, figure[0] - 5) : figure[0]].lower() == "from "
        if match is None or (match["joint"] == "to" and not rising):
            match = words.GAPPED.match(text, figure[1], last)
        if not match or figure[3] not in words.SHARED:
            continue
        value = read_number(match["number"])
        year = match["number"].isdigit() and 1900 <= (value or 0) <= 2100
        if value is not None and not year:
            yield (*match.span("number"), value * _scaled(text, figure, match), figure[3], "")


def _scaled(text: str, figure: Figure, match: re.Match[str]) -> float:
    """ "from 5 billion dollars to 7": the scale of the first holds for a bare second."""
    return _scale(text[figure[0] : figure[1]]) if _scale(match["number"]) == 1 else 1.0


def _qualifier(text: str, start: int, at: int, after: int, end: int) -> str:
    match = words.QUALIFIER.search(text, max(start, at - 24), at)
    if match:
        return "more_than" if match["more"] else "less_than" if match["less"] else "about"
    more = "+" in text[at:after] or words.OR_MORE.match(text, after, end)
    return "more_than" if more else ""


def _figure(
    text: str, start: int, end: int, span: tuple[int, int], value: float, unit: str
) -> Figure:
    return (*span, round(value, 4), unit, _qualifier(text, start, *span, end))


def _votes(text: str, start: int, end: int) -> Iterator[Figure]:
    if not words.VOTING.search(text, start, end):
        return
    for pattern in (words.TALLY, words.TOLD, words.APART):
        for match in pattern.finditer(text, start, end):
            if pattern is words.TOLD and not (match["b"] or "vot" in match.group()):
                continue
            for group in "fab":
                value = 0.0 if match[group] in ("no", "none") else read_number(match[group] or "")
                if value is not None:
                    yield (*match.span(group), value, "votes", "")


def _shares(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in words.SHARE.finditer(text, start, end):
        count = 1 if match["n"].lower() in ("a", "one") else SMALL[match["n"].lower()]
        plain = count > 1 and match["part"] not in ("quarter", "fourth")
        by = text[max(start, match.start() - 3) : match.start()] == "by "
        if (match["of"] or plain or (by and words.BY_PART.match(text, match.end(), end))) and (
            count < words.SHARE_PARTS[match["part"]]
        ):
            plural = text[match.end("part") : match.end("part") + 1] == "s"
            span = match.start(), match.end("part") + plural
            yield _figure(
                text, start, end, span, _percent(count, words.SHARE_PARTS[match["part"]]), "percent"
            )
    for match in words.HALF.finditer(text, start, end):
        low = max(start, match.start() - 24)
        qualified = words.QUALIFIER.search(text, low, match.start())
        fell = text[low : match.start()].endswith("by ")
        fell = fell and bool(words.BY_PART.match(text, match.end(), end))
        if (match["of"] or qualified or fell) and not words.NOT_HALF.search(
            text, low, match.start()
        ):
            span = match.start(), match.start() + 4
            yield _figure(text, start, end, span, 50.0, "percent")


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)


def _ratios(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in words.RATIO.finditer(text, start, end):
        part, whole = read_number(match["n"]), read_number(match["of"])
        if part and whole and part < whole <= 1000:
            yield _figure(text, start, end, match.span(), _percent(part, whole), "percent")


def _multiples(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in words.MULTIPLIED.finditer(text, start, end):
        word = match.group().lower()
        factor = next(value for stem, value in words.FACTORS.items() if word.startswith(stem))
        yield _figure(text, start, end, match.span(), factor, "times")
    for match in words.FOLD.finditer(text, start, end):
        value = read_number(match["n"])
        if value and (value > 2 or match["n"][0].isdigit()):
            yield _figure(text, start, end, match.span(), value, "times")


def _ranks(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in words.RANKED.finditer(text, start, end):
        owned = words.OWNER.search(text, max(start, match.start() - 12), match.start())
        if match["how"] not in words.CLAIMED or (owned and not match["nth"]):
            yield (*match.span(), _rank(match["nth"] or "first"), "rank", "")
    for match in words.PLACE.finditer(text, start, end):
        word = next(g for g in match.groups() if g)
        yield (*match.span(), _rank(word), "rank", "")


def _rank(word: str) -> float:
    return float(ORDINALS[word] if word in ORDINALS else re.sub(r"\D", "", word))


def _numbers(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in words.NUMBER.finditer(text, start, end):
        value = read_number(match["number"])
        if value is None or words.NAMED.search(text, max(start, match.start() - 16), match.start()):
            continue
        yield from _range(text, start, end, match, value)
        unit = _unit_of(text, match, end)
        if unit and _is_figure(text, start, match, value, unit[0]):
            span = match.start(), unit[1]
            sign = -1 if match["minus"] and unit[0] in words.SIGNED else 1
            yield _figure(text, start, end, span, sign * value * unit[2], unit[0])


def _range(text: str, start: int, end: int, match: re.Match[str], value: float) -> Iterator[Figure]:
    """Both ends of "20 to 30 percent", "$5-6 billion", "between ten and twenty officials"."""
    second = words.SECOND.match(text, match.end(), end)
    if not second or (
        second["joint"] == " and "
        and "etween" not in text[max(start, match.start() - 9) : match.start()]
    ):
        return
    last = read_number(second["number"])
    unit = _unit_after(text, second.end(), end)
    if match["currency"]:
        unit = (_currency(match), second.end(), 1.0)
    if last is None or unit is None or not _is_figure(text, start, match, value, unit[0]):
        return
    scale = _scale(second["number"]) if _scale(match["number"]) == 1 else 1.0
    if value * scale < last:
        span = match.start(), match.end()
        yield _figure(text, start, end, span, value * scale * unit[2], unit[0])
        yield (second.start("whole"), unit[1], last * unit[2], unit[0], "")


def _scale(number: str) -> float:
    parts = re.findall(r"[a-z]+", number)
    return SCALES.get(parts[-1], 1.0) if parts else 1.0


def _currency(match: re.Match[str]) -> str:
    return words.CURRENCIES[match["currency"].strip().lower()]


def _unit_of(text: str, match: re.Match[str], end: int) -> tuple[str, int, float] | None:
    if match["currency"]:
        return _currency(match), match.end(), 1.0
    return _unit_after(text, match.end(), end)


def _unit_after(text: str, at: int, end: int) -> tuple[str, int, float] | None:
    """The unit that the words at ``at`` give, where it ends, and what a value is multiplied by."""
    if percent := words.PERCENT.match(text, at, end):
        return "percentage_points" if percent["points"] else "percent", percent.end(), 1.0
    if volume := words.VOLUME.match(text, at, end):
        return "m3", volume.end(), 1e9 if volume["bcm"] else 1.0
    if power := words.POWER.match(text, at, end):
        return "mw", power.end(), 1e3 if power["giga"] else 1.0
    if flow := words.FLOW.match(text, at, end):
        return "barrels_per_day", flow.end(), 1.0
    if money := words.MONEY.match(text, at, end):
        return words.CURRENCIES[money["name"].lower()], money.end(), 1.0
    return _noun_after(text, at, end)


def _noun_after(text: str, at: int, end: int) -> tuple[str, int, float] | None:
    if text.startswith("km", at, end):
        return "km", at + 2, 1.0
    place = at
    for index in range(4):
        word = words.WORD.match(text, place, end)
        if not word:
            return None
        noun = word[1] if word[1] in words.NOUNS else word[1].lower().rpartition("-")[2]
        unit = words.NOUNS.get(noun)
        if unit and (noun != "systems" if index == 0 else unit not in words.DIRECT):
            if noun == "fighters" and words.DESIGNATION.search(text, at, word.start()):
                unit = "items"
            return None if _is_age(text, noun, word, end) else (unit, word.end(1), 1.0)
        if word[1].lower() in words.STOP or word[1].endswith(("'s", "’s", "'", "’")):
            return None
        place = word.end()
    return None


def _is_age(text: str, noun: str, word: re.Match[str], end: int) -> bool:
    """Whether "years" tell an age or a moment, or "year" is no length ("one year")."""
    if noun == "year":
        return text[word.start()] != "-" or bool(words.NOT_LASTING.match(text, word.end(), end))
    return noun == "years" and bool(words.NOT_LASTING.match(text, word.end(), end))


def _is_figure(text: str, start: int, match: re.Match[str], value: float, unit: str) -> bool:
    """Whether a number with a counting noun is a count, not a name, a year or "the two"."""
    number, at = match["number"], match.start()
    if unit not in ("persons", "items", "times", "years"):
        return True
    if value < 2 and not number[0].isdigit():
        return False
    if number.isdigit() and len(number) == 4 and 1900 <= value <= 2100:
        return False
    low = max(start, at - 24)
    if value < 10 and unit in ("persons", "items") and words.DEFINITE.search(text, low, at):
        return False
    named = words.CAPITALISED.search(text, low, at) or words.COUNTED.search(text, low, at)
    return not (unit == "items" and number.isdigit() and named)


_READERS: Final = (_votes, _ratios, _shares, _multiples, _numbers, _ranks)
_ANY_DAY: Final = date(2000, 6, 15)
