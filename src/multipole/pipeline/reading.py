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
from multipole.claims import CODER, build_events, code, judge_same
from multipole.claims.llm_terms import SECOND_CODERS
from multipole.core.ids import digest
from multipole.core.text import Mention
from multipole.core.types import Claim, Document, Judgement, Refusal, Run
from multipole.core.version import VERSION
from multipole.documents import (
    ReadOptions,
    find_near_duplicates,
    read_paths,
    read_text,
)
from multipole.evidence import Model, load_model, read_documents
from multipole.store import Store

#: Languages with a coder; documents in others are kept and say so.
CODED_LANGUAGES: Final = frozenset({"en"})
#: Share of three-word runs in common from which two reports are linked as reprints.
ALIKE: Final = 0.5
#: Shorter texts than this, whose language no one can tell, are tried as English.
SURE_WORDS: Final = 20
STORED_AT_ONCE: Final = 200
CODED_AT_ONCE: Final = 100_000
Coded = tuple[str, list[tuple[int, int]], list[Mention], list[Claim]]
#: What coding works with: the coder's name, the language model, the user's table of actors.
Means = tuple[str, str | None, str]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one ``read_into`` did.

    ``documents`` were met, ``new_documents`` of them were not in the store; ``claims`` were added;
    ``events`` the store now holds; ``coder`` read them (rules and language model).
    """

    documents: int
    new_documents: int
    coded: int
    claims: int
    events: int
    refusals: tuple[Refusal, ...]
    coder: str


def coder_name(model: str, actors: str = "") -> str:
    """Name the coder that works with this language model and the user's own table of actors."""
    return f"{CODER}+{model}" + (f"+actors-{digest(actors)[:8]}" if actors else "")


def read_into(
    store: Store,
    paths: Sequence[Path],
    *,
    now: datetime,
    options: ReadOptions | None = None,
    processes: int = 1,
    progress: Progress | None = None,
    model: str | None = None,
    over: bool = False,
) -> ReadReport:
    """Read reports into the store, code what is not coded, and rebuild the events.

    Documents that a second coder has coded stay as they are, unless ``over`` is set.

    ``progress`` is called with (step, done, total; total 0 when not known). Running it again on
    the same reports changes nothing. Raises `UnreadableInput` for a path that does not exist and
    `MissingModel` for a damaged language model; single bad files become refusals.
    """
    tell = progress or _quiet
    load_model(model)
    coder = coder_name(load_model(model).name, store.actor_list())
    run = _run("read", ",".join(sorted(str(p) for p in paths)), coder, now)
    met, fresh, refusals = store_documents(
        store, paths, now=now, options=options, run=run, tell=tell
    )
    coded, claims = code_pending(
        store, coder=coder, model=model, processes=processes, now=now, tell=tell,
        spare=() if over else _by_second(store),
    )  # fmt: skip
    link_near_duplicates(store, now=now, tell=tell)
    events = derive_events(store, now=now, tell=tell)
    return ReadReport(met, len(fresh), coded, claims, events, tuple(refusals), coder)


def _quiet(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def _run(step: str, inputs: str, settings: str, now: datetime) -> Run:
    return Run(step, VERSION, digest(inputs), settings, 0, now)


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
    coder: str,
    now: datetime,
    tell: Progress,
    model: str | None = None,
    processes: int = 1,
    spare: Collection[str] = (),
) -> tuple[int, int]:
    """Documents -> sentences, mentions, claims. Returns how many documents and claims.

    ``spare`` are ids of documents to leave as they are.
    """
    waiting = [i for i in store.pending(coder) if i not in spare]
    done = claims = 0
    run = _run("code", coder, coder, now)
    for coded in _code(_chunks(store, waiting), (coder, model, store.actor_list()), processes):
        with store.transaction():
            store.add_readings({i: (spans, mentions) for i, spans, mentions, _ in coded})
            store.add_claims([c for _, _, _, found in coded for c in found], run)
            store.mark_coded([i for i, _, _, _ in coded], "coded", coder)
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
    for document in _documents(store, ids):
        chunk.append(document)
        size += len(document.text)
        if size >= CODED_AT_ONCE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _code(chunks: Iterator[list[Document]], means: Means, processes: int) -> Iterator[list[Coded]]:
    if processes <= 1:
        yield from (code_documents(chunk, *means) for chunk in chunks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent) as pool:
        running: set[Future[list[Coded]]] = set()
        for chunk in chunks:
            running.add(pool.submit(code_documents, chunk, *means))
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


def code_documents(
    documents: Sequence[Document], coder: str, model: str | None, actors: str
) -> list[Coded]:
    """Read and code documents; plain values in and out, so that any process can do it.

    ``actors`` is the text of the user's own table, or ``""``.
    """
    language: Model = load_model(model)
    known: Actors = load_actors(table=actors)
    coded = []
    for document, reading in read_documents(documents, model=language, actors=known):
        spans = [(s.start, s.end) for s in reading.sentences]
        claims = code(document, reading, coder=coder)
        coded.append((document.id, spans, list(reading.mentions), claims))
    return coded


def link_near_duplicates(store: Store, *, now: datetime, tell: Progress | None = None) -> None:
    """Documents -> links, anew whenever the store holds other documents than the last time."""
    ids = _ids(store)
    run = _run("link", ",".join(ids), str(ALIKE), now)
    if _is_done(store, run):
        return
    texts = [(d.id, read_text(d)) for d in _documents(store, ids)]
    links = find_near_duplicates(texts, threshold=ALIKE)
    with store.transaction():
        store.add_links([(x.left, x.right, x.kind, x.score) for x in links])
        store.add_run(run)
    (tell or _quiet)("link", len(ids), len(ids))


def _is_done(store: Store, run: Run) -> bool:
    return run.id in set(store.runs().column("id").to_pylist())


def _documents(store: Store, ids: Iterable[str]) -> Iterator[Document]:
    waiting = iter(ids)
    while some := list(islice(waiting, STORED_AT_ONCE)):
        yield from store.document_objects(some)


def _ids(store: Store) -> list[str]:
    return sorted(store.documents().column("id").to_pylist())


def derive_events(store: Store, *, now: datetime, tell: Progress | None = None) -> int:
    """Claims, judgements -> judgements, events; returns how many events there are.

    Drops all events and builds them again, unless they were built from the same claims, judgements
    and links.
    """
    if _are_derived(store, _run("derive", _inputs(store), CODER, now)):
        return store.counts()["events"]
    claims = store.claim_objects(kind="event")
    earlier = [Judgement(**row) for row in store.judgements().to_pylist()]
    judged = judge_same(claims, at=now, earlier=earlier)
    events = build_events(claims, [*earlier, *judged], outlets=_outlets(store))
    with store.transaction():
        store.add_judgements(judged)
        store.replace_events(events, _run("derive", _inputs(store), CODER, now))
    (tell or _quiet)("derive", len(events), len(events))
    return len(events)


def _are_derived(store: Store, run: Run) -> bool:
    """Whether the events that stand in the store are those of ``run``, not only once were."""
    standing = set(store.events().column("run").to_pylist())
    return standing == {run.id} if standing else not store.claims(kind="event").num_rows


def _inputs(store: Store) -> str:
    claims = sorted(store.claims(kind="event").column("id").to_pylist())
    judged = store.judgements().select(["left", "right", "verdict"]).to_pylist()
    linked = store.links().select(["left", "right"]).to_pylist()
    others = sorted("".join(row.values()) for row in (*judged, *linked))
    return digest(*claims, *others)


def _outlets(store: Store) -> dict[str, str]:
    """The outlet of each document; near-duplicates count as one outlet."""
    rows = store.documents().select(["id", "outlet"]).to_pylist()
    outlets = {row["id"]: row["outlet"] or row["id"] for row in rows}
    leader = {i: i for i in outlets}
    for link in store.links().to_pylist():
        left, right = sorted(_leader(leader, link[end]) for end in ("left", "right"))
        leader[right] = left
    return {i: outlets[_leader(leader, i)] for i in outlets}


def _leader(leader: dict[str, str], document: str) -> str:
    """The first of the reprints that a document belongs to."""
    while leader[document] != document:
        document = leader[document]
    return document
