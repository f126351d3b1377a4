"""Tables of day, source, target and code."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.sources.events import keds
from multipole.sources.gate.source import Batch, Context, Input

LEVANT = (
    Path(__file__).resolve().parents[3] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data/events/keds/levant.cameo.csv"
HEADER = "date,source,target,code\n"
#: A code that only CAMEO has, and one that only WEIS has.
CAMEO_ROW, WEIS_ROW = "1999-05-01,USA,CHN,1823\n", "1999-05-01,USA,CHN,223\n"


def given(tmp_path: Path, text: str) -> Input:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode())
    return Input(path, sha256(path.read_bytes()), path.stat().st_size)


def read(file: Input) -> Batch:
    assert keds.edition_of(file).name == "keds"
    (batch,) = keds.read((file,), Context(load_actors(), date(2026, 1, 1)))
    return batch


def coded(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    assert batch.codings is not None
    return batch.codings.select(columns).rows()


def refused(batch: Batch) -> list[tuple[object, ...]]:
    assert batch.quarantine is not None
    return batch.quarantine.select("row", "column", "datum").rows()


def test_actors_are_read_from_codes_and_the_codes_are_kept(tmp_path: Path) -> None:
    rows = "1999-05-02,ISRMIL,PALPLO,190\n1999-05-02,IGOUNO,LBNREB,042\n" + CAMEO_ROW
    batch = read(given(tmp_path, HEADER + rows))
    columns = ("sender", "receiver", "sender_code", "receiver_code", "action", "code", "row")
    assert coded(batch, *columns) == [
        ("ISR", "PSE", "ISRMIL", "PALPLO", "ASSAULT", "190", 2),
        ("UN", "", "IGOUNO", "LBNREB", "CONSULT", "042", 3),
        ("USA", "CHN", "USA", "CHN", "ASSAULT", "1823", 4),
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1979-04-15", date(1979, 4, 15)), ("19790415", date(1979, 4, 15)),
        ("790415", date(1979, 4, 15)), ("660101", date(1966, 1, 1)),
        ("040229", date(2004, 2, 29)), ("991231", date(1999, 12, 31)),
    ],
)  # fmt: skip
def test_days_in_three_ways_and_years_of_two_figures(
    tmp_path: Path, written: str, day: date
) -> None:
    batch = read(given(tmp_path, f"{written}\tUSA\tCHN\t1823\n"))
    ((start, end),) = coded(batch, "period_start", "period_end")
    assert start == day
    assert (end - day).days == 1  # type: ignore[operator]


def test_a_table_without_header_keeps_its_first_row(tmp_path: Path) -> None:
    text = "790415\tUSA\tSAU\t042\tENDORSE\r\n790415\tSAU\tUSA\t223\tMIL ENGAGEMENT\r\n"
    batch = read(given(tmp_path, text))
    assert coded(batch, "sender", "receiver", "code", "action", "row") == [
        ("USA", "SAU", "042", "SUPPORT", 1),
        ("SAU", "USA", "223", "ASSAULT", 2),
    ]


def test_weis_is_told_from_cameo_by_its_codes(tmp_path: Path) -> None:
    same = "1999-05-01,USA,CHN,042\n"
    assert coded(read(given(tmp_path, HEADER + same + CAMEO_ROW)), "action")[0] == ("CONSULT",)
    assert coded(read(given(tmp_path, HEADER + same + WEIS_ROW)), "action")[0] == ("SUPPORT",)


@pytest.mark.parametrize("rows", ["1999-05-01,USA,CHN,042\n", CAMEO_ROW + WEIS_ROW])
def test_codes_that_may_be_either_are_refused_with_a_remedy(tmp_path: Path, rows: str) -> None:
    with pytest.raises(UnreadableInput, match=r"CAMEO or WEIS.*Call the column"):
        read(given(tmp_path, HEADER + rows))


def test_the_header_may_say_which_codes_they_are(tmp_path: Path) -> None:
    text = "Date;Source;Target;WEIS.code;Goldstein\n1999-05-01;USA;CHN;042;3.2\n"
    assert coded(read(given(tmp_path, text)), "action", "intensity") == [("SUPPORT", 3.2)]


def test_a_row_without_an_event_is_counted(tmp_path: Path) -> None:
    rows = "1999-05-01,USA,CHN,---\n1999-05-01,USA,CHN,999\n1999-05-01,USA,CHN,010\n"
    batch = read(given(tmp_path, HEADER + rows + CAMEO_ROW))
    assert batch.set_aside == {
        keds.NO_EVENT: 2,
        "the code has no PLOVER type (a statement, an appeal or too wide)": 1,
    }
    assert len(coded(batch, "row")) == 1


def test_an_actor_that_was_not_told_is_no_fault(tmp_path: Path) -> None:
    batch = read(given(tmp_path, HEADER + "1999-05-01,---,CHN,1823\n"))
    assert coded(batch, "sender", "sender_code", "receiver") == [("", "", "CHN")]
    assert refused(batch) == []


def test_rows_told_twice_on_a_day_stay_two(tmp_path: Path) -> None:
    assert coded(read(given(tmp_path, HEADER + CAMEO_ROW * 3)), "row") == [(2,), (3,), (4,)]


def test_bad_cells_are_refused_one_by_one(tmp_path: Path) -> None:
    rows = "1999-02-30,USA,CHN,042\n1999-05-01,QQQ,CHN,042\n1999-05-01,USA,CHN,42\na,b\n"
    batch = read(given(tmp_path, HEADER + rows + CAMEO_ROW))
    assert sorted(refused(batch)) == [
        (2, "date", "1999-02-30"), (3, "source", "QQQ"), (4, "code", "42"), (5, "", "a,b"),
    ]  # fmt: skip
    assert batch.rows == 5
    assert len(coded(batch, "row")) == 1


def test_a_quoted_table_is_read_alike(tmp_path: Path) -> None:
    text = '"date","source","target","code","text"\n"19990501","USA","CHN","1823","Kill, by"\n'
    assert coded(read(given(tmp_path, text)), "sender", "code") == [("USA", "1823")]


@pytest.mark.parametrize(
    "text", ["date,source,target\n", "date,source,target,code,mood\n", "a\n", "1999-05-01,USA\n"]
)
def test_another_table_is_not_taken_for_events(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableInput, match="not a table of date, source, target and code"):
        keds.edition_of(given(tmp_path, text))


@pytest.mark.skipif(not LEVANT.is_file(), reason=f"no {LEVANT}")
def test_every_row_of_the_levant_is_accounted_for() -> None:
    batch = read(Input(LEVANT, sha256(LEVANT.read_bytes()), LEVANT.stat().st_size))
    odd = refused(batch)
    assert batch.rows == 145709
    assert batch.rows == len(coded(batch, "row")) + len(odd) + sum(batch.set_aside.values())
    assert len(odd) < 80
    assert {datum for _, column, datum in odd if column == "code"} == {"0330"}
