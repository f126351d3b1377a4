"""Searching a snapshot: its index, made once beside what one looks at, and where results lead."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future
from typing import Any, Final
from weakref import WeakKeyDictionary

from multipole.answers import Answer
from multipole.answers.search import KINDS, search
from multipole.answers.search_entries import index_of
from multipole.answers.search_index import Entry, Index, plain
from multipole.apps.safe import safe, safe_json
from multipole.apps.web.asking import Room, Waiting
from multipole.apps.web.kept import Asked
from multipole.apps.web.places import Places

#: Headings of kinds.
PLURALS: Final = {
    "triangle": "Triangles", "dyad": "Dyads", "actor": "States and organisations",
    "person": "Office holders", "speaker": "Speakers", "event": "Events", "claim": "Claims",
    "document": "Documents", "outlet": "Outlets", "data set": "Data sets", "measure": "Measures",
    "question": "Questions",
}  # fmt: skip
#: Rows of a kind in the dialog and on the page; words of an entry and entries in an export.
FEW: Final = 5
MANY: Final = 40
WORDS: Final = 60
_made: WeakKeyDictionary[Room, tuple[float, Future[Index]]] = WeakKeyDictionary()
_lock = threading.Lock()
assert set(PLURALS) == set(KINDS)


def warm(room: Room) -> tuple[float, Future[Index]]:
    """Begin to make the index of a room, unless it is made; when it was begun, and the index."""
    with _lock:
        if room not in _made:
            future: Future[Index] = Future()
            _made[room] = (time.monotonic(), future)
            threading.Thread(target=_make, args=(room, future), daemon=True).start()
        return _made[room]


def found(room: Room, text: str, *, limit: int, patience: float | None) -> Answer:
    """What a text finds; raises `Waiting` when the index is not there within ``patience``."""
    since, future = warm(room)
    try:
        index = future.result(patience)
    except TimeoutError:
        raise Waiting(Asked("search", (), ()), time.monotonic() - since) from None
    with room.store() as store:
        return search(store, text, limit=limit, index=index)


def groups(answer: Answer, places: Places) -> list[dict[str, Any]]:
    """The rows by kind, each with where it leads; what leads nowhere is left out."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    totals: dict[str, int] = {}
    for row in answer.table.to_pylist():
        href = places.page(row["page"], **_words(json.loads(row["address"])))
        if href:
            shown = {"label": safe(row["label"]), "detail": safe(row["detail"])}
            by_kind.setdefault(row["kind"], []).append(
                {**shown, "href": href + _anchor(row["address"])}
            )
            totals[row["kind"]] = row["of"]
    return [
        {"kind": kind, "name": PLURALS[kind], "of": totals[kind], "rows": rows}
        for kind, rows in by_kind.items()
    ]  # fmt: skip


def search_index(room: Room, places: Places) -> list[dict[str, Any]]:
    """What an export's dialog searches: kind, label, detail, href and words of each entry.

    Only what has a page among ``places``; of long texts the words of the label alone.
    """
    _, future = warm(room)
    rows = [
        (entry, href)
        for entry in future.result().entries
        if (href := places.page(entry.page, **_words(dict(entry.address))))
    ]
    return [_row(entry, href) for entry, href in rows]


def index_script(room: Room, places: Places) -> str:
    """The file ``static/search-index.js`` of an export; ``places`` as seen from its folder."""
    text = safe_json(json.dumps(search_index(room, places), ensure_ascii=False))
    return f"window.multipoleFind = {text};\n"


def _row(entry: Entry, href: str) -> dict[str, Any]:
    names = [plain(name) for name in entry.names]
    words = sorted({word for name in names for word in name.split()})
    told = [word for word in dict.fromkeys(plain(entry.told).split()) if word not in words]
    return {
        "kind": entry.kind, "label": safe(entry.label), "detail": safe(entry.detail),
        "href": href + _anchor(json.dumps(dict(entry.address))), "names": names,
        "words": words + told[:WORDS], "weight": round(entry.weight),
    }  # fmt: skip


def _words(address: dict[str, str]) -> dict[str, str]:
    """The words of an address; a measure or person is a place in its page."""
    return {name: word for name, word in address.items() if name not in ("measure", "person")}


def _anchor(address: str) -> str:
    measure = json.loads(address).get("measure")
    return f"#measure-{measure}" if measure else ""


def _make(room: Room, future: Future[Index]) -> None:
    try:
        with room.store() as store:
            future.set_result(index_of(store))
    except BaseException as error:
        future.set_exception(error)
