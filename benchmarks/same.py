"""How long it takes to judge which of many claims tell one event, and in how much memory.

    python benchmarks/same.py                          # 10,000 and 100,000 claims in a store
    python benchmarks/same.py --claims 1000000 --first # judge a million for the first time only
    python benchmarks/same.py --bare 200000            # without a store: columns to events

A store is filled with reports of four invented claims each by one process; another judges all of
them for the first time; another adds one report and judges again, three times over. Seconds are
those of the processor, peaks those of the process that judges.

The claims: events of 40 actors over ten years, each told by one to six outlets in words drawn from
the event's own and from common ones; a tenth of all acts are of one day of war between two.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multipole.core.types import Claim, Document

ACTORS = [f"A{n:02}" for n in range(40)]
OUTLETS = [f"outlet {n}" for n in range(200)]
WORDS = [
    f"{a}{b}{c}{d}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdglmnrst" for d in "aeo"
]
NOW = datetime(2030, 1, 1, tzinfo=UTC)
#: Claims of one report, reports stored at once, and reports added one by one in the end.
OF_REPORT, AT_ONCE, ADDED = 4, 500, 3
SEED = 20_300_101


def told(many: int) -> Iterator[tuple[str, str, date, dict[str, Any]]]:
    """Outlet, sentence, day of publication and what it tells, in the order of events."""
    from multipole.core.periods import Period
    from multipole.core.plover import ACTIONS

    rng = random.Random(SEED)
    made = 0
    while made < many:
        war = rng.random() < 0.1
        first = date(2011, 1, 1) + timedelta(days=2000 if war else rng.randrange(3650))
        sender, receiver = ("A00", "A01") if war else sorted(rng.sample(ACTORS, 2))
        action, own = rng.choice(ACTIONS), rng.sample(WORDS, 6)
        for outlet in rng.sample(OUTLETS, rng.randint(1, 6)):
            words = [*rng.sample(own, 4), *rng.choices(WORDS[:200], k=8)]
            words[1] = words[1].capitalize()
            on = first + timedelta(days=rng.random() < 0.15)
            period = Period.day(on) if rng.random() < 0.8 else Period.month(on.year, on.month)
            what = {"sender": (sender,), "receiver": (receiver,), "action": action}
            yield outlet, " ".join(words), on + timedelta(days=rng.randrange(3)), {
                **what, "period": period,
            }  # fmt: skip
            made += 1


def reports(many: int) -> Iterator[tuple[Document, list[Claim]]]:
    """Reports of some claims of one outlet each, with so many claims in all."""
    waiting: dict[str, list[Any]] = {}
    for outlet, *one in told(many):
        waiting.setdefault(outlet, []).append(one)
        if len(waiting[outlet]) == OF_REPORT:
            yield _report(outlet, waiting.pop(outlet))
    for outlet, rest in waiting.items():
        yield _report(outlet, rest)


def _report(outlet: str, own: list[Any]) -> tuple[Document, list[Claim]]:
    from multipole.core.ids import sha256
    from multipole.core.types import Claim, Document, Span

    text = "\n".join(sentence for sentence, _, _ in own)
    raw = sha256(text.encode())
    made = Document(outlet, "", "", "", "en", max(x[1] for x in own), NOW, raw, "made", text)
    claims, at = [], 0
    for sentence, on, what in own:
        span = Span.cut(made.id, text, at, at + len(sentence))
        claims.append(Claim("event", (span,), on, "made", 0.7, **what))
        at += len(sentence) + 1
    return made, claims


def add(store: Any, found: Iterable[tuple[Document, list[Claim]]]) -> None:
    """Put reports and their claims into a store."""
    from multipole.core.types import Run

    run = Run("made", "1", "", "", 0, NOW)
    waiting = iter(found)
    while some := list(islice(waiting, AT_ONCE)):
        with store.transaction():
            store.add_documents([(d, d.text.encode(), "coded", "made") for d, _ in some], run)
            store.add_claims([claim for _, claims in some for claim in claims], run)


def fill(path: Path, many: int) -> dict[str, Any]:
    """Fill a store, but for its last reports."""
    from multipole.store import open_store

    with open_store(path, create=True) as store:
        add(store, all_but_last(reports(many)))
    return {}


def all_but_last(found: Iterator[tuple[Document, list[Claim]]]) -> Iterator[Any]:
    """All reports but those that are added one by one."""
    held = deque(islice(found, ADDED))
    for one in found:
        held.append(one)
        yield held.popleft()


def judge(path: Path) -> dict[str, Any]:
    """Judge what has not been judged."""
    from multipole.pipeline import derive_events
    from multipole.store import open_store

    with open_store(path) as store:
        began = time.process_time()
        events = derive_events(store, now=NOW)
        taken = time.process_time() - began
    return {"events": events, "seconds": taken}


def more(path: Path, many: int) -> dict[str, Any]:
    """Add the last reports one by one."""
    from multipole.pipeline import derive_events
    from multipole.store import open_store

    last = list(reports(many))[-ADDED:]
    taken = []
    with open_store(path) as store:
        for one in last:
            add(store, [one])
            began = time.process_time()
            derive_events(store, now=NOW)
            taken.append(time.process_time() - began)
    return {"seconds": statistics.median(taken), "each": [round(x, 2) for x in taken]}


def bare(many: int) -> dict[str, Any]:
    """Judge claims that no store holds: seconds of the steps."""
    from multipole.claims import candidate_pairs, judge_parts, tell

    at = [time.process_time()]
    tellings = tell(claim for _, claims in reports(many) for claim in claims)
    at.append(time.process_time())
    judged = events = 0
    for part in judge_parts(tellings, candidate_pairs(tellings), at=NOW, outlets={}):
        judged, events = judged + len(part.judgements), events + len(part.events)
    at.append(time.process_time())
    made, judging = (b - a for a, b in pairwise(at))
    return {"made": made, "seconds": judging, "judgements": judged, "events": events}


def child(*words: str) -> dict[str, Any]:
    """What a process of its own says, with its peak memory in MB."""
    out = subprocess.run(
        [sys.executable, __file__, "--child", *words], check=True, stdout=subprocess.PIPE
    ).stdout
    found: dict[str, Any] = json.loads(out)
    return found


def told_of(asked: list[str]) -> None:
    """The work of a child: a step and its arguments."""
    step, *rest = asked
    ways = {"fill": fill, "judge": judge, "more": more, "bare": bare}
    found = ways[step](*(int(x) if x.isdigit() else Path(x) for x in rest))  # type: ignore[operator]
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))


def measure(many: int, *, first: bool) -> None:
    """Fill a store with so many claims, judge, add, and print what that took."""
    with tempfile.TemporaryDirectory(prefix="multipole-same-") as folder:
        path = Path(folder) / "same.duckdb"
        child("fill", str(path), str(many))
        whole = child("judge", str(path))
        size = path.stat().st_size // 2**20
        print(
            f"{many:>9,} claims in a store of {size} MB, {whole['events']:,} events: "
            f"judged in {whole['seconds']:.1f} s, peak {whole['peak_mb']} MB",
            flush=True,
        )
        if not first:
            one = child("more", str(path), str(many))
            print(
                f"{'':>9} one report more: {one['seconds']:.2f} s {one['each']}, "
                f"{one['seconds'] / whole['seconds']:.3f} of that, peak {one['peak_mb']} MB",
                flush=True,
            )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--first", action="store_true", help="add no report in the end")
    parser.add_argument("--bare", type=int, help="so many claims without a store")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        told_of(asked.child)
    elif asked.bare:
        print(f"{asked.bare:,} claims without a store: {child('bare', str(asked.bare))}")
    else:
        for many in asked.claims:
            measure(many, first=asked.first)


if __name__ == "__main__":
    main()
