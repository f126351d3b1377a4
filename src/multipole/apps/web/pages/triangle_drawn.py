"""The drawn triangle of a year: how wide, which side and which words each edge has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from multipole.answers import Answer
from multipole.apps.web.words import interval, name, number, signed

WIDTH: Final = 400
HEIGHT: Final = 388
#: The places of the three corners, and of the words of each edge with the way they run.
CORNERS: Final = ((60, 290), (200, 62), (340, 290))
_LABELS: Final = ((106, 150, "end"), (200, 328, "middle"), (294, 150, "start"))
_NODE: Final = 27.0
#: Pixels of an edge of the greatest closeness, and of one of none.
_WIDEST, _THINNEST = 16.0, 1.5
#: Pixels of the rule of 0 to 1 beside an edge.
RULE: Final = 84
ARROWS: Final = {"closer": "▲", "further": "▼"}
MARKS: Final = {"positive": "+", "negative": "−", "neutral": "0", "mixed": "±", "unknown": "?"}
SIDES: Final = {"positive": "coop", "negative": "conflict"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a triangle: the rows of its three ties, in order, and of their balance."""

    year: int
    ties: tuple[Row, ...]
    balance: Row


def years_of(answer: Answer) -> tuple[Year, ...]:
    """The years of the answer `triangle_years`, in order."""
    held: dict[int, list[Row]] = {}
    for row in answer.table.to_pylist():
        if row["section"] != "part":
            held.setdefault(row["period_start"].year, []).append(row)
    return tuple(Year(year, tuple(rows[:3]), rows[3]) for year, rows in sorted(held.items()))


def shape(ends: Iterable[tuple[str, str]], states: tuple[str, str, str]) -> dict[str, Any]:
    """What does not change with the year: corners, and the line and label of each edge."""
    places = dict(zip(states, CORNERS, strict=True))
    edges = [
        {**_line(places[a], places[b]), "x": x, "y": y, "anchor": anchor, "a": a, "b": b,
         "rule": _rule(x, anchor)}
        for (a, b), (x, y, anchor) in zip(ends, _LABELS, strict=True)
    ]  # fmt: skip
    corners = [{"id": one, "x": x, "y": y} for one, (x, y) in places.items()]
    return {"width": WIDTH, "height": HEIGHT, "corners": corners, "edges": edges, "node": _NODE}


def _line(a: tuple[int, int], b: tuple[int, int]) -> dict[str, float]:
    dx, dy = b[0] - a[0], b[1] - a[1]
    part = _NODE / (dx * dx + dy * dy) ** 0.5
    return {
        "x1": round(a[0] + dx * part, 1), "y1": round(a[1] + dy * part, 1),
        "x2": round(b[0] - dx * part, 1), "y2": round(b[1] - dy * part, 1),
    }  # fmt: skip


def _rule(x: int, anchor: str) -> int:
    """Where the rule of an edge begins."""
    return {"start": x, "middle": x - RULE // 2, "end": x - RULE}[anchor]


def drawn(year: Year) -> dict[str, Any]:
    """All that changes with the year, as plain values: the page's script puts them in place."""
    return {
        "year": year.year, "sentence": sentence(year), "edges": [edge(tie) for tie in year.ties],
    }  # fmt: skip


def edge(tie: Row) -> dict[str, Any]:
    """An edge: widths of its core and its band, its side and dash, its words, its rule."""
    low, high, value = tie["low"], tie["high"], tie["value"]
    known = value is not None
    return {
        "core": _wide(low) if known else 0.0, "band": _wide(high) if known else _THINNEST,
        "side": SIDES.get(tie["sign"], "balance") if known else "silent",
        "dash": _dash(tie["sign"] if known else "unknown"),
        "value": number(value), "interval": interval(low, high) if known else "no part is known",
        "trend": f"{ARROWS.get(tie['toward'], '')} {moved(tie)}".strip(),
        "short": f"{ARROWS.get(tie['toward'], '')} {short(tie)}".strip(),
        "sign": f"{MARKS[tie['sign']]} {tie['sign']}",
        "from": round(RULE * (low or 0.0), 1) if known else 0.0,
        "long": round(RULE * ((high or 0.0) - (low or 0.0)), 1) if known else 0.0,
        "at": round(RULE * (value or 0.0), 1), "seen": "yes" if known else "no",
        "words": edge_words(tie),
    }  # fmt: skip


def _wide(value: float) -> float:
    return round(_THINNEST + (_WIDEST - _THINNEST) * value, 1)


def _dash(sign: str) -> str:
    """Whole for positive, long dashes for negative, dots for what is neither or unknown."""
    return {"positive": "none", "negative": "10 6"}.get(sign, "2 5")


def moved(tie: Row) -> str:
    """The change of a tie in words."""
    if tie["change"] is None:
        return "change unknown"
    by = signed(round(tie["change"], 2) + 0.0)
    return f"{tie['toward']} {by}" if tie["toward"] in ARROWS else f"no clear change ({by})"


def short(tie: Row) -> str:
    """The change of a tie beside its edge, where there is little room."""
    return moved(tie) if tie["toward"] in ARROWS or tie["change"] is None else "no clear change"


def edge_words(tie: Row) -> str:
    """An edge for who cannot see it."""
    pair = f"{name(tie['sender'])} and {name(tie['receiver'])}"
    if tie["value"] is None:
        return f"{pair}: closeness unknown, sign {tie['sign']}"
    return (
        f"{pair}: closeness {number(tie['value'])}, {interval(tie['low'], tie['high'])}; "
        f"against five years before {moved(tie)}; sign {tie['sign']}"
    )


def sentence(year: Year) -> str:
    """The answer of a year in one sentence."""
    known = sorted(
        (tie for tie in year.ties if tie["value"] is not None), key=lambda tie: -tie["value"]
    )
    balance = _balanced(year.balance)
    if not known:
        return f"In {year.year} the store tells of none of the three ties; {balance}."
    first, *rest = known
    others = " and ".join(f"{_pair(tie)} {number(tie['value'])}" for tie in rest)
    against = f", against {others}" if rest else ""
    unknown = 3 - len(known)
    lacking = f", {unknown} of the three unknown" if unknown else ""
    share = min(tie["coverage"] for tie in known)
    part = f" ({share:.0%} of the evidence that counts is known)" if share < 0.995 else ""
    return (
        f"In {year.year} {_pair(first)} was the closest tie with {number(first['value'])} "
        f"({interval(first['low'], first['high'])}){against}{lacking}{part}; {balance}."
    )


def _pair(tie: Row) -> str:
    return f"{name(tie['sender'])}–{name(tie['receiver'])}"


def _balanced(row: Row) -> str:
    """Whether the three are balanced, and how sure that is."""
    if row["balanced"] is None:
        return "whether the triangle is balanced cannot be told, as a sign is unknown"
    sure = f"chance of balanced {row['balanced']:.0%}, of unbalanced {row['unbalanced']:.0%}"
    words = {
        "balanced": "the triangle was balanced", "unbalanced": "the triangle was unbalanced",
        "no signed triangle": "with a neutral or doubtful sign the triangle was neither balanced "
        "nor unbalanced",
    }[row["balance"]]  # fmt: skip
    return f"{words} ({sure})"
