"""Office holders in a text, by the date."""

from __future__ import annotations

from datetime import date

import pytest

from multipole.actors import Actors, Holder, load_actors
from multipole.actors.tables import common_surnames

ON = date(2021, 3, 24)


def holder(
    person: str, surname: str, actor: str, start: str, end: str | None, **more: bool
) -> Holder:
    last = date.fromisoformat(end) if end else None
    return Holder(
        person, surname, (), actor, "head_of_state", date.fromisoformat(start), last, **more
    )


@pytest.fixture(scope="module")
def invented() -> Actors:
    return Actors(
        holders=(
            holder("Ottokar Zwiebelschmidt", "Zwiebelschmidt", "AUT", "2010-01-01", "2015-01-01"),
            holder("Ada Quellwasser", "Quellwasser", "DEU", "2012-01-01", None),
            holder("Bo Quellwasser", "Quellwasser", "CHE", "2020-01-01", None),
            holder("Uma Often", "Often", "NOR", "2012-01-01", None, bare=False),
            holder("Zhq Weiming", "Zhq", "CHN", "2012-01-01", None),
        )
    )


def people(actors: Actors, text: str, on: date | None = ON) -> list[tuple[str, str]]:
    hits = actors.find(text, on=on)
    return [(text[h.start : h.end], h.actors[0]) for h in hits if h.kind == "person"]


def test_a_full_name_counts_in_office_and_a_year_around(invented: Actors) -> None:
    name = "Ottokar Zwiebelschmidt"
    assert people(invented, name, date(2012, 1, 1)) == [(name, "AUT")]
    inside = invented.find(name, on=date(2012, 1, 1))[0].confidence
    after = invented.find(name, on=date(2015, 6, 1))[0].confidence
    assert after < inside
    assert people(invented, name, date(2017, 1, 1)) == []
    assert people(invented, name, date(2008, 1, 1)) == []


def test_who_held_office_in_a_year_that_is_named_speaks_for_the_state(invented: Actors) -> None:
    name = "Ottokar Zwiebelschmidt"
    for year in (2010, 2012, 2015):
        assert people(invented, f"In {year} Chancellor {name} signed a pact.") == [(name, "AUT")]
    assert people(invented, f"In 2009 Chancellor {name} signed a pact.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Then Chancellor NAME signed a pact.",
        "The then Austrian chancellor NAME signed a pact.",
        "NAME, then the chancellor of Austria, signed a pact.",
        "NAME, who was then chancellor, signed a pact.",
        "NAME, at the time chancellor, signed a pact.",
        "The quarrel began in 2012. Soon Chancellor NAME signed a pact.",
    ],
)
def test_words_that_tell_of_an_office_held_then(invented: Actors, text: str) -> None:
    name = "Ottokar Zwiebelschmidt"
    assert people(invented, text.replace("NAME", name)) == [(name, "AUT")]


@pytest.mark.parametrize(
    "text",
    [
        "NAME signed a pact.",
        "Then NAME signed a pact.",
        "NAME, then in Paris, signed a pact.",
        "Then on Monday NAME signed a pact.",
        "The quarrel began in 2012. Soon Mr NAME signed a pact.",
        "The quarrel began in 2012. Soon NAME signed a pact.",
        "The quarrel began in 2012.\n\nSoon Chancellor NAME signed a pact.",
        "The quarrel began in 2012 and ended in 2019. Soon Chancellor NAME signed a pact.",
        "Former Chancellor NAME, then the chancellor of a university, signed a pact.",
    ],
)
def test_words_that_do_not(invented: Actors, text: str) -> None:
    assert people(invented, text.replace("NAME", "Ottokar Zwiebelschmidt")) == []


@pytest.mark.parametrize("title", ["former Chancellor", "Ex-Chancellor", "the former Austrian"])
def test_who_no_longer_held_it_does_not(invented: Actors, title: str) -> None:
    assert people(invented, f"In 2012 {title} Ottokar Zwiebelschmidt signed a pact.") == []


def test_a_surname_counts_only_in_office(invented: Actors) -> None:
    assert people(invented, "Zwiebelschmidt left.", date(2012, 1, 1)) == [("Zwiebelschmidt", "AUT")]
    assert people(invented, "Zwiebelschmidt left.", date(2015, 6, 1)) == []


def test_a_surname_of_two_holders_means_neither_unless_named_before(invented: Actors) -> None:
    assert people(invented, "Quellwasser left.", date(2015, 6, 1)) == [("Quellwasser", "DEU")]
    assert people(invented, "Quellwasser left.") == []
    text = "Bo Quellwasser came. Quellwasser left."
    assert people(invented, text) == [("Bo Quellwasser", "CHE"), ("Quellwasser", "CHE")]


def test_a_common_word_needs_a_title(invented: Actors) -> None:
    assert people(invented, "Often it rains.") == []
    assert people(invented, "President Often left.") == [("Often", "NOR")]


def test_a_given_name_beside_makes_it_another_person(invented: Actors) -> None:
    assert people(invented, "Hunter Quellwasser left.", date(2015, 1, 1)) == []
    assert people(invented, "Zhq Xiaoli left.") == []
    assert people(invented, "Zhq left.") == [("Zhq", "CHN")]


def test_without_a_date_only_those_in_office_are_meant_by_surname(invented: Actors) -> None:
    assert people(invented, "Zwiebelschmidt left.", None) == []
    assert people(invented, "Zhq left.", None) == [("Zhq", "CHN")]
    assert people(invented, "Ottokar Zwiebelschmidt left.", None) != []


def test_holders_tells_who_is_called_so_and_who_has_left(invented: Actors) -> None:
    (held,) = invented.holders("zwiebelschmidt", on=date(2014, 1, 1))
    assert (held.actor, held.former) == ("AUT", False)
    (left,) = invented.holders("Ottokar Zwiebelschmidt", on=date(2015, 6, 1))
    assert left.former
    assert invented.holders("Zwiebelschmidt", on=date(2019, 1, 1)) == ()
    assert len(invented.holders("Quellwasser")) == 2


def test_common_surnames_are_never_read_alone() -> None:
    assert {"May", "Brown", "Bush", "Ban", "Park", "Abe"} <= common_surnames()
    for text in ("May comes.", "Brown bears.", "Ban it.", "Park here.", "Bush fires."):
        assert people(load_actors(), text, date(2008, 6, 1)) == []


def test_the_table_of_holders_gives_known_ministers() -> None:
    if not load_actors().holders("Lavrov"):
        pytest.skip("the table of office holders is not there")
    text = "Sergei Lavrov met Wang Yi. Lavrov and Wang smiled; Putin and Biden did not."
    assert people(load_actors(), text) == [
        ("Sergei Lavrov", "RUS"), ("Wang Yi", "CHN"), ("Lavrov", "RUS"), ("Wang", "CHN"),
        ("Putin", "RUS"), ("Biden", "USA"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The council met on Friday.",
        "Friday will bring a decision.",
        "The talks Friday went on, and the Friday vote failed.",
        "Godwin Friday took office on Thursday. By Friday the envoys had left.",
        "In May and August the fleet sailed; March had been quiet.",
        "The treaty of 12-14 May lapsed this March.",
    ],
)
def test_a_day_or_a_month_is_no_surname(text: str) -> None:
    called = load_actors().find(text, on=date(2026, 1, 5))
    assert [text[hit.start : hit.end] for hit in called] in ([], ["Godwin Friday"])


@pytest.mark.parametrize(
    ("text", "on", "actor"),
    [
        ("Prime Minister Friday spoke.", date(2026, 1, 5), "VCT"),
        ("Theresa May left in June. May had led the party.", date(2018, 1, 5), "GBR"),
    ],
)
def test_a_day_or_a_month_with_a_title_or_a_full_name_before_is_a_person(
    text: str, on: date, actor: str
) -> None:
    assert {hit.actors for hit in load_actors().find(text, on=on)} == {(actor,)}
