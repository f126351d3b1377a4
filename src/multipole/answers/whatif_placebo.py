"""The placebo: the same shock where nothing should follow, and dyads that it should not reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.whatif_stream import Pair, Settings, Simulated, simulated
from multipole.answers.whatif_tables import Moved, moved
from multipole.scenario.shocks import Acts, Plan, Rate
from multipole.scenario.stream import StreamModel

Row = dict[str, Any]
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("placebo", "sender", "receiver", "put_on", "verdict")),
        *((n, pa.float64()) for n in ("value", "low", "high")),
        *((n, pa.float64()) for n in ("share_change", "share_low", "share_high")),
    ]
)
SHOWN: Final = ("placebo", "who", "put_on", "verdict", "estimated")
ELSEWHERE: Final = "the same shock between others"
UNTOUCHED: Final = "the shock, on others' dyads"
#: Dyads of others that are watched, and how often the shock is put on others.
OTHERS: Final = 10
TIMES: Final = 5


def others_of(model: StreamModel, plan: Plan, *, seed: int) -> tuple[Pair, ...]:
    """Dyads of two states that no shock names, drawn by lot."""
    rng = np.random.default_rng([seed, 1])
    free = [actor for actor in model.actors if actor not in plan.actors]
    pairs = [(a, b) for a in free for b in free if a != b]
    chosen = rng.permutation(len(pairs))[:OTHERS]
    return tuple(pairs[n] for n in sorted(chosen))


def placebo_answer(
    found: Simulated, effects: Sequence[Moved], others: Sequence[Pair], *, settings: Settings
) -> Answer:
    """Rows of both placebos, and notes on how many of them show what should not be there.

    ``the shock, on others' dyads``: what it brings between two that it does not name. ``the same
    shock between others``: what it brings to the dyads asked about when its actors are changed for
    others, drawn by lot (``put_on`` says which).
    """
    rows = [_row(UNTOUCHED, moved(pair, *found.of(pair)), "") for pair in others]
    rows += _exchanged(found, effects, settings)
    table = pa.Table.from_pylist(rows, SCHEMA)
    return Answer("Placebo", table, evidence.none(), tuple(_notes(rows)), SHOWN)


def _exchanged(
    found: Simulated, effects: Sequence[Moved], settings: Settings
) -> list[Row]:  # fmt: skip
    rng = np.random.default_rng([settings.seed, 2])
    free = [actor for actor in found.model.actors if actor not in found.plan.actors]
    if len(free) < len(found.plan.actors):
        return []
    rows: list[Row] = []
    for _ in range(TIMES):
        drawn = rng.permutation(len(free))[: len(found.plan.actors)]
        names = dict(zip(found.plan.actors, (free[n] for n in drawn), strict=True))
        other = simulated(
            found.model, renamed(found.plan, names), watched=[one.pair for one in effects],
            settings=settings, twin=False,
        )  # fmt: skip
        put_on = ", ".join(f"{b} for {a}" for a, b in names.items())
        for one in effects:
            _, extra = other.of(one.pair)
            rows.append(_row(ELSEWHERE, moved(one.pair, one.twin, extra), put_on))
    return rows


def renamed(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The acts and standing changes of a plan with other actors in the place of its own."""
    shocks: list[Acts | Rate] = []
    for shock in plan.streams():
        sender, receiver = names[shock.sender], names[shock.receiver]
        shocks.append(replace(shock, sender=sender, receiver=receiver))
    return Plan(plan.title, plan.start, tuple(shocks))


def _row(placebo: str, one: Moved, put_on: str) -> Row:
    month = int(np.argmax(np.abs(one.valence.mean)))
    return {
        "placebo": placebo, "sender": one.pair[0], "receiver": one.pair[1], "put_on": put_on,
        "verdict": one.verdict, "value": float(one.whole.mean[0]),
        "low": float(one.whole.low[0]), "high": float(one.whole.high[0]),
        "share_change": float(one.valence.mean[month]),
        "share_low": float(one.valence.low[month]), "share_high": float(one.valence.high[month]),
    }  # fmt: skip


def _notes(rows: Sequence[Row]) -> Iterator[str]:
    for placebo in (UNTOUCHED, ELSEWHERE):
        own = [row for row in rows if row["placebo"] == placebo]
        if own:
            volume = sum("volume" in row["verdict"] for row in own)
            mix = sum("mix" in row["verdict"] for row in own)
            yield (f"Placebo, {placebo}: of {len(own)} dyads {volume} show a volume, {mix} a mix "
                   "that they should not.")  # fmt: skip
