"""Cases with a ``gap:`` line, which the present coder gets wrong; one that passes fails here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_sentence_beyond_the_present_coder(
    gap: Any, complaints: Callable[[Any], list[str]]
) -> None:
    assert not complaints(gap), gap.text
