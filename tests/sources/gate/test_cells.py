"""From row and column back to the cell, on small files of our own."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.cells import read_cells, read_row, read_rows
from multipole.sources.gate.frames import read_csv
from multipole.sources.gate.source import Input


def file(folder: Path, text: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_cell_is_found_by_its_line_and_its_column(tmp_path: Path) -> None:
    path = file(tmp_path, "state,year,value\nABC,1990, 4.50\nDEF,1991,\n")
    cells = [(2, "value"), (3, "value"), (3, "state")]
    assert read_cells(path, cells) == {
        (2, "value"): " 4.50", (3, "value"): "", (3, "state"): "DEF"
    }  # fmt: skip


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    path = file(tmp_path, "state,value\nABC,1\n")
    asked = [(2, "value"), (2, "worth"), (9, "value"), (1, "worth")]
    assert read_cells(path, asked) == dict(zip(asked, ["1", None, None, None], strict=True))
    assert read_cells(path, [(2, "worth")]) == {(2, "worth"): None}
    assert read_cells(path, []) == {}


def test_a_record_over_several_lines_begins_at_its_first(tmp_path: Path) -> None:
    path = file(tmp_path, 'state,note\r\nABC,"one\r\ntwo, ""three"""\r\nDEF,four\r\n')
    assert read_cells(path, [(2, "note"), (3, "note"), (4, "note")]) == {
        (2, "note"): 'one\r\ntwo, "three"', (3, "note"): None, (4, "note"): "four"
    }  # fmt: skip


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = file(tmp_path, b"\xef\xbb\xbfstate,value\nABC,1\n")
    assert read_cells(path, [(2, "state")]) == {(2, "state"): "ABC"}


def test_lines_above_the_header_count_as_rows(tmp_path: Path) -> None:
    top = '"Source","Made up",\n\n"Updated","2025-01-01",\n\n'
    path = file(tmp_path, f'{top}"Name","1990","1991",\n"Land","4","5",\n')
    assert read_cells(path, [(6, "1991"), (6, "Name")]) == {(6, "1991"): "5", (6, "Name"): "Land"}


def test_comments_and_empty_lines_count_as_rows(tmp_path: Path) -> None:
    path = file(tmp_path, "state,seat\n# a note, with a comma; and more\n\nABC,elected\n")
    assert read_cells(path, [(4, "seat")]) == {(4, "seat"): "elected"}
    assert read_row(path, 4) == {"state": "ABC", "seat": "elected"}


def test_columns_without_a_name_go_by_their_place(tmp_path: Path) -> None:
    path = file(tmp_path, "who, ,year, ,who\nABC,?,1990,,DEF\n")
    assert read_cells(path, [(2, "_2"), (2, "_4"), (2, "who_5")]) == {
        (2, "_2"): "?", (2, "_4"): "", (2, "who_5"): "DEF"
    }  # fmt: skip


def test_a_file_parted_by_tabs_has_a_record_a_line(tmp_path: Path) -> None:
    text = 'id\ttext\tvalue\n1\tsaid "no\t5\n2\t"a ""b"""\t6\n'
    path = file(tmp_path, text, "a.tab")
    assert read_cells(path, [(2, "text"), (3, "text"), (3, "value")]) == {
        (2, "text"): 'said "no', (3, "text"): 'a "b"', (3, "value"): "6"
    }  # fmt: skip


def test_a_file_without_header_goes_by_names_given(tmp_path: Path) -> None:
    path = file(tmp_path, "7\t19900101\n8\t19900102\n", "events.csv")
    names = ("id", "day", "address")
    assert read_cells(path, [(1, "day"), (2, "id"), (2, "address")], names=names) == {
        (1, "day"): "19900101", (2, "id"): "8", (2, "address"): None
    }  # fmt: skip
    assert read_rows(path, [2], names=names) == {2: {"id": "8", "day": "19900102"}}


def test_semicolons_part_cells_where_the_header_says_so(tmp_path: Path) -> None:
    path = file(tmp_path, "state;value\nABC;1,5\n")
    assert read_cells(path, [(2, "value")]) == {(2, "value"): "1,5"}


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_packed_files_are_unpacked(tmp_path: Path, kind: str) -> None:
    data = "state,value\nABC,1\nDEF,2\n"
    path = tmp_path / f"a.csv.{kind}"
    if kind == "gz":
        path.write_bytes(gzip.compress(data.encode()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("a.csv", data)
    assert read_cells(path, [(3, "value")]) == {(3, "value"): "2"}


def test_a_zip_of_several_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a")
        archive.writestr("b.csv", "b")
    with pytest.raises(UnreadableInput, match="2 files"):
        read_cells(path, [(1, "a")])


def test_bytes_that_are_not_utf_8_are_latin_1(tmp_path: Path) -> None:
    path = file(tmp_path, "name,value\nCôte,é\n".encode("latin-1"))
    assert read_cells(path, [(2, "name"), (2, "value")]) == {
        (2, "name"): "Côte", (2, "value"): "é"
    }  # fmt: skip


def test_a_parquet_file_counts_records_from_one(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame(
        {"code": [2, 20, 40], "value": [1.5, None, 3.0], "on": ["1990-01-01", "x", ""]}
    )
    frame.write_parquet(path, row_group_size=2)
    asked = [(1, "value"), (2, "value"), (3, "code"), (3, "on"), (4, "code"), (1, "worth")]
    told = ["1.5", "", "40", "", None, None]
    assert read_cells(path, asked) == dict(zip(asked, told, strict=True))
    assert read_row(path, 2) == {"code": "20", "value": "", "on": "x"}


def test_a_whole_row_may_lack_its_last_cells(tmp_path: Path) -> None:
    path = file(tmp_path, "a,b,c\n1,2,3\n4,5\n")
    assert read_rows(path, [2, 3, 4]) == {
        2: {"a": "1", "b": "2", "c": "3"},
        3: {"a": "4", "b": "5"},
    }
    assert read_row(path, 9) is None


def test_a_file_that_is_gone_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such file"):
        read_cells(tmp_path / "gone.csv", [(1, "a")])
    broken = file(tmp_path, b"\x1f\x8bnothing", "a.gz")
    with pytest.raises(UnreadableInput):
        read_cells(broken, [(1, "a")])
    not_parquet = file(tmp_path, b"PAR1nothing", "a.parquet")
    with pytest.raises(UnreadableInput, match="not Parquet"):
        read_cells(not_parquet, [(1, "a")])


def test_reading_stops_at_the_last_wanted_row(tmp_path: Path) -> None:
    whole = gzip.compress(b"state,value\nABC,1\n" + b"DEF,2\n" * 2_000_000)
    path = file(tmp_path, whole[: len(whole) // 2], "cut.csv.gz")
    assert read_cells(path, [(2, "value")]) == {(2, "value"): "1"}
    with pytest.raises(UnreadableInput):
        read_cells(path, [(2_000_000, "value")])


CELL = st.text(st.sampled_from('ab1é,"\n\r; '), max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_rows_are_those_that_the_readers_name(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = file(tmp_path, "\n".join(["one,two", *lines]) + "\n")
    frame, _ = read_csv(Input(path, "", 0))
    cells = [(row, name) for row in frame["row"] for name in ("one", "two")]
    told = {(r["row"], n): r[n] for r in frame.to_dicts() for n in ("one", "two")}
    assert read_cells(path, cells) == told
