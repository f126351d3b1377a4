"""End to end on single sentences: who did what to whom, against the PLOVER gold standard records.

The file (Open Event Data Alliance, version 0.5b1) is a JSON list of records: ``text``, ``source``
and ``target`` (lists of ``actorText``, ``code``, ``sector``), ``event``. A record holds one act of
its text; the text may tell of others.

Only records at the level of states are asked for: both ends are states or intergovernmental
organisations, or what acts for them (government, army, parliament, court, police, secret service),
and not one and the same state. What the others lack is counted by reason (`OUT`).

Codes that the file has wrong are read as what is meant (`MEANT`), and the type names of PLOVER 0.5
as those of today (`TYPE_OF`). The date of every record is 2000-01-01, which is not when the texts
were written: they are read as texts without a date.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from multipole.actors import Actors
from multipole.answers.agreement import quad_name
from multipole.answers.score import Tally
from multipole.answers.score_bounds import known, share_bounds, with_bounds
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.core.plover import ACTIONS, QUADS
from multipole.core.types import Claim

TYPE_OF: Final[dict[str, str]] = {
    **{a: a for a in ACTIONS},
    "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "FIGHT": "ASSAULT", "INVESTIGATE": "ACCUSE",
}  # fmt: skip
MEANT: Final[dict[str, str]] = {"ITL": "ITA", "JAP": "JPN", "VTN": "VNM"}
#: Sectors that act for their state; none given is the state itself.
OFFICIAL: Final = frozenset({"", "GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
ORGANISATION: Final = "IGO"
#: Organisations in the tables that are not of states.
PRIVATE: Final = frozenset({"ICRC"})
#: Types that pass both ways: named on both ends, they agree with either direction.
RECIPROCAL: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})
OUT: Final[tuple[str, ...]] = (
    "an end is not named",
    "an end is not a state, its organs or an organisation of states",
    "both ends are of one state",
)
_OF_RECORDS: Final = frozenset({"recall", "recall_low", "recall_high", "matched", "gold"})
_ACTS: Final = {"ends_and_quad": "gsr_quad", "all": "gsr_type"}
_WORDS: Final = {
    **{name: name for name in ("sender", "receiver", "type")},
    "quad": "quad class", "ends": "both ends", "ends_and_quad": "ends, quad class",
    "all": "ends, type",
}  # fmt: skip
_REMEDY: Final = "Give a JSON list of records with text, source, target and event."

Ends = frozenset[str]
Act = tuple[Ends, Ends, str]


@dataclass(frozen=True, slots=True)
class GsrRecord:
    """One record; ``out`` says why it is not at the level of states, ``""`` when it is."""

    text: str
    action: str
    sender: Ends
    receiver: Ends
    out: str = ""


@dataclass(frozen=True, slots=True)
class GsrScore:
    """How many records have what right, and how many of the acts coded are those recorded.

    ``right``
        By what is asked (`ASKED`): state-level records that an act of their text has right.
    ``types``, ``quads``
        By type (quad class): records right in both ends and type (class), acts coded, records.
    ``out``
        By reason: records that are not at the level of states.
    """

    coder: str
    digest: str
    records: int
    asked: int
    right: Mapping[str, int]
    types: Mapping[str, Tally]
    quads: Mapping[str, Tally]
    out: Mapping[str, int]

    @property
    def overall(self) -> dict[str, Tally]:
        """Type and quad class with both ends, over all state-level records."""
        return {"gsr_type": _sum(self.types), "gsr_quad": _sum(self.quads)}

    @property
    def numbers(self) -> dict[str, float]:
        """What floors are set for: shares of the records, and precision of the acts coded."""
        shares = {
            f"{n}_right": k / self.asked if self.asked else math.nan for n, k in self.right.items()
        }
        return shares | {f"{n}_precision": t.precision for n, t in self.overall.items()}

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON; ``right`` has the share of all state-level records."""
        right = {
            name: {"right": n, "share": n / self.asked if self.asked else None}
            | dict(zip(("low", "high"), known(share_bounds(n, self.asked)), strict=True))
            for name, n in self.right.items()
        }
        return {
            "coder": self.coder,
            "digest": self.digest,
            "records": self.records,
            "state_level": self.asked,
            "left_out": dict(self.out),
            "right": right,
            "overall": {name: with_bounds(tally) for name, tally in self.overall.items()},
            "types": {name: with_bounds(tally) for name, tally in self.types.items()},
            "quads": {name: with_bounds(tally) for name, tally in self.quads.items()},
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a thing asked of a record, a quad class, a type: rates, bounds, counts."""
        blocks = (("quad", self.quads), ("type", self.types))
        asked = [self._asked(name, right) for name, right in self.right.items()]
        return asked + [
            {"of": block, "right_in": name.replace("_", " "), **with_bounds(tally)}
            for block, tallies in blocks
            for name, tally in tallies.items()
        ]

    def _asked(self, name: str, right: int) -> dict[str, Any]:
        row = {"of": "record", "right_in": _WORDS[name]}
        if name in _ACTS:
            return row | with_bounds(self.overall[_ACTS[name]])
        found = with_bounds(Tally(right, self.asked, self.asked))
        return row | {key: v if key in _OF_RECORDS else None for key, v in found.items()}


def read_gsr(path: Path, *, actors: Actors) -> tuple[tuple[GsrRecord, ...], str]:
    """The records of a file, and its SHA-256.

    Raises `UnreadableInput` for a file that is no list of records with a text and a known event.
    """
    try:
        data = path.read_bytes()
        rows = json.loads(data)
    except (OSError, ValueError, RecursionError) as error:
        raise UnreadableInput(f"cannot read: {error}", where=str(path), remedy=_REMEDY) from None
    if not isinstance(rows, list) or not rows:
        raise UnreadableInput("no list of records", where=str(path), remedy=_REMEDY)
    found = [_record(r, f"{path.name} record {n}", actors) for n, r in enumerate(rows, start=1)]
    return tuple(found), sha256(data)


def score_gsr(
    records: Sequence[GsrRecord], claims: Sequence[Sequence[Claim]], *, coder: str, digest: str
) -> GsrScore:
    """Compare the acts coded from each record's text with the record; ``claims`` in its order.

    A record is right in something when any one act of its text is. Acts equal in both ends and
    type count once. Acts that no record holds lower precision, though the text may tell of them:
    a record holds one act of its text.
    """
    pairs = zip(records, claims, strict=True)
    asked = [(record, _acts(found)) for record, found in pairs if not record.out]
    return GsrScore(
        coder=coder,
        digest=digest,
        records=len(records),
        asked=len(asked),
        right={name: sum(_right(name, r, acts) for r, acts in asked) for name in ASKED},
        types=_tallies(asked, "all", ACTIONS, str),
        quads=_tallies(asked, "ends_and_quad", QUADS, quad_name),
        out={reason: sum(r.out == reason for r in records) for reason in OUT},
    )


def _acts(claims: Sequence[Claim]) -> frozenset[Act]:
    return frozenset(
        (frozenset(c.sender), frozenset(c.receiver), c.action or "")
        for c in claims
        if c.kind == "event"
    )


def _right(name: str, record: GsrRecord, acts: frozenset[Act]) -> bool:
    return any(_FITS[name](record, act) for act in acts)


def _tallies(
    asked: Sequence[tuple[GsrRecord, frozenset[Act]]],
    name: str,
    classes: Sequence[str],
    class_of: Callable[[str], str],
) -> dict[str, Tally]:
    gold = Counter(class_of(r.action) for r, _ in asked)
    coded = Counter(class_of(action) for _, acts in asked for _, _, action in acts)
    right = Counter(class_of(r.action) for r, acts in asked if _right(name, r, acts))
    return {c: Tally(right[c], coded[c], gold[c]) for c in classes if gold[c] or coded[c]}


def _ends(record: GsrRecord, act: Act) -> bool:
    sender, receiver, _ = act
    if sender == record.sender and receiver == record.receiver:
        return True
    both = sender == receiver or record.sender == record.receiver
    same = sender | receiver == record.sender | record.receiver
    return both and same and record.action in RECIPROCAL


def _sender(record: GsrRecord, act: Act) -> bool:
    return act[0] == record.sender or _ends(record, act)


def _receiver(record: GsrRecord, act: Act) -> bool:
    return act[1] == record.receiver or _ends(record, act)


def _type(record: GsrRecord, act: Act) -> bool:
    return act[2] == record.action


def _quad(record: GsrRecord, act: Act) -> bool:
    return quad_name(act[2]) == quad_name(record.action)


_FITS: Final[dict[str, Callable[[GsrRecord, Act], bool]]] = {
    "sender": _sender,
    "receiver": _receiver,
    "type": _type,
    "quad": _quad,
    "ends": _ends,
    "ends_and_quad": lambda record, act: _ends(record, act) and _quad(record, act),
    "all": lambda record, act: _ends(record, act) and _type(record, act),
}
ASKED: Final = tuple(_FITS)


def _sum(tallies: Mapping[str, Tally]) -> Tally:
    return sum(tallies.values(), Tally(0, 0, 0))


def _record(row: Any, where: str, actors: Actors) -> GsrRecord:
    if not isinstance(row, dict) or not str(row.get("text") or "").strip():
        raise UnreadableInput("no record with a text", where=where, remedy=_REMEDY)
    event = row.get("event")
    if event not in TYPE_OF:
        raise UnreadableInput(f"{event!r} is no PLOVER type", where=where, remedy=_REMEDY)
    named = [_named(row.get(end), where) for end in ("source", "target")]
    if len(named[0]) > 1 and not named[1]:
        named[1] = named[0]  # what several do together has them all as source
    sender, receiver = (_states(end, actors) for end in named)
    return GsrRecord(row["text"], TYPE_OF[event], sender, receiver, _out(named, sender, receiver))


def _named(end: Any, where: str) -> list[Mapping[str, Any]]:
    """The actors of an end; the file has words or nothing where there is none."""
    found = end if isinstance(end, list) else []
    if not all(isinstance(actor, dict) and isinstance(actor.get("code"), str) for actor in found):
        raise UnreadableInput("an actor without a code", where=where, remedy=_REMEDY)
    return found


def _states(end: Sequence[Mapping[str, Any]], actors: Actors) -> Ends:
    found = {_state(a, actors) for a in end if str(a.get("sector", ""))[:3] in OFFICIAL}
    return frozenset(found - {""})


def _state(actor: Mapping[str, Any], actors: Actors) -> str:
    """A state's or an organisation's id, ``""`` for what is neither.

    An organisation that the tables do not know keeps its name: it is asked for, and missed.
    """
    code = MEANT.get(actor["code"], actor["code"])
    if code != ORGANISATION:
        known = actors.known(code)
        return known.id if known and known.kind == "state" else ""
    name = str(actor.get("actorText", ""))
    hit = next(iter(actors.find(name)), None)
    if hit is None:
        return name
    organised = hit.kind == "organisation" and hit.actors[0] not in PRIVATE
    return hit.actors[0] if organised else ""


def _out(named: Sequence[Sequence[Mapping[str, Any]]], sender: Ends, receiver: Ends) -> str:
    if not all(named):
        return OUT[0]
    if not sender or not receiver:
        return OUT[1]
    return OUT[2] if len(sender | receiver) < 2 else ""
