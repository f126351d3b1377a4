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
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        *COMMON,
        ("equal", pa.int64()),
        ("sessions", pa.int32()),
        *((n, pa.float64()) for n in ("kappa", "kappa_low", "kappa_high")),
        *((n, pa.float64()) for n in ("rank", "rank_low", "rank_high")),
        ("kappa_rank", pa.float64()),
        ("pairs", pa.int32()),
        ("middle", pa.float64()),
        ("run", pa.int32()),
        ("run_start", pa.date32()),
        ("run_end", pa.date32()),
        ("run_items", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("alike", "beyond_chance", "among_pairs")),
    ]
)
SHOWN: Final = ("series", "verdict", "alike", "beyond_chance", "among_pairs", "until")
RULE: Final = (
    "Rule for votes, ours: yes when the whole interval of kappa (Haege 2011) lies above 0, beyond "
    "what their own habits of voting would give, and their rank among all pairs with ten or more "
    "common votes in the same sessions is .75 or more; no when either fails. Intervals allow for "
    "any dependence between sessions, as most resolutions come again each year."
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
    important, votes in the Security Council and those that divided it, joint vetoes among those of
    either and of each. ``effect`` is the share of equal votes or of joint vetoes, ``rank`` the
    place among all pairs, ``kappa`` the agreement beyond chance; ``run`` the longest run of joint
    vetoes. The rules stand in the notes. Sessions of the Assembly are named by the year in which
    they begin; ``since`` and ``until`` are both included.

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
    table = table_of([_worded({k: row[k] for k in SCHEMA.names if k in row}) for row in rows],
                     SCHEMA)  # fmt: skip
    title = f"{name_of(ends[0])} and {name_of(ends[1])}: do they vote together{_years(span_of)}?"
    return Answer(title, table, evidence.none(), tuple(_notes(rows)), SHOWN)


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
            yield _vote_row(
                series, variable, stand(told_of, a, b), told_of, reach, why, asked, (a, b)
            )


def _vote_row(
    series: str,
    variable: str,
    found: Stand,
    told: pl.DataFrame,
    reach: Reach,
    why: str,
    asked: dict[str, Any],
    ends: tuple[str, str],
) -> Row:
    word, reason = (NOT_MEASURABLE, why) if why else verdict(found)
    if found.n == 0 and not why:
        reason = _absent(told, reach, asked, ends)
    kappa, share, rank = found.kappa, found.agreement, found.rank
    days = told["period_start"]
    return {
        "series": series, "domain": "votes", "verdict": word, "reason": reason,
        "effect": share.mean, "low": share.low if found.n else math.nan,
        "high": share.high if found.n else math.nan, "unit": "share", "n": found.n,
        "equal": found.equal, "sessions": found.sessions or None,
        "p": found.p,
        "kappa": kappa.mean,
        "kappa_low": math.nan if math.isnan(kappa.mean) else kappa.low,
        "kappa_high": math.nan if math.isnan(kappa.mean) else kappa.high,
        "kappa_rank": found.kappa_rank,
        "rank": rank.mean,
        "rank_low": rank.low if found.pairs else math.nan,
        "rank_high": rank.high if found.pairs else math.nan, "pairs": found.pairs or None,
        "middle": found.middle, "period_start": days.min(),
        "period_end": days.max() + ONE_DAY if len(days) else None,  # type: ignore[operator]
        "until": reach.last, "variable": variable, "source": reach.source,
        "release": reach.release, "warnings": list(_warnings(found, word)),
    }  # fmt: skip


def _absent(told: pl.DataFrame, reach: Reach, asked: dict[str, Any], ends: tuple[str, str]) -> str:
    """Why the two have no common vote."""
    if asked["since"] is not None and asked["since"] > reach.last.year:
        return f"the series ends in {reach.last.year}"
    voted = set(told["subject"].unique())
    without = [end for end in ends if end not in voted]
    if without:
        return f"no vote of {' and '.join(without)}"
    return "no roll call in which both voted"


def _warnings(found: Stand, word: str) -> Iterator[str]:
    if word == NOT_MEASURABLE:
        return
    if found.rank.low < UPPER <= found.rank.high:
        yield f"the interval of the rank spans {UPPER:g}, so the upper quarter is a close call"
    if math.isnan(found.kappa_rank):
        return
    if (found.rank.mean >= UPPER) != (found.kappa_rank >= UPPER):
        side = "in" if found.kappa_rank >= UPPER else "outside"
        yield (
            f"by kappa in place of agreement the two would stand {side} the upper quarter, rank "
            f"{found.kappa_rank:.2f}"
        )


def _worded(row: Row) -> Row:
    """The figures of a row as a reader sees them."""
    told = f"{row['equal']} of {row['n']}" if row.get("n") else row["reason"]
    doubt = f" ({span(row['low'], row['high'])})" if row.get("n") else ""
    share = f", {number(row['effect'])}{doubt}" if row.get("n") else ""
    row["alike"] = f"{told}{share}"
    kappa, p = _doubted(row, "kappa"), p_words(row.get("p", math.nan))
    row["beyond_chance"] = ", ".join(filter(None, (kappa, p)))
    row["among_pairs"] = _doubted(row, "rank")
    return row


def _doubted(row: Row, name: str) -> str:
    value = row.get(name, math.nan)
    if math.isnan(value):
        return ""
    return f"{number(value)} ({span(row[f'{name}_low'], row[f'{name}_high'])})"


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
