"""One way to ask for a file of the local publisher, and what came of it."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from multipole.sources.fetch import Fetched, fetch
from multipole.sources.gate.source import Download

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLE = b"ccode,year,cinc\n" + b"".join(b"2,%d,0.1\n" % year for year in range(1816, 6000))
SUM = hashlib.sha256(TABLE).hexdigest()
BIG = os.urandom(300_000)


def get(url: str, into: Path, **more: Any) -> Fetched:
    facts = {key: more.pop(key) for key in ("size", "sha256", "md5") if key in more}
    download = Download(url, more.pop("name", "nmc.csv"), **facts)
    settings_ = {"now": NOW, "timeout": 5.0, "sleep": lambda seconds: None, "retries": 2}
    return fetch(download, into=into, **{**settings_, **more})


def files(into: Path) -> list[str]:
    """Data files that are there: no records, locks or parts."""
    return sorted(str(p.relative_to(into)) for p in into.glob("*/*") if p.parent.name != "partial"
                  and not p.name.endswith(".fetched.json"))  # fmt: skip
