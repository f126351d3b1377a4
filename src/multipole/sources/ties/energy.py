"""Monthly flows of fossil fuels from Russia, put together from Comtrade and Eurostat by CREA."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate, check_columns
from multipole.sources.gate.codes import resolve_names
from multipole.sources.gate.frames import columns_of, read_csv
from multipole.sources.gate.observe import observed
from multipole.sources.gate.repeats import settle_repeats
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source, Variable

_NEEDS: Final = ("country", "partner", "date", "commodity", "unit", "value", "source")
_KEYS: Final = ("subject", "object", "date", "commodity", "unit")
_COMMODITIES: Final = {
    name: name
    for name in (
        "coal", "coke", "coal_gas", "tar", "oil", "oil_products", "natural_gas", "lng",
    )
}  # fmt: skip
_VARIABLES: Final = {
    "eur": Variable(
        "energy_imports_eur", "fossil fuels imported, less those sent back", "EUR", "energy",
        step="month",
    ),
    "tonne": Variable(
        "energy_imports_tonne", "fossil fuels imported, less those sent back", "tonne", "energy",
        step="month",
    ),
}  # fmt: skip
#: Names as Comtrade shortens them.
_OWN: Final = {
    "Congo": "COG",
    "Czech Rep.": "CZE",
    "Dem.Rep. of the Congo": "COD",
    "Dominican Rep.": "DOM",
    "Lao People's Dem. Rep.": "LAO",
    "Rep. of Korea": "KOR",
    "Rep. of Moldova": "MDA",
    "TFYR of Macedonia": "MKD",
    "United Rep. of Tanzania": "TZA",
}
_REPORTS_APART: Final = "a territory that reports apart from its state"
_ASIDE: Final = dict.fromkeys(
    ("China, Hong Kong SAR", "China, Macao SAR", "Greenland", "French Polynesia", "New Caledonia",
     "Aruba", "Bermuda"),
    _REPORTS_APART,
)  # fmt: skip


def edition_of(file: Input) -> Edition:
    """Whether the file is a table of monthly flows; raises `UnreadableInput`."""
    check_columns(file, columns_of(file), needs=_NEEDS, knows=("EU",))
    return Edition("flows")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """An observation a row: the importer is the subject, the commodity the item."""
    for file in files:
        gate = Gate(file, *read_csv(file))
        _check(gate)
        for column, to in (("country", "subject"), ("partner", "object")):
            resolve_names(gate, column, to=to, actors=context.actors, own=_OWN, aside=_ASIDE)
        settle_repeats(gate, keys=_KEYS, values=["value"])
        yield gate.batch(observations=_observations(gate.frame))


def _observations(frame: pl.DataFrame) -> pl.DataFrame:
    """One a row; months that are a twelfth of their year are imputed."""
    rows = frame.with_columns(pl.col("commodity").alias("item"))
    twelfths = rows.filter(_is_twelfth()).select("row", pl.lit("imputed").alias("_status"))
    found = pl.concat(
        observed(rows.filter(pl.col("unit") == unit), "value", variable)
        for unit, variable in _VARIABLES.items()
    ).join(twelfths, on="row", how="left", maintain_order="left")
    return found.with_columns(pl.coalesce("_status", "status").alias("status")).drop("_status")


def _is_twelfth() -> pl.Expr:
    """Twelve months of one importer, commodity and unit that are alike to the last digit."""
    year = ("subject", "object", "commodity", "unit", pl.col("period_start").dt.year())
    alike = (pl.len().over(*year) == 12) & (pl.col("value").n_unique().over(*year) == 1)
    return alike & (pl.col("value") != 0)


def _check(gate: Gate) -> None:
    gate.day("date", to="period_start")
    late = gate.frame["period_start"].dt.day() != 1
    gate.refuse(late, "date", "'{}' is not the first of a month", "Flows are monthly.")
    month_end = pl.col("period_start").dt.offset_by("1mo").alias("period_end")
    gate.frame = gate.frame.with_columns(month_end)
    gate.one_of("commodity", _COMMODITIES)
    gate.one_of("unit", {unit: unit for unit in _VARIABLES})
    gate.one_of("source", {"comtrade_eurostat": "comtrade_eurostat"})
    gate.number("value")


SOURCE: Final = Source(
    id="energy_flows",
    title="Imports of fossil fuels from Russia, monthly",
    what="Coal, coke, crude oil, oil products, pipeline gas and LNG that states and the EU bought "
    "from Russia, by month, in euros and tonnes.",
    publisher="Centre for Research on Energy and Clean Air (CREA)",
    licence="MIT for the package that holds the table; the figures are of UN Comtrade and Eurostat",
    licence_url="",
    homepage="https://github.com/energyandcleanair/fossil_shipment_tracker_r",
    years="January 2016 - May 2022",
    get="The table comtrade_eurostat of CREA's R package, saved as CSV (gzip or plain).",
    files="One CSV with country, partner, date, commodity, EU, unit, value, source.",
    limits=(
        "Flows are net: what the importer sent to Russia is subtracted, so that a month may be "
        "below zero. They are no customs record of a single direction.",
        "Gas of EU members is an estimate: all their imports times the share of Russia in "
        "Eurostat's volumes, divided into pipeline gas and LNG by a rule for each country. Tonnes "
        "of gas are not cubic metres.",
        "China, Austria, Denmark, Ireland and Malta report by year: their months are a twelfth of "
        "the year, with the status imputed. Use them by year only.",
        "Euros are dollars divided by 1.1 throughout: they do not follow the exchange rate.",
        "The EU is a row of its own, the sum of 27 members without the United Kingdom: never add "
        "it to its members. Where members are missing, so it is too low.",
        "A month without a row is not a zero: many states report few months, late or not at all, "
        "and the last months are thin.",
        "Sea-borne cargo that changes owners on the way may be reported under the country of "
        "transit.",
    ),
    authors="Centre for Research on Energy and Clean Air",
    year=2022,
    cite="Centre for Research on Energy and Clean Air (CREA). 2022. Fossil shipment tracker: "
    "imports of fossil fuels from Russia, from UN Comtrade and Eurostat.",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=tuple(_VARIABLES.values()),
)
