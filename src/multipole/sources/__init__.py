"""A public data set -> observations and coded events, one module each.

Each source says what it may and may not contain. Files are read strictly: what is not known is
refused into quarantine with its row, datum and remedy, and the rest goes in.
"""

from __future__ import annotations

from multipole.sources.registry import SOURCES, find_source, variables

__all__ = ["SOURCES", "find_source", "variables"]
