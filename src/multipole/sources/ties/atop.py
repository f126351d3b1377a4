"""Alliance Treaty Obligations and Provisions (ATOP): who has pledged what to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import check_columns
from multipole.sources.gate.frames import columns_of, read_csv
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.sources.ties.atop_columns import MEMBER_COLUMNS, OBLIGATIONS, TREATY_COLUMNS
from multipole.sources.ties.atop_dyads import PLEDGES, check_dyads, dyads_cover, read_dyads
from multipole.sources.ties.atop_treaties import MEMBER, read_members, read_treaties

_TREATY: Final = ("atopid", "begyr", "begmo", "begday", "endyr", "endmo", "endday", "mem1",
                  *OBLIGATIONS)  # fmt: skip
_MEMBER: Final = ("atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
_MARKS: Final = {
    "ccode1": "dyads",
    "stateA": "dyads",
    "begyr": "treaties",
    "yrent": "members",
}


def edition_of(file: Input) -> Edition:
    """Which of ATOP's three files it is; raises `UnreadableInput`."""
    found = columns_of(file)
    kind = _kind(file, found)
    if kind == "dyads":
        check_dyads(file, found)
        return Edition("atop_dyads", covers=dyads_cover(file))
    needs, knows = (_TREATY, TREATY_COLUMNS) if kind == "treaties" else (_MEMBER, MEMBER_COLUMNS)
    check_columns(file, found, needs=needs, knows=knows)
    return Edition(f"atop_{kind}", version=_version(file))


def _kind(file: Input, found: Sequence[str]) -> str:
    for column, kind in _MARKS.items():
        if column in found:
            return kind
    raise UnreadableInput(
        "the file is none of ATOP's", where=str(file.path),
        remedy="Give the directed dyad-years, the alliance-level or the member-level file.",
    )  # fmt: skip


def _version(file: Input) -> str:
    """``4.01`` of the column ``version``, which a conversion made ``4.0100002``."""
    frame, _ = read_csv(file)
    if "version" not in frame.columns or frame.is_empty():
        return ""
    try:
        return f"{float(frame['version'][0]):.2f}"
    except ValueError:
        return ""


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Pledges by directed dyad-year, alliances as items, spells of membership."""
    readers = {"dyads": read_dyads, "treaties": read_treaties, "members": read_members}
    for file in files:
        yield readers[_kind(file, columns_of(file))](file, context)


SOURCE: Final = Source(
    id="atop",
    title="Alliance Treaty Obligations and Provisions",
    what="Alliances of states since 1815: what each member has pledged to each other one, year by "
    "year, and the content of the treaties.",
    publisher="Rice University (ATOP project)",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="http://www.atopdata.org",
    years="1815-2018 (version 5.1)",
    get="Download the alliance-level, member-level and directed dyad-year CSV from the homepage; "
    "the table atop_alliance of the R package peacesciencer has the same dyad-years.",
    files="Directed dyad-years (stateA, stateB, year, defense ... consul, or ccode1, ccode2, year, "
    "atop_defense ... atop_consul; CSV or Parquet), alliance-level CSV (atopid, begyr ... mem1 "
    "...), member-level CSV (atopid, member, yrent ...).",
    limits=(
        "An alliance here is a written promise of states to defend, attack together, stay neutral, "
        "not attack or consult in a crisis: no arms deal, partnership or base without such a "
        "promise is in it.",
        "Dyad-years name the first state's pledge to the second: the two directions may differ. "
        "The list of alliances is complete for its years, so a dyad-year that it does not name has "
        "no such pledge; that holds for pairs of states of the Correlates of War system only.",
        "Add the dyad-years whole: the file without pacts of non-aggression alone (NNA), or a part "
        "of the file, would make pledges that it leaves out look like none.",
        "A dyad-year counts when the pledge held on any day of the year.",
        "A pledge is a text, not a deed, and many hold only on "
        "conditions that the five variables do not show.",
        "Treaties with an end year 0 are in force at the end of the file's last year; the file "
        "does not say more.",
        "Where only the month of a date is known, a beginning counts from its first day and an end "
        "to its last.",
    ),
    authors="Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, "
    "Andrew G.",
    year=2002,
    cite="Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. "
    "2002. Alliance Treaty Obligations and Provisions, 1815-1944. International Interactions 28: "
    "237-260.",
    journal="International Interactions 28: 237-260",
    doi="10.1080/03050620213653",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(*PLEDGES.values(), MEMBER),
)
