"""The pages as files: a folder that works from a disk, without a server or a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from multipole.apps.web import look
from multipole.apps.web.asking import Room
from multipole.apps.web.finding import index_script
from multipole.apps.web.page import Page, Visit
from multipole.apps.web.places import Exported, file_of
from multipole.apps.web.rendering import page_html
from multipole.core.errors import NothingFound, StoreError, WrongUse

#: Called with what is being written, how many files are done, and of how many.
Progress = Callable[[str, int, int], None]
MARK: Final = ".multipole-site"
_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?function |const )", re.MULTILINE)


def export_site(
    room: Room, folder: Path, pages: tuple[Page, ...], *, progress: Progress | None = None
) -> int:
    """Write every page of ``room`` to ``folder`` and give the number of pages written.

    Pages that an earlier export of the same snapshot wrote are left as they are, so an export that
    was stopped goes on where it was. Raises `StoreError` for a folder that holds other files.
    """
    _take(folder, room.snapshot.digest)
    paths = {page.name: page.path for page in pages}
    planned = dict(_planned(room, pages, paths))
    for done, (file, (page, words)) in enumerate(planned.items()):
        if progress:
            progress(file, done, len(planned))
        place = folder / file
        if not place.exists():
            places = Exported(paths, planned.keys(), file)
            _write(place, _page(page, Visit(room, places, words, None)).encode())
    for name, content in look_files(room.cache):
        _write(folder / "static" / name, content)
    index = index_script(room, Exported(paths, planned.keys(), "index.html"))
    _write(folder / "static" / "search-index.js", index.encode())
    return len(planned)


def _planned(
    room: Room, pages: tuple[Page, ...], paths: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Page, dict[str, str]]]]:
    """The file of each page, with the page and its words."""
    asking = Visit(room, Exported(paths, (), ""), {}, None)
    seen: dict[str, dict[str, str]] = {}
    for page in pages:
        for words in page.exported(asking):
            file, given = file_of(page.path, words), dict(words)
            if seen.setdefault(file, given) != given:
                raise WrongUse(f"two pages would be {file}", remedy="It is a fault of multipole.")
            yield file, (page, given)


def _page(page: Page, visit: Visit) -> str:
    try:
        return page_html(page, visit)
    except NothingFound as error:
        raise NothingFound(
            f"{page.name} of {dict(visit.given)}: {error.what}", remedy=error.remedy
        ) from error


def look_files(cache: Path) -> Iterator[tuple[str, bytes]]:
    """Style, the picture library, and the scripts joined into one that needs no modules."""
    for name in (*sorted(n for n in look.names() if n.endswith(".css")), "vega.js"):
        found = look.file(name, cache)
        if found is not None:
            yield name, found.content
    yield "app.js", joined("app.js").encode()


def joined(entry: str) -> str:
    """The module ``entry`` and all it imports as one classic script, each once, imports first.

    Browsers load no modules from files. Our modules keep to ``import { a } from "./b.js"`` and
    ``export function``, and no two have a function of the same name.
    """
    texts = [_EXPORT.sub("", _IMPORT.sub("", look.text(name))) for name in _after_imports(entry)]
    return '"use strict";\n(function () {\n' + "\n".join(texts) + "})();\n"


def _after_imports(entry: str) -> list[str]:
    """Names of modules, each after those it imports."""
    order: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in order or name in above:
            return
        for other in _IMPORT.findall(look.text(name)):
            visit(other, (*above, name))
        order.append(name)

    visit(entry, ())
    return order


def _take(folder: Path, digest: str) -> None:
    """Make the folder, or take the one of an earlier export; older pages of another state go."""
    mark = folder / MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise StoreError(
            "the folder holds other files", where=str(folder), remedy="Give a new or empty folder."
        )
    folder.mkdir(parents=True, exist_ok=True)
    if mark.exists() and mark.read_text(encoding="utf-8") != digest:
        for old in folder.rglob("*.html"):
            old.unlink()
    mark.write_text(digest, encoding="utf-8")


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.part")
    fresh.write_bytes(content)
    fresh.replace(place)
