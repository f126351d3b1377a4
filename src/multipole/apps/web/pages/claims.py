"""Claims: who says what, narrowed by a form, page by page."""

from __future__ import annotations

from typing import Any, Final

from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages.lists import (
    SIZE,
    actors_in,
    given,
    left_out,
    link,
    number_in,
    short,
    starts,
)
from multipole.apps.web.saying import gist
from multipole.apps.web.words import span
from multipole.core.types import CLAIM_KINDS, LEANINGS

NARROW: Final = ("actors", "kind", "speaker", "leaning", "since", "until")
KINDS: Final = {"event": "event", "assessment": "opinion", "figure": "figure"}


def _frame(visit: Visit) -> Context:
    words = given(visit, NARROW)
    return {
        "title": "Claims", "words": words, "kinds": CLAIM_KINDS, "leanings": LEANINGS,
        "narrowed": ", ".join(words.values()),
    }  # fmt: skip


def _list(visit: Visit) -> Context:
    words, start = given(visit, NARROW), number_in(visit, "from")
    options = {name: words[name] for name in NARROW[1:] if name in words}
    actors = actors_in(visit.get("actors"))
    answer = visit.ask("claims", *actors, **options, limit=SIZE + 1, skip=start)
    rows = answer.table.to_pylist()[::-1]
    quotes = {e["claim"]: e for e in reversed(answer.evidence.to_pylist())}
    older = link(visit, "claims", words, **{"from": str(start + SIZE)}) if rows[SIZE:] else ""
    before = str(start - SIZE) if start > SIZE else ""
    return {
        "rows": [_row(visit, row, quotes.get(row["id"], {})) for row in rows[:SIZE]],
        "older": older, "start": start, "words": words, "total": answer.title,
        "newer": link(visit, "claims", words, **{"from": before}) if start else "",
        "first": link(visit, "claims", words),
        "left": left_out(visit, _total(visit), "claims", "multipole claims --csv"),
    }  # fmt: skip


def _row(visit: Visit, row: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    return {
        "when": span(row["period_start"], row["period_end"]), "known": row["known_on"],
        "kind": KINDS[row["kind"]], "says": gist(row), "leaning": row["leaning"] or "",
        "modality": "" if row["modality"] == "happened" else row["modality"],
        "speaker": row["speaker"], "outlet": told.get("outlet") or told.get("title") or "",
        "quote": short(told.get("quote", "")), "confidence": row["confidence"],
        "href": visit.places.page("claim", id=row["id"]),
    }  # fmt: skip


def _total(visit: Visit) -> int:
    total: int = visit.room.once("claims in all", lambda store: store.counts()["claims"])
    return total


def _exported(visit: Visit) -> list[dict[str, str]]:
    return starts(_total(visit))


PAGE: Final = Page(
    name="claims",
    path="/claims",
    template="claims.html.j2",
    frame=_frame,
    parts=(Part("list", "The claims", "claims_list.html.j2", _list),),
    options=(*NARROW, "from"),
    exported=_exported,
)
