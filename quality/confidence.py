"""How often the typed coder is right, by what it says of its own claims: fit and reliability.

    python quality/confidence.py            # fits, and shows bins on what was not fitted on
    python quality/confidence.py --write    # writes src/multipole/claims/data/confidence.csv

Fitted on our own reports of ``open`` and ``check`` and the even records of the gold standard
half, checked on the odd ones and the two coded reports. Right is an event with the same senders,
receivers and type as a reference record. The pairs of ``open`` are left out: the type model was
trained on them.
References code one reading of a sentence, or one of its acts, so the shares are
rather low than high. MULTIPOLE_SHARED says where the gold standard lies; without it only the open
reports are read and nothing can be checked.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Final
from unittest import mock

import numpy as np
from scipy.optimize import minimize

from multipole.actors import load_actors
from multipole.answers.gold import gold_files, read_gold, report_of
from multipole.answers.score import MEASURES, match
from multipole.answers.score_gsr import read_gsr, score_gsr
from multipole.claims import code, coder
from multipole.claims.confidence import kind_of, log_odds
from multipole.claims.told import Act
from multipole.claims.type_model import SHIPPED, load_types
from multipole.core.types import Claim, Document, Part
from multipole.documents import read_paths
from multipole.evidence import load_model, read_documents

ROOT: Final = Path(__file__).parents[1]
SHARED: Final = Path(os.environ.get("MULTIPOLE_SHARED", ROOT.parent / "shared"))
TABLE: Final = ROOT / "src/multipole/claims/data/confidence.csv"
OPEN: Final = ROOT / "training/reports/open"
CHECK: Final = ROOT / "training/reports/check"
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
KINDS: Final = ("same", "changed", "pair", "context", "unasked", "lone")
#: Kinds whose share depends on what the coder gave; the others are too few for a slope.
SLOPED: Final = frozenset({"same", "unasked"})
#: How strongly a slope is drawn to 0 and an intercept to that of all kinds: prior cases.
PRIOR: Final = 2.0
RULE: Final = next(rule for name, _, rule in MEASURES if name == "event_type")
BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Case:
    """One coded event: its kind, what the coder gave, and whether the reference has it."""

    kind: str
    given: float
    right: bool


def main() -> None:
    """Fit, print and perhaps write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--write", action="store_true", help="write the table")
    asked = parser.parse_args()
    learned = [c for c in of_reports(OPEN, OPEN) if c.kind != "pair"]
    learned += of_reports(CHECK, CHECK)
    checked: list[Case] = []
    gold = SHARED / "data/gold"
    if gold.exists():
        learned += of_records(gold / "PLOVER_GSR_half.json", half=0)
        checked += of_records(gold / "PLOVER_GSR_half.json", half=1)
        checked += of_reports(SHARED / "data/reports", gold)
    table = fit(learned)
    show("fitted on", learned, table)
    show("not fitted on", checked, table)
    if asked.write:
        write(table, learned)


def of_reports(reports: Path, gold: Path) -> Iterator[Case]:
    """The events that the typed coder finds in coded reports."""
    for path in gold_files(gold):
        found = read_paths([report_of(path, reports)], now=NOW)
        (document,) = [x[0] for x in found if isinstance(x, tuple)]
        claims = coded(document)
        records = [g for g in read_gold(path, document.text) if g.kind == "event"]
        hits = {i for i, _ in match(claims, records, RULE)}
        yield from (case_of(claim, i in hits) for i, claim in enumerate(claims))


def of_records(path: Path, *, half: int) -> Iterator[Case]:
    """The same in every second text of gold standard records at the level of states."""
    records, _ = read_gsr(path, actors=load_actors())
    for record in [r for r in records if not r.out][half::2]:
        part = Part(0, len(record.text), "body")
        document = Document("", "", "", "", "en", None, NOW, "", "r", record.text, (part,))
        for claim in coded(document):
            score = score_gsr([record], [[claim]], coder="", digest="")
            yield case_of(claim, score.right["all"] > 0)


def coded(document: Document) -> list[Claim]:
    """The events of a document, their confidence as `tagged` writes it."""
    ((_, reading),) = read_documents([document], model=load_model(), actors=load_actors())
    with mock.patch.object(coder, "measured", tagged):
        claims = code(document, reading, types=load_types(SHIPPED))
    return [claim for claim in claims if claim.kind == "event"]


def tagged(act: Act) -> Act:
    """The act with its kind written into its confidence: (number of the kind + given) / 10."""
    return replace(act, confidence=(KINDS.index(kind_of(act)) + min(act.confidence, 0.999)) / 10)


def case_of(claim: Claim, right: bool) -> Case:
    """Read what `tagged` wrote."""
    number, given = divmod(claim.confidence * 10, 1)
    return Case(KINDS[int(number)], given, right)


def fit(cases: Sequence[Case]) -> dict[str, tuple[float, float]]:
    """Intercept and slope of each kind, by penalised maximum likelihood."""
    usual = log_odds(float(np.mean([c.right for c in cases])))
    return {kind: _fit([c for c in cases if c.kind == kind], usual) for kind in KINDS}


def _fit(cases: Sequence[Case], usual: float) -> tuple[float, float]:
    x = np.array([log_odds(c.given) for c in cases])
    y = np.array([c.right for c in cases])
    sloped = bool(cases) and cases[0].kind in SLOPED

    def loss(at: np.ndarray) -> float:
        odds = at[0] + sloped * at[1] * x
        likely = np.log1p(np.exp(np.where(y, -odds, odds))).sum()
        return float(likely + PRIOR * ((at[0] - usual) ** 2 / 2 + at[1] ** 2))

    found = minimize(loss, [usual, 0.0], bounds=[(None, None), (0.0, None)]).x
    return round(float(found[0]), 3), round(float(found[1]) * sloped, 3)


def chance(case: Case, table: dict[str, tuple[float, float]]) -> float:
    """The confidence that the table gives a case."""
    intercept, slope = table[case.kind]
    return float(1 / (1 + np.exp(-intercept - slope * log_odds(case.given))))


def show(title: str, cases: Sequence[Case], table: dict[str, tuple[float, float]]) -> None:
    """Reliability: what was said and what was right, by bin; and the mean gap."""
    said = np.array([chance(c, table) for c in cases])
    right = np.array([c.right for c in cases])
    print(f"\n{title}: {len(cases)} events, {right.sum()} right\n")
    print("| said | events | mean said | right |\n|---|---:|---:|---:|")
    gap = 0.0
    for low, high in pairwise(BINS):
        inside = (low <= said) & (said < high)
        if inside.any():
            gap += abs(said[inside].sum() - right[inside].sum())
            means = f"{said[inside].mean():.2f} | {right[inside].mean():.2f}"
            print(f"| {low:.1f}-{high:.1f} | {inside.sum()} | {means} |")
    print(f"\nexpected calibration error {gap / max(len(cases), 1):.3f}")


def write(table: dict[str, tuple[float, float]], cases: Sequence[Case]) -> None:
    """Write the table that the coder reads, with how many of how many were right."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["kind", "intercept", "slope", "right", "of"])
        for kind in KINDS:
            own = [c.right for c in cases if c.kind == kind]
            rows.writerow([kind, *table[kind], sum(own), len(own)])


if __name__ == "__main__":
    main()
