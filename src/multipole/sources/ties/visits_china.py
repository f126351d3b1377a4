"""Meetings and travels of China's leaders, told in one-line notes with a few fixed phrases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.actors import Actors
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_names
from multipole.sources.gate.frames import ITEMS, columns_of, read_csv, shaped
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable

_NEEDS: Final = ("date", "year", "country", "leader", "text")
_CHINA: Final = "CHN"
_MET: Final = "and met with the following"
_AT_HOME: Final = "was in Beijing Municipality"
#: The place of a journey: what follows "travelled to" up to the town, the company or the meeting.
_WENT: Final = r"\btravelled to (.*?)(?:,|\band met with|\bOthers Attending|$)"
_IN_CHINA: Final = (
    r"( Province| Municipality| Autonomous Region| SAR)$|^Beijing$|^People's Republic"
)
#: Wales and England are the source's countries; the places of journeys have names of the past.
_COUNTRIES: Final = {"Wales": "GBR"}
_PLACES: Final = {
    "Czechoslovakia": "CZE",
    "Republic of Korea (South Korea)": "KOR",
    "Serbia-Montenegro": "SCG",
    "Yugoslavia": "SRB",
}
_ASIDE: Final = {"Cook Islands": "a territory that is no actor here"}

_MEETING: Final = Variable(
    "china_leader_meeting", "meetings of one of seven leaders of China with persons of the state",
    "leader-meeting", "visits", directed=False, step="day", low=0,
)  # fmt: skip
_ABROAD: Final = Variable(
    "china_leader_days", "days on which one of seven leaders of China was in the state",
    "leader-day", "visits", step="day", low=0,
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file lists engagements of China's leaders; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=_NEEDS)
    return Edition("engagements")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """An engagement a row: an item, and an observation where its words say what it was."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        _date(gate)
        settle_repeats(gate, keys=["date", "country", "leader", "text"], values=["year"])
        resolve_names(
            gate, "country", to="other", actors=context.actors, own=_COUNTRIES, aside=_ASIDE
        )
        of_the_time(gate, "other", actors=context.actors)
        gate.refuse(
            gate.frame["other"] == _CHINA, "country", "'{}' is China itself", "Check the row."
        )
        gate.frame = _read_notes(gate.frame, context.actors)
        observations = pl.concat([_meetings(gate.frame), _days_abroad(gate.frame)])
        yield gate.batch(observations=observations, items=_items(gate.frame))


def _date(gate: Gate) -> None:
    gate.day("date", form="%m/%d/%y", to="period_start")
    other = gate.frame["period_start"].dt.year().cast(pl.String) != gate.frame["year"]
    gate.refuse(other, "year", "'{}' is not the year of the date", "Check the row.")
    gate.frame = gate.frame.with_columns(
        pl.col("period_start").dt.offset_by("1d").alias("period_end"),
        pl.col("period_start").alias("known_on"),
    )


def _read_notes(frame: pl.DataFrame, actors: Actors) -> pl.DataFrame:
    """``met``, ``role`` (travelled, at home, or neither), ``place`` and whose it is, ``abroad``."""
    text = pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars()
    place = text.str.extract(_WENT).str.strip_chars()
    notes = frame.with_columns(text.alias("text")).with_columns(
        pl.col("text").str.contains(_MET, literal=True).alias("met"),
        place.alias("place"),
        pl.col("text").str.contains(_AT_HOME, literal=True).alias("_home"),
    )
    inside = pl.col("place").str.contains(_IN_CHINA).fill_null(value=False)
    places = notes.filter(~inside)["place"].drop_nulls().unique().to_list()
    known = {name: _state(name, actors) for name in places}
    abroad = pl.col("place").replace_strict(known, default=None, return_dtype=pl.String)
    role = (
        pl.when(pl.col("_home") | inside).then(pl.lit("at home"))
        .when(pl.col("abroad").is_not_null()).then(pl.lit("travelled"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    notes = notes.with_columns(pl.when(~inside).then(abroad).alias("abroad"))
    leader = pl.col("leader").str.to_lowercase().str.replace_all(" ", "-")
    item = pl.format("{}-{}-{}", "period_start", leader, "other")
    return notes.with_columns(role.alias("role"), item.alias("_item")).with_columns(
        pl.format("{}-{}", "_item", pl.int_range(1, pl.len() + 1).over("_item")).alias("item")
    )


def _state(name: str, actors: Actors) -> str | None:
    known = actors.known(name)
    found = _PLACES.get(name) or (known.id if known else None)
    return None if found == _CHINA else found


def _meetings(frame: pl.DataFrame) -> pl.DataFrame:
    """One a row that tells of a meeting with persons of its country.

    A note that stands under several countries is under the host's as well: whether persons of the
    host were met is not known then.
    """
    shared = pl.len().over("leader", "period_start", "text") > 1
    host_only = shared & (pl.col("abroad") == pl.col("other")).fill_null(value=False)
    met = frame.filter(pl.col("met") & ~host_only).with_columns(
        pl.lit(_CHINA).alias("subject"), pl.col("other").alias("object"), pl.lit(1.0).alias("text")
    )
    return observed(met, "text", _MEETING)


def _days_abroad(frame: pl.DataFrame) -> pl.DataFrame:
    """One for a leader, state and day, at the first row that tells it."""
    days = (
        frame.filter(pl.col("abroad").is_not_null())
        .unique(["leader", "abroad", "period_start"], keep="first", maintain_order=True)
        .with_columns(
            pl.lit(_CHINA).alias("subject"), pl.col("abroad").alias("object"),
            pl.lit(1.0).alias("text"),
        )
    )  # fmt: skip
    return observed(days, "text", _ABROAD)


def _items(frame: pl.DataFrame) -> pl.DataFrame:
    facts = pl.struct(
        pl.col("leader").alias("person"), pl.col("role"), pl.col("place"), pl.col("met"),
        pl.col("country"), pl.col("text"),
    )  # fmt: skip
    rows = frame.with_columns(
        pl.lit("engagement").alias("kind"),
        pl.col("text").str.slice(0, 160).alias("title"),
        pl.concat_list(pl.lit(_CHINA), "other", "abroad").list.drop_nulls()
        .list.unique(maintain_order=True).alias("actors"),
        pl.concat_list(
            pl.when(pl.col("met")).then(pl.lit("meeting")),
            pl.when(pl.col("role") == "travelled").then(pl.lit("abroad"))
            .when(pl.col("role") == "at home").then(pl.lit("at home")),
        ).list.drop_nulls().alias("topics"),
        facts.struct.json_encode().alias("facts"),
    )  # fmt: skip
    return shaped(rows, ITEMS)


SOURCE: Final = Source(
    id="china_engagements",
    title="Engagements of China's leaders with other states, 2003-2018",
    what="What Hu Jintao, Xi Jinping, Wen Jiabao, Li Keqiang and the foreign ministers Li "
    "Zhaoxing, Yang Jiechi and Wang Yi did with other states: meetings, journeys, calls, messages.",
    publisher="not named in the file; its wording is that of China Vitae (chinavitae.com)",
    licence="none came with the file: for one's own research only",
    licence_url="",
    homepage="https://www.chinavitae.com/",
    years="2003-2018",
    get="No official download: a CSV that circulates among researchers.",
    files="One CSV with date (MM/DD/YY), year, country, leader, text.",
    limits=(
        'Only two fixed phrases are read: "travelled to ..." and "was in Beijing Municipality", '
        'with "and met with the following". Other rows (calls, messages of sympathy, headlines '
        "of the press; about one in seven) are kept as items without a number.",
        "A note on a meeting abroad stands under the host's name too, whoever was met: where it "
        "stands under several states, the host has no meeting from it, and meetings with hosts "
        "are undercounted.",
        "A meeting counts once for each leader and state; guests at home include ambassadors, "
        "business people and former leaders, so it is no visit by a head of state.",
        "Days abroad are days with an entry: days of a journey without one are missing, and a "
        "summit counts for the state where it was held, not for those who were met there.",
        "The list is of seven persons, each while in office as far as China Vitae followed him: "
        "no row is not a zero, and counts of different years do not compare well.",
        "Places bear names of the past: Prague is under Czechoslovakia and Belgrade once under "
        "Yugoslavia; they are read as CZE and SRB.",
    ),
    authors="",
    year=2019,
    cite="Engagements of Chinese leaders 2003-2018, compiled from China Vitae "
    "(https://www.chinavitae.com/).",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(_MEETING, _ABROAD),
    timely=True,
)
