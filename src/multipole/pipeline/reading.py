"""The steps in order, each naming what it reads and writes.

``read_into`` stores documents (files -> documents, parts, raws, refusals), codes those that the
current coder has not (documents -> sentences, mentions, claims, spans), links near-duplicates
(documents -> links) and derives events (claims, judgements -> judgements, events). Each document is
stored before it is coded and is marked as coded last, in one transaction with its claims: a run
that is killed loses nothing, and the next one finishes it.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
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
from multipole.documents import (
    ReadOptions,
    read_paths,
)
from multipole.evidence import Model, load_model, read_documents
from multipole.pipeline.deriving import derive_events, link_near_duplicates
from multipole.pipeline.steps import STORED_AT_ONCE, Progress, documents_of, quiet, run_of
from multipole.store import Store

#: Languages with a coder; documents in others are kept and say so.
CODED_LANGUAGES: Final = frozenset({"en"})
#: Shorter texts than this, whose language no one can tell, are tried as English.
SURE_WORDS: Final = 20
CODED_AT_ONCE: Final = 100_000
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
    'rules-1+en_core_web_sm-3.8.0'
    >>> coder_name("en_core_web_sm-3.8.0", types="type-minilm-1")
    'coder-2+type-minilm-1+en_core_web_sm-3.8.0'
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

    ``shape`` gives a document what its reader could not know of it.
    """
    met, fresh, refusals = 0, list[str](), list[Refusal]()
    found = read_paths(paths, options=options or ReadOptions(), now=now)
    while chunk := list(islice(found, STORED_AT_ONCE)):
        refused = [x for x in chunk if isinstance(x, Refusal)]
        whole = [x for x in chunk if not isinstance(x, Refusal)]
        shaped = [(shape(d) if shape else d, raw) for d, raw in whole]
        read = {x[0].id: x for x in shaped}
        there = store.has_documents(read)
        new = [x for i, x in read.items() if i not in there]
        with store.transaction():
            store.add_documents([(d, raw, status_of(d), "") for d, raw in new], run)
            store.add_refusals(refused, now, run)
        met += len(chunk) - len(refused)
        fresh += [d.id for d, _ in new]
        refusals += refused
        tell("read", met, 0)
    return met, fresh, refusals


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
    for coded in _code(_chunks(store, waiting), means, processes):
        with store.transaction():
            store.add_readings({i: (spans, mentions) for i, spans, mentions, _ in coded})
            store.add_claims([c for _, _, _, found in coded for c in found], run)
            store.mark_coded([i for i, _, _, _ in coded], "coded", means.coder)
        done += len(coded)
        claims += sum(len(found) for _, _, _, found in coded)
        tell("code", done, len(waiting))
    return done, claims


def _by_second(store: Store) -> frozenset[str]:
    rows = store.documents().select(["id", "coded_by"]).to_pylist()
    return frozenset(row["id"] for row in rows if row["coded_by"].startswith(SECOND_CODERS))


def _chunks(store: Store, ids: Iterable[str]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    size = 0
    for document in documents_of(store, ids):
        chunk.append(document)
        size += len(document.text)
        if size >= CODED_AT_ONCE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _code(chunks: Iterator[list[Document]], means: Means, processes: int) -> Iterator[list[Coded]]:
    if processes <= 1:
        yield from (code_documents(chunk, means) for chunk in chunks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent) as pool:
        running: set[Future[list[Coded]]] = set()
        for chunk in chunks:
            running.add(pool.submit(code_documents, chunk, means))
            if len(running) > 2 * processes:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in wait(running).done)


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

    A document's claims depend on it alone, not on what is read with it.
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
