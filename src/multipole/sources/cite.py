"""How to cite a source: in words and in BibTeX, with the release and the day it was had.

The words are those that the publisher asks for, followed by which edition was used. BibTeX gives
the data set as one entry and, where its authors ask for a paper to be cited, the paper as another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from multipole.core.records import Release
from multipole.sources.gate.source import Source

_PAPER: Final = re.compile(
    r"(?P<journal>\D.*?),? (?P<volume>\d+)(?: ?\((?P<number>[^()]+)\))?(?:: ?(?P<pages>[\w\-–]+))?"
)
_DEPOSITS: Final = ("10.7910/dvn/", "10.5281/zenodo", "10.3886/")
_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
_BARE: Final = re.compile(r"[\\{}\s]|[^\x20-\x7e]")


def citation(source: Source, *, now: date, release: Release | None = None) -> str:
    """The reference in one paragraph: as the publisher asks, then the edition and the day."""
    asked = _flat(source.cite)
    title, publisher = _flat(source.title), _flat(source.publisher)
    edition = [f"Data set: {title}", *([publisher] if publisher not in title else [])]
    edition += _edition(release) or [f"years {_flat(source.years)}"]
    edition += [place for place in (_place(source),) if place and place not in asked]
    return f"{_ended(asked)} {_ended(', '.join(edition))} Accessed {now.isoformat()}."


def bibtex(source: Source, *, now: date, release: Release | None = None) -> str:
    """Entries in BibTeX: the data set, and the paper that its authors want cited."""
    paper = _paper(source)
    parts = [_entry("misc", _key(source, release), _data(source, release, now))]
    if paper:
        parts.append(_entry("article", f"{source.id}_paper", paper))
    return "\n".join(parts)


def names_of(authors: str) -> tuple[str, ...]:
    """Authors one by one, people as ``Last, First``.

    >>> names_of("Leetaru, Kalev; Schrodt, Philip A."), names_of("Energy and Clean Air")
    (('Leetaru, Kalev', 'Schrodt, Philip A.'), ('Energy and Clean Air',))
    """
    names: list[str] = []
    for part in _flat(authors).split(";"):
        several = part.split(" and ")
        names += several if "," in several[0] else [part]
    return tuple(name.strip() for name in names if name.strip())


def escape(text: str) -> str:
    """Text as LaTeX sets it: special characters as commands, braces balanced, on one line."""
    return "".join(_SPECIAL.get(character, character) for character in _flat(text))


def _data(source: Source, release: Release | None, now: date) -> dict[str, str]:
    deposited = source.doi if not source.journal or _is_deposit(source.doi) else ""
    version = release.version if release else ""
    files = ", ".join(f[:12] for f in release.files[:3]) if release else ""
    notes = [
        "Data set", f"known on {release.known_on}" if release else "",
        f"SHA-256 {files}" if files else "", f"accessed {now.isoformat()}",
    ]  # fmt: skip
    return {
        "author": _authors(source),
        "title": f"{{{escape(source.title)}}}",
        "year": str((release.known_on.year if release else source.year) or ""),
        "howpublished": escape(source.publisher),
        "version": escape(version),
        "doi": _bare(deposited),
        "url": _bare(source.homepage),
        "note": escape("; ".join(filter(None, notes))),
    }


def _paper(source: Source) -> dict[str, str]:
    """The paper, when the journal names a volume and the citation holds its title."""
    found = _PAPER.fullmatch(_flat(source.journal))
    title = _title(source) if found else ""
    if not found or not title:
        return {}
    return {
        "author": _authors(source),
        "title": f"{{{escape(title)}}}",
        "journal": escape(found["journal"]),
        "year": str(source.year),
        "volume": escape(found["volume"]),
        "number": escape(found["number"] or ""),
        "pages": escape((found["pages"] or "").replace("–", "-").replace("-", "--")),
        "doi": "" if _is_deposit(source.doi) else _bare(source.doi),
    }


def _title(source: Source) -> str:
    """What stands between the year and the journal in the citation."""
    _, _, after = _flat(source.cite).partition(str(source.year))
    title, journal, _ = after.partition(_flat(source.journal))
    return title.strip(" .,()").strip("\"'“”").rstrip(". ") if journal else ""


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"


def _key(source: Source, release: Release | None) -> str:
    """The source's id, with the version where there is one: the same for the same edition."""
    version = release.version or release.known_on.isoformat() if release else ""
    plain = unicodedata.normalize("NFKD", version).encode("ascii", "ignore").decode()
    return "_".join(filter(None, [source.id, re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_")]))


def _authors(source: Source) -> str:
    names = names_of(source.authors)
    people = [escape(name) if "," in name else f"{{{escape(name)}}}" for name in names]
    return " and ".join(people)


def _edition(release: Release | None) -> list[str]:
    if not release:
        return []
    version = f"version {_flat(release.version)}" if release.version else ""
    files = ", ".join(name[:12] for name in release.files[:3])
    more = f" and {len(release.files) - 3} more" if len(release.files) > 3 else ""
    return [*filter(None, [version]), f"known on {release.known_on}", f"SHA-256 {files}{more}"]


def _place(source: Source) -> str:
    return source.homepage or (f"https://doi.org/{source.doi}" if source.doi else "")


def _is_deposit(doi: str) -> bool:
    return doi.lower().startswith(_DEPOSITS)


def _bare(text: str) -> str:
    """An address or DOI, which LaTeX sets as it is; what would break an entry is percent-coded."""
    return _BARE.sub(lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode()), text.strip())


def _flat(text: str) -> str:
    return " ".join(text.split())


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
