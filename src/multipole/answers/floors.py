"""Floors: pinned scores on named data, below which a coder may not fall.

A floors file is a JSON object, one entry a data set:
``{"NAME": {"digest": SHA-256 of the gold files, "measured_on": DATE, "overall": {MEASURE: F1}}}``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from multipole.answers.score import Tally
from multipole.core.errors import UnreadableInput, WrongUse

ROUNDING: Final = 1e-9


def read_floors(path: Path) -> dict[str, Any]:
    """Read a floors file; raises `UnreadableInput` when it is not of the form above."""
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableInput(
            f"floors cannot be read: {error}", where=str(path), remedy="Name a JSON floors file."
        ) from None
    entries = floors.values() if isinstance(floors, dict) else [None]
    if not all(_is_entry(entry) for entry in entries):
        raise UnreadableInput(
            "floors lack a digest or numbers under overall",
            where=str(path),
            remedy='Write {"NAME": {"digest": ..., "overall": {"event_quad": 0.35}}}.',
        )
    return dict(floors)


def check_floors(
    scores: Mapping[str, Tally], floors: Mapping[str, Any], *, dataset: str, digest: str
) -> list[str]:
    """Compare F1 with the floors of ``dataset``: one line a failure, empty when all hold.

    ``digest`` is that of the gold files scored against. Raises `WrongUse` when the data set has no
    floors, or when its floors were measured on other gold files: such numbers do not compare.
    """
    entry = floors.get(dataset)
    if entry is None:
        names = ", ".join(sorted(floors)) or "none"
        raise WrongUse(f"no floors for {dataset!r}", remedy=f"Known data sets: {names}.")
    if entry["digest"] != digest:
        raise WrongUse(
            f"floors of {dataset!r} were measured on gold {entry['digest'][:12]}, "
            f"not on {digest[:12]}",
            remedy="Measure again and write the new floors with their digest.",
        )
    lines = (_failure(m, scores.get(m), floor) for m, floor in entry["overall"].items())
    return [line for line in lines if line]


def _failure(measure: str, tally: Tally | None, floor: float) -> str:
    if tally is None:
        return f"{measure}: not measured, floor {floor:.4f}"
    if math.isnan(tally.f1):
        return f"{measure}: nothing to measure, floor {floor:.4f}"
    return f"{measure}: {tally.f1:.4f}, floor {floor:.4f}" if tally.f1 < floor - ROUNDING else ""


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("digest"), str):
        return False
    overall = entry.get("overall")
    return isinstance(overall, dict) and all(_is_number(v) for v in overall.values())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
