"""Adding invented files in tests, and what the store then holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from multipole.pipeline import AddReport, add_source
from multipole.store import Store

NOW: Final = datetime(2025, 1, 1, tzinfo=UTC)
LATER: Final = datetime(2025, 6, 1, tzinfo=UTC)
CHINA: Final = 710
RUSSIA: Final = 365


def add(store: Store, source: str, *paths: Path, **wishes: Any) -> AddReport:
    return add_source(store, source, paths, **{"now": NOW} | wishes)


def values(store: Store, **asked: Any) -> list[float | None]:
    return list(store.records.observations(**asked)["value"].to_pylist())


def known_on(store: Store) -> list[date]:
    return list(store.records.releases()["known_on"].to_pylist())


def without_runs(store: Store) -> dict[str, int]:
    return {name: n for name, n in store.counts().items() if name != "runs"}


def share(value: float, *, year: int = 2020) -> tuple[str, str, str, int, float, str]:
    return ("CHN", "RUS", "dollar_share", year, value, "percent")
