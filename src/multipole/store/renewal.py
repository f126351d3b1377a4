"""Judgements and events in place of older ones: of all claims, or of some.

A judgement that stood before keeps its instant; an event that is no more is kept with its claims.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from multipole.core.errors import BadValue
from multipole.core.types import Event, Judgement, Run
from multipole.store import rows
from multipole.store.database import Database

_STOOD: Final = """
    CREATE OR REPLACE TEMP TABLE stood AS
    SELECT * FROM judgements WHERE starts_with("by", $author) AND {of}
"""
_NO_MORE: Final = """
    DELETE FROM judgements WHERE starts_with("by", $author) AND {of}
"""
_TOLD: Final = """
    CREATE OR REPLACE TEMP TABLE told AS
    SELECT event, claim FROM event_claims
    WHERE event IN (SELECT event FROM event_claims WHERE {of})
"""
_UNTOLD: Final = """
    DELETE FROM events WHERE id IN (SELECT event FROM told);
    DELETE FROM event_claims WHERE event IN (SELECT event FROM told);
"""
#: Events that are no more are kept with the claims that they had.
_FORMER: Final = """
    INSERT INTO former_events
    SELECT event, claim FROM told
    ANTI JOIN events ON events.id = told.event
    ANTI JOIN former_events AS f ON f.event = told.event
"""
_AS_BEFORE: Final = """
    SELECT i."left", i."right", i.verdict, i."by", coalesce(s."at", i."at") AS "at", i.reason
    FROM incoming AS i LEFT JOIN stood AS s
    ON s."left" = i."left" AND s."right" = i."right" AND s.verdict = i.verdict
    AND s."by" = i."by" AND s.reason = i.reason
"""


class Renewal:
    """Takes what comes in place of what was; given by `renewing`."""

    def __init__(self, database: Database, run: Run) -> None:
        self._database = database
        self._run = run.id

    def add(self, judgements: Sequence[Judgement], events: Iterable[Event]) -> None:
        """Add some; `BadValue` when an event rests on a claim that is not stored."""
        distinct = list({event.id: event for event in events}.values())
        told = rows.event_claim_rows(distinct)
        with self._database.incoming(told):
            unknown = self._database.rows(
                "SELECT incoming.* FROM incoming ANTI JOIN claims ON claims.id = claim LIMIT 1"
            )
        if unknown:
            raise BadValue(
                f"event {unknown[0][0]} rests on claim {unknown[0][1]}, which is not stored",
                remedy="Store the claims first.",
            )
        self._database.insert("events", rows.event_rows(distinct, self._run))
        self._database.insert("event_claims", told)
        table = rows.judgement_rows(judgements)
        self._database.insert("judgements", table, select=_AS_BEFORE)


@contextmanager
def renewing(
    database: Database, run: Run, *, author: str | None, claims: Iterable[str] | None = None
) -> Iterator[Renewal]:
    """Drop what is judged by ``author`` (the beginning of a name), and events: of all claims, or of
    these, which are whole events. What is added inside comes in their place, in one transaction.
    ``author`` None: no judgement goes.
    """
    some = {} if claims is None else {"claims": sorted(set(claims))}
    these = "{} IN (SELECT unnest($claims::VARCHAR[]))"
    pairs, of = ("true", "true") if claims is None else map(these.format, ('"left"', "claim"))
    with database.transaction():
        database.append("runs", rows.run_rows(run))
        for sql in (_STOOD, _NO_MORE):
            database.run(sql.format(of=pairs), {"author": author, **some})
        database.run(_TOLD.format(of=of), some)
        database.run(_UNTOLD)
        yield Renewal(database, run)
        database.run(_FORMER)
        database.run("DROP TABLE stood; DROP TABLE told")
