"""Temporal knowledge graphs: several files, numbers for names, time without dates."""

from __future__ import annotations

import csv
import io
import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.pipeline.adding import add_source
from multipole.sources.events import icews_graph
from multipole.sources.events.cameo import CAMEO
from multipole.sources.gate.source import Batch, Context, Input
from multipole.store import open_store

SHARED = (
    Path(__file__).resolve().parents[3] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data/events"
at_hand = pytest.mark.skipif(not SHARED.is_dir(), reason=f"no ICEWS graphs in {SHARED}")
NAMES = ("Ghana", "Police (Ghana)", "Angela_Merkel", "Acme Company", "Criminal (Peru)")
TEXTS = ("Make statement", "Consult", "Threaten non force", "Reject_request_for_rights")


def numbered(names: tuple[str, ...]) -> str:
    return "".join(f"{name}\t{i}\r\n" for i, name in enumerate(names))


def graph(tmp_path: Path, table: str, **files: str) -> tuple[Input, ...]:
    parts = {"a": numbered(NAMES), "b": numbered(TEXTS), "c": table, "d": "2018-01-01 hours\n"}
    parts |= files
    for name, text in parts.items():
        (tmp_path / name).write_bytes(text.encode())
    return inputs(*(tmp_path / name for name, text in parts.items() if text))


def inputs(*paths: Path) -> tuple[Input, ...]:
    return tuple(
        Input(path, sha256(path.read_bytes()), path.stat().st_size, number)
        for number, path in enumerate(paths)
    )


def read(files: tuple[Input, ...]) -> list[Batch]:
    return list(icews_graph.read(files, Context(load_actors(), date(2026, 1, 1))))


def coded(batches: list[Batch]) -> pl.DataFrame:
    return pl.concat(batch.codings for batch in batches if batch.codings is not None)


def refused(batches: list[Batch]) -> list[tuple[object, ...]]:
    found = [b.quarantine for b in batches if b.quarantine is not None]
    return pl.concat(found).select("row", "column", "datum").rows()


def test_numbers_become_names_codes_and_days(tmp_path: Path) -> None:
    frame = coded(read(graph(tmp_path, "0\t1\t1\t0\n2\t2\t0\t48\n")))
    columns = ("sender", "receiver", "sender_code", "code", "action", "period_start", "row")
    assert frame.select(columns).rows() == [
        ("GHA", "GHA", "Ghana", "040", "CONSULT", date(2018, 1, 1), 1),
        ("DEU", "GHA", "Angela_Merkel", "131", "THREATEN", date(2018, 1, 3), 2),
    ]


def test_a_fifth_column_of_0_or_minus_1_is_accepted_and_another_refused(tmp_path: Path) -> None:
    batches = read(graph(tmp_path, "0\t1\t1\t0\t0\n0\t1\t1\t0\t-1\n0\t1\t1\t0\t4\n"))
    assert coded(batches).height == 2
    assert refused(batches) == [(3, "fifth", "4")]


def test_names_and_times_that_are_in_no_list_are_refused(tmp_path: Path) -> None:
    table = "9\t1\t1\t0\n0\t9\t1\t0\n0\t1\t9\t0\n0\t1\t1\t30\n0\t1\t1\t24\n"
    batches = read(graph(tmp_path, table))
    assert refused(batches) == [
        (1, "subject", "9"), (2, "relation", "9"), (3, "object", "9"), (4, "time", "30"),
    ]  # fmt: skip
    assert coded(batches)["row"].to_list() == [5]


def test_an_event_text_that_icews_does_not_have_is_refused(tmp_path: Path) -> None:
    files = graph(tmp_path, "0\t0\t1\t0\n", b=numbered(("Sing together", "Consult", "Yield")))
    assert refused(read(files)) == [(1, "relation", "Sing together")]


def test_every_line_of_every_file_is_counted(tmp_path: Path) -> None:
    batches = read(graph(tmp_path, "0\t0\t1\t0\n3\t1\t4\t0\n0\t1\t1\t0\n"))
    assert sum(b.rows for b in batches) == 3 + len(NAMES) + len(TEXTS) + 1
    assert coded(batches).height == 1
    aside: dict[str, int] = {}
    for batch in batches:
        aside |= dict(batch.set_aside)
    assert sum(sum(b.set_aside.values()) for b in batches) == 2 + len(NAMES) + len(TEXTS) + 1
    assert aside["no end is a state or organisation"] == 1


def test_a_graph_of_unknown_size_needs_its_first_day(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"no calendar.*5 names.*2018-01-01 hours"):
        read(graph(tmp_path, "0\t1\t1\t0\n", d=""))


def test_time_may_be_told_in_days(tmp_path: Path) -> None:
    frame = coded(read(graph(tmp_path, "0\t1\t1\t31\n", d="2016-01-01 days\n")))
    assert frame["period_start"].to_list() == [date(2016, 2, 1)]


def test_a_table_without_its_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="0 files that are a list of names"):
        read(graph(tmp_path, "0\t1\t1\t0\n", a=""))


def test_parts_are_told_by_what_they_hold(tmp_path: Path) -> None:
    files = graph(tmp_path, "0\t1\t1\t0\n", e="23033 256", f="day,what\n1,2\n")
    parts = [icews_graph.part_of(file) for file in files[:5]]
    assert parts == ["names", "texts", "table", "start", "sizes"]
    assert icews_graph.edition_of(files[2]).together
    with pytest.raises(UnreadableInput, match="no part of a graph"):
        icews_graph.part_of(files[5])


def test_two_graphs_given_at_once_are_two_releases_and_both_stand(tmp_path: Path) -> None:
    for year, more in (("2011", "Yield"), ("2012", "Accuse")):
        (tmp_path / year).mkdir()
        names, texts = numbered((*NAMES, f"Club of {year}")), numbered((*TEXTS, more))
        table, start = f"0\t1\t1\t{year}\n", f"{year}-01-01 days\n"
        graph(tmp_path / year, table, a=names, b=texts, d=start)
    with open_store(tmp_path / "store.duckdb", create=True) as store:
        folders = [tmp_path / "2011", tmp_path / "2012"]
        report = add_source(store, "icews_graph", folders, now=datetime(2026, 1, 1, tzinfo=UTC))
        assert (report.refusals, report.codings) == ((), 2)
        assert store.records.codings(sources=["icews_graph"]).num_rows == 2


def test_every_event_text_has_a_cameo_code() -> None:
    codes = set(icews_graph.event_texts().values())
    assert codes <= set(CAMEO)
    assert len(codes) == len(icews_graph.event_texts())


@at_hand
def test_the_event_texts_are_those_of_the_publisher() -> None:
    data = (SHARED / "icews/cameo_codes.csv").read_bytes().decode(errors="replace")
    rows = list(csv.DictReader(io.StringIO(data)))
    theirs = {
        icews_graph.plain(r["name"]): r["cameo_code"] for r in rows if len(r["cameo_code"]) > 2
    }
    assert theirs == icews_graph.event_texts()


@at_hand
def test_the_mentions_of_the_three_powers_come_out() -> None:
    files = inputs(*sorted((SHARED / "icews18").iterdir()))
    train = next(f.number for f in files if f.name == "train.txt")
    gates = [gate for gate in icews_graph.triples(files) if gate.file.number == train]
    frame = pl.concat(gate.frame for gate in gates)
    for name, mentions in (("China", 10444), ("Russia", 13199), ("United States", 16578)):
        said = (frame["sender_code"] == name).sum() + (frame["receiver_code"] == name).sum()
        assert said == mentions


@at_hand
@pytest.mark.parametrize(
    ("folder", "rows", "first", "last"),
    [
        ("icews18", 442303, date(2018, 1, 1), date(2018, 9, 27)),
        ("icews14", 90717, date(2014, 1, 1), date(2014, 11, 30)),
    ],
)
def test_every_row_of_the_graphs_is_accounted_for(
    folder: str, rows: int, first: date, last: date
) -> None:
    batches = read(inputs(*sorted((SHARED / folder).iterdir())))
    frame = coded(batches)
    assert refused(batches) == []
    assert sum(b.rows for b in batches) == rows
    assert rows == frame.height + sum(sum(b.set_aside.values()) for b in batches)
    days = frame["period_start"].to_list()
    assert (min(days), max(days)) == (first, last)
