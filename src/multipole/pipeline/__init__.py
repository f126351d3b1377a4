"""The steps in order, each naming what it reads and writes.

`reading`: files -> documents -> claims -> events. `adding`: data files -> records.
"""

from __future__ import annotations

from multipole.pipeline.adding import AddReport, add_source
from multipole.pipeline.deriving import derive_events, link_near_duplicates
from multipole.pipeline.judging import Ruling, rule, withdraw
from multipole.pipeline.reading import (
    ReadReport,
    code_documents,
    code_pending,
    coder_name,
    read_into,
    store_documents,
)
from multipole.pipeline.steps import Progress

__all__ = [
    "AddReport",
    "Progress",
    "ReadReport",
    "Ruling",
    "add_source",
    "code_documents",
    "code_pending",
    "coder_name",
    "derive_events",
    "link_near_duplicates",
    "read_into",
    "rule",
    "store_documents",
    "withdraw",
]
