"""The model card: what the type model was made of, how well it does, what it is not for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

_TEXT: Final = Path(__file__).with_name("CARD.md")


def card(
    *, settings: Mapping[str, Any], plv: int, own: int, table: str,
    types: Iterable[dict[str, Any]], bins: Iterable[dict[str, Any]],
) -> str:  # fmt: skip
    """The page as Markdown; ``types`` are rows of scores, ``bins`` of reliability."""
    return _TEXT.read_text("utf-8").format(
        settings=_settings(settings), plv=plv, own=own or "none", table=table,
        types=_types(types), bins=_bins(bins),
    )  # fmt: skip


def _settings(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in given.items()) + "."


def _bins(rows: Iterable[dict[str, Any]]) -> str:
    out = [
        "| data | probability | n | mean probability | share right |",
        "|---|---|---:|---:|---:|",
    ]
    for row in rows:
        low = row["from"]
        told = f"{row['told']:.2f} | {row['right']:.2f}"
        out.append(f"| {row['data']} | {low:.1f}-{low + 0.1:.1f} | {row['n']} | {told} |")
    return "\n".join(out)


def _types(rows: Iterable[dict[str, Any]]) -> str:
    head = ("data", "type", "F1", "precision", "recall", "n", "taken for")
    out = ["| " + " | ".join(head) + " |", "|---|---|---:|---:|---:|---:|---|"]
    for row in rows:
        rates = [_rate(row["f1"]), _bounded(row, "precision"), _bounded(row, "recall")]
        cells = (row["data"], row["class"], *rates, row["gold"], row["taken_for"])
        out.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(out)


def _bounded(row: Mapping[str, Any], name: str) -> str:
    low, high = (_rate(row.get(f"{name}_{end}")) for end in ("low", "high"))
    return f"{_rate(row[name])} ({low}-{high})"


def _rate(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"
