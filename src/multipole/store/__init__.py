"""One DuckDB file for documents, claims and events: append, read as of a day, export, verify."""

from __future__ import annotations

from multipole.store.rows import Link, MentionRow
from multipole.store.store import Store, open_store

__all__ = ["Link", "MentionRow", "Store", "open_store"]
