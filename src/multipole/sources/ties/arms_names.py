"""Names of suppliers and recipients as SIPRI writes them.

One star marks an armed group or rival government, two an international organisation. "Viet Nam"
is the state of Hanoi also before 1975, "Congo" the one of Brazzaville.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from multipole.sources.gate.check import Gate
from multipole.sources.gate.codes import resolve_names
from multipole.sources.gate.lives import of_the_time
from multipole.sources.gate.source import Context

HOMEPAGE: Final = "https://www.sipri.org/databases/armstransfers"
LICENCE: Final = (
    "(c) SIPRI; free to download and cite for non-commercial use with a reference to SIPRI, "
    "reproducing less than 10 per cent of the data set; anything else needs SIPRI's permission"
)
LICENCE_URL: Final = "https://www.sipri.org/about/terms-and-conditions"
NOT_MONEY: Final = (
    "A trend-indicator value (TIV) is the military resource that was transferred, in units of the "
    "cost of known weapons: it is no price and no share of spending, and is not to be compared "
    "with dollars."
)
NOT_ALL: Final = (
    "Major conventional weapons only: no small arms, light artillery, ammunition, trucks, most "
    "parts, services or technology. SIPRI works from open sources and says that these cannot give "
    "the whole picture: no row is not a zero."
)

_OWN: Final = {
    "Congo": "COG",
    "East Germany (GDR)": "DDR",
    "Yemen Arab Republic (North Yemen)": "YEM",
    "Yemen Arab Republic": "YEM",
    "Hezbollah (Lebanon)*": "NGO:HEZBOLLAH",
    "Hamas (Palestine)*": "NGO:HAMAS",
    "Houthi rebels (Yemen)*": "NGO:HOUTHIS",
    "PKK (Turkiye)*": "NGO:PKK",
    "PKK (Turkey)*": "NGO:PKK",
}
_GROUP: Final = "an armed group or rival government that is no actor here"
_ELSE: Final = "a territory or organisation that is no actor here"
_UNKNOWN: Final = "supplier or recipient not known to SIPRI"
_ASIDE: Final = {
    "Aruba": _ELSE,
    "Biafra": _ELSE,
    "Katanga": _ELSE,
    "Northern Cyprus": _ELSE,
    "Western Sahara": _ELSE,
    "Regional Security System**": _ELSE,
    "Libya GNC": _GROUP,
}


def name_ends(gate: Gate, supplier: str, recipient: str, context: Context) -> None:
    """``subject`` (who delivered) and ``object`` (to whom), as they were called in the period."""
    for column, to in ((supplier, "subject"), (recipient, "object")):
        cells = gate.frame[column].str.strip_chars()
        resolve_names(
            gate, column, to=to, actors=context.actors, own=_OWN, aside=_aside(cells.unique())
        )
        of_the_time(gate, to, actors=context.actors)
    gate.refuse(
        gate.frame["subject"] == gate.frame["object"], recipient,
        "'{}' is supplier and recipient", "Check the row.",
    )  # fmt: skip


def _aside(names: pl.Series) -> dict[str, str]:
    aside = dict(_ASIDE)
    for name in names.to_list():
        if name.lower().startswith(("unknown supplier", "unknown recipient")):
            aside[name] = _UNKNOWN
        elif name.endswith("*") and not name.endswith("**") and name not in _OWN:
            aside[name] = _GROUP
    return aside
