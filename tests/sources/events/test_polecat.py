"""POLECAT files: PLOVER types, several actors in a cell, headers that do not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.sources.events import polecat
from multipole.sources.gate.source import Batch, Context, Input

HEADER = "\t".join(polecat._COLUMNS)
FIELDS = dict.fromkeys(polecat._COLUMNS, "None") | {
    "Event ID": "20230105-77-abc_CONSULT", "Event Date": "2023-01-04", "Event Type": "CONSULT",
    "Event Mode": "visit", "Intensity": "2.1", "Contexts": "diplomatic;military",
    "Actor Name": "Jane Example", "Actor Country": "FRA", "Primary Actor Sector": "GOV",
    "Recipient Name": "Ministry", "Recipient Country": "China",
    "Primary Recipient Sector": "GOV", "Country": "CHN", "Source": "wire-fr",
}  # fmt: skip


def line(**changes: str) -> str:
    fields = FIELDS | {name.replace("_", " "): text for name, text in changes.items()}
    return "\t".join(fields[name] for name in polecat._COLUMNS)


def given(tmp_path: Path, *lines: str, header: str = HEADER) -> Input:
    path = tmp_path / "events.txt"
    path.write_bytes("".join(f"{one}\n" for one in (header, *lines)).encode())
    return Input(path, sha256(path.read_bytes()), path.stat().st_size)


def read(file: Input) -> Batch:
    assert polecat.edition_of(file).name == "polecat"
    (batch,) = polecat.read((file,), Context(load_actors(), date(2026, 1, 1)))
    return batch


def coded(batch: Batch, *columns: str) -> list[tuple[object, ...]]:
    assert batch.codings is not None
    return batch.codings.select(columns).rows()


def pairs(batch: Batch) -> list[tuple[object, ...]]:
    return coded(batch, "sender", "receiver")


def refused(batch: Batch) -> list[tuple[object, ...]]:
    assert batch.quarantine is not None
    return batch.quarantine.select("row", "column", "datum").rows()


def test_a_row_is_an_event_with_its_mode_domain_and_story(tmp_path: Path) -> None:
    batch = read(given(tmp_path, line()))
    assert batch.codings is not None
    (row,) = batch.codings.to_dicts()
    assert {k: v for k, v in row.items() if v is not None} == {
        "event": "20230105-77-abc_CONSULT", "sender": "FRA", "receiver": "CHN",
        "sender_code": "Jane Example", "receiver_code": "Ministry", "action": "CONSULT",
        "code": "CONSULT/visit", "domain": "diplomatic", "modality": "happened",
        "period_start": date(2023, 1, 4), "period_end": date(2023, 1, 5), "place": "CHN",
        "intensity": 2.1, "outlet": "wire-fr", "story": "20230105-77-abc", "row": 2,
    }  # fmt: skip


def test_several_actors_in_a_cell_are_a_pair_each_of_the_same_row(tmp_path: Path) -> None:
    two = line(
        Actor_Name="A; B", Actor_Country="FRA; DEU", Primary_Actor_Sector="GOV; GOV",
        Recipient_Name="C;D", Recipient_Country="CHN;RUS", Primary_Recipient_Sector="GOV;MIL",
    )  # fmt: skip
    batch = read(given(tmp_path, two))
    assert coded(batch, "sender", "receiver", "sender_code", "row") == [
        ("FRA", "CHN", "A", 2), ("FRA", "RUS", "A", 2), ("DEU", "CHN", "B", 2),
        ("DEU", "RUS", "B", 2),
    ]  # fmt: skip


def test_sources_without_recipient_meet_each_other_when_the_type_is_mutual(tmp_path: Path) -> None:
    sides = {
        "Actor_Name": "A;B", "Actor_Country": "FRA;DEU", "Primary_Actor_Sector": "GOV;GOV",
        "Recipient_Name": "None", "Recipient_Country": "None", "Primary_Recipient_Sector": "None",
    }  # fmt: skip
    rows = (line(**sides), line(**sides, Event_Type="PROTEST"))
    assert coded(read(given(tmp_path, *rows)), "row", "sender", "receiver") == [
        (2, "FRA", "DEU"), (2, "DEU", "FRA"), (3, "FRA", ""), (3, "DEU", ""),
    ]  # fmt: skip


def test_two_who_are_one_actor_are_one_coding(tmp_path: Path) -> None:
    two = line(Actor_Name="A; B", Actor_Country="FRA; France", Primary_Actor_Sector="GOV; GOV")
    batch = read(given(tmp_path, two))
    assert coded(batch, "sender", "receiver", "sender_code") == [("FRA", "CHN", "A; B")]


def test_uneven_cells_give_their_countries(tmp_path: Path) -> None:
    row = line(Actor_Name="A", Actor_Country="FRA;DEU", Primary_Actor_Sector="GOV")
    assert pairs(read(given(tmp_path, row))) == [("FRA", "CHN"), ("DEU", "CHN")]


@pytest.mark.parametrize(
    ("name", "country", "sector", "actor"),
    [
        ("European Union", "IGO", "None", "EU"),
        ("Hamas", "PSE", "REB", "NGO:HAMAS"),
        ("Gunmen", "Mali", "UAF", ""),
        ("Rebels", "SYR", "REB|MIL", ""),
        ("Shopkeepers", "Namibia", "CVL", "NAM"),
        ("Envoy", "FRA|DEU", "GOV", ""),
        ("Legislators", "HKG", "LEG", ""),
        ("Police", "Turkey", "COP", "TUR"),
        ("None", "None", "None", ""),
    ],
)
def test_who_acts(tmp_path: Path, name: str, country: str, sector: str, actor: str) -> None:
    row = line(Actor_Name=name, Actor_Country=country, Primary_Actor_Sector=sector)
    assert pairs(read(given(tmp_path, row))) == [(actor, "CHN")]


def test_contexts_say_what_did_not_happen(tmp_path: Path) -> None:
    contexts = ("future;military", "hypothetical", "negation", "election;cyber", "None")
    batch = read(given(tmp_path, *(line(Contexts=one) for one in contexts)))
    assert coded(batch, "modality", "domain") == [
        ("planned", "military"), ("hypothetical", None), ("denied", None),
        ("happened", "information"), ("happened", None),
    ]  # fmt: skip


def test_unknown_types_countries_and_days_are_refused(tmp_path: Path) -> None:
    rows = (
        line(Event_Type="CRIME"), line(Actor_Country="Atlantis"), line(Event_Date="None"),
        line(Intensity="11"), line() + "\tmore", line(),
    )  # fmt: skip
    batch = read(given(tmp_path, *rows))
    assert sorted(row for row, _, _ in refused(batch)) == [2, 3, 4, 5, 6]
    assert (3, "country", "Atlantis") in refused(batch)
    assert coded(batch, "row") == [(7,)]
    assert batch.rows == 6


def test_a_row_without_a_known_actor_is_counted(tmp_path: Path) -> None:
    nobody = line(Actor_Country="MNC", Recipient_Country="None", Recipient_Name="Acme")
    batch = read(given(tmp_path, nobody, line()))
    assert batch.set_aside == {"no end is a state or organisation": 1}
    assert coded(batch, "row") == [(3,)]


def test_tabs_at_the_end_of_lines_are_no_fault_but_text_there_is(tmp_path: Path) -> None:
    file = given(tmp_path, line() + "\t\t", line() + "\t\tx", line(), header=HEADER + "\t\t")
    batch = read(file)
    assert coded(batch, "row") == [(2,), (4,)]
    assert [row for row, _, _ in refused(batch)] == [3]


def test_a_header_with_columns_that_the_rows_do_not_have(tmp_path: Path) -> None:
    header = HEADER.replace("Event Date", "Headline\tEvent Text\tEvent Date")
    assert pairs(read(given(tmp_path, line(), header=header))) == [("FRA", "CHN")]


def test_an_older_name_of_a_column_is_known_and_an_unknown_one_refused(tmp_path: Path) -> None:
    older = HEADER.replace("Intensity", "Event Intensity")
    assert coded(read(given(tmp_path, line(), header=older)), "intensity") == [(2.1,)]
    with pytest.raises(UnreadableInput, match="'Mood' is not known"):
        polecat.edition_of(given(tmp_path, header=HEADER.replace("Version", "Mood")))
    with pytest.raises(UnreadableInput, match="not the header of POLECAT"):
        polecat.edition_of(given(tmp_path, header="date\tsource\ttarget\tcode"))
