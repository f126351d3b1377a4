"""Finding anything in a store by words: what it is, and where it stands."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.evidence import none
from multipole.answers.search_entries import dyad_entry, index_of
from multipole.answers.search_index import WHOLE, Entry, Index
from multipole.answers.words import count
from multipole.core.errors import WrongUse
from multipole.store import Store

KINDS: Final = ("triangle", "dyad", "actor", "person", "speaker", "event", "claim", "document",
                "outlet", "data set", "measure", "question")  # fmt: skip
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("kind", "label", "detail", "page", "address")),
        ("score", pa.float64()),
        ("of", pa.int64()),
    ]
)
#: A text with more actors than this means a list of them, not a dyad or triangle.
ACTORS: Final = 3
_LONGEST: Final = 6
_SMALL: Final = frozenset({"and", "vs", "versus", "with", "the", "of", "to", "in"})


def search(
    store: Store, text: str, *, kinds: Sequence[str] = (), limit: int = 20,
    index: Index | None = None,
) -> Answer:  # fmt: skip
    """What a text finds: at most ``limit`` rows of a kind, the best first; kinds by their best.

    Two actors named are their dyad, three their triangle. Codes and whole names come before names
    that begin so, those before names that hold the words, those before texts that do; case and
    accents do not matter. ``page`` and ``address`` (JSON) say where it stands, ``of`` how many
    there are of the kind. ``index`` spares making it again. Raises `WrongUse` for an unknown kind.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise WrongUse(f"{kind!r} is no kind", remedy=f"Use one of {', '.join(KINDS)}.")
    held = index or index_of(store)
    found = [*_together(held, text), *held.find(text)]
    rows = list(_best(found, tuple(kinds) or KINDS, limit))
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    total = len({(entry.kind, entry.address) for _, entry in found})
    return Answer(f"{count(total, 'result')} for {text!r}", table, none(), (),
                  ("kind", "label", "detail"))  # fmt: skip


def _best(
    found: list[tuple[float, Entry]], kinds: Sequence[str], limit: int
) -> Iterator[dict[str, Any]]:
    """Rows by kind, kinds by their best row, each entry once."""
    by_kind: dict[str, dict[Any, tuple[float, Entry]]] = {}
    for score, entry in found:
        if entry.kind in kinds:
            by_kind.setdefault(entry.kind, {}).setdefault(entry.address, (score, entry))
    order = sorted(by_kind, key=lambda k: (-max(s for s, _ in by_kind[k].values()), KINDS.index(k)))
    for kind in order:
        of = len(by_kind[kind])
        for score, entry in list(by_kind[kind].values())[:limit]:
            yield {
                "kind": kind, "label": entry.label, "detail": entry.detail, "page": entry.page,
                "address": json.dumps(dict(entry.address)), "score": score, "of": of,
            }  # fmt: skip


def _together(index: Index, text: str) -> Iterator[tuple[float, Entry]]:
    """The triangle and the dyads of the actors that a text names, when it names nothing else."""
    actors = actors_in(index, text)
    ids = [dict(entry.address)["id"] for entry in actors]
    if not 2 <= len(ids) <= ACTORS:
        return
    if len(ids) == ACTORS:
        a, b, c = ids
        names = " – ".join(entry.label for entry in actors)
        words = (("a", a), ("b", b), ("c", c))
        yield 3 * WHOLE, Entry("triangle", names, ", ".join(ids), "triangle", words)
    acts = _acts(index)
    for a, b in combinations(ids, 2):
        first, second = sorted((a, b))
        yield 2 * WHOLE, dyad_entry(first, second, acts[first, second])


def _acts(index: Index) -> Counter[tuple[str, str]]:
    """How many acts are told of the pairs that are entries."""
    pairs = (entry for entry in index.entries if entry.kind == "dyad")
    return Counter({(dict(e.address)["a"], dict(e.address)["b"]): int(e.weight) for e in pairs})


def actors_in(index: Index, text: str) -> list[Entry]:
    """The actors that a text names one after another; none when it says anything else.

    The longest names are taken first ("south korea" is one); the last word may be a beginning.
    """
    words = text.replace(",", " ").replace("-", " ").split()
    found: dict[str, Entry] = {}
    while words:
        if words[0].casefold() in _SMALL and len(words) > 1:
            words = words[1:]
            continue
        entry, used = _first(index, words)
        if entry is None:
            return []
        found.setdefault(entry.label, entry)
        words = words[used:]
    return list(found.values())


def _first(index: Index, words: list[str]) -> tuple[Entry | None, int]:
    for used in range(min(len(words), _LONGEST), 0, -1):
        name = " ".join(words[:used])
        entry = index.called(name, "actor")
        if entry:
            return entry, used
    if len(words) == 1 and len(words[0]) > 1:
        begun = (entry for score, entry in index.find(words[0]) if entry.kind == "actor")
        return next(begun, None), 1
    return None, 0
