"""Figures that reports quote, each beside the record: confirmed, contradicted, or no record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from multipole.answers.answer import Answer
from multipole.answers.asked import When, actors_of, day_of, end_of, start_of
from multipole.answers.check_beside import beside, together
from multipole.answers.check_records import Records
from multipole.answers.check_rows import SCHEMA, row_of
from multipole.answers.check_told import Page, Told, told
from multipole.answers.evidence import evidence
from multipole.answers.missing import nothing_found
from multipole.answers.words import count
from multipole.evidence.figures import find_figures
from multipole.store import Store

_SHOWN: Final = ("when", "measure", "quoted", "verdict", "record", "off_by", "reason", "claims")
_TOLERANCE: Final = (
    "A bare number allows half a unit of its last digit either way, one that ends in 0 a whole "
    "unit (70 percent: 69 to 71); a fraction in words 2.5 points; 'about' 10 percent either way; "
    "'almost' 10 percent below; 'at least' and 'at most' half a unit; 'more than' and 'less than' "
    "nothing. off by: the record less the number."
)
#: Mentions whose actors a coder has found in other words.
_RESOLVED: Final = frozenset({"pronoun", "group"})
_Row = dict[str, Any]


def check(
    store: Store,
    actors: Iterable[str] = (),
    *,
    measure: str | None = None,
    since: When | None = None,
    until: When | None = None,
    as_of: str | date | None = None,
    limit: int | None = None,
) -> Answer:
    """The figures that reports quote about all of ``actors``, each beside the record.

    Arguments and errors as in `multipole.answers.figures`. One row a figure and record of it:
    ``finding`` is that row's (confirmed, contradicted, no record) and ``verdict`` the figure's,
    which is ``disputed`` where one record confirms and another contradicts. ``reason`` says why
    there is no record. ``difference`` is the record less the number in ``record_unit``,
    ``relative`` the same as a share of the number. ``cells`` are the first 60 of
    ``cell_count`` cells that the record was computed from, as ``sha256 row column``; ``how`` says
    in words how. With ``as_of`` neither claims nor records that came later are used.
    """
    ids, known = actors_of(actors, own=store.actor_list()), day_of(as_of)
    found = _claims(store, ids, known, since=start_of(since), until=end_of(until))
    found = [c for c in found if (measure or "").casefold() in c["measure"].casefold()]
    if (ids or measure) and not found:
        raise nothing_found(store, ids or (str(measure),), what="figures", as_of=known)
    kept = found[-limit:] if limit else found
    records = Records(store, known)
    pages = _Pages(store)
    rows = [row for c in kept for row in _rows(c, told(c, pages.of(c)), records)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    said = evidence(store, (c["id"] for c in kept), as_of=known)
    notes = (*_short(kept, found), *_releases(rows, records), _TOLERANCE)
    title = f"{count(len(kept), 'quoted figure')} beside the record"
    about = f" about {', '.join(ids)}" if ids else ""
    return Answer(title + about, table, said, notes, _SHOWN)


def _short(kept: Sequence[_Row], found: Sequence[_Row]) -> tuple[str, ...]:
    short = len(kept) < len(found)
    return (f"These are the latest {len(kept)} of {len(found)}.",) if short else ()


def _claims(store: Store, ids: tuple[str, ...], known: date | None, **narrow: Any) -> list[_Row]:
    """Figure claims with the place of their words, and vetoes told with a number as events."""
    asked: dict[str, Any] = {"actors": ids or None, "as_of": known, **narrow}
    figures: list[_Row] = store.claims(kind="figure", **asked).to_pylist()
    events = [c for c in store.claims(kind="event", **asked).to_pylist() if c["action"] == "REJECT"]
    spans = store.spans([c["id"] for c in (*figures, *events)]).to_pylist()
    first = {s["claim"]: s for s in spans if s["ordinal"] == 0}
    for claim in (*figures, *events):
        span = first[claim["id"]]
        claim |= {name: span[name] for name in ("start", "end", "quote")}
    told_already = {(c["document"], c["value"], c["unit"]) for c in figures}
    return figures + [
        c for e in events for c in _counted(e) if _key(c) not in told_already
    ]  # fmt: skip


def _key(claim: _Row) -> tuple[Any, ...]:
    return claim["document"], claim["value"], claim["unit"]


def _counted(event: _Row) -> Iterator[_Row]:
    """An event of a veto told with a number, as a figure claim would tell it."""
    quote = event["quote"]
    if "veto" not in quote.casefold():
        return
    ends = tuple(sorted({*event["sender"], *event["receiver"]}))
    bounds = {"about": "about", "more_than": "at least", "less_than": "at most"}
    for start, end, value, unit, bound in find_figures(quote, 0, len(quote)):
        if unit in ("times", "items"):
            yield event | {
                "measure": quote[start:end], "value": value, "unit": unit, "about": list(ends),
                "gist": bounds.get(bound, ""),
            }  # fmt: skip


class _Pages:
    """The documents that the claims stand in, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pages: dict[str, Page] = {}

    def of(self, claim: _Row) -> Page:
        """The page of a claim."""
        id_ = claim["document"]
        if id_ not in self._pages:
            sentences = self._store.sentences(id_).to_pylist()
            mentions = self._store.mentions(id_).to_pylist()
            self._pages[id_] = Page(
                self._store.texts([id_])[id_],
                [(s["start"], s["end"]) for s in sentences],
                [(m["start"], m["end"], tuple(m["actors"])) for m in mentions
                 if m["how"] != "outlet"],
                frozenset(m["start"] for m in mentions if m["how"] not in _RESOLVED),
            )  # fmt: skip
        return self._pages[id_]


def _rows(claim: _Row, figure: Told, records: Records) -> list[_Row]:
    """The rows of a figure: one a record, or one that says why there is none."""
    found = beside(figure, records)
    kept = [b for b in found if b.verdict.finding != "no record"] or [together(found)]
    findings = {b.verdict.finding for b in kept}
    verdict = "disputed" if len(findings) > 1 else kept[0].verdict.finding
    return [row_of(claim, figure, b, verdict) for b in kept]


def _releases(rows: Iterable[_Row], records: Records) -> tuple[str, ...]:
    """What releases the records are of, and the day from which one could have each."""
    used = {r for row in rows for r in row["releases"]}
    found = records.store.records.releases(None).to_pylist()
    told_ = [
        f"{r['source']}{f' {v}' if (v := r['version']) else ''} (known on {r['known_on']})"
        for r in found if r["id"] in used
    ]  # fmt: skip
    return (f"Records of {', '.join(told_)}.",) if told_ else ()
