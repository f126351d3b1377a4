"""Where publishers keep the files of a source: addresses of files, and lists of files.

Only addresses that are known to be the publisher's (or, where a source reads another's edition of
it, that edition's) and of files that its reader reads stand here; for the rest a source says how
to get its files by hand. Copies on
GitHub are named by commit, so that what is downloaded is what was looked at. No checksum stands
here that was not seen with the file: where there is none, the first download records its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from multipole.sources.gate.source import Download, Source

_COW: Final = "https://correlatesofwar.org/wp-content/uploads/"
_DATAVERSE: Final = "https://dataverse.harvard.edu/api/"
_RAW: Final = "https://raw.githubusercontent.com/"
_UNVOTES: Final = f"{_RAW}rfordatascience/tidytuesday/master/data/2021/2021-03-23/"
_COINCIDENCE: Final = {
    2013: "753cb1d0dcbcfce03077eba9b441173dd9a749a2",
    2014: "753cb1d0dcbcfce03077eba9b441173dd9a749a2",
    2015: "753cb1d0dcbcfce03077eba9b441173dd9a749a2",
    2016: "753cb1d0dcbcfce03077eba9b441173dd9a749a2",
    2017: "c42d68a82cafbcd1d250e444d57ae3b2055afd63",
    2018: "c42d68a82cafbcd1d250e444d57ae3b2055afd63",
    2019: "4f4e102d6a036ca5116ebbe8cb0d962cf062668e",
    2020: "1af18821687a93f4f59fc922251f1aa4a92a224b",
    2021: "b9a5ca1961a8ff1aa200362c698c9a5c3739ba4b",
    2022: "b9a5ca1961a8ff1aa200362c698c9a5c3739ba4b",
    2023: "676f88693f780af467043f2ad541d96800e5b538",
}


def _icews18(name: str) -> Download:
    return Download(f"{_RAW}INK-USC/RE-Net/master/data/ICEWS18/{name}", f"icews18_{name}")


DOWNLOADS: Final[Mapping[str, tuple[Download, ...]]] = {
    "cow_states": (Download(f"{_COW}states2016.csv", "states2016.csv"),),
    "cow_majors": (
        Download(f"{_COW}MajorPowers2024.zip", "MajorPowers2024.zip", take=("majors2024.csv",)),
    ),
    "cow_nmc": (Download(f"{_COW}NMCv7.zip", "NMCv7.zip", take=("NMC-70-abridged.csv",)),),
    "cow_trade": (
        Download(f"{_COW}COW_Trade_4.0.zip", "COW_Trade_4.0.zip", take=("Dyadic_COW_4.0.csv",)),
    ),
    "atop": (
        Download("http://www.atopdata.org/uploads/6/9/1/3/69134503/atop_5.1__.csv_.zip",
                 "atop_5.1_csv.zip", take=("atop5_1a.csv", "atop5_1m.csv")),
    ),
    "wdi_gdp": (
        Download("https://api.worldbank.org/v2/en/indicator/NY.GDP.MKTP.CD?downloadformat=csv",
                 "NY.GDP.MKTP.CD.zip", take=("API_NY.GDP.MKTP.CD*.csv",)),
    ),
    "unga_votes": (
        Download(f"{_UNVOTES}unvotes.csv", "unvotes.csv"),
        Download(f"{_UNVOTES}roll_calls.csv", "roll_calls.csv"),
        Download(f"{_UNVOTES}issues.csv", "issues.csv"),
    ),
    "unga_ideal_points": (
        Download(f"{_DATAVERSE}access/datafile/10295878?format=original",
                 "IdealpointestimatesAll_Jun2024.csv", size=1_932_704,
                 sha256="94ce7440bdba9252b2f4294333291585748dfe84dbaf56fe9f26e1af38f66198"),
    ),
    "us_coincidence": tuple(
        Download(f"{_RAW}markschaver/UN/{commit}/un-coincidence-{year}.csv",
                 f"un-coincidence-{year}.csv")
        for year, commit in _COINCIDENCE.items()
    ),
    "unsc_vetoes": (
        Download(f"{_RAW}world-politics-datalab/vetoes-un-security-council/"
                 "f389b3ff3681e1b39102bb6c76640b9973496992/unsc_vetoes_1946_sept2022.csv",
                 "unsc_vetoes_1946_sept2022.csv"),
    ),
    "unsc_members": (
        Download(f"{_RAW}fmadore/genocide-at-the-security-council/"
                 "cab2ef22ae01282d5ce16f13edde6d3a64be72b3/config/council_membership.csv",
                 "council_membership.csv"),
    ),
    "icews_graph": tuple(
        _icews18(name) for name in ("train.txt", "valid.txt", "entity2id.txt", "relation2id.txt")
    ),
    "ungd": (
        Download(f"{_DATAVERSE}access/datafile/13591895", "UNGDC_1946-2025.tar.gz",
                 sha256="55077dccf7242cdf544aa95c4797c68e443b0c37344c9c112a2e2392ddfcf8e5",
                 md5="81bdd06086d9e7c4e67026acb7325df3"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileList:
    """A list of files that a publisher keeps, asked for each time: see `fetch_lists.look_up`.

    ``files`` are the names that are meant, with wildcards. ``dated``: the user names the days.
    """

    kind: Literal["dataverse", "gdelt_v1", "gdelt_v2"]
    url: str
    files: tuple[str, ...]
    dated: bool = False


_GDELT: Final = "https://data.gdeltproject.org/"
_DATASET: Final = f"{_DATAVERSE}datasets/:persistentId/?persistentId=doi:"

LISTS: Final[Mapping[str, FileList]] = {
    "gdelt_v1": FileList("gdelt_v1", f"{_GDELT}events/", ("[0-9]*.zip",), dated=True),
    "gdelt_v2": FileList("gdelt_v2", f"{_GDELT}gdeltv2/masterfilelist.txt", ("*.export.csv.zip",),
                         dated=True),
    "gdelt_mentions": FileList("gdelt_v2", f"{_GDELT}gdeltv2/masterfilelist.txt",
                               ("*.mentions.csv.zip",), dated=True),
    "icews": FileList("dataverse", f"{_DATASET}10.7910/DVN/28075",
                      ("*events*.tab*", "*events*.zip"), dated=True),
    "polecat": FileList("dataverse", f"{_DATASET}10.7910/DVN/AJGVIT", ("ngecevents*",),
                        dated=True),
}  # fmt: skip


def downloads_of(source: Source) -> tuple[Download, ...]:
    """The files of a source whose addresses are known, none when it is to be had by hand."""
    return source.downloads or DOWNLOADS.get(source.id, ())


def list_of(source: Source) -> FileList | None:
    """The list that the publisher keeps of a source's files, if it has to be asked for."""
    return None if source.downloads else LISTS.get(source.id)
