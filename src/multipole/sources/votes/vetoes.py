"""Vetoes in the Security Council: a row a draft, the states that vetoed it by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.periods import Period
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.frames import ITEMS, columns_of, read_csv, shaped
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import REPEATED
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable
from multipole.sources.votes.un import china_by_date, facts_of, known_when_voted

_NAMES: Final = ("member_veto1", "member_veto2", "member_veto3")
_MEMBERS: Final = {"USSR": "RUS", "Russia": "RUS", "USA": "USA", "UK": "GBR", "France": "FRA",
                   "China": "CHN"}  # fmt: skip
_NEEDS: Final = ("year", "date", "month", "draft", "meeting_record", "agenda_item", *_NAMES)
_MORE: Final = ("crisis_topic", "region", "single_veto", "multiple_vetoes", *_MEMBERS,
                "russia_china", "usa_uk", "usa_france", "usa_france_uk", "france_uk")  # fmt: skip
_FACTS: Final = ("draft", "meeting_record", "agenda_item", "crisis_topic", "region", "vetoed_by")
_PERMANENT: Final = ("CHN", "FRA", "GBR", "RUS", "USA")

VETO: Final = Variable(
    "veto", "veto in the UN Security Council", "vetoes", "vetoes", ends=1, step="day", low=0,
    high=1, zero=True, subjects=_PERMANENT,
)  # fmt: skip
JOINT_VETO: Final = Variable(
    "joint_veto", "draft vetoed by both in the UN Security Council", "drafts", "vetoes",
    directed=False, step="day", low=0, high=1, zero=True, subjects=_PERMANENT, objects=_PERMANENT,
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """The edition, and the days from the first to the last veto of the file."""
    check_columns(file, columns_of(file), needs=_NEEDS, knows=_MORE)
    gate = _dated(file)
    if not gate.frame.height:
        return Edition("vetoes")
    first, last = gate.frame["period_start"].min(), gate.frame["period_end"].max()
    time = Period(first, last)  # type: ignore[arg-type]
    return Edition("vetoes", covers={VETO.name: time, JOINT_VETO.name: time})


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Each veto, each pair of states that vetoed a draft together, and the drafts."""
    for file in files:
        gate = _dated(file)
        _check_names(gate)
        _drop_repeats(gate)
        drafts = _numbered(gate.frame).with_columns(known_when_voted())
        votes = _vetoes(drafts)
        found = pl.concat([_single(votes), _joint(votes)])
        yield gate.batch(observations=found, items=_items(drafts, votes))


def _dated(file: Input) -> Gate:
    gate = Gate(file, *read_csv(file))
    check_columns(file, gate.frame.columns, needs=_NEEDS, knows=_MORE)
    gate.day("date", to="period_start", form="%m/%d/%Y")
    end = pl.col("period_start").dt.offset_by("1d").alias("period_end")
    gate.frame = gate.frame.with_columns(end)
    for part, said in (("year", pl.col("period_start").dt.year()),
                       ("month", pl.col("period_start").dt.month())):  # fmt: skip
        gate.number(part, whole=True, needed=True)
        differs = gate.frame.select(said != pl.col(part)).to_series()
        gate.refuse(differs, "date", f"'{{}}' is not in the {part} of the row", "Check the day.")
    return gate


def _check_names(gate: Gate) -> None:
    """Refuse unknown names, drafts without one, and 1 for a state that is not named."""
    for column in _NAMES:
        names = dict.fromkeys(("", "NA"), "") | _MEMBERS
        gate.one_of(column, {n: n if n in _MEMBERS else "" for n in names})
    nobody = gate.frame["member_veto1"] == ""
    gate.refuse(nobody, "member_veto1", "no state is named", "Say who vetoed the draft.")
    for member in _MEMBERS:
        if member in gate.frame.columns:
            named = pl.any_horizontal([pl.col(c) == member for c in _NAMES])
            flagged = pl.col(member).str.strip_chars() == "1"
            claims = gate.frame.select(flagged & ~named).to_series()
            gate.refuse(claims, member, f"{member} is not one of the names in the row",
                        "Say which of the two is right.")  # fmt: skip


def _drop_repeats(gate: Gate) -> None:
    """Set aside a draft that is there again, alike in every cell.

    Where the meeting stands for a draft without a symbol, two rows may be two drafts of one day.
    """
    cells = [name for name in gate.frame.columns if name != "row"]
    again = ~gate.frame.select(pl.struct(cells).is_first_distinct()).to_series()
    gate.set_aside(again & (gate.frame["draft"] != gate.frame["meeting_record"]), REPEATED)


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Drafts with an id: the symbol, with a number where several have the same one."""
    draft = pl.col("draft").str.strip_chars()
    place = pl.int_range(pl.len()).over(draft)
    number = pl.when(place > 0).then(pl.concat_str(pl.lit(" #"), place + 1)).otherwise(pl.lit(""))
    return frame.with_columns(pl.concat_str(draft, number).alias("item"))


def _vetoes(drafts: pl.DataFrame) -> pl.DataFrame:
    """A row a draft and vetoing state: subject, and the column that names it."""
    kept = ["row", "item", "period_start", "period_end", "known_on"]
    votes = drafts.unpivot(
        on=list(_NAMES), index=kept, variable_name="column", value_name="name"
    ).filter(pl.col("name") != "")
    subject = pl.col("name").replace_strict(_MEMBERS).alias("subject")
    votes = votes.with_columns(subject, pl.lit(1.0).alias("value"))
    return china_by_date(votes).unique(["row", "subject"], keep="first", maintain_order=True)


def _single(votes: pl.DataFrame) -> pl.DataFrame:
    return observed(votes, "value", VETO).with_columns(votes["column"])


def _joint(votes: pl.DataFrame) -> pl.DataFrame:
    other = votes.select("row", pl.col("subject").alias("object"))
    pairs = votes.join(other, on="row").filter(pl.col("subject") < pl.col("object"))
    return observed(pairs, "value", JOINT_VETO).with_columns(pairs["column"])


def _items(drafts: pl.DataFrame, votes: pl.DataFrame) -> pl.DataFrame:
    actors = votes.group_by("row").agg(pl.col("subject").sort().alias("actors"))
    frame = drafts.join(actors, on="row", how="left", maintain_order="left").with_columns(
        pl.lit("draft").alias("kind"),
        pl.col("agenda_item").str.strip_chars().alias("title"),
        pl.col("actors").list.join(" ").alias("vetoed_by"),
    )
    facts = [name for name in _FACTS if name in frame.columns]
    return shaped(frame.with_columns(facts_of(frame, facts)), ITEMS)


SOURCE: Final = Source(
    id="unsc_vetoes",
    title="Vetoes in the UN Security Council",
    what="Draft resolutions that a permanent member vetoed, and who did, alone or together.",
    publisher="a table made from the list of the UN Dag Hammarskjöld Library",
    licence="MIT",
    licence_url="",
    homepage="https://research.un.org/en/docs/sc/quick",
    years="1946-2022",
    get="Make the table from the list of vetoes of the Dag Hammarskjöld Library: a row a draft.",
    files="One CSV with year, date (M/D/YYYY), month, draft, meeting_record, agenda_item and "
    "member_veto1 to member_veto3; USSR and Russia are both RUS.",
    limits=(
        "It covers the days from its first to its last veto; within them, no row means none for "
        "the five permanent members of today.",
        "It is not the whole list: the edition to July 2022 lacks vetoes of amendments: that of "
        "the Republic of China of December 1955 (Mongolia) and that of China and the Soviet Union "
        "of 10 September 1972. Therefore Taipei has no zeros.",
        "China is TWN to 25 October 1971; the zeros of CHN before that day only say that Beijing "
        "had no seat.",
        "Who vetoed is read from the names. The columns of 0 and 1 lack it in some twenty rows of "
        "1966 to 1985 and are not used; a 1 for a state that is not named refuses the row.",
        "Several drafts of the 1940s are known only by the record of their meeting: of several in "
        "one meeting the second is called 'S/PV.49 #2'.",
        "Drafts that failed for want of votes, and drafts withdrawn under threat of a veto, are "
        "not in it. A joint veto says nothing about why.",
    ),
    authors="Dag Hammarskjöld Library",
    year=2022,
    cite="Dag Hammarskjöld Library. Security Council - Quick Links: Vetoes. United Nations.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(VETO, JOINT_VETO),
    timely=True,
)
