"""Roll calls of the General Assembly and the Security Council, in the formats they come in."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.frames import columns_of
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.sources.votes import library, unvotes, voeten
from multipole.sources.votes.ballots import UNGA_ADOPTED_VOTE, UNGA_VOTE, UNSC_VOTE

FORMATS: Final[tuple[ModuleType, ...]] = (voeten, unvotes, library)


def edition_of(file: Input) -> Edition:
    """The format of a file, by its columns; raises `UnreadableInput`."""
    header = columns_of(file)
    found: Edition = _format(file, header).edition_of(file, header)
    return found


def _format(file: Input, header: list[str]) -> ModuleType:
    for form in FORMATS:
        if form.recognises(header):
            return form
    raise UnreadableInput(
        "the columns are those of no table of roll calls",
        where=str(file.path),
        remedy=f"It has {', '.join(map(repr, header[:20]))}: is it another file?",
    )


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Votes and roll calls of files of one or several formats."""
    forms = {file.number: _format(file, columns_of(file)) for file in files}
    for form in FORMATS:
        mine = tuple(file for file in files if forms[file.number] is form)
        if mine:
            yield from form.read(mine, context)


SOURCE: Final = Source(
    id="unga_votes",
    title="Roll calls of the United Nations",
    what="Who voted yes, no or abstained on each roll call of the General Assembly since 1946, and "
    "on resolutions of the Security Council, with titles and issues where the table has them.",
    publisher="Erik Voeten and others (Harvard Dataverse); David Robinson (unvotes); "
    "UN Digital Library",
    licence="unvotes: MIT; the others carry no licence text",
    licence_url="https://cran.r-project.org/package=unvotes",
    homepage="https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/LEJUQZ",
    years="1946-2024 (long table), 1946-2019 (unvotes), 1946-2021 (Digital Library)",
    get="Download the table of votes from the homepage, or export the three tables of the R "
    "package unvotes; a wide table of the UN Digital Library gives the Security Council too.",
    files="One of: a long table with resid, ccode, date, vote (titles, flags and issues if it has "
    "them); un_votes, un_roll_calls and un_roll_call_issues of unvotes, given together; a wide "
    "table of the Digital Library with a column a state.",
    limits=(
        "A vote is a code, not a quantity: never add or average it. Compare states by the share of "
        "equal votes.",
        "Votes adopted by consensus are no roll calls: the record shows only what was contested.",
        "Up to session 57 the long table and unvotes have a number from 1 to 7 where the day "
        "should be: their votes are dated by month, right for 99.6 percent of the 2,976 that could "
        "be matched with the Digital Library, and known on its last day. The Library has days.",
        "The long table's `year` is wrong in sessions 77 and 78 and is not read. It lacks the "
        "votes on Ukraine of the emergency session of March 2022, and whoever was absent.",
        "The long table has Ukraine and Belarus from 1991 only, though they voted since 1946. It "
        "and unvotes count special and emergency sessions with a regular one, up to 1968 with "
        "the next.",
        "In session 78 of the long table 42 votes of Zambia, Zimbabwe and Yemen carry the day of "
        "another roll call than their number; they are refused.",
        "The long table and unvotes are two vintages of one collection and not the same in all "
        "sessions: from 51 on unvotes has up to 40 roll calls more in a session. Neither gives the "
        "published agreement in every session; the long table does in 68, 70 and 73 to 77.",
        "unvotes knows amendments and votes on paragraphs to 1985 only, votes important to the "
        "United States from session 39 on; an absent flag is unknown, not no.",
        "The Digital Library has resolutions that were adopted: no defeated draft, no vetoed one, "
        "no vote on a paragraph. Therefore its votes are variables of their own.",
        "Of the Digital Library's table absent, not voting and not taking part are one code; five "
        "cells do not tell who voted what and two days lie outside their session: they are "
        "refused. Two roll calls have only a year.",
        "Numbers of roll calls differ by format: voeten:, unvotes: and library: name the same vote "
        "by different numbers.",
        "China is TWN to 25 October 1971, whose government held the seat, in 1946-1949 too.",
    ),
    authors="Voeten, Erik",
    year=2013,
    cite="Voeten, Erik. 2013. Data and Analyses of Voting in the UN General Assembly. In Routledge "
    "Handbook of International Organization, ed. Bob Reinalda.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(UNGA_VOTE, UNGA_ADOPTED_VOTE, UNSC_VOTE),
    timely=True,
)
