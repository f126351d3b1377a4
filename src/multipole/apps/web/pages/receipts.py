"""Receipts: for every number where it comes from, how right it is, and how to make it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from multipole.answers.measures import measure_list
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages.receipts_drawn import read_picture
from multipole.core.errors import NothingFound
from multipole.store import Store

_Row = Mapping[str, Any]
#: Kinds of numbers and the command that gives each again.
COMMANDS: Final = (
    ("What happened, with the sentences", "multipole events CHN RUS --since 2021-03"),
    ("Closeness by month, counted from reports", "multipole closeness CHN RUS"),
    ("Any measure below, with interval and reach", "multipole measure NAME CHN RUS"),
    ("Why a measure moved", "multipole why NAME CHN RUS 2022"),
    ("A dyad: all series and turning points", "multipole dyad CHN RUS"),
    ("The kind of tie, with criteria", "multipole tie CHN RUS"),
    ("A triangle and its test of pressure", "multipole triangle CHN RUS USA"),
    ("Who depends on whom", "multipole depends CHN RUS"),
    ("Ideal points from votes", "multipole ideal-points CHN RUS USA"),
    ("Blocs and polarity", "multipole blocs; multipole polarity"),
    ("Who is told how", "multipole narratives CHN RUS; multipole terms"),
    ("Figures that reports quote, and the records beside them", "multipole check CHN RUS"),
    ("Cells of data sets", "multipole records CHN RUS --with trade"),
    ("Accuracy of the coder", "multipole score"),
    ("What the store holds, refused and left out", "multipole status; multipole quarantine"),
)
#: What is asked of a coder above all; its parts are told beneath.
WHOLE_ACT: Final = "sender, receiver and type"
#: Refusals, runs and months that are shown.
REFUSED: Final = 60
RUNS: Final = 40
MONTHS: Final = 400


def _frame(visit: Visit) -> Context:
    held = visit.room.once("tables", lambda store: store.counts())
    return {
        "title": "Receipts", "digest": visit.room.snapshot.digest, "as_of": visit.as_of,
        "schema": visit.room.once("schema", _schema), "tables": held,
        "commands": COMMANDS, "measures": measure_list().table.to_pylist(),
    }  # fmt: skip


def _schema(store: Store) -> int:
    return store.schema_version


def _sets(visit: Visit) -> Context:
    answer = visit.ask("holdings", as_of=visit.as_of)
    if not len(answer):
        raise NothingFound("no data set is in the store",
                           remedy="See what there is: multipole sources; add one: multipole add "
                           "SOURCE FILE.")  # fmt: skip
    rows = answer.table.to_pylist()
    sums = {name: sum(row[name] for row in rows) for name in ("rows", "set_aside", "quarantined")}
    return {"answer": answer, "rows": rows, "sums": sums, "of": len({r["source"] for r in rows})}


def _reach(visit: Visit) -> Context:
    answer = visit.ask("reach", as_of=visit.as_of)
    if not len(answer):
        raise NothingFound("no data set is in the store", remedy="Add one: multipole add.")
    rows = answer.table.to_pylist()
    return {"answer": answer, "rows": sorted(rows, key=lambda r: (r["theme"], r["source"]))}


def _coders(visit: Visit) -> Context:
    answer = visit.ask("coders", as_of=visit.as_of)
    rows = answer.table.to_pylist()
    own = [row for row in rows if row["documents"]]
    return {
        "answer": answer, "main": [row for row in rows if row["measure"] == WHOLE_ACT],
        "rest": [row for row in rows if row["measure"] not in (None, WHOLE_ACT)],
        "own": {r["coder"]: r["documents"] for r in own},
        "unmeasured": [row["coder"] for row in rows if row["measure"] is None],
    }  # fmt: skip


def _refused(visit: Visit) -> Context:
    status = visit.ask("status", as_of=visit.as_of).table.to_pylist()
    held = {
        section: [row for row in status if row["section"] == section]
        for section in ("refused", "no coder", "set aside", "quarantine")
    }
    reasons = Counter(row["detail"].split(".")[0] for row in held["refused"])
    return {
        "refused": held["refused"][:REFUSED], "of": len(held["refused"]),
        "reasons": reasons.most_common(), "silent": held["no coder"],
        "aside": held["set aside"], "quarantine": held["quarantine"],
    }  # fmt: skip


def _read(visit: Visit) -> Context:
    answer = visit.ask("read_coverage", as_of=visit.as_of)
    rows = answer.table.to_pylist()
    if not rows:
        raise NothingFound("no document is in the store",
                           remedy="Read some: multipole read FOLDER.")  # fmt: skip
    return {
        "answer": answer, "picture": read_picture(rows, visit.places), "rows": rows[:MONTHS],
        "outlets": _outlets(rows), "more": max(len(rows) - MONTHS, 0),
        "languages": _totals(rows, "language"),
    }  # fmt: skip


def _outlets(rows: list[_Row]) -> list[dict[str, Any]]:
    """One row an outlet: documents, coded, languages, first and last month."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        held = found.setdefault(
            row["outlet"],
            {"outlet": row["outlet"], "documents": 0, "coded": 0, "languages": {}, "months": []},
        )
        held["documents"] += row["documents"]
        held["coded"] += row["coded"]
        held["languages"].setdefault(row["language"])
        held["months"].append(row["month"])
    for held in found.values():
        held["first"], held["last"] = min(held["months"]), max(held["months"])
    return sorted(found.values(), key=lambda held: (-held["documents"], held["outlet"]))


def _totals(rows: list[_Row], name: str) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row[name]] += row["documents"]
    return found.most_common()


def _runs(visit: Visit) -> Context:
    answer = visit.ask("runs")
    return {"answer": answer, "rows": answer.table.to_pylist()[:RUNS]}


PAGE = Page(
    name="receipts",
    path="/receipts",
    template="receipts.html.j2",
    frame=_frame,
    parts=(
        Part("sets", "Data sets", "receipts_sets.html.j2", _sets),
        Part("reach", "Data until, by variable", "receipts_reach.html.j2", _reach),
        Part("coders", "The coder and its accuracy", "receipts_coders.html.j2", _coders),
        Part("refused", "What did not count, and why", "receipts_refused.html.j2", _refused),
        Part("read", "Documents by outlet, language and month", "receipts_read.html.j2", _read),
        Part("runs", "Runs", "receipts_runs.html.j2", _runs),
    ),
    options=("as_of",),
)
