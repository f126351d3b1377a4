"""What a store keeps of the last judging: which claims are new, gone, and stand together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.store.conftest import CODER

from multipole.core.types import Claim
from multipole.store import Store, open_store


@pytest.fixture
def claims(world: Any, store: Store) -> list[Claim]:
    world.fill(store)
    return sorted(store.claim_objects(kind="event"), key=lambda c: c.id)


def entries(*rows: tuple[str, int, int]) -> pa.Table:
    claims, kinds, keys = zip(*rows, strict=True)
    none = [0] * len(rows)
    of = pa.array(keys, type=pa.uint64())
    return pa.table({"claim": claims, "kind": kinds, "key": of, "day": none, "near": none})


def judged(store: Store, claims: list[Claim]) -> None:
    store.groundwork.put([[c.id for c in claims]], method="one", said={})


def test_claims_are_new_until_they_are_judged(store: Store, claims: list[Claim]) -> None:
    one, two = (claim.id for claim in claims)
    assert store.groundwork.changes() == ([one, two], [])
    judged(store, claims[:1])
    assert store.groundwork.changes() == ([two], [])
    assert store.groundwork.changes(without=[one]) == ([two], [one])
    assert store.groundwork.many_changes(without=[one]) == 2
    assert store.groundwork.changes(without=[two]) == ([], [])


def test_claims_of_an_earlier_coder_are_gone(store: Store, claims: list[Claim]) -> None:
    judged(store, claims)
    store.mark_coded([claims[0].spans[0].document], "coded", f"{CODER} again")
    assert store.groundwork.changes() == ([], [claims[0].id])
    store.groundwork.forget([claims[0].id])
    assert store.groundwork.changes() == ([], [])


def test_all_of_a_component_are_found_by_one(store: Store, claims: list[Claim]) -> None:
    judged(store, claims)
    one, two = (claim.id for claim in claims)
    assert sorted(store.groundwork.closed([two])) == [one, two]
    assert store.groundwork.components([two, "unknown"]) == {two: one}
    store.groundwork.put([[two]], method="one", said={two: "right"})
    assert store.groundwork.closed([two]) == [two]
    assert store.groundwork.said() == {two: "right"}


def test_blocks_are_found_by_kind_and_key(store: Store) -> None:
    ground = store.groundwork
    ground.add_blocks(entries(("a", 0, 7), ("b", 0, 7), ("b", 1, 7), ("c", 0, 2**64 - 1)))
    assert sorted(ground.beside(["a"], 0)["claim"].to_pylist()) == ["a", "b"]
    assert ground.beside(["a"], 1).num_rows == 0
    assert ground.touched(entries(("x", 0, 2**64 - 1)))["claim"].to_pylist() == ["c"]
    assert ground.blocks_of(["b"])["kind"].to_pylist() == [0, 1]


def test_what_is_needed_of_a_claim_is_read_row_by_row(store: Store, claims: list[Claim]) -> None:
    rows = sorted(store.groundwork.tellings())
    assert [row[0] for row in rows] == [claim.id for claim in claims]
    assert [row[-1] for row in rows] == [claim.spans[0].quote for claim in claims]
    assert [tuple(row[1]) for row in rows] == [claim.sender for claim in claims]
    assert sorted(store.groundwork.tellings([claims[0].id])) == rows[:1]


def test_events_from_elsewhere_leave_nothing_to_build_upon(
    world: Any, store: Store, claims: list[Claim]
) -> None:
    judged(store, claims)
    store.replace_events([world.event(*claims)], world.run)
    assert store.groundwork.methods() == set()


def test_a_claim_without_event_is_told(world: Any, store: Store, claims: list[Claim]) -> None:
    store.replace_events([world.event(claims[0])], world.run)
    judged(store, claims)
    assert store.groundwork.untold() == [claims[1].id]


def test_groundwork_is_no_part_of_an_export(
    store: Store, claims: list[Claim], tmp_path: Path
) -> None:
    judged(store, claims)
    store.export_parquet(tmp_path / "copy")
    with open_store(tmp_path / "again.duckdb", create=True) as other:
        other.import_parquet(tmp_path / "copy")
        assert other.groundwork.many() == 0
        assert len(other.groundwork.changes().new) == len(claims)


def test_groundwork_of_what_is_not_stored_is_found(store: Store) -> None:
    store.groundwork.put([["feed"]], method="one", said={})
    store.groundwork.add_blocks(entries(("dead", 0, 1)))
    assert store.verify() == [
        "claim feed was judged and is not stored",
        "claim dead stands in blocks and was not judged",
    ]
