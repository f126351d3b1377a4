"""The baselines: sums and means of Goldstein weights, counts of quad classes."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from multipole.core.errors import BadValue
from multipole.relations.goldstein import NETS, SHARES, goldstein_net, quad_counts
from multipole.relations.streams import TALLIES

WEIGHTS = {"042": 1.9, "057": 8.0, "190": -10.0}


def acts(*rows: tuple[str, date, str]) -> pa.Table:
    return pa.table(
        {
            "source": pa.array([r[0] for r in rows], pa.string()),
            "period_start": pa.array([r[1] for r in rows], pa.date32()),
            "period_end": pa.array(
                [date.fromordinal(r[1].toordinal() + 1) for r in rows], pa.date32()
            ),
            "code": pa.array([r[2] for r in rows], pa.string()),
        }
    )


def net(table: pa.Table, step: Any = "month") -> list[dict[str, Any]]:
    found = goldstein_net(table, weights=WEIGHTS, step=step)
    assert found.schema == NETS
    return list(found.to_pylist())


def test_the_net_is_the_sum_and_grows_with_reports_while_the_mean_does_not() -> None:
    one = acts(("x", date(2014, 3, 1), "042"), ("x", date(2014, 3, 9), "057"))
    twice = pa.concat_tables([one, one])
    assert net(one)[0]["net"] == pytest.approx(9.9)
    assert net(twice)[0]["net"] == pytest.approx(19.8)
    assert net(twice)[0]["mean"] == net(one)[0]["mean"] == pytest.approx(4.95)


def test_an_act_whose_code_has_no_weight_is_counted_aside_and_is_not_zero() -> None:
    (row,) = net(acts(("x", date(2014, 3, 1), "190"), ("x", date(2014, 3, 2), "99")))
    assert (row["acts"], row["unweighted"], row["mean"]) == (2, 1, -10.0)
    (row,) = net(acts(("x", date(2014, 3, 2), "99")))
    assert np.isnan(row["net"])
    assert np.isnan(row["mean"])


def test_sources_and_steps_are_apart() -> None:
    table = acts(("y", date(2014, 3, 1), "042"), ("x", date(2014, 5, 2), "057"))
    found = [(r["source"], r["period_start"]) for r in net(table, "quarter")]
    assert found == [("x", date(2014, 4, 1)), ("y", date(2014, 1, 1))]


def test_an_act_of_a_whole_year_has_no_month() -> None:
    year = acts(("x", date(2014, 1, 1), "042")).set_column(
        2, "period_end", pa.array([date(2015, 1, 1)], pa.date32())
    )
    assert net(year)[0]["period_start"] is None
    assert net(year, "year")[0]["period_start"] == date(2014, 1, 1)


def test_a_weight_beyond_the_scale_and_an_unknown_step_are_refused() -> None:
    empty: Any = acts()
    with pytest.raises(BadValue, match="042 is 19"):
        goldstein_net(empty, weights={"042": 19.0}, step="month")
    with pytest.raises(BadValue, match="week"):
        goldstein_net(empty, weights=WEIGHTS, step="week")  # type: ignore[arg-type]


def test_quad_counts_take_talk_for_cooperation_and_only_acts_between_the_two() -> None:
    rows = [
        ("x", "CONSULT", True, 2.0), ("x", "COERCE", True, 1.0), ("x", "ACCUSE", True, 1.0),
        ("x", "ASSAULT", False, 50.0), ("q", "material_cooperation", True, 3.0),
    ]  # fmt: skip
    table = pa.Table.from_pylist(
        [
            {"source": s, "period_start": date(2014, 1, 1), "action": a, "between": b, "n": n}
            for s, a, b, n in rows
        ],
        schema=TALLIES,
    )
    found = quad_counts(table)
    assert found.schema == SHARES
    q, x = found.to_pylist()
    assert (q["material_cooperation"], q["conflict_share"]) == (3.0, 0.0)
    assert (x["verbal_cooperation"], x["material_conflict"], x["conflict_share"]) == (2.0, 1.0, 0.5)
    nothing = table.set_column(5, "n", pa.array([0.0] * 5))
    assert all(np.isnan(r["conflict_share"]) for r in quad_counts(nothing).to_pylist())
