"""How a brief was made: sources, coders, runs, what was refused, accuracy."""

from __future__ import annotations

from collections import Counter
from datetime import date

from multipole.answers.brief_accuracy import accuracy_of
from multipole.answers.brief_parts import NO_OUTLET, Making, Source
from multipole.core.version import VERSION
from multipole.store import Store


def sources_of(store: Store, *, as_of: date | None) -> tuple[Source, ...]:
    """All documents known by ``as_of``, oldest first."""
    return tuple(
        Source(
            id=d["id"],
            outlet=d["outlet"] or NO_OUTLET,
            title=d["title"],
            url=d["url"],
            language=d["language"],
            published_on=d["published_on"],
            status=d["status"],
        )
        for d in store.documents(as_of).to_pylist()
    )


def making_of(store: Store, *, as_of: date | None) -> Making:
    """Versions, runs, refusals and counts of the store."""
    documents = store.documents(as_of).to_pylist()
    silent = Counter(
        d["language"] or "unknown language" for d in documents if d["status"] == "no_coder"
    )
    coders = tuple(sorted({d["coded_by"] for d in documents if d["coded_by"]}))
    return Making(
        version=VERSION,
        coders=coders,
        runs=tuple(
            (r["id"], r["step"], r["settings"], r["at"])
            for r in sorted(store.runs().to_pylist(), key=lambda r: (r["at"], r["id"]))
        ),
        refused=tuple(
            (r["path"], r["place"], r["reason"], r["remedy"]) for r in store.refusals().to_pylist()
        ),
        uncoded=tuple(silent.most_common()),
        pending=sum(d["status"] == "pending" for d in documents),
        claims=store.claims(as_of=as_of).num_rows,
        events=store.events(as_of=as_of).num_rows,
        accuracy=accuracy_of(coders),
    )
