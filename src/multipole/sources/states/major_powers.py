"""Major powers of the Correlates of War project, by day."""

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

MAJOR: Final = Variable("major_power", "major power", "1", "power", ends=1, step="range",
                        roll="max", low=1, high=1, zero=True, subjects=SYSTEM)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is the list of major powers; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=("ccode", *DAYS, "version"), knows=("stateabb",))
    return spell_edition(file, "cow_majors", MAJOR)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """The spells of each major power."""
    for file in files:
        yield read_spells(file, context, MAJOR)


SOURCE: Final = Source(
    id="cow_majors",
    title="Major Powers (State System Membership)",
    what="Which states were major powers, and from which day to which.",
    publisher="Correlates of War Project",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="https://correlatesofwar.org/data-sets/state-system-membership/",
    years="1816-2016 (version 2016)",
    get="Download the file of major powers of the newest version from the homepage; the table "
    "cow_majors of the R package peacesciencer has the same rows.",
    files="One CSV with ccode, first and last day in three columns each, version.",
    limits=(
        "A judgement of historians of the project, not a measurement: Germany and Japan are major "
        "powers again from December 1991, India never.",
        "The list ends on the last day of its version; powers of that day have no end.",
    ),
    authors="Correlates of War Project",
    year=2017,
    cite='Correlates of War Project. 2017. "State System Membership List, v2016." Online, '
    "https://correlatesofwar.org/data-sets/state-system-membership/",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(MAJOR,),
)
