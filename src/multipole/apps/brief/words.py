"""How the page says dates, amounts, ends of an act and estimates, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from multipole.answers.brief_names import opening
from multipole.answers.brief_parts import NO_OUTLET, Act, Figure, Pair, Told
from multipole.answers.brief_summary import in_one, signed
from multipole.answers.tie_shown import Held
from multipole.core.periods import Period
from multipole.core.plover import ACTION_WORDS, QUAD_OF, QUADS, Quad
from multipole.core.types import Estimate

_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
_UNITS: Final = {
    "usd": "US dollars",
    "eur": "euros",
    "cny": "yuan",
    "rub": "roubles",
    "gbp": "pounds",
    "jpy": "yen",
    "inr": "rupees",
    "m3": "cubic metres",
    "km": "kilometres",
    "km2": "square kilometres",
    "percent": "percent",
}
_POWERS: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
MODALITY_WORDS: Final = {
    "happened": "happened",
    "planned": "planned",
    "threatened": "threatened",
    "hypothetical": "supposed",
    "denied": "denied",
}
QUAD_WORDS: Final = {quad: quad.replace("_", " ") for quad in QUADS}
#: Units of small counts, shown apart from money, shares and volumes.
COMMON_UNITS: Final = frozenset({"items", "rank", "times", "votes", "persons", ""})


def day(on: date | None) -> str:
    """``22 March 2021``, or ``undated``."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}" if on else "undated"


def when(period: Period | None) -> str:
    """A period as people write it, with its own granularity.

    >>> when(Period.parse("2021-03")), when(Period.parse("2019-02/2020-07")), when(None)
    ('March 2021', 'February 2019 to July 2020', 'undated')
    """
    if period is None:
        return "undated"
    match period.granularity:
        case "day":
            return day(period.start)
        case "month":
            return month(period.start)
        case "year":
            return str(period.start.year)
        case "quarter":
            return f"quarter {(period.start.month + 2) // 3} of {period.start.year}"
    if period.start.day == 1 and period.end.day == 1:
        whole_years = period.start.month == 1 and period.end.month == 1
        if whole_years:
            return f"{period.start.year} to {period.last.year}"
        return f"{month(period.start)} to {month(period.last)}"
    return f"{day(period.start)} to {day(period.last)}"


def short(period: Period) -> str:
    """A step of a chart: ``2021``, ``2021 Q1``, ``2021-03``."""
    if period.granularity == "quarter":
        return f"{period.start.year} Q{(period.start.month + 2) // 3}"
    return str(period)


def amount(value: float, unit: str, bound: str = "") -> str:
    """A value with its unit in words, after what bounds it.

    >>> amount(50, "percent", "more than"), amount(146.9e9, "usd"), amount(2, "rank")
    ('more than 50 percent', '146.9 billion US dollars', 'rank 2')
    """
    words = _UNITS.get(unit, unit.replace("_", " "))
    said = f"rank {_number(value)}" if unit == "rank" else f"{_number(value)} {words}"
    return f"{bound} {said}".strip()


def who(item: Act | Told, names: Mapping[str, str]) -> str:
    """The ends: ``China and Russia`` when mutual, ``Russia → Ukraine`` when directed."""
    sender = in_one([names.get(a, a) for a in item.sender])
    receiver = in_one([names.get(a, a) for a in item.receiver])
    if item.sender == item.receiver:
        return opening(sender)
    return f"{opening(sender) or 'not named'} → {receiver or 'not named'}"


def does(item: Act | Told) -> str:
    """The type of act in words."""
    return next((words for name, words in ACTION_WORDS.items() if name == item.action), item.action)


def quad_of(act: Act) -> Quad:
    """The quad class of an act by itself."""
    return next(quad for action, quad in QUAD_OF.items() if action == act.action)


def interval(found: Estimate) -> str:
    """``+0.71 to +0.98``, or ``unknown``."""
    return f"{signed(found.low)} to {signed(found.high)}" if found.n else "unknown"


def about(ids: Sequence[str], names: Mapping[str, str]) -> str:
    """Actors that an opinion or figure is about."""
    return in_one([names.get(a, a) for a in ids])


def _number(value: float) -> str:
    for power, word in _POWERS:
        if abs(value) >= power:
            return f"{_plain(value / power)} {word}"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def month(on: date) -> str:
    """``March 2021``."""
    return f"{_MONTHS[on.month - 1]} {on.year}"


def origin(told: Told) -> str:
    """The outlet, or the title in its place when none is given."""
    return told.title if told.outlet == NO_OUTLET and told.title else told.outlet


def alike(claims: Iterable[str], told: Mapping[str, Told]) -> list[list[Told]]:
    """Claims in groups of the same words and speaker, in order: what several reports print."""
    groups: dict[tuple[str, ...], list[Told]] = {}
    for claim in claims:
        if claim in told:
            found = told[claim]
            groups.setdefault((found.speaker, *found.quotes), []).append(found)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class Weakest:
    """The criterion met on the fewest outlets and sentences, and its claims."""

    question: str
    sentences: int
    outlets: int
    claims: tuple[str, ...]


def weakest(pair: Pair, told: Mapping[str, Told]) -> Weakest | None:
    """Of the criteria that gave the tie its word, the one that rests on least."""
    found = []
    for criterion in pair.tie.own:
        known = [told[c] for c in criterion.claims if c in told]
        if criterion.status == "met" and known:
            outlets = len({(t.outlet, t.document if t.outlet == NO_OUTLET else "") for t in known})
            claims = tuple(t.id for t in known)
            found.append(Weakest(criterion.question, len(known), outlets, claims))
    return min(found, key=lambda w: (w.outlets, w.sentences), default=None)


def of_ties(pairs: Iterable[Pair]) -> list[tuple[Held, list[Held | None]]]:
    """The criteria on which anything is known of a pair, each with how it stands for every pair."""
    pairs = list(pairs)
    held = [{c.key: c for c in p.tie.criteria} for p in pairs]
    keys = dict.fromkeys(c.key for p in pairs for c in p.tie.criteria if c.status != "unknown")
    order = [c.key for p in pairs for c in p.tie.criteria]
    rows = [[of.get(key) for of in held] for key in sorted(keys, key=order.index)]
    return [(next(filter(None, row)), row) for row in rows]


def by_sentence(
    figures: Iterable[Figure], told: Mapping[str, Told]
) -> list[tuple[list[Figure], list[str]]]:
    """Neighbouring figures of one sentence together, with the claims that tell them."""
    groups: list[tuple[list[Figure], list[str]]] = []
    last = None
    for figure in figures:
        claims = numbered(figure.claims, told)
        sentence = _sentence(told[claims[0]]) if claims else None
        if groups and sentence and sentence == last:
            groups[-1][0].append(figure)
        else:
            groups.append(([figure], claims))
        last = sentence
    return groups


def _sentence(told: Told) -> tuple[str, str]:
    return told.document, f"{told.before}{told.quotes[0]}{told.after}".strip()


def quoted_already(told: Told) -> bool:
    """Whether the sentence brings its own quotation mark, so that no second one is set."""
    return f"{told.before}{told.quotes[0]}".lstrip()[:1] in set("“”\"„«‘'")


def third_parties(number: int) -> str:
    """``1 third party``, ``2 third parties``."""
    return f"{number:,} third {'party' if number == 1 else 'parties'}"


def numbered(claims: Iterable[str], told: Mapping[str, Told]) -> list[str]:
    """Those of the claims that the page holds, each once, in the order of their numbers."""
    return sorted({c for c in claims if c in told}, key=lambda c: told[c].number)
