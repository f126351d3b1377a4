from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_sentence_gives_the_claims_a_careful_reader_finds(
    case: Any, complaints: Callable[[Any], list[str]]
) -> None:
    assert not complaints(case), case.text
