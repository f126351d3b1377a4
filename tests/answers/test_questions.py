"""Questions are settled by the source they name, and nothing that was issued is ever changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.answers.asked import NOW, SOURCE, act, ask, covered, days, row_of, tell
from tests.answers.recorded import put

from multipole import answers
from multipole.core.errors import UnknownCode, WrongUse
from multipole.store import Store, open_store


@pytest.fixture
def store(small_path: Path, tmp_path: Path) -> Iterator[Store]:
    """The small store of reports, to which data sets are added."""
    path = Path(shutil.copy(small_path, tmp_path / "asked.duckdb"))
    with open_store(path) as opened:
        yield opened


# Asking


def test_words_that_are_sure_become_a_question_with_the_source_that_has_most(store: Store) -> None:
    covered(
        store,
        "2021-03-01",
        "2021-04-30",
        *(act(9 + n, d) for n, d in enumerate(days("2021-03-02", 9))),
    )
    found = answers.add_question(
        store, "Will the US sanction a Chinese firm this quarter?", now=NOW
    ).table.to_pylist()[0]
    assert (found["criterion"], found["source"]) == ("USA>CHN SANCTION >= 1", SOURCE)
    assert (found["opens"], found["closes"]) == (date(2021, 8, 1), date(2021, 9, 30))
    assert found["status"] == "open"


def test_a_domain_is_settled_by_a_source_that_tells_domains(store: Store) -> None:
    covered(
        store,
        "2021-03-01",
        "2021-04-30",
        *(act(9 + n, d) for n, d in enumerate(days("2021-03-02", 9))),
    )
    asked = ask(store, "CHN+RUS CONSULT diplomatic", "2021-03", "2021-03", source=None)
    assert row_of(store, asked)["source"] == "reports"


def test_asking_the_same_again_changes_nothing(store: Store) -> None:
    covered(store, "2021-03-01", "2021-04-30")
    first = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    again = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04", now=NOW + timedelta(days=1))
    assert first == again
    assert len(answers.questions(store)) == 1


def test_unsure_words_names_and_days_are_refused(store: Store) -> None:
    with pytest.raises(WrongUse, match="--criterion"):
        answers.add_question(store, "Will China win by 2022?", now=NOW)
    with pytest.raises(UnknownCode, match="Atlantis"):
        answers.add_question(store, "Will Atlantis sanction CHN by 2022?", source=SOURCE, now=NOW)
    with pytest.raises(WrongUse, match="without a last day"):
        answers.add_question(store, criterion="USA>CHN AID", source=SOURCE, now=NOW)
    with pytest.raises(WrongUse, match="opens on"):
        ask(store, "USA>CHN AID", "2021-05", "2021-04")
    with pytest.raises(UnknownCode):
        ask(store, "USA>CHN AID", "2021-05", "2021-06", source="gdelt_9")
    with pytest.raises(WrongUse, match="Name two"):
        ask(store, "USA>'United States' AID", "2021-05", "2021-06")


# Settling


def test_yes_and_no_name_the_rows_that_say_so(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(4, date(2021, 4, 2)), act(5, date(2021, 4, 30)),
            act(6, date(2021, 5, 1)), act(7, date(2021, 4, 9), "CHN>USA"))  # fmt: skip
    yes = ask(store, "USA>CHN SANCTION >= 2", "2021-04", "2021-04")
    both = ask(store, "USA+CHN SANCTION >= 3", "2021-04", "2021-04")
    no = ask(store, "USA>CHN SANCTION >= 3", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    assert [row_of(store, q)["status"] for q in (yes, both, no)] == ["yes", "yes", "no"]
    assert [cell.split(" row ")[1] for cell in row_of(store, yes)["cells"]] == ["4", "5"]
    assert row_of(store, no)["counted"] == 2


def test_nothing_is_settled_before_its_last_day_is_covered_not_even_a_yes(store: Store) -> None:
    covered(store, "2021-03-01", "2021-04-29", act(4, date(2021, 4, 2)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    found = answers.settle(store, now=NOW)
    assert len(found) == 0
    assert "do not reach" in found.notes[0]
    assert row_of(store, asked)["status"] == "open"


def test_settling_again_changes_nothing(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(4, date(2021, 4, 2)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    before = store.asked.settlements()
    assert answers.settle(store, now=NOW + timedelta(days=1)).title == "0 settlements"
    assert store.asked.settlements() == before
    assert row_of(store, asked)["settlements"] == 1


def test_late_data_settle_anew_beside_what_stood(store: Store) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(8, date(2021, 3, 3)))
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    assert row_of(store, asked)["status"] == "no"
    tell(store, act(4, date(2021, 4, 2)))
    answers.settle(store, now=NOW + timedelta(days=40))
    now = row_of(store, asked)
    assert (now["status"], now["settlements"], now["earlier"]) == ("yes", 2, "no (2021-08-01)")
    assert answers.questions(store, [asked]).cells[0][3] == "yes; before: no (2021-08-01)"
    kept = answers.question(store, asked).table.to_pylist()
    assert [r["outcome"] for r in kept if r["section"] == "settled"] == ["no", "yes"]
    assert store.verify() == []


def test_the_same_acts_in_a_newer_file_settle_nothing_anew(store: Store) -> None:
    rows = [act(2, date(2021, 3, 1)), act(3, date(2021, 4, 2)), act(4, date(2021, 5, 31))]
    tell(store, *rows, increments=False)
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04")
    answers.settle(store, now=NOW)
    moved = [row | {"row": row["row"] + 7} for row in rows]
    tell(store, *moved, increments=False, known_on=date(2021, 6, 1))
    assert len(answers.settle(store, now=NOW)) == 0
    assert row_of(store, asked)["cells"][0].endswith("row 3")


def test_another_source_added_later_changes_no_settlement(store: Store) -> None:
    early = [act(n, d) for n, d in enumerate(days("2021-03-03", 9), 8)]
    covered(store, "2021-03-01", "2021-05-31", *early)
    asked = ask(store, "USA>CHN SANCTION", "2021-04", "2021-04", source=None)
    tell(store, *(act(n, d) for n, d in enumerate(days("2021-03-01", 90), 2)), source="gdelt_v1")
    answers.settle(store, now=NOW)
    assert row_of(store, asked)["source"] == SOURCE
    assert row_of(store, asked)["status"] == "no"


@pytest.mark.parametrize(
    ("criterion", "opens", "why"),
    [
        ("USA>CHN AID", "2021-02-01", "begins on 2021-03-01"),
        ("USA>CHN SANCTION military", "2021-04-01", "tells no domains"),
        ("USA>BRA SANCTION", "2021-04-01", "never names BRA"),
    ],
)
def test_void_where_the_source_cannot_say(
    store: Store, criterion: str, opens: str, why: str
) -> None:
    covered(store, "2021-03-01", "2021-05-31", act(8, date(2021, 3, 3)))
    asked = ask(store, criterion, opens, "2021-04-30")
    answers.settle(store, now=NOW)
    found = row_of(store, asked)
    assert found["status"] == "void"
    assert why in found["why"]


def test_reports_settle_with_their_sentences_and_count_an_act_of_both_once(store: Store) -> None:
    known = {"source": "reports"}
    yes = ask(store, "CHN+RUS CONSULT >= 1", "2021-03-20", "2021-03-31", **known)
    no = ask(store, "CHN+RUS CONSULT >= 2", "2021-03-22", "2021-03-31", **known)
    each = ask(store, "RUS>CHN CONSULT >= 1", "2021-03-22", "2021-03-31", **known)
    answers.settle(store, now=NOW)
    found = answers.questions(store, [yes])
    assert [row_of(store, q)["status"] for q in (yes, no, each)] == ["yes", "no", "yes"]
    assert (row_of(store, no)["counted"], row_of(store, each)["counted"]) == (1, 1)
    assert "Lavrov met Wang in Guilin." in found.evidence["quote"].to_pylist()
    assert set(found.table["claims"][0].as_py()) == set(found.evidence["claim"].to_pylist())


def test_joint_vetoes_are_settled_by_the_votes(store: Store) -> None:
    veto = {"variable": "veto", "value": 1.0}
    cast = [("CHN", "2021-05-02", "S/1"), ("RUS", "2021-05-02", "S/1")]
    cast += [("RUS", "2021-06-02", "S/2"), ("USA", "2020-01-02", "S/0")]
    rows = [
        {**veto, "subject": who, "period": day, "item": item, "column": who}
        for who, day, item in cast
    ]
    put(store, "unsc_vetoes", *rows, known_on=date(2021, 7, 1))
    yes = ask(store, "veto together CHN RUS", "2021-05", "2021-05", source=None)
    no = ask(store, "veto together RUS CHN >= 2", "2021-05", "2021-06-01", source=None)
    answers.settle(store, now=NOW)
    assert [row_of(store, q)["status"] for q in (yes, no)] == ["yes", "no"]
    assert row_of(store, yes)["source"] == "unsc_vetoes"
    assert len(row_of(store, yes)["cells"]) == 1
