"""Do two states vote and veto together? Each body's votes answer, and their vetoes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final

import polars as pl
import pyarrow as pa

from multipole.answers import claim_ballots, claim_vetoes, evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, pair_of
from multipole.answers.claim_ballots import ASSEMBLY, COUNCIL, MINORITY
from multipole.answers.claim_rows import (
    COMMON,
    NOT_MEASURABLE,
    Row,
    family,
    number,
    p_words,
    reasons,
    span,
    table_of,
    tally,
    with_family,
)
from multipole.answers.claim_votes import UPPER, Stand, stand, verdict
from multipole.answers.series_dyad import Reach
from multipole.core.errors import NothingFound, WrongUse
from multipole.core.periods import ONE_DAY
from multipole.core.types import Estimate
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *COMMON,
        ("equal", pa.int64()),
        ("sessions", pa.int32()),
        *((n, pa.float64()) for n in ("rank", "rank_low", "rank_high")),
        ("pairs", pa.int32()),
        ("middle", pa.float64()),
        ("run", pa.int32()),
        ("run_start", pa.date32()),
        ("run_end", pa.date32()),
        ("run_items", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("measured_by", "told", "among_pairs")),
    ]
)
SHOWN: Final = ("series", "verdict", "told", "among_pairs", "until")
_RANK: Final = ("rank", "rank_low", "rank_high")
RULE: Final = (
    "Rule for votes, ours: yes when the whole interval of kappa (Haege 2011) lies above 0, beyond "
    "what their own habits of voting would give, and their rank among all pairs with ten or more "
    "common votes in the same sessions is .75 or more; no when either fails. Agreement and kappa "
    "are ranked apart: who votes with the majority agrees much with all. Intervals allow for any "
    "dependence between sessions, as most resolutions come again each year."
)
READ_AS: Final = (
    "Equal votes are no sign of a pact, nor of who follows whom, nor a cause "
    "(Voeten 2013). Intervals hold 90% of the doubt."
)
_Pick = Callable[[pl.DataFrame], pl.DataFrame]
_KINDS: Final[tuple[tuple[str, str, _Pick], ...]] = (
    ("agreement in the General Assembly", "", lambda told: told),
    (
        "agreement on divided roll calls", "no roll call divided the Assembly",
        lambda told: told.filter(pl.col("minority") >= MINORITY),
    ),
    (
        "agreement on important roll calls", "the store has no roll call flagged as important",
        lambda told: told.filter(pl.col("important")),
    ),
)  # fmt: skip
_COUNCIL: Final[tuple[tuple[str, str, _Pick], ...]] = (
    ("agreement in the Security Council", "", lambda told: told),
    (
        "agreement on divided votes of the Council", "no vote divided the Council",
        lambda told: told.filter(pl.col("minority") > 0),
    ),
)  # fmt: skip


def claim_together(
    store: Store,
    a: str,
    b: str,
    *,
    since: int | None = None,
    until: int | None = None,
    as_of: str | date | None = None,
) -> Answer:
    """Whether two states vote and veto together in the years asked about: a verdict a series.

    Rows: the roll calls of the General Assembly, those that divided it, those that are flagged as
    important, votes in the Security Council and those that divided it, each by agreement and by
    kappa (beyond chance); joint vetoes among those of either and of each. ``effect`` is the share
    of equal votes or of joint vetoes, or kappa, ``rank`` the place among all pairs, ``run`` the
    longest run of joint vetoes. The rules stand in the notes. Sessions of the Assembly are named by
    the year in which they begin; ``since`` and ``until`` are both included.

    Raises `UnknownCode` and `WrongUse` for what was asked, `NothingFound` when the store has no
    votes and no vetoes.
    """
    ends = tuple(sorted(pair_of(a, b, own=store.actor_list())))
    if since is not None and until is not None and until < since:
        raise WrongUse(f"years from {since} to {until}", remedy="Give the earlier year as since.")
    span_of: dict[str, Any] = {"since": since, "until": until, "as_of": day_of(as_of)}
    rows = with_family([*_vote_rows(store, ends[0], ends[1], span_of),
                        *claim_vetoes.veto_rows(store, ends[0], ends[1], **span_of)])  # fmt: skip
    if not rows:
        raise NothingFound(
            "the store has no roll calls and no vetoes", where=str(store.path),
            remedy="Add some: multipole sources unga_votes, multipole sources unsc_vetoes.",
        )  # fmt: skip
    kept = [{k: row[k] for k in SCHEMA.names if k in row} | {"told": row["told"] or row["reason"]}
            for row in rows]  # fmt: skip
    title = f"{name_of(ends[0])} and {name_of(ends[1])}: do they vote together{_years(span_of)}?"
    return Answer(title, table_of(kept, SCHEMA), evidence.none(), tuple(_notes(rows)), SHOWN)


def _years(asked: dict[str, Any]) -> str:
    since, until = asked["since"], asked["until"]
    if since and until:
        return f" from {since} to {until}"
    return f" since {since}" if since else f" up to {until}" if until else ""


def _vote_rows(store: Store, a: str, b: str, asked: dict[str, Any]) -> Iterator[Row]:
    of_assembly = ((ASSEMBLY, _KINDS, one) for one in claim_ballots.assembly(store, **asked))
    of_council = ((COUNCIL, _COUNCIL, one) for one in claim_ballots.council(store, a, b, **asked))
    for variable, kinds, (reach, told) in chain(of_assembly, of_council):
        for series, none, pick in kinds:
            told_of = pick(told)
            why = none if none and len(told) and not len(told_of) else ""
            found = stand(told_of, a, b)
            if not found.n:
                why = why or _absent(told_of, reach, asked, (a, b))
            about = _about(variable, told_of, reach, found)
            yield about | _agreement(series, found, why)
            if found.n:
                yield about | _beyond_chance(series, found, why)


def _about(variable: str, told: pl.DataFrame, reach: Reach, found: Stand) -> Row:
    days = told["period_start"]
    return {
        "domain": "votes", "n": found.n, "equal": found.equal,
        "sessions": found.sessions or None, "pairs": found.pairs or None, "middle": found.middle,
        "period_start": days.min(),
        "period_end": days.max() + ONE_DAY if len(days) else None,  # type: ignore[operator]
        "until": reach.last, "variable": variable, "source": reach.source,
        "release": reach.release,
    }  # fmt: skip


def _agreement(series: str, found: Stand, why: str) -> Row:
    word, reason = (NOT_MEASURABLE, why) if why else verdict(found, found.rank)
    told = f"{found.equal} of {found.n}, {_doubted(found.agreement)}" if found.n else ""
    return _figures(found.agreement, found.rank) | {
        "series": series, "verdict": word, "reason": reason, "unit": "share", "told": told,
        "measured_by": "agreement", "p": math.nan, "warnings": [*_warnings(found.rank, word)],
    }  # fmt: skip


def _beyond_chance(series: str, found: Stand, why: str) -> Row:
    word, reason = (NOT_MEASURABLE, why) if why else verdict(found, found.kappa_rank)
    told = ", ".join(filter(None, (_doubted(found.kappa), p_words(found.p))))
    return _figures(found.kappa, found.kappa_rank) | {
        "series": f"{series}, beyond chance", "verdict": word, "reason": reason, "unit": "kappa",
        "told": f"kappa {told}" if told else "", "measured_by": "kappa", "p": found.p,
        "warnings": [*_warnings(found.kappa_rank, word)],
    }  # fmt: skip


def _figures(value: Estimate, rank: Estimate) -> Row:
    """Effect and rank with their intervals; nothing of what is not known."""
    found: Row = {"among_pairs": _doubted(rank)}
    for one, names in ((value, ("effect", "low", "high")), (rank, _RANK)):
        held = (one.mean, one.low, one.high) if not math.isnan(one.mean) else (math.nan,) * 3
        found |= dict(zip(names, held, strict=True))
    return found


def _absent(told: pl.DataFrame, reach: Reach, asked: dict[str, Any], ends: tuple[str, str]) -> str:
    """Why the two have no common vote."""
    if asked["since"] is not None and asked["since"] > reach.last.year:
        return f"the series ends in {reach.last.year}"
    voted = set(told["subject"].unique())
    without = [end for end in ends if end not in voted]
    if without:
        return f"no vote of {' and '.join(without)}"
    return "no roll call in which both voted"


def _warnings(rank: Estimate, word: str) -> Iterator[str]:
    if word != NOT_MEASURABLE and rank.low < UPPER <= rank.high:
        yield f"the interval of the rank spans {UPPER:g}, so the upper quarter is a close call"


def _doubted(found: Estimate) -> str:
    if math.isnan(found.mean):
        return ""
    return f"{number(found.mean)} ({span(found.low, found.high)})"


def _notes(rows: Sequence[Row]) -> Iterator[str]:
    yield tally(rows)
    yield from family(rows)
    yield from claim_vetoes.topics(rows)
    yield from reasons(rows)
    yield from (f"{row['series']}: {row['verdict']}, {row['reason']}."
                for row in rows if row["verdict"] in ("yes", "no"))  # fmt: skip
    if any(row["domain"] == "votes" for row in rows):
        yield RULE
    if any(row["domain"] == claim_vetoes.DOMAIN for row in rows):
        yield f"{claim_vetoes.RULE} {claim_vetoes.UNPUT}"
    if any(row["variable"] == COUNCIL for row in rows):
        yield "Votes of the Council are on adopted texts; a vetoed draft counts under vetoes."
    yield READ_AS
