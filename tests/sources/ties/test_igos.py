"""Shared organisations, on small files of our own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from multipole.actors import load_actors
from multipole.sources.gate.repeats import REPEATED
from multipole.sources.gate.source import Batch, Context, Input
from multipole.sources.ties.igos import SOURCE

CONTEXT = Context(load_actors(), date(2026, 1, 1))


def read(path: Path, *rows: str) -> Batch:
    lines = "".join(f"{row}\n" for row in rows)
    path.write_text("ccode1,ccode2,year,dyadigos\n" + lines, encoding="utf-8")
    file = Input(path, "0" * 64, 1)
    SOURCE.edition_of(file)
    (batch,) = SOURCE.read((file,), CONTEXT)
    return batch


def test_a_pair_is_counted_once_with_its_ends_in_order(tmp_path: Path) -> None:
    batch = read(tmp_path / "i.csv", "365,710,2013,57", "710,365,2013,57", "2,20,2013,0")
    assert batch.observations is not None
    ends = batch.observations.select("subject", "object", "value").rows()
    assert ends == [("CHN", "RUS", 57.0), ("CAN", "USA", 0.0)]
    assert batch.set_aside == {REPEATED: 1}


def test_a_missing_count_is_missing_and_a_fraction_is_refused(tmp_path: Path) -> None:
    batch = read(tmp_path / "i.csv", "365,710,2013,-9", "2,20,2013,3.5")
    assert batch.observations is not None
    assert batch.observations["status"].to_list() == ["missing"]
    assert batch.quarantine is not None
    assert batch.quarantine["datum"].to_list() == ["3.5"]
