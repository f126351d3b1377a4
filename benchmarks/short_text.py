"""Short sentences that nobody wrote, for runs of a million: five words each, few of two states.

The same seed gives the same reports. One of them is as long as a book of many volumes, if wanted.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

from own_text import FIRST, STATES, THINGS, TITLES

TWO: Final = (
    "{a} and {b} signed a treaty on {thing}.",
    "{a} accused {b} of spying in {word}.",
    "{a} threatened {b} over {thing}.",
    "{a} imposed sanctions on {b}.",
    "The {title} of {a} visited {b}.",
    "{a} sent {n} trucks of aid to {b}.",
)
OTHER: Final = (
    "Prices rose by {n} percent in {word}.",
    "The {title} spoke of {thing}.",
    "It rained on the {word} road.",
    "Ship {n} waited in {word}.",
    "The {word} was closed.",
    "Nobody asked about the {word}.",
    "A {word} was sold.",
    "{word} is quiet in the evening.",
    "He went to the {word}.",
    "{n} guests came from {a}.",
)
WORDS: Final = tuple(
    map("".join, product("bdfgklmnprst", "aeiou", "bdfgklmnprst", "aeiou", "nrst"))
)
EACH: Final = 25


def write_reports(
    target: Path, sentences: int, *, share: float, longest: int = 0, seed: int = 1
) -> int:
    """Write reports of 25 sentences as JSON lines, and one of ``longest`` first; how many.

    ``share`` of the sentences name two states that do something with each other.
    """
    rng = random.Random(seed)
    sizes = [longest] * bool(longest) + [EACH] * (-(-(sentences - longest) // EACH))
    with target.open("w", encoding="utf-8") as file:
        for n, size in enumerate(sizes):
            row = {
                "title": f"Notes of the day, number {n + 1}",
                "outlet": f"Invented Press {n % 50}",
                "date": (FIRST + timedelta(days=n % 1000)).isoformat(),
                "text": "\n\n".join(_paragraphs(rng, size, share)),
            }
            file.write(json.dumps(row) + "\n")
    return len(sizes)


def _paragraphs(rng: random.Random, sentences: int, share: float) -> Iterator[str]:
    for at in range(0, sentences, 5):
        yield " ".join(_sentence(rng, share) for _ in range(min(5, sentences - at)))


def _sentence(rng: random.Random, share: float) -> str:
    a, b = rng.sample(STATES, 2)
    word = rng.choice(WORDS)
    form = rng.choice(TWO if rng.random() < share else OTHER)
    return form.format(
        a=a, b=b, thing=rng.choice(THINGS), title=rng.choice(TITLES), n=rng.randint(3, 980),
        word=word,
    )  # fmt: skip
