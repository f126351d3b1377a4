"""What is said: claims of any kind, quoted figures, and who says what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, actors_of, day_of, end_of, leaning_of, one_of, start_of
from multipole.answers.evidence import evidence
from multipole.answers.missing import nothing_found
from multipole.answers.words import count
from multipole.core.types import CLAIM_KINDS
from multipole.store import Store

_SHOWN: Final = ("when", "kind", "speaker", "leaning", "says", "confidence", "claims")
_FIGURES: Final = ("when", "about", "measure", "value_unit", "speaker", "claims")
_SPEAKERS: Final = ("speaker", "speaker_actor", "n", "for", "against", "neutral", "claims")
_COUNTED: Final = ("events", "figures", "for", "against", "neutral")
SPEAKERS: Final = pa.schema(
    [
        ("speaker", pa.string()),
        ("speaker_actor", pa.string()),
        *((n, pa.int64()) for n in ("n", *_COUNTED)),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("claims", pa.list_(pa.string())),
    ]
)


def claims(
    store: Store,
    actors: Iterable[str] = (),
    *,
    kind: str | None = None,
    speaker: str | None = None,
    leaning: str | None = None,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
    skip: int = 0,
) -> Answer:
    """Claims that name all of ``actors``, in order of when they could be known.

    ``kind``: event, assessment or figure. ``speaker``: part of the speaker's name, or the id of the
    actor behind. ``leaning``: for, against or neutral. ``skip``: so many of the latest are left out
    before the ``limit`` counts. Bounds of time, ``as_of``, ``limit`` and
    errors as in `multipole.answers.events`. Columns are those of the store's claims, with
    ``claims`` holding the claim's own id.
    """
    ids, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    rows = _rows(store, ids, known, kind=kind, since=start_of(since), until=end_of(until))
    side = leaning_of(leaning)
    kept = [r for r in rows if _said_by(r, speaker) and side in (None, r["leaning"])]
    if (ids or speaker) and not kept:
        raise nothing_found(store, ids or (str(speaker),), what="claims", as_of=known)
    return _answer(
        store, kept, ids, known=known, limit=limit, noun="claim", shown=_SHOWN, skip=skip
    )


def figures(
    store: Store,
    actors: Iterable[str] = (),
    *,
    measure: str | None = None,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
) -> Answer:
    """Figures that the reports quote about all of ``actors``, each with its sentence.

    ``measure``: words that the measure must hold. The rest as in `claims`, and a column ``bound``:
    what stands before the value, "at least", "at most", "about", or nothing.
    """
    ids, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    rows = _rows(store, ids, known, kind="figure", since=start_of(since), until=end_of(until))
    kept = [r for r in rows if (measure or "").casefold() in r["measure"].casefold()]
    if (ids or measure) and not kept:
        raise nothing_found(store, ids or (str(measure),), what="figures", as_of=known)
    found = _answer(store, kept, ids, known=known, limit=limit, noun="figure", shown=_FIGURES)
    bounds = found.table["gist"]
    return replace(found, table=found.table.append_column("bound", bounds))


def speakers(
    store: Store, actors: Iterable[str] = (), *, as_of: str | date | None = None
) -> Answer:
    """Who says what about ``actors``: claims by speaker, most first.

    Counts all claims of a named speaker: ``events`` and ``figures`` told, and assessments ``for``,
    ``against`` and ``neutral`` to closeness. What a document says in its own voice is left out.
    """
    ids, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    said: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in _rows(store, ids, known):
        if row["speaker"]:
            said.setdefault((row["speaker"], row["speaker_actor"]), []).append(row)
    if ids and not said:
        raise nothing_found(store, ids, what="speakers", as_of=known)
    rows = sorted(map(_speaker, said.values()), key=lambda r: (-r["n"], r["speaker"]))
    table = pa.Table.from_pylist(rows, schema=SPEAKERS)
    told = evidence(store, (c for row in rows for c in row["claims"]), as_of=known)
    return Answer(_title(len(rows), "speaker", ids), table, told, (), _SPEAKERS)


def _rows(
    store: Store, ids: tuple[str, ...], known: date | None, **narrow: Any
) -> list[dict[str, Any]]:
    if narrow.get("kind"):
        one_of(narrow["kind"], CLAIM_KINDS, "a kind of claim")
    found: list[dict[str, Any]] = store.claims(
        actors=ids or None, as_of=known, **narrow
    ).to_pylist()
    return found


def _said_by(row: dict[str, Any], speaker: str | None) -> bool:
    if speaker is None:
        return True
    return speaker.casefold() in row["speaker"].casefold() or speaker == row["speaker_actor"]


def _speaker(rows: list[dict[str, Any]]) -> dict[str, Any]:
    sorts = [r["leaning"] if r["kind"] == "assessment" else f"{r['kind']}s" for r in rows]
    days = [r["known_on"] for r in rows]
    return {
        "speaker": rows[0]["speaker"],
        "speaker_actor": rows[0]["speaker_actor"],
        "n": len(rows),
        **{name: sorts.count(name) for name in _COUNTED},
        "first": min(days),
        "last": max(days),
        "claims": [r["id"] for r in rows],
    }


def _answer(
    store: Store,
    rows: list[dict[str, Any]],
    ids: tuple[str, ...],
    *,
    known: date | None,
    limit: int | None,
    noun: str,
    shown: tuple[str, ...],
    skip: int = 0,
) -> Answer:
    latest = rows[: max(0, len(rows) - skip)]
    kept = latest[-limit:] if limit else latest
    schema = store.claims(ids=()).schema.append(pa.field("claims", pa.list_(pa.string())))
    table = pa.Table.from_pylist([r | {"claims": [r["id"]]} for r in kept], schema=schema)
    told = evidence(store, (r["id"] for r in kept), as_of=known)
    short = len(kept) < len(rows)
    notes = (f"These are the latest {len(kept)} of {len(rows)}.",) if short else ()
    return Answer(_title(len(rows), noun, ids), table, told, notes, shown)


def _title(number: int, noun: str, ids: tuple[str, ...]) -> str:
    return count(number, noun) + (f" about {', '.join(ids)}" if ids else "")
