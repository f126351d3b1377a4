"""PLOVER as JSON: drafts, several actors and types, examples that are no events."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.core.ids import sha256
from multipole.sources.events import plover_json
from multipole.sources.events.plover_words import action_of
from multipole.sources.gate.source import Batch, Context, Input

GSR = (
    Path(__file__).resolve().parents[3] / os.environ.get("MULTIPOLE_SHARED", "../shared")
).resolve() / "data/gold/PLOVER_GSR_half.json"
RECORD: dict[str, object] = {
    "id": "T-1", "date": "2019-03-04", "event": "CONSULT", "mode": "visit",
    "context": "diplomatic, military", "publication": "Test Wire", "text": "kept out of the store",
    "source": [{"actorText": "envoy", "code": "RUS", "sector": "GOV"}],
    "target": [{"actorText": "ministry", "code": "CHN", "sector": "GOV"}],
}  # fmt: skip


def record(**changes: object) -> dict[str, object]:
    return RECORD | changes


def given(tmp_path: Path, *records: object, lines: bool = False) -> Input:
    text = "\n".join(json.dumps(r) for r in records) if lines else json.dumps(records, indent=1)
    return written(tmp_path, text)


def written(tmp_path: Path, text: str) -> Input:
    path = tmp_path / "events.json"
    path.write_bytes(text.encode())
    return Input(path, sha256(path.read_bytes()), path.stat().st_size)


def read(file: Input) -> list[Batch]:
    assert plover_json.edition_of(file).name == "plover_json"
    return list(plover_json.read((file,), Context(load_actors(), date(2026, 1, 1))))


def coded(file: Input, *columns: str) -> list[tuple[object, ...]]:
    found = [batch.codings for batch in read(file)]
    return [row for frame in found if frame is not None for row in frame.select(columns).rows()]


def refused(file: Input) -> list[tuple[object, ...]]:
    found = [batch.quarantine for batch in read(file)]
    columns = ("row", "column", "datum")
    return [row for frame in found if frame is not None for row in frame.select(columns).rows()]


def test_a_record_is_an_event_without_its_text(tmp_path: Path) -> None:
    (batch,) = read(given(tmp_path, record(), lines=True))
    assert batch.codings is not None
    (row,) = batch.codings.to_dicts()
    assert {k: v for k, v in row.items() if v not in (None, "")} == {
        "event": "T-1", "sender": "RUS", "receiver": "CHN", "sender_code": "envoy",
        "receiver_code": "ministry", "action": "CONSULT", "code": "CONSULT/visit",
        "domain": "diplomatic", "modality": "happened", "period_start": date(2019, 3, 4),
        "period_end": date(2019, 3, 5), "outlet": "Test Wire", "row": 1,
    }  # fmt: skip


def test_rows_are_the_lines_where_records_begin(tmp_path: Path) -> None:
    text = f"[\n {json.dumps(record())},\n\n {json.dumps(record(id='T-2'), indent=1)}\n]\n"
    assert coded(written(tmp_path, text), "event", "row") == [("T-1", 2), ("T-2", 4)]
    lines = given(tmp_path, record(), record(id="T-2"), lines=True)
    assert coded(lines, "event", "row") == [("T-1", 1), ("T-2", 2)]


@pytest.mark.parametrize(
    ("kind", "mode", "action"),
    [
        ("DEMAND", "", "REQUEST"), ("disapprove", "", "ACCUSE"), ("FIGHT", "firearms", "ASSAULT"),
        ("INVESTIGATE", "", "ACCUSE"), ("MOBILIZE", "troops", "MOBILIZE"),
        ("YIELD", "release", "RETREAT"), ("YIELD", "", None), ("YIELD", "promise", None),
        ("CRIME", "", None), ("", "", None),
    ],
)  # fmt: skip
def test_types_of_earlier_drafts(kind: str, mode: str, action: str | None) -> None:
    assert action_of(kind, mode) == action


def test_a_type_that_cannot_be_told_is_refused(tmp_path: Path) -> None:
    file = given(tmp_path, record(event="YIELD", mode=""), record(event="DEMAND"), lines=True)
    assert refused(file) == [(1, "kind", "YIELD")]
    assert coded(file, "action", "code") == [("REQUEST", "DEMAND/visit")]


def test_fields_have_other_names_in_the_manual(tmp_path: Path) -> None:
    manual = {
        "id": "M", "date": "2019-03-04", "enddate": "2019-03-06", "event": ["AID"],
        "source": [{"code": "USA"}], "recipient": [{"country_code": "FRA"}],
        "mode": [], "context": ["future"], "event_scale": 7.4, "event_loc": {"cc3": "FRA"},
        "cite_info": {"publication": "P"}, "has_event": True,
    }  # fmt: skip
    columns = ("sender", "receiver", "period_end", "modality", "intensity", "place", "outlet")
    assert coded(given(tmp_path, manual), *columns) == [
        ("USA", "FRA", date(2019, 3, 7), "planned", 7.4, "FRA", "P")
    ]


def test_two_sources_of_a_mutual_type_are_each_the_others_receiver(tmp_path: Path) -> None:
    two = [{"actorText": "A", "code": "RUS"}, {"actorText": "B", "code": "CHN"}]
    for target in ("", None, []):
        file = given(tmp_path, record(source=two, target=target))
        assert coded(file, "sender", "receiver") == [("RUS", "CHN"), ("CHN", "RUS")]


def test_several_types_are_an_event_each_of_one_row(tmp_path: Path) -> None:
    types = ["DISAPPROVE", "THREATEN", "INVESTIGATE"]
    file = given(tmp_path, record(event=types), record(id="T-2"), lines=True)
    assert sorted(coded(file, "row", "action")) == [
        (1, "ACCUSE"), (1, "THREATEN"), (2, "CONSULT"),
    ]  # fmt: skip
    assert sum(batch.rows for batch in read(file)) == 2


def test_organisations_are_found_by_name_and_rebels_are_not_their_state(tmp_path: Path) -> None:
    ends = [{"actorText": "European Union", "code": "IGO"}]
    rebels = [{"actorText": "rebels", "code": "SYR", "sector": "REB"}]
    file = given(tmp_path, record(source=ends, target=rebels))
    assert coded(file, "sender", "receiver") == [("EU", "")]


def test_a_state_is_the_one_of_the_day(tmp_path: Path) -> None:
    old = record(date="1999-04-01", target=[{"code": "SRB"}])
    assert coded(given(tmp_path, old), "receiver") == [("YUG",)]


def test_unknown_codes_and_days_are_refused(tmp_path: Path) -> None:
    file = given(
        tmp_path, record(source=[{"actorText": "x", "code": "ITL"}]), record(date="1999-13-01"),
        record(target="military"), record(enddate="2019-03-01"), record(), lines=True,
    )  # fmt: skip
    assert sorted(row for row, _, _ in refused(file)) == [1, 2, 3, 4]
    assert coded(file, "row") == [(5,)]


def test_examples_and_records_without_event_are_counted(tmp_path: Path) -> None:
    file = given(
        tmp_path, record(id="PLOVER-GSR01-AGREE-0009", date="2000-01-01"),
        record(has_event=False), record(), lines=True,
    )  # fmt: skip
    (batch,) = read(file)
    assert batch.set_aside == {plover_json.EXAMPLE: 1, plover_json.NO_EVENT: 1}
    assert coded(file, "row") == [(3,)]


def test_unknown_fields_and_broken_json_refuse_the_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"field 'negated' is not known .*row 2"):
        read(given(tmp_path, record(), record(negated=True), lines=True))
    with pytest.raises(UnreadableInput, match=r"not JSON .*row 1"):
        read(written(tmp_path, json.dumps(record())[:-1]))
    for text in ("[1, 2]", '{"type": "FeatureCollection", "date": "2019"}', "date,source\n"):
        with pytest.raises(UnreadableInput, match="not JSON of PLOVER"):
            plover_json.edition_of(written(tmp_path, text))


@pytest.mark.skipif(not GSR.is_file(), reason=f"no {GSR}")
def test_the_gold_standard_is_counted_and_reads_as_events_but_for_its_name(tmp_path: Path) -> None:
    (batch,) = read(Input(GSR, sha256(GSR.read_bytes()), GSR.stat().st_size))
    assert batch.rows == 161
    assert batch.set_aside == {plover_json.EXAMPLE: 161}
    renamed = written(tmp_path, GSR.read_text(encoding="utf-8").replace("PLOVER-GSR", "X"))
    assert {datum for _, _, datum in refused(renamed)} == {"ITL", "JAP", "VTN", "diplomatic"}
    assert len({row for (row,) in coded(renamed, "row")}) == 155
