"""How well a coding of reports agrees with gold records: precision, recall, F1.

Every measure pairs coded claims and gold records one to one, as many pairs as its rule allows; of
the pairings of that size it takes the one whose quotes share most text.

Events: ``event_type`` (sender set, receiver set, type), ``event_quad`` (the same with the quad
class), ``event_dyad`` (both ends only), ``event_found`` (quotes share text, nothing else asked),
and ``event_type_located``, ``event_quad_located``, ``event_dyad_located`` (quotes share text too).
Assessments: ``claim_speaker``, ``claim_speaker_located``. Figures: ``figure_value``,
``figure_value_unit``. Accuracies, with coded = gold = the pairs looked at: ``date``, ``modality``,
``domain``, ``speaker`` among pairs of event_quad_located, ``leaning`` among pairs of
claim_speaker_located. The rules themselves are in `multipole.answers.agreement`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from multipole.answers import agreement
from multipole.answers.gold import GoldRecord, gold_digest, gold_files, read_gold, report_of
from multipole.core.types import Claim, ClaimKind

Rule = Callable[[Claim, GoldRecord], bool]
Pairs = tuple[tuple[int, int], ...]
Coder = Callable[[Path], tuple[str, Sequence[Claim]]]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were matched, coded, and in gold.

    ``precision`` is matched / coded, ``recall`` matched / gold, ``f1`` their harmonic mean,
    2 matched / (coded + gold); 0/0 is NaN: nothing was asked, so nothing is known.

    >>> Tally(1, 2, 2).f1
    0.5
    """

    matched: int
    coded: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of the coded that gold holds."""
        return _ratio(self.matched, self.coded)

    @property
    def recall(self) -> float:
        """Share of gold that was coded."""
        return _ratio(self.matched, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _ratio(2 * self.matched, self.coded + self.gold)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.matched + other.matched, self.coded + other.coded, self.gold + other.gold)

    def to_json(self) -> dict[str, float | int | None]:
        """Plain values for JSON; NaN, which JSON lacks, is null."""
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"matched": self.matched, "coded": self.coded, "gold": self.gold}
        return {**{k: None if math.isnan(v) else v for k, v in rates.items()}, **counts}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A gold record that was missed, or a coded claim that gold does not hold (spurious).

    ``near`` describes what the other side has of the same kind at the same words.
    """

    document: str
    side: str
    kind: ClaimKind
    says: str
    quote: str
    near: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plain = {"side": self.side, "kind": self.kind, "says": self.says, "quote": self.quote}
        return {**plain, "near": list(self.near)}


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One report: its tallies by measure, its errors, and how many gold quotes it lacks.

    ``types``: the tallies of ``event_type`` by type, YIELD for CONCEDE and RETREAT.
    """

    name: str
    tallies: Mapping[str, Tally]
    errors: tuple[Mismatch, ...] = ()
    unplaced: int = 0
    types: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """All reports scored against one folder of gold files; ``digest`` is of those files."""

    documents: tuple[DocumentScore, ...]
    digest: str

    @property
    def overall(self) -> dict[str, Tally]:
        """Tallies over all reports together (micro)."""
        return sum_scores([d.tallies for d in self.documents])

    @property
    def types(self) -> dict[str, Tally]:
        """Tallies of ``event_type`` by type over all reports together."""
        none, names = Tally(0, 0, 0), sorted({name for d in self.documents for name in d.types})
        return {n: sum((d.types.get(n, none) for d in self.documents), none) for n in names}

    @property
    def macro(self) -> dict[str, float]:
        """Mean over reports of F1, those where it is NaN left out; NaN when it always is."""
        return {m: _mean(d.tallies[m].f1 for d in self.documents) for m in self.overall}

    def to_json(self, *, errors: bool = False) -> dict[str, Any]:
        """Plain values for JSON, with the misses and spurious ones of each report when asked."""
        out: dict[str, Any] = {
            "digest": self.digest,
            "documents": {d.name: _plain(d.tallies) for d in self.documents},
            "overall": _plain(self.overall),
            "types": _plain(self.types),
            "macro": {m: None if math.isnan(v) else v for m, v in self.macro.items()},
            "unplaced": {d.name: d.unplaced for d in self.documents},
        }
        if errors:
            out["errors"] = {d.name: [e.to_json() for e in d.errors] for d in self.documents}
        return out

    def rows(self) -> list[dict[str, Any]]:
        """One row a report and measure, then ``overall``, then ``by type``: rates, counts."""
        blocks = [(d.name, d.tallies) for d in self.documents]
        blocks += [("overall", self.overall), ("by type", self.types)]
        return [
            {"document": name, "measure": measure, **tally.to_json()}
            for name, tallies in blocks
            for measure, tally in tallies.items()
        ]


def _type(claim: Claim, gold: GoldRecord) -> bool:
    same = agreement.type_name(claim.action) == agreement.type_name(gold.action)
    return same and agreement.same_ends(claim, gold)


def _quad(claim: Claim, gold: GoldRecord) -> bool:
    same = agreement.quad_name(claim.action) == agreement.quad_name(gold.action)
    return same and agreement.same_ends(claim, gold)


def _speaker_of_event(claim: Claim, gold: GoldRecord) -> bool:
    return agreement.same_names(claim.speaker, gold.speaker)


def _at_the_words(rule: Rule) -> Rule:
    return lambda claim, gold: agreement.located(claim, gold) and rule(claim, gold)


MEASURES: Final[tuple[tuple[str, ClaimKind, Rule], ...]] = (
    ("event_type", "event", _type),
    ("event_type_located", "event", _at_the_words(_type)),
    ("event_quad", "event", _quad),
    ("event_quad_located", "event", _at_the_words(_quad)),
    ("event_dyad", "event", agreement.same_ends),
    ("event_dyad_located", "event", _at_the_words(agreement.same_ends)),
    ("event_found", "event", agreement.located),
    ("claim_speaker", "assessment", agreement.same_speaker),
    ("claim_speaker_located", "assessment", _at_the_words(agreement.same_speaker)),
    ("figure_value", "figure", agreement.same_value),
    ("figure_value_unit", "figure", agreement.same_value_and_unit),
)
ACCURACIES: Final[tuple[tuple[str, str, Rule], ...]] = (
    ("date", "event_quad_located", agreement.same_date),
    ("modality", "event_quad_located", agreement.same_modality),
    ("domain", "event_quad_located", agreement.same_domain),
    ("speaker", "event_quad_located", _speaker_of_event),
    ("leaning", "claim_speaker_located", agreement.same_leaning),
)
ERRORS_BY: Final[tuple[str, ...]] = ("event_quad", "claim_speaker", "figure_value")


def score_document(claims: Sequence[Claim], gold: Sequence[GoldRecord]) -> dict[str, Tally]:
    """Tallies by measure for the claims and gold records of one report; order does not matter."""
    tallies: dict[str, Tally] = {}
    pairs: dict[str, list[tuple[Claim, GoldRecord]]] = {}
    for name, kind, rule in MEASURES:
        coded, wanted = _of_kind(claims, kind), _gold_of_kind(gold, kind)
        found = match(coded, wanted, rule)
        pairs[name] = [(coded[i], wanted[j]) for i, j in found]
        tallies[name] = Tally(len(found), len(coded), len(wanted))
    for name, among, rule in ACCURACIES:
        right = sum(starmap(rule, pairs[among]))
        tallies[name] = Tally(right, len(pairs[among]), len(pairs[among]))
    return tallies


def score_types(claims: Sequence[Claim], gold: Sequence[GoldRecord]) -> dict[str, Tally]:
    """Tallies of ``event_type`` by type, YIELD for CONCEDE and RETREAT."""
    coded, wanted = _of_kind(claims, "event"), _gold_of_kind(gold, "event")
    right = Counter(agreement.type_name(wanted[j].action) for _, j in match(coded, wanted, _type))
    found = Counter(agreement.type_name(c.action) for c in coded)
    asked = Counter(agreement.type_name(g.action) for g in wanted)
    return {name: Tally(right[name], found[name], asked[name]) for name in {**asked, **found}}


def sum_scores(scores: Iterable[Mapping[str, Tally]]) -> dict[str, Tally]:
    """Add tallies measure by measure; all measures at zero when there are no scores."""
    names = [m for m, _, _ in MEASURES] + [m for m, _, _ in ACCURACIES]
    total = dict.fromkeys(names, Tally(0, 0, 0))
    for tallies in scores:
        total = {m: total[m] + tallies[m] for m in names}
    return total


def score_report(name: str, claims: Sequence[Claim], gold: Sequence[GoldRecord]) -> DocumentScore:
    """Tallies, misses and spurious claims of one report."""
    errors = [
        error
        for measure, kind, rule in MEASURES
        if measure in ERRORS_BY
        for error in _mismatches(name, _of_kind(claims, kind), _gold_of_kind(gold, kind), rule)
    ]
    unplaced = sum(not g.found for g in gold)
    tallies, types = score_document(claims, gold), score_types(claims, gold)
    return DocumentScore(name, tallies, tuple(errors), unplaced, types)


def score_folder(reports: Path, gold: Path, *, code: Coder) -> ScoreReport:
    """Score every report that folder ``gold`` codes; ``code`` gives a report's text and claims.

    Raises `UnreadableInput` for a gold file without its one report, or that cannot be read.
    """
    found = [(report_of(path, reports), path) for path in gold_files(gold)]
    return ScoreReport(
        tuple(_score_file(report, path, code) for report, path in found), gold_digest(gold)
    )


def match(coded: Sequence[Claim], gold: Sequence[GoldRecord], rule: Rule) -> Pairs:
    """Pair items one to one where ``rule`` holds: most pairs first, then most shared text."""
    if not coded or not gold:
        return ()
    weights = np.zeros((len(coded), len(gold)))
    bonus = 1.0 / (min(len(coded), len(gold)) + 1)
    for i, claim in enumerate(coded):
        for j, record in enumerate(gold):
            if rule(claim, record):
                weights[i, j] = 1.0 + bonus * agreement.shared_share(claim, record)
    rows, columns = linear_sum_assignment(weights, maximize=True)
    chosen = zip(rows.tolist(), columns.tolist(), strict=True)
    return tuple((i, j) for i, j in chosen if weights[i, j] > 0.0)


def _score_file(report: Path, gold: Path, code: Coder) -> DocumentScore:
    text, claims = code(report)
    return score_report(report.name, claims, read_gold(gold, text))


def _mismatches(
    name: str, coded: Sequence[Claim], gold: Sequence[GoldRecord], rule: Rule
) -> list[Mismatch]:
    pairs = match(coded, gold, rule)
    hit, right = {j for _, j in pairs}, {i for i, _ in pairs}
    missed = [_missed(name, g, coded) for j, g in enumerate(gold) if j not in hit]
    return missed + [_spurious(name, c, gold) for i, c in enumerate(coded) if i not in right]


def _missed(name: str, record: GoldRecord, coded: Sequence[Claim]) -> Mismatch:
    near = tuple(_says_claim(c) for c in coded if agreement.located(c, record))
    return Mismatch(name, "missed", record.kind, _says_gold(record), record.quote, near)


def _spurious(name: str, claim: Claim, gold: Sequence[GoldRecord]) -> Mismatch:
    near = tuple(_says_gold(g) for g in gold if agreement.located(claim, g))
    return Mismatch(name, "spurious", claim.kind, _says_claim(claim), claim.spans[0].quote, near)


def _says_gold(g: GoldRecord) -> str:
    if g.kind == "figure":
        return f"{g.value:g} {g.unit}".strip()
    if g.kind == "assessment":
        return f"{g.speaker} ({g.speaker_actor}) {g.leaning} {'+'.join(g.about)}"
    return f"{_ends(g.sender, g.receiver)} {g.action} {g.modality} {g.date}".strip()


def _says_claim(c: Claim) -> str:
    if c.kind == "figure":
        return f"{c.value:g} {c.unit}".strip()
    if c.kind == "assessment":
        return f"{c.speaker} ({c.speaker_actor}) {c.leaning} {'+'.join(c.about)}"
    return f"{_ends(c.sender, c.receiver)} {c.action} {c.modality} {c.period or ''}".strip()


def _ends(sender: Sequence[str], receiver: Sequence[str]) -> str:
    return f"{'+'.join(sender) or '?'} > {'+'.join(receiver) or '?'}"


def _of_kind(claims: Sequence[Claim], kind: ClaimKind) -> list[Claim]:
    chosen = (c for c in claims if c.kind == kind)
    return sorted(chosen, key=lambda c: (c.spans[0].start, c.spans[0].end, c.id))


def _gold_of_kind(gold: Sequence[GoldRecord], kind: ClaimKind) -> list[GoldRecord]:
    chosen = (g for g in gold if g.kind == kind)
    return sorted(chosen, key=lambda g: (g.start, g.end, repr(g)))


def _plain(tallies: Mapping[str, Tally]) -> dict[str, dict[str, float | int | None]]:
    return {measure: tally.to_json() for measure, tally in tallies.items()}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


def _mean(values: Iterable[float]) -> float:
    known = [v for v in values if not math.isnan(v)]
    return sum(known) / len(known) if known else math.nan
