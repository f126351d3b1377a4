"""Rows that contradict each other or reach too far: no neighbour changes, nothing is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.sources.samples import ALL, Sample
from tests.sources.test_hostile_files import read

from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.pipeline import add_source
from multipole.sources import find_source
from multipole.sources.gate.check import Gate
from multipole.sources.gate.source import Input
from multipole.store import open_store

RECORD = {
    "id": "1", "date": "2019-03-04", "event": "CONSULT", "mode": "visit",
    "source": [{"code": "RUS"}], "target": [{"code": "CHN"}],
}  # fmt: skip


def sample(source: str, column: str) -> Sample:
    return next(s for s in ALL if s.source == source and column in s.columns)


def more(base: Sample, *rows: str) -> Sample:
    return replace(base, rows=base.rows + tuple(tuple(row.split(",")) for row in rows))


def json_of(folder: Path, text: str) -> tuple[Input, ...]:
    path = folder / "events.json"
    path.write_text(text, encoding="utf-8")
    return (Input(path, sha256(path.read_bytes()), path.stat().st_size),)


def test_two_records_in_one_line_keep_their_own_ends(tmp_path: Path) -> None:
    other = RECORD | {"id": "2", "source": [{"code": "USA"}], "target": [{"code": "FRA"}]}
    found = read("plover_json", json_of(tmp_path, json.dumps([RECORD, other])))
    assert found.codings.select("event", "sender", "receiver", "row").rows() == [
        ("1", "RUS", "CHN", 1), ("2", "USA", "FRA", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([RECORD])[:-2] + ', "date": "2020-01-01"}]',
        json.dumps([RECORD | {"recipient": [{"code": "JPN"}]}]),
        json.dumps([RECORD | {"id": "\ud800"}]),
        json.dumps([RECORD]).replace('"1"', "1" * 5000),
        "[" + '{"date":' * 5000 + json.dumps(RECORD),
    ],
    ids=["a name twice", "two recipients", "half a character", "a long number", "too deep"],
)
def test_json_that_says_two_things_or_cannot_be_held_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as refusal:
        read("plover_json", json_of(tmp_path, text))
    assert refusal.value.remedy


def test_trade_of_a_pair_in_either_order_is_one_row_or_a_contradiction(tmp_path: Path) -> None:
    base = sample("cow_trade", "flow1")
    same = read("cow_trade", more(base, "710,365,2013,40.5,53.0").write(tmp_path / "a"))
    assert same.aside == 1
    other = read("cow_trade", more(base, "710,365,2013,53.0,40.5").write(tmp_path / "b"))
    assert other.quarantine["row"].to_list() == [2, 5]
    assert not other.observations.filter(pl.col("subject") == "CHN").height


@pytest.mark.parametrize("source", ["cow_mids", "tss_rivalries", "cow_states", "atop"])
def test_a_refused_row_does_not_stretch_what_a_file_covers(source: str, tmp_path: Path) -> None:
    base = next(s for s in ALL if s.source == source)
    place = next(n for n, c in enumerate(base.columns) if c in ("year", "end", "endyear"))
    edition_of = find_source(source).edition_of
    sound = edition_of(base.write(tmp_path / "a")[0]).covers
    far = replace(
        base, rows=(*base.rows, (*base.rows[0][:place], "99999", *base.rows[0][place + 1 :]))
    )
    assert edition_of(far.write(tmp_path / "b")[0]).covers == sound


def test_what_a_release_covers_ends_with_the_day_of_the_release(tmp_path: Path) -> None:
    far = sample("cow_mids", "dispnum").cell(2, 3, "2150")
    with open_store(tmp_path / "s.duckdb", create=True) as store:
        add_source(store, "cow_mids", [far.write(tmp_path / "f")[0].path],
                   now=datetime(2026, 1, 1, tzinfo=UTC))  # fmt: skip
        covered = store.records.coverage().to_pylist()
    assert {r["period_end"] for r in covered if r["variable"] == "dispute"} == {date(2026, 1, 2)}


def test_a_treaty_in_force_lasts_to_the_last_sound_year(tmp_path: Path) -> None:
    base = sample("atop", "yrent")
    found = read("atop", more(base, "8009,20,1,2199,13,1,0,0,0,1,5.1").write(tmp_path))
    assert found.observations["period_end"].max() == date(1992, 1, 1)
    assert found.quarantine["row"].to_list() == [5]


def test_a_visit_with_two_last_days_is_refused(tmp_path: Path) -> None:
    base = sample("us_visits_in", "visitor")
    found = read(
        "us_visits_in",
        more(base, "9,1999-04-06,1999-04-12,X,France,Official visit").write(tmp_path),
    )
    assert found.quarantine["row"].to_list() == [2, 5]


def test_two_tables_of_votes_are_refused_and_not_one_of_them_dropped(tmp_path: Path) -> None:
    base = sample("unga_votes", "country_code")
    twice = replace(base, beside={**base.beside, "more.csv": base.text()})
    with pytest.raises(UnreadableInput, match="the same table"):
        read("unga_votes", twice.write(tmp_path))


def test_a_row_of_which_a_check_knows_nothing_stays() -> None:
    frame = pl.DataFrame({"row": [1, 2], "a": ["x", None]})
    gate = Gate(Input(Path("t.csv"), "", 0), frame)
    gate.refuse(gate.frame["a"] == "x", "a", "no", "no")
    gate.set_aside(gate.frame["a"] == "y", "no")
    assert gate.frame["row"].to_list() == [2]
