"""What the verdict tables of claims have in common: columns, the family of tests, the notes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from multipole.answers.turns import ALPHA, holm

Row = dict[str, Any]
NOT_MEASURABLE: Final = "not measurable"
#: A verdict, the effect that it is about with its interval, the test if one is made, and whence.
COMMON: Final = (
    *((n, pa.string()) for n in ("series", "domain", "verdict", "reason")),
    *((n, pa.float64()) for n in ("effect", "low", "high")),
    ("unit", pa.string()),
    ("n", pa.int64()),
    ("p", pa.float64()),
    ("p_family", pa.float64()),
    ("period_start", pa.date32()),
    ("period_end", pa.date32()),
    ("until", pa.date32()),
    *((n, pa.string()) for n in ("variable", "source", "release")),
    ("warnings", pa.list_(pa.string())),
    ("cells", pa.list_(pa.string())),
)


def table_of(rows: Iterable[Row], schema: pa.Schema) -> pa.Table:
    """Rows as a table of ``schema``; what a row leaves out, and NaN, is null."""
    empty = dict.fromkeys(schema.names)
    plain = [{k: _known(v) for k, v in (empty | row).items()} for row in rows]
    return pa.Table.from_pylist(plain, schema=schema)


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def measurable(row: Row) -> bool:
    """Whether a row says yes or no."""
    return bool(row["verdict"] in ("yes", "no"))


def with_family(rows: Sequence[Row]) -> list[Row]:
    """The rows with ``p_family``: the p of each with all tests that could be made counted (Holm).

    >>> tested = [{"verdict": "yes", "p": 0.02}, {"verdict": "no", "p": 0.4}, {"verdict": "no"}]
    >>> [row["p_family"] for row in with_family(tested)]
    [0.04, 0.4, nan]
    """
    ps = [row.get("p") if measurable(row) else None for row in rows]
    found = holm([math.nan if p is None else p for p in ps])
    return [row | {"p_family": p} for row, p in zip(rows, found, strict=True)]


def tally(rows: Sequence[Row], *, noun: str = "series") -> str:
    """How many rows were asked, which say yes, which no, and how many cannot tell."""
    told = [row for row in rows if measurable(row)]
    yes = [str(row["series"]) for row in told if row["verdict"] == "yes"]
    names = f" ({'; '.join(yes)})" if yes else ""
    return (
        f"{len(rows)} {noun} asked, {len(told)} measurable: yes in {len(yes)}{names}, "
        f"no in {len(told) - len(yes)}. No verdict is made of several."
    )


def family(rows: Sequence[Row], alpha: float = ALPHA) -> Iterator[str]:
    """What luck alone would give among the tests that were made, and what remains without it."""
    tested = [row for row in rows if not math.isnan(row["p_family"])]
    if tested:
        yes = [row for row in tested if row["verdict"] == "yes"]
        held = sum(row["p_family"] <= alpha for row in yes)
        chance = 1 - (1 - alpha) ** len(tested)
        remain = (
            f" With the family held at {alpha:.0%} (Holm), {held} of {len(yes)} yes among them "
            f"{'remains' if held == 1 else 'remain'}."
        )
        yield (
            f"Verdicts that rest on a test: {len(tested)}. At {alpha:.0%} each, one or more would "
            f"pass by chance in {chance:.0%} of cases if they were independent."
            f"{remain if yes else ''}"
        )


def reasons(rows: Iterable[Row]) -> Iterator[str]:
    """Why a row cannot tell, and what to mind of one that can; a sentence a reason."""
    said: dict[str, list[str]] = {}
    for row in rows:
        why = [] if measurable(row) else [f"{NOT_MEASURABLE}, {row['reason']}"]
        for words in (*why, *row.get("warnings", ())):
            said.setdefault(words, []).append(str(row["series"]))
    for words, names in said.items():
        yield f"{words[0].upper()}{words[1:]}: {'; '.join(dict.fromkeys(names))}."


def number(value: float, digits: int = 2) -> str:
    """A figure for a sentence, or ``unknown``.

    >>> number(0.1234), number(math.nan), number(1.86e13), number(-0.001)
    ('0.12', 'unknown', '1.86e+13', '0.00')
    """
    if math.isnan(value):
        return "unknown"
    return f"{round(value, digits) + 0.0:.{digits}f}" if abs(value) < 1000 else f"{value:.3g}"


def span(low: float, high: float, digits: int = 2) -> str:
    """``0.10 to 0.31``; nothing for a value without an interval."""
    if math.isnan(low) or math.isnan(high) or low == high:
        return ""
    return f"{number(low, digits)} to {number(high, digits)}"


def p_words(p: float) -> str:
    """``p 0.012``, ``p < 0.001``; nothing where no test was made.

    >>> p_words(0.0123), p_words(1e-9), p_words(math.nan)
    ('p 0.012', 'p < 0.001', '')
    """
    return "" if math.isnan(p) else f"p {p:.3f}" if p >= 0.001 else "p < 0.001"
