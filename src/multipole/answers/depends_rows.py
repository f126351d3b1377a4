"""What the parts of `depends` share: what was asked, and a row of its table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import pyarrow as pa

from multipole.answers.own_variables import known_variables
from multipole.answers.series_dyad import Reach, reaches
from multipole.core.records import Cell
from multipole.relations.dependence import (
    Between,
    Flows,
    Share,
    concentration,
    equivalents,
    hirschman,
    loss_after,
    others_of,
    rise_needed,
    share_of,
    substitute_of,
)
from multipole.sources import variables
from multipole.sources.gate.source import Variable
from multipole.store import Store

Row = dict[str, Any]
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("measure", "subject", "partner", "flow")),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("share", "low", "high", "index", "amount", "whole")),
        ("unit", pa.string()),
        *((n, pa.string()) for n in ("status", "note")),
        ("partners", pa.int64()),
        ("unknown", pa.int64()),
        *((n, pa.float64()) for n in ("concentration", "hirschman", "equivalents")),
        ("substitute", pa.string()),
        ("substitute_share", pa.float64()),
        ("others", pa.int64()),
        *((n, pa.float64()) for n in ("others_concentration", "rise_needed", "loss")),
        *((n, pa.float64()) for n in ("loss_low", "loss_high")),
        *((n, pa.string()) for n in ("variable", "source", "release")),
        ("until", pa.date32()),
        ("parts", pa.list_(pa.string())),
        ("cells", pa.list_(pa.string())),
        ("cell_count", pa.int64()),
    ]
)
#: How many cells of a row are listed; ``cell_count`` says how many there are.
CELLS: Final = 60
_NONE: Final[Between] = {}


@dataclass(frozen=True)
class Asked:
    """What was asked of a store: the day, the bounds of time, and what others have to spare."""

    store: Store
    known: date | None
    since: date | None
    until: date | None
    spare: float

    @cached_property
    def own(self) -> dict[str, Variable]:
        """The variables of the user's own tables."""
        found = known_variables(self.store, self.known)
        return {name: v for name, v in sorted(found.items()) if name not in variables()}

    def rows(self, variable: str, **narrow: Any) -> list[Row]:
        """The observations of a variable that stand, as plain rows."""
        if variable not in self._held:
            return []
        found: list[Row] = self.store.records.observations(
            variables=[variable], as_of=self.known, since=self.since, until=self.until, **narrow
        ).to_pylist()
        return found

    def reach(self, variable: str) -> Reach | None:
        """The days that a variable covers, None when the store does not hold it."""
        if variable not in self._held:
            return None
        if variable not in self._reached:
            found = reaches(self.store, variable, self.known)
            self._reached[variable] = next(iter(found.values()), None)
        return self._reached[variable]

    @cached_property
    def _held(self) -> set[str]:
        return set(self.store.records.coverage(self.known)["variable"].to_pylist())

    @cached_property
    def _reached(self) -> dict[str, Reach | None]:
        return {}


def share_row(flows: Flows, partner: str, *, spare: float, between: Between = _NONE) -> Row:
    """The columns that come of the flows of one state by partner: its share and all around it."""
    share = share_of(flows, partner, between=between)
    other, its_share = substitute_of(flows, partner)
    others, index = others_of(flows, partner)
    spread = concentration(flows)
    return {
        **_bounded(share), "partners": share.partners, "unknown": share.unknown,
        "concentration": number(spread), "hirschman": number(hirschman(flows)),
        "equivalents": number(equivalents(flows)) if spread == spread else None,
        "substitute": other, "substitute_share": number(its_share), "others": others,
        "others_concentration": number(index), **losses(share, spare=spare),
        "amount": number(flows.get(partner, math.nan)), "whole": _whole(flows, between),
    }  # fmt: skip


def given_row(share: float, *, spare: float) -> Row:
    """The columns of a share that a table gives as it is, without its whole."""
    found = Share(share, share, share, 0, 0)
    return {**_bounded(found), **losses(found, spare=spare)}


def losses(share: Share, *, spare: float) -> Row:
    """What others would have to give more, and what would be lost under the stated rule."""
    names = {"loss": share.value, "loss_low": share.low, "loss_high": share.high}
    return {
        "rise_needed": number(rise_needed(share.value)),
        **{name: number(loss_after(value, spare=spare)) for name, value in names.items()},
    }


def number(value: float) -> float | None:
    """A number of a table: None where it is unknown."""
    return None if math.isnan(value) else value


def placed(cells: Iterable[Mapping[str, Any]]) -> Row:
    """The columns of the cells behind a row, those of the partner first."""
    told = list(dict.fromkeys(str(Cell(r["sha256"], r["row"], r["column"])) for r in cells))
    return {"cells": told[:CELLS], "cell_count": len(told)}


def traced(rows: Sequence[Mapping[str, Any]], reach: Reach) -> Row:
    """The columns that say which data set the rows come from."""
    releases = dict.fromkeys(row["release"] for row in rows)
    return {
        "variable": rows[0]["variable"], "source": rows[0]["source"],
        "release": ", ".join(releases), "until": reach.last,
    }  # fmt: skip


def status_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """What the cells together are: missing before imputed before observed."""
    found = {row["status"] for row in rows}
    for status in ("missing", "not_covered", "imputed"):
        if status in found:
            return status
    return "observed" if found else "not_covered"


def _bounded(share: Share) -> Row:
    return {"share": number(share.value), "low": number(share.low), "high": number(share.high)}


def _whole(flows: Flows, between: Between) -> float | None:
    """What is known of all flows; None when nothing is."""
    known = [value for value in flows.values() if not math.isnan(value)]
    least = [between[k][0] for k, value in flows.items() if math.isnan(value) and k in between]
    return math.fsum((*known, *least)) if known or least else None
