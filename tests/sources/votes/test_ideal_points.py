"""Ideal points and published agreement, on small tables of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from multipole.core.errors import UnreadableInput
from multipole.sources.votes.ideal_points import SOURCE

Read = Callable[..., Any]
HEAD = '"","ccode","session","NVotesAll","IdealPointAll","QO%All","Q5%All","iso3c","Countryname"'
AGREE = ',"USAgree","RUSSAgree","ChinaAgree"\n'


def test_a_row_is_a_point_its_quantiles_and_its_votes(read: Read) -> None:
    text = HEAD + '\n"1",2,77,80,2.5,1.5,1.75,"USA","United States"\n'
    found = read(SOURCE, {"points_Jun2024.csv": text})
    assert found.told("variable", "subject", "item", "value", "column") == [
        ("votes_n", "USA", "session 77", 80.0, "NVotesAll"),
        ("ideal_point", "USA", "session 77", 2.5, "IdealPointAll"),
        ("ideal_point_q0", "USA", "session 77", 1.5, "QO%All"),
        ("ideal_point_q05", "USA", "session 77", 1.75, "Q5%All"),
    ]
    assert set(found.told("period_start", "period_end")) == {(date(2022, 9, 13), date(2023, 9, 5))}


def test_the_release_is_read_from_the_name(read: Read) -> None:
    (edition,) = read(SOURCE, {"points_Jun2024.csv": HEAD + "\n"}).editions
    assert (edition.version, edition.released) == ("Jun2024", date(2024, 6, 30))
    (edition,) = read(SOURCE, {"points.csv": HEAD + "\n"}).editions
    assert (edition.version, edition.released) == ("", None)


def test_important_votes_are_variables_of_their_own(read: Read) -> None:
    text = "ccode,session,NVotesImportant,IdealPointImportant,Q50%Important\n2,70,9,1,2\n"
    found = read(SOURCE, {"p.csv": text})
    assert {v for (v,) in found.told("variable")} == {
        "votes_n_important", "ideal_point_important", "ideal_point_important_q50"
    }  # fmt: skip


def test_names_of_columns_of_older_releases_and_their_encoding_are_known(read: Read) -> None:
    text = "Row,ccode,session,NVotes,IdealPoint,QO%,Q100%,iso3c,Countryname\n"
    text += "1,437,70,9,1,0,2,CIV,C\xf4te\n"
    found = read(SOURCE, {"p.csv": text.encode("latin-1")})
    assert found.told("subject", variable="ideal_point_q100") == [("CIV",)]


def test_agreement_of_two_is_told_once_and_with_oneself_never(read: Read) -> None:
    text = HEAD + AGREE + "1,2,77,1,1,1,1,USA,U,1,.25,.5\n2,365,77,1,1,1,1,RUS,R,.25,1,NA\n"
    told = read(SOURCE, {"p.csv": text}).told
    assert told("subject", "object", "value", "row", "column", variable="agreement_published") == [
        ("RUS", "USA", 0.25, 3, "USAgree"), ("CHN", "USA", 0.5, 2, "ChinaAgree"),
        ("CHN", "RUS", None, 3, "ChinaAgree"),
    ]  # fmt: skip


def test_agreement_told_twice_and_differently_is_refused(read: Read) -> None:
    text = HEAD + AGREE + "1,2,77,1,1,1,1,USA,U,1,.25,NA\n2,365,77,1,1,1,1,RUS,R,.5,1,NA\n"
    found = read(SOURCE, {"p.csv": text})
    assert sorted(found.refused()) == [(2, "RUSSAgree", "0.25"), (3, "USAgree", "0.5")]


def test_china_in_the_session_of_the_change_is_the_code_given(read: Read) -> None:
    text = "ccode,session,IdealPoint\n710,26,1\n713,26,2\n710,4,3\n"
    assert read(SOURCE, {"p.csv": text}).told("subject", "value") == [
        ("CHN", 1.0), ("TWN", 2.0), ("TWN", 3.0)
    ]  # fmt: skip


def test_republics_that_voted_before_they_were_states_are_known(read: Read) -> None:
    text = "ccode,session,IdealPoint\n369,40,1\n370,40,2\n"
    assert read(SOURCE, {"p.csv": text}).told("subject") == [("UKR",), ("BLR",)]


def test_the_table_to_2012_has_years_that_are_sessions(read: Read) -> None:
    head = "Year,CountryAbb,CountryName,idealpoint,PctAgreeUS,PctAgreeRUSSIA\n"
    text = head + "1946,USA,United States of America,1.7,1,.2\n2012,YUG,Yugoslavia,.5,.3,NA\n"
    text += "2012,CON,Congo,.1,.3,.5\n2012,NAU,Nauru,.1,0,1\n2012,NAU,Nauru,.2,.5,.5\n"
    found = read(SOURCE, {"q.csv": text})
    points = found.told("subject", "item", variable="ideal_point_to_2012")
    assert points == [("USA", "session 1"), ("SRB", "session 67"), ("COG", "session 67")]
    assert [row for row, _, _ in found.refused()] == [5, 6]


def test_matches_are_items_and_a_match_with_itself_is_refused(read: Read) -> None:
    found = read(SOURCE, {"m.csv": "v1,rcid1,rcid2\n1,299,331\n2,5,5\n"})
    (item,) = found.items.to_dicts()
    assert (item["item"], item["kind"], item["title"]) == (
        "match:1",
        "match",
        "Roll calls 299 and 331",
    )
    assert item["facts"] == '{"earlier":"unvotes:299","later":"unvotes:331"}'
    assert [row for row, _, _ in found.refused()] == [3]


def test_unknown_columns_and_tables_without_a_point_are_refused(read: Read) -> None:
    with pytest.raises(UnreadableInput, match=r"'Q33%All' is not known"):
        read(SOURCE, {"p.csv": "ccode,session,IdealPointAll,Q33%All\n"})
    with pytest.raises(UnreadableInput, match="no ideal point"):
        read(SOURCE, {"p.csv": "ccode,session,iso3c\n"})
