"""Simulated futures as tables: paths by month, dyads in a row each, and what carries the effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from multipole.answers import evidence
from multipole.answers.answer import Answer
from multipole.answers.asked import name_of
from multipole.answers.whatif_stream import Counts, Pair, Simulated
from multipole.core.plover import QUADS
from multipole.scenario.paths import Effect, conflict_share, effect_of, valence, volume

Row = dict[str, Any]
ALL: Final = "all"
VALENCE: Final = "conflict_share"
WHATS: Final = (ALL, *QUADS, VALENCE)
#: The columns of the mean, low and high of the twin, the shocked path, and their difference.
_ENDS: Final = (("twin", "twin_low", "twin_high"), ("shocked", "shocked_low", "shocked_high"),
                ("value", "low", "high"))  # fmt: skip
PATHS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("sender", "receiver", "what")),
        ("month", pa.int32()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        *((n, pa.float64()) for names in _ENDS for n in names),
        ("shown_apart", pa.bool_()),
        ("supposed", pa.int64()),
    ]
)
PATHS_SHOWN: Final = ("who", "what", "month", "when", "twin", "shocked", "estimated", "supposed")
DYADS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("sender", "receiver", "verdict", "mix", "words")),
        ("supposed", pa.int64()),
        *((n, pa.float64()) for n in ("twin", "value", "low", "high")),
        ("volume_fades", pa.int32()),
        *((n, pa.float64()) for n in ("share", "share_change", "share_low", "share_high")),
        ("share_month", pa.int32()),
        ("share_fades", pa.int32()),
    ]
)
DYADS_SHOWN: Final = ("who", "verdict", "supposed", "twin", "estimated", "volume_fades", "mix")
CHANNELS: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("sender", "receiver", "channel")),
        *((n, pa.float64()) for n in ("acts", "specific", "attention", "share", "began")),
    ]
)
CHANNELS_SHOWN: Final = ("who", "channel", "acts", "specific", "attention", "began")
#: What the change itself puts in or takes away beyond its own acts: a changed rate.
_ITSELF: Final = "the changed rate itself"


@dataclass(frozen=True, slots=True)
class Moved:
    """What a shock does to one dyad: volume and valence by month, and volume over all months.

    ``twin`` and ``extra`` (runs, months, 4) are the acts behind them, those that the plan puts in
    left out.
    """

    pair: Pair
    twin: Counts
    extra: Counts
    volume: Effect
    valence: Effect
    whole: Effect

    @property
    def verdict(self) -> str:
        """What is detectable: ``volume and mix``, ``volume``, ``mix`` or ``no detectable effect``.

        A volume is when the interval of some month, or of all months together, leaves 0 out.
        """
        found = [
            word
            for word, seen in (
                ("volume", self.volume.shown.any() or self.whole.shown.any()),
                ("mix", self.valence.shown.any()),
            )
            if seen
        ]
        return " and ".join(found) or "no detectable effect"


def moved(pair: Pair, twin: Counts, extra: Counts) -> Moved:
    """The effects on one dyad, from acts of the twin and beyond it (runs, months, 4)."""
    whole = effect_of(extra.sum(axis=(1, 2))[:, None])
    return Moved(pair, twin, extra, volume(extra), valence(twin, extra), whole)


def paths_answer(found: Simulated, effects: Sequence[Moved]) -> Answer:
    """A row a dyad, class and month: the twin, the shocked path, the difference, each with 90%.

    ``what`` is ``all``, a quad class, or ``conflict_share``: the share of conflict beyond what so
    many more acts of the usual mix would make. Acts that the plan puts in stand in ``supposed``.
    """
    rows = [row for one in effects for row in _paths(found, one)]
    table = pa.Table.from_pylist(rows, PATHS)
    return Answer("Paths with and without the shock", table, evidence.none(), (), PATHS_SHOWN)


def _paths(found: Simulated, one: Moved) -> Iterator[Row]:
    put_in = found.put_in(one.pair)
    for place, what in enumerate(WHATS):
        parts = _share_parts(one) if what == VALENCE else _count_parts(one, place)
        for n, period in enumerate(found.periods):
            row = {"sender": one.pair[0], "receiver": one.pair[1], "what": what, "month": n + 1,
                   "period_start": period.start, "period_end": period.end}  # fmt: skip
            for names, effect in zip(_ENDS, parts, strict=True):
                ends = (effect.mean[n], effect.low[n], effect.high[n])
                row |= dict(zip(names, ends, strict=True))
            acts = put_in[n] if what in (ALL, VALENCE) else put_in[n, place - 1]
            yield row | {"shown_apart": bool(parts[2].shown[n]), "supposed": int(acts.sum())}


def _count_parts(one: Moved, place: int) -> tuple[Effect, Effect, Effect]:
    chosen = slice(None) if place == 0 else slice(place - 1, place)
    twin, extra = (c[:, :, chosen].sum(axis=2) for c in (one.twin, one.extra))
    return effect_of(twin), effect_of(twin + extra), effect_of(extra)


def _share_parts(one: Moved) -> tuple[Effect, Effect, Effect]:
    usual = conflict_share(one.twin.sum(axis=0))
    steady = Effect(usual, usual, usual)
    change = one.valence
    shocked = Effect(usual + change.mean, usual + change.low, usual + change.high)
    return steady, shocked, change


def dyads_answer(found: Simulated, effects: Sequence[Moved]) -> Answer:
    """A row a dyad: acts over all months, when they fade, how far the mix moves, in words."""
    rows = [_dyad(found, one) for one in effects]
    table = pa.Table.from_pylist(rows, DYADS)
    return Answer("What would change", table, evidence.none(), (), DYADS_SHOWN)


def _dyad(found: Simulated, one: Moved) -> Row:
    month = int(np.argmax(np.abs(one.valence.mean) * (one.valence.shown + 1e-6)))
    row = {
        "sender": one.pair[0], "receiver": one.pair[1], "verdict": one.verdict,
        "supposed": int(found.put_in(one.pair).sum()),
        "twin": float(one.twin.sum(axis=(1, 2)).mean()), "value": float(one.whole.mean[0]),
        "low": float(one.whole.low[0]), "high": float(one.whole.high[0]),
        "volume_fades": one.volume.fades,
        "share": float(conflict_share(one.twin.sum(axis=0))[month]),
        "share_change": float(one.valence.mean[month]),
        "share_low": float(one.valence.low[month]), "share_high": float(one.valence.high[month]),
        "share_month": month + 1, "share_fades": one.valence.fades,
    }  # fmt: skip
    return row | {"mix": _mix(row), "words": sentence(row, months=len(found.periods))}


def sentence(row: Row, *, months: int) -> str:
    """What a dyad's row says, in one sentence."""
    who = f"{name_of(row['sender'])} towards {name_of(row['receiver'])}"
    acts = f"{_signed(row['value'])} acts in {months} months ({row['low']:.0f} to {row['high']:.0f}"
    acts += f"; without the shock {row['twin']:.0f})"
    if row["verdict"] == "no detectable effect":
        return f"{who}: no detectable effect; {acts}."
    parts = [acts + _until(row["volume_fades"], "a single world shows it")]
    mix = _mix(row)
    if mix:
        parts.append(mix + _until(row["share_fades"], "it shows"))
    else:
        parts.append("its mix of conflict and cooperation does not move detectably")
    return f"{who}: {'; '.join(parts)}."


def _mix(row: Row) -> str:
    """How the mix moves in the month where it does most; nothing where it does not detectably."""
    if row["share_fades"] == 0:
        return ""
    side = "more" if row["share_change"] > 0 else "less"
    low, high = sorted(100 * abs(row[f"share_{end}"]) for end in ("low", "high"))
    return (f"{100 * abs(row['share_change']):.0f} points {side} conflict among its acts "
            f"({low:.0f} to {high:.0f}) in month {row['share_month']}")  # fmt: skip


def _until(fades: int | None, what: str) -> str:
    if fades is None:
        return f", and {what} to the end"
    if fades == 0:
        return ", in no single month more than a world without it might show"
    return f", and {what} for {fades} month{'' if fades == 1 else 's'}"


def _signed(value: float) -> str:
    return f"{value:+.1f}" if abs(value) >= 0.05 else "0.0"


def channels_answer(found: Simulated, pairs: Sequence[Pair]) -> Answer:
    """A row a dyad and channel: mean acts that came through it at last, all months together.

    ``direct``: acts of the same dyad bring more; ``reciprocal``: the other answers;
    ``third-party``: the sender's and receiver's acts with others, and others' with both.
    ``specific`` is what follows from the class of act, ``attention`` what any act draws in the
    usual mix; ``began`` counts by the first link of the chain in place of the last.
    """
    rows = [row for pair in pairs for row in _channels(found, pair)]
    notes = ("Counted by the last link of the chain of acts; began: by the first.",)
    table = pa.Table.from_pylist(rows, CHANNELS)
    return Answer("What carries it", table, evidence.none(), notes, CHANNELS_SHOWN)


def _channels(found: Simulated, pair: Pair) -> Iterator[Row]:
    from multipole.scenario.simulate import LINK_NAMES
    from multipole.scenario.stream import CARRIES

    sender, receiver = (found.model.place(actor) for actor in pair)
    futures, put_in = found.futures, float(found.put_in(pair).sum())
    last, first = (
        dict(zip(LINK_NAMES, by[:, sender, receiver].sum(axis=(0, 1)) / futures.runs, strict=True))
        for by in (futures.by_last, futures.by_first)
    )
    own = last["change"] - put_in
    whole = sum(abs(v) for name, v in last.items() if name != "change") + abs(own)
    rows = [(_ITSELF, own, own, 0.0, own)] if abs(own) > 1e-9 else []
    for carries in dict.fromkeys(CARRIES.values()):
        links = [link for link, word in CARRIES.items() if word == carries]
        acts = [sum(last[link] for link in links),
                sum(last[f"{link} by attention"] for link in links)]  # fmt: skip
        began = sum(first[link] + first[f"{link} by attention"] for link in links)
        rows.append((carries, sum(acts), acts[0], acts[1], began))
    for name, both, specific, attention, began in rows:
        yield {"sender": pair[0], "receiver": pair[1], "channel": name, "acts": both,
               "specific": specific, "attention": attention, "began": began,
               "share": abs(both) / whole if whole else None}  # fmt: skip
