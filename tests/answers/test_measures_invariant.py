"""What must not move a measure: names and order of states, later releases; none is no zero."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.everything import EARLY, LATE, OTHERS, PAIR, YEARS, tell, write
from tests.answers.recorded import put
from tests.answers.test_polarity import EAST, WEST, camps

from multipole.answers import blocs, claim_test, polarity
from multipole.answers.measures import MEASURES, Asked, points_of
from multipole.answers.measures.reports import MEASURES as OF_REPORTS
from multipole.answers.series_all import dyad_series
from multipole.store import Store, open_store

Row = dict[str, Any]
#: Measures of which the records here hold nothing.
WITHOUT = {*(one.name for one in OF_REPORTS), "energy_dependence", "finance_dependence"}
NAME = dict(zip(OTHERS, ("PRY", "FRA", "ISL", "NAM"), strict=True))
EVE = date(LATE.year - 1, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("invariant")


@pytest.fixture(scope="module")
def mine(folder: Path) -> Iterator[Store]:
    with open_store(folder / "mine.duckdb", create=True) as store:
        write(store, seed=1)
        tell(store, seed=1)
        yield store


@pytest.fixture(scope="module")
def renamed(folder: Path) -> Iterator[Store]:
    """The same under other names, with the rows of each file in another order."""
    with open_store(folder / "renamed.duckdb", create=True) as store:
        write(store, seed=1, name=NAME, order=3)
        yield store


def points(store: Store, a: str, b: str, as_of: date | None = None) -> list[Row]:
    return [asdict(point) for point in points_of(Asked(store, a, b, as_of))]


def shown(rows: list[Row], name: dict[str, str] | None = None) -> list[str]:
    """What a measure says without where it was read; states renamed, pairs in order."""
    called = name or {}
    found = []
    for row in rows:
        ends = [called.get(row[end], row[end]) for end in ("sender", "receiver")]
        if not MEASURES[row["measure"]].directed:
            ends = sorted(ends)
        kept = ("measure", "period", "variable", "status", "domain", "estimate", "filtered")
        found.append(repr((ends, *(rounded(row[column]) for column in kept))))
    return sorted(found)


def rounded(value: Any) -> Any:
    """Without the last digits, which the order of a sum moves."""
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    return float(f"{value:.9g}") if isinstance(value, float) else value


def test_every_measure_but_those_of_reports_has_values_here(mine: Store) -> None:
    assert {row["measure"] for row in points(mine, *PAIR)} == set(MEASURES) - WITHOUT


def test_a_later_release_moves_no_measure_as_it_was_known_before(
    mine: Store, tmp_path: Path
) -> None:
    before = points(mine, *PAIR, as_of=EVE)
    assert {row["measure"] for row in before} == set(MEASURES) - WITHOUT
    with open_store(tmp_path / "both.duckdb", create=True) as both:
        for seed, day in ((1, EARLY), (2, LATE)):
            write(both, seed=seed, known_on=day)
            tell(both, seed=seed, known_on=day)
        assert repr(points(both, *PAIR, as_of=EVE)) == repr(before)
        assert shown(points(both, *PAIR)) != shown(before), "the later says something else"


def test_before_the_first_release_nothing_is_known(renamed: Store) -> None:
    assert points(renamed, *PAIR, as_of=date(EARLY.year - 1, 1, 1)) == []


def test_renaming_and_reordering_states_permutes_measures_and_series(
    mine: Store, renamed: Store
) -> None:
    here, there = ("FRA", "ISL"), (NAME["FRA"], NAME["ISL"])
    found = shown(points(mine, *here), NAME)
    assert found == shown(points(renamed, *there))
    assert len(found) > 50
    series = [
        sorted((one.variable, one.periods, one.values, one.counts) for one in dyad_series(*asked))
        for asked in ((mine, *here), (renamed, *there))
    ]
    assert series[0] == series[1]
    assert len(series[0]) > 2


def told(store: Store, a: str, b: str) -> list[tuple[Any, ...]]:
    table = claim_test(store, "turn", a, b, YEARS[5], draws=99).table
    return sorted(
        (row["variable"], row["verdict"], str(row["p"]), str(row["effect"]), str(row["p_family"]))
        for row in table.to_pylist()
    )


def test_the_verdicts_on_a_claim_are_the_same_under_other_names(
    mine: Store, renamed: Store
) -> None:
    here = told(mine, "FRA", "ISL")
    assert here == told(renamed, NAME["FRA"], NAME["ISL"])
    assert here == told(mine, "ISL", "FRA"), "nor does the order of the two"
    assert len(here) > 2


def test_poles_are_the_same_under_other_names(mine: Store, renamed: Store) -> None:
    one, other = (polarity(store, since="2012").table for store in (mine, renamed))
    for column in ("states", "poles", "first_share", "second_share", "con_system", "roll_calls"):
        assert other[column].to_pylist() == pytest.approx(one[column].to_pylist()), column
    assert other["first"].to_pylist() == [NAME.get(s, s) for s in one["first"].to_pylist()]


def test_blocs_are_the_same_under_other_names(tmp_path: Path) -> None:
    name = dict(zip((*EAST, *WEST), (*WEST, *EAST), strict=True))
    found = []
    for called in (dict(zip(name, name, strict=True)), name):
        with open_store(tmp_path / f"blocs{len(found)}.duckdb", create=True) as store:
            rows = [row | {"subject": called[row["subject"]]} for row in camps(2018)]
            put(store, "unga_votes", *rows, covers={"unga_vote": "2018"})
            made = blocs(store, year=2018).table.to_pylist()
        found.append({frozenset(r["members"]): r["size"] for r in made if r["section"] == "bloc"})
    assert found[1] == {frozenset(name[s] for s in members): n for members, n in found[0].items()}
    assert len(found[0]) == 2


def test_nothing_known_is_null_and_never_nought(tmp_path: Path) -> None:
    with open_store(tmp_path / "unknown.duckdb", create=True) as store:
        write(store, seed=1, unknown=True)
        found = points(store, *PAIR)
    assert [row for row in found if not math.isnan(row["estimate"]["mean"])] == []
