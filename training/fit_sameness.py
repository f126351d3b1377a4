"""Fit the weights by which claims are judged to tell one event, and measure the judging.

Run from the folder of the project::

    python training/fit_sameness.py          # measure
    python training/fit_sameness.py --choose # how strongly to hold to the guesses
    python training/fit_sameness.py --fit    # write src/multipole/claims/data/sameness.csv, measure

Reads ``training/tellings/tellings.txt``: groups of events that are easily confused, each told by
several outlets. The groups with odd numbers are fitted on, the others are only measured.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from scipy.optimize import minimize

from multipole.claims.same import judge_same
from multipole.claims.same_groups import grouped
from multipole.claims.same_score import AMOUNTS, FINDINGS, compare, weights
from multipole.claims.same_tellings import Tellings, tell
from multipole.core.periods import Period
from multipole.core.types import Claim, Span

TELLINGS: Final = Path(__file__).parent / "tellings" / "tellings.txt"
TABLE: Final = Path(__file__).parents[1] / "src/multipole/claims/data/sameness.csv"
NOW: Final = datetime(2030, 1, 1, tzinfo=UTC)
#: What a weight may not be: a finding that speaks against sameness is not to speak for it.
AGAINST: Final = (
    "few_days_apart", "days_apart", "part_of_ends", "related_ends", "end_missing", "swapped_ends",
    "other_ends", "kindred_type", "like_type", "opposed_type", "other_mood", "other_domain",
    "published_apart", "other_names", "other_numbers", "day_in_longer",
)  # fmt: skip
FOR: Final = ("same_day", "names_shared", "numbers_shared", "words_shared")
#: Weights that are set by hand, as the tellings cannot show them: each is of another report, and
#: their domains were coded by one person, who agrees with himself more than a coder does.
SET: Final = {
    "same_domain": 0.3, "other_domain": -0.5,
    "other_document": 0.0, "same_document": -0.5, "same_sentence": 1.0,
    "same_sentence_other_type": -12.0, "one_report": 0.0,
}  # fmt: skip
#: How strongly the weights are held to what was guessed before: chosen by leaving out groups.
STRENGTH: Final = 1.0


@dataclass(frozen=True, slots=True)
class Telling:
    """One line of the file."""

    event: str
    group: int
    outlet: str
    claim: Claim


def read_tellings(path: Path = TELLINGS) -> list[Telling]:
    """All tellings, in the order of the file; raises `ValueError` for a line that is not one."""
    lines = path.read_text("utf-8").splitlines()
    return [_telling(n, line) for n, line in enumerate(lines) if line and line[0].isdigit()]


def _telling(number: int, line: str) -> Telling:
    event, outlet, published, ends, action, mood, when, domain, text = line.split(" | ")
    sender, receiver = _ends(ends)
    span = Span.cut(f"{outlet} {number}", text, 0, len(text))
    claim = Claim(
        "event", (span,), date.fromisoformat(published), "hand", 0.8, modality=mood, sender=sender,
        receiver=receiver, action=action, domain=domain,
        period=Period.parse(when) if when else None,
    )  # type: ignore[arg-type]  # fmt: skip
    return Telling(event, int(event.rstrip("abcdef")), outlet, claim)


def _ends(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if "=" in text:
        both = tuple(sorted(text.strip("=").replace("=", ",").split(",")))
        return both, both
    sender, receiver = (tuple(sorted(x.split(","))) if x else () for x in text.split(">"))
    return sender, receiver


def labelled(told: Iterable[Telling]) -> list[tuple[Telling, Telling, bool]]:
    """All pairs inside a group, and whether they tell one event."""
    pairs = combinations(told, 2)
    return [(a, b, a.event == b.event) for a, b in pairs if a.group == b.group]


def names() -> list[str]:
    """All findings and amounts, in the order of the table."""
    return ["bias", *(n for kind in FINDINGS.values() for n in kind), *AMOUNTS]


def matrix(tellings: Tellings, left: list[int], right: list[int]) -> np.ndarray:
    """A row a pair, a column for each of `names`."""
    found = compare(tellings, np.array(left), np.array(right))
    columns = [np.ones(len(left))]
    for kind, findings in FINDINGS.items():
        columns += [(found.findings[kind] == n).astype(float) for n in range(len(findings))]
    return np.column_stack([*columns, *(found.amounts[name] for name in AMOUNTS)])


def guesses() -> np.ndarray:
    """What was guessed of the weights before any telling was seen: the column of the table."""
    with TABLE.open(encoding="utf-8") as file:
        found = {row["finding"]: float(row["guess"]) for row in csv.DictReader(file)}
    return np.array([found[name] for name in names()])


def fit(told: list[Telling], strength: float = STRENGTH) -> dict[str, float]:
    """Weights by logistic regression, held to the guesses and in sign to `FOR` and `AGAINST`."""
    tellings = tell(t.claim for t in told)
    place = {claim: n for n, claim in enumerate(tellings.ids)}
    pairs = labelled(told)
    features = matrix(tellings, [place[a.claim.id] for a, _, _ in pairs],
                      [place[b.claim.id] for _, b, _ in pairs])  # fmt: skip
    truth = np.array([same for _, _, same in pairs], dtype=float)
    bounds = [_bound(name) for name in names()]

    guessed = guesses()

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        odds, off = features @ w, w - guessed
        cost = np.logaddexp(0, odds).sum() - truth @ odds + strength * (off**2).sum()
        slope = features.T @ (1 / (1 + np.exp(-odds)) - truth) + 2 * strength * off
        return cost, slope

    best = minimize(loss, guessed, jac=True, bounds=bounds, method="L-BFGS-B")
    return dict(zip(names(), best.x.tolist(), strict=True))


def _bound(name: str) -> tuple[float | None, float | None]:
    if name in SET:
        return (SET[name], SET[name])
    return (None, 0.0) if name in AGAINST else (0.0, None) if name in FOR else (None, None)


def write(found: dict[str, float]) -> None:
    """Write the table, keeping its guesses and words."""
    known, guessed = weights(), guesses()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["finding", "guess", "weight", "words"])
        for name, guess in zip(names(), guessed, strict=True):
            out.writerow([name, f"{guess:.2f}", f"{found[name]:.2f}", known[name].words])
    weights.cache_clear()


def left_out(told: list[Telling], strength: float) -> float:
    """Mean log loss of the pairs of a group under weights fitted without it."""
    total, many = 0.0, 0
    for group in sorted({t.group for t in told}):
        found = fit([t for t in told if t.group != group], strength)
        own = [t for t in told if t.group == group]
        tellings = tell(t.claim for t in own)
        place = {claim: n for n, claim in enumerate(tellings.ids)}
        pairs = labelled(own)
        rows = matrix(tellings, [place[a.claim.id] for a, _, _ in pairs],
                      [place[b.claim.id] for _, b, _ in pairs])  # fmt: skip
        odds = rows @ np.array([found[name] for name in names()])
        truth = np.array([same for _, _, same in pairs])
        total += float(np.logaddexp(0, np.where(truth, -odds, odds)).sum())
        many += len(pairs)
    return total / many


def measured(told: list[Telling], groups: list[list[str]]) -> dict[str, float]:
    """Pairwise and B-cubed precision, recall and F1 of groups of claim ids."""
    event = {t.claim.id: t.event for t in told}
    group = {claim: n for n, members in enumerate(groups) for claim in members}
    pairs = list(combinations(sorted(event), 2))
    same = [(event[a] == event[b], group[a] == group[b]) for a, b in pairs]
    both, truth, ours = (sum(map(f, same)) for f in (all, lambda x: x[0], lambda x: x[1]))
    shares = []
    for claim in event:
        mine = [c for c in event if group[c] == group[claim]]
        true = [c for c in event if event[c] == event[claim]]
        shared = len({*mine} & {*true})
        shares.append((shared / len(mine), shared / len(true)))
    cubed = np.array(shares).mean(axis=0)
    return {
        "pairs P": both / max(ours, 1), "pairs R": both / truth,
        "pairs F1": 2 * both / max(ours + truth, 1),
        "B3 P": cubed[0], "B3 R": cubed[1], "B3 F1": 2 * cubed.prod() / cubed.sum(),
    }  # fmt: skip


def groups_of(told: list[Telling]) -> list[list[str]]:
    """The claims grouped by the rules."""
    tellings = tell(t.claim for t in told)
    judged = judge_same(tellings, at=NOW)
    return [[tellings.ids[n] for n in group] for group in grouped(tellings, judged)]


def main() -> None:
    """Fit when asked to, and print the measures of both halves."""
    told = read_tellings()
    halves = {
        "develop": [t for t in told if t.group % 2],
        "check": [t for t in told if not t.group % 2],
    }
    if "--choose" in sys.argv:
        for strength in (0.03, 0.1, 0.3, 1.0, 3.0):
            print(f"strength {strength}: log loss {left_out(halves['develop'], strength):.4f}")
    if "--fit" in sys.argv:
        write(fit(halves["develop"]))
    for name, half in halves.items():
        pairs = labelled(half)
        print(name, f"{len(half)} tellings of {len({t.event for t in half})} events,",
              f"{len(pairs)} pairs, {sum(p[2] for p in pairs)} of one event")  # fmt: skip
        print("  ", "  ".join(f"{k} {v:.3f}" for k, v in measured(half, groups_of(half)).items()))


if __name__ == "__main__":
    main()
