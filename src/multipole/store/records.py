"""Records of data sets in the store: releases, their files and cells, and what stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from multipole.core.periods import Period
from multipole.core.records import Cell, Observation, Release
from multipole.core.types import Run
from multipole.store import rows, schema, tallies
from multipole.store.adding import Adding
from multipole.store.database import Database, quoted
from multipole.store.queries import Conditions, listed, select, whole
from multipole.store.standing import ACTS, FOUND, LATEST, STANDING, TOLD


class Records:
    """The records of a store, as `multipole.store.Store.records` gives them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Adding

    def has_release(self, id: str) -> bool:  # noqa: A002
        """Whether a release is stored."""
        return bool(self._database.rows("SELECT 1 FROM releases WHERE id = $id", {"id": id}))

    def has_files(self, source: str, digests: Iterable[str]) -> set[str]:
        """Those SHA-256 that the store holds as files of a source."""
        sql = """
            SELECT sha256 FROM files JOIN releases ON releases.id = files.release
            WHERE source = $source AND sha256 IN (SELECT unnest($digests::VARCHAR[]))
        """
        params = {"source": source, "digests": sorted(set(digests))}
        return {row[0] for row in self._database.rows(sql, params)}

    def drop_release(self, id: str) -> None:  # noqa: A002
        """Drop a release with all its rows, to read its files again."""
        with self._database.transaction():
            for table in (*schema.RECORDS, "coverage", "files", "releases"):
                key = "id" if table == "releases" else "release"
                self._database.run(f"DELETE FROM {table} WHERE {key} = $id", {"id": id})  # noqa: S608

    @contextmanager
    def adding(
        self,
        release: Release,
        *,
        edition: str,
        increments: bool,
        timely: bool,
        run: Run,
        at: datetime,
    ) -> Iterator[Adding]:
        """One transaction that adds a release: all of it goes in, or after an error nothing.

        Raises `BadValue` when a row breaks what an observation or coded event must be.
        """
        with self._database.transaction():
            adding = Adding(self._database, release)
            yield adding
            adding.finish(
                {
                    "edition": edition, "increments": increments, "timely": timely,
                    "at": at, "run": run.id,
                }
            )  # fmt: skip
            self._database.append("runs", rows.run_rows(run))

    # Reading

    def releases(self, as_of: date | None = None) -> pa.Table:
        """Releases that were known by ``as_of``, sorted by source and day."""
        known = Conditions()
        known.add("known_on <= $as_of", as_of=as_of)
        order = 'source, known_on, "at", id'
        sql = select(quoted(schema.RELEASES.names), "releases", known, order)
        return self._database.table(sql, schema.RELEASES, known.params)

    def files(self) -> pa.Table:
        """Files of releases with their counts."""
        return whole(self._database, "files")

    def coverage(self, as_of: date | None = None) -> pa.Table:
        """What stands on ``as_of``: source, release, variable, first day, day after the last."""
        return self._database.once(("coverage", as_of), lambda: self._covered(as_of))

    def _covered(self, as_of: date | None) -> pa.Table:
        columns = 'source, release, variable, period_start, period_end, "rows", timely, increments'
        order = "source, variable, release"
        sql = f"{STANDING} SELECT {columns} FROM standing ORDER BY {order}"  # noqa: S608
        declared = pa.schema(
            [
                ("source", pa.string()),
                *schema.COVERAGE,
                ("timely", pa.bool_()),
                ("increments", pa.bool_()),
            ]
        )
        return self._database.table(sql, declared, {"as_of": as_of})

    def observations(
        self,
        *,
        variables: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        subjects: Iterable[str] | None = None,
        objects: Iterable[str] | None = None,
        items: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """Observations that stand on ``as_of``, sorted; schema `FOUND`.

        Of each variable of a source the newest release that was known by ``as_of`` stands (of
        several of one day, the one that reaches furthest); files
        that add to one another all do, the newest first where two say the same thing. ``actors``:
        each is the subject or the object. ``since``, ``until``: the period shares a day with
        [since, until).
        """
        asked = self._asked(actors, ("subject", "object"), since, until, as_of)
        for name, values in (
            ("variable", variables), ("subject", subjects), ("object", objects), ("item", items)
        ):  # fmt: skip
            key = f"{name}s"
            asked.add(f'o."{name}" IN (SELECT unnest(${key}::VARCHAR[]))',
                      **{key: listed(values, key)})  # fmt: skip
        columns = ["s.source", "o.release", "f.sha256"] + [
            f"o.{name}" for name in quoted(FOUND.names[3:])
        ]
        latest = LATEST if self._adds(variables, as_of) else ""
        sql = f"""
            {STANDING}
            SELECT {", ".join(columns)} FROM observations AS o
            JOIN standing AS s ON s.release = o.release AND s.variable = o.variable
            JOIN files AS f ON f.release = o.release AND f.number = o.file
            {asked.where} {latest}
            ORDER BY o.variable, o.subject, o."object", o.period_start, o.item, o.release, o.file,
                o."row", o."column"
        """  # noqa: S608 - own names
        return self._database.table(sql, FOUND, {**asked.params, "as_of": as_of})

    def observation_objects(self, **asked: Any) -> list[Observation]:
        """What `observations` finds, as nouns: for a few rows, not for millions."""
        return [_noun(row) for row in self.observations(**asked).to_pylist()]

    def ends(self, variable: str, as_of: date | None = None) -> tuple[set[str], set[str]]:
        """The subjects and the objects that the standing observations of a variable have."""
        sql = f"""
            {STANDING}
            SELECT list(DISTINCT o.subject), list(DISTINCT o."object") FROM observations AS o
            SEMI JOIN standing AS s ON s.release = o.release AND s.variable = o.variable
            WHERE o.variable = $variable AND o.known_on <= coalesce($as_of, DATE '9999-12-31')
        """  # noqa: S608 - own names
        found = self._database.rows(sql, {"variable": variable, "as_of": as_of})
        subjects, objects = found[0]
        return set(subjects or ()), set(objects or ())

    def codings(
        self,
        *,
        sources: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        actions: Iterable[str] | None = None,
        domain: str | None = None,
        modality: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """Events that other projects coded and that were known by ``as_of``; schema `TOLD`.

        ``actors``: each is the sender or the receiver. A row a row of the files: one act that was
        told twice is there twice.
        """
        asked = self._coded(sources, actors, actions, domain, modality, since, until, as_of)
        columns = ["s.source", "o.release", "f.sha256"] + [
            f"o.{name}" for name in quoted(TOLD.names[3:])
        ]
        sql = f"""
            {STANDING}
            SELECT {", ".join(columns)} FROM codings AS o
            JOIN standing AS s ON s.release = o.release AND s.variable = ''
            JOIN files AS f ON f.release = o.release AND f.number = o.file
            {asked.where}
            ORDER BY o.period_start, s.source, o.release, o.file, o."row", o.sender, o.receiver
        """  # noqa: S608 - own names
        return self._database.table(sql, TOLD, {**asked.params, "as_of": as_of})

    def acts(
        self,
        *,
        sources: Iterable[str] | None = None,
        actors: Iterable[str] | None = None,
        actions: Iterable[str] | None = None,
        domain: str | None = None,
        modality: str | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """Coded events with the rows that tell the same act drawn together; schema `ACTS`.

        The same act: the same source, days, sender, receiver, code and modality. ``tellings`` is
        how many rows tell it, ``sha256`` and ``row`` are of the first that was known.
        """
        asked = self._coded(sources, actors, actions, domain, modality, since, until, as_of)
        sql = f"""
            {STANDING}
            SELECT s.source, o.period_start, o.period_end, o.sender, o.receiver, o.action, o.code,
                any_value(o.domain) AS domain, o.modality, min(o.known_on) AS known_on,
                count(*) AS tellings, arg_min(f.sha256, (o.known_on, o."row")) AS sha256,
                arg_min(f.path, (o.known_on, o."row")) AS path,
                arg_min(o."row", (o.known_on, o."row")) AS "row"
            FROM codings AS o
            JOIN standing AS s ON s.release = o.release AND s.variable = ''
            JOIN files AS f ON f.release = o.release AND f.number = o.file
            {asked.where}
            GROUP BY s.source, o.period_start, o.period_end, o.sender, o.receiver, o.action,
                o.code, o.modality
            ORDER BY o.period_start, s.source, o.sender, o.receiver, o.code, o.modality
        """  # noqa: S608 - own names
        return self._database.table(sql, ACTS, {**asked.params, "as_of": as_of})

    def tallies(
        self,
        a: str,
        b: str,
        *,
        step: str = "month",
        sources: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """How many acts of ``a`` or ``b`` each source tells, by step; schema `tallies.TALLIES`.

        Acts that happened, as `acts` draws them together, with one of the two at an end and another
        actor at the other; ``between``: the other is the other of the two. ``period_start`` is the
        first day of the month, quarter or year in which an act begins, NULL where its own period is
        longer than that. Raises `WrongUse` for an unknown step or one actor twice.
        """
        tallies.checked(a, b, step)
        asked = self._coded(sources, None, None, None, None, since, until, as_of)
        asked.sql.extend(tallies.ENDS)
        sql = tallies.tallying(STANDING, asked.where, step)
        params = {**asked.params, "as_of": as_of, "a": a, "b": b}
        return self._database.table(sql, tallies.TALLIES, params)

    def pair_months(
        self,
        *,
        sources: Iterable[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """How many acts each source tells of all pairs of actors; schema `tallies.PAIR_MONTHS`.

        Acts that happened, as `acts` draws them together, by the month in which they begin; those
        longer than a month are left out.
        """
        asked = self._coded(sources, None, None, None, None, since, until, as_of)
        asked.sql.extend(tallies.OF_TWO)
        sql = tallies.tallying_pairs(STANDING, asked.where)
        return self._database.table(sql, tallies.PAIR_MONTHS, {**asked.params, "as_of": as_of})

    def reach_of(self, actor: str, *, as_of: date | None = None) -> pa.Table:
        """What observations say of an actor, a row a source and variable; schema `tallies.REACH`.

        The actor is the subject or the object; ``partners`` counts who is the other.
        """
        sql = tallies.reaching(STANDING)
        return self._database.table(sql, tallies.REACH, {"as_of": as_of, "actor": actor})

    def items(
        self,
        *,
        sources: Iterable[str] | None = None,
        items: Iterable[str] | None = None,
        kinds: Iterable[str] | None = None,
        as_of: date | None = None,
    ) -> pa.Table:
        """What observations are about: the rows of `schema.ITEMS` of releases that stand."""
        asked = Conditions()
        asked.add("o.known_on <= $as_of", as_of=as_of)
        asked.add("o.item IN (SELECT unnest($items::VARCHAR[]))", items=listed(items, "items"))
        asked.add("o.kind IN (SELECT unnest($kinds::VARCHAR[]))", kinds=listed(kinds, "kinds"))
        asked.add("r.source IN (SELECT unnest($sources::VARCHAR[]))",
                  sources=listed(sources, "sources"))  # fmt: skip
        columns = ", ".join(f"o.{name}" for name in quoted(schema.ITEMS.names))
        sql = f"""
            {STANDING}
            SELECT {columns} FROM items AS o JOIN releases AS r ON r.id = o.release
            SEMI JOIN standing ON standing.release = o.release
            {asked.where} ORDER BY o.item, o.release, o.file, o."row"
        """  # noqa: S608 - own names
        return self._database.table(sql, schema.ITEMS, {**asked.params, "as_of": as_of})

    def quarantine(self, *, limit: int | None = None) -> pa.Table:
        """What was refused at the gate, with file, row, datum, reason and remedy."""
        order = f'release, file, "row" {f"LIMIT {int(limit)}" if limit else ""}'
        sql = select(quoted(schema.QUARANTINE.names), "quarantine", Conditions(), order)
        return self._database.table(sql, schema.QUARANTINE)

    def _adds(self, variables: Iterable[str] | None, as_of: date | None) -> bool:
        """Whether files that stand add to one another, so that two may say the same thing."""
        named = None if variables is None else set(variables)
        return any(
            row["increments"] and (named is None or row["variable"] in named)
            for row in self.coverage(as_of).to_pylist()
        )

    def _coded(
        self,
        sources: Iterable[str] | None,
        actors: Iterable[str] | None,
        actions: Iterable[str] | None,
        domain: str | None,
        modality: str | None,
        since: date | None,
        until: date | None,
        as_of: date | None,
    ) -> Conditions:
        asked = self._asked(actors, ("sender", "receiver"), since, until, as_of)
        asked.add("o.action IN (SELECT unnest($actions::VARCHAR[]))",
                  actions=listed(actions, "actions"))  # fmt: skip
        asked.add("s.source IN (SELECT unnest($sources::VARCHAR[]))",
                  sources=listed(sources, "sources"))  # fmt: skip
        asked.add("o.domain = $domain", domain=domain)
        asked.add("o.modality = $modality", modality=modality)
        return asked

    def _asked(
        self,
        actors: Iterable[str] | None,
        ends: tuple[str, str],
        since: date | None,
        until: date | None,
        as_of: date | None,
    ) -> Conditions:
        asked = Conditions()
        asked.add("o.known_on <= $as_of", as_of=as_of)
        for number, actor in enumerate(listed(actors, "actors") or ()):
            name = f"actor{number}"
            either = " OR ".join(f'o."{end}" = ${name}' for end in ends)
            asked.add(f"({either})", **{name: actor})
        asked.add("o.period_end > $since", since=since)
        asked.add("o.period_start < $until", until=until)
        return asked


def _noun(row: dict[str, Any]) -> Observation:
    names = ("variable", "subject", "object", "item", "value", "status", "release", "known_on")
    return Observation(
        period=Period(row["period_start"], row["period_end"]),
        cell=Cell(row["sha256"], row["row"], row["column"]),
        **{name: row[name] for name in names},
    )
