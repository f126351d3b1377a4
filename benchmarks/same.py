"""How long it takes to judge which of many claims tell one event, and in how much memory.

Run: ``python benchmarks/same.py [CLAIMS ...]`` (200000 when none is given). Each size is measured
in a process of its own. The claims are invented: events of 40 actors over ten years, each told by
one to six outlets in words drawn from the event's own and from common ones; a day in a thousand is
a day of war that a tenth of all reports tell of.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

ACTORS = [f"A{n:02}" for n in range(40)]
OUTLETS = [f"outlet {n}" for n in range(200)]
WORDS = [
    f"{a}{b}{c}{d}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdglmnrst" for d in "aeo"
]
NOW = datetime(2030, 1, 1, tzinfo=UTC)
SEED = 20_300_101


def claims_of(many: int) -> Iterator[object]:
    """So many event claims, in the order in which events happened."""
    from multipole.core.periods import Period
    from multipole.core.plover import ACTIONS
    from multipole.core.types import Claim, Span

    rng = random.Random(SEED)
    made = event = 0
    while made < many:
        event += 1
        war = rng.random() < 0.1
        first = date(2011, 1, 1) + timedelta(days=2000 if war else rng.randrange(3650))
        sender, receiver = ("A00", "A01") if war else sorted(rng.sample(ACTORS, 2))
        action, own = rng.choice(ACTIONS), rng.sample(WORDS, 6)
        for outlet in rng.sample(OUTLETS, rng.randint(1, 6)):
            words = [*rng.sample(own, 4), *rng.choices(WORDS[:200], k=8)]
            words[1] = words[1].capitalize()
            text = " ".join(words)
            on = first + timedelta(days=rng.random() < 0.15)
            period = Period.day(on) if rng.random() < 0.8 else Period.month(on.year, on.month)
            yield Claim(
                "event", (Span.cut(f"{outlet} {made // 3}", text, 0, len(text)),),
                on + timedelta(days=rng.randrange(3)), "made", 0.7, sender=(sender,),
                receiver=(receiver,), action=action, domain=None, period=period,
            )  # fmt: skip
            made += 1


def measure(many: int) -> None:
    """Judge so many claims and print what it took, in seconds of the processor."""
    from multipole.claims import build_events, judge_same, tell

    at = [time.process_time()]
    tellings = tell(claims_of(many))  # type: ignore[arg-type]
    at.append(time.process_time())
    judged = judge_same(tellings, at=NOW)
    at.append(time.process_time())
    events = build_events(tellings, judged, outlets={})
    at.append(time.process_time())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    made, judging, building = (b - a for a, b in pairwise(at))
    print(
        f"{many:>9,} claims: made and drawn {made:6.1f} s, judged {judging:6.1f} s, "
        f"{len(judged):,} judgements, {len(events):,} events {building:5.1f} s, "
        f"peak {peak:,.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:]] or [200_000]
    if len(sizes) == 1:
        measure(sizes[0])
    else:
        for size in sizes:
            subprocess.run([sys.executable, __file__, str(size)], check=True)
