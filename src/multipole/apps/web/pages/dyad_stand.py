"""Where two actors stand, in sentences: level, kind of tie, and whether they moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from multipole.apps.pictures.said import estimate
from multipole.apps.web.pages.dyad_asked import Row
from multipole.relations.kinds_words import NOUNS

#: Closeness from which on there is far more of one than of the other.
FAR: Final = 0.5


def level_row(rows: Iterable[Row]) -> Row | None:
    """The row of closeness that speaks of the latest time."""
    held = [r for r in rows if r["section"] == "acts" and r["measure"] == "closeness"
            and r["value"] is not None]  # fmt: skip
    return max(held, key=lambda row: (row["period_end"], row["n"] or 0), default=None)


def level_words(row: Row) -> str:
    """What a value of closeness means, with its doubt: the word goes by the whole interval."""
    low, high = row["low"], row["high"]
    if low is None or high is None or low < 0 < high:
        return "whether cooperation or conflict prevails cannot be told"
    side = ("cooperation", "conflict") if low >= 0 else ("conflict", "cooperation")
    much = "far more" if min(abs(low), abs(high)) >= FAR else "more"
    return f"{much} {side[0]} than {side[1]}"


def level_said(row: Row | None) -> str:
    """What the level means, in words."""
    if row is None:
        return "how close they are is not known, as no acts between them are told;"
    return level_words(row)


def tie_word(rows: Iterable[Row], title: str) -> str:
    """The kind of tie of an answer of `tie`: the word at the end of its title."""
    word = title.rpartition(": ")[2]
    return word if word in NOUNS else "unknown"


def tie_said(rows: list[Row], title: str) -> tuple[str, str]:
    """The kind of tie, and the share of its criteria that speak for it."""
    word = tie_word(rows, title)
    own = next((row for row in rows if row["kind"] == word), None)
    if own is None:
        return "a tie of which the kind cannot be told", ""
    return NOUNS[word], (
        f"({own['met']} of {own['of']} groups of criteria speak for it, {own['unknown']} unknown)"
    )


def turns_of(rows: Iterable[Row]) -> list[Row]:
    """The turns, in order of time."""
    held = [row for row in rows if row["status"] == "turn"]
    return sorted(held, key=lambda row: (row["year"], row["p"]))


def moved_said(rows: list[Row]) -> str:
    """Whether they moved and since when, with its doubt."""
    turns = turns_of(rows)
    tested = {(row["measure"], row["source"]) for row in rows if row["p"] is not None}
    short = len({(row["measure"], row["source"]) for row in rows}) - len(tested)
    beside = f"; {short} more {'is' if short == 1 else 'are'} too short to tell" if short else ""
    if not tested:
        return f"Whether they moved cannot be told: none of {short} series is long enough."
    if not turns:
        least = min(row["p"] for row in rows if row["p"] is not None)
        return (
            f"No move can be shown: of {len(tested)} series long enough none turned by more than "
            f"it wanders by itself (lowest p {least:.2f}){beside}."
        )
    last = max(turns, key=lambda row: (row["year"], -row["p"]))
    found = len({(row["measure"], row["source"]) for row in turns})
    return (
        f"They moved: {found} of {len(tested)} series long enough turned, the last in "
        f"{last['year']} ({turn_words(last)}){beside}."
    )


def turn_words(row: Row) -> str:
    """A turn in words: what, which way, when at the earliest and the latest, how sure."""
    years = "" if row["year_low"] == row["year_high"] else (
        f", between {row['year_low']} and {row['year_high']}"
    )  # fmt: skip
    way = f", {row['direction']}" if row["direction"] else ""
    size = estimate(row["change"], row["change_low"], row["change_high"])
    sign = "+" if row["change"] > 0 else ""
    return f"{row['measure']} {sign}{size}{way}{years}, p {row['p']:.2g}"


def marked(rows: list[Row]) -> Iterator[dict[str, Any]]:
    """Turns with a letter each, those of one year under one."""
    letters: dict[int, str] = {}
    for row in turns_of(rows):
        letter = letters.setdefault(row["year"], chr(ord("A") + len(letters) % 26))
        yield row | {"letter": letter, "words": turn_words(row)}
