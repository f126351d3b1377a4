"""Acts that happened between two actors on a known day, as rows."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.coded import REPORTS
from multipole.core.plover import ACTIONS
from multipole.store import Store

#: An act of more than so many days is on no day.
LONGEST: Final = 7
_OF_EVENT: Final = ("action", "domain", "period_start", "period_end", "known_on", "claims")
_REPORTED: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("source", "sender", "receiver", "action", "domain", "event")),
        *((n, pa.date32()) for n in ("period_start", "period_end", "known_on")),
        ("claims", pa.list_(pa.string())),
    ]
)


def reported(store: Store, as_of: date | None) -> pa.Table:
    """Usable events of the reports, a row for each sender and receiver; mutual acts both ways."""
    rows: list[dict[str, Any]] = []
    for event in store.events(as_of=as_of, modality="happened").to_pylist():
        shared = {name: event[name] for name in _OF_EVENT}
        shared |= {"event": event["id"], "source": REPORTS}
        ends = ((s, r) for s in event["sender"] or () for r in event["receiver"] or ())
        rows += [{**shared, "sender": s, "receiver": r} for s, r in ends]
    return usable(pa.Table.from_pylist(rows, _REPORTED))


def usable(rows: pa.Table) -> pa.Table:
    """Rows of two different actors, of a type, and of a day that is known to a week."""
    length = pc.days_between(rows["period_start"], rows["period_end"])
    kept = pc.and_kleene(
        pc.is_in(rows["action"], value_set=pa.array(ACTIONS, pa.string())),
        pc.less_equal(length, LONGEST),
    )
    for name in ("sender", "receiver"):
        kept = pc.and_kleene(kept, pc.not_equal(rows[name], ""))
    kept = pc.and_kleene(kept, pc.not_equal(rows["sender"], rows["receiver"]))
    return rows.filter(kept)
