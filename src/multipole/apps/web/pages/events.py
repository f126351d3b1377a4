"""Events: what narrows them in a form, the list page by page, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import altair as alt

from multipole.answers.coded import REPORTS
from multipole.apps.brief import palette
from multipole.apps.web.page import Context, Page, Part, Visit
from multipole.apps.web.pages.lists import EXPORTED, SIZE, actors_in, given, left_out, link, short
from multipole.apps.web.saying import act_words, ends
from multipole.apps.web.words import span
from multipole.core.plover import ACTION_WORDS, DOMAINS
from multipole.core.types import MODALITIES
from multipole.store import Store

NARROW: Final = ("actors", "since", "until", "type", "domain", "modality", "source")


def asked(visit: Visit) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The actors and options of the answers, as the address gives them."""
    options = {n: visit.get(n) for n in ("since", "until", "domain", "modality") if visit.get(n)}
    if visit.get("type"):
        options["types"] = visit.get("type")
    if visit.get("source"):
        options["sources"] = visit.get("source")
    return actors_in(visit.get("actors")), options


def _frame(visit: Visit) -> Context:
    words = given(visit, NARROW)
    return {
        "title": "Events",
        "words": words,
        "types": ACTION_WORDS, "domains": DOMAINS, "modalities": MODALITIES,
        "sources": [REPORTS, *visit.room.once("sources of acts", _sources)],
        "narrowed": ", ".join(words.values()),
    }  # fmt: skip


def _sources(store: Store) -> list[str]:
    rows = store.records.coverage().to_pylist()
    return sorted({row["source"] for row in rows if row["variable"] == ""})


def _list(visit: Visit) -> Context:
    actors, options = asked(visit)
    words, start = given(visit, NARROW), visit.get("from")
    answer = visit.ask("event_list", *actors, **options, start=start, size=SIZE + 1)
    rows = answer.table.to_pylist()
    newer = _newer(visit, actors, options, words, start) if start else ""
    older = link(visit, "events", words, **{"from": rows[SIZE]["place"]}) if rows[SIZE:] else ""
    shown = [row_of(row, visit) for row in rows[:SIZE]]
    return {
        "rows": shown, "older": older, "newer": newer, "words": words, "start": start,
        "here": link(visit, "events", words, **{"from": rows[0]["place"] if rows else ""}),
        "first": link(visit, "events", words), "left": _left(visit),
    }  # fmt: skip


def _left(visit: Visit) -> Mapping[str, str] | None:
    """What an export says where it has not all events."""
    if visit.places.live:
        return None
    total = sum(visit.ask("event_tally").table.column("n").to_pylist())
    return left_out(visit, total, "events", "multipole events --csv")


def _newer(
    visit: Visit, actors: Iterable[str], options: Mapping[str, Any], words: Mapping[str, str],
    start: str,
) -> str:  # fmt: skip
    """The address of the page before this one, ``""`` when this is the first."""
    before = visit.ask(
        "event_list", *actors, **options, start=start, newer=True, size=SIZE, bare=True
    )
    rows = before.table.to_pylist()
    if not rows:
        return ""
    return link(visit, "events", words, **{"from": rows[0]["place"] if len(rows) == SIZE else ""})


def row_of(row: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """A row of an event as the list shows it."""
    reports = row["source"] == REPORTS
    outlets = row["outlets"] or 0
    told = f"{outlets} outlet{'' if outlets == 1 else 's'}" if reports else row["source"]
    tellings = row["tellings"] or 1
    return {
        "when": span(row["period_start"], row["period_end"]),
        "ends": ends(row), "act": act_words(row["action"]), "type": row["action"],
        "modality": "" if row["modality"] == "happened" else row["modality"],
        "probability": row["probability"],
        "told": told + (f", {tellings} tellings" if tellings > max(outlets, 1) else ""),
        "disputed": [p.partition(":")[0] for p in (row["disputed"] or "").split("; ") if p],
        "quote": short(row["quote"] or ""), "href": visit.places.page("event", id=row["id"]),
    }  # fmt: skip


def _tally(visit: Visit) -> Context:
    actors, options = asked(visit)
    answer = visit.ask("event_tally", *actors, **options)
    rows, words = answer.table.to_pylist(), given(visit, NARROW)
    years = _sums(rows, "year")
    return {
        "answer": answer, "total": sum(r["n"] for r in rows), "words": words,
        "by": [
            ("source", "Source", _linked(visit, words, "source", _sums(rows, "source"))),
            ("type", "Type", _linked(visit, words, "type", _sums(rows, "action"))),
        ],
        "years": sorted(((y, n) for y, n in years.items() if y), key=lambda item: item[0]),
        "undated": years.get(None, 0),
        "picture": _years(visit, words, rows) if len(years) > 1 else None,
    }  # fmt: skip


def _sums(rows: Iterable[Mapping[str, Any]], name: str) -> dict[Any, int]:
    found: Counter[Any] = Counter()
    for row in rows:
        found[row[name]] += row["n"]
    return dict(found.most_common())


def _linked(
    visit: Visit, words: Mapping[str, str], name: str, sums: Mapping[Any, int]
) -> list[tuple[str, int, str]]:
    said = act_words if name == "type" else str
    return [(said(key), n, link(visit, "events", words, **{name: key})) for key, n in sums.items()]


def _years(visit: Visit, words: Mapping[str, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Events by year and source as bars; a click narrows the list to the year."""
    found: Counter[tuple[int, str]] = Counter()
    for row in rows:
        if row["year"]:
            found[row["year"], "reports" if row["source"] == REPORTS else "data sets"] += row["n"]
    values = [
        {"year": year, "events": n, "from": kind,
         "href": link(visit, "events", words, since=str(year), until=str(year))}
        for (year, kind), n in sorted(found.items())
    ]  # fmt: skip
    colours = alt.Scale(
        domain=["reports", "data sets"], range=[palette.COOPERATION, palette.BALANCE]
    )
    chart = (
        alt.Chart(alt.Data(values=values))
        .mark_bar()
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
            y=alt.Y("events:Q", title="events", axis=alt.Axis(tickCount=3)),
            color=alt.Color("from:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
            tooltip=["year:O", "from:N", "events:Q"],
        )
        .properties(width="container", height=110)
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec


def _exported(visit: Visit) -> list[dict[str, str]]:
    """The list without what narrows it, some pages."""
    pages: list[dict[str, str]] = [{}]
    while len(pages) < EXPORTED:
        start = pages[-1].get("from", "")
        rows = visit.ask("event_list", start=start, size=SIZE + 1).table.to_pylist()
        if len(rows) <= SIZE:
            break
        pages.append({"from": rows[SIZE]["place"]})
    return pages


PAGE: Final = Page(
    name="events",
    path="/events",
    template="events.html.j2",
    frame=_frame,
    parts=(
        Part("list", "The events", "events_list.html.j2", _list),
        Part("tally", "How many", "events_tally.html.j2", _tally),
    ),
    options=(*NARROW, "from"),
    exported=_exported,
)
