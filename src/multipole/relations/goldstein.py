"""Baselines of the literature: the Goldstein net, and counts by quad class.

The Goldstein scale gives each type of event a weight from -10 (attack) to 10 (merger or the like),
made by a panel for WEIS codes (Goldstein 1992, Journal of Conflict Resolution 36: 369-385) and
carried over to CAMEO since. The net of a step is the sum of the weights of its acts. It grows with
the number of reports, and so does a mean of it with the number of meetings: they are here to be
compared with, not to measure closeness (`multipole.relations.state_space` does).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.core.errors import BadValue
from multipole.core.plover import QUAD_OF, QUADS
from multipole.relations.months import bin_of
from multipole.relations.streams import STEPS, Step

NETS: Final = pa.schema(
    [
        ("source", pa.string()),
        ("period_start", pa.date32()),
        ("acts", pa.int64()),
        ("unweighted", pa.int64()),
        ("net", pa.float64()),
        ("mean", pa.float64()),
    ]
)
SHARES: Final = pa.schema(
    [
        ("source", pa.string()),
        ("period_start", pa.date32()),
        *((quad, pa.float64()) for quad in QUADS),
        ("conflict_share", pa.float64()),
    ]
)
_Key = tuple[str, date | None]


def goldstein_net(acts: pa.Table, *, weights: Mapping[str, float], step: Step) -> pa.Table:
    """Sum and mean of the Goldstein weights of acts by source and step; schema `NETS`.

    ``acts`` has the columns source, period_start, period_end and code, one row an act of the dyad;
    ``weights`` gives the weight of a code in [-10, 10]. ``net`` is the sum and ``mean`` the mean
    over the acts whose code has a weight; the others are counted in ``unweighted``, and where no
    act has a weight both are NaN, not 0. Acts whose period is unknown or longer than a step stand
    in a row whose ``period_start`` is NULL. Raises `BadValue` for an unknown step or a weight
    beyond the scale.

    A visit (1.9) and an attack (-10) in one month, and an act whose code is not on the scale:

    >>> from datetime import date
    >>> acts = pa.table({"source": ["x"] * 3, "code": ["042", "190", "999"],
    ...                  "period_start": [date(2014, 3, n) for n in (1, 2, 3)],
    ...                  "period_end": [date(2014, 3, n) for n in (2, 3, 4)]})
    >>> found = goldstein_net(acts, weights={"042": 1.9, "190": -10.0}, step="month").to_pylist()[0]
    >>> found["acts"], found["unweighted"], found["net"], found["mean"]
    (3, 1, -8.1, -4.05)

    Formula: net = sum_i w(code_i), mean = net / n, over the n acts whose code has a weight w.
    Shapes: one row an act gives one row a source and step.
    Unit: Goldstein weights, -10 to 10 for the mean; the net has no bound.
    Reference: Goldstein 1992, Journal of Conflict Resolution 36: 369-385.
    Not for: closeness, as the net grows with reports and the mean with meetings; adding up sources,
    as they tell the same acts.
    """
    _checked(weights, step)
    groups: dict[_Key, list[float | None]] = {}
    for row in acts.select(["source", "period_start", "period_end", "code"]).to_pylist():
        when = bin_of(row["period_start"], row["period_end"], step)
        key = (row["source"], when.start if when else None)
        groups.setdefault(key, []).append(weights.get(row["code"]))
    rows = [_net(key, groups[key]) for key in sorted(groups, key=_order)]
    return pa.Table.from_pylist(rows, schema=NETS)


def quad_counts(tallies: pa.Table) -> pa.Table:
    """Acts between the two by quad class, source and step, and the share of conflict: `SHARES`.

    ``tallies`` is a tally table (`multipole.relations.streams.TALLIES`). ``conflict_share`` is the
    part of verbal and material conflict in all four, NaN where there is no act. Talk counts as
    verbal cooperation, as in the literature: in a crisis the share falls because they talk.

    >>> from datetime import date
    >>> table = pa.table({"source": ["x", "x"], "period_start": [date(2014, 3, 1)] * 2,
    ...     "action": ["CONSULT", "SANCTION"], "domain": [None, None], "between": [True, True],
    ...     "n": [3.0, 1.0]})
    >>> quad_counts(table).to_pylist()[0]["conflict_share"]
    0.25

    Formula: conflict_share = (verbal + material conflict) / (all four).
    Shapes: one row a tally gives one row a source and step.
    Unit: acts; the share from 0 to 1.
    Reference: Goldstein 1992, Journal of Conflict Resolution 36: 369-385, for the scale that counts
    by class are set against.
    Not for: closeness in a crisis, as talk makes the share fall; few acts, as it has no interval.
    """
    groups: dict[_Key, dict[str, float]] = {}
    for row in tallies.filter(tallies["between"]).to_pylist():
        counts = groups.setdefault((row["source"], row["period_start"]), dict.fromkeys(QUADS, 0.0))
        counts[QUAD_OF.get(row["action"], row["action"])] += _number(row["n"])
    rows = [_shares(key, groups[key]) for key in sorted(groups, key=_order)]
    return pa.Table.from_pylist(rows, schema=SHARES)


def _checked(weights: Mapping[str, float], step: Step) -> None:
    if step not in STEPS:
        raise BadValue(f"{step!r} is not a time step", remedy=f"Use one of {', '.join(STEPS)}.")
    for code, weight in weights.items():
        if not -10 <= weight <= 10:
            raise BadValue(f"the weight of {code} is {weight}", remedy="From -10 to 10.")


def _order(key: _Key) -> tuple[str, date]:
    return key[0], key[1] or date.min


def _net(key: _Key, found: list[float | None]) -> dict[str, Any]:
    known = [weight for weight in found if weight is not None]
    net = math.fsum(known) if known else math.nan
    return {
        "source": key[0],
        "period_start": key[1],
        "acts": len(found),
        "unweighted": len(found) - len(known),
        "net": net,
        "mean": net / len(known) if known else math.nan,
    }


def _number(n: float | None) -> float:
    return math.nan if n is None else n


def _shares(key: _Key, counts: dict[str, float]) -> dict[str, Any]:
    total = math.fsum(counts.values())
    conflict = counts["verbal_conflict"] + counts["material_conflict"]
    share = conflict / total if total else math.nan
    return {"source": key[0], "period_start": key[1], **counts, "conflict_share": share}
