"""What answers about all states say of the data they rest on."""

from __future__ import annotations

from datetime import date

from multipole.answers.system_ties import Source
from multipole.core.errors import NothingFound
from multipole.store import Store


def released(store: Store, source: Source) -> str:
    """A data set and its release in words: ``cow_nmc 6.0, known on 2021-07-01``."""
    ids = set(source.release.split())
    of = [r for r in store.records.releases().to_pylist() if r["id"] in ids]
    if not of:
        return source.source
    last = max(of, key=lambda r: r["known_on"])
    named = f"{source.source} {last['version']}".strip()
    return f"{named}, known on {last['known_on']}, release {last['id']}"


def nothing(store: Store, what: str, *, as_of: date | None, remedy: str) -> NothingFound:
    """The error when the store has none of the records that an answer rests on."""
    known = f" known by {as_of}" if as_of else ""
    return NothingFound(f"the store holds no {what}{known}", where=str(store.path), remedy=remedy)
