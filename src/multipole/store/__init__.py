"""One DuckDB file for documents, claims and events: append, read as of a day, export, verify."""

from __future__ import annotations

from multipole.store.adding import FileRecord
from multipole.store.records import Records
from multipole.store.rows import Link, MentionRow
from multipole.store.store import Store, open_store

__all__ = ["FileRecord", "Link", "MentionRow", "Records", "Store", "open_store"]
