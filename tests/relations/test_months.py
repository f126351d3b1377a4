from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import BadValue
from multipole.core.periods import Period
from multipole.relations import dyad_events, measure, relation


def _all(rows: Any) -> list[dict[str, Any]]:
    return [r for r in rows.to_pylist() if r["domain"] == "all"]


def test_each_month_and_domain_has_its_counts(event: Any, table: Any) -> None:
    rows = table(
        event("CHN+RUS", "CONSULT", "CHN+RUS"),
        event("CHN", "AID", "RUS", domain="health", probability=0.5),
        event("CHN", "ACCUSE", "RUS", start=date(2021, 4, 2)),
    )
    found = measure(dyad_events(rows, "CHN", "RUS")).to_pylist()
    keys = [(r["period_start"], r["domain"], r["n"]) for r in found]
    assert keys == [
        (date(2021, 3, 1), "all", 2),
        (date(2021, 3, 1), "diplomatic", 1),
        (date(2021, 3, 1), "health", 1),
        (date(2021, 4, 1), "all", 1),
        (date(2021, 4, 1), "diplomatic", 1),
    ]
    march = found[0]
    assert march["verbal_cooperation"] == march["material_cooperation"] == 1
    assert march["cooperation"] == 1.5
    assert march["closeness"] == pytest.approx(1.5 / 3.5)
    assert march["period_end"] == date(2021, 4, 1)


def test_an_event_of_a_year_is_not_guessed_into_a_month(event: Any, table: Any) -> None:
    rows = table(
        event("CHN", "AID", "RUS", start=date(2020, 1, 1), end=date(2021, 1, 1)),
        event("CHN", "AGREE", "RUS", start=None),
    )
    dyad = dyad_events(rows, "CHN", "RUS")
    assert [(r["period_start"], r["n"]) for r in _all(measure(dyad))] == [(None, 2)]
    by_year = [(r["period_start"], r["n"]) for r in _all(measure(dyad, by="year"))]
    assert by_year == [(date(2020, 1, 1), 1), (None, 1)]


def test_every_event_is_counted_once(event: Any, table: Any) -> None:
    rows = table(*(event("CHN", "AID", "RUS", start=date(2021, m, 28)) for m in range(1, 13)))
    dyad = dyad_events(rows, "CHN", "RUS")
    for by in ("month", "quarter", "year", "all"):
        assert sum(r["n"] for r in _all(measure(dyad, by=by))) == 12


def test_no_domain_is_called_unstated(event: Any, table: Any) -> None:
    found = measure(dyad_events(table(event("CHN", "AID", "RUS", domain=None)), "CHN", "RUS"))
    assert found["domain"].to_pylist() == ["all", "unstated"]


def test_no_events_give_no_rows(table: Any) -> None:
    assert len(measure(dyad_events(table(), "CHN", "RUS"))) == 0


def test_an_unknown_step_is_refused(table: Any) -> None:
    with pytest.raises(BadValue, match="fortnight"):
        measure(dyad_events(table(), "CHN", "RUS"), by="fortnight")  # type: ignore[arg-type]


def test_a_relation_has_sorted_ends_and_an_interval(event: Any, table: Any) -> None:
    dyad = dyad_events(table(event("RUS", "AID", "CHN")), "RUS", "CHN")
    found = relation(dyad, a="RUS", b="CHN", period=Period.year(2021))
    assert (found.sender, found.receiver, found.estimate.n) == ("CHN", "RUS", 1)
    nothing = relation(dyad, a="RUS", b="CHN", period=Period.year(2020)).estimate
    assert math.isnan(nothing.mean)
    assert (nothing.low, nothing.high, nothing.n) == (-1.0, 1.0, 0)
