"""What every answer is: a table, the sentences each row rests on, and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any, Final

import pyarrow as pa

from multipole.answers.headings import HEADINGS
from multipole.answers.words import cell, numbers
from multipole.core.errors import WrongUse

EVIDENCE: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("claim", "kind", "outlet", "title")),
        ("published_on", pa.date32()),
        *((n, pa.string()) for n in ("speaker", "speaker_actor", "stance", "quote", "document")),
        ("beside", pa.list_(pa.string())),
        *((n, pa.int32()) for n in ("start", "end")),
        ("confidence", pa.float64()),
        ("citation", pa.string()),
    ]
)


@dataclass(frozen=True)
class Answer:
    """A table and the sentences behind it.

    ``table``
        One row a finding; its list column ``claims`` (where there is one) names the claims that
        the row rests on.
    ``evidence``
        One row for the quoted words of each of those claims, columns as in `EVIDENCE`: `document`,
        `start`, ``end`` are the place, in code points of the stored text, where ``quote`` stands;
        ``beside`` are words elsewhere that give it an end ("the embargo": whose?), if it has such.
    ``shown``
        The columns a reader sees, in order (see `multipole.answers.words`).
    """

    title: str
    table: pa.Table
    evidence: pa.Table
    notes: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of what a reader sees."""
        return tuple(HEADINGS.get(name, name.replace("_", " ")) for name in self.shown)

    @cached_property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """What a reader sees of each row, as text; ``claims`` as numbers of `evidence` rows."""
        rows = self.table.to_pylist()
        return tuple(tuple(self._cell(row, name) for name in self.shown) for row in rows)

    def _cell(self, row: Mapping[str, Any], name: str) -> str:
        if name == "claims":
            return numbers(n for c in row["claims"] or () for n in self._places.get(c, ()))
        return cell(row, name)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for number, claim in enumerate(self.evidence["claim"].to_pylist(), start=1):
            places.setdefault(claim, []).append(number)
        return places

    def to_json(self) -> dict[str, Any]:
        """Plain values: title, table and evidence as lists of rows, notes. Dates stay dates."""
        return {
            "title": self.title,
            "table": self.table.to_pylist(),
            "evidence": self.evidence.to_pylist(),
            "notes": list(self.notes),
        }

    def to_pandas(self) -> Any:
        """The table as a pandas DataFrame; raises `WrongUse` when pandas is not installed."""
        try:
            return self.table.to_pandas()
        except ImportError:
            raise _not_installed("pandas") from None

    def to_polars(self) -> Any:
        """The table as a polars DataFrame; raises `WrongUse` when polars is not installed."""
        try:
            import polars
        except ImportError:
            raise _not_installed("polars") from None
        return polars.from_arrow(self.table)

    def _repr_html_(self) -> str:
        parts = [
            f"<h4>{escape(self.title)}</h4>",
            _html_table(self.headings, self.cells),
            *(f"<p>{escape(note)}</p>" for note in self.notes),
            _html_evidence(self.evidence.to_pylist()),
        ]
        return f'<div class="multipole">{"".join(parts)}</div>'


def _html_table(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_evidence(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    items = "".join(
        f"<li><q>{escape(row['quote'])}</q> {escape(row['citation'])}</li>" for row in rows
    )
    return f"<details><summary>{len(rows)} sentences</summary><ol>{items}</ol></details>"


def _not_installed(name: str) -> WrongUse:
    return WrongUse(
        f"{name} is not installed",
        remedy=f"Install it (pip install {name}), or use .table, which is an Arrow table.",
    )
