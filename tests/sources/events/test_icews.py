"""ICEWS event data: who acts, by country and by name."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.sources.events import icews
from multipole.sources.events.icews_names import Names
from multipole.sources.gate.source import Batch, Context, Input

HEADER = "\t".join(icews._COLUMNS)
SHARED = (
    Path(__file__).resolve().parents[3] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data/events/icews"
FIELDS = {
    "id": "7", "day": "2018-06-01", "source": "Japan", "source_sectors": "NA",
    "source_country": "Japan", "text": "Consult", "code": "040", "intensity": "1",
    "target": "Ministry (Ghana)", "target_sectors": "Government", "target_country": "Ghana",
    "story": "900", "sentence": "3", "publisher": "The Daily Test", "city": "NA",
    "district": "NA", "province": "NA", "country": "Ghana", "latitude": "5.5", "longitude": "-0.2",
}  # fmt: skip


def line(**changes: str) -> str:
    return "\t".join((FIELDS | changes).values())


def given(tmp_path: Path, *lines: str, header: str = HEADER, end: str = "\n") -> Input:
    path = tmp_path / "events.tab"
    path.write_bytes("".join(f"{one}{end}" for one in (header, *lines)).encode())
    return Input(path, sha256(path.read_bytes()), path.stat().st_size)


def read(file: Input) -> Batch:
    assert icews.edition_of(file).name == "icews"
    (batch,) = icews.read((file,), Context(load_actors(), date(2023, 5, 1)))
    return batch


def coded(batch: Batch) -> list[dict[str, object]]:
    assert batch.codings is not None
    return batch.codings.to_dicts()


def refused(batch: Batch) -> list[tuple[int, str, str]]:
    assert batch.quarantine is not None
    return batch.quarantine.select("row", "column", "datum").rows()


def test_a_row_is_an_event_that_names_its_story_and_line(tmp_path: Path) -> None:
    (row,) = coded(read(given(tmp_path, line())))
    assert {k: v for k, v in row.items() if v is not None} == {
        "event": "7", "sender": "JPN", "receiver": "GHA", "sender_code": "Japan",
        "receiver_code": "Ministry (Ghana)", "action": "CONSULT", "code": "040",
        "modality": "happened", "period_start": date(2018, 6, 1), "period_end": date(2018, 6, 2),
        "place": "GHA", "intensity": 1.0, "outlet": "The Daily Test", "story": "900:3", "row": 2,
    }  # fmt: skip


def test_a_code_without_its_zero_is_refused_and_not_taken_for_another(tmp_path: Path) -> None:
    batch = read(given(tmp_path, line(code="40"), line(code="")))
    assert coded(batch) == []
    assert refused(batch) == [(2, "CAMEO Code", "40"), (3, "CAMEO Code", "")]


def test_na_is_missing_and_namibia_is_namibia(tmp_path: Path) -> None:
    rows = (
        line(source="Namibia", source_country="Namibia", country="NA", intensity="NA"),
        line(source="NA", source_country="NA", publisher="NA"),
    )
    first, second = coded(read(given(tmp_path, *rows)))
    assert (first["sender"], first["place"], first["intensity"]) == ("NAM", "", None)
    assert (second["sender"], second["sender_code"], second["outlet"]) == ("", "", "")


@pytest.mark.parametrize(
    ("name", "sectors", "actor"),
    [
        ("Red Shirts", "Dissident,Rebel", ""),
        ("Armed Gang (Ghana)", "Unidentified Forces", ""),
        ("Insurgent (Ghana)", "NA", ""),
        ("Kofi Example", "Elite,Dissident,Protestors / Popular Opposition / Mobs", "GHA"),
        ("Example Party", "Parties,Separatists", "GHA"),
        ("Police (Ghana)", "Government,Police", "GHA"),
    ],
)
def test_rebels_and_criminals_are_not_their_state(
    tmp_path: Path, name: str, sectors: str, actor: str
) -> None:
    (row,) = coded(read(given(tmp_path, line(target=name, target_sectors=sectors))))
    assert row["receiver"] == actor
    assert row["receiver_code"] == name


@pytest.mark.parametrize(
    ("name", "country", "actor"),
    [
        ("European Union", "NA", "EU"),
        ("Ministry (European Union)", "NA", "EU"),
        ("High Commission for Refugees", "NA", "UNHCR"),
        ("Citizen (Palestinian Territory, Occupied)", "Occupied Palestinian Territory", "PSE"),
        ("Hamas", "Occupied Palestinian Territory", "NGO:HAMAS"),
        ("Militant (Taliban)", "Afghanistan", "NGO:TALIBAN"),
        ("Congo", "Congo", "COG"),
        ("Congo", "Democratic Republic of Congo", "COD"),
        ("Holy See (Vatican City State)", "Holy See (Vatican City State)", "VAT"),
        ("National Liberation Army", "Uganda", "UGA"),
        ("Protester (Google)", "NA", ""),
        ("Unidentified State Actor", "NA", ""),
        ("Legislature (Hong Kong)", "Hong Kong", ""),
        ("António Guterres", "NA", "UN"),
    ],
)
def test_who_acts(tmp_path: Path, name: str, country: str, actor: str) -> None:
    (row,) = coded(read(given(tmp_path, line(source=name, source_country=country))))
    assert row["sender"] == actor
    assert row["sender_code"] == name


def test_a_person_counts_for_the_office_held_on_the_day(tmp_path: Path) -> None:
    tusk = [
        line(day=day, source="Donald Tusk", source_country="NA")
        for day in ("2014-03-01", "2018-06-01", "2021-06-01")
    ]
    assert [row["sender"] for row in coded(read(given(tmp_path, *tusk)))] == ["POL", "EU", ""]


def test_a_state_is_the_one_of_the_day(tmp_path: Path) -> None:
    serbia = [line(day=day, source_country="Serbia") for day in ("1999-04-01", "2018-06-01")]
    assert [row["sender"] for row in coded(read(given(tmp_path, *serbia)))] == ["YUG", "SRB"]


def test_a_file_in_latin_1_is_read_and_bad_bytes_in_utf_8_are_refused(tmp_path: Path) -> None:
    file = given(tmp_path, line(publisher="Diário"))
    text = file.path.read_bytes()
    file.path.write_bytes(text.decode().encode("latin-1"))
    assert coded(read(file))[0]["outlet"] == "Diário"
    file.path.write_bytes(text + line(publisher="x").encode() + b"\xff\n")
    batch = read(file)
    assert [row["outlet"] for row in coded(batch)] == ["Diário"]
    assert [row for row, _, _ in refused(batch)] == [3]


def test_an_unknown_country_is_refused(tmp_path: Path) -> None:
    batch = read(given(tmp_path, line(target_country="Atlantis"), line()))
    assert refused(batch) == [(2, "Target Country", "Atlantis")]
    assert len(coded(batch)) == 1


def test_what_says_nothing_about_actors_is_counted(tmp_path: Path) -> None:
    nobody = line(source="Acme", source_country="NA", target="Zeta", target_country="NA")
    batch = read(given(tmp_path, nobody, line(code="010"), line()))
    assert batch.rows == 3
    assert batch.set_aside == {
        "no end is a state or organisation": 1,
        "the code has no PLOVER type (a statement, an appeal or too wide)": 1,
    }
    assert refused(batch) == []


def test_one_event_told_by_two_stories_stays_two_rows(tmp_path: Path) -> None:
    assert len(coded(read(given(tmp_path, line(), line(story="901"))))) == 2


def test_bad_days_weights_and_lengths_are_refused(tmp_path: Path) -> None:
    lines = (line(day="2018-06-31"), line(intensity="12"), line() + "\textra", line())
    batch = read(given(tmp_path, *lines))
    assert batch.rows == 4
    assert sorted(row for row, _, _ in refused(batch)) == [2, 3, 4]


def test_quoted_cells_and_windows_line_ends_are_read_alike(tmp_path: Path) -> None:
    quoted = "\t".join(f'"{cell}"' for cell in (FIELDS | {"publisher": 'A ""B"" C'}).values())
    header = "\t".join(f'"{name}"' for name in icews._COLUMNS)
    (row,) = coded(read(given(tmp_path, quoted, header=header, end="\r\n")))
    assert (row["sender"], row["outlet"], row["story"]) == ("JPN", 'A "B" C', "900:3")


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    first, second = coded(read(given(tmp_path, line(publisher='The "Test'), line())))
    assert (first["outlet"], second["outlet"]) == ('The "Test', "The Daily Test")


def test_another_table_is_not_taken_for_icews(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="not the header of ICEWS"):
        icews.edition_of(given(tmp_path, header="date\tsource\ttarget\tcode"))


def test_of_several_brackets_the_last_says_whose() -> None:
    names = Names(load_actors())
    assert names.owner("Criminal (Gang of Ten) (Peru)") == "PER"
    assert names.owner("Police (Nowhere)") == names.owner("NA") == ""
    assert names.owner("Insurgent (Syria)") == ""
    assert names.owner("Terrorist (Boko Haram)") == "NGO:BOKOHARAM"


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no ICEWS sample in {SHARED}")
def test_every_row_of_the_sample_is_accounted_for() -> None:
    path = SHARED / "events.2018.sample.tab"
    batch = read(Input(path, sha256(path.read_bytes()), path.stat().st_size))
    assert batch.codings is not None
    assert refused(batch) == []
    assert batch.rows == 3705 == batch.codings.height + sum(batch.set_aside.values())
    assert batch.codings.select(pl.col("row").n_unique()).item() == batch.codings.height
    ends = Counter(batch.codings["sender"].to_list())
    assert ends["PSE"] > 10
    assert ends["EU"] > 20
