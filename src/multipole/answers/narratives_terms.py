"""The terms that set each side's words apart from those of the others, with their sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, day_of, name_of
from multipole.answers.narrative_sides import asked_of, theme_words
from multipole.answers.narratives_texts import Text, Texts, sentence_rows, sentence_table, texts
from multipole.answers.words import count
from multipole.core.errors import NothingFound
from multipole.narratives.apart import SHUFFLES, Apart, of_sides, set_apart, shuffled
from multipole.narratives.rates import THOUSAND
from multipole.narratives.vocabulary import FEWEST, Counts, counted
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("side", "term")),
        *((n, pa.float64()) for n in ("log_odds", "low", "high", "z", "chance")),
        *((n, pa.string()) for n in ("apart", "at_random", "said")),
        *((n, pa.int64()) for n in ("count", "others_count")),
        *((n, pa.float64()) for n in ("per_1000", "others_per_1000")),
        *((n, pa.int64()) for n in ("in_texts", "texts", "words")),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("side", "term", "apart", "at_random", "said", "claims")
#: Terms and sentences shown for a side; a term must stand in so many of its texts.
LIMIT, SENTENCES, IN_TEXTS = 10, 5, 2
#: The log-odds that a shown term surely has: its odds are half as high again as with the others.
LEAST: Final = math.log(1.5)
SEED: Final = 1
_Row = dict[str, Any]


def terms(
    store: Store,
    *,
    by: str = "outlets",
    sides: Iterable[str] = (),
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    limit: int = LIMIT,
) -> Answer:
    """The terms that each side uses more than the others do: words and two-word terms.

    ``by``, ``sides``, ``since``, ``until``, ``as_of`` and errors as in `multipole.answers.retold`;
    ``limit`` terms of each side: those with the highest z, of those whose interval lies above
    `LEAST` and that stand in two texts. The words of a state are its own
    statements in the store and what reports quote of it.

    ``log_odds`` with its 90% interval ``low`` to ``high`` and ``z``: see
    `multipole.narratives.apart`. ``chance``: in what share of deals of the texts to the sides at
    random a term comes as far apart. ``count`` of ``words`` and ``others_count``: occurrences here
    and with all others; ``in_texts`` of ``texts`` hold it. ``apart``, ``at_random`` and ``said``
    have the same in words. ``claims`` names sentences in the evidence, at most five a term.
    """
    asked = asked_of(store, by=by, sides=sides, known=day_of(as_of), since=since,
                     until=until, spoken=True)  # fmt: skip
    found = texts(store, asked)
    present = [side for side in asked.sides if any(t.stretches for t in found.of(side))]
    if len(present) < 2:
        raise NothingFound(
            f"{count(len(present), 'side')} with words in one language",
            where=str(store.path),
            remedy="Read texts of two or more, or ask for other days: multipole status.",
        )
    rows, sentences_, notes = _compared(found, present, limit)
    title = f"Terms that set {len(present)} {by} apart {theme_words(asked)}".strip()
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return Answer(title, table, sentence_table(sentences_), (*notes, *found.notes), SHOWN)


def _compared(
    found: Texts, sides: Sequence[str], limit: int
) -> tuple[list[_Row], list[_Row], list[str]]:
    used = [text for text in found.all if text.side in sides]
    made = counted((text.text, text.stretches) for text in used)
    side = np.array([sides.index(text.side) for text in used])
    words = np.bincount(side, weights=made.words).astype(np.float64)
    weight = float(made.words.mean())
    apart = set_apart(of_sides(made.table, side), words, weight=weight)
    chance = shuffled(made.table, made.words, side, weight=weight, rng=np.random.default_rng(SEED))
    holding = of_sides((made.table > 0).astype(np.float64), side)
    rows: list[_Row] = []
    sentences_: list[_Row] = []
    for number, name in enumerate(sides):
        own = [text for text in used if text.side == name]
        for place in _first(apart, holding, number, len(own), limit):
            row = _row(name, made, apart, words, number, place)
            row |= {"texts": len(own), "in_texts": int(holding[number, place])}
            told = _sentences(own, made.terms[place])
            row |= {"claims": [s["claim"] for s in told]}
            rows.append(row | _said(row) | _random(float(chance[number, place])))
            sentences_ += told
    return rows, sentences_, _notes(found, sides, rows, made, weight)


def _first(
    apart: Apart, holding: np.ndarray, number: int, texts_: int, limit: int
) -> Sequence[int]:
    """The terms of a side with the highest z, of those surely apart that enough texts hold."""
    fit = (holding[number] >= min(IN_TEXTS, texts_)) & (apart.low[number] > LEAST)
    order = np.argsort(-np.where(fit, apart.z[number], -np.inf), kind="stable")
    return [int(place) for place in order[:limit] if fit[place]]


def _row(
    name: str, made: Counts, apart: Apart, words: np.ndarray, number: int, place: int
) -> _Row:  # fmt: skip
    here, there = apart.count[number, place], apart.others[number, place]
    rest = words.sum() - words[number]
    return {
        "side": name,
        "term": made.terms[place],
        "log_odds": float(apart.delta[number, place]),
        "low": float(apart.low[number, place]),
        "high": float(apart.high[number, place]),
        "z": float(apart.z[number, place]),
        "count": int(here),
        "others_count": int(there),
        "per_1000": float(THOUSAND * here / words[number]),
        "others_per_1000": float(THOUSAND * there / rest),
        "words": int(words[number]),
    }


def _said(row: _Row) -> _Row:
    """How far apart and how often, in words."""
    return {
        "apart": f"{row['log_odds']:.2f} ({row['low']:.2f} to {row['high']:.2f}), z {row['z']:.1f}",
        "said": f"{row['count']} times in {row['in_texts']} of {row['texts']} texts, "
        f"{row['per_1000']:.2f} in 1,000 words; others {row['others_per_1000']:.2f}",
    }


def _random(chance: float) -> _Row:
    """The chance, and in words: ``3 in 201`` counts the deal that is as it is."""
    return {"chance": chance, "at_random": f"{round(chance * (SHUFFLES + 1))} in {SHUFFLES + 1}"}


def _sentences(own: Sequence[Text], term: str) -> list[_Row]:
    """One sentence of each text in turn, at most `SENTENCES`."""
    looked = _pattern(term)
    each = [sentence_rows(text, looked, SENTENCES) for text in own]
    turns = (rows[n] for n in range(SENTENCES) for rows in each if len(rows) > n)
    return [row for _, row in zip(range(SENTENCES), turns, strict=False)]


def _pattern(term: str) -> re.Pattern[str]:
    between = r"(?:['\u2019]s)?[\W\d_]+"
    words = [re.escape(word).replace("'", "['\u2019]") for word in term.split()]
    return re.compile(rf"(?<![^\W_]){between.join(words)}(?![^\W_])", re.IGNORECASE)


def _notes(
    found: Texts, sides: Sequence[str], rows: Sequence[_Row], made: Counts, weight: float
) -> list[str]:
    return [
        _lead(rows, found.asked.by),
        f"{len(made.terms):,} words and two-word terms that stand {FEWEST} times or more in "
        f"{len(made.words):,} texts are compared, each side with all others: log-odds with a prior "
        f"of all texts (Monroe, Colaresi and Quinn 2008) that weighs as much as a text of "
        f"{weight:,.0f} words, their mean; intervals 90%. 0.69 is twice the odds, 1.39 four times.",
        f"at random: in how many of {SHUFFLES + 1} deals of the texts to the {len(sides)} sides, "
        f"the real one among them (seed {SEED}), the term comes as far apart as here; a text that "
        "repeats its own word so counts for no more than it is. With so many terms, some come far "
        "apart by chance.",
        "Shown are the terms with the highest z, of those that stand in two texts of the side and "
        "whose odds are surely half as high again as with the others; no list leaves words out. A "
        "term sets a side apart when it writes of other matters or at other times, too: read the "
        "sentences.",
    ]


def _lead(rows: Sequence[_Row], by: str) -> str:
    """The answer in a sentence: the term with the highest z of all."""
    if not rows:
        return "No term surely sets a side apart."
    top = max(rows, key=lambda row: row["z"])
    side = name_of(top["side"]) if by == "states" else top["side"]
    return (
        f'Furthest apart: "{top["term"]}" stands {top["per_1000"]:.2f} times in 1,000 words at '
        f"{side} ({top['count']} times in {top['in_texts']} of {top['texts']} texts) and "
        f"{top['others_per_1000']:.2f} times with the others (z {top['z']:.1f}; at "
        f"random {top['at_random']})."
    )
