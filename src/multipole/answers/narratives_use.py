"""How often terms stand in what states, or outlets, say: year by year, with the sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, name_of
from multipole.answers.narrative_sides import Asked, asked_of
from multipole.answers.narratives_texts import Text, Texts, sentence_rows, sentence_table, texts
from multipole.core.errors import NothingFound, WrongUse
from multipole.narratives.intervals import Interval
from multipole.narratives.phrases import KNOWN, USUAL, pattern
from multipole.narratives.rates import REACH, THOUSAND, rates, smoothed
from multipole.narratives.texts import count_words
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("term", "side")),
        ("year", pa.int64()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.int64()) for n in ("texts", "words", "count")),
        *((n, pa.float64()) for n in ("per_1000", "low", "high")),
        *((n, pa.float64()) for n in ("line", "line_low", "line_high")),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("term", "side", "year", "count", "words", "per_1000", "low", "high", "line",
                "claims")  # fmt: skip
#: Terms at most, and sentences kept of one term, side and year.
TERMS, SENTENCES = 12, 20
_Row = dict[str, Any]


def term_use(
    store: Store,
    words: Iterable[str] = (),
    *,
    by: str = "states",
    sides: Iterable[str] = (),
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """How often each term stands in 1,000 words of each side, by year.

    ``words``: terms with their forms, as `multipole.narratives.phrases` has them ("hegemon*",
    "rules-based order"); without any those usual in a debate on order. ``by`` states, of their own
    statements in the UN General Debate, or outlets, of their reports. The rest as in
    `multipole.answers.retold`.

    One row a term, side and year with texts: ``per_1000`` with its 90% interval (Jeffreys), and a
    smooth ``line`` with its band, see `multipole.narratives.rates`. ``claims`` names sentences in
    the evidence, at most 20 a row.

    Raises `NothingFound` when the store has no texts of two sides, `WrongUse` for too many terms.
    """
    wanted = tuple(dict.fromkeys(word.strip() for word in words if word.strip())) or USUAL
    if len(wanted) > TERMS:
        raise WrongUse(f"{len(wanted)} terms", remedy=f"Ask for at most {TERMS} at once.")
    looked = {term: pattern(term) for term in wanted}
    asked = asked_of(store, by=by, sides=sides, known=day_of(as_of), since=since,
                     until=until, spoken=True)  # fmt: skip
    found = texts(store, asked, quoted=False)
    dated = [text for text in found.all if text.day]
    if not dated:
        raise _no_texts(store, asked)
    sizes = {
        id(text): sum(count_words(text.text[a:b]) for a, b in text.stretches) for text in dated
    }
    rows: list[_Row] = []
    sentences: list[_Row] = []
    for term in wanted:
        for side in asked.sides:
            own = [text for text in dated if text.side == side]
            made, told = _years(term, looked[term], side, own, sizes)
            rows += made
            sentences += told
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    title = f"{', '.join(wanted)}: times in 1,000 words, by year"
    return Answer(title, table, sentence_table(sentences), _notes(rows, wanted, found), SHOWN)


def _no_texts(store: Store, asked: Asked) -> NothingFound:
    what = "statements of states" if asked.by == "states" else "dated reports"
    return NothingFound(
        f"no {what} of {', '.join(asked.sides)}",
        where=str(store.path),
        remedy="Add the UN General Debate: multipole fetch ungd, or multipole add ungd FILES."
        if asked.by == "states"
        else "Read reports with their dates: multipole read.",
    )


def _years(
    term: str, looked: re.Pattern[str], side: str, own: Sequence[Text], sizes: dict[int, int]
) -> tuple[list[_Row], list[_Row]]:
    by_year: dict[int, list[Text]] = {}
    for text in own:
        if text.day:
            by_year.setdefault(text.day.year, []).append(text)
    years = sorted(by_year)
    counts = [sum(_times(text, looked) for text in by_year[year]) for year in years]
    words = [sum(sizes[id(text)] for text in by_year[year]) for year in years]
    lines = smoothed(years, counts, words) if years else []
    rows, sentences = [], []
    for at, (year, rate, line) in enumerate(zip(years, rates(counts, words), lines, strict=True)):
        told = [s for text in by_year[year] for s in sentence_rows(text, looked, SENTENCES)]
        row = _row(term, side, year, len(by_year[year]), words[at], counts[at], rate, line)
        rows.append(row | {"claims": [s["claim"] for s in told[:SENTENCES]]})
        sentences += told[:SENTENCES]
    return rows, sentences


def _times(text: Text, looked: re.Pattern[str]) -> int:
    return sum(1 for a, b in text.stretches for _ in looked.finditer(text.text, a, b))


def _row(
    term: str, side: str, year: int, texts_: int, words: int, number: int, rate: Interval,
    line: Interval,
) -> _Row:  # fmt: skip
    return {
        "term": term, "side": side, "year": year, "period_start": date(year, 1, 1),
        "period_end": date(year + 1, 1, 1), "texts": texts_, "words": words, "count": number,
        "per_1000": rate.value, "low": rate.low, "high": rate.high,
        "line": line.value, "line_low": line.low, "line_high": line.high,
    }  # fmt: skip


def _notes(rows: Sequence[_Row], wanted: Sequence[str], found: Texts) -> tuple[str, ...]:
    forms = "; ".join(f"{t}: {KNOWN[t.casefold()]}" for t in wanted if t.casefold() in KNOWN)
    counted = (
        f"Counted as one (* any ending, a star alone up to two words): {forms}." if forms else ""
    )
    return (
        *(_lead(rows, term, found.asked.by) for term in wanted),
        *([counted] if counted else []),
        "Intervals are 90% of a Poisson rate (Jeffreys). Words gather in a text about them, "
        "so a single year is less sure than its interval says. The line weighs the years within "
        f"{REACH:g} on each side (tricube; band: Fay and Feuer 1997).",
        *found.notes,
    )


def _lead(rows: Sequence[_Row], term: str, by: str) -> str:
    """Who says a term most over all years, and when it stands most on the line."""
    words: dict[str, int] = {}
    times: dict[str, int] = {}
    for row in rows:
        if row["term"] == term:
            words[row["side"]] = words.get(row["side"], 0) + row["words"]
            times[row["side"]] = times.get(row["side"], 0) + row["count"]
    if not sum(times.values()):
        return f'"{term}" stands in none of these texts.'
    told = [
        f"{name_of(side) if by == 'states' else side} {times[side]} in {words[side]:,} words "
        f"({THOUSAND * times[side] / max(words[side], 1):.2f} in 1,000)"
        for side in sorted(times, key=lambda s: -times[s] / max(words[s], 1))
    ]
    top = max((r for r in rows if r["term"] == term), key=lambda r: r["line"])
    where = name_of(top["side"]) if by == "states" else top["side"]
    return (
        f'"{term}": {", ".join(told)}; the line is highest for {where} about {top["year"]} '
        f"({top['line']:.2f})."
    )
