"""Errors that name the datum, the place and the remedy."""

from __future__ import annotations


class MultipoleError(Exception):
    """Base of every error multipole raises on purpose.

    ``str(error)`` is one line: what, where, and what to do about it.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what, where, remedy)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.what, self.where, self.remedy)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}.{advice}"


def _again(kind: type[MultipoleError], what: str, where: str, remedy: str) -> MultipoleError:
    """An error as it was before it was sent from another process."""
    return kind(what, where=where, remedy=remedy)


class UnknownCode(MultipoleError):
    """A code or name that no actor table holds (on that date)."""


class BadPeriod(MultipoleError):
    """A date or period that cannot be read, or that ends before it starts."""


class BadValue(MultipoleError):
    """A field of a noun holds a value outside its vocabulary or range."""


class UnreadableInput(MultipoleError):
    """A file, folder or archive that cannot be read as what it says it is."""


class QuoteNotFound(MultipoleError):
    """A proposed span whose quote is not, character for character, in the text."""


class StoreError(MultipoleError):
    """A store that cannot be opened, is of another version, or is in use."""


class NothingFound(MultipoleError):
    """Something was asked for by name and the store holds nothing on it."""


class WrongUse(MultipoleError):
    """A call or command with arguments that do not fit together."""


class DownloadFailed(MultipoleError):
    """A file that its publisher did not give whole, as data, or as it was announced."""


class MissingModel(MultipoleError):
    """A language model that is not installed or whose files are not the pinned ones."""
