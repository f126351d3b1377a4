"""Measures of votes: agreement, S, kappa and pi by session, joint vetoes by year."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from multipole.answers.measures.family import Asked, Family
from multipole.answers.measures.points import Point, exact, unknown
from multipole.answers.series_dyad import Reach, reaches
from multipole.answers.series_votes import joint_votes, vetoes
from multipole.answers.words import BEFORE_FIRST
from multipole.core.periods import Period
from multipole.core.types import Estimate, Measure
from multipole.relations.similarity import cohen_kappa, scott_pi, signorino_ritter_s
from multipole.relations.votes import agreement
from multipole.relations.votes_doubt import Counts, share_estimate, table_estimate
from multipole.sources.votes.un import session_period

AGREEMENT: Final = Measure(
    "agreement", "share", 0.0, 1.0, False, "Bailey, Strezhnev and Voeten 2017, JCR 61: 430-456"
)
S: Final = Measure("s_score", "S", -1.0, 1.0, False, "Signorino and Ritter 1999, ISQ 43: 115-144")
KAPPA: Final = Measure("kappa", "kappa", -1.0, 1.0, False, "Haege 2011, Political Analysis 19")
PI: Final = Measure("pi", "pi", -1.0, 1.0, False, "Haege 2011, Political Analysis 19: 287-305")
VETOES: Final = Measure(
    "joint_vetoes", "share", 0.0, 1.0, False, "drafts that both vetoed, of those that either did"
)
CAST: Final = Measure(
    "vetoes", "vetoes", 0.0, math.inf, True, "drafts vetoed; n are those that anyone vetoed"
)
_MADE: Final[tuple[tuple[Measure, Callable[[Counts], float]], ...]] = (
    (AGREEMENT, lambda table: float(agreement(table))),
    (S, lambda table: float(signorino_ritter_s(table))),
    (KAPPA, lambda table: float(cohen_kappa(table))),
    (PI, lambda table: float(scott_pi(table))),
)


def _votes(asked: Asked) -> Iterator[Point]:
    a, b = asked.ends
    held = reaches(asked.store, "unga_vote", asked.as_of)
    for source, sessions in joint_votes(asked.store, a, b, asked.as_of).items():
        for measure, statistic in _MADE:
            for year, table in sorted(sessions.items()):
                counts = np.array(table, dtype=np.float64)
                value = _estimated(measure, counts, statistic)
                yield _point(asked, measure, year, value, held[source])


def _estimated(measure: Measure, counts: Counts, statistic: Callable[[Counts], float]) -> Estimate:
    if measure is AGREEMENT:
        return share_estimate(float(np.trace(counts)), float(counts.sum()))
    found = table_estimate(counts, statistic, bounds=(measure.low, measure.high))
    return unknown(measure.low, measure.high) if math.isnan(found.mean) else found


def _point(asked: Asked, measure: Measure, year: int, value: Estimate, reach: Reach) -> Point:
    a, b = asked.ends
    period = session_period(year - BEFORE_FIRST)
    return Point(
        measure.name, a, b, period, value, "unga_vote", reach.source, reach.release,
        reach.last, "missing" if math.isnan(value.mean) else "observed",
    )  # fmt: skip


def _cast(asked: Asked) -> Iterator[Point]:
    """Drafts that each of the two vetoed by year, of those that anyone did: zero is a count."""
    for reach in reaches(asked.store, "veto", asked.as_of).values():
        rows = asked.store.records.observations(variables=["veto"], as_of=asked.as_of).to_pylist()
        told = [row for row in rows if row["source"] == reach.source and row["value"]]
        ever = {row["subject"] for row in told}
        every: dict[int, set[str]] = {}
        own: dict[tuple[str, int], set[str]] = {}
        for row in told:
            year = row["period_start"].year
            every.setdefault(year, set()).add(row["item"])
            own.setdefault((row["subject"], year), set()).add(row["item"])
        for actor in (end for end in asked.ends if end in ever):
            for year, drafts in sorted(every.items()):
                count = len(own.get((actor, year), ()))
                yield Point(
                    CAST.name, actor, "", Period.year(year), exact(float(count), len(drafts)),
                    "veto", reach.source, reach.release, reach.last,
                )  # fmt: skip


def _vetoes(asked: Asked) -> Iterator[Point]:
    if asked.wants(CAST.name):
        yield from _cast(asked)
    if not asked.wants(VETOES.name):
        return
    a, b = asked.ends
    for series in vetoes(asked.store, a, b, asked.as_of):
        counted = zip(series.periods, series.counts or (), series.of or (), strict=True)
        for year, k, n in counted:
            yield Point(
                VETOES.name, a, b, Period.year(year), share_estimate(k, n), series.variable,
                series.source, series.release, series.until,
            )  # fmt: skip


FAMILY: Final = Family("votes", (AGREEMENT, S, KAPPA, PI), _votes)
VETO_FAMILY: Final = Family("vetoes", (VETOES, CAST), _vetoes)
