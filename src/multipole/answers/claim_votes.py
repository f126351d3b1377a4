"""Whether two states vote together: their agreement beside that of all pairs, and beyond chance.

Of the roll calls asked about, in each session in which both cast ten or more:

    agreement   the share of equal votes (`multipole.relations.votes`)
    rank        the share of the other pairs of states, with ten or more common votes in that
                session, that agree less (half of those that agree as much)
    kappa       the agreement beyond what their own habits of voting would give (Haege 2011)

Each is then the mean over the sessions, and so are the bounds. Most resolutions come again each
year, so that sessions are no fresh draws: the interval of the mean is as wide as that of a session
on average, which is enough whatever the dependence between sessions (the standard error of a mean
is at most the mean of the standard errors, by Cauchy and Schwarz). Where no session has ten common
votes, all are taken as one. The verdict is a rule of our own: yes when the whole interval of kappa
lies above 0 and the rank is .75 or more; no when either fails. Agreement and kappa are ranked
apart, as who votes with the majority agrees much with everybody (Haege's point).

Not for: votes in packages (paragraphs of one text), which are less than independent within a
session; nor the question whether two will vote together next year.

References: Haege 2011, Political Analysis 19: 287-305; Voeten 2013, in Reinalda (ed.), Routledge
Handbook of International Organization, 54-66 (what agreement in roll calls may and may not say).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import special

from multipole.core.types import Estimate
from multipole.relations.similarity import choice_tables, cohen_kappa
from multipole.relations.votes_doubt import share_estimate, table_estimate

Floats = npt.NDArray[np.float64]
Verdict = Literal["yes", "no", "not measurable"]
#: Common votes of a pair in a session, and pairs to compare it with.
LEAST: Final = 10
UPPER: Final = 0.75
#: Where the middle pair agrees so often, nobody can stand out.
CEILING: Final = 0.95
_WIDE: Final = (-math.inf, math.inf)
#: Half the width of an interval of 90% of a normal, in standard deviations.
_REACH: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Stand:
    """How two stand among all pairs in a stretch of roll calls; ``n`` of them both cast.

    ``equal`` of them alike, in ``sessions`` sessions. ``p`` of "kappa is above 0", one-sided.
    ``rank`` is by agreement, ``kappa_rank`` by kappa. ``pairs``: the fewest pairs compared
    with, ``middle``: the agreement of the middle pair. NaN where there is nothing to tell.
    """

    n: int
    equal: int
    sessions: int
    agreement: Estimate
    kappa: Estimate
    p: float
    rank: Estimate
    kappa_rank: Estimate
    pairs: int
    middle: float


@dataclass(frozen=True, slots=True)
class _Session:
    """The table of joint votes of the two, and agreement and kappa of all other pairs."""

    table: Floats
    shares: Floats
    kappas: Floats

    @property
    def share(self) -> Estimate:
        return share_estimate(float(np.trace(self.table)), float(self.table.sum()))

    @property
    def kappa(self) -> Estimate:
        return table_estimate(self.table, lambda x: float(cohen_kappa(x)), bounds=_WIDE)


def stand(ballots: pl.DataFrame, a: str, b: str) -> Stand:
    """How ``a`` and ``b`` stand; ``ballots``: session, item, subject, value (1, 2, 3), no repeats.

    Two who always vote alike, among three others who vote at random:

    >>> rng = np.random.default_rng(1)
    >>> alike = rng.integers(1, 4, 40)
    >>> votes = [alike, alike, *rng.integers(1, 4, (3, 40))]
    >>> told = pl.DataFrame([(1, str(k), who, float(v)) for who, cast in zip("ABCDE", votes)
    ...                      for k, v in enumerate(cast)],
    ...                     schema=["session", "item", "subject", "value"], orient="row")
    >>> found = stand(told, "A", "B")
    >>> found.agreement.mean, found.rank.mean, found.kappa.mean, found.pairs
    (1.0, 1.0, 1.0, 9)
    """
    both = _common(ballots, a, b)
    n = int(both["n"].sum())
    held = both.filter(pl.col("n") >= LEAST)["session"].to_list()
    if not held and n < LEAST:
        return _too_few(n, int(both["equal"].sum()))
    parts = [ballots.filter(pl.col("session") == one) for one in held] or [ballots]
    return _stand([_session(part, a, b) for part in parts])


def _common(ballots: pl.DataFrame, a: str, b: str) -> pl.DataFrame:
    """Common and equal votes of the two by session, in order of time."""
    left, right = (ballots.filter(pl.col("subject") == one) for one in (a, b))
    joined = left.join(right, on=["session", "item"])
    return (
        joined.group_by("session")
        .agg(n=pl.len(), equal=(pl.col("value") == pl.col("value_right")).sum())
        .sort("session")
    )


def _session(ballots: pl.DataFrame, a: str, b: str) -> _Session:
    states, items = ballots["subject"].unique().sort(), ballots["item"].unique().sort()
    choices = np.zeros((len(states), len(items)))
    choices[
        states.search_sorted(ballots["subject"]).to_numpy(),
        items.search_sorted(ballots["item"]).to_numpy(),
    ] = ballots["value"].to_numpy()
    tables = choice_tables(choices)
    left, right = sorted(int(states.search_sorted(one)) for one in (a, b))
    each = tables.sum((-2, -1))
    rows, columns = np.triu_indices(len(states), 1)
    others = (each[rows, columns] >= LEAST) & ~((rows == left) & (columns == right))
    equal = np.trace(tables, axis1=-2, axis2=-1)
    shares = equal[rows[others], columns[others]] / each[rows[others], columns[others]]
    kappas = cohen_kappa(tables[rows[others], columns[others]])
    return _Session(tables[left, right], shares, kappas[~np.isnan(kappas)])


def _too_few(n: int, equal: int) -> Stand:
    return Stand(
        n, equal, 0, share_estimate(equal, n), _nothing(), math.nan, _nothing(), _nothing(),
        0, math.nan,
    )  # fmt: skip


def _stand(parts: Sequence[_Session]) -> Stand:
    share, kappa = [one.share for one in parts], [one.kappa for one in parts]
    pairs = min(len(one.shares) for one in parts)
    middle = [float(np.median(one.shares)) for one in parts] if pairs else [math.nan]
    ranked = [_rank(found, one.shares) for found, one in zip(share, parts, strict=True)]
    by_kappa = [_rank(found, one.kappas) for found, one in zip(kappa, parts, strict=True)]
    return Stand(
        round(sum(float(one.table.sum()) for one in parts)),
        round(sum(float(np.trace(one.table)) for one in parts)),
        len(parts), _mean(share, 0.0), _mean(kappa, -1.0), _above_zero(kappa), _mean(ranked, 0.0),
        _mean(by_kappa, 0.0), pairs, float(np.mean(middle)),
    )  # fmt: skip


def _rank(found: Estimate, others: Floats) -> Estimate:
    """The rank of a figure, between the ranks of its bounds; NaN of none and among none."""
    if math.isnan(found.mean) or not len(others):
        return _nothing()
    mean, low, high = (rank_of(value, others) for value in (found.mean, found.low, found.high))
    return Estimate(mean, low, high, len(others))


def _mean(each: Sequence[Estimate], least: float) -> Estimate:
    """The mean of estimates that may hang together in any way; those that are NaN are left out."""
    known = [one for one in each if not math.isnan(one.mean)]
    if not known:
        return _nothing()
    mean, low, high = (
        float(np.mean([getattr(one, name) for one in known])) for name in ("mean", "low", "high")
    )
    return Estimate(mean, max(least, low), min(1.0, high), sum(one.n for one in known))


def _average(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return float(np.mean(known)) if known else math.nan


def _above_zero(each: Sequence[Estimate]) -> float:
    """The p-value of a mean above zero, by the mean of the standard errors."""
    known = [one for one in each if not math.isnan(one.mean)]
    error = _average([(one.high - one.low) / (2 * _REACH) for one in known])
    if math.isnan(error) or error == 0:
        return math.nan
    return float(special.ndtr(-_average([one.mean for one in known]) / error))


def rank_of(value: float, others: Floats) -> float:
    """The share of ``others`` below a value, with half of those that equal it; NaN of none.

    >>> rank_of(0.5, np.array([0.1, 0.5, 0.9, 0.9]))
    0.375
    """
    if not len(others) or math.isnan(value):
        return math.nan
    return float((others < value).mean() + (others == value).mean() / 2)


def _nothing() -> Estimate:
    return Estimate(math.nan, 0.0, 1.0, 0)


def verdict(found: Stand, rank: Estimate) -> tuple[Verdict, str]:
    """Yes, no or not measurable by the rule of the module, and why; ``rank`` is one of the two."""
    if (why := _unfit(found)) is not None:
        return "not measurable", why
    beyond, at = found.kappa.low > 0, rank.mean
    chance = "beyond chance" if beyond else "not beyond chance"
    if at >= UPPER:
        return ("yes" if beyond else "no"), f"{chance}, in the upper quarter of pairs"
    place = "above" if at >= 0.5 else "below"
    return "no", f"{chance}, {place} the middle of pairs and short of the upper quarter"


def _unfit(found: Stand) -> str | None:
    if found.n == 0:
        return "no roll call in which both voted"
    if found.n < LEAST:
        return f"too few: {found.n} in which both voted, {found.equal} alike"
    if found.pairs < LEAST:
        return f"too few: {found.pairs} pairs to compare with"
    if found.middle >= CEILING:
        return f"at a ceiling: the middle pair agrees in {found.middle:.0%}"
    return "chance explains all: each votes one way only" if math.isnan(found.kappa.mean) else None
