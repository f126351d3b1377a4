"""Events and the judgements they rest on: replacing them, and reading them as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from multipole.core.types import Event, Run
from multipole.store import schema
from multipole.store.database import Database, quoted
from multipole.store.groundwork import Groundwork
from multipole.store.queries import Conditions, listed, select, within
from multipole.store.renewal import renewing

#: An event of which some claims were not known yet is told by the others alone: nothing of it, not
#: even that it took place, is taken from a later claim.
_EVENTS_KNOWN: Final = """
    WITH voices AS (
        SELECT d.id AS document, coalesce(nullif(o.outlet, ''), o.id) AS outlet
        FROM documents AS d
        LEFT JOIN (SELECT "right", min("left") AS "left" FROM links GROUP BY "right") AS l
            ON l."right" = d.id
        JOIN documents AS o ON o.id = coalesce(l."left", d.id)
    ),
    heard AS (
        SELECT ec.event, v.outlet, coalesce(ec.weight, c.confidence) AS weight, c.*
        FROM event_claims AS ec
        JOIN claims AS c ON c.id = ec.claim
        JOIN voices AS v ON v.document = c.document
        WHERE c.known_on <= coalesce($as_of, DATE '9999-12-31')
    ),
    standing AS (
        SELECT event, list_sort(list(id)) AS claims, min(known_on) AS known_on,
               list_sort(list_distinct(flatten(list(context)))) AS context,
               if(bool_or(modality = 'happened'), 'happened',
                  arg_max(modality, (known_on, weight, id))) AS modality
        FROM heard GROUP BY event
    ),
    voiced AS (
        SELECT h.event, h.outlet, max(h.weight) AS best FROM heard AS h
        JOIN standing AS s ON s.event = h.event AND s.modality = h.modality GROUP BY ALL
    ),
    sure AS (
        SELECT event, round(1 - product(1 - best), 4) AS probability FROM voiced GROUP BY event
    ),
    whole AS (SELECT event, count(*) AS claims FROM event_claims GROUP BY event),
    partly AS (
        SELECT s.event FROM standing AS s JOIN whole AS w USING (event)
        WHERE len(s.claims) < w.claims
    ),
    drawn AS (
        SELECT h.event,
               arg_max({'sender': sender, 'receiver': receiver, 'action': action, 'domain': domain},
                       (weight, id)) AS best,
               arg_min({'start': period_start, 'end': period_end},
                       (period_end - period_start, id)) FILTER (period_start IS NOT NULL) AS period
        FROM heard AS h SEMI JOIN partly USING (event)
        JOIN standing AS s ON s.event = h.event AND s.modality = h.modality
        GROUP BY h.event
    ),
    seen AS (
        SELECT e.id, s.claims, s.context, e.run,
               if(d.event IS NULL, e.modality, s.modality) AS modality,
               if(d.event IS NULL, e.sender, d.best.sender) AS sender,
               if(d.event IS NULL, e.receiver, d.best.receiver) AS receiver,
               if(d.event IS NULL, e.action, d.best.action) AS action,
               if(d.event IS NULL, e.domain, d.best.domain) AS domain,
               if(d.event IS NULL, e.period_start, d.period.start) AS period_start,
               if(d.event IS NULL, e.period_end, d.period."end") AS period_end,
               if(d.event IS NULL, e.probability, v.probability) AS probability,
               s.known_on
        FROM events AS e
        JOIN standing AS s ON s.event = e.id
        JOIN sure AS v ON v.event = e.id
        LEFT JOIN drawn AS d ON d.event = e.id
    )
"""

#: The same when every claim is known: events as they were built.
_EVENTS: Final = """
    WITH told AS (
        SELECT ec.event, list_sort(list(c.id)) AS claims,
               list_sort(list_distinct(flatten(list(c.context)))) AS context
        FROM event_claims AS ec JOIN claims AS c ON c.id = ec.claim GROUP BY ec.event
    ),
    seen AS (SELECT e.*, told.claims, told.context FROM events AS e JOIN told ON told.event = e.id)
"""


def events(
    database: Database,
    *,
    as_of: date | None,
    actors: Iterable[str] | None,
    since: date | None,
    until: date | None,
    actions: Iterable[str] | None,
    domain: str | None,
    modality: str | None,
) -> pa.Table:
    """Rows of `schema.EVENTS`; see `Store.events`."""
    asked = Conditions()
    asked.add(
        "list_has_all(list_concat(sender, receiver), $actors::VARCHAR[])",
        actors=listed(actors, "actors"),
    )
    within(asked, since=since, until=until)
    asked.add("action IN (SELECT unnest($actions::VARCHAR[]))", actions=listed(actions, "actions"))
    asked.add("domain = $domain", domain=domain)
    asked.add("modality = $modality", modality=modality)
    order = "period_start NULLS LAST, period_end, id"
    rows = select(quoted(schema.EVENTS.names), "seen", asked, order)
    if as_of is None:
        return database.table(_EVENTS + rows, schema.EVENTS, asked.params)
    return database.table(_EVENTS_KNOWN + rows, schema.EVENTS, {**asked.params, "as_of": as_of})


def replace_events(database: Database, events: Sequence[Event], run: Run) -> None:
    """Drop all events and store these; `BadValue` when one rests on a claim that is not stored."""
    with renewing(database, run, author=None) as renewal:
        Groundwork(database).clear()
        renewal.add((), events)


def former_events(database: Database, start: str) -> dict[str, list[str]]:
    """Events that are no more whose ids begin with ``start``, with the claims that they had."""
    found = database.rows(
        """
        SELECT event, list_sort(list(claim)) FROM former_events
        WHERE starts_with(event, $start) AND event NOT IN (SELECT id FROM events)
        GROUP BY event ORDER BY event
        """,
        {"start": start},
    )
    return dict(found)


def ids_beginning(database: Database, start: str) -> tuple[list[str], list[str]]:
    """Ids of events, and of event claims, that begin with ``start``."""
    found = database.rows(
        """
        SELECT id, true FROM events WHERE starts_with(id, $start)
        UNION SELECT id, false FROM claims WHERE kind = 'event' AND starts_with(id, $start)
        ORDER BY ALL
        """,
        {"start": start},
    )
    return [id_ for id_, event in found if event], [id_ for id_, event in found if not event]


def claims_of_event(database: Database, event: str) -> list[str]:
    """The ids of the claims of an event, sorted."""
    sql = "SELECT claim FROM event_claims WHERE event = $event ORDER BY claim"
    return [row[0] for row in database.rows(sql, {"event": event})]
