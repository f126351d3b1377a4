"""The page on how often the coder is right, from the card that ships."""
# ruff: noqa: E501 - paragraphs of the page

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from multipole.answers.accuracy import ASKS, BLOCKS, Card, Part, shipped_card

HEAD = """# How good is it?

This page is made from the accuracy card that ships with multipole, by `make docs`; `make card` measures it anew. `multipole score --card` prints the same numbers (`--json` for all of them), a [brief](brief.md) shows them by kind of act, and floors under them fail the checks when the coder gets worse.

**How to read it.** *Right* (precision): of what was coded of a type, the share that the reference has. *Found* (recall): of what the reference has, the share that was coded. F1 is their harmonic mean, 2 x right x found / (right + found). In brackets 90% intervals: of shares by Wilson's score (1927), of means over types by drawing the sentences anew (Efron 1979). *n* is how many the reference has. `rules` are grammar and lexicon alone, the baseline; `model` are these together with the type model, or, where sender and receiver are given, the type model alone: each part must beat the rules or go.

Numbers on texts that were in view while the coder was written say less than those on texts that were not; each table says which they are. References hold errors of their own: they were made by one reader each.
"""

TOLD = {
    "plv": """## The type, where sender and receiver are given

Single news sentences with both ends marked; which of 15 types passes from one to the other (YIELD is CONCEDE or RETREAT). Every sentence has a type, so NONE is not an answer of the model; where the rules find nothing, that counts as wrong.
""",
    "own": """## The type or NONE, on our own sentences

Sentences that we wrote for rare types, for NONE (two actors are named, nothing passes between them) and for the style of diplomatic news.
""",
    "gsr": """## Single sentences, end to end

PLOVER gold standard records (Open Event Data Alliance), texts of the 1980s to 2000s read from nothing but their words. Only records at the level of states count: both ends are states or organisations of states, or what acts for them (government, army, parliament, court, police, secret service), and not one and the same state. *Sender*, *receiver*, *ends*, *type*, *quad right*: records that an act coded from their text has right in that; *all right* in both ends and type. A record holds one act of its text while the text may tell of several, so *right* of the types is a lower bound.
""",
    "reports": """## Whole reports, end to end

Press reports, compared act by act. `event_type` asks for the same sender, receiver and type; `event_quad` for the quad class in place of the type; `event_dyad` for both ends alone; `located` that the quotes share words too. Date, modality, domain and speaker are asked of acts that were found.
""",
    "open": """## Our own reports, open

Reports of our own with a reference coding (`training/reports/open`), looked at while the coder is developed.
""",
    "kept": """## Our own reports, kept apart

Reports of our own that nobody runs the coder on before a release (`training/reports/kept`).
""",
}


def accuracy_page() -> str:
    """The page as Markdown."""
    card = shipped_card()
    told = [part for asks in ASKS for part in _section(card, asks)]
    return "\n".join([HEAD, f"Measured on {card.measured_on}.\n", *told])


def _section(card: Card, asks: str) -> Iterator[str]:
    parts = [part for part in card.parts if part.asks == asks]
    if not parts:
        return
    yield TOLD[asks]
    for part in parts:
        means = [f"{n} {m.value:.3f} ({m.low:.2f} to {m.high:.2f})" for n, m in part.means.items()]
        said = f"; mean F1: {', '.join(means)}".replace("_macro_f1", "") if means else ""
        yield f"- **{part.role}**: {part.data}, n {part.cases}; {part.seen}; `{part.coder}`{said}"
    yield f"\nData {parts[0].digest[:16]}.\n"
    yield "\n".join(_table(card, asks, parts)) + "\n"


def _table(card: Card, asks: str, parts: list[Part]) -> Iterator[str]:
    columns = [f"{part.role}: {name}" for part in parts for name in ("right", "found", "F1")]
    yield "| what | n | " + " | ".join(columns) + " |"
    yield "|---|---:|" + "---:|" * len(columns)
    for row in card.rows():
        if row["section"] == asks and row["of"] in BLOCKS:
            cells = [cell for part in parts for cell in _cells(row, part.role)]
            yield f"| {row['class']} | {row['cases']} | " + " | ".join(cells) + " |"


def _cells(row: dict[str, Any], role: str) -> Iterator[str]:
    for name in ("precision", "recall", "f1"):
        value, ends = row[f"{role}_{name}"], [row[f"{role}_{name}_{e}"] for e in ("low", "high")]
        if value is None:
            yield ""
        elif name == "f1":
            yield f"{value:.2f}"
        else:
            yield f"{value:.0%} ({100 * ends[0]:.0f}-{100 * ends[1]:.0f})"
