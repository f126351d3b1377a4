"""Asking questions: in words, by a criterion, or many made from a history; taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from multipole.answers.answer import Answer
from multipole.answers.asked import actor_of, day_of, end_of, name_of, start_of
from multipole.answers.questions import questions, standing
from multipole.answers.questions_acts import Sources, check_source
from multipole.answers.words import count
from multipole.core.errors import BadValue, NothingFound, WrongUse
from multipole.core.ids import digest
from multipole.core.periods import ONE_DAY, Period
from multipole.core.types import Run
from multipole.core.version import VERSION
from multipole.forecast.questions import KNOWN, Question, Withdrawal
from multipole.forecast.questions_criterion import Criterion, parse_criterion
from multipole.forecast.questions_made import generate_questions
from multipole.forecast.questions_words import read_question, words_of
from multipole.store import Store

SHORTEST = 4


def run_of(step: str, settings: str, inputs: Sequence[str], now: datetime) -> Run:
    """The run of a step that questions take."""
    return Run(f"questions {step}", VERSION, digest(*inputs), settings, 0, now)


def add_question(
    store: Store,
    text: str = "",
    *,
    criterion: str | None = None,
    source: str | None = None,
    opens: str | date | None = None,
    closes: str | date | None = None,
    now: datetime,
) -> Answer:
    """Ask a question: in words that are understood, or by a criterion, or both.

    Days that are not given are read from the words; the first that counts is then the day of
    ``now``. ``source`` settles it: None takes the one with most acts, and keeps it. Asking the same
    again changes nothing. Raises `WrongUse` when the words are not sure or no last day is given.
    """
    first, last = start_of(opens), end_of(closes)
    if criterion is None:
        read = read_question(_dated(text, last), today=first or now.date())
        ask, first, last = read.criterion, first or read.opens, last or read.closes + ONE_DAY
    else:
        ask = parse_criterion(criterion)
        if last is None and text:
            read_days = read_question(text, today=first or now.date())
            first, last = first or read_days.opens, read_days.closes + ONE_DAY
    if last is None:
        raise WrongUse("a question without a last day", remedy="Give --closes 2019-03-31.")
    asked = _question(store, text, ask, source, first or now.date(), last - ONE_DAY)
    store.asked.add_questions([asked], run_of("add", "", [asked.id], now))
    return questions(store, [asked.id])


def make_questions(
    store: Store,
    month: str | Period,
    *,
    n: int,
    source: str | None = None,
    as_of: str | date | None = None,
    delay_days: int | None = None,
    now: datetime,
) -> Answer:
    """Ask ``n`` questions of a month, with thresholds that only the past has chosen.

    ``as_of``: what was known by then, by default by the day before the month. ``delay_days``: as if
    each act were known so many days after it happened, for data that were released later.
    """
    span = Period.parse(month) if isinstance(month, str) else month
    known = day_of(as_of) or span.start - timedelta(days=1)
    sources = Sources(store, as_of=None if delay_days is not None else known)
    chosen = check_source(source) if source else sources.default(parse_criterion("A>B act"))
    told = sources.told(Question("", "A>B act >= 1", chosen, span.start, span.last))
    if told is None:
        raise NothingFound(f"no acts of {chosen} by {known}", where=str(store.path))
    past = told.past(as_of=known, delay_days=delay_days)
    made = generate_questions(past, month=span, source=chosen, n=n, name=name_of)
    asked = [one.question for one in made]
    settings = f"{span} as of {known} {basis_of(delay_days)}"
    store.asked.add_questions(asked, run_of("make", settings, [q.id for q in asked], now))
    return questions(store, [q.id for q in asked])


def withdraw_question(store: Store, name: str, *, reason: str, by: str, now: datetime) -> Answer:
    """Ask a question no more; it stays in the list, with who took it back and why.

    Raises `WrongUse` for one that has closed or is settled: what went wrong is not taken back.
    """
    id_ = question_meant(store, name)
    row = store.asked.questions([id_]).to_pylist()[0]
    settled = standing(store).get(id_)
    if settled or row["closes"] < now.date():
        raise WrongUse(
            f"question {id_} closed on {row['closes']}", remedy="It stays and is scored."
        )
    try:
        taken = Withdrawal(id_, reason, by, now)
    except BadValue as error:
        raise WrongUse(error.what, remedy=error.remedy) from None
    store.asked.withdraw(taken, run_of("withdraw", reason, [id_], now))
    return questions(store, [id_])


def question_meant(store: Store, name: str) -> str:
    """The id of the question that begins with ``name``.

    Raises `NothingFound` when there is none, `WrongUse` when ``name`` is short or means several.
    """
    start = name.strip().lower()
    if len(start) < SHORTEST:
        raise WrongUse(f"{name!r} is too short for an id", remedy=f"Give {SHORTEST} signs or more.")
    found = store.asked.ids_beginning(start)
    if len(found) > 1:
        raise WrongUse(f"{name!r} may be any of {len(found)}", remedy="Give more of it.")
    if not found:
        raise NothingFound(
            f"there is no question {name!r}",
            where=str(store.path),
            remedy="Ids are in: multipole questions list.",
        )
    return found[0]


def basis_of(delay_days: int | None) -> str:
    """How a forecast says what counted as known."""
    if delay_days is None:
        return KNOWN
    if delay_days < 0:
        raise WrongUse(f"a delay of {count(delay_days, 'day')}", remedy="Give 0 or more.")
    return f"day+{delay_days}"


def _dated(text: str, last: date | None) -> str:
    """The words with a last day that was given apart."""
    if last is None:
        return text
    return f"{text.strip().removesuffix('?')} by {last - ONE_DAY}?"


def _question(
    store: Store, text: str, ask: Criterion, source: str | None, opens: date, closes: date
) -> Question:
    own = store.actor_list()
    try:
        named = ask.named(lambda name: actor_of(name, own=own))
    except BadValue as error:
        raise WrongUse(error.what, remedy=error.remedy) from None
    chosen = check_source(source) if source else Sources(store).default(named)
    words = " ".join(text.split()) or words_of(named, opens, closes, name=name_of)
    try:
        return Question(words, str(named), chosen, opens, closes)
    except BadValue as error:
        raise WrongUse(error.what, remedy=error.remedy) from None
