"""Why two actors look as close as they do: every figure of the pair, each with its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import day_of, name_of, one_of, pair_of
from multipole.answers.closeness import READ_AS, happened, with_claims
from multipole.answers.evidence import evidence
from multipole.answers.missing import nothing_found
from multipole.answers.tie_shown import PairTie, tie_of
from multipole.answers.words import amount, plain
from multipole.core.periods import Period
from multipole.core.plover import QUADS
from multipole.core.types import Estimate, Measure
from multipole.relations import (
    BINS,
    CLOSENESS,
    DEEDS,
    WORDS,
    Bin,
    estimate,
    inside,
    measure,
    trend,
)
from multipole.relations.trend import BEYOND
from multipole.store import Store

SCHEMA: Final = pa.schema(
    [
        ("section", pa.string()),
        ("figure", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        ("n", pa.int64()),
        ("unit", pa.string()),
        ("text", pa.string()),
        ("claims", pa.list_(pa.string())),
    ]
)
SHOWN: Final = ("section", "figure", "text", "claims")
_Row = dict[str, Any]
_PARTS: Final = ((CLOSENESS, ""), (WORDS, "verbal"), (DEEDS, "material"))


def why(
    store: Store, a: str, b: str, *, by: Bin = "year", as_of: str | date | None = None
) -> Answer:
    """All figures of a pair, each row with the claims that carry it.

    Sections: ``closeness`` (all, in words, in deeds), ``by domain``, ``by year`` (or what ``by``
    says), ``counts`` by quad class, ``change`` (the last twelve months with events against the
    twelve before), ``tie`` (the word, then its criteria), ``quoted figures`` about both, and
    ``for``, ``against``, ``neutral``: what named speakers say of their closeness. ``value``,
    ``low``, ``high``, ``n``, ``unit`` hold the number, ``text`` the same in words.

    Raises `NothingFound` when nothing in the store concerns both.
    """
    left, right = pair_of(a, b, own=store.actor_list())
    known, step = day_of(as_of), one_of(by, BINS, "a time step")
    found = happened(store, left, right, as_of=known)
    said = store.claims(actors=(left, right), as_of=known).to_pylist()
    if not found.num_rows and not said:
        raise nothing_found(store, (left, right), what="claims", as_of=known)
    rows = [
        *(_closeness_rows(found, step) if found.num_rows else ()),
        *_tie_rows(tie_of(store, left, right, as_of=known)),
        *map(_figure_row, (c for c in said if c["kind"] == "figure")),
        *_opinion_rows(c for c in said if c["kind"] == "assessment"),
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    told = evidence(store, (c for row in rows for c in row["claims"]), as_of=known)
    title = f"{name_of(left)} ({left}) and {name_of(right)} ({right})"
    return Answer(title, table, told, _read_as(rows, left, right), SHOWN)


def _closeness_rows(found: pa.Table, by: Bin) -> list[_Row]:
    rows = [_part_row(found, m, quads) for m, quads in _PARTS]
    whole = with_claims(measure(found, by="all"), found).to_pylist()
    steps = with_claims(measure(found, by=by, domains=False), found).to_pylist()
    return [
        *(row for row in rows if row["n"]),
        *(_measured(r, "by domain", r["domain"]) for r in whole if r["domain"] != "all"),
        *(_measured(r, f"by {by}", _period(r)) for r in steps if by != "all"),
        *_count_rows(found),
        *_change_rows(found),
    ]


def _part_row(found: pa.Table, part: Measure, quads: str) -> _Row:
    claims = _claims_where(found, lambda quad: quad.startswith(quads))
    return _estimated("closeness", part.name, estimate(found, measure=part), claims)


def _claims_where(found: pa.Table, test: Any) -> list[str]:
    pairs = zip(found["quad"].to_pylist(), found["claims"].to_pylist(), strict=True)
    return [c for quad, claims in pairs if test(quad) for c in claims]


def _estimated(section: str, figure: str, value: Estimate, claims: list[str]) -> _Row:
    numbers = {"value": value.mean, "low": value.low, "high": value.high, "n": value.n}
    return _row(section, figure, claims, **numbers, unit="share difference")


def _measured(row: _Row, section: str, figure: str) -> _Row:
    numbers = {"value": row["closeness"], **{k: row[k] for k in ("low", "high", "n")}}
    period = {k: row[k] for k in ("period_start", "period_end")}
    return _row(section, figure, row["claims"], **numbers, **period, unit="share difference")


def _period(row: _Row) -> str:
    start, end = row["period_start"], row["period_end"]
    return str(Period(start, end)) if start else "not dated so closely"


def _count_rows(found: pa.Table) -> list[_Row]:
    quads = found["quad"].to_pylist()
    return [
        _row(
            "counts",
            quad.replace("_", " "),
            _claims_where(found, quad.__eq__),
            value=float(quads.count(quad)),
            n=quads.count(quad),
            unit="events",
            text=str(quads.count(quad)),
        )
        for quad in QUADS
    ]


def _change_rows(found: pa.Table) -> list[_Row]:
    ends = [day for day in found["period_start"].to_pylist() if day]
    if not ends or min(ends).year < 3:
        return []
    last = Period.month(max(ends).year, max(ends).month).end
    middle = last.replace(year=last.year - 1)
    first = Period(last.replace(year=last.year - 2), middle)
    second = Period(middle, last)
    seen = trend(found, first=first, second=second)
    told = inside(found, Period(first.start, last))["claims"].to_pylist()
    row = _estimated("change", f"{first} to {second}", seen.change, [c for e in told for c in e])
    return [row | {"text": _change_words(row, seen.word)}]


def _change_words(row: _Row, word: str) -> str:
    if word == "unknown":
        return word
    return f"{word}{f' {BEYOND}' if word in ('closer', 'apart') else ''}: {row['text']}"


def _read_as(rows: Iterable[_Row], a: str, b: str) -> tuple[str, ...]:
    """How to read the figures; where a change is told, what it does not say."""
    if not any(row["section"] == "change" and BEYOND in row["text"] for row in rows):
        return READ_AS
    return (
        *READ_AS,
        f"Change: {BEYOND} of these reports, and no more. A tone that wanders by itself does that "
        f"often; whether it is more than that: multipole dyad {a} {b} (turning points), multipole "
        f"claim turn {a} {b} --year YEAR.",
    )


def _tie_rows(found: PairTie) -> list[_Row]:
    """The word with the claims of its criteria, then each criterion that is not unknown."""
    told = [c for c in found.criteria if c.status != "unknown"]
    share = found.met / found.of if found.told else None
    claims = [c for one in found.own for c in one.claims]
    head = _row("tie", "kind of tie", claims, value=share, unit="share", text=_tie_words(found))
    rest = len(found.criteria) - len(told)
    return [
        head,
        *(_row("tie", c.question, c.claims, text=f"{c.status}: {c.value}, {c.asks} asked")
          for c in told),
        _row("tie", "unknown", (), value=float(rest), unit="criteria",
             text=f"{rest} of {len(found.criteria)} criteria; see multipole tie"),
    ]  # fmt: skip


def _tie_words(found: PairTie) -> str:
    if found.on is None:
        return "unknown (no measure of the two)"
    may = f"; may also be {' or '.join(found.may)}" if found.may else ""
    if not found.told:
        return f"unknown on {found.on}{may}"
    share = f"{found.met} of {found.of} criteria met, {found.unknown} unknown"
    later = f". {found.later.rstrip('.')}" if found.later else ""
    return f"{found.word} on {found.on} ({share}){may}{later}"


def _figure_row(claim: _Row) -> _Row:
    period = {k: claim[k] for k in ("period_start", "period_end")}
    speaker = f", says {claim['speaker']}" if claim["speaker"] else ""
    dated = f" ({_period(claim)})" if claim["period_start"] else ""
    return _row(
        "quoted figures",
        claim["measure"],
        [claim["id"]],
        **period,
        value=claim["value"],
        unit=claim["unit"],
        text=f"{amount(claim)}{dated}{speaker}",
    )


def _opinion_rows(claims: Iterable[_Row]) -> list[_Row]:
    order = ("for", "against", "neutral")
    ranked = sorted(claims, key=lambda c: (order.index(c["leaning"]), c["known_on"], c["id"]))
    return [
        _row(c["leaning"], f"{c['speaker']} ({c['speaker_actor']})".replace(" ()", ""), [c["id"]],
             text=c["gist"])
        for c in ranked
    ]  # fmt: skip


def _row(section: str, figure: str, claims: Iterable[str], **other: Any) -> _Row:
    row = {
        "period_start": None, "period_end": None, "value": None, "low": None, "high": None,
        "n": None, "unit": "",
    }  # fmt: skip
    filled: _Row = row | other | {"section": section, "figure": figure}
    filled["claims"] = list(dict.fromkeys(claims))
    filled.setdefault("text", _in_words(filled))
    return filled


def _in_words(row: Mapping[str, Any]) -> str:
    if row["low"] is None:
        return plain(row["value"])
    if row["value"] != row["value"]:
        return "unknown"
    return f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f}, n={row['n']})"
