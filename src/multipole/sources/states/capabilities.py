"""National Material Capabilities of the Correlates of War project: CINC and its six components."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_codes
from multipole.sources.gate.frames import columns_of, read_csv
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable
from multipole.sources.gate.successions import keep_last_code

_MISSING: Final = ("", "NA", "-9", "-9.0")
_KEYS: Final = ("ccode", "year")
_KEY: Final = ("subject", "period_start")
_VARIABLES: Final = {
    "cinc": Variable("cinc", "Composite Index of National Capability", "share", "power",
                     ends=1, low=0, high=1, roll="mean"),
    "milex": Variable("nmc_milex", "military expenditure (to 1913 in pounds)", "thousand USD",
                      "power", ends=1, low=0),
    "milper": Variable("nmc_milper", "military personnel", "thousand", "power", ends=1, low=0,
                       roll="mean"),
    "irst": Variable("nmc_irst", "iron and steel production", "thousand tonnes", "power", ends=1,
                     low=0),
    "pec": Variable("nmc_pec", "primary energy consumption", "thousand tonnes of coal", "power",
                    ends=1, low=0),
    "tpop": Variable("nmc_tpop", "population", "thousand", "power", ends=1, low=0, roll="mean"),
    "upop": Variable("nmc_upop", "population of large cities", "thousand", "power", ends=1, low=0,
                     roll="mean"),
}  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file has the columns of NMC; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=(*_KEYS, "cinc"), knows=_KNOWN)
    return Edition("nmc")


_KNOWN: Final = ("stateabb", "statenme", "version", *_VARIABLES)


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Country-years of each file: an observation a component, missing ones said to be so."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        gate.year("year")
        resolve_codes(gate, "ccode", to="subject", system="cow", actors=context.actors)
        keep_last_code(gate, "ccode", keys=_KEY, actors=context.actors)
        present = {c: v for c, v in _VARIABLES.items() if c in gate.frame.columns}
        for column, variable in present.items():
            gate.number(column, low=variable.low, high=variable.high, missing=_MISSING)
        settle_repeats(gate, keys=_KEY, values=tuple(present))
        yield gate.batch(observations=melt(gate.frame, present))


SOURCE: Final = Source(
    id="cow_nmc",
    title="National Material Capabilities",
    what="Six indicators of power and the Composite Index of National Capability (CINC), by state "
    "and year.",
    publisher="Correlates of War Project",
    licence="free for research with citation; no licence text",
    licence_url="",
    homepage="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    years="1816-2022 (by version)",
    get="Download the abridged CSV of the newest version from the homepage.",
    files="One CSV with ccode, year, milex, milper, irst, pec, tpop, upop, cinc.",
    limits=(
        "Military expenditure is in current pounds to 1913 and in current dollars after: never "
        "compare across that year.",
        "CINC is a share of the system's total: it moves when others enter the system, and its "
        "six parts weigh the same (steel as much as population).",
        "Estimates for many states before 1945 are interpolated or guessed by the project; the "
        "table does not mark which.",
        "Germany and Yemen have two rows in 1990, one under each of two codes: the one of the code "
        "that they kept counts, and stands for the whole year.",
        "States outside the state system have no row: unknown, not zero.",
    ),
    authors="Singer, J. David",
    year=1987,
    cite="Singer, J. David. 1987. Reconstructing the Correlates of War Dataset on Material "
    "Capabilities of States, 1816-1985. International Interactions 14(2): 115-132.",
    journal="International Interactions 14(2): 115-132",
    doi="10.1080/03050628808434695",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)
