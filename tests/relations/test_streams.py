"""Streams of counts from tally tables, and tally tables from reports and yearly counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from multipole.core.errors import BadValue
from multipole.core.plover import ACTIONS, QUAD_OF
from multipole.relations.streams import STREAMS, TALLIES, Streams, step_start, streams
from multipole.relations.streams_from import quad_tallies, report_tallies

MARCH, APRIL = date(2014, 3, 1), date(2014, 4, 1)
TALK = STREAMS.index("talk")


def tally(*rows: tuple[Any, ...]) -> pa.Table:
    """Rows of source, first day, action, domain, between, n."""
    return pa.Table.from_pylist(
        [dict(zip(TALLIES.names, row, strict=True)) for row in rows], schema=TALLIES
    )


def one(action: str, *, source: str = "x", day: date | None = MARCH, domain: str | None = None,
        between: bool = True, n: float | None = 1.0) -> tuple[Any, ...]:  # fmt: skip
    return source, day, action, domain, between, n


@pytest.mark.parametrize("action", ACTIONS)
def test_every_type_has_its_stream_and_only_consult_is_talk(action: str) -> None:
    found = streams(tally(one(action, n=2.5)), step="month")
    stream = "talk" if action == "CONSULT" else QUAD_OF[action]  # type: ignore[index]
    assert found.counts[0, STREAMS.index(stream), 0] == 2.5  # type: ignore[arg-type]
    assert found.counts.sum() == 2.5


def test_exposure_counts_acts_with_anyone_and_events_those_between_the_two() -> None:
    rows = [one("AID"), one("AID", between=False, n=7.0), one("ACCUSE", domain="un")]
    found = streams(tally(*rows), step="month")
    assert found.exposure.tolist() == [[9.0]]
    assert found.events.tolist() == [[2.0]]


def test_steps_have_no_gaps_and_a_silent_source_has_no_exposure() -> None:
    june = date(2014, 6, 1)
    rows = [one("AID"), one("AID", day=june), one("AID", day=june, source="y", between=False)]
    found = streams(tally(*rows), step="month")
    assert found.starts.astype(str).tolist() == [f"2014-0{m}-01" for m in (3, 4, 5, 6)]
    assert found.exposure.tolist() == [[1, 0, 0, 1], [0, 0, 0, 1]]


def test_a_domain_has_its_own_counts_and_the_exposure_of_all() -> None:
    rows = [one("AID", domain="energy"), one("AID"), one("SANCTION", domain="energy", n=3.0)]
    quiet = one("AID", source="never states one")
    energy = streams(tally(*rows, quiet), step="month", domain="energy")
    assert energy.sources == ("x",)
    assert (energy.counts.sum(), energy.exposure.sum(), energy.events.sum()) == (4.0, 5.0, 5.0)
    assert streams(tally(*rows, quiet), step="month", domain="unstated").counts.sum() == 1.0


def test_quad_classes_have_talk_inside() -> None:
    rows = [one("verbal_cooperation", source="q", n=9.0), one("CONSULT")]
    found = streams(tally(*rows), step="month")
    assert found.talk_inside == (True, False)
    assert np.isnan(found.counts[0, TALK, 0])
    assert found.counts[0, 1, 0] == 9.0


def test_a_missing_count_is_unknown_and_not_zero() -> None:
    rows = [one("verbal_conflict", n=None), one("material_conflict", n=2.0)]
    found = streams(tally(*rows), step="month")
    assert np.isnan(found.counts[0, STREAMS.index("verbal_conflict"), 0])
    assert found.exposure.tolist() == [[2.0]]


def test_acts_of_periods_longer_than_a_step_are_counted_aside() -> None:
    undated = one("AID", day=None, n=4.0)
    found = streams(tally(one("AID"), undated, one("AID", day=None, between=False)), step="month")
    assert (found.aside, found.counts.sum()) == (4.0, 1.0)
    nothing = streams(tally(undated), step="month")
    assert (nothing.sources, nothing.counts.shape) == ((), (0, 5, 0))


@pytest.mark.parametrize(
    ("rows", "step", "message"),
    [
        ([one("AID")], "week", "time step"),
        ([one("VISIT")], "month", "VISIT"),
        ([one("AID", n=-1.0)], "month", "negative"),
        ([one("AID", day=date(2014, 3, 2))], "month", "first of a month"),
        ([one("AID", day=MARCH)], "quarter", "first of a quarter"),
        ([one("AID"), one("verbal_conflict")], "month", "quad classes and"),
    ],
)
def test_tallies_that_make_no_sense_are_refused(rows: Any, step: Any, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        streams(tally(*rows), step=step)


def test_arrays_of_other_shapes_or_below_zero_are_refused() -> None:
    starts = np.array(["2014-03-01"], "datetime64[D]")
    zeros = np.zeros((1, 1))
    with pytest.raises(BadValue, match="shapes"):
        Streams("month", starts, ("x",), np.zeros((1, 4, 1)), zeros, zeros, (False,))
    with pytest.raises(BadValue, match="negative"):
        Streams("month", starts, ("x",), np.zeros((1, 5, 1)), zeros - 1, zeros, (False,))


def test_the_first_day_of_a_step() -> None:
    days = np.array(["2014-05-31", "1969-12-31"], "datetime64[D]")
    assert step_start(days, "quarter").astype(str).tolist() == ["2014-04-01", "1969-10-01"]
    assert step_start(days, "year").astype(str).tolist() == ["2014-01-01", "1969-01-01"]


def reported(
    *rows: Any, table: Callable[..., pa.Table], step: Any = "month"
) -> list[tuple[Any, ...]]:
    found = report_tallies(table(*rows), "RUS", "USA", step=step)
    assert found.schema == TALLIES
    assert set(found["source"].to_pylist()) <= {"reports"}
    kept = ("period_start", "action", "between", "n")
    return [tuple(row[name] for name in kept) for row in found.to_pylist()]


def test_reports_count_by_probability_and_only_what_happened(
    event: Callable[..., Any], table: Callable[..., pa.Table]
) -> None:
    rows = [
        event("USA", "SANCTION", "RUS", start=date(2014, 3, 17), probability=0.5),
        event("USA", "SANCTION", "RUS", start=date(2014, 3, 20), probability=0.75),
        event("USA", "SANCTION", "RUS", start=date(2014, 3, 21), modality="threatened"),
    ]
    assert reported(*rows, table=table) == [(MARCH, "SANCTION", True, 1.25)]


def test_acts_with_others_are_exposure_and_acts_alone_or_of_others_are_not(
    event: Callable[..., Any], table: Callable[..., pa.Table]
) -> None:
    day = {"start": date(2014, 3, 17)}
    rows = [
        event("UKR", "ACCUSE", "RUS", **day), event("RUS+USA", "AID", "", **day),
        event("USA", "PROTEST", "", **day), event("UKR", "AID", "POL", **day),
        event("GBR", "AID", "RUS+USA", **day),
    ]  # fmt: skip
    assert reported(*rows, table=table) == [
        (MARCH, "ACCUSE", False, 1.0), (MARCH, "AID", False, 1.0), (MARCH, "COOPERATE", True, 1.0)
    ]  # fmt: skip


def test_what_the_two_do_together_to_a_third_is_cooperation_and_talk_stays_talk(
    event: Callable[..., Any], table: Callable[..., pa.Table]
) -> None:
    found = [
        reported(event("RUS+USA", action, "IRN", start=date(2014, 3, 17)), table=table)[0][1]
        for action in ("ACCUSE", "SANCTION", "CONSULT")
    ]
    assert found == ["AGREE", "COOPERATE", "CONSULT"]


def test_the_two_may_be_named_in_either_order(
    event: Callable[..., Any], table: Callable[..., pa.Table]
) -> None:
    rows = table(event("USA", "AID", "RUS"), event("RUS+USA", "ACCUSE", "IRN"),
                 event("RUS", "MOBILIZE", "UKR"))  # fmt: skip
    one, other = (report_tallies(rows, *p, step="month") for p in (("RUS", "USA"), ("USA", "RUS")))
    assert one.num_rows == 3
    assert one.equals(other)


def test_a_report_of_a_year_or_of_no_day_has_no_month(
    event: Callable[..., Any], table: Callable[..., pa.Table]
) -> None:
    year = event("USA", "AID", "RUS", start=date(2014, 1, 1), end=date(2015, 1, 1))
    undated = event("USA", "AID", "RUS", start=None)
    assert reported(year, undated, table=table) == [(None, "AID", True, 2.0)]
    assert reported(year, table=table, step="year")[0][0] == date(2014, 1, 1)


def test_no_event_makes_no_row_and_a_pair_needs_two(table: Callable[..., pa.Table]) -> None:
    assert reported(table=table) == []
    with pytest.raises(BadValue, match="'RUS' and 'RUS'"):
        report_tallies(table(), "RUS", "RUS", step="month")


def counted(subject: str, object_: str, value: float | None, **other: Any) -> dict[str, Any]:
    row = {
        "source": "d", "variable": "icews_verbal_conflict", "subject": subject, "object": object_,
        "period_start": date(2014, 1, 1), "period_end": date(2015, 1, 1), "value": value,
    }  # fmt: skip
    return row | other


def test_yearly_counts_add_both_directions_and_a_row_given_twice_counts_once() -> None:
    rows = [counted("USA", "RUS", 7.0), counted("RUS", "USA", 2.0), counted("USA", "RUS", 7.0),
            counted("RUS", "FRA", 5.0), counted("FRA", "DEU", 9.0)]  # fmt: skip
    found = quad_tallies(pa.Table.from_pylist(rows), "RUS", "USA", step="year")
    assert [(r["between"], r["n"], r["source"]) for r in found.to_pylist()] == [
        (False, 5.0, "d"), (True, 9.0, "d")
    ]  # fmt: skip
    assert streams(found, step="year").talk_inside == (True,)


def test_a_missing_yearly_count_stays_missing_and_a_year_has_no_months() -> None:
    rows = [counted("USA", "RUS", None), counted("RUS", "USA", 2.0), counted("RUS", "FRA", None)]
    table = pa.Table.from_pylist(rows)
    (row,) = quad_tallies(table, "RUS", "USA", step="year").to_pylist()
    assert row["n"] is None
    assert quad_tallies(table, "RUS", "USA", step="month")["period_start"].to_pylist() == [None]


def test_a_variable_that_is_no_quad_class_is_refused() -> None:
    table = pa.Table.from_pylist([counted("USA", "RUS", 1.0, variable="trade_usd")])
    with pytest.raises(BadValue, match="trade_usd"):
        quad_tallies(table, "RUS", "USA", step="year")
