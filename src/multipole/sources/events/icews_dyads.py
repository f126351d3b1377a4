"""Yearly counts of ICEWS events by directed pair of states, in four classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import columns_of, read_table
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable


def _count(name: str, label: str) -> Variable:
    return Variable(f"icews_{name}", f"ICEWS events of {label} from one to the other", "events",
                    "events", low=0)  # fmt: skip


_VARIABLES: Final = {
    "verbCoop": _count("verbal_cooperation", "verbal cooperation"),
    "matlCoop": _count("material_cooperation", "material cooperation"),
    "verbConf": _count("verbal_conflict", "verbal conflict"),
    "matlConf": _count("material_conflict", "material conflict"),
}
_KEYS: Final = ("i_iso3c", "j_iso3c", "year")
#: Names and labels, and the covariates of other publishers, which are not read.
_KNOWN: Final = (
    "i", "j", "id", "i_year", "j_year", "i_polity2", "j_polity2", "i_region", "j_region", "i_gdp",
    "j_gdp", "i_log_gdp", "j_log_gdp", "i_pop", "j_pop", "i_log_pop", "j_log_pop",
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file has the four counts and the two codes; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=(*_KEYS, *_VARIABLES), knows=_KNOWN)
    return Edition("icews_dyads")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Four observations of each row; the file writes zeros, so they are observed."""
    for file in files:
        gate = Gate(file, *read_table(file))
        gate.year("year")
        for column in _VARIABLES:
            gate.number(column, low=0, whole=True)
        resolve_codes(gate, "i_iso3c", to="subject", system="iso3", actors=context.actors)
        resolve_codes(gate, "j_iso3c", to="object", system="iso3", actors=context.actors)
        gate.refuse(gate.frame["subject"] == gate.frame["object"], "j_iso3c",
                    "'{}' is the same state as i_iso3c", "Check the codes.")  # fmt: skip
        settle_repeats(gate, keys=("subject", "object", "period_start"), values=tuple(_VARIABLES))
        yield gate.batch(observations=melt(gate.frame, _VARIABLES))


SOURCE: Final = Source(
    id="icews_dyads",
    title="ICEWS events by directed pair of states and year (netify)",
    what="How many ICEWS events of verbal and material cooperation and conflict each state "
    "directed at each other one, by year.",
    publisher="netify (R package), from ICEWS on Harvard Dataverse",
    licence="GPL-3 (package); ICEWS itself is for research and education only",
    licence_url="https://www.gnu.org/licenses/gpl-3.0.html",
    homepage="https://netify-dev.github.io/netify/",
    years="2002-2014",
    get="Save the data set icews of the R package netify as Parquet or CSV.",
    files="One Parquet or CSV file with i, j, year, i_iso3c, j_iso3c, verbCoop, matlCoop, "
    "verbConf, matlConf.",
    limits=(
        "152 states, the same in all years; every pair has a row and zero is written. Zero is no "
        "event in ICEWS, not no event.",
        "Counts of reports coded by a machine: they follow the number of stories about a pair. "
        "Compare shares of classes, not counts of different pairs or years.",
        "The classes are those of CAMEO, where statements and appeals are verbal cooperation: they "
        "are not the classes of PLOVER.",
        "Made from the events of the source icews: never add the two.",
        "Regime, GDP, population and region in the file are other publishers' figures and are not "
        "read: take them from their own sources.",
    ),
    authors="Boschee, Elizabeth and Lautenschlager, Jennifer and O'Brien, Sean and Shellman, Steve "
    "and Starz, James and Ward, Michael",
    year=2015,
    cite="Boschee, Elizabeth, Jennifer Lautenschlager, Sean O'Brien, Steve Shellman, James Starz "
    "and Michael Ward. 2015. ICEWS Coded Event Data. Harvard Dataverse. "
    "https://doi.org/10.7910/DVN/28075. Counts as distributed with the R package netify.",
    doi="10.7910/DVN/28075",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)
