"""What the World Development Indicators write: indicators we know, and codes that are no states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from multipole.sources.gate.source import Roll, Variable

_INF: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator by its code, the name that says its unit and base year, and our variable."""

    code: str
    name: str
    variable: Variable


def _known(
    code: str, name: str, variable: str, label: str, unit: str, theme: str, *,
    flow: bool = False, low: float = 0, high: float = _INF,
) -> Indicator:  # fmt: skip
    roll: Roll = "sum" if flow else "mean"
    return Indicator(
        code, name, Variable(variable, label, unit, theme, ends=1, low=low, high=high, roll=roll)
    )


#: The constant-price series name their base year: with another one, the name is another too.
INDICATORS: Final = (
    _known("NY.GDP.MKTP.CD", "GDP (current US$)", "gdp_usd",
           "gross domestic product, current prices and exchange rates", "USD", "gdp", flow=True),
    _known("NY.GDP.MKTP.KD", "GDP (constant 2015 US$)", "gdp_usd_2015",
           "gross domestic product, constant prices", "USD of 2015", "gdp", flow=True),
    _known("NY.GDP.MKTP.PP.CD", "GDP, PPP (current international $)", "gdp_ppp_intl",
           "gross domestic product at purchasing power, current prices", "international dollar",
           "gdp", flow=True),
    _known("NY.GDP.MKTP.PP.KD", "GDP, PPP (constant 2021 international $)", "gdp_ppp_intl_2021",
           "gross domestic product at purchasing power, constant prices",
           "international dollar of 2021", "gdp", flow=True),
    _known("NY.GDP.MKTP.KD.ZG", "GDP growth (annual %)", "gdp_growth_percent",
           "growth of gross domestic product", "percent", "gdp", low=-100),
    _known("NY.GDP.PCAP.CD", "GDP per capita (current US$)", "gdp_per_capita_usd",
           "gross domestic product per head, current prices and exchange rates", "USD per head",
           "gdp"),
    _known("NY.GDP.PCAP.KD", "GDP per capita (constant 2015 US$)", "gdp_per_capita_usd_2015",
           "gross domestic product per head, constant prices", "USD of 2015 per head", "gdp"),
    _known("NY.GDP.PCAP.PP.CD", "GDP per capita, PPP (current international $)",
           "gdp_per_capita_ppp_intl",
           "gross domestic product per head at purchasing power, current prices",
           "international dollar per head", "gdp"),
    _known("SP.POP.TOTL", "Population, total", "population", "inhabitants in the middle of the "
           "year", "1", "power"),
    _known("NE.TRD.GNFS.ZS", "Trade (% of GDP)", "trade_share_gdp_percent",
           "exports and imports of goods and services", "percent of GDP", "trade"),
    _known("MS.MIL.XPND.GD.ZS", "Military expenditure (% of GDP)", "wdi_milex_share_gdp_percent",
           "military expenditure (figures of SIPRI)", "percent of GDP", "milex", high=1000),
    _known("MS.MIL.XPND.CD", "Military expenditure (current USD)", "wdi_milex_usd",
           "military expenditure, current prices (figures of SIPRI)", "USD", "milex", flow=True),
)  # fmt: skip

GROUP: Final = "group of economies"
TERRITORY: Final = "territory that is not a state"

_GROUPS: Final = (
    "AFE AFW ARB CEA CEB CEU CLA CME CSA CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBB IBD IBT "
    "IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF "
    "SST TEA TEC TLA TMN TSA TSS UMC WLD"
).split()
_TERRITORIES: Final = (
    "ABW ASM BMU CHI CUW CYM FRO GIB GRL GUM HKG IMN MAC MAF MNP NCL PRI PYF SXM TCA VGB VIR"
).split()
ASIDE: Final = dict.fromkeys(_GROUPS, GROUP) | dict.fromkeys(_TERRITORIES, TERRITORY)
