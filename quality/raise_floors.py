"""Raise the floors of the coder to what the accuracy card says; lower none.

    python quality/raise_floors.py            # after quality/card.py
    python quality/raise_floors.py --check    # write nothing; exit code 1 when the card is below

A floor is the measured number rounded down to hundredths, of the coder that reads when nothing else
is asked for: the rules with the type model where that was measured, else the rules. ``plv_rules``
is the baseline; ``held_out`` is what the card says of the model's held-out folds, which the gate
compares without any data.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from multipole.answers.accuracy import Card, Part, shipped_card

FLOORS: Final = Path(__file__).with_name("floors.json")
STEPS: Final = 100
SURE: Final = 1e-9


def main() -> None:
    """Write the floors, and say which the card is below."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    before = json.loads(FLOORS.read_text("utf-8"))
    after, below = raised(before, shipped_card())
    for line in below:
        print(line)
    if not check:
        FLOORS.write_text(json.dumps(after, indent=2) + "\n", encoding="utf-8")
    raise SystemExit(int(check and bool(below)))


def raised(floors: Mapping[str, Any], card: Card) -> tuple[dict[str, Any], list[str]]:
    """The floors with those of the card where it is higher, and a line for each it is below.

    Floors of another data set (another digest) are replaced.
    """
    out, below = dict(floors), list[str]()
    for name, part, numbers in measured(card):
        old = floors.get(name, {})
        bounds = old["overall"] if old.get("digest") == part.digest else {}
        below += [
            f"{name} {n}: {numbers.get(n, math.nan):.4f}, floor {bound}"
            for n, bound in bounds.items()
            if not numbers.get(n, math.nan) >= bound - SURE
        ]
        found = {n: _down(v) for n, v in numbers.items() if not math.isnan(v)}
        kept = {n: max(found.get(n, 0), bounds.get(n, 0)) for n in {**bounds, **found}}
        day = old.get("measured_on") if kept == bounds else card.measured_on.isoformat()
        out[name] = {"digest": part.digest, "measured_on": day, "overall": kept}
    return out, below


def measured(card: Card) -> list[tuple[str, Part, dict[str, float]]]:
    """Name of the data set in the floors, part of the card, numbers by measure."""
    whole = [(asks, _default(card, asks)) for asks in ("reports", "open", "kept", "gsr")]
    found = [(asks, part, _of_whole(part)) for asks, part in whole if part]
    sentences = [("plv_rules", card.part("plv", "rules")), ("held_out", card.part("plv", "model"))]
    means = [(n, p, {k: m.value for k, m in p.means.items()}) for n, p in sentences if p]
    return found + means


def _default(card: Card, asks: str) -> Part | None:
    return card.part(asks, "model") or card.part(asks, "rules")


def _of_whole(part: Part) -> dict[str, float]:
    """The names that `multipole score` checks: F1 of reports; shares and precision of records."""
    overall = part.tallies["overall"]
    if part.asks != "gsr":
        return {name: tally.f1 for name, tally in overall.items()}
    shares = {n.replace(" ", "_"): t.recall for n, t in overall.items() if n.endswith(" right")}
    acts = {f"{n}_precision": t.precision for n, t in overall.items() if not n.endswith(" right")}
    return shares | acts


def _down(value: float) -> float:
    return math.floor(value * STEPS + SURE) / STEPS


if __name__ == "__main__":
    main()
