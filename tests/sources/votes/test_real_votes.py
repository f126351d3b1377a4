"""The publishers' own tables, where they are at hand; nothing of them is kept here."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import pytest

from multipole.actors import load_actors
from multipole.core.ids import sha256
from multipole.relations.votes import agreement, vote_pairs
from multipole.sources.gate.frames import ITEMS, OBSERVATIONS, QUARANTINE
from multipole.sources.gate.source import Batch, Context, Input, Source
from multipole.sources.votes import coincidence, council, ideal_points, roll_calls, vetoes
from multipole.sources.votes.un import session_period

ROOT = Path(__file__).resolve().parents[3]
DATA = (ROOT / os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data" / "votes"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no real votes in {DATA} (set MULTIPOLE_SHARED)"
)
LONG: Final = "fpsim_un_votes_s01_s78.parquet"
UNVOTES: Final = ("unvotes_un_votes.csv.gz", "unvotes_un_roll_calls.csv",
                  "unvotes_un_roll_call_issues.csv")  # fmt: skip
POINTS: Final = "IdealpointestimatesAll_Jun2024.csv"
EQUAL: Final = (68, 70, 73, 74, 75, 76, 77)


@cache
def read(source: Source, *names: str) -> tuple[Batch, ...]:
    paths = [DATA / name for name in names]
    files = tuple(
        Input(p, sha256(p.read_bytes()), p.stat().st_size, n) for n, p in enumerate(paths)
    )
    for file in files:
        source.edition_of(file)
    return tuple(source.read(files, Context(load_actors(), date(2026, 1, 1))))


def frame(batches: tuple[Batch, ...], name: str) -> pl.DataFrame:
    schema = {"observations": OBSERVATIONS, "items": ITEMS, "quarantine": QUARANTINE}[name]
    parts = [f for b in batches if (f := getattr(b, name)) is not None]
    whole: pl.DataFrame = pl.concat([pl.DataFrame(schema=schema), *parts])
    return whole


def counted(batches: tuple[Batch, ...]) -> tuple[int, int, int]:
    """Rows met, set aside, refused."""
    aside = sum(sum(b.set_aside.values()) for b in batches)
    return sum(b.rows for b in batches), aside, frame(batches, "quarantine").height


def in_session(votes: pl.DataFrame, session: int) -> pl.DataFrame:
    """A row a state, a column a roll call: the session's votes."""
    mine = votes.filter(pl.col("item").str.contains(rf"^voeten:{session}\d{{3}}$"))
    return mine.pivot(on="item", index="subject", values="value").sort("subject")


def test_agreement_equals_what_is_published_of_all_states() -> None:
    votes = frame(read(roll_calls.SOURCE, LONG), "observations")
    points = frame(read(ideal_points.SOURCE, POINTS), "observations")
    published = points.filter(pl.col("variable") == "agreement_published").drop_nulls("value")
    compared = 0
    for session in EQUAL:
        told = published.filter(pl.col("item") == f"session {session}")
        table = in_session(votes, session)
        cast = table.drop("subject").to_numpy()
        for reference in ("CHN", "RUS", "USA"):
            mine = cast[table["subject"].index_of(reference)]
            shares = pl.DataFrame(
                {"other": table["subject"], "ours": agreement(vote_pairs(mine, cast))}
            )
            theirs = told.filter(
                (pl.col("subject") == reference) | (pl.col("object") == reference)
            ).with_columns(
                pl.when(pl.col("subject") == reference).then("object").otherwise("subject")
                .alias("other")
            )  # fmt: skip
            both = theirs.join(shares, on="other", how="left", maintain_order="left")
            assert both["ours"].null_count() == 0
            np.testing.assert_allclose(both["ours"], both["value"], atol=1e-6, rtol=0)
            compared += both.height
    assert compared == 4_026


@pytest.mark.parametrize(
    ("session", "pair", "expected"),
    [
        (77, ("CHN", "RUS"), 0.701149), (77, ("RUS", "USA"), 0.193182),
        (77, ("CHN", "USA"), 0.183908), (76, ("CHN", "RUS"), 0.779221),
        (76, ("RUS", "USA"), 0.236842), (76, ("CHN", "USA"), 0.157895),
    ],
)  # fmt: skip
def test_known_agreement(session: int, pair: tuple[str, str], expected: float) -> None:
    table = in_session(frame(read(roll_calls.SOURCE, LONG), "observations"), session)
    left, right = (table.filter(pl.col("subject") == p).drop("subject").to_numpy()[0] for p in pair)
    assert round(float(agreement(vote_pairs(left, right))), 6) == expected


def test_every_row_of_the_long_table_is_accounted_for() -> None:
    batches = read(roll_calls.SOURCE, LONG)
    assert counted(batches) == (855_890, 0, 42)
    assert frame(batches, "observations").height == 855_848
    assert frame(batches, "items").height == 6_132
    refused = frame(batches, "quarantine")
    assert set(refused["column"]) == {"date"}
    assert refused["datum"].str.slice(0, 4).unique().sort().to_list() == ["2023", "2024"]


def test_every_row_of_unvotes_is_accounted_for() -> None:
    batches = read(roll_calls.SOURCE, *UNVOTES)
    assert counted(batches) == (870_109 + 6_203 + 5_745, 0, 0)
    votes = frame(batches, "observations")
    assert votes.height == 870_109
    assert votes.filter(pl.col("subject") == "NAM").height > 1_000
    topics = frame(batches, "items")["topics"].explode().drop_nulls()
    assert len(topics) == 5_745


def test_every_row_of_the_library_is_accounted_for() -> None:
    batches = read(roll_calls.SOURCE, "UN_DATA.csv.zip")
    assert counted(batches) == (7_855, 0, 7)
    assert Counter(frame(batches, "quarantine")["column"]) == {
        "Date": 2, "DONOTKNOW": 1, "Aa UNITED STATES": 1, "AY DENMARK": 1, "AY SWEDEN": 1,
        "AY UNION OF SOUTH AFRICA": 1,
    }  # fmt: skip
    items = frame(batches, "items")
    bodies = Counter(json.loads(facts)["body"] for facts in items["facts"])
    assert bodies == {"General Assembly": 5_236, "Security Council": 2_617}
    china = frame(batches, "observations").filter(pl.col("subject").is_in(["CHN", "TWN"]))
    last = china.filter(pl.col("subject") == "TWN")["period_start"].max()
    first = china.filter(pl.col("subject") == "CHN")["period_start"].min()
    assert (last, first) == (date(1971, 10, 25), date(1971, 11, 9))


def test_resolutions_lie_in_the_period_of_their_session() -> None:
    items = frame(read(roll_calls.SOURCE, "UN_DATA.csv.zip"), "items")
    days = 0
    for facts, start, end in items.select("facts", "period_start", "period_end").iter_rows():
        session = json.loads(facts).get("session")
        if session and (end - start).days == 1:
            days += 1
            assert session_period(session).contains(start), facts
    assert days > 5_100


def test_joint_vetoes_of_china_and_russia() -> None:
    batches = read(vetoes.SOURCE, "unsc_vetoes_1946_sept2022.csv")
    assert counted(batches) == (214, 0, 0)
    found = frame(batches, "observations")
    joint = found.filter(
        (pl.col("variable") == "joint_veto") & (pl.col("subject") == "CHN")
        & (pl.col("object") == "RUS")
    ).sort("period_start")  # fmt: skip
    assert Counter(joint["period_start"].dt.year()) == {
        2007: 1, 2008: 1, 2011: 1, 2012: 2, 2014: 1, 2016: 1, 2017: 1, 2019: 3, 2020: 2, 2022: 1
    }  # fmt: skip
    lately = joint.filter(pl.col("period_start").is_between(date(2019, 2, 1), date(2020, 7, 31)))
    assert lately.select("item", "period_start").rows() == [
        ("S/2019/186", date(2019, 2, 28)), ("S/2019/756", date(2019, 9, 19)),
        ("S/2019/961", date(2019, 12, 20)), ("S/2020/654", date(2020, 7, 7)),
        ("S/2020/667", date(2020, 7, 10)),
    ]  # fmt: skip


def test_vetoes_by_state() -> None:
    found = frame(read(vetoes.SOURCE, "unsc_vetoes_1946_sept2022.csv"), "observations")
    single = found.filter(pl.col("variable") == "veto")
    assert Counter(single["subject"]) == {"RUS": 121, "USA": 82, "GBR": 29, "CHN": 17, "FRA": 16}


def test_the_council_has_ten_elected_members_a_year() -> None:
    batches = read(council.SOURCE, "council_membership.csv")
    assert counted(batches) == (171, 0, 0)
    terms = frame(batches, "observations")
    for year in range(1992, 2024):
        on = date(year, 7, 1)
        seated = terms.filter((pl.col("period_start") <= on) & (pl.col("period_end") > on))
        assert (seated.height, seated["subject"].n_unique()) == (15, 15), year


@pytest.mark.parametrize(
    ("name", "rows", "refused", "variable", "points"),
    [
        (POINTS, 11_238, 0, "ideal_point", 11_238),
        ("IdealpointestimatesAll_Apr2020.csv", 10_469, 0, "ideal_point", 10_469),
        ("IdealpointestimatesImportant_Apr2020.csv", 6_443, 0, "ideal_point_important", 6_443),
        ("qss_unvoting.csv", 9_120, 26, "ideal_point_to_2012", 9_094),
    ],
)
def test_every_row_of_ideal_points_is_accounted_for(
    name: str, rows: int, refused: int, variable: str, points: int
) -> None:
    batches = read(ideal_points.SOURCE, name)
    assert counted(batches) == (rows, 0, refused)
    found = frame(batches, "observations")
    assert found.filter(pl.col("variable") == variable).height == points
    assert not found.select("variable", "subject", "object", "item").is_duplicated().any()


def test_all_matches_are_read() -> None:
    batches = read(ideal_points.SOURCE, "Matches.csv")
    assert counted(batches) == (955, 0, 0)
    assert frame(batches, "items").height == 955


def test_coincidence_of_eleven_years() -> None:
    names = [f"us_coincidence/un-coincidence-{year}.csv" for year in range(2013, 2024)]
    batches = read(coincidence.SOURCE, *names)
    assert counted(batches) == (11 * 192, 0, 6)
    found = frame(batches, "observations")
    assert found.filter(pl.col("variable") == "us_coincidence").height == 11 * 192 - 6
    assert found.filter((pl.col("subject") == "USA") | (pl.col("object") == "USA")).equals(found)
