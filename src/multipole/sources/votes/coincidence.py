"""Voting coincidence with the United States, as the State Department counts it, a file a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import MISSING, Gate, check_columns
from multipole.sources.gate.codes import resolve_codes, resolve_names
from multipole.sources.gate.frames import columns_of, read_csv
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable

_SHARE: Final = "COINCIDENCE"
_NEEDS: Final = ("COUNTRY", "SAME", "ABSENT", _SHARE)
_KNOWS: Final = ("ISO", "OPPOSITE", "OPPOSE", "PARTIAL", "ABSTAIN")
_YEAR: Final = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
_OWN_CODES: Final = {"GRO": "GRC"}
_OWN: Final = {
    "Congo": "COG",
    "DPR of Korea": "PRK",
    "Dem. Rep. of Congo": "COD",
    "St. Vincent/ Grenadines": "VCT",
    "TFYR Macedonia": "MKD",
    "U.R. Tanzania": "TZA",
    "Irag": "IRQ",
    "Myanmar (Burma)": "MMR",
    "Equatoria Guinea": "GNQ",
}


def _count(name: str, label: str) -> Variable:
    return Variable(name, f"UNGA votes {label}", "votes", "us_coincidence", directed=False, low=0)


_VARIABLES: Final = {
    _SHARE: Variable("us_coincidence", "voting coincidence with the United States", "share",
                     "votes", directed=False, roll="mean", low=0, high=1),
    "SAME": _count("us_votes_same", "cast as the United States did"),
    "OPPOSITE": _count("us_votes_opposite", "cast against the United States"),
    "OPPOSE": _count("us_votes_opposite", "cast against the United States"),
    "PARTIAL": _count("us_votes_partial", "where one abstained and the other did not"),
    "ABSTAIN": _count("us_votes_abstain", "where the state abstained"),
    "ABSENT": _count("us_votes_absent", "where the state was absent"),
}  # fmt: skip


def edition_of(file: Input) -> Edition:
    """The edition of the year in the file's name; raises `UnreadableInput` without one."""
    _check(file, columns_of(file))
    return Edition(f"coincidence {_year(file)}", version=str(_year(file)))


def _check(file: Input, header: list[str]) -> None:
    check_columns(file, header, needs=_NEEDS, knows=_KNOWS)
    pairs = ({"OPPOSITE", "OPPOSE"}, {"PARTIAL", "ABSTAIN"})
    if any(len(pair & set(header)) != 1 for pair in pairs):
        raise UnreadableInput(
            "the file needs one column of opposite votes and one of abstentions",
            where=str(file.path),
            remedy="They are called OPPOSITE or OPPOSE, and PARTIAL or ABSTAIN.",
        )


def _year(file: Input) -> int:
    years = _YEAR.findall(file.name)
    if len(years) != 1:
        raise UnreadableInput(
            f"the name {file.name!r} does not say of which year the table is",
            where=str(file.path),
            remedy="Name it by its year: un-coincidence-2021.csv.",
        )
    return int(years[0])


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Shares and counts of each file."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        _check(file, gate.frame.columns)
        columns = {c: v for c, v in _VARIABLES.items() if c in gate.frame.columns}
        gate.frame = gate.frame.with_columns(pl.lit(_year(file)).alias("year"))
        gate.year("year")
        _take_numbers(gate, list(columns))
        _take_states(gate, context)
        settle_repeats(gate, keys=["subject"], values=list(columns))
        frame = gate.frame.with_columns(pl.lit("USA").alias("object"))
        yield gate.batch(observations=melt(frame, columns))


def _take_numbers(gate: Gate, columns: list[str]) -> None:
    counts = [column for column in columns if column != _SHARE]
    for column in counts:
        gate.number(column, low=0, whole=True, needed=True)
    gate.number(_SHARE, low=0, high=1, missing=(*MISSING, "No Votes"))
    gate.frame = gate.frame.with_columns(pl.sum_horizontal(counts).alias("_all"))
    usual = gate.frame["_all"].mode().sort()
    if len(usual):
        odd = gate.frame["_all"] != usual[-1]
        gate.refuse(odd, "SAME", f"the row's votes are {{}} in all, those of others {usual[-1]:g}",
                    "Compare the report of the State Department.",
                    datum="_all")  # fmt: skip
    cast = pl.sum_horizontal([c for c in counts if c != "ABSENT"])
    share = pl.when(cast > 0).then(pl.col(_SHARE)).alias(_SHARE)
    gate.frame = gate.frame.with_columns(share).drop("_all")


def _take_states(gate: Gate, context: Context) -> None:
    if "ISO" in gate.frame.columns:
        resolve_codes(gate, "ISO", to="subject", system="iso3", actors=context.actors,
                      own=_OWN_CODES)  # fmt: skip
    else:
        resolve_names(gate, "COUNTRY", to="subject", actors=context.actors, own=_OWN)


SOURCE: Final = Source(
    id="us_coincidence",
    title="Voting coincidence with the United States",
    what="How often each state voted in the UN General Assembly as the United States did, a table "
    "a year.",
    publisher="United States Department of State, Bureau of International Organization Affairs",
    licence="work of the US government; the tables carry no licence text",
    licence_url="",
    homepage="https://www.state.gov/voting-practices-in-the-united-nations/",
    years="2013-2023",
    get="Take the table of all states from the yearly report, Voting Practices in the United "
    "Nations, and name the file by its year.",
    files="CSV a year, the year in the file's name: COUNTRY, SAME, OPPOSITE (or OPPOSE), PARTIAL "
    "(or ABSTAIN), ABSENT, COINCIDENCE and from 2018 on ISO.",
    limits=(
        "Years are not comparable: the tables of 2013 to 2017 rest on 18 to 21 votes (of the size "
        "of the reports' annex on Israel, not of all votes), those from 2018 on 86 to 110.",
        "The share is made in three ways. To 2016 it is same / (same + opposite); from 2017 an "
        "abstention against a yes or no (partial) counts half; from 2022 an absence counts half as "
        "well. In 2019 (17 states) and 2021 (over half of them) it follows from no such rule. "
        "Compute your own from the counts.",
        "A state that cast no vote has no share, though some tables write 0.00.",
        "Rows whose votes do not add up to those of the other states of the year (two of 2016, "
        "four of 2019) are refused.",
        "It is not the agreement of scholars: consensus, abstentions and the choice of "
        "votes differ.",
    ),
    authors="United States Department of State",
    year=2024,
    cite="United States Department of State. Voting Practices in the United Nations. Annual report "
    "to Congress.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple({v.name: v for v in _VARIABLES.values()}.values()),
    increments=True,
)
