"""Military expenditure of SIPRI, in the table of Our World in Data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_names
from multipole.sources.gate.corrections import Correction, correct
from multipole.sources.gate.frames import columns_of, read_csv
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.observe import melt
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable

_VARIABLES: Final = {
    "military_expenditure": Variable(
        "milex_usd_2019", "military expenditure, constant prices and exchange rates of 2019",
        "USD of 2019", "milex", ends=1, low=0),
    "military_expenditure_share_gdp": Variable(
        "milex_share_gdp_percent", "military expenditure as a share of output", "percent of GDP",
        "milex", ends=1, low=0, high=1000, roll="mean"),
    "military_expenditure_per_capita": Variable(
        "milex_per_capita_usd", "military expenditure per head, current prices", "USD per head",
        "milex", ends=1, low=0),
}  # fmt: skip
#: The edition of SIPRI whose last year is 2020 is in prices of 2019.
_LAST_YEAR: Final = 2020
_OWN: Final = {"Congo": "COG", "Timor": "TLS"}
_GROUP: Final = "group of states"
_ASIDE: Final = dict.fromkeys(
    ("Africa", "Asia", "Europe", "NATO members", "North America", "Oceania", "South America",
     "World"), _GROUP)  # fmt: skip
#: Years with a share of 0 although the state paid an army: sums of millions, or a war.
_ZERO_SHARES: Final = (
    ("Angola", (1985, 1986)),
    ("Democratic Republic of Congo",
     (1964, 1966, *range(1968, 1980))),
    ("Tajikistan", (1992, 1993, 1994)),
)  # fmt: skip
_CORRECTIONS: Final = tuple(
    Correction(
        f"milex-share-{name.split()[0].lower()}-{year}", (("Entity", name), ("Year", str(year))),
        "military_expenditure_share_gdp", "0.0", "",
        "the state paid an army in that year: the share is not known, not zero",
    )
    for name, years in _ZERO_SHARES
    for year in years
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is the table to 2020; of another edition the base year is not known."""
    check_columns(file, columns_of(file), needs=("Entity", "Year", *_VARIABLES))
    frame, _ = read_csv(file)
    last = frame["Year"].cast(pl.Float64, strict=False).max()
    if last != _LAST_YEAR:
        raise UnreadableInput(
            f"the table ends in {last:g}" if isinstance(last, float) else "the table has no year",
            where=str(file.path),
            remedy=f"The edition to {_LAST_YEAR} is in dollars of 2019; in what prices another one "
            "is, the file does not say: use the generic table with a variable of your own.",
        )
    return Edition("sipri_milex", version=f"1949-{_LAST_YEAR}")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Three observations a state and year; empty cells are missing."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        correct(gate, _CORRECTIONS, skip=context.skip_corrections)
        gate.year("Year")
        for column, variable in _VARIABLES.items():
            gate.number(column, low=variable.low, high=variable.high)
        resolve_names(gate, "Entity", to="subject", actors=context.actors, own=_OWN, aside=_ASIDE)
        of_the_time(gate, "subject", actors=context.actors)
        settle_repeats(gate, keys=("subject", "period_start"), values=tuple(_VARIABLES))
        yield gate.batch(observations=melt(gate.frame, _VARIABLES))


SOURCE: Final = Source(
    id="sipri_milex",
    title="SIPRI Military Expenditure Database (Our World in Data)",
    what="What states spend on their military, by year: in dollars of 2019, as a share of output, "
    "and per head.",
    publisher="Stockholm International Peace Research Institute; Our World in Data",
    licence="figures (c) SIPRI; table CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    homepage="https://www.sipri.org/databases/milex",
    years="1949-2020",
    get="Take the table of SIPRI's military expenditure to 2020 from the data sets of Our World in "
    "Data.",
    files="One CSV with Entity, Year, military_expenditure, military_expenditure_share_gdp, "
    "military_expenditure_per_capita.",
    limits=(
        "Whole dollars of 2019 for the total, but current dollars for the figure per head: do not "
        "divide one by the other.",
        "Estimates of very different quality: China's, Russia's and many others' are SIPRI's own, "
        "and the Soviet Union's (1988-1990, under the name Russia) are uncertain.",
        "Military expenditure is not the same as NATO's defence spending or a defence budget.",
        "A 0 is a state without armed forces (Costa Rica, Iceland, Panama), or a share rounded "
        "down (Haiti). Shares of 0 in years of a paid army (Angola 1985-1986, Congo-Kinshasa "
        "1964-1979, Tajikistan 1992-1994) are corrected to missing.",
        "South Sudan's and Montenegro's series begin before their independence.",
        "The series named Serbia is given to the state of the time: Yugoslavia to 2002, Serbia and "
        "Montenegro to 2005. Germany before 1990 is the Federal Republic.",
        "Continents, NATO as a whole and the world are set aside.",
    ),
    authors="Stockholm International Peace Research Institute",
    year=2021,
    cite="Stockholm International Peace Research Institute. 2021. SIPRI Military Expenditure "
    "Database. https://www.sipri.org/databases/milex.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)
