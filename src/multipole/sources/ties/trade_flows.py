"""Reported trade in goods by reporter, partner, year or month, and commodity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.frames import columns_of
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source
from multipole.sources.ties.trade_baci import baci_edition, is_baci, read_baci
from multipole.sources.ties.trade_comtrade import check_comtrade, is_comtrade, read_comtrade
from multipole.sources.ties.trade_imf import check_imf, is_imf, read_imf
from multipole.sources.ties.trade_kinds import RECONCILED, REPORTED


def edition_of(file: Input) -> Edition:
    """Comtrade, BACI or IMF, by the columns; raises `UnreadableInput` for other files."""
    found = columns_of(file)
    if is_comtrade(found):
        check_comtrade(file, found)
        return Edition("comtrade")
    if is_baci(found):
        return baci_edition(file)
    if is_imf(found):
        check_imf(file, found)
        return Edition("imf")
    if "country_iso3" in found or set(found) == {"code", "description"}:
        raise UnreadableInput(
            "this is a list of codes, not of trade", where=str(file.path),
            remedy="BACI's lists are not needed: add the files of flows alone.",
        )  # fmt: skip
    raise UnreadableInput(
        "the file is no export of UN Comtrade, BACI or the IMF", where=str(file.path),
        remedy="Of another table, give subject, object, variable, period, value and unit.",
    )  # fmt: skip


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """Observations of every file, whichever of the three it is."""
    for file in files:
        found = columns_of(file)
        if is_baci(found):
            yield from read_baci(file, found, context)
        else:
            yield (read_comtrade if is_comtrade(found) else read_imf)(file, context)


SOURCE: Final = Source(
    id="trade_flows",
    title="Reported trade in goods (UN Comtrade, BACI, IMF)",
    what="Imports and exports of goods by reporter, partner, year or month and commodity, in "
    "current dollars.",
    publisher="United Nations Statistics Division; CEPII; International Monetary Fund",
    licence="UN Comtrade: terms of use, no re-dissemination in bulk; BACI: Etalab Open Licence "
    "2.0; IMF: terms of use with attribution",
    licence_url="",
    homepage="https://comtradeplus.un.org",
    years="1962 to date (Comtrade), 1995 to date (BACI), 1948 to date (IMF)",
    get="Export a CSV with all columns from comtradeplus.un.org, the BACI page of cepii.fr, or "
    "the dataset IMTS of data.imf.org (with IDs and scale).",
    files="Comtrade CSV (present or former column names), BACI CSV of one year (t, i, j, k, v, q), "
    "IMF IMTS CSV (COUNTRY.ID, COUNTERPART_COUNTRY.ID, INDICATOR.ID, SCALE and TIME_PERIOD with "
    "OBS_VALUE, or a column a period).",
    limits=(
        "What a reporter says: its imports from a partner and the partner's exports to it are two "
        "facts that differ, by freight and insurance (imports mostly CIF, exports FOB), by goods "
        "that pass through third states, and by error.",
        "BACI reconciles the two into one figure, FOB: it leaves out flows below 1,000 dollars, "
        "and a flow that it does not have may be zero or unknown.",
        "The item is empty for all goods and else a classification and code (HS:2709). Codes of "
        "different lengths contain one another: never add items of two lengths, or items to the "
        "total.",
        "A row that is not there is unknown: exports hold what was asked for, no more.",
        "Area 490 (Other Asia nes) is read as Taiwan, as is usual; some reporters put other trade "
        "there. 842 is the United States with Puerto Rico, 251 France with Monaco, 757 Switzerland "
        "with Liechtenstein, 579 Norway with Svalbard, 381 Italy with San Marino.",
        "Belgium and Luxembourg to 1998 (area 58) and the Southern African Customs Union (711) "
        "are reported as one, and set aside.",
        "Re-exports, re-imports, services, and parts of flows by transport, customs procedure or "
        "second partner are set aside.",
        "Months are variables of their own, so that they are never added to their year.",
        "The IMF fills gaps with partners' reports and estimates, which its exports do not mark.",
    ),
    authors="United Nations Statistics Division and Gaulier, Guillaume and Zignago, Soledad and "
    "International Monetary Fund",
    year=2010,
    cite="United Nations Statistics Division, UN Comtrade database; Gaulier, Guillaume and Soledad "
    "Zignago. 2010. BACI: International Trade Database at the Product-Level. The 1994-2007 "
    "Version. CEPII Working Paper 2010-23; International Monetary Fund, International Trade in "
    "Goods (by partner country).",
    journal="CEPII Working Paper 2010-23 (BACI)",
    kind="observations",
    edition_of=edition_of,
    read=read,
    variables=(*REPORTED.values(), RECONCILED),
    increments=True,
)
