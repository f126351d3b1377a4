"""Statements of the UN General Debate -> documents with their speaker, session and year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from multipole.core.types import Document, Refusal, Run
from multipole.documents import ReadOptions
from multipole.pipeline.reading import store_documents
from multipole.sources.text.ungd import COLUMNS, OUTLET, Statement, statement_of
from multipole.store import Store


def store_statements(
    store: Store,
    paths: Sequence[Path],
    *,
    now: datetime,
    run: Run,
    tell: Callable[[str, int, int], None],
) -> tuple[int, int, list[Refusal]]:
    """Files -> documents. Returns how many were met, how many were new, and what was refused."""
    options = ReadOptions(outlet=OUTLET, columns=COLUMNS)
    met, fresh, refusals = store_documents(
        store, paths, now=now, options=options, run=run, tell=tell, shape=titled
    )
    return met, len(fresh), refusals


def titled(document: Document) -> Document:
    """The document with the title, author and year that its record or its file's name gives."""
    said = statement_of(document.path) or _recorded(document)
    if said is None:
        return document
    years = () if document.published_in else (f"year:{said.year}",)
    return replace(document, title=said.title, author=said.iso3, notes=(*document.notes, *years))


def _recorded(document: Document) -> Statement | None:
    year = document.published_in
    if not (year and document.title.isdecimal()):
        return None
    return Statement(document.author, int(document.title), year.start.year)
