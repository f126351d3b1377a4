"""Acts told again by a noun that names one end: the other is that of the act told before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Coder = Callable[..., list[Any]]


def sanctions(claims: list[Any]) -> list[tuple[Any, ...]]:
    return [(c.sender, c.receiver, c.modality) for c in claims if c.action == "SANCTION"]


def test_a_noun_that_names_the_sender_has_the_receiver_of_the_act_told_before(coded: Coder) -> None:
    text = "Finland imposed an embargo on Estonia. Shops closed. The Finnish embargo hurt many."
    assert sanctions(coded(text)) == [(("FIN",), ("EST",), "happened")] * 2


def test_a_noun_that_names_one_end_is_no_act_when_nothing_was_told_before(coded: Coder) -> None:
    assert not sanctions(coded("Shops closed. The Finnish embargo hurt many."))


def test_the_next_sentence_does_not_tell_the_same_act_again(coded: Coder) -> None:
    text = "Finland imposed an embargo on Estonia. The Finnish embargo hurt many."
    assert len(sanctions(coded(text))) == 1
