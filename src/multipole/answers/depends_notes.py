"""What a table of dependence says in sentences: who could hurt whom more, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from multipole.answers.asked import name_of
from multipole.answers.depends_rows import Row
from multipole.answers.words import numbers
from multipole.relations.dependence import Share, asymmetry, asymmetry_between
from multipole.relations.parity import PARITY, compared

Span = tuple[date, date]
#: The rule by which neither is said to lean on the other.
_EVEN = f"the smaller is {PARITY:.0%} of the larger or more"
_IN_GDP = ("trade_in_gdp", "imports_in_gdp")


def leanings(rows: Iterable[Row], a: str, b: str, *, spare: float) -> Iterator[str]:
    """A sentence a flow: who leans more on the other in the last period that both have."""
    by_flow: dict[str, dict[Span, dict[str, Row]]] = {}
    for row in rows:
        if row["share"] is not None:
            when = (row["period_end"], row["period_start"])
            by_flow.setdefault(row["flow"], {}).setdefault(when, {})[row["subject"]] = row
    for flow, periods in by_flow.items():
        both = [when for when, sides in periods.items() if len(sides) == 2]
        if both:
            yield _leaning(flow, periods[max(both)], a, b, spare)
        else:
            yield _one_sided(flow, periods)


def gaps(lacking: Iterable[Row]) -> Iterator[str]:
    """A sentence for all flows and directions that lack the same periods for one reason."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in lacking:
        ends = f"{row['flow']} of {row['subject']} with {row['partner']}"
        found.setdefault((ends, _why(row)), []).append(row)
    alike: dict[tuple[str, str], list[str]] = {}
    for (ends, why), rows in found.items():
        alike.setdefault((_years(rows), why), []).append(ends)
    for (years, why), names in alike.items():
        yield f"Unknown in {years} ({why}): {', '.join(names)}."


def published(rows: Sequence[Row]) -> Iterator[str]:
    """What the published index covers, where it is there for one direction or both."""
    index = [row for row in rows if row["unit"] == "index"]
    senders = sorted({row["partner"] for row in index})
    others = sorted({row["subject"] for row in index} - set(senders))
    if index:
        absent = f", and not of {', '.join(others)}" if others else ""
        yield (
            f"FBIC ({_years(index)}) is a published index of the influence that "
            f"{' and '.join(senders)} could have on the other{absent}, made of trade, arms and "
            "pacts: it stands beside the shares and is not mixed with them."
        )


def products(rows: Iterable[Row]) -> Iterator[str]:
    """A caution where a product is made of two data sets."""
    made = [r for r in rows if r["measure"] in _IN_GDP and " times " in (r["note"] or "")]
    if made:
        yield (
            "GDP is made of a figure per head, which is of today's territory, and a population, "
            "which is of the territory of the year: they differ where borders have changed (the "
            "Soviet Union, Germany before 1990), and by some percent elsewhere."
        )


def rule(spare: float) -> str:
    """The rule behind what a cut would cost."""
    return (
        f"What a cut would cost supposes that every other partner can give (or take) {spare:.0%} "
        "more; rise_needed is by how much they would all have to for nothing to be lost. No table "
        "says how much they could."
    )


def _leaning(flow: str, sides: dict[str, Row], a: str, b: str, spare: float) -> str:
    gap = asymmetry(sides[a]["share"], sides[b]["share"])
    more, less = (a, b) if gap >= 0 else (b, a)
    said = f"{flow}, {_when(sides[a])}: {_said(sides[more])}, {_said(sides[less])}"
    mine, theirs = _share(sides[a]), _share(sides[b])
    match compared((mine.low, mine.high), (theirs.low, theirs.high)):
        case "even":
            return f"{said}: about even ({abs(gap):.1%} apart; {_EVEN})."
        case "unknown":
            return f"{said}; {_open(mine, theirs, more)}."
    return (
        f"{said}: {more} leans on {less} ({abs(gap):.1%} apart)"
        f"{_cost(sides[more], sides[less], spare)}."
    )


def _open(mine: Share, theirs: Share, more: str) -> str:
    """What cannot be told, as the bounds of two shares leave it open."""
    low, high = asymmetry_between(mine, theirs)
    if low <= 0 <= high:
        return "with unknown partners, who could hurt whom more cannot be told"
    return f"{more} leans more, but with unknown partners they may be about even"


def _said(row: Row) -> str:
    """``CHN is 25.0% of Russia's``, with its bounds where they differ."""
    whole = "GDP" if row["measure"] in _IN_GDP else ""
    bounds = f" ({row['low']:.1%} to {row['high']:.1%})" if row["low"] != row["high"] else ""
    what = f"that with {row['partner']}" if whole else row["partner"]
    return f"{what} is {row['share']:.1%}{bounds} of {name_of(row['subject'])}'s {whole}".rstrip()


def _cost(more: Row, less: Row, spare: float) -> str:
    """Who could hurt whom more; what a cut would cost each where the flow can be got elsewhere."""
    hurt = f", and {less['subject']} could hurt {more['subject']} more"
    if more["loss"] is None or less["loss"] is None:
        return hurt
    verb = "took" if "exports" in more["flow"] else "gave"
    if not more["loss_high"]:
        return f", but neither would lose any of it if all others {verb} {spare:.0%} more"
    return (
        f"{hurt}: a cut would cost {more['subject']} {more['loss']:.1%} of it and "
        f"{less['subject']} {less['loss']:.1%}, if all others {verb} {spare:.0%} more"
    )


def _one_sided(flow: str, periods: dict[Span, dict[str, Row]]) -> str:
    last = max(periods)
    row = next(iter(periods[last].values()))
    return (
        f"{flow}, {_when(row)}: {_said(row)}; the other direction has no share in the same period, "
        "so who could hurt whom more cannot be told."
    )


def _share(row: Row) -> Share:
    return Share(row["share"], row["low"], row["high"], 0, 0)


def _why(row: Row) -> str:
    if row["status"] == "not_covered":
        return "no row, which is no zero"
    return row["note"] if row["measure"] in _IN_GDP and row["whole"] is None else "an empty cell"


def _when(row: Row) -> str:
    start, last = row["period_start"].year, row["period_end"].year - 1
    return f"{start}-{last}" if start < last else str(start)


def _years(rows: Sequence[Row]) -> str:
    """The years of rows; of periods of several years those that they end in."""
    if any(_when(row) != str(row["period_start"].year) for row in rows):
        ends = numbers(row["period_end"].year - 1 for row in rows)
        return f"the periods that end in {ends}"
    return numbers(row["period_start"].year for row in rows)
