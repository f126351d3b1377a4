"""End to end scores on gold standard records, on small tables of our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from multipole.actors import load_actors
from multipole.answers.score import Tally
from multipole.answers.score_gsr import OUT, GsrRecord, read_gsr, score_gsr
from multipole.core.errors import UnreadableInput
from multipole.core.types import Claim, Span


def actor(code: str, text: str = "", sector: str = "") -> dict[str, str]:
    return {"actorText": text, "code": code, "sector": sector}


def row(source: Any, target: Any, event: str = "AID", text: str = "words") -> dict[str, Any]:
    return {"text": text, "source": source, "target": target, "event": event}


def read(tmp_path: Path, *rows: Any) -> tuple[GsrRecord, ...]:
    path = tmp_path / "records.json"
    path.write_text(json.dumps(rows), "utf-8")
    return read_gsr(path, actors=load_actors())[0]


def act(sender: str, receiver: str, action: str) -> Claim:
    return Claim(
        kind="event",
        spans=(Span.locate("d", "words", "words"),),
        known_on=date(2020, 5, 7),
        coded_by="hand",
        confidence=0.5,
        sender=tuple(sorted(sender.split("+"))),
        receiver=tuple(sorted(receiver.split("+"))) if receiver else (),
        action=action,  # type: ignore[arg-type]
    )


def record(sender: str, receiver: str, action: str) -> GsrRecord:
    ends = (frozenset(end.split("+")) for end in (sender, receiver))
    return GsrRecord("words", action, *ends)


def test_what_acts_for_a_state_is_the_state_and_types_have_todays_names(tmp_path: Path) -> None:
    army = row([actor("FRA", "French army", "MIL")], [actor("DEU", "Berlin", "GOV")], "FIGHT")
    (found,) = read(tmp_path, army)
    assert found == GsrRecord("words", "ASSAULT", frozenset({"FRA"}), frozenset({"DEU"}))
    kinds = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
    for old, new in kinds.items():
        assert read(tmp_path, {**army, "event": old})[0].action == new


def test_wrong_codes_are_read_as_what_is_meant(tmp_path: Path) -> None:
    (found,) = read(tmp_path, row([actor("JAP", "Japan")], [actor("ITL", "Italy")]))
    assert (set(found.sender), set(found.receiver)) == ({"JPN"}, {"ITA"})


def test_an_organisation_is_known_by_its_name(tmp_path: Path) -> None:
    named = ["U.N. envoy", "Council of Lost Shoes", "Red Cross", "Norwegian police"]
    found = read(tmp_path, *(row([actor("IGO", n)], [actor("SWE")]) for n in named))
    assert [set(r.sender) for r in found] == [{"UN"}, {"Council of Lost Shoes"}, set(), set()]
    assert [r.out for r in found] == ["", "", OUT[1], OUT[1]]


def test_records_not_between_states_are_left_out_with_the_reason(tmp_path: Path) -> None:
    fra, deu = [actor("FRA")], [actor("DEU")]
    rows = [
        (row(fra, "-"), OUT[0]),
        (row(None, deu), OUT[0]),
        (row(fra, [actor("DEU", "miners", "LAB")]), OUT[1]),
        (row([actor("NGO", "a club")], deu), OUT[1]),
        (row(fra, [actor("FRA", "Paris", "GOV")]), OUT[2]),
        (row(fra, [actor("DEU", "miners", "LAB"), actor("DEU", "army", "MIL")]), ""),
        (row(fra + deu, ""), ""),
    ]
    found = read(tmp_path, *(r for r, _ in rows))
    assert [r.out for r in found] == [reason for _, reason in rows]
    assert found[-1].sender == found[-1].receiver == {"FRA", "DEU"}
    scored = score_gsr(found, [[]] * 7, coder="x", digest="d")
    assert (scored.records, scored.asked) == (7, 2)
    assert scored.out == {OUT[0]: 2, OUT[1]: 2, OUT[2]: 1}


def test_a_record_is_right_when_one_of_several_acts_is() -> None:
    records = [record("FRA", "DEU", "AID"), record("FRA", "ITA", "ACCUSE")]
    claims = [
        [act("FRA", "DEU", "AID"), act("FRA", "DEU", "AID"), act("DEU", "FRA", "CONSULT")],
        [act("FRA", "ITA", "REJECT"), act("ITA", "FRA", "ACCUSE")],
    ]
    found = score_gsr(records, claims, coder="x", digest="d")
    assert found.right == {
        "sender": 2, "receiver": 2, "type": 2, "quad": 2, "ends": 2, "ends_and_quad": 2, "all": 1,
    }  # fmt: skip
    assert found.overall == {"gsr_type": Tally(1, 4, 2), "gsr_quad": Tally(2, 4, 2)}
    assert found.types["ACCUSE"] == Tally(0, 1, 1)
    assert found.types["CONSULT"] == Tally(0, 1, 0)
    assert found.numbers["all_right"] == 0.5
    assert found.numbers["gsr_type_precision"] == 0.25
    assert found.to_json()["right"]["all"]["share"] == 0.5


def test_an_act_that_passes_both_ways_agrees_with_either_direction() -> None:
    both = act("DEU+FRA", "DEU+FRA", "CONSULT")
    one_way = act("FRA", "DEU", "CONSULT")

    def right(wanted: GsrRecord, coded: Claim) -> int:
        return score_gsr([wanted], [[coded]], coder="x", digest="d").right["all"]

    assert right(record("FRA", "DEU", "CONSULT"), both)
    assert right(record("DEU+FRA", "DEU+FRA", "CONSULT"), one_way)
    assert not right(record("DEU", "FRA", "CONSULT"), one_way)
    assert not right(record("FRA", "DEU", "ACCUSE"), act("DEU+FRA", "DEU+FRA", "ACCUSE"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "cannot read"),
        ("[]", "no list"),
        ('[{"text": " ", "event": "AID"}]', "no record with a text.*record 1"),
        ('[{"text": "x", "event": "MEET"}]', "'MEET' is no PLOVER type"),
        ('[{"text": "x", "event": "AID", "source": ["FRA"]}]', "an actor without a code"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "records.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput, match=why):
        read_gsr(path, actors=load_actors())
