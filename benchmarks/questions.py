"""Questions made, forecast, settled and scored month by month, as a user would: through the store.

    python benchmarks/questions.py --store multipole.duckdb --source icews_graph
        --months 2018-06/2018-09 --delay 1 --number 2500 --page docs/questions-scored.md

The store is copied first and stays as it is. The questions of a month are made, and forecasts
issued, from what was known on the day before it (each act as if known ``--delay`` days after it
happened, for data that were released later); then all are settled by the whole data and scored.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from multipole import answers
from multipole.apps.questions_page import scored_page
from multipole.core.periods import Period
from multipole.store import Store, open_store

NOW = datetime.now(UTC)


def main() -> None:
    """Measure, print, and write the page."""
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.duckdb"
        shutil.copyfile(asked.store, path)
        with open_store(path) as store:
            for month in months(asked.months):
                measure(store, month, asked)
            step("settle", lambda: answers.settle(store, now=NOW))
            found = answers.question_scores(store)
            assert store.verify() == [] if asked.verify else True
    page = scored_page(found, about=about(asked))
    print(page)
    if asked.page:
        asked.page.write_text(page, encoding="utf-8")


def measure(store: Store, month: Period, asked: argparse.Namespace) -> None:
    """Make and forecast the questions of a month."""
    known = month.start - timedelta(days=1)
    given = {"as_of": known, "delay_days": asked.delay, "now": NOW}
    made = step(
        f"{month} make",
        lambda: answers.make_questions(store, month, n=asked.number, source=asked.source, **given),
    )
    ids = made.table["id"].to_pylist()
    step(f"{month} issue", lambda: answers.issue(store, ids, **given))


def step(name: str, run: object) -> answers.Answer:
    """Run and say how many processor seconds it took."""
    before = time.process_time()
    found: answers.Answer = run()  # type: ignore[operator]
    spent = f"{time.process_time() - before:.1f} CPU s, peak memory {peak():.0f} MB"
    print(f"{name}: {found.title}, {spent}", flush=True)
    return found


def peak() -> float:
    """The most memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def months(text: str) -> Iterator[Period]:
    """The months of a period."""
    whole = Period.parse(text)
    month = Period.month(whole.start.year, whole.start.month)
    while month.start < whole.end:
        yield month
        month = Period.month(month.end.year, month.end.month)


def about(asked: argparse.Namespace) -> list[str]:
    """What the page is of."""
    return [
        "This page is written by `benchmarks/questions.py` and holds what that run measured, "
        "failures included. Nothing in it was issued live: the data end before multipole began. "
        "[Questions](questions.md) says how such forecasts are made, kept and settled.",
        f"{asked.number:,} questions of each month of {asked.months.replace('/', ' to ')}, made "
        "and forecast on the last day of the month before from acts of "
        f"`{asked.source}`, each taken as known {asked.delay} day after it happened (the data "
        "themselves were released later). "
        "Thresholds were chosen so that past windows ended yes 20 to 80% of the time. A question "
        "that the data do not reach past is not settled and not scored.",
        f"The models were chosen on questions of {asked.developed}; later months were scored once."
        if asked.developed
        else "",
    ]


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--source", default="icews_graph")
    parser.add_argument("--months", default="2018-06/2018-09")
    parser.add_argument("--number", type=int, default=2500)
    parser.add_argument("--delay", type=int, default=1)
    parser.add_argument("--developed", default="")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--verify", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
