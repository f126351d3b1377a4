"""The parts of a dyad's page that are tables: the tie's criteria, dependence, opinions."""

from __future__ import annotations

from typing import Any, Final

from multipole.answers import Answer
from multipole.answers.words import estimated, span
from multipole.apps.web.pages.dyad_asked import Dyad, Row, rows_of
from multipole.relations.kinds_words import NOUNS

#: How a criterion stands: a mark of its own shape, and the word beside it.
MARKS: Final = {"met": "✓", "not met": "✗", "unknown": "?", "undecided": "?"}
_ORDER: Final = ("met", "not met")
_COMPARED: Final = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
#: Opinions that are shown of each side; the others are a click away.
SHOWN: Final = 6


def tie_groups(rows: list[Row]) -> list[dict[str, Any]]:
    """The criteria of each kind: those met, those not met, those unknown."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        said = {"mark": MARKS.get(row["status"], "?"), "found": _found(row), "asks": _asks(row)}
        found.setdefault(row["kind"], []).append(row | said)
    return [
        {
            "kind": kind, "noun": NOUNS.get(kind, kind), "verdict": held[0]["verdict"],
            "met": held[0]["met"], "of": held[0]["of"], "unknown": held[0]["unknown"],
            "told": [row for row in sorted(held, key=_place) if row["status"] in _ORDER],
            "open": [row for row in sorted(held, key=_place) if row["status"] not in _ORDER],
        }
        for kind, held in found.items()
    ]  # fmt: skip


def _place(row: Row) -> tuple[int, str]:
    status = row["status"]
    return (_ORDER.index(status) if status in _ORDER else len(_ORDER), row["question"])


def _found(row: Row) -> str:
    """The value a criterion stands on, with its interval or bound; nothing where there is none."""
    value, low, high = row["value"], row["low"], row["high"]
    if value is None and low is None:
        return ""
    return span(low, high) if value is None else estimated(row)


def _asks(row: Row) -> str:
    comparator, _, threshold = row["asked"].partition(" ")
    unit = "" if row["unit"] in ("0 or 1", "score", "share", "level") else f" {row['unit']}"
    return f"{_COMPARED.get(comparator, comparator)} {threshold}{unit}"


def depends_sides(rows: list[Row], dyad: Dyad) -> list[dict[str, Any]]:
    """Each flow with both directions beside each other, at the last period that both have."""
    flows: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for row in rows:
        key = (row["flow"], row["source"])
        flows.setdefault(key, {}).setdefault(row["subject"], []).append(row)
    found = []
    for (flow, source), sides in flows.items():
        pair = [_last(sides, who) for who in (dyad.a, dyad.b)]
        found.append({
            "flow": flow, "source": source, "sides": pair,
            "paths": [_path(sides.get(who, [])) for who in (dyad.a, dyad.b)],
            "until": max(row["until"] for held in sides.values() for row in held if row["until"]),
        })  # fmt: skip
    return found


def _last(sides: dict[str, list[Row]], who: str) -> Row | None:
    """The last period that both sides have, else the last of this one."""
    own = {(r["period_end"], r["period_start"]): r for r in sides.get(who, [])}
    common = set(own)
    for held in sides.values():
        common &= {(r["period_end"], r["period_start"]) for r in held}
    if not own:
        return None
    return own[max(common or own)]


def _path(rows: list[Row]) -> str:
    """A line of shares over time in a box of 120 by 28, empty for fewer than two."""
    held = [(row["period_start"], row["share"]) for row in rows if row["share"] is not None]
    if len(held) < 2:
        return ""
    first, days = held[0][0], max(1, (held[-1][0] - held[0][0]).days)
    most = max(share for _, share in held) or 1.0
    points = (f"{1 + 118 * (day - first).days / days:.1f},{27 - 26 * share / most:.1f}"
              for day, share in held)  # fmt: skip
    return "M" + "L".join(points)


def opinions_of(answer: Answer) -> list[dict[str, Any]]:
    """Assessments by side, the latest first, each with its sentence."""
    quotes = {row["claim"]: row for row in answer.evidence.to_pylist()}
    rows = [row | {"told": quotes.get(row["id"])} for row in reversed(rows_of(answer))]
    return [
        {"side": side, "rows": held[:SHOWN], "count": len(held)}
        for side in ("for", "against", "neutral")
        if (held := [row for row in rows if row["leaning"] == side])
    ]
