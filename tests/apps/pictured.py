"""Small invented answers of each kind that can be drawn, for the tests of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from multipole.answers import Answer, evidence
from multipole.answers.blocs import SCHEMA as BLOCS
from multipole.answers.claim_test import SCHEMA as CLAIM
from multipole.answers.ideal import SCHEMA as IDEAL
from multipole.answers.measures import POINTS
from multipole.answers.polarity import SCHEMA as POLARITY

Row = dict[str, Any]


def answer(rows: Sequence[Row], schema: pa.Schema, title: str = "An invented answer") -> Answer:
    return Answer(title, pa.Table.from_pylist(list(rows), schema=schema), evidence.none())


def year(one: int, years: int = 1) -> Row:
    return {"period_start": date(one, 1, 1), "period_end": date(one + years, 1, 1)}


def point(one: int, value: float | None, **other: Any) -> Row:
    doubt = {} if value is None else {"low": value - 0.1, "high": value + 0.1}
    return {
        "measure": "agreement", "sender": "AAA", "receiver": "BBB", "domain": "all", "value": value,
        "mass": 0.9, "n": 40, "unit": "share", "status": "observed", "variable": "vote",
        "source": "votes", "release": "r1", "until": date(2020, 6, 30), "directed": False,
        **year(one), **doubt, **other,
    }  # fmt: skip


def points(*gaps: int, **other: Any) -> Answer:
    """Twenty years of agreement, without a value in the years of ``gaps``."""
    rows = [
        point(one, None if one in gaps else 0.4 + 0.02 * (one - 2000), **other)
        for one in range(2000, 2020)
    ]
    return answer(rows, POINTS)


def ideal() -> Answer:
    rows = [
        {"state": state, "session": session, "year": 1945 + session, "mean": at, "low": at - 0.2,
         "high": at + 0.3, "sd": 0.1, "votes": 60, "published": at + 0.1,
         "published_release": "p1", "variable": "unga_vote", "source": "unga_votes",
         "release": "r1", **year(1945 + session),
         **({} if state == "AAA" else {"compared": "AAA", "distance": 1.0, "distance_low": 0.5,
                                       "distance_high": 1.5})}
        for session in range(60, 75)
        for state, at in (("AAA", -1.0), ("BBB", 0.5), ("CCC", 2.0))
    ]  # fmt: skip
    return answer(rows, IDEAL)


def polarity() -> Answer:
    rows = [
        {"poles": 4.0 + one % 3, "first": "AAA" if one < 1995 else "BBB", "first_share": 0.3,
         "second": "BBB", "second_share": 0.2, "con_majors": 0.4, "con_system": 0.3,
         "blocs": 2, "poles_by_bloc": 1.8, "same": 0.8, "same_low": 0.6, "same_high": 0.95,
         "votes_until": date(one, 12, 20), "variables": ["cinc", "unga_vote"],
         "sources": ["cow_nmc", "unga_votes"], "releases": ["r1", "r2"], **year(one)}
        for one in range(1990, 2005)
    ]  # fmt: skip
    return answer(rows, POLARITY)


def blocs(wavering: str = "BBB") -> Answer:
    rest = {"layers": 95, "placed": 6, "until": date(2018, 12, 20), "variables": ["unga_vote"],
            "source": "unga_votes", "release": "r1", **year(2018)}  # fmt: skip
    rows = [
        {"section": "bloc", "what": "bloc 1", "bloc": 1, "size": 3, "leader": "AAA",
         "members": ["AAA", "BBB", "CCC"], "states": "AAA BBB CCC", "together": 0.9,
         "wavering": [wavering], **rest},
        {"section": "small", "what": "2 blocs", "size": 2, "members": ["DDD", "EEE"],
         "states": "DDD; EEE", **rest},
        {"section": "near", "what": "DDD", "members": ["DDD"], "pole": "AAA", "distance": 0.6,
         "low": 0.5, "high": 0.7, "common": 90, **rest},
        {"section": "near", "what": "AAA", "members": ["AAA"], "pole": "AAA", **rest},
    ]  # fmt: skip
    return answer(rows, BLOCS)


def depends() -> Answer:
    rows = [
        {"subject": a, "partner": b, "flow": "imports", "share": share, "low": share - 0.05,
         "high": share, "unit": "USD", "partners": 30, "variable": "trade_imports_usd",
         "source": "trade", **year(one)}
        for one in range(2000, 2015)
        for a, b, share in (("AAA", "BBB", 0.3), ("BBB", "AAA", 0.1))
    ]  # fmt: skip
    schema = pa.schema(
        [
            *((n, pa.string()) for n in ("subject", "partner", "flow", "unit", "variable")),
            *((n, pa.date32()) for n in ("period_start", "period_end")),
            *((n, pa.float64()) for n in ("share", "low", "high")),
            ("partners", pa.int64()),
            ("source", pa.string()),
        ]
    )
    return answer(rows, schema)


def claim(name: str = "agreement") -> Answer:
    rest = {"unit": "share", "toward": "further", "first": 1990, "last": 2019, "kind": "level",
            "variable": "vote", "source": "votes", "release": "r1",
            "until": date(2019, 12, 31)}  # fmt: skip
    rows = [
        {"series": name, "verdict": "yes", "reason": "a change", "effect": -0.3, "low": -0.4,
         "high": -0.2, "detectable": 0.15, "p": 0.01, "p_family": 0.02, **rest},
        {"series": "joint vetoes", "verdict": "no", "reason": "no break", "effect": 0.05,
         "low": -0.1, "high": 0.2, "detectable": 0.3, "p": 0.7, "p_family": 1.0, **rest},
        {"series": "trade", "verdict": "not measurable", "reason": "the series ends", **rest,
         "unit": "USD"},
    ]  # fmt: skip
    return answer(rows, CLAIM)
