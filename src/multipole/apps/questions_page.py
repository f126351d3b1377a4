"""The scores of issued forecasts as a page in Markdown, failures included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from multipole.core.errors import UnreadableInput

if TYPE_CHECKING:
    from multipole.answers import Answer

HEAD: Final = "# How good were the forecasts of questions?\n"
_HEADS: Final = {
    "live": "Issued before the question closed",
    "live: parts": "The same by month and length",
    "live: calibration": "Calibration of these",
    "live: misses": "The worst misses of these",
    "held out": "Issued afterwards, on what was known by the day before",
    "held out: parts": "By month and length",
    "held out: calibration": "Calibration",
    "held out: misses": "The worst misses",
}
_Row = Mapping[str, Any]


def write_page(answer: Answer, path: Path, *, about: Sequence[str] = ()) -> None:
    """Write `scored_page` to a file; raises `UnreadableInput` where it cannot be written."""
    try:
        path.write_text(scored_page(answer, about=about), encoding="utf-8")
    except OSError as error:
        raise UnreadableInput(
            f"cannot write: {error.strerror}", where=str(path), remedy="Choose another path."
        ) from None


def scored_page(answer: Answer, *, about: Sequence[str] = ()) -> str:
    """`multipole.answers.question_scores` as a page; ``about`` are paragraphs on the data."""
    parts = [HEAD, *(f"{one}\n" for one in about), f"{answer.title}.\n"]
    for section, rows in groupby(answer.table.to_pylist(), lambda row: row["section"]):
        parts += [f"## {_HEADS.get(section, section)}\n", *_table(section, list(rows))]
    parts += ["## How to read it\n", *(f"- {note}" for note in answer.notes)]
    return "\n".join(parts) + "\n"


def _table(section: str, rows: Sequence[_Row]) -> Iterator[str]:
    if "calibration" in section:
        yield "| forecast | n | mean forecast | ended yes |\n|---|---:|---:|---:|"
        yield from map(_calibrated, rows)
    elif "misses" in section:
        yield "| question | forecast | ended |\n|---|---:|---|"
        yield from (f"| {_text(r)} | {r['mean_probability']:.0%} | {r['outcome']} |" for r in rows)
    else:
        yield (
            "| | n | ended yes | mean forecast | Brier | log score | calibration error | "
            "over climatology | over counting |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
        )
        yield from map(_scored, rows)
    yield ""


def _scored(row: _Row) -> str:
    cells = [
        row["what"],
        f"{row['n']:,}",
        f"{row['share_yes']:.1%}",
        f"{row['mean_probability']:.1%}",
        _ranged(row, "brier", "{:.4f}"),
        f"{row['log_score']:.4f}",
        f"{row['calibration_error']:.3f}",
        _ranged(row, "skill_climatology", "{:+.1%}"),
        _ranged(row, "skill_counting", "{:+.1%}"),
    ]
    return f"| {' | '.join(cells)} |"


def _calibrated(row: _Row) -> str:
    share = f"{row['share_yes']:.1%} ({row['share_low']:.1%} to {row['share_high']:.1%})"
    return f"| {row['what']} | {row['n']:,} | {row['mean_probability']:.1%} | {share} |"


def _ranged(row: _Row, name: str, form: str) -> str:
    if row[name] is None:
        return ""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    ends = f" ({form.format(low)} to {form.format(high)})" if low is not None else ""
    return form.format(row[name]) + ends


def _text(row: _Row) -> str:
    return str(row["text"]).replace("|", "\\|")
