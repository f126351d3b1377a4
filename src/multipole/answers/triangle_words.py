"""What a triangle says in sentences: its head, and the notes below the table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from multipole.answers.composite import STALE
from multipole.answers.triangle_edges import ALPHA, YEARS, Moved, Series
from multipole.answers.triangle_pressure import Tested
from multipole.answers.triangle_rows import p_words, trend_words
from multipole.answers.triangle_signs import SURE, balance_of, balanced, thresholds
from multipole.answers.words import count
from multipole.relations.composite import PARTS

if TYPE_CHECKING:
    from multipole.answers.triangle import Edge, Triangle

CORNERS: Final = 3
_NO_TREND: Final = "No series of the three is long enough to tell a trend from noise."
NOT_FOR: Final = (
    "The composite is a convention, not a finding: read the parts beside it. A turning point names "
    "a year and no cause; the test of pressure is of one history and proves nothing by itself.",
)


def head(found: Triangle) -> str:
    """Three sentences: the state, the trend, the test."""
    return f"{', '.join(found.names)}: {_state(found)} {_trend(found)} {_test(found)}"


def _state(found: Triangle) -> str:
    signs = ", ".join(f"{_pair(edge)} {edge.votes.sign}" for edge in found.edges)
    votes = [edge.votes for edge in found.edges]
    even, odd = balance_of(votes)
    chance = f" ({even:.0%} balanced, {odd:.0%} unbalanced)" if math.isfinite(even) else ""
    told = f"{signs}, {balanced(votes)}{chance}"
    known = [
        (made.value.mean, _pair(edge), under.closest[0])
        for edge, made, under in zip(
            found.edges, found.compared.found, found.compared.under, strict=True
        )
        if math.isfinite(made.value.mean)
    ]
    if not known:
        return f"{told}; no part of the composite is known."
    value, pair, chance_of = max(known, key=lambda one: one[:1])
    others = ", ".join(f"{p} {v:.2f}" for v, p, _ in known if p != pair)
    lead = f" and in {chance_of:.0%} of weightings" if math.isfinite(chance_of) else ""
    against = f" against {others}" if others else ""
    share = min(made.coverage for made in found.compared.found)
    least = f" ({share:.0%} of its weight known)" if share < 1 else ""
    return f"{told}; closest by the composite{least}{lead} {pair} with {value:.2f}{against}."


def _pair(edge: Edge) -> str:
    return "-".join(edge.ends)


def _all(found: Triangle) -> list[tuple[Edge, Series, Moved]]:
    return [
        (edge, series, moved)
        for edge in found.edges
        for series, moved in zip(edge.series, edge.moved, strict=True)
    ]


def _trend(found: Triangle) -> str:
    tested = [one for one in _all(found) if one[2].measurable]
    if not tested:
        return _NO_TREND
    told = [(edge, series, moved) for edge, series, moved in tested if moved.told]
    names = "; ".join(f"{_pair(e)} {s.name} {trend_words(s, m)}" for e, s, m in told)
    held = sum(moved.p_family <= ALPHA for _, _, moved in told)
    return (
        f"Of {len(tested)} series that can tell, {len(told)} moved beyond noise in the last "
        f"{YEARS} years{f' ({names})' if names else ''}; {len(tested) * ALPHA:.1f} would by "
        f"chance, and {held} stand with all counted."
    )


def _test(found: Triangle) -> str:
    if not found.tests:
        return "Pressure: not measurable, the store has no events or votes of the three."
    by: dict[str, list[str]] = {}
    for one in found.tests:
        by.setdefault(one.verdict.outcome, []).append(_named(one))
    if "not measurable" in by:
        by["not measurable"] = _short(found.tests)
    order = ("for", "against", "no evidence", "not measurable")
    words = {"for": "evidence that it brings the others closer",
             "against": "evidence that it drives the others apart"}  # fmt: skip
    said = [f"{words.get(way, way)} ({', '.join(by[way])})" for way in order if way in by]
    return f"Pressure of one on two others: {'; '.join(said)}."


def _named(one: Tested) -> str:
    effect = one.verdict.effect
    return f"{one.presser} in {one.signals.kind} {effect.effect:+.2g}, {p_words(effect.p)}"


def _short(tests: Sequence[Tested]) -> list[str]:
    """The kinds of series that are too short, with the pressers where it is not for all."""
    pressers: dict[str, list[str]] = {}
    for one in tests:
        if one.verdict.outcome == "not measurable":
            key = f"{count(len(one.signals.periods), one.signals.step)} of {one.signals.kind}"
            pressers.setdefault(key, []).append(one.presser)
    return [k if len(v) == CORNERS else f"{'+'.join(v)} in {k}" for k, v in pressers.items()]


def notes(found: Triangle) -> Iterator[str]:
    """Weights, what would change the order, thresholds, tests, reach of the data."""
    yield from _weights(found)
    yield from _order(found)
    used = [measure for edge in found.edges for measure, _, _ in edge.votes.said]
    if used:
        yield (
            f"Signs: {thresholds(used)}; an edge is what {SURE:.0%} of the pooled chance says, "
            f"else mixed. Values more than {STALE} years older than the newest do not count."
        )
    yield (
        f"Trend: the last {YEARS} years of a series (of a shorter one, its last half) against "
        f"those before, from {found.since} on, under serial dependence; turn: the last change that "
        "the series establishes itself."
    )
    yield from _tests(found)
    yield from _reach(found)
    yield from NOT_FOR


def _weights(found: Triangle) -> Iterator[str]:
    weights = found.compared.weights
    told = ", ".join(f"{part.measure} {weights[part.measure]:g} ({part.formula})" for part in PARTS)
    yield f"Composite, 0 far to 1 close, weights (scales): {told}. Move them with --weights."
    for edge, made, parts, under in zip(
        found.edges, found.compared.found, found.compared.parts, found.compared.under, strict=True
    ):
        if not math.isfinite(made.value.mean):
            continue
        values = ", ".join(
            f"{name} {one.estimate.mean:.2f} ({one.point.period.start.year})"
            for name, one in parts.items()
            if not one.stale and weights[name]
        )
        gone = ""
        if made.unknown:
            names = ", ".join(made.unknown)
            gone = f"; unknown {names}, with which {made.least:.2f} to {made.most:.2f}"
        left = ""
        if under.without:
            (low, least), (high, most) = under.without[0], under.without[-1]
            left = f"; {least:.2f} without {low}, {most:.2f} without {high}"
        yield (
            f"{_pair(edge)}: {values}{gone}{left}; weights near these "
            f"{under.near[0]:.2f} to {under.near[1]:.2f}, any {under.flat[0]:.2f} to "
            f"{under.flat[1]:.2f}. Farthest apart: {made.lowest} and {made.highest}."
        )


def _order(found: Triangle) -> Iterator[str]:
    compared = found.compared
    if not compared.shared:
        yield "No part is known of all three ties, so that composites cannot be put in order."
        return
    shares = ", ".join(
        f"{_pair(edge)} {under.closest[0]:.0%} ({under.closest[1]:.0%})"
        for edge, under in zip(found.edges, compared.under, strict=True)
    )
    yield (
        f"Closest by the parts that all three have ({', '.join(compared.shared)}), as a share of "
        f"random weights near these (and of any): {shares}."
    )
    if compared.tips is None:
        yield "No change of a single weight would change their order."
    else:
        tips = compared.tips
        first, second = (_pair(found.edges[place]) for place in tips.dyads)
        yield (
            f"The smallest change of one weight that changes their order: {tips.part} from "
            f"{tips.before:g} to {tips.after:.2g} makes {first} and {second} even."
        )


def _tests(found: Triangle) -> Iterator[str]:
    seen = {(one.signals.kind, one.signals.step): one.signals for one in found.tests}
    for held in seen.values():
        yield (
            f"Pressure in {held.kind} by {held.step} ({held.source}): closeness is "
            f"{held.closeness_words}, pressure {held.pressure_words}; observed values, "
            "since smoothed ones know the future."
        )
    chosen: dict[str, list[str]] = {}
    for one in found.tests:
        if one.placebos:
            pairs = ", ".join("-".join(pair) for pair in one.placebos)
            chosen.setdefault(f"in {one.signals.kind}: {pairs}", []).append(one.presser)
    for words, pressers in chosen.items():
        yield f"Placebo pairs for {', '.join(pressers)} {words}."
    if any(one.signals.kind == "votes" for one in found.tests):
        yield (
            "Votes are a weak stand-in for pressure: who votes against both is counted as pressing "
            "them, on an agenda that is not the presser's."
        )


def _reach(found: Triangle) -> Iterator[str]:
    reach: dict[str, set[str]] = {}
    for _, series, _ in _all(found):
        last = series.last
        key = f"{last.until}" if last.until else "unknown"
        reach.setdefault(key, set()).add(f"{series.name} ({last.source})")
    told = "; ".join(f"{', '.join(sorted(names))} {day}" for day, names in sorted(reach.items()))
    yield f"Data until: {told}."
