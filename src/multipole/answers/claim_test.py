"""Is it true that two states turned in a year, that they are closer since? Each series answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.around import beside_turn
from multipole.answers.asked import day_of, name_of, one_of, pair_of
from multipole.answers.series_all import dyad_series
from multipole.answers.series_dyad import SESSIONS
from multipole.answers.turns import (
    ALPHA,
    DRAWS,
    Question,
    Verdict,
    closer_of,
    judge,
    measured,
    warnings_of,
)
from multipole.answers.words import BEFORE_FIRST
from multipole.core.errors import NothingFound, WrongUse
from multipole.store import Store

if TYPE_CHECKING:
    from multipole.relations.turning import Turn

QUESTIONS: Final[tuple[Question, ...]] = get_args(Question)
#: Years before the one asked about that are drawn on, unless another first year is given.
BEFORE: Final = 30
#: Years that a claim may be about.
YEARS: Final = range(1816, 2101)
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("series", "domain", "verdict", "reason", "change")),
        *((n, pa.float64()) for n in ("effect", "low", "high", "before", "after", "detectable")),
        *((n, pa.string()) for n in ("unit", "toward", "p_values")),
        *((n, pa.float64()) for n in ("p", "p_family", "p_independent")),
        ("breaks", pa.string()),
        *((n, pa.int32()) for n in ("strongest", "strongest_low", "strongest_high")),
        ("strongest_p", pa.float64()),
        *((n, pa.int32()) for n in ("n_before", "n_after", "first", "last")),
        ("until", pa.date32()),
        *((n, pa.string()) for n in ("step", "kind", "variable", "source", "release")),
        ("warnings", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("series", "verdict", "change", "p_values", "breaks", "n_after", "until")
READ_AS: Final = (
    "p values: under serial dependence; family: the same with all measurable series counted "
    "(Holm); independent: of a test that takes years for independent, shown as a warning only.",
    "No is not proof that nothing happened: detectable (in --json) is the change that a series "
    "would show in 4 of 5 cases. A yes names a year, not a cause.",
)


def claim_test(
    store: Store,
    question: str,
    a: str,
    b: str,
    year: int,
    *,
    first: int | None = None,
    alpha: float = ALPHA,
    seed: int = 0,
    draws: int = DRAWS,
    as_of: str | date | None = None,
) -> Answer:
    """Whether a claim about a pair and a year holds, by every series of the store that could tell.

    ``question``: ``turn`` (did the series change in ``year``?) or ``closer`` (is it closer since?).
    A row a series with its verdict: yes, no, or not measurable and why. ``first``: the first year
    drawn on, by default 30 years before ``year``; choose it before looking. ``alpha``: chance of a
    yes where nothing changed, for each series. ``seed``: of the simulated tables of ``draws``
    unchanged series each; the same seed gives the same figures.

    The effect's interval holds 90 percent. Series are never averaged. Not for: causes; a year read
    off the same series; choosing the series that agrees.

    Raises `UnknownCode` and `WrongUse` for what was asked, `NothingFound` when the store has no
    series of the two.
    """
    asked = one_of(question, QUESTIONS, "a claim that can be tested")
    left, right = pair_of(a, b, own=store.actor_list())
    begin = _first(year, first, alpha)
    found = dyad_series(store, left, right, as_of=day_of(as_of), first=begin)
    if not found:
        raise NothingFound(
            f"the store has no yearly series of {left} and {right} from {begin} on",
            where=str(store.path),
            remedy="Add votes, events, trade, arms or visits: multipole sources.",
        )
    verdicts = judge(found, year, question=asked, alpha=alpha, seed=seed, draws=draws)
    table = pa.Table.from_pylist([_row(one) for one in verdicts], schema=SCHEMA)
    names = f"{name_of(left)} and {name_of(right)}"
    title = f"{names}: {_asked_words(asked, year)} Values from {begin} on"
    beside = beside_turn(store, left, right, year, as_of=day_of(as_of))
    notes = (*_family(verdicts, alpha), *_sessions(verdicts, year), *_each(verdicts), *beside)
    return Answer(title, table, evidence.none(), (*notes, *READ_AS), SHOWN)


def _first(year: int, first: int | None, alpha: float) -> int:
    if year not in YEARS:
        raise WrongUse(f"the year {year}", remedy="Give the first year of the new state: 2014.")
    if not 0 < alpha < 0.5:
        raise WrongUse(f"an alpha of {alpha:g}", remedy="Give a chance of error, such as 0.05.")
    begin = year - BEFORE if first is None else first
    if begin >= year:
        raise WrongUse(f"values from {begin} on, for a change in {year}",
                       remedy="Begin years before it.")  # fmt: skip
    return begin


def _asked_words(question: Question, year: int) -> str:
    return f"a change in {year}?" if question == "turn" else f"closer since {year}?"


def _row(one: Verdict) -> dict[str, Any]:
    series, test, size = one.series, one.test, one.test.size
    change = size.change if size else None
    return {
        "series": series.name, "domain": series.domain, "verdict": test.verdict,
        "reason": test.reason, "change": _change(one), "unit": series.unit,
        "effect": change and change.mean, "low": change and change.low,
        "high": change and change.high, "before": size and size.before.mean,
        "after": size and size.after.mean, "detectable": size and size.detectable,
        "toward": closer_of(one), "p_values": _p_values(one), "p": _known(test.p),
        "p_family": _known(one.p_family), "p_independent": _known(test.p_independent),
        "breaks": _breaks(one), **_strongest(test.strongest),
        "n_before": test.n_before, "n_after": test.n_after, "first": series.periods[0],
        "last": series.periods[-1], "until": series.until, "step": series.step,
        "kind": series.kind, "variable": series.variable, "source": series.source,
        "release": series.release, "warnings": list(warnings_of(one)),
    }  # fmt: skip


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _strongest(turn: Turn | None) -> dict[str, Any]:
    return {
        "strongest": turn and turn.period, "strongest_low": turn and turn.low,
        "strongest_high": turn and turn.high, "strongest_p": turn and _known(turn.p),
    }  # fmt: skip


def _change(one: Verdict) -> str:
    """``+0.191 (0.056 to 0.333) further``: in the unit of the series, with the interval."""
    size = one.test.size
    if size is None:
        return ""
    form = ".3f" if one.series.unit == "share" else ".1f"
    change = size.change
    told = f"{change.mean:+{form}} ({change.low:{form}} to {change.high:{form}})"
    return f"{told} {closer_of(one)}"


def _p_values(one: Verdict) -> str:
    if not measured(one.test):
        return ""
    test = one.test
    return f"{test.p:.3f} (family {one.p_family:.3f}, independent {test.p_independent:.3f})"


def _breaks(one: Verdict) -> str:
    """The breaks that the series shows itself, or the place of the strongest that is none."""
    if one.test.turns:
        return ", ".join(map(_place, one.test.turns))
    best = one.test.strongest
    return f"none (strongest {_place(best)}, p {best.p:.3f})" if best else ""


def _place(turn: Turn) -> str:
    span = "" if turn.low == turn.high else f" [{turn.low}-{turn.high}]"
    return f"{turn.period}{span}"


def _family(verdicts: Sequence[Verdict], alpha: float) -> Iterator[str]:
    """How many series were asked, what they say, and how many yes luck alone would give."""
    told = [one for one in verdicts if measured(one.test)]
    yes = [one for one in told if one.test.verdict == "yes"]
    held = [one for one in yes if one.p_family <= alpha]
    names = f" ({'; '.join(one.series.name for one in yes)})" if yes else ""
    yield (
        f"{len(verdicts)} series asked, {len(told)} "
        f"measurable: yes in {len(yes)}{names}, no in {len(told) - len(yes)}. "
        "No verdict is made of several."
    )
    if told:
        chance = 1 - (1 - alpha) ** len(told)
        yield (
            f"At {alpha:.0%} false alarms a series, {len(told) * alpha:.2f} yes are expected where "
            f"nothing changed, one or more with a chance of {chance:.0%} if the series are "
            f"independent. With the family held at {alpha:.0%}, {len(held)} yes "
            f"{'remains' if len(held) == 1 else 'remain'}."
        )


def _sessions(verdicts: Sequence[Verdict], year: int) -> Iterator[str]:
    if any(one.series.step == SESSIONS for one in verdicts):
        session = year - BEFORE_FIRST
        yield (
            f"Votes in the General Assembly are by session, named by the year in which it begins: "
            f"{year} is session {session}, from September {year} on."
        )


def _each(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Why a series cannot tell, and what to mind of one that can; a sentence a reason."""
    said: dict[str, list[str]] = {}
    for one in verdicts:
        reasons = [] if measured(one.test) else [f"not measurable, {one.test.reason}"]
        for words in (*reasons, *warnings_of(one)):
            said.setdefault(words, []).append(one.series.name)
    for words, names in said.items():
        yield f"{words[0].upper()}{words[1:]}: {'; '.join(names)}."
