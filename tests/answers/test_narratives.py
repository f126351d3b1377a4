"""How outlets and governments tell the same: shares, coverage, versions, each with its claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.answers.retelling import act, keep, report, statement

from multipole import answers
from multipole.answers import Answer
from multipole.core.errors import NothingFound, UnknownCode, WrongUse
from multipole.store import Store, open_store

DAY = date(2021, 3, 22)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three outlets on one sanction; a fourth that was read then and is silent."""
    with open_store(tmp_path_factory.mktemp("told") / "told.duckdb", create=True) as opened:
        _fill(opened)
        yield opened


def _fill(store: Store) -> None:
    post = report(
        store, "Post", date(2021, 3, 23), "China sanctioned American officials. Bad talks."
    )
    words = "Officials were barred, Wang Yi said. The United States accused China."
    gazette = report(store, "Gazette", date(2021, 3, 27), words)
    third = report(
        store, "Bulletin", date(2021, 3, 24), "Beijing imposed sanctions on <b>officials</b>."
    )
    report(store, "Ledger", date(2021, 3, 30), "Rain in Delhi.")
    report(store, "Herald", date(2021, 9, 30), "Snow in Oslo.")
    same = [
        act(post, "China sanctioned American officials.", DAY, domain="economic"),
        act(gazette, "Officials were barred, Wang Yi said.", None, receiver=(), speaker="Wang Yi",
            speaker_actor="CHN"),
        act(third, "Beijing imposed sanctions on <b>officials</b>.", DAY),
    ]  # fmt: skip
    lone = [act(gazette, "The United States accused China.", DAY, sender=("USA",),
                receiver=("CHN",), action="ACCUSE")]  # fmt: skip
    opinion = act(post, "Bad talks.", None, kind="assessment", sender=(), receiver=(), action=None,
                  speaker="an official", speaker_actor="USA", about=("CHN", "USA"),
                  leaning="against", gist="bad talks")  # fmt: skip
    keep(store, same, lone, others=[opinion])


def of(answer: Answer, figure: str, about: str = "", side: str = "") -> dict[str, Any]:
    return next(
        row for row in answer.table.to_pylist()
        if row["figure"] == figure and row["about"] == about and side in ("", row["side"])
    )  # fmt: skip


def test_shares_count_events_and_name_their_claims(store: Store) -> None:
    found = answers.narratives(store)
    acts = of(found, "acts", "CHN", "Gazette")
    assert (acts["count"], acts["cases"], acts["value"]) == (1, 2, 0.5)
    assert acts["low"] < 0.5 < acts["high"]
    assert acts["text"].startswith("1 of 2, 50% (")
    quotes = {row["claim"]: row["quote"] for row in found.evidence.to_pylist()}
    assert [quotes[c] for c in acts["claims"]] == ["Officials were barred, Wang Yi said."]


def test_blame_is_by_who_acts_against_whom_and_who_is_accused(store: Store) -> None:
    found = answers.narratives(store)
    assert of(found, "acts against others", "USA", "Gazette")["count"] == 1
    assert of(found, "is accused", "CHN", "Gazette")["cases"] == 1
    assert of(found, "is accused", "CHN", "Post")["text"] == "no case"
    assert of(found, "is acted against", "USA", "Post")["count"] == 1


def test_voices_leanings_and_manner(store: Store) -> None:
    found = answers.narratives(store)
    assert of(found, "is heard", "CHN", "Gazette")["count"] == 1
    assert of(found, "leans", "against", "Post")["count"] == 1
    assert of(found, "told as", "said", "Gazette")["count"] == 1
    assert of(found, "told as", "fact", "Bulletin")["count"] == 1


def test_coverage_says_of_how_many_and_how_late(store: Store) -> None:
    found = answers.narratives(store)
    assert of(found, "covers", side="Ledger")["text"].startswith("0 of 2, 0%")
    assert of(found, "covers", side="Post")["count"] == 1
    herald = of(found, "covers", side="Herald")
    assert (herald["cases"], herald["value"]) == (0, None)
    assert "no report of it was read" in herald["text"]
    assert of(found, "delay", side="Gazette")["value"] == 4


def test_the_answer_comes_first_with_what_it_was_chosen_from(store: Store) -> None:
    few = answers.narratives(store).notes[0]
    assert few.startswith("No two sides have 5 cases or more")


def test_a_theme_keeps_its_claims_only(store: Store) -> None:
    found = answers.narratives(store, ["CHN"], domain="economic")
    assert sum(row["cases"] for row in found.table.to_pylist() if row["figure"] == "was read") == 1
    words = answers.narratives(store, words="official* | nobody")
    assert of(words, "acts", "CHN", "Gazette")["cases"] == 1
    with pytest.raises(NothingFound) as nothing:
        answers.narratives(store, words="pipeline")
    assert nothing.value.remedy


def test_the_same_event_side_by_side(store: Store) -> None:
    found = answers.retold(store)
    rows = {row["side"]: row for row in found.table.to_pylist()}
    assert {side: row["status"] for side, row in rows.items()} == {
        "Post": "told", "Gazette": "told", "Bulletin": "told", "Ledger": "left out",
        "Herald": "not read",
    }  # fmt: skip
    assert (rows["Post"]["act_words"], rows["Gazette"]["act_words"]) == (["sanctioned"], ["barred"])
    assert rows["Gazette"]["missing"] == ["receiver", "day"]
    assert rows["Post"]["missing"] == ["voice"]
    assert (rows["Post"]["after_event_days"], rows["Gazette"]["after_first_days"]) == (1, 4)
    assert rows["Gazette"]["telling"] == (
        "said: CHN > ?, barred, day 4; voices: Wang Yi; no receiver, no day"
    )
    assert len(found.evidence) == 3


def test_days_of_reports_bound_what_is_compared(store: Store) -> None:
    assert len(answers.retold(store, since="2021-03-25")) == 0
    assert {r["side"] for r in answers.retold(store, until="2021-03-24").table.to_pylist()} == {
        "Post", "Gazette", "Bulletin", "Ledger", "Herald"
    }  # fmt: skip


def test_what_was_not_known_yet_is_not_told(store: Store) -> None:
    rows = answers.retold(store, as_of="2021-03-24").table.to_pylist()
    assert {row["side"] for row in rows if row["status"] == "told"} == {"Post", "Bulletin"}


def test_governments_as_speakers(store: Store) -> None:
    found = answers.narratives(store, by="states")
    assert of(found, "leans", "against", "USA")["count"] == 1
    assert of(found, "told as", "fact", "CHN")["count"] == 1
    assert not any(row["figure"] == "is heard" for row in found.table.to_pylist())


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"by": "moods"}, WrongUse),
        ({"sides": ["Post"]}, WrongUse),
        ({"sides": ["Post", "Nobody's Paper"]}, UnknownCode),
        ({"by": "states", "sides": ["CHN", "Zzz"]}, UnknownCode),
        ({"words": "*"}, WrongUse),
        ({"domain": "gardening"}, WrongUse),
    ],
)
def test_what_cannot_be_read_is_refused(
    store: Store, options: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error) as refused:
        answers.narratives(store, **options)
    assert getattr(refused.value, "remedy", "")


def test_sides_are_named_in_any_case_or_by_part(store: Store) -> None:
    found = answers.retold(store, sides=["gazette", "bull"])
    assert [row["side"] for row in found.table.to_pylist()] == ["Gazette", "Bulletin"]


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "none.duckdb", create=True) as opened,
        pytest.raises(NothingFound) as nothing,
    ):
        answers.narratives(opened)
    assert "multipole read" in nothing.value.remedy


def test_a_statement_of_which_only_the_year_is_known_has_no_delay(tmp_path: Path) -> None:
    with open_store(tmp_path / "year.duckdb", create=True) as opened:
        ours = statement(opened, "CHN", 2021, "We sanctioned officials.")
        theirs = statement(opened, "USA", 2021, "China sanctioned officials.")
        keep(opened, [act(one, one.text, DAY) for one in (ours, theirs)])
        rows = answers.retold(opened, by="states").table.to_pylist()
    assert [(row["side"], row["status"]) for row in rows] == [("CHN", "told"), ("USA", "told")]
    assert [row["after_first_days"] for row in rows] == [None, None]


def test_the_latest_events_are_those_with_a_date(tmp_path: Path) -> None:
    with open_store(tmp_path / "two.duckdb", create=True) as opened:
        first, second = (report(opened, outlet, date(2021, 3, 23), f"China barred them. {outlet}.")
                         for outlet in ("Post", "Gazette"))  # fmt: skip
        keep(opened, *([act(one, "China barred them.", on, action=action)
                        for one in (first, second)]
                       for on, action in ((None, "ACCUSE"), (DAY, "SANCTION"))))  # fmt: skip
        one = answers.retold(opened, limit=1)
        both = answers.retold(opened)
    assert one.title.startswith("2 events told by two or more of")
    assert {row["action"] for row in one.table.to_pylist()} == {"SANCTION"}
    assert [row["action"] for row in both.table.to_pylist()][-1] == "ACCUSE"
