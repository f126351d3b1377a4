"""Reports that nobody wrote: any number of invented sentences in the manner of the press.

The same seed gives the same reports. Half of the sentences tell of two states, as in news on world
politics; the others of one or none. They test speed and staying power, not accuracy.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

STATES: Final = (
    "China Russia Japan India Iran Turkey France Germany Brazil Egypt Poland Norway Vietnam "
    "Mongolia Kenya Mexico Canada Italy Spain Sweden Finland Pakistan Israel Jordan Chile Peru"
).split()
TITLES: Final = ("foreign minister", "president", "prime minister", "defence minister")
WHEN: Final = ("on Monday", "last week", "in March", "two days ago", "early this year", "on 4 May")
BETWEEN: Final = (
    "{a} and {b} signed an agreement on {thing} {when}, and officials of both sides said that the "
    "work would begin before the end of the year.",
    "The {title} of {a} accused {b} of delaying {thing}, a charge that the government there "
    "rejected {when}.",
    "{a} imposed sanctions on {b} {when} after talks on {thing} had ended without a result.",
    "{when_up}, the {title} of {a} met his counterpart from {b} to discuss {thing} and the "
    "situation at the border.",
    "{a} will send {n} engineers to {b}, according to a statement on {thing} that was read out "
    "to reporters {when}.",
    "Trade between {a} and {b} reached {n} billion dollars, which the {title} called a good "
    "beginning in a speech about {thing}.",
)
OTHER: Final = (
    "The {title} of {a} told reporters that prices for {thing} had risen by {n} percent, more than "
    "anybody in the ministry had expected.",
    "Analysts said {when} that {thing} would remain the most difficult question of the coming "
    "months, whatever is decided.",
    "It rained for most of the week, and the {n} villagers who had come to the market went home "
    "before the music began.",
    "In the port, {n} ships waited for cargo, while the price of {thing} went on falling for the "
    "third month in a row.",
    "According to the statistical office, {n} percent of all households now own a car, and about "
    "half of them use it every day.",
)
THINGS: Final = (
    "natural gas", "a new railway", "fishing rights", "the border crossing", "grain deliveries",
    "joint exercises", "the pipeline", "visas for students", "a customs dispute", "satellites",
    "medical supplies", "the copper mine",
)  # fmt: skip
FIRST: Final = date(2021, 1, 1)
SENTENCES: Final = 25


def write_reports(target: Path, sentences: int, *, seed: int = 1, each: int = SENTENCES) -> int:
    """Write reports of ``each`` sentences as JSON lines until there are ``sentences``; how many."""
    count = -(-sentences // each)
    with target.open("w", encoding="utf-8") as file:
        for row in reports(count, seed=seed, each=each):
            file.write(json.dumps(row) + "\n")
    return count


def reports(count: int, *, seed: int = 1, each: int = SENTENCES) -> Iterator[dict[str, str]]:
    """``count`` reports: title, outlet, date, text in paragraphs of five sentences."""
    rng = random.Random(seed)
    for n in range(count):
        lines = [_sentence(rng) for _ in range(each)]
        paragraphs = [" ".join(lines[i : i + 5]) for i in range(0, each, 5)]
        yield {
            "title": f"Notes of the day, number {n + 1}",
            "outlet": "Invented Press",
            "date": (FIRST + timedelta(days=n % 1000)).isoformat(),
            "text": "\n\n".join(paragraphs),
        }


def _sentence(rng: random.Random) -> str:
    a, b = rng.sample(STATES, 2)
    when = rng.choice(WHEN)
    form = rng.choice(BETWEEN if rng.random() < 0.5 else OTHER)
    return form.format(
        a=a, b=b, when=when, when_up=when[0].upper() + when[1:], title=rng.choice(TITLES),
        thing=rng.choice(THINGS), n=rng.randint(3, 980),
    )  # fmt: skip
