"""Which events concern a pair, in which role, and what they count as between the two.

A directed act counts between each sender and each receiver. A reciprocal act (a meeting, a treaty)
counts between all its ends. A one-sided act of compound senders ("Russia and China vetoed the
draft") counts twice in different books: as what it is between each sender and the receiver, and as
cooperation between the senders, who did it together (``joint``). Two receivers of one act have done
nothing to each other, so the event does not concern them.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from multipole.core.plover import ACTIONS, QUAD_OF
from multipole.core.types import Modality

Mask = npt.NDArray[np.bool_]
ROLES: Final = ("a_to_b", "b_to_a", "mutual", "joint")
JOINT_QUAD: Final = {
    action: "material_cooperation" if quad.startswith("material") else "verbal_cooperation"
    for action, quad in QUAD_OF.items()
}


def dyad_events(
    events: pa.Table, a: str, b: str, *, modality: Modality | None = "happened"
) -> pa.Table:
    """The events that concern the pair, with a ``role`` and a ``quad`` column.

    ``events`` has at least the columns sender, receiver (lists of actor ids), action and modality,
    one row an event; row order is kept and a row comes out at most once. ``role`` is ``a_to_b``,
    ``b_to_a``, ``mutual`` (each to the other) or ``joint`` (both to a third); ``quad`` is the quad
    class between the two: that of the action, or cooperation of its kind for a joint act.
    ``modality`` None keeps all.

    >>> veto = pa.table({"sender": [["CHN", "RUS"]], "receiver": [["UNSC"]],
    ...                  "action": ["REJECT"], "modality": ["happened"]})
    >>> dyad_events(veto, "RUS", "CHN").select(["role", "quad"]).to_pylist()
    [{'role': 'joint', 'quad': 'verbal_cooperation'}]
    >>> dyad_events(veto, "RUS", "UNSC").select(["role", "quad"]).to_pylist()
    [{'role': 'a_to_b', 'quad': 'verbal_conflict'}]
    """
    role = _roles(events, a, b)
    keep = role >= 0
    if modality is not None:
        keep &= np.array(pc.fill_null(pc.equal(events["modality"], modality), False))
    chosen = events.filter(pa.array(keep))
    names = pa.array([ROLES[i] for i in role[keep]], pa.string())
    return chosen.append_column("role", names).append_column("quad", _quads(chosen, names))


def dyad_rows(events: pa.Table) -> pa.Table:
    """Every pair that an event concerns: columns a, b (sorted) and ``row``, the event's index."""
    rows: dict[str, list[Any]] = {"a": [], "b": [], "row": []}
    sides = zip(events["sender"].to_pylist(), events["receiver"].to_pylist(), strict=True)
    for index, (sender, receiver) in enumerate(sides):
        for a, b in _pairs(sender or [], receiver or []):
            rows["a"].append(a)
            rows["b"].append(b)
            rows["row"].append(index)
    types = pa.schema([("a", pa.string()), ("b", pa.string()), ("row", pa.int64())])
    return pa.table(rows, schema=types)


def _pairs(sender: list[str], receiver: list[str]) -> list[tuple[str, str]]:
    across = {(min(s, r), max(s, r)) for s in sender for r in receiver if s != r}
    joint = {(s, t) for s in sender for t in sender if s < t}
    return sorted(across | joint)


def _roles(events: pa.Table, a: str, b: str) -> npt.NDArray[np.int8]:
    a_sends, b_sends = _holds(events["sender"], a), _holds(events["sender"], b)
    a_gets, b_gets = _holds(events["receiver"], a), _holds(events["receiver"], b)
    forward, backward = a_sends & b_gets, b_sends & a_gets
    conditions = [forward & backward, forward, backward, a_sends & b_sends]
    if a == b:
        conditions = [np.zeros(len(events), np.bool_)] * 4
    return np.select(conditions, [2, 0, 1, 3], default=-1).astype(np.int8)


def _holds(column: pa.ChunkedArray, actor: str) -> Mask:
    """Which lists of ``column`` hold ``actor``."""
    lists = column.combine_chunks()
    found = np.zeros(len(lists), np.bool_)
    hits = pc.fill_null(pc.equal(pc.list_flatten(lists), actor), False)
    found[np.asarray(pc.list_parent_indices(lists))[np.asarray(hits, np.bool_)]] = True
    return found


def _quads(chosen: pa.Table, roles: pa.Array) -> pa.Array:
    actions = chosen["action"].to_pylist()
    joint = [role == "joint" for role in roles.to_pylist()]
    names = [
        JOINT_QUAD[x] if together else QUAD_OF[x]
        for x, together in zip(actions, joint, strict=True)
        if x in ACTIONS
    ]
    return pa.array(names, pa.string())
