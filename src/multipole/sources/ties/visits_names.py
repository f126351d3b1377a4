"""Names of states in the lists of the Office of the Historian, by the date of the visit."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import resolve_names
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.source import Context

_OWN: Final = {
    "Afghanistan (Interim Authority)": "AFG",
    "Bosnian Federation": "BIH",
    "Burma (Myanmar)": "MMR",
    "Ceylon (Sri Lanka)": "LKA",
    "Cuba (Provisional Government)": "CUB",
    "Czechoslovakia (government-in-exile)": "CSK",
    "Dahomey (Benin)": "BEN",
    "Democratic Republic of the Congo (Zaire)": "COD",
    "Denmark (Greenland)": "DNK",
    "France (Provisional Government)": "FRA",
    "Israel (Provisional Government)": "ISR",
    "Khmer Republic (Cambodia)": "KHM",
    "Poland (government-in-exile)": "POL",
    "Serbia-Montenegro (Kosovo)": "SCG",
    "Siam (Thailand)": "THA",
    "Somali Republic": "SOM",
    "Somoa": "WSM",
    "Southern Rhodesia (Zimbabwe)": "ZWE",
    "St. Christopher and Nevis": "KNA",
    "Union of South Africa": "ZAF",
    "United Kingdom (Northern Ireland)": "GBR",
    "United Kingdom (Wales)": "GBR",
    "Upper Volta (Burkina Faso)": "BFA",
    "West Bank": "PSE",
    "Yugoslavia (Kosovo)": "YUG",
    "Zimbabwe Rhodesia": "ZWE",
}
_ELSE: Final = "a place or territory that is no actor here"
_ASIDE: Final = dict.fromkeys(
    ("Antarctica", "Cook Islands", "French Polynesia", "Hawaii", "Netherlands Antilles",
     "New Caledonia", "Niue"),
    _ELSE,
)  # fmt: skip
#: Names whose meaning changed: before the day the first actor, then what the name means today.
_ONCE: Final = (
    (("Vietnam",), date(1975, 4, 30), "RVN"),
    (("China, Republic of", "Republic of China"), date(1949, 12, 8), "CHN"),
)


def name_state(gate: Gate, column: str, *, to: str, context: Context) -> None:
    """The state that ``column`` names on the days of the row, as ``to``."""
    resolve_names(gate, column, to=to, actors=context.actors, own=_OWN, aside=_ASIDE)
    for names, day, actor in _ONCE:
        once = pl.col(column).is_in(list(names)) & (pl.col("period_start") < day)
        gate.frame = gate.frame.with_columns(
            pl.when(once).then(pl.lit(actor)).otherwise(pl.col(to)).alias(to)
        )
    of_the_time(gate, to, actors=context.actors)
