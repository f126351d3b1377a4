"""What moved measures of votes: the roll calls of the session, the drafts that were vetoed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from multipole.answers.measures.points import Point
from multipole.answers.moved.part import Case, Part, Parts, cell_of, titles_of
from multipole.answers.moved.titles import votes_as_adopted
from multipole.answers.series_votes import joint_ballots, seated
from multipole.answers.words import BEFORE_FIRST, count
from multipole.relations.similarity import Floats
from multipole.relations.votes import vote_pairs
from multipole.relations.weights import Statistic, against_mean, vote_weights
from multipole.sources.votes.un import session_period

STATISTICS: Final[dict[str, Statistic]] = {
    "agreement": "agreement", "s_score": "s_score", "kappa": "kappa", "pi": "pi",
}  # fmt: skip
CAST: Final = {1.0: "yes", 2.0: "abstain", 3.0: "no"}
_RULE: Final = (
    "Each roll call of the session is weighed against the average one of the session before: in "
    "agreement and S (its score less the old value) / roll calls"
)
_CHANCE: Final = "; in kappa and pi by its cell's Shapley values in distance seen and by chance"
_Row = Mapping[str, Any]
_Sides = tuple[_Row, _Row]
_Ballots = dict[str, _Sides]


def roll_calls(case: Case) -> Parts:
    """Every roll call of the session on which both voted."""
    now, before = (_ballots(case, point) for point in (case.now, case.before))
    tables = [_table(held.values()) for held in (before, now)]
    weights = vote_weights(*tables, statistic=STATISTICS[case.now.measure])
    titles, earlier = _titles(case, case.now, now), _titles(case, case.before, before)
    asked = {_question(title): before[item] for item, title in earlier.items()}
    then = {item: asked[q] for item in now if (q := _question(titles.get(item, item))) in asked}
    parts = tuple(
        _roll_call(item, sides, float(weights[_cell(sides)]), titles.get(item, item), then)
        for item, sides in now.items()
    )
    rule = _RULE + (_CHANCE if case.now.measure in ("kappa", "pi") else "") + "."
    return Parts(parts, rule, (_halves(now, weights), _sizes(tables), *_again(now, then)))


def _titles(case: Case, point: Point, held: _Ballots) -> dict[str, str]:
    return titles_of(case, held) | votes_as_adopted(case, point, held)


def _question(title: str) -> str:
    """A title without its number, to find the question again in another session."""
    return title.partition(": ")[2].casefold() or title


def _ballots(case: Case, point: Point) -> _Ballots:
    """The ballots of both on each item of the session that the point is of."""
    a, b = case.asked.ends
    return {
        item: (left, right)
        for source, year, item, left, right in joint_ballots(case.store, a, b, case.asked.as_of)
        if source == point.source and session_period(year - BEFORE_FIRST) == point.period
    }


def _table(held: Any) -> Floats:
    left, right = ([sides[i]["value"] for sides in held] for i in (0, 1))
    return np.asarray(vote_pairs(left, right), dtype=np.float64)


def _cell(sides: _Sides) -> tuple[int, int]:
    return int(sides[0]["value"]) - 1, int(sides[1]["value"]) - 1


def _roll_call(item: str, sides: _Sides, weight: float, title: str, then: _Ballots) -> Part:
    left, right = sides
    moved = item in then and _cell(then[item]) != _cell(sides)
    told = f" (before: {_votes(then[item])})" if moved else ""
    return Part(
        f"{_votes(sides)}: {title}{told}", weight, left["period_start"], left["period_end"],
        cells=(cell_of(left), cell_of(right)), item=item, order=0 if moved else 1,
    )  # fmt: skip


def _votes(sides: _Sides) -> str:
    return ", ".join(f"{side['subject']} {CAST[side['value']]}" for side in sides)


def _halves(now: _Ballots, weights: Floats) -> str:
    """What equal votes and unequal ones weigh together."""
    found = {True: [0, 0.0], False: [0, 0.0]}
    for sides in now.values():
        row, column = _cell(sides)
        found[row == column][0] += 1
        found[row == column][1] += float(weights[row, column])
    alike, apart = found[True], found[False]
    return (
        f"{count(int(alike[0]), 'roll call')} on which they voted alike: {alike[1]:+.4g} together; "
        f"{int(apart[0])} on which they did not: {apart[1]:+.4g}."
    )


def _sizes(tables: Sequence[Floats]) -> str:
    before, now = (int(table.sum()) for table in tables)
    return f"Both voted on {now} roll calls of the session and on {before} of the one before."


def _again(now: _Ballots, then: _Ballots) -> Iterator[str]:
    """Whether they changed their votes or the questions changed, where titles tell."""
    if then:
        before, today = _alike(then.values()), _alike(now[item] for item in then)
        rest = _alike(sides for item, sides in now.items() if item not in then)
        yield (
            f"{count(len(then), 'question')} of the session had the title of one before: alike on "
            f"{before} then and on {today} now; of the other {len(now) - len(then)} on {rest}."
        )


def _alike(held: Iterable[_Sides]) -> int:
    return sum(left["value"] == right["value"] for left, right in held)


def drafts(case: Case) -> Parts:
    """Every draft of the period that one of the two vetoed."""
    a, b = case.asked.ends
    rows: dict[str, dict[str, _Row]] = {}
    asked = case.store.records.observations(
        variables=["veto"], subjects=[a, b], since=case.now.period.start,
        until=case.now.period.end, as_of=case.asked.as_of,
    )  # fmt: skip
    for row in asked.to_pylist():
        held = case.now.period.contains(row["period_start"]) and row["source"] == case.now.source
        if held and row["value"] and seated(row["period_start"], a, b):
            rows.setdefault(row["item"], {})[row["subject"]] = row
    scores = [float(len(sides) == 2) for sides in rows.values()]
    weights = against_mean(scores, case.before.estimate.mean)
    titles = titles_of(case, rows)
    parts = tuple(
        _draft(item, sides, float(weight), titles)
        for (item, sides), weight in zip(rows.items(), weights, strict=True)
    )
    rule = (
        "A draft that both vetoed weighs (1 less the old share) / drafts, one that only one vetoed "
        "(0 less the old share) / drafts."
    )
    return Parts(parts, rule)


def _draft(item: str, sides: Mapping[str, _Row], weight: float, titles: dict[str, str]) -> Part:
    first = next(iter(sides.values()))
    who = " and ".join(sorted(sides)) if len(sides) == 2 else f"{next(iter(sides))} alone"
    title = f": {titles[item]}" if item in titles else ""
    return Part(
        f"vetoed by {who}: {item}{title}", weight, first["period_start"], first["period_end"],
        cells=tuple(cell_of(row) for row in sides.values()), item=item,
    )  # fmt: skip
