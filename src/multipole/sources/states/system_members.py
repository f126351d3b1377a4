"""State System Membership of the Correlates of War project: which states there were, by day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.sources.gate.check import check_columns
from multipole.sources.gate.frames import columns_of
from multipole.sources.gate.source import (
    SYSTEM,
    Batch,
    Context,
    Edition,
    Input,
    Source,
    Variable,
)
from multipole.sources.states.spells import DAYS, read_spells, spell_edition

MEMBER: Final = Variable("state_system_member", "member of the state system", "1", "power", ends=1,
                         step="range", roll="max", low=1, high=1, zero=True,
                         subjects=SYSTEM)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is the membership list; raises `UnreadableInput`."""
    needs = ("stateabb", "ccode", "statenme", *DAYS, "version")
    check_columns(file, columns_of(file), needs=needs)
    return spell_edition(file, "cow_states", MEMBER)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """The spells of each state in the system."""
    for file in files:
        yield read_spells(file, context, MEMBER)


SOURCE: Final = Source(
    id="cow_states",
    title="State System Membership",
    what="The states of the international system since 1816, with the days on which each entered "
    "and left it.",
    publisher="Correlates of War Project",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="https://correlatesofwar.org/data-sets/state-system-membership/",
    years="1816-2016 (version 2016)",
    get="Download the file of states of the newest version from the homepage; the table cow_states "
    "of the R package peacesciencer has the same rows.",
    files="One CSV with stateabb, ccode, statenme, first and last day in three columns each, "
    "version.",
    limits=(
        "Before 1920 a member needs half a million inhabitants and envoys of Britain and France; "
        "after, a seat in the League or the United Nations, or envoys of two major powers: small "
        "and unrecognised states are missing for reasons of this rule.",
        "A state leaves the system while it is occupied (the Netherlands 1940-1945), so a gap is "
        "not the end of a state.",
        "The list ends on the last day of its version: states that are members on that day have "
        "no end, and what came after is not covered.",
        "Code 345 is Serbia to 1918, Yugoslavia, Serbia and Montenegro, and Serbia again: its one "
        "row becomes one for each.",
    ),
    authors="Correlates of War Project",
    year=2017,
    cite='Correlates of War Project. 2017. "State System Membership List, v2016." Online, '
    "https://correlatesofwar.org/data-sets/state-system-membership/",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(MEMBER,),
)
