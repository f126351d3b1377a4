"""The first paragraph of a brief: plain words made from its numbers, each leading to its evidence.

Anchors on the page: ``events``, ``sources``, ``figures``, ``open`` (planned, threatened, denied),
``others``, ``pair-KEY``, ``tie-KEY``, ``steps-KEY``, ``said-KEY``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from multipole.answers.brief_parts import (
    NO_OUTLET,
    Act,
    Outside,
    Pair,
    Piece,
    Series,
    Source,
    Words,
)
from multipole.answers.words import count
from multipole.core.types import Estimate
from multipole.relations.trend import BEYOND

MINUS = "\u2212"
FEW = 5
#: More pairs than this are summed up by what can be said of them.
MANY = 3


def summary_of(
    names: Mapping[str, str],
    ids: Sequence[str],
    pairs: Sequence[Pair],
    acts: Sequence[Act],
    sources: Sequence[Source],
    series: Sequence[Series],
    outside: Outside,
) -> tuple[Words, ...]:
    """Sentences: what was read and counted, then a sentence or two a pair, closest first."""
    told = [p for p in pairs if p.overall.n]
    silent = [p for p in pairs if not p.overall.n]
    also = _also(acts, pairs, series, outside)
    told.sort(key=lambda p: -p.overall.mean)
    return (
        _counted(names, ids, acts, sources),
        *(_in_short(told) if len(told) > MANY else _in_full(told)),
        *((_silent(silent),) if silent else ()),
        *((also,) if also else ()),
    )


def signed(value: float) -> str:
    """A closeness with its sign and two places: ``+0.88``, ``\u22120.25``, ``unknown`` for NaN."""
    if value != value:
        return "unknown"
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value):.2f}".replace("+0.00", "0.00").replace(f"{MINUS}0.00", "0.00")


def side(found: Estimate) -> str:
    """Which way an interval lies, to the two places that are shown.

    ``coop``, ``conflict``, ``balance`` (it reaches zero) or ``silent`` (no event).
    """
    if not found.n:
        return "silent"
    if round(found.low, 2) > 0:
        return "coop"
    return "conflict" if round(found.high, 2) < 0 else "balance"


def verdict(found: Estimate) -> str:
    """What an estimate of closeness and its interval allow one to say."""
    lies = side(found)
    if lies == "silent":
        return "no report tells of an event that happened between them: unknown, which is not zero"
    if lies == "coop":
        said = "cooperation prevails"
    elif lies == "conflict":
        said = "conflict prevails"
    else:
        said = "the interval reaches zero, so these reports cannot say which prevails"
    return f"{said}; so few events leave a wide interval" if found.n < FEW else said


def in_one(names: Sequence[str], *, last: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``; another word than "and" before the ``last``."""
    return f" {last} ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def _counted(
    names: Mapping[str, str], ids: Sequence[str], acts: Sequence[Act], sources: Sequence[Source]
) -> Words:
    happened = sum(act.happened for act in acts)
    outlets = len({s.outlet for s in sources} - {NO_OUTLET})
    named = (Piece(" of "), Piece(count(outlets, "outlet"), "sources")) if outlets else ()
    return (
        Piece(count(len(sources), "report"), "sources"),
        *named,
        Piece(f" {'tells' if len(sources) == 1 else 'tell'} of "),
        Piece(count(happened, "event"), "events"),
        Piece(f" that happened between {in_one([names[a] for a in ids])}."),
    )


def _in_full(pairs: Sequence[Pair]) -> tuple[Words, ...]:
    return tuple(_pair(p, first=p is pairs[0] and len(pairs) > 1) for p in pairs)


def _in_short(pairs: Sequence[Pair]) -> tuple[Words, ...]:
    """One sentence each for the pairs of which one can say the same."""
    warm, cold, open_ = (
        [p for p in pairs if side(p.overall) == lies] for lies in ("coop", "conflict", "balance")
    )
    heads = (
        (warm, "Cooperation prevails between "),
        (cold, "Conflict prevails between "),
        (open_, "The interval reaches zero, so these reports cannot say which prevails, between "),
    )
    return tuple(_listed(head, those) for those, head in heads if those)


def _listed(head: str, pairs: Sequence[Pair]) -> Words:
    found = [Piece(head)]
    for place, pair in enumerate(pairs):
        value = f"{signed(pair.overall.mean)}, {count(pair.overall.n, 'event')}"
        lead = "; " if place else ""
        found += [
            Piece(lead), Piece(_within(pair.name), f"pair-{pair.key}"), Piece(" ("),
            Piece(value, f"pair-{pair.key}"), Piece(")"),
        ]  # fmt: skip
    return (*found, Piece("."))


def _within(name: str) -> str:
    """A name as it stands inside a sentence."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _pair(pair: Pair, *, first: bool) -> Words:
    found = pair.overall
    lead = f" {'stand closest' if first else 'stand'} at "
    return (
        Piece(pair.name, f"pair-{pair.key}"),
        Piece(lead),
        Piece(signed(found.mean), f"pair-{pair.key}"),
        Piece(" ("),
        Piece(f"{signed(found.low)} to {signed(found.high)}", f"pair-{pair.key}"),
        Piece(", "),
        Piece(count(found.n, "event"), f"events-{pair.key}"),
        Piece(f"): {verdict(found)}. "),
        *_tie(pair),
        *_trend(pair),
    )


def _tie(pair: Pair) -> Words:
    tie, place = pair.tie, f"tie-{pair.key}"
    may = f"; it may be {in_one(tie.may, last='or')}" if tie.may else ""
    if not tie.told:
        unsaid = Piece("its criteria do not say", place)
        return (Piece("What kind of tie it is, "), unsaid, Piece(f"{may}."))
    share = f"{tie.met} of {tie.of}, {tie.unknown} unknown"
    return (
        Piece("By its criteria the tie reads as "),
        Piece(f"{tie.word} on {tie.on} ({share})", place),
        Piece(f"{may}."),
    )


def _trend(pair: Pair) -> Words:
    found = pair.trend
    if found is None or found.word not in ("closer", "apart"):
        return ()
    moved = "came closer" if found.word == "closer" else "drew apart"
    return (
        Piece(f" From the first half of the span to the second they {moved}, by "),
        Piece(signed(found.change.mean), f"steps-{pair.key}"),
        Piece(f", {BEYOND}."),
    )


def _silent(pairs: Sequence[Pair]) -> Words:
    found = [Piece("No report tells of an event that happened between ")]
    for place, pair in enumerate(pairs):
        if place:
            found.append(Piece("; nor between "))
        found.append(Piece(_within(pair.name), f"pair-{pair.key}"))
    return (*found, Piece(": unknown, which is not zero."))


def _also(
    acts: Sequence[Act], pairs: Sequence[Pair], series: Sequence[Series], outside: Outside
) -> Words:
    opinions = {c for p in pairs for c in (*p.speaks_for, *p.speaks_against)}
    against = {c for p in pairs for c in p.speaks_against}
    open_ = sum(not act.happened for act in acts)
    figures = sum(len(s.figures) for s in series)
    parts = [
        (
            open_,
            Piece(f"{count(open_, 'act')} only planned, threatened, supposed or denied", "open"),
        ),
        (
            len(opinions),
            Piece(
                f"{count(len(opinions), 'opinion')} on closeness ({len(against)} against it)",
                "opinions",
            ),
        ),
        (figures, Piece(f"{count(figures, 'quoted figure')}", "figures")),
        (outside.acts, Piece(f"{count(outside.acts, 'act')} with others", "others")),
    ]
    kept = [piece for number, piece in parts if number]
    joined: list[Piece] = [Piece("The reports also hold ")] if kept else []
    for place, piece in enumerate(kept):
        if place:
            joined.append(Piece(" and " if place == len(kept) - 1 else ", "))
        joined.append(piece)
    return (*joined, Piece(".")) if kept else ()
