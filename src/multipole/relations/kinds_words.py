"""Answers about a tie in a sentence, built from the questions of the criteria and their values.

Nothing is said that is not a criterion's question, its status, and the value, period and source of
the measure it stands on. Shapes: a `Judged` in, a `Saying` out.

>>> from datetime import date
>>> from multipole.relations.kinds import judge
>>> from multipole.relations.kinds_points import Point
>>> no = Point(date(2018, 1, 1), date(2019, 1, 1), 0.0, source="ATOP", until=date(2018, 12, 31))
>>> tie = judge({"pledge_defence": [no]}, a="RUS", b="CHN", on=date(2018, 12, 31))
>>> print(is_it("alliance", tie).sentence)
Is it an alliance, CHN and RUS on 2018-12-31? No. Have they pledged to defend each other? No: \
pledge of defence 0, at least 1 asked (2018, ATOP, data to 2018-12-31).
>>> later = judge({"pledge_defence": [no]}, a="RUS", b="CHN", on=date(2021, 12, 31))
>>> print(is_it("alliance", later).sentence)
Is it an alliance, CHN and RUS on 2021-12-31? Cannot be told. Have they pledged to defend each \
other? Unknown: pledge of defence, data end 2018-12-31. Do reports tell of a commitment to defend \
each other? Unknown: word on a commitment to defend each other, no data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from multipole.core.errors import BadValue
from multipole.relations.kinds import Finding, Group, Judged, Reading, Verdict, above
from multipole.relations.kinds_points import SCALES, Seen, Statistic

Answer = Literal["yes", "no", "cannot be told"]

NOUNS: Final = {
    "war": "a war",
    "hostility": "hostility",
    "rivalry": "a rivalry",
    "cool": "a cool tie",
    "normal": "a normal tie",
    "partnership": "a partnership",
    "entente": "an entente",
    "alliance": "an alliance",
    "unknown": "a tie of unknown kind",
}
_HOW: Final[dict[Statistic, str]] = {
    "last": "",
    "max": " at its highest",
    "mean": " on average",
    "sum": " in all",
    "trend": " a year",
}
_ANSWERS: Final[dict[Verdict, Answer]] = {"yes": "yes", "no": "no", "open": "cannot be told"}


@dataclass(frozen=True, slots=True)
class Saying:
    """A question about a tie, its answer, the sentence, and the criteria that decided."""

    question: str
    answer: Answer
    sentence: str
    deciding: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.sentence


def is_it(kind: str, judged: Judged) -> Saying:
    """Whether the tie is of ``kind``, and by which criteria.

    Yes rests on the needs that are met; no on the needs that are not, and on bars; otherwise it
    cannot be told for want of the needs that are unknown. A yes also names bars of which nothing is
    known. Raises `BadValue` for a kind that has no criteria.
    """
    reading = judged.reading(kind)
    question = f"Is it {NOUNS[kind]}, {judged.a} and {judged.b} on {judged.on}?"
    groups = _deciding(reading)
    found = tuple(f for group in groups for f in _of_group(group))
    words = " ".join([f"{_ANSWERS[reading.verdict].capitalize()}.", *_facts(found)])
    unchecked = _unchecked(reading) if reading.verdict == "yes" else ""
    return Saying(question, _ANSWERS[reading.verdict], f"{question} {words}{unchecked}", found)


def between(lower: str, upper: str, judged: Judged) -> Saying:
    """Whether the tie is more than ``lower`` and less than ``upper``, two kinds of one ladder.

    Yes when a kind above ``lower`` and below ``upper`` is told and neither ``upper`` nor a kind
    above it is; no when ``upper`` or more is told, or every kind in between is ruled out; otherwise
    it cannot be told. Raises `BadValue` when no kind of their ladder stands between the two.
    """
    steps = [k for k in above(lower) if upper in above(k)]
    if not steps:
        raise BadValue(
            f"nothing stands between {lower} and {upper}",
            remedy="Give two kinds of one ladder with a kind between them.",
        )
    readings = {r.kind: r for r in judged.readings}
    inner = [readings[k] for k in reversed(steps) if k in readings]
    outer = [readings[k] for k in (upper, *above(upper)) if k in readings]
    answer = _between([r.verdict for r in inner], [r.verdict for r in outer])
    shown = [judged.reading(upper), *inner[:1]]
    found = tuple(f for r in shown for g in _deciding(r) for f in _of_group(g))
    question = (
        f"Is it more than {NOUNS[lower]} and less than {NOUNS[upper]}, "
        f"{judged.a} and {judged.b} on {judged.on}?"
    )
    each = " ".join(_said(r) for r in shown)
    return Saying(question, answer, f"{question} {answer.capitalize()}. {each}", found)


def standing(judged: Judged) -> str:
    """Where the tie stands: its word, the next kind up with what it lacks, and what else it may be.

    >>> from datetime import date
    >>> from multipole.relations.kinds import judge
    >>> standing(judge({}, a="A", b="B", on=date(2018, 12, 31)))
    'A and B on 2018-12-31: a tie of unknown kind. Cannot be told: war, hostility, alliance, \
entente, partnership, rivalry, cool, normal.'
    """
    said = [f"{judged.a} and {judged.b} on {judged.on}: {NOUNS[judged.word]}."]
    if judged.word != "unknown":
        own = judged.reading(judged.word)
        said[0] = said[0][:-1] + f" ({own.met} of {own.of} criteria, {own.unknown} unknown)."
    if (up := judged.next_up) and up.verdict != "yes":
        said.append(_said(up))
    others = [f"{r.kind} ({_ANSWERS[r.verdict]})" for r in judged.candidates]
    if others:
        said.append(f"It may also be called: {', '.join(others)}.")
    rest = [k for k in judged.open if k not in {r.kind for r in judged.candidates}]
    if rest:
        said.append(f"Cannot be told: {', '.join(rest)}.")
    return " ".join(said)


def told(finding: Finding) -> str:
    """A criterion's question and how it stands, with value, period and source."""
    criterion, value = finding.criterion, finding.seen
    label = SCALES[criterion.measure].words
    if finding.status == "unknown" and math.isnan(value.low):
        return f"{criterion.question} Unknown: {label}, {_no_value(value)}."
    answer = {"met": "Yes", "not met": "No", "unknown": "Undecided"}[finding.status]
    how = _HOW[criterion.statistic]
    where = ", ".join(part for part in (str(value.period), *value.sources, _reach(value)) if part)
    said = f"{label} {amount(value)}{how}, {criterion.asks} asked ({where})"
    return f"{criterion.question} {answer}: {said}."


def amount(value: Seen) -> str:
    """A value with the bounds that it may lie in.

    >>> amount(Seen(2.0, 2.0, 2.0)), amount(Seen(math.nan, 3.0, math.inf))
    ('2', '3 or more')
    >>> amount(Seen(0.5, 0.25, 0.75)), amount(Seen(math.nan, 0.0, 3.0))
    ('0.5 (0.25 to 0.75)', '0 to 3')
    """
    if value.low == value.high:
        return _short(value.low)
    if math.isinf(value.high):
        return f"{_short(value.low)} or more"
    bounds = f"{_short(value.low)} to {_short(value.high)}"
    return bounds if math.isnan(value.value) else f"{_short(value.value)} ({bounds})"


def _short(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def _no_value(value: Seen) -> str:
    return f"data end {value.until}" if value.why == "data end" else value.why


def _reach(value: Seen) -> str:
    return f"data to {value.until}" if value.until else ""


def _deciding(reading: Reading) -> tuple[Group, ...]:
    """The groups on which the verdict rests."""
    if reading.verdict == "yes":
        return tuple(g for g in reading.groups if g.role == "needs")
    if reading.verdict == "open":
        return reading.missing
    return tuple(g for g in reading.missing if g.role == "bars" or g.status == "not met")


def _of_group(group: Group) -> tuple[Finding, ...]:
    """The findings that make a group's status: those that share it, all of them where none does."""
    return tuple(f for f in group.findings if f.status == group.status) or group.findings


def _unchecked(reading: Reading) -> str:
    bars = [g for g in reading.groups if g.role == "bars" and g.status == "unknown"]
    asked = " ".join(f.criterion.question for g in bars for f in _of_group(g))
    return f" Not known, and would rule it out: {asked}" if asked else ""


def _said(reading: Reading) -> str:
    found = [f for group in _deciding(reading) for f in _of_group(group)]
    return f"{_claim(reading)}: {' '.join(_facts(found))}"


def _facts(found: Sequence[Finding]) -> list[str]:
    """Each criterion in a sentence, and those without any data together in one at the end."""
    silent = [f for f in found if f.why == "no data"]
    if len(silent) < 2:
        return [told(f) for f in found]
    labels = list(dict.fromkeys(SCALES[f.criterion.measure].words for f in silent))
    return [*(told(f) for f in found if f not in silent), f"There are no data on {_or(labels)}."]


def _or(labels: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(labels[:-1]), labels[-1]]))


def _claim(reading: Reading) -> str:
    noun = NOUNS[reading.kind]
    if reading.verdict == "open":
        return f"Whether it is {noun} cannot be told"
    return f"It is {'' if reading.verdict == 'yes' else 'not '}{noun}"


def _between(inner: Sequence[Verdict], outer: Sequence[Verdict]) -> Answer:
    if "yes" in outer or set(inner) <= {"no"}:
        return "no"
    return "yes" if "yes" in inner and "open" not in outer else "cannot be told"
