"""What settles questions: the acts of one source, or joint vetoes, each with where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from multipole.answers.coded import REPORTS
from multipole.answers.happened import reported, usable
from multipole.answers.history import arrays
from multipole.answers.series_dyad import Reach, reaches
from multipole.core.errors import NothingFound
from multipole.core.history import History, day_number
from multipole.core.periods import ONE_DAY
from multipole.forecast.questions import Question
from multipole.forecast.questions_criterion import VETOES, Criterion
from multipole.forecast.questions_past import Past, past_of
from multipole.sources import find_source
from multipole.store import Store

VETO: Final = "veto"
#: Base rates are of at most so many years: the world of 1946 says little about the next vetoes.
LOOK_BACK_YEARS: Final = 10
SCHEMA: Final = pa.schema(
    [
        *((n, pa.string()) for n in ("sender", "receiver", "action", "domain", "event")),
        ("period_start", pa.date32()),
        ("known_on", pa.date32()),
        ("claims", pa.list_(pa.string())),
        ("sha256", pa.string()),
        ("row", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Told:
    """All that a source tells that questions may count: rows of `SCHEMA`, and what it covers.

    ``both``: of an act of each on the other only one row, so that it counts once either way.
    """

    rows: pa.Table
    reach: Reach
    both: bool

    def history(self) -> History:
        """The rows as a history."""
        return arrays(self.rows)

    def past(self, *, as_of: date, delay_days: int | None) -> Past:
        """What one could know of it at the end of ``as_of``, of the last `LOOK_BACK_YEARS`.

        ``delay_days``: as if each act were known so many days after it happened.
        """
        history = self.history()
        if delay_days is not None:
            history = history.as_if_known(delay_days=delay_days)
        back = as_of.replace(year=max(as_of.year - LOOK_BACK_YEARS, 1), day=min(as_of.day, 28))
        return past_of(
            history,
            as_of=day_number(as_of),
            began=day_number(max(self.reach.start, back)),
            covered=day_number(self.reach.last),
            delay_days=delay_days or 0,
        )


class Sources:
    """The sources of a store, each read once."""

    def __init__(self, store: Store, *, as_of: date | None = None) -> None:
        self._store, self._as_of = store, as_of
        self._rows: dict[tuple[str, bool], pa.Table] = {}
        self._told: dict[tuple[str, bool, str | None, bool], Told | None] = {}

    def told(self, question: Question) -> Told | None:
        """What the source of a question tells; None when the store does not have the source."""
        ask = question.asks
        vetoes = ask.kind == VETOES
        key = (question.source, vetoes, ask.domain, ask.both and question.source == REPORTS)
        if key not in self._told:
            self._told[key] = self._read(*key)
        return self._told[key]

    def _read(self, source: str, vetoes: bool, domain: str | None, both: bool) -> Told | None:
        reach = self.reach(source, vetoes=vetoes)
        if reach is None:
            return None
        rows = self.rows(source, vetoes=vetoes)
        if domain is not None:
            rows = rows.filter(pc.equal(rows["domain"], domain))
        return Told(_once(rows) if both else rows, reach, both)

    def rows(self, source: str, *, vetoes: bool = False) -> pa.Table:
        """All acts of a source, rows of `SCHEMA`."""
        key = (source, vetoes)
        if key not in self._rows:
            read = _vetoes if vetoes else _reported if source == REPORTS else _coded
            self._rows[key] = read(self._store, source, self._as_of)
        return self._rows[key]

    def named(self, source: str, *, vetoes: bool = False) -> set[str]:
        """All actors that a source names as an end."""
        rows = self.rows(source, vetoes=vetoes)
        ends = (pc.unique(rows[end]).to_pylist() for end in ("sender", "receiver"))
        return set().union(*ends)

    def reach(self, source: str, *, vetoes: bool = False) -> Reach | None:
        """The days that a source covers."""
        if source == REPORTS:
            return _reports_reach(self._store, self._as_of)
        return reaches(self._store, VETO if vetoes else "", self._as_of).get(source)

    def default(self, ask: Criterion) -> str:
        """The source with most acts among those that can settle a criterion.

        Raises `NothingFound` when there is none.
        """
        if ask.kind == VETOES:
            found = reaches(self._store, VETO, self._as_of)
            counts = Counter({name: day_number(reach.last) for name, reach in found.items()})
        else:
            counts = _acts_by_source(self._store, ask.domain, self._as_of)
        if not counts:
            what = f"acts of domain {ask.domain}" if ask.domain else "acts or vetoes"
            raise NothingFound(
                f"no source of {what} that could settle {ask}",
                where=str(self._store.path),
                remedy="Add a data set (multipole add), or leave out the domain.",
            )
        return min(counts, key=lambda name: (-counts[name], name))


def check_source(source: str) -> str:
    """``source`` where it is one; raises `UnknownCode` with the nearest."""
    if source != REPORTS:
        find_source(source)
    return source


def _coded(store: Store, source: str, as_of: date | None) -> pa.Table:
    acts = store.records.acts(sources=[source], modality="happened", as_of=as_of)
    return _of_schema(usable(acts))


def _reported(store: Store, source: str, as_of: date | None) -> pa.Table:
    return _of_schema(reported(store, as_of))


def _of_schema(rows: pa.Table) -> pa.Table:
    """The same with the columns of `SCHEMA`, null where ``rows`` have none."""
    columns = [
        rows[f.name] if f.name in rows.column_names else pa.nulls(len(rows), f.type) for f in SCHEMA
    ]
    return pa.table(columns, schema=SCHEMA)


def _vetoes(store: Store, source: str, as_of: date | None) -> pa.Table:
    """Drafts that two vetoed, a row for each two of those who did."""
    cast: dict[str, list[dict[str, Any]]] = {}
    for row in store.records.observations(variables=[VETO], as_of=as_of).to_pylist():
        if row["source"] == source and row["value"]:
            cast.setdefault(row["item"], []).append(row)
    rows = [row for votes in cast.values() for row in _joint(votes)]
    return pa.Table.from_pylist(rows, SCHEMA)


def _joint(votes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one, other in permutations(votes, 2):
        if one["subject"] < other["subject"]:
            yield {
                **{n: one[n] for n in ("period_start", "known_on", "sha256", "row")},
                "sender": one["subject"],
                "receiver": other["subject"],
                "action": "REJECT",
                "domain": "un",
            }


def _once(rows: pa.Table) -> pa.Table:
    """Of rows of one event that two did to each other, the one whose sender sorts first."""
    found = rows.to_pylist()
    both = {(row["event"], row["sender"], row["receiver"]) for row in found}
    kept = [
        row["sender"] < row["receiver"]
        or (row["event"], row["receiver"], row["sender"]) not in both
        for row in found
    ]
    return rows.filter(pa.array(kept, pa.bool_()))


def _reports_reach(store: Store, as_of: date | None) -> Reach | None:
    """From the first day that an event of the reports tells of, to that of the last report."""
    days = store.events(as_of=as_of, modality="happened")["period_start"].to_pylist()
    known = store.documents(as_of=as_of)["published_on"].to_pylist()
    told, published = [d for d in days if d], [d for d in known if d]
    if not told or not published:
        return None
    last = max(published)
    return Reach(REPORTS, "", min(*told, last), last + ONE_DAY)


def _acts_by_source(store: Store, domain: str | None, as_of: date | None) -> Counter[str]:
    found = store.records.acts(domain=domain, modality="happened", as_of=as_of)
    counts: Counter[str] = Counter(found["source"].to_pylist())
    told = len(_reported(store, REPORTS, as_of).filter(_of(domain)))
    return counts + Counter({REPORTS: told})


def _of(domain: str | None) -> pc.Expression:
    return pc.scalar(True) if domain is None else pc.field("domain") == domain
