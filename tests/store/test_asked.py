"""Questions and forecasts are kept for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from multipole.core.errors import BadValue, StoreError
from multipole.core.types import Run
from multipole.forecast.questions import KNOWN, Issued, Question, Settlement, Withdrawal
from multipole.store import Store, open_store, schema

NOW = datetime(2024, 5, 1, tzinfo=UTC)
RUN = Run("questions", "1", "", "", 0, NOW)
ASKED = Question("?", "AUR>BOR CONSULT >= 1", "s", date(2021, 4, 1), date(2021, 4, 30))
ISSUED = Issued(
    ASKED.id, 0.7, 0.5, 12, "{}", "m", date(2021, 3, 31), date(2021, 3, 30), KNOWN, NOW
)  # fmt: skip


@pytest.fixture
def asked(store: Store) -> Store:
    store.asked.add_questions([ASKED], RUN)
    return store


def test_the_first_forecast_of_a_model_and_day_stands(asked: Store) -> None:
    assert asked.asked.issue([ISSUED], RUN) == 1
    later = replace(ISSUED, probability=0.1, issued_at=NOW + timedelta(days=1))
    assert asked.asked.issue([later, ISSUED], RUN) == 0
    assert asked.asked.forecasts()["probability"].to_pylist() == [0.7]
    assert asked.asked.issue([replace(ISSUED, as_of=date(2021, 4, 1))], RUN) == 1


def test_adding_a_question_again_keeps_its_first_instant(asked: Store) -> None:
    again = replace(RUN, at=NOW + timedelta(days=9))
    assert asked.asked.add_questions([ASKED], again) == 0
    assert asked.asked.questions()["at"].to_pylist() == [NOW]


def test_a_later_settlement_stands_beside_the_one_before(asked: Store) -> None:
    reached = date(2021, 5, 1)
    first = Settlement(ASKED.id, "no", 0, reached, "r", (), "", "", NOW)
    second = Settlement(ASKED.id, "yes", 1, reached, "r", ("c",), "", first.id, NOW)
    third = Settlement(ASKED.id, "no", 0, reached, "r", (), "", second.id, NOW)
    assert asked.asked.settle([third, first, second], RUN) == 3
    assert asked.asked.settlements()["outcome"].to_pylist() == ["no", "yes", "no"]
    assert asked.verify() == []


def test_what_hangs_on_no_question_is_refused(store: Store) -> None:
    with pytest.raises(BadValue, match=r"is not stored.*questions add"):
        store.asked.issue([ISSUED], RUN)
    with pytest.raises(BadValue, match="is not stored"):
        store.asked.withdraw(Withdrawal(ASKED.id, "r", "Ana", NOW), RUN)


def test_an_altered_forecast_is_found(tmp_path: Path) -> None:
    path = tmp_path / "altered.duckdb"
    with open_store(path, create=True) as store:
        store.asked.add_questions([ASKED], RUN)
        store.asked.issue([ISSUED], RUN)
        assert store.verify() == []
    with duckdb.connect(str(path)) as database:
        database.execute("UPDATE forecasts SET probability = 0.99")
        database.execute("UPDATE questions SET closes = DATE '2031-01-01'")
    with open_store(path) as store:
        told = "\n".join(store.verify())
    assert f"forecast {ISSUED.id} is not the digest" in told
    assert f"question {ASKED.id} is not the digest" in told


def test_a_store_without_the_tables_of_questions_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "older.duckdb"
    open_store(path, create=True).close()
    with duckdb.connect(str(path)) as database:
        later = ("tellings", "blocks", "voices")
        for table in ("questions", "forecasts", "settlements", "withdrawals", *later):
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE meta SET value = '7' WHERE key = 'schema_version'")
    before = path.read_bytes()
    with open_store(path, read_only=True) as store:
        assert store.asked.questions().num_rows == 0
        with pytest.raises(StoreError, match="reading only"):
            store.asked.add_questions([ASKED], RUN)
    assert path.read_bytes() == before
    with open_store(path) as store:
        assert store.schema_version == schema.MIGRATIONS[-1][0]
        assert store.asked.add_questions([ASKED], RUN) == 1
