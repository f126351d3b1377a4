"""Whom a printed name or code means, by lists that the readers do not use."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(os.environ.get("MULTIPOLE_SHARED", "../shared")).resolve() / "data"
#: Printed names that neither list has, and names that mean another state at another time.
_BY_HAND: Final = {
    "BEN": "Dahomey (Benin)|Dahomey", "BFA": "Upper Volta|Upper Volta (Burkina Faso)",
    "BIH": "Bosnia Herzegovina|Bosnian Federation", "BLR": "Byelorussia|Byelorussian SSR",
    "BOL": "BOLIVIA (PLUNATIONAL STATE OF)|BOLIVIA (PLURINATIOANL STATE OF)",
    "CAF": "Central African Empire", "CHL": "CHILEs", "CIV": "Cote d’Ivoire|Ivory Coast",
    "CHN": "China, People’s Republic of|China, Republic of|China",
    "CMR": "United Republic of Cameroon",
    "COD": "Dem. Rep. of Congo|Dem.Rep. of the Congo|Congo (Democratic Republic of the)|Zaire|"
    "Congo, Democratic Republic of|Democratic Republic of the Congo (Zaire)|Congo (Leopoldville)|"
    "CONGO (DEMOCRATIC REPUBLIC OF)",
    "COG": "Congo (Republic of the)|Congo, Republic of|Congo (Brazzaville)|Congo",
    "CSK": "Czechoslovakia", "CZE": "Czech Rep.|Czechia (Czech Republic)|Czechoslovakia",
    "DDR": "German Democratic Republic|East Germany (GDR)",
    "DEU": "Germany, Federal Republic of|Federal Republic of Germany|German Federal Republic|"
    "West Germany (FRG)",
    "DNK": "Denmark (Greenland)", "DOM": "Dominican Rep.", "EGY": "United Arab Republic",
    "EU": "EU", "FRA": "France (Provisional Government)", "GBR": "United Kingdom (Wales)",
    "GMB": "Gambia (Republic of The)|The Gambia", "GNQ": "Equatoria Guinea", "IRQ": "Irag",
    "ISR": "Israel (Provisional Government)", "KAZ": "TKAZAKHSTAN", "KGZ": "Kirghizia",
    "KHM": "Khmer Republic|Khmer Republic (Cambodia)|Democratic Kampuchea",
    "KNA": "St. Kitts and Nevis|Saint Christopher and Nevis|St. Christopher and Nevis",
    "KOR": "Korea|Korea, South|Rep. of Korea|Korea (Republic of)",
    "LAO": "Lao People's Dem. Rep.", "LBY": "Libyan Arab Jamahiriya|Libyan Arab Republic",
    "LKA": "Ceylon|Ceylon (Sri Lanka)", "MDA": "Rep. of Moldova|Moldova (Republic of)",
    "MDG": "Malagasy Republic",
    "MKD": "TFYR Macedonia|TFYR of Macedonia|Macedonia, Former Yugoslav Republic of|"
    "Macedonia (the former Yugoslav Republic of)",
    "MMR": "Burma (Myanmar)|Myanmar (Burma)", "MYS": "Malaya|Federation of Malaya",
    "OMN": "Muscat & Oman", "PHL": "Philippine Republic", "POL": "Poland (government-in-exile)",
    "PRK": "DPR of Korea|Korea, North|Korea (Democratic People's Republic of)",
    "PSE": "West Bank|Palestinian Authority",
    "RUS": "U.S.S.R.|USSR|Soviet Union", "RVN": "Vietnam|South Viet Nam|South Vietnam",
    "SCG": "Serbia and Montenegro|SERBIAMONTENEGRO|Serbia|Yugoslavia", "SOM": "Somali Republic",
    "SRB": "Yugoslavia", "SUR": "Surinam", "THA": "Siam|Siam (Thailand)", "TLS": "Timor Leste",
    "TTO": "Trinidad/Tobago", "TUR": "Turkey", "TWN": "China|China, Republic of",
    "TZA": "Tanganyika|U.R. Tanzania|United Rep. of Tanzania", "UKR": "Ukrainian SSR",
    "VCT": "St. Vincent and the Grenadines|St. Vincent/ Grenadines", "WSM": "Western Samoa|Somoa",
    "XKX": "Kosovo", "YEM": "Yemen Arab Republic|Yemen Arab Republic (North Yemen)",
    "YMD": "Democratic Yemen|Southern Yemen|Yemen People's Republic|South Yemen",
    "YUG": "FRY|Yugoslavia|Serbia|Yugoslavia (Kosovo)|Serbia-Montenegro (Kosovo)",
    "ZAF": "Union of South Africa", "ZAN": "Zanzibar",
    "ZWE": "Rhodesia|Southern Rhodesia (Zimbabwe)|Zimbabwe Rhodesia",
}  # fmt: skip


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def _names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for id_, names in _BY_HAND.items():
        for name in names.split("|"):
            found[name.casefold()].add(id_)
    for state in json.loads((DATA / "states/mledoze_countries.json").read_text("utf-8")):
        for name in (state["name"]["common"], state["name"]["official"], *state["altSpellings"]):
            found[name.casefold()].add(state["cca3"])
    for row in rows("states/country-codes.csv"):
        for column in ("CLDR display name", "official_name_en", "UNTERM English Short"):
            found[row[column].casefold()].add(row["ISO3166-1-Alpha-3"])
    return found


def named(name: str) -> set[str]:
    """The states that a name may mean; none when no list has it."""
    plain = " ".join(name.split()).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    return _names().get(plain) or _names().get(" ".join(name.split()).casefold(), set())


def is_told(state: str, cell: str) -> bool | None:
    """Whether one of a state's names stands in a cell of several; None for what is no state."""
    names = [name for name, ids in _names().items() if state in ids and len(name) > 2]
    return any(name in cell.casefold() for name in names) if names else None


@cache
def by_code(column: str) -> dict[str, set[str]]:
    """ISO3 by another code of the table of codes: FIPS, ISO3166-1-Alpha-2."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("states/country-codes.csv"):
        for code in row[column].split(","):
            found[code.strip()].add(row["ISO3166-1-Alpha-3"])
    return found
