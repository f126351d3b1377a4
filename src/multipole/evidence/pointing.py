"""Mentions by words that name nobody and point to somebody named elsewhere."""

from __future__ import annotations

from multipole.core.text import Mention, Sentence


def pointing(
    n: int, sentence: Sentence, first: int, last: int, actors: tuple[str, ...], how: str, name: str,
    *, confidence: float = 0.7,
) -> Mention:  # fmt: skip
    """The mention of ``actors`` by the tokens ``first`` to ``last`` of sentence ``n``."""
    return Mention(
        sentence=n,
        first=first,
        last=last,
        head=last,
        start=sentence.at[first],
        end=sentence.to[last],
        actors=actors,
        how=how,
        name=name,
        confidence=confidence,
    )
