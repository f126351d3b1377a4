from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from multipole.relations import Tie, tie

CLAIMS = pa.schema(
    [
        *((n, pa.string()) for n in ("id", "kind", "action", "modality", "stance", "leaning")),
        ("about", pa.list_(pa.string())),
        *((n, pa.string()) for n in ("gist", "measure", "unit", "quote")),
    ]
)


def _tie(table: Any, events: list[dict[str, Any]], claims: list[dict[str, Any]] = []) -> Tie:  # noqa: B006
    told = pa.table({"event": [e["id"] for e in events], "claim": [f"c-{e['id']}" for e in events]})
    if not events:
        told = told.cast(pa.schema([("event", pa.string()), ("claim", pa.string())]))
    spoken = pa.Table.from_pylist(claims, schema=CLAIMS)
    return tie(a="CHN", b="RUS", events=table(*events), event_claims=told, claims=spoken)


def _status(found: Tie) -> dict[str, str]:
    return {c.name: c.status for c in found.criteria}


def _many(event: Any, action: str, number: int, **other: Any) -> list[dict[str, Any]]:
    return [event("CHN", action, "RUS", start=date(2020, 1, 1 + i), **other) for i in range(number)]


def test_silence_is_unknown_everywhere(table: Any) -> None:
    found = _tie(table, [])
    assert set(_status(found).values()) == {"unknown"}
    assert (found.word, found.share) == ("unknown", 0.0)


def test_a_denial_is_not_met(event: Any, table: Any) -> None:
    found = _tie(table, [event("CHN+RUS", "AGREE", "CHN+RUS", modality="denied")])
    assert _status(found)["agreements"] == "not met"


def test_one_meeting_is_a_normal_tie_and_names_its_claim(event: Any, table: Any) -> None:
    found = _tie(table, [event("CHN+RUS", "CONSULT", "CHN+RUS")])
    assert found.word == "normal"
    talks = next(c for c in found.criteria if c.name == "talks")
    assert talks.claims == ("c-CHN+RUS-CONSULT-CHN+RUS-2021-03-22",)


def test_warm_work_with_joint_patrols_is_an_entente_and_no_alliance(event: Any, table: Any) -> None:
    events = [
        *_many(event, "COOPERATE", 6),
        event("CHN+RUS", "MOBILIZE", "JPN", domain="military"),
        event("CHN+RUS", "AGREE", "CHN+RUS"),
    ]
    found = _tie(table, events)
    assert found.word == "entente"
    assert _status(found)["defence commitment"] == "unknown"


def test_an_alliance_needs_a_defence_commitment(event: Any, table: Any) -> None:
    pact = event("CHN+RUS", "AGREE", "CHN+RUS")
    words = {
        "id": f"c-{pact['id']}", "kind": "event", "action": "AGREE", "modality": "happened",
        "stance": "asserts", "about": [], "quote": "The two signed a mutual defence pact.",
    }  # fmt: skip
    assert _tie(table, [pact], [words]).word == "alliance"
    assert _tie(table, [pact], [words | {"quote": "The two signed a pact."}]).word != "alliance"


def test_repeated_attacks_are_war(event: Any, table: Any) -> None:
    assert _tie(table, _many(event, "ASSAULT", 6)).word == "war"


def test_an_unlikely_attack_is_no_force(event: Any, table: Any) -> None:
    found = _tie(table, _many(event, "ASSAULT", 6, probability=0.3))
    assert _status(found)["force"] == "unknown"


def test_quarrel_beside_talks_is_cool(event: Any, table: Any) -> None:
    found = _tie(table, [*_many(event, "CONSULT", 2), *_many(event, "ACCUSE", 2)])
    assert found.word == "cool"


def test_steady_accusation_is_rivalry(event: Any, table: Any) -> None:
    assert _tie(table, _many(event, "ACCUSE", 8)).word == "rivalry"


def test_those_quoted_are_counted_for_and_against(table: Any) -> None:
    against = {"id": "c1", "kind": "assessment", "leaning": "against", "about": ["CHN", "RUS"],
               "gist": "China would be a junior partner", "quote": "junior partner"}  # fmt: skip
    found = _tie(table, [], [against])
    assert _status(found)["opinion"] == "not met"
    assert _status(found)["dependence"] == "met"


def test_a_share_of_imports_is_dependence_and_a_share_of_dollars_is_not(table: Any) -> None:
    share = {"id": "c1", "kind": "figure", "about": ["CHN", "RUS"], "unit": "percent", "quote": "x"}
    arms = share | {"measure": "China's arms imports from Russia"}
    dollars = share | {"measure": "the dollar in their payments"}
    assert _status(_tie(table, [], [arms]))["dependence"] == "met"
    assert _status(_tie(table, [], [dollars]))["dependence"] == "unknown"
