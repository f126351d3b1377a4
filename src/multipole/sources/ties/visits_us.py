"""Visits of foreign leaders to the United States, travels of its presidents and secretaries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import ITEMS, columns_of, head, read_csv, shaped
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import (
    SYSTEM,
    Batch,
    Context,
    Edition,
    Input,
    Source,
    Variable,
)
from multipole.sources.ties.visits_names import name_state

_US: Final = "USA"
_AUDIT: Final = (
    "created-by", "created-datetime", "last-modified-by", "last-modified-datetime", "_file",
)  # fmt: skip
_IN: Final = ("id", "start-date", "end-date", "visitor", "from", "description")
_OUT: Final = (
    "@role", "@who", "id", "role", "name", "start-date", "end-date", "country", "locale", "remarks",
)  # fmt: skip
_VISIT: Final = Variable(
    "visit_to_us", "visits of foreign leaders to the United States", "visit", "visits",
    step="day", low=0, zero=True, subjects=SYSTEM, objects=(_US,),
)  # fmt: skip
_TRAVELS: Final = {
    role: Variable(
        f"us_{role}_visit", f"visits abroad of the {title}, one for each country of a journey",
        "visit", "visits", step="day", low=0, zero=True, subjects=(_US,), objects=SYSTEM,
    )
    for role, title in (
        ("president", "President of the United States"),
        ("secretary", "Secretary of State of the United States"),
    )
}  # fmt: skip
#: Entries alike in these are one that was entered twice.
_SAME: Final = ("@who", "start-date", "end-date", "country", "locale", "remarks")
_FORMS: Final = (
    r"(?i)\b(state|official working|official|working|private|informal|unofficial) visit\b"
)


def edition_of_visits(file: Input) -> Edition:
    """Whether the file lists visits to the United States; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=_IN, knows=("from@id", *_AUDIT))
    return Edition("visits")


def edition_of_travels(file: Input) -> Edition:
    """Whose travels the file lists; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=_OUT, knows=("country@id", *_AUDIT))
    second = head(file).decode("utf-8", errors="replace").partition("\n")[2]
    role = second.partition(",")[0].strip('"')
    if role not in _TRAVELS:
        raise UnreadableInput(
            f"the travels of a {role!r}", where=str(file.path),
            remedy="Known are the lists of the president and of the secretary.",
        )  # fmt: skip
    return Edition(role)


def read_visits(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """A visit a row: from the leader's state to the United States."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        _date(gate)
        settle_repeats(
            gate,
            keys=["id"],
            values=["visitor", "from", "period_start", "period_end", "description"],
        )
        name_state(gate, "from", to="subject", context=context)
        rows = gate.frame.with_columns(
            pl.lit(_US).alias("object"), pl.format("visit-{}", "id").alias("item")
        )
        one = rows.with_columns(pl.lit(1.0).alias("from"))
        yield gate.batch(observations=observed(one, "from", _VISIT), items=_visits(rows))


def read_travels(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """A country of a journey a row: from the United States to it."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        gate.one_of("@role", {role: role for role in _TRAVELS})
        _date(gate)
        settle_repeats(gate, keys=_SAME, values=["name"])
        name_state(gate, "country", to="object", context=context)
        rows = gate.frame.with_columns(
            pl.lit(_US).alias("subject"), pl.format("{}-{}", "@role", "id").alias("item")
        )
        one = rows.with_columns(pl.lit(1.0).alias("country"))
        observations = pl.concat(
            observed(one.filter(pl.col("@role") == role), "country", variable)
            for role, variable in _TRAVELS.items()
        )
        yield gate.batch(observations=observations, items=_travels(rows))


def _visits(rows: pl.DataFrame) -> pl.DataFrame:
    form = pl.col("description").str.extract(_FORMS).str.to_lowercase()
    facts = pl.struct(
        pl.col("visitor").alias("person"), pl.col("from"), pl.col("description").alias("remarks")
    )
    return _items(
        rows.with_columns(
            pl.format("{} ({}) in the United States", "visitor", "from").alias("title"),
            pl.concat_list(form).list.drop_nulls().alias("topics"),
            facts.struct.json_encode().alias("facts"),
        )
    )


def _travels(rows: pl.DataFrame) -> pl.DataFrame:
    facts = pl.struct(
        pl.col("name").alias("person"), pl.col("@role").alias("role"), pl.col("country"),
        pl.col("locale").alias("place"), pl.col("remarks"),
    )  # fmt: skip
    return _items(
        rows.with_columns(
            pl.format("{} in {}", "name", "country").alias("title"),
            pl.concat_list("@role").alias("topics"),
            facts.struct.json_encode().alias("facts"),
        )
    )


def _date(gate: Gate) -> None:
    """Days, both included; what happened was known on the last."""
    gate.day("start-date", to="period_start")
    gate.day("end-date", to="known_on")
    early = gate.frame["known_on"] < gate.frame["period_start"]
    gate.refuse(early, "end-date", "it ends on '{}', before it begins", "Check the days.")
    gate.frame = gate.frame.with_columns(pl.col("known_on").dt.offset_by("1d").alias("period_end"))


def _items(rows: pl.DataFrame) -> pl.DataFrame:
    return shaped(
        rows.with_columns(
            pl.lit("visit").alias("kind"), pl.concat_list("subject", "object").alias("actors")
        ),
        ITEMS,
    )


_PUBLISHER: Final = "Office of the Historian, U.S. Department of State"
_LICENCE: Final = "public domain (work of the United States government)"
_CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"

VISITS: Final = Source(
    id="us_visits_in",
    title="Visits by foreign leaders to the United States",
    what="Visits of heads of state and government to the United States since 1874: who, from "
    "where, on which days, and what for.",
    publisher=_PUBLISHER,
    licence=_LICENCE,
    licence_url=_CC0,
    homepage="https://history.state.gov/departmenthistory/visits",
    years="1874-2024",
    get="The XML files of https://github.com/HistoryAtState/visits, one row an entry as CSV.",
    files="One CSV with id, start-date, end-date, visitor, from, description.",
    limits=(
        "Listed are visits with a meeting of the President (or the Vice President in his stead): "
        "leaders who came to the United Nations only are not in it. A state and year without a "
        "row had no such visit; that is no claim about other meetings.",
        "A row is a visitor and an occasion: two leaders of one state who came together, or two "
        "occasions of one stay (a summit, then the United Nations), are two rows.",
        "Days are those in Washington unless the remarks say otherwise; the stay in the country "
        "is often longer.",
        "Heads of organisations and of dependent territories are rare; Hawaii and a few islands "
        "are no actors here and set aside.",
        '"Vietnam" before May 1975 is the state of Saigon; the Republic of China before December '
        "1949 is CHN.",
    ),
    authors="Office of the Historian",
    year=2025,
    cite="Office of the Historian, U.S. Department of State. Visits by Foreign Leaders. "
    "https://history.state.gov/departmenthistory/visits",
    kind="observations",
    edition_of=edition_of_visits,
    read=read_visits,
    variables=(_VISIT,),
    timely=True,
)

TRAVELS: Final = Source(
    id="us_travels",
    title="Travels abroad of the Presidents and Secretaries of State",
    what="Every country that a President (since 1906) or Secretary of State (since 1866) of the "
    "United States visited in office: days, places, whom they met.",
    publisher=_PUBLISHER,
    licence=_LICENCE,
    licence_url=_CC0,
    homepage="https://history.state.gov/departmenthistory/travels",
    years="1866-2025",
    get="The XML files of https://github.com/HistoryAtState/travels, one row an entry as CSV.",
    files="A CSV for each role with @role, @who, id, role, name, start-date, end-date, country, "
    "locale, remarks.",
    limits=(
        "A row is a country of a journey, not a journey; a country entered twice has two rows. "
        "When a Secretary went with the President, both lists have the visit.",
        "Left out by the publisher: trips to territories of the United States, days at sea and "
        "refuelling stops without a meeting. Private trips are in it where known. Otherwise the "
        "lists seek to be complete, so no row means no visit.",
        "A dependent territory stands under the state that had it at the time (Algeria before "
        "1962 under France).",
        "Whom they met stands in the remarks in words and may be of a third country.",
        "A few entries of 2021 are in the file twice under two numbers: those alike are set "
        "aside, one pair with different last days stays.",
        "Some trips were kept secret until they were over: known is a visit from its last day.",
        '"Vietnam" before May 1975 is the state of Saigon.',
    ),
    authors="Office of the Historian",
    year=2025,
    cite="Office of the Historian, U.S. Department of State. Travels Abroad of the President; "
    "Travels of the Secretary. https://history.state.gov/departmenthistory/travels",
    kind="observations",
    edition_of=edition_of_travels,
    read=read_travels,
    variables=tuple(_TRAVELS.values()),
    timely=True,
)
