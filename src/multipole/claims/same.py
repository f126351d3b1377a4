"""Claims -> events: which claims tell the same act, said as judgements with their reasons.

A claim is never merged away. Two event claims are judged the same when their ends and type agree
and the evidence of time, domain and words adds up (`score_pair`); a person's judgement overrules
the rules. Events are the groups that follow, and can be thrown away and built again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from multipole.core.periods import Period
from multipole.core.types import Claim, Event, Judgement, Modality

_T = TypeVar("_T")
JUDGE: Final = "rules-1"
ENOUGH: Final = 1.0
NEAR_DAYS: Final = 3
WORD: Final = re.compile(r"[^\W\d_]{4,}")
COMMON: Final = frozenset(
    """
    that this with from have been were will their they which about into after before over also
    said says between during against other more than both states united
    """.split()
)


@dataclass(frozen=True, slots=True)
class Sameness:
    """How much speaks for two claims telling one act, and what does."""

    score: float
    reason: str


def judge_same(
    claims: Sequence[Claim], *, at: datetime, earlier: Iterable[Judgement] = ()
) -> list[Judgement]:
    """Judge pairs of event claims that tell the same act.

    Only pairs judged ``same`` are returned; pairs that ``earlier`` has judged are left to it.
    """
    known = {(j.left, j.right) for j in earlier}
    judged = []
    for left, right in _candidates(claims):
        pair = tuple(sorted((left.id, right.id)))
        if (pair[0], pair[1]) in known:
            continue
        found = score_pair(left, right)
        if found.score >= ENOUGH:
            judged.append(Judgement(pair[0], pair[1], "same", JUDGE, at, found.reason))
    return judged


def _candidates(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    blocks: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind == "event" and claim.action:
            key = (claim.sender, claim.receiver, claim.action, _class(claim.modality))
            blocks[key].append(claim)
    for block in blocks.values():
        block.sort(key=lambda c: (c.period.start.toordinal() if c.period else 0, c.id))
        for n, left in enumerate(block):
            for right in block[n + 1 : n + 60]:
                yield left, right


def _class(modality: Modality) -> str:
    return "happened" if modality == "denied" else modality


def score_pair(left: Claim, right: Claim) -> Sameness:
    """Add up time (0 to 1), shared words (0 to 0.8), domain and meeting (0.2 each).

    Zero when the two periods exclude each other.
    """
    when, reason = _time(left.period, right.period)
    if when < 0:
        return Sameness(0.0, reason)
    words = _likeness(left, right)
    domain = 0.2 if left.domain == right.domain else 0.0
    meeting = 0.2 if left.action == "CONSULT" and when >= 0.5 else 0.0
    told = f"{reason}; words {words:.2f}; domain {'same' if domain else 'other'}"
    return Sameness(when + 0.8 * words + domain + meeting, told)


def _time(left: Period | None, right: Period | None) -> tuple[float, str]:
    if left is None or right is None:
        return (0.1, "no date")
    fine, coarse = sorted((left, right), key=lambda p: p.days)
    if left == right:
        return {"day": 1.0, "week": 0.8, "month": 0.5}.get(left.granularity, 0.2), f"both {left}"
    if fine.within(coarse):
        return (0.6 if coarse.days <= 31 else 0.2), f"{fine} within {coarse}"
    gap = max((fine.start - coarse.last).days, (coarse.start - fine.last).days)
    if gap <= NEAR_DAYS and coarse.days <= 7:
        return 0.7, f"{fine} and {coarse} are {max(gap, 0)} days apart"
    return (0.2, "overlapping") if left.overlaps(right) else (-1.0, f"{fine} is not {coarse}")


def _likeness(left: Claim, right: Claim) -> float:
    a, b = _words(left), _words(right)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _words(claim: Claim) -> frozenset[str]:
    found = WORD.findall(claim.spans[0].quote.lower())
    return frozenset(w[:6] for w in found if w not in COMMON)


def build_events(
    claims: Sequence[Claim], judgements: Iterable[Judgement], *, outlets: Mapping[str, str]
) -> list[Event]:
    """Group event claims by their judgements and derive one event a group.

    ``outlets`` maps document ids to outlets: an act told twice by one outlet is no surer for it.
    """
    events = [c for c in claims if c.kind == "event"]
    return sorted((_event(g, outlets) for g in _groups(events, judgements)), key=_order)


def _order(event: Event) -> tuple[str, str]:
    return (str(event.period or "9999"), event.id)


def _groups(claims: Sequence[Claim], judgements: Iterable[Judgement]) -> list[list[Claim]]:
    leader = {c.id: c.id for c in claims}

    def find(i: str) -> str:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    by_id = {c.id: c for c in claims}
    members = {c.id: [c] for c in claims}
    ordered = sorted(judgements, key=lambda j: (j.by == JUDGE, j.left, j.right))
    apart = {(j.left, j.right) for j in ordered if j.verdict == "different"}
    for judgement in ordered:
        if judgement.verdict != "same" or not {judgement.left, judgement.right} <= by_id.keys():
            continue
        a, b = sorted((find(judgement.left), find(judgement.right)))
        if a == b or _forbidden(members[a], members[b], apart, judgement.by == JUDGE):
            continue
        leader[b] = a
        members[a] += members.pop(b)
    return list(members.values())


def _forbidden(
    left: Sequence[Claim], right: Sequence[Claim], apart: set[tuple[str, str]], by_rule: bool
) -> bool:
    for a in left:
        for b in right:
            if tuple(sorted((a.id, b.id))) in apart:
                return True
            if by_rule and _time(a.period, b.period)[0] < 0:
                return True
    return False


def _event(group: Sequence[Claim], outlets: Mapping[str, str]) -> Event:
    best = max(group, key=lambda c: (c.confidence, c.id))
    assert best.action is not None
    return Event(
        claims=tuple(sorted(c.id for c in group)),
        sender=best.sender,
        receiver=best.receiver,
        action=best.action,
        domain=_commonest([c.domain for c in group]),
        modality=_commonest([c.modality for c in group]),
        period=_finest([c.period for c in group if c.period]),
        probability=round(_probability(group, outlets), 4),
        known_on=min(c.known_on for c in group),
    )


def _commonest(values: Sequence[_T]) -> _T:
    counts = Counter(values)
    return max(counts, key=lambda v: (counts[v], str(v)))


def _finest(periods: Sequence[Period]) -> Period | None:
    if not periods:
        return None
    shortest = min(p.days for p in periods)
    return _commonest([p for p in periods if p.days == shortest])


def _probability(group: Sequence[Claim], outlets: Mapping[str, str]) -> float:
    """One minus the chance that every outlet's surest claim is wrong, outlets independent."""
    surest: dict[str, float] = {}
    for claim in group:
        document = claim.spans[0].document
        outlet = outlets.get(document) or document
        surest[outlet] = max(surest.get(outlet, 0.0), claim.confidence)
    wrong = 1.0
    for confidence in surest.values():
        wrong *= 1.0 - confidence
    return 1.0 - wrong
