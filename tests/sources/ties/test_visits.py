"""Visits and engagements on small tables of our own that have the lists' traps."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.errors import UnreadableInput
from multipole.sources.gate.source import Batch, Context, Input, Source
from multipole.sources.ties import visits_china
from multipole.sources.ties.visits_us import TRAVELS, VISITS

CONTEXT = Context(load_actors(), date(2026, 1, 1))
ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "visits"
real = pytest.mark.skipif(not DATA.is_dir(), reason=f"no visits in {DATA} (set MULTIPOLE_SHARED)")


def read(source: Source, *paths: Path) -> list[Batch]:
    files = tuple(Input(path, "0" * 64, 0, n) for n, path in enumerate(paths))
    for file in files:
        source.edition_of(file)
    return list(source.read(files, CONTEXT))


def frame(it: pl.DataFrame | None) -> pl.DataFrame:
    assert it is not None
    return it


def table(source: Source, path: Path, header: str, *rows: str) -> Batch:
    path.write_text(header + "\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    (batch,) = read(source, path)
    return batch


def visits(tmp_path: Path, *rows: str) -> Batch:
    header = "id,start-date,end-date,visitor,from,from@id,description,_file"
    return table(VISITS, tmp_path / "v.csv", header, *rows)


def travels(tmp_path: Path, *rows: str) -> Batch:
    header = "@role,@who,id,role,name,start-date,end-date,country,country@id,locale,remarks,_file"
    return table(TRAVELS, tmp_path / "t.csv", header, *rows)


def notes(tmp_path: Path, *rows: str) -> Batch:
    return table(visits_china.SOURCE, tmp_path / "c.csv", "date,year,country,leader,text", *rows)


def values(batch: Batch, variable: str) -> list[tuple[str, str]]:
    found = frame(batch.observations).filter(pl.col("variable") == variable)
    return found.select("subject", "object").rows()


def test_a_foreign_leader_goes_to_the_united_states(tmp_path: Path) -> None:
    batch = visits(
        tmp_path, "9,1999-04-06,1999-04-09,Premier X,\"China, People’s Republic of\",china,"
        "Official visit; met with the President.,1990.xml",
    )  # fmt: skip
    (seen,) = frame(batch.observations).to_dicts()
    assert (seen["subject"], seen["object"], seen["value"]) == ("CHN", "USA", 1)
    assert (seen["period_start"], seen["period_end"]) == (date(1999, 4, 6), date(1999, 4, 10))
    assert (seen["known_on"], seen["item"], seen["column"]) == (date(1999, 4, 9), "visit-9", "from")
    (item,) = frame(batch.items).to_dicts()
    assert item["topics"] == ["official"]
    assert json.loads(item["facts"])["person"] == "Premier X"


@pytest.mark.parametrize(
    ("name", "year", "actor"),
    [
        ("Vietnam", 1966, "RVN"), ("Vietnam", 2005, "VNM"), ("U.S.S.R.", 1987, "RUS"),
        ('"China, Republic of"', 1945, "CHN"), ('"China, Republic of"', 1970, "TWN"),
        ('"Germany, Federal Republic of"', 1975, "DEU"),
        ("German Democratic Republic", 1990, "DDR"),
        ("Somoa", 1990, "WSM"), ("Democratic Republic of the Congo (Zaire)", 1970, "COD"),
        ('"Congo, Republic of"', 1961, "COG"), ("Vatican City", 1990, "VAT"),
        ("Yugoslavia", 1980, "YUG"), ("Ceylon (Sri Lanka)", 1954, "LKA"),
    ],
)  # fmt: skip
def test_a_name_means_the_state_of_its_day(
    tmp_path: Path, name: str, year: int, actor: str
) -> None:
    batch = visits(tmp_path, f"9,{year}-04-06,{year}-04-06,X,{name},,,x.xml")
    assert values(batch, "visit_to_us") == [(actor, "USA")]


def test_territories_are_set_aside_and_unknown_names_refused(tmp_path: Path) -> None:
    batch = visits(
        tmp_path, "1,1990-01-01,1990-01-01,X,Niue,,,x.xml", "2,1990-01-01,1990-01-01,X,Utopia,,,x",
        "3,1990-01-02,1990-01-01,X,France,,,x", "4,1990-01-32,1990-02-01,X,France,,,x",
    )  # fmt: skip
    assert list(batch.set_aside.values()) == [1]
    assert sorted(frame(batch.quarantine)["row"]) == [3, 4, 5]


def test_a_leg_of_a_journey_is_a_visit_of_its_role(tmp_path: Path) -> None:
    batch = travels(
        tmp_path,
        "president,p,1,president,P,2021-06-13,2021-06-15,Belgium,b,Brussels,a summit,x",
        "president,p,2,president,P,2021-06-15,2021-06-16,Switzerland,s,Geneva,met X,x",
    )
    assert values(batch, "us_president_visit") == [("USA", "BEL"), ("USA", "CHE")]
    assert frame(batch.items)["item"].to_list() == ["president-1", "president-2"]
    assert json.loads(frame(batch.items)["facts"][1])["place"] == "Geneva"


def test_an_entry_made_twice_is_counted_once(tmp_path: Path) -> None:
    leg = "secretary,s,{},secretary,S,2021-03-15,2021-03-17,Japan,japan,Tokyo,{},x"
    batch = travels(tmp_path, leg.format(1, "met"), leg.format(2, "met"), leg.format(3, "else"))
    assert values(batch, "us_secretary_visit") == [("USA", "JPN")] * 2
    assert batch.set_aside == {"repeated row": 1}


def test_dependent_places_belong_to_their_state(tmp_path: Path) -> None:
    leg = "secretary,s,{},secretary,S,1999-07-01,1999-07-02,{},,X,met,x"
    names = ["Denmark (Greenland)", "Yugoslavia (Kosovo)", "West Bank", "Antarctica"]
    batch = travels(tmp_path, *(leg.format(n, name) for n, name in enumerate(names)))
    assert [pair[1] for pair in values(batch, "us_secretary_visit")] == ["DNK", "YUG", "PSE"]
    assert list(batch.set_aside.values()) == [1]


def test_the_list_of_another_role_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="the travels of a 'governor'"):
        travels(tmp_path, "governor,p,1,governor,P,2021-06-13,2021-06-15,Belgium,b,B,met,x")


def test_a_complete_list_says_for_whom_it_is_complete() -> None:
    (there,) = VISITS.variables
    assert there.zero
    assert (there.subjects, there.objects) == (("*",), ("USA",))
    assert all(v.zero and v.subjects == ("USA",) for v in TRAVELS.variables)
    assert not any(v.zero for v in visits_china.SOURCE.variables)


def test_a_journey_and_a_meeting_are_read_from_fixed_phrases(tmp_path: Path) -> None:
    batch = notes(
        tmp_path,
        '12/05/18,2018,Portugal,Xi Jinping,"Xi Jinping travelled to Portugal, Lisbon and met with '
        'the following: A B (Portuguese Prime Minister)"',
        "12/04/18,2018,Portugal,Xi Jinping,Xi Jinping travelled to Portugal",
        "12/03/18,2018,Japan,Xi Jinping,Xi Jinping was in Beijing Municipality and met with the "
        "following: C D (Japanese minister)",
        "12/02/18,2018,Japan,Xi Jinping,Xi Jinping talked with C D by phone (Beijing Municipality)",
    )
    assert values(batch, "china_leader_meeting") == [("CHN", "PRT"), ("CHN", "JPN")]
    assert values(batch, "china_leader_days") == [("CHN", "PRT")] * 2
    facts = [json.loads(text) for text in frame(batch.items)["facts"]]
    assert [fact["role"] for fact in facts] == ["travelled", "travelled", "at home", ""]


def test_the_day_abroad_is_of_the_place_and_counts_once(tmp_path: Path) -> None:
    text = '"Xi Jinping travelled to Argentina, Buenos Aires and met with the following: E F"'
    batch = notes(
        tmp_path, f"12/01/18,2018,Argentina,Xi Jinping,{text}",
        f"12/01/18,2018,United States,Xi Jinping,{text}",
    )  # fmt: skip
    assert values(batch, "china_leader_days") == [("CHN", "ARG")]


def test_a_host_named_beside_others_is_not_taken_as_met(tmp_path: Path) -> None:
    text = '"Xi Jinping travelled to Argentina, Buenos Aires and met with the following: E F"'
    batch = notes(
        tmp_path, f"12/01/18,2018,Argentina,Xi Jinping,{text}",
        f"12/01/18,2018,United States,Xi Jinping,{text}",
    )  # fmt: skip
    assert values(batch, "china_leader_meeting") == [("CHN", "USA")]


@pytest.mark.parametrize(
    ("place", "abroad"),
    [
        ("Hainan Province, Boao", []), ("Hong Kong SAR", []), ("Beijing", []),
        ("Czechoslovakia, Prague", ["CZE"]), ("Republic of Korea, Seoul", ["KOR"]),
        ("USA, New York", ["USA"]), ("Singapore Others Attending: G H", ["SGP"]), ("", []),
    ],
)  # fmt: skip
def test_places_in_china_are_not_abroad(tmp_path: Path, place: str, abroad: list[str]) -> None:
    text = f"Wen Jiabao travelled to {place} and met with the following: I J"
    batch = notes(tmp_path, f'05/20/09,2009,Japan,Wen Jiabao,"{text}"')
    assert values(batch, "china_leader_days") == [("CHN", actor) for actor in abroad]
    assert values(batch, "china_leader_meeting") == [("CHN", "JPN")]


def test_a_day_of_another_year_than_the_row_says_is_refused(tmp_path: Path) -> None:
    batch = notes(tmp_path, "05/20/09,2008,Japan,Wen Jiabao,x", "5 May,2008,Japan,Wen Jiabao,x")
    assert sorted(frame(batch.quarantine)["row"]) == [2, 3]


@real
def test_every_published_visit_is_accounted_for() -> None:
    (batch,) = read(VISITS, DATA / "visits_data.csv")
    assert frame(batch.quarantine).is_empty()
    assert frame(batch.observations).height + sum(batch.set_aside.values()) == batch.rows == 3264
    assert sum(batch.set_aside.values()) == 10


@real
def test_every_published_journey_is_accounted_for() -> None:
    names = ("travels_president-travels.csv", "travels_secretary-travels.csv")
    president, secretary = read(TRAVELS, *(DATA / name for name in names))
    assert frame(president.observations).height == president.rows == 832
    assert secretary.set_aside["repeated row"] == 2
    aside = sum(secretary.set_aside.values())
    assert frame(secretary.observations).height + aside == secretary.rows == 3439
    days = frame(president.observations).filter(pl.col("object") == "CHN")["period_start"]
    assert days.min() == date(1972, 2, 21)


@real
def test_every_published_engagement_is_accounted_for() -> None:
    (batch,) = read(visits_china.SOURCE, DATA / "all_engagements_2003-2018.csv")
    assert frame(batch.quarantine).is_empty()
    assert frame(batch.items).height + sum(batch.set_aside.values()) == batch.rows == 5705
    assert not frame(batch.items)["item"].is_duplicated().any()
    silent = frame(batch.items)["topics"].list.len() == 0
    assert silent.sum() / batch.rows < 0.15
