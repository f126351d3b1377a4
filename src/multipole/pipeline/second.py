"""The second coder, step by step: documents -> requests -> replies -> claims.

``read_with_model`` stores the documents (as `multipole.pipeline.reading` does), asks a model for
those among them that this coder has not coded, holds every proposal against the report, and stores
what stands. Each document goes in whole, in one transaction, and is marked as coded last; replies
are kept as they come. A run that is stopped loses no reply, and the next one goes on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from multipole.actors import Actors, load_actors
from multipole.claims.llm_asking import Asker
from multipole.claims.llm_coder import Desk
from multipole.claims.llm_prompt import letters, pieces, request, request_key, second_coder_name
from multipole.claims.llm_schema import Refused, read_reply
from multipole.claims.llm_terms import (
    EndpointFailed,
    Replies,
    ReplyFailed,
    Settings,
    Spent,
    TokensSpent,
    estimate_tokens,
)
from multipole.core.errors import MultipoleError
from multipole.core.ids import digest
from multipole.core.text import Reading
from multipole.core.types import Claim, Document, Refusal, Run
from multipole.core.version import VERSION
from multipole.documents import ReadOptions, read_paths
from multipole.evidence import load_model, read_documents
from multipole.pipeline.deriving import derive_events, link_near_duplicates
from multipole.pipeline.reading import status_of, store_documents
from multipole.pipeline.steps import Progress
from multipole.store import Store

#: So many documents one after the other without a usable reply end a run.
FAILURES: Final = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would take: ``requests`` to send, replies ``kept`` already, for ``documents``.

    ``tokens_in`` is estimated from the letters; ``tokens_out`` is the most that the replies may
    have. Neither counts a second try.
    """

    documents: int
    requests: int
    kept: int
    tokens_in: int
    tokens_out: int

    def cost(self, price_in: float, price_out: float) -> float:
        """The most that it costs, at prices for a million tokens."""
        return Spent(tokens_in=self.tokens_in, tokens_out=self.tokens_out).cost(price_in, price_out)


@dataclass(frozen=True, slots=True)
class SecondReport:
    """What one ``read_with_model`` did.

    ``coded`` of the ``documents`` met went through the model in this run and ``left`` still wait,
    because of what ``failures`` and ``stopped`` say. ``refused`` are proposals of the model that
    did not hold, each with its reason; ``notes`` counts fields that were dropped from claims.
    """

    documents: int
    new_documents: int
    coded: int
    left: int
    claims: int
    events: int
    refusals: tuple[Refusal, ...]
    coder: str
    spent: Spent
    refused: tuple[tuple[str, Refused], ...]
    notes: dict[str, int]
    failures: tuple[Refusal, ...]
    stopped: str


def model_coder(settings: Settings, *, language_model: str, actors: str = "") -> str:
    """Name the coder: model, prompt, settings, what parses the text, and the user's own actors."""
    own = f"+actors-{digest(actors)[:8]}" if actors else ""
    return f"{second_coder_name(settings)}+{language_model}{own}"


def plan_with_model(
    paths: Sequence[Path],
    *,
    settings: Settings,
    replies: Replies,
    now: datetime,
    options: ReadOptions | None = None,
    store: Store | None = None,
    model: str | None = None,
) -> Plan:
    """What `read_with_model` would ask, without asking and without writing.

    ``store`` is the one that it would write to, where there is one already.
    """
    own = store.actor_list() if store else ""
    coder = model_coder(settings, language_model=load_model(model).name, actors=own)
    read = read_paths(paths, options=options or ReadOptions(), now=now)
    met = {x[0].id: x[0] for x in read if not isinstance(x, Refusal)}
    there = store.has_documents(met) if store else set()
    due = set(store.pending(coder)) if store else set()
    waiting = (d for i, d in met.items() if (i in due if i in there else status_of(d) == "pending"))
    return _plan(waiting, settings, replies)


def _plan(documents: Iterable[Document], settings: Settings, replies: Replies) -> Plan:
    asked, kept, tokens, n = 0, 0, 0, 0
    for document in documents:
        n += 1
        for piece in pieces(document, most=settings.piece_letters):
            body = request(document, piece, settings)
            if replies.get(request_key(body)) is not None:
                kept += 1
                continue
            asked += 1
            tokens += estimate_tokens(letters(body))
    return Plan(n, asked, kept, tokens, asked * settings.most_tokens)


def read_with_model(
    store: Store,
    paths: Sequence[Path],
    *,
    asker: Asker,
    now: datetime,
    options: ReadOptions | None = None,
    progress: Progress | None = None,
    announce: Callable[[Plan], None] | None = None,
    model: str | None = None,
) -> SecondReport:
    """Read reports into the store and have a model code those of ``paths``, no others.

    ``announce`` is told what will be sent before the first request, if there is one. Raises
    `UnreadableInput` for a path that does not exist and `MissingModel`; what goes wrong with the
    endpoint is in the report, and what was done before it stays.
    """
    tell = progress or _quiet
    own = store.actor_list()
    coder = model_coder(asker.settings, language_model=load_model(model).name, actors=own)
    run = Run("read", VERSION, digest(",".join(sorted(map(str, paths)))), coder, 0, now)
    met: set[str] = set()

    def seen(document: Document) -> Document:
        met.add(document.id)
        return document

    count, fresh, refusals = store_documents(
        store, paths, now=now, options=options, run=run, tell=tell, shape=seen
    )
    waiting = [i for i in store.pending(coder) if i in met]
    plan = _plan(_each(store, waiting), asker.settings, asker.replies)
    if announce and plan.requests:
        announce(plan)
    work = _Work(store, asker, coder, load_actors(table=own), model, now)
    work.code(waiting, tell)
    link_near_duplicates(store, now=now, tell=tell)
    events = derive_events(store, now=now, tell=tell)
    return SecondReport(
        count, len(fresh), work.coded, len(waiting) - work.coded, work.claims, events,
        tuple(refusals), coder, asker.spent, tuple(work.refused), dict(work.notes),
        tuple(work.failures), work.stopped,
    )  # fmt: skip


def _quiet(step: str, done: int, total: int) -> None:
    """Tell nobody."""


def _each(store: Store, ids: Iterable[str]) -> Iterator[Document]:
    return (store.document(i) for i in ids)


class _Work:
    """The coding of one run: where to, by whom, and what came of it."""

    def __init__(
        self, store: Store, asker: Asker, coder: str, actors: Actors, model: str | None,
        now: datetime,
    ) -> None:  # fmt: skip
        self._store = store
        self._asker = asker
        self._coder = coder
        self._actors = actors
        self._model = load_model(model)
        self._run = Run("code", VERSION, digest(coder), coder, asker.settings.seed, now)
        self.coded = self.claims = 0
        self.refused: list[tuple[str, Refused]] = []
        self.notes: Counter[str] = Counter()
        self.failures: list[Refusal] = []
        self.stopped = ""

    def code(self, waiting: Sequence[str], tell: Progress) -> None:
        """Ask for each document in turn, until all are done or nothing more can be."""
        failed = 0
        for document in _each(self._store, waiting):
            try:
                self._one(document)
                failed = 0
            except ReplyFailed as error:
                self.failures.append(_failure(document, error))
                failed += 1
            except (EndpointFailed, TokensSpent) as error:
                self.stopped = str(error)
            if failed == FAILURES:
                self.stopped = f"{FAILURES} reports one after the other got no usable reply."
            if self.stopped:
                return
            tell("ask", self.coded, len(waiting))

    def _one(self, document: Document) -> None:
        replies = self._replies(document)
        read = read_documents([document], model=self._model, actors=self._actors)
        reading = next(reading for _, reading in read)
        desk = Desk(document, reading, self._actors, self._coder)
        claims = self._claims(desk, replies, document)
        self._keep(document, reading, claims)
        self.coded += 1
        self.claims += len(claims)
        self.refused += [(document.path, refused) for refused in desk.refused]
        self.notes += desk.undated

    def _replies(self, document: Document) -> list[str]:
        settings = self._asker.settings
        own = pieces(document, most=settings.piece_letters)
        return [self._asker.reply(request(document, piece, settings)) for piece in own]

    def _claims(self, desk: Desk, replies: Sequence[str], document: Document) -> list[Claim]:
        claims: dict[str, Claim] = {}
        own = pieces(document, most=self._asker.settings.piece_letters)
        for piece, reply in zip(own, replies, strict=True):
            proposals, refused = read_reply(reply)
            desk.refused += refused
            claims |= {claim.id: claim for claim in desk.claims(proposals, piece)}
        return sorted(claims.values(), key=lambda c: (c.spans[0].start, c.kind, c.id))

    def _keep(self, document: Document, reading: Reading, claims: Sequence[Claim]) -> None:
        spans = [(s.start, s.end) for s in reading.sentences]
        with self._store.transaction():
            self._store.add_readings({document.id: (spans, reading.mentions)})
            self._store.add_claims(claims, self._run)
            self._store.mark_coded([document.id], "coded", self._coder)


def _failure(document: Document, error: MultipoleError) -> Refusal:
    return Refusal(document.path, error.where, error.what, error.remedy)
