"""What moved most in a month: each pair's cooperation and conflict against its own past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of
from multipole.answers.evidence import evidence, none
from multipole.answers.movers_made import made_of
from multipole.answers.pair_months import SIDES, PairMonths, month_of, number_of, pair_months
from multipole.answers.words import count
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import Period
from multipole.relations.unusual import Against, counts_against, q_values, shares_against
from multipole.store import Store

#: Months of the past that make the norm, and the fewest of them with anything told.
PAST: Final = 24
LEAST_MONTHS: Final = 6
#: The fewest acts of a pair in those months.
LEAST_ACTS: Final = 10
#: A source that tells so many acts of others in its middle month is measured by them, not by days.
MANY: Final = 300
#: Of the pairs that are called unusual at most this part is chance.
RATE: Final = 0.1
LOOKED: Final = ("cooperation", "conflict", "balance")
#: A month with a norm for so many pairs is taken before a later one with fewer.
ENOUGH: Final = 10
_LIMIT: Final = 20
#: Of so many rows what made them is told even where they are not unusual.
FEW: Final = 3
_UNMADE: Final[dict[str, list[str]]] = {"types": [], "events": [], "said": [], "claims": []}
_FOUND: Final = ("", "_expected", "_low", "_high", "_score")
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("sender", "receiver", "source")),
        ("directed", pa.bool_()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("until", pa.date32()),
        ("side", pa.string()),
        ("direction", pa.string()),
        *((n, pa.float64()) for n in ("value", "expected", "low", "high", "score", "p", "q")),
        ("unusual", pa.bool_()),
        *((f"{side}{n}", pa.float64()) for side in LOOKED for n in _FOUND),
        ("months", pa.int64()),
        ("acts", pa.int64()),
        *((n, pa.list_(pa.string())) for n in ("types", "events", "said", "claims")),
    ]
)
SHOWN: Final = ("when", "pair", "direction", "value", "expected", "doubt", "score", "q", "source",
                "claims")  # fmt: skip
MONTHS: Final = pa.schema(
    [("period_start", pa.date32()), ("period_end", pa.date32()), ("source", pa.string()),
     ("pairs", pa.int64()), ("acts", pa.int64())]
)  # fmt: skip
_NOTES: Final = (
    f"Each pair is held against its own last {PAST} months in the same source: the acts expected, "
    "and the range that holds 90% of the doubt, come from a negative binomial that knows how much "
    f"such counts scatter. A pair needs {LEAST_ACTS} acts in {LEAST_MONTHS} months to have a norm.",
    "Balance is the share of conflict in the acts of the month. Score: 0 is as usual, 2 is rare, 3 "
    "is very rare; of the pairs called unusual about one in ten is chance, over all that were "
    "looked at (Benjamini and Hochberg 1995).",
    "What a source tells depends on what the papers print: a move is one of what is told.",
)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The pairs of one source that have a norm, and how the month stands against it."""

    of: PairMonths
    month: int
    pairs: npt.NDArray[np.int64]
    looked: Mapping[str, Against]
    acts: npt.NDArray[np.float64]
    months: int

    @property
    def p(self) -> npt.NDArray[np.float64]:
        """The smallest of the chances of a pair, times how many were looked at."""
        each = np.stack([found.p for found in self.looked.values()])
        smallest = np.nanmin(np.where(np.isnan(each), 1.0, each), axis=0)
        found: npt.NDArray[np.float64] = np.minimum(smallest * len(LOOKED), 1.0)
        return found

    @property
    def farthest(self) -> npt.NDArray[np.float64]:
        """The largest score of a pair, whatever its sign."""
        each = np.stack([found.z for found in self.looked.values()])
        found: npt.NDArray[np.float64] = np.abs(np.nan_to_num(each)).max(axis=0)
        return found


def movers(
    store: Store,
    *,
    month: str | Period | None = None,
    as_of: str | date | None = None,
    limit: int | None = _LIMIT,
) -> Answer:
    """Which pairs did more or less with, or against, each other in a month than they usually do.

    Of every pair with enough past (`LEAST_ACTS` acts in `LEAST_MONTHS` of the last `PAST` months)
    cooperation, conflict and the share of conflict are held against the pair's own past in the
    same source, as `multipole.relations.unusual` does it. One row a pair and source, the least
    likely first: ``side`` is what stands out most, with ``value``, ``expected``, ``low``, ``high``
    and ``score`` (a normal score; acts, or a share for balance); the same of all three beside it.
    ``p`` is corrected for the three, ``q`` for all pairs; ``unusual`` is q of `RATE` at most.
    ``types`` says which acts made it, ``events`` and ``said`` are some of them, ``claims`` all that
    reports tell; they are empty after the first `FEW` rows where a pair is not unusual.

    ``month``: by default the latest in which `ENOUGH` pairs can be judged, else any pair. Raises
    `NothingFound` when no pair has enough past, `BadPeriod` and `WrongUse` for what is no month.
    """
    known = day_of(as_of)
    told = pair_months(store, known)
    number = _number(month) if month else _latest(told)
    judged = [one for source in told if (one := _judge(source, number)) is not None]
    if not judged:
        raise _too_short(store, month_of(number) if month else None)
    p = np.concatenate([one.p for one in judged])
    q = q_values(p)
    kept = [
        row | (made_of(store, row, known) if row["unusual"] or at < FEW else _UNMADE)
        for at, row in enumerate(_rows(judged, p, q, limit))
    ]
    table = pa.Table.from_pylist(kept, schema=SCHEMA)
    quoted = evidence(store, (c for row in kept for c in row["claims"]), as_of=known)
    odd = int((q <= RATE).sum())
    says = f"{odd:,} of {count(len(p), 'pair')} unusual" if odd else (
        f"nothing unusual in {count(len(p), 'pair')}"
    )  # fmt: skip
    title = f"What moved in {month_of(number)}: {says}"
    return Answer(title, table, quoted, _NOTES, SHOWN)


def mover_months(store: Store, *, as_of: str | date | None = None) -> Answer:
    """The months in which `movers` can judge pairs, latest first: how many, with how many acts."""
    rows = [
        {
            "period_start": source.period(month).start, "period_end": source.period(month).end,
            "source": source.source, "pairs": pairs,
            "acts": int(source.n[source.month == month].sum()),
        }
        for source in pair_months(store, day_of(as_of))
        for month, pairs in _able(source)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["period_start"], row["pairs"]), reverse=True)
    table = pa.Table.from_pylist(rows, schema=MONTHS)
    return Answer(
        "Months that can be judged", table, none(), (), ("when", "source", "pairs", "acts")
    )


def _number(month: str | Period) -> int:
    period = Period.parse(month) if isinstance(month, str) else month
    if period != month_of(number_of(period.start)):
        raise WrongUse(f"{month} is not a month", remedy="Write a month such as 2018-09.")
    return number_of(period.start)


def _latest(told: Iterable[PairMonths]) -> int:
    """The latest month in which enough pairs can be judged, or any; -1 when there is none."""
    pairs: Counter[int] = Counter()
    for one in told:
        pairs.update({one.first + month: number for month, number in _able(one)})
    most = [month for month, number in pairs.items() if number >= ENOUGH]
    return max(most or pairs, default=-1)


def _able(source: PairMonths) -> list[tuple[int, int]]:
    """Months of a source in which pairs have a norm, and how many: (month, pairs)."""
    size = len(source.covered)
    each = np.zeros((len(source.pairs), size + 1))
    np.add.at(each, (source.pair, source.month + 1), source.n)
    sums = np.cumsum(each, axis=1)
    told = np.concatenate([[0], np.cumsum(source.covered > 0)])
    starts = [max(month - PAST, 0) for month in range(size)]
    able = [
        (month, int((sums[:, month] - sums[:, start] >= LEAST_ACTS).sum()))
        for month, start in enumerate(starts)
        if source.covered[month] > 0 and told[month] - told[start] >= LEAST_MONTHS
    ]
    return [(month, pairs) for month, pairs in able if pairs]


def _judge(source: PairMonths, number: int) -> _Judged | None:
    """How a month stands against the norm of each pair of a source; None where there is none."""
    month = number - source.first
    if not 0 <= month < len(source.covered) or not source.covered[month]:
        return None
    window = range(max(month - PAST, 0), month + 1)
    covered = source.covered[window.start : window.stop]
    counts = source.counts(window)
    acts = counts[:, :-1].sum(axis=(1, 2))
    pairs = np.flatnonzero(acts >= LEAST_ACTS)
    if (covered[:-1] > 0).sum() < LEAST_MONTHS or not len(pairs):
        return None
    both = counts.sum(axis=2)
    exposure = _exposure(both, covered)[pairs]
    looked = {
        side: counts_against(counts[pairs, :, n], exposure) for n, side in enumerate(SIDES)
    }  # fmt: skip
    looked["balance"] = shares_against(counts[pairs, :, 1], both[pairs])
    months = int((covered[:-1] > 0).sum())
    return _Judged(source, month, pairs, looked, acts[pairs], months)


def _exposure(both: npt.NDArray[np.float64], covered: npt.NDArray[np.float64]) -> Any:
    """How much a source tells of a month besides the pair; its days where it tells little."""
    others = both.sum(axis=0)[None, :] - both
    if np.median(others[:, covered > 0]) >= MANY:
        return np.where(covered > 0, others, 0.0) / np.median(others[:, covered > 0])
    return np.repeat(covered[None, :], len(both), axis=0)


def _rows(
    judged: list[_Judged],
    p: npt.NDArray[np.float64],
    q: npt.NDArray[np.float64],
    limit: int | None,
) -> Iterator[dict[str, Any]]:
    """The pairs that were looked at, the least likely first."""
    places = [(one, place) for one in judged for place in range(len(one.pairs))]
    farthest = np.concatenate([one.farthest for one in judged])
    for at in np.lexsort((-farthest, p))[:limit]:
        row = _row(*places[at])
        yield row | {"p": float(p[at]), "q": float(q[at]), "unusual": bool(q[at] <= RATE)}


def _row(judged: _Judged, place: int) -> dict[str, Any]:
    sender, receiver = judged.of.pairs[judged.pairs[place]]
    period = judged.of.period(judged.month)
    each = {side: _values(judged.looked[side], place) for side in LOOKED}
    side = max(LOOKED, key=lambda name: abs(each[name]["_score"] or 0.0))
    lead = each[side]
    return {
        "sender": sender, "receiver": receiver, "source": judged.of.source, "directed": False,
        "period_start": period.start, "period_end": period.end, "until": judged.of.until,
        "side": side, "direction": _direction(side, lead["_score"] or 0.0),
        "value": lead[""], "months": judged.months,
        "acts": int(judged.acts[place]),
        **{n: lead[f"_{n}"] for n in ("expected", "low", "high", "score")},
        **{f"{name}{n}": value for name, values in each.items() for n, value in values.items()},
        "types": judged.of.types(int(judged.pairs[place]), _window(judged.month)),
    }  # fmt: skip


def _window(month: int) -> range:
    return range(max(month - PAST, 0), month + 1)


def _values(found: Against, place: int) -> dict[str, float | None]:
    names = ("value", "expected", "low", "high", "z")
    values = (float(getattr(found, name)[place]) for name in names)
    return {
        key: None if np.isnan(value) else value for key, value in zip(_FOUND, values, strict=True)
    }


def _direction(side: str, score: float) -> str:
    more = "more" if score >= 0 else "less"
    return f"{more} {'conflict in what is told' if side == 'balance' else side}"


def _too_short(store: Store, month: Period | None) -> NothingFound:
    when = f" in {month}" if month else ""
    return NothingFound(
        f"no two actors have {LEAST_ACTS} acts in {LEAST_MONTHS} months before to judge by{when}",
        where=str(store.path),
        remedy="Add reports of more months (multipole read) or coded events (multipole add).",
    )
