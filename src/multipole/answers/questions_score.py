"""How good the forecasts of questions were: scores, calibration, skill, and the worst misses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.questions import standing
from multipole.answers.words import count
from multipole.core.errors import NothingFound
from multipole.core.types import Estimate
from multipole.forecast import questions_scores as scores
from multipole.forecast.questions_criterion import parse_criterion
from multipole.forecast.questions_issue import BEST, CLIMATOLOGY, COUNTING
from multipole.forecast.questions_past import Floats
from multipole.store import Store

#: Forecasts issued before their question closed, and those issued after it on what was known then.
LIVE: Final = "live"
HELD_OUT: Final = "held out"
MISSES: Final = 10
#: The share of yes, which nobody knew beforehand, said of every question.
HINDSIGHT: Final = "hindsight"
NAMED: Final = {BEST: "forecast", CLIMATOLOGY: "climatology", COUNTING: "counting baseline"}
_REALS: Final = (
    *("share_yes", "share_low", "share_high", "mean_probability"),
    *("brier", "brier_low", "brier_high", "log_score", "calibration_error"),
    *("skill_climatology", "skill_climatology_low", "skill_climatology_high"),
    *("skill_counting", "skill_counting_low", "skill_counting_high"),
)
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("section", "what", "model", "question")),
        ("n", pa.int64()),
        *((n, pa.float64()) for n in _REALS),
        ("outcome", pa.string()),
        ("text", pa.string()),
    ]
)
SHOWN: Final = (
    *("section", "what", "n", "yes_share", "mean_said", "brier_range"),
    *("log_score", "over_climatology", "over_counting"),
)
READ_AS: Final = (
    "live: issued before the question closed; held out: issued afterwards, on what was known by "
    "the day it names. misses: the forecasts that were most wrong.",
    "Brier score: the mean square of what a probability was off by; 0 is best, 0.25 is what 50% "
    "always gets. Log score in nats: 0 is best, 0.69 is what 50% always gets.",
    "over climatology, over counting: the part of the baseline's Brier score that is saved, with "
    "the interval that holds 90% of the doubt: pairs of actors are drawn anew (block bootstrap). "
    "Months are not: how they differ is told by part.",
    "share of yes, in hindsight: what one would get who knew how many end yes, but not which.",
    "Of each question the first forecast is scored, whatever came later. Nothing is left out "
    "that was forecast and ended yes or no.",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with its first forecast of each model and how it ended."""

    question: str
    text: str
    pair: str
    closes: date
    days: int
    live: bool
    said: dict[str, float]
    yes: bool


def question_scores(store: Store) -> Answer:
    """Scores of the issued forecasts of settled questions, failures included.

    Sections: ``live`` (issued before the question closed) and ``held out`` (issued afterwards on
    what was known by their day), each with the baselines beside them; ``parts`` by month and
    length; ``calibration`` by tenths of probability; ``misses``, the worst ones. Raises
    `NothingFound` when nothing is settled that was forecast.
    """
    found = scored(store)
    if not found:
        raise NothingFound(
            "no settled question with a forecast",
            where=str(store.path),
            remedy="Issue forecasts, add later data, then: multipole questions settle.",
        )
    rows = [row for live in (True, False) for row in _rows(found, live)]
    table = pa.Table.from_pylist(rows, SCHEMA)
    title = f"{count(len(found), 'settled question')} that had been forecast"
    return Answer(title, table, evidence.none(), (*READ_AS, *_left_out(store, found)), SHOWN)


def scored(store: Store) -> list[Scored]:
    """Questions that were forecast and ended yes or no, in the order in which they close."""
    settled = standing(store)
    taken = set(store.asked.withdrawals()["question"].to_pylist())
    first = _first(store)
    return [
        _scored(row, first[row["id"]], settled[row["id"]])
        for row in store.asked.questions().to_pylist()
        if row["id"] in first
        and row["id"] not in taken
        and settled.get(row["id"], {}).get("outcome") in ("yes", "no")
    ]


def _first(store: Store) -> dict[str, list[dict[str, Any]]]:
    """The forecasts of the first day on which each question had one of each model."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.asked.forecasts().to_pylist():
        held = found.setdefault(row["question"], [])
        if not held or (row["as_of"], row["basis"]) == (held[0]["as_of"], held[0]["basis"]):
            held.append(row)
    return {q: rows for q, rows in found.items() if {*NAMED} <= {row["model"] for row in rows}}


def _scored(asked: dict[str, Any], issued: list[dict[str, Any]], settled: dict[str, Any]) -> Scored:
    ask = parse_criterion(asked["criterion"])
    return Scored(
        asked["id"],
        asked["text"],
        "+".join(sorted((ask.a, ask.b))),
        asked["closes"],
        (asked["closes"] - asked["opens"]).days + 1,
        all(row["issued_at"].date() <= asked["closes"] for row in issued),
        {row["model"]: row["probability"] for row in issued},
        settled["outcome"] == "yes",
    )


def _rows(found: Sequence[Scored], live: bool) -> Iterator[dict[str, Any]]:
    chosen = [one for one in found if one.live == live]
    if not chosen:
        return
    section = LIVE if live else HELD_OUT
    for model, name in NAMED.items():
        yield _row(section, name, model, chosen)
    yield _row(section, "share of yes, in hindsight", HINDSIGHT, chosen)
    for what, part in _parts(chosen):
        yield _row(f"{section}: parts", what, BEST, part)
    yield from _calibration(f"{section}: calibration", chosen)
    yield from _misses(f"{section}: misses", chosen)


def _parts(chosen: Sequence[Scored]) -> Iterator[tuple[str, list[Scored]]]:
    months = sorted({one.closes.strftime("%Y-%m") for one in chosen})
    if len(months) > 1:
        for month in months:
            yield f"closed in {month}", [o for o in chosen if o.closes.strftime("%Y-%m") == month]
    spans = ((1, 10), (11, 20), (21, 62), (63, 10**6))
    held = [[one for one in chosen if low <= one.days <= high] for low, high in spans]
    if sum(1 for part in held if part) > 1:
        for (low, high), part in zip(spans, held, strict=True):
            if part:
                yield f"{low} to {high} days" if high < 10**6 else f"{low} days or more", part


def _row(section: str, what: str, model: str, chosen: Sequence[Scored]) -> dict[str, Any]:
    said, yes = _said(chosen, model), _yes(chosen)
    pairs = [one.pair for one in chosen]
    losses = scores.brier(said, yes)
    row = {
        "section": section, "what": what, "model": model, "n": len(chosen),
        "share_yes": float(yes.mean()), "mean_probability": float(said.mean()),
        **_estimate("brier", scores.mean_score(losses, pairs)),
        "log_score": float(scores.log_score(said, yes).mean()),
        "calibration_error": scores.calibration_error(said, yes),
    }  # fmt: skip
    for name, other in (("skill_climatology", CLIMATOLOGY), ("skill_counting", COUNTING)):
        if model != other:
            against = scores.brier(_said(chosen, other), yes)
            row |= _estimate(name, scores.skill(losses, against, pairs))
    return row


def _estimate(name: str, found: Estimate) -> dict[str, float | None]:
    low, high = (end if np.isfinite(end) else None for end in (found.low, found.high))
    return {name: found.mean, f"{name}_low": low, f"{name}_high": high}


def _said(chosen: Sequence[Scored], model: str) -> Floats:
    if model == HINDSIGHT:
        share = float(_yes(chosen).mean())
        return np.full(len(chosen), min(max(share, 1e-6), 1 - 1e-6))
    return np.array([one.said[model] for one in chosen])


def _yes(chosen: Sequence[Scored]) -> Floats:
    return np.array([float(one.yes) for one in chosen])


def _calibration(section: str, chosen: Sequence[Scored]) -> Iterator[dict[str, Any]]:
    for one in scores.reliability(_said(chosen, BEST), _yes(chosen)):
        yield {
            "section": section, "what": f"{one.low:.0%} to {one.high:.0%}", "model": BEST,
            "n": one.n, "mean_probability": one.mean, "share_yes": one.yes / one.n,
            "share_low": one.share_low, "share_high": one.share_high,
        }  # fmt: skip


def _misses(section: str, chosen: Sequence[Scored]) -> Iterator[dict[str, Any]]:
    """The forecasts that were most wrong."""
    far = sorted(chosen, key=lambda one: (-abs(one.said[BEST] - one.yes), one.question))
    for one in far[:MISSES]:
        loss = (one.said[BEST] - one.yes) ** 2
        yield {
            "section": section, "what": one.question[:8], "model": BEST, "question": one.question,
            "n": 1,
            "mean_probability": one.said[BEST], "share_yes": float(one.yes), "brier": loss,
            "outcome": "yes" if one.yes else "no", "text": one.text,
        }  # fmt: skip


def _left_out(store: Store, found: Sequence[Scored]) -> Iterator[str]:
    """What is asked and not scored, by why."""
    settled = standing(store)
    asked = store.asked.questions()["id"].to_pylist()
    void = sum(row["outcome"] == "void" for row in settled.values())
    taken = store.asked.withdrawals().num_rows
    waiting = len(asked) - len(settled)
    yield (
        f"Of {count(len(asked), 'question')} {len(found):,} are scored; {void:,} ended void, "
        f"{taken:,} were withdrawn before their end, {waiting:,} are not settled."
    )
