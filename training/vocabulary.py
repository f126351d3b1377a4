"""The vocabulary that ships: without word pieces that reports in English have little use for.

Dropped are the letters of other scripts, places that were left unused, numbers of three digits and
more that are no year, and long ends of rare words: an eighth of all. What was one piece is cut into
shorter ones; a word of another script becomes [UNK].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: Up to [MASK]: signs with a meaning, which keep their numbers.
SIGNS = 104
WORD = re.compile(r"[\x21-\u024f\u2010-\u2026€]+")
END = re.compile(r"##[a-z0-9]{1,5}")
NUMBER = re.compile(r"(##)?\d{3,}(s|st|nd|rd|th)?")
YEAR = re.compile(r"(19|20)\d\d")


def shortened(facts: Mapping[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """A tokenizer's file with the pieces that are kept, numbered anew, and their old numbers.

    Padding and cutting are left to the caller.
    """
    numbers = facts["model"]["vocab"]
    pieces = sorted(numbers, key=numbers.__getitem__)
    kept = [p for i, p in enumerate(pieces) if i < SIGNS or _is_useful(p)]
    model = facts["model"] | {"vocab": {piece: i for i, piece in enumerate(kept)}}
    signs = [s | {"id": model["vocab"][s["content"]]} for s in facts.get("added_tokens", ())]
    plain = {"padding": None, "truncation": None, "added_tokens": signs}
    return {**facts, **plain, "model": model}, [numbers[piece] for piece in kept]


def _is_useful(piece: str) -> bool:
    if piece.startswith("[unused") or (NUMBER.fullmatch(piece) and not YEAR.fullmatch(piece)):
        return False
    return bool((END if piece.startswith("##") else WORD).fullmatch(piece))
