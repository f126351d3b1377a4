"""Whether two permanent members veto together: shares of joint vetoes, and runs of them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from multipole.answers.claim_rows import NOT_MEASURABLE, Row, number, span
from multipole.answers.series_dyad import Reach, reaches
from multipole.answers.series_votes import seated
from multipole.core.periods import ONE_DAY
from multipole.core.records import Cell
from multipole.core.types import Estimate
from multipole.relations.votes_doubt import share_estimate
from multipole.sources import variables
from multipole.store import Store

VETO: Final = "veto"
DOMAIN: Final = "vetoes"
RULE: Final = (
    "Rule for vetoes, ours: yes when the whole interval of the share lies above one half, no when "
    "it lies below; the interval is Beta(k + 1, n - k + 1). A run is of vetoes in a row, by day."
)
UNPUT: Final = "Drafts never put to the vote, for fear of a veto, are in no list."


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that one of the two vetoed, or both: ``by``. ``topic`` as the list has it, or ""."""

    item: str
    day: date
    topic: str
    by: frozenset[str]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Drafts in a row that both vetoed."""

    drafts: tuple[Draft, ...]

    def __str__(self) -> str:
        first, last = self.drafts[0], self.drafts[-1]
        return (
            f"{len(self.drafts)} in a row: {first.day} ({first.item}) to {last.day} ({last.item})"
        )


def longest(drafts: Sequence[Draft]) -> list[Run]:
    """The longest runs of drafts that both vetoed: several where they are as long; or none.

    >>> both, one = frozenset({"A", "B"}), frozenset({"A"})
    >>> days = [Draft(f"S/{n}", date(2000 + n, 1, 1), "", by, ())
    ...         for n, by in enumerate([both, one, both, both])]
    >>> print(*longest(days))
    2 in a row: 2002-01-01 (S/2) to 2003-01-01 (S/3)
    """
    parts = [(joint, [*run]) for joint, run in groupby(drafts, lambda d: len(d.by) > 1)]
    runs = [Run(tuple(run)) for joint, run in parts if joint]
    most = max((len(run.drafts) for run in runs), default=0)
    return [run for run in runs if len(run.drafts) == most]


def veto_rows(
    store: Store, a: str, b: str, *, since: int | None, until: int | None, as_of: date | None
) -> Iterator[Row]:
    """Of each list of vetoes: joint ones of those of either, and of each one's own."""
    ends = (a, b) if a < b else (b, a)
    for reach in reaches(store, VETO, as_of).values():
        drafts = _drafts(store, ends, reach, as_of)
        kept = [d for d in drafts if (since or 0) <= d.day.year <= (until or date.max.year)]
        why = _unfit(ends, reach, since)
        yield _row("joint vetoes, of drafts that either vetoed", kept, reach, why)
        for one, other in (ends, ends[::-1]):
            own = [d for d in kept if one in d.by]
            yield _row(f"vetoes of {one} that {other} cast too", own, reach, why)


def topics(rows: Sequence[Row]) -> Iterator[str]:
    """The longest runs of joint vetoes in a sentence, among all drafts and on one topic."""
    for row in rows:
        if row.get("run_words"):
            yield f"Longest run, {row['series']}: {row['run_words']}."
    drafts: Sequence[Draft] = next((r["drafts"] for r in rows if r.get("drafts")), ())
    names = dict.fromkeys(d.topic for d in drafts if d.topic)
    runs = [(name, longest([d for d in drafts if d.topic == name])) for name in names]
    known = [(name, found) for name, found in runs if found and len(found[0].drafts) > 1]
    if known:
        name, found = max(known, key=lambda told: len(told[1][0].drafts))
        yield f"Longest run on one topic of the list ({name}): {_all(found)}."


def _all(runs: Sequence[Run]) -> str:
    return " and ".join(map(str, runs))


def _drafts(store: Store, ends: tuple[str, str], reach: Reach, as_of: date | None) -> list[Draft]:
    found = store.records.observations(variables=[VETO], subjects=list(ends), as_of=as_of)
    cast: dict[str, list[dict[str, Any]]] = {}
    for row in found.to_pylist():
        if row["source"] == reach.source and row["value"] and seated(row["period_start"], *ends):
            cast.setdefault(row["item"], []).append(row)
    told = store.records.items(kinds=["draft"], items=list(cast), as_of=as_of).to_pylist()
    topic = {row["item"]: _topic(row["facts"]) for row in told}
    drafts = [
        Draft(
            item, rows[0]["period_start"], topic.get(item, ""),
            frozenset(row["subject"] for row in rows),
            tuple(str(Cell(r["sha256"], r["row"], r["column"])) for r in rows),
        )
        for item, rows in cast.items()
    ]  # fmt: skip
    return sorted(drafts, key=lambda d: (d.day, d.item))


def _topic(facts: str | None) -> str:
    return str(json.loads(facts or "{}").get("crisis_topic") or "")


def _unfit(ends: tuple[str, str], reach: Reach, since: int | None) -> str:
    may = variables()[VETO][1].subjects
    without = [end for end in ends if end not in may]
    if without:
        return f"{' and '.join(without)} {'has' if len(without) == 1 else 'have'} no veto"
    if since is not None and since > reach.last.year:
        return f"the series ends in {reach.last.year}"
    return ""


def _row(series: str, drafts: Sequence[Draft], reach: Reach, why: str) -> Row:
    k, n = sum(len(d.by) > 1 for d in drafts), len(drafts)
    share = share_estimate(k, n)
    verdict, reason = (NOT_MEASURABLE, why) if why else _verdict(share, k, n)
    runs = longest(drafts)
    run = runs[-1] if runs else None
    return {
        "series": series, "domain": DOMAIN, "verdict": verdict, "reason": reason,
        "effect": share.mean, "low": share.low if n else math.nan,
        "high": share.high if n else math.nan, "unit": "share", "n": n, "equal": k,
        "period_start": drafts[0].day if n else None,
        "period_end": drafts[-1].day + ONE_DAY if n else None,
        "until": reach.last, "variable": VETO, "source": reach.source, "release": reach.release,
        "measured_by": "share", "p": math.nan, "warnings": [],
        "told": f"{k} of {n}, {number(share.mean)} ({span(share.low, share.high)})" if n else "",
        "run": len(run.drafts) if run else 0 if n else None,
        "run_start": run and run.drafts[0].day, "run_end": run and run.drafts[-1].day,
        "run_items": [d.item for d in run.drafts] if run else [],
        "run_words": _all(runs) if run and len(run.drafts) > 1 else "", "drafts": tuple(drafts),
        "cells": [cell for d in drafts for cell in d.cells],
    }  # fmt: skip


def _verdict(share: Estimate, k: int, n: int) -> tuple[str, str]:
    if n == 0:
        return NOT_MEASURABLE, "no draft was vetoed then"
    if share.low > 0.5:
        return "yes", f"{k} of {n} drafts, more than half beyond doubt"
    if share.high < 0.5:
        return "no", f"{k} of {n} drafts, less than half beyond doubt"
    return NOT_MEASURABLE, f"too few: {k} of {n} drafts cannot be told from half"
