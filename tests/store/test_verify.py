"""Verifying finds what does not follow from the rest."""

from __future__ import annotations

from typing import Any

import pytest

from multipole.store import Store


def test_a_store_that_was_only_added_to_is_whole(world: Any, store: Store) -> None:
    world.fill(store)
    assert store.verify() == []


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE spans SET quote = replace(quote, 'Aurelia', 'Auralia')", "quote is not in"),
        ('UPDATE spans SET "end" = "end" + 1', "does not hold"),
        ("UPDATE documents SET text = text || '!'", "document {} is not the digest"),
        ("UPDATE documents SET known_on = known_on - 1", "not known on the day"),
        ("UPDATE claims SET confidence = 0.75", "claim {} is not the digest"),
        ("UPDATE claims SET sender = NULL", "claim {} is not valid"),
        ("UPDATE claims SET document = 'x'", "not filed under"),
        ("UPDATE runs SET code = 'x'", "run {} is not the digest"),
        ("UPDATE raws SET data = 'x'::BLOB", "raw {} is not valid"),
        ("UPDATE events SET id = 'x'", "which is not stored"),
        ("DELETE FROM spans", "has no span"),
        ("DELETE FROM claims", "which is not stored"),
        ("DELETE FROM documents", "which is not stored"),
        ("DELETE FROM raws", "raw bytes are not stored"),
        ("DELETE FROM event_claims", "event {} has no claim"),
        ("DELETE FROM event_claims WHERE claim = (SELECT min(claim) FROM event_claims)", "digest"),
        ("INSERT INTO claims FROM claims", "more than once"),
        ("INSERT INTO spans FROM spans", "more than once"),
    ],
)
def test_damage_is_found_and_named(world: Any, store: Store, damage: str, words: str) -> None:
    world.fill(store)
    store._database.run(damage)
    before, _, after = words.partition("{}")
    problems = store.verify()
    assert any(before in problem and after in problem for problem in problems), problems


def test_offsets_count_code_points(world: Any, store: Store) -> None:
    text = "Aurélia 😀 e\u0301t \u05d0\u05d1 “Boria” 中国。"
    document = world.document(text, on=None)
    world.put(store, document)
    quotes = ("é", "😀", "\u0301t", "\u05d1 “Boria", "国。")
    store.add_claims([world.claim(document, quote) for quote in quotes], world.run)
    assert store.verify() == []
    assert sorted(
        store.spans(store.claims().column("id").to_pylist()).column("quote").to_pylist()
    ) == sorted(quotes)
