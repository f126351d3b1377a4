"""The steps in order, each naming what it reads and writes.

``read_into`` stores documents (files -> documents, parts, raws, refusals), codes those that the
current coder has not (documents -> sentences, mentions, claims, spans), links near-duplicates
(documents -> links) and derives events (claims, judgements -> judgements, events). Each document is
stored before it is coded and is marked as coded last, in one transaction with its claims; a long
one is coded section by section, and its place is kept. A run that is killed loses the work of some
seconds, and the next one finishes it.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from multipole.actors import Actors, load_actors
from multipole.claims import CODER, TYPED_CODER, code
from multipole.claims.llm_terms import SECOND_CODERS
from multipole.claims.type_model import SHIPPED, load_types, type_model_name
from multipole.core.errors import MissingModel
from multipole.core.ids import digest
from multipole.core.text import Mention
from multipole.core.types import Claim, Document, Refusal, Run
from multipole.documents import Item, ReadOptions, read_items
from multipole.evidence import Model, load_model, read_documents
from multipole.pipeline.deriving import derive_events, link_near_duplicates
from multipole.pipeline.sections import Section, sections
from multipole.pipeline.steps import (
    HELD_AT_ONCE,
    Progress,
    documents_of,
    in_pieces,
    quiet,
    run_of,
)
from multipole.store import Store

#: Languages with a coder; documents in others are kept and say so.
CODED_LANGUAGES: Final = frozenset({"en"})
#: Shorter texts than this, whose language no one can tell, are tried as English.
SURE_WORDS: Final = 20
#: What is coded is kept every so many characters: some seconds of work.
CODED_AT_ONCE: Final = 40_000
Coded = tuple[str, list[tuple[int, int]], list[Mention], list[Claim]]


@dataclass(frozen=True, slots=True)
class Means:
    """What coding works with; plain values, so that any process can be sent them.

    ``coder`` is the name that every claim gets, ``language`` the language model (None: the best
    installed), ``actors`` the text of the user's own table or ``""``, ``types`` the folder of the
    type model, None where the rules answer alone.
    """

    coder: str
    language: str | None = None
    actors: str = ""
    types: Path | None = None


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one ``read_into`` did.

    ``documents`` were met, ``new_documents`` of them were not in the store; ``claims`` were added;
    ``events`` the store now holds; ``coder`` read them (rules, type model, language model).
    ``without`` says why the rules answered alone, ``""`` where they did not or were asked to.
    """

    documents: int
    new_documents: int
    coded: int
    claims: int
    events: int
    refusals: tuple[Refusal, ...]
    coder: str
    without: str = ""


def coder_name(model: str, actors: str = "", *, types: str = "") -> str:
    """Name the coder of this language model, the user's own actors and this type model.

    >>> coder_name("en_core_web_sm-3.8.0")
    'rules-9+en_core_web_sm-3.8.0'
    >>> coder_name("en_core_web_sm-3.8.0", types="type-1")
    'coder-10+type-1+en_core_web_sm-3.8.0'
    """
    first = f"{TYPED_CODER}+{types}" if types else CODER
    return f"{first}+{model}" + (f"+actors-{digest(actors)[:8]}" if actors else "")


def find_means(
    store: Store, *, model: str | None = None, types: Path | None = SHIPPED
) -> tuple[Means, str]:
    """What this store's documents are coded with, and why there is no type model (else ``""``).

    Raises `MissingModel` for a damaged language model; without a type model the rules answer.
    """
    language, actors, name, without = load_model(model).name, store.actor_list(), "", ""
    if types is not None:
        try:
            name = type_model_name(types)
        except MissingModel as error:
            without = str(error)
    coder = coder_name(language, actors, types=name)
    return Means(coder, model, actors, types if name else None), without


def read_into(
    store: Store,
    paths: Sequence[Path],
    *,
    now: datetime,
    options: ReadOptions | None = None,
    processes: int = 1,
    progress: Progress | None = None,
    model: str | None = None,
    types: Path | None = SHIPPED,
    over: bool = False,
) -> ReadReport:
    """Read reports into the store, code what is not coded, and rebuild the events.

    ``types`` is the folder of the type model; without it, or with None, the rules answer alone.
    Documents that a second coder has coded stay as they are, unless ``over`` is set.

    ``progress`` is called with (step, done, total; total 0 when not known). Running it again on
    the same reports changes nothing. Raises `UnreadableInput` for a path that does not exist and
    `MissingModel` for a damaged language model; single bad files become refusals.
    """
    tell = progress or quiet
    means, without = find_means(store, model=model, types=types)
    run = run_of("read", ",".join(sorted(str(p) for p in paths)), means.coder, now)
    met, fresh, refusals = store_documents(
        store, paths, now=now, options=options, run=run, tell=tell
    )
    coded, claims = code_pending(
        store, means=means, processes=processes, now=now, tell=tell,
        spare=() if over else _by_second(store),
    )  # fmt: skip
    link_near_duplicates(store, now=now, tell=tell)
    events = derive_events(store, now=now, tell=tell)
    refused = tuple(refusals)
    return ReadReport(met, len(fresh), coded, claims, events, refused, means.coder, without)


def store_documents(
    store: Store,
    paths: Sequence[Path],
    *,
    now: datetime,
    options: ReadOptions | None,
    run: Run,
    tell: Progress,
    shape: Callable[[Document], Document] | None = None,
) -> tuple[int, list[str], list[Refusal]]:
    """Files -> documents, parts, raws, refusals. Returns how many met, new ids, refusals.

    ``shape`` gives a document what its reader could not know of it. Without it, reports that were
    read before from the same bytes under the same name are counted and not read again.
    """
    met, fresh, refusals = 0, list[str](), list[Refusal]()
    inputs = set[str]() if shape else store.progress.inputs()
    found = read_items(paths, options=options or ReadOptions(), now=now, known=inputs.__contains__)
    for chunk in in_pieces(found, _size, most=HELD_AT_ONCE):
        read = {} if shape else {x.key: x.what[0].id for x in chunk if isinstance(x.what, tuple)}
        whole = [x.what for x in chunk if isinstance(x.what, tuple)]
        refused = [x.what for x in chunk if isinstance(x.what, Refusal)]
        with store.transaction():
            fresh += _add_new(store, [(shape(d) if shape else d, raw) for d, raw in whole], run)
            store.add_refusals(refused, now, run)
            store.progress.add_inputs(read)
        met += len(chunk) - len(refused)
        refusals += refused
        tell("read", met, 0)
    return met, fresh, refusals


def _size(item: Item) -> int:
    """How much an item holds: characters of its text, bytes of its file."""
    return len(item.what[0].text) + len(item.what[1]) if isinstance(item.what, tuple) else 0


def _add_new(store: Store, read: Sequence[tuple[Document, bytes]], run: Run) -> list[str]:
    """Add those that are not there; their ids."""
    found = {document.id: (document, raw) for document, raw in read}
    there = store.has_documents(found)
    new = [x for i, x in found.items() if i not in there]
    store.add_documents([(d, raw, status_of(d), "") for d, raw in new], run)
    return [d.id for d, _ in new]


def status_of(document: Document) -> str:
    """What a new document is: ``pending``, or ``no_coder`` for its language."""
    words = len(document.text.split())
    unsure = document.language == "und" and words < SURE_WORDS and document.text.isascii()
    return "pending" if unsure or document.language in CODED_LANGUAGES else "no_coder"


def code_pending(
    store: Store,
    *,
    means: Means,
    now: datetime,
    tell: Progress,
    processes: int = 1,
    spare: Collection[str] = (),
) -> tuple[int, int]:
    """Documents -> sentences, mentions, claims. Returns how many documents and claims.

    ``spare`` are ids of documents to leave as they are.
    """
    waiting = [i for i in store.pending(means.coder) if i not in spare]
    done = claims = 0
    run = run_of("code", means.coder, means.coder, now)
    pieces = in_pieces(_sections(store, waiting, means.coder), lambda s: s.size, most=CODED_AT_ONCE)
    for piece, coded in _code(pieces, means, processes):
        with store.transaction():
            _keep(store, piece, coded, means.coder)
            store.add_claims([c for _, _, _, found in coded for c in found], run)
        done += sum(section.last for section in piece)
        claims += sum(len(found) for _, _, _, found in coded)
        tell("code", done, len(waiting))
    return done, claims


def _keep(store: Store, piece: Sequence[Section], coded: Sequence[Coded], coder: str) -> None:
    """Keep sentences and mentions of sections, and how far their documents have come."""
    both = list(zip(piece, coded, strict=True))
    store.add_readings({i: (spans, found) for s, (i, spans, found, _) in both if s.first})
    for section, (document, spans, mentions, _) in both:
        if not section.first:
            store.progress.add_to_reading(document, spans, mentions)
    whole = [section.document.id for section in piece if section.last]
    store.mark_coded(whole, "coded", coder)
    store.progress.finish(whole)
    last = piece[-1]
    if not last.last:
        store.progress.reach(last.document.id, coder, last.end)


def _by_second(store: Store) -> frozenset[str]:
    rows = store.documents().select(["id", "coded_by"]).to_pylist()
    return frozenset(row["id"] for row in rows if row["coded_by"].startswith(SECOND_CODERS))


def _sections(store: Store, ids: Iterable[str], coder: str) -> Iterator[Section]:
    reached = store.progress.reached(coder)
    for document in documents_of(store, ids):
        yield from sections(document, after=reached.get(document.id, 0))


def _code(
    pieces: Iterable[list[Section]], means: Means, processes: int
) -> Iterator[tuple[list[Section], list[Coded]]]:
    """Pieces with what is coded in them, in their order."""
    if processes <= 1:
        for piece in pieces:
            yield piece, code_documents([s.document for s in piece], means)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent) as pool:
        running: deque[tuple[list[Section], Future[list[Coded]]]] = deque()
        for piece in pieces:
            running.append((piece, pool.submit(code_documents, [s.document for s in piece], means)))
            if len(running) > 2 * processes:
                oldest, future = running.popleft()
                yield oldest, future.result()
        for piece, future in running:
            yield piece, future.result()


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, however that happened."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_wait_for, args=(parent.sentinel,), daemon=True)
        watch.start()


def _wait_for(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def code_documents(documents: Sequence[Document], means: Means) -> list[Coded]:
    """Read and code documents; plain values in and out, so that any process can do it.

    A document's claims depend on it alone, not on what is read with it; those of a section are
    found as if it were a document.
    """
    language: Model = load_model(means.language)
    known: Actors = load_actors(table=means.actors)
    types = load_types(means.types) if means.types else None
    coded = []
    for document, reading in read_documents(documents, model=language, actors=known):
        spans = [(s.start, s.end) for s in reading.sentences]
        claims = code(document, reading, coder=means.coder, types=types)
        coded.append((document.id, spans, list(reading.mentions), claims))
    return coded
