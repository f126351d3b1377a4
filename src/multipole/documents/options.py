"""What the user may say about the files to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from multipole.core.errors import BadPeriod, WrongUse
from multipole.documents.dates import read_date

FIELDS: Final = ("text", "date", "year", "title", "outlet", "author", "language", "url")
MAX_BYTES: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What holds for every file of one reading; a value given here overrides what a file says.

    ``columns`` names the columns of .csv and .jsonl files: one of `FIELDS` -> column name.
    ``day_first`` settles dates like 03/04/2021 (True: 3 April); None leaves them unknown.
    ``max_bytes`` is the largest file, archive member or record that is read.

    Raises `BadPeriod` for a ``date`` that is no day, `WrongUse` for an unknown column role.
    """

    date: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    day_first: bool | None = None
    max_bytes: int = MAX_BYTES

    def __post_init__(self) -> None:
        unknown = sorted(set(self.columns) - set(FIELDS))
        if unknown:
            remedy = f"Use {', '.join(FIELDS)}."
            raise WrongUse(f"{unknown[0]!r} is not something a column can hold", remedy=remedy)
        if self.date is not None:
            found = read_date(self.date, day_first=self.day_first)
            if found is None or found.day is None:
                raise BadPeriod(f"{self.date!r} is not a day", remedy="Write 2021-03-22.")
