"""Floors: pinned scores on named data, below which a coder or a measure may not fall.

A floors file is a JSON object, one entry a data set:
``{"NAME": {"digest": SHA-256 of the gold, "measured_on": DATE, "overall": {MEASURE: 0 to 1}}}``.

Entries of measures have ``ceilings`` beside the floors in ``overall`` (an error, a rate of false
alarms; a count that must be exact stands in both) and ``files``, the SHA-256 of each file measured
on; their ``digest`` is `digest_of` them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class Measured:
    """Numbers by measure (NaN: nothing to measure) and the digest of what they were measured on."""

    numbers: Mapping[str, float]
    digest: str


def check_dataset(found: Measured, floors: Mapping[str, Any], *, dataset: str) -> list[str]:
    """Compare numbers with the floors of ``dataset``: one line a failure, empty when all hold.

    Raises `WrongUse` when the data set has no floors, or when its floors were measured on other
    gold files: such numbers do not compare.
    """
    entry = floors.get(dataset)
    if entry is None:
        names = ", ".join(sorted(floors)) or "none"
        raise WrongUse(f"no floors for {dataset!r}", remedy=f"Known data sets: {names}.")
    if entry["digest"] != found.digest:
        raise WrongUse(
            f"floors of {dataset!r} were measured on gold {entry['digest'][:12]}, "
            f"not on {found.digest[:12]}",
            remedy="Measure again and write the new floors with their digest.",
        )
    return check_numbers(found.numbers, entry)


def check_numbers(found: Mapping[str, float], entry: Mapping[str, Any]) -> list[str]:
    """Compare measured numbers with an entry's floors and ceilings: one line a failure.

    >>> entry = {"overall": {"r": 0.99}, "ceilings": {"error": 1e-6}}
    >>> check_numbers({"r": 0.995, "error": 0.1}, entry)
    ['error: 0.1, ceiling 1e-06']
    >>> check_numbers({"r": math.nan}, entry)
    ['r: not measured, floor 0.99', 'error: not measured, ceiling 1e-06']
    """
    bounds = [("floor", 1, *pair) for pair in entry["overall"].items()]
    bounds += [("ceiling", -1, *pair) for pair in entry.get("ceilings", {}).items()]
    lines = []
    for kind, sign, name, bound in bounds:
        value = found.get(name, math.nan)
        if math.isnan(value):
            lines.append(f"{name}: not measured, {kind} {bound:g}")
        elif sign * (value - bound) < -ROUNDING * abs(bound):
            lines.append(f"{name}: {value:.6g}, {kind} {bound:g}")
    return lines


def digest_of(files: Mapping[str, str]) -> str:
    """One digest of several files: SHA-256 of their names and digests, in order of the names.

    >>> digest_of({"b": "2", "a": "1"}) == hashlib.sha256(b"1  a\\n2  b\\n").hexdigest()
    True
    """
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("digest"), str):
        return False
    return _are_numbers(entry.get("overall")) and _are_numbers(entry.get("ceilings", {}))


def _are_numbers(bounds: object) -> bool:
    return isinstance(bounds, dict) and all(_is_number(v) for v in bounds.values())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
