"""Files that are wrong in every way we could think of: nothing is lost, altered or invented."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.samples import ALL, Sample

from multipole.actors import load_actors
from multipole.core.errors import MultipoleError
from multipole.pipeline import add_source
from multipole.sources import SOURCES, find_source
from multipole.sources.gate.frames import CODINGS, ITEMS, OBSERVATIONS, QUARANTINE
from multipole.sources.gate.source import Context, Input
from multipole.store import open_store

CONTEXT = Context(load_actors(), date(2026, 1, 1))
TABLES = {"observations": OBSERVATIONS, "codings": CODINGS, "items": ITEMS}
KEY = ("variable", "subject", "object", "item", "period_start", "period_end")
CELLS = (
    "", "NA", "inf", "1,234", "١٢", " 7 ", "1e300", "99999999999", "-5", "99999", "1990.5",
    "0000-01-01", "2019-02-31", "13/45/2019", "260", "713", "ZZZ", "a\x00b", "\x1b[31mred", "{}",
    "2014; ٢٠١٦", "٢٠١٤", "9999-H2",
)  # fmt: skip
MISSING = {"", "NA"}
NAMES = [f"{sample.source}-{n}" for n, sample in enumerate(ALL)]
samples = pytest.mark.parametrize("sample", ALL, ids=NAMES)
headed = pytest.mark.parametrize(
    "sample", [s for s in ALL if not s.headless],
    ids=[n for n, s in zip(NAMES, ALL, strict=True) if not s.headless],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of the first of the files, all batches together."""

    rows: int
    observations: pl.DataFrame
    codings: pl.DataFrame
    items: pl.DataFrame
    quarantine: pl.DataFrame
    aside: int

    @property
    def used(self) -> set[int]:
        return {row for name in TABLES for row in getattr(self, name)["row"]}

    @property
    def told(self) -> int:
        """How many rows of the file are accounted for."""
        return len(self.used | set(self.quarantine["row"])) + self.aside

    def values(self, rows: set[int] | None = None) -> Counter[tuple[object, ...]]:
        """Observations and codings, of some rows only, without the number of the row."""
        found: Counter[tuple[object, ...]] = Counter()
        for frame in (self.observations, self.codings):
            chosen = frame if rows is None else frame.filter(pl.col("row").is_in(list(rows)))
            found.update(chosen.drop("row", "column", strict=False).rows())
        return found


def read(source: str, files: tuple[Input, ...]) -> Reading:
    """All rows as Python values, so that days beyond the calendar fail here."""
    found = find_source(source)
    for file in files:
        found.edition_of(file)
    batches = [batch for batch in found.read(files, CONTEXT) if batch.file == 0]
    frames = {}
    for name, schema in (TABLES | {"quarantine": QUARANTINE}).items():
        parts = [frame for b in batches if (frame := getattr(b, name)) is not None]
        frames[name] = pl.concat([pl.DataFrame(schema=schema), *parts])
        assert frames[name].rows() is not None
    aside = sum(n for batch in batches for n in batch.set_aside.values())
    return Reading(sum(b.rows for b in batches), aside=aside, **frames)


def tried(source: str, files: tuple[Input, ...]) -> Reading | None:
    """What came of the files; None when they were refused as a whole, with a remedy."""
    found, refusal = None, None
    try:
        found = read(source, files)
    except MultipoleError as error:
        refusal = error
    assert refusal is None or (refusal.what and refusal.remedy)
    return found


# The cells


@samples
def test_a_sound_file_is_read_whole_and_twice_the_same(sample: Sample, tmp_path: Path) -> None:
    first, second = (read(sample.source, sample.write(tmp_path / n)) for n in "ab")
    assert first.rows == first.told == len(sample.rows)
    assert not first.quarantine.height
    for name in TABLES:
        assert getattr(first, name).equals(getattr(second, name))


def hostile(sample: Sample, cell: str) -> tuple[Sample, dict[int, int]]:
    """The sample with a row more for each column that is in use: the first one with that cell.

    And which row has it in which column.
    """
    columns = [n for n in range(len(sample.columns)) if any(row[n] for row in sample.rows)]
    added = tuple((*sample.rows[0][:n], cell, *sample.rows[0][n + 1 :]) for n in columns)
    first = sample.first_row + len(sample.rows)
    return replace(sample, rows=sample.rows + added), {first + i: n for i, n in enumerate(columns)}


@samples
def test_a_hostile_cell_is_refused_or_read_as_it_stands(sample: Sample, tmp_path: Path) -> None:
    sound = read(sample.source, sample.write(tmp_path / "sound"))
    good = set(range(sample.first_row, sample.first_row + len(sample.rows)))
    for number, cell in enumerate(CELLS):
        if not sample.quotes and sample.separator in cell:
            continue
        bad, places = hostile(sample, cell)
        found = tried(sample.source, bad.write(tmp_path / str(number)))
        if found is None:
            continue
        assert found.rows == found.told == len(bad.rows), cell
        refused = set(found.quarantine["row"])
        untouched = good - refused - {sample.first_row}
        there = found.values(untouched)
        assert not there - sound.values(), cell
        named = found.quarantine.select("column", "reason", "remedy")
        assert not named.filter((pl.col("reason") == "") | (pl.col("remedy") == "")).height
        assert not named.null_count().sum_horizontal()[0]
        refuses_inventions(sample, found, places, cell)


def refuses_inventions(sample: Sample, found: Reading, places: dict[int, int], cell: str) -> None:
    """A value that stands in a hostile cell is that number, in the source's unit, or missing."""
    for row, column, value in found.observations.select("row", "column", "value").rows():
        if row in places and sample.columns[places[row]] == column:
            if value is None:
                assert cell.strip() in MISSING
            elif value != 1.0:
                assert cell.strip() in ("7", "260", "713", "1990.5", "-5", "99999", "99999999999",
                                        "1e300"), (column, cell, value)  # fmt: skip
                assert value in {float(cell) * unit for unit in (1, 1e3, 1e6)}


@samples
def test_a_row_that_is_there_twice_counts_once(sample: Sample, tmp_path: Path) -> None:
    sound = read(sample.source, sample.write(tmp_path / "sound"))
    found = read(
        sample.source, sample.line(0, sample.rows[0], sample.rows[0]).write(tmp_path / "2")
    )
    assert found.rows == found.told == len(sample.rows) + 1
    if sample.source != "sipri_register":  # has deals that are alike in every cell
        assert not found.observations.select(KEY).is_duplicated().any()
        numbers = {row[KEY.index("item") + 3] for row in sound.observations.rows()}
        assert {row[KEY.index("item") + 3] for row in found.observations.rows()} <= numbers


@samples
def test_rows_of_another_length_are_refused_and_the_others_stay(
    sample: Sample, tmp_path: Path
) -> None:
    sound = read(sample.source, sample.write(tmp_path / "sound"))
    middle = sample.rows[1]
    for n, line in enumerate((middle[:-1], (*middle, "more", "more"))):
        bad = sample.line(0, sample.rows[0], line)
        found = tried(sample.source, bad.write(tmp_path / str(n)))
        if found is not None and found.rows:
            assert found.rows == found.told
            assert not found.values() - sound.values() or not sound.observations.height
            if len(sample.columns) not in (len(line), len(line) + 1, 58):
                assert sample.first_row + 1 in set(found.quarantine["row"])


# The file


def _zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


SAME: dict[str, Callable[[bytes], bytes]] = {
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "no newline at the end": lambda data: data.rstrip(b"\n"),
    "empty lines at the end": lambda data: data + b"\n\n\n",
    "gzip": gzip.compress,
    "zip": lambda data: _zipped(("table.csv", data)),
}
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda data: b"",
    "empty lines": lambda data: b"\n\n\n",
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "cut gzip": lambda data: gzip.compress(data)[:-12],
    "gzip of noise": lambda data: gzip.compress(data)[:14] + b"\xff" * 40,
    "zip of two": lambda data: _zipped(("a.csv", data), ("b.csv", data)),
    "zip of none": lambda data: _zipped(),
    "cut zip": lambda data: _zipped(("a.csv", data))[:-30],
    "zip with a password": lambda data: _locked(_zipped(("a.csv", data))),
    "Parquet of noise": lambda data: b"PAR1" + b"\x00\xff" * 50,
    "a picture": lambda data: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a page": lambda data: b"<!DOCTYPE html><html><body>Not found</body></html>",
    "ten thousand columns": lambda data: ",".join(f"c{n}" for n in range(10_000)).encode(),
}


def _locked(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[6] |= 1
    changed[changed.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


@samples
def test_how_a_file_is_written_changes_nothing(sample: Sample, tmp_path: Path) -> None:
    sound = read(sample.source, sample.write(tmp_path))
    for change, written in SAME.items():
        data = written(sample.text().encode())
        found = read(sample.source, sample.write(tmp_path, data))
        assert found.rows == sound.rows, change
        for name in TABLES:
            assert getattr(found, name).equals(getattr(sound, name)), change


@samples
def test_a_broken_file_is_refused_with_a_remedy(sample: Sample, tmp_path: Path) -> None:
    for damage, broken in BROKEN.items():
        data = broken(sample.text().encode())
        assert tried(sample.source, sample.write(tmp_path, data)) is None, damage


@samples
def test_bytes_that_are_no_text_never_become_a_number(sample: Sample, tmp_path: Path) -> None:
    sound = read(sample.source, sample.write(tmp_path / "sound"))
    text = sample.text().encode()
    cut = len(text) - len(text) // 4
    for n, noise in enumerate((b"\xff", b"\x00", b"\xe9", b"\xc3")):
        found = tried(
            sample.source, sample.write(tmp_path / str(n), text[:cut] + noise + text[cut:])
        )
        if found is not None:
            assert found.rows == found.told
            new = found.values() - sound.values()
            assert not any(isinstance(cell, float) and cell not in _numbers(sound)
                           for row in new for cell in row)  # fmt: skip


def _numbers(reading: Reading) -> set[object]:
    return {cell for row in reading.values() for cell in row if isinstance(cell, float)}


@headed
def test_a_header_with_another_name_is_refused(sample: Sample, tmp_path: Path) -> None:
    for n, name in enumerate(sample.columns):
        if name.strip():
            columns = (*sample.columns[:n], f"un{name}", *sample.columns[n + 1 :])
            assert tried(sample.source, replace(sample, columns=columns).write(tmp_path)) is None, (
                name
            )


@headed
def test_a_column_too_many_is_refused(sample: Sample, tmp_path: Path) -> None:
    rows = tuple((*row, "9") for row in sample.rows)
    for name in ("surprise", "row", "", "value\x00"):
        more = replace(sample, columns=(*sample.columns, name), rows=rows)
        found = tried(sample.source, more.write(tmp_path))
        assert found is None or not found.used, name


@headed
def test_the_order_of_columns_changes_no_observation(sample: Sample, tmp_path: Path) -> None:
    sound = read(sample.source, sample.write(tmp_path / "sound"))
    turned = replace(sample, columns=sample.columns[::-1], rows=tuple(r[::-1] for r in sample.rows))
    found = tried(sample.source, turned.write(tmp_path / "turned"))
    assert found is None or found.values() == sound.values()


_MOVED = ("cow_nmc", "cow_trade", "gsdb", "unga_votes", "long_table")
MOVABLE = [sample for sample in ALL if sample.source in _MOVED]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_order_of_rows_and_columns_changes_no_observation(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = data.draw(st.sampled_from(MOVABLE))
    order = data.draw(st.permutations(range(len(sample.columns))))
    rows = data.draw(st.permutations(sample.rows))
    moved = replace(
        sample, columns=tuple(sample.columns[n] for n in order),
        rows=tuple(tuple(row[n] for n in order) for row in rows),
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("moved")
    sound = read(sample.source, sample.write(folder / "a"))
    assert read(sample.source, moved.write(folder / "b")).values() == sound.values()


@samples
def test_no_other_source_takes_the_file_for_its_own(sample: Sample, tmp_path: Path) -> None:
    file = sample.write(tmp_path)[0]
    for source in SOURCES:
        if source.id != sample.source:
            with pytest.raises(MultipoleError) as refusal:
                source.edition_of(file)
            assert refusal.value.remedy, source.id


def test_an_archive_that_unpacks_to_thousands_of_times_its_size_is_refused(tmp_path: Path) -> None:
    for sample in (s for s in ALL if s.source in ("cow_nmc", "gdelt_v2", "unga_votes")):
        data = gzip.compress(sample.text().encode() + b"0" * (66 << 20), compresslevel=9)
        assert tried(sample.source, sample.write(tmp_path, data)) is None


# Into the store


@samples
def test_with_strict_a_bad_row_leaves_the_store_as_it_was(sample: Sample, tmp_path: Path) -> None:
    bad = sample.line(0, sample.rows[0], sample.rows[1][:-2])
    files = [file.path for file in bad.write(tmp_path / "files")]
    with open_store(tmp_path / "s.duckdb", create=True) as store:
        before = store.counts()
        now = datetime(2026, 1, 1, tzinfo=UTC)
        report = add_source(store, sample.source, files, now=now, strict=True)
        after = store.counts()
    assert report.refusals
    left_out = ("runs", "refusals")
    assert {k: v for k, v in after.items() if k not in left_out} == {
        k: v for k, v in before.items() if k not in left_out
    }


@samples
def test_what_is_read_of_hostile_cells_fits_into_the_store(sample: Sample, tmp_path: Path) -> None:
    bad, _ = hostile(sample, "a\x00\x1b[2J\u202eb")
    files = [file.path for file in bad.write(tmp_path / "files")]
    with open_store(tmp_path / "s.duckdb", create=True) as store:
        report = add_source(store, sample.source, files, now=datetime(2026, 1, 1, tzinfo=UTC))
        refused = store.records.quarantine()
    assert report.refusals or report.rows >= len(bad.rows)
    assert report.quarantined == refused.num_rows
