"""Documents: how many by outlet, language and month, and their list page by page."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from multipole.answers.documents import UNDATED
from multipole.answers.evidence import file_name
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages.lists import SIZE, given, left_out, link, number_in, starts
from multipole.store import Store

NARROW: Final = ("outlet", "language", "month")
#: Files that could not be read which the page names.
_REFUSED: Final = 50
STATUSES: Final = {"coded": "read", "no_coder": "kept unread", "pending": "not yet read"}


def _frame(visit: Visit) -> Context:
    words = given(visit, NARROW)
    return {"title": "Documents", "words": words, "narrowed": ", ".join(words.values())}


def _list(visit: Visit) -> Context:
    words, start = given(visit, NARROW), number_in(visit, "from")
    answer = visit.ask("documents", **words, skip=start, limit=SIZE + 1)
    rows = answer.table.to_pylist()
    older = link(visit, "documents", words, **{"from": str(start + SIZE)}) if rows[SIZE:] else ""
    before = str(start - SIZE) if start > SIZE else ""
    return {
        "rows": [_row(visit, row) for row in rows[:SIZE]], "total": answer.title,
        "older": older, "start": start, "words": words,
        "newer": link(visit, "documents", words, **{"from": before}) if start else "",
        "first": link(visit, "documents", words),
        "left": left_out(visit, _total(visit), "documents", "multipole export copy/ --as parquet"),
    }  # fmt: skip


def _row(visit: Visit, row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row, "name": row["title"] or file_name(row["path"]) or row["id"],
        "said": STATUSES[row["status"]], "href": visit.places.page("document", id=row["id"]),
    }  # fmt: skip


def _counts(visit: Visit) -> Context:
    rows = visit.ask("document_counts").table.to_pylist()
    words = given(visit, NARROW)
    kept = [r for r in rows if all(words.get(n) in (None, r[n]) for n in ("outlet", "language"))]
    return {
        "by": [(name, _sums(visit, words, kept, name)) for name in NARROW],
        "unread": sum(r["n"] for r in kept if r["status"] != "coded"),
        "refusals": visit.room.once("refusals", _refusals),
    }  # fmt: skip


def _sums(
    visit: Visit, words: dict[str, str], rows: list[dict[str, Any]], name: str
) -> list[tuple[str, int, str]]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row[name]] += row["n"]
    months = sorted(found.items(), key=lambda item: (item[0] == UNDATED, item[0]), reverse=True)
    order = months if name == "month" else found.most_common()
    return [(key, n, link(visit, "documents", words, **{name: key})) for key, n in order]


def _refusals(store: Store) -> tuple[int, list[dict[str, Any]]]:
    rows = store.refusals()
    named = [r | {"file": file_name(r["path"])} for r in rows.slice(0, _REFUSED).to_pylist()]
    return rows.num_rows, named


def _exported(visit: Visit) -> list[dict[str, str]]:
    return starts(_total(visit))


def _total(visit: Visit) -> int:
    rows = visit.ask("document_counts").table.column("n").to_pylist()
    return sum(rows)


PAGE: Final = Page(
    name="documents",
    path="/documents",
    template="documents.html.j2",
    frame=_frame,
    parts=(
        Part("counts", "By outlet, language and month", "documents_counts.html.j2", _counts),
        Part("list", "The documents", "documents_list.html.j2", _list),
    ),
    options=(*NARROW, "from"),
    exported=_exported,
)
