"""The UN General Debate Corpus: what states say from the rostrum each autumn, as documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from multipole.core.errors import UnreadableInput
from multipole.sources.gate.frames import head
from multipole.sources.gate.source import Batch, Context, Edition, Input, Source

#: The outlet of every statement.
OUTLET: Final = "UN General Debate"
#: Which column of a table of statements holds what of a document.
COLUMNS: Final[Mapping[str, str]] = {
    "text": "text", "year": "year", "author": "iso3", "title": "session"
}  # fmt: skip
_NAME: Final = re.compile(r"(?P<iso3>[A-Z]{2,3})_(?P<session>\d{1,3})_(?P<year>\d{4})\.txt")
_ARCHIVES: Final = (".zip", ".tgz", ".tar.gz", ".tar")


class Statement(NamedTuple):
    """Who spoke in which session of the General Assembly, and in which year."""

    iso3: str
    session: int
    year: int

    @property
    def title(self) -> str:
        """A title: the files have none."""
        return f"{self.iso3} in the General Debate, session {self.session} ({self.year})"


def statement_of(path: str) -> Statement | None:
    """What the name of a file says (``CHN_26_1971.txt``), None when it says nothing."""
    found = _NAME.fullmatch(re.split(r"[/\\!]", path)[-1])
    return Statement(found["iso3"], int(found["session"]), int(found["year"])) if found else None


def edition_of(file: Input) -> Edition:
    """A statement by its name, a table of them by its columns, or an archive of statements."""
    if statement_of(file.name) or file.name.endswith(_ARCHIVES):
        return Edition("ungd")
    first = head(file).partition(b"\n")[0]
    try:
        found = json.loads(first)
        known = isinstance(found, dict) and set(COLUMNS.values()) <= set(found)
    except ValueError:
        known = False
    if not known:
        raise UnreadableInput(
            "the file is no part of the UN General Debate Corpus",
            where=str(file.path),
            remedy="Give files such as CHN_26_1971.txt, or JSON lines with iso3, session, year "
            "and text. Read other texts with: multipole read.",
        )
    return Edition("ungd")


def read(files: tuple[Input, ...], context: Context) -> Iterator[Batch]:
    """No tables: statements are documents, which are read as such."""
    yield from ()


SOURCE: Final = Source(
    id="ungd",
    title="United Nations General Debate Corpus",
    what="The statements of states in the General Debate of the UN General Assembly, as documents "
    "to be coded and searched.",
    publisher="Harvard Dataverse",
    licence="CC0 1.0",
    licence_url="https://creativecommons.org/publicdomain/zero/1.0/",
    homepage="https://doi.org/10.7910/DVN/0TJX8Y",
    years="1946-2024 (by version)",
    get="Download the archive of texts from the homepage and unpack it.",
    files="Text files named CHN_26_1971.txt (state, session, year), folders of them, or JSON lines "
    "with iso3, session, year and text.",
    limits=(
        "English versions: the official translation where a state spoke another language; early "
        "ones are scans read by machine, with errors of reading.",
        "Only the year is given, not the day: a statement counts as known on 31 December.",
        "One statement a state and year: no replies, no committees. What a state says is its word, "
        "not what happened.",
    ),
    authors="Jankin, Slava; Baturo, Alexander; Dasandi, Niheer",
    year=2017,
    cite="Baturo, Alexander, Niheer Dasandi, and Slava J. Mikhaylov. 2017. Understanding State "
    "Preferences with Text as Data: Introducing the UN General Debate Corpus. Research & Politics "
    "4(2).",
    journal="Research & Politics 4(2)",
    doi="10.7910/DVN/0TJX8Y",
    kind="documents",
    edition_of=edition_of,
    read=read,
    increments=True,
    timely=True,
)
